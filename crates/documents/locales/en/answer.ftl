# The answer to a request for access (Article 15) or for portability (Article 20).

answer-title = Your personal data
answer-title-portable = Your personal data, to take along
answer-lead = This is { $organisation }'s answer to your request { $request }. It shows the personal data about you that we had on { $date }, and tells how we process it (Article 15 of the General Data Protection Regulation).
answer-lead-portable = This is { $organisation }'s answer to your request { $request }. With it you receive, in a machine-readable format, the personal data that you have given us and that we process on the basis of consent or contract, as it was on { $date } (Article 20 of the General Data Protection Regulation).
answer-private = This file is meant for you alone. Keep it where others cannot read it. We delete our copy no later than { $date }.

answer-found = { $n ->
    [one] We found one record about you.
   *[other] We found { $shown } records about you, of { $kinds ->
        [one] one kind
       *[other] { $kinds } kinds
    }.
}
answer-found-more = See your data
answer-nothing = We found no personal data about you.
answer-left-out-short = Not everything can be shown to you: some of it concerns other people, or could not be included.
answer-left-out-more = See what is left out and why
answer-rights-short = You can have data corrected or erased, object to how it is used, and complain.
answer-rights-more = Read about your rights
answer-package-short = Everything shown here is also in files that a computer can read.
answer-package-more = Read about the files

answer-section-data = Your data
answer-data-lead = The data is shown as it stands in our systems. What is about somebody else has been replaced by a mark.
answer-record = Record { $n }
answer-records-own = { $n ->
    [one] One record about you
   *[other] { $shown } records about you
}
answer-records-shared = { $n ->
    [one] One record that is about you and somebody else
   *[other] { $shown } records that are about you and somebody else
}
answer-records-others = { $n ->
    [one] One record about somebody else in which you are named
   *[other] { $shown } records about somebody else in which you are named
}
answer-first = The first { $n } of { $all } are shown. All of them are in { $file }.
answer-files = { $n ->
    [one] One file belongs to these records. It is in the folder files.
   *[other] { $shown } files belong to these records. They are in the folder files.
}
answer-file = See the file { $path }
answer-cut = { $text } … (the rest is in the files)
answer-restricted = Restricted
answer-restricted-words = The processing of this record is restricted: we store it and do nothing else with it (Article 18).
answer-yes = yes
answer-no = no

answer-mark-other = [another person]
answer-mark-review = [to be reviewed]
answer-mark-secret = [left out]
answer-mark-large = [too large: { $size } MB]
answer-why-other = The value is about another person. Your right to a copy must not adversely affect the rights of others (Article 15(4)).
answer-why-review = The text or file may also be about other people. Somebody here looks through it before you are given it (Article 15(4)).
answer-large = Too large for this answer
answer-why-large = Values that are larger than 16 MB are named with their size. You are given them separately.
answer-why-secret = Passwords and other secrets for signing in are never handed out: whoever reads them could pose as you.

answer-section-left-out = What is left out
answer-left-out-lead = This is not in the answer, or not in full:
answer-not-checked = Could not be searched
answer-not-checked-words = We could not search these systems, or not all of them, when the answer was made. You will hear from us about them:
answer-by-hand = Looked through by hand
answer-by-hand-words = This is on paper or in places that no program can search. If there is anything about you, it is given to you separately:
answer-for-others = For others to answer
answer-for-others-words = Here we process data on behalf of our customers, who decide about it. We pass your request on to them:

answer-section-processing = How we process your data
answer-processing-lead = For each purpose: on what legal basis, which data, from where, to whom, and for how long.

answer-section-package = The files
answer-package-lead = Besides this page (answer.html, answer.md), the package from { $organisation } contains:
answer-package-json = All data, exactly as it stands, in JSON; with a note for every value that was left out
answer-package-csv = The same as tables for spreadsheets. A value that a spreadsheet would take for a formula has an apostrophe in front.
answer-package-files = Files and pictures
answer-package-portable = What you may take to somebody else: data that you gave us, processed on consent or contract (Article 20); in JSON and CSV
answer-package-manifest = A list of all files with their checksums (SHA-256)
