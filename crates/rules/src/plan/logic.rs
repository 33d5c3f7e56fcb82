//! Putting predicates together so that they stay small: a database plans a plain range far better than a nest.

use crate::predicate::{Cutoff, Join, Predicate};

/// Every part holds.
pub(crate) fn all(parts: impl IntoIterator<Item = Predicate>) -> Predicate {
    let mut flat: Vec<Predicate> = Vec::new();
    for part in parts {
        match part {
            Predicate::All(inner) => inner.into_iter().for_each(|part| add(&mut flat, part, earlier)),
            part => add(&mut flat, part, earlier),
        }
    }
    if flat.contains(&Predicate::never()) {
        return Predicate::never();
    }
    single(flat, Predicate::All)
}

/// Some part holds.
pub(crate) fn any(parts: impl IntoIterator<Item = Predicate>) -> Predicate {
    let mut flat: Vec<Predicate> = Vec::new();
    for part in parts {
        match part {
            Predicate::Any(inner) => inner.into_iter().for_each(|part| add(&mut flat, part, later)),
            part => add(&mut flat, part, later),
        }
    }
    if flat.contains(&Predicate::always()) {
        return Predicate::always();
    }
    single(flat, Predicate::Any)
}

fn single(mut parts: Vec<Predicate>, many: fn(Vec<Predicate>) -> Predicate) -> Predicate {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            parts.extend(last);
            many(parts)
        }
    }
}

/// Adds a part, unless it says what is already said. Two ranges of one anchor become one.
fn add(parts: &mut Vec<Predicate>, part: Predicate, merge: fn(Cutoff, Cutoff) -> Cutoff) {
    if let Predicate::Before { anchor, cutoff, since } = &part {
        for known in parts.iter_mut() {
            if let Predicate::Before { anchor: same, cutoff: known, since: from } = known
                && same == anchor
                && from == since
            {
                *known = merge(*known, *cutoff);
                return;
            }
        }
    }
    if !parts.contains(&part) {
        parts.push(part);
    }
}

fn earlier(one: Cutoff, other: Cutoff) -> Cutoff {
    Cutoff { date: one.date.min(other.date), instant: one.instant.min(other.instant) }
}

fn later(one: Cutoff, other: Cutoff) -> Cutoff {
    Cutoff { date: one.date.max(other.date), instant: one.instant.max(other.instant) }
}

/// There is a record at the end of the way for which the condition holds.
pub(crate) fn along(path: &[Join], is: Predicate) -> Predicate {
    path.iter().rev().fold(is, |is, join| Predicate::Related { join: join.clone(), is: Box::new(is) })
}
