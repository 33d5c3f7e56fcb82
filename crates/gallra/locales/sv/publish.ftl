# `gallra documents publish`, `diff`, `live` och `export`.

cmd-documents-publish = Sätt dokumenten i kraft, förseglade, bredvid alla tidigare versioner
    .long = Skriver det som är för allmänheten (allt utom registerförteckningarna, om inte --only nämner dem) i KATALOG/archive/NUMMER, förseglar varje fil i loggen och låter KATALOG/current leda dit i ett enda steg: en läsare möter de gamla dokumenten eller de nya, hela. KATALOG/index.html listar alla versioner. Ett dokument som skulle vara ofullständigt enligt dataskyddsförordningen stoppar alltihop, med avslutskod 1. Säger dokumenten vad de sade förut publiceras ingenting.
    .example = gallra documents publish --out /var/www/privacy
arg-documents-publish-out = Katalog att publicera i [standard: published]
arg-documents-publish-only = Bara dessa, åtskilda av kommatecken
arg-documents-publish-format = I vilka format, åtskilda av kommatecken [standard: html]
arg-documents-publish-controllers = CSV-fil med dem som uppgifter behandlas åt: name, contact, number, representative, dpo
cmd-documents-diff = Vad som skulle skilja om dokumenten publicerades nu
    .long = Jämför vad dokumenten lovar, inte hur de säger det: ändamål, lagringstider, mottagare, länder, kategorier, rättsliga grunder, åtgärder, kontaktuppgifter. Talar om vilka som ska underrättas om det.
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
publish-nothing = Dokumenten säger vad de sade i publicering { $number } den { $day }; inget publicerades.
publish-incomplete = Inget publicerades: dokument är ofullständiga.
diff-since = Jämfört med publicering { $number } den { $day }:
diff-none = Dokumenten lovar detsamma.
diff-never = Inget har publicerats än, så det finns inget att jämföra med.
diff-tell = Ska underrättas:
live-done = Uppmätt, så som det lovas i dag: { $measured }; hålls: { $kept }.
err-publication = det finns ingen publicering `{ $version }`
err-publication-help = ange dess nummer, eller minst sex tecken av ett dokuments version eller av policyns kontrollsumma
err-overtaken = någon annan publicerade samtidigt; se efter igen
