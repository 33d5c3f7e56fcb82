# The register's desk: `gallra register` and `gallra entries`.
cmd-register = Keep the register: customers, contacts, suppliers, partners
    .long =
        Whatever is personal in it is sealed under a key of each party's own, so that it can be forgotten in old copies
        too. Each reading and each change is told to a trail: `--by` says who, `--for` why. Names and numbers that are typed
        stand in your shell's history; `import` reads them from a file.
    .example =
        gallra register add customer --name "Exempel AB" --email info@example.se --by Karin
        gallra register find info@example.se --by Karin
arg-register-by = Who acts; the trail holds a commitment to the name, never the name [or GALLRA_BY]
arg-register-for = For which activity of the policy [default: the one that keeps such records, or the only one; or GALLRA_FOR]
cmd-register-add = Take in a party
    .example =
        gallra register add customer --name "Exempel AB" --key customer_no=1042
        gallra register add contact --name "Bo Prov" --phone 070-1740605 --of 1
arg-register-add-kind = customer, contact, supplier or partner
arg-register-add-name = Its name
arg-register-add-email = An e-mail address; several may be given
arg-register-add-phone = A telephone number; several may be given
arg-register-add-number = A personal, coordination or organisation number
arg-register-add-reference = A number or name that you gave it
arg-register-add-key = How another system writes it, such as customer_no=1042; to the byte
arg-register-add-role = controller, processor, sub-processor, subject or recipient [default: by kind; a customer is a controller for whom you are processor]
arg-register-add-address = Postal address
arg-register-add-about = Title, place of work and the like
arg-register-add-last-contact = When it was last heard of
arg-register-add-of = For a contact: the party that it speaks for
arg-register-add-since = Since when
cmd-register-list = List the parties
arg-register-list-kind = Of this kind only
arg-register-list-of = Contacts of this party only
cmd-register-show = Show all that is known of a party, when it goes, and who has looked at it
arg-register-show-id = The party's number
cmd-register-find = Find parties by an identifier
    .long = The kind is told by the form: an address has an @, digits may be an identity number, a telephone number or a reference. `name=value` is a key of another system; it has no index, so everybody is read for it. Ends with 1 if nobody is found.
    .example = gallra register find 070-1740605
arg-register-find-what = What it is known by
arg-register-find-as = Read it as this only: email, phone, number or reference
cmd-register-change = Change what is known of a party
    .example = gallra register change 7 --phone 070-1740605 --without 08-4650000
arg-register-change-id = The party's number
arg-register-change-name = Its name from now on
arg-register-change-email = One more e-mail address
arg-register-change-phone = One more telephone number
arg-register-change-number = One more identity number
arg-register-change-reference = One more reference
arg-register-change-key = One more key, such as customer_no=1042
arg-register-change-role = Its role from now on
arg-register-change-address = Its postal address from now on
arg-register-change-about = What else is known from now on
arg-register-change-last-contact = When it was last heard of
arg-register-change-without = An identifier, or a key as name=value, that is no longer true
cmd-register-merge = Merge a duplicate into the party that stays
    .example = gallra register merge 7 12
arg-register-merge-keep = The number that stays
arg-register-merge-duplicate = The number that goes; what hangs on it follows
cmd-register-leave = A contact leaves: reassign what hangs on it, or list it, and forget the contact
    .long = Ends with 1 while something hangs on the contact that nobody took over.
    .example = gallra register leave 12 --on 2026-11-30 --heir 15
arg-register-leave-contact = The contact's number
arg-register-leave-on = When
arg-register-leave-heir = The party that takes over what hangs on it
cmd-register-forget = Forget a party, its contacts, entries and agreements, in old copies too
    .long = Shows first what goes, and asks. What law or a hold keeps is refused with its basis and date, and then nothing goes.
    .example = gallra register forget 7
arg-register-forget-id = The party's number
arg-register-forget-yes = Do not ask
cmd-register-duplicates = List parties that may be one and the same
cmd-register-import = Take in parties from a file: CSV, or vCard 3.0 and 4.0
    .long = Every row is checked before any is written. Who is there already, by an identifier or a key, is left as it is and told, so that an import can be repeated.
    .example =
        gallra register import customers.csv --kind customer --dry-run
        gallra register import contacts.vcf --kind contact --of 7
arg-register-import-file = The file; commas, semicolons or tabs
arg-register-import-kind = What the rows are that do not say it
arg-register-import-of = For contacts: the party that they speak for
arg-register-import-update = Let who is there already take in what the file knows besides; its name, address and about become the file's
arg-register-import-dry-run = Check and count; write nothing
cmd-register-export = Write the parties to a file
    .example = gallra register export customer --format csv --out customers.csv
arg-register-export-kind = Of this kind only
arg-register-export-format = csv, vcard or json [default: csv]
arg-register-export-out = A new file, for your eyes only (mode 0600) [default: standard output]
cmd-register-trail = Tell who did what, when and why; seal the trail and verify its seals
    .long = Who is a commitment: with `--by` it tells which lines are that name's. A seal is a leaf of the log; `audit` makes one too. `--verify` ends with 1 if a line was changed since.
    .example =
        gallra register trail --of 7 --since 2026-01-01
        gallra register trail --verify
arg-register-trail-of = About this party, its entries and its agreements only (GDPR Art. 15)
arg-register-trail-since = From this day on
arg-register-trail-seal = Seal the lines that are not sealed yet
arg-register-trail-verify = Compute every seal again
cmd-register-key = The key that opens the register: make, check, rotate; backups of the keys
    .long = It is in GALLRA_KEK, in the file that GALLRA_KEK_FILE names, or beside the state folder with its name and .kek; with GALLRA_KEK_PASSPHRASE_FILE the file takes a passphrase. Keep a copy of it apart from the state and its copies.
cmd-register-key-new = Make the key of a register that is not there yet
cmd-register-key-rotate = Rotate to a new key; records stay as they are
    .long = May be stopped anywhere: the same command goes on. With a new passphrase the register does not open until it is done; keep the passphrase's file.
    .example = gallra register key rotate --passphrase-file next-passphrase
arg-register-key-rotate-passphrase-file = Derive the new key from the passphrase in this file [default: a random key]
cmd-register-key-check = Tell which keys are asked for, and whether they are here
cmd-register-sweep = Finish what a crash left, after a restore too
    .long = Destroys keys whose records are gone. It trusts the data that it is given: after a restore, run it last. Data that is older than what the key store has seen is refused until somebody says what is meant.
cmd-entries = Keep what has no system of its own: notes, calls, logins, binders, quotes
    .long = Kinds: note, call, sms, credential, binder, printed, quote, phone-place, calendar-place. A secret is never an argument: it is read from `--secret-file`, from what is piped in, or asked for.
    .example =
        gallra entries add 7 note --text "Wants an offer in May" --by Karin
        gallra entries add 7 credential --place example.se --user admin --secret-file secret
arg-entries-by = Who acts; the trail holds a commitment to the name, never the name [or GALLRA_BY]
arg-entries-for = For which activity of the policy [default: the one that keeps such records, or the only one; or GALLRA_FOR]
cmd-entries-add = Make an entry about a party
    .example =
        gallra entries add 7 call --number 070-1740605 --text "Agreed on Friday"
        gallra entries add 7 quote --title Website --text "40 hours" --due 2026-12-15
arg-entries-add-party = The party's number
arg-entries-add-kind = note, call, sms, credential, binder, printed, quote, phone-place or calendar-place
arg-entries-add-text = What it says (note, call, sms, quote) [default: what is piped in]
arg-entries-add-number = With which telephone number (call, sms)
arg-entries-add-place = Where: a site, a binder, a shelf, whose telephone or calendar
arg-entries-add-label = What is there, or under which name (binder, printed, phone-place, calendar-place)
arg-entries-add-title = What for (quote)
arg-entries-add-user = As whom (credential)
arg-entries-add-secret-file = File with the secret (credential)
arg-entries-add-due = By when something is to be done
arg-entries-add-outcome = open, won, lost or done [default for a quote: open]
arg-entries-add-at = The day of what it tells of [default: today]
arg-entries-add-source = Where it came from: subject, customer, staff, system or third-party [default: staff]
cmd-entries-list = List the entries about a party
arg-entries-list-party = The party's number
arg-entries-list-kind = Of this kind only
cmd-entries-show = Show one entry; a credential with its secret, which the trail tells of
arg-entries-show-id = The entry's number
cmd-entries-change = Change an entry, or where it stands
    .example = gallra entries change 31 --outcome won
arg-entries-change-id = The entry's number
arg-entries-change-text = What it says from now on
arg-entries-change-number = With which telephone number
arg-entries-change-place = Where
arg-entries-change-label = What is there, or under which name
arg-entries-change-title = What for
arg-entries-change-user = As whom
arg-entries-change-secret-file = File with the new secret
arg-entries-change-due = By when something is to be done
arg-entries-change-outcome = open, won, lost or done
arg-entries-change-new-secret = Ask for a new secret, or read what is piped in
cmd-entries-remove = Remove an entry
arg-entries-remove-id = The entry's number
cmd-entries-mark = Say something of entries beside their content: objections, sharing, a last day …
    .long = Of one entry, of all that is about a party, or of all that an activity has, those that come later too; what was said last counts. Names that the policy has stand in plain text, with commas between them; anything else is sealed under the party's key, and an activity takes names only. `none` takes back. What has passed its last day is not shown, until `purge` removes it.
    .example =
        gallra entries mark --party 7 --objections newsletter --by Karin
        gallra entries mark --activity support --until 2026-12-31 --by Karin
arg-entries-mark-entry = Of this entry
arg-entries-mark-party = Of all entries about this party
arg-entries-mark-activity = Of all entries of this activity of the policy
arg-entries-mark-objections = What its person objects to: activities, recipients (GDPR Art. 21)
arg-entries-mark-decisions = Automated decisions taken with it: activities (Art. 22)
arg-entries-mark-sharing = Given to whom: recipients
arg-entries-mark-access = Who may read it: recipients, roles
arg-entries-mark-source = Where it came from: recipients, or a word as in `entries add` (Art. 14)
arg-entries-mark-category = What kind of data it is: datasets
arg-entries-mark-until = The last day on which it is shown (UTC); none for no last day
cmd-entries-purge = Remove the entries that have passed their last day
    .long = Counts first, and again afterwards. What law or a hold keeps stays and is told; ends with 1 if anything else is left.
    .example = gallra entries purge --dry-run --by Karin
arg-entries-purge-dry-run = Count; remove nothing

value-names-text = NAMES|TEXT
value-activity = ACTIVITY
value-date-none = DATE|none
value-source = SOURCE
value-address = ADDRESS
value-number = NUMBER
value-name-value = NAME=VALUE
value-party = PARTY
usage-party-kind = customer, contact, supplier or partner
usage-party-role = controller, processor, sub-processor, subject or recipient
usage-field = email, phone, number or reference
usage-entry-kind = note, call, sms, credential, binder, printed, quote, phone-place or calendar-place
usage-entry-state = open, won, lost or done
usage-source = subject, customer, staff, system or third-party
usage-last-day = a day of the calendar is expected, such as 2027-01-31, or none
usage-key-value = a name and a value, such as customer_no=1042

col-id = ID
col-name = Name
col-kind = Kind
col-email = E-mail
col-phone = Telephone
col-day = Day
col-what = What
col-state = State
word-id = ID
word-party = party
word-entry = entry
word-activity = activity
word-agreement = agreement
word-setting = setting
party-customer = customer
party-contact = contact
party-supplier = supplier
party-partner = partner
party-of = { $kind } of { $id }
party-unreadable = (forgotten)
party-is = Is
party-kind-role = { $kind }, { $role }
party-speaks-for = Speaks for
party-number = Number
party-reference = Reference
party-key = Key
party-address = Address
party-about = About
party-since = Since
party-last-contact = Last contact
party-left = Left
party-added = { $kind } { $id } is in the register
party-perhaps-known = something of it is known already of: { $ids }; if it is the same: { $command }
party-none = nobody is in the register
party-not-found = nobody is known by that
party-count = { $parties ->
    [one] 1 party
   *[other] { $parties } parties
}
party-changed = party { $id } is changed
party-merged = party { $duplicate } is merged into { $keep }; { $followed } entries and agreements followed
party-forgotten =
    party { $id } is forgotten: { $parties ->
        [one] 1 party
       *[other] { $parties } parties
    }, { $entries ->
        [one] 1 entry
       *[other] { $entries } entries
    }, { $agreements ->
        [one] 1 agreement
       *[other] { $agreements } agreements
    }; counted again, none is left
role-controller = controller
role-processor = processor
role-sub-processor = sub-processor
role-subject = data subject
role-recipient = recipient
show-contacts = Contacts ({ $number })
show-agreements = Agreements ({ $number })
show-agreement = { $kind }, version { $version }, { $state }
show-entries = Entries ({ $number })
show-due = When it goes
show-due-none = not told: the policy declares no dataset that is this register
show-latest = Who has looked at it
due-now = its time is up
due-on = { $day }
due-held = a legal hold keeps it
due-ongoing = what its time counts from has not happened
due-unknown = nobody can tell
contact-gone = contact { $id } has left and is forgotten
contact-reassigned = { $number } entries and agreements went to { $heir }
contact-left = contact { $id } has left ({ $day }), but this hangs on it:
contact-entries = entries { $ids }
contact-agreements = agreements { $ids }
contact-next = remove these, or let somebody take them over: { $command }
forget-what =
    party { $id } goes, with { $contacts ->
        [one] 1 contact
       *[other] { $contacts } contacts
    }, { $entries ->
        [one] 1 entry
       *[other] { $entries } entries
    } and { $agreements ->
        [one] 1 agreement
       *[other] { $agreements } agreements
    }; nobody can undo that
forget-ask = Forget? Type “{ $yes }”:
forget-copies = in { $copies } places of the key store bytes of a destroyed key may still lie; copies of the key store open it as long as the key-encryption key of their day exists
duplicates-none = no two parties look like one
duplicates-same = The same { $signs }
duplicates-next = which of them are one is for you to judge; then: { $command } KEEP DUPLICATE
same-email = e-mail address
same-phone = telephone number
same-number = identity number
same-reference = reference
same-name = name
same-key = key of another system
import-bar = parties
import-done = { $rows } rows: { $new } new, { $updated } updated, { $known } there already
import-would = { $rows } rows are right: { $new } would be new, { $updated } updated, { $known } are there already; nothing was written
import-known = line { $line }: party { $id } already
import-again = line { $line }: the same as line { $first }
import-update = with `--update` they take in what the file knows besides
import-left-out = properties that no party has were left out: { $names }
export-done = { $parties } parties are in `{ $path }`; it is personal data, so remove it when it has served
export-unreadable = { $parties } parties cannot be read any more, and are left out
trail-line = { $at }  { $who }  { $action } { $what } ({ $why })
trail-several = { $rows } × { $kind }
trail-none = the trail has no such line
trail-count = { $lines ->
    [one] 1 line
   *[other] { $lines } lines
}
trail-theirs = { $lines } of them are { $name }’s
trail-unnamed = besides, { $lines } lists and searches of parties, which may have shown this one
trail-sealed = lines { $from } to { $to } are sealed in the log
trail-sealed-before = every line is sealed already
trail-holds = { $at }  lines { $from } to { $to } are as they were sealed
trail-gone = { $at }  lines { $from } to { $to }: the first are gone, by retention or otherwise; they cannot be compared
trail-broken = { $at }  lines { $from } to { $to } are NOT as they were sealed: one was changed or removed
trail-unsealed = { $lines ->
    [one] 1 line is not sealed yet
   *[other] { $lines } lines are not sealed yet
}
audit-trail-unsealed = note: the register’s trail was not sealed: { $cause }
action-create = made
action-import = imported
action-read = read
action-list = listed
action-find = looked for
action-show = was shown
action-change = changed
action-remove = removed
action-merge = merged away
action-reassign = reassigned what hung on
action-mark = said something of
key-made = the register’s key is in `{ $path }`
key-copy = keep a copy of it apart from the state and its copies: without it nobody can read the register
key-bar = registers
key-rotated = { $keys } keys are wrapped anew; records are as they were
key-old = the old key is in `{ $path }`: destroy it when no copy of the key store that must open needs it
key-place = Place
key-here = Key
key-other = Beside it
key-asked = Asked for
key-asked-none = none; there is no register yet
key-none = none
key-fits = the register opens with the key that is here
key-in-between = the register opens; some of its keys are still under another key: `gallra register key rotate` goes on
key-missing = these keys are asked for and not here: { $keys }
swept = { $keys } keys and { $tokens } tokens without records were destroyed
swept-unreadable = { $parties } parties came back from an old copy and cannot be read any more; if that is everybody, the key store is the wrong one
entry-note = note
entry-call = call
entry-sms = SMS
entry-credential = credential
entry-binder = binder
entry-printed = printed matter
entry-quote = quote
entry-phone-place = telephone
entry-calendar-place = calendar
entry-text = Text
entry-number = Number
entry-place = Place
entry-user = User
entry-secret = Secret
entry-label = Label
entry-title = Title
entry-source = Source
entry-activity = Activity
entry-due-day = Due
entry-due = by { $day }
entry-withheld = (withheld)
entry-ask-secret = Secret:
entry-added = { $kind } { $id } is with party { $party }
entry-none = there are none
entry-count = { $entries ->
    [one] 1 entry
   *[other] { $entries } entries
}
entry-title-line = { $id }  { $kind }, party { $party }
entry-shown = the trail tells that this credential was shown
entry-changed = entry { $id } is changed
entry-removed = entry { $id } is removed
entry-removed-copies = it can be read in old copies of the state until its party is forgotten
mark-done = said of { $of }:
mark-from = { $text } ({ $level ->
    [activity] said of the activity
    [party] said of the party
   *[entry] said of the entry
    })
mark-words = { $text } (in words, sealed)
mark-none = none
mark-no-names = none
mark-until = Last day
mark-objections = Objections
mark-decisions = Decisions
mark-sharing = Shared with
mark-access = Access
mark-source = Origin
mark-category = Category
purge-would = { $entries ->
    [one] 1 entry has passed its last day and would go; nothing was removed
   *[other] { $entries } entries have passed their last day and would go; nothing was removed
}
purge-done = { $entries ->
    [one] 1 entry is removed
   *[other] { $entries } entries are removed
    }; counted again, { $left } are left
purge-copies = what went can be read in old copies of the state until its party is forgotten
state-open = open
state-won = won
state-lost = lost
state-done = done
source-subject = the person
source-customer = a customer
source-staff = staff
source-system = a program
source-third-party = somebody else
basis-obligation = legal obligation: { $source }
basis-task = public task: { $source }
basis-consent = consent
basis-contract = contract
basis-vital = vital interests
basis-interest = legitimate interest
basis-processor = on the controller’s instructions

kept-law = { $what }: `{ $activity }` keeps it { $until } ({ $basis })
kept-until = until { $day }
kept-until-unknown = and its time has not begun
kept-hold = { $what }: the hold `{ $hold }` keeps it, until { $until }
err-nobody = who acts was not said; nothing was read or changed
err-nobody-help = add `--by NAME`, or set GALLRA_BY
err-which-activity = for which activity of the policy was not said; nothing was read or changed
err-which-activity-help = add `--for ACTIVITY`, or set GALLRA_FOR; the policy has { $known }
err-no-such-activity = the policy has no activity `{ $activity }`; nothing was read or changed
err-no-such-record = { $what } { $id }: there is none of that number and kind here; nothing was changed
err-no-such-record-help = look it up: `gallra register list`, `gallra entries list PARTY`
err-belonging = a contact speaks for a customer, supplier or partner, and nobody else speaks for anybody; nothing was changed
err-belonging-help = give a contact `--of ID` with the number of that party, and nobody else
err-forgotten = party { $id }: it was forgotten and its key destroyed, so nobody can read it; nothing was changed
err-forgotten-help = if it came back with an old copy, forget it again: `gallra register forget ID`
err-two-persons = parties { $keep } and { $duplicate }: their identity numbers differ, so they are two; nothing was changed
err-two-persons-help = correct the wrong number first: `gallra register change ID --without NUMBER`
err-unlike = parties { $keep } and { $duplicate } are the same or of two kinds, so neither is the other’s duplicate; nothing was changed
err-unlike-help = name two parties of one kind
err-form = that is no { $what }; nothing was changed
err-form-cure = write { $cure }
form-email = e-mail address
form-email-cure = it as name@example.se
form-phone = telephone number
form-phone-cure = it as +46 70 123 45 67 or 070-123 45 67
form-number = identity number: its digits or its check digit are wrong
form-number-cure = it as YYMMDD-NNNN, YYYYMMDD-NNNN or NNNNNN-NNNN
form-reference = reference
form-reference-cure = at least one character
form-name = name in the policy
form-name-cure = 1 to 64 letters, digits, _ and -
err-trail = access trail: { $found } of { $expected } lines from { $from } to { $to } are there
err-trail-help = somebody removed lines; `gallra register trail --verify` tells which seals still hold
err-kek-missing = the register’s key is not in `{ $place }`; nothing was read or changed
err-kek-missing-help = put it back from where it is kept apart, or say where it is: GALLRA_KEK_FILE
err-kek-exists = there is something in `{ $place }` already, and a key is never overwritten
err-kek-exists-help = choose another place with GALLRA_KEK_FILE
err-kek-open = others can read the register’s key in `{ $place }`; nothing was read or changed
err-kek-open-help = run `chmod 600` on it, and rotate to a new key if somebody may have: `gallra register key rotate`
err-kek-needs-passphrase = the register’s key in `{ $place }` takes a passphrase; nothing was read or changed
err-kek-needs-passphrase-help = name a file that holds it: GALLRA_KEK_PASSPHRASE_FILE
err-kek-wrong-passphrase = the passphrase is not that of the register’s key in `{ $place }`; nothing was read or changed
err-kek-wrong-passphrase-help = name the file with the right one: GALLRA_KEK_PASSPHRASE_FILE
err-kek-other = the register was written with another key ({ $key }) than the one in { $looked }; nothing was read or changed
err-kek-other-help = `gallra register key check` tells which keys are asked for and which are here
err-kept = { $records ->
    [one] 1 record is kept
   *[other] { $records } records are kept
    } by law or by a hold; nothing was changed
err-kept-help = when its time is over, or the hold is lifted, the same command goes through
err-file-empty = there is nothing in it; nothing was changed
err-file-empty-help = give a CSV file with a first line of column names, or a vCard file
err-file-utf8 = line { $line } is not UTF-8; nothing was changed
err-file-utf8-help = save it again as CSV in UTF-8
err-file-header = its first line names no column that is known; nothing was changed
err-file-column = column { $number } (`{ $name }`) is unknown; nothing was changed
err-file-twice = column { $number } (`{ $name }`) is there already; nothing was changed
err-file-lacks = the column `{ $name }` is missing; nothing was changed
err-file-columns-help = the columns that are known: { $known }
err-file-kind = nothing says what its rows are; nothing was changed
err-file-kind-help = add a column `kind`, or `--kind customer`
err-import-rows = { $flaws ->
    [one] 1 place is wrong
   *[other] { $flaws } places are wrong
    }; nothing was written
err-import-rows-help = correct them and run the same command again
flaw-line = line { $line }
flaw-cell = line { $line }, column `{ $column }`
flaw-card = card { $card }, line { $line }
flaw-property = card { $card }, line { $line }, `{ $column }`
flaw-more = … and { $number } more
flaw-form = no { $what }; write { $cure }
flaw-day-ahead = that day is still to come
flaw-day-early = that day is before the day of `since`
flaw-number-twice = line { $line } has that number already
flaw-day = no day; write it as 2026-11-22
flaw-word = none of { $known }
flaw-no-name = the name is missing
flaw-cells = { $found } cells, but there are { $expected } columns
flaw-belonging = a contact names the party that it speaks for, and nobody else does
flaw-no-such-party = that party is neither in the file nor in the register
flaw-other-number = the register knows this party with another identity number
flaw-key = a key needs a name, as in key:customer_no
flaw-no-begin = a card begins with BEGIN:VCARD
flaw-no-end = the card does not end with END:VCARD
flaw-version = the card’s VERSION is neither 3.0 nor 4.0
flaw-not-property = the line is no property (NAME:value)
err-key-register = there is a register already, and a new key would open nothing in it; nothing was changed
err-key-register-help = rotate instead: `gallra register key rotate`
err-key-variable = the key comes from a variable, where nothing can be written; nothing was changed
err-key-variable-help = put its line into a file with mode 600, name that with GALLRA_KEK_FILE, unset GALLRA_KEK, and run the command again
err-key-none = there is no register yet, so there is no key to rotate
err-key-none-help = `gallra register key new` makes one
err-kek-file = `{ $path }` cannot be put in place; every key opens still
err-kek-file-help = see to it that the folder is yours and has room, and run the same command again
err-no-mark = it was not said what holds; nothing was changed
err-not-names = `{ $option }`: not all of this is names that the policy has for it; nothing was changed
err-not-names-help = words of your own are for a party or an entry, without names among them; the names are { $known }
err-not-names-none = the policy has no names for it; words of your own are for a party or an entry
err-no-change = it was not said what is to be different
err-no-change-help = name at least one option; `--help` lists them
err-not-known-by = it is not known by what `--without` says; nothing was changed
err-not-known-by-help = `gallra register show ID` tells what it is known by
err-forget-yes-help = look at what would go, and answer “yes” where it asks, or add `--yes`
err-entry-lacks = a { $kind } needs `{ $option }`; nothing was changed
err-entry-lacks-help = `gallra entries add --help` tells which options belong to which kind
err-no-secret = there is no secret to keep; nothing was changed
err-no-secret-help = give `--secret-file FILE`, pipe it in, or run the command on a terminal, where it asks
