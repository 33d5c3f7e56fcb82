# The processor agreement, Article 28(3), and its annexes I to IV.

agreement-title = Data processing agreement with { $organisation }
agreement-title-customer = Data processing agreement for { $customer }
agreement-the-customer = the customer
agreement-lead = This agreement covers the processing of personal data on the customer's behalf under Article 28 of the General Data Protection Regulation, (EU) 2016/679. Its annexes follow the structure of the annexes to the standard contractual clauses in Commission Implementing Decision (EU) 2021/915.
agreement-version = Version { $version } of the agreement, dated { $day }.
agreement-mode-own = The instruction that { $customer } has issued applies instead of Sections I to III. The annexes describe the processing.
agreement-mode-both = The parties have agreed on terms of their own. Where they differ from the clauses, those terms prevail, whatever the clauses say about changes and hierarchy, as long as Article 28 is complied with and the protection of data subjects is not reduced.
agreement-own-text = The text is dated { $day } and has the checksum (SHA-256) { $hash }.
section-own-required = What the customer's text has to contain
own-required-words = The customer's text is what governs between the parties. Gallra, the program that made this document, has not checked that text against Article 28(3) of the General Data Protection Regulation. Under that article it has to say that the processor
own-required-a = processes the data only on the customer's documented instructions, also as regards transfers to third countries,
own-required-b = ensures that those who process the data are bound by confidentiality,
own-required-c = takes all security measures required by Article 32,
own-required-d = engages sub-processors only under the conditions in Article 28(2) and (4),
own-required-e = helps the customer to answer requests from data subjects,
own-required-f = helps the customer to meet its obligations under Articles 32–36,
own-required-g = erases or returns all the data when the service has ended, as the customer chooses, and erases existing copies unless the law requires that the data is kept, and
own-required-h = gives all information that shows that these obligations are met, contributes to audits, and says at once if an instruction infringes the law.

section-clauses = Clauses
section-annex-1 = Annex I: The parties
section-annex-controller = Controller
section-annex-processor = Processor
section-annex-signatures = Signatures
annex-name = Name
annex-customer-number = Customer number
annex-any-customer = The customer that has ordered the service, with the details given in the order.
annex-party = Party
annex-signature = Signature and name in print
annex-place = Place and date
annex-signatures-caption = The parties have accepted the agreement

section-annex-2 = Annex II: Description of the processing
annex-2-lead = The subject matter of the processing is the services that the customer has ordered, and the data is processed to deliver them. The nature of the processing is that data is stored, used and erased as the services require. Each heading below names a purpose, with the categories of data subjects and the categories of personal data.
annex-sensitive-none = The processing is meant neither for special categories of personal data nor for data on criminal convictions and offences.
annex-open = What is stored in the service, written or said in free form, or shown in pictures is decided by the customer and by those who use the service.
annex-sensitive-besides = Apart from that, the processing is meant neither for special categories of personal data nor for data on criminal convictions and offences.
annex-sensitive = Special categories of personal data and data on criminal convictions and offences that the agreement covers: { $categories }. They are protected by the restrictions and measures in Annex III.
annex-duration = The processing lasts for as long as the customer uses the service, and after that for the times set out here.
annex-chosen = Period chosen by the customer
annex-chosen-caption = Shorter periods that the customer has chosen. They prevail over the table above.

section-annex-3 = Annex III: Technical and organisational measures
annex-3-lead = The processor protects the data by these measures.
section-annex-help = Assistance to the controller
annex-help-lead = As processor, we
section-annex-4 = Annex IV: Sub-processors
annex-objected = The customer has objected to { $names }. The objection is not settled.

terms-title = General terms of { $organisation }

agreement-own-title = Terms of { $customer }
cover-title = Agreement on personal data
cover-customer = Customer
cover-supplier = Supplier
cover-date = Date

# Faults in a company's own templates.
template-unclosed = the variable is not closed: there is { "{{" } but no { "}}" } on the same line
    .cure = Write { "}}" } after the variable's name.
template-unknown = there is no variable called { $name }
    .near = Did you mean { $near }?
    .cure = Those that exist are { $known }.
template-picture = a picture cannot be part of an agreement's text
    .cure = Take the picture out. A logo goes into templates/logo.svg or templates/logo.png.
template-heading = the heading has no words
    .cure = Write a heading, or take the # signs out.
template-empty = the file is empty
    .cure = Write the clauses, or remove the file, and Gallra's own are used.
template-too-long = the text is too long
    .cure = A template may have at most { $kilobytes } kB.
