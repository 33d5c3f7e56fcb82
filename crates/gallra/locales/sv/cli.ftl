# Kommandoradens egen hjälp.
help-usage = Användning
help-commands = Kommandon
help-command = KOMMANDO
help-arguments = Argument
help-options = Flaggor
help-options-value = FLAGGOR
help-global = Flaggor för alla kommandon
help-examples = Exempel

cmd-gallra = Håller ett företags integritetslöften: kontrollerar, genomför, mäter och bevisar dem
    .long =
        Löftena står i en mapp med YAML. `check` kompilerar dem, `plan` visar vad som ska gallras, `approve` och `apply`
        genomför det, `verify` bevisar det utan uppkoppling. Ingenting ändras någonstans innan en namngiven person har
        godkänt en plan.
    .example =
        gallra init policy --kind hosting-company
        gallra check && gallra plan
        gallra demo          allt på en minut, med ett påhittat företag
cmd-init = Skriv en policymapp att börja från
    .long = Skriver aldrig över en fil. Frågar efter slaget av företag om det inte anges och det finns en terminal.
    .example = gallra init policy --kind web-agency
cmd-check = Kompilera policyn
    .long = Slutar med 1 om det finns ett fel; varningar och noter räknas inte. `gallra explain KOD` berättar om regeln bakom en kod.
    .example = gallra check --format sarif > policy.sarif
cmd-plan = Visa vad som skulle gallras nu, var, varför och hur mycket
    .long =
        Läser bara. Planen sparas som en fil i tillståndsmappen, eller där `--out` säger. Slutar med 3 om en databas inte
        kunde undersökas; det som kunde undersökas planeras ändå.
    .example = gallra plan
cmd-approve = Godkänn en plan, med namn
    .long = Planen måste vara aktuell och klara kontrollen. Där spärren finner den ovanlig måste dess antal poster anges.
    .example = gallra approve plan.json --by "Karin Ek" --expect 4120
cmd-apply = Genomför en godkänd plan, räkna om och skriv intyget
    .long =
        Arbetar i små transaktioner. Ctrl-C avslutar den pågående omgången och stannar; därefter, eller efter en krasch,
        fortsätter samma kommando där det slutade. Med `--by` godkänns planen också.
    .example = gallra apply plan.json --by "Karin Ek"
cmd-hold = Lägg till, lista och häv rättsliga undantag
    .long = Ett undantag behåller poster, och allt som hör till dem, oavsett vad policyn säger (dataskyddsförordningen 17.3 e, 18).
cmd-hold-add = Lägg till ett rättsligt undantag
    .example = gallra hold add invoices --only customer_id=42 --reason "tvist 17-3" --by "Karin Ek"
cmd-hold-list = Lista gällande undantag
cmd-hold-lift = Häv ett undantag
    .example = gallra hold lift hold-2026-11-22-1 --by "Karin Ek"
cmd-verify = Verifiera ett intyg eller en hel logg utan uppkoppling, med enbart den publika nyckeln
    .long =
        Utan namn: loggen i tillståndsmappen. Utan `--key`: nyckeln bredvid loggen; det visar att inget är skadat. Den som
        inte litar på företaget använder en nyckel som den har fått tidigare.
    .example = gallra verify run-0123456789ab.json --key log.pub
cmd-rights = Skriv ut de GRANT-satser som policyns system behöver
    .example = gallra rights --role gallra
cmd-store = Var Gallra har sitt eget tillstånd
cmd-store-move = Flytta tillståndet till PostgreSQL eller tillbaka, och visa att inget gick förlorat
    .long = GALLRA_DATABASE (eller en fil som GALLRA_DATABASE_FILE pekar ut) är adressen. Varje rad läses tillbaka och jämförs innan det gamla stället släpps. Därefter behöver varje kommando den adressen.
    .example = GALLRA_DATABASE=postgres://gallra@db.example/gallra gallra store move --to postgres
arg-store-move-to = Vart
cmd-runs = Lista körningarna
cmd-certificate = Skriv intyget för en körning på nytt
    .example = gallra certificate run-0123456789ab
cmd-demo = Visa alltihop på en minut, med ett påhittat företag
    .long = Inbyggt; behöver ingen annan tjänst. Mappen blir kvar så att du kan pröva kommandona på den.
cmd-explain = Berätta om regeln bakom en kod
    .example = gallra explain G051
cmd-schema = Skriv ut policyfilernas JSON Schema, för redigerare
    .example = gallra schema > gallra.schema.json
cmd-completions = Skriv ut kommandokomplettering för ett skal
    .example = gallra completions bash > /etc/bash_completion.d/gallra
cmd-man = Skriv ut manualsidan, eller skriv en fil för varje kommando
    .example = gallra man --out /usr/local/share/man/sv/man1
cmd-help = Visa hjälp, för allt eller för ett kommando
    .example = gallra help plan

value-dir = MAPP
value-file = FIL
value-kind = SLAG
value-plan = PLAN
value-name = NAMN
value-n = N
value-rows-s = RADER/S
value-time = TID
value-dataset = DATAMÄNGD
value-column-value = KOLUMN=VÄRDE
value-text = TEXT
value-day = DAG
value-document = DOKUMENT
value-url = ADRESS
value-version = VERSION
value-date = DATUM
value-id = ID
value-cert-log = INTYG|LOGG
value-file-vkey = FIL|NYCKEL
value-older-checkpoint = ÄLDRE_KONTROLLPUNKT
value-run = KÖRNING
value-code = KOD
value-shell = SKAL
value-command = KOMMANDO

arg-policy = Policymapp [förval: ./policy om den finns, annars aktuell mapp; eller GALLRA_POLICY]
arg-state = Mapp för Gallras eget tillstånd [förval: bredvid policymappen, dess namn med -state; eller GALLRA_STATE]
arg-lang = Språk för allt som människor läser: sv eller en [förval: omgivningens]
arg-json = Ett JSON-dokument på standard ut, för program
arg-color = Färger: auto, always eller never; NO_COLOR respekteras
arg-quiet = Inget utom svaret och fel
arg-verbose = Logga på standard fel vad som görs; två gånger för mer
arg-help = Visa hjälp
arg-version = Visa versionen
arg-init-dir = Mapp [förval: policy]
arg-init-kind = web-agency, chat-service, hosting-company, backup-provider, web-host eller empty
arg-check-format = text, json eller sarif
arg-plan-out = Fil för planen [förval: i tillståndsmappen]
arg-approve-plan = Filen som `gallra plan` skrev
arg-approve-by = Vem som godkänner
arg-approve-expect = Antal poster som du väntar dig att planen rör; behövs där spärren finner den ovanlig
arg-apply-plan = Filen som `gallra plan` skrev
arg-apply-by = Vem som godkänner, om planen inte redan är godkänd
arg-apply-expect = Antal poster som du väntar dig att planen rör; behövs där spärren finner den ovanlig
arg-apply-throttle = Högst så här många rader per sekund
arg-apply-lock-time = Ingen transaktion bör ta längre tid än så här [förval: 250ms]
arg-apply-yes = Fråga inte
arg-hold-add-dataset = Datamängden vars poster undantas
arg-hold-add-only = Bara poster med detta värde; flera för flera värden i samma kolumn
arg-hold-add-reason = Varför
arg-hold-add-by = Vem som lägger till det
arg-hold-add-until = Sista dagen, om den är känd, till exempel 2027-01-31
arg-hold-list-all = Även de som är hävda eller har löpt ut
arg-hold-lift-id = Undantagets id
arg-hold-lift-by = Vem som häver det
arg-verify-what = Ett intyg, eller mappen med en logg [förval: loggen i tillståndsmappen]
arg-verify-key = En publik nyckel, eller filen som den står i [förval: log.pub i tillståndsmappen]
arg-verify-since = Bevisa också att loggen fortfarande innehåller det som denna äldre kontrollpunkt undertecknade
arg-rights-role = Rollen som Gallra ansluter med [förval: gallra]
arg-certificate-run = Körningens id; `gallra runs` listar dem
arg-demo-keep = Mapp för demonstrationen [förval: en ny tillfällig mapp]
arg-explain-code = En kod som G051 eller V022; utan kod listas alla
arg-completions-shell = bash, elvish, fish, powershell eller zsh
arg-man-out = Mapp; en sida för varje kommando
arg-help-command = Kommandot

man-name = NAMN
man-synopsis = SYNOPSIS
man-description = BESKRIVNING
man-extra = EXEMPEL
man-version = VERSION
man-authors = UPPHOVSMÄN
man-exit = SLUTKODER
man-files = FILER
man-files-text = Policymappen innehåller *.yaml-filer. Tillståndsmappen innehåller gallra.db, keys/, log/, log.pub, plans/ och certificates/; säkerhetskopiera den, och håll den för dig själv.
exit-0 = Klart, och inget att anmärka på
exit-1 = Kommandot kördes och svaret är nej: policyn har fel, beviset håller inte, ett steg misslyckades eller hoppades över
exit-2 = Kommandoraden går inte att förstå, eller nämner något som inte finns; `audit`: något kunde inte kontrolleras
exit-3 = Delvis klart: en databas kunde inte undersökas
exit-4 = Avvisat, ingenting har ändrats: spärren, en inaktuell plan, inget godkännande, en annan körning pågår, klockan har ställts tillbaka
exit-5 = Ett system eller tillståndet felade; samma kommando fortsätter när det är lagat
exit-70 = Ett fel i Gallra självt
exit-130 = Stoppat med Ctrl-C; samma kommando fortsätter
cmd-audit = Mät varje löfte mot de verkliga systemen
    .long =
        För varje löfte: den äldsta posten, hur många som är äldre än utlovat, omdömet och sedan när. Läser bara. Slutar
        med 1 om ett löfte är brutet, med 2 om något inte kunde kontrolleras.
    .example = gallra audit --html audit.html --prometheus /var/lib/node_exporter/gallra.prom
cmd-attest = Lista vad bara en människa kan se efter, eller intyga att någon gjort det
    .long = Ett intygande förseglas i loggen och gäller till en dag; när det löpt ut kallar `audit` löftet brutet.
    .example = gallra attest paper_agreements binders --by "Karin Ek" --saying "Gick igenom pärm 1 till 14, strimlade 3"
value-role = ROLL
arg-audit-html = Skriv också en fristående sida
arg-audit-prometheus = Skriv också mätvärden för Prometheus (textfile collector)
arg-attest-activity = Aktiviteten som lovar, eller åtagandet
arg-attest-dataset = Datamängden som gicks igenom; för ett åtagande den roll eller mottagare som det görs för
arg-attest-by = Vem som gjorde det
arg-attest-saying = Vad som hittades och gjordes
arg-attest-role = I vilken roll [förval: systemets eller åtagandets ansvariga roll]
arg-attest-gone = Det som skulle bort är borta: stryk det ur systemets förteckning
arg-attest-until = Sista dagen det gäller [förval: om ett år, eller åtagandets period; ett certifikats måste anges]
cmd-discover = Läs ett verkligt system och föreslå datamängder för det som ser ut som personuppgifter
    .long =
        Läser katalogen och ett stickprov ur varje tabell; värden bedöms där de läses, och inget visas. Det som skrivs ut
        kan klistras in i policyn; varje rad säger vad den bygger på. Ett förslag är en gissning: läs det.
    .example = gallra discover shop > forslag.yaml
value-system = SYSTEM
arg-discover-system = Systemets namn i policyn
arg-check-live = Jämför också policyn med de verkliga systemen: vad som ser personligt ut utan att ingå i någon datamängd, vad som försvunnit
arg-check-probe-locks = Med --live: pröva också om lagringar (kind s3) behåller låsta objekt. Skriver ett litet eget objekt i varje, låst i tio sekunder, och tar bort det
