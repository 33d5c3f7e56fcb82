//! PostgreSQL: the heap is walked page by page with a TID range, so that each page is read once and no index is needed;
//! few rows are looked up and then named by their place.

use gallra_rules::plan::Action;
use gallra_rules::predicate::TableRef;

use crate::contract::Probe;
use crate::db::{Arg, Sql, Tx};
use crate::dispose::job::Job;
use crate::dispose::{Batch, Cursor, Pass, Size};
use crate::error::ConnectError;
use crate::measure::effect_count_from;
use crate::sql::render::{At, Render, Rendered};

impl Job<'_> {
    pub(super) async fn postgres_batch(
        &self,
        tx: &mut Tx,
        pass: Pass,
        cursor: &Cursor,
        size: Size,
    ) -> Result<Batch, ConnectError> {
        let Cursor::Page { relation, page } = cursor else {
            return self.looked_up(tx, pass, size).await;
        };
        let Some(table) = self.table.storage.get(*relation) else {
            return Ok(Batch { rows: 0, effects: Vec::new(), probe: None, next: Cursor::End });
        };
        let pages = self.pages(tx, table).await?;
        let end = page.saturating_add(size.step).min(pages);
        let next = if end >= pages {
            Cursor::Page { relation: relation + 1, page: 0 }
        } else {
            Cursor::Page { relation: *relation, page: end }
        };
        if *page >= pages {
            return Ok(Batch { rows: 0, effects: Vec::new(), probe: None, next });
        }
        // The last page of a growing relation is left open to its end.
        let range = (*page, if end >= pages { None } else { Some(end) });
        let limit = size.cut.then_some(size.rows);
        let (rows, effects) = self.act(tx, table, pass, Some(range), limit).await?;
        // Cut off in the middle of these pages: what is left of them comes next. A cut batch may also have found fewer
        // rows than it might take, because it was made smaller meanwhile; then the pages are done with.
        if limit.is_some_and(|limit| rows >= limit) {
            return self.with_id(tx, rows, effects, cursor.clone()).await;
        }
        let batch = self.with_id(tx, rows, effects, next).await?;
        let probe = match batch.probe {
            Some(Probe::TransactionId(id)) if pass == Pass::All => {
                Some(Probe::Pages { id, relation: table.clone(), from: range.0, to: range.1 })
            }
            other => other,
        };
        Ok(Batch { probe, ..batch })
    }

    /// Few rows, or a ring of them: found by whatever index there is, in every relation in turn.
    async fn looked_up(&self, tx: &mut Tx, pass: Pass, size: Size) -> Result<Batch, ConnectError> {
        let limit = if pass == Pass::Together { size.rows } else { size.step.min(size.rows) };
        let relations = if self.in_sets() && self.table.storage.len() > 1 {
            self.first_with_rows(tx).await?
        } else {
            &self.table.storage[..]
        };
        for table in relations {
            let (rows, effects) = self.act(tx, table, pass, None, Some(limit)).await?;
            if rows > 0 {
                // Fewer than were asked for: there are no more. Whoever walks looks once more at the end.
                let ended = rows < limit && self.table.storage.last() == Some(table);
                let next = if ended { Cursor::End } else { Cursor::After(None) };
                return self.with_id(tx, rows, effects, next).await;
            }
        }
        Ok(Batch { rows: 0, effects: Vec::new(), probe: None, next: Cursor::End })
    }

    /// The relations from the first on in which there is anything to do: sets are about all of them at once.
    async fn first_with_rows(&self, tx: &mut Tx) -> Result<&[TableRef], ConnectError> {
        self.connector.for_sets(tx).await?;
        let mut w = self.render();
        let rest = self.sets(&mut w)?;
        w.raw("SELECT coalesce(min(r.n), 0) FROM unnest(");
        w.bind(Arg::Texts(self.table.storage.iter().map(|table| self.dialect().table(table)).collect()));
        w.raw(&format!(
            "::text[]) WITH ORDINALITY AS r (name, n) WHERE r.name::regclass IN (SELECT {0}.tableoid FROM {0})",
            rest.alias
        ));
        let first = self.ok(tx.cell(&w.finish()).await)?.count();
        let first = usize::try_from(first).ok().and_then(|n| n.checked_sub(1));
        Ok(first.and_then(|first| self.table.storage.get(first..)).unwrap_or_default())
    }

    async fn with_id(
        &self,
        tx: &mut Tx,
        rows: u64,
        effects: Vec<u64>,
        next: Cursor,
    ) -> Result<Batch, ConnectError> {
        let probe = if rows > 0 { Some(self.transaction_id(tx).await?) } else { None };
        Ok(Batch { rows, effects, probe, next })
    }

    pub(super) async fn transaction_id(&self, tx: &mut Tx) -> Result<Probe, ConnectError> {
        let id = self.ok(tx.cell(&Sql::plain("SELECT pg_current_xact_id()::text")).await)?;
        Ok(Probe::TransactionId(id.count()))
    }

    async fn pages(&self, tx: &mut Tx, table: &TableRef) -> Result<u64, ConnectError> {
        let name = self.dialect().table(table);
        let sql = "SELECT (pg_relation_size($1::regclass) + current_setting('block_size')::bigint - 1) \
                   / current_setting('block_size')::bigint";
        Ok(self.ok(tx.cell(&Sql::with(sql, vec![Arg::Text(name)])).await)?.count())
    }

    /// Deletes or anonymises in one relation; rows, and rows of each effect.
    async fn act(
        &self,
        tx: &mut Tx,
        table: &TableRef,
        pass: Pass,
        pages: Option<(u64, Option<u64>)>,
        limit: Option<u64>,
    ) -> Result<(u64, Vec<u64>), ConnectError> {
        let mut w = self.render();
        let at = At { alias: "t0".to_owned(), table: self.step.table.clone() };
        let set = match limit {
            Some(limit) if self.in_sets() => {
                self.connector.for_sets(tx).await?;
                Some((self.sets(&mut w)?, limit))
            }
            _ => None,
        };
        let counted = self.deletes() && self.effects() > 0;
        if counted {
            w.raw(if set.is_some() { ", gone AS (" } else { "WITH gone AS (" });
        }
        let name = self.dialect().table(table);
        match &self.step.action {
            Action::Delete => w.raw(&format!("DELETE FROM ONLY {name} AS t0")),
            Action::Anonymise(columns) => {
                w.raw(&format!("UPDATE ONLY {name} AS t0 SET "));
                w.assignments(&at, columns)?;
            }
        }
        if let Some((set, limit)) = set {
            w.raw(if self.deletes() { " USING " } else { " FROM " });
            self.in_set(&mut w, &set, &name, pass, limit);
        } else {
            w.raw(" WHERE ");
            self.in_rows(&mut w, &at, &name, pass, pages, limit)?;
        }
        if !counted {
            let rows = self.ok(tx.exec(&w.finish()).await)?;
            return Ok((rows, vec![0; self.effects()]));
        }
        self.returning_effects(&mut w)?;
        let row = self.ok(tx.row(&w.finish()).await)?;
        let mut counts = row.iter().map(crate::db::Cell::count);
        Ok((counts.next().unwrap_or(0), counts.collect()))
    }

    /// Writes which rows go: those of the set that lie in this relation.
    fn in_set(&self, w: &mut Render<'_>, set: &At, name: &str, pass: Pass, limit: u64) {
        let at = &set.alias;
        w.raw(&format!("(SELECT {at}.ctid, {at}.xmin FROM {at} WHERE {at}.tableoid = "));
        w.bind(Arg::Text(name.to_owned()));
        w.raw("::regclass");
        if pass == Pass::Leaves {
            self.is_leaf(w, set);
        }
        w.raw(" LIMIT ");
        w.bind(Arg::Int(i64::try_from(limit).unwrap_or(i64::MAX)));
        // Whoever has changed the row since then has left their number in it: it is looked for anew.
        w.raw(") AS r0 WHERE t0.ctid = r0.ctid AND t0.xmin = r0.xmin");
    }

    /// Writes which rows go: those of the pages, or so many, for which the conditions hold.
    fn in_rows(
        &self,
        w: &mut Render<'_>,
        at: &At,
        name: &str,
        pass: Pass,
        pages: Option<(u64, Option<u64>)>,
        limit: Option<u64>,
    ) -> Rendered {
        let Some(limit) = limit else { return self.covered(w, at, pass, pages) };
        let inner = At { alias: "p0".to_owned(), table: self.step.table.clone() };
        w.raw(&format!("t0.ctid = ANY(ARRAY(SELECT p0.ctid FROM ONLY {name} AS p0 WHERE "));
        self.covered(w, &inner, pass, pages)?;
        w.raw(" LIMIT ");
        w.bind(Arg::Int(i64::try_from(limit).unwrap_or(i64::MAX)));
        w.raw(")) AND ");
        // Tested again: between the two somebody may have changed the row.
        self.disposable(w, at)
    }

    /// Completes `WITH gone AS (DELETE …`: every part of one statement sees the tables as they were before it, so the
    /// rows that the deletion reaches can be counted from the very rows that went.
    fn returning_effects(&self, w: &mut Render<'_>) -> Rendered {
        let columns: std::collections::BTreeSet<String> = self
            .step
            .expected
            .effects
            .iter()
            .filter_map(|(effect, _)| effect.path.first())
            .flat_map(|join| &join.on)
            .map(|(ours, _)| format!("t0.{}", self.dialect().quote(ours)))
            .collect();
        let columns: Vec<String> = columns.into_iter().collect();
        w.raw(&format!(" RETURNING {}) SELECT (SELECT count(*) FROM gone)", columns.join(", ")));
        let at = At { alias: "g0".to_owned(), table: self.step.table.clone() };
        for (effect, _) in &self.step.expected.effects {
            w.raw(", (");
            effect_count_from(w, "gone AS g0", &at, effect, |w, _| {
                w.raw("TRUE");
                Ok(())
            })?;
            w.raw(")");
        }
        Ok(())
    }

    fn covered(
        &self,
        w: &mut Render<'_>,
        at: &At,
        pass: Pass,
        pages: Option<(u64, Option<u64>)>,
    ) -> Rendered {
        if let Some((from, to)) = pages {
            within_pages(w, at, from, to);
        }
        self.disposable(w, at)?;
        if pass == Pass::Leaves {
            self.is_leaf(w, at);
        }
        Ok(())
    }
}

/// Writes that a row lies in these pages, and `AND`.
pub(crate) fn within_pages(w: &mut Render<'_>, at: &At, from: u64, to: Option<u64>) {
    w.raw(&format!("{}.ctid >= ", at.alias));
    w.bind(Arg::Text(format!("({from},0)")));
    w.raw("::tid AND ");
    if let Some(to) = to {
        w.raw(&format!("{}.ctid < ", at.alias));
        w.bind(Arg::Text(format!("({to},0)")));
        w.raw("::tid AND ");
    }
}
