# Discovery and drift.
discover-head = { $system }, { $product }: { $personal } of { $tables } tables look personal. These are guesses: read them before they become policy.
discover-rows = about { $rows } rows
discover-because = say why it is needed
discover-column = not in dataset { $dataset }: { $column } looks like { $category }
discover-unread = { $table }: no value could be read; judged by names alone
discover-declared = a foreign key says so
discover-undeclared = names and values say so, no foreign key does
drift-table = { $system }: table { $table } is in no dataset and looks personal: { $columns }
drift-column = { $dataset }: column { $column } is not in the dataset and looks like { $category }
drift-gone = { $dataset } has gone
drift-not-checked = { $system } could not be looked at
drift-none = ok: the policy says what the systems hold
drift-sum = { $drifts ->
    [one] 1 difference between the policy and the systems
   *[other] { $drifts } differences between the policy and the systems
 }; `gallra discover SYSTEM` proposes what to add
