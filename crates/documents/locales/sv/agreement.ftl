# Personuppgiftsbiträdesavtalet, artikel 28.3, och dess bilagor I–IV.

agreement-title = Personuppgiftsbiträdesavtal med { $organisation }
agreement-title-customer = Personuppgiftsbiträdesavtal för { $customer }
agreement-the-customer = kunden
agreement-lead = Avtalet gäller behandling av personuppgifter för kundens räkning enligt artikel 28 i dataskyddsförordningen, (EU) 2016/679. Bilagorna är uppbyggda som bilagorna till standardavtalsklausulerna i kommissionens genomförandebeslut (EU) 2021/915.
agreement-version = Avtalets version { $version }, av den { $day }.
agreement-mode-own = Den instruktion som { $customer } själv har lämnat gäller i stället för avsnitten I–III. Bilagorna beskriver behandlingen.
agreement-mode-both = Parterna har kommit överens om egna villkor. De gäller före klausulerna när de skiljer sig åt, oavsett vad klausulerna säger om ändringar och rangordning, så länge artikel 28 följs och de registrerades skydd inte minskar.
agreement-own-text = Texten är daterad den { $day } och har kontrollsumman (SHA-256) { $hash }.
section-own-required = Vad kundens text ska innehålla
own-required-words = Det är kundens text som gäller mellan parterna. Gallra, det program som har framställt det här dokumentet, har inte prövat den texten mot artikel 28.3 i dataskyddsförordningen. Enligt artikeln ska den ange att personuppgiftsbiträdet
own-required-a = behandlar uppgifterna bara på kundens dokumenterade instruktioner, även när det gäller överföring till tredjeland,
own-required-b = säkerställer att de som behandlar uppgifterna är bundna av tystnadsplikt,
own-required-c = vidtar alla säkerhetsåtgärder som artikel 32 kräver,
own-required-d = anlitar underbiträden bara på villkoren i artikel 28.2 och 28.4,
own-required-e = hjälper kunden att besvara begäranden från registrerade,
own-required-f = hjälper kunden att fullgöra sina skyldigheter enligt artiklarna 32–36,
own-required-g = raderar eller återlämnar alla uppgifter när tjänsten har upphört, beroende på vad kunden väljer, och raderar befintliga kopior om inte lagen kräver att uppgifterna sparas, och
own-required-h = ger all information som visar att skyldigheterna fullgörs, bidrar till granskningar och säger genast till om en instruktion strider mot lagen.

section-clauses = Klausuler
section-annex-1 = Bilaga I: Parterna
section-annex-controller = Personuppgiftsansvarig
section-annex-processor = Personuppgiftsbiträde
section-annex-signatures = Underskrifter
annex-name = Namn
annex-customer-number = Kundnummer
annex-any-customer = Den kund som har beställt tjänsten, med de uppgifter som kunden har lämnat i beställningen.
annex-party = Part
annex-signature = Underskrift och namnförtydligande
annex-place = Ort och dag
annex-signatures-caption = Parterna har godtagit avtalet

section-annex-2 = Bilaga II: Beskrivning av behandlingen
annex-2-lead = Föremålet för behandlingen är de tjänster som kunden har beställt, och uppgifterna behandlas för att leverera dem. Behandlingens art är att uppgifterna lagras, används och raderas så som tjänsterna kräver. Varje rubrik nedan anger ett ändamål, med kategorierna av registrerade och kategorierna av personuppgifter.
annex-sensitive-none = Behandlingen är inte avsedd för vare sig känsliga personuppgifter eller uppgifter om lagöverträdelser.
annex-open = Vad som lagras i tjänsten, skrivs eller sägs i fri form eller visas på bild bestämmer kunden och de som använder tjänsten.
annex-sensitive-besides = I övrigt är behandlingen inte avsedd för vare sig känsliga personuppgifter eller uppgifter om lagöverträdelser.
annex-sensitive = Känsliga personuppgifter och uppgifter om lagöverträdelser som avtalet omfattar: { $categories }. De skyddas med de begränsningar och åtgärder som anges i bilaga III.
annex-duration = Behandlingen pågår så länge kunden använder tjänsten och därefter under de tider som anges här.
annex-chosen = Tid som kunden har valt
annex-chosen-caption = Kortare tider som kunden har valt. De gäller före tabellen ovan.

section-annex-3 = Bilaga III: Tekniska och organisatoriska åtgärder
annex-3-lead = Biträdet skyddar uppgifterna med dessa åtgärder.
section-annex-help = Hjälp till den ansvarige
annex-help-lead = Vi som är personuppgiftsbiträde
section-annex-4 = Bilaga IV: Underbiträden
annex-objected = Kunden har invänt mot { $names }. Invändningen är inte avgjord.

terms-title = Allmänna villkor för { $organisation }

agreement-own-title = Villkor från { $customer }
cover-title = Avtal om personuppgifter
cover-customer = Kund
cover-supplier = Leverantör
cover-date = Datum

# Fel i ett företags egna mallar.
template-unclosed = variabeln är inte avslutad: det finns { "{{" } men inget { "}}" } på samma rad
    .cure = Skriv { "}}" } efter variabelns namn.
template-unknown = det finns ingen variabel som heter { $name }
    .near = Menades { $near }?
    .cure = De som finns är { $known }.
template-picture = en bild kan inte ingå i avtalstext
    .cure = Ta bort bilden. Logotypen läggs i templates/logo.svg eller templates/logo.png.
template-heading = rubriken saknar ord
    .cure = Skriv en rubrik, eller ta bort tecknen #.
template-empty = filen är tom
    .cure = Skriv klausulerna, eller ta bort filen så används Gallras egna.
template-too-long = texten är för lång
    .cure = En mall får vara högst { $kilobytes } kB.
