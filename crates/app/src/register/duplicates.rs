//! Parties that may be one and the same: candidates, for a person to judge.

use std::collections::{BTreeMap, BTreeSet};

use gallra_store::register::{Acting, Field, Identifier, Party, PartyId, PartyKind, Register, Wanted};

use super::desk::{list, person};
use crate::AppError;

/// What two parties have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// An identifier.
    Same(Field),
    /// The name, and for contacts whom they speak for. Not where both have identity numbers, and others.
    Name,
    /// A key of another system.
    Key,
}

/// Some that may be one.
#[derive(Clone, Debug)]
pub struct Candidates {
    /// By number.
    pub parties: Vec<Party>,
    /// What they have in common.
    pub signs: BTreeSet<Sign>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Trait {
    Known(Identifier),
    Name(Option<PartyId>, String),
    Key(String, String),
}

/// Parties of one kind that share an identifier, a key or a name.
///
/// # Errors
/// The state's.
pub async fn duplicates(register: &Register<'_>, acting: &Acting) -> Result<Vec<Candidates>, AppError> {
    let parties = list(register, acting, Wanted::default()).await?;
    let mut sharing: BTreeMap<(PartyKind, Trait), BTreeSet<PartyId>> = BTreeMap::new();
    for party in &parties {
        let Ok(person) = person(party) else { continue };
        let name = person.name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let known = person.identifiers.iter().cloned().map(Trait::Known);
        let keys = person
            .keys
            .iter()
            .flat_map(|(name, all)| all.iter().map(|value| Trait::Key(name.clone(), value.clone())));
        for shared in known.chain(keys).chain([Trait::Name(party.belongs_to, name)]) {
            sharing.entry((party.kind, shared)).or_default().insert(party.id);
        }
    }
    let by_id: BTreeMap<PartyId, &Party> = parties.iter().map(|party| (party.id, party)).collect();
    let mut found: BTreeMap<BTreeSet<PartyId>, BTreeSet<Sign>> = BTreeMap::new();
    for ((_, shared), ids) in sharing.into_iter().filter(|(_, ids)| ids.len() > 1) {
        let sign = match shared {
            Trait::Known(known) => Sign::Same(known.field()),
            Trait::Key(..) => Sign::Key,
            // Namesakes with numbers of their own are two.
            Trait::Name(..) if have_other_numbers(ids.iter().filter_map(|id| by_id.get(id).copied())) => {
                continue;
            }
            Trait::Name(..) => Sign::Name,
        };
        found.entry(ids).or_default().insert(sign);
    }
    let candidates = found.into_iter().map(|(ids, signs)| Candidates {
        parties: ids.iter().filter_map(|id| by_id.get(id).map(|party| Party::clone(party))).collect(),
        signs,
    });
    Ok(candidates.collect())
}

/// Whether each has an identity number, and no two the same.
fn have_other_numbers<'p>(parties: impl Iterator<Item = &'p Party>) -> bool {
    let mut seen = BTreeSet::new();
    for party in parties {
        let numbers = person(party).map(|person| person.identifiers.as_slice()).unwrap_or_default();
        let mut numbers = numbers.iter().filter(|known| known.field() == Field::Number).peekable();
        if numbers.peek().is_none() || !numbers.all(|number| seen.insert(number.clone())) {
            return false;
        }
    }
    true
}
