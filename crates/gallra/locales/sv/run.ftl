# Körningar, bevis, förlopp.
run-finished = { $run }: klar
run-finished-not-clean = { $run }: klar, men inte med allt som planerats
run-finished-before = { $run }: ett tidigare försök hade gjort allt ({ $rows }) men bröts före intyget
run-interrupted = { $run }: stoppad; det som är gjort är gjort, resten väntar
run-cascaded = { $rows ->
    [one] 1 rad
   *[other] { $rows } rader
 } i { $table } följde med
run-traces = Under det som frågor visar, i lagringen:
run-recounted = omräknat: { $rows ->
    [0] inget är kvar som skulle vara borta
   *[other] { $rows } är kvar som skulle vara borta
 }
run-certificate = intyg: { $path }
run-goes-on = fortsätter med: { $command }

count-erased = { $rows } raderade
count-anonymised = { $rows } anonymiserade
count-nothing-found = { $rows } inte funna
count-kept = { $rows } behållna: andra hänvisar fortfarande till dem
count-held = { $rows } behållna genom rättsligt undantag eller lagringstjänstens eget lås
count-skipped = { $rows } överhoppade
count-not-checked = { $rows } inte kontrollerade
count-failed = { $rows } misslyckade
count-none = inga

outcome-erased = raderade
outcome-anonymised = anonymiserade
outcome-nothing-found = inget funnet
outcome-kept = behållna
outcome-held = undantagna
outcome-skipped = överhoppade
outcome-not-checked = inte kontrollerade
outcome-failed = misslyckade
outcome-open = öppet

reason-rows-left-after-recount = omräkningen fann poster som skulle vara borta
reason-plan-is-stale = planen hade blivit inaktuell
reason-an-earlier-step-did-not-finish = det väntar på ett tidigare steg som inte blev klart
reason-system-not-reached = dess system kunde inte nås
reason-beyond-the-plan = fler poster omfattas nu än när planen gjordes; nästa plan tar dem

residue-cleared = inget finns kvar i: { $places }
residue-nothing-kept = innehåller inget: { $places }
residue-remains = kan ännu ha spår: { $places }
residue-not-checked = inte undersökt: { $places }
residue-until = går ut { $day }
place-storage = lagring
place-file-blocks = filernas block på disken
place-heap = tabellsidor
place-indexes = index
place-toast = stora värden
place-dead-rows = gamla radversioner
place-wal = transaktionslogg
place-wal-archive = transaktionsloggens arkiv
place-pages = sidor
place-freelist = lediga sidor
place-journal = återställningsjournal
place-write-ahead-log = transaktionslogg
place-redo-log = redo-logg
place-undo = undo-logg
place-doublewrite = dubbelskrivningsbuffert
place-change-buffer = ändringsbuffert
place-binary-log = binärlogg
place-statistics = stickprov för frågeplaneraren
place-replicas = repliker
kept-behind-service = tjänstens diskar har inte undersökts: den rensar dem i sin egen takt
kept-freed-blocks = block som filsystemet frigjort har inte undersökts
kept-not-rewritten = tabellerna skrevs inte om
kept-old-copies-not-sought = det raderade skrevs över, äldre kopior söktes inte
kept-old-transaction = en äldre transaktion ser ännu raderna
kept-prepared-transaction = en äldre förberedd transaktion är ännu öppen
kept-replication-slot = en replikeringsplats håller kvar det
kept-cleanup-deferred = servern är inställd på att dröja med rensning (vacuum_defer_cleanup_age)
kept-purge-behind = servern har ännu inte rensat dem
kept-not-vacuumed = ännu inte städade med VACUUM
kept-not-checkpointed = raderingen har ännu inte förts in i filen
kept-not-overwritten = den skrivs runt, och har ännu inte kommit runt
kept-kept-by-server = servern är inställd på att behålla gamla segment
kept-too-much-to-overwrite = mer än 2 GiB skulle behöva skrivas
kept-kept-until-expiry = den har gamla rader tills den går ut
kept-kept-for-ever = den går aldrig ut
kept-copied-elsewhere = kopior har gått någon annanstans
kept-other-server = en annan server har en kopia
kept-samples = de har värden ur rader
kept-shared-file = det ligger i en fil som alla tabeller delar
kept-reused-later = frigjorda platser behåller sitt innehåll tills de används igen
kept-in-use = någon läser den ännu
kept-locked = någon annan höll den
kept-timed-out = tidsgränsen för satser nåddes
kept-disk-full = disken har inte plats för en andra kopia
kept-stopped = stoppat
kept-outside-window = utanför tiderna för rensning (residue_window)
kept-not-reached = systemet svarar inte
kept-refused = databasen vägrade
kept-not-permitted = en rättighet saknas
kept-needs-table-owner = rollen måste äga tabellen
kept-needs-database-owner = rollen måste äga databasen
kept-needs-checkpoint = rollen behöver pg_checkpoint och EXECUTE på pg_switch_wal() och pg_ls_waldir()
kept-needs-alter = rollen behöver ALTER, CREATE och INSERT på tabellen
kept-needs-process = rollen behöver PROCESS
kept-needs-column-stats = rollen behöver SELECT på mysql.column_stats
goes-rewrite = borta när tabellen nästa gång skrivs om
goes-reuse = borta när platsen nästa gång skrivs över
goes-truncation = borta när den nästa gång kortas
goes-checkpoint = borta med nästa kontrollpunkt
goes-analyze = borta när stickprov nästa gång tas

runs-none = Ingen körning har gjorts.
runs-unfinished = inte klar

verify-certificate = Verifierat: intyget för { $run }
verify-log = Verifierat: loggens alla löv, alla plattor och signaturen
verify-label-key = nyckel
verify-label-log = logg
verify-label-plan = plan
verify-label-approved = godkänd
verify-label-started = började
verify-label-ended = slutade
verify-label-broken-off = avbruten
verify-label-rows = rader
verify-label-unknown = okänt
verify-label-since = sedan
verify-label-strays = andra filer
verify-log-size = { $origin }, { $leaves ->
    [one] 1 löv
   *[other] { $leaves } löv
 }, rot { $root }
verify-approved = av en namngiven person: { $rows ->
    [one] 1 post
   *[other] { $rows } poster
 } i { $steps } steg
verify-unfinished = inte vid denna kontrollpunkt; senare steg kan finnas
verify-broken-off = { $times ->
    [one] en gång
   *[other] { $times } gånger
 }, och återupptagen
verify-unknown = { $leaves } löv som den här versionen inte förstår; inget påstås om dem
verify-recount = Omräknat efter varje steg: { $remaining } omfattas fortfarande av reglerna, { $explained } av dem förklarade (undantagna, behållna), { $unexplained } inte.
verify-residue = Framgår inte: om lagringen under databasen ännu har spår av posterna (index, journal, säkerhetskopior). Det har inte undersökts, eller så finns spår kvar.
verify-own-key = Nyckeln är den som ligger bredvid loggen: det visar att inget är skadat sedan undertecknandet. Som bevis mot företaget, använd en nyckel som du fått tidigare (--key).
verify-your-key = Nyckeln är den du angav: den som har dess hemliga hälft har undertecknat exakt detta.
verify-since = innehåller fortfarande, oförändrade, den äldre kontrollpunktens { $leaves } löv
verify-strays = { $files } som inte hör till loggen, inget sägs om dem: { $names }

progress-looking = undersöker { $system }
progress-counting = räknar { $dataset }
progress-recounting = räknar om
progress-done = klart
progress-publishing = publicerar { $leaves } löv med bevis
line-begins = steg { $number } av { $steps }: { $dataset }, { $of ->
    [one] 1 post
   *[other] { $of } poster
 }
line-goes-on = steg { $number } av { $steps }: { $dataset }, fortsätter efter { $rows } av { $of ->
    [one] 1 post
   *[other] { $of } poster
 }
line-batch = steg { $number } av { $steps }: { $dataset }, { $rows } av { $of ->
    [one] 1 post
   *[other] { $of } poster
 }, { $time }
line-ends = steg { $number } av { $steps }: { $dataset }, { $rows ->
    [one] 1 post
   *[other] { $rows } poster
 } klara, { $time }

stop-first = stannar efter den pågående omgången; en gång till för att stanna genast
stop-second = stannade genast; samma kommando fortsätter
stop-at-once = stoppat
apply-ask = Gallra { $rows } poster för gott? Skriv { $yes }:
apply-yes = ja

# Var tillståndet finns.
store-moved = flyttat och jämfört: { $rows } rader i { $tables } tabeller
store-moved-postgres = Tillståndet finns nu i PostgreSQL; filen i tillståndsmappen är borta. Nycklar och den publicerade loggen är kvar i mappen.
store-moved-embedded = Tillståndet finns nu i tillståndsmappen. Databasen i PostgreSQL har kvar det den hade: ta bort den.
