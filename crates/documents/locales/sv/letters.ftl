# Brev. ”Du” är den som har bett om något, ”ni” är det företag som får brevet.

letter-reference = Vår beteckning: { $number }
letter-closing = Med vänlig hälsning
letter-questions = Är något oklart är du välkommen att höra av dig till oss: { $contact }.
letter-questions-business = Har ni frågor är ni välkomna att höra av er till oss: { $contact }.
letter-questions-reply = Är något oklart är du välkommen att svara på det här brevet.
letter-questions-reply-business = Har ni frågor är ni välkomna att svara på det här brevet.
letter-records = { $n ->
    [one] en post
   *[other] { $shown } poster
}
letter-part = { $what } ({ $records })

# Vad begäran gäller, efter ”din begäran om”.
letter-asked-access = att få tillgång till dina personuppgifter
letter-asked-rectify = att få dina personuppgifter rättade
letter-asked-erase = att få dina personuppgifter raderade
letter-asked-restrict = att behandlingen av dina personuppgifter ska begränsas
letter-asked-port = att få ut dina personuppgifter i ett format som kan flyttas
letter-asked-object = att vi ska sluta behandla dina personuppgifter
letter-asked-human = att en människa ska pröva ett automatiserat beslut om dig

letter-section-reasons = Skälen
letter-section-remedies = Om du inte är nöjd
letter-remedy-own = Hör gärna av dig till oss först, så ser vi på saken igen.
letter-remedy-authority = Du har rätt att klaga hos tillsynsmyndigheten (artikel 77 i dataskyddsförordningen): { $authority }.
letter-remedy-authority-any = Du har rätt att klaga hos dataskyddsmyndigheten i det land där du bor eller arbetar (artikel 77 i dataskyddsförordningen).
letter-remedy-court = Du har också rätt att få saken prövad i domstol (artikel 79).
letter-remedy-court-se = Du har också rätt att få saken prövad i domstol (artikel 79). I Sverige vänder du dig till en tingsrätt.
letter-remedy-complaint = Du har rätt att klaga hos tillsynsmyndigheten, { $authority } (artikel 77 i dataskyddsförordningen).
letter-remedy-judicial = Du har också rätt att få saken prövad i domstol (artikel 79): { $court }.

# Mottagen.
letter-acknowledged-title = Vi har fått din begäran
letter-acknowledged-lead = Den { $received } fick vi din begäran om { $asked }. Tack för att du hörde av dig.
letter-acknowledged-next = Du får vårt svar senast den { $day }. Skulle vi behöva mer tid talar vi om det senast den dagen, och varför.
letter-acknowledged-access = Nu letar vi efter uppgifter om dig i alla system som vi använder och sammanställer dem åt dig.
letter-acknowledged-rectify = Nu undersöker vi vad som är fel och i vilka system det behöver rättas.
letter-acknowledged-erase = Nu letar vi efter uppgifter om dig i alla system som vi använder. En del uppgifter kan vi behöva spara för att lagen kräver det. I så fall talar vi om vilka, varför och hur länge.
letter-acknowledged-restrict = Nu undersöker vi vilka uppgifter det gäller och hur vi ser till att de bara lagras.
letter-acknowledged-port = Nu sammanställer vi de uppgifter som du har lämnat till oss, i ett format som andra tjänster kan läsa.
letter-acknowledged-object = Nu prövar vi din invändning. Gäller den direktmarknadsföring slutar vi genast.
letter-acknowledged-human = Någon som får ändra beslutet går nu igenom det. Skriv gärna till oss om det är något du vill att den personen ska veta.
letter-acknowledged-wait = Du behöver inte göra något mer. Behöver vi fråga dig något hör vi av oss. Det kostar ingenting.

# Kod.
letter-code-title = Din kod
letter-code-lead = Vi har fått en begäran om personuppgifter med den här adressen. Med koden visar du att adressen är din:
letter-code-code = { $code }
letter-code-how = { $n ->
    [one] Koden kan användas en gång, inom en minut.
   *[other] Koden kan användas en gång, inom { $n } minuter.
}
letter-code-not-you = Har du inte bett oss om något kan du bortse från det här meddelandet. Utan koden händer ingenting. Lämna den aldrig till någon annan; vi frågar inte efter den per telefon.

# Mer behövs för att veta vem det är.
letter-identity-title = Vi behöver veta att det är du
letter-identity-lead = Den { $received } fick vi din begäran om { $asked }. Innan vi går vidare behöver vi vara säkra på att det var du som skrev, så att ingen annan kommer åt dina uppgifter.
letter-identity-doubt = Därför frågar vi: { $doubt }
letter-identity-what = Skicka oss följande:
letter-identity-only = Vi använder det bara för att fastställa vem du är och sparar det inte längre än så (artikel 12.6 i dataskyddsförordningen).
letter-identity-paused = Tiden vi har på oss att svara dig står stilla tills vi har hört av dig.

# Tillgång och dataportabilitet.
letter-access-title = Uppgifterna vi har om dig
letter-access-lead = Den { $received } bad du att få tillgång till dina personuppgifter (artikel 15 i dataskyddsförordningen). Här är de. Det här skickar vi dig:
letter-access-nothing = Den { $received } bad du att få tillgång till dina personuppgifter (artikel 15 i dataskyddsförordningen). Vi har sökt i våra system och har inte hittat några uppgifter om dig utifrån det du lämnade till oss.
letter-access-information = I dokumentet kan du också läsa varför vi har uppgifterna, på vilken rättslig grund, varifrån de kommer, vilka som har fått del av dem, hur länge vi sparar dem och vilka rättigheter du har.
letter-access-rights = Är någon uppgift fel kan du begära att vi rättar den. Du kan också begära att vi raderar uppgifter, be oss begränsa hur de används eller invända mot att vi använder dem. Skriv bara till oss.
letter-access-redacted = { $n ->
    [one] På ett ställe har vi utelämnat uppgifter om någon annan (artikel 15.4). Stället är markerat.
   *[other] På { $shown } ställen har vi utelämnat uppgifter om någon annan (artikel 15.4). Ställena är markerade.
}
letter-access-withheld = { $n ->
    [one] För ett värde anger vi att det finns men inte vad det är. Det är ett lösenord eller liknande, och den som läser det skulle kunna uppträda i ditt namn.
   *[other] För { $shown } värden anger vi att de finns men inte vilka de är. De är lösenord och liknande, och den som läser dem skulle kunna uppträda i ditt namn.
}
letter-access-gaps = Vi har inte kunnat söka överallt. Här kan det finnas uppgifter om dig:
letter-port-title = Dina uppgifter att ta med dig
letter-port-lead = Den { $received } bad du att få ut de uppgifter som du har lämnat till oss, så att du kan använda dem någon annanstans (artikel 20 i dataskyddsförordningen). Det här skickar vi dig:
letter-port-nothing = Den { $received } bad du att få ut de uppgifter som du har lämnat till oss, så att du kan använda dem någon annanstans (artikel 20 i dataskyddsförordningen). Vi har sökt i våra system och har inte hittat några sådana uppgifter utifrån det du lämnade till oss.
letter-package-passphrase = Paketet är låst med en lösenfras som vi skickar till dig på ett annat sätt.
letter-package-key = Paketet är låst med den nyckel som du gav oss. Bara du kan öppna det.
letter-package-open = Paketet är inte låst. Förvara det där ingen annan kan läsa det.
letter-package-until = Du kan hämta det till och med den { $day }. Därefter raderar vi paketet.
letter-section-left-out = Det vi har utelämnat
letter-section-not-checked = Det vi inte kunde kontrollera
letter-section-rights = Det du kan begära

# Rättat.
letter-rectified-title = Vi har gått igenom det du vill ha rättat
letter-rectified-lead = Den { $received } bad du oss att rätta uppgifter om dig (artikel 16 i dataskyddsförordningen). Det här är rättat, på de ställen som anges:
letter-rectified-none = Den { $received } bad du oss att rätta uppgifter om dig (artikel 16 i dataskyddsförordningen). Vi har gått igenom dem och har inte ändrat något.
letter-rectified-not-lead = Det här har vi inte rättat, av de skäl som anges:
letter-section-not-corrected = Det vi inte har rättat

# Begränsat.
letter-restricted-title = Dina uppgifter lagras nu bara
letter-restricted-lead = Den { $received } bad du oss att begränsa behandlingen av dina personuppgifter (artikel 18 i dataskyddsförordningen). Sedan den { $from } gör vi inget annat med de här uppgifterna än att lagra dem:
letter-restricted-means = Vi använder dem inte till något annat, om inte du samtycker till det eller om det behövs för ett rättsligt anspråk, för att skydda någon annans rättigheter eller av skäl som rör ett viktigt allmänintresse (artikel 18.2 i dataskyddsförordningen). De raderas inte heller så länge begränsningen gäller.
letter-restricted-told = Innan vi häver begränsningen underrättar vi dig (artikel 18.3).
letter-restricted-gaps = Här är begränsningen inte genomförd än:
letter-section-not-done = Det som inte är gjort än
letter-unrestricted-title = Begränsningen av dina uppgifter upphör snart
letter-unrestricted-lead = Sedan den { $since } har vi bara lagrat uppgifterna nedan och inte använt dem till något annat. Den { $ends } upphör den begränsningen (artikel 18.3 i dataskyddsförordningen).
letter-unrestricted-before = Tycker du att det är fel, skriv till oss före den { $ends }.

# Invändning.
letter-marketing-title = Du får ingen mer marknadsföring från oss
letter-marketing-lead = Den { $received } invände du mot att vi använder dina uppgifter för direktmarknadsföring. Den { $on } slutade vi, och vi börjar inte igen (artikel 21.3 i dataskyddsförordningen).
letter-marketing-list = För att kunna hålla det sparar vi din adress i en form som inte kan läsas, bara jämföras. Ett utskick som redan hade gått i väg kan ändå nå dig.
letter-objection-granted-title = Vi har slutat, som du bad oss
letter-objection-granted-lead = Den { $received } invände du mot att vi behandlar dina personuppgifter för det här ändamålet: { $purpose }. Vi ger dig rätt. Den { $on } slutade vi (artikel 21.1 i dataskyddsförordningen).
letter-objection-granted-erasure = Vill du dessutom att uppgifterna raderas, säg bara till.
letter-objection-refused-title = Vårt svar på din invändning
letter-objection-refused-lead = Den { $received } invände du mot att vi behandlar dina personuppgifter för det här ändamålet: { $purpose }. Vi har vägt dina skäl mot våra och har beslutat att fortsätta (artikel 21.1 i dataskyddsförordningen).
letter-objection-refused-weighed = Skälen vägdes mot varandra den { $weighed }. Därför anser vi att det finns tvingande berättigade skäl som väger tyngre än dina, eller att uppgifterna behövs för rättsliga anspråk:

# Automatiserat beslut prövat.
letter-reviewed-title = En människa har prövat beslutet om dig
letter-reviewed-lead = Den { $received } bad du att en människa skulle pröva ett automatiserat beslut: { $decision }. Någon som får ändra sådana beslut gick igenom det den { $reviewed } (artikel 22.3 i dataskyddsförordningen).
letter-reviewed-changed = Beslutet har ändrats:
letter-reviewed-stands = Beslutet står fast:

# Mer tid.
letter-extended-title = Vi behöver mer tid för din begäran
letter-extended-lead = Den { $received } fick vi din begäran om { $asked }. Vi arbetar med den men hinner inte bli klara inom en månad.
letter-extended-why = Det beror på följande:
letter-extended-day = Du får vårt svar senast den { $day } (artikel 12.3 i dataskyddsförordningen).
letter-extended-nothing = Du behöver inte göra något. Blir vi klara tidigare hör vi av oss tidigare.

# Avslag.
letter-refused-title = Vårt svar på din begäran
letter-refused-lead = Den { $received } fick vi din begäran om { $asked }. Vi har gått igenom den och kan inte göra det du ber om.
letter-ground-unfounded = Vi bedömer att begäran är uppenbart ogrundad (artikel 12.5 i dataskyddsförordningen).
letter-ground-excessive = Vi bedömer att begäran är orimlig (artikel 12.5 i dataskyddsförordningen).
letter-ground-not-identifiable = Vi kan inte avgöra vilka uppgifter som är dina (artiklarna 11.2 och 12.2 i dataskyddsförordningen). Kan du ge oss något som gör det möjligt försöker vi igen.
letter-ground-rights-of-others = Det skulle inkräkta på andras rättigheter och friheter (artiklarna 15.4 och 20.4 i dataskyddsförordningen).
letter-ground-expression = Uppgifterna behövs för yttrande- och informationsfriheten (artikel 17.3 a i dataskyddsförordningen).
letter-ground-legal-obligation = Uppgifterna behövs för en skyldighet som vi har enligt lag eller för en uppgift av allmänt intresse (artikel 17.3 b i dataskyddsförordningen).
letter-ground-public-health = Uppgifterna behövs med hänsyn till folkhälsan (artikel 17.3 c i dataskyddsförordningen).
letter-ground-archiving = Uppgifterna behövs för arkivering av allmänt intresse, för forskning eller för statistik (artikel 17.3 d i dataskyddsförordningen).
letter-ground-legal-claims = Uppgifterna behövs för att fastställa, göra gällande eller försvara ett rättsligt anspråk (artiklarna 17.3 e och 21.1 i dataskyddsförordningen).
letter-ground-compelling-grounds = Det finns tvingande berättigade skäl som väger tyngre än dina (artikel 21.1 i dataskyddsförordningen).
letter-ground-restricted-by-law = En lag begränsar den rätt som du åberopar (artikel 23 i dataskyddsförordningen).
letter-conditions-rectify = Vi bedömer att uppgifterna är riktiga och fullständiga för det som de används till (artikel 16 i dataskyddsförordningen).
letter-conditions-erase = Inget av de skäl föreligger som gör att uppgifterna måste raderas (artikel 17.1 i dataskyddsförordningen).
letter-conditions-restrict = Inget av de fall föreligger då behandlingen måste begränsas (artikel 18.1 i dataskyddsförordningen).
letter-conditions-port = Rätten gäller uppgifter som du själv har lämnat och som behandlas automatiserat med stöd av samtycke eller avtal. Så är det inte här (artikel 20.1 i dataskyddsförordningen).
letter-conditions-object = Rätten gäller behandling som grundas på ett berättigat intresse eller en uppgift av allmänt intresse, och direktmarknadsföring. Så är det inte här (artikel 21.1 och 21.2 i dataskyddsförordningen).
letter-conditions-human = Rätten gäller beslut som enbart grundas på automatiserad behandling och som har rättsliga följder för dig eller på liknande sätt påverkar dig i betydande grad. Så är det inte här (artikel 22.1 i dataskyddsförordningen).

# Vidarebefordrad.
letter-forwarded-title = Vi har lämnat din begäran vidare
letter-forwarded-lead = Den { $received } fick vi din begäran om { $asked }. Uppgifterna behandlar vi åt en av våra kunder, som är personuppgiftsansvarig och bestämmer över dem. Vi får inte svara i kundens ställe.
letter-forwarded-to = Den { $told } lämnade vi din begäran vidare till { $customer }, tillsammans med det som behövs för att svara på den.
letter-forwarded-unnamed = Den { $told } lämnade vi din begäran vidare till kunden, tillsammans med det som behövs för att svara på den.
letter-forwarded-contact = Så når du kunden: { $contact }
letter-forwarded-then = Svaret kommer därifrån. Du behöver inte göra något mer.

# Radering.
letter-erasure-title = Beslut om din begäran om radering
letter-erasure-lead = Den { $received } bad du oss att radera dina personuppgifter (artikel 17 i dataskyddsförordningen). Vi har gått igenom de system där det kan finnas uppgifter om dig. Här kan du läsa vad som har hänt med varje slags uppgifter.
letter-erasure-all = Allt vi hittade om dig är raderat eller anonymiserat.
letter-erasure-some = En del av uppgifterna om dig är raderade eller anonymiserade. Resten finns kvar tills vidare, av de skäl som anges nedan.
letter-erasure-some-open = En del av uppgifterna om dig är raderade eller anonymiserade. Något återstår för oss att göra eller kontrollera, som du kan läsa nedan.
letter-erasure-open = Din begäran är inte färdigbehandlad. Något återstår för oss att göra eller kontrollera, som du kan läsa nedan.
letter-erasure-none = Ingenting har raderats. Uppgifterna finns kvar tills vidare, av de skäl som anges nedan.
letter-erasure-nothing = Vi hittade inga uppgifter om dig utifrån det du lämnade till oss.
letter-section-erased = Raderat
letter-erased-lead = Det här är raderat ur de system som vi använder. Efteråt har vi tittat en gång till, för att vara säkra på att det är borta.
letter-fate-erased = Raderat
letter-section-anonymised = Anonymiserat
letter-anonymised-lead = Det här finns kvar i en form som inte längre kan knytas till dig.
letter-fate-anonymised-policy = Det som finns kvar används för statistik och liknande.
letter-fate-anonymised-needed = Andra poster som måste sparas hänvisar till det, så det kunde inte tas bort helt.
letter-fate-anonymised-link = Det hör till någon annan. Det som knöt det till dig är borttaget.
letter-section-kept = Sparas
letter-kept-lead = Det här måste vi spara, eller har rätt att spara, trots att du har bett oss radera det. När skälet inte längre finns gallras det utan att du behöver be om det igen.
letter-kept-purpose = Behövs för: { $purpose }
letter-because-duty = Skäl: lagen kräver det, { $source } (artikel { $article } i dataskyddsförordningen)
letter-because-in-force = Skäl: avtalet med dig gäller fortfarande, så uppgifterna behövs (artikel { $article } i dataskyddsförordningen)
letter-because-needed = Skäl: andra poster som måste sparas hänvisar till det, och inget i det visar vem du är (artikel { $article } i dataskyddsförordningen)
letter-exempt-unfounded = Skäl: den här delen av begäran är uppenbart ogrundad (artikel 12.5 i dataskyddsförordningen)
letter-exempt-excessive = Skäl: den här delen av begäran är orimlig (artikel 12.5 i dataskyddsförordningen)
letter-exempt-not-identifiable = Skäl: vi kan inte avgöra vad av det som är ditt (artikel 11.2 i dataskyddsförordningen)
letter-exempt-rights-of-others = Skäl: det skulle inkräkta på andras rättigheter och friheter (artikel 15.4 i dataskyddsförordningen)
letter-exempt-expression = Skäl: yttrande- och informationsfriheten (artikel 17.3 a i dataskyddsförordningen)
letter-exempt-legal-obligation = Skäl: en skyldighet som vi har enligt lag eller en uppgift av allmänt intresse (artikel 17.3 b i dataskyddsförordningen)
letter-exempt-public-health = Skäl: folkhälsan (artikel 17.3 c i dataskyddsförordningen)
letter-exempt-archiving = Skäl: arkivering av allmänt intresse, forskning eller statistik (artikel 17.3 d i dataskyddsförordningen)
letter-exempt-legal-claims = Skäl: det behövs för att fastställa, göra gällande eller försvara ett rättsligt anspråk (artikel 17.3 e i dataskyddsförordningen)
letter-exempt-compelling-grounds = Skäl: tvingande berättigade skäl som väger tyngre än dina (artikel 21.1 i dataskyddsförordningen)
letter-exempt-restricted-by-law = Skäl: en lag begränsar rätten (artikel 23 i dataskyddsförordningen)
letter-until-day = Till: { $day }
letter-until-between = Till: ett datum mellan den { $first } och den { $last }, beroende på hur gammal varje post är
letter-until-period = Hur länge: { $period }
letter-until-happened = Till dess att { $clause }
letter-until-review = Till dess att det inte längre behövs. Det prövar vi igen senast den { $day }.
letter-until-contract = Till dess att avtalet med dig har upphört
letter-until-needed = Till dess att de poster som hänvisar till det har gallrats
letter-until-not-stated = Till: någon sista dag är inte bestämd än
letter-section-held = Kan inte raderas nu
letter-held-lead = Det här får eller kan vi tills vidare inte radera.
letter-fate-held = Det måste bevaras tills vidare, för ett rättsligt anspråk eller för att behandlingen är begränsad (artiklarna 17.3 e och 18 i dataskyddsförordningen). När det inte längre gäller tar vi upp din begäran för den här delen igen.
letter-fate-locked = Det är lagrat så att inget kan raderas förrän en viss tid har gått. Därefter gallras det.
letter-section-by-hand = Görs för hand
letter-by-hand-lead = Det här måste en människa göra.
letter-task-done = { $what }: gjort den { $day }
letter-task-due = { $what }: inte gjort än, ska vara gjort senast den { $day }
letter-task-open = { $what }: inte gjort än
letter-section-not-ours = Beslutas av någon annan
letter-not-ours-lead = Det här behandlar vi åt en kund, som bestämmer över det.
letter-not-ours-named = { $customer } beslutar om det ska raderas.
letter-not-ours-unnamed = Kunden beslutar om det ska raderas.
letter-not-ours-told = Vi lämnade din begäran vidare till kunden den { $day }.
letter-section-shared = Delas med andra
letter-shared-lead = Det här gäller andra lika väl som dig och finns kvar för deras skull.
letter-fate-shared = Det finns kvar så länge någon av de andra behöver det.
letter-not-checked-lead = Här har vi inte kunnat göra det du ber om, eller inte kunnat se om det finns något om dig. Såvitt vi vet har inget av detta raderats.
letter-fate-not-done = Det är beslutat att det ska raderas, men det är inte gjort än.
letter-section-nothing-found = Inget hittat
letter-nothing-found-lead = Här har vi letat efter dig och inte hittat något.
letter-fate-nothing-found = Inget om dig
letter-section-backups = Säkerhetskopior
letter-backups = Det som har raderats kan finnas kvar i säkerhetskopior tills även de gallras. En säkerhetskopia sparas i högst { $period }, så senast den { $day } är uppgifterna borta också där. Måste vi återläsa en säkerhetskopia före dess raderar vi dina uppgifter igen.
letter-section-recipients = Vilka andra som har fått uppgifterna
letter-recipients-lead = Vi underrättar dem som har fått uppgifterna av oss om vad som har gjorts (artikel 19 i dataskyddsförordningen).
letter-recipients-later = Vill du veta vad de har svarat, hör av dig till oss.
letter-recipient-told = Underrättad den { $day }
letter-recipient-confirmed = Underrättad, och bekräftade den { $day } att detsamma har gjorts där
letter-recipient-not-yet = Inte underrättad än
letter-recipient-impossible = Kunde inte underrättas: { $why }
letter-section-certificate = Intyg
letter-erasure-certificate = Med brevet följer ett intyg om vad som har raderats. Vem som helst kan kontrollera det utan att behöva lita på oss.

# Till kunder som vi är personuppgiftsbiträde åt.
letter-theirs-access = att få tillgång till personuppgifter
letter-theirs-rectify = att få personuppgifter rättade
letter-theirs-erase = att få personuppgifter raderade
letter-theirs-restrict = att behandlingen av personuppgifter ska begränsas
letter-theirs-port = att få ut personuppgifter i ett format som kan flyttas
letter-theirs-object = att behandlingen av personuppgifter ska upphöra
letter-theirs-human = att en människa ska pröva ett automatiserat beslut
letter-customer-title = En begäran som ni ska besvara som personuppgiftsansvariga
letter-customer-lead = Den { $received } fick vi en begäran om { $asked }. Den gäller uppgifter som vi behandlar åt er, så det är ni som beslutar. Vi har talat om för personen att vi har lämnat begäran vidare till er, och har inte gjort något med uppgifterna.
letter-customer-about = Vem som begär det
letter-customer-identity = Hur vi vet det
letter-customer-identity-none = Vi har inte kontrollerat vem det är. Det återstår för er att göra.
letter-customer-decide = Svaret ska lämnas inom en månad (artikel 12.3 i dataskyddsförordningen). Räkna för säkerhets skull från den dag då begäran kom till oss: då är sista dagen den { $last }.
letter-section-held-for-you = Vad vi har för er räkning
letter-customer-nothing = Vi har inte hittat något i det som vi behandlar åt er.
letter-customer-not-counted = Kunde inte räknas: { $why }
letter-customer-uncounted = Sådana uppgifter finns; antalet är inte fastställt.
letter-section-your-decision = Vad vi behöver från er
letter-customer-access = Tala om ifall ni vill att vi sammanställer en kopia åt er, så gör vi det.
letter-customer-rectify = Tala om vad som ska rättas och till vad, så gör vi det.
letter-customer-erase = Tala om vad som ska raderas, och vad ni måste spara och varför. Då raderar vi det, kontrollerar att det är borta och ger er ett intyg.
letter-customer-restrict = Tala om vad som ska begränsas och från när, så ser vi till att uppgifterna bara lagras.
letter-customer-port = Tala om ifall ni vill att vi sammanställer uppgifterna åt er i ett format som kan flyttas, så gör vi det.
letter-customer-object = Tala om vad ni beslutar. Gäller invändningen direktmarknadsföring måste behandlingen upphöra genast.
letter-customer-human = Tala om ifall ni behöver några uppgifter från oss för prövningen.
letter-customer-until-then = Tills vi har hört av er ändrar vi ingenting (artikel 28.3 a och e i dataskyddsförordningen).

# Till mottagare (artikel 19).
letter-recipient-about = Vem det gäller
letter-recipient-data = Vilka uppgifter
letter-recipient-erased-title = Personuppgifter som ni har fått av oss är raderade
letter-recipient-erased-lead = Ni har fått personuppgifter av oss. Den { $on } raderade vi dem på begäran av den person som de gäller. Det ska vi underrätta er om (artikel 19 i dataskyddsförordningen).
letter-recipient-erased-ask = Vi ber er att radera dem också hos er, med kopior och länkar, om ni inte har en egen rättslig grund för att behålla dem.
letter-recipient-rectified-title = Personuppgifter som ni har fått av oss är rättade
letter-recipient-rectified-lead = Ni har fått personuppgifter av oss som var felaktiga. Den { $on } rättade vi dem. Det ska vi underrätta er om (artikel 19 i dataskyddsförordningen).
letter-recipient-rectified-ask = Vi ber er att göra samma rättelse hos er.
letter-recipient-restricted-title = Behandlingen av personuppgifter som ni har fått av oss är begränsad
letter-recipient-restricted-lead = Ni har fått personuppgifter av oss. Sedan den { $on } lagrar vi dem bara, på begäran av den person som de gäller. Det ska vi underrätta er om (artikel 19 i dataskyddsförordningen).
letter-recipient-restricted-ask = Vi ber er att begränsa behandlingen också hos er: att lagra uppgifterna men inte använda dem till något annat förrän ni hör av oss.
letter-recipient-unrestricted-title = Begränsningen av personuppgifter som ni har fått av oss har upphört
letter-recipient-unrestricted-lead = Vi har tidigare skrivit till er att behandlingen av vissa personuppgifter var begränsad. Den { $on } upphörde begränsningen.
letter-recipient-unrestricted-ask = Uppgifterna får behandlas som förut.
letter-recipient-answer = Vi ber er att senast den { $by } tala om för oss vad ni har gjort. Personen har rätt att få veta vilka som har fått uppgifterna, så spara brevet i ärendet.

# Intyg.
letter-certificate-title = Intyg om radering
letter-certificate-lead = Intyget visar vad som har hänt med uppgifterna om den person som den { $received } begärde radering. Raderingen genomfördes den { $on }. Efter varje steg räknades posterna om, med en annan fråga än den som tog bort dem.
letter-certificate-caption = Poster av varje slag
letter-head-matched = Hittade
letter-head-erased = Raderade
letter-head-anonymised = Anonymiserade
letter-head-kept = Sparade
letter-head-held = Kan inte raderas nu
letter-head-open = Inte klara
letter-cell-not-checked = inte kontrollerat ({ $why })
letter-cell-attested = en person har intygat det den { $day }
letter-certificate-not-whole = Inte alla poster som hittades är redovisade i tabellen. Vad skillnaden består av är inte utrett.
letter-certificate-gaps = En del kunde inte kontrolleras. Om det säger intyget ingenting.
letter-section-residue = Vad som kan finnas kvar i lagringen
letter-residue-none = Inga kända rester finns kvar i den lagring som systemen använder.
letter-residue-lead = Efter en radering kan det en tid finnas rester kvar i den lagring som systemen använder. Det här är känt:
letter-section-proof = Hur intyget kan kontrolleras
letter-proof-lead = Det här är intyget i läsbar form. Det som bevisar är den signerade filen som följer med.
letter-proof-file = Fil
letter-proof-origin = Logg
letter-proof-size = Poster i loggen
letter-proof-root = Loggens kontrollsumma
letter-proof-policy = Policyns kontrollsumma
letter-proof-how = Vem som helst kan kontrollera filen med vår öppna nyckel och kommandot ”gallra verify”, utan nätverk och utan att behöva lita på oss.
letter-head-data = Uppgifter


# Personuppgiftsincidenter.
letter-moment = { $day } kl. { $time }
letter-not-known = Inte känt än
letter-number-not-known = Antalet är inte känt än
letter-about-people = { $n ->
    [one] Ungefär en person
   *[other] Ungefär { $shown } personer
}
letter-about-records = { $n ->
    [one] Ungefär en post
   *[other] Ungefär { $shown } poster
}
letter-breach-nature = Vad som har hänt
letter-breach-aware = När vi fick vetskap om det
letter-breach-began = När det började
letter-breach-ended = När det upphörde
letter-breach-subjects = Vilka det gäller
letter-breach-records = Vilka uppgifter
letter-breach-consequences = Sannolika konsekvenser
letter-breach-measures = Vad vi har gjort och planerar att göra
letter-breach-contact = Vem som kan berätta mer
letter-breach-people = Information till dem som berörs
letter-breach-authority-title = Anmälan av personuppgiftsincident
letter-breach-authority-lead = Vi anmäler härmed en personuppgiftsincident enligt artikel 33 i dataskyddsförordningen.
letter-breach-authority-adds = Det här kompletterar den anmälan av en personuppgiftsincident som vi gjorde den { $day } (artikel 33.4 i dataskyddsförordningen).
letter-section-late = Varför anmälan är sen
letter-breach-late = Mer än 72 timmar har gått sedan vi fick vetskap om incidenten. Det beror på följande:
letter-section-to-follow = Vad som återstår
letter-follow-lead = Det här är inte känt än. Vi hör av oss så snart vi vet:
letter-breach-customer-title = En personuppgiftsincident som rör era uppgifter
letter-breach-customer-lead = En personuppgiftsincident har inträffat som rör uppgifter som vi behandlar åt er. Vi fick vetskap om incidenten den { $aware } och underrättar er utan onödigt dröjsmål (artikel 33.2 i dataskyddsförordningen).
letter-breach-customer-yours = Som personuppgiftsansvariga avgör ni om incidenten ska anmälas till tillsynsmyndigheten, inom 72 timmar från det att ni fick vetskap om den, och om de som berörs ska informeras (artiklarna 33 och 34).
letter-breach-customer-help = Vi hjälper er med det ni behöver för det.
letter-breach-person-title = Något har hänt med dina personuppgifter
letter-breach-person-lead = Vi skriver till dig för att personuppgifter om dig har berörts av en incident som kan påverka dig (artikel 34 i dataskyddsförordningen). Vi beklagar det. Det här har hänt:
letter-section-which-data = Vilka uppgifter om dig
letter-section-consequences = Vad det kan leda till
letter-section-measures-taken = Vad vi gör åt det
letter-section-advice = Vad du själv kan göra
letter-section-more = Var du kan få veta mer
letter-breach-person-more = Hör av dig till: { $contact }
