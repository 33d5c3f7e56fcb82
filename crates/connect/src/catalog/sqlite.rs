//! SQLite's catalog: `sqlite_schema` and the table-valued pragmas.

use gallra_rules::inventory::{ColumnClass, ColumnShape, OnDelete, TableKind};
use gallra_rules::predicate::TableRef;

use super::{ForeignKey, Table};
use crate::db::{Arg, Cell, Sql, Tx};

const FIND: &str = "
SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' AND name = ? AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

const COLUMNS: &str = "SELECT name, type, \"notnull\", pk, hidden FROM pragma_table_xinfo(?) ORDER BY cid";

const UNIQUE: &str = "
SELECT i.name, c.name FROM pragma_index_list(?) i, pragma_index_info(i.name) c
WHERE i.\"unique\" = 1 AND i.partial = 0 ORDER BY i.seq, c.seqno";

const TRIGGERS: &str =
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? ORDER BY name";

// SQLite compares names without regard to ASCII case; the names given here are those of the tables themselves.
const FOREIGN_KEYS: &str = "
SELECT m.name, f.id, t.name,
       (SELECT x.name FROM pragma_table_xinfo(m.name) x WHERE x.name = f.\"from\" COLLATE NOCASE),
       COALESCE((SELECT x.name FROM pragma_table_xinfo(t.name) x WHERE x.name = f.\"to\" COLLATE NOCASE), ''),
       f.on_delete, f.seq,
       COALESCE((SELECT x.\"notnull\" FROM pragma_table_xinfo(m.name) x WHERE x.name = f.\"from\" COLLATE NOCASE), 0),
       COALESCE((SELECT p.name FROM pragma_table_xinfo(t.name) p WHERE p.pk = f.seq + 1), '')
FROM sqlite_master m, pragma_foreign_key_list(m.name) f
JOIN sqlite_master t ON t.type = 'table' AND t.name = f.\"table\" COLLATE NOCASE
WHERE m.type = 'table' ORDER BY m.name, f.id, f.seq";

pub(super) async fn describe(tx: &mut Tx, table: &TableRef) -> Result<Option<Table>, sqlx::Error> {
    if table.schema.as_deref().is_some_and(|schema| schema != "main") {
        return Ok(None);
    }
    let name = || vec![Arg::Text(table.name.clone())];
    let found = tx.row(&Sql::with(FIND, name())).await?;
    let [found_name, kind, without_rowid] = found.as_slice() else { return Ok(None) };
    let rows = tx.rows(&Sql::with(COLUMNS, name())).await?;
    let columns: std::collections::BTreeMap<String, ColumnShape> =
        rows.iter().map(|row| column(row)).collect();
    let mut keyed: Vec<(i64, String)> = rows
        .iter()
        .filter_map(|row| row[3].int().filter(|place| *place > 0).map(|place| (place, row[0].words())))
        .collect();
    keyed.sort();
    let primary_key: Vec<String> = keyed.into_iter().map(|(_, name)| name).collect();
    let mut unique: Vec<Vec<String>> = Vec::new();
    if !primary_key.is_empty() {
        unique.push(primary_key.clone());
    }
    let mut last = String::new();
    for row in tx.rows(&Sql::with(UNIQUE, name())).await? {
        if row[0].words() == last {
            if let Some(columns) = unique.last_mut() {
                columns.push(row[1].words());
            }
        } else {
            last = row[0].words();
            unique.push(vec![row[1].words()]);
        }
    }
    unique.sort();
    unique.dedup();
    // An index over an expression has a nameless column.
    unique.retain(|columns| columns.iter().all(|column| !column.is_empty()));
    let triggers = tx
        .rows(&Sql::with(TRIGGERS, name()))
        .await?
        .iter()
        .filter(|row| !fires_on_insert_only(&row[1].words()))
        .map(|row| row[0].words())
        .collect();
    let taken = |name: &str| columns.keys().any(|column| column.eq_ignore_ascii_case(name));
    let rowid = ["rowid", "_rowid_", "oid"].into_iter().find(|name| !without_rowid.is_true() && !taken(name));
    let table = TableRef { schema: None, name: found_name.words() };
    Ok(Some(Table {
        kind: if kind.words() == "table" { TableKind::Table } else { TableKind::NotATable },
        columns,
        primary_key,
        unique,
        triggers,
        rows_estimate: None,
        partitions: Vec::new(),
        droppable: Vec::new(),
        refusal: None,
        rowid,
        storage: vec![table.clone()],
        table,
    }))
}

/// Looks at the words between `TRIGGER` and `ON`: there stands what it fires on.
fn fires_on_insert_only(sql: &str) -> bool {
    let upper = sql.to_uppercase();
    let head = upper.split("BEGIN").next().unwrap_or(&upper);
    !head.contains("DELETE") && !head.contains("UPDATE")
}

fn column(row: &[Cell]) -> (String, ColumnShape) {
    let declared = row[1].words();
    let upper = declared.to_uppercase();
    let class = if upper.contains("BOOL") {
        ColumnClass::Bool
    } else if upper.contains("DATETIME") || upper.contains("TIMESTAMP") {
        ColumnClass::Local
    } else if upper.contains("DATE") {
        ColumnClass::Date
    } else if upper.contains("INT") {
        ColumnClass::Integer
    } else if ["CHAR", "CLOB", "TEXT"].iter().any(|text| upper.contains(text)) {
        ColumnClass::Text
    } else {
        ColumnClass::Other
    };
    let hidden = row[4].int().unwrap_or(0);
    let shape = ColumnShape {
        type_name: declared,
        class,
        nullable: !row[2].is_true(),
        generated: hidden == 2 || hidden == 3,
    };
    (row[0].words(), shape)
}

pub(super) async fn foreign_keys(tx: &mut Tx) -> Result<Vec<ForeignKey>, sqlx::Error> {
    let mut found: Vec<(i64, ForeignKey)> = Vec::new();
    for row in tx.rows(&Sql::plain(FOREIGN_KEYS)).await? {
        let from = TableRef { schema: None, name: row[0].words() };
        let id = row[1].int().unwrap_or(0);
        // A key that names no columns over there means the primary key.
        let to = if row[4].words().is_empty() { row[8].words() } else { row[4].words() };
        let pair = (row[3].words(), to);
        let nullable = !row[7].is_true();
        if let Some((last_id, last)) = found.last_mut()
            && *last_id == id
            && last.from == from
        {
            last.on.push(pair);
            last.nullable &= nullable;
            continue;
        }
        let key = ForeignKey {
            name: format!("{} #{id}", from.name),
            from,
            to: TableRef { schema: None, name: row[2].words() },
            on: vec![pair],
            on_delete: match row[5].words().as_str() {
                "CASCADE" => OnDelete::Cascade,
                "SET NULL" => OnDelete::SetNull,
                "SET DEFAULT" => OnDelete::SetDefault,
                _ => OnDelete::Block,
            },
            nullable,
        };
        found.push((id, key));
    }
    Ok(found.into_iter().map(|(_, key)| key).collect())
}
