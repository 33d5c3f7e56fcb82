//! A step, made ready: what its tables look like now, and how its rows will be walked.

use std::collections::{BTreeMap, BTreeSet};

use gallra_rules::inventory::{Effect, OnDelete};
use gallra_rules::plan::{Action, Step};
use gallra_rules::predicate::{Predicate, TableRef};

use crate::Database;
use crate::catalog::effects::closure;
use crate::catalog::{Facts, ForeignKey, Table};
use crate::db::{Sql, Tx};
use crate::dispose::keys::{Key, keys_of};
use crate::error::{ConnectError, ErrorKind};
use crate::measure::effect_columns;
use crate::sql::dialect::Dialect;
use crate::sql::render::{At, Render, Rendered, columns_read};
use crate::sql::sets::Sets;

/// So few rows that finding them by an index beats walking the table.
const FEW: u64 = 20_000;

/// A step with everything that its batches need.
pub(crate) struct Job<'a> {
    pub(crate) connector: &'a Database,
    pub(crate) step: &'a Step,
    pub(crate) facts: Facts,
    /// The step's table.
    pub(crate) table: Table,
    /// Foreign keys of the table to itself that would block a deletion, or take rows along that are not due.
    pub(crate) self_links: Vec<ForeignKey>,
    /// Whether those only change rows that are left.
    pub(crate) softly: bool,
    /// Foreign keys of others to the table.
    pub(crate) referenced: bool,
    /// The key to walk by (MariaDB, SQLite).
    pub(crate) key: Option<Key>,
    /// Whether the rows are few enough to be looked up.
    pub(crate) few: bool,
    /// First and last key, where keys are numbers with few gaps between them.
    pub(crate) dense: Option<(i64, i64)>,
    /// How far a deletion reaches now.
    pub(crate) reaches: Vec<Effect>,
}

impl Database {
    /// Looks at the tables as they are now; an error if they are not what the step needs.
    pub(crate) async fn job<'a>(&'a self, tx: &mut Tx, step: &'a Step) -> Result<Job<'a>, ConnectError> {
        let facts = self.facts(tx, &needed(step)).await?;
        let table = self.usable(&facts, step)?;
        let links = self.foreign_keys(tx).await?;
        let to_itself = |link: &&ForeignKey| link.from == table.table && link.to == table.table;
        let (hard, soft): (Vec<_>, Vec<_>) = links
            .iter()
            .filter(to_itself)
            .cloned()
            .partition(|link| matches!(link.on_delete, OnDelete::Block | OnDelete::Cascade));
        // References that only change do not hold rows back for ever; but leaves go first all the same, so that a row
        // that goes itself is not changed before.
        let softly = hard.is_empty();
        let self_links = if softly { soft } else { hard };
        let referenced = links.iter().any(|link| link.to == table.table);
        let share = step.expected.disposable.saturating_mul(100) / step.expected.total.max(1);
        // What other records tell is found from these: PostgreSQL joins, and would join anew for each stretch of pages.
        let mut others = BTreeSet::new();
        related(&step.due, &mut others);
        let joins = self.dialect == Dialect::Postgres && !others.is_empty();
        let few =
            in_sets(&self.render(&facts), step) || step.expected.disposable <= FEW && (share < 5 || joins);
        let key = Key::of(self.dialect, &table);
        let reaches = if step.action == Action::Delete { closure(&table.table, &links) } else { Vec::new() };
        let dense = match &key {
            Some(key) if !few => self.dense(tx, &table, key).await?,
            _ => None,
        };
        Ok(Job {
            connector: self,
            step,
            facts,
            table,
            self_links,
            softly,
            referenced,
            key,
            few,
            dense,
            reaches,
        })
    }
}

impl Database {
    /// The step's table; an error if the step cannot be carried out in it as it is now.
    fn usable(&self, facts: &Facts, step: &Step) -> Result<Table, ConnectError> {
        let changed = |cause: String| {
            ConnectError::new(ErrorKind::Changed, self.table_place(&step.table), cause, "Plan again")
        };
        let Some(table) = facts.table(&step.table).cloned() else {
            return Err(changed("it is not there".to_owned()));
        };
        if let Some(reason) = &table.refusal {
            return Err(ConnectError::new(
                ErrorKind::Unsupported,
                self.table_place(&step.table),
                reason.clone(),
                "Change the table, or let a person look after it (`then: {task: …}`)",
            ));
        }
        let written = match &step.action {
            Action::Delete => step.unlink.iter().collect::<Vec<_>>(),
            Action::Anonymise(columns) => columns.keys().collect(),
        };
        for column in written {
            if table.columns.get(column).is_some_and(|shape| shape.generated) {
                return Err(changed(format!("its column `{column}` is computed by the database")));
            }
        }
        Ok(table)
    }

    /// First and last key of a table whose keys are whole numbers, at least a quarter of which are in use.
    async fn dense(&self, tx: &mut Tx, table: &Table, key: &Key) -> Result<Option<(i64, i64)>, ConnectError> {
        if self.dialect == Dialect::Postgres {
            return Ok(None);
        }
        let facts = Facts::default();
        let mut ends = Vec::new();
        for descending in [false, true] {
            let mut w = self.render(&facts);
            let at = w.outer(&table.table);
            w.raw("SELECT ");
            key.select(&mut w, &at.alias);
            w.raw(&format!(" FROM {} ORDER BY ", self.dialect.outer(&table.table)));
            key.order(&mut w, &at.alias, descending);
            w.raw(" LIMIT 1");
            let found = keys_of(self.at(&table.table, tx.rows(&w.finish()).await)?);
            match found.first() {
                Some(value) if key.is_number(value) => ends.extend(value[0].as_i64()),
                _ => return Ok(None),
            }
        }
        let (Some(low), Some(high)) = (ends.first().copied(), ends.last().copied()) else { return Ok(None) };
        let rows = match (table.rows_estimate, table.rowid) {
            (Some(rows), _) => Some(rows),
            (None, Some(rowid)) => self.sampled(tx, &table.table, rowid).await?,
            (None, None) => None,
        };
        let span = u128::try_from(i128::from(high) - i128::from(low)).unwrap_or(u128::MAX);
        Ok(rows.filter(|rows| span < u128::from(*rows) * 4).map(|_| (low, high)))
    }
}

/// Tables and columns that a step reads or writes.
pub(crate) fn needed(step: &Step) -> BTreeMap<TableRef, BTreeSet<String>> {
    let mut needed = BTreeMap::new();
    let own: &mut BTreeSet<String> = needed.entry(step.table.clone()).or_default();
    own.extend(step.unlink.iter().cloned());
    if let Action::Anonymise(columns) = &step.action {
        own.extend(columns.keys().cloned());
    }
    columns_read(&step.table, &step.due, &mut needed);
    for exception in &step.except {
        columns_read(&step.table, &exception.when, &mut needed);
    }
    for (effect, _) in &step.expected.effects {
        effect_columns(&step.table, effect, &mut needed);
    }
    needed
}

impl Job<'_> {
    /// An error if a deletion would reach further than the plan says: a foreign key has come since.
    pub(crate) fn require_known_reach(&self) -> Result<(), ConnectError> {
        let known = |effect: &Effect| self.step.expected.effects.iter().any(|(planned, _)| planned == effect);
        match self.reaches.iter().find(|effect| !known(effect)).and_then(|effect| effect.path.last()) {
            None => Ok(()),
            Some(join) => Err(ConnectError::new(
                ErrorKind::Changed,
                self.connector.table_place(&self.step.table),
                format!(
                    "deleting from it would now also reach table {}, which the plan does not know",
                    join.table
                ),
                "Plan again",
            )),
        }
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.connector.dialect
    }

    pub(crate) fn render(&self) -> Render<'_> {
        self.connector.render(&self.facts)
    }

    /// A driver's answer about the step's table.
    pub(crate) fn ok<T>(&self, answer: Result<T, sqlx::Error>) -> Result<T, ConnectError> {
        self.connector.at(&self.step.table, answer)
    }

    /// What a batch of deletions does elsewhere; anonymising reaches no other table.
    pub(crate) fn effects(&self) -> usize {
        self.step.expected.effects.len()
    }

    pub(crate) fn deletes(&self) -> bool {
        self.step.action == Action::Delete
    }

    /// Whether rows have to go in the order of their references to each other.
    pub(crate) fn peels(&self) -> bool {
        self.deletes() && !self.self_links.is_empty()
    }

    /// Whether rows that refer to each other in a ring may go in one statement: not where the database checks row by row
    /// (MariaDB), nor where a deletion would take along rows that are not due.
    pub(crate) fn may_go_together(&self) -> bool {
        !self.dialect().is_mysql() && self.self_links.iter().all(|link| link.on_delete == OnDelete::Block)
    }

    /// Whether the step's conditions look at its own table through another row.
    pub(crate) fn looks_at_itself(&self) -> bool {
        self.conditions().any(|condition| {
            let mut tables = BTreeSet::new();
            related(condition, &mut tables);
            tables.contains(&self.step.table) || tables.contains(&self.table.table)
        })
    }

    /// Whether the step's conditions look at any table through a link.
    pub(crate) fn looks_elsewhere(&self) -> bool {
        self.conditions().any(|condition| {
            let mut tables = BTreeSet::new();
            related(condition, &mut tables);
            !tables.is_empty()
        })
    }

    fn conditions(&self) -> impl Iterator<Item = &Predicate> {
        std::iter::once(&self.step.due).chain(self.step.except.iter().map(|exception| &exception.when))
    }

    /// Writes: the rule covers it now, and no exception keeps it now.
    pub(crate) fn disposable(&self, w: &mut Render<'_>, at: &At) -> Rendered {
        w.disposable(at, &self.step.due, self.step.except.iter().map(|exception| &exception.when))
    }

    /// Whether the rows are looked up from keys outwards, set by set.
    pub(crate) fn in_sets(&self) -> bool {
        in_sets(&self.render(), self.step)
    }

    /// Writes the sets that lead to the rows which the step takes now.
    pub(crate) fn sets(&self, w: &mut Render<'_>) -> Result<At, ConnectError> {
        let mut needed = needed(self.step);
        for link in &self.self_links {
            let own = needed.entry(self.step.table.clone()).or_default();
            own.extend(link.on.iter().map(|(_, to)| to.clone()));
        }
        let exceptions = self.step.except.iter().map(|exception| &exception.when);
        Ok(Sets::new(w, &needed).disposable(&self.step.table, &self.step.due, exceptions)?.0)
    }

    /// Writes: no other row of the table refers to it.
    pub(crate) fn is_leaf(&self, w: &mut Render<'_>, at: &At) {
        for link in &self.self_links {
            let child = w.fresh(&self.step.table);
            let table = self.dialect().table(&self.step.table);
            let mut refers = Vec::new();
            let mut same = Vec::new();
            for (from, to) in &link.on {
                refers.push(format!("{} = {}", w.column(&child, from), w.column(at, to)));
                same.push(format!("{} = {}", w.column(&child, to), w.column(at, to)));
            }
            // MariaDB lets a row's reference to itself block it.
            let other = if self.dialect().is_mysql() {
                String::new()
            } else {
                format!(" AND NOT ({})", same.join(" AND "))
            };
            w.raw(&format!(
                " AND NOT EXISTS (SELECT 1 FROM {table} AS {} WHERE {}{other})",
                child.alias,
                refers.join(" AND ")
            ));
        }
    }

    /// Whether a disposable row is left.
    pub(crate) async fn any_left(&self) -> Result<bool, ConnectError> {
        let mut tx = self.connector.reading().await?;
        if self.dialect() == Dialect::Postgres {
            if !self.few && !self.looks_elsewhere() {
                // An index on the anchor still holds an entry for every row that has just gone.
                let sql = "SELECT set_config(name, 'off', true) FROM (VALUES ('enable_indexscan'), \
                           ('enable_indexonlyscan'), ('enable_bitmapscan')) AS setting (name)";
                self.ok(tx.rows(&Sql::plain(sql)).await)?;
            }
            // Counting is done by several processes at once; looking for one row is not, and is planned as if it were
            // soon found.
            let left = self.left(&mut tx).await?;
            self.ok(tx.rollback().await)?;
            return Ok(left > 0);
        }
        let mut w = self.render();
        let at = w.outer(&self.step.table);
        w.raw(&format!("SELECT 1 FROM {} WHERE ", self.dialect().outer(&self.step.table)));
        self.disposable(&mut w, &at)?;
        w.raw(" LIMIT 1");
        let found = self.ok(tx.row(&w.finish()).await)?;
        // Given back at once: in SQLite's older journal modes a reader keeps a writer from committing.
        self.ok(tx.rollback().await)?;
        Ok(!found.is_empty())
    }

    /// How many disposable rows are left.
    pub(crate) async fn left(&self, tx: &mut Tx) -> Result<u64, ConnectError> {
        let mut w = self.render();
        if self.in_sets() {
            self.connector.for_sets(tx).await?;
            let rest = self.sets(&mut w)?;
            w.raw(&format!("SELECT count(*) FROM {}", rest.alias));
        } else {
            let at = w.outer(&self.step.table);
            w.raw(&format!("SELECT count(*) FROM {} WHERE ", self.dialect().outer(&self.step.table)));
            self.disposable(&mut w, &at)?;
        }
        let sql: Sql = w.finish();
        Ok(self.ok(tx.cell(&sql).await)?.count())
    }
}

fn in_sets(w: &Render<'_>, step: &Step) -> bool {
    Sets::serve(w, &needed(step), &step.due, step.except.iter().map(|exception| &exception.when))
}

/// Tables that a predicate reaches through links.
fn related(predicate: &Predicate, into: &mut BTreeSet<TableRef>) {
    use gallra_rules::predicate::AnchorValue;
    let anchor = |anchor: &AnchorValue, into: &mut BTreeSet<TableRef>| {
        let mut at = anchor;
        while let AnchorValue::Parent { join, of } | AnchorValue::LatestChild { join, of } = at {
            into.insert(join.table.clone());
            at = of;
        }
    };
    match predicate {
        Predicate::All(parts) | Predicate::Any(parts) => parts.iter().for_each(|part| related(part, into)),
        Predicate::Not(inner) => related(inner, into),
        Predicate::Before { anchor: of, .. } | Predicate::Unusable { anchor: of, .. } => anchor(of, into),
        Predicate::Related { join, is } => {
            into.insert(join.table.clone());
            related(is, into);
        }
        Predicate::In { .. }
        | Predicate::Among { .. }
        | Predicate::KeyIn { .. }
        | Predicate::IsNull { .. }
        | Predicate::NotAnonymised { .. } => {}
    }
}
