//! From cells to parties: everything is judged, and every flaw is told with its place.

use std::collections::{BTreeMap, BTreeSet};

use gallra_store::register::{Field, NewParty, PartyKind, Person, Role};
use jiff::civil::Date;

use super::{Cell, Column, Raw, Wishes};
use crate::register::desk::{identifier, is_key_name};
use crate::register::{Cause, DeskError, FileFault, Flaw, usual_role};

/// A row that can be taken in once it is known whom it belongs to.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) card: Option<u64>,
    /// Its number in the file.
    pub(super) id: Option<String>,
    /// The number of the party that it speaks for.
    pub(super) of: Option<String>,
    pub(super) left: Option<Date>,
    pub(super) party: NewParty,
}

impl Row {
    pub(super) fn flaw(&self, column: Option<&Column>, cause: Cause) -> Flaw {
        Flaw { line: self.line, card: self.card, column: column.map(Column::name), cause }
    }
}

/// Judges every row.
pub(super) fn rows(raws: &[Raw], wishes: &Wishes, today: Date) -> Result<Vec<Row>, DeskError> {
    let says_kind = |raw: &Raw| raw.cells.iter().any(|cell| cell.column == Column::Kind);
    if wishes.kind.is_none() && !raws.is_empty() && !raws.iter().any(says_kind) {
        return Err(DeskError::File(FileFault::NoKind));
    }
    let (mut rows, mut flaws) = (Vec::new(), Vec::new());
    let mut numbers: BTreeMap<String, u64> = BTreeMap::new();
    for raw in raws {
        match row(raw, wishes, today) {
            // What belongs to a number must not hang on one of two.
            Ok(row) if row.id.as_ref().is_some_and(|id| numbers.contains_key(id)) => {
                let first = row.id.as_ref().and_then(|id| numbers.get(id)).copied().unwrap_or_default();
                flaws.push(row.flaw(Some(&Column::Id), Cause::NumberTwice { first }));
            }
            Ok(row) => {
                numbers.extend(row.id.clone().map(|id| (id, row.line)));
                rows.push(row);
            }
            Err(more) => flaws.extend(more),
        }
    }
    if flaws.is_empty() { Ok(rows) } else { Err(DeskError::Rows(flaws)) }
}

fn row(raw: &Raw, wishes: &Wishes, today: Date) -> Result<Row, Vec<Flaw>> {
    let mut flaws = Vec::new();
    let (mut person, mut kind, mut role) = (Person::default(), wishes.kind, None);
    let (mut id, mut of, mut days) = (None, None, BTreeMap::new());
    for Cell { line, column, name, text: cell } in &raw.cells {
        let taken = match column {
            Column::Id => {
                id = Some(cell.trim().to_owned());
                Ok(())
            }
            Column::Of => {
                of = Some(cell.trim().to_owned());
                Ok(())
            }
            Column::Kind => word(cell, PartyKind::ALL, PartyKind::word, &KINDS).map(|read| kind = Some(read)),
            Column::Role => word(cell, Role::ALL, Role::word, &ROLES).map(|read| role = Some(read)),
            Column::Name => {
                cell.trim().clone_into(&mut person.name);
                Ok(())
            }
            Column::Email => several(&mut person, Field::Email, cell, today),
            Column::Phone => several(&mut person, Field::Phone, cell, today),
            Column::Number => several(&mut person, Field::Number, cell, today),
            Column::Reference => several(&mut person, Field::Reference, cell, today),
            Column::Address => {
                person.address = Some(cell.clone());
                Ok(())
            }
            Column::About => {
                person.about = Some(cell.clone());
                Ok(())
            }
            Column::Since | Column::LastContact | Column::Left => {
                let day = cell.trim().parse::<Date>().map_err(|_| Cause::Day);
                day.map(|day| {
                    days.insert(column.clone(), day);
                })
            }
            Column::Key(key) if is_key_name(key) => {
                let values = person.keys.entry(key.clone()).or_default();
                values.extend(cell.split('\n').filter(|value| !value.is_empty()).map(str::to_owned));
                Ok(())
            }
            Column::Key(_) => Err(Cause::Key),
        };
        if let Err(cause) = taken {
            let column = Some(name.clone());
            flaws.push(Flaw { line: *line, card: raw.card, column, cause });
        }
    }
    person.identifiers.sort();
    person.identifiers.dedup();
    let flaw =
        |column: &str, cause| Flaw { line: raw.line, card: raw.card, column: Some(column.to_owned()), cause };
    if person.name.is_empty() {
        flaws.push(flaw(if raw.card.is_some() { "FN" } else { "name" }, Cause::NoName));
    }
    let Some(kind) = kind else {
        if flaws.iter().all(|flaw| !matches!(flaw.cause, Cause::Word(_))) {
            flaws.push(flaw("kind", Cause::Word(PartyKind::ALL.iter().map(|kind| kind.word()).collect())));
        }
        return Err(flaws);
    };
    if kind == PartyKind::Contact {
        of = of.or_else(|| wishes.of.map(|of| of.0.to_string()));
    }
    if (kind == PartyKind::Contact) != of.is_some() {
        flaws.push(flaw("of", Cause::Belonging));
    }
    // What the register would refuse once it has begun to write.
    let day = |column| days.get(&column).copied();
    if day(Column::LastContact).is_some_and(|on| on > today) {
        flaws.push(flaw("last_contact", Cause::DayAhead));
    }
    if let (Some(since), Some(left)) = (day(Column::Since), day(Column::Left))
        && left < since
    {
        flaws.push(flaw("left", Cause::DayEarly));
    }
    if !flaws.is_empty() {
        return Err(flaws);
    }
    let party = NewParty {
        kind,
        role: role.unwrap_or_else(|| usual_role(kind)),
        belongs_to: None,
        since: days.get(&Column::Since).copied(),
        last_contact: days.get(&Column::LastContact).copied(),
        person,
    };
    Ok(Row { line: raw.line, card: raw.card, id, of, left: days.get(&Column::Left).copied(), party })
}

/// Several stand on lines of their own in a cell, or with a bar between spaces.
fn several(person: &mut Person, field: Field, cell: &str, today: Date) -> Result<(), Cause> {
    let bar = if field == Field::Reference { "\n" } else { " | " };
    for one in cell.split('\n').flat_map(|line| line.split(bar)).filter(|one| !one.trim().is_empty()) {
        person.identifiers.push(identifier(field, one, today).map_err(Cause::Form)?);
    }
    Ok(())
}

/// A word of ours, or one of those that people write.
fn word<T: Copy>(
    cell: &str,
    all: &'static [T],
    name: fn(T) -> &'static str,
    others: &[(&str, &str)],
) -> Result<T, Cause> {
    let plain = cell.trim().to_lowercase().replace([' ', '-'], "_");
    let plain = others.iter().find(|(other, _)| *other == plain).map_or(plain.as_str(), |(_, ours)| ours);
    let found = all.iter().copied().find(|one| name(*one) == plain);
    found.ok_or_else(|| Cause::Word(all.iter().map(|one| name(*one)).collect()))
}

const KINDS: [(&str, &str); 5] = [
    ("kund", "customer"),
    ("kontakt", "contact"),
    ("kontaktperson", "contact"),
    ("leverantör", "supplier"),
    ("partner", "partner"),
];

const ROLES: [(&str, &str); 6] = [
    ("personuppgiftsansvarig", "controller"),
    ("personuppgiftsbiträde", "processor"),
    ("underbiträde", "sub_processor"),
    ("registrerad", "subject"),
    ("mottagare", "recipient"),
    ("subprocessor", "sub_processor"),
];

/// Everything by which one row and one party are the same.
pub(super) fn marks(person: &Person) -> BTreeSet<Mark> {
    let known = person.identifiers.iter().cloned().map(Mark::Known);
    let keys = person
        .keys
        .iter()
        .flat_map(|(name, values)| values.iter().map(|value| Mark::Key(name.clone(), value.clone())));
    known.chain(keys).collect()
}

/// Something that a party is known by.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Known(gallra_store::register::Identifier),
    Key(String, String),
}
