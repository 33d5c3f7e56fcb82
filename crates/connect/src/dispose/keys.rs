//! Keys of rows, carried from one statement to the next and, for as long as a batch is open, in its probe.

use serde_json::Value;

use crate::catalog::Table;
use crate::db::{Arg, Cell};
use crate::sql::dialect::Dialect;
use crate::sql::render::{Render, base_type};

/// Columns that tell the rows of a table apart and that an index keeps in order.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) columns: Vec<KeyColumn>,
    /// The primary key itself (or SQLite's row number).
    pub(crate) clustered: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct KeyColumn {
    /// Quoted already.
    quoted: String,
    form: Form,
}

/// How a key column travels.
#[derive(Clone, Debug)]
enum Form {
    /// As it is.
    Plain,
    /// PostgreSQL: as text, cast back to this type.
    Typed(String),
    /// As text, cast back so.
    Cast(&'static str),
    /// As hexadecimal digits.
    Hex,
}

/// One row's key.
pub(crate) type KeyValue = Vec<Value>;

impl Key {
    /// The key to walk a table by: the primary key, SQLite's row number, or else a unique key without NULLs.
    pub(crate) fn of(dialect: Dialect, table: &Table) -> Option<Self> {
        if let Some(rowid) = table.rowid {
            let column = KeyColumn { quoted: rowid.to_owned(), form: Form::Plain };
            return Some(Self { columns: vec![column], clustered: true });
        }
        let not_null = |columns: &Vec<String>| {
            columns.iter().all(|column| table.columns.get(column).is_some_and(|shape| !shape.nullable))
        };
        let primary = Some(&table.primary_key).filter(|columns| !columns.is_empty());
        primary
            .into_iter()
            .chain(table.unique.iter().filter(|columns| not_null(columns)))
            .find_map(|columns| Self::from_columns(dialect, table, columns))
            .map(|columns| Self { clustered: columns.0 == table.primary_key, columns: columns.1 })
    }

    /// A key of these columns; `None` if one of them has no order that survives the way through text.
    pub(crate) fn from_columns(
        dialect: Dialect,
        table: &Table,
        columns: &[String],
    ) -> Option<(Vec<String>, Vec<KeyColumn>)> {
        let found: Option<Vec<KeyColumn>> = columns
            .iter()
            .map(|column| {
                let shape = table.columns.get(column)?;
                let form = form(dialect, &shape.type_name)?;
                Some(KeyColumn { quoted: dialect.quote(column), form })
            })
            .collect();
        found.map(|found| (columns.to_vec(), found))
    }

    /// Whether keys are whole numbers that can be counted on from one to the next.
    pub(crate) fn is_number(&self, value: &KeyValue) -> bool {
        matches!((self.columns.as_slice(), value.as_slice()), ([KeyColumn { form: Form::Plain, .. }], [Value::Number(n)]) if n.is_i64())
    }

    /// Writes the columns of the select list.
    pub(crate) fn select(&self, w: &mut Render<'_>, alias: &str) {
        let list: Vec<String> = self.columns.iter().map(|column| column.selected(alias)).collect();
        w.raw(&list.join(", "));
    }

    /// Writes the columns for `ORDER BY`.
    pub(crate) fn order(&self, w: &mut Render<'_>, alias: &str, descending: bool) {
        let way = if descending { " DESC" } else { "" };
        let list: Vec<String> =
            self.columns.iter().map(|column| format!("{alias}.{}{way}", column.quoted)).collect();
        w.raw(&list.join(", "));
    }

    /// Writes that a row's key lies in `(after, up_to]`.
    pub(crate) fn between(
        &self,
        w: &mut Render<'_>,
        alias: &str,
        after: Option<&KeyValue>,
        up_to: Option<&KeyValue>,
    ) {
        match (after, up_to) {
            (None, None) => w.raw("TRUE"),
            (Some(after), None) => self.beyond(w, alias, after, ">", false),
            (None, Some(up_to)) => self.beyond(w, alias, up_to, "<", true),
            (Some(after), Some(up_to)) => {
                self.beyond(w, alias, after, ">", false);
                w.raw(" AND ");
                self.beyond(w, alias, up_to, "<", true);
            }
        }
    }

    /// Writes a comparison of whole keys, column by column, in the form that every optimiser takes for a range.
    fn beyond(&self, w: &mut Render<'_>, alias: &str, value: &KeyValue, way: &str, or_equal: bool) {
        let last = self.columns.len() - 1;
        let ordered = |w: &mut Render<'_>, i: usize, sign: &str| {
            w.raw(&format!("{alias}.{} {sign} ", self.columns[i].quoted));
            self.columns[i].bind(w, &value[i]);
        };
        if last > 0 {
            w.raw("(");
            ordered(w, 0, &format!("{way}="));
            w.raw(" AND (");
        }
        for i in 0..=last {
            if i > 0 {
                w.raw(" OR (");
                for before in 0..i {
                    ordered(w, before, "=");
                    w.raw(" AND ");
                }
            }
            let sign = if i == last && or_equal { format!("{way}=") } else { way.to_owned() };
            ordered(w, i, &sign);
            if i > 0 {
                w.raw(")");
            }
        }
        if last > 0 {
            w.raw("))");
        }
    }

    /// Writes that a row's key is one of these.
    pub(crate) fn among(&self, w: &mut Render<'_>, alias: &str, keys: &[KeyValue]) {
        if keys.is_empty() {
            w.raw("FALSE");
            return;
        }
        if let [column] = self.columns.as_slice() {
            w.raw(&format!("{alias}.{} IN (", column.quoted));
            for (i, key) in keys.iter().enumerate() {
                if i > 0 {
                    w.raw(", ");
                }
                column.bind(w, &key[0]);
            }
            w.raw(")");
            return;
        }
        w.raw("(");
        for (i, key) in keys.iter().enumerate() {
            w.raw(if i > 0 { " OR (" } else { "(" });
            for (j, column) in self.columns.iter().enumerate() {
                let and = if j > 0 { " AND " } else { "" };
                w.raw(&format!("{and}{alias}.{} = ", column.quoted));
                column.bind(w, &key[j]);
            }
            w.raw(")");
        }
        w.raw(")");
    }
}

impl KeyColumn {
    fn selected(&self, alias: &str) -> String {
        let name = format!("{alias}.{}", self.quoted);
        match self.form {
            Form::Plain => name,
            Form::Typed(_) => format!("{name}::text"),
            Form::Cast(_) => format!("CAST({name} AS CHAR)"),
            Form::Hex => format!("HEX({name})"),
        }
    }

    fn bind(&self, w: &mut Render<'_>, value: &Value) {
        let arg = arg(value);
        match &self.form {
            Form::Plain => w.bind(arg),
            Form::Typed(kind) => {
                w.bind(arg);
                w.raw(&format!("::{kind}"));
            }
            Form::Cast(kind) => {
                w.raw("CAST(");
                w.bind(arg);
                w.raw(&format!(" AS {kind})"));
            }
            Form::Hex => {
                w.raw("UNHEX(");
                w.bind(arg);
                w.raw(")");
            }
        }
    }
}

fn form(dialect: Dialect, type_name: &str) -> Option<Form> {
    let base = base_type(type_name).to_lowercase();
    match dialect {
        Dialect::Postgres => Some(Form::Typed(base_type(type_name))),
        Dialect::Sqlite => Some(Form::Plain),
        Dialect::Mysql { .. } => {
            let word = base.split(' ').next().unwrap_or_default();
            Some(match word {
                _ if base.contains("unsigned") && word.ends_with("int") => Form::Cast("UNSIGNED"),
                "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "year" | "char" | "varchar"
                | "tinytext" | "text" | "mediumtext" | "longtext" => Form::Plain,
                "decimal" => Form::Cast("DECIMAL(65,30)"),
                "binary" | "varbinary" | "tinyblob" | "blob" | "mediumblob" | "longblob" => Form::Hex,
                "date" => Form::Cast("DATE"),
                "datetime" | "timestamp" => Form::Cast("DATETIME(6)"),
                "uuid" | "inet4" | "inet6" => Form::Cast("CHAR"),
                _ => return None,
            })
        }
    }
}

/// A fetched value as it stands in a probe.
pub(crate) fn json(cell: Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Int(value) => Value::from(value),
        Cell::Text(text) => Value::from(text),
        Cell::Real(value) => Value::from(value),
        Cell::Bytes(bytes) => {
            let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
            let hex: String = bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
            serde_json::json!({ "hex": hex })
        }
    }
}

fn arg(value: &Value) -> Arg {
    match value {
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Arg::Int(whole),
            None => Arg::Real(number.as_f64().unwrap_or_default()),
        },
        Value::String(text) => Arg::Text(text.clone()),
        Value::Object(map) => {
            let hex = map.get("hex").and_then(Value::as_str).unwrap_or_default();
            let digits: Vec<u8> =
                hex.chars().filter_map(|c| c.to_digit(16)).filter_map(|d| u8::try_from(d).ok()).collect();
            Arg::Bytes(digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, d| byte << 4 | d)).collect())
        }
        other => Arg::Text(other.to_string()),
    }
}

/// The key of each row of an answer.
pub(crate) fn keys_of(rows: Vec<Vec<Cell>>) -> Vec<KeyValue> {
    rows.into_iter().map(|row| row.into_iter().map(json).collect()).collect()
}

/// A few keys, spread over all of them, that stand for a batch in its probe.
pub(crate) fn sample(keys: &[KeyValue]) -> Vec<KeyValue> {
    let stride = keys.len().div_ceil(16).max(1);
    keys.iter().step_by(stride).cloned().collect()
}
