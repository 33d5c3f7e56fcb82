# Agreements: commands, tables, and the letters to customers.
cmd-agreements = Keep agreements: drafted, offered, accepted, ended, settled
    .long =
        Who accepted which version of which text, when and from where is kept as evidence; each move leaves a leaf in the
        log, without the customer's name. `--by` says who you are, `--for` for which activity you look into the register.
    .example =
        gallra agreements draft 7 dpa --text dpa-2026.md --by "Karin Ek"
        gallra agreements missing --letters letters --by "Karin Ek"
arg-agreements-by = Who you are: told in the register's trail, as a commitment
arg-agreements-activity = The activity it is done for [default: the one that keeps agreements, or the only one]
cmd-agreements-draft = Draft an agreement with a customer
    .long = The text is kept, sealed under the customer's key, and known by its hash.
    .example = gallra agreements draft 7 dpa --text dpa-2026.md --by "Karin Ek"
arg-agreements-draft-party = The customer's number in the register
arg-agreements-draft-kind = On what: service, dpa (processor agreement), instruction or publication
arg-agreements-draft-text = The text, to the byte
arg-agreements-draft-mode = Ours for all, negotiated, or the customer's own instruction [default: standard]
arg-agreements-draft-on = The day it was written [default: today]
arg-agreements-draft-supersedes = The accepted agreement whose next version it is
cmd-agreements-offer = Note that an agreement was offered
    .example = gallra agreements offer 12 --with price --by "Karin Ek"
arg-agreements-offer-id = The agreement's number
arg-agreements-offer-on = When [default: today]
arg-agreements-offer-answer = What is answered to the customer's own instruction: a price, or another service
cmd-agreements-review = Note that a customer asked for a review of its own instruction
arg-agreements-review-id = The agreement's number
arg-agreements-review-on = When [default: today]
cmd-agreements-accept = Accept an offered agreement, with the evidence
    .example = gallra agreements accept 12 --who "Anna Berg" --from 192.0.2.7 --text dpa-2026.md --by "Karin Ek"
arg-agreements-accept-id = The agreement's number
arg-agreements-accept-who = Who accepted, for the customer
arg-agreements-accept-from = From which address: of the network, of mail, of a street
arg-agreements-accept-text = The text that was shown; it or its hash is needed, and must be that of the offer
arg-agreements-accept-hash = That hash (SHA-256, 64 digits) instead of the text
arg-agreements-accept-on = When [default: today]
arg-agreements-accept-starts = The first day of the agreement [default: the day it was accepted]
cmd-agreements-withdraw = Withdraw what nobody has accepted
arg-agreements-withdraw-id = The agreement's number
cmd-agreements-paid = Note the first paid invoice; an offered service begins with it
arg-agreements-paid-id = The agreement's number
arg-agreements-paid-on = When it was paid [default: today]
cmd-agreements-end = End an agreement with a last day, which may lie ahead
arg-agreements-end-id = The agreement's number
arg-agreements-end-last-day = Its last day, such as 2027-01-31
cmd-agreements-settle = Note that nothing is owed after an ended agreement
arg-agreements-settle-id = The agreement's number
arg-agreements-settle-on = When that was so [default: today]
cmd-agreements-show = Show an agreement: its history, its evidence, its versions
arg-agreements-show-id = The agreement's number
arg-agreements-show-save = Write its text, to the byte, to this file
cmd-agreements-list = List agreements
arg-agreements-list-stands = Only those: drafted, offered, accepted, ended, settled, superseded, withdrawn
arg-agreements-list-party = Only those with this customer
cmd-agreements-missing = List customers without a processor agreement, and write to each
    .long = Those for whom the organisation processes personal data (GDPR Art. 28(3)). Ends with 1 if there are any.
    .example = gallra agreements missing --letters letters --by "Karin Ek"
arg-agreements-missing-letters = Write a letter to each into this folder; a file is called after the customer's number
cmd-agreements-setting = Show or set how long a customer wants its data kept
    .long = Never longer than the service promises. Without a period it shows what was chosen.
    .example =
        gallra agreements setting 7 --by "Karin Ek"
        gallra agreements setting 7 chats "20 days" --by "Karin Ek"
arg-agreements-setting-party = The customer's number in the register
arg-agreements-setting-dataset = The dataset
arg-agreements-setting-period = How long at most, such as "20 days"
arg-agreements-setting-unset = Take the customer's own period back
value-hash = HASH
value-state = STATE
value-period = PERIOD
usage-id = a number from the register is expected, such as 12
usage-period = a period is expected, such as "20 days" or "6 months"
usage-hash = a SHA-256 in 64 hexadecimal digits is expected

col-agreement = No
col-party = Party
col-about = On
col-version = Version
col-stands = Stands
col-since-day = Since
col-customer-since = Customer since
col-own-period = Own period
col-at-most = At most
col-agreed = Agreed
agreements-none = There are no such agreements.
agreement-kind-service = service
agreement-kind-dpa = processor agreement
agreement-kind-instruction = instruction
agreement-kind-publication = leave to publish
agreement-mode-standard = standard, the same for all
agreement-mode-negotiated = negotiated
agreement-mode-own-instruction = the customer's own instruction
agreement-state-drafted = drafted
agreement-state-offered = offered
agreement-state-accepted = accepted
agreement-state-ended = ended
agreement-state-settled = settled
agreement-state-superseded = superseded
agreement-state-withdrawn = withdrawn
agreement-answer-price = at a price
agreement-answer-other-service = another service
agreement-review-open = review asked for
agreement-drafted = Agreement { $id } is drafted. Its text has the hash { $hash }.
agreement-offered = Agreement { $id } was offered on { $day }.
agreement-review-noted = Agreement { $id }: a review was asked for on { $day }.
agreement-accepted = Agreement { $id } was accepted on { $day }. Its first day is { $starts }.
agreement-withdrawn = Agreement { $id } is withdrawn.
agreement-paid = Agreement { $id }: the first invoice was paid on { $day }.
agreement-ended = Agreement { $id }: its last day is { $day }.
agreement-settled = Agreement { $id } was settled on { $day }.
agreement-title = Agreement { $id }: { $about }
agreement-label-party = Party
agreement-label-stands = Stands
agreement-label-mode = Text is
agreement-label-text = Text's hash
agreement-label-drafted = Drafted
agreement-label-review = Review asked
agreement-label-offered = Offered
agreement-label-accepted = Accepted
agreement-label-starts = First day
agreement-label-paid = First paid
agreement-label-ended = Last day
agreement-label-settled = Settled
agreement-label-evidence = Evidence
agreement-label-version = Version
agreement-version = { $version } (agreement { $id }, { $stands }), text { $hash }
agreement-evidence = accepted by { $who } from { $address }
agreement-evidence-unreadable = nobody can read who accepted it: the key was destroyed
agreement-by-payment = nobody has signed; the first paid invoice began it
agreement-party-unreadable = (gone, or its key was destroyed)
agreement-saved = Its text was written to { $path }.
missing-nothing = nothing drafted
missing-sum = { $missing } of { $customers } { $customers ->
        [one] customer has
       *[other] customers have
    } no processor agreement in force.
missing-letters = { $letters ->
        [one] 1 letter was
       *[other] { $letters } letters were
    } written to { $folder }. Nothing was sent; enclose the agreement's text before you do.
settings-none = The policy lets customers choose for no dataset (`per_customer` in an activity of a processor).
setting-set = `{ $dataset }` is kept { $period } at most for this customer; the service promises { $ceiling }. Plans made before are stale.
setting-unset = The customer's own period for `{ $dataset }` is taken back; the service's counts again.
setting-was-none = The customer had no period of its own for `{ $dataset }`.

letter-dpa-title = An agreement on the personal data that we process for you
letter-dpa-since = You have been our customer since { $day }
letter-dpa-customer = You are our customer
letter-dpa-why = { $since }, and in our services { $organisation } processes personal data for which you are the controller. The law requires that we agree on it in writing (GDPR Article 28(3)): what we do, for how long, how the data is protected, and what becomes of it when we part. We have no such agreement with you that is in force. What we process for you:
letter-dpa-ask = Please read the processor agreement that we send with this letter. If you agree, accept it for your company; we note who accepted, when and which version. If your company has an instruction of its own, send it to us, and we will tell you whether we can follow it and at what price.
letter-dpa-reply = You reach us as usual.
letter-dpa-reply-to = You reach us at { $address }.
letter-greeting = Yours sincerely,

cmd-agreements-ending = Tell what becomes of a customer's data when the agreement ends
    .long =
        For each dataset that counts from the agreement: how many records of this customer are there now, when they go, when
        no backup holds them, what is kept longer and by which law. Reads only; `plan`, `approve` and `apply` carry it out.
    .example = gallra agreements ending 12 --letter ending.md --by "Karin Ek"
arg-agreements-ending-number = The agreement's number, or the customer's for all that hangs on it
arg-agreements-ending-letter = Write it as a letter for both parties to this file
cmd-agreements-certificate = Count again and certify what became of the data of an ended agreement
    .long =
        The certificate of GDPR Art. 28(3)(g): deleted where the count is 0, else how many records are left and why. It is
        sealed in the log, names the customer by a commitment only, and is verified with `gallra verify`.
    .example = gallra agreements certificate 12 --returned sites --by "Karin Ek"
arg-agreements-certificate-number = The agreement's number, or the customer's if only one has ended
arg-agreements-certificate-returned = Datasets that the customer got back: you state it, nothing is counted for it
value-party-id = PARTY|ID

col-there-now = There now
col-first-gone = First gone
col-all-gone = All gone
col-backups-gone = Backups clear
col-found = Found
ending-title = End of agreement { $id } with { $party }
ending-title-party = What hangs on agreements with { $party }
ending-settled = Its last day was { $last }; it was settled on { $settled }.
ending-unsettled = Its last day is { $last }; it is not settled.
ending-not-ended = It has no last day yet.
ending-nothing = No dataset that can be counted hangs on it.
ending-backups = Backups are kept { $period } after they were taken, so copies outlive the data by that long.
ending-no-backups = The policy declares no backups, so nothing is said about copies.
ending-how = Nothing was changed. `gallra plan` takes what is due, after a named person has approved it.
ending-the-policy = the policy
ending-law = { $rows } { $rows ->
        [one] record is
       *[other] records are
    } kept by law ({ $basis }), all of them until { $until }
ending-law-open = { $rows } { $rows ->
        [one] record is
       *[other] records are
    } kept by law ({ $basis }); until when is not known yet
ending-held = { $rows } under a legal hold or a lock, until it is lifted
ending-overdue = { $rows } overdue: their time is over, and the next run takes them
ending-unknown = { $rows } without a usable date: nobody can tell when they go
ending-open = what it counts from has not happened yet: { $rules }
ending-anonymised = records stay, without the person
ending-task = a person sees to it
ending-not-reached = not counted: { $why }
ending-no-key = not counted: the register does not know this customer's `{ $key }`
ending-no-link = not counted: nothing in it tells whose a record is
ending-letter = The letter was written to { $path }. Nothing was sent.
letter-end-title = What becomes of your data when our agreement ends
letter-end-why = This is what { $organisation } holds of yours today under the agreement, when each part is gone from the systems in use, and when the last backup with a copy of it is gone. It is the plan for both of us. If you want data returned before it goes, tell us before the first of these days.
letter-end-kept = What is kept longer, or handled otherwise
letter-end-gaps = What could not be counted
letter-end-how = Nothing goes before a named person has approved it. Afterwards everything is counted again, and you receive a certificate that anyone can verify (GDPR Article 28(3)(g)).
ended-issued = Certified: { $path }
ended-deleted = deleted
ended-anonymised = anonymised
ended-left = left
ended-not-checked = not checked
ended-not-due = { $rows } not due yet, all of them gone by { $until }
ended-not-due-open = { $rows } not due yet; what they count from has not happened
ended-gap-not-reached = the system could not be counted in
ended-gap-no-key = the register does not know how that system writes the customer
ended-gap-no-link = nothing in it tells whose a record is
ended-runs = taken by { $runs }
ended-returned = stated as returned to the customer
ended-title = Certificate: end of agreement { $id }
ended-says = { $organisation } certifies what was found on { $at }, when every dataset that hangs on the agreement was counted again for this customer (GDPR Article 28(3)(g)).
ended-life = The agreement, as the log tells it, with the SHA-256 of its text:
ended-customer = The customer stands in the log as the commitment { $customer }, and in no other way.
ended-proof = This text is for reading. The proof is the file of the same name that ends in `.json`: `gallra verify` checks it offline with the public key alone.
agreement-done-drafted = drafted
agreement-done-offered = offered
agreement-done-accepted = accepted
agreement-done-ended = last day
agreement-done-settled = settled
agreement-done-superseded = superseded
agreement-done-withdrawn = withdrawn
agreement-done-review-requested = review asked for
agreement-done-price-offered = offered at a price
agreement-done-other-service-offered = another service offered
agreement-done-first-paid = first invoice paid
verify-end = The certificate of the end of agreement { $id } is genuine.
verify-end-means = What is called deleted was counted for this customer's key and not found, at that moment, in systems in use. Copies in backups last until the day that stands there. A run's own certificate tells what it took of everybody.
verify-label-customer = customer
verify-label-counted = counted
verify-label-agreement = agreement
verify-label-life = its life
audit-agreed = every customer whose data we process has a processor agreement in force (`gallra agreements missing`)
