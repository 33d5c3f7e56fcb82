# Requests of data subjects.
cmd-requests = Requests of persons: what is open, what is next, until when
    .long =
        A request goes from the day it came in to its answer: who asks is known, every system is searched, it is decided,
        a second person approves what is erased, it is carried out, and the answer goes out. The law gives one month.
        Every step leaves a leaf in the log, without the person's name. `--by` says who you are.
    .example =
        gallra requests list --by "Karin Ek"
        gallra requests next R-1 --by "Karin Ek"
arg-requests-by = Who you are: told in the trail and in the request, and in the log as a commitment
arg-requests-activity = The activity it is done for [default: the one that keeps requests, or the only one]
cmd-requests-list = List requests with the days that are left
    .example = gallra requests list --calendar requests.ics --by "Karin Ek"
arg-requests-list-all = Those that have come to their end too
arg-requests-list-customer = Only those about this customer's data
arg-requests-list-calendar = Write the last days as a calendar (iCalendar) to this file
cmd-requests-show = Show a request: whom it is about, what happened, what was found, what is next
arg-requests-show-request = The request, such as R-1
cmd-requests-next = Move a request one step on
    .long = Does what can be done without a word from a person; else it tells what has to be said. Ends with 1 then.
    .example = gallra requests next R-1 --by "Karin Ek"
arg-requests-next-request = The request, such as R-1
arg-requests-next-name-gaps = Do not wait for systems that do not answer: the answer names them
cmd-requests-verify = Say how it is known who asks, or ask for a code because of a doubt
    .long =
        The law lets you ask only on a reasonable doubt (GDPR Art. 12(6)). The code goes to an address that was on record
        before the request came, never to the one given; the clock stands still meanwhile if you ask within a week.
    .example =
        gallra requests verify R-1 --known "logged in to the customer portal" --by "Karin Ek"
        gallra requests verify R-1 --doubt "another address than ours" --by "Karin Ek"
        gallra requests verify R-1 --code 7K2M-9QTX --by "Karin Ek"
arg-requests-verify-request = The request, such as R-1
arg-requests-verify-code = The code that came back
arg-requests-verify-known = There is no doubt: how it is known
arg-requests-verify-doubt = There is a reasonable doubt, and this is it: writes the letter with a code
arg-requests-verify-by-post = Send it to the postal address on record
cmd-requests-decide = Decide what becomes of the person's records, with what only you can weigh
    .long = What is not said is not guessed: open questions are told, and what was said is kept until the rest is answered.
    .example = gallra requests decide R-1 --ended bookings --exempt support=legal-claims --by "Karin Ek"
arg-requests-decide-request = The request, such as R-1
arg-requests-decide-in-force = Activities whose contract with the person is in force
arg-requests-decide-ended = Activities whose contract has ended
arg-requests-decide-exempt = An exemption that you have weighed, such as support=legal-claims
arg-requests-decide-no-exemption = Activities for which no exemption applies
arg-requests-decide-instructed = Activities as a processor for which the customer told us to erase
arg-requests-decide-theirs = Doubtful matches that are this person's
arg-requests-decide-not-theirs = Doubtful matches that are somebody else's
arg-requests-decide-name-gaps = Do not wait for systems that do not answer: the answer names them
cmd-requests-approve = Approve a decision by which something is erased; not by who decided
    .example = gallra requests approve R-1 --by "Bo Lind"
arg-requests-approve-request = The request, such as R-1
arg-requests-approve-expect = The number of records in the plan, where the guard asks for it
cmd-requests-send-back = Do not approve: it is looked at again
arg-requests-send-back-request = The request, such as R-1
arg-requests-send-back-reason = Why
cmd-requests-extend = Extend the time by two months, once and within the first month
    .example = gallra requests extend R-1 --reason "records in six systems" --by "Karin Ek"
arg-requests-extend-request = The request, such as R-1
arg-requests-extend-reason = Why, as the person reads it
cmd-requests-refuse = Refuse a request, with reasons, where to complain and the court
    .example = gallra requests refuse R-1 --ground excessive --reason "the same question for the sixth time this month" --by "Karin Ek"
arg-requests-refuse-request = The request, such as R-1
arg-requests-refuse-ground = unfounded, excessive, not-identifiable, rights-of-others, expression, legal-obligation, public-health, archiving, legal-claims, compelling-grounds, conditions-not-met or restricted-by-law
arg-requests-refuse-reason = Why, as the person reads it
arg-requests-refuse-authority = Where to complain [default: the policy's authority, or the country's]
arg-requests-refuse-court = The court [default: the country's]
cmd-requests-withdraw = Note that the person has taken the request back
arg-requests-withdraw-request = The request, such as R-1
cmd-requests-forward = Hand a request about a customer's data to that customer (GDPR Art. 28(3)(e))
arg-requests-forward-request = The request, such as R-1
cmd-requests-task = Attest that a person has done a task of a request
    .example = gallra requests task R-1 1 --saying "Went through binder 3, shredded one page" --by "Karin Ek"
arg-requests-task-request = The request, such as R-1
arg-requests-task-task = The task's number
arg-requests-task-saying = What was done
cmd-requests-note = Write a note into a request
arg-requests-note-request = The request, such as R-1
arg-requests-note-text = The note
cmd-requests-recipients = Recipients that have to hear of what was done (GDPR Art. 19), and what each answered
    .long =
        The letter to each lies in the outbox. Say when you have sent it, and what came back. Ends with 1 as long as somebody
        has not been told.
    .example =
        gallra requests recipients R-1 --by "Karin Ek"
        gallra requests recipients R-1 mailer --told --by "Karin Ek"
        gallra requests recipients R-1 mailer --answered done --on 2026-12-01 --by "Karin Ek"
arg-requests-recipients-request = The request, such as R-1
arg-requests-recipients-recipient = The recipient, as the policy names it
arg-requests-recipients-told = The letter to it was sent
arg-requests-recipients-answered = What it answered: done, nothing-held, not-done; or impossible, where telling it is
arg-requests-recipients-on = The day of that [default: today]
cmd-requests-lift = End a restriction: announce it, note that the person was told, then lift it (GDPR Art. 18(3))
    .long =
        The law wants the person told before their data is used again. With --reason the letter is written; with --told you say
        that it was sent; without either the restriction is lifted, on the announced day or later. Recipients that were told of
        the restriction are written to.
    .example =
        gallra requests lift R-1 --reason "We have looked at it: the address is right" --by "Karin Ek"
        gallra requests lift R-1 --told --by "Karin Ek"
        gallra requests lift R-1 --by "Karin Ek"
arg-requests-lift-request = The request, such as R-1
arg-requests-lift-reason = Why it ends, as the person reads it: writes the letter
arg-requests-lift-ends = The day on which it ends [default: in seven days]
arg-requests-lift-told = The letter was sent
arg-requests-lift-on = The day of that [default: today]
arg-requests-verify-asking = Ask for this instead of a code, where no address is on record; as often as needed
arg-requests-decide-decision = An automated decision was looked at: it was changed, or it stands
cmd-requests-certificate = Certify what was found and done, system by system
arg-requests-certificate-request = The request, such as R-1

cmd-subject-access = Take in a request for access (GDPR Art. 15)
    .long = Nobody is looked for yet: it opens the request, and `gallra requests next` searches, decides and makes the package.
    .example = gallra subject access --email @address.txt --by "Karin Ek"
cmd-subject-export = Take in a request for portability (GDPR Art. 20)
    .long = As `access`; the package holds what the person gave, in forms that programs read.
    .example = gallra subject export --email @address.txt --by "Karin Ek"
cmd-subject-erase = Take in a request for erasure (GDPR Art. 17)
    .long = Nothing is erased by this: it opens the request. `gallra requests next` moves it on, and a second person approves.
    .example = gallra subject erase --email @address.txt --received 2026-11-20 --by "Karin Ek"
cmd-subject-rectify = Take in a request for correction (GDPR Art. 16)
    .example = gallra subject rectify --email @address.txt --what phone --old 070-1740605 --new 070-1740606 --by "Karin Ek"
arg-subject-rectify-what = What is wrong: email, phone, name, address, or a category such as contact.city
arg-subject-rectify-old = As it is
arg-subject-rectify-new = As it is to be
cmd-subject-restrict = Take in a request for restriction (GDPR Art. 18)
    .long = Nothing is marked by this: it opens the request, and `gallra requests next` moves it on.
    .example = gallra subject restrict --email @address.txt --ground claims --by "Karin Ek"
arg-subject-restrict-ground = Why: accuracy, unlawful, claims or objection [default: accuracy]
cmd-subject-review = Take in a request that a human looks at an automated decision (GDPR Art. 22(3))
    .example = gallra subject review --email @address.txt --decision "No credit on 3 March" --by "Karin Ek"
arg-subject-review-decision = Which decision, as the person reads it
cmd-subject-object = Take in an objection (GDPR Art. 21)
    .example = gallra subject object --marketing --email @address.txt --by "Karin Ek"
arg-subject-object-to = Activities of the policy that are objected to
arg-subject-object-marketing = Direct marketing is objected to: it is stopped at once
value-request = REQUEST
value-task = TASK
value-ground = GROUND
value-activity-ground = ACTIVITY=GROUND
value-match = MATCH
value-tag = TAG
value-email-phone-name-address-dataset-column-category = WHAT

usage-request = A request is R-1 or 1
usage-exemption = An exemption is ACTIVITY=GROUND, such as support=legal-claims

col-request = Request
col-asked = Asks for
col-left = Left
col-matched = Matched
col-not-done = Not done
col-becomes = Becomes

col-request-erased = Erased
col-request-anonymised = Anonymised
col-request-kept = Kept
col-request-held = Held
col-request-last-day = Last day
col-request-next = Next

request-kind-access = access
request-kind-rectify = correction
request-kind-erase = erasure
request-kind-restrict = restriction
request-kind-port = portability
request-kind-object = objection
request-kind-human = a human's look
request-state-received = received
request-state-identity-asked = waits for the code
request-state-identity-verified = identity known
request-state-located = located
request-state-decided = decided
request-state-approved = approved
request-state-carried-out = carried out
request-state-answered = answered
request-state-refused = refused
request-state-withdrawn = withdrawn
request-state-forwarded = with the customer
request-did-received = received
request-did-identity-asked = asked who it is
request-did-identity-verified = identity known
request-did-located = searched
request-did-decided = decided
request-did-approved = approved
request-did-sent-back = sent back
request-did-carried-out = carried out
request-did-answered = answered
request-did-extended = time extended
request-did-refused = refused
request-did-withdrawn = withdrawn
request-did-forwarded = handed to the customer
request-did-task-attested = task attested
next-identity = say who it is
next-code = the code
next-locate = search
next-doubtful = { $matches ->
    [one] tell one doubtful match apart
   *[other] tell { $matches } doubtful matches apart
}
next-decide = decide
next-approve = approve
next-not-by = { $word }, and not by { $who }
next-again = carry out, again
next-carry-out = carry out
next-tasks = { $open ->
    [one] one task for a person
   *[other] { $open } tasks for people
}
next-answer = answer
next-forward = hand to the customer
becomes-erase = erased
becomes-anonymise = stays without the person
becomes-keep = kept
becomes-held = under a hold
becomes-locked = locked by the store
becomes-task = a person does it
becomes-not-ours = the customer decides
becomes-open = not decided
becomes-shared = stays: it is others' too

requests-none = No requests.
requests-late = { $late ->
    [one] One request is late.
   *[other] { $late } requests are late.
}
requests-calendar = Calendar: { $path }
request-of-customer = { $number } (customer { $customer })
request-days = { $days ->
    [one] one day
   *[other] { $days } days
}
request-late = { $days ->
    [one] late by one day
   *[other] late by { $days } days
}
request-paused = { $days ->
    [one] one day, paused
   *[other] { $days } days, paused
}
request-in-time = in time
request-was-late = was late
request-opened = { $number }: { $kind } is asked for; the last day to answer is { $day }.
request-opened-waits = It waits for { $others }, which has to be carried out before anything is erased.
request-opened-first = { $others } waits for it: nothing of this person is erased before this one is carried out.
request-asked-for = { $number }: the letter that asks for more lies in { $path }; send it to whoever wrote.
request-asked = { $number }: the letter with the code lies in { $path }; send it to the address in it.
request-verified = { $number }: it is known who asks.
request-extended = { $number }: extended to { $day }; the letter lies in { $path } and has to go today.
request-refused = { $number }: refused. Complaint: { $authority }. Court: { $court }. The letter lies in { $path }.
request-withdrawn = { $number }: taken back.
request-sent-back = { $number }: sent back.
request-forwarded = { $number }: for customer { $customer } to answer; the letter lies in { $path }.
request-task-done = { $left ->
    [0] { $number }: task { $task } is attested; none is open.
    [one] { $number }: task { $task } is attested; one is open.
   *[other] { $number }: task { $task } is attested; { $left } are open.
}
request-noted = { $number }: noted.
request-ended = { $number } has come to its end.
request-moved = { $number }: { $state }.
request-answered = { $number }: answered. Letter: { $path }. Certificate: { $certificate }.
request-answered-how = by letter
request-certified = Certificate: { $path }
request-package = Package: { $path }. Passphrase, shown this once and sent another way than the package: { $passphrase }
request-found = { $records ->
    [one] { $dataset }: one record
   *[other] { $dataset }: { $records } records
}
request-found-nothing = Nothing of this person was found.
request-gap = { $dataset }: not searched
request-mentions = { $mentions ->
    [one] One text speaks of the person: `gallra subject find` shows it.
   *[other] { $mentions } texts speak of the person: `gallra subject find` shows them.
}
request-nothing-to-do = There is nothing to decide about.
request-no-parts = Nothing was found, so nothing was done.
request-by-hand = by hand
request-not-checked = not checked
request-title = { $number }: { $kind }
request-move = { $what } ({ $who })
request-next = Next: { $what }
request-doubtful = { $id }: { $records } ({ $names }): { $why }
request-task = Task { $id }: { $dataset } in { $system }, by { $role } until { $due }
request-proof-code = a code that came back
request-label-stands = Stands
request-label-received = Received
request-label-last-day = Last day
request-label-given = Known by
request-label-words = Words
request-label-proof = Identity
request-label-file = File
request-calendar = { $number }: answer ({ $kind })
request-calendar-law = GDPR Art. 12(3)
verify-request = The certificate of request { $number } holds
verify-request-means = It shows that these leaves stand in the signed log, all about this one request, and what they say. It names nobody, and does not show that nothing else was there.

request-acknowledged = A letter that it has come: { $path }
request-label-decision = Decision
request-label-ends = Ends on
request-hears = { $recipients ->
    [one] One recipient of the data has to hear of it, too: the letter lies in the outbox.
   *[other] { $recipients } recipients of the data have to hear of it, too: the letters lie in the outbox.
}
recipient-told = { $number }: { $recipient } was told.
recipient-noted = { $number }: what { $recipient } answered is noted.
recipients-hear-none = Nobody else has received this data, so nobody has to be told.
col-hears = Has to hear that it was
hears-erased = erased
hears-rectified = corrected
hears-restricted = restricted
hears-lifted = released again
heard-nothing = not told yet
heard-told = told on { $day }, asked to answer by { $by }
heard-late = told; no answer by { $day }
heard-done = has done the same ({ $day })
heard-nothing-held = holds nothing of it ({ $day })
heard-not-done = has not done it ({ $day })
heard-impossible = cannot be told ({ $day })
lift-announced = { $number }: the restriction ends on { $day }. The letter that says so: { $path }
lift-told = { $number }: the person knows that the restriction ends on { $day }.
lift-done = { $number }: the restriction has ended.

err-no-such-request = There is no request { $number }
err-no-such-request-help = list them: `gallra requests list --all`
err-request-changed = { $number }: somebody else changed it meanwhile; nothing was changed by this
err-request-changed-help = look at it again, and say it again if it still holds
err-request-no-given = Nothing was given that a person can be found by
err-request-no-given-help = give an e-mail address, a telephone number, an identity number or `--subject NAME=VALUE`; a name alone finds nobody
err-request-misread = One of the identifiers cannot be read
err-request-misread-help = correct it, or give it as another kind
err-request-same = { $number } asks for the same and is not answered yet
err-request-same-help = go on with that one, or say `--again`
err-request-ahead = { $day } lies ahead
err-request-ahead-help = say the day on which it came in
err-request-gone = { $number }: its time was over, and nobody can read it any more
err-request-gone-help = its leaves in the log tell that it was there
err-request-waits = { $number } waits for { $other } of the same person
err-request-waits-help = carry that one out first: what it asks for would be gone
err-request-no-address = { $number }: no address of this person is on record
err-request-no-address-help = say another way in which it is known who asks: `gallra requests verify … --known`
err-request-doubtful = { $matches ->
    [one] { $number }: one match is doubtful, and nobody has said whose it is
   *[other] { $number }: { $matches } matches are doubtful, and nobody has said whose they are
}
err-request-doubtful-help = `gallra requests show` lists them; answer with `gallra requests decide … --theirs … --not-theirs …`
err-request-open = { $number }: not everything is weighed: { $activities }
err-request-open-help = say for each, with `gallra requests decide …`: --in-force, --ended, --exempt ACTIVITY=GROUND or --no-exemption
err-request-failing = { $number }: { $systems } did not answer; it stays open
err-request-failing-help = run the same command again; from some days before the last one, or with `--name-gaps`, the answer names them
err-request-no-task = { $number } has no open task { $task }
err-request-no-task-help = `gallra requests show` lists them
err-request-not-forwarded = { $number } is not for a customer to answer
err-request-not-forwarded-help = carry it out: `gallra requests next`
err-request-nothing-done = { $number }: nothing was carried out yet, so there is nothing to certify
err-request-nothing-done-help = move it on: `gallra requests next`
err-request-state = { $number } is { $state }, and this is not possible from there
err-request-state-help = `gallra requests show` tells what is next
err-request-role = { $number }: another role has to do this
err-request-role-help = `gallra requests show` tells who may
err-request-same-person = { $number }: who decided cannot approve
err-request-same-person-help = a second person has to: `--by`
err-request-back = { $number }: { $on } is before the last move, on { $last }
err-request-back-help = set the clock right
err-request-too-late = { $number }: the first month ended on { $day }, so the time cannot be extended
err-request-too-late-help = answer it as soon as you can
err-request-twice = { $number } was extended already
err-request-twice-help = the law gives two further months, once
err-request-tasks = { $open ->
    [one] { $number }: one task for a person is not attested
   *[other] { $number }: { $open } tasks for people are not attested
}
err-request-tasks-help = `gallra requests show` lists them; attest each with `gallra requests task`
err-request-not-stated = { $number }: { $what } is not stated
err-request-not-stated-help = state it: the person has to be told
err-request-ground = { $number }: that ground is none for { $kind }
err-request-ground-help = the grounds that the law knows for it stand in `gallra requests refuse --help`
err-request-not-weighed = { $number }: the objection is not weighed yet: { $activities }
err-request-not-weighed-help = say for each, with `gallra requests decide …`: --no-exemption ACTIVITY if it stops, or --exempt ACTIVITY=compelling-grounds with a note of the reasons; where no interest is the basis, refuse it: --ground conditions-not-met
err-request-not-looked = { $number }: nobody has looked at the decision yet
err-request-not-looked-help = look at it, write why with `gallra requests note`, and say what came of it: `gallra requests decide … --decision changed`, or stands
err-request-no-reasons = { $number }: the reasons are not stated
err-request-no-reasons-help = the person has to be told: `gallra requests note … "…"`, in their language; the last note stands in the letter
err-request-no-recipient = { $number }: there is nothing open to tell `{ $recipient }`, or to hear from it
err-request-no-recipient-help = `gallra requests recipients …` lists them; first --told, then --answered
err-request-not-restricted = { $number }: no restriction of it is in force
err-request-not-restricted-help = `gallra requests show` tells where it stands
err-request-ends = { $number }: { $day } is today or before
err-request-ends-help = the person is told before the restriction ends: give a later day
err-request-not-announced = { $number }: that the restriction ends was not announced
err-request-not-announced-help = write the letter first: `gallra requests lift … --reason "…"`
err-request-not-yet = { $number }: the restriction ends on { $day }, as the person was told
err-request-not-yet-help = run the same command on that day or later
err-code-not-asked = { $number }: no code was sent
err-code-not-asked-help = ask first: `gallra requests verify … --doubt`
err-code-wrong = { $left ->
    [one] { $number }: that is not the code; one try is left
   *[other] { $number }: that is not the code; { $left } tries are left
}
err-code-wrong-help = ask the person to read it again
err-code-expired = { $number }: the code's time is over
err-code-expired-help = ask again: `gallra requests verify … --doubt` writes a new one
err-code-spent = { $number }: there were too many tries
err-code-spent-help = ask again: `gallra requests verify … --doubt` writes a new one

# What every request that comes in says.
arg-subject-access-received = The day on which it came in: the clock runs from it [default: today]
arg-subject-access-customer = The customer whose data it is about, by its number in the register
arg-subject-access-from = Who sent it: the person, or the customer as an instruction [default: person]
arg-subject-access-language = The language of the answer, such as sv [default: the one you use]
arg-subject-access-words = In the person's own words
arg-subject-access-again = It was asked before and is asked once more, knowingly
arg-subject-access-by = Who you are: told in the trail and in the request
arg-subject-access-activity = The activity it is done for [default: the one that keeps requests, or the only one]
arg-subject-access-email = An e-mail address
arg-subject-access-phone = A telephone number
arg-subject-access-number = A personal or coordination number
arg-subject-access-subject = A value of the policy's `subject`, such as customer_no=1042
arg-subject-access-name = A name: finds nobody by itself, and tells apart those whom something else found
arg-subject-export-received = The day on which it came in: the clock runs from it [default: today]
arg-subject-export-customer = The customer whose data it is about, by its number in the register
arg-subject-export-from = Who sent it: the person, or the customer as an instruction [default: person]
arg-subject-export-language = The language of the answer, such as sv [default: the one you use]
arg-subject-export-words = In the person's own words
arg-subject-export-again = It was asked before and is asked once more, knowingly
arg-subject-export-by = Who you are: told in the trail and in the request
arg-subject-export-activity = The activity it is done for [default: the one that keeps requests, or the only one]
arg-subject-export-email = An e-mail address
arg-subject-export-phone = A telephone number
arg-subject-export-number = A personal or coordination number
arg-subject-export-subject = A value of the policy's `subject`, such as customer_no=1042
arg-subject-export-name = A name: finds nobody by itself, and tells apart those whom something else found
arg-subject-erase-received = The day on which it came in: the clock runs from it [default: today]
arg-subject-erase-customer = The customer whose data it is about, by its number in the register
arg-subject-erase-from = Who sent it: the person, or the customer as an instruction [default: person]
arg-subject-erase-language = The language of the answer, such as sv [default: the one you use]
arg-subject-erase-words = In the person's own words
arg-subject-erase-again = It was asked before and is asked once more, knowingly
arg-subject-erase-by = Who you are: told in the trail and in the request
arg-subject-erase-activity = The activity it is done for [default: the one that keeps requests, or the only one]
arg-subject-erase-email = An e-mail address
arg-subject-erase-phone = A telephone number
arg-subject-erase-number = A personal or coordination number
arg-subject-erase-subject = A value of the policy's `subject`, such as customer_no=1042
arg-subject-erase-name = A name: finds nobody by itself, and tells apart those whom something else found
arg-subject-rectify-received = The day on which it came in: the clock runs from it [default: today]
arg-subject-rectify-customer = The customer whose data it is about, by its number in the register
arg-subject-rectify-from = Who sent it: the person, or the customer as an instruction [default: person]
arg-subject-rectify-language = The language of the answer, such as sv [default: the one you use]
arg-subject-rectify-words = In the person's own words
arg-subject-rectify-again = It was asked before and is asked once more, knowingly
arg-subject-rectify-by = Who you are: told in the trail and in the request
arg-subject-rectify-activity = The activity it is done for [default: the one that keeps requests, or the only one]
arg-subject-rectify-email = An e-mail address
arg-subject-rectify-phone = A telephone number
arg-subject-rectify-number = A personal or coordination number
arg-subject-rectify-subject = A value of the policy's `subject`, such as customer_no=1042
arg-subject-rectify-name = A name: finds nobody by itself, and tells apart those whom something else found
arg-subject-restrict-received = The day on which it came in: the clock runs from it [default: today]
arg-subject-restrict-customer = The customer whose data it is about, by its number in the register
arg-subject-restrict-from = Who sent it: the person, or the customer as an instruction [default: person]
arg-subject-restrict-language = The language of the answer, such as sv [default: the one you use]
arg-subject-restrict-words = In the person's own words
arg-subject-restrict-again = It was asked before and is asked once more, knowingly
arg-subject-restrict-by = Who you are: told in the trail and in the request
arg-subject-restrict-activity = The activity it is done for [default: the one that keeps requests, or the only one]
arg-subject-restrict-email = An e-mail address
arg-subject-restrict-phone = A telephone number
arg-subject-restrict-number = A personal or coordination number
arg-subject-restrict-subject = A value of the policy's `subject`, such as customer_no=1042
arg-subject-restrict-name = A name: finds nobody by itself, and tells apart those whom something else found
arg-subject-object-received = The day on which it came in: the clock runs from it [default: today]
arg-subject-object-customer = The customer whose data it is about, by its number in the register
arg-subject-object-from = Who sent it: the person, or the customer as an instruction [default: person]
arg-subject-object-language = The language of the answer, such as sv [default: the one you use]
arg-subject-object-words = In the person's own words
arg-subject-object-again = It was asked before and is asked once more, knowingly
arg-subject-object-by = Who you are: told in the trail and in the request
arg-subject-object-activity = The activity it is done for [default: the one that keeps requests, or the only one]
arg-subject-object-email = An e-mail address
arg-subject-object-phone = A telephone number
arg-subject-object-number = A personal or coordination number
arg-subject-object-subject = A value of the policy's `subject`, such as customer_no=1042
arg-subject-object-name = A name: finds nobody by itself, and tells apart those whom something else found
arg-subject-review-received = The day on which it came in: the clock runs from it [default: today]
arg-subject-review-customer = The customer whose data it is about, by its number in the register
arg-subject-review-from = Who sent it: the person, or the customer as an instruction [default: person]
arg-subject-review-language = The language of the answer, such as sv [default: the one you use]
arg-subject-review-words = In the person's own words
arg-subject-review-again = It was asked before and is asked once more, knowingly
arg-subject-review-by = Who you are: told in the trail and in the request
arg-subject-review-activity = The activity it is done for [default: the one that keeps requests, or the only one]
arg-subject-review-email = An e-mail address
arg-subject-review-phone = A telephone number
arg-subject-review-number = A personal or coordination number
arg-subject-review-subject = A value of the policy's `subject`, such as customer_no=1042
arg-subject-review-name = A name: finds nobody by itself, and tells apart those whom something else found
