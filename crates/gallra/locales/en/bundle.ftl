# Documents of customers, a company's own texts and looks, and what the log says of publications.

cmd-documents-bundle = Make what customers sign: agreement, general terms, measures, sub-processors and privacy notice
    .long = For each customer one PDF with a cover, in every language unless --lang names some, called after the customer's number in the register; with --zip also the documents one by one. The agreement has the customer's own settings and, where it brought one, its own text. General terms are taken from templates/LANG/terms.md or terms.pdf in the policy's folder. Only the owner of the files can read them. What one customer lacks stops nobody else's: it is told by its number, and the exit code is 3.
    .example = gallra documents bundle --all-customers --out bundles --by anna
arg-documents-bundle-customer = Customers, separated by commas: number in the register, or reference
arg-documents-bundle-all-customers = For every customer that has not left
arg-documents-bundle-out = Folder to write into [default: bundles]
arg-documents-bundle-zip = Also a zip with each document by itself
arg-documents-bundle-by = Who reads the customers' records; the trail holds a commitment to the name [or GALLRA_BY]
arg-documents-bundle-for = The activity of the policy that it is for [or GALLRA_FOR]
arg-documents-build-customer = Only this customer's agreement and record: number in the register, or reference
arg-documents-build-by = Who reads the register: controllers are taken from it [or GALLRA_BY]
arg-documents-build-for = The activity of the policy that it is for [or GALLRA_FOR]
arg-documents-publish-by = Who reads the register: controllers are taken from it [or GALLRA_BY]
arg-documents-publish-for = The activity of the policy that it is for [or GALLRA_FOR]
arg-documents-export-by = Who reads the register: controllers are taken from it [or GALLRA_BY]
arg-documents-export-for = The activity of the policy that it is for [or GALLRA_FOR]
arg-requests-format = Letters in this form too, beside text and page
arg-agreements-missing-format = Each letter in this form too, beside the text
arg-agreements-ending-format = The letter in this form too, beside the text
arg-agreements-certificate-format = The certificate for reading in this form too, beside the text
arg-recipients-announce-format = Each letter in this form too, beside the text: one for each language
value-ref = REF
documents-no-logo = No logo: put one into the policy's folder as templates/logo.svg or templates/logo.png.
documents-unshown = { $document }: { $characters ->
    [one] one character
   *[other] { $characters } characters
 } that no font of Gallra's has; a sign for that stands in the PDF.
bundle-bar = customers
bundle-made = { $bundles ->
    [0] No bundle written.
    [one] One bundle written.
   *[other] { $bundles } bundles written.
}
bundle-not-made = { $customers ->
    [one] One customer has none; run the command again when it is mended.
   *[other] { $customers } customers have none; run the command again when it is mended.
}
bundle-failed = customer { $customer }: { $cause }
bundle-terms-language = The bundles in `{ $language }` have the general terms in `{ $other }`: there is no `templates/{ $language }/terms.md` or `terms.pdf`.
bundle-foreign = { $path } holds a PDF that was supplied: it claims neither PDF/A nor PDF/UA.
err-template = `{ $file }`, line { $line }, column { $column }: { $cause }
err-pdf = the PDF cannot be made
err-pdf-help = If a logo or a supplied PDF is to be part of it, try without. Otherwise it is a fault of Gallra's: please report it.
err-bundle-incomplete = the { $document } lacks { $points ->
    [one] something
   *[other] { $points } things
 } that the law asks for
err-bundle-incomplete-help = `gallra documents build --only { $document }` tells what, with article, place and cure.

## Under templates/

look-read = the file cannot be read: { $cause }
look-read-help = check its rights, or take it away
look-utf8 = the file is not UTF-8
look-utf8-help = save it as UTF-8
look-large = the file is too large
look-large-help = it may have at most { $kilobytes } kB
look-brand = this is not understood: { $cause }
look-brand-help = the file may say a colour and a logo: `colour: "#1d4e79"` and `logo: logo.svg`
look-colour = this is no colour
look-colour-help = write it as "#rrggbb"
look-contrast = the colour is too light to be read on white: its contrast is { $contrast }:1
look-contrast-help = take a darker one: WCAG 2.2 asks for 4.5:1
look-dark = the colour for dark pages is too dark to be read on them: its contrast is { $contrast }:1
look-dark-help = take a lighter one (WCAG 2.2 asks for 4.5:1), or take the line away: then one is made from `colour`
look-dark-alone = there is a colour for dark pages, and none for light ones
look-dark-alone-help = add `colour`, or take the line away
look-no-logo = the logo is not there
look-no-logo-help = put it into the folder templates, or take the line `logo` away
look-logo = this is no picture that can be used
look-logo-help = a logo is an SVG or a PNG in the folder templates
look-terms = these general terms are no PDF that can be read
look-terms-help = save the PDF anew without a password, or write them as terms.md
look-two-terms = there are general terms as terms.md, too: which of them apply is not said
look-two-terms-help = take one of the two files away
look-language = documents are not written in this language
look-language-help = the languages are { $known }; name the folder after one of them, or take it away
look-unread = no document is made from this file
look-unread-help = what is read here: { $known }

## What the log says

verify-published = Publication { $number }, { $day }, the last in this log:
verify-published-policy = made from the policy { $hash }
verify-published-before = in force as made on { $day } from the policy { $hash }
verify-document = { $what }, { $language }, { $form }, version { $version }
document-notice = privacy notice
document-records = records of processing (controller)
document-processor-records = records of processing (processor)
document-instruction = processing instruction
document-agreement = processor agreement
document-measures = security measures
document-sub-processors = sub-processors
document-cookies = cookies and consent
document-terms = general terms
language-en = English
language-sv = Swedish
