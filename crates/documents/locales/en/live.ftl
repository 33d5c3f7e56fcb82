# The notice with what audits have measured.

live-title = What { $organisation } promises, and whether we keep it
live-lead = This is our privacy notice. Beside each retention period you can see what our latest check measured in the systems themselves.
live-head = What our latest check measured
live-kept = Kept. The oldest record is { $age } old, counted from the day on which the period begins. Checked { $at }.
live-kept-none = Kept. There are no records to which the period applies. Checked { $at }.
live-broken = { $n ->
    [one] Not kept: one record is older than promised. Checked { $at }.
   *[other] Not kept: { $shown } records are older than promised. Checked { $at }.
}
live-not-checked = Could not be checked { $at }.
live-never = Not checked yet.
live-no-limit = There is no longest period to check.
live-moment = on { $day } at { $time }
live-section = How you can check this yourself
live-no-audit = No check has been made yet. Until then the periods are only what we promise.
live-proof-lead = The outcome of the latest check, { $at }, is sealed in a log that cannot be changed afterwards without anyone noticing. What follows belongs to that entry.
live-proof-file = Proof (file beside this page)
live-proof-origin = Log
live-proof-index = Entry
live-proof-size = Entries in the log
live-proof-root = Checksum of the log
live-proof-checkpoint = Signed state of the log
live-proof-how = With our public key and the command "gallra verify" anyone can check that the entry is there, without having to trust us. The log contains no personal data.
