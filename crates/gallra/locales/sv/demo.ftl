# Demonstrationen.
demo-title = Gallra, på en minut
demo-company = { $organisation } är ett webbhotell som aldrig funnits, men beter sig som ett. Det har { $records } poster: i en databas (kunder, avtal, fakturor, webbplatser, e-post, chattar, inloggningar), i webbservrars loggar, i mappar med kunders material, i pärmar.
demo-promises = Vad det lovar
demo-col-purpose = För
demo-col-promise = Löfte
demo-at-least = behålls minst { $period } efter { $from }
demo-at-most = borta högst { $period } efter { $from }
demo-own-settings = { $customers } kunder har valt kortare
demo-financial-year = räkenskapsåret för { $anchor }
demo-calendar-year = året för { $anchor }
demo-calendar-month = månaden för { $anchor }
demo-check = gallra check: går löftena ihop?
demo-broken = Och hålls de? Utlovat, och det äldsta som finns kvar
demo-bar = { $dataset }: utlovat { $promised }, äldsta { $age }; { $rows } av { $total } försenade
demo-bar-floor = { $dataset }: ska behållas { $promised }, äldsta { $age }; { $rows } av { $total } får gallras
demo-bar-legend = █ tiden  ▒ bortom löftet  ░ behövs inte längre
demo-hold = gallra hold: tvist med kund 7, inget av deras får gallras
demo-hold-reason = Tvist om en faktura
demo-lawyer = Vera Palmgren
demo-plan = gallra plan: vad som skulle gallras nu, och vad som blir kvar
demo-approve = gallra approve: spärren frågar först; sedan säger en person hur många
demo-officer = Karin Ek
demo-run = gallra apply: små omgångar, var och en antecknad innan den görs
demo-paper = gallra attest: det som bara en person kan göra
demo-shredded = Gick igenom pärm 1 och 2, strimlade det som skulle bort
demo-again = Undersökt igen, som om inget vore känt
demo-again-count = { $due ->
    [0] Inget återstår att gallra
   *[other] { $due } återstår att gallra
 }; { $kept } har passerat sin gallringsfrist och blir kvar, genom undantaget eller för att andra hänvisar till dem.
demo-verify = gallra verify: intyget, med enbart den publika nyckeln
demo-tamper = En siffra i en kopia ändras
demo-flipped = Byte { $byte } i { $path } är nu en annan:
demo-farewell = Nu kan du pröva själv
demo-folder = Alltihop tog { $time } och finns i { $path }.
demo-pages = Löftena före och efter, som sidor att titta på:
demo-go-on = Fortsätt med:
