//! Single columns of a dataset's records, one record after the other: for whoever recognises records by keyed hashes, which no
//! database can compare.

use std::collections::{BTreeMap, BTreeSet};

use gallra_rules::keys::KeySets;
use gallra_rules::predicate::{NoKeys, Predicate, TableRef};

use crate::Database;
use crate::db::Cell;
use crate::error::ConnectError;
use crate::sql::keys::not_filled_in;
use crate::sql::render::columns_read;

/// Which columns of which records are asked for.
#[derive(Clone, Debug)]
pub struct Columns {
    /// The table.
    pub table: TableRef,
    /// The columns, in the order in which they are handed out.
    pub columns: Vec<String>,
    /// Which records.
    pub within: Predicate,
}

impl Columns {
    /// Tables and columns that are read for it.
    pub(crate) fn needed(&self) -> BTreeMap<TableRef, BTreeSet<String>> {
        let mut needed = BTreeMap::from([(self.table.clone(), self.columns.iter().cloned().collect())]);
        columns_read(&self.table, &self.within, &mut needed);
        needed
    }
}

impl Database {
    /// Hands out the columns of each record as text, until one is answered with `false`.
    pub(crate) async fn stream(
        &self,
        asked: &Columns,
        sets: &KeySets,
        mut see: impl FnMut(Vec<Option<String>>) -> bool + Send,
    ) -> Result<(), ConnectError> {
        let within = asked.within.with_keys(sets).map_err(|NoKeys| not_filled_in(&asked.table))?;
        let mut tx = self.reading().await?;
        let facts = self.facts(&mut tx, &asked.needed()).await?;
        let mut w = self.render(&facts);
        let at = w.outer(&asked.table);
        let texts: Vec<String> =
            asked.columns.iter().map(|column| self.dialect.as_text(&w.column(&at, column))).collect();
        w.raw(&format!("SELECT {} FROM {} WHERE ", texts.join(", "), self.dialect.outer(&asked.table)));
        w.predicate(&at, &within)?;
        let read = tx.each(&w.finish(), |row| see(row.iter().map(Cell::text).collect())).await;
        self.at(&asked.table, read)?;
        self.ok(tx.rollback().await)
    }
}
