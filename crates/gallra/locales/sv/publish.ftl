# `gallra documents publish`, `diff`, `live` och `export`.

cmd-documents-publish = Sätt dokumenten i kraft, förseglade, bredvid alla tidigare versioner
    .long = Skriver det som är för allmänheten (allt utom registerförteckningarna, om inte --only nämner dem) i KATALOG/archive/NUMMER, förseglar varje fil i loggen och låter KATALOG/current leda dit i ett enda steg: en läsare möter de gamla dokumenten eller de nya, hela. KATALOG/index.html listar alla versioner. Det som gäller och inte nämns med --only eller --lang gäller som förut, till sista byten; det som policyn inte längre handlar om publiceras inte längre, och det sägs. Ett dokument som skulle vara ofullständigt enligt dataskyddsförordningen stoppar alltihop, med avslutskod 1. Säger dokumenten vad de sade förut publiceras ingenting.
    .example = gallra documents publish --out /var/www/privacy
arg-documents-publish-out = Katalog att publicera i [standard: published]
arg-documents-publish-only = Bara dessa, åtskilda av kommatecken; de andra som gäller förblir som de är
arg-documents-publish-withdraw = Det som inte nämns publiceras inte längre
arg-documents-publish-anew = Publicera även om dokumenten säger vad de sade, som en ny publicering
arg-documents-publish-format = I vilka format, åtskilda av kommatecken [standard: html]
arg-documents-publish-controllers = CSV-fil med dem som uppgifter behandlas åt: name, contact, number, representative, dpo
cmd-documents-diff = Vad som skulle skilja om dokumenten publicerades nu
    .long = Jämför varje dokument med det som det senast sade, utifrån vad det lovar: ändamål, lagringstider, mottagare, länder, kategorier, rättsliga grunder, åtgärder, kontaktuppgifter. Talar om vilka som ska underrättas om det, och vilka dokument som av något annat skäl har en annan lydelse.
    .example = gallra documents diff --from 3
arg-documents-diff-from = Jämför med den här publiceringen: dess nummer, eller början på ett dokuments version eller på policyns kontrollsumma [standard: den senaste]
cmd-documents-live = Gör integritetspolicyn med det som den senaste granskningen uppmätte bredvid varje tid
    .long = Utifrån det som `gallra audit` har lämnat i tillståndet; inget mäts. Där inget är uppmätt, eller ett löfte inte hålls, säger sidan det. Beviset för att granskningen finns i loggen ligger bredvid. Inga personuppgifter.
    .example = gallra documents live --out /var/www/privacy --log-url https://example.com/log
arg-documents-live-out = Katalog att skriva i [standard: documents]
arg-documents-live-format = I vilka format, åtskilda av kommatecken [standard: html]
arg-documents-live-log-url = Var loggen finns på webben, för en länk till dess signerade tillstånd
cmd-documents-export = Skriv registerförteckningarna som arbetsböcker (XLSX) och som länkade data (W3C DPV)
    .long = En arbetsbok för varje förteckning och språk, med en rad för varje behandling, och en fil records.jsonld med termerna i W3C:s Data Privacy Vocabulary 2.3. Med --controllers anges förteckningen enligt artikel 30.2 för var och en av dem.
    .example = gallra documents export --controllers customers.csv
arg-documents-export-out = Katalog att skriva i [standard: documents]
arg-documents-export-controllers = CSV-fil med dem som uppgifter behandlas åt: name, contact, number, representative, dpo
publish-done = { $files ->
    [one] Publicering { $number } den { $day }: en fil, i kraft och förseglad.
   *[other] Publicering { $number } den { $day }: { $files } filer, i kraft och förseglade.
}
publish-kept = Gäller som förut: { $documents }. Vad de ännu inte säger: gallra documents diff
publish-withdrawn = Publiceras inte längre: { $documents }
publish-absent = de här publiceringarna finns inte i { $folder }, eller inte hela, och det som inte finns där listas inte: { $numbers }. Kopiera `archive` därifrån de publicerades och publicera igen, så listas de
publish-nothing = Dokumenten säger vad de sade i publicering { $number } den { $day }; inget publicerades.
publish-incomplete = Inget publicerades: dokument är ofullständiga.
diff-since = Jämfört med publicering { $number } den { $day }:
diff-earlier = Jämfört med publicering { $number } den { $day }, där de senast gjordes: { $documents }
diff-words = Annan lydelse i: { $documents }. Ingen ändring av det som lovas är känd i dem: läs dem innan du publicerar.
diff-withdrawn = Publiceras inte längre: { $documents }
diff-none = Dokumenten lovar detsamma.
diff-never = Inget har publicerats än, så det finns inget att jämföra med.
diff-tell = Ska underrättas:
live-done = Uppmätt, så som det lovas i dag: { $measured }; hålls: { $kept }.
err-publication = det finns ingen publicering `{ $version }`
err-publication-help = ange dess nummer, eller minst sex tecken av ett dokuments version eller av policyns kontrollsumma
err-not-there = publicering { $number } finns inte i { $folder } så som den förseglades, och kan inte göras om: inget publicerades
err-not-there-help = kopiera katalogen `archive` därifrån den publicerades; eller publicera på nytt det som ska gälla, utan resten: --anew --withdraw
err-overtaken = någon annan publicerade samtidigt; se efter igen
