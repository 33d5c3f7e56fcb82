//! How far a deletion reaches: the transitive closure of `ON DELETE` actions.

use gallra_rules::inventory::{Effect, OnDelete};
use gallra_rules::predicate::{Join, TableRef};

use super::ForeignKey;

/// More links away than this is not followed; InnoDB itself stops at 15.
const DEEPEST: usize = 15;
/// More ways than this are not told apart.
const MOST: usize = 256;

/// The join from the referenced table to the referencing one.
pub(crate) fn towards_children(key: &ForeignKey) -> Join {
    Join {
        table: key.from.clone(),
        on: key.on.iter().map(|(theirs, ours)| (ours.clone(), theirs.clone())).collect(),
    }
}

/// The join from the referencing table to the referenced one.
pub(crate) fn towards_parent(key: &ForeignKey) -> Join {
    Join { table: key.to.clone(), on: key.on.clone() }
}

/// Every way along which deleting rows of `table` deletes or changes rows elsewhere. A cycle is walked round once: no
/// way comes to the same foreign key twice.
pub(crate) fn closure(table: &TableRef, keys: &[ForeignKey]) -> Vec<Effect> {
    let mut found = Vec::new();
    let mut path = Vec::new();
    follow(table, keys, &mut path, &mut found);
    found
}

fn follow<'k>(
    table: &TableRef,
    keys: &'k [ForeignKey],
    path: &mut Vec<&'k ForeignKey>,
    found: &mut Vec<Effect>,
) {
    for key in keys.iter().filter(|key| key.to == *table) {
        if key.on_delete == OnDelete::Block || path.contains(&key) || found.len() >= MOST {
            continue;
        }
        path.push(key);
        found.push(Effect {
            path: path.iter().map(|key| towards_children(key)).collect(),
            action: key.on_delete,
        });
        if key.on_delete == OnDelete::Cascade && path.len() < DEEPEST {
            follow(&key.from, keys, path, found);
        }
        path.pop();
    }
}
