# Vad system lovar utöver ålder.
live-title = Vad systemen lovar
live-https = https: TLS 1.2 eller senare, giltigt certifikat, ingen sida utan
live-no-plain-text = inget protokoll för e-post, filer eller fjärrinloggning utan TLS
live-least-rights = kontot som används får inte göra mer än policyns arbete kräver
live-region = lagringen ligger där policyn säger
live-more = och { $more } till (`--json` visar alla)
live-certificate = certifikatet gäller till { $until } ({ $days ->
    [one] 1 dag
   *[other] { $days } dagar
 })
live-ends-soon = certifikatet upphör { $until } ({ $days ->
    [one] 1 dag
   *[other] { $days } dagar
 }): se till att det förnyas
live-expired = certifikatet har upphört: förnya det
live-not-yet-valid = certifikatet gäller inte än: jämför dess datum med båda maskinernas klockor
live-other-name = certifikatet gäller ett annat namn: skaffa ett för detta
live-unknown-issuer = ingen betrodd utfärdare står bakom certifikatet: skaffa ett från en offentlig utfärdare, eller ange din egen i `ca`
live-revoked = certifikatet är återkallat: byt ut det
live-unusable = certifikatet kan inte användas för en webbplats: byt ut det
live-tls-too-old = den erbjuder inget så nytt som TLS 1.2: slå på TLS 1.2 och 1.3
live-tls-also-old = den erbjuder ännu TLS 1.1 eller äldre vid sidan av det nya: slå av det
live-tls-none = det som svarar är inte TLS: slå på det
live-tls-address = policyns egen adress är http: skriv https
live-port-closed = { $port }: stängd
live-port-encrypts = { $port }: släpper inte in någon före TLS
live-port-redirects = { $port }: leder till https
live-port-login = { $port }: tar emot inloggning utan TLS: kräv TLS först, eller stäng den
live-port-no-tls = { $port }: är öppen och saknar TLS: slå på och kräv TLS, eller stäng den
live-port-pages = { $port }: svarar själv i stället för att leda till https: led om allt, eller stäng den
live-port-elsewhere = { $port }: leder inte till https på samma webbplats: led dit, eller stäng den
live-rights = kontots rättigheter har kontrollerats
live-cure = { $right }: { $cure }
live-extra-power = kontot är { $power }
live-extra-member = kontot är medlem i { $role }
live-extra-owner = kontot äger { $object }
live-extra-privilege = { $privilege } på { $object }
live-extra-host = kontot får logga in från vilken värd som helst
live-extra-file = alla på maskinen får göra detta med filen { $file }: { $may }
live-region-fits = region { $region }: { $place }
live-region-elsewhere = region { $region }: { $place }, vilket inte är vad policyn säger: flytta lagringen, eller rätta policyn
live-no-name = { $port }: värdens namn har ingen adress
live-unreachable = { $port }: ingen väg leder dit
live-refused = { $port }: ingen svarar
live-timeout = { $port }: inget svar i tid; om en brandvägg stänger den går inte att se härifrån
live-hung-up = { $port }: bröt förbindelsen utan svar
live-unclear = { $port }: svaret säger inget om TLS
live-no-address = systemets adress går inte att få fram eller förstå
live-no-ca = filen som `ca` anger går inte att läsa, eller saknar certifikat
live-no-authorities = maskinen saknar lista över betrodda utfärdare: installera ca-certificates
live-system = { $told }
live-needs = `{ $dataset }` gick inte att kontrollera, så det är inte känt vilka rättigheter på tabeller som behövs
live-roles = kontot har roller, och vad de tillåter har inte kontrollerats: ge kontot självt rättigheterna
live-region-not-told = lagringen talar inte om sin region
live-region-unknown = det är inte känt var regionen { $region } ligger
live-no-country = policyn säger inte i vilket `country` systemet finns
live-region-wide = regionen { $region } omfattar hela unionen, och policyn anger ett land
live-nothing-seen = inget har kontrollerats
live-beyond = Mer än som behövs; så tas det bort:
col-system = System
col-promise = Löfte
