# Avtal: kommandon, tabeller och breven till kunderna.
cmd-agreements = Håll reda på avtal: utkast, erbjudet, godkänt, upphört, slutreglerat
    .long =
        Vem som godkände vilken version av vilken text, när och varifrån, bevaras som bevis. Varje steg lämnar ett löv i
        loggen, utan kundens namn. `--by` säger vem du är, `--for` för vilken behandling du öppnar registret.
    .example =
        gallra agreements draft 7 dpa --text pub-2026.md --by "Karin Ek"
        gallra agreements missing --letters brev --by "Karin Ek"
arg-agreements-by = Vem du är: står i registrets spår, som ett åtagande utan namn
arg-agreements-activity = Behandlingen det görs för [förval: den som avser avtal, eller den enda]
cmd-agreements-draft = Skriv ett utkast till avtal med en kund
    .long = Texten bevaras, förseglad med kundens nyckel, och känns igen på sitt kontrollvärde.
    .example = gallra agreements draft 7 dpa --text pub-2026.md --by "Karin Ek"
arg-agreements-draft-party = Kundens nummer i registret
arg-agreements-draft-kind = Vad det gäller: service (tjänst), dpa (personuppgiftsbiträdesavtal), instruction eller publication (publiceringsintyg)
arg-agreements-draft-text = Texten, tecken för tecken
arg-agreements-draft-mode = Vår egen för alla, förhandlad, eller kundens egen instruktion [förval: standard]
arg-agreements-draft-on = Dagen då det skrevs [förval: i dag]
arg-agreements-draft-supersedes = Det godkända avtal som detta är nästa version av
cmd-agreements-offer = Anteckna att ett avtal har erbjudits
    .example = gallra agreements offer 12 --with price --by "Karin Ek"
arg-agreements-offer-id = Avtalets nummer
arg-agreements-offer-on = När [förval: i dag]
arg-agreements-offer-answer = Svaret på kundens egen instruktion: ett pris, eller en annan tjänst
cmd-agreements-review = Anteckna att en kund har begärt granskning av sin egen instruktion
arg-agreements-review-id = Avtalets nummer
arg-agreements-review-on = När [förval: i dag]
cmd-agreements-accept = Godkänn ett erbjudet avtal, med bevisen
    .example = gallra agreements accept 12 --who "Anna Berg" --from 192.0.2.7 --text pub-2026.md --by "Karin Ek"
arg-agreements-accept-id = Avtalets nummer
arg-agreements-accept-who = Vem som godkände för kundens räkning
arg-agreements-accept-from = Från vilken adress: på nätet, för e-post eller på en gata
arg-agreements-accept-text = Texten som visades; den eller dess kontrollvärde behövs, och måste vara erbjudandets
arg-agreements-accept-hash = Kontrollvärdet (SHA-256, 64 tecken) i stället för texten
arg-agreements-accept-on = När [förval: i dag]
arg-agreements-accept-starts = Avtalets första dag [förval: dagen då det godkändes]
cmd-agreements-withdraw = Dra tillbaka det som ingen har godkänt
arg-agreements-withdraw-id = Avtalets nummer
cmd-agreements-paid = Anteckna den första betalda fakturan; en erbjuden tjänst börjar med den
arg-agreements-paid-id = Avtalets nummer
arg-agreements-paid-on = När den betalades [förval: i dag]
cmd-agreements-end = Avsluta ett avtal med en sista dag, som får ligga framåt i tiden
arg-agreements-end-id = Avtalets nummer
arg-agreements-end-last-day = Dess sista dag, till exempel 2027-01-31
cmd-agreements-settle = Anteckna att ett upphört avtal är slutreglerat
arg-agreements-settle-id = Avtalets nummer
arg-agreements-settle-on = När det var så [förval: i dag]
cmd-agreements-show = Visa ett avtal: dess historia, bevisen, versionerna
arg-agreements-show-id = Avtalets nummer
arg-agreements-show-save = Skriv texten, tecken för tecken, till den här filen
cmd-agreements-list = Lista avtal
arg-agreements-list-stands = Bara de som är drafted, offered, accepted, ended, settled, superseded eller withdrawn
arg-agreements-list-party = Bara de med den här kunden
cmd-agreements-missing = Lista kunder utan personuppgiftsbiträdesavtal, och skriv till var och en
    .long = De vars personuppgifter organisationen behandlar som biträde (GDPR artikel 28.3). Slutar med 1 om det finns några.
    .example = gallra agreements missing --letters brev --by "Karin Ek"
arg-agreements-missing-letters = Skriv ett brev till var och en i den här mappen; filen heter efter kundens nummer
cmd-agreements-setting = Visa eller ange hur länge en kund vill ha sina uppgifter kvar
    .long = Aldrig längre än tjänsten lovar. Utan tid visas vad kunden har valt.
    .example =
        gallra agreements setting 7 --by "Karin Ek"
        gallra agreements setting 7 chats "20 days" --by "Karin Ek"
arg-agreements-setting-party = Kundens nummer i registret
arg-agreements-setting-dataset = Datamängden
arg-agreements-setting-period = Hur länge som längst, till exempel "20 days"
arg-agreements-setting-unset = Ta tillbaka kundens egen tid
value-hash = KONTROLLVÄRDE
value-state = LÄGE
value-period = TID
usage-id = ett nummer ur registret väntas, till exempel 12
usage-period = en tid väntas, till exempel "20 days" eller "6 months"
usage-hash = ett SHA-256-värde med 64 hexadecimala tecken väntas

col-agreement = Nr
col-party = Part
col-about = Gäller
col-version = Version
col-stands = Läge
col-since-day = Sedan
col-customer-since = Kund sedan
col-own-period = Egen tid
col-at-most = Längst
col-agreed = Avtalat
agreements-none = Det finns inga sådana avtal.
agreement-kind-service = tjänst
agreement-kind-dpa = personuppgiftsbiträdesavtal
agreement-kind-instruction = instruktion
agreement-kind-publication = publiceringsintyg
agreement-mode-standard = standard, lika för alla
agreement-mode-negotiated = förhandlad
agreement-mode-own-instruction = kundens egen instruktion
agreement-state-drafted = utkast
agreement-state-offered = erbjudet
agreement-state-accepted = godkänt
agreement-state-ended = upphört
agreement-state-settled = slutreglerat
agreement-state-superseded = ersatt
agreement-state-withdrawn = tillbakadraget
agreement-answer-price = mot ett pris
agreement-answer-other-service = en annan tjänst
agreement-review-open = granskning begärd
agreement-drafted = Avtal { $id } finns som utkast. Textens kontrollvärde är { $hash }.
agreement-offered = Avtal { $id } erbjöds { $day }.
agreement-review-noted = Avtal { $id }: granskning begärdes { $day }.
agreement-accepted = Avtal { $id } godkändes { $day }. Det gäller från och med { $starts }.
agreement-withdrawn = Avtal { $id } är tillbakadraget.
agreement-paid = Avtal { $id }: den första fakturan betalades { $day }.
agreement-ended = Avtal { $id }: sista dagen är { $day }.
agreement-settled = Avtal { $id } slutreglerades { $day }.
agreement-title = Avtal { $id }: { $about }
agreement-label-party = Part
agreement-label-stands = Läge
agreement-label-mode = Texten är
agreement-label-text = Kontrollvärde
agreement-label-drafted = Utkast
agreement-label-review = Granskning
agreement-label-offered = Erbjöds
agreement-label-accepted = Godkändes
agreement-label-starts = Gäller från
agreement-label-paid = Första betalning
agreement-label-ended = Sista dag
agreement-label-settled = Slutreglerat
agreement-label-evidence = Bevis
agreement-label-version = Version
agreement-version = { $version } (avtal { $id }, { $stands }), text { $hash }
agreement-evidence = godkänt av { $who } från { $address }
agreement-evidence-unreadable = ingen kan läsa vem som godkände det: nyckeln är förstörd
agreement-by-payment = ingen har undertecknat; avtalet började med den första betalda fakturan
agreement-party-unreadable = (borta, eller så är nyckeln förstörd)
agreement-saved = Texten skrevs till { $path }.
missing-nothing = inget utkast
missing-sum = { $missing } av { $customers } { $customers ->
        [one] kund saknar
       *[other] kunder saknar
    } ett gällande personuppgiftsbiträdesavtal.
missing-letters = { $letters ->
        [one] 1 brev
       *[other] { $letters } brev
    } skrevs till { $folder }. Ingenting har skickats; lägg till avtalets text innan ni skickar.
settings-none = Policyn låter inte kunderna välja för någon datamängd (`per_customer` i en behandling som biträde).
setting-set = `{ $dataset }` bevaras högst { $period } för kunden; tjänsten lovar { $ceiling }. Planer som gjordes tidigare gäller inte längre.
setting-unset = Kundens egen tid för `{ $dataset }` är tillbakatagen; tjänstens gäller igen.
setting-was-none = Kunden hade ingen egen tid för `{ $dataset }`.

letter-dpa-title = Ett avtal om de personuppgifter som vi behandlar åt er
letter-dpa-since = Ni har varit kund hos oss sedan { $day }
letter-dpa-customer = Ni är kund hos oss
letter-dpa-why = { $since }, och i våra tjänster behandlar { $organisation } personuppgifter som ni är personuppgiftsansvariga för. Lagen kräver att vi har ett skriftligt avtal om det (artikel 28.3 i dataskyddsförordningen): vad vi gör, hur länge, hur uppgifterna skyddas och vad som händer med dem när samarbetet upphör. Något sådant avtal har vi i dag inte med er. Det här behandlar vi åt er:
letter-dpa-ask = Läs gärna personuppgiftsbiträdesavtalet som följer med det här brevet. Godkänn det för ert företags räkning om ni är överens med oss; vi antecknar vem som godkände, när och vilken version. Har ni en egen instruktion är ni välkomna att skicka den, så återkommer vi om vi kan följa den och till vilket pris.
letter-dpa-reply = Ni når oss som vanligt.
letter-dpa-reply-to = Ni når oss på { $address }.
letter-greeting = Med vänlig hälsning

cmd-agreements-ending = Visa vad som händer med en kunds uppgifter när avtalet upphör
    .long =
        För varje datamängd som räknas från avtalet: hur många av kundens poster som finns nu, när de gallras, när ingen
        säkerhetskopia har dem kvar, vad som bevaras längre och enligt vilken lag. Läser bara; `plan`, `approve` och `apply`
        genomför det.
    .example = gallra agreements ending 12 --letter upphor.md --by "Karin Ek"
arg-agreements-ending-number = Avtalets nummer, eller kundens för allt som hänger på det
arg-agreements-ending-letter = Skriv det som ett brev till båda parter i den här filen
cmd-agreements-certificate = Räkna om och intyga vad som hände med uppgifterna i ett avtal som upphört
    .long =
        Intyget enligt artikel 28.3 g i dataskyddsförordningen: raderat där räkningen ger 0, annars hur många poster som är
        kvar och varför. Det förseglas i loggen, nämner kunden bara som ett åtagande och kontrolleras med `gallra verify`.
    .example = gallra agreements certificate 12 --returned sites --by "Karin Ek"
arg-agreements-certificate-number = Avtalets nummer, eller kundens om bara ett har upphört
arg-agreements-certificate-returned = Datamängder som kunden har fått tillbaka: du intygar det, ingenting räknas för det
value-party-id = PART|ID

col-there-now = Finns nu
col-first-gone = Först borta
col-all-gone = Allt borta
col-backups-gone = Ur kopior
col-found = Funnet
ending-title = Avtal { $id } med { $party } upphör
ending-title-party = Vad som hänger på avtalen med { $party }
ending-settled = Sista dagen var { $last }; det slutreglerades { $settled }.
ending-unsettled = Sista dagen är { $last }; det är inte slutreglerat.
ending-not-ended = Det har ingen sista dag än.
ending-nothing = Ingen datamängd som kan räknas hänger på det.
ending-backups = Säkerhetskopior bevaras { $period } efter att de togs, så länge överlever kopior uppgifterna.
ending-no-backups = Policyn anger inga säkerhetskopior, så om kopior sägs ingenting.
ending-how = Ingenting har ändrats. `gallra plan` tar det som ska gallras, när en namngiven person har godkänt det.
ending-the-policy = policyn
ending-law = { $rows } { $rows ->
        [one] post
       *[other] poster
    } bevaras enligt lag ({ $basis }), alla till och med dagen före { $until }
ending-law-open = { $rows } { $rows ->
        [one] post
       *[other] poster
    } bevaras enligt lag ({ $basis }); hur länge är inte känt än
ending-held = { $rows } under bevarandekrav eller lås, tills det hävs
ending-overdue = { $rows } försenade: tiden är ute, och nästa körning tar dem
ending-unknown = { $rows } utan användbart datum: ingen kan säga när de gallras
ending-open = det som tiden räknas från har inte hänt än: { $rules }
ending-anonymised = posterna blir kvar, utan personen
ending-task = en människa ser till det
ending-not-reached = inte räknat: { $why }
ending-no-key = inte räknat: registret känner inte kundens `{ $key }`
ending-no-link = inte räknat: ingenting i den säger vems en post är
ending-letter = Brevet skrevs till { $path }. Ingenting har skickats.
letter-end-title = Vad som händer med era uppgifter när vårt avtal upphör
letter-end-why = Här ser ni vad { $organisation } i dag har av era uppgifter enligt avtalet, när varje del är borta ur de system som används, och när den sista säkerhetskopian med en kopia av den är borta. Det är planen för oss båda. Vill ni att uppgifter återlämnas innan de gallras, säg till före den första av dagarna.
letter-end-kept = Det som bevaras längre eller hanteras på annat sätt
letter-end-gaps = Det som inte kunde räknas
letter-end-how = Ingenting gallras innan en namngiven person har godkänt det. Efteråt räknas allt om, och ni får ett intyg som vem som helst kan kontrollera (artikel 28.3 g i dataskyddsförordningen).
ended-issued = Intygat: { $path }
ended-deleted = raderat
ended-anonymised = anonymiserat
ended-left = kvar
ended-not-checked = inte kontrollerat
ended-not-due = { $rows } vars tid inte är ute, alla borta senast { $until }
ended-not-due-open = { $rows } vars tid inte är ute; det som den räknas från har inte hänt
ended-gap-not-reached = det gick inte att räkna i systemet
ended-gap-no-key = registret vet inte hur det systemet skriver kunden
ended-gap-no-link = ingenting i den säger vems en post är
ended-runs = gallrat av { $runs }
ended-returned = uppges vara återlämnat till kunden
ended-title = Intyg: avtal { $id } har upphört
ended-says = { $organisation } intygar vad som fanns { $at }, när varje datamängd som hänger på avtalet räknades om för kunden (artikel 28.3 g i dataskyddsförordningen).
ended-life = Avtalet, så som loggen berättar, med textens SHA-256:
ended-customer = Kunden står i loggen som åtagandet { $customer }, och inte på något annat sätt.
ended-proof = Den här texten är till för att läsas. Beviset är filen med samma namn som slutar på `.json`: `gallra verify` kontrollerar den utan uppkoppling, med enbart den publika nyckeln.
agreement-done-drafted = utkast
agreement-done-offered = erbjöds
agreement-done-accepted = godkändes
agreement-done-ended = sista dag
agreement-done-settled = slutreglerades
agreement-done-superseded = ersattes
agreement-done-withdrawn = drogs tillbaka
agreement-done-review-requested = granskning begärdes
agreement-done-price-offered = erbjöds mot ett pris
agreement-done-other-service-offered = en annan tjänst erbjöds
agreement-done-first-paid = första fakturan betalades
verify-end = Intyget om att avtal { $id } har upphört är äkta.
verify-end-means = Det som kallas raderat har räknats på kundens nyckel och inte hittats, vid den tidpunkten, i system som används. Kopior i säkerhetskopior finns kvar till den dag som står där. Vad en körning tog av alla berättar dess eget intyg.
verify-label-customer = kund
verify-label-counted = räknat
verify-label-agreement = avtal
verify-label-life = dess väg
audit-agreed = varje kund vars uppgifter vi behandlar har ett gällande personuppgiftsbiträdesavtal (`gallra agreements missing`)
