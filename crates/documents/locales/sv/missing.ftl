# Vad ett dokument saknar, och åtgärden. Sägs på kommandoraden och överst i ett utkast.

lack-contact = ingen kontaktväg till företaget
    .cure = Skriv adress, e-post eller telefon under `{ $place }`.
lack-representative = ingen företrädare i EU
    .cure = Skriv vem som företräder företaget i EU under `{ $place }`.
lack-authority = ingen tillsynsmyndighet
    .cure = Skriv myndighetens namn under `{ $place }`.
lack-text = ingen text på { $language }
    .cure = Lägg till `{ $code }: …` i `{ $place }`.
lack-own-text = er egen text finns inte på { $language }
    .cure = Skriv den som `{ $place }`, eller utelämna språket med `--lang`.
lack-basis = ingen rättslig grund
    .cure = Skriv grunden i `{ $place }`.
lack-interest = det berättigade intresset är inte namngivet
    .cure = Skriv intresset i `{ $place }`.
lack-balancing-test = ingen daterad intresseavvägning
    .cure = Skriv dagen för intresseavvägningen i `{ $place }`.
lack-categories = inga kategorier av personuppgifter
    .cure = Skriv kategorier under `fields` i de datamängder som `{ $place }` nämner.
lack-subjects = inga kategorier av registrerade
    .cure = Skriv vilka uppgifterna gäller i `{ $place }`.
lack-transfer = ingen grund för överföring till tredjeland
    .cure = Skriv grunden i `{ $place }`.
lack-agreement = inget avtal med personuppgiftsbiträdet
    .cure = Skriv en hänvisning till avtalet i `{ $place }`.
lack-period = varken lagringstid eller dag för omprövning
    .cure = Skriv `at_most`, `at_least` eller `until_review` i `{ $place }`.
lack-means = inga ord för det som tiden räknas från
    .cure = Skriv vad som då har hänt i `{ $place }`, som en bisats efter ”efter att”: `{"{"}sv: avtalet har upphört, en: the agreement has ended{"}"}`.
lack-source = inget om varifrån uppgifterna kommer
    .cure = Skriv `person` eller en text i `{ $place }`.
lack-automated-decisions = inget om automatiserade beslut
    .cure = Skriv `none` eller en text i `{ $place }`.
lack-joint-controllers = inget om vem som delar ansvaret
    .cure = Skriv vem mer som är personuppgiftsansvarig, vem som gör vad och vart de registrerade vänder sig, i `{ $place }`.
lack-measures = inga säkerhetsåtgärder
    .cure = Skriv säkerhetsåtgärder i `{ $place }`.
lack-controllers = inga personuppgiftsansvariga
    .cure = Ta dem ur registret med `--by NAMN`, eller ange en CSV-fil: `{ $place } FILE`, med kolumnerna name, number, contact, representative, dpo.
lack-reach = en kund utan namn eller utan kontaktuppgifter
    .cure = Förteckningen anger varje personuppgiftsansvarig och hur den nås: lägg till adress, e-post eller telefon hos kunden som `{ $place }` anger.
lack-translation = Gallra har inte den texten på { $language }
    .cure = Lägg till texten i språkets mapp, crates/documents/`{ $place }`.

# Språkens namn.
language-en = engelska
language-sv = svenska
