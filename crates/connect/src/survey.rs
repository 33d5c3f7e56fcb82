//! A look at a whole database that no policy describes yet: its tables, and what a sample of the values looks like.
//!
//! Values are judged where they are read: what leaves is a count of kinds, never a value.

use std::collections::BTreeMap;

use gallra_detect::profile::TypeClass;
use gallra_detect::value::Tally;
use gallra_rules::inventory::{ColumnClass, ColumnShape, TableKind};
use gallra_rules::predicate::TableRef;

use crate::Database;
use crate::catalog::{ForeignKey, Table};
use crate::db::{Sql, Tx};
use crate::error::{ConnectError, ErrorKind};
use crate::sql::dialect::Dialect;

/// Characters of a value that are looked at.
const LONGEST: u32 = 1_000;
/// Distinct values that are looked up in another table to tell whether a column refers to it.
const LOOKED_UP: u32 = 200;

/// A table as a survey sees it.
#[derive(Clone, Debug)]
pub struct Surveyed {
    /// The table.
    pub table: TableRef,
    /// Its columns.
    pub columns: BTreeMap<String, ColumnShape>,
    /// The primary key's columns in order; empty if there is none.
    pub primary_key: Vec<String>,
    /// Rows, as the catalog estimates them.
    pub rows_estimate: Option<u64>,
    /// What the sampled values of a column look like. Columns of bytes, dates and truth values are not sampled.
    pub tallies: BTreeMap<String, Tally>,
    /// Columns here, and the table that they refer to.
    pub refers: Vec<Reference>,
    /// Why no value was read, if none was.
    pub unread: Option<String>,
}

/// Columns that hold the key of another table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The columns here, in the order of the other table's key.
    pub columns: Vec<String>,
    /// The other table.
    pub to: TableRef,
    /// Whether a foreign key says so; otherwise names and values do.
    pub declared: bool,
}

impl Database {
    /// Looks at every table that the role may see, sampling up to `rows` records of each. Reads only.
    ///
    /// # Errors
    /// The system's. A table that may not be read is told in [`Surveyed::unread`].
    pub(crate) async fn survey(&self, rows: u32) -> Result<Vec<Surveyed>, ConnectError> {
        let mut tx = self.reading().await?;
        let keys = self.foreign_keys(&mut tx).await?;
        let mut found = Vec::new();
        for name in self.table_names(&mut tx).await? {
            let Some(table) = self.describe(&mut tx, &name).await? else { continue };
            if table.kind == TableKind::NotATable {
                continue;
            }
            found.push(surveyed(table, &keys));
        }
        self.ok(tx.rollback().await)?;
        for table in &mut found {
            // Each in a transaction of its own: one refusal would end it.
            match self.sample(table, rows).await {
                Ok(tallies) => table.tallies = tallies,
                Err(fault) if fault.kind() == ErrorKind::NotPermitted => {
                    table.unread = Some(fault.to_string());
                }
                Err(fault) => return Err(fault),
            }
        }
        self.undeclared(&mut found).await?;
        Ok(found)
    }

    async fn table_names(&self, tx: &mut Tx) -> Result<Vec<TableRef>, ConnectError> {
        let sql = match self.dialect {
            Dialect::Postgres => {
                "SELECT n.nspname::text, c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
                 WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't' \
                 AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' ORDER BY 1, 2"
            }
            Dialect::Mysql { .. } => {
                "SELECT CAST(TABLE_SCHEMA AS CHAR), CAST(TABLE_NAME AS CHAR) FROM information_schema.TABLES \
                 WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' ORDER BY 1, 2"
            }
            Dialect::Sqlite => {
                "SELECT '', name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' \
                 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 2"
            }
        };
        let rows = self.ok(tx.rows(&Sql::plain(sql)).await)?;
        let name = |row: &Vec<crate::db::Cell>| TableRef {
            schema: Some(row[0].words()).filter(|schema| !schema.is_empty()),
            name: row[1].words(),
        };
        Ok(rows.iter().map(name).collect())
    }

    async fn sample(&self, table: &Surveyed, rows: u32) -> Result<BTreeMap<String, Tally>, ConnectError> {
        let readable: Vec<&String> =
            table.columns.iter().filter(|(_, shape)| is_readable(shape)).map(|(name, _)| name).collect();
        if readable.is_empty() {
            return Ok(BTreeMap::new());
        }
        let shortened: Vec<String> = readable
            .iter()
            .map(|name| {
                let text = self.dialect.as_text(&self.dialect.quote(name));
                match self.dialect {
                    Dialect::Sqlite => format!("substr({text}, 1, {LONGEST})"),
                    _ => format!("left({text}, {LONGEST})"),
                }
            })
            .collect();
        let sql =
            format!("SELECT {} FROM {} LIMIT {rows}", shortened.join(", "), self.dialect.table(&table.table));
        let mut tx = self.reading().await?;
        let read = self.at(&table.table, tx.rows(&Sql::plain(sql)).await)?;
        self.ok(tx.rollback().await)?;
        let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
        for row in &read {
            for (name, cell) in readable.iter().zip(row) {
                let tally = tallies.entry((*name).clone()).or_default();
                match cell.text() {
                    Some(text) if !text.is_empty() => tally.add(&text),
                    _ => tally.add_empty(1),
                }
            }
        }
        Ok(tallies)
    }

    /// Columns named after another table, such as `customer_id`, all of whose values are keys there.
    async fn undeclared(&self, found: &mut [Surveyed]) -> Result<(), ConnectError> {
        let mut more = Vec::new();
        for (at, child) in found.iter().enumerate() {
            for (column, shape) in &child.columns {
                if child.unread.is_some() || child.refers.iter().any(|one| one.columns.contains(column)) {
                    continue;
                }
                for parent in found.iter().filter(|parent| parent.unread.is_none()) {
                    let [key] = parent.primary_key.as_slice() else { continue };
                    let same = parent.columns.get(key).is_some_and(|other| other.class == shape.class);
                    let itself = parent.table == child.table && key == column;
                    if same
                        && !itself
                        && is_named_after(column, &parent.table.name, key)
                        && self.all_found(child, column, parent, key).await?
                    {
                        let (columns, to) = (vec![column.clone()], parent.table.clone());
                        more.push((at, Reference { columns, to, declared: false }));
                    }
                }
            }
        }
        for (at, reference) in more {
            if let Some(table) = found.get_mut(at) {
                table.refers.push(reference);
            }
        }
        Ok(())
    }

    async fn all_found(
        &self,
        child: &Surveyed,
        column: &str,
        parent: &Surveyed,
        key: &str,
    ) -> Result<bool, ConnectError> {
        let quote = |name: &str| self.dialect.quote(name);
        let sql = format!(
            "SELECT count(*), count(p.k) FROM (SELECT DISTINCT {column} AS v FROM {child} WHERE {column} IS NOT NULL LIMIT {LOOKED_UP}) AS c \
             LEFT JOIN (SELECT {key} AS k FROM {parent}) AS p ON p.k = c.v",
            column = quote(column),
            child = self.dialect.table(&child.table),
            key = quote(key),
            parent = self.dialect.table(&parent.table),
        );
        let mut tx = self.reading().await?;
        // Types that do not compare (a domain, another collation) are no reference.
        let counted = tx.row(&Sql::plain(sql)).await.unwrap_or_default();
        drop(tx.rollback().await);
        let count = |at: usize| counted.get(at).map_or(0, crate::db::Cell::count);
        Ok(count(0) > 0 && count(0) == count(1))
    }
}

fn surveyed(table: Table, keys: &[ForeignKey]) -> Surveyed {
    let refers = keys.iter().filter(|key| key.from == table.table).map(|key| Reference {
        columns: key.on.iter().map(|(ours, _)| ours.clone()).collect(),
        to: key.to.clone(),
        declared: true,
    });
    Surveyed {
        refers: refers.collect(),
        table: table.table,
        columns: table.columns,
        primary_key: table.primary_key,
        rows_estimate: table.rows_estimate,
        tallies: BTreeMap::new(),
        unread: None,
    }
}

fn is_readable(shape: &ColumnShape) -> bool {
    let read_as_such = matches!(
        shape.class,
        ColumnClass::Date | ColumnClass::Instant | ColumnClass::Local | ColumnClass::Bool
    );
    !read_as_such && TypeClass::of(&shape.type_name) != TypeClass::Binary
}

/// `customer_id`, `customerId`, `customer` for a table `customers` with the key `id`; also the key's own name if that says
/// more than `id`.
fn is_named_after(column: &str, table: &str, key: &str) -> bool {
    let plain = |name: &str| name.to_lowercase().replace(['_', '-', ' '], "");
    let (column, table, key) = (plain(column), plain(table), plain(key));
    let singular = table.strip_suffix('s').filter(|rest| rest.len() > 2).unwrap_or(&table).to_owned();
    let named = |of: &str| column == of || column == format!("{of}id") || column == format!("{of}{key}");
    named(&table) || named(&singular) || (key != "id" && column == key)
}
