# `gallra documents`.

cmd-documents = The documents that follow from the policy
cmd-documents-build = Make the privacy notice, the records of processing, the agreement and the lists
    .long = All that the policy is about, in every language unless --lang names some. A document that would be incomplete under the GDPR is not written: what the policy lacks is told, with article, place and cure, and the exit code is 1. Each document carries its version, its day and the policy's hash.
    .example = gallra documents build --only notice --lang sv,en --format html,md,pdf
arg-documents-build-out = Folder to write into [default: documents]
arg-documents-build-only = Only these, separated by commas: notice, records, processor-records, instruction, agreement, measures, sub-processors, cookies
arg-documents-build-format = In which forms, separated by commas [default: html]
arg-documents-build-controllers = CSV file with those on whose behalf data is processed: name, contact, number, representative, dpo
arg-documents-build-draft = Write incomplete documents too, marked as drafts and named so
usage-document = the documents are notice, records, processor-records, instruction, agreement, measures, sub-processors and cookies
usage-address = an address begins with https:// and a host, and has no spaces
usage-one-lang = several languages are only for documents; the interface speaks one
documents-none-of = There is nothing for a document of this kind to tell: { $documents }.
documents-none = The policy is about nothing that a document tells.
documents-made = { $files ->
    [one] One file written; nothing is missing.
   *[other] { $files } files written; nothing is missing.
}
documents-lacking = { $lacking ->
    [one] One document is not to be published yet; files written: { $files }.
   *[other] { $lacking } documents are not to be published yet; files written: { $files }.
}
documents-not-written = { $document } ({ $language }) is incomplete and was not written:
documents-draft = { $document } ({ $language }) is incomplete and a draft:
documents-missing = {"  "}Art. { $article }: { $cause } ({ $place })
err-controllers = `{ $path }`: line { $line }: `{ $column }` is missing or empty
err-controllers-help = give the file a header and each row a value for name and contact
