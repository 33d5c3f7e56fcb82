# `gallra documents publish`, `diff`, `live` and `export`.

cmd-documents-publish = Put the documents in force, sealed, beside all earlier versions
    .long = Writes what is for the public (all but the records of processing, unless --only names them) into DIR/archive/NUMBER, seals each file in the log, and lets DIR/current lead to it in one step: a reader finds the old documents or the new ones, whole. DIR/index.html lists every version. What is in force and not named by --only or --lang stays in force as it was, to the byte; what the policy is no longer about is no longer published, and told. A document that would be incomplete under the GDPR stops all of it, with exit code 1. If the documents say what they said before, nothing is published.
    .example = gallra documents publish --out /var/www/privacy
arg-documents-publish-out = Folder to publish into [default: published]
arg-documents-publish-only = Only these, separated by commas; the others in force stay as they are
arg-documents-publish-withdraw = What is not named is no longer published
arg-documents-publish-anew = Publish also if the documents say what they said, as a new publication
arg-documents-publish-format = In which forms, separated by commas [default: html]
arg-documents-publish-controllers = CSV file with those on whose behalf data is processed: name, contact, number, representative, dpo
cmd-documents-diff = What would be different if the documents were published now
    .long = Compares each document with what it last said, by what it promises: purposes, periods, recipients, countries, categories, bases, measures, contacts. Tells who has to be told of it, and which documents have other words for any other reason.
    .example = gallra documents diff --from 3
arg-documents-diff-from = Compare with this publication: its number, or the beginning of a document's version or of the policy's hash [default: the last one]
cmd-documents-live = Make the privacy notice with what the last audit measured beside each period
    .long = From what `gallra audit` left in the state; nothing is measured. Where nothing was measured, or a promise was not kept, the page says so. The proof that the audit is in the log lies beside it. No personal data.
    .example = gallra documents live --out /var/www/privacy --log-url https://example.com/log
arg-documents-live-out = Folder to write into [default: documents]
arg-documents-live-format = In which forms, separated by commas [default: html]
arg-documents-live-log-url = Where the log is served, for a link to its signed state
cmd-documents-export = Write the records of processing as workbooks (XLSX) and as linked data (W3C DPV)
    .long = One workbook for each record and language, with a row for each activity, and one file records.jsonld in the terms of the W3C Data Privacy Vocabulary 2.3. With --controllers the record under Article 30(2) is told for each of them.
    .example = gallra documents export --controllers customers.csv
arg-documents-export-out = Folder to write into [default: documents]
arg-documents-export-controllers = CSV file with those on whose behalf data is processed: name, contact, number, representative, dpo
publish-done = { $files ->
    [one] Publication { $number } of { $day }: one file, in force and sealed.
   *[other] Publication { $number } of { $day }: { $files } files, in force and sealed.
}
publish-kept = In force as before: { $documents }. What they do not say yet: gallra documents diff
publish-withdrawn = No longer published: { $documents }
publish-absent = these publications are not in { $folder }, or not whole, and what is not there is not listed: { $numbers }. To have them listed, copy `archive` from where they were published, and publish again
publish-nothing = The documents say what they said in publication { $number } of { $day }; nothing was published.
publish-incomplete = Nothing was published: documents are incomplete.
diff-since = Compared with publication { $number } of { $day }:
diff-earlier = Compared with publication { $number } of { $day }, which they were last made in: { $documents }
diff-words = Other words in: { $documents }. No change of what is promised is known in them: read them before you publish.
diff-withdrawn = No longer published: { $documents }
diff-none = The documents promise the same.
diff-never = Nothing has been published yet, so there is nothing to compare with.
diff-tell = To be told:
live-done = Measured, as promised today: { $measured }; of these kept: { $kept }.
err-publication = there is no publication `{ $version }`
err-publication-help = give its number, or at least six characters of a document's version or of the policy's hash
err-not-there = publication { $number } is not in { $folder } as it was sealed, and cannot be made again: nothing was published
err-not-there-help = copy the folder `archive` from where it was published; or publish anew what is to be in force, without the rest: --anew --withdraw
err-overtaken = somebody else published at the same time; look again
