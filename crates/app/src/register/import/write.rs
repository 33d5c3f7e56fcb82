//! From checked rows to the register: what is there already is left or updated, the rest is taken in.
//!
//! A row is somebody whom the register knows if one of its kind, who speaks for the same party, has one of its identifiers or
//! keys. A row without any is known by its name; of as many of that name as there are. So an import that was killed can be
//! repeated: what was written is known, what was not is new.

use std::collections::{BTreeMap, BTreeSet};

use gallra_store::register::{Acting, Change, Field, NewParty, PartyId, PartyKind, Person, Register, Wanted};

use super::rows::{Mark, Row, marks, rows};
use super::{Column, Format, Wishes, csv, vcard};
use crate::register::desk::{list, person};
use crate::register::{Cause, DeskError, Flaw};
use crate::{AppError, Context};

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Rows that were read.
    pub rows: u64,
    /// Parties that are new.
    pub new: u64,
    /// Parties that were there, and know more now.
    pub updated: u64,
    /// Rows of parties that were there, and were left as they are: line, party.
    pub known: Vec<(u64, PartyId)>,
    /// Rows that are somebody from an earlier line of the file: line, that line.
    pub again: Vec<(u64, u64)>,
    /// Properties of cards that no party has, with how often.
    pub left_out: BTreeMap<String, u64>,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug)]
enum Fate {
    New,
    Known(PartyId),
    /// As the row with this index.
    Again(usize),
}

/// Whom a row speaks for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum For {
    Nobody,
    Party(PartyId),
    Row(usize),
}

/// Imports a file. Nothing is written before all of it is found right. `so_far` hears how many of how many are durable.
///
/// # Errors
/// [`DeskError::File`], [`DeskError::Rows`]; the state's, and then what was durable stays.
pub async fn import(
    context: &Context,
    register: &Register<'_>,
    acting: &Acting,
    bytes: &[u8],
    wishes: &Wishes,
    mut so_far: impl FnMut(u64, u64),
) -> Result<Imported, AppError> {
    let read = match Format::of(bytes) {
        Format::Csv => csv::read(bytes)?,
        Format::Vcard => vcard::read(bytes)?,
    };
    let rows = rows(&read.raws, wishes, context.today())?;
    let mut there = There::load(register, acting).await?;
    let (fates, belongs) = there.judge(&rows)?;
    let mut done = Imported { rows: rows.len() as u64, left_out: read.left_out, ..Imported::default() };
    for (row, fate) in rows.iter().zip(&fates) {
        match fate {
            Fate::New => done.new += 1,
            Fate::Known(_) if wishes.update => done.updated += 1,
            Fate::Known(id) => done.known.push((row.line, *id)),
            Fate::Again(first) => done.again.push((row.line, rows.get(*first).map_or(0, |row| row.line))),
        }
    }
    if wishes.dry_run {
        return Ok(done);
    }
    let of = done.new + done.updated;
    let mut ids: BTreeMap<usize, PartyId> = BTreeMap::new();
    for (at, fate) in fates.iter().enumerate() {
        if let Fate::Known(id) = fate {
            ids.insert(at, *id);
        }
    }
    // Contacts after those whom they speak for.
    for contacts in [false, true] {
        let wave = rows.iter().enumerate().filter(|(at, row)| {
            (row.party.kind == PartyKind::Contact) == contacts && matches!(fates.get(*at), Some(Fate::New))
        });
        let (mut wave_rows, mut parties) = (Vec::new(), Vec::new());
        for (at, row) in wave {
            let belongs_to = match belongs.get(at) {
                Some(For::Party(id)) => Some(*id),
                Some(For::Row(of)) => ids.get(&root(&fates, *of)).copied(),
                Some(For::Nobody) | None => None,
            };
            wave_rows.push(at);
            parties.push(NewParty { belongs_to, ..row.party.clone() });
        }
        let (mut before, begun) = (0, ids.len() as u64);
        let mut news = Vec::new();
        register
            .import(acting, parties, |chunk| {
                // The numbers of what is committed together follow one another.
                let size = i64::try_from(chunk.rows - before).unwrap_or(0);
                news.extend((chunk.last.0 - size + 1..=chunk.last.0).map(PartyId));
                before = chunk.rows;
                so_far((begun + chunk.rows).min(of), of);
            })
            .await?;
        ids.extend(wave_rows.into_iter().zip(news));
    }
    for (at, (row, fate)) in rows.iter().zip(&fates).enumerate() {
        let (new, id) = match fate {
            Fate::New => (true, ids.get(&at).copied()),
            Fate::Known(id) if wishes.update => (false, Some(*id)),
            Fate::Known(_) | Fate::Again(_) => continue,
        };
        let Some(id) = id else { continue };
        let person = if new { None } else { there.updated(id, &row.party.person) };
        if let Some(person) = &person {
            // Another row may be about the same party.
            there.persons.insert(id, person.clone());
        }
        if new && row.left.is_none() {
            continue;
        }
        let change = Change {
            role: None,
            last_contact: if new { None } else { row.party.last_contact },
            left_on: row.left,
            person,
        };
        register.change_party(acting, id, &change).await?;
    }
    so_far(of, of);
    Ok(done)
}

/// The row that is written for a row that repeats another.
fn root(fates: &[Fate], at: usize) -> usize {
    match fates.get(at) {
        Some(Fate::Again(first)) => *first,
        _ => at,
    }
}

/// Whom the register knows.
struct There {
    kinds: BTreeMap<PartyId, PartyKind>,
    persons: BTreeMap<PartyId, Person>,
    marks: BTreeMap<(PartyKind, Option<PartyId>, Mark), PartyId>,
    /// Those without identifier and key, by name.
    names: BTreeMap<(PartyKind, Option<PartyId>, String), Vec<PartyId>>,
}

impl There {
    async fn load(register: &Register<'_>, acting: &Acting) -> Result<Self, AppError> {
        let mut there = Self {
            kinds: BTreeMap::new(),
            persons: BTreeMap::new(),
            marks: BTreeMap::new(),
            names: BTreeMap::new(),
        };
        for party in list(register, acting, Wanted::default()).await? {
            there.kinds.insert(party.id, party.kind);
            let Ok(person) = person(&party) else { continue };
            let marks = marks(person);
            if marks.is_empty() {
                let name = (party.kind, party.belongs_to, person.name.clone());
                there.names.entry(name).or_default().push(party.id);
            }
            for mark in marks {
                there.marks.entry((party.kind, party.belongs_to, mark)).or_insert(party.id);
            }
            there.persons.insert(party.id, person.clone());
        }
        Ok(there)
    }

    /// What becomes of each row, and whom it speaks for.
    fn judge(&self, rows: &[Row]) -> Result<(Vec<Fate>, Vec<For>), DeskError> {
        let (mut fates, mut belongs) = (vec![Fate::New; rows.len()], vec![For::Nobody; rows.len()]);
        let mut flaws = Vec::new();
        let mut names = self.names.clone();
        let mut seen: BTreeMap<(PartyKind, For, Mark), usize> = BTreeMap::new();
        let numbered: BTreeMap<&str, usize> =
            rows.iter().enumerate().filter_map(|(at, row)| Some((row.id.as_deref()?, at))).collect();
        let of_kind = |contacts: bool| {
            rows.iter().enumerate().filter(move |(_, row)| (row.party.kind == PartyKind::Contact) == contacts)
        };
        for (at, row) in of_kind(false).chain(of_kind(true)) {
            let mut speaks_for = For::Nobody;
            if let Some(of) = &row.of {
                match self.find(rows, &numbered, of) {
                    Ok(For::Row(there)) => {
                        let there = root(&fates, there);
                        speaks_for = match fates.get(there) {
                            Some(Fate::Known(id)) => For::Party(*id),
                            _ => For::Row(there),
                        };
                    }
                    Ok(found) => speaks_for = found,
                    Err(cause) => flaws.push(row.flaw(Some(&Column::Of), cause)),
                }
            }
            let fate = self.fate(row, speaks_for, (&mut names, &mut seen), at);
            if let Fate::Known(id) = fate
                && self.persons.get(&id).is_some_and(|person| differ(person, &row.party.person))
            {
                flaws.push(row.flaw(Some(&Column::Number), Cause::OtherNumber));
            }
            if let (Some(there), Some(whom)) = (fates.get_mut(at), belongs.get_mut(at)) {
                (*there, *whom) = (fate, speaks_for);
            }
        }
        flaws.sort_by_key(|flaw: &Flaw| flaw.line);
        if flaws.is_empty() { Ok((fates, belongs)) } else { Err(DeskError::Rows(flaws)) }
    }

    /// The party behind a number: of the file if it numbers its rows, else of the register. A contact speaks for none.
    fn find(&self, rows: &[Row], numbered: &BTreeMap<&str, usize>, of: &str) -> Result<For, Cause> {
        let is_contact = |kind: PartyKind| kind == PartyKind::Contact;
        if let Some(at) = numbered.get(of) {
            let kind = rows.get(*at).map(|row| row.party.kind);
            return if kind.is_some_and(is_contact) { Err(Cause::Belonging) } else { Ok(For::Row(*at)) };
        }
        let id = of.parse().map(PartyId).map_err(|_| Cause::NoSuchParty)?;
        match self.kinds.get(&id) {
            None => Err(Cause::NoSuchParty),
            Some(kind) if is_contact(*kind) => Err(Cause::Belonging),
            Some(_) => Ok(For::Party(id)),
        }
    }

    #[expect(clippy::type_complexity, reason = "what was used up so far, in one place")]
    fn fate(
        &self,
        row: &Row,
        of: For,
        (names, seen): (
            &mut BTreeMap<(PartyKind, Option<PartyId>, String), Vec<PartyId>>,
            &mut BTreeMap<(PartyKind, For, Mark), usize>,
        ),
        at: usize,
    ) -> Fate {
        let kind = row.party.kind;
        let party = match of {
            For::Nobody => Some(None),
            For::Party(id) => Some(Some(id)),
            // Whom it speaks for is new, so it is too.
            For::Row(_) => None,
        };
        let marks = marks(&row.party.person);
        if marks.is_empty() {
            let known = party.and_then(|of| names.get_mut(&(kind, of, row.party.person.name.clone())));
            return known.and_then(Vec::pop).map_or(Fate::New, Fate::Known);
        }
        let known = |mark: &Mark| self.marks.get(&(kind, party?, mark.clone())).copied();
        let again = || marks.iter().find_map(|mark| seen.get(&(kind, of, mark.clone())).copied());
        let fate = match (marks.iter().find_map(known), again()) {
            (Some(id), _) => Fate::Known(id),
            (None, Some(first)) => Fate::Again(first),
            (None, None) => Fate::New,
        };
        if matches!(fate, Fate::New) {
            for mark in marks {
                seen.entry((kind, of, mark)).or_insert(at);
            }
        }
        fate
    }

    /// What is known of a party together with what a row says: the row's name and texts, everything that it is known by.
    fn updated(&self, id: PartyId, row: &Person) -> Option<Person> {
        let known = self.persons.get(&id)?;
        let mut person = row.clone();
        person.identifiers.extend(known.identifiers.iter().cloned());
        person.identifiers.sort();
        person.identifiers.dedup();
        person.address = person.address.or_else(|| known.address.clone());
        person.about = person.about.or_else(|| known.about.clone());
        for (name, values) in &known.keys {
            person.keys.entry(name.clone()).or_default().extend(values.iter().cloned());
        }
        Some(person)
    }
}

/// Whether both have an identity number, and others: then they are two.
fn differ(one: &Person, other: &Person) -> bool {
    let numbers = |person: &Person| -> BTreeSet<_> {
        person.identifiers.iter().filter(|known| known.field() == Field::Number).cloned().collect()
    };
    let (one, other) = (numbers(one), numbers(other));
    !one.is_empty() && !other.is_empty() && one != other
}
