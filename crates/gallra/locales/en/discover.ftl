# Discovery and drift.
discover-head = { $system }, { $product }: { $personal } of { $tables } tables look personal. These are guesses: read them before they become policy.
discover-rows = about { $rows } rows
discover-because = say why it is needed
discover-column = not in dataset { $dataset }: { $column } looks like { $category }
discover-unread = { $table }: no value could be read; judged by names alone
discover-declared = a foreign key says so
discover-undeclared = names and values say so, no foreign key does
discover-unreached = no request reaches these: add `subject: {"{"}email: COLUMN{"}"}`, `belongs_to`, or `no_subject: why nobody can be told apart` (G036)
drift-table = { $system }: table { $table } is in no dataset and looks personal: { $columns }
drift-column = { $dataset }: column { $column } is not in the dataset and looks like { $category }
drift-gone = { $dataset } has gone
drift-not-checked = { $system } could not be looked at
drift-none = ok: the policy says what the systems hold
drift-sum = { $drifts ->
    [one] 1 difference between the policy and the systems
   *[other] { $drifts } differences between the policy and the systems
 }; `gallra discover SYSTEM` proposes what to add
drift-unseen = { $systems ->
    [one] no difference was found, but one system could not be looked at
   *[other] no difference was found, but { $systems } systems could not be looked at
}
discover-part-format = written as { $format }
discover-part-other-format = written as { $format }: move it to a system of its own with `format: { $format }`
discover-part-no-format = in no format whose times are read; say nothing about periods before that is settled
discover-part-dates = the paths hold dates: `format: "{ $format }"` on the system, and an anchor of the column `named`
discover-part-customers = { $count } folders look like one for each customer: `per_customer` tells them apart by the column `folder`
discover-part-nothing = { $part }: nothing that looks personal in { $files ->
    [one] 1 file
   *[other] { $files } files
 }
discover-part-closed = { $part }: { $closed ->
    [one] 1 file or folder
   *[other] { $closed } files or folders
 } could not be read
drift-part = { $system }: `{ $part }` is in no dataset, or not with this, and looks personal: { $fields }
drift-nothing-there = { $system }: `{ $what }` is said not to be personal, and is not there
why-name = its name says “{ $words }”
why-type = its type is made for it
why-values = { $share } % of its values have the form: { $kind }
why-within = { $count } of its values hold this in other text: { $kind }
why-within-of = { $count } of { $of } hold: { $kind }
why-no-such-values = none of its values look like it
why-in-names = { $count ->
    [one] 1 name holds
   *[other] { $count } names hold
 }: { $kind }
why-ending = { $files ->
    [one] 1 file is
   *[other] { $files } files are
 } .{ $ending }
why-folders = { $count } folders are named like customers
why-kind = { $kind ->
    [PersonalNumber] personal identity number
    [CoordinationNumber] coordination number
    [OrganisationNumber] organisation number
    [Email] e-mail address
    [Phone] telephone number
    [Ipv4] IPv4 address
    [Ipv6] IPv6 address
    [Mac] MAC address
    [Iban] IBAN
    [Bankgiro] bankgiro number
    [Plusgiro] plusgiro number
    [PaymentCard] payment card number
    [PostalAddress] postal address
   *[Secret] secret in a URL
 }
lock-honoured = { $system }: keeps what it locks; tried on an object of Gallra's own
lock-not-offered = { $system }: takes no locks, and promises none
lock-ignored = { $system }: takes an object's lock and does not keep it: what it shows as locked can be deleted. Turn object lock on for the bucket, or move what must not be deleted to a store that keeps locks
lock-not-checked = { $system }: whether it keeps locks was not checked: { $reason }
lock-nothing = No system is a store of kind s3: no lock was tried.
drift-beyond = not looked at (no way is known for this kind of system): { $systems }
discover-parts-head = { $system }, { $product }: { $personal } of { $parts } parts look personal. These are guesses from a sample: read them before they become policy.
discover-part-facts = { $files ->
    [one] 1 file
   *[other] { $files } files
 }, { $megabytes } MB, { $oldest } to { $newest }
