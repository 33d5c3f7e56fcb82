//! Answers to the planner's questions about one dataset, all from one snapshot.
//!
//! One aggregate over the due records gives their number, the oldest anchor, those overdue and those that exceptions
//! keep. Every other count is a query of its own, so that an index serves it. The total is the catalog's estimate where
//! it has one and nothing hangs on it.

use std::collections::BTreeMap;

use gallra_rules::inventory::{Effect, Measure};
use gallra_rules::plan::Question;
use gallra_rules::predicate::{Join, Predicate, TableRef};

use crate::Database;
use crate::catalog::{Facts, Table};
use crate::db::{Arg, Sql, Tx};
use crate::error::ConnectError;
use crate::sql::anchor::date_of;
use crate::sql::dialect::Dialect;
use crate::sql::render::{At, Render, anchor_columns, columns_read, join_columns};
use crate::sql::sets::{Needed, Sets};

impl Database {
    /// Counts what a question asks. Reads only; no record leaves the database.
    pub(crate) async fn measure(&self, question: &Question) -> Result<Measure, ConnectError> {
        let mut tx = self.reading().await?;
        let facts = self.facts(&mut tx, &needed(question)).await?;
        self.for_sets(&mut tx).await?;
        match self.answer(tx, &facts, question).await {
            Ok(measure) => Ok(measure),
            Err(error) => Err(self.explain(self.rights_to_measure(question, &facts), error).await),
        }
    }

    async fn answer(&self, mut tx: Tx, facts: &Facts, question: &Question) -> Result<Measure, ConnectError> {
        let mut measure = self.due(&mut tx, facts, question).await?;
        for (kind, predicate) in &question.counts {
            let rows = self.count(&mut tx, facts, &question.table, predicate).await?;
            measure.counts.insert(*kind, rows);
        }
        if measure.disposable > 0 {
            for effect in &question.effects {
                let rows = self.effect(&mut tx, facts, question, effect).await?;
                measure.effects.push(rows);
            }
            for partition in &question.partitions {
                if let Some(rows) = self.whole(&mut tx, facts, question, partition).await? {
                    measure.whole_partitions.push((partition.clone(), rows));
                }
            }
        } else {
            measure.effects = vec![0; question.effects.len()];
        }
        let due = measure.due;
        (measure.total, measure.total_is_estimate) = self.total(&mut tx, facts, question, due).await?;
        self.ok(tx.rollback().await)?;
        Ok(measure)
    }

    /// A renderer with these facts.
    pub(crate) fn render<'a>(&'a self, facts: &'a Facts) -> Render<'a> {
        Render::new(self.dialect, facts, &self.zone)
    }

    /// Number, oldest, overdue, excepted and disposable in one pass over the due records.
    async fn due(&self, tx: &mut Tx, facts: &Facts, question: &Question) -> Result<Measure, ConnectError> {
        let mut w = self.render(facts);
        let needed = needed(question);
        if Sets::serve(&w, &needed, &question.due, &question.except) {
            self.due_in_sets(&mut w, &needed, question)?;
        } else {
            self.due_in_rows(&mut w, question)?;
        }
        let rows = self.at(&question.table, tx.rows(&w.finish()).await)?;
        let mut measure = Measure { excepted: vec![0; question.except.len()], ..Measure::default() };
        for row in &rows {
            let count = row[0].count();
            measure.due += count;
            measure.overdue += row[2].count();
            if let (Some(text), Some(anchor)) = (row[1].text(), &question.oldest_of) {
                let oldest = date_of(&text, anchor, &self.zone);
                measure.oldest = [measure.oldest, oldest].into_iter().flatten().min();
            }
            let kept = row[3].int().and_then(|kept| usize::try_from(kept).ok()).unwrap_or(0);
            match kept.checked_sub(1).and_then(|kept| measure.excepted.get_mut(kept)) {
                Some(excepted) => *excepted += count,
                None => measure.disposable += count,
            }
        }
        Ok(measure)
    }

    /// Writes the question with every condition asked of each row.
    fn due_in_rows(&self, w: &mut Render<'_>, question: &Question) -> Result<(), ConnectError> {
        let at = w.outer(&question.table);
        self.summary(w, &at, question)?;
        w.raw(", ");
        first_match(w, &at, &question.except)?;
        w.raw(&format!(" AS kept FROM {} WHERE ", self.dialect.outer(&question.table)));
        w.predicate(&at, &question.due)?;
        if !question.except.is_empty() {
            w.raw(" GROUP BY kept");
        }
        Ok(())
    }

    /// Writes the question with sets: those that each exception keeps, and the rest.
    fn due_in_sets(
        &self,
        w: &mut Render<'_>,
        needed: &Needed,
        question: &Question,
    ) -> Result<(), ConnectError> {
        let (rest, kept) =
            Sets::new(w, needed).disposable(&question.table, &question.due, &question.except)?;
        for (i, set) in std::iter::once(&rest).chain(&kept).enumerate() {
            w.raw(if i == 0 { "" } else { " UNION ALL " });
            self.summary(w, set, question)?;
            w.raw(&format!(", {i} AS kept FROM {}", set.alias));
        }
        Ok(())
    }

    /// Writes the beginning of a row of the answer: number, oldest, overdue.
    fn summary(&self, w: &mut Render<'_>, at: &At, question: &Question) -> Result<(), ConnectError> {
        w.raw("SELECT count(*), ");
        self.oldest(w, at, question)?;
        w.raw(", ");
        self.overdue(w, at, question)
    }

    fn oldest(&self, w: &mut Render<'_>, at: &At, question: &Question) -> Result<(), ConnectError> {
        let Some(anchor) = &question.oldest_of else {
            w.raw("NULL");
            return Ok(());
        };
        let text = self.dialect.as_text("\u{0}");
        let (before, after) = text.split_once('\u{0}').unwrap_or((&text, ""));
        w.raw(&format!("{before}min("));
        w.anchor_value(at, anchor)?;
        w.raw(&format!("){after}"));
        Ok(())
    }

    fn overdue(&self, w: &mut Render<'_>, at: &At, question: &Question) -> Result<(), ConnectError> {
        match &question.overdue {
            None => w.raw("0"),
            Some(overdue) if *overdue == question.due => w.raw("count(*)"),
            Some(overdue) => {
                let count = self.dialect.count_where("\u{0}");
                let (before, after) = count.split_once('\u{0}').unwrap_or((&count, ""));
                w.raw(before);
                w.predicate(at, overdue)?;
                w.raw(after);
            }
        }
        Ok(())
    }

    /// Rows of a table for which a predicate holds.
    pub(crate) async fn count(
        &self,
        tx: &mut Tx,
        facts: &Facts,
        table: &TableRef,
        predicate: &Predicate,
    ) -> Result<u64, ConnectError> {
        let mut w = self.render(facts);
        let mut needed = Needed::new();
        columns_read(table, predicate, &mut needed);
        if Sets::serve(&w, &needed, predicate, []) {
            let set = Sets::new(&mut w, &needed).all(table, predicate)?;
            w.raw(&format!("SELECT count(*) FROM {}", set.alias));
        } else {
            let at = w.outer(table);
            w.raw(&format!("SELECT count(*) FROM {} WHERE ", self.dialect.outer(table)));
            w.predicate(&at, predicate)?;
        }
        Ok(self.at(table, tx.cell(&w.finish()).await)?.count())
    }

    /// Rows at the end of an effect's path for the disposable records.
    async fn effect(
        &self,
        tx: &mut Tx,
        facts: &Facts,
        question: &Question,
        effect: &Effect,
    ) -> Result<u64, ConnectError> {
        let mut w = self.render(facts);
        let needed = needed(question);
        if Sets::serve(&w, &needed, &question.due, &question.except) {
            let (rest, _) =
                Sets::new(&mut w, &needed).disposable(&question.table, &question.due, &question.except)?;
            effect_count_from(&mut w, &rest.alias, &rest, effect, |w, _| {
                w.raw("TRUE");
                Ok(())
            })?;
        } else {
            effect_count(&mut w, &question.table, effect, |w, at| {
                w.disposable(at, &question.due, &question.except)
            })?;
        }
        Ok(self.at(&question.table, tx.cell(&w.finish()).await)?.count())
    }

    /// The rows of a partition, if there are any and all of them are disposable.
    async fn whole(
        &self,
        tx: &mut Tx,
        facts: &Facts,
        question: &Question,
        partition: &TableRef,
    ) -> Result<Option<u64>, ConnectError> {
        let offered = facts.table(&question.table).is_some_and(|table| table.droppable.contains(partition));
        if !offered {
            return Ok(None);
        }
        let from = self.partition_from(&question.table, partition);
        let mut w = self.render(facts);
        let at = w.outer(&question.table);
        w.raw(&format!("SELECT 1 FROM {from} WHERE (("));
        w.disposable(&at, &question.due, &question.except)?;
        w.raw(") IS NOT TRUE) LIMIT 1");
        let stays = self.at(&question.table, tx.row(&w.finish()).await)?;
        if !stays.is_empty() {
            return Ok(None);
        }
        let rows =
            self.at(&question.table, tx.cell(&Sql::plain(format!("SELECT count(*) FROM {from}"))).await)?;
        Ok((rows.count() > 0).then_some(rows.count()))
    }

    /// `FROM` one partition, under the alias of the whole table.
    pub(crate) fn partition_from(&self, table: &TableRef, partition: &TableRef) -> String {
        match self.dialect {
            Dialect::Mysql { .. } => {
                format!("{} PARTITION ({})", self.dialect.table(table), self.dialect.quote(&partition.name))
            }
            _ => self.dialect.outer(partition),
        }
    }

    /// Records in the dataset, and whether that is an estimate.
    async fn total(
        &self,
        tx: &mut Tx,
        facts: &Facts,
        question: &Question,
        due: u64,
    ) -> Result<(u64, bool), ConnectError> {
        if question.within != Predicate::always() {
            return Ok((self.count(tx, facts, &question.table, &question.within).await?, false));
        }
        let estimate = match (self.dialect, facts.table(&question.table)) {
            (Dialect::Sqlite, Some(Table { rowid: Some(rowid), .. })) => {
                self.sampled(tx, &question.table, rowid).await?
            }
            (_, Some(table)) => table.rows_estimate,
            (_, None) => None,
        };
        match estimate {
            // Too few to be worth an estimate, or the guard would turn on it.
            Some(estimate) if estimate >= 10_000 && estimate >= due && !self.near_guard(estimate, due) => {
                Ok((estimate, true))
            }
            _ => Ok((self.count(tx, facts, &question.table, &Predicate::always()).await?, false)),
        }
    }

    /// Whether an estimate a quarter off could put the due on the other side of the guard's share.
    fn near_guard(&self, total: u64, due: u64) -> bool {
        let limit = u128::from(self.guard_share) * u128::from(total);
        let share = u128::from(due) * 100;
        share * 5 >= limit * 4 && share * 4 <= limit * 5
    }

    /// SQLite keeps no count: the row numbers' span times how densely 64 windows of it are filled. `None` where they are
    /// filled too thinly to tell.
    pub(crate) async fn sampled(
        &self,
        tx: &mut Tx,
        table: &TableRef,
        rowid: &str,
    ) -> Result<Option<u64>, ConnectError> {
        const WINDOWS: i64 = 64;
        const WIDTH: i64 = 256;
        let name = self.dialect.table(table);
        // Two lookups: with both in one SELECT SQLite would scan.
        let ends = Sql::plain(format!(
            "SELECT (SELECT min({rowid}) FROM {name}), (SELECT max({rowid}) FROM {name})"
        ));
        let ends = self.at(table, tx.row(&ends).await)?;
        let (Some(low), Some(high)) = (ends[0].int(), ends[1].int()) else { return Ok(Some(0)) };
        let span = i128::from(high) - i128::from(low) + 1;
        if span < i128::from(WINDOWS * WIDTH * 4) {
            return Ok(None);
        }
        let window = Sql::plain(format!(
            "WITH RECURSIVE w(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM w WHERE i < {}) \
             SELECT sum((SELECT count(*) FROM {name} WHERE {rowid} >= ? + i * ? AND {rowid} < ? + i * ? + {WIDTH})) FROM w",
            WINDOWS - 1
        ));
        let stride = i64::try_from(span / i128::from(WINDOWS)).unwrap_or(i64::MAX);
        let args = vec![Arg::Int(low), Arg::Int(stride), Arg::Int(low), Arg::Int(stride)];
        let seen = self.at(table, tx.cell(&Sql::with(window.text, args)).await)?.count();
        let looked = u128::from((WINDOWS * WIDTH).unsigned_abs());
        let dense = u128::from(seen) * 2 >= looked;
        Ok(dense.then(|| u64::try_from(span.unsigned_abs() * u128::from(seen) / looked).unwrap_or(u64::MAX)))
    }
}

/// Tables and columns that a question reads.
pub(crate) fn needed(question: &Question) -> BTreeMap<TableRef, std::collections::BTreeSet<String>> {
    let mut needed = BTreeMap::new();
    needed.entry(question.table.clone()).or_default();
    let predicates = [&question.within, &question.due]
        .into_iter()
        .chain(&question.overdue)
        .chain(question.counts.values())
        .chain(&question.except);
    for predicate in predicates {
        columns_read(&question.table, predicate, &mut needed);
    }
    if let Some(anchor) = &question.oldest_of {
        anchor_columns(&question.table, anchor, &mut needed);
    }
    for effect in &question.effects {
        effect_columns(&question.table, effect, &mut needed);
    }
    needed
}

/// Tables and columns along an effect's path.
pub(crate) fn effect_columns(
    table: &TableRef,
    effect: &Effect,
    needed: &mut BTreeMap<TableRef, std::collections::BTreeSet<String>>,
) {
    let mut from = table;
    for join in &effect.path {
        join_columns(from, join, needed);
        from = &join.table;
    }
}

/// Writes the number of the first exception that holds, counted from 1; 0 for none.
pub(crate) fn first_match(w: &mut Render<'_>, at: &At, except: &[Predicate]) -> Result<(), ConnectError> {
    if except.is_empty() {
        w.raw("0");
        return Ok(());
    }
    w.raw("CASE");
    for (i, exception) in except.iter().enumerate() {
        w.raw(" WHEN ");
        w.predicate(at, exception)?;
        w.raw(&format!(" THEN {}", i + 1));
    }
    w.raw(" ELSE 0 END");
    Ok(())
}

/// Writes a query that counts the rows at the end of an effect's path, from the records that `which` describes. Each is
/// counted once, however many records lead to it.
pub(crate) fn effect_count(
    w: &mut Render<'_>,
    table: &TableRef,
    effect: &Effect,
    which: impl Fn(&mut Render<'_>, &At) -> Result<(), ConnectError>,
) -> Result<(), ConnectError> {
    let source = w.dialect.outer(table);
    let at = w.outer(table);
    effect_count_from(w, &source, &at, effect, which)
}

/// The same, from any source of records. A row of the record's own table that goes itself is no effect of its going.
pub(crate) fn effect_count_from(
    w: &mut Render<'_>,
    source: &str,
    at: &At,
    effect: &Effect,
    which: impl Fn(&mut Render<'_>, &At) -> Result<(), ConnectError>,
) -> Result<(), ConnectError> {
    let Some(last) = effect.path.last() else {
        w.raw("SELECT 0");
        return Ok(());
    };
    let mut there = w.fresh(&last.table);
    let end = there.clone();
    w.raw(&format!("SELECT count(*) FROM {} AS {} WHERE ", w.dialect.table(&last.table), there.alias));
    let mut open = 0;
    // From the far end back to the record: each link is a semi-join.
    for i in (0..effect.path.len()).rev() {
        let join = &effect.path[i];
        let (here, from) = match i.checked_sub(1).map(|before| &effect.path[before].table) {
            Some(table) => {
                let here = w.fresh(table);
                let from = format!("{} AS {}", w.dialect.table(table), here.alias);
                (here, from)
            }
            None => (at.clone(), source.to_owned()),
        };
        w.raw(&format!("EXISTS (SELECT 1 FROM {from} WHERE "));
        open += 1;
        w.joined(&here, &there, join)?;
        w.raw(" AND ");
        there = here;
    }
    which(w, &there)?;
    w.raw(&")".repeat(open));
    if last.table == at.table {
        w.raw(" AND ");
        goes_itself(w, source, at, &end, last, &which)?;
    }
    Ok(())
}

/// Writes that a row of the record's own table is not among the records.
fn goes_itself(
    w: &mut Render<'_>,
    source: &str,
    at: &At,
    end: &At,
    join: &Join,
    which: &impl Fn(&mut Render<'_>, &At) -> Result<(), ConnectError>,
) -> Result<(), ConnectError> {
    if source == w.dialect.outer(&at.table) {
        w.raw("(");
        which(w, end)?;
        w.raw(") IS NOT TRUE");
        return Ok(());
    }
    // What a foreign key refers to tells rows apart.
    let same: Vec<String> =
        join.on.iter().map(|(ours, _)| format!("{} = {}", w.column(at, ours), w.column(end, ours))).collect();
    w.raw(&format!("NOT EXISTS (SELECT 1 FROM {source} WHERE {})", same.join(" AND ")));
    Ok(())
}
