# The information that Articles 13 and 14 ask for.

notice-title = Privacy notice of { $organisation }
notice-lead = This notice explains how { $organisation } processes personal data: why, on what legal basis, for how long, and what rights you have. The articles mentioned are those of the General Data Protection Regulation, (EU) 2016/679.

section-summary = In brief
summary-who = { $organisation } is the controller of the processing described here. You can reach us at { $contact }.
summary-purposes = We process personal data for these purposes:
summary-besides = Good to know:
summary-retention = How long data is kept depends on what it is.
summary-retention-more = See all retention periods
summary-no-recipients = We do not pass the data on to anyone outside our own business, unless the law requires it.
summary-recipients = { $n ->
    [one] Data is passed on to one recipient, within the EU/EEA.
   *[other] Data is passed on to { $n } recipients, all within the EU/EEA.
}
summary-recipients-outside = { $n ->
    [one] Data is passed on to one recipient, outside the EU/EEA ({ $countries }).
   *[other] Data is passed on to { $n } recipients, also outside the EU/EEA ({ $countries }).
}
summary-recipients-number = { $n ->
    [one] Data is passed on to one recipient.
   *[other] Data is passed on to { $n } recipients.
}
summary-stored-outside = Data is stored outside the EU/EEA ({ $countries }).
summary-recipients-more = Read more about recipients
summary-rights = You may ask, free of charge, to see, correct, erase or restrict data about you.
summary-rights-more = Read about your rights
summary-complaints = If you are not satisfied, you can complain to us and to the supervisory authority.
summary-complaints-more = Read how to complain

section-activities = What we do with the data
activities-lead = For each purpose you can read how personal data is processed.

source-person = From you
obligation-contract = The data that we ask you for in order to enter into and perform a contract has to be provided. Without it we cannot deliver what was agreed.
obligation-law = The data that we ask you for because the law requires it has to be provided. Without it we cannot meet our obligation.
obligation-consent = No, it is voluntary. You can say no, or change your mind later, without any disadvantage.
obligation-consent-besides = What rests on consent alone is voluntary. You can say no, or change your mind later, without any disadvantage.
obligation-public-task = The data is needed for a task in the public interest. The law says what must be given.
obligation-none = No. Neither law nor contract requires it.
obligation-none-besides = Apart from that, neither law nor contract requires it.

section-recipients = Who receives the data
recipients-nobody = We do not pass the data on to anyone outside our own business.
recipients-law = Where the law requires it we disclose data, for example to an authority.
recipients-safeguards = For a copy of the safeguards that apply to the transfer to a country outside the EU/EEA, contact { $contact }.

section-rights = Your rights
rights-how = You can use your rights at any time. Write to { $contact } and say what you want. It is free of charge.
rights-time = We answer within one month. If your request is complex we may need two more months; you will be told why within the first month. If we are unsure who you are, we ask you to show it. If we say no, we tell you the reason.
right-access = Access (Article 15)
right-access-words = You can be told whether we process data about you and, if so, how, and be given a copy of it.
right-rectification = Rectification (Article 16)
right-rectification-words = Data that is wrong is corrected, and data that is incomplete is completed.
right-erasure = Erasure (Article 17)
right-erasure-words = We erase your data when you ask for it, unless we have to keep it or have the right to, for example because the agreement with you is still in force, because the law requires it or because it is needed in a dispute. In that case you are told why, and until when.
right-restriction = Restriction (Article 18)
right-restriction-words = You can ask us only to store the data, for example while we look into whether it is accurate.
right-portability = Data portability (Article 20)
right-portability-words = Data that you have given us yourself, and that we process by automated means on the basis of contract or consent, you can have in a machine-readable format or, where technically feasible, have sent directly to somebody else.
right-objection = Objection (Article 21)
right-objection-words = You can object, on grounds relating to your particular situation, to processing that we base on a legitimate or public interest. We then stop, unless we can show compelling legitimate grounds or the data is needed in a dispute.
right-marketing = Direct marketing (Article 21(2))
right-marketing-words = If you object, we do not use your data for direct marketing, nor for profiling that belongs to it.
right-withdrawal = Withdrawal of consent (Article 7(3))
right-withdrawal-words = You can withdraw a consent whenever you want, as easily as you gave it. What was done before that remains lawful.

section-automated = Automated decisions
automated-none = We make no decisions about you by automated means alone, and no profiling underlies decisions about you (Article 22).
automated-some = Where we decide by automated means, the section on that purpose explains how, and what it means for you. You can ask for a human to review the decision, express your point of view and contest the decision (Article 22).

section-complaints = Complaints
complaint-own = If you are not satisfied with how we process your data, you are welcome to contact { $contact }.
complaint-authority = You also have the right to complain to the supervisory authority: { $authority }.
authority-imy = Integritetsskyddsmyndigheten (IMY, the Swedish Authority for Privacy Protection)

section-others = Data that we process for others
others-lead = For what is listed here our customers are the controllers. We process the data on their behalf, as processor. Please direct questions and requests to the customer; those that reach us we pass on.
