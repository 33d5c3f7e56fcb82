# Lists: security measures, sub-processors, what rests on consent. Words on paper.

pdf-page = Page { $page } of { $pages }
pdf-draft = Draft

measures-title = Security measures of { $organisation }
measures-lead = How { $organisation } protects personal data, under Article 32 of the General Data Protection Regulation, (EU) 2016/679.
measures-contact = Please send questions about security to { $contact }.
head-measure = Measure
head-protects = Protects
caption-measures = Measures and the processing that they protect
section-people = Training, reviews and certification
head-duty = What is done
head-every = How often
caption-duties = Recurring work that somebody carries out and attests
duty-every = At intervals of at most { $period }
duty-every-month = Every month
duty-every-year = Every year
duty-certificate = Before the certificate's last day of validity

subs-title = Sub-processors of { $organisation }
subs-lead = The companies that { $organisation } engages to process personal data on behalf of its customers, under Article 28(2) and (4) of the General Data Protection Regulation, (EU) 2016/679.
section-subs-coming = Upcoming sub-processors
subs-name-from = { $name } (from { $day })
subs-from = { $name } will be engaged no earlier than { $day }.
section-objection = Objections
subs-objection = Customers are notified before a sub-processor is added or replaced, and then have { $window } to object. Objections are sent to { $contact }.
section-subs-notices = Notices to customers
subs-no-notices = Customers have not been notified of any changes.
caption-notices = Changes that customers were notified of, the latest first
head-told = Notice
head-sub = Sub-processor
head-change = Change
head-until = Last day to object
subs-added = Added
subs-changed = Changed
subs-removed = No longer engaged

cookies-title = Cookies and consent at { $organisation }
cookies-lead = A cookie is a small text file that a website stores with its visitor. Under Article 5(3) of Directive 2002/58/EC this is allowed only if the visitor is told the purpose and consents. Exempt are cookies that are needed to transmit a message, or for a service that the visitor has expressly asked for.
cookies-lead-se = A cookie is a small text file that a website stores with its visitor. Under chapter 9, section 28 of the Swedish Electronic Communications Act (2022:482) this is allowed only if the visitor is told the purpose and consents. Exempt are cookies that are needed to transmit a message, or for a service that the visitor has expressly asked for.
consent-title = Consent at { $organisation }
consent-lead = This is the processing of personal data that we ask consent for under Article 6(1)(a) of the General Data Protection Regulation, (EU) 2016/679.
section-cookies-device = Cookies, and what else is stored on or read from devices
section-cookies-other = Other processing
section-cookies-consent = What we ask consent for
cookies-consent = Consent is voluntary. Without it, we do nothing that rests on consent alone.
section-cookies-needed = What needs no consent
cookies-needed = Cookies that are needed to show the page, to keep somebody signed in or to remember a choice need no consent. They must not be used for anything else.
section-cookies-choice = Saying no
cookies-choice = Saying no has to be as easy as saying yes. It must have no other consequences than those of the data not being there.
section-cookies-withdraw = Withdrawing consent
cookies-withdraw = Consent can be withdrawn at any time, as easily as it was given. You are also welcome to write to { $contact }. What was done before that remains lawful.
cookies-browser = Browsers can also be set to erase or refuse cookies.
section-cookies-complaint = Complaints
cookies-complaint = Complaints about personal data go to { $authority }.
cookies-complaint-se = Complaints about personal data go to { $authority }. For the rules on cookies the Swedish Post and Telecom Authority (PTS) is the supervisory authority.
