# Registret: `gallra register` och `gallra entries`.
cmd-register = Sköt registret: kunder, kontaktpersoner, leverantörer, partner
    .long =
        Allt personligt i det är förseglat med en egen nyckel för varje part, så att det kan glömmas även i gamla kopior.
        Varje läsning och ändring skrivs i en logg: `--by` säger vem, `--for` varför. Namn och nummer som du skriver på
        kommandoraden hamnar i skalets historik; `import` läser dem ur en fil.
    .example =
        gallra register add customer --name "Exempel AB" --email info@example.se --by Karin
        gallra register find info@example.se --by Karin
arg-register-by = Vem som gör det; loggen innehåller ett åtagande till namnet, aldrig namnet [eller GALLRA_BY]
arg-register-for = För vilken aktivitet i policyn [förval: den som behåller sådana poster, eller den enda; eller GALLRA_FOR]
cmd-register-add = Lägg till en part
    .example =
        gallra register add customer --name "Exempel AB" --key customer_no=1042
        gallra register add contact --name "Bo Prov" --phone 070-1740605 --of 1
arg-register-add-kind = customer (kund), contact (kontaktperson), supplier (leverantör) eller partner
arg-register-add-name = Namnet
arg-register-add-email = En e-postadress; får anges flera gånger
arg-register-add-phone = Ett telefonnummer; får anges flera gånger
arg-register-add-number = Ett person-, samordnings- eller organisationsnummer
arg-register-add-reference = Ett nummer eller namn som ni själva har gett parten
arg-register-add-key = Hur ett annat system skriver parten, till exempel customer_no=1042; tecken för tecken
arg-register-add-role = controller, processor, sub-processor, subject eller recipient [förval: efter slag; en kund är personuppgiftsansvarig och ni dess biträde]
arg-register-add-address = Postadress
arg-register-add-about = Titel, arbetsplats och liknande
arg-register-add-last-contact = När ni senast hade kontakt
arg-register-add-of = För en kontaktperson: parten som den företräder
arg-register-add-since = Sedan när
cmd-register-list = Lista parterna
arg-register-list-kind = Bara av detta slag
arg-register-list-of = Bara denna parts kontaktpersoner
cmd-register-show = Visa allt som är känt om en part, när det försvinner och vem som har tittat
arg-register-show-id = Partens nummer
cmd-register-find = Sök parter på något som de är kända under
    .long = Slaget framgår av formen: en adress har ett @, siffror kan vara ett personnummer, ett telefonnummer eller en referens. `namn=värde` är ett annat systems nyckel; den har inget index, så alla läses. Slutar med 1 om ingen hittas.
    .example = gallra register find 070-1740605
arg-register-find-what = Det som parten är känd under
arg-register-find-as = Läs det bara som detta: email, phone, number eller reference
cmd-register-change = Ändra vad som är känt om en part
    .example = gallra register change 7 --phone 070-1740605 --without 08-4650000
arg-register-change-id = Partens nummer
arg-register-change-name = Namnet från och med nu
arg-register-change-email = Ännu en e-postadress
arg-register-change-phone = Ännu ett telefonnummer
arg-register-change-number = Ännu ett person- eller organisationsnummer
arg-register-change-reference = Ännu en referens
arg-register-change-key = Ännu en nyckel, till exempel customer_no=1042
arg-register-change-role = Rollen från och med nu
arg-register-change-address = Postadressen från och med nu
arg-register-change-about = Vad som i övrigt är känt från och med nu
arg-register-change-last-contact = När ni senast hade kontakt
arg-register-change-without = Något som parten inte längre är känd under; en nyckel som namn=värde
cmd-register-merge = Slå ihop en dubblett med parten som blir kvar
    .example = gallra register merge 7 12
arg-register-merge-keep = Numret som blir kvar
arg-register-merge-duplicate = Numret som försvinner; det som hör till det följer med
cmd-register-leave = En kontaktperson slutar: flytta det som hör till den, eller lista det, och glöm personen
    .long = Slutar med 1 så länge något hör till kontaktpersonen som ingen har tagit över.
    .example = gallra register leave 12 --on 2026-11-30 --heir 15
arg-register-leave-contact = Kontaktpersonens nummer
arg-register-leave-on = När
arg-register-leave-heir = Parten som tar över det som hör till kontaktpersonen
cmd-register-forget = Glöm en part med kontaktpersoner, anteckningar och avtal, även i gamla kopior
    .long = Visar först vad som försvinner, och frågar. Måste något bevaras, enligt lag eller ett undantag, avvisas kommandot med grund och datum, och ingenting försvinner.
    .example = gallra register forget 7
arg-register-forget-id = Partens nummer
arg-register-forget-yes = Fråga inte
cmd-register-duplicates = Lista parter som kan vara en och samma
cmd-register-import = Läs in parter ur en fil: CSV, eller vCard 3.0 och 4.0
    .long = Varje rad kontrolleras innan någon skrivs. Den som redan finns, enligt något den är känd under, lämnas som den är och räknas upp, så att en import kan göras om.
    .example =
        gallra register import kunder.csv --kind customer --dry-run
        gallra register import kontakter.vcf --kind contact --of 7
arg-register-import-file = Filen; komma, semikolon eller tabb mellan kolumnerna
arg-register-import-kind = Vad de rader är som inte själva säger det
arg-register-import-of = För kontaktpersoner: parten som de företräder
arg-register-import-update = Låt den som redan finns få det som filen vet därutöver; namn, adress och övrigt skrivs över av filens
arg-register-import-dry-run = Kontrollera och räkna; skriv ingenting
cmd-register-export = Skriv parterna till en fil
    .example = gallra register export customer --format csv --out kunder.csv
arg-register-export-kind = Bara av detta slag
arg-register-export-format = csv, vcard eller json [förval: csv]
arg-register-export-out = En ny fil som bara du kan läsa (rättigheter 0600) [förval: standard ut]
cmd-register-trail = Berätta vem som gjort vad, när och varför; försegla loggen och pröva dess sigill
    .long = Den som gjorde något står som ett åtagande, inte med sitt namn: med `--by` framgår vilka rader som är det namnets. Ett sigill är ett löv i bevisloggen; även `audit` sätter ett. `--verify` slutar med 1 om en rad har ändrats sedan dess.
    .example =
        gallra register trail --of 7 --since 2026-01-01
        gallra register trail --verify
arg-register-trail-of = Bara om denna part, dess anteckningar och avtal (artikel 15 i dataskyddsförordningen)
arg-register-trail-since = Från och med denna dag
arg-register-trail-seal = Försegla de rader som inte är förseglade
arg-register-trail-verify = Räkna om varje sigill
cmd-register-key = Nyckeln som öppnar registret: skapa, kontrollera, byt; säkerhetskopior av nycklarna
    .long = Den finns i GALLRA_KEK, i filen som GALLRA_KEK_FILE pekar ut, eller bredvid tillståndsmappen med dess namn och .kek; med GALLRA_KEK_PASSPHRASE_FILE hör en lösenfras till filen. Ha en kopia av den skild från tillståndet och dess kopior.
cmd-register-key-new = Skapa nyckeln till ett register som inte finns än
cmd-register-key-rotate = Byt till en ny nyckel; posterna förblir som de är
    .long = Får avbrytas var som helst: samma kommando fortsätter. Med en ny lösenfras öppnas registret inte förrän det har gått klart; behåll lösenfrasens fil.
    .example = gallra register key rotate --passphrase-file nasta-losenfras
arg-register-key-rotate-passphrase-file = Härled den nya nyckeln ur lösenfrasen i denna fil [förval: en slumpmässig nyckel]
cmd-register-key-check = Berätta vilka nycklar som behövs, och om de finns här
cmd-register-sweep = Slutför det som en krasch lämnade, även efter en återställning
    .long = Förstör nycklar vars poster är borta. Det litar på de data som finns: kör det sist efter en återställning. Data som är äldre än vad nyckellagret har sett avvisas tills någon talar om vad som gäller.
cmd-entries = Sköt det som inte har något eget system: anteckningar, samtal, inloggningar, pärmar, offerter
    .long = Slag: note, call, sms, credential, binder, printed, quote, phone-place, calendar-place. En hemlighet är aldrig ett argument: den läses ur `--secret-file`, ur det som skickas in, eller efterfrågas.
    .example =
        gallra entries add 7 note --text "Vill ha en offert i maj" --by Karin
        gallra entries add 7 credential --place example.se --user admin --secret-file hemlighet
arg-entries-by = Vem som gör det; loggen innehåller ett åtagande till namnet, aldrig namnet [eller GALLRA_BY]
arg-entries-for = För vilken aktivitet i policyn [förval: den som behåller sådana poster, eller den enda; eller GALLRA_FOR]
cmd-entries-add = Anteckna något om en part
    .example =
        gallra entries add 7 call --number 070-1740605 --text "Överens om fredag"
        gallra entries add 7 quote --title Webbplats --text "40 timmar" --due 2026-12-15
arg-entries-add-party = Partens nummer
arg-entries-add-kind = note, call, sms, credential, binder, printed, quote, phone-place eller calendar-place
arg-entries-add-text = Vad den säger (note, call, sms, quote) [förval: det som skickas in]
arg-entries-add-number = Med vilket telefonnummer (call, sms)
arg-entries-add-place = Var: en webbplats, en pärm, en hylla, vems telefon eller kalender
arg-entries-add-label = Vad som finns där, eller under vilket namn (binder, printed, phone-place, calendar-place)
arg-entries-add-title = Vad den gäller (quote)
arg-entries-add-user = Som vem (credential)
arg-entries-add-secret-file = Fil med hemligheten (credential)
arg-entries-add-due = När något senast ska vara gjort
arg-entries-add-outcome = open, won, lost eller done [förval för en offert: open]
arg-entries-add-at = Dagen som den handlar om [förval: i dag]
arg-entries-add-source = Var den kom ifrån: subject, customer, staff, system eller third-party [förval: staff]
cmd-entries-list = Lista anteckningarna om en part
arg-entries-list-party = Partens nummer
arg-entries-list-kind = Bara av detta slag
cmd-entries-show = Visa en anteckning; en inloggning med sin hemlighet, och det syns i loggen
arg-entries-show-id = Anteckningens nummer
cmd-entries-change = Ändra en anteckning, eller hur det går med den
    .example = gallra entries change 31 --outcome won
arg-entries-change-id = Anteckningens nummer
arg-entries-change-text = Vad den säger från och med nu
arg-entries-change-number = Med vilket telefonnummer
arg-entries-change-place = Var
arg-entries-change-label = Vad som finns där, eller under vilket namn
arg-entries-change-title = Vad den gäller
arg-entries-change-user = Som vem
arg-entries-change-secret-file = Fil med den nya hemligheten
arg-entries-change-due = När något senast ska vara gjort
arg-entries-change-outcome = open, won, lost eller done
arg-entries-change-new-secret = Fråga efter en ny hemlighet, eller läs det som skickas in
cmd-entries-remove = Ta bort en anteckning
arg-entries-remove-id = Anteckningens nummer
cmd-entries-mark = Säg något om anteckningar vid sidan av innehållet: invändningar, delning, sista dag …
    .long = Om en anteckning, om allt som rör en part eller om allt som en aktivitet har, även det som tillkommer; det som sades sist gäller. Namn som policyn har står i klartext, med kommatecken emellan; allt annat förseglas med partens nyckel, och om en aktivitet går bara namn. `none` tar tillbaka. Det som har passerat sin sista dag visas inte, och `purge` tar bort det.
    .example =
        gallra entries mark --party 7 --objections nyhetsbrev --by Karin
        gallra entries mark --activity support --until 2026-12-31 --by Karin
arg-entries-mark-entry = Om den här anteckningen
arg-entries-mark-party = Om alla anteckningar om den här parten
arg-entries-mark-activity = Om alla anteckningar i den här aktiviteten i policyn
arg-entries-mark-objections = Vad personen invänder mot: aktiviteter, mottagare (GDPR art. 21)
arg-entries-mark-decisions = Automatiserade beslut som fattas med det: aktiviteter (art. 22)
arg-entries-mark-sharing = Vem som får det: mottagare
arg-entries-mark-access = Vem som får läsa det: mottagare, roller
arg-entries-mark-source = Varifrån det kommer: mottagare, eller ett ord som i `entries add` (art. 14)
arg-entries-mark-category = Vilket slags uppgifter det är: datamängder
arg-entries-mark-until = Sista dagen då det visas (UTC); none för ingen sista dag
cmd-entries-purge = Ta bort de anteckningar som har passerat sin sista dag
    .long = Räknar först, och en gång till efteråt. Det som lagen eller ett undantag behåller blir kvar och nämns; slutar med 1 om något annat finns kvar.
    .example = gallra entries purge --dry-run --by Karin
arg-entries-purge-dry-run = Räkna; ta inte bort något

value-names-text = NAMN|TEXT
value-activity = AKTIVITET
value-date-none = DATUM|none
value-source = KÄLLA
value-address = ADRESS
value-number = NUMMER
value-name-value = NAMN=VÄRDE
value-party = PART
usage-party-kind = customer, contact, supplier eller partner
usage-party-role = controller, processor, sub-processor, subject eller recipient
usage-field = email, phone, number eller reference
usage-entry-kind = note, call, sms, credential, binder, printed, quote, phone-place eller calendar-place
usage-entry-state = open, won, lost eller done
usage-source = subject, customer, staff, system eller third-party
usage-last-day = ange en dag som finns i kalendern, till exempel 2027-01-31, eller none
usage-key-value = ett namn och ett värde, till exempel customer_no=1042

col-id = ID
col-name = Namn
col-kind = Slag
col-email = E-post
col-phone = Telefon
col-day = Dag
col-what = Vad
col-state = Läge
word-id = ID
word-party = part
word-entry = anteckning
word-activity = aktivitet
word-agreement = avtal
word-setting = inställning
party-customer = kund
party-contact = kontaktperson
party-supplier = leverantör
party-partner = partner
party-of = { $kind } för { $id }
party-unreadable = (glömd)
party-is = Är
party-kind-role = { $kind }, { $role }
party-speaks-for = Företräder
party-number = Nummer
party-reference = Referens
party-key = Nyckel
party-address = Adress
party-about = Om
party-since = Sedan
party-last-contact = Senast hörd
party-left = Slutade
party-added = { $kind } { $id } finns i registret
party-perhaps-known = något av det är redan känt hos { $ids }; är det samma: { $command }
party-none = ingen finns i registret
party-not-found = ingen är känd under det
party-count = { $parties ->
    [one] 1 part
   *[other] { $parties } parter
}
party-changed = part { $id } är ändrad
party-merged = part { $duplicate } är en del av { $keep }; { $followed } anteckningar och avtal följde med
party-forgotten =
    part { $id } är glömd: { $parties ->
        [one] 1 part
       *[other] { $parties } parter
    }, { $entries ->
        [one] 1 anteckning
       *[other] { $entries } anteckningar
    }, { $agreements ->
        [one] 1 avtal
       *[other] { $agreements } avtal
    }; omräknat, ingen är kvar
role-controller = personuppgiftsansvarig
role-processor = personuppgiftsbiträde
role-sub-processor = underbiträde
role-subject = registrerad
role-recipient = mottagare
show-contacts = Kontaktpersoner ({ $number })
show-agreements = Avtal ({ $number })
show-agreement = { $kind }, version { $version }, { $state }
show-entries = Anteckningar ({ $number })
show-due = När det försvinner
show-due-none = sägs inte: policyn har ingen datamängd som är detta register
show-latest = Vem som har tittat
due-now = tiden är ute
due-on = { $day }
due-held = ett rättsligt undantag behåller det
due-ongoing = det som tiden räknas från har inte hänt
due-unknown = ingen kan säga det
contact-gone = kontaktperson { $id } har slutat och är glömd
contact-reassigned = { $number } anteckningar och avtal gick till { $heir }
contact-left = kontaktperson { $id } har slutat ({ $day }), men detta hör till den:
contact-entries = anteckningar { $ids }
contact-agreements = avtal { $ids }
contact-next = ta bort dem, eller låt någon ta över: { $command }
forget-what =
    part { $id } försvinner, med { $contacts ->
        [one] 1 kontaktperson
       *[other] { $contacts } kontaktpersoner
    }, { $entries ->
        [one] 1 anteckning
       *[other] { $entries } anteckningar
    } och { $agreements ->
        [one] 1 avtal
       *[other] { $agreements } avtal
    }; det går inte att ångra
forget-ask = Glömma? Skriv ”{ $yes }”:
forget-copies = på { $copies } ställen i nyckellagret kan delar av en förstörd nyckel finnas kvar; kopior av lagret öppnar den så länge den tidens huvudnyckel finns
duplicates-none = inga två parter liknar varandra
duplicates-same = Samma { $signs }
duplicates-next = vilka som är en och samma avgör du; därefter: { $command } BEHÅLL DUBBLETT
same-email = e-postadress
same-phone = telefonnummer
same-number = person- eller organisationsnummer
same-reference = referens
same-name = namn
same-key = nyckel i ett annat system
import-bar = parter
import-done = { $rows } rader: { $new } nya, { $updated } uppdaterade, { $known } fanns redan
import-would = { $rows } rader är rätt: { $new } skulle bli nya, { $updated } uppdateras, { $known } finns redan; ingenting har skrivits
import-known = rad { $line }: är redan part { $id }
import-again = rad { $line }: samma som rad { $first }
import-update = med `--update` får de det som filen vet därutöver
import-left-out = egenskaper som ingen part har utelämnades: { $names }
export-done = { $parties } parter finns i `{ $path }`; det är personuppgifter, så ta bort filen när den har gjort sitt
export-unreadable = { $parties } parter kan inte läsas längre, och utelämnas
trail-line = { $at }  { $who }  { $action } { $what } ({ $why })
trail-several = { $rows } × { $kind }
trail-none = loggen har ingen sådan rad
trail-count = { $lines ->
    [one] 1 rad
   *[other] { $lines } rader
}
trail-theirs = { $lines } av dem gjorde { $name }
trail-unnamed = därtill { $lines } listningar och sökningar bland parter, som kan ha visat även denna
trail-sealed = rad { $from } till { $to } är förseglade i bevisloggen
trail-sealed-before = varje rad är redan förseglad
trail-holds = { $at }  rad { $from } till { $to } är som de förseglades
trail-gone = { $at }  rad { $from } till { $to }: de första är borta, genom gallring eller på annat sätt; det går inte att jämföra
trail-broken = { $at }  rad { $from } till { $to } är INTE som de förseglades: någon är ändrad eller borttagen
trail-unsealed = { $lines ->
    [one] 1 rad är inte förseglad än
   *[other] { $lines } rader är inte förseglade än
}
audit-trail-unsealed = obs: registrets logg förseglades inte: { $cause }
action-create = skapade
action-import = läste in
action-read = läste
action-list = listade
action-find = sökte
action-show = fick se
action-change = ändrade
action-remove = tog bort
action-merge = slog ihop
action-reassign = flyttade det som hörde till
action-mark = antecknade något om
key-made = registrets nyckel finns i `{ $path }`
key-copy = ha en kopia av den skild från tillståndet och dess kopior: utan den kan ingen läsa registret
key-bar = register
key-rotated = { $keys } nycklar är inslagna på nytt; posterna är som de var
key-old = den gamla nyckeln finns i `{ $path }`: förstör den när ingen kopia av nyckellagret som måste gå att öppna behöver den
key-place = Plats
key-here = Nyckel
key-other = Bredvid
key-asked = Behövs
key-asked-none = ingen; det finns inget register än
key-none = ingen
key-fits = registret går att öppna med nyckeln som finns här
key-in-between = registret går att öppna; några av dess nycklar behöver ännu en annan: `gallra register key rotate` fortsätter
key-missing = dessa nycklar behövs och finns inte här: { $keys }
swept = { $keys } nycklar och { $tokens } sökmärken utan poster är förstörda
swept-unreadable = { $parties } parter kom tillbaka ur en gammal kopia och kan inte läsas längre; gäller det alla är nyckellagret fel
entry-note = anteckning
entry-call = samtal
entry-sms = sms
entry-credential = inloggning
entry-binder = pärm
entry-printed = trycksak
entry-quote = offert
entry-phone-place = telefon
entry-calendar-place = kalender
entry-text = Text
entry-number = Nummer
entry-place = Plats
entry-user = Användare
entry-secret = Hemlighet
entry-label = Märkt
entry-title = Gäller
entry-source = Källa
entry-activity = Aktivitet
entry-due-day = Senast
entry-due = senast { $day }
entry-withheld = (visas inte)
entry-ask-secret = Hemlighet:
entry-added = { $kind } { $id } finns hos part { $party }
entry-none = det finns inga
entry-count = { $entries ->
    [one] 1 anteckning
   *[other] { $entries } anteckningar
}
entry-title-line = { $id }  { $kind }, part { $party }
entry-shown = loggen berättar att inloggningen visades
entry-changed = anteckning { $id } är ändrad
entry-removed = anteckning { $id } är borttagen
entry-removed-copies = den går att läsa i gamla kopior av tillståndet tills parten är glömd
mark-done = det här gäller nu för { $of }:
mark-from = { $text } ({ $level ->
    [activity] sagt om aktiviteten
    [party] sagt om parten
   *[entry] sagt om anteckningen
    })
mark-words = { $text } (i egna ord, förseglat)
mark-none = ingen
mark-no-names = inga
mark-until = Sista dag
mark-objections = Invändningar
mark-decisions = Automatiserade beslut
mark-sharing = Delas med
mark-access = Åtkomst
mark-source = Ursprung
mark-category = Kategori
purge-would = { $entries ->
    [one] 1 anteckning har passerat sin sista dag och skulle försvinna; ingenting är borttaget
   *[other] { $entries } anteckningar har passerat sin sista dag och skulle försvinna; ingenting är borttaget
}
purge-done = { $entries ->
    [one] 1 anteckning är borttagen
   *[other] { $entries } anteckningar är borttagna
    }; vid omräkning finns { $left } kvar
purge-copies = det som togs bort går att läsa i gamla kopior av tillståndet tills parten är glömd
state-open = öppen
state-won = vunnen
state-lost = förlorad
state-done = klar
source-subject = personen själv
source-customer = en kund
source-staff = personal
source-system = ett program
source-third-party = någon annan
basis-obligation = rättslig förpliktelse: { $source }
basis-task = uppgift av allmänt intresse: { $source }
basis-consent = samtycke
basis-contract = avtal
basis-vital = intressen av grundläggande betydelse
basis-interest = berättigat intresse
basis-processor = enligt den personuppgiftsansvariges instruktion

kept-law = { $what }: `{ $activity }` behåller det { $until } ({ $basis })
kept-until = till { $day }
kept-until-unknown = och tiden har inte börjat
kept-hold = { $what }: undantaget `{ $hold }` behåller det, till { $until }
err-nobody = det framgår inte vem som gör det; ingenting har lästs eller ändrats
err-nobody-help = lägg till `--by NAMN`, eller sätt GALLRA_BY
err-which-activity = det framgår inte för vilken aktivitet i policyn; ingenting har lästs eller ändrats
err-which-activity-help = lägg till `--for AKTIVITET`, eller sätt GALLRA_FOR; policyn har { $known }
err-no-such-activity = policyn har ingen aktivitet `{ $activity }`; ingenting har lästs eller ändrats
err-no-such-record = { $what } { $id }: det finns ingen sådan med det numret här; ingenting har ändrats
err-no-such-record-help = sök upp den: `gallra register list`, `gallra entries list PART`
err-belonging = en kontaktperson företräder en kund, leverantör eller partner, och ingen annan företräder någon; ingenting har ändrats
err-belonging-help = ge en kontaktperson `--of ID` med den partens nummer, och ingen annan
err-forgotten = part { $id }: den är glömd och dess nyckel förstörd, så ingen kan läsa den; ingenting har ändrats
err-forgotten-help = kom den tillbaka med en gammal kopia, glöm den igen: `gallra register forget ID`
err-two-persons = part { $keep } och { $duplicate } har olika person- eller organisationsnummer, så de är två; ingenting har ändrats
err-two-persons-help = rätta först det felaktiga numret: `gallra register change ID --without NUMMER`
err-unlike = part { $keep } och { $duplicate } är samma eller av olika slag, så ingen är den andras dubblett; ingenting har ändrats
err-unlike-help = ange två parter av samma slag
err-form = det är inte { $what }; ingenting har ändrats
err-form-cure = skriv { $cure }
form-email = en e-postadress
form-email-cure = den som namn@example.se
form-phone = ett telefonnummer
form-phone-cure = det som +46 70 123 45 67 eller 070-123 45 67
form-number = ett person- eller organisationsnummer: siffrorna eller kontrollsiffran stämmer inte
form-number-cure = det som ÅÅMMDD-NNNN, ÅÅÅÅMMDD-NNNN eller NNNNNN-NNNN
form-reference = en referens
form-reference-cure = minst ett tecken
form-name = ett namn i policyn
form-name-cure = 1 till 64 bokstäver, siffror, _ och -
err-trail = registrets logg: { $found } av { $expected } rader från { $from } till { $to } finns
err-trail-help = någon har tagit bort rader; `gallra register trail --verify` berättar vilka sigill som håller
err-kek-missing = registrets nyckel finns inte i `{ $place }`; ingenting har lästs eller ändrats
err-kek-missing-help = lägg tillbaka den från där den förvaras, eller säg var den är: GALLRA_KEK_FILE
err-kek-exists = det finns redan något i `{ $place }`, och en nyckel skrivs aldrig över
err-kek-exists-help = välj en annan plats med GALLRA_KEK_FILE
err-kek-open = andra kan läsa registrets nyckel i `{ $place }`; ingenting har lästs eller ändrats
err-kek-open-help = kör `chmod 600` på den, och byt till en ny nyckel om någon kan ha läst den: `gallra register key rotate`
err-kek-needs-passphrase = registrets nyckel i `{ $place }` kräver en lösenfras; ingenting har lästs eller ändrats
err-kek-needs-passphrase-help = ange en fil som innehåller den: GALLRA_KEK_PASSPHRASE_FILE
err-kek-wrong-passphrase = lösenfrasen hör inte till registrets nyckel i `{ $place }`; ingenting har lästs eller ändrats
err-kek-wrong-passphrase-help = ange filen med den rätta: GALLRA_KEK_PASSPHRASE_FILE
err-kek-other = registret är skrivet med en annan nyckel ({ $key }) än den i { $looked }; ingenting har lästs eller ändrats
err-kek-other-help = `gallra register key check` berättar vilka nycklar som behövs och vilka som finns här
err-kept = { $records ->
    [one] 1 post behålls
   *[other] { $records } poster behålls
    } av lagen eller ett undantag; ingenting har ändrats
err-kept-help = när tiden är ute, eller undantaget är hävt, går samma kommando igenom
err-file-empty = det finns inget i den; ingenting har ändrats
err-file-empty-help = ange en CSV-fil vars första rad har kolumnernas namn, eller en vCard-fil
err-file-utf8 = rad { $line } är inte UTF-8; ingenting har ändrats
err-file-utf8-help = spara filen igen som CSV i UTF-8
err-file-header = dess första rad nämner ingen känd kolumn; ingenting har ändrats
err-file-column = kolumn { $number } (`{ $name }`) är okänd; ingenting har ändrats
err-file-twice = kolumn { $number } (`{ $name }`) finns redan; ingenting har ändrats
err-file-lacks = kolumnen `{ $name }` saknas; ingenting har ändrats
err-file-columns-help = kolumnerna som är kända: { $known }
err-file-kind = det framgår inte vad raderna är; ingenting har ändrats
err-file-kind-help = lägg till en kolumn `slag`, eller `--kind customer`
err-import-rows = { $flaws ->
    [one] 1 ställe är fel
   *[other] { $flaws } ställen är fel
    }; ingenting har skrivits
err-import-rows-help = rätta dem och kör samma kommando igen
flaw-line = rad { $line }
flaw-cell = rad { $line }, kolumn `{ $column }`
flaw-card = kort { $card }, rad { $line }
flaw-property = kort { $card }, rad { $line }, `{ $column }`
flaw-more = … och { $number } till
flaw-form = inte { $what }; skriv { $cure }
flaw-day-ahead = den dagen har inte kommit än
flaw-day-early = den dagen är före dagen i `sedan`
flaw-number-twice = rad { $line } har redan det numret
flaw-day = inte en dag; skriv den som 2026-11-22
flaw-word = inget av { $known }
flaw-no-name = namnet saknas
flaw-cells = { $found } celler, men { $expected } kolumner
flaw-belonging = en kontaktperson nämner parten som den företräder, och ingen annan gör det
flaw-no-such-party = den parten finns varken i filen eller i registret
flaw-other-number = registret känner parten med ett annat person- eller organisationsnummer
flaw-key = en nyckel behöver ett namn, som i nyckel:customer_no
flaw-no-begin = ett kort börjar med BEGIN:VCARD
flaw-no-end = kortet slutar inte med END:VCARD
flaw-version = kortets VERSION är varken 3.0 eller 4.0
flaw-not-property = raden är ingen egenskap (NAMN:värde)
err-key-register = det finns redan ett register, och en ny nyckel öppnar inget i det; ingenting har ändrats
err-key-register-help = byt nyckel i stället: `gallra register key rotate`
err-key-variable = nyckeln kommer ur en variabel, där inget kan skrivas; ingenting har ändrats
err-key-variable-help = lägg dess rad i en fil med rättigheter 600, peka ut den med GALLRA_KEK_FILE, töm GALLRA_KEK och kör kommandot igen
err-key-none = det finns inget register än, så det finns ingen nyckel att byta
err-key-none-help = `gallra register key new` skapar en
err-kek-file = `{ $path }` kan inte läggas på plats; allt går fortfarande att öppna
err-kek-file-help = se till att mappen är din och har plats, och kör samma kommando igen
err-no-mark = det framgår inte vad som ska gälla; ingenting har ändrats
err-not-names = `{ $option }`: här står något som inte är ett namn i policyn; ingenting har ändrats
err-not-names-help = egna ord går att skriva om en part eller en anteckning, utan namn ur policyn bland dem; namnen är { $known }
err-not-names-none = policyn har inga namn för det här; egna ord går att skriva om en part eller en anteckning
err-no-change = det framgår inte vad som ska bli annorlunda
err-no-change-help = ange minst en flagga; `--help` listar dem
err-not-known-by = parten är inte känd under det som `--without` säger; ingenting har ändrats
err-not-known-by-help = `gallra register show ID` visar vad parten är känd under
err-forget-yes-help = se efter vad som skulle försvinna, och svara ”ja” där det frågas, eller lägg till `--yes`
err-entry-lacks = slaget { $kind } behöver `{ $option }`; ingenting har ändrats
err-entry-lacks-help = `gallra entries add --help` visar vilka flaggor som hör till vilket slag
err-no-secret = det finns ingen hemlighet att spara; ingenting har ändrats
err-no-secret-help = ange `--secret-file FIL`, skicka in den, eller kör kommandot i en terminal, där det frågar
