# Den information som lämnas enligt artiklarna 13 och 14.

notice-title = Integritetspolicy för { $organisation }
notice-lead = Här beskriver vi hur { $organisation } behandlar personuppgifter: varför, på vilken rättslig grund, hur länge och vilka rättigheter du har. De artiklar som nämns är dataskyddsförordningens, (EU) 2016/679.

section-summary = I korthet
summary-who = { $organisation } är personuppgiftsansvarig för den behandling som beskrivs här. Du når oss på { $contact }.
summary-purposes = Vi behandlar personuppgifter för dessa ändamål:
summary-besides = Bra att veta:
summary-retention = Hur länge uppgifter sparas beror på vad det är för uppgifter.
summary-retention-more = Se alla lagringstider
summary-no-recipients = Vi lämnar inte uppgifterna till någon utanför vår egen verksamhet, om inte lagen kräver det.
summary-recipients = { $n ->
    [one] Uppgifter lämnas till en mottagare, inom EU/EES.
   *[other] Uppgifter lämnas till { $n } mottagare, alla inom EU/EES.
}
summary-recipients-outside = { $n ->
    [one] Uppgifter lämnas till en mottagare, utanför EU/EES ({ $countries }).
   *[other] Uppgifter lämnas till { $n } mottagare, även utanför EU/EES ({ $countries }).
}
summary-recipients-number = { $n ->
    [one] Uppgifter lämnas till en mottagare.
   *[other] Uppgifter lämnas till { $n } mottagare.
}
summary-stored-outside = Uppgifter lagras utanför EU/EES ({ $countries }).
summary-recipients-more = Läs mer om mottagare
summary-rights = Du kan utan kostnad begära att få se, rätta, radera eller begränsa uppgifter om dig.
summary-rights-more = Läs om dina rättigheter
summary-complaints = Är du missnöjd kan du klaga hos oss och hos tillsynsmyndigheten.
summary-complaints-more = Läs hur du klagar

section-activities = Vad vi gör med uppgifterna
activities-lead = För varje ändamål kan du läsa hur personuppgifterna behandlas.

source-person = Från dig själv
obligation-contract = De uppgifter som vi ber dig om för att ingå och fullgöra ett avtal måste lämnas. Utan dem kan vi inte leverera det som avtalats.
obligation-law = De uppgifter som vi ber dig om för att lagen kräver det måste lämnas. Utan dem kan vi inte uppfylla vår skyldighet.
obligation-consent = Nej, det är frivilligt. Du kan säga nej, och ångra dig senare, utan att det blir till nackdel för dig.
obligation-consent-besides = Det som bara har stöd i samtycke är frivilligt. Du kan säga nej, och ångra dig senare, utan att det blir till nackdel för dig.
obligation-public-task = Uppgifterna behövs för att utföra en uppgift av allmänt intresse. Vad som måste lämnas följer av lagen.
obligation-none = Nej. Varken lag eller avtal kräver det.
obligation-none-besides = I övrigt kräver varken lag eller avtal det.

section-recipients = Vilka som tar del av uppgifterna
recipients-nobody = Vi lämnar inte uppgifterna till någon utanför vår egen verksamhet.
recipients-law = Kräver lagen det lämnar vi ut uppgifter, till exempel till en myndighet.
recipients-safeguards = Vill du ha en kopia av de skyddsåtgärder som gäller för överföringen till ett land utanför EU/EES, hör av dig till { $contact }.

section-rights = Dina rättigheter
rights-how = Du kan när som helst använda dina rättigheter. Skriv till { $contact } och berätta vad du vill. Det kostar ingenting.
rights-time = Vi svarar inom en månad. Är din begäran komplicerad kan vi behöva två månader till; då får du veta varför inom den första månaden. Är vi osäkra på vem du är ber vi dig visa det. Säger vi nej talar vi om skälet.
right-access = Tillgång (artikel 15)
right-access-words = Du kan få veta om vi behandlar uppgifter om dig, och i så fall hur, och få en kopia av dem: ett registerutdrag.
right-rectification = Rättelse (artikel 16)
right-rectification-words = Felaktiga uppgifter rättas och ofullständiga kompletteras.
right-erasure = Radering (artikel 17)
right-erasure-words = Vi raderar dina uppgifter när du begär det, om vi inte måste spara dem eller har rätt att göra det, till exempel för att avtalet med dig fortfarande gäller, för att lagen kräver det eller för att de behövs i en tvist. I så fall får du veta varför och hur länge.
right-restriction = Begränsning (artikel 18)
right-restriction-words = Du kan begära att vi bara lagrar uppgifterna, till exempel medan vi utreder om de stämmer.
right-portability = Dataportabilitet (artikel 20)
right-portability-words = Uppgifter som du själv har lämnat, och som vi behandlar automatiserat med stöd av avtal eller samtycke, kan du få ut i ett maskinläsbart format eller, när det är tekniskt möjligt, få överförda direkt till någon annan.
right-objection = Invändning (artikel 21)
right-objection-words = Du kan, av skäl som rör just din situation, invända mot behandling som vi stöder på ett berättigat eller allmänt intresse. Då upphör vi med den, om vi inte kan visa tvingande berättigade skäl eller uppgifterna behövs i en tvist.
right-marketing = Direktmarknadsföring (artikel 21.2)
right-marketing-words = Säger du ifrån använder vi inte dina uppgifter för direktmarknadsföring, och inte för profilering som hör till den.
right-withdrawal = Återkalla samtycke (artikel 7.3)
right-withdrawal-words = Ett samtycke kan du återkalla när du vill, lika lätt som du gav det. Det som har gjorts dessförinnan är fortfarande lagligt.

section-automated = Automatiserade beslut
automated-none = Vi fattar inga beslut om dig enbart på automatisk väg, och ingen profilering ligger till grund för beslut om dig (artikel 22).
automated-some = Där vi fattar beslut på automatisk väg står det vid ändamålet hur det går till och vad det innebär. Du kan begära att en människa prövar beslutet, framföra din mening och bestrida det (artikel 22).

section-complaints = Klagomål
complaint-own = Är du missnöjd med hur vi behandlar dina uppgifter, hör gärna av dig till { $contact }.
complaint-authority = Du har också rätt att lämna klagomål till tillsynsmyndigheten: { $authority }.
authority-imy = Integritetsskyddsmyndigheten (IMY)

section-others = Uppgifter som vi behandlar åt andra
others-lead = För det som står här är det våra kunder som är personuppgiftsansvariga. Vi behandlar uppgifterna på deras uppdrag, som personuppgiftsbiträde. Vänd dig till kunden med frågor och begäranden; kommer de till oss för vi dem vidare.
