# Upptäckt och avvikelser.
discover-head = { $system }, { $product }: { $personal } av { $tables } tabeller ser ut att ha personuppgifter. Det är gissningar: läs dem innan de blir policy.
discover-rows = omkring { $rows } rader
discover-because = säg varför det behövs
discover-column = inte i datamängden { $dataset }: { $column } ser ut som { $category }
discover-unread = { $table }: inget värde gick att läsa; bedömd efter namnen
discover-declared = en främmande nyckel säger det
discover-undeclared = namn och värden säger det, ingen främmande nyckel
drift-table = { $system }: tabellen { $table } ingår inte i någon datamängd och ser ut att ha personuppgifter: { $columns }
drift-column = { $dataset }: kolumnen { $column } ingår inte i datamängden och ser ut som { $category }
drift-gone = { $dataset } har försvunnit
drift-not-checked = { $system } gick inte att titta i
drift-none = ok: policyn säger vad systemen innehåller
drift-sum = { $drifts ->
    [one] 1 avvikelse mellan policyn och systemen
   *[other] { $drifts } avvikelser mellan policyn och systemen
 }; `gallra discover SYSTEM` föreslår vad som kan läggas till
