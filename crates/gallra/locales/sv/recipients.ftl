# Mottagare, underrättelser till kunder, invändningar.
cmd-recipients = Lista vilka som tar emot uppgifter, och underrätta kunder om ändringar
    .long = För varje mottagare: roll, land, avtal, vad som lämnas dit och när kunderna underrättades (GDPR art. 28.2). Ett underbiträde som används utan underrättelse, innan tiden för invändningar är ute eller trots en öppen invändning är ett brutet löfte i `audit`.
cmd-recipients-announce = Underrätta kunder om nya, ändrade och borttagna underbiträden
    .long = Jämför policyn med vad kunderna senast fick veta. Med --letters skrivs ett brev till varje kund som ni är biträde åt enligt ett gällande avtal, och underrättelsen antecknas; annars antecknas ingenting. Har inget ändrats skriver --letters den senaste underrättelsens brev en gång till.
    .example = gallra recipients announce --by "Karin Ek" --letters brev
cmd-recipients-objection = Anteckna att en kund invänder, eller att saken är löst
    .example = gallra recipients objection 12 cloud --on 2026-11-30 --saying "Inte utanför EU" --by "Karin Ek"
cmd-recipients-status = Visa vilka som underrättats, vilka som invänt och vad som är öppet
arg-recipients-announce-by = Vem som underrättar
arg-recipients-announce-letters = Mapp för breven, en fil för varje kund
arg-recipients-announce-window = Hur länge kunderna kan invända, till exempel 30d [förval: policyns objection_window, eller 30 dagar]
arg-recipients-announce-known = Kundernas avtal nämner listan som den är: ingen behöver brev
arg-recipients-objection-party = Kundens nummer i registret
arg-recipients-objection-recipient = Mottagarens namn i policyn
arg-recipients-objection-on = Dagen, till exempel 2026-11-30
arg-recipients-objection-saying = Vad kunden sade, eller vad ni kom överens om
arg-recipients-objection-by = Vem som antecknar det
arg-recipients-objection-settled = Den är återtagen eller löst: stäng det som är öppet
value-recipient = MOTTAGARE
value-window = PERIOD
col-recipient = Mottagare
col-recipient-role = Roll
col-recipient-country = Land
col-recipient-agreement = Avtal
col-recipient-announced = Underrättat
col-recipient-why = Varför
recipient-controller = personuppgiftsansvarig
recipient-processor = biträde
recipient-sub-processor = underbiträde
recipient-authority = myndighet
recipients-none = Policyn nämner inga mottagare.
recipients-untold = inte underrättat
recipients-transfer = överföring: { $mechanism }
recipients-uses = { $activities } ({ $datasets })
recipients-from = används från { $day }
transfer-adequacy-decision = beslut om adekvat skyddsnivå (art. 45)
transfer-standard-contractual-clauses = standardavtalsklausuler (art. 46.2 c)
transfer-binding-corporate-rules = bindande företagsbestämmelser (art. 47)
transfer-code-of-conduct = uppförandekod (art. 46.2 e)
transfer-certification = certifiering (art. 46.2 f)
transfer-derogation = undantag (art. 49)
recipient-added = nytt
recipient-changed = ändrat
recipient-removed = borttaget
announce-nothing = Kunderna känner till listan som den är.
announce-would = { $customers ->
    [0] Ingen kund har ett gällande avtal: ingen skulle få brev
    [one] 1 kund skulle få brev och kunna invända till och med { $ends }
   *[other] { $customers } kunder skulle få brev och kunna invända till och med { $ends }
 }
announced = { $customers ->
    [one] antecknat: 1 kund är underrättad och kan invända till och med { $ends }
   *[other] antecknat: { $customers } kunder är underrättade och kan invända till och med { $ends }
 }
announced-known = antecknat: ingen behövde brev
letters-written = { $letters ->
    [one] 1 brev i { $path }
   *[other] { $letters } brev i { $path }
 }
notices-none = Ingen underrättelse har gjorts.
notices-untold = Ännu inte underrättat:
notice-title = Underrättelse { $notice }
notice-known = { $on }: avtalen nämner det, ingen behövde brev
notice-open = { $on }: { $customers } underrättade, kan invända till och med { $ends }
notice-closed = { $on }: { $customers } underrättade, kunde invända till och med { $ends }
notice-told = kunder
objections-title = Invändningar
objection-line = kund { $customer }, { $day }
objection-is-open = öppen
objection-settled-on = löst { $day }
objection-was-late = efter tidens utgång
objection-not-in-policy = finns inte längre i policyn
objection-taken = antecknat: kund { $customer } invänder mot { $recipient }
objection-late = den kom för sent: tiden för invändningar gick ut { $day }
objection-not-told = kunden har inte underrättats om det
objection-gone = policyn använder det inte längre
objection-settled = { $number ->
    [one] antecknat: 1 invändning från kund { $customer } mot { $recipient } är löst
   *[other] antecknat: { $number } invändningar från kund { $customer } mot { $recipient } är lösta
 }
sub-processors-title = Kunderna underrättas innan underbiträden ändras
sub-announced = underrättat { $day }, och tiden för invändningar är ute
sub-not-yet = används från { $day }
sub-not-announced = det används och ingen kund har underrättats: `gallra recipients announce`
sub-changed = det används på annat sätt än kunderna fick veta { $day }: `gallra recipients announce`
sub-window = det används medan kunderna kan invända, till och med { $day }
sub-objection = { $objections ->
    [one] det används trots att 1 invändning är öppen
   *[other] det används trots att { $objections } invändningar är öppna
 }
reason-no-register = det finns inget kundregister, och ingen underrättelse har gjorts
letter-title = Ändring av underbiträden
letter-why = Vi behandlar personuppgifter åt er. Innan vi anlitar ett nytt underbiträde för det, eller ändrar något i fråga om ett som vi har, underrättar vi er så att ni kan invända (dataskyddsförordningen art. 28.2).
letter-added = Nytt: { $name }
letter-changed = Ändrat: { $name }
letter-removed = Anlitas inte längre: { $name }
letter-name-before = Tidigare namn: { $name }
letter-place = Var: { $place }
letter-place-before = Var: { $place } (tidigare: { $before })
letter-abroad = { $country }, med stöd av { $mechanism }
letter-for = Till vad: { $activities }
letter-from = Från och med: { $day }
letter-object = Ni kan invända till och med { $day }. Skriv till { $reach } och berätta vad ni invänder mot och varför.
letter-object-reply = Ni kan invända till och med { $day }. Svara på det här brevet och berätta vad ni invänder mot och varför.
letter-then = Vi tar ställning till er invändning innan ändringen gäller era uppgifter. Varje underbiträde åläggs samma skyldigheter i fråga om dataskydd som vi har enligt vårt avtal med er (art. 28.4).
