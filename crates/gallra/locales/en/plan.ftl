# The plan on the screen, checks, holds, init.
age-years = { $n ->
    [one] 1 year
   *[other] { $n } years
 }
age-months = { $n ->
    [one] 1 month
   *[other] { $n } months
 }
age-days = { $n ->
    [one] 1 day
   *[other] { $n } days
 }
age-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
 }

word-name = NAME
word-next = next: { $command }

action-delete = delete
action-anonymise = anonymise

col-number = #
col-dataset = Dataset
col-action = Action
col-records = Records
col-of = of
col-share = Share
col-oldest = Oldest
col-overdue = Overdue
col-outcome = Outcome
col-rows = Rows
col-cutoff = Before
col-hold = Hold
col-only = Records
col-until = Until
col-reason = Reason
col-run = Run
col-started = Started
col-finished = Finished

plan-title = Plan for { $organisation }, { $at }
plan-nothing-changed = Nothing has been changed.
plan-nothing-due = Nothing would be disposed of now.
plan-all = all
plan-step = { $number }  { $dataset }: { $action ->
    [anonymise] anonymise
   *[delete] delete
 } { $rows ->
    [one] 1 record
   *[other] { $rows } records
 } in { $place }
plan-place-table = { $system }, table { $table }
plan-place-part = { $system }, { $part }
plan-label-why = why
plan-label-kept = kept
plan-label-after = then
plan-clears = what the system still keeps of them is cleared
plan-clears-at-cost = what the system still keeps of them is cleared: about { $size } MB are written anew; { $lock ->
    [table] nobody reads or writes the table meanwhile
    [moments] writers of the table wait for moments
   *[file] nobody writes in the file meanwhile
 }
plan-clears-within = begun only { $window }
plan-label-along = along
plan-label-unusual = unusual
plan-because = { $activity }: { $rule } ({ $basis })
plan-because-no-basis = { $activity }: { $rule }
plan-held = { $rows } by legal hold { $hold }
plan-locked = { $rows } by the store's own lock
plan-locked-until = { $rows } by the store's own lock, until { $day } at the latest
plan-referenced = { $rows } because { $by } still refer to them
plan-cascaded = { $rows ->
    [one] 1 row
   *[other] { $rows } rows
 } of { $table } are deleted with them
plan-unlinked = { $rows ->
    [one] 1 row
   *[other] { $rows } rows
 } of { $table } lose their link
plan-partitions = whole partitions: { $tables }
plan-keys = Dates from another system: { $name } ({ $keys ->
    [one] 1 key
   *[other] { $keys } keys
 })
plan-notes = Not in the steps
plan-saved =
    saved: { $path }
    hash:  { $hash }
plan-guard = 
    The guard finds this plan unusual: whoever approves it must name its
    { $rows } records.
plan-next = If it is right, somebody approves it by name, and it is carried out:
guard-share = more than { $percent } % of the dataset
guard-times = more than { $limit } times the { $last } of the last run

note-not-checked = not checked: { $reason }
note-no-connector = not checked: this version has no way into systems of the kind `{ $kind }`
note-no-anchor = { $rows } not checked: no date to count from
note-not-known = { $rows } not checked: the system that has the date does not know whom they belong to
note-implausible-anchor = { $rows } not checked: the date to count from cannot be true
note-ongoing = { $rows } still ongoing: their time has not begun
note-kept-beyond-cap = { $rows } kept longer than promised, by law: { $basis }
note-in-future = { $rows } dated in the future: kept, worth a look
note-task = { $rows } for a person: { $what } ({ $by })
note-no-rule = no activity says how long it is kept

check-errors = { $n ->
    [one] 1 error
   *[other] { $n } errors
 }
check-warnings = { $n ->
    [one] 1 warning
   *[other] { $n } warnings
 }
check-notes = { $n ->
    [one] 1 note
   *[other] { $n } notes
 }
check-clean = nothing to complain about
check-ok = ok: { $organisation }, { $systems ->
    [one] 1 system
   *[other] { $systems } systems
 }, { $datasets ->
    [one] 1 dataset
   *[other] { $datasets } datasets
 }, { $activities ->
    [one] 1 activity
   *[other] { $activities } activities
 }; { $counts }
check-failed = the policy cannot be used: { $counts }
check-next = next: gallra plan
check-explain = help: `gallra explain CODE` tells the rule behind a code

approved = plan { $plan } approved by { $by }, { $at }: { $rows ->
    [one] 1 record
   *[other] { $rows } records
 }

hold-added = { $hold } is in force: { $dataset } and all that belongs to it
hold-added-next = a plan made before this is stale; next: { $command }
hold-none = There has never been a hold.
hold-none-in-force = No hold is in force.
hold-all-records = all
hold-until-lifted = lifted
hold-placed = placed by { $by }, { $at }.
hold-lifted-by = Lifted by { $by }, { $at }.
hold-ran-out = Ran out.
hold-lifted = { $hold } is lifted

init-ask = What kind of company is it?
init-ask-number = Number [1-{ $last }]:
init-written = { $files ->
    [one] One file
   *[other] { $files } files
 } written to { $path }:
init-next = 
    Change what is not true of you, above all organisation.yaml and the
    addresses of the systems.
    next: { $command }

rights-none = No system of this policy takes GRANT statements.
rights-files = Give the user that runs Gallra read and write permission on these files and their folders; to give a
    rewritten log back to its owner, and to see who has it open, takes root.
rights-s3 = Give the key s3:ListBucketVersions, s3:GetBucketVersioning, s3:GetBucketObjectLockConfiguration and s3:GetBucketLocation on
    the bucket, and s3:DeleteObjectVersion, s3:DeleteObject, s3:GetObjectRetention and s3:GetObjectLegalHold on its objects;
    never s3:BypassGovernanceRetention. Answering people also takes s3:GetObject and s3:GetObjectVersion. `check --live --probe-locks` also takes s3:PutObject and s3:PutObjectRetention.
rights-sqlite = SQLite knows no roles: give the user that runs Gallra read and write permission on the file and on its folder.
rights-not-reached = not reached: { $reason }
plan-idle = Nothing due in: { $datasets }.
plan-label-what = what
plan-before = from before { $cutoff }
plan-before-oldest = from before { $cutoff }; oldest { $day } ({ $age })
