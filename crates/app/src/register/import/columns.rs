//! The columns of a file of parties, and how they are called in either language.

/// What a column says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The party's number in the file, which other rows of it may name.
    Id,
    /// What it is.
    Kind,
    /// In which role.
    Role,
    /// For a contact, the number of the party that it speaks for: in the file, or in the register.
    Of,
    /// Name.
    Name,
    /// E-mail addresses.
    Email,
    /// Telephone numbers.
    Phone,
    /// Personal or organisation number.
    Number,
    /// The organisation's own references.
    Reference,
    /// Postal address.
    Address,
    /// Anything else.
    About,
    /// Since when.
    Since,
    /// When it was last heard of.
    LastContact,
    /// When it left.
    Left,
    /// How another system writes it.
    Key(String),
}

/// Column → its names, the first in an export.
const NAMES: [(Column, &[&str]); 14] = [
    (Column::Id, &["id"]),
    (Column::Kind, &["kind", "type", "slag", "typ"]),
    (Column::Role, &["role", "roll"]),
    (Column::Of, &["of", "belongs_to", "tillhör", "hör_till"]),
    (Column::Name, &["name", "namn"]),
    (Column::Email, &["email", "e-mail", "mail", "epost", "e-post", "e-postadress", "mejl"]),
    (Column::Phone, &["phone", "telephone", "mobile", "telefon", "telefonnummer", "mobil", "mobilnummer"]),
    (
        Column::Number,
        &["number", "orgno", "org_no", "nummer", "personnummer", "organisationsnummer", "orgnr", "org.nr"],
    ),
    (Column::Reference, &["reference", "ref", "referens"]),
    (Column::Address, &["address", "adress", "postadress"]),
    (Column::About, &["about", "note", "om", "anteckning"]),
    (Column::Since, &["since", "sedan"]),
    (Column::LastContact, &["last_contact", "senaste_kontakt"]),
    (Column::Left, &["left", "left_on", "slutade", "slutat"]),
];

impl Column {
    /// The column of a header, whatever its case and spaces; `key:NAME` and `nyckel:NAME` for a key of another system.
    pub(super) fn read(header: &str) -> Option<Self> {
        let header = header.trim();
        if let Some((word, name)) = header.split_once(':') {
            let key = ["key", "nyckel"].contains(&word.trim().to_lowercase().as_str());
            let name = name.trim();
            return (key && super::super::desk::is_key_name(name)).then(|| Self::Key(name.to_owned()));
        }
        let plain = header.to_lowercase().replace(' ', "_");
        NAMES.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(column, _)| column.clone())
    }

    /// Its name in an export.
    pub fn name(&self) -> String {
        match self {
            Self::Key(name) => format!("key:{name}"),
            column => {
                let names = NAMES.iter().find(|(known, _)| known == column).map(|(_, names)| *names);
                names.and_then(|names| names.first()).copied().unwrap_or_default().to_owned()
            }
        }
    }

    /// Whether several of it may stand in one row.
    pub(super) fn is_several(&self) -> bool {
        matches!(self, Self::Email | Self::Phone | Self::Number | Self::Reference | Self::Key(_))
    }
}

/// The columns that are known, by the names that an export gives them, and in Swedish.
pub fn known_columns() -> (Vec<&'static str>, Vec<&'static str>) {
    let english = NAMES.iter().filter_map(|(_, names)| names.first().copied()).chain(["key:NAME"]);
    let swedish = [
        "id",
        "slag",
        "roll",
        "tillhör",
        "namn",
        "e-post",
        "telefon",
        "personnummer",
        "referens",
        "adress",
        "om",
        "sedan",
        "senaste kontakt",
        "slutade",
        "nyckel:NAMN",
    ];
    (english.collect(), swedish.to_vec())
}
