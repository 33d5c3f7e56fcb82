//! Parties as a file: for a spreadsheet, for an address book.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use gallra_store::register::{Field, Identifier, Party, Person};

use super::desk::person;
use super::import::Column;
use super::import::guarded;
use crate::AppError;

/// Parties that can be read, with who they are.
fn readable(parties: &[Party]) -> impl Iterator<Item = (&Party, &Person)> {
    parties.iter().filter_map(|party| person(party).ok().map(|person| (party, person)))
}

/// CSV (RFC 4180) with a mark of UTF-8 in front, as spreadsheets want it, and no cell that they would compute.
///
/// # Errors
/// Only the memory's.
pub fn csv(parties: &[Party]) -> Result<Vec<u8>, AppError> {
    let keys: BTreeSet<&String> = readable(parties).flat_map(|(_, person)| person.keys.keys()).collect();
    let mut columns = vec![
        Column::Id,
        Column::Kind,
        Column::Role,
        Column::Of,
        Column::Name,
        Column::Email,
        Column::Phone,
        Column::Number,
        Column::Reference,
        Column::Address,
        Column::About,
        Column::Since,
        Column::LastContact,
        Column::Left,
    ];
    columns.extend(keys.into_iter().cloned().map(Column::Key));
    let failed = |fault: String| AppError::Register(format!("the export: {fault}"));
    let mut csv =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(super::import::BOM.to_vec());
    csv.write_record(columns.iter().map(Column::name)).map_err(|fault| failed(fault.to_string()))?;
    for (party, person) in readable(parties) {
        let cells = columns.iter().map(|column| guarded(&cell(party, person, column)));
        csv.write_record(cells).map_err(|fault| failed(fault.to_string()))?;
    }
    csv.into_inner().map_err(|fault| failed(fault.to_string()))
}

fn cell(party: &Party, person: &Person, column: &Column) -> String {
    let known = |field| -> String {
        let of_field = person.identifiers.iter().filter(|known| known.field() == field);
        of_field.map(written).collect::<Vec<_>>().join("\n")
    };
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    match column {
        Column::Id => party.id.0.to_string(),
        Column::Kind => party.kind.word().to_owned(),
        Column::Role => party.role.word().to_owned(),
        Column::Of => party.belongs_to.map(|id| id.0.to_string()).unwrap_or_default(),
        Column::Name => person.name.clone(),
        Column::Email => known(Field::Email),
        Column::Phone => known(Field::Phone),
        Column::Number => known(Field::Number),
        Column::Reference => known(Field::Reference),
        Column::Address => person.address.clone().unwrap_or_default(),
        Column::About => person.about.clone().unwrap_or_default(),
        Column::Since => day(party.since),
        Column::LastContact => day(party.last_contact),
        Column::Left => day(party.left_on),
        Column::Key(name) => {
            let values =
                person.keys.get(name).map(|values| values.iter().map(String::as_str).collect::<Vec<_>>());
            values.unwrap_or_default().join("\n")
        }
    }
}

/// An identifier as people write it, and as it is read again: `+46…`, `19850101-1234`.
pub fn written(known: &Identifier) -> String {
    let value = known.expose();
    match known.field() {
        Field::Phone => format!("+{value}"),
        Field::Number => match value.len().checked_sub(4).and_then(|at| value.split_at_checked(at)) {
            Some((front, back)) => format!("{front}-{back}"),
            None => value.to_owned(),
        },
        Field::Email | Field::Reference => value.to_owned(),
    }
}

/// vCard 4.0 (RFC 6350). What an address book has no property for stands in properties of our own.
pub fn vcard(parties: &[Party]) -> Vec<u8> {
    let mut cards = String::new();
    for (party, person) in readable(parties) {
        let mut card = Card(&mut cards);
        card.line("BEGIN", "VCARD");
        card.line("VERSION", "4.0");
        card.line("FN", &escaped(&person.name));
        let mut tell = |name: &str, value: &str| {
            if !value.is_empty() {
                card.line(name, value);
            }
        };
        for known in &person.identifiers {
            let name = match known.field() {
                Field::Email => "EMAIL",
                Field::Phone => "TEL",
                Field::Number => "X-GALLRA-NUMBER",
                Field::Reference => "X-GALLRA-REFERENCE",
            };
            tell(name, &escaped(&written(known)));
        }
        if let Some(address) = &person.address {
            tell("ADR", &format!(";;{};;;;", escaped(address)));
        }
        tell("NOTE", &escaped(person.about.as_deref().unwrap_or_default()));
        for (name, column) in [
            ("X-GALLRA-ID", Column::Id),
            ("X-GALLRA-KIND", Column::Kind),
            ("X-GALLRA-ROLE", Column::Role),
            ("X-GALLRA-OF", Column::Of),
            ("X-GALLRA-SINCE", Column::Since),
            ("X-GALLRA-LAST-CONTACT", Column::LastContact),
            ("X-GALLRA-LEFT", Column::Left),
        ] {
            tell(name, &cell(party, person, &column));
        }
        for (name, values) in &person.keys {
            for value in values {
                tell(&format!("X-GALLRA-KEY;NAME={name}"), &escaped(value));
            }
        }
        card.line("END", "VCARD");
    }
    cards.into_bytes()
}

/// RFC 6350, 3.4.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace(',', "\\,").replace(';', "\\;")
}

struct Card<'c>(&'c mut String);

impl Card<'_> {
    /// A content line, folded so that no physical one has more than 75 bytes (RFC 6350, 3.2).
    fn line(&mut self, name: &str, value: &str) {
        let (whole, mut room) = (format!("{name}:{value}"), 75);
        for c in whole.chars() {
            if room < c.len_utf8() {
                self.0.push_str("\r\n ");
                room = 74;
            }
            let _ = write!(self.0, "{c}");
            room -= c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}
