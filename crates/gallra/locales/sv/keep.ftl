### Tillståndets nyckellager, och identifierare som inte går att läsa.

err-keys-missing = nyckellagret `{ $path }` saknas, och poster i tillståndet är förseglade med dess nycklar; inget nytt har skapats
err-keys-missing-help = återställ dess senaste säkerhetskopia: `gallra register key restore FIL`; finns ingen, tala om det: `gallra register sweep --keys-are-lost`
err-keys-foreign = nyckellagret `{ $path }` är inte det som det här tillståndets poster är förseglade med; ingenting har ändrats
err-keys-foreign-help = lägg tillbaka tillståndets eget nyckellager, eller flytta undan detta och återställ rätt säkerhetskopia: `gallra register key restore FIL`
err-keys-damaged = nyckellagret `{ $path }` är skadat; ingenting har ändrats
err-keys-damaged-help = flytta undan det och återställ den senaste säkerhetskopian som går att läsa: `gallra register key restore FIL`
err-keys-there = nyckellagret `{ $path }` finns redan och innehåller nycklar; ingenting har ändrats
err-keys-there-help = för att återställa ett annat, flytta först undan det, och behåll det tills det andra är provat; för att byta dess egen nyckel: `gallra register key rotate`
err-data-missing = tillståndet `{ $path }` har inga poster, men dess nyckellager har nycklar till några; ingenting har ändrats
err-data-missing-help = lägg tillbaka tillståndets egen fil; är det tomma avsikten, tala om det: `gallra register sweep --data-counts`
err-backup-place = `{ $path }` ligger i tillståndsmappen, och den som har båda kan läsa det som är glömt; ingenting har skrivits
err-backup-place-help = ange en mapp för sig: `gallra register key backup --to MAPP`

misread-email = e-postadressen
misread-phone = telefonnumret
misread-number = person- eller organisationsnumret
misread-reference = referensen
misread-email-form = skriv den som namn@exempel.se
misread-phone-form = skriv det som +46 70 123 45 67 eller 070-123 45 67
misread-number-form = skriv det som ÅÅMMDD-NNNN eller NNNNNN-NNNN
misread-reference-form = skriv minst ett tecken
misread-empty = inget är angivet
misread-character = { $place } hör inte hemma där
misread-length = det har { $digits } siffror, men ska ha 10 eller 12
misread-length-phone = det har { $digits } siffror, men ska ha 7 till 15
misread-mark = strecket eller plustecknet ({ $place }) hör inte hemma där
misread-century = { $place } är varken ett sekel för en person eller organisationernas 16
misread-month = { $place } är ingen månad
misread-day = { $place } är ingen dag
misread-date = { $place } är inget datum, för den månaden har inte den dagen
misread-future = { $place } är en dag som inte har varit än
misread-check-digit = kontrollsiffran ({ $place }) skulle vara { $digits }; någon siffra är fel, eller så har två bytt plats
misread-beginning = { $place } är varken + eller 0
misread-country = { $place } är en nolla, och inget lands nummer börjar med det
misread-user = det står inget namn före ett @
misread-server = det står inget servernamn med en punkt efter @
misread-place = tecken { $from }
misread-places = tecken { $from } till { $to }

err-backup-open = andra kan läsa mappen `{ $path }`; ingenting har skrivits
err-backup-open-help = kör `chmod 700` på den, eller ange en som inte finns än: den skapas för ägaren ensam
err-old-data = detta är en äldre kopia av data: den sista posten är { $known }, och nyckellagret har sett { $seen }; en städning skulle förstöra nycklarna till dem som kom sedan; ingenting har ändrats
err-old-data-help = lägg tillbaka nyare data; är det den här kopian som gäller från och med nu, tala om det: `gallra register sweep --data-counts`
err-sweep-yes-help = svara ”ja” där det frågas, eller lägg till `--yes`
value-days = DAGAR
usage-days = ett antal dagar mellan 1d och 365d väntas, till exempel 7d

cmd-register-key-backup = Säkerhetskopiera nyckellagret, och förstör de kopior vars tid är ute
    .long = Kopian är en fil som bara ägaren kan läsa (läge 600), och den går bara att öppna med huvudnyckeln. Den som glöms kan läsas med hjälp av den till dess sista dag: låt tiden vara kort, använd alltid samma mapp, och en som ingen annan säkerhetskopiering tar med. Kör det varje dag.
    .example = gallra register key backup --to /backup/nycklar --keep 7d
arg-register-key-backup-to = Mappen: skild från tillståndsmappen och stängd för andra
arg-register-key-backup-keep = Hur många dagar den gäller [förval: 7d]
cmd-register-key-backups = Lista nyckellagrets säkerhetskopior: när de gjordes och hur länge de gäller
cmd-register-key-restore = Fyll ett nyckellager som saknas eller är tomt ur en säkerhetskopia
    .long = Nycklarna till dem som har glömts sedan dess kommer inte tillbaka. Ett nyckellager med nycklar skrivs aldrig över: flytta undan det först.
    .example = gallra register key restore /backup/nycklar/keys-20261122T040000Z-until-2026-11-29.db
arg-register-key-restore-file = Säkerhetskopian
arg-register-sweep-data-counts = Det är dessa data som gäller, fast de är äldre än nyckellagret eller nya: förstör nycklarna till alla som inte finns där
arg-register-sweep-keys-are-lost = Nyckellagret är borta och säkerhetskopia saknas: skapa ett nytt; det som var förseglat förblir oläsligt
arg-register-sweep-yes = Fråga inte

backup-made = säkerhetskopian är `{ $path }`
backup-until = den gäller till och med { $until }; så länge går även det som glöms efter detta att öppna med den
backup-removed = { $backups ->
    [one] 1 säkerhetskopia vars tid var ute har skrivits över och tagits bort
   *[other] { $backups } säkerhetskopior vars tid var ute har skrivits över och tagits bort
}
backup-line = gjord { $made }, gäller till och med { $until }
backup-line-over = gjord { $made }, gick ut { $until }; nästa `gallra register key backup` tar bort den
backup-none = det finns ingen säkerhetskopia av nycklarna
restore-done = { $keys ->
    [one] 1 nyckel är tillbaka
   *[other] { $keys } nycklar är tillbaka
}
restore-forgotten = { $keys ->
    [one] 1 nyckel kom inte med, eftersom dess part är glömd
   *[other] { $keys } nycklar kom inte med, eftersom deras parter är glömda
}
restore-next = gör klart, och se om någon kom till efter säkerhetskopian och inte går att läsa: { $command }
sweep-data-counts = nycklarna till alla parter som saknas i dessa data försvinner; det går inte att ångra
sweep-keys-are-lost = ett nytt nyckellager skapas, och det som var förseglat med det gamla kan aldrig mer läsas
sweep-given-up = { $parties } parter kan aldrig mer läsas; det som är kvar av var och en försvinner med `gallra register forget ID`
sweep-ask-data = Är det dessa data som gäller? Skriv ”{ $yes }”:
sweep-ask-keys = Är nycklarna borta för gott? Skriv ”{ $yes }”:
forget-backups = { $backups ->
    [one] 1 säkerhetskopia av nycklarna öppnar den ännu, till och med { $until }
   *[other] { $backups } säkerhetskopior av nycklarna öppnar den ännu, den sista till och med { $until }
}
