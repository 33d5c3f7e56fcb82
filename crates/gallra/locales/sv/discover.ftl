# Upptäckt och avvikelser.
discover-head = { $system }, { $product }: { $personal } av { $tables } tabeller ser ut att ha personuppgifter. Det är gissningar: läs dem innan de blir policy.
discover-rows = omkring { $rows } rader
discover-because = säg varför det behövs
discover-column = inte i datamängden { $dataset }: { $column } ser ut som { $category }
discover-unread = { $table }: inget värde gick att läsa; bedömd efter namnen
discover-declared = en främmande nyckel säger det
discover-undeclared = namn och värden säger det, ingen främmande nyckel
discover-unreached = ingen begäran når dessa: ange `subject: {"{"}email: KOLUMN{"}"}`, `belongs_to`, eller `no_subject: varför ingen kan skiljas ut` (G036)
drift-table = { $system }: tabellen { $table } ingår inte i någon datamängd och ser ut att ha personuppgifter: { $columns }
drift-column = { $dataset }: kolumnen { $column } ingår inte i datamängden och ser ut som { $category }
drift-gone = { $dataset } har försvunnit
drift-not-checked = { $system } gick inte att titta i
drift-none = ok: policyn säger vad systemen innehåller
drift-sum = { $drifts ->
    [one] 1 avvikelse mellan policyn och systemen
   *[other] { $drifts } avvikelser mellan policyn och systemen
 }; `gallra discover SYSTEM` föreslår vad som kan läggas till
drift-unseen = { $systems ->
    [one] ingen avvikelse hittades, men ett system gick inte att titta i
   *[other] ingen avvikelse hittades, men { $systems } system gick inte att titta i
}
discover-part-format = skriven som { $format }
discover-part-other-format = skriven som { $format }: flytta den till ett eget system med `format: { $format }`
discover-part-no-format = inte i något format vars tider läses; säg inget om frister innan det är utrett
discover-part-dates = sökvägarna rymmer datum: `format: "{ $format }"` på systemet, och ett ankare av kolumnen `named`
discover-part-customers = { $count } mappar ser ut som en för varje kund: `per_customer` skiljer dem åt med kolumnen `folder`
discover-part-nothing = { $part }: inget som ser ut som personuppgifter i { $files ->
    [one] 1 fil
   *[other] { $files } filer
 }
discover-part-closed = { $part }: { $closed ->
    [one] 1 fil eller mapp
   *[other] { $closed } filer eller mappar
 } gick inte att läsa
drift-part = { $system }: `{ $part }` ingår inte i någon datamängd, eller inte med detta, och ser ut att ha personuppgifter: { $fields }
drift-nothing-there = { $system }: `{ $what }` sägs inte vara personuppgifter, och finns inte där
why-name = namnet säger ”{ $words }”
why-type = typen är gjord för det
why-values = { $share } % av värdena har formen: { $kind }
why-within = { $count } av värdena rymmer detta i annan text: { $kind }
why-within-of = { $count } av { $of } rymmer: { $kind }
why-no-such-values = inget av värdena ser ut så
why-in-names = { $count } namn rymmer: { $kind }
why-ending = { $files ->
    [one] 1 fil är
   *[other] { $files } filer är
 } .{ $ending }
why-folders = { $count } mappar heter som kunder
why-kind = { $kind ->
    [PersonalNumber] personnummer
    [CoordinationNumber] samordningsnummer
    [OrganisationNumber] organisationsnummer
    [Email] e-postadress
    [Phone] telefonnummer
    [Ipv4] IPv4-adress
    [Ipv6] IPv6-adress
    [Mac] MAC-adress
    [Iban] IBAN
    [Bankgiro] bankgiro
    [Plusgiro] plusgiro
    [PaymentCard] betalkortsnummer
    [PostalAddress] postadress
   *[Secret] hemlighet i en URL
 }
lock-honoured = { $system }: behåller det som den låser; prövat på ett objekt som är Gallras eget
lock-not-offered = { $system }: tar inga lås, och lovar inga
lock-ignored = { $system }: tar emot ett objekts lås och håller det inte: det som visas som låst går att radera. Slå på objektlås för bucketen, eller flytta det som inte får raderas till en lagring som håller lås
lock-not-checked = { $system }: om den håller lås kontrollerades inte: { $reason }
lock-nothing = Inget system är en lagring av slaget s3: inget lås prövades.
drift-beyond = inte granskat (det finns inget sätt för den sortens system): { $systems }
discover-parts-head = { $system }, { $product }: { $personal } av { $parts } delar ser ut att ha personuppgifter. Det är gissningar från ett stickprov: läs dem innan de blir policy.
discover-part-facts = { $files ->
    [one] 1 fil
   *[other] { $files } filer
 }, { $megabytes } MB, { $oldest } till { $newest }
