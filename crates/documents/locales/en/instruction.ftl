# The instruction for what is processed on customers' behalf, Article 28(3)(a).

instruction-title = Instruction for the processing of personal data by { $organisation }
instruction-lead = This instruction describes how { $organisation }, as processor, processes personal data on the customer's behalf under Article 28(3)(a) of the General Data Protection Regulation, (EU) 2016/679. The customer is the controller. The data is processed only to deliver what the customer has ordered.
instruction-replace = The instruction applies until the customer gives a written instruction of its own, which then replaces this one as far as the law permits.
section-sub-processors = Sub-processors
sub-processors-none = No sub-processors are engaged.
sub-processors-duties = Before a new sub-processor is engaged the customer is informed and may object. A sub-processor has the same data protection obligations as we have, and we answer for its meeting them (Article 28(2) and (4)).
section-duties = Who is responsible for what
section-duties-processor = We
section-duties-controller = The customer
duty-instructions = process the data only as instructed, and say so at once if we consider an instruction unlawful,
duty-confidentiality = give access only to those who need it and are bound by confidentiality,
duty-help = help the customer, taking into account the nature of the processing and the information that we have, to answer requests from data subjects and to meet its duties under Articles 32–36,
duty-breach = inform the customer of a personal data breach without undue delay, and tell what has happened, which people and data are concerned, what the likely consequences are and what measures we take, with additions as more becomes known,
duty-end = when the service has ended, erase or return all the data, as the customer chooses, and erase existing copies, within the times set out above, unless Union or Member State law requires that the data is kept, and
duty-audits = give the customer all information that is needed to show that the obligations under Article 28 are met, and allow for and contribute to audits, including inspections, by the customer or an auditor that it mandates.
duty-lawful = is responsible for there being a legal basis for the data,
duty-own-security = is responsible for the security of what it installs itself and chooses to store,
duty-inform = informs the data subjects, and
duty-data = refrains from storing data that is not needed.
section-contact = Contact
instruction-contact = Please send questions about the instruction to { $contact }.
