# The audit and attestations.
audit-title = Promises of { $organisation }, measured { $at }
audit-nothing = The policy promises nothing that can be measured: no activity has `at_most` or `until_review`.
audit-sum = Of the promises: { $kept } kept, { $broken } broken, { $unseen } not checked
audit-since = since { $at }
reason-never-attested = nobody has attested it yet: `gallra attest`
audit-before = { $now } overdue; { $before } at the audit before
audit-attested = by { $role }, good until { $until }
audit-html = page: { $path }
verdict-kept = kept
verdict-broken = broken
verdict-not-checked = not checked
col-verdict = Verdict
col-activity = Activity
col-line = Limit
col-place = Place
col-responsible = Responsible
col-good-until = Good until
fact-alive = Records
fact-oldest = Oldest
fact-overdue = Overdue
fact-before = Trend
fact-since = Since
fact-held = Held (legal hold, store's own lock)
audit-held-until = { $rows }, the store's own lock until { $day } at the latest
fact-kept-by-law = Kept longer by law
fact-ongoing = Time not begun
fact-unreadable = Age not readable
fact-attested = Attested
fact-reason = Why not
audit-page-title = { $organisation }: promises and reality
audit-page-measured = Measured { $at }
audit-page-kept = kept
audit-page-broken = broken
audit-page-not-checked = not checked
audit-page-line = promised limit { $day }
audit-page-bar = { $from } to { $to }: { $rows }
audit-page-alt = Records by age; { $rows } are from before the promised limit { $day }
audit-page-foot = Policy { $policy }. The verdicts and the hash of this report are sealed in the log; “gallra verify” proves it offline.
attested = attested: { $activity }, { $dataset }; good until { $until }
attest-none = Nothing in the policy waits for a person: there is no system of kind `manual` with a dataset.
attest-open = { $tasks ->
    [one] 1 task is open
   *[other] { $tasks } tasks are open
 }
attest-struck = { $rows ->
    [one] 1 row was struck off the index
   *[other] { $rows } rows were struck off the index
 }
attest-index = in the index { $rows }, of these { $overdue } whose time is up
attest-oldest = oldest { $day }
attest-deadline = to be taken out by { $day }
attest-unreadable = { $rows } without a readable date
attest-ran-out = ran out { $day }
attest-never = never
word-text = TEXT
