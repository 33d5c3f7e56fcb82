# Words that all documents share.

label-contents = Contents
label-skip = Skip to the contents
label-version = Version
label-policy = Made from the policy with the checksum
draft-banner = Draft, not to be published. This is missing:
draft-point = Article { $article }: { $cause } ({ $place })

# How the language cites articles: "13(2)(f)" or "13.2 f".
article-notation = 13(2)(f)
date = { $day } { $month } { $year }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
# Between groups of three digits. A space is kept together with the digits.
thousands = ,
list-end = { $rest } and { $last }

period-years = { $n ->
    [one] { $n } year
   *[other] { $n } years
}
period-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
}
period-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
period-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}

# What has happened when a period begins to count: a clause that follows "after".
means-received = the message was received
means-modified = the file was last changed
means-logged = the event was logged
means-taken = the backup was taken
means-ended = the event took place
means-filed = the document was filed
means-register-closed = the account has been closed
means-register-left = the contact has left
means-register-last_contact = we were last in touch
means-register-since = we began to work together
means-register-accepted = the agreement was accepted
means-register-started = the agreement began
means-register-ended = the agreement has ended
means-register-settled = the agreement has ended and is finally settled
means-register-made = the note was made
means-register-due = the day on which it was due has passed
means-register-done = it was done
after = after { $means }
after-financial-year-se = after the end of the calendar year in which the financial year ended
after-financial-year = after the end of the financial year
after-calendar-year = after the end of the calendar year in which { $means }
after-calendar-month = after the end of the month in which { $means }

limit = { $period } { $after }
limit-at-most = at most { $period } { $after }
limit-at-least = at least { $period } { $after }
limit-later = The later of the two applies
limit-per-customer = The customer may choose a shorter period
limit-review = The need is reviewed no later than { $date }
kept-of = { $data }: { $kept }

basis-consent = Consent (Article 6(1)(a))
basis-contract = Contract (Article 6(1)(b))
basis-legal-obligation = Legal obligation (Article 6(1)(c)): { $source }
basis-vital-interests = Vital interests (Article 6(1)(d))
basis-public-task = Task in the public interest (Article 6(1)(e)): { $source }
basis-legitimate-interest = Legitimate interest (Article 6(1)(f))
basis-also = { $primary }; also { $others }
interest-weighed = { $interest }. The balancing test was made on { $date }.
special-basis = Based on Article { $article }

recipient = { $name } ({ $role }), { $place }
recipient-controller = independent controller
recipient-processor = processor
recipient-sub-processor = sub-processor
recipient-authority = authority
recipients-none = None
with-agreement = { $recipient }. Agreement: { $agreement }
outside-eea = { $country }, outside the EU/EEA, on the basis of { $mechanism }
transfer-adequacy-decision = an adequacy decision by the European Commission (Article 45)
transfer-standard-contractual-clauses = the European Commission's standard contractual clauses (Article 46(2)(c))
transfer-binding-corporate-rules = binding corporate rules (Article 47)
transfer-code-of-conduct = an approved code of conduct (Article 46(2)(e))
transfer-certification = an approved certification (Article 46(2)(f))
transfer-derogation = a derogation for specific situations (Article 49)

then-delete = The data is erased
then-anonymise = The data is anonymised, so that it can no longer be linked to a person
then-task = Done by hand: { $what }
then-unneeded-delete = The data is erased when it is no longer needed
then-unneeded-anonymise = When the data is no longer needed it is anonymised, so that it can no longer be linked to a person
then-unneeded-task = When the data is no longer needed, this is done by hand: { $what }
then-and-every = { $then }. Disposal runs { $every }.
every-day = every day
every-week = every week
every-month = every month
every-year = every year
every = with at most { $period } between runs

term-controller = Controller
term-processor = Processor
term-joint = Joint controllers
term-number = Registration number
term-contact = Contact
term-dpo = Data protection officer
term-representative = Representative in the EU
term-purpose = Purpose
term-basis = Legal basis
term-interest = Legitimate interest
term-special = Special categories of personal data
term-subjects = Whose data
term-categories = Which data
term-source = Where the data comes from
term-obligation = Do you have to provide the data?
term-recipients = Recipients
term-stored = Where the data is stored
term-retention = Retention period
term-then = After that
term-when-due = When the time is up
term-category-of-processing = Category of processing
term-automated = Automated decisions
term-subject-categories = Categories of data subjects
term-data-categories = Categories of personal data
term-recipient-categories = Recipients
term-transfers = Transfers to third countries
term-time-limits = Time limits for erasure
term-measures = Security measures

section-who = Who is responsible
section-processor = Who processes the data
section-retention = How long data is kept
section-processing = Processing activities
section-measures = Security measures

caption-retention = Retention period for each kind of data
head-data = Data
head-after-end = After the end
head-ongoing = Ongoing
head-backups = Gone from backups
head-basis = Legal basis
backup-sum = At most { $sum } in all
backup-later = At most { $backup } after that
backup-disposed = At most { $backup } after disposal
backup-sentence = What has been erased may remain in backups for up to { $period }, until they are disposed of as well.
retention-counted = Periods are counted on the calendar, and a period has ended when its last day is over.
retention-law = Where the law requires data to be kept longer, or we need it in a dispute, it is kept for as long as that takes and no longer.
retention-law-processor = Where Union or Member State law requires data to be kept longer, or the customer instructs us to keep it because of a dispute, it is kept for as long as that takes and no longer.

caption-sub-processors = Sub-processors that we engage
caption-recipients = Recipients of personal data
head-recipient = Recipient
head-role = Role
head-purpose = Purpose
head-country = Country
