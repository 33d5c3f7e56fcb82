### The state's key store, and identifiers that cannot be read.

err-keys-missing = the key store `{ $path }` is missing, and records in the state are sealed with its keys; nothing was made anew
err-keys-missing-help = restore its latest backup: `gallra register key restore FILE`; if there is none, say so: `gallra register sweep --keys-are-lost`
err-keys-foreign = the key store `{ $path }` is not the one that this state's records are sealed with; nothing was changed
err-keys-foreign-help = put back the state's own key store, or move this one away and restore its own backup: `gallra register key restore FILE`
err-keys-damaged = the key store `{ $path }` is damaged; nothing was changed
err-keys-damaged-help = move it away and restore the latest backup that can be read: `gallra register key restore FILE`
err-keys-there = the key store `{ $path }` is there and holds keys; nothing was changed
err-keys-there-help = to restore another, move it away first, and keep it until that one has been tried; to change its own key: `gallra register key rotate`
err-data-missing = the state `{ $path }` has no records, and its key store holds the keys of some; nothing was changed
err-data-missing-help = put the state's own file back; if the empty one is meant, say so: `gallra register sweep --data-counts`
err-backup-place = `{ $path }` is in the state folder, and whoever has both can read what was forgotten; nothing was written
err-backup-place-help = name a folder apart from it: `gallra register key backup --to DIR`

misread-email = e-mail address
misread-phone = telephone number
misread-number = identity number
misread-reference = reference
misread-email-form = write it as name@example.se
misread-phone-form = write it as +46 70 123 45 67 or 070-123 45 67
misread-number-form = write it as YYMMDD-NNNN or NNNNNN-NNNN
misread-reference-form = write at least one character
misread-empty = there is none
misread-character = { $place } cannot stand there
misread-length = it has { $digits } digits, and needs 10 or 12
misread-length-phone = it has { $digits } digits, and needs 7 to 15
misread-mark = the mark ({ $place }) does not belong there
misread-century = { $place } are no century of a person, and not the 16 of an organisation
misread-month = { $place } are no month
misread-day = { $place } are no day
misread-date = { $place } are no date, for that month does not have the day
misread-future = { $place } are a day that has not come
misread-check-digit = the check digit ({ $place }) would be { $digits }; one digit is wrong, or two have changed places
misread-beginning = { $place } is neither + nor 0
misread-country = { $place } is a 0, and no country's number begins with one
misread-user = there is no name before an @
misread-server = there is no name of a server with a dot after the @
misread-place = character { $from }
misread-places = characters { $from } to { $to }

err-backup-open = others can read the folder `{ $path }`; nothing was written
err-backup-open-help = run `chmod 700` on it, or name one that is not there yet: it is made for its owner alone
err-old-data = the data is an older copy: its last record is { $known }, and its key store has seen { $seen }; a sweep would destroy the keys of whoever came after that; nothing was changed
err-old-data-help = put the newer data back; if this copy is what counts from now on, say so: `gallra register sweep --data-counts`
err-sweep-yes-help = answer “yes” where it asks, or add `--yes`
value-days = DAYS
usage-days = a number of days between 1d and 365d is expected, such as 7d

cmd-register-key-backup = Write a backup of the key store, and destroy those that have expired
    .long = The backup is one file that its owner alone can read (mode 600), and it opens only with the key-encryption key. Whoever is forgotten can be read out of it until its last day, so keep it short, always in the same folder, and where no other backup copies it. Run it each day.
    .example = gallra register key backup --to /backup/keys --keep 7d
arg-register-key-backup-to = The folder: apart from the state folder, and closed to others
arg-register-key-backup-keep = For how many days it is good [default: 7d]
cmd-register-key-backups = List the backups of the key store: when they were made, and until when they are good
cmd-register-key-restore = Fill a key store that is missing or empty from a backup
    .long = The keys of whoever was forgotten since stay out. A key store that holds keys is never overwritten: move it away first.
    .example = gallra register key restore /backup/keys/keys-20261122T040000Z-until-2026-11-29.db
arg-register-key-restore-file = The backup
arg-register-sweep-data-counts = The data is what counts, though it is older than its key store, or new: destroy the keys of whoever is not in it
arg-register-sweep-keys-are-lost = The key store is lost and there is no backup: make a new one; what was sealed stays unreadable for good
arg-register-sweep-yes = Do not ask

backup-made = the backup is `{ $path }`
backup-until = it is good until { $until }; until then it opens what is forgotten from now on, too
backup-removed = { $backups ->
    [one] 1 expired backup was overwritten and removed
   *[other] { $backups } expired backups were overwritten and removed
}
backup-line = made { $made }, good until { $until }
backup-line-over = made { $made }, expired { $until }; the next `gallra register key backup` removes it
backup-none = there is no backup of the keys
restore-done = { $keys ->
    [one] 1 key is back
   *[other] { $keys } keys are back
}
restore-forgotten = { $keys ->
    [one] 1 key stayed out, for its party was forgotten
   *[other] { $keys } keys stayed out, for their parties were forgotten
}
restore-next = finish it, and see whether somebody came after the backup and cannot be read: { $command }
sweep-data-counts = the keys of every party that this data does not have go; nobody can undo that
sweep-keys-are-lost = a new key store is made, and nobody will ever read what was sealed under the lost one
sweep-given-up = { $parties } parties can never be read again; what is left of each goes with `gallra register forget ID`
sweep-ask-data = Does this data count? Type “{ $yes }”:
sweep-ask-keys = Are the keys lost for good? Type “{ $yes }”:
forget-backups = { $backups ->
    [one] 1 backup of the keys still opens it, until { $until }
   *[other] { $backups } backups of the keys still open it, the last until { $until }
}
