# Lists: security measures, sub-processors, what rests on consent. Words on paper.

pdf-page = Page { $page } of { $pages }
pdf-draft = Draft

measures-title = Security measures of { $organisation }
measures-lead = How { $organisation } protects personal data, under Article 32 of the General Data Protection Regulation, (EU) 2016/679.
measures-contact = Questions about security are answered by { $contact }.
head-measure = Measure
head-protects = Protects
caption-measures = Measures and the processing that they protect
section-people = Training, reviews and certification
head-duty = What is done
head-every = How often
caption-duties = What people do again and again, and attest
duty-every = Each time { $period } have passed
duty-certificate = Before the certificate's last day of validity

subs-title = Sub-processors of { $organisation }
subs-lead = The companies that { $organisation } engages to process personal data on behalf of its customers, under Article 28(2) and (4) of the General Data Protection Regulation, (EU) 2016/679.
section-subs-coming = Coming sub-processors
subs-from = { $name } is engaged from { $day } at the earliest.
section-objection = Objections
subs-objection = Customers are told before a sub-processor is added or replaced, and then have { $window } to object. Objections go to { $contact }.
section-subs-notices = Notices to customers
subs-no-notices = No changes have been announced.
caption-notices = Changes that customers were told of, the latest first
head-told = Notice
head-sub = Sub-processor
head-change = Change
head-until = Last day to object
subs-added = Added
subs-changed = Changed
subs-removed = No longer used

cookies-title = Cookies and consent at { $organisation }
cookies-lead = A cookie is a small text file that a website stores with its visitor. Under Article 5(3) of Directive 2002/58/EC this is allowed only if the visitor is told the purpose and consents. Exempt are cookies that are needed to transmit a message, or for a service that the visitor has expressly asked for.
cookies-lead-se = A cookie is a small text file that a website stores with its visitor. Under chapter 9, section 28 of the Swedish Electronic Communications Act (2022:482) this is allowed only if the visitor is told the purpose and consents. Exempt are cookies that are needed to transmit a message, or for a service that the visitor has expressly asked for.
section-cookies-consent = What we ask consent for
cookies-consent = Consent is voluntary. Without it, nothing of what stands here is done.
section-cookies-needed = What needs no consent
cookies-needed = Cookies that are needed to show the page, to keep somebody signed in or to remember a choice need no consent. They must not be used for anything else.
section-cookies-choice = Saying no
cookies-choice = Saying no has to be as easy as saying yes. Whoever says no must not be worse off than follows from the data not being there.
section-cookies-withdraw = Withdrawing consent
cookies-withdraw = Consent can be withdrawn at any time, as easily as it was given, or through { $contact }. What was done before that was lawful. Browsers can also be set to erase or refuse cookies.
section-cookies-complaint = Complaints
cookies-complaint = Complaints about personal data go to { $authority }.
cookies-complaint-se = Complaints about personal data go to { $authority }. For the rules on cookies the Swedish Post and Telecom Authority (PTS) is the supervisory authority.
