//! Records of a database's table.

use std::collections::{BTreeMap, BTreeSet};

use gallra_rules::inventory::{ColumnClass, ColumnShape};
use gallra_rules::predicate::TableRef;

use super::{Datum, LARGEST_CELL, ReadError, ReadQuestion, Sink};
use crate::Database;
use crate::db::{Cell, Tx};
use crate::error::ConnectError;
use crate::sql::dialect::Dialect;
use crate::sql::render::columns_read;

/// What a column's cell becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Bool,
    Integer,
    Number,
    Text,
    Date,
    Instant,
    Json,
    Bytes,
}

impl Database {
    /// Reads all questions in one transaction that sees one moment. Reads only.
    pub(crate) async fn read(
        &self,
        questions: &[ReadQuestion],
        sink: &mut dyn Sink,
    ) -> Result<(), ReadError> {
        let first = |error| ReadError::System(0, error);
        let mut tx = self.reading().await.map_err(first)?;
        for (position, question) in questions.iter().enumerate() {
            self.read_one(&mut tx, position, question, sink).await?;
        }
        let ended = tx.rollback().await;
        self.ok(ended).map_err(first)
    }

    async fn read_one(
        &self,
        tx: &mut Tx,
        position: usize,
        question: &ReadQuestion,
        sink: &mut dyn Sink,
    ) -> Result<(), ReadError> {
        let system = |error: ConnectError| ReadError::System(position, error);
        let facts = self.facts(tx, &needed(question)).await.map_err(system)?;
        let mut w = self.render(&facts);
        let at = w.outer(&question.table);
        w.raw("SELECT ");
        for mark in &question.marks {
            w.raw("CASE WHEN ");
            w.predicate(&at, mark).map_err(system)?;
            w.raw(" THEN 1 ELSE 0 END, ");
        }
        let mut forms = Vec::new();
        for (column, class) in &question.columns {
            let shape = w.shape(&at, column).map_err(system)?;
            let name = w.column(&at, column);
            let (expression, form) = self.expression(&name, shape, *class);
            w.raw(&self.bounded(&expression, form));
            w.raw(", ");
            if self.dialect == Dialect::Sqlite {
                w.raw(&format!("typeof({name}), "));
            }
            forms.push(form);
        }
        w.raw(&format!("1 FROM {} WHERE ", self.dialect.outer(&question.table)));
        w.predicate(&at, &question.which).map_err(system)?;
        for (place, column) in question.order.iter().enumerate() {
            let name = w.column(&at, column);
            w.raw(if place == 0 { " ORDER BY " } else { ", " });
            w.raw(&name);
        }
        let sql = w.finish();
        let (marks, sqlite) = (question.marks.len(), self.dialect == Dialect::Sqlite);
        let mut written = Ok(());
        let read = tx.each(&sql, |row| {
            let mut cells = row.into_iter();
            let marks = cells.by_ref().take(marks).map(|cell| cell.is_true()).collect();
            let values = forms.iter().map(|form| {
                let cell = cells.next().unwrap_or(Cell::Null);
                let bytes = if may_be_large(*form, sqlite) { cells.next() } else { None };
                if let Some(bytes @ 1..) = bytes.map(|bytes| bytes.count()) {
                    let _ = sqlite.then(|| cells.next());
                    return Datum::Large(bytes);
                }
                let kind = if sqlite { cells.next().and_then(|kind| kind.text()) } else { None };
                datum(cell, *form, kind.as_deref())
            });
            let values = values.collect();
            written = sink.record(position, values, marks);
            written.is_ok()
        });
        let read = self.at(&question.table, read.await);
        written.map_err(ReadError::Sink)?;
        read.map_err(system)
    }

    /// A cell that is not too large, and else its number of bytes, where it may be too large: two columns.
    fn bounded(&self, expression: &str, form: Form) -> String {
        let sqlite = self.dialect == Dialect::Sqlite;
        if !may_be_large(form, sqlite) {
            return expression.to_owned();
        }
        let length = match self.dialect {
            // Of a blob it is known without reading it; texts come as blobs.
            Dialect::Sqlite => format!("length({expression})"),
            Dialect::Postgres | Dialect::Mysql { .. } => format!("octet_length({expression})"),
        };
        let large = format!("{length} > {LARGEST_CELL}");
        format!("CASE WHEN {large} THEN NULL ELSE {expression} END, CASE WHEN {large} THEN {length} END")
    }

    /// What is selected for a column, and what its cell means. SQLite's values have types of their own, so each is asked for
    /// its type too, and texts come as bytes: what is no UTF-8 there would fail, and a NUL would end it.
    fn expression(&self, name: &str, shape: &ColumnShape, class: ColumnClass) -> (String, Form) {
        let kind = shape.type_name.to_ascii_lowercase();
        let is = |kinds: &[&str]| kinds.iter().any(|one| kind.starts_with(one));
        let form = match class {
            ColumnClass::Bool => Form::Bool,
            ColumnClass::Integer => Form::Integer,
            ColumnClass::Date | ColumnClass::Local => Form::Date,
            ColumnClass::Instant => Form::Instant,
            _ if is(&["json"]) => Form::Json,
            _ if is(&["bytea", "blob", "binary", "varbinary", "tinyblob", "mediumblob", "longblob"]) => {
                Form::Bytes
            }
            _ if is(&["numeric", "decimal", "real", "double", "float"]) => Form::Number,
            _ => Form::Text,
        };
        let expression = match (self.dialect, form) {
            (Dialect::Sqlite, _) => {
                format!("CASE typeof({name}) WHEN 'text' THEN CAST({name} AS BLOB) ELSE {name} END")
            }
            (Dialect::Postgres, Form::Integer) => format!("({name})::bigint"),
            (_, Form::Bytes)
            | (Dialect::Postgres, Form::Bool)
            | (Dialect::Mysql { .. }, Form::Integer | Form::Bool) => name.to_owned(),
            (Dialect::Mysql { .. }, _) if kind.starts_with("bit") => {
                return (format!("CAST({name} AS UNSIGNED)"), Form::Integer);
            }
            (Dialect::Mysql { .. }, Form::Text) if is_spatial(&kind) => format!("ST_AsText({name})"),
            (Dialect::Mysql { .. }, Form::Text) if class == ColumnClass::Text => {
                format!("CONVERT({name} USING utf8mb4)")
            }
            (Dialect::Mysql { .. } | Dialect::Postgres, _) => self.dialect.as_text(name),
        };
        (expression, form)
    }
}

/// SQLite's columns hold what they like.
fn may_be_large(form: Form, sqlite: bool) -> bool {
    sqlite || matches!(form, Form::Text | Form::Json | Form::Bytes)
}

fn is_spatial(kind: &str) -> bool {
    ["geometry", "point", "linestring", "polygon", "multi"].iter().any(|one| kind.starts_with(one))
}

/// Tables and columns that are read.
fn needed(question: &ReadQuestion) -> BTreeMap<TableRef, BTreeSet<String>> {
    let mut needed: BTreeMap<TableRef, BTreeSet<String>> = BTreeMap::new();
    let own = needed.entry(question.table.clone()).or_default();
    own.extend(question.columns.iter().map(|(name, _)| name.clone()));
    own.extend(question.order.iter().cloned());
    columns_read(&question.table, &question.which, &mut needed);
    for mark in &question.marks {
        columns_read(&question.table, mark, &mut needed);
    }
    needed
}

/// `kind` is SQLite's word for the value's own type, which may be another than the column's.
fn datum(cell: Cell, form: Form, kind: Option<&str>) -> Datum {
    match (cell, form) {
        (Cell::Null, _) => Datum::Null,
        (Cell::Int(number @ (0 | 1)), Form::Bool) => Datum::Bool(number == 1),
        (Cell::Int(number), _) => Datum::Integer(number),
        (Cell::Real(number), _) if number.is_finite() => Datum::Number(number.to_string()),
        (Cell::Real(number), _) => Datum::Text(number.to_string()),
        (Cell::Bytes(bytes), _) if kind == Some("text") => {
            text(String::from_utf8_lossy(&bytes).into_owned(), form)
        }
        (Cell::Bytes(bytes), _) => Datum::Bytes(bytes),
        (Cell::Text(text), Form::Bytes) if kind.is_none() => Datum::Bytes(text.into_bytes()),
        (Cell::Text(told), form) => text(told, form),
    }
}

fn text(text: String, form: Form) -> Datum {
    match form {
        // Before our era PostgreSQL says so behind the day, and no other notation is agreed on.
        Form::Date if text.ends_with(" BC") => Datum::Date(text),
        Form::Date => Datum::Date(text.replacen(' ', "T", 1)),
        Form::Instant => Datum::Date(moment(text)),
        Form::Json => Datum::Json(text),
        Form::Number | Form::Integer if is_number(&text) => Datum::Number(text),
        Form::Bool | Form::Integer | Form::Number | Form::Text | Form::Bytes => Datum::Text(text),
    }
}

/// The sessions are in UTC.
fn moment(text: String) -> String {
    if !text.starts_with(|first: char| first.is_ascii_digit()) || text.ends_with("BC") {
        return text;
    }
    let told = text.replacen(' ', "T", 1);
    match told.strip_suffix("+00") {
        Some(told) => format!("{told}Z"),
        None if told.contains('T') && !told.ends_with('Z') && !told.contains('+') => format!("{told}Z"),
        None => told,
    }
}

/// Whether it is a number as JSON writes one.
fn is_number(text: &str) -> bool {
    serde_json::from_str::<serde_json::Number>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_one_way() {
        assert_eq!(moment("2026-02-03 04:05:06.7+00".to_owned()), "2026-02-03T04:05:06.7Z");
        assert_eq!(moment("2026-02-03 04:05:06".to_owned()), "2026-02-03T04:05:06Z");
        assert_eq!(moment("infinity".to_owned()), "infinity");
        assert_eq!(moment("0044-03-15 12:00:00+00 BC".to_owned()), "0044-03-15 12:00:00+00 BC");
    }

    #[test]
    fn what_a_cell_is_decides_and_not_what_its_column_was_meant_to_be() {
        assert_eq!(datum(Cell::Int(2), Form::Bool, None), Datum::Integer(2));
        assert_eq!(datum(Cell::Text("NaN".to_owned()), Form::Number, None), Datum::Text("NaN".to_owned()));
        assert_eq!(datum(Cell::Text("a".to_owned()), Form::Bytes, None), Datum::Bytes(b"a".to_vec()));
        let latin = Cell::Bytes(b"\xc5sa\0".to_vec());
        assert_eq!(datum(latin, Form::Integer, Some("text")), Datum::Text("\u{fffd}sa\0".to_owned()));
    }
}
