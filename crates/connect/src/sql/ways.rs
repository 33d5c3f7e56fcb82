//! Records that are found in more than one way, for PostgreSQL.
//!
//! It makes joins of links that stand beside `AND`; beside `OR` it asks them of each row of the table in turn. So a condition
//! that holds in several ways is written as what each way finds by itself, put together by where the rows lie.

use gallra_rules::predicate::Predicate;

use crate::sql::dialect::Dialect;
use crate::sql::render::{At, Render, Rendered};

/// With more ways than these the table itself is read.
const MOST: usize = 12;

impl Render<'_> {
    /// Writes a condition as `each` writes it: of the whole, or of each way to it.
    pub(crate) fn each_way(
        &mut self,
        at: &At,
        predicate: &Predicate,
        each: impl Fn(&mut Self, &At, &Predicate) -> Rendered,
    ) -> Rendered {
        let plain = self.facts.table(&at.table).is_some_and(|table| table.refusal.is_none());
        let ways = if self.dialect == Dialect::Postgres && plain { ways(predicate) } else { Vec::new() };
        if ways.len() < 2 || ways.len() > MOST || !ways.iter().any(is_linked) {
            return each(self, at, predicate);
        }
        self.raw(&format!("({0}.tableoid, {0}.ctid) IN (", at.alias));
        let table = self.dialect.table(&at.table);
        for (i, way) in ways.iter().enumerate() {
            let here = self.fresh(&at.table);
            let union = if i == 0 { "" } else { " UNION ALL " };
            self.raw(&format!("{union}SELECT {0}.tableoid, {0}.ctid FROM {table} AS {0} WHERE ", here.alias));
            each(self, &here, way)?;
        }
        self.raw(")");
        Ok(())
    }
}

/// Conditions, one of which holds wherever the whole does.
fn ways(predicate: &Predicate) -> Vec<Predicate> {
    let whole = || vec![predicate.clone()];
    let ways = match predicate {
        Predicate::Any(parts) => parts.iter().flat_map(ways).collect(),
        Predicate::Related { join, is } => {
            let there = ways(is).into_iter();
            there.map(|is| Predicate::Related { join: join.clone(), is: Box::new(is) }).collect()
        }
        Predicate::All(parts) => {
            let several: Vec<Vec<Predicate>> = parts.iter().map(ways).collect();
            if several.iter().map(Vec::len).fold(1, usize::saturating_mul) > MOST {
                return whole();
            }
            several.into_iter().fold(vec![Predicate::All(Vec::new())], |begun, next| {
                let with = |all: &Predicate, one: &Predicate| match all {
                    Predicate::All(parts) => Predicate::All(parts.iter().chain([one]).cloned().collect()),
                    other => other.clone(),
                };
                begun.iter().flat_map(|all| next.iter().map(|one| with(all, one))).collect()
            })
        }
        _ => return whole(),
    };
    let mut unique: Vec<Predicate> = Vec::new();
    for way in ways {
        if !unique.contains(&way) {
            unique.push(way);
        }
    }
    if unique.len() > MOST { whole() } else { unique }
}

fn is_linked(predicate: &Predicate) -> bool {
    match predicate {
        Predicate::Related { .. } => true,
        Predicate::All(parts) => parts.iter().any(is_linked),
        _ => false,
    }
}
