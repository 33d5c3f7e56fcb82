# The command line's own help.
help-usage = Usage
help-commands = Commands
help-command = COMMAND
help-arguments = Arguments
help-options = Options
help-options-value = OPTIONS
help-global = Options of every command
help-examples = Example

cmd-gallra = Keeps a company's privacy promises: checks, carries out, measures and proves them
    .long =
        Promises stand in a folder of YAML. `check` compiles them, `plan` shows what is due, `approve` and `apply`
        carry it out, `verify` proves it offline. Nothing is changed anywhere before a named person has approved a plan.
    .example =
        gallra init policy --kind hosting-company
        gallra check && gallra plan
        gallra demo          all of it in one minute, on an invented company
cmd-init = Write a policy folder to start from
    .long = Never overwrites a file. Asks for the kind of company when it is not given and there is a terminal.
    .example = gallra init policy --kind web-agency
cmd-check = Compile the policy
    .long = Ends with 1 if there is an error; warnings and notes do not count. `gallra explain CODE` tells the rule behind a code.
    .example = gallra check --format sarif > policy.sarif
cmd-plan = Show what would be disposed of now, where, why and how many
    .long =
        Reads only. The plan is saved as a file in the state folder, or where `--out` says. Ends with 3 if a database
        could not be looked at; what could be is planned all the same.
    .example = gallra plan
cmd-approve = Approve a plan, by name
    .long = The plan must be fresh and pass the checker. Where the guard finds it unusual, its number of records must be named.
    .example = gallra approve plan.json --by "Karin Ek" --expect 4120
cmd-apply = Carry out an approved plan, count again, and write the certificate
    .long =
        Works in small transactions. Ctrl-C finishes the batch at hand and stops; after that, or after a crash, the same
        command goes on where it stopped. With `--by` it approves the plan too.
    .example = gallra apply plan.json --by "Karin Ek"
cmd-hold = Place, list and lift legal holds
    .long = A hold keeps records, and all that belong to them, whatever the policy says (GDPR 17(3)(e), 18).
cmd-hold-add = Place a legal hold
    .example = gallra hold add invoices --only customer_id=42 --reason "dispute 17-3" --by "Karin Ek"
cmd-hold-list = List the holds in force
cmd-hold-lift = Lift a hold
    .example = gallra hold lift hold-2026-11-22-1 --by "Karin Ek"
cmd-verify = Verify a certificate or a whole log, offline, with the public key alone
    .long =
        Without a name, the log in the state folder. Without `--key`, the key beside that log: this shows that nothing
        was damaged; somebody who does not trust the operator uses a key that they received earlier.
    .example = gallra verify run-0123456789ab.json --key log.pub
cmd-rights = Print the GRANT statements that the policy's systems need
    .example = gallra rights --role gallra
cmd-store = Where Gallra keeps its own state
cmd-store-move = Move the state to PostgreSQL or back, and prove that nothing was lost
    .long = GALLRA_DATABASE (or a file named by GALLRA_DATABASE_FILE) is the address. Every row is read back and compared before the old place is let go of. From then on every command needs that address.
    .example = GALLRA_DATABASE=postgres://gallra@db.example/gallra gallra store move --to postgres
arg-store-move-to = Where to
cmd-runs = List the runs
cmd-certificate = Write the certificate of a run again
    .example = gallra certificate run-0123456789ab
cmd-demo = Show all of it in one minute, on an invented company
    .long = Embedded; needs no other service. The folder stays for you to try the commands on.
cmd-explain = Tell the rule behind a code
    .example = gallra explain G051
cmd-schema = Print the JSON Schema of policy files, for editors
    .example = gallra schema > gallra.schema.json
cmd-completions = Print completions for a shell
    .example = gallra completions bash > /etc/bash_completion.d/gallra
cmd-man = Print the manual page, or write one for each command
    .example = gallra man --out /usr/local/share/man/man1
cmd-help = Show help, for all or for one command
    .example = gallra help plan

value-dir = DIR
value-file = FILE
value-kind = KIND
value-plan = PLAN
value-name = NAME
value-n = N
value-rows-s = ROWS/S
value-time = TIME
value-dataset = DATASET
value-column-value = COLUMN=VALUE
value-text = TEXT
value-day = DAY
value-document = DOCUMENT
value-url = URL
value-version = VERSION
value-date = DATE
value-id = ID
value-cert-log = CERT|LOG
value-file-vkey = FILE|VKEY
value-older-checkpoint = OLDER_CHECKPOINT
value-run = RUN
value-code = CODE
value-shell = SHELL
value-command = COMMAND

arg-policy = Policy folder [default: ./policy if there is one, else the current folder; or GALLRA_POLICY]
arg-state = Folder of Gallra's own state [default: beside the policy folder, its name with -state; or GALLRA_STATE]
arg-lang = Language of everything that people read: sv or en [default: that of the environment]
arg-json = One JSON document on standard output, for programs
arg-color = Colours: auto, always or never; NO_COLOR is honoured
arg-quiet = Nothing but the answer and errors
arg-verbose = Log to standard error what is done; twice for more
arg-help = Show help
arg-version = Show the version
arg-init-dir = Folder [default: policy]
arg-init-kind = web-agency, chat-service, hosting-company, backup-provider, web-host or empty
arg-check-format = text, json or sarif
arg-plan-out = File for the plan [default: in the state folder]
arg-approve-plan = The file that `gallra plan` wrote
arg-approve-by = Who approves
arg-approve-expect = Records that you expect the plan to touch; needed where the guard finds it unusual
arg-apply-plan = The file that `gallra plan` wrote
arg-apply-by = Who approves, if the plan is not approved yet
arg-apply-expect = Records that you expect the plan to touch; needed where the guard finds it unusual
arg-apply-throttle = At most this many rows per second
arg-apply-lock-time = No transaction should take longer than this [default: 250ms]
arg-apply-yes = Do not ask
arg-hold-add-dataset = The dataset whose records are held
arg-hold-add-only = Only records with this value; several for several values of one column
arg-hold-add-reason = Why
arg-hold-add-by = Who places it
arg-hold-add-until = The last day, if known, such as 2027-01-31
arg-hold-list-all = Also those that are lifted or have run out
arg-hold-lift-id = The hold's id
arg-hold-lift-by = Who lifts it
arg-verify-what = A certificate, or the folder of a log [default: the log in the state folder]
arg-verify-key = A public key, or the file that it stands in [default: log.pub in the state folder]
arg-verify-since = Prove also that the log still contains what this older checkpoint signed
arg-rights-role = The role that Gallra connects with [default: gallra]
arg-certificate-run = The run's id; `gallra runs` lists them
arg-demo-keep = Folder to set the demonstration up in [default: a new temporary folder]
arg-explain-code = A code such as G051 or V022; without one, all are listed
arg-completions-shell = bash, elvish, fish, powershell or zsh
arg-man-out = Folder; one page for each command
arg-help-command = The command

man-name = NAME
man-synopsis = SYNOPSIS
man-description = DESCRIPTION
man-extra = EXAMPLES
man-version = VERSION
man-authors = AUTHORS
man-exit = EXIT STATUS
man-files = FILES
man-files-text = The policy folder holds *.yaml files. The state folder holds gallra.db, keys/, log/, log.pub, plans/ and certificates/; back it up, and keep it to yourself.
exit-0 = Done, and nothing to complain about
exit-1 = The command ran and the answer is no: the policy has errors, the proof does not hold, a step failed or was skipped
exit-2 = The command line makes no sense, or names what is not there; `audit`: something could not be checked
exit-3 = Done in part: a database could not be looked at
exit-4 = Refused, nothing was changed: the guard, a stale plan, no approval, another run at work, a clock set back
exit-5 = A system or the state failed; the same command goes on when it is mended
exit-70 = A fault of Gallra's own
exit-130 = Stopped by Ctrl-C; the same command goes on
cmd-audit = Measure each promise against the real systems
    .long =
        For each promise: the oldest record, how many are older than promised, the verdict and since when. Reads only. Ends
        with 1 if a promise is broken, with 2 if something could not be checked.
    .example = gallra audit --html audit.html --prometheus /var/lib/node_exporter/gallra.prom
cmd-attest = List what only a person can look after, or attest that somebody did
    .long = An attestation is sealed in the log and good until a day; when it has run out, `audit` calls the promise broken.
    .example = gallra attest paper_agreements binders --by "Karin Ek" --saying "Went through binders 1 to 14, shredded 3"
value-role = ROLE
arg-audit-html = Also write a page that stands alone
arg-audit-prometheus = Also write figures for Prometheus (textfile collector)
arg-attest-activity = The activity that promises, or the duty
arg-attest-dataset = The dataset that was looked through; for a duty the role or recipient it is done for
arg-attest-by = Who looked
arg-attest-saying = What was found and done
arg-attest-role = The role in which that was [default: the system's or the duty's responsible role]
arg-attest-gone = What was due is gone: strike it off the system's index
arg-attest-until = The last day it is good for [default: in a year, or the duty's period; a certificate's has to be said]
cmd-discover = Read a live system and propose datasets for what looks personal
    .long =
        Reads the catalog and a sample of each table; values are judged where they are read, and none is shown. What it
        prints can be pasted into the policy; each line says what it rests on. A proposal is a guess: read it.
    .example = gallra discover shop > proposal.yaml
value-system = SYSTEM
arg-discover-system = The system's name in the policy
arg-check-live = Also compare the policy with the real systems: what looks personal and is in no dataset, what has gone
arg-check-probe-locks = With --live: also try whether stores (kind s3) keep locked objects. Writes one small object of Gallra's own into each, locked for ten seconds, and removes it
