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
