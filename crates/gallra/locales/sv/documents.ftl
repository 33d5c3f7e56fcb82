# `gallra documents`.

cmd-documents = De dokument som följer av policyn
cmd-documents-build = Gör integritetspolicyn, registerförteckningarna, avtalet och listorna
    .long = Allt som policyn handlar om, på varje språk om inte --lang nämner några. Ett dokument som vore ofullständigt enligt dataskyddsförordningen skrivs inte: det som policyn saknar sägs, med artikel, plats och åtgärd, och slutkoden är 1. Varje dokument bär sin version, sin dag och policyns kontrollsumma.
    .example = gallra documents build --only notice --lang sv,en --format html,md,pdf
arg-documents-build-out = Mapp att skriva i [förval: documents]
arg-documents-build-only = Bara dessa, åtskilda av kommatecken: notice, records, processor-records, instruction, agreement, measures, sub-processors, cookies
arg-documents-build-format = I vilka format, åtskilda av kommatecken [förval: html]
arg-documents-build-controllers = CSV-fil med dem för vars räkning uppgifter behandlas: name, contact, number, representative, dpo
arg-documents-build-draft = Skriv även ofullständiga dokument, märkta som utkast i text och namn
usage-document = dokumenten är notice, records, processor-records, instruction, agreement, measures, sub-processors och cookies
usage-address = en adress börjar med https:// och en värd, och har inga blanksteg
usage-one-lang = flera språk är bara till för dokument; gränssnittet talar ett
documents-none-of = Det finns inget för ett sådant dokument att berätta: { $documents }.
documents-none = Policyn handlar inte om något som ett dokument berättar.
documents-made = { $files ->
    [one] En fil skriven; inget saknas.
   *[other] { $files } filer skrivna; inget saknas.
}
documents-lacking = { $lacking ->
    [one] Ett dokument får inte publiceras än; filer skrivna: { $files }.
   *[other] { $lacking } dokument får inte publiceras än; filer skrivna: { $files }.
}
documents-not-written = { $document } ({ $language }) är ofullständigt och skrevs inte:
documents-draft = { $document } ({ $language }) är ofullständigt och ett utkast:
documents-missing = {"  "}Artikel { $article }: { $cause } ({ $place })
err-controllers = `{ $path }`: rad { $line }: `{ $column }` saknas eller är tomt
err-controllers-help = ge filen en rubrikrad, och varje rad ett värde för name och contact
