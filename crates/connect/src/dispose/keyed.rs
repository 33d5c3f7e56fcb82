//! MariaDB and SQLite: ranges of the key in which the rows lie on disk.
//!
//! A range holds so many keys, due or not; the delete within it tests the rule. Where the rows must be known one by one
//! (few of them, or rows that refer to each other) they are listed first, locked, and deleted by their keys.

use gallra_rules::plan::Action;

use crate::contract::Probe;
use crate::db::{Arg, Sql, Tx};
use crate::dispose::job::Job;
use crate::dispose::keys::{Key, KeyValue, keys_of, sample};
use crate::dispose::pace::MOST_LISTED;
use crate::dispose::{Batch, Cursor, Pass, Size};
use crate::error::{ConnectError, ErrorKind};
use crate::measure::effect_count;
use crate::sql::dialect::Dialect;
use crate::sql::render::{At, Render, Rendered};

/// Which rows of the step's table a statement is about.
pub(super) enum Which<'k> {
    /// Keys in `(after, up_to]`.
    Range(Option<&'k KeyValue>, Option<&'k KeyValue>),
    /// These keys.
    Keys(&'k [KeyValue]),
}

/// In which order rows are listed.
#[derive(Clone, Copy)]
pub(super) enum Walk<'k> {
    /// By key, after this one (from the beginning if none).
    After(Option<&'k KeyValue>),
    /// As they are found, from the beginning each time.
    Anew,
}

impl Job<'_> {
    pub(super) async fn keyed_batch(
        &self,
        tx: &mut Tx,
        pass: Pass,
        cursor: &Cursor,
        size: Size,
    ) -> Result<Batch, ConnectError> {
        let Some(key) = &self.key else {
            return self.keyless_batch(tx, size).await;
        };
        let after = match cursor {
            Cursor::After(after) => after.as_ref(),
            Cursor::Page { .. } | Cursor::End => None,
        };
        let self_looking = self.dialect().is_mysql() && self.looks_at_itself();
        if pass == Pass::Together {
            return self.together(tx, key, size).await;
        }
        if self.few || pass == Pass::Leaves || self_looking {
            return self.listed_batch(tx, key, pass, after, size).await;
        }
        self.range_batch(tx, key, after, size).await
    }

    /// A range of so many keys.
    async fn range_batch(
        &self,
        tx: &mut Tx,
        key: &Key,
        after: Option<&KeyValue>,
        size: Size,
    ) -> Result<Batch, ConnectError> {
        let (up_to, last) = if size.cut {
            (self.nth_disposable(tx, key, after, size.rows).await?, false)
        } else if let Some((up_to, last)) = self.counted_on(after, size.step) {
            (Some(up_to), last)
        } else {
            self.boundary(tx, key, after, size.step).await?
        };
        let Some(up_to) = up_to else {
            // Cut, but fewer are left than a moment ago: the same place again, whole.
            let next = if size.cut { Cursor::After(after.cloned()) } else { Cursor::End };
            return Ok(Batch { rows: 0, effects: Vec::new(), probe: None, next });
        };
        let which = Which::Range(after, Some(&up_to));
        let (rows, effects) = self.act_on(tx, key, &which).await?;
        let probe = Probe::KeyRange { after: after.cloned(), up_to: up_to.clone() };
        let next = if last { Cursor::End } else { Cursor::After(Some(up_to)) };
        Ok(Batch { rows, effects, probe: Some(probe), next })
    }

    /// The same without asking, where keys are numbers with few gaps.
    fn counted_on(&self, after: Option<&KeyValue>, step: u64) -> Option<(KeyValue, bool)> {
        let (low, high) = self.dense?;
        let from = match after {
            Some(key) => key.first()?.as_i64()?,
            None => low.saturating_sub(1),
        };
        let to = from.saturating_add(i64::try_from(step).unwrap_or(i64::MAX));
        // At the end the asking begins again: rows may have come since.
        (to < high).then(|| (vec![to.into()], false))
    }

    /// The key so many keys further on, or the last; and whether it is the last.
    async fn boundary(
        &self,
        tx: &mut Tx,
        key: &Key,
        after: Option<&KeyValue>,
        step: u64,
    ) -> Result<(Option<KeyValue>, bool), ConnectError> {
        for (descending, offset) in [(false, step.saturating_sub(1)), (true, 0)] {
            let mut w = self.render();
            let at = w.outer(&self.step.table);
            self.select_keys(&mut w, key, &at);
            key.between(&mut w, &at.alias, after, None);
            w.raw(" ORDER BY ");
            key.order(&mut w, &at.alias, descending);
            w.raw(" LIMIT 1 OFFSET ");
            w.bind(Arg::Int(i64::try_from(offset).unwrap_or(i64::MAX)));
            let found = keys_of(self.ok(tx.rows(&w.finish()).await)?);
            if let Some(found) = found.into_iter().next() {
                return Ok((Some(found), descending));
            }
        }
        Ok((None, true))
    }

    /// The key of the nth disposable row from here: what may still go ends there.
    async fn nth_disposable(
        &self,
        tx: &mut Tx,
        key: &Key,
        after: Option<&KeyValue>,
        n: u64,
    ) -> Result<Option<KeyValue>, ConnectError> {
        let mut w = self.render();
        let at = w.outer(&self.step.table);
        self.select_keys(&mut w, key, &at);
        key.between(&mut w, &at.alias, after, None);
        w.raw(" AND ");
        self.disposable(&mut w, &at)?;
        w.raw(" ORDER BY ");
        key.order(&mut w, &at.alias, false);
        w.raw(" LIMIT 1 OFFSET ");
        w.bind(Arg::Int(i64::try_from(n.saturating_sub(1)).unwrap_or(i64::MAX)));
        Ok(keys_of(self.ok(tx.rows(&w.finish()).await)?).into_iter().next())
    }

    fn select_keys(&self, w: &mut Render<'_>, key: &Key, at: &At) {
        w.raw("SELECT ");
        key.select(w, &at.alias);
        w.raw(&format!(" FROM {}", self.dialect().outer(&self.step.table)));
        if self.dialect().is_mysql() && key.clustered {
            w.raw(" FORCE INDEX (PRIMARY)");
        }
        w.raw(" WHERE ");
    }

    /// Rows listed by key. A walk over leaves goes on after the last; a lookup begins anew, for what is gone is gone.
    async fn listed_batch(
        &self,
        tx: &mut Tx,
        key: &Key,
        pass: Pass,
        after: Option<&KeyValue>,
        size: Size,
    ) -> Result<Batch, ConnectError> {
        let ordered = !self.few;
        let limit = size.step.min(size.rows).min(MOST_LISTED);
        let found = self
            .list(tx, key, pass == Pass::Leaves, if ordered { Walk::After(after) } else { Walk::Anew }, limit)
            .await?;
        let Some(last) = found.last() else {
            return Ok(Batch { rows: 0, effects: Vec::new(), probe: None, next: Cursor::End });
        };
        let (rows, effects) = self.act_on(tx, key, &Which::Keys(&found)).await?;
        let next = if (found.len() as u64) < limit || (rows == 0 && !ordered) {
            Cursor::End
        } else {
            Cursor::After(ordered.then(|| last.clone()))
        };
        Ok(Batch { rows, effects, probe: Some(Probe::Keys(sample(&found))), next })
    }

    /// Keys of disposable rows, locked where the system locks rows.
    pub(super) async fn list(
        &self,
        tx: &mut Tx,
        key: &Key,
        leaves: bool,
        walk: Walk<'_>,
        limit: u64,
    ) -> Result<Vec<KeyValue>, ConnectError> {
        let mut w = self.render();
        let at = w.outer(&self.step.table);
        w.raw("SELECT ");
        key.select(&mut w, &at.alias);
        w.raw(&format!(" FROM {} WHERE ", self.dialect().outer(&self.step.table)));
        if let Walk::After(after) = walk {
            key.between(&mut w, &at.alias, after, None);
            w.raw(" AND ");
        }
        self.disposable(&mut w, &at)?;
        if leaves {
            self.is_leaf(&mut w, &at);
        }
        if let Walk::After(_) = walk {
            w.raw(" ORDER BY ");
            key.order(&mut w, &at.alias, false);
        }
        w.raw(" LIMIT ");
        w.bind(Arg::Int(i64::try_from(limit).unwrap_or(i64::MAX)));
        if self.dialect() != Dialect::Sqlite {
            w.raw(" FOR UPDATE");
        }
        Ok(keys_of(self.ok(tx.rows(&w.finish()).await)?))
    }

    /// Deletes or anonymises; rows, and rows of each effect.
    async fn act_on(
        &self,
        tx: &mut Tx,
        key: &Key,
        which: &Which<'_>,
    ) -> Result<(u64, Vec<u64>), ConnectError> {
        let counted = self.deletes() && self.effects() > 0;
        let foreseen = if counted { Some(self.lock_and_count(tx, key, which).await?) } else { None };
        let effects =
            if counted { self.count_effects(tx, key, which).await? } else { vec![0; self.effects()] };
        let mut w = self.render();
        let at = w.outer(&self.step.table);
        match &self.step.action {
            Action::Delete => {
                w.raw(&format!("DELETE FROM {} WHERE ", self.dialect().outer(&self.step.table)));
            }
            Action::Anonymise(columns) => {
                w.raw(&format!("UPDATE {} SET ", self.dialect().outer(&self.step.table)));
                w.assignments(&at, columns)?;
                w.raw(" WHERE ");
            }
        }
        self.which(&mut w, key, &at, which)?;
        let rows = self.ok(tx.exec(&w.finish()).await)?;
        if foreseen.is_some_and(|foreseen| foreseen != rows) {
            // Somebody added or changed a row of the range in between: the effects' counts would not be its own.
            return Err(ConnectError::new(
                ErrorKind::Locked,
                self.connector.table_place(&self.step.table),
                "rows changed while they were counted",
                "Run the same command again",
            ));
        }
        Ok((rows, effects))
    }

    async fn lock_and_count(&self, tx: &mut Tx, key: &Key, which: &Which<'_>) -> Result<u64, ConnectError> {
        let mut w = self.render();
        let at = w.outer(&self.step.table);
        w.raw(&format!("SELECT count(*) FROM {} WHERE ", self.dialect().outer(&self.step.table)));
        self.which(&mut w, key, &at, which)?;
        if self.dialect() != Dialect::Sqlite {
            w.raw(" FOR UPDATE");
        }
        Ok(self.ok(tx.cell(&w.finish()).await)?.count())
    }

    async fn count_effects(
        &self,
        tx: &mut Tx,
        key: &Key,
        which: &Which<'_>,
    ) -> Result<Vec<u64>, ConnectError> {
        let mut counts = Vec::new();
        for (effect, _) in &self.step.expected.effects {
            let mut w = self.render();
            effect_count(&mut w, &self.step.table, effect, |w, at| self.which(w, key, at, which))?;
            counts.push(self.ok(tx.cell(&w.finish()).await)?.count());
        }
        Ok(counts)
    }

    /// Writes which rows, and that they are disposable. Rows that were listed and locked were tested then; where the
    /// statement may not look at its own table again (MariaDB), that test stands.
    fn which(&self, w: &mut Render<'_>, key: &Key, at: &At, which: &Which<'_>) -> Rendered {
        match which {
            Which::Range(after, up_to) => key.between(w, &at.alias, *after, *up_to),
            Which::Keys(keys) => key.among(w, &at.alias, keys),
        }
        if self.dialect().is_mysql() && matches!(which, Which::Keys(_)) && self.looks_at_itself() {
            return Ok(());
        }
        w.raw(" AND ");
        self.disposable(w, at)
    }

    /// A ring of rows in one statement (SQLite).
    async fn together(&self, tx: &mut Tx, key: &Key, size: Size) -> Result<Batch, ConnectError> {
        let found = self.list(tx, key, false, Walk::Anew, size.rows.saturating_add(1).min(30_000)).await?;
        if found.is_empty() || found.len() as u64 > size.rows {
            return Ok(Batch { rows: 0, effects: Vec::new(), probe: None, next: Cursor::End });
        }
        let (rows, effects) = self.act_on(tx, key, &Which::Keys(&found)).await?;
        Ok(Batch { rows, effects, probe: Some(Probe::Keys(sample(&found))), next: Cursor::End })
    }

    /// A MariaDB table without any key: rows cannot be named, only counted.
    async fn keyless_batch(&self, tx: &mut Tx, size: Size) -> Result<Batch, ConnectError> {
        if self.effects() > 0 || self.peels() {
            return Err(self.unsupported("it has no key, and other rows depend on its rows"));
        }
        let before = self.left(tx).await?;
        let mut w = self.render();
        let at = w.outer(&self.step.table);
        match &self.step.action {
            Action::Delete => {
                w.raw(&format!("DELETE FROM {} WHERE ", self.dialect().outer(&self.step.table)));
            }
            Action::Anonymise(columns) => {
                w.raw(&format!("UPDATE {} SET ", self.dialect().outer(&self.step.table)));
                w.assignments(&at, columns)?;
                w.raw(" WHERE ");
            }
        }
        self.disposable(&mut w, &at)?;
        w.raw(" LIMIT ");
        let limit = size.step.min(size.rows);
        w.raw(&limit.to_string());
        let sql: Sql = w.finish();
        let rows = self.ok(tx.exec(&sql).await)?;
        let next = if rows < limit { Cursor::End } else { Cursor::After(None) };
        Ok(Batch { rows, effects: Vec::new(), probe: Some(Probe::Before { rows: before }), next })
    }
}
