# Att hitta en person.
err-find-nothing = Ett namn ensamt räcker inte för att hitta någon
err-find-nothing-help = ange också en e-postadress, ett telefonnummer, ett personnummer eller en av policyns egna uppgifter (`--subject customer_no=1042`)
err-find-misread = Det som angavs som { $kind } kan inte läsas som ett sådant
err-find-misread-help = rätta det, eller ange det som något annat; det står inte här eftersom det kan vara någons
err-find-kind = Ingen datamängd i policyn har `{ $kind }` under `subject`; kända är: { $known }
err-find-kind-help = skriv `--subject` med något av dessa namn, eller lägg till det i policyn
err-find-many = `{ $dataset }`: fler än { $most } poster har en av dessa uppgifter, som alltså inte är någons egen; ingenting visades
err-find-many-help = se efter vad som står där som standardvärde, och sök på något annat
find-kind-email = e-postadress
find-kind-phone = telefonnummer
find-kind-number = personnummer
find-kind-name = namn
err-find-stdin = Standard in kan bara läsas en gång
err-find-stdin-help = ange en av uppgifterna som `-` och de andra som `@FIL`
cmd-subject = Vad en person kan begära: hitta hen i varje system, och ta emot en begäran
    .long =
        `find` söker bara. `access`, `export`, `erase`, `rectify`, `restrict` och `object` öppnar en begäran, R-1, med dess
        sista dag; inget av personens rörs av det, och `gallra requests next R-1` för den vidare. `replay` raderar på nytt det
        som har kommit tillbaka, när `--by` säger vem som godkänner.
cmd-subject-find = Hitta en person i alla system, utifrån vad som helst hen är känd under
    .long =
        Ingenting ändras. Det som hittas är personuppgifter: det visas här och skrivs ingenstans; finns det ett register berättar
        dess logg att någon har sökt.

        Det som hittas i ett system söks i nästa tills inget nytt kommer. Det tveksamma visas med sitt skäl och följs aldrig
        förrän du svarar med `--accept` eller `--reject`. Texter som talar om personen visas som omnämnanden och räknas
        aldrig som träffar. Andra ser kommandoraden och skalet minns den: `-` läser en uppgift från standard in och `@FIL`
        ur en fil, en per rad. Slutar med 1 om ingen hittas, och med 3 om något inte kunde kontrolleras eller återstår att
        svara på.
    .example =
        gallra subject find --email - < adress.txt
        gallra subject find --subject customer_no=1042 --name "Anna Berg"
arg-subject-find-email = En e-postadress
arg-subject-find-phone = Ett telefonnummer
arg-subject-find-number = Ett personnummer eller samordningsnummer
arg-subject-find-subject = Ett värde som policyn har under `subject`, till exempel customer_no=1042; flera gånger för flera
arg-subject-find-name = Ett namn: hittar ingen ensamt, men skiljer dem åt som något annat hittade
arg-subject-find-accept = Dessa tveksamma är personens
arg-subject-find-reject = Dessa tveksamma är någon annans
arg-subject-find-mentions = Visa alla omnämnanden och inte bara de första
arg-subject-find-no-texts = Sök inte i texter efter omnämnanden, vilket kräver att alla gås igenom
arg-subject-find-by = Vem som söker, för registrets logg [eller GALLRA_BY]
arg-subject-find-for = För vilken verksamhet i policyn [eller GALLRA_FOR]
value-address----file = ADRESS|-|@FIL
value-number----file = NUMMER|-|@FIL
value-text----file = TEXT|-|@FIL
find-col-system = System
find-col-identified = Identifierade
find-col-theirs = Följer personen
find-col-tied = Bara nämner
find-found = { $datasets ->
    [one] Hittad i en datamängd
   *[other] Hittad i { $datasets } datamängder
}
find-nobody = Ingen hittades
find-nobody-yet = Ingen hittades med säkerhet: något måste besvaras först
find-given = angivet
find-given-nothing = Inget hittades med det som angavs som { $kind }
find-hops = Hur
find-hop = { $records ->
    [one] { $from } → { $to } genom { $by }: en post
   *[other] { $from } → { $to } genom { $by }: { $records } poster
}
find-doubtful = Tveksamt
find-doubt-name = Adressen eller numret står där bredvid ett annat namn
find-doubt-number = Det står där bredvid ett annat personnummer
find-doubt-shared = Flera har adressen eller numret, och inget namn står där
find-doubt-spelling = Det som står där kan vara detta eller ett annat: århundrade eller nollor saknas
find-doubt-apart = Inget knyter det som hittades så till resten: det kan vara någon annans
find-standing-open = Att besvara
find-standing-accepted = Godtaget
find-standing-rejected = Avvisat
find-standing-told-apart = Utelämnat på grund av det angivna namnet
find-answer = Svara med samma kommando och id:na: { $command } --accept ID --reject ID
find-mentions = Omnämnanden: räknas inte, du avgör
find-mentions-more = { $more } till; alla som sparades: --mentions
find-not-checked = Inte kontrollerat, eller för en människa att gå igenom
find-silent = Systemet svarade inte: { $reason }
find-texts-unread = Texter som inte söktes igenom: { $reason }
find-unreached = Ingen begäran når den; ange under `subject` eller `belongs_to` vems posterna är
find-no-subject = Ingen kan skiljas ut i den: { $reason }
find-manual = Gås igenom av { $who }: { $place }
find-unfinished = Sökningen ledde längre än den följdes
