//! Putting the keys in: a predicate that names sets of keys becomes one that any system can be asked.

use jiff::civil::Date;

use super::read::Read;
use super::{AnchorValue, Cutoff, Predicate, Unusable};
use crate::hash::ContentHash;
use crate::keys::{KeySet, KeySets, When};

/// A set of keys that a predicate names is not at hand.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the keys that were read from another system for this plan are not at hand")]
pub struct NoKeys;

impl AnchorValue {
    /// Whether it is read from another system.
    pub fn is_keyed(&self) -> bool {
        match self {
            Self::Keyed { .. } => true,
            Self::Column { .. } => false,
            Self::Parent { of, .. } | Self::LatestChild { of, .. } => of.is_keyed(),
        }
    }
}

impl Predicate {
    /// Whether it names a set of keys.
    pub fn needs_keys(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::needs_keys),
            Self::Not(inner) | Self::Related { is: inner, .. } => inner.needs_keys(),
            Self::Before { anchor, .. } | Self::Unusable { anchor, .. } => anchor.is_keyed(),
            Self::KeyIn { .. } => true,
            Self::Among { .. } | Self::In { .. } | Self::IsNull { .. } | Self::NotAnonymised { .. } => false,
        }
    }

    /// The same with the keys in their places.
    ///
    /// # Errors
    /// If a set that it names is not among these.
    pub fn with_keys(&self, sets: &KeySets) -> Result<Self, NoKeys> {
        let each = |parts: &[Self]| parts.iter().map(|part| part.with_keys(sets)).collect::<Result<_, _>>();
        Ok(match self {
            Self::All(parts) => Self::All(each(parts)?),
            Self::Any(parts) => Self::Any(each(parts)?),
            Self::Not(inner) => Self::Not(Box::new(inner.with_keys(sets)?)),
            Self::Related { join, is } => {
                Self::Related { join: join.clone(), is: Box::new(is.with_keys(sets)?) }
            }
            Self::Before { anchor, cutoff, since } if anchor.is_keyed() => {
                before(anchor, cutoff, *since, sets)?
            }
            Self::Unusable { anchor, why, since } if anchor.is_keyed() => match why {
                Unusable::Missing => missing(anchor, sets)?,
                Unusable::Implausible => implausible(anchor, *since, sets)?,
            },
            Self::KeyIn { column, set } => among(column, find(sets, set)?, |_| true),
            other => other.clone(),
        })
    }
}

fn find<'s>(sets: &'s KeySets, set: &ContentHash) -> Result<&'s KeySet, NoKeys> {
    sets.get(set).map(AsRef::as_ref).ok_or(NoKeys)
}

fn among(column: &str, set: &KeySet, wanted: impl Fn(When) -> bool) -> Predicate {
    let keys = set.iter().filter(|(_, when)| wanted(*when)).map(|(key, _)| key.to_owned()).collect();
    Predicate::Among { column: column.to_owned(), keys }
}

fn read(when: When) -> Read {
    match when {
        When::Missing => Read::Missing,
        When::Unreadable => Read::Unreadable,
        When::Day(day) => Read::Date(day),
        When::At(at) => Read::Instant(at),
    }
}

fn before(anchor: &AnchorValue, cutoff: &Cutoff, since: Date, sets: &KeySets) -> Result<Predicate, NoKeys> {
    Ok(match anchor {
        AnchorValue::Keyed { column, set } => {
            among(column, find(sets, set)?, |when| read(when).is_within(since, Some(cutoff)))
        }
        AnchorValue::Parent { join, of } => {
            Predicate::Related { join: join.clone(), is: Box::new(before(of, cutoff, since, sets)?) }
        }
        // The planner makes no such anchor.
        AnchorValue::Column { .. } | AnchorValue::LatestChild { .. } => return Err(NoKeys),
    })
}

fn missing(anchor: &AnchorValue, sets: &KeySets) -> Result<Predicate, NoKeys> {
    Ok(match anchor {
        AnchorValue::Keyed { column, set } => among(column, find(sets, set)?, |when| when == When::Missing),
        AnchorValue::Parent { join, of } => {
            let has_one = Predicate::Not(Box::new(missing(of, sets)?));
            Predicate::Not(Box::new(Predicate::Related { join: join.clone(), is: Box::new(has_one) }))
        }
        AnchorValue::Column { .. } | AnchorValue::LatestChild { .. } => return Err(NoKeys),
    })
}

/// A key that is not in the set, or has no plausible date there. NULL is no key, and so nobody's.
fn implausible(anchor: &AnchorValue, since: Date, sets: &KeySets) -> Result<Predicate, NoKeys> {
    Ok(match anchor {
        AnchorValue::Keyed { column, set } => {
            let usable = |when| when == When::Missing || read(when).is_within(since, None);
            Predicate::Not(Box::new(among(column, find(sets, set)?, usable)))
        }
        AnchorValue::Parent { join, of } => {
            Predicate::Related { join: join.clone(), is: Box::new(implausible(of, since, sets)?) }
        }
        AnchorValue::Column { .. } | AnchorValue::LatestChild { .. } => return Err(NoKeys),
    })
}
