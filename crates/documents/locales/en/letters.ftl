# Letters. "You" is the person who asked, or the business that is written to.

letter-reference = Our reference: { $number }
letter-closing = Yours sincerely,
letter-questions = If anything is unclear, you are welcome to contact us: { $contact }.
letter-questions-business = If you have any questions, please contact us: { $contact }.
letter-questions-reply = If anything is unclear, you are welcome to reply to this letter.
letter-questions-reply-business = If you have any questions, please reply to this letter.
letter-records = { $n ->
    [one] one record
   *[other] { $shown } records
}
letter-part = { $what } ({ $records })

# What was asked for, after "your request for".
letter-asked-access = access to your personal data
letter-asked-rectify = correction of your personal data
letter-asked-erase = erasure of your personal data
letter-asked-restrict = restriction of the processing of your personal data
letter-asked-port = a portable copy of your personal data
letter-asked-object = us to stop processing your personal data
letter-asked-human = a person to review an automated decision about you

letter-section-reasons = The reasons
letter-section-remedies = If you are not satisfied
letter-remedy-own = You are welcome to contact us first, so that we can look at the matter again.
letter-remedy-authority = You have the right to complain to the supervisory authority (Article 77 of the General Data Protection Regulation): { $authority }.
letter-remedy-authority-any = You have the right to complain to the data protection authority in the country where you live or work (Article 77 of the General Data Protection Regulation).
letter-remedy-court = You also have the right to take the matter to court (Article 79).
letter-remedy-court-se = You also have the right to take the matter to court (Article 79). In Sweden you turn to a district court (tingsrätt).
letter-remedy-complaint = You have the right to complain to the supervisory authority, { $authority } (Article 77 of the General Data Protection Regulation).
letter-remedy-judicial = You also have the right to take the matter to court (Article 79): { $court }.

# Received.
letter-acknowledged-title = We have received your request
letter-acknowledged-lead = On { $received } we received your request for { $asked }. Thank you for writing to us.
letter-acknowledged-next = You will have our answer by { $day } at the latest. Should we need more time, we will tell you by that day, and tell you why.
letter-acknowledged-access = We are now looking for data about you in all the systems that we use, and putting it together for you.
letter-acknowledged-rectify = We are now looking into what is wrong, and in which systems it needs to be corrected.
letter-acknowledged-erase = We are now looking for data about you in all the systems that we use. Some data may have to be kept because the law says so. If that is the case, we will tell you which data, why and until when.
letter-acknowledged-restrict = We are now looking into which data is concerned, and how we can make sure that it is only stored.
letter-acknowledged-port = We are now putting together the data that you have given us, in a format that other services can read.
letter-acknowledged-object = We are now considering your objection. If it concerns direct marketing, we stop at once.
letter-acknowledged-human = Somebody who may change the decision is now going through it. If there is something you want that person to know, please write to us.
letter-acknowledged-wait = You do not need to do anything more. If we have to ask you something, we will be in touch. It is free of charge.

# Code.
letter-code-title = Your code
letter-code-lead = We have received a request about personal data with this address. Use the code to show that the address is yours:
letter-code-code = { $code }
letter-code-how = { $n ->
    [one] The code can be used once, within one minute.
   *[other] The code can be used once, within { $n } minutes.
}
letter-code-not-you = If you have not asked us for anything, you can disregard this message. Nothing happens without the code. Never give it to anyone; we will not ask you for it by telephone.

# More is needed to know who asks.
letter-identity-title = We need to know that it is you
letter-identity-lead = On { $received } we received your request for { $asked }. Before we go on, we need to be sure that it was you who wrote, so that nobody else gets at your data.
letter-identity-doubt = This is why we ask: { $doubt }
letter-identity-what = Please send us the following:
letter-identity-only = We use it only to establish who you are, and keep it no longer than that takes (Article 12(6) of the General Data Protection Regulation).
letter-identity-paused = The time that we have to answer you stands still until we have heard from you.

# Access and portability.
letter-access-title = The data we have about you
letter-access-lead = On { $received } you asked for access to your personal data (Article 15 of the General Data Protection Regulation). Here it is. This is what we send you:
letter-access-nothing = On { $received } you asked for access to your personal data (Article 15 of the General Data Protection Regulation). We have searched our systems, and found no data about you with the details that you gave us.
letter-access-information = In the document you can also read why we have the data, on what legal basis, where it comes from, who has received it, how long we keep it and what rights you have.
letter-access-rights = If any of the data is wrong, you can ask us to correct it. You can also ask us to erase it, to restrict how it is used, or object to our using it. Just write to us.
letter-access-redacted = { $n ->
    [one] In one place we have left out information that is about somebody else (Article 15(4)). The place is marked.
   *[other] In { $shown } places we have left out information that is about somebody else (Article 15(4)). The places are marked.
}
letter-access-withheld = { $n ->
    [one] We state that one value exists, but not what it is. It is a password or the like, and anybody who reads it could act in your name.
   *[other] We state that { $shown } values exist, but not what they are. They are passwords and the like, and anybody who reads them could act in your name.
}
letter-access-gaps = We have not been able to search everywhere. There may be data about you here:
letter-port-title = Your data to take with you
letter-port-lead = On { $received } you asked for the data that you have given us, so that you can use it elsewhere (Article 20 of the General Data Protection Regulation). This is what we send you:
letter-port-nothing = On { $received } you asked for the data that you have given us, so that you can use it elsewhere (Article 20 of the General Data Protection Regulation). We have searched our systems, and found no such data with the details that you gave us.
letter-package-passphrase = The package is locked with a passphrase, which we send you in another way.
letter-package-key = The package is locked with the key that you gave us. Only you can open it.
letter-package-open = The package is not locked. Please keep it where nobody else can read it.
letter-package-until = You can fetch it up to and including { $day }. After that we erase the package.
letter-section-left-out = What we have left out
letter-section-not-checked = What we could not check
letter-section-rights = What you can ask for

# Rectified.
letter-rectified-title = We have looked at what you want corrected
letter-rectified-lead = On { $received } you asked us to correct data about you (Article 16 of the General Data Protection Regulation). This has been corrected, in these places:
letter-rectified-none = On { $received } you asked us to correct data about you (Article 16 of the General Data Protection Regulation). We have gone through it, and have not changed anything.
letter-rectified-not-lead = We have not corrected this, for the reasons given:
letter-section-not-corrected = What we have not corrected

# Restricted.
letter-restricted-title = Your data is now only stored
letter-restricted-lead = On { $received } you asked us to restrict the processing of your personal data (Article 18 of the General Data Protection Regulation). Since { $from } we have only stored this data:
letter-restricted-means = We do not use it for anything else, unless you agree to it, or it is needed for a legal claim, to protect somebody else's rights or for reasons of important public interest (Article 18(2) of the General Data Protection Regulation). It is not erased either while the restriction lasts.
letter-restricted-told = Before we lift the restriction, we will tell you (Article 18(3)).
letter-restricted-gaps = Here the restriction is not in place yet:
letter-section-not-done = What is not done yet
letter-unrestricted-title = The restriction of your data is about to end
letter-unrestricted-lead = Since { $since } we have only stored the data below, and not used it for anything else. On { $ends } that restriction ends (Article 18(3) of the General Data Protection Regulation).
letter-unrestricted-before = If you think that this is wrong, please write to us before { $ends }.

# Objection.
letter-marketing-title = You will get no more marketing from us
letter-marketing-lead = On { $received } you objected to our using your data for direct marketing. We stopped on { $on }, and will not start again (Article 21(3) of the General Data Protection Regulation).
letter-marketing-list = To make sure of that, we remember your address in a form that cannot be read, only compared. A mailing that had already been sent may still reach you.
letter-objection-granted-title = We have stopped, as you asked us to
letter-objection-granted-lead = On { $received } you objected to our processing your personal data for this purpose: { $purpose }. We accept your objection. We stopped on { $on } (Article 21(1) of the General Data Protection Regulation).
letter-objection-granted-erasure = If you also want the data erased, just tell us.
letter-objection-refused-title = Our answer to your objection
letter-objection-refused-lead = On { $received } you objected to our processing your personal data for this purpose: { $purpose }. We have weighed your reasons against ours, and have decided to go on (Article 21(1) of the General Data Protection Regulation).
letter-objection-refused-weighed = We weighed the reasons on { $weighed }. This is why we consider that there are compelling legitimate grounds that outweigh yours, or that the data is needed for legal claims:

# Automated decision reviewed.
letter-reviewed-title = A person has reviewed the decision about you
letter-reviewed-lead = On { $received } you asked for a person to look at an automated decision: { $decision }. Somebody who may change such decisions went through it on { $reviewed } (Article 22(3) of the General Data Protection Regulation).
letter-reviewed-changed = The decision has been changed:
letter-reviewed-stands = The decision stands:

# More time.
letter-extended-title = We need more time for your request
letter-extended-lead = On { $received } we received your request for { $asked }. We are working on it, but cannot finish within a month.
letter-extended-why = This is why:
letter-extended-day = You will have our answer by { $day } at the latest (Article 12(3) of the General Data Protection Regulation).
letter-extended-nothing = You do not need to do anything. If we finish earlier, you will hear from us earlier.

# Refused.
letter-refused-title = Our answer to your request
letter-refused-lead = On { $received } we received your request for { $asked }. We have gone through it, and cannot do what you ask.
letter-ground-unfounded = We consider the request manifestly unfounded (Article 12(5) of the General Data Protection Regulation).
letter-ground-excessive = We consider the request excessive (Article 12(5) of the General Data Protection Regulation).
letter-ground-not-identifiable = We cannot tell which data is yours (Articles 11(2) and 12(2) of the General Data Protection Regulation). If you can give us something that makes it possible, we will try again.
letter-ground-rights-of-others = It would infringe the rights and freedoms of others (Articles 15(4) and 20(4) of the General Data Protection Regulation).
letter-ground-expression = The data is needed for the freedom of expression and information (Article 17(3)(a) of the General Data Protection Regulation).
letter-ground-legal-obligation = The data is needed for a duty that the law lays on us, or for a task in the public interest (Article 17(3)(b) of the General Data Protection Regulation).
letter-ground-public-health = The data is needed in the interest of public health (Article 17(3)(c) of the General Data Protection Regulation).
letter-ground-archiving = The data is needed for archives in the public interest, for research or for statistics (Article 17(3)(d) of the General Data Protection Regulation).
letter-ground-legal-claims = The data is needed to establish, exercise or defend a legal claim (Articles 17(3)(e) and 21(1) of the General Data Protection Regulation).
letter-ground-compelling-grounds = There are compelling legitimate grounds that outweigh yours (Article 21(1) of the General Data Protection Regulation).
letter-ground-restricted-by-law = A law restricts the right that you invoke (Article 23 of the General Data Protection Regulation).
letter-conditions-rectify = We find that the data is accurate and complete for what it is used for (Article 16 of the General Data Protection Regulation).
letter-conditions-erase = None of the grounds applies on which data has to be erased (Article 17(1) of the General Data Protection Regulation).
letter-conditions-restrict = None of the cases applies in which processing has to be restricted (Article 18(1) of the General Data Protection Regulation).
letter-conditions-port = The right is about data that you have provided yourself and that is processed by automated means on the basis of consent or a contract. That is not so here (Article 20(1) of the General Data Protection Regulation).
letter-conditions-object = The right is about processing that is based on a legitimate interest or a task in the public interest, and about direct marketing. That is not so here (Article 21(1) and (2) of the General Data Protection Regulation).
letter-conditions-human = The right is about decisions based solely on automated processing that have legal effects for you or similarly significantly affect you. That is not so here (Article 22(1) of the General Data Protection Regulation).

# Forwarded.
letter-forwarded-title = We have passed your request on
letter-forwarded-lead = On { $received } we received your request for { $asked }. We process that data on behalf of one of our customers, who is the controller and decides about it. We may not answer in its place.
letter-forwarded-to = On { $told } we passed your request on to { $customer }, together with what is needed to answer it.
letter-forwarded-unnamed = On { $told } we passed your request on to our customer, together with what is needed to answer it.
letter-forwarded-contact = This is how you reach our customer: { $contact }
letter-forwarded-then = The answer will come from there. You do not need to do anything more.

# Erasure.
letter-erasure-title = Our decision on your request for erasure
letter-erasure-lead = On { $received } you asked us to erase your personal data (Article 17 of the General Data Protection Regulation). We have gone through the systems that may hold data about you. Here you can read what became of each kind of data.
letter-erasure-all = Everything that we found about you is erased or anonymised.
letter-erasure-some = Part of the data about you is erased or anonymised. The rest stays for now, for the reasons given below.
letter-erasure-some-open = Part of the data about you is erased or anonymised. Something remains for us to do or to check, as you can read below.
letter-erasure-open = Your request is not finished. Something remains for us to do or to check, as you can read below.
letter-erasure-none = Nothing has been erased. The data stays for now, for the reasons given below.
letter-erasure-nothing = We found no data about you with the details that you gave us.
letter-section-erased = Erased
letter-erased-lead = This is erased from the systems that we use. Afterwards we looked again, to make sure that it is gone.
letter-fate-erased = Erased
letter-section-anonymised = Anonymised
letter-anonymised-lead = This is left in a form that can no longer be linked to you.
letter-fate-anonymised-policy = What is left is used for statistics and the like.
letter-fate-anonymised-needed = Other records that have to be kept refer to it, so it could not be taken away as a whole.
letter-fate-anonymised-link = It belongs to somebody else. What linked it to you is removed.
letter-section-kept = Kept
letter-kept-lead = We have to keep this, or have the right to, although you have asked us to erase it. When the reason is gone, it is disposed of without your having to ask again.
letter-kept-purpose = Needed for: { $purpose }
letter-because-duty = Why: the law requires it, { $source } (Article { $article } of the General Data Protection Regulation)
letter-because-in-force = Why: the agreement with you is still in force, so the data is still needed (Article { $article } of the General Data Protection Regulation)
letter-because-needed = Why: other records that have to be kept refer to it, and nothing in it says who you are (Article { $article } of the General Data Protection Regulation)
letter-exempt-unfounded = Why: this part of the request is manifestly unfounded (Article 12(5) of the General Data Protection Regulation)
letter-exempt-excessive = Why: this part of the request is excessive (Article 12(5) of the General Data Protection Regulation)
letter-exempt-not-identifiable = Why: we cannot tell which of it is yours (Article 11(2) of the General Data Protection Regulation)
letter-exempt-rights-of-others = Why: it would infringe the rights and freedoms of others (Article 15(4) of the General Data Protection Regulation)
letter-exempt-expression = Why: the freedom of expression and information (Article 17(3)(a) of the General Data Protection Regulation)
letter-exempt-legal-obligation = Why: a duty that the law lays on us, or a task in the public interest (Article 17(3)(b) of the General Data Protection Regulation)
letter-exempt-public-health = Why: public health (Article 17(3)(c) of the General Data Protection Regulation)
letter-exempt-archiving = Why: archives in the public interest, research or statistics (Article 17(3)(d) of the General Data Protection Regulation)
letter-exempt-legal-claims = Why: it is needed to establish, exercise or defend a legal claim (Article 17(3)(e) of the General Data Protection Regulation)
letter-exempt-compelling-grounds = Why: compelling legitimate grounds that outweigh yours (Article 21(1) of the General Data Protection Regulation)
letter-exempt-restricted-by-law = Ground: a law restricts the right (Article 23 of the General Data Protection Regulation)
letter-until-day = Until: { $day }
letter-until-between = Until: a day between { $first } and { $last }, depending on how old each record is
letter-until-period = How long: { $period }
letter-until-happened = Until: { $clause }
letter-until-review = Until it is no longer needed. We look into that again by { $day } at the latest.
letter-until-contract = Until: the agreement with you has ended
letter-until-needed = Until: the records that refer to it are disposed of
letter-until-not-stated = Until: no last day has been set yet
letter-section-held = Cannot be erased now
letter-held-lead = We may not, or cannot, erase this for the time being.
letter-fate-held = It has to be preserved for now, for a legal claim or because its processing is restricted (Articles 17(3)(e) and 18 of the General Data Protection Regulation). When that no longer applies, we take up your request for this part again.
letter-fate-locked = It is stored in such a way that nothing can be erased before a certain time has passed. It is disposed of after that.
letter-section-by-hand = Done by hand
letter-by-hand-lead = A person has to do this.
letter-task-done = { $what }: done on { $day }
letter-task-due = { $what }: not done yet, to be done by { $day } at the latest
letter-task-open = { $what }: not done yet
letter-section-not-ours = Decided by somebody else
letter-not-ours-lead = We process this on behalf of a customer, who decides about it.
letter-not-ours-named = { $customer } decides whether it is erased.
letter-not-ours-unnamed = Our customer decides whether it is erased.
letter-not-ours-told = We passed your request on to the customer on { $day }.
letter-section-shared = Shared with others
letter-shared-lead = This is about others as well as you, and stays for their sake.
letter-fate-shared = It stays as long as any of the others needs it.
letter-not-checked-lead = Here we have not been able to do what you ask, or to see whether there is anything about you. Nothing of this has been erased as far as we know.
letter-fate-not-done = It is decided that it will be erased, but that is not done yet.
letter-section-nothing-found = Nothing found
letter-nothing-found-lead = Here we have looked for you, and found nothing.
letter-fate-nothing-found = Nothing about you
letter-section-backups = Backups
letter-backups = What has been erased may remain in backups until they are disposed of as well. A backup is kept for at most { $period }, so by { $day } at the latest the data is gone from there too. If we have to restore a backup before that, we erase your data again.
letter-section-recipients = Who else has received the data
letter-recipients-lead = We tell those who have received the data from us what has been done (Article 19 of the General Data Protection Regulation).
letter-recipients-later = If you want to know what they have answered, just ask us.
letter-recipient-told = Told on { $day }
letter-recipient-confirmed = Told, and confirmed on { $day } that they have done the same
letter-recipient-not-yet = Not told yet
letter-recipient-impossible = Could not be told: { $why }
letter-section-certificate = Certificate
letter-erasure-certificate = With this letter you get a certificate of what was erased. It can be checked by anyone, without having to trust us.

# To customers whose processor we are.
letter-theirs-access = access to personal data
letter-theirs-rectify = correction of personal data
letter-theirs-erase = erasure of personal data
letter-theirs-restrict = restriction of the processing of personal data
letter-theirs-port = a portable copy of personal data
letter-theirs-object = an end to the processing of personal data
letter-theirs-human = a person to review an automated decision
letter-customer-title = A request that you as controller have to answer
letter-customer-lead = On { $received } we received a request for { $asked }. It concerns data that we process on your behalf, so it is for you to decide. We have told the person that we have passed it on to you, and have not done anything with the data.
letter-customer-about = Who asks
letter-customer-identity = How we know
letter-customer-identity-none = We have not checked who it is. That remains for you to do.
letter-customer-decide = The answer has to be given within one month (Article 12(3) of the General Data Protection Regulation). To be on the safe side, count from the day on which the request reached us: then the last day is { $last }.
letter-section-held-for-you = What we have on your behalf
letter-customer-nothing = We have found nothing in what we process on your behalf.
letter-customer-not-counted = Could not be counted: { $why }
letter-customer-uncounted = There is such data; the number has not been established.
letter-section-your-decision = What we need from you
letter-customer-access = Tell us whether you want us to put together a copy for you, and we will do so.
letter-customer-rectify = Tell us what is to be corrected, and to what, and we will do so.
letter-customer-erase = Tell us what is to be erased, and what you have to keep and why. We then erase it, look again, and give you a certificate.
letter-customer-restrict = Tell us what is to be restricted, and from when, and we will see to it that the data is only stored.
letter-customer-port = Tell us whether you want us to put together a portable copy for you, and we will do so.
letter-customer-object = Tell us what you decide. If the objection concerns direct marketing, the processing has to stop at once.
letter-customer-human = Tell us if you need any information from us for the review.
letter-customer-until-then = Until we have heard from you we change nothing (Article 28(3)(a) and (e) of the General Data Protection Regulation).

# To recipients (Art. 19).
letter-recipient-about = Whom it is about
letter-recipient-data = Which data
letter-recipient-erased-title = Personal data that you have received from us is erased
letter-recipient-erased-lead = You have received personal data from us. On { $on } we erased it at the request of the person it is about. We are bound to tell you so (Article 19 of the General Data Protection Regulation).
letter-recipient-erased-ask = Please erase it too, with copies and links, unless you have a legal basis of your own for keeping it.
letter-recipient-rectified-title = Personal data that you have received from us is corrected
letter-recipient-rectified-lead = You have received personal data from us that was wrong. On { $on } we corrected it. We are bound to tell you so (Article 19 of the General Data Protection Regulation).
letter-recipient-rectified-ask = Please make the same correction.
letter-recipient-restricted-title = Personal data that you have received from us is restricted
letter-recipient-restricted-lead = You have received personal data from us. Since { $on } we have only stored it, at the request of the person it is about. We are bound to tell you so (Article 19 of the General Data Protection Regulation).
letter-recipient-restricted-ask = Please restrict the processing too: store the data, and do not use it for anything else until you hear from us.
letter-recipient-unrestricted-title = The restriction of personal data that you have received from us has ended
letter-recipient-unrestricted-lead = We wrote to you before that the processing of certain personal data was restricted. That restriction ended on { $on }.
letter-recipient-unrestricted-ask = The data may be processed as before.
letter-recipient-answer = Please tell us by { $by } what you have done. The person has the right to know who has received the data, so keep this letter with the case.

# Certificates.
letter-certificate-title = Certificate of erasure
letter-certificate-lead = This certificate tells what became of the data of the person who asked for erasure on { $received }. It was carried out on { $on }. After each step the records were counted again, by another query than the one that removed them.
letter-certificate-caption = Records of each kind
letter-head-matched = Found
letter-head-erased = Erased
letter-head-anonymised = Anonymised
letter-head-kept = Kept
letter-head-held = Cannot be erased now
letter-head-open = Not finished
letter-cell-not-checked = not checked ({ $why })
letter-cell-attested = attested by a person on { $day }
letter-certificate-not-whole = Not all records that were found are accounted for in the table. What the difference consists of has not been established.
letter-certificate-gaps = Some of it could not be checked. The certificate says nothing about that.
letter-section-residue = What storage may still hold
letter-residue-none = No remnants are known to be left in the storage that the systems use.
letter-residue-lead = After erasure, remnants may stay for a time in the storage that the systems use. This is known:
letter-section-proof = How it can be checked
letter-proof-lead = This is the certificate in readable form. The proof is the signed file that comes with it.
letter-proof-file = File
letter-proof-origin = Log
letter-proof-size = Entries in the log
letter-proof-root = Checksum of the log
letter-proof-policy = Checksum of the policy
letter-proof-how = Anyone can check the file with our public key and the command "gallra verify", without a network connection and without having to trust us.
letter-head-data = Data


# Breaches.
letter-moment = { $day } at { $time }
letter-not-known = Not known yet
letter-number-not-known = The number is not known yet
letter-about-people = { $n ->
    [one] About one person
   *[other] About { $shown } people
}
letter-about-records = { $n ->
    [one] About one record
   *[other] About { $shown } records
}
letter-breach-nature = What has happened
letter-breach-aware = When we became aware of it
letter-breach-began = When it began
letter-breach-ended = When it ended
letter-breach-subjects = Whose data
letter-breach-records = Which data
letter-breach-consequences = Likely consequences
letter-breach-measures = What we have done and plan to do
letter-breach-contact = Who can tell you more
letter-breach-people = Information to the people concerned
letter-breach-authority-title = Notification of a personal data breach
letter-breach-authority-lead = We hereby notify a personal data breach under Article 33 of the General Data Protection Regulation.
letter-breach-authority-adds = This adds to our notification of { $day } of a personal data breach (Article 33(4) of the General Data Protection Regulation).
letter-section-late = Why the notification is late
letter-breach-late = More than 72 hours have passed since we became aware of the breach. This is why:
letter-section-to-follow = What is to follow
letter-follow-lead = This is not known yet. We will tell you as soon as it is:
letter-breach-customer-title = A personal data breach that concerns your data
letter-breach-customer-lead = A personal data breach has occurred that concerns data which we process on your behalf. We became aware of it on { $aware }, and tell you without undue delay (Article 33(2) of the General Data Protection Regulation).
letter-breach-customer-yours = As controller you decide whether the breach has to be notified to the supervisory authority, within 72 hours of your becoming aware of it, and whether the people concerned have to be told (Articles 33 and 34).
letter-breach-customer-help = We help you with what you need for that.
letter-breach-person-title = Something has happened to your personal data
letter-breach-person-lead = We are writing to you because personal data about you has been involved in an incident that may affect you (Article 34 of the General Data Protection Regulation). We are sorry. This is what has happened:
letter-section-which-data = Which data about you
letter-section-consequences = What it can lead to
letter-section-measures-taken = What we are doing about it
letter-section-advice = What you can do yourself
letter-section-more = Where you can learn more
letter-breach-person-more = Please contact: { $contact }
