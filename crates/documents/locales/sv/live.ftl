# Integritetspolicyn med det som kontrollerna har uppmätt.

live-title = Vad { $organisation } lovar, och om vi håller det
live-lead = Det här är vår integritetspolicy. Bredvid varje lagringstid ser du vad vår senaste kontroll uppmätte i själva systemen.
live-head = Vad vår senaste kontroll uppmätte
live-kept = Hålls. Den äldsta posten är { $age } gammal, räknat från den dag då tiden börjar löpa. Kontrollerat { $at }.
live-kept-none = Hålls. Det finns inga poster som tiden gäller. Kontrollerat { $at }.
live-broken = { $n ->
    [one] Hålls inte: en post är äldre än vi har lovat. Kontrollerat { $at }.
   *[other] Hålls inte: { $shown } poster är äldre än vi har lovat. Kontrollerat { $at }.
}
live-not-checked = Kunde inte kontrolleras { $at }.
live-never = Inte kontrollerat än.
live-no-limit = Det finns ingen längsta tid att kontrollera.
live-moment = den { $day } kl. { $time }
live-section = Så kan du själv kontrollera det
live-no-audit = Ingen kontroll har gjorts än. Till dess är tiderna bara vad vi lovar.
live-proof-lead = Utfallet av den senaste kontrollen, { $at }, är förseglat i en logg som inte kan ändras i efterhand utan att det märks. Det här hör till den posten.
live-proof-file = Bevis (fil bredvid den här sidan)
live-proof-origin = Logg
live-proof-index = Post
live-proof-size = Poster i loggen
live-proof-root = Loggens kontrollsumma
live-proof-checkpoint = Loggens signerade tillstånd
live-proof-how = Med vår öppna nyckel och kommandot ”gallra verify” kan vem som helst kontrollera att posten finns där, utan att behöva lita på oss. Loggen innehåller inga personuppgifter.
