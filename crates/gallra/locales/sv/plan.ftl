# Planen på skärmen, kontroller, undantag, init.
age-years = { $n ->
    [one] 1 år
   *[other] { $n } år
 }
age-months = { $n ->
    [one] 1 månad
   *[other] { $n } månader
 }
age-days = { $n ->
    [one] 1 dag
   *[other] { $n } dagar
 }
age-hours = { $n ->
    [one] 1 timme
   *[other] { $n } timmar
 }

word-name = NAMN
word-next = nästa: { $command }

action-delete = radera
action-anonymise = anonymisera

col-number = #
col-dataset = Datamängd
col-action = Åtgärd
col-records = Poster
col-of = av
col-share = Andel
col-oldest = Äldsta
col-overdue = Försenade
col-outcome = Utfall
col-rows = Rader
col-cutoff = Före
col-hold = Undantag
col-only = Poster
col-until = Till
col-reason = Skäl
col-run = Körning
col-started = Började
col-finished = Klar

plan-title = Gallringsplan för { $organisation }, { $at }
plan-nothing-changed = Ingenting har ändrats.
plan-nothing-due = Inget skulle gallras nu.
plan-all = alla
plan-step = { $number }  { $dataset }: { $action ->
    [anonymise] anonymisera
   *[delete] radera
 } { $rows ->
    [one] 1 post
   *[other] { $rows } poster
 } i { $place }
plan-place-table = { $system }, tabellen { $table }
plan-place-part = { $system }, { $part }
plan-label-why = varför
plan-label-kept = behålls
plan-label-after = sedan
plan-clears = det som systemet ännu har kvar av dem rensas
plan-clears-at-cost = det som systemet ännu har kvar av dem rensas: omkring { $size } MB skrivs om; { $lock ->
    [table] ingen läser eller skriver i tabellen under tiden
    [moments] den som skriver i tabellen väntar ögonblick
   *[file] ingen skriver i filen under tiden
 }
plan-clears-within = börjar bara { $window }
plan-label-along = följer
plan-label-unusual = ovanligt
plan-because = { $activity }: { $rule } ({ $basis })
plan-because-no-basis = { $activity }: { $rule }
plan-held = { $rows } genom det rättsliga undantaget { $hold }
plan-locked = { $rows } genom lagringstjänstens eget lås
plan-locked-until = { $rows } genom lagringstjänstens eget lås, längst till { $day }
plan-referenced = { $rows } eftersom { $by } fortfarande hänvisar till dem
plan-cascaded = { $rows ->
    [one] 1 rad
   *[other] { $rows } rader
 } i { $table } raderas med dem
plan-unlinked = { $rows ->
    [one] 1 rad
   *[other] { $rows } rader
 } i { $table } förlorar sin koppling
plan-partitions = hela partitioner: { $tables }
plan-keys = Datum från ett annat system: { $name } ({ $keys ->
    [one] 1 nyckel
   *[other] { $keys } nycklar
 })
plan-notes = Utanför stegen
plan-saved =
    sparad: { $path }
    hash:   { $hash }
plan-guard = 
    Spärren finner planen ovanlig: den som godkänner den måste ange dess
    { $rows } poster.
plan-next = Om den stämmer godkänner någon den med sitt namn, och den genomförs:
guard-share = mer än { $percent } % av datamängden
guard-times = mer än { $limit } gånger de { $last } i förra körningen

note-not-checked = inte kontrollerad: { $reason }
note-no-connector = inte kontrollerad: den här versionen har ingen väg in i system av slaget `{ $kind }`
note-no-anchor = { $rows } inte kontrollerade: inget datum att räkna från
note-not-known = { $rows } inte kontrollerade: systemet som har datumet vet inte vem de hör till
note-implausible-anchor = { $rows } inte kontrollerade: datumet att räkna från kan inte stämma
note-ongoing = { $rows } pågår: deras gallringsfrist har inte börjat
note-kept-beyond-cap = { $rows } behålls längre än utlovat, enligt lag: { $basis }
note-in-future = { $rows } daterade i framtiden: behålls, värda en titt
note-task = { $rows } för en person: { $what } ({ $by })
note-no-rule = ingen behandling säger hur länge den behålls

check-errors = { $n ->
    [one] 1 fel
   *[other] { $n } fel
 }
check-warnings = { $n ->
    [one] 1 varning
   *[other] { $n } varningar
 }
check-notes = { $n ->
    [one] 1 not
   *[other] { $n } noter
 }
check-clean = inget att anmärka på
check-ok = ok: { $organisation }, { $systems ->
    [one] 1 system
   *[other] { $systems } system
 }, { $datasets ->
    [one] 1 datamängd
   *[other] { $datasets } datamängder
 }, { $activities ->
    [one] 1 behandling
   *[other] { $activities } behandlingar
 }; { $counts }
check-failed = policyn kan inte användas: { $counts }
check-next = nästa: gallra plan
check-explain = hjälp: `gallra explain KOD` berättar om regeln bakom en kod

approved = planen { $plan } godkänd av { $by }, { $at }: { $rows ->
    [one] 1 post
   *[other] { $rows } poster
 }

hold-added = { $hold } gäller nu: { $dataset } och allt som hör till
hold-added-next = en plan som gjorts före detta är inaktuell; nästa: { $command }
hold-none = Det har aldrig funnits något undantag.
hold-none-in-force = Inget undantag gäller.
hold-all-records = alla
hold-until-lifted = det hävs
hold-placed = tillagt av { $by }, { $at }.
hold-lifted-by = Hävt av { $by }, { $at }.
hold-ran-out = Har löpt ut.
hold-lifted = { $hold } är hävt

init-ask = Vad är det för slags företag?
init-ask-number = Nummer [1-{ $last }]:
init-written = { $files ->
    [one] En fil skriven
   *[other] { $files } filer skrivna
 } till { $path }:
init-next = 
    Ändra det som inte stämmer för er, framför allt organisation.yaml och
    systemens adresser.
    nästa: { $command }

rights-none = Inget system i policyn tar emot GRANT-satser.
rights-files = Ge användaren som kör Gallra läs- och skrivrätt till filerna och deras mappar; att ge en omskriven logg
    tillbaka till sin ägare, och att se vem som har den öppen, kräver root.
rights-s3 = Ge nyckeln s3:ListBucketVersions, s3:GetBucketVersioning, s3:GetBucketObjectLockConfiguration och s3:GetBucketLocation på
    bucketen, samt s3:DeleteObjectVersion, s3:DeleteObject, s3:GetObjectRetention och s3:GetObjectLegalHold på dess objekt;
    aldrig s3:BypassGovernanceRetention. Att svara registrerade kräver också s3:GetObject och s3:GetObjectVersion. `check --live --probe-locks` kräver också s3:PutObject och s3:PutObjectRetention.
rights-sqlite = SQLite har inga roller: ge användaren som kör Gallra rätt att läsa och skriva filen och dess mapp.
rights-not-reached = inte nått: { $reason }
plan-idle = Inget att gallra i: { $datasets }.
plan-label-what = vad
plan-before = från före { $cutoff }
plan-before-oldest = från före { $cutoff }; äldsta { $day } ({ $age })
