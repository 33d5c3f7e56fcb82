# Vad en plan som gäller någon säger.

about-kept = { $rows } behålls: { $why } (GDPR { $article })
about-until = , tills `{ $limit }` har gått
about-review = , prövas igen { $day }
about-duty = lagen kräver det ({ $source })
about-in-force = avtalet gäller
about-exempt = ett undantag som har vägts
about-needed = poster som behålls hänvisar till dem
about-held = { $rows } spärrade: { $hold }
about-locked = { $rows } spärrade: lagringen själv lämnar dem inte ifrån sig
about-not-ours = { $rows } inte våra: kunden bestämmer ({ $by })
about-open-contract = { $rows } obesvarade: gäller avtalet för `{ $by }`?
about-open-floor = { $rows } obesvarade: vilket undantag bär den kortaste tiden för `{ $by }`?
about-shared = { $rows } delas med andra och behålls för dem

err-stale-person = planen är inaktuell: andra poster än då den gjordes hör nu till personen; ingenting har ändrats
err-about-somebody = planen gäller begäran { $requests } och nämner poster bara med hashvärden; ingenting har ändrats
err-about-somebody-help = godkänn och utför den genom begäran, som har nycklarna: se `gallra requests`
err-too-many = begäran når { $keys } poster som måste hållas i minnet en och en, och { $most } är det högsta antalet; ingenting har ändrats
err-too-many-help = ta färre personer åt gången
