# Kunders dokument, ett företags egna texter och utseende, och vad loggen säger om publiceringar.

cmd-documents-bundle = Gör det som kunder skriver under: avtal, villkor, säkerhetsåtgärder, underbiträden och integritetspolicy
    .long = För varje kund en PDF med försättsblad, på varje språk om inte --lang nämner några, med namn efter kundens nummer i registret; med --zip även dokumenten ett och ett. Avtalet har kundens egna inställningar och, om kunden har en, dess egen text. Allmänna villkor tas från templates/SPRÅK/terms.md eller terms.pdf i policyns mapp. Bara filernas ägare kan läsa dem. Det som saknas hos en kund hindrar ingen annans: kunden nämns med sitt nummer, och slutkoden är 3.
    .example = gallra documents bundle --all-customers --out bundles --by anna
arg-documents-bundle-customer = Kunder, åtskilda av kommatecken: nummer i registret, eller referens
arg-documents-bundle-all-customers = För varje kund som inte har slutat
arg-documents-bundle-out = Mapp att skriva i [förval: bundles]
arg-documents-bundle-zip = Även en zip med varje dokument för sig
arg-documents-bundle-by = Vem som läser kundernas uppgifter; åtkomstloggen håller ett åtagande till namnet [eller GALLRA_BY]
arg-documents-bundle-for = Den behandling i policyn som det görs för [eller GALLRA_FOR]
arg-documents-build-customer = Bara den här kundens avtal och förteckning: nummer i registret, eller referens
arg-documents-build-by = Vem som läser registret: personuppgiftsansvariga tas därifrån [eller GALLRA_BY]
arg-documents-build-for = Den behandling i policyn som det görs för [eller GALLRA_FOR]
arg-documents-publish-by = Vem som läser registret: personuppgiftsansvariga tas därifrån [eller GALLRA_BY]
arg-documents-publish-for = Den behandling i policyn som det görs för [eller GALLRA_FOR]
arg-documents-export-by = Vem som läser registret: personuppgiftsansvariga tas därifrån [eller GALLRA_BY]
arg-documents-export-for = Den behandling i policyn som det görs för [eller GALLRA_FOR]
arg-requests-format = Brev även i det här formatet, utöver text och sida
arg-agreements-missing-format = Varje brev även i det här formatet, utöver texten
arg-agreements-ending-format = Brevet även i det här formatet, utöver texten
arg-agreements-certificate-format = Intyget i läsbar form även i det här formatet, utöver texten
arg-recipients-announce-format = Varje brev även i det här formatet, utöver texten: ett per språk
value-ref = REF
documents-no-logo = Ingen logotyp: lägg en i policyns mapp som templates/logo.svg eller templates/logo.png.
documents-unshown = { $document }: { $characters ->
    [one] ett tecken
   *[other] { $characters } tecken
 } som inget av Gallras typsnitt har; i PDF:en står ett tecken för det.
bundle-bar = kunder
bundle-made = { $bundles ->
    [0] Inget avtalspaket skrivet.
    [one] Ett avtalspaket skrivet.
   *[other] { $bundles } avtalspaket skrivna.
}
bundle-not-made = { $customers ->
    [one] En kund har inget; kör kommandot igen när det är avhjälpt.
   *[other] { $customers } kunder har inget; kör kommandot igen när det är avhjälpt.
}
bundle-failed = kund { $customer }: { $cause }
bundle-terms-language = Paketen på `{ $language }` har de allmänna villkoren på `{ $other }`: det finns ingen `templates/{ $language }/terms.md` eller `terms.pdf`.
bundle-foreign = { $path } innehåller en PDF som någon annan har gjort: den utger sig varken för PDF/A eller PDF/UA.
err-template = `{ $file }`, rad { $line }, tecken { $column }: { $cause }
err-pdf = PDF:en kan inte göras
err-pdf-help = Ska en logotyp eller en PDF från någon annan ingå, pröva utan. Annars är felet Gallras: rapportera det gärna.
err-bundle-incomplete = { $document } saknar { $points ->
    [one] något
   *[other] { $points } saker
 } som lagen kräver
err-bundle-incomplete-help = `gallra documents build --only { $document }` säger vad, med artikel, plats och åtgärd.

## Under templates/

look-read = filen kan inte läsas: { $cause }
look-read-help = se över rättigheterna, eller ta bort den
look-utf8 = filen är inte UTF-8
look-utf8-help = spara den som UTF-8
look-large = filen är för stor
look-large-help = den får vara högst { $kilobytes } kB
look-brand = det här går inte att förstå: { $cause }
look-brand-help = filen får ange en färg och en logotyp: `colour: "#1d4e79"` och `logo: logo.svg`
look-colour = det här är ingen färg
look-colour-help = skriv den som "#rrggbb"
look-contrast = färgen är för ljus för att läsas på vitt: kontrasten är { $contrast }:1
look-contrast-help = ta en mörkare: WCAG 2.2 kräver 4,5:1
look-dark = färgen för mörka sidor är för mörk för att läsas på dem: kontrasten är { $contrast }:1
look-dark-help = ta en ljusare (WCAG 2.2 kräver 4,5:1), eller ta bort raden: då görs en av `colour`
look-dark-alone = det finns en färg för mörka sidor men ingen för ljusa
look-dark-alone-help = lägg till `colour`, eller ta bort raden
look-no-logo = logotypen finns inte
look-no-logo-help = lägg den i mappen templates, eller ta bort raden `logo`
look-logo = det här är ingen bild som går att använda
look-logo-help = en logotyp är en SVG eller en PNG i mappen templates
look-terms = de allmänna villkoren är ingen PDF som går att läsa
look-terms-help = spara PDF:en på nytt utan lösenord, eller skriv dem som terms.md
look-two-terms = det finns allmänna villkor som terms.md också: vilka som gäller framgår inte
look-two-terms-help = ta bort en av de två filerna
look-language = dokument skrivs inte på det här språket
look-language-help = språken är { $known }; kalla mappen efter ett av dem, eller ta bort den
look-unread = inget dokument görs av den här filen
look-unread-help = det som läses här: { $known }

## Vad loggen säger

verify-published = Publicering { $number }, { $day }, den sista i den här loggen:
verify-published-policy = gjord av policyn { $hash }
verify-published-before = gäller som gjord den { $day } av policyn { $hash }
verify-document = { $what }, { $language }, { $form }, version { $version }
document-notice = integritetspolicy
document-records = registerförteckning (personuppgiftsansvarig)
document-processor-records = registerförteckning (personuppgiftsbiträde)
document-instruction = behandlingsinstruktion
document-agreement = personuppgiftsbiträdesavtal
document-measures = säkerhetsåtgärder
document-sub-processors = underbiträden
document-cookies = kakor och samtycke
document-terms = allmänna villkor
language-en = engelska
language-sv = svenska
