# The processor agreement, bundles, and a company's own texts and looks.

cmd-documents-bundle = Make what customers sign: agreement, instruction, general terms and privacy notice
    .long = For each customer one PDF with a cover and a zip with the same documents, in every language unless --lang names some, called after the customer's number in the register. General terms are taken from templates/LANG/terms.md or terms.pdf in the policy's folder. Only the owner of the files can read them.
    .example = gallra documents bundle --customer 7 --by anna --lang sv
arg-documents-bundle-out = Folder to write into [default: documents]
arg-documents-bundle-customer = Numbers of customers in the register, separated by commas
arg-documents-bundle-all-customers = For every customer that has not left
arg-documents-bundle-by = Who does it; the register's trail holds it
arg-documents-bundle-for = The activity of the policy that it is for
arg-documents-build-customer = Number of the customer in the register that the agreement is for
arg-documents-build-by = Who reads the customer's record; the register's trail holds it
arg-documents-build-for = The activity of the policy that it is for
documents-no-logo = No logo: put one into the policy's folder as templates/logo.svg or templates/logo.png.
documents-unshown = { $document }: { $characters ->
    [one] one character
   *[other] { $characters } characters
 } that no font of Gallra's has; a sign for that stands in the PDF.
bundle-made = { $bundles ->
    [0] The register has no customer.
    [one] One bundle written.
   *[other] { $bundles } bundles written.
}
bundle-foreign = { $path } holds a PDF that was supplied: it claims neither PDF/A nor PDF/UA.
err-template = `{ $file }`, line { $line }, column { $column }: { $cause }
err-template-more = { $message } (and { $more } more)
err-look-read = `{ $path }` cannot be read
err-look-read-help = Check its rights and that it is UTF-8, or take it away.
err-look-large = `{ $path }` is too large
err-look-large-help = It may have at most { $kilobytes } kB.
err-look-brand = `{ $path }`, line { $line }: this is not understood
err-look-brand-help = The file may say a colour and a logo: `colour: "#1d4e79"` and `logo: logo.svg`.
err-look-colour = `{ $path }`: the colour is none
err-look-colour-help = Write it as "#rrggbb".
err-look-contrast = `{ $path }`: the colour is too light to be read on white: its contrast is { $contrast }:1
err-look-contrast-help = Take a darker one: WCAG 2.2 asks for 4.5:1.
err-look-no-logo = `{ $path }` is not there
err-look-no-logo-help = Put the logo there, or take the line `logo` out of brand.yaml.
err-look-logo = `{ $path }` is no picture that can be used
err-look-logo-help = A logo is an SVG or a PNG in the folder templates.
err-pdf = the PDF cannot be made
err-pdf-help = If a logo or a supplied PDF is to be part of it, try without. Otherwise it is a fault of Gallra's: please report it.
err-bundle-incomplete = the { $document } lacks { $points ->
    [one] something
   *[other] { $points } things
 } that the law asks for
err-bundle-incomplete-help = `gallra documents build --only { $document }` tells what, with article, place and cure.
