//! PostgreSQL's catalog.

use gallra_rules::inventory::{ColumnClass, ColumnShape, OnDelete, TableKind};
use gallra_rules::predicate::TableRef;

use super::{ForeignKey, Table};
use crate::db::{Arg, Cell, Sql, Tx};

/// Everything about several tables in one statement: a conversation of many would take longer than the work itself.
/// `estimate` is the planner's own way: the density at the last ANALYZE times the pages of today; -1 means never analysed.
/// tgtype: 8 is DELETE, 16 UPDATE.
const DESCRIBE: &str = "
SELECT asked.place::bigint, n.nspname::text, c.relname::text, c.relkind::text,
  n.nspname LIKE 'pg\\_%' OR n.nspname = 'information_schema',
  (SELECT json_agg(json_build_array(a.attname, format_type(a.atttypid, a.atttypmod), b.typname, a.attnotnull,
                                    a.attgenerated <> '' OR a.attidentity = 'a'))
   FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
   JOIN pg_type b ON b.oid = COALESCE(NULLIF(t.typbasetype, 0), t.oid)
   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)::text,
  (SELECT json_agg(json_build_array(i.indisprimary, array(
            SELECT a.attname FROM unnest(i.indkey) WITH ORDINALITY AS k(num, place)
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num
            WHERE k.place <= i.indnkeyatts ORDER BY k.place)) ORDER BY i.indexrelid)
   FROM pg_index i
   WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL)::text,
  (SELECT json_agg(json_build_array(tgname) ORDER BY tgname) FROM pg_trigger
   WHERE tgrelid = c.oid AND NOT tgisinternal AND tgenabled <> 'D' AND (tgtype & 24) <> 0)::text,
  (WITH RECURSIVE tree(oid) AS (
     SELECT c.oid UNION SELECT i.inhrelid FROM pg_inherits i JOIN tree ON tree.oid = i.inhparent)
   SELECT json_agg(json_build_array(sn.nspname, s.relname,
       CASE WHEN s.reltuples < 0 THEN -1
            WHEN s.relpages > 0 THEN ceil(s.reltuples / s.relpages
                 * (pg_relation_size(s.oid) / current_setting('block_size')::bigint))
            WHEN pg_relation_size(s.oid) = 0 THEN 0 ELSE -1 END::bigint,
       s.relispartition,
       pg_get_expr(s.relpartbound, s.oid),
       COALESCE((SELECT p.partstrat::text FROM pg_inherits i JOIN pg_partitioned_table p ON p.partrelid = i.inhparent
                 WHERE i.inhrelid = s.oid), ''),
       s.relkind) ORDER BY sn.nspname, s.relname)
   FROM tree JOIN pg_class s ON s.oid = tree.oid JOIN pg_namespace sn ON sn.oid = s.relnamespace
   WHERE s.relkind IN ('r', 'f'))::text
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked(name, schema, place)
JOIN pg_class c ON c.relname = asked.name COLLATE \"C\" AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE CASE WHEN asked.schema = '' THEN pg_table_is_visible(c.oid) ELSE n.nspname = asked.schema END";

const FOREIGN_KEYS: &str = "
SELECT k.conname::text, fn.nspname::text, f.relname::text, tn.nspname::text, t.relname::text, k.confdeltype::text,
       array_to_json(array(SELECT a.attname FROM unnest(k.conkey) WITH ORDINALITY AS u(num, place)
         JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num ORDER BY u.place))::text,
       array_to_json(array(SELECT a.attname FROM unnest(k.confkey) WITH ORDINALITY AS u(num, place)
         JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num ORDER BY u.place))::text,
       NOT EXISTS (SELECT 1 FROM pg_attribute a
         WHERE a.attrelid = k.conrelid AND a.attnum = ANY(k.conkey) AND a.attnotnull)
FROM pg_constraint k
JOIN pg_class f ON f.oid = k.conrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
JOIN pg_class t ON t.oid = k.confrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
WHERE k.contype = 'f' AND k.conparentid = 0 ORDER BY 2, 3, 1";

/// Describes tables, in their order; `None` where there is none of that name.
pub(super) async fn describe(tx: &mut Tx, tables: &[&TableRef]) -> Result<Vec<Option<Table>>, sqlx::Error> {
    let names = tables.iter().map(|table| table.name.clone()).collect();
    let schemas = tables.iter().map(|table| table.schema.clone().unwrap_or_default()).collect();
    let mut described = vec![None; tables.len()];
    for row in tx.rows(&Sql::with(DESCRIBE, vec![Arg::Texts(names), Arg::Texts(schemas)])).await? {
        let place = usize::try_from(row[0].count()).unwrap_or_default().checked_sub(1);
        if let Some(found) = place.and_then(|place| described.get_mut(place)) {
            *found = Some(table(&row));
        }
    }
    Ok(described)
}

fn table(row: &[Cell]) -> Table {
    let mut primary_key = Vec::new();
    let mut unique = Vec::new();
    for row in rows(&row[6]) {
        let names = names(&row[1]);
        if row[0].is_true() {
            primary_key.clone_from(&names);
        }
        unique.push(names);
    }
    let storage = rows(&row[8]);
    let kind = match row[3].words().as_str() {
        _ if row[4].is_true() => TableKind::NotATable,
        "r" => TableKind::Table,
        "p" => TableKind::Partitioned,
        _ => TableKind::NotATable,
    };
    let foreign = storage.iter().any(|row| row[6].words() == "f");
    let refusal = (kind != TableKind::NotATable && foreign)
        .then(|| "one of its partitions is a foreign table, whose rows are on another server".to_owned());
    let partitioned = kind == TableKind::Partitioned;
    Table {
        table: TableRef { schema: Some(row[1].words()), name: row[2].words() },
        kind,
        columns: rows(&row[5]).iter().map(|row| column(row)).collect(),
        primary_key,
        unique,
        triggers: rows(&row[7]).iter().map(|row| row[0].words()).collect(),
        rows_estimate: estimate(&storage),
        partitions: if partitioned { storage.iter().map(|row| relation(row)).collect() } else { Vec::new() },
        droppable: if partitioned { droppable(&storage) } else { Vec::new() },
        refusal,
        rowid: None,
        storage: storage.iter().map(|row| relation(row)).collect(),
    }
}

/// Rows within a row, as JSON.
fn rows(cell: &Cell) -> Vec<Vec<Cell>> {
    let rows: Vec<Vec<serde_json::Value>> = serde_json::from_str(&cell.words()).unwrap_or_default();
    let value = |value: serde_json::Value| match value {
        serde_json::Value::Null => Cell::Null,
        serde_json::Value::Bool(is) => Cell::Int(i64::from(is)),
        serde_json::Value::String(text) => Cell::Text(text),
        other => Cell::Text(other.to_string()),
    };
    rows.into_iter().map(|row| row.into_iter().map(value).collect()).collect()
}

fn relation(row: &[Cell]) -> TableRef {
    TableRef { schema: Some(row[0].words()), name: row[1].words() }
}

fn estimate(storage: &[Vec<Cell>]) -> Option<u64> {
    storage.iter().map(|row| row[2].int().and_then(|rows| u64::try_from(rows).ok())).sum()
}

/// Range partitions with an upper end, without the topmost: new rows would have nowhere to go.
fn droppable(storage: &[Vec<Cell>]) -> Vec<TableRef> {
    let mut ranges: Vec<(String, TableRef)> = storage
        .iter()
        .filter(|row| row[5].words() == "r")
        .filter_map(|row| {
            let bound = row[4].words();
            let upper = bound.split_once(") TO (")?.1.trim_end_matches(')').to_owned();
            (!upper.contains("MAXVALUE")).then(|| (upper, relation(row)))
        })
        .collect();
    ranges.sort_by_key(|(bound, _)| bound_order(bound));
    // Numbers of different lengths and dates sort rightly; of anything else the last in the text's order stays.
    ranges.pop();
    ranges.into_iter().map(|(_, table)| table).collect()
}

fn bound_order(bound: &str) -> (usize, String) {
    let bare = bound.trim_matches('\'');
    let number = bare.parse::<i64>().is_ok();
    (if number { bare.len() } else { 0 }, bare.to_owned())
}

fn names(cell: &Cell) -> Vec<String> {
    serde_json::from_str(&cell.words()).unwrap_or_default()
}

fn column(row: &[Cell]) -> (String, ColumnShape) {
    let class = match row[2].words().as_str() {
        "date" => ColumnClass::Date,
        "timestamptz" => ColumnClass::Instant,
        "timestamp" => ColumnClass::Local,
        "text" | "varchar" | "bpchar" | "citext" | "name" => ColumnClass::Text,
        "int2" | "int4" | "int8" => ColumnClass::Integer,
        "bool" => ColumnClass::Bool,
        "inet" | "cidr" => ColumnClass::Network,
        _ => ColumnClass::Other,
    };
    let shape = ColumnShape {
        type_name: row[1].words(),
        class,
        nullable: !row[3].is_true(),
        generated: row[4].is_true(),
    };
    (row[0].words(), shape)
}

pub(super) async fn foreign_keys(tx: &mut Tx) -> Result<Vec<ForeignKey>, sqlx::Error> {
    let rows = tx.rows(&Sql::plain(FOREIGN_KEYS)).await?;
    Ok(rows
        .iter()
        .map(|row| ForeignKey {
            name: row[0].words(),
            from: TableRef { schema: Some(row[1].words()), name: row[2].words() },
            to: TableRef { schema: Some(row[3].words()), name: row[4].words() },
            on_delete: match row[5].words().as_str() {
                "c" => OnDelete::Cascade,
                "n" => OnDelete::SetNull,
                "d" => OnDelete::SetDefault,
                _ => OnDelete::Block,
            },
            on: names(&row[6]).into_iter().zip(names(&row[7])).collect(),
            nullable: row[8].is_true(),
        })
        .collect())
}
