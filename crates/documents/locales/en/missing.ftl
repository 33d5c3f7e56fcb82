# What a document lacks, and the cure. Told on the command line, and at the top of a draft.

lack-contact = no way to contact the company
    .cure = Write an address, an e-mail or a telephone number under `{ $place }`.
lack-representative = no representative in the EU
    .cure = Write who represents the company in the EU under `{ $place }`.
lack-authority = no supervisory authority
    .cure = Write the authority's name under `{ $place }`.
lack-text = no text in { $language }
    .cure = Add `{ $code }: …` to `{ $place }`.
lack-own-text = your own text is not there in { $language }
    .cure = Write it as `{ $place }`, or leave the language out with `--lang`.
lack-basis = no legal basis
    .cure = Write the basis in `{ $place }`.
lack-interest = the legitimate interest is not named
    .cure = Write the interest in `{ $place }`.
lack-balancing-test = no dated balancing test
    .cure = Write the day of the balancing test in `{ $place }`.
lack-categories = no categories of personal data
    .cure = Write categories under `fields` of the datasets that `{ $place }` names.
lack-subjects = no categories of data subjects
    .cure = Write whom the records are about in `{ $place }`.
lack-transfer = no mechanism for the transfer to a third country
    .cure = Write the mechanism in `{ $place }`.
lack-agreement = no agreement with the processor
    .cure = Write a reference to the agreement in `{ $place }`.
lack-period = neither a period nor a day of review
    .cure = Write `at_most`, `at_least` or `until_review` in `{ $place }`.
lack-means = no words for what the period counts from
    .cure = Write what has then happened in `{ $place }`, as a clause that follows "after": `{"{"}sv: avtalet har upphört, en: the agreement has ended{"}"}`.
lack-source = nothing about where the data is from
    .cure = Write `person` or a text in `{ $place }`.
lack-automated-decisions = nothing about automated decisions
    .cure = Write `none` or a text in `{ $place }`.
lack-joint-controllers = nothing on who shares the responsibility
    .cure = Write who else is controller, who does what and whom people turn to, in `{ $place }`.
lack-measures = no security measures
    .cure = Write security measures in `{ $place }`.
lack-controllers = no controllers
    .cure = Take them from the register with `--by NAME`, or give a CSV file: `{ $place } FILE`, with the columns name, number, contact, representative, dpo.
lack-reach = a customer without a name or without contact details
    .cure = The record names each controller and how to reach it: add an address, an e-mail or a telephone number to the customer that `{ $place }` names.
lack-translation = Gallra does not have that text in { $language }
    .cure = Add the text to the language's folder, crates/documents/`{ $place }`.

# The languages' names.
language-en = English
language-sv = Swedish
