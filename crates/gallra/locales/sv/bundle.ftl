# Personuppgiftsbiträdesavtalet, avtalspaket, och ett företags egna texter och utseende.

cmd-documents-bundle = Gör det som kunder skriver under: avtal, instruktion, allmänna villkor och integritetspolicy
    .long = För varje kund en PDF med försättsblad och en zip med samma dokument, på varje språk om inte --lang nämner några, med namn efter kundens nummer i registret. Allmänna villkor tas från templates/SPRÅK/terms.md eller terms.pdf i policyns mapp. Bara filernas ägare kan läsa dem.
    .example = gallra documents bundle --customer 7 --by anna --lang sv
arg-documents-bundle-out = Mapp att skriva i [förval: documents]
arg-documents-bundle-customer = Kunders nummer i registret, åtskilda av kommatecken
arg-documents-bundle-all-customers = För varje kund som inte har slutat
arg-documents-bundle-by = Vem som gör det; registrets logg håller det
arg-documents-bundle-for = Den behandling i policyn som det görs för
arg-documents-build-customer = Numret i registret på den kund som avtalet gäller
arg-documents-build-by = Vem som läser kundens uppgifter; registrets logg håller det
arg-documents-build-for = Den behandling i policyn som det görs för
documents-no-logo = Ingen logotyp: lägg en i policyns mapp som templates/logo.svg eller templates/logo.png.
documents-unshown = { $document }: { $characters ->
    [one] ett tecken
   *[other] { $characters } tecken
 } som inget av Gallras typsnitt har; i PDF:en står ett tecken för det.
bundle-made = { $bundles ->
    [0] Registret har ingen kund.
    [one] Ett avtalspaket skrivet.
   *[other] { $bundles } avtalspaket skrivna.
}
bundle-foreign = { $path } innehåller en PDF som någon annan har gjort: den utger sig varken för PDF/A eller PDF/UA.
err-template = `{ $file }`, rad { $line }, tecken { $column }: { $cause }
err-template-more = { $message } (och { $more } till)
err-look-read = `{ $path }` kan inte läsas
err-look-read-help = Se över rättigheterna och att filen är UTF-8, eller ta bort den.
err-look-large = `{ $path }` är för stor
err-look-large-help = Den får vara högst { $kilobytes } kB.
err-look-brand = `{ $path }`, rad { $line }: det går inte att förstå
err-look-brand-help = Filen får ange en färg och en logotyp: `colour: "#1d4e79"` och `logo: logo.svg`.
err-look-colour = `{ $path }`: färgen är ingen färg
err-look-colour-help = Skriv den som "#rrggbb".
err-look-contrast = `{ $path }`: färgen är för ljus för att läsas på vitt: kontrasten är { $contrast }:1
err-look-contrast-help = Ta en mörkare: WCAG 2.2 kräver 4,5:1.
err-look-no-logo = `{ $path }` finns inte
err-look-no-logo-help = Lägg logotypen där, eller ta bort raden `logo` ur brand.yaml.
err-look-logo = `{ $path }` är ingen bild som går att använda
err-look-logo-help = En logotyp är en SVG eller en PNG i mappen templates.
err-pdf = PDF:en kan inte göras
err-pdf-help = Ska en logotyp eller en PDF från någon annan ingå, pröva utan. Annars är felet Gallras: rapportera det gärna.
err-bundle-incomplete = { $document } saknar { $points ->
    [one] något
   *[other] { $points } saker
 } som lagen kräver
err-bundle-incomplete-help = `gallra documents build --only { $document }` säger vad, med artikel, plats och åtgärd.
