# Recipients, notices to customers, objections.
cmd-recipients = List who receives data, and tell customers of changes
    .long = For each recipient: role, country, agreement, what goes there, and when customers were told (GDPR Art. 28(2)). A sub-processor that is used without notice, before the time to object is over, or over an open objection is a broken promise in `audit`.
cmd-recipients-announce = Tell customers of new, changed and removed sub-processors
    .long = Compares the policy with what customers were last told. With --letters it writes a letter to each customer whose processor you are under an agreement in force, and records the notice; without it nothing is recorded. When nothing has changed, --letters writes those of the last notice again.
    .example = gallra recipients announce --by "Karin Ek" --letters letters
cmd-recipients-objection = Record that a customer objects, or that it is settled
    .example = gallra recipients objection 12 cloud --on 2026-11-30 --saying "Not outside the EU" --by "Karin Ek"
cmd-recipients-status = Tell who was told, who objected and what is open
arg-recipients-announce-by = Who announces
arg-recipients-announce-letters = Folder for the letters, one file for each customer
arg-recipients-announce-window = How long customers can object, such as 30d [default: the policy's objection_window, or 30 days]
arg-recipients-announce-known = The customers' agreements name the list as it is: nobody is written to
arg-recipients-objection-party = The customer's number in the register
arg-recipients-objection-recipient = The recipient's name in the policy
arg-recipients-objection-on = The day, such as 2026-11-30
arg-recipients-objection-saying = What the customer said, or what was agreed
arg-recipients-objection-by = Who writes it down
arg-recipients-objection-settled = It was withdrawn or agreed upon: close what is open
value-recipient = RECIPIENT
value-window = PERIOD
col-recipient = Recipient
col-recipient-role = Role
col-recipient-country = Country
col-recipient-agreement = Agreement
col-recipient-announced = Announced
col-recipient-why = Why
recipient-controller = controller
recipient-processor = processor
recipient-sub-processor = sub-processor
recipient-authority = authority
recipients-none = The policy names no recipients.
recipients-untold = not told
recipients-transfer = transfer: { $mechanism }
recipients-uses = { $activities } ({ $datasets })
recipients-from = used from { $day }
transfer-adequacy-decision = adequacy decision (Art. 45)
transfer-standard-contractual-clauses = standard contractual clauses (Art. 46(2)(c))
transfer-binding-corporate-rules = binding corporate rules (Art. 47)
transfer-code-of-conduct = code of conduct (Art. 46(2)(e))
transfer-certification = certification (Art. 46(2)(f))
transfer-derogation = derogation (Art. 49)
recipient-added = new
recipient-changed = changed
recipient-removed = removed
announce-nothing = Customers know the list as it is.
announce-would = { $customers ->
    [0] No customer has an agreement in force: nobody would be written to
    [one] 1 customer would be written to, and could object until { $ends }
   *[other] { $customers } customers would be written to, and could object until { $ends }
 }
announced = { $customers ->
    [one] recorded: 1 customer is told, and can object until { $ends }
   *[other] recorded: { $customers } customers are told, and can object until { $ends }
 }
announced-known = recorded: nobody had to be written to
letters-written = { $letters ->
    [one] 1 letter in { $path }
   *[other] { $letters } letters in { $path }
 }
notices-none = Nothing has been announced.
notices-untold = Not announced yet:
notice-title = Notice { $notice }
notice-known = { $on }: the agreements name it, nobody was written to
notice-open = { $on }: { $customers } told, can object until { $ends }
notice-closed = { $on }: { $customers } told, could object until { $ends }
notice-told = customers
objections-title = Objections
objection-line = customer { $customer }, { $day }
objection-is-open = open
objection-settled-on = settled { $day }
objection-was-late = after the window
objection-not-in-policy = no longer in the policy
objection-taken = recorded: customer { $customer } objects to { $recipient }
objection-late = it came late: the time to object ended { $day }
objection-not-told = this customer was not told of it by a notice
objection-gone = the policy does not use it any more
objection-settled = { $number ->
    [one] recorded: 1 objection of customer { $customer } to { $recipient } is settled
   *[other] recorded: { $number } objections of customer { $customer } to { $recipient } are settled
 }
sub-processors-title = Customers are told before sub-processors change
sub-announced = announced { $day }, and the time to object is over
sub-not-yet = used from { $day }
sub-not-announced = it is used, and no customer was told: `gallra recipients announce`
sub-changed = it is used in another way than was announced { $day }: `gallra recipients announce`
sub-window = it is used while customers can object, until { $day }
sub-objection = { $objections ->
    [one] it is used although 1 objection is open
   *[other] it is used although { $objections } objections are open
 }
reason-no-register = there is no register of customers, and nothing was announced
letter-title = Change of sub-processors
letter-why = We process personal data on your behalf. Before we engage another processor for it, or change one, we tell you, so that you can object (GDPR Art. 28(2)).
letter-added = New: { $name }
letter-changed = Changed: { $name }
letter-removed = No longer used: { $name }
letter-name-before = Name before: { $name }
letter-place = Where: { $place }
letter-place-before = Where: { $place } (before: { $before })
letter-abroad = { $country }, by { $mechanism }
letter-for = What for: { $activities }
letter-from = From: { $day }
letter-object = You can object until { $day }. Write to { $reach }, and say what you object to and why.
letter-object-reply = You can object until { $day }. Answer this letter, and say what you object to and why.
letter-then = We decide on your objection before the change applies to your data. The same obligations as in our agreement with you are laid on each sub-processor (Art. 28(4)).
