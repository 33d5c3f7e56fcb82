//! Records found from the keys outwards, set by set, for PostgreSQL.
//!
//! What goes at a person's request hangs on a few keys over links, in several ways, and stays where something that stays
//! refers to it. Asked of each row in turn, every such question is asked again within every other. Written as a chain of sets
//! (`WITH … AS MATERIALIZED`) each is answered once: the rows that the keys name, the rows linked to those, and of these
//! the ones for which the rest holds.
//!
//! A row is told by where it lies (`tableoid`, `ctid`) and by who wrote it last (`xmin`); no user's column can have these
//! names. Sets are compared with `(…) IN (…) IS TRUE`, which PostgreSQL hashes and cannot turn into a join: it knows nothing of
//! a set's size, and a loop within a loop would be its worst guess.

use std::collections::{BTreeMap, BTreeSet};

use gallra_rules::predicate::{Join, Predicate, TableRef};

use crate::error::ConnectError;
use crate::sql::dialect::Dialect;
use crate::sql::render::{At, Render};

/// More keys than these are no longer few, and the table itself is read.
const MOST_KEYS: usize = 20_000;

/// A table's columns that some part of a statement reads.
pub(crate) type Needed = BTreeMap<TableRef, BTreeSet<String>>;

/// What one set was made of: a condition on a whole table, on a set, or a link from a set.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Made {
    All(TableRef, Predicate),
    Of(String, Predicate),
    Linked(String, Join),
}

/// Writes the sets of one statement, in the order in which they need each other.
pub(crate) struct Sets<'w, 'a> {
    w: &'w mut Render<'a>,
    needed: &'w Needed,
    made: BTreeMap<Made, At>,
    count: u32,
}

impl<'w, 'a> Sets<'w, 'a> {
    /// Begins a statement; what it says itself follows after the last set. `needed` are the columns that sets carry along.
    pub(crate) fn new(w: &'w mut Render<'a>, needed: &'w Needed) -> Self {
        Self { w, needed, made: BTreeMap::new(), count: 0 }
    }

    /// Whether a condition can be looked for in this way: it begins at keys, of which there are not too many, and there is
    /// something to gain: it or an exception follows links.
    pub(crate) fn serve<'p>(
        w: &Render<'_>,
        needed: &Needed,
        due: &Predicate,
        except: impl IntoIterator<Item = &'p Predicate>,
    ) -> bool {
        w.dialect == Dialect::Postgres
            && from_keys(due)
            && (follows(due) || except.into_iter().any(follows))
            && keys_in(due) <= MOST_KEYS
            && needed.keys().all(|table| w.facts.table(table).is_some_and(|table| table.refusal.is_none()))
    }

    /// The rows of a table for which a condition holds that begins at keys.
    pub(crate) fn all(&mut self, table: &TableRef, predicate: &Predicate) -> Result<At, ConnectError> {
        let made = Made::All(table.clone(), predicate.clone());
        if let Some(set) = self.made.get(&made) {
            return Ok(set.clone());
        }
        let set = match predicate {
            Predicate::Any(parts) => {
                let ways = parts.iter().map(|part| self.all(table, part)).collect::<Result<Vec<_>, _>>()?;
                self.union(table, &ways)
            }
            Predicate::All(parts) => {
                let mut parts: Vec<&Predicate> = flat(parts);
                // The shortest way from the keys; the others are asked of what it finds.
                let first = parts
                    .iter()
                    .enumerate()
                    .filter(|(_, part)| from_keys(part))
                    .min_by_key(|(_, p)| links(p));
                let first = parts.remove(first.map_or(0, |(at, _)| at));
                let set = self.all(table, first)?;
                self.which(&set, &Predicate::All(parts.into_iter().cloned().collect()))?
            }
            Predicate::Related { join, is } => {
                let there = self.all(&join.table, is)?;
                let back = Join {
                    table: table.clone(),
                    on: join.on.iter().map(|(ours, theirs)| (theirs.clone(), ours.clone())).collect(),
                };
                self.linked(&there, &back)?
            }
            atom => {
                let row = self.w.fresh(table);
                let set = self.begin(table);
                self.select(&row, table);
                self.w.raw(&format!(" FROM {} AS {} WHERE ", self.w.dialect.table(table), row.alias));
                self.w.predicate(&row, atom)?;
                self.end();
                set
            }
        };
        self.made.insert(made, set.clone());
        Ok(set)
    }

    /// The rows of a set for which a condition holds.
    pub(crate) fn which(&mut self, of: &At, predicate: &Predicate) -> Result<At, ConnectError> {
        let made = Made::Of(of.alias.clone(), predicate.clone());
        if let Some(set) = self.made.get(&made) {
            return Ok(set.clone());
        }
        let set = match predicate {
            _ if from_keys(predicate) && follows(predicate) => {
                let all = self.all(&of.table, predicate)?;
                self.same(of, &all, true)
            }
            Predicate::All(parts) => {
                let (linked, atoms): (Vec<_>, Vec<_>) =
                    flat(parts).into_iter().partition(|part| follows(part));
                let mut set = of.clone();
                if !atoms.is_empty() {
                    set = self.atom(&set, &Predicate::All(atoms.into_iter().cloned().collect()))?;
                }
                for part in linked {
                    set = self.which(&set, part)?;
                }
                set
            }
            Predicate::Any(parts) if follows(predicate) => {
                let ways = parts.iter().map(|part| self.which(of, part)).collect::<Result<Vec<_>, _>>()?;
                self.union(&of.table, &ways)
            }
            Predicate::Not(inner) if follows(inner) => self.without(of, inner)?,
            Predicate::Related { join, is } => {
                let there = self.linked(of, join)?;
                let there = self.which(&there, is)?;
                self.joined(of, &there, join)?
            }
            atom => self.atom(of, atom)?,
        };
        self.made.insert(made, set.clone());
        Ok(set)
    }

    /// The rows of a set for which a condition does not hold.
    pub(crate) fn without(&mut self, of: &At, predicate: &Predicate) -> Result<At, ConnectError> {
        let those = self.which(of, predicate)?;
        Ok(self.same(of, &those, false))
    }

    /// The rows that a rule takes: due, and kept by no exception. Beside them those which each exception keeps first.
    pub(crate) fn disposable<'p>(
        &mut self,
        table: &TableRef,
        due: &Predicate,
        except: impl IntoIterator<Item = &'p Predicate>,
    ) -> Result<(At, Vec<At>), ConnectError> {
        let mut rest = self.all(table, due)?;
        let mut kept = Vec::new();
        for exception in except {
            let keeps = self.which(&rest, exception)?;
            rest = self.same(&rest, &keeps, false);
            kept.push(keeps);
        }
        Ok((rest, kept))
    }

    /// The rows of the other table to which a set's rows are linked. Each is looked up by an index if there is one.
    fn linked(&mut self, from: &At, join: &Join) -> Result<At, ConnectError> {
        let made = Made::Linked(from.alias.clone(), join.clone());
        if let Some(set) = self.made.get(&made) {
            return Ok(set.clone());
        }
        let ours: Vec<String> = join.on.iter().map(|(ours, _)| self.w.dialect.quote(ours)).collect();
        let (keys, row) = (self.w.fresh(&from.table), self.w.fresh(&join.table));
        let set = self.begin(&join.table);
        self.select(&row, &join.table);
        self.w.raw(&format!(
            " FROM (SELECT DISTINCT {} FROM {}) AS {} JOIN {} AS {} ON ",
            ours.join(", "),
            from.alias,
            keys.alias,
            self.w.dialect.table(&join.table),
            row.alias
        ));
        self.w.joined(&keys, &row, join)?;
        self.end();
        self.made.insert(made, set.clone());
        Ok(set)
    }

    /// The rows of a set that are linked to one of another.
    fn joined(&mut self, of: &At, there: &At, join: &Join) -> Result<At, ConnectError> {
        let mut columns = [Vec::new(), Vec::new(), Vec::new()];
        for (ours, theirs) in &join.on {
            self.w.shape(of, ours)?;
            self.w.shape(there, theirs)?;
            columns[0].push(self.w.column(of, ours));
            let theirs = self.w.column(there, theirs);
            columns[2].push(format!("{theirs} IS NOT NULL"));
            columns[1].push(theirs);
        }
        let set = self.begin(&of.table);
        self.w.raw(&format!(
            "SELECT * FROM {} WHERE (({}) IN (SELECT {} FROM {} WHERE {})) IS TRUE",
            of.alias,
            columns[0].join(", "),
            columns[1].join(", "),
            there.alias,
            columns[2].join(" AND ")
        ));
        self.end();
        Ok(set)
    }

    /// The rows of a set that are in another of the same table, or are not.
    fn same(&mut self, of: &At, other: &At, within: bool) -> At {
        if of.alias == other.alias && within {
            return of.clone();
        }
        let set = self.begin(&of.table);
        self.w.raw(&format!(
            "SELECT * FROM {0} WHERE (({0}.tableoid, {0}.ctid) IN (SELECT {1}.tableoid, {1}.ctid FROM {1})) IS {2}",
            of.alias,
            other.alias,
            if within { "TRUE" } else { "NOT TRUE" }
        ));
        self.end();
        set
    }

    fn atom(&mut self, of: &At, predicate: &Predicate) -> Result<At, ConnectError> {
        let set = self.begin(&of.table);
        self.w.raw(&format!("SELECT * FROM {} WHERE ", of.alias));
        self.w.predicate(of, predicate)?;
        self.end();
        Ok(set)
    }

    /// Each row of several sets once.
    fn union(&mut self, table: &TableRef, sets: &[At]) -> At {
        let mut all: Option<At> = None;
        for next in sets {
            all = Some(match all {
                None => next.clone(),
                Some(all) => {
                    let new = self.same(next, &all, false);
                    let set = self.begin(table);
                    self.w.raw(&format!("SELECT * FROM {} UNION ALL SELECT * FROM {}", all.alias, new.alias));
                    self.end();
                    set
                }
            });
        }
        all.unwrap_or_else(|| self.nothing(table))
    }

    fn nothing(&mut self, table: &TableRef) -> At {
        let row = self.w.fresh(table);
        let set = self.begin(table);
        self.select(&row, table);
        self.w.raw(&format!(" FROM {} AS {} WHERE FALSE", self.w.dialect.table(table), row.alias));
        self.end();
        set
    }

    fn select(&mut self, row: &At, table: &TableRef) {
        let mut columns = vec![
            format!("{}.tableoid", row.alias),
            format!("{}.ctid", row.alias),
            format!("{}.xmin", row.alias),
        ];
        columns.extend(self.needed.get(table).into_iter().flatten().map(|column| self.w.column(row, column)));
        self.w.raw(&format!("SELECT {}", columns.join(", ")));
    }

    fn begin(&mut self, table: &TableRef) -> At {
        self.count += 1;
        // A name that no table has.
        let set = At { alias: format!("\"gallra {}\"", self.count), table: table.clone() };
        let before = if self.count == 1 { "WITH " } else { ", " };
        self.w.raw(&format!("{before}{} AS MATERIALIZED (", set.alias));
        set
    }

    fn end(&mut self) {
        self.w.raw(")\n");
    }
}

/// The parts of nested `All`s in one list.
fn flat(parts: &[Predicate]) -> Vec<&Predicate> {
    let mut into = Vec::new();
    for part in parts {
        match part {
            Predicate::All(inner) => into.extend(flat(inner)),
            other => into.push(other),
        }
    }
    into
}

/// Whether every record for which it holds can be found from keys.
fn from_keys(predicate: &Predicate) -> bool {
    match predicate {
        Predicate::Among { .. } => true,
        Predicate::Related { is, .. } => from_keys(is),
        Predicate::Any(parts) => !parts.is_empty() && parts.iter().all(from_keys),
        Predicate::All(parts) => parts.iter().any(from_keys),
        _ => false,
    }
}

/// Whether it follows a link.
fn follows(predicate: &Predicate) -> bool {
    links(predicate) > 0
}

/// How many links it follows one after the other.
fn links(predicate: &Predicate) -> usize {
    match predicate {
        Predicate::Related { is, .. } => 1 + links(is),
        Predicate::Any(parts) | Predicate::All(parts) => parts.iter().map(links).max().unwrap_or(0),
        Predicate::Not(inner) => links(inner),
        _ => 0,
    }
}

/// The most keys of one condition.
fn keys_in(predicate: &Predicate) -> usize {
    match predicate {
        Predicate::Among { keys, .. } => keys.len(),
        Predicate::Related { is, .. } => keys_in(is),
        Predicate::Any(parts) | Predicate::All(parts) => parts.iter().map(keys_in).max().unwrap_or(0),
        Predicate::Not(inner) => keys_in(inner),
        _ => 0,
    }
}

impl crate::Database {
    /// Makes a transaction ready for statements of many sets: their sizes are guesses, by which PostgreSQL would compile them
    /// first (`jit`), or compare sets row by row for want of memory that they do not need.
    pub(crate) async fn for_sets(&self, tx: &mut crate::db::Tx) -> Result<(), ConnectError> {
        if self.dialect == Dialect::Postgres {
            let settings = "SELECT set_config(name, value, true) FROM (VALUES ('jit', 'off'), ('work_mem', \
                            greatest(pg_size_bytes(current_setting('work_mem')) / 1024, 65536)::text || 'kB')) AS s (name, value)";
            self.ok(tx.rows(&crate::db::Sql::plain(settings)).await)?;
        }
        Ok(())
    }
}
