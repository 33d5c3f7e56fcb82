//! What the databases' catalogs say about tables, in one form for all three.

use std::collections::{BTreeMap, BTreeSet};

use gallra_rules::inventory::{ColumnShape, OnDelete, TableKind};
use gallra_rules::predicate::TableRef;

use crate::Database;
use crate::db::Tx;
use crate::error::{ConnectError, ErrorKind};
use crate::sql::dialect::Dialect;

pub(crate) mod effects;
mod mysql;
mod postgres;
mod sqlite;

/// A table as its catalog describes it.
#[derive(Clone, Debug)]
#[allow(clippy::struct_field_names, reason = "`table` is the table's name, as everywhere")]
pub(crate) struct Table {
    /// With its schema filled in (none for SQLite).
    pub(crate) table: TableRef,
    pub(crate) kind: TableKind,
    pub(crate) columns: BTreeMap<String, ColumnShape>,
    pub(crate) primary_key: Vec<String>,
    pub(crate) unique: Vec<Vec<String>>,
    pub(crate) triggers: Vec<String>,
    pub(crate) rows_estimate: Option<u64>,
    pub(crate) partitions: Vec<TableRef>,
    /// Range partitions that may go whole: with an upper end, and not the topmost.
    pub(crate) droppable: Vec<TableRef>,
    /// Why rows cannot be deleted from it in a way that keeps Gallra's word, if so.
    pub(crate) refusal: Option<String>,
    /// What SQLite's hidden row number is called here, if there is one.
    pub(crate) rowid: Option<&'static str>,
    /// Relations that hold rows themselves (PostgreSQL: leaves, inheritance children).
    pub(crate) storage: Vec<TableRef>,
}

/// A foreign key of any table of the system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ForeignKey {
    pub(crate) name: String,
    pub(crate) from: TableRef,
    pub(crate) to: TableRef,
    /// (referencing column, referenced column).
    pub(crate) on: Vec<(String, String)>,
    pub(crate) on_delete: OnDelete,
    pub(crate) nullable: bool,
}

/// Tables by the name that a predicate uses for them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) tables: BTreeMap<TableRef, Table>,
}

impl Facts {
    pub(crate) fn column(&self, table: &TableRef, column: &str) -> Option<&ColumnShape> {
        self.tables.get(table)?.columns.get(column)
    }
    pub(crate) fn table(&self, table: &TableRef) -> Option<&Table> {
        self.tables.get(table)
    }
}

impl Database {
    /// Describes a table; `None` if there is none of that name.
    pub(crate) async fn describe(
        &self,
        tx: &mut Tx,
        table: &TableRef,
    ) -> Result<Option<Table>, ConnectError> {
        Ok(self.describe_all(tx, &[table]).await?.into_iter().next().flatten())
    }

    /// Describes several, in their order.
    async fn describe_all(
        &self,
        tx: &mut Tx,
        tables: &[&TableRef],
    ) -> Result<Vec<Option<Table>>, ConnectError> {
        let told = |table: Option<&&TableRef>, error| match table {
            Some(table) => crate::error::told(&error, &self.table_place(table)),
            None => crate::error::told(&error, &self.place),
        };
        if self.dialect == Dialect::Postgres {
            let only = tables.first().filter(|_| tables.len() == 1);
            return postgres::describe(tx, tables).await.map_err(|error| told(only, error));
        }
        let mut described = Vec::new();
        for table in tables {
            let found = match self.dialect {
                Dialect::Mysql { .. } => mysql::describe(tx, table).await,
                _ => sqlite::describe(tx, table).await,
            };
            described.push(found.map_err(|error| told(Some(table), error))?);
        }
        Ok(described)
    }

    /// Every foreign key that the catalog shows.
    pub(crate) async fn foreign_keys(&self, tx: &mut Tx) -> Result<Vec<ForeignKey>, ConnectError> {
        let found = match self.dialect {
            Dialect::Postgres => postgres::foreign_keys(tx).await,
            Dialect::Mysql { .. } => mysql::foreign_keys(tx).await,
            Dialect::Sqlite => sqlite::foreign_keys(tx).await,
        };
        let mut keys = self.ok(found)?;
        for key in keys.iter_mut().filter(|key| key.on_delete == OnDelete::SetNull && !key.nullable) {
            // A column that may not be NULL cannot be set to it: the database refuses the deletion.
            key.on_delete = OnDelete::Block;
        }
        Ok(keys)
    }

    /// Describes the tables that a statement needs and sees that each has the columns that it needs.
    pub(crate) async fn facts(
        &self,
        tx: &mut Tx,
        needed: &BTreeMap<TableRef, BTreeSet<String>>,
    ) -> Result<Facts, ConnectError> {
        let mut facts = Facts::default();
        let tables: Vec<&TableRef> = needed.keys().collect();
        let described = self.describe_all(tx, &tables).await?;
        for ((table, columns), found) in needed.iter().zip(described) {
            let cure = "Correct the policy or the table, then plan again";
            let changed =
                |cause: String| ConnectError::new(ErrorKind::Changed, self.table_place(table), cause, cure);
            let found =
                found.ok_or_else(|| changed("it is not there, or the role may not see it".to_owned()))?;
            if found.kind == TableKind::NotATable {
                return Err(changed("it is a view or a foreign table, not a table".to_owned()));
            }
            if let Some(missing) = columns.iter().find(|column| !found.columns.contains_key(*column)) {
                return Err(changed(format!("it has no column `{missing}`")));
            }
            facts.tables.insert(table.clone(), found);
        }
        Ok(facts)
    }
}
