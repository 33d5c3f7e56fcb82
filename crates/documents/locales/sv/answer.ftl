# Svaret på en begäran om tillgång (artikel 15) eller om dataportabilitet (artikel 20).

answer-title = Dina personuppgifter
answer-title-portable = Dina personuppgifter att ta med
answer-lead = Detta är svaret från { $organisation } på din begäran { $request }. Det visar de personuppgifter om dig som vi hade den { $date } och berättar hur vi behandlar dem (artikel 15 i dataskyddsförordningen).
answer-lead-portable = Detta är svaret från { $organisation } på din begäran { $request }. Du får här, i ett maskinläsbart format, de personuppgifter som du har lämnat till oss och som vi behandlar med stöd av samtycke eller avtal, så som de var den { $date } (artikel 20 i dataskyddsförordningen).
answer-private = Filen är avsedd för dig och ingen annan. Förvara den så att andra inte kan läsa den. Vi raderar vårt exemplar senast den { $date }.

answer-found = { $n ->
    [one] Vi hittade en post om dig.
   *[other] Vi hittade { $shown } poster om dig, av { $kinds ->
        [one] ett slag
       *[other] { $kinds } slag
    }.
}
answer-found-more = Se dina uppgifter
answer-nothing = Vi hittade inga personuppgifter om dig.
answer-left-out-short = Allt kan inte visas för dig: en del rör andra personer eller har inte kunnat tas med.
answer-left-out-more = Se vad som saknas och varför
answer-rights-short = Du kan få uppgifter rättade eller raderade, invända mot hur de används och klaga.
answer-rights-more = Läs om dina rättigheter
answer-package-short = Allt som visas här finns också i filer som en dator kan läsa.
answer-package-more = Läs om filerna

answer-section-data = Dina uppgifter
answer-data-lead = Uppgifterna återges så som de står i våra system. Det som rör någon annan har ersatts med en markering.
answer-record = Post { $n }
answer-records-own = { $n ->
    [one] En post om dig
   *[other] { $shown } poster om dig
}
answer-records-shared = { $n ->
    [one] En post som rör både dig och någon annan
   *[other] { $shown } poster som rör både dig och någon annan
}
answer-records-others = { $n ->
    [one] En post om någon annan där du nämns
   *[other] { $shown } poster om någon annan där du nämns
}
answer-first = De första { $n } av { $all } visas. Alla finns i { $file }.
answer-files = { $n ->
    [one] En fil hör till posterna. Den ligger i mappen files.
   *[other] { $shown } filer hör till posterna. De ligger i mappen files.
}
answer-file = Se filen { $path }
answer-cut = { $text } … (resten finns i filerna)
answer-restricted = Begränsad
answer-restricted-words = Behandlingen av posten är begränsad: vi lagrar den men gör inget annat med den (artikel 18).
answer-yes = ja
answer-no = nej

answer-mark-other = [annan person]
answer-mark-review = [ska granskas]
answer-mark-secret = [utelämnad]
answer-mark-large = [för stor: { $size } MB]
answer-why-other = Uppgiften rör en annan person. Din rätt till en kopia får inte inverka menligt på andras rättigheter (artikel 15.4).
answer-why-review = Texten eller filen kan också handla om andra personer. Någon hos oss går igenom den innan du får den (artikel 15.4).
answer-large = För stort för svaret
answer-why-large = Uppgifter som är större än 16 MB anges med sin storlek. Du får dem separat.
answer-why-secret = Lösenord och andra hemligheter för inloggning lämnas aldrig ut: den som läser dem skulle kunna utge sig för att vara du.

answer-section-left-out = Vad som saknas
answer-left-out-lead = Detta finns inte med i svaret, eller inte i sin helhet:
answer-not-checked = Kunde inte genomsökas
answer-not-checked-words = Vi kunde inte söka i dessa system, eller inte i alla delar av dem, när svaret togs fram. Vi återkommer till dig om dem:
answer-by-hand = Gås igenom för hand
answer-by-hand-words = Detta finns på papper eller på platser som inget program kan söka i. Finns där något om dig får du det separat:
answer-for-others = För andra att svara på
answer-for-others-words = Här behandlar vi uppgifter för våra kunders räkning, och det är de som bestämmer över dem. Vi lämnar din begäran vidare till dem:

answer-section-processing = Hur vi behandlar dina uppgifter
answer-processing-lead = För varje ändamål: på vilken rättslig grund, vilka uppgifter, varifrån, till vem och hur länge.

answer-section-package = Filerna
answer-package-lead = Paketet från { $organisation } innehåller, förutom denna sida (answer.html, answer.md):
answer-package-json = Alla uppgifter, precis som de står, i JSON; med en notering för varje värde som har utelämnats
answer-package-csv = Detsamma som tabeller för kalkylprogram. Ett värde som ett kalkylprogram skulle ta för en formel har en apostrof framför sig.
answer-package-files = Filer och bilder
answer-package-portable = Det som du får ta med till någon annan: uppgifter som du har lämnat till oss och som behandlas med stöd av samtycke eller avtal (artikel 20); i JSON och CSV
answer-package-manifest = En förteckning över alla filer med deras kontrollsummor (SHA-256)
