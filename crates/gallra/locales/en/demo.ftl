# The demonstration.
demo-title = Gallra, in one minute
demo-company = { $organisation } is a web host that never existed, but behaves like one. It has { $records } records: in a database (customers, agreements, invoices, sites, mail, chats, logins), in logs of web servers, in folders of customers' material, in binders.
demo-promises = What it promises
demo-col-purpose = For
demo-col-promise = Promise
demo-at-least = kept at least { $period } after { $from }
demo-at-most = gone at most { $period } after { $from }
demo-own-settings = { $customers } customers chose shorter
demo-financial-year = the financial year of { $anchor }
demo-calendar-year = the year of { $anchor }
demo-calendar-month = the month of { $anchor }
demo-check = gallra check: do the promises hold together?
demo-broken = And are they kept? Promised, and the oldest that is still there
demo-bar = { $dataset }: promised { $promised }, oldest { $age }; { $rows } of { $total } overdue
demo-bar-floor = { $dataset }: to be kept { $promised }, oldest { $age }; { $rows } of { $total } may go
demo-bar-legend = █ the time  ▒ beyond the promise  ░ no longer needed
demo-hold = gallra hold: in a dispute with customer 7, nothing of theirs may go
demo-hold-reason = Dispute about an invoice
demo-lawyer = Vera Palmgren
demo-plan = gallra plan: what would go now, and what would stay
demo-approve = gallra approve: the guard asks first; then a person says how many
demo-officer = Karin Ek
demo-run = gallra apply: small batches, each written down before it is done
demo-paper = gallra attest: what only a person can do
demo-shredded = Went through binder 1 and 2, shredded what was due
demo-again = Looked at again, as if nothing were known
demo-again-count = { $due ->
    [0] Nothing is due any more
   *[other] { $due } are still due
 }; { $kept } are past their time and stay, because of the hold or because others refer to them.
demo-verify = gallra verify: the certificate, with the public key alone
demo-tamper = One digit of a copy is changed
demo-flipped = Byte { $byte } of { $path } is another now:
demo-farewell = Yours to try
demo-folder = All of it took { $time } and stands in { $path }.
demo-pages = The promises before and after, as pages to look at:
demo-go-on = Go on with:
