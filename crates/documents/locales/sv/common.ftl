# Ord som alla dokument delar.

label-contents = Innehåll
label-skip = Hoppa till innehållet
label-version = Version
label-policy = Framställt ur policyn med kontrollsumman
draft-banner = Utkast, får inte publiceras. Det här saknas:
draft-point = Artikel { $article }: { $cause } ({ $place })

# Hur språket hänvisar till artiklar: ”13.2 f” eller ”13(2)(f)”.
article-notation = 13.2 f
date = { $day } { $month } { $year }
month-1 = januari
month-2 = februari
month-3 = mars
month-4 = april
month-5 = maj
month-6 = juni
month-7 = juli
month-8 = augusti
month-9 = september
month-10 = oktober
month-11 = november
month-12 = december
# Mellan grupper om tre siffror; mellanslaget hålls ihop med siffrorna.
thousands = { " " }
list-end = { $rest } och { $last }

period-years = { $n } år
period-months = { $n ->
    [one] { $n } månad
   *[other] { $n } månader
}
period-days = { $n ->
    [one] { $n } dag
   *[other] { $n } dagar
}
period-hours = { $n ->
    [one] { $n } timme
   *[other] { $n } timmar
}

# Det som har hänt när en tid börjar räknas: en bisats efter ”efter att”.
means-received = meddelandet togs emot
means-modified = filen senast ändrades
means-logged = händelsen loggades
means-taken = säkerhetskopian togs
means-ended = händelsen ägde rum
means-filed = handlingen arkiverades
means-register-closed = kontot har stängts
means-register-left = kontaktpersonen har slutat
means-register-last_contact = vi senast hade kontakt
means-register-since = samarbetet inleddes
means-register-accepted = avtalet godkändes
means-register-started = avtalet började gälla
means-register-ended = avtalet har upphört
means-register-settled = avtalet har upphört och är slutreglerat
means-register-made = anteckningen gjordes
means-register-due = förfallodagen har passerat
means-register-done = åtgärden utfördes
after = efter att { $means }
after-financial-year-se = efter utgången av det kalenderår då räkenskapsåret avslutades
after-financial-year = efter räkenskapsårets utgång
after-calendar-year = efter utgången av det kalenderår då { $means }
after-calendar-month = efter utgången av den månad då { $means }

limit = { $period } { $after }
limit-at-most = högst { $period } { $after }
limit-at-least = minst { $period } { $after }
limit-later = Den senare tidpunkten gäller
limit-per-customer = Kunden kan själv välja en kortare tid
limit-review = Behovet omprövas senast den { $date }
kept-of = { $data }: { $kept }

basis-consent = Samtycke (artikel 6.1 a)
basis-contract = Avtal (artikel 6.1 b)
basis-legal-obligation = Rättslig förpliktelse (artikel 6.1 c): { $source }
basis-vital-interests = Intressen av grundläggande betydelse (artikel 6.1 d)
basis-public-task = Uppgift av allmänt intresse (artikel 6.1 e): { $source }
basis-legitimate-interest = Berättigat intresse (artikel 6.1 f)
basis-also = { $primary }; även { $others }
interest-weighed = { $interest }. Intresseavvägningen gjordes den { $date }.
special-basis = Stöds på artikel { $article }

recipient = { $name } ({ $role }), { $place }
recipient-controller = självständigt personuppgiftsansvarig
recipient-processor = personuppgiftsbiträde
recipient-sub-processor = underbiträde
recipient-authority = myndighet
recipients-none = Inga
with-agreement = { $recipient }. Avtal: { $agreement }
outside-eea = { $country }, utanför EU/EES, med stöd av { $mechanism }
transfer-adequacy-decision = EU-kommissionens beslut om adekvat skyddsnivå (artikel 45)
transfer-standard-contractual-clauses = EU-kommissionens standardavtalsklausuler (artikel 46.2 c)
transfer-binding-corporate-rules = bindande företagsbestämmelser (artikel 47)
transfer-code-of-conduct = en godkänd uppförandekod (artikel 46.2 e)
transfer-certification = en godkänd certifiering (artikel 46.2 f)
transfer-derogation = ett undantag i särskilda situationer (artikel 49)

then-delete = Uppgifterna raderas
then-anonymise = Uppgifterna anonymiseras, så att de inte längre kan knytas till en person
then-task = Görs för hand: { $what }
then-unneeded-delete = Uppgifterna raderas när de inte längre behövs
then-unneeded-anonymise = När uppgifterna inte längre behövs anonymiseras de, så att de inte längre kan knytas till en person
then-unneeded-task = När uppgifterna inte längre behövs görs detta för hand: { $what }
then-and-every = { $then }. Gallring sker { $every }.
every-day = varje dag
every-week = varje vecka
every-month = varje månad
every-year = varje år
every = med högst { $period } mellan gångerna

term-controller = Personuppgiftsansvarig
term-processor = Personuppgiftsbiträde
term-joint = Gemensamt personuppgiftsansvar
term-number = Organisationsnummer
term-contact = Kontakt
term-dpo = Dataskyddsombud
term-representative = Företrädare i EU
term-purpose = Ändamål
term-basis = Rättslig grund
term-interest = Berättigat intresse
term-special = Känsliga personuppgifter
term-subjects = Vem uppgifterna gäller
term-categories = Vilka uppgifter
term-source = Varifrån uppgifterna kommer
term-obligation = Måste uppgifterna lämnas?
term-recipients = Mottagare
term-stored = Var uppgifterna lagras
term-retention = Lagringstid
term-then = Därefter
term-when-due = När tiden är ute
term-category-of-processing = Kategori av behandling
term-automated = Automatiserade beslut
term-subject-categories = Kategorier av registrerade
term-data-categories = Kategorier av personuppgifter
term-recipient-categories = Mottagare
term-transfers = Överföring till tredjeland
term-time-limits = Tidsfrister för gallring
term-measures = Säkerhetsåtgärder

section-who = Vem som ansvarar
section-processor = Vem som behandlar uppgifterna
section-retention = Hur länge uppgifterna sparas
section-processing = Behandlingar
section-measures = Säkerhetsåtgärder

caption-retention = Lagringstid för varje slags uppgift
head-data = Uppgifter
head-after-end = Efter avslut
head-ongoing = Löpande
head-backups = Borta ur säkerhetskopior
head-basis = Rättslig grund
backup-sum = Sammanlagt högst { $sum }
backup-later = Högst { $backup } därefter
backup-disposed = Högst { $backup } efter gallringen
backup-sentence = Det som har raderats kan finnas kvar i säkerhetskopior i upp till { $period }, innan även de gallras.
retention-counted = Tiderna räknas efter kalendern, och en tid har löpt ut när dess sista dag är slut.
retention-law = Kräver lagen att uppgifter sparas längre, eller behöver vi dem i en tvist, sparas de så länge som det krävs och inte längre.
retention-law-processor = Kräver unionsrätten eller en medlemsstats rätt att uppgifter sparas längre, eller ger kunden oss i uppdrag att spara dem för en tvist, sparas de så länge som det krävs och inte längre.

caption-sub-processors = Underbiträden som vi anlitar
caption-recipients = Mottagare av personuppgifter
head-recipient = Mottagare
head-role = Roll
head-purpose = Ändamål
head-country = Land
