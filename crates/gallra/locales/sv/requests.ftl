# Begäranden från registrerade.
cmd-requests = Begäranden från personer: vad som är öppet, vad som kommer härnäst, och till när
    .long =
        En begäran går från dagen den kom in till sitt svar: vem som frågar är känt, alla system är genomsökta, det är
        beslutat, en annan person godkänner det som raderas, det utförs, och svaret går ut. Lagen ger en månad. Varje
        steg lämnar ett löv i loggen, utan personens namn. `--by` säger vem du är.
    .example =
        gallra requests list --by "Karin Ek"
        gallra requests next R-1 --by "Karin Ek"
arg-requests-by = Vem du är: står i spåret och i begäran, och i loggen som ett åtagande utan namn
arg-requests-activity = Behandlingen det görs för [förval: den som avser begäranden, eller den enda]
cmd-requests-list = Lista begäranden med dagarna som är kvar
    .example = gallra requests list --calendar begaran.ics --by "Karin Ek"
arg-requests-list-all = Även de som är avslutade
arg-requests-list-customer = Bara de som gäller den här kundens uppgifter
arg-requests-list-calendar = Skriv de sista dagarna som en kalender (iCalendar) till den här filen
cmd-requests-show = Visa en begäran: vem den gäller, vad som har hänt, vad som hittades, vad som kommer härnäst
arg-requests-show-request = Begäran, till exempel R-1
cmd-requests-next = För en begäran ett steg framåt
    .long = Gör det som kan göras utan att någon säger något; annars sägs vad som behövs. Slutar då med 1.
    .example = gallra requests next R-1 --by "Karin Ek"
arg-requests-next-request = Begäran, till exempel R-1
arg-requests-next-name-gaps = Vänta inte på system som inte svarar: svaret nämner dem
cmd-requests-verify = Säg hur det är känt vem som frågar, eller be om en kod på grund av ett tvivel
    .long =
        Lagen låter dig fråga bara vid rimligt tvivel (GDPR artikel 12.6). Koden går till en adress som var känd innan
        begäran kom, aldrig till den som angavs; klockan står stilla så länge om du frågar inom en vecka.
    .example =
        gallra requests verify R-1 --known "inloggad i kundportalen" --by "Karin Ek"
        gallra requests verify R-1 --doubt "en annan adress än vår" --by "Karin Ek"
        gallra requests verify R-1 --code 7K2M-9QTX --by "Karin Ek"
arg-requests-verify-request = Begäran, till exempel R-1
arg-requests-verify-code = Koden som kom tillbaka
arg-requests-verify-known = Det finns inget tvivel: så är det känt
arg-requests-verify-doubt = Det finns ett rimligt tvivel, nämligen detta: skriver brevet med en kod
arg-requests-verify-by-post = Skicka det till den kända postadressen
cmd-requests-decide = Besluta vad som händer med personens uppgifter, med det som bara du kan väga
    .long = Det som inte sägs gissas inte: öppna frågor berättas, och det som sades sparas tills resten är besvarat.
    .example = gallra requests decide R-1 --ended bookings --exempt support=legal-claims --by "Karin Ek"
arg-requests-decide-request = Begäran, till exempel R-1
arg-requests-decide-in-force = Behandlingar vars avtal med personen gäller
arg-requests-decide-ended = Behandlingar vars avtal har upphört
arg-requests-decide-exempt = Ett undantag som du har vägt, till exempel support=legal-claims
arg-requests-decide-no-exemption = Behandlingar där inget undantag gäller
arg-requests-decide-instructed = Behandlingar som biträde där kunden har bett oss radera
arg-requests-decide-theirs = Tveksamma träffar som är den här personens
arg-requests-decide-not-theirs = Tveksamma träffar som är någon annans
arg-requests-decide-name-gaps = Vänta inte på system som inte svarar: svaret nämner dem
cmd-requests-approve = Godkänn ett beslut som raderar något; inte den som beslutade
    .example = gallra requests approve R-1 --by "Bo Lind"
arg-requests-approve-request = Begäran, till exempel R-1
arg-requests-approve-expect = Antalet poster i planen, där spärren frågar efter det
cmd-requests-send-back = Godkänn inte: det ses över igen
arg-requests-send-back-request = Begäran, till exempel R-1
arg-requests-send-back-reason = Varför
cmd-requests-extend = Förläng tiden med två månader, en gång och inom den första månaden
    .example = gallra requests extend R-1 --reason "uppgifter i sex system" --by "Karin Ek"
arg-requests-extend-request = Begäran, till exempel R-1
arg-requests-extend-reason = Varför, så som personen läser det
cmd-requests-refuse = Avslå en begäran, med skäl, var man klagar och domstolen
    .example = gallra requests refuse R-1 --ground excessive --reason "samma fråga för sjätte gången denna månad" --by "Karin Ek"
arg-requests-refuse-request = Begäran, till exempel R-1
arg-requests-refuse-ground = unfounded, excessive, not-identifiable, rights-of-others, expression, legal-obligation, public-health, archiving, legal-claims, compelling-grounds, conditions-not-met eller restricted-by-law
arg-requests-refuse-reason = Varför, så som personen läser det
arg-requests-refuse-authority = Var man klagar [förval: policyns myndighet, eller landets]
arg-requests-refuse-court = Domstolen [förval: landets]
cmd-requests-withdraw = Anteckna att personen har tagit tillbaka sin begäran
arg-requests-withdraw-request = Begäran, till exempel R-1
cmd-requests-forward = Lämna en begäran om en kunds uppgifter till kunden (GDPR artikel 28.3 e)
arg-requests-forward-request = Begäran, till exempel R-1
cmd-requests-task = Intyga att en person har gjort en uppgift i en begäran
    .example = gallra requests task R-1 1 --saying "Gick igenom pärm 3, strimlade en sida" --by "Karin Ek"
arg-requests-task-request = Begäran, till exempel R-1
arg-requests-task-task = Uppgiftens nummer
arg-requests-task-saying = Vad som gjordes
cmd-requests-note = Skriv en anteckning i en begäran
arg-requests-note-request = Begäran, till exempel R-1
arg-requests-note-text = Anteckningen
cmd-requests-recipients = Mottagare som ska underrättas om det som har gjorts (artikel 19), och vad var och en har svarat
    .long =
        Brevet till var och en ligger i utkorgen. Säg till när du har skickat det, och vad du fick för svar. Slutar med 1 så länge
        någon inte är underrättad.
    .example =
        gallra requests recipients R-1 --by "Karin Ek"
        gallra requests recipients R-1 mailer --told --by "Karin Ek"
        gallra requests recipients R-1 mailer --answered done --on 2026-12-01 --by "Karin Ek"
arg-requests-recipients-request = Begäran, till exempel R-1
arg-requests-recipients-recipient = Mottagaren, som den heter i policyn
arg-requests-recipients-told = Brevet till den är skickat
arg-requests-recipients-answered = Vad den svarade: done, nothing-held, not-done; eller impossible, om den inte kan underrättas
arg-requests-recipients-on = Dagen för det [förval: i dag]
cmd-requests-lift = Avsluta en begränsning: meddela det, notera att personen vet det, häv den sedan (artikel 18.3)
    .long =
        Personen ska underrättas innan uppgifterna används igen. Med --reason skrivs brevet; med --told säger du att det är
        skickat; utan någotdera hävs begränsningen, på den meddelade dagen eller senare. Mottagare som har underrättats om
        begränsningen får ett brev.
    .example =
        gallra requests lift R-1 --reason "Vi har kontrollerat adressen, och den är rätt" --by "Karin Ek"
        gallra requests lift R-1 --told --by "Karin Ek"
        gallra requests lift R-1 --by "Karin Ek"
arg-requests-lift-request = Begäran, till exempel R-1
arg-requests-lift-reason = Varför den upphör, som personen får läsa det: skriver brevet
arg-requests-lift-ends = Dagen då den upphör [förval: om sju dagar]
arg-requests-lift-told = Brevet är skickat
arg-requests-lift-on = Dagen för det [förval: i dag]
arg-requests-verify-asking = Be om det här i stället för en kod, när ingen adress finns registrerad; kan anges flera gånger
arg-requests-decide-decision = Ett automatiserat beslut har prövats: det ändrades (changed) eller står fast (stands)
cmd-requests-certificate = Intyga vad som hittades och gjordes, system för system
arg-requests-certificate-request = Begäran, till exempel R-1

cmd-subject-access = Ta emot en begäran om tillgång (GDPR artikel 15)
    .long = Ingen söks än: det öppnar begäran, och `gallra requests next` söker, beslutar och gör paketet.
    .example = gallra subject access --email @adress.txt --by "Karin Ek"
cmd-subject-export = Ta emot en begäran om dataportabilitet (GDPR artikel 20)
    .long = Som `access`; paketet innehåller det som personen har lämnat, i format som program läser.
    .example = gallra subject export --email @adress.txt --by "Karin Ek"
cmd-subject-erase = Ta emot en begäran om radering (GDPR artikel 17)
    .long = Inget raderas av detta: det öppnar begäran. `gallra requests next` för den vidare, och en annan person godkänner.
    .example = gallra subject erase --email @adress.txt --received 2026-11-20 --by "Karin Ek"
cmd-subject-rectify = Ta emot en begäran om rättelse (GDPR artikel 16)
    .example = gallra subject rectify --email @adress.txt --what phone --old 070-1740605 --new 070-1740606 --by "Karin Ek"
arg-subject-rectify-what = Vad som är fel: email, phone, name, address, eller en kategori som contact.city
arg-subject-rectify-old = Som det är
arg-subject-rectify-new = Som det ska vara
cmd-subject-restrict = Ta emot en begäran om begränsning (GDPR artikel 18)
    .long = Inget märks av detta: det öppnar begäran, och `gallra requests next` för den vidare.
    .example = gallra subject restrict --email @adress.txt --ground claims --by "Karin Ek"
arg-subject-restrict-ground = Varför: accuracy (riktigheten), unlawful (olagligt), claims (anspråk) eller objection (invändning) [förval: accuracy]
cmd-subject-review = Ta emot en begäran om att en människa ska pröva ett automatiserat beslut (artikel 22.3)
    .example = gallra subject review --email @adress.txt --decision "Avslag på kredit den 3 mars" --by "Karin Ek"
arg-subject-review-decision = Vilket beslut, som personen får läsa det
cmd-subject-object = Ta emot en invändning (GDPR artikel 21)
    .example = gallra subject object --marketing --email @adress.txt --by "Karin Ek"
arg-subject-object-to = Behandlingar i policyn som invändningen gäller
arg-subject-object-marketing = Den gäller direkt marknadsföring, som upphör genast
value-request = BEGÄRAN
value-task = UPPGIFT
value-ground = GRUND
value-activity-ground = BEHANDLING=GRUND
value-match = TRÄFF
value-tag = SPRÅK
value-email-phone-name-address-dataset-column-category = VAD

usage-request = En begäran är R-1 eller 1
usage-exemption = Ett undantag är BEHANDLING=GRUND, till exempel support=legal-claims

col-request = Begäran
col-asked = Gäller
col-left = Kvar
col-matched = Träffar
col-not-done = Inte gjort
col-becomes = Blir

col-request-erased = Raderat
col-request-anonymised = Anonymt
col-request-kept = Behållet
col-request-held = Bevaras
col-request-last-day = Sista dagen
col-request-next = Härnäst

request-kind-access = tillgång
request-kind-rectify = rättelse
request-kind-erase = radering
request-kind-restrict = begränsning
request-kind-port = dataportabilitet
request-kind-object = invändning
request-kind-human = att en människa ser på det
request-state-received = mottagen
request-state-identity-asked = väntar på koden
request-state-identity-verified = känt vem
request-state-located = sökt
request-state-decided = beslutad
request-state-approved = godkänd
request-state-carried-out = utförd
request-state-answered = besvarad
request-state-refused = avslagen
request-state-withdrawn = återtagen
request-state-forwarded = hos kunden
request-did-received = mottagen
request-did-identity-asked = frågade vem det är
request-did-identity-verified = känt vem det är
request-did-located = sökt
request-did-decided = beslutad
request-did-approved = godkänd
request-did-sent-back = återsänd
request-did-carried-out = utförd
request-did-answered = besvarad
request-did-extended = tiden förlängd
request-did-refused = avslagen
request-did-withdrawn = återtagen
request-did-forwarded = lämnad till kunden
request-did-task-attested = uppgift intygad
next-identity = säg vem det är
next-code = koden
next-locate = sök
next-doubtful = { $matches ->
    [one] avgör en tveksam träff
   *[other] avgör { $matches } tveksamma träffar
}
next-decide = besluta
next-approve = godkänn
next-not-by = { $word }, och inte av { $who }
next-again = utför, igen
next-carry-out = utför
next-tasks = { $open ->
    [one] en uppgift för en person
   *[other] { $open } uppgifter för personer
}
next-answer = svara
next-forward = lämna till kunden
becomes-erase = raderas
becomes-anonymise = står kvar utan personen
becomes-keep = behålls
becomes-held = under bevarandekrav
becomes-locked = låst av lagringen
becomes-task = görs av en person
becomes-not-ours = kunden beslutar
becomes-open = inte beslutat
becomes-shared = står kvar: är även andras

requests-none = Inga begäranden.
requests-late = { $late ->
    [one] En begäran är försenad.
   *[other] { $late } begäranden är försenade.
}
requests-calendar = Kalender: { $path }
request-of-customer = { $number } (kund { $customer })
request-days = { $days ->
    [one] en dag
   *[other] { $days } dagar
}
request-late = { $days ->
    [one] en dag för sent
   *[other] { $days } dagar för sent
}
request-paused = { $days ->
    [one] en dag, pausad
   *[other] { $days } dagar, pausad
}
request-in-time = i tid
request-was-late = var för sen
request-opened = { $number }: begäran om { $kind }; sista dagen att svara är { $day }.
request-opened-waits = Den väntar på { $others }, som måste utföras innan något raderas.
request-opened-first = { $others } väntar på den: inget om den här personen raderas innan denna är utförd.
request-asked-for = { $number }: brevet som ber om mer ligger i { $path }; skicka det till den som skrev.
request-asked = { $number }: brevet med koden ligger i { $path }; skicka det till adressen i det.
request-verified = { $number }: det är känt vem som frågar.
request-extended = { $number }: förlängd till { $day }; brevet ligger i { $path } och måste gå i dag.
request-refused = { $number }: avslagen. Klagomål: { $authority }. Domstol: { $court }. Brevet ligger i { $path }.
request-withdrawn = { $number }: återtagen.
request-sent-back = { $number }: återsänd.
request-forwarded = { $number }: kund { $customer } svarar; brevet ligger i { $path }.
request-task-done = { $left ->
    [0] { $number }: uppgift { $task } är intygad; ingen är öppen.
    [one] { $number }: uppgift { $task } är intygad; en är öppen.
   *[other] { $number }: uppgift { $task } är intygad; { $left } är öppna.
}
request-noted = { $number }: antecknat.
request-ended = { $number } är avslutad.
request-moved = { $number }: { $state }.
request-answered = { $number }: besvarad. Brev: { $path }. Intyg: { $certificate }.
request-answered-how = per brev
request-certified = Intyg: { $path }
request-package = Paket: { $path }. Lösenfras, som visas denna enda gång och skickas en annan väg än paketet: { $passphrase }
request-found = { $records ->
    [one] { $dataset }: en post
   *[other] { $dataset }: { $records } poster
}
request-found-nothing = Inget om den här personen hittades.
request-gap = { $dataset }: inte genomsökt
request-mentions = { $mentions ->
    [one] En text nämner personen: `gallra subject find` visar den.
   *[other] { $mentions } texter nämner personen: `gallra subject find` visar dem.
}
request-nothing-to-do = Det finns inget att besluta om.
request-no-parts = Inget hittades, så inget gjordes.
request-by-hand = för hand
request-not-checked = inte kontrollerat
request-title = { $number }: { $kind }
request-move = { $what } ({ $who })
request-next = Härnäst: { $what }
request-doubtful = { $id }: { $records } ({ $names }): { $why }
request-task = Uppgift { $id }: { $dataset } i { $system }, av { $role } senast { $due }
request-proof-code = en kod som kom tillbaka
request-label-stands = Läge
request-label-received = Kom in
request-label-last-day = Sista dagen
request-label-given = Känd som
request-label-words = Egna ord
request-label-proof = Identitet
request-label-file = Fil
request-calendar = { $number }: svara ({ $kind })
request-calendar-law = GDPR artikel 12.3
verify-request = Intyget om begäran { $number } håller
verify-request-means = Det visar att dessa löv står i den signerade loggen, att alla gäller denna enda begäran, och vad de säger. Det nämner ingen, och visar inte att inget annat fanns.

request-acknowledged = Ett brev om att den har kommit: { $path }
request-label-decision = Beslut
request-label-ends = Upphör den
request-hears = { $recipients ->
    [one] En mottagare av uppgifterna ska också underrättas: brevet ligger i utkorgen.
   *[other] { $recipients } mottagare av uppgifterna ska också underrättas: breven ligger i utkorgen.
}
recipient-told = { $number }: { $recipient } är underrättad.
recipient-noted = { $number }: svaret från { $recipient } är noterat.
recipients-hear-none = Ingen annan har fått uppgifterna, så ingen behöver underrättas.
col-hears = Ska veta att det är
hears-erased = raderat
hears-rectified = rättat
hears-restricted = begränsat
hears-lifted = inte längre begränsat
heard-nothing = inte underrättad än
heard-told = underrättad den { $day }, ombedd att svara senast den { $by }
heard-late = underrättad; inget svar senast den { $day }
heard-done = har gjort detsamma ({ $day })
heard-nothing-held = har inga sådana uppgifter ({ $day })
heard-not-done = har inte gjort det ({ $day })
heard-impossible = kan inte underrättas ({ $day })
lift-announced = { $number }: begränsningen upphör den { $day }. Brevet som säger det: { $path }
lift-told = { $number }: personen vet att begränsningen upphör den { $day }.
lift-done = { $number }: begränsningen har upphört.

err-no-such-request = Det finns ingen begäran { $number }
err-no-such-request-help = lista dem: `gallra requests list --all`
err-request-changed = { $number }: någon annan ändrade den under tiden; inget ändrades av detta
err-request-changed-help = titta på den igen, och säg det igen om det fortfarande gäller
err-request-no-given = Inget angavs som en person kan hittas på
err-request-no-given-help = ange en e-postadress, ett telefonnummer, ett personnummer eller `--subject NAMN=VÄRDE`; ett namn ensamt hittar ingen
err-request-misread = En av identifierarna går inte att läsa
err-request-misread-help = rätta den, eller ange den som en annan sort
err-request-same = { $number } gäller samma sak och är inte besvarad än
err-request-same-help = gå vidare med den, eller säg `--again`
err-request-ahead = { $day } ligger framåt i tiden
err-request-ahead-help = säg dagen då den kom in
err-request-gone = { $number }: dess tid är över, och ingen kan läsa den längre
err-request-gone-help = dess löv i loggen berättar att den fanns
err-request-waits = { $number } väntar på { $other } från samma person
err-request-waits-help = utför den först: det som den gäller skulle vara borta
err-request-no-address = { $number }: ingen adress till den här personen är känd
err-request-no-address-help = säg ett annat sätt som det är känt vem som frågar: `gallra requests verify … --known`
err-request-doubtful = { $matches ->
    [one] { $number }: en träff är tveksam, och ingen har sagt vems den är
   *[other] { $number }: { $matches } träffar är tveksamma, och ingen har sagt vems de är
}
err-request-doubtful-help = `gallra requests show` listar dem; svara med `gallra requests decide … --theirs … --not-theirs …`
err-request-open = { $number }: allt är inte vägt: { $activities }
err-request-open-help = säg för var och en, med `gallra requests decide …`: --in-force, --ended, --exempt BEHANDLING=GRUND eller --no-exemption
err-request-failing = { $number }: { $systems } svarade inte; den förblir öppen
err-request-failing-help = kör samma kommando igen; från några dagar före den sista, eller med `--name-gaps`, nämner svaret dem
err-request-no-task = { $number } har ingen öppen uppgift { $task }
err-request-no-task-help = `gallra requests show` listar dem
err-request-not-forwarded = { $number } är inte en kunds att besvara
err-request-not-forwarded-help = utför den: `gallra requests next`
err-request-nothing-done = { $number }: inget är utfört än, så det finns inget att intyga
err-request-nothing-done-help = för den vidare: `gallra requests next`
err-request-state = { $number } är { $state }, och därifrån går det inte
err-request-state-help = `gallra requests show` säger vad som kommer härnäst
err-request-role = { $number }: en annan roll måste göra detta
err-request-role-help = `gallra requests show` säger vem som får
err-request-same-person = { $number }: den som beslutade kan inte godkänna
err-request-same-person-help = en annan person måste: `--by`
err-request-back = { $number }: { $on } är före det senaste steget, den { $last }
err-request-back-help = ställ klockan rätt
err-request-too-late = { $number }: den första månaden tog slut den { $day }, så tiden kan inte förlängas
err-request-too-late-help = svara så snart du kan
err-request-twice = { $number } är redan förlängd
err-request-twice-help = lagen ger två månader till, en gång
err-request-tasks = { $open ->
    [one] { $number }: en uppgift för en person är inte intygad
   *[other] { $number }: { $open } uppgifter för personer är inte intygade
}
err-request-tasks-help = `gallra requests show` listar dem; intyga var och en med `gallra requests task`
err-request-not-stated = { $number }: { $what } är inte angivet
err-request-not-stated-help = ange det: personen måste få veta det
err-request-ground = { $number }: den grunden gäller inte för { $kind }
err-request-ground-help = de grunder som lagen känner står i `gallra requests refuse --help`
err-request-not-weighed = { $number }: invändningen är inte prövad än: { $activities }
err-request-not-weighed-help = ange för var och en, med `gallra requests decide …`: --no-exemption AKTIVITET om ni slutar, eller --exempt AKTIVITET=compelling-grounds med en anteckning om skälen; om grunden inte är ett intresse, avslå: --ground conditions-not-met
err-request-not-looked = { $number }: ingen har prövat beslutet än
err-request-not-looked-help = pröva det, skriv varför med `gallra requests note`, och ange vad det blev: `gallra requests decide … --decision changed`, eller stands
err-request-no-reasons = { $number }: skälen är inte angivna
err-request-no-reasons-help = personen ska få veta dem: `gallra requests note … "…"`, på personens språk; den sista anteckningen står i brevet
err-request-no-recipient = { $number }: det finns inget öppet att underrätta `{ $recipient }` om eller att få svar på
err-request-no-recipient-help = `gallra requests recipients …` visar dem; först --told, sedan --answered
err-request-not-restricted = { $number }: ingen begränsning gäller
err-request-not-restricted-help = `gallra requests show` visar hur det står till
err-request-ends = { $number }: { $day } är i dag eller tidigare
err-request-ends-help = personen underrättas innan begränsningen upphör: ange en senare dag
err-request-not-announced = { $number }: att begränsningen upphör är inte meddelat
err-request-not-announced-help = skriv brevet först: `gallra requests lift … --reason "…"`
err-request-not-yet = { $number }: begränsningen upphör den { $day }, som personen har fått veta
err-request-not-yet-help = kör samma kommando den dagen eller senare
err-code-not-asked = { $number }: ingen kod har skickats
err-code-not-asked-help = fråga först: `gallra requests verify … --doubt`
err-code-wrong = { $left ->
    [one] { $number }: det är inte koden; ett försök är kvar
   *[other] { $number }: det är inte koden; { $left } försök är kvar
}
err-code-wrong-help = be personen läsa den igen
err-code-expired = { $number }: kodens tid är över
err-code-expired-help = fråga igen: `gallra requests verify … --doubt` skriver en ny
err-code-spent = { $number }: det blev för många försök
err-code-spent-help = fråga igen: `gallra requests verify … --doubt` skriver en ny

# Det som varje begäran som kommer in säger.
arg-subject-access-received = Dagen då den kom in: klockan går från den [förval: i dag]
arg-subject-access-customer = Kunden vars uppgifter det gäller, med dess nummer i registret
arg-subject-access-from = Vem som skickade den: personen, eller kunden som en instruktion [förval: person]
arg-subject-access-language = Svarets språk, till exempel sv [förval: det du använder]
arg-subject-access-words = Med personens egna ord
arg-subject-access-again = Samma sak har begärts förut och begärs en gång till, med vetskap
arg-subject-access-by = Vem du är: står i spåret och i begäran
arg-subject-access-activity = Behandlingen det görs för [förval: den som avser begäranden, eller den enda]
arg-subject-access-email = En e-postadress
arg-subject-access-phone = Ett telefonnummer
arg-subject-access-number = Ett person- eller samordningsnummer
arg-subject-access-subject = Ett värde ur policyns `subject`, till exempel customer_no=1042
arg-subject-access-name = Ett namn: hittar ingen ensamt, men skiljer dem åt som något annat hittade
arg-subject-export-received = Dagen då den kom in: klockan går från den [förval: i dag]
arg-subject-export-customer = Kunden vars uppgifter det gäller, med dess nummer i registret
arg-subject-export-from = Vem som skickade den: personen, eller kunden som en instruktion [förval: person]
arg-subject-export-language = Svarets språk, till exempel sv [förval: det du använder]
arg-subject-export-words = Med personens egna ord
arg-subject-export-again = Samma sak har begärts förut och begärs en gång till, med vetskap
arg-subject-export-by = Vem du är: står i spåret och i begäran
arg-subject-export-activity = Behandlingen det görs för [förval: den som avser begäranden, eller den enda]
arg-subject-export-email = En e-postadress
arg-subject-export-phone = Ett telefonnummer
arg-subject-export-number = Ett person- eller samordningsnummer
arg-subject-export-subject = Ett värde ur policyns `subject`, till exempel customer_no=1042
arg-subject-export-name = Ett namn: hittar ingen ensamt, men skiljer dem åt som något annat hittade
arg-subject-erase-received = Dagen då den kom in: klockan går från den [förval: i dag]
arg-subject-erase-customer = Kunden vars uppgifter det gäller, med dess nummer i registret
arg-subject-erase-from = Vem som skickade den: personen, eller kunden som en instruktion [förval: person]
arg-subject-erase-language = Svarets språk, till exempel sv [förval: det du använder]
arg-subject-erase-words = Med personens egna ord
arg-subject-erase-again = Samma sak har begärts förut och begärs en gång till, med vetskap
arg-subject-erase-by = Vem du är: står i spåret och i begäran
arg-subject-erase-activity = Behandlingen det görs för [förval: den som avser begäranden, eller den enda]
arg-subject-erase-email = En e-postadress
arg-subject-erase-phone = Ett telefonnummer
arg-subject-erase-number = Ett person- eller samordningsnummer
arg-subject-erase-subject = Ett värde ur policyns `subject`, till exempel customer_no=1042
arg-subject-erase-name = Ett namn: hittar ingen ensamt, men skiljer dem åt som något annat hittade
arg-subject-rectify-received = Dagen då den kom in: klockan går från den [förval: i dag]
arg-subject-rectify-customer = Kunden vars uppgifter det gäller, med dess nummer i registret
arg-subject-rectify-from = Vem som skickade den: personen, eller kunden som en instruktion [förval: person]
arg-subject-rectify-language = Svarets språk, till exempel sv [förval: det du använder]
arg-subject-rectify-words = Med personens egna ord
arg-subject-rectify-again = Samma sak har begärts förut och begärs en gång till, med vetskap
arg-subject-rectify-by = Vem du är: står i spåret och i begäran
arg-subject-rectify-activity = Behandlingen det görs för [förval: den som avser begäranden, eller den enda]
arg-subject-rectify-email = En e-postadress
arg-subject-rectify-phone = Ett telefonnummer
arg-subject-rectify-number = Ett person- eller samordningsnummer
arg-subject-rectify-subject = Ett värde ur policyns `subject`, till exempel customer_no=1042
arg-subject-rectify-name = Ett namn: hittar ingen ensamt, men skiljer dem åt som något annat hittade
arg-subject-restrict-received = Dagen då den kom in: klockan går från den [förval: i dag]
arg-subject-restrict-customer = Kunden vars uppgifter det gäller, med dess nummer i registret
arg-subject-restrict-from = Vem som skickade den: personen, eller kunden som en instruktion [förval: person]
arg-subject-restrict-language = Svarets språk, till exempel sv [förval: det du använder]
arg-subject-restrict-words = Med personens egna ord
arg-subject-restrict-again = Samma sak har begärts förut och begärs en gång till, med vetskap
arg-subject-restrict-by = Vem du är: står i spåret och i begäran
arg-subject-restrict-activity = Behandlingen det görs för [förval: den som avser begäranden, eller den enda]
arg-subject-restrict-email = En e-postadress
arg-subject-restrict-phone = Ett telefonnummer
arg-subject-restrict-number = Ett person- eller samordningsnummer
arg-subject-restrict-subject = Ett värde ur policyns `subject`, till exempel customer_no=1042
arg-subject-restrict-name = Ett namn: hittar ingen ensamt, men skiljer dem åt som något annat hittade
arg-subject-object-received = Dagen då den kom in: klockan går från den [förval: i dag]
arg-subject-object-customer = Kunden vars uppgifter det gäller, med dess nummer i registret
arg-subject-object-from = Vem som skickade den: personen, eller kunden som en instruktion [förval: person]
arg-subject-object-language = Svarets språk, till exempel sv [förval: det du använder]
arg-subject-object-words = Med personens egna ord
arg-subject-object-again = Samma sak har begärts förut och begärs en gång till, med vetskap
arg-subject-object-by = Vem du är: står i spåret och i begäran
arg-subject-object-activity = Behandlingen det görs för [förval: den som avser begäranden, eller den enda]
arg-subject-object-email = En e-postadress
arg-subject-object-phone = Ett telefonnummer
arg-subject-object-number = Ett person- eller samordningsnummer
arg-subject-object-subject = Ett värde ur policyns `subject`, till exempel customer_no=1042
arg-subject-object-name = Ett namn: hittar ingen ensamt, men skiljer dem åt som något annat hittade
arg-subject-review-received = Dagen då den kom in: klockan går från den [förval: i dag]
arg-subject-review-customer = Kunden vars uppgifter det gäller, med dess nummer i registret
arg-subject-review-from = Vem som skickade den: personen, eller kunden som en instruktion [förval: person]
arg-subject-review-language = Svarets språk, till exempel sv [förval: det du använder]
arg-subject-review-words = Med personens egna ord
arg-subject-review-again = Samma sak har begärts förut och begärs en gång till, med vetskap
arg-subject-review-by = Vem du är: står i spåret och i begäran
arg-subject-review-activity = Behandlingen det görs för [förval: den som avser begäranden, eller den enda]
arg-subject-review-email = En e-postadress
arg-subject-review-phone = Ett telefonnummer
arg-subject-review-number = Ett person- eller samordningsnummer
arg-subject-review-subject = Ett värde ur policyns `subject`, till exempel customer_no=1042
arg-subject-review-name = Ett namn: hittar ingen ensamt, men skiljer dem åt som något annat hittade
