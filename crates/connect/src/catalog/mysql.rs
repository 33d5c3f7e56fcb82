//! MariaDB's and MySQL's catalog. The drivers misreport some types (`uuid`, `json`, `tinyint(1)`), so everything is read
//! from `information_schema`.

use std::collections::BTreeMap;

use gallra_rules::inventory::{ColumnClass, ColumnShape, OnDelete, TableKind};
use gallra_rules::predicate::TableRef;

use super::{ForeignKey, Table};
use crate::db::{Arg, Cell, Sql, Tx};

const FIND: &str = "
SELECT CAST(TABLE_SCHEMA AS CHAR), CAST(TABLE_NAME AS CHAR), CAST(TABLE_TYPE AS CHAR),
       CAST(COALESCE(ENGINE, '') AS CHAR), CAST(TABLE_ROWS AS SIGNED),
       CAST(COALESCE((SELECT TRANSACTIONS FROM information_schema.ENGINES e WHERE e.ENGINE = t.ENGINE), 'NO') AS CHAR)
FROM information_schema.TABLES t
WHERE TABLE_SCHEMA = IF(? = '', DATABASE(), ?) AND TABLE_NAME = ?";

const COLUMNS: &str = "
SELECT CAST(COLUMN_NAME AS CHAR), CAST(COLUMN_TYPE AS CHAR), CAST(DATA_TYPE AS CHAR), IS_NULLABLE = 'YES',
       COALESCE(GENERATION_EXPRESSION, '') <> ''
FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?";

const UNIQUE: &str = "
SELECT CAST(INDEX_NAME AS CHAR), CAST(COLUMN_NAME AS CHAR), SUB_PART IS NOT NULL
FROM information_schema.STATISTICS
WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND NON_UNIQUE = 0 ORDER BY INDEX_NAME, SEQ_IN_INDEX";

const TRIGGERS: &str = "
SELECT CAST(TRIGGER_NAME AS CHAR) FROM information_schema.TRIGGERS
WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE = ? AND EVENT_MANIPULATION IN ('DELETE', 'UPDATE')
ORDER BY TRIGGER_NAME";

const PARTITIONS: &str = "
SELECT CAST(PARTITION_NAME AS CHAR), CAST(PARTITION_METHOD AS CHAR), CAST(COALESCE(PARTITION_DESCRIPTION, '') AS CHAR),
       MIN(PARTITION_ORDINAL_POSITION)
FROM information_schema.PARTITIONS
WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND PARTITION_NAME IS NOT NULL
GROUP BY PARTITION_NAME, PARTITION_METHOD, PARTITION_DESCRIPTION ORDER BY 4";

const FOREIGN_KEYS: &str = "
SELECT CAST(k.CONSTRAINT_NAME AS CHAR), CAST(k.TABLE_SCHEMA AS CHAR), CAST(k.TABLE_NAME AS CHAR),
       CAST(k.REFERENCED_TABLE_SCHEMA AS CHAR), CAST(k.REFERENCED_TABLE_NAME AS CHAR), CAST(r.DELETE_RULE AS CHAR),
       CAST(k.COLUMN_NAME AS CHAR), CAST(k.REFERENCED_COLUMN_NAME AS CHAR), c.IS_NULLABLE = 'YES'
FROM information_schema.KEY_COLUMN_USAGE k
JOIN information_schema.REFERENTIAL_CONSTRAINTS r
  ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND r.TABLE_NAME = k.TABLE_NAME
JOIN information_schema.COLUMNS c
  ON c.TABLE_SCHEMA = k.TABLE_SCHEMA AND c.TABLE_NAME = k.TABLE_NAME AND c.COLUMN_NAME = k.COLUMN_NAME
WHERE k.REFERENCED_TABLE_NAME IS NOT NULL
ORDER BY 2, 3, 1, k.ORDINAL_POSITION";

pub(super) async fn describe(tx: &mut Tx, table: &TableRef) -> Result<Option<Table>, sqlx::Error> {
    let schema = table.schema.clone().unwrap_or_default();
    let asked = vec![Arg::Text(schema.clone()), Arg::Text(schema), Arg::Text(table.name.clone())];
    let found = tx.row(&Sql::with(FIND, asked)).await?;
    let [schema, name, kind, engine, rows, transactions] = found.as_slice() else { return Ok(None) };
    let table = TableRef { schema: Some(schema.words()), name: name.words() };
    let args = || vec![Arg::Text(schema.words()), Arg::Text(name.words())];
    let columns = tx.rows(&Sql::with(COLUMNS, args())).await?.iter().map(|row| column(row)).collect();
    let (primary_key, unique) = keys(&tx.rows(&Sql::with(UNIQUE, args())).await?);
    let triggers = tx.rows(&Sql::with(TRIGGERS, args())).await?.iter().map(|row| row[0].words()).collect();
    let parts = tx.rows(&Sql::with(PARTITIONS, args())).await?;
    let partition = |row: &[Cell]| TableRef { schema: table.schema.clone(), name: row[0].words() };
    let system =
        ["mysql", "information_schema", "performance_schema", "sys"].contains(&schema.words().as_str());
    let (kind, refusal) = match kind.words().as_str() {
        _ if system => (TableKind::NotATable, None),
        "BASE TABLE" if transactions.words() != "YES" => {
            let cause = format!(
                "its engine {} has no transactions, so that a batch cannot be undone",
                engine.words()
            );
            (TableKind::Table, Some(cause))
        }
        "BASE TABLE" if parts.is_empty() => (TableKind::Table, None),
        "BASE TABLE" => (TableKind::Partitioned, None),
        "SYSTEM VERSIONED" => {
            let cause = "it is system-versioned: a deleted row stays in its history".to_owned();
            (TableKind::Table, Some(cause))
        }
        _ => (TableKind::NotATable, None),
    };
    let mut droppable: Vec<TableRef> = parts
        .iter()
        .filter(|row| row[1].words().starts_with("RANGE") && !row[2].words().contains("MAXVALUE"))
        .map(|row| partition(row))
        .collect();
    if parts.last().is_some_and(|last| !last[2].words().contains("MAXVALUE")) {
        droppable.pop();
    }
    Ok(Some(Table {
        kind,
        columns,
        primary_key,
        unique,
        triggers,
        rows_estimate: rows.int().and_then(|rows| u64::try_from(rows).ok()),
        partitions: parts.iter().map(|row| partition(row)).collect(),
        droppable,
        refusal,
        rowid: None,
        storage: vec![table.clone()],
        table,
    }))
}

/// The primary key and all unique keys; keys on the beginning of a column do not count.
fn keys(rows: &[Vec<Cell>]) -> (Vec<String>, Vec<Vec<String>>) {
    let mut found: BTreeMap<String, (Vec<String>, bool)> = BTreeMap::new();
    for row in rows {
        let entry = found.entry(row[0].words()).or_default();
        entry.0.push(row[1].words());
        entry.1 |= row[2].is_true();
    }
    let primary = found.get("PRIMARY").map(|(columns, _)| columns.clone()).unwrap_or_default();
    (primary, found.into_values().filter(|(_, partly)| !partly).map(|(columns, _)| columns).collect())
}

fn column(row: &[Cell]) -> (String, ColumnShape) {
    let type_name = row[1].words();
    let class = match row[2].words().to_lowercase().as_str() {
        "date" => ColumnClass::Date,
        "timestamp" => ColumnClass::Instant,
        "datetime" => ColumnClass::Local,
        "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" | "enum" => ColumnClass::Text,
        "tinyint" if type_name.starts_with("tinyint(1)") => ColumnClass::Bool,
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "year" => ColumnClass::Integer,
        "inet4" | "inet6" => ColumnClass::Network,
        _ => ColumnClass::Other,
    };
    (
        row[0].words(),
        ColumnShape { type_name, class, nullable: row[3].is_true(), generated: row[4].is_true() },
    )
}

pub(super) async fn foreign_keys(tx: &mut Tx) -> Result<Vec<ForeignKey>, sqlx::Error> {
    let mut found: Vec<ForeignKey> = Vec::new();
    for row in tx.rows(&Sql::plain(FOREIGN_KEYS)).await? {
        let from = TableRef { schema: Some(row[1].words()), name: row[2].words() };
        let pair = (row[6].words(), row[7].words());
        if let Some(last) = found.last_mut()
            && last.name == row[0].words()
            && last.from == from
        {
            last.on.push(pair);
            last.nullable &= row[8].is_true();
            continue;
        }
        found.push(ForeignKey {
            name: row[0].words(),
            from,
            to: TableRef { schema: Some(row[3].words()), name: row[4].words() },
            on: vec![pair],
            on_delete: match row[5].words().as_str() {
                "CASCADE" => OnDelete::Cascade,
                "SET NULL" => OnDelete::SetNull,
                "SET DEFAULT" => OnDelete::SetDefault,
                _ => OnDelete::Block,
            },
            nullable: row[8].is_true(),
        });
    }
    Ok(found)
}
