//! Rows of one table that refer to each other in a ring: their references are set to NULL first, in the transaction
//! that deletes them.

use crate::contract::Probe;
use crate::db::Tx;
use crate::dispose::job::Job;
use crate::dispose::keys::{Key, KeyValue, keys_of, sample};
use crate::dispose::{Batch, Cursor, Size};
use crate::error::ConnectError;
use crate::measure::effect_count;
use crate::sql::dialect::Dialect;

/// Rings are rare and their statements long.
const MOST: u64 = 200;

impl Job<'_> {
    pub(super) async fn unlink_batch(&self, tx: &mut Tx, size: Size) -> Result<Batch, ConnectError> {
        let key = match (&self.key, self.self_links.first()) {
            (Some(key), _) => key.clone(),
            // What a foreign key refers to is unique.
            (None, Some(link)) => {
                let columns: Vec<String> = link.on.iter().map(|(_, to)| to.clone()).collect();
                let found = Key::from_columns(self.dialect(), &self.table, &columns);
                let (_, columns) = found.ok_or_else(|| self.unsupported("its key cannot be walked"))?;
                Key { columns, clustered: false }
            }
            (None, None) => return Err(self.unsupported("it has no key")),
        };
        let found = self.ring(tx, &key, size.rows.min(MOST)).await?;
        if found.is_empty() {
            return Ok(Batch { rows: 0, effects: Vec::new(), probe: None, next: Cursor::End });
        }
        self.set_null(tx, &key, &found).await?;
        let mut effects = Vec::new();
        for (effect, _) in &self.step.expected.effects {
            let mut w = self.render();
            effect_count(&mut w, &self.step.table, effect, |w, at| {
                key.among(w, &at.alias, &found);
                Ok(())
            })?;
            effects.push(self.ok(tx.cell(&w.finish()).await)?.count());
        }
        // No second test of the rule: the rows are locked since they passed it, and it may turn on what is NULL now.
        let mut w = self.render();
        let at = w.outer(&self.step.table);
        w.raw(&format!("DELETE FROM {} WHERE ", self.dialect().outer(&self.step.table)));
        key.among(&mut w, &at.alias, &found);
        let rows = self.ok(tx.exec(&w.finish()).await)?;
        let next = if rows == 0 { Cursor::End } else { Cursor::After(None) };
        Ok(Batch { rows, effects, probe: Some(Probe::Keys(sample(&found))), next })
    }

    /// Disposable rows to which only disposable rows refer, locked.
    async fn ring(&self, tx: &mut Tx, key: &Key, limit: u64) -> Result<Vec<KeyValue>, ConnectError> {
        let mut w = self.render();
        let at = w.outer(&self.step.table);
        let table = self.dialect().table(&self.step.table);
        w.raw("SELECT ");
        key.select(&mut w, &at.alias);
        w.raw(&format!(" FROM {} WHERE ", self.dialect().outer(&self.step.table)));
        self.disposable(&mut w, &at)?;
        for link in &self.self_links {
            let child = w.fresh(&self.step.table);
            let on: Vec<String> = link
                .on
                .iter()
                .map(|(from, to)| format!("{} = {}", w.column(&child, from), w.column(&at, to)))
                .collect();
            w.raw(&format!(
                " AND NOT EXISTS (SELECT 1 FROM {table} AS {} WHERE {} AND (",
                child.alias,
                on.join(" AND ")
            ));
            self.disposable(&mut w, &child)?;
            w.raw(") IS NOT TRUE)");
        }
        w.raw(&format!(" LIMIT {limit}"));
        if self.dialect() != Dialect::Sqlite {
            w.raw(" FOR UPDATE");
        }
        Ok(keys_of(self.ok(tx.rows(&w.finish()).await)?))
    }

    /// Sets the references of the batch's rows, and of disposable rows to them, to NULL.
    async fn set_null(&self, tx: &mut Tx, key: &Key, found: &[KeyValue]) -> Result<(), ConnectError> {
        let set: Vec<String> = self
            .step
            .unlink
            .iter()
            .map(|column| format!("{} = NULL", self.dialect().quote(column)))
            .collect();
        let referring = self.referring(tx, key, found).await?;
        let mut w = self.render();
        let at = w.outer(&self.step.table);
        w.raw(&format!("UPDATE {} SET {} WHERE ", self.dialect().outer(&self.step.table), set.join(", ")));
        let all: Vec<KeyValue> = found.iter().chain(&referring).cloned().collect();
        key.among(&mut w, &at.alias, &all);
        self.ok(tx.exec(&w.finish()).await)?;
        Ok(())
    }

    /// Disposable rows that refer to one of these and are not among them.
    async fn referring(
        &self,
        tx: &mut Tx,
        key: &Key,
        found: &[KeyValue],
    ) -> Result<Vec<KeyValue>, ConnectError> {
        let mut w = self.render();
        let at = w.outer(&self.step.table);
        let table = self.dialect().table(&self.step.table);
        w.raw("SELECT ");
        key.select(&mut w, &at.alias);
        w.raw(&format!(" FROM {} WHERE ", self.dialect().outer(&self.step.table)));
        self.disposable(&mut w, &at)?;
        w.raw(" AND (FALSE");
        for link in &self.self_links {
            let parent = w.fresh(&self.step.table);
            let on: Vec<String> = link
                .on
                .iter()
                .map(|(from, to)| format!("{} = {}", w.column(&parent, to), w.column(&at, from)))
                .collect();
            w.raw(&format!(
                " OR EXISTS (SELECT 1 FROM {table} AS {} WHERE {} AND ",
                parent.alias,
                on.join(" AND ")
            ));
            key.among(&mut w, &parent.alias, found);
            w.raw(")");
        }
        w.raw(")");
        if self.dialect() != Dialect::Sqlite {
            w.raw(" FOR UPDATE");
        }
        let rows = self.ok(tx.rows(&w.finish()).await)?;
        Ok(keys_of(rows))
    }
}
