# Runs, proofs, progress.
run-finished = { $run }: done
run-finished-not-clean = { $run }: done, but not everything that was planned
run-finished-before = { $run }: an earlier attempt had done it all ({ $rows }) and broke off before its certificate
run-interrupted = { $run }: stopped; what is done is done, the rest waits
run-cascaded = { $rows ->
    [one] 1 row
   *[other] { $rows } rows
 } of { $table } went along
run-traces = Below what queries show, in the stores:
run-recounted = recounted: { $rows ->
    [0] nothing is left that should be gone
   *[other] { $rows } left that should be gone
 }
run-certificate = certificate: { $path }
run-goes-on = goes on with: { $command }

count-erased = { $rows } erased
count-anonymised = { $rows } anonymised
count-nothing-found = { $rows } not found
count-kept = { $rows } kept: others still refer to them
count-held = { $rows } held by a legal hold or by the store's own lock
count-skipped = { $rows } skipped
count-not-checked = { $rows } not checked
count-failed = { $rows } failed
count-none = none

outcome-erased = erased
outcome-anonymised = anonymised
outcome-nothing-found = nothing found
outcome-kept = kept
outcome-held = held
outcome-skipped = skipped
outcome-not-checked = not checked
outcome-failed = failed
outcome-open = open

reason-rows-left-after-recount = the recount found records that should be gone
reason-plan-is-stale = the plan had become stale
reason-an-earlier-step-did-not-finish = it waits for an earlier step that did not finish
reason-system-not-reached = its system was not reached
reason-beyond-the-plan = more records match now than when the plan was made; the next plan has them

residue-cleared = nothing is left in: { $places }
residue-nothing-kept = holds nothing: { $places }
residue-remains = may still hold traces: { $places }
residue-not-checked = not checked for traces: { $places }
residue-until = expires { $day }
place-storage = storage
place-file-blocks = blocks of the files on the disk
place-heap = table pages
place-indexes = indexes
place-toast = large values
place-dead-rows = old row versions
place-wal = write-ahead log
place-wal-archive = archive of the write-ahead log
place-pages = pages
place-freelist = free pages
place-journal = rollback journal
place-write-ahead-log = write-ahead log
place-redo-log = redo log
place-undo = undo log
place-doublewrite = doublewrite buffer
place-change-buffer = change buffer
place-binary-log = binary log
place-statistics = samples for the query planner
place-replicas = replicas
kept-behind-service = the disks of the service were not looked at: it clears them in its own time
kept-freed-blocks = blocks that the file system freed were not looked at
kept-not-rewritten = the tables were not rewritten
kept-old-copies-not-sought = what was deleted was overwritten, older copies were not looked for
kept-old-transaction = an older transaction still sees the rows
kept-prepared-transaction = an older prepared transaction is still open
kept-replication-slot = a replication slot holds it back
kept-cleanup-deferred = the server is set to put off clearing (vacuum_defer_cleanup_age)
kept-purge-behind = the server has not purged them yet
kept-not-vacuumed = not vacuumed yet
kept-not-checkpointed = the deletion is not carried into the file yet
kept-not-overwritten = it is written round, and has not come round yet
kept-kept-by-server = the server is set to keep old segments
kept-too-much-to-overwrite = more than 2 GiB would have to be written
kept-kept-until-expiry = it holds old rows until it expires
kept-kept-for-ever = it never expires
kept-copied-elsewhere = copies went elsewhere
kept-other-server = another server has a copy
kept-samples = they hold values of rows
kept-shared-file = it lies in a file that all tables share
kept-reused-later = freed places keep their bytes until they are used again
kept-in-use = somebody still reads it
kept-locked = somebody else held it
kept-timed-out = the time limit for statements was reached
kept-disk-full = the disk has no room for a second copy
kept-stopped = stopped
kept-outside-window = outside of the hours for clearing (residue_window)
kept-not-reached = the system does not answer
kept-refused = the database refused
kept-not-permitted = a right is missing
kept-needs-table-owner = the role must own the table
kept-needs-database-owner = the role must own the database
kept-needs-checkpoint = the role needs pg_checkpoint and EXECUTE on pg_switch_wal() and pg_ls_waldir()
kept-needs-alter = the role needs ALTER, CREATE and INSERT on the table
kept-needs-process = the role needs PROCESS
kept-needs-column-stats = the role needs SELECT on mysql.column_stats
goes-rewrite = gone when the table is next rewritten
goes-reuse = gone when its place is next written over
goes-truncation = gone when it is next truncated
goes-checkpoint = gone with the next checkpoint
goes-analyze = gone when samples are next taken

runs-none = There has been no run.
runs-unfinished = not finished

verify-certificate = Verified: the certificate of { $run }
verify-log = Verified: every leaf, every tile and the signature of the log
verify-label-key = key
verify-label-log = log
verify-label-plan = plan
verify-label-approved = approved
verify-label-started = started
verify-label-ended = ended
verify-label-broken-off = broken off
verify-label-rows = rows
verify-label-unknown = unknown
verify-label-since = since
verify-label-strays = other files
verify-log-size = { $origin }, { $leaves ->
    [one] 1 leaf
   *[other] { $leaves } leaves
 }, root { $root }
verify-approved = by a named person: { $rows ->
    [one] 1 record
   *[other] { $rows } records
 } in { $steps ->
    [one] 1 step
   *[other] { $steps } steps
 }
verify-unfinished = not at this checkpoint; later steps may exist
verify-broken-off = { $times ->
    [one] once
   *[other] { $times } times
 }, and gone on with
verify-unknown = { $leaves } leaves that this version does not understand; nothing is claimed about them
verify-recount = Recounted after each step: { $remaining } still covered by the rules, { $explained } of them explained (held, kept), { $unexplained } not.
verify-residue = Not shown: whether the storage below still holds traces of the records (index, journal, backups). That was not looked at, or some remain.
verify-own-key = The key is the one beside the log: this shows that nothing was damaged since it was signed. For proof against the operator, use a key that you received earlier (--key).
verify-your-key = The key is the one you gave: whoever holds its secret half signed exactly this.
verify-since = still contains, unchanged, the { $leaves } leaves of the older checkpoint
verify-strays = { $files } that do not belong to the log, nothing is said about them: { $names }

progress-looking = looking at { $system }
progress-counting = counting { $dataset }
progress-recounting = recounting
progress-done = done
progress-publishing = publishing { $leaves } leaves of evidence
line-begins = step { $number } of { $steps }: { $dataset }, { $of ->
    [one] 1 record
   *[other] { $of } records
 }
line-goes-on = step { $number } of { $steps }: { $dataset }, goes on after { $rows } of { $of ->
    [one] 1 record
   *[other] { $of } records
 }
line-batch = step { $number } of { $steps }: { $dataset }, { $rows } of { $of ->
    [one] 1 record
   *[other] { $of } records
 }, { $time }
line-ends = step { $number } of { $steps }: { $dataset }, { $rows ->
    [one] 1 record
   *[other] { $rows } records
 } done, { $time }

stop-first = stopping after the batch at hand; once more to stop at once
stop-second = stopped at once; the same command goes on
stop-at-once = stopped
apply-ask = Dispose of { $rows } records for good? Type { $yes }:
apply-yes = yes

# Where the state is.
store-moved = moved and compared: { $rows } rows in { $tables } tables
store-moved-postgres = The state is in PostgreSQL now; the file in the state folder is gone. Keys and the published log stay in the folder.
store-moved-embedded = The state is in the state folder now. The database in PostgreSQL still holds what it held: drop it.
