//! Names and words that fill the demonstration's database. Nobody is meant.

pub(super) const FIRST: [&str; 24] = [
    "Åsa", "Björn", "Cecilia", "David", "Elin", "Fredrik", "Greta", "Håkan", "Ingrid", "Johan", "Karin",
    "Lars", "Märta", "Nils", "Olivia", "Per", "Rut", "Sven", "Tova", "Ulf", "Vera", "Wilhelm", "Ylva",
    "Örjan",
];

pub(super) const LAST: [&str; 24] = [
    "Almgren",
    "Bergqvist",
    "Cederlund",
    "Dahlström",
    "Ekroth",
    "Forsell",
    "Granath",
    "Hedqvist",
    "Isaksson",
    "Jönsson",
    "Källström",
    "Lövgren",
    "Mårtensson",
    "Norling",
    "Öberg",
    "Palmgren",
    "Rydell",
    "Sjöö",
    "Törnblom",
    "Uhlin",
    "Västerlund",
    "Wiberg",
    "Åkesson",
    "Ängdahl",
];

pub(super) const SUBJECTS: [&str; 10] = [
    "Lösenordet fungerar inte",
    "Frågan om fakturan",
    "Byta namnservrar",
    "Certifikatet har gått ut",
    "E-posten kommer inte fram",
    "Flytta webbplatsen",
    "Avsluta tjänsten",
    "Beställa fler konton",
    "Adressändring",
    "Tack för hjälpen",
];
