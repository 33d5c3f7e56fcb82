# Finding a person.
err-find-nothing = A name alone finds nobody
err-find-nothing-help = say an e-mail address, a telephone number, a personal number or one of the policy's own (`--subject customer_no=1042`) besides
err-find-misread = What was given as { $kind } cannot be read as one
err-find-misread-help = correct it, or give it as another kind; it does not stand here because it may be somebody's
err-find-kind = No dataset of the policy has `{ $kind }` under `subject`; known are: { $known }
err-find-kind-help = write `--subject` with one of these names, or add it to the policy
err-find-many = `{ $dataset }`: more than { $most } records have one of these identifiers, which is nobody's own; nothing was told
err-find-many-help = look at what stands there by default, and search by something else
find-kind-email = e-mail address
find-kind-phone = telephone number
find-kind-number = personal number
find-kind-name = name
err-find-stdin = Standard input can be read only once
err-find-stdin-help = give one of the identifiers as `-`, and the others as `@FILE`
cmd-subject = What a person may ask for: find them in every system, and take in a request
    .long =
        `find` only looks. `access`, `export`, `erase`, `rectify`, `restrict` and `object` open a request, R-1, with its last
        day; nothing of the person's is touched by that, and `gallra requests next R-1` moves it on. `replay` erases again what
        came back, when `--by` says who approves.
cmd-subject-find = Find a person in every system, from anything they are known by
    .long =
        Nothing is changed. What is found is personal data: it is shown here and written nowhere; where there is a register, its
        trail tells that somebody looked.

        Values found in one system are looked for in the next until nothing new comes. What is doubtful is told with its
        reason and never followed, until you answer it with `--accept` or `--reject`. Texts that speak of the person are
        told as mentions and never counted as found. Others see a command line and your shell remembers it: `-` reads an
        identifier from standard input and `@FILE` from a file, a line each. Ends with 1 if nobody is found, and with 3 if
        something could not be checked or is left to answer.
    .example =
        gallra subject find --email - < address.txt
        gallra subject find --subject customer_no=1042 --name "Anna Berg"
arg-subject-find-email = An e-mail address
arg-subject-find-phone = A telephone number
arg-subject-find-number = A personal or coordination number
arg-subject-find-subject = A value of the policy's `subject`, such as customer_no=1042; several times, for several
arg-subject-find-name = A name: finds nobody by itself, and tells apart those whom something else found
arg-subject-find-accept = These doubtful ones are the person's
arg-subject-find-reject = These doubtful ones are somebody else's
arg-subject-find-mentions = Show every mention, and not only the first few
arg-subject-find-no-texts = Do not search texts for mentions, which takes a pass over all of them
arg-subject-find-by = Who looks, for the register's trail [or GALLRA_BY]
arg-subject-find-for = For which activity of the policy [or GALLRA_FOR]
value-address----file = ADDRESS|-|@FILE
value-number----file = NUMBER|-|@FILE
value-text----file = TEXT|-|@FILE
find-col-system = System
find-col-identified = Identified
find-col-theirs = With the person
find-col-tied = Only naming
find-found = { $datasets ->
    [one] Found in one dataset
   *[other] Found in { $datasets } datasets
}
find-nobody = Nobody was found
find-nobody-yet = Nobody was found for sure: something has to be answered first
find-given = given
find-given-nothing = Nothing was found by the { $kind } that was given
find-hops = How
find-hop = { $records ->
    [one] { $from } → { $to } by { $by }: one record
   *[other] { $from } → { $to } by { $by }: { $records } records
}
find-doubtful = In doubt
find-doubt-name = The address or number stands there beside another name
find-doubt-number = It stands there beside another personal number
find-doubt-shared = Several people have the address or number, and no name stands there
find-doubt-spelling = What stands there may be this or another: a century or zeros are missing
find-doubt-apart = Nothing ties what was found by this to the rest: it may be somebody else's
find-standing-open = To answer
find-standing-accepted = Accepted
find-standing-rejected = Rejected
find-standing-told-apart = Left out by the name that was given
find-answer = Answer with the same command and the ids: { $command } --accept ID --reject ID
find-mentions = Mentions: not counted, for you to decide
find-mentions-more = { $more } more; all that were kept: --mentions
find-not-checked = Not checked, or for a person to look through
find-silent = The system did not answer: { $reason }
find-texts-unread = Texts not searched: { $reason }
find-unreached = No request reaches it; say under `subject` or `belongs_to` whose its records are
find-no-subject = Nobody can be told apart in it: { $reason }
find-manual = To be looked through by { $who }: { $place }
find-unfinished = The search led further than it was followed
