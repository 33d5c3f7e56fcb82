//! Thousands of keys at once in a condition, so that an index on the column serves and none of them is a statement of its
//! own. Which way is fastest was measured for each system: decision 12.

use gallra_rules::inventory::{ColumnClass, ColumnShape};
use gallra_rules::predicate::TableRef;

use crate::db::Arg;
use crate::error::{ConnectError, ErrorKind};
use crate::sql::dialect::Dialect;
use crate::sql::render::{At, Render, Rendered};

impl Render<'_> {
    /// The column is exactly one of these keys. NULL is none.
    pub(crate) fn among(&mut self, at: &At, column: &str, keys: &[String]) -> Rendered {
        let shape = self.shape(at, column)?;
        let name = self.column(at, column);
        match shape.class {
            ColumnClass::Integer => self.numbers(&name, shape, keys),
            ColumnClass::Text => self.texts(&name, keys),
            _ if shape.type_name == "uuid" && self.dialect == Dialect::Postgres => {
                let keys: Vec<String> = keys.iter().filter(|key| is_uuid(key)).cloned().collect();
                self.raw(&format!("{name} = ANY("));
                self.bind(Arg::Texts(keys));
                self.raw("::text[]::uuid[])");
            }
            _ => return Err(no_key(&at.table, column, shape)),
        }
        Ok(())
    }

    /// Whether [`Render::joined_keys`] can be written here.
    pub(crate) fn joins_keys(&self, at: &At, column: &str) -> Result<bool, ConnectError> {
        let shape = self.shape(at, column)?;
        let known =
            matches!(shape.class, ColumnClass::Integer | ColumnClass::Text) || shape.type_name == "uuid";
        Ok(known && self.dialect == Dialect::Postgres && !self.is_loose())
    }

    /// The same as [`Render::among`] in other words, for PostgreSQL: a join with the keys as rows, which may begin at either.
    pub(crate) fn joined_keys(&mut self, at: &At, column: &str, keys: &[String]) -> Rendered {
        let shape = self.shape(at, column)?;
        let name = self.column(at, column);
        self.raw("EXISTS (SELECT 1 FROM unnest(");
        let same = match shape.class {
            ColumnClass::Integer => {
                let exact = keys.iter().filter_map(|key| Some((key, key.parse::<i64>().ok()?)));
                self.bind(Arg::Ints(
                    exact.filter(|(key, n)| n.to_string() == **key).map(|(_, n)| n).collect(),
                ));
                self.raw("::bigint[]");
                name
            }
            ColumnClass::Text => {
                self.bind(Arg::Texts(keys.to_vec()));
                self.raw("::text[]");
                format!("{name}::text COLLATE \"C\"")
            }
            _ => {
                self.bind(Arg::Texts(keys.iter().filter(|key| is_uuid(key)).cloned().collect()));
                self.raw("::text[]::uuid[]");
                name
            }
        };
        self.raw(&format!(") AS k (v) WHERE k.v = {same})"));
        Ok(())
    }

    /// `007` is not 7: only what is written as the column writes it can be equal.
    pub(crate) fn numbers(&mut self, name: &str, shape: &ColumnShape, keys: &[String]) {
        let number = |key: &String| key.parse::<i64>().ok().filter(|number| number.to_string() == *key);
        // PostgreSQL looks numbers up in a table of hashes only if they have the column's own type.
        let (most, cast) = match shape.type_name.as_str() {
            "smallint" => (i64::from(i16::MAX), "::smallint[]"),
            "integer" => (i64::from(i32::MAX), "::integer[]"),
            _ => (i64::MAX, ""),
        };
        let (most, cast) = if self.dialect == Dialect::Postgres { (most, cast) } else { (i64::MAX, "") };
        let fits = |number: &i64| (-most - 1..=most).contains(number);
        let numbers: Vec<i64> = keys.iter().filter_map(number).filter(fits).collect();
        if numbers.is_empty() {
            self.raw("FALSE");
            return;
        }
        match self.dialect {
            Dialect::Postgres => {
                self.raw(&format!("{name} = ANY("));
                self.bind(Arg::Ints(numbers));
                self.raw(&format!("{cast})"));
            }
            Dialect::Sqlite => {
                self.raw(&format!("{name} IN (SELECT value FROM json_each("));
                self.bind(Arg::Ints(numbers));
                self.raw("))");
            }
            Dialect::Mysql { .. } => {
                let list: Vec<String> = numbers.iter().map(i64::to_string).collect();
                self.raw(&format!("{name} IN ({})", list.join(",")));
            }
        }
    }

    /// Databases may take texts for equal that differ in case, in accents or in spaces at the end; keys that differ are
    /// different customers. The first condition lets an index serve, the second is exact.
    fn texts(&mut self, name: &str, keys: &[String]) {
        if keys.is_empty() {
            self.raw("FALSE");
            return;
        }
        match self.dialect {
            Dialect::Postgres => {
                self.raw(&format!("({name} = ANY("));
                self.bind(Arg::Texts(keys.to_vec()));
                self.raw(&format!(") AND {name}::text COLLATE \"C\" = ANY("));
                self.bind(Arg::Texts(keys.to_vec()));
                self.raw("))");
            }
            Dialect::Sqlite => {
                self.raw(&format!("({name} IN (SELECT value FROM json_each("));
                self.bind(Arg::Texts(keys.to_vec()));
                self.raw(&format!(")) AND {name} COLLATE BINARY IN (SELECT value FROM json_each("));
                self.bind(Arg::Texts(keys.to_vec()));
                self.raw(")))");
            }
            Dialect::Mysql { mariadb, .. } => {
                let list: Vec<String> = keys.iter().map(|key| constant(key)).collect();
                let list = list.join(",");
                let exact = if mariadb { "utf8mb4_nopad_bin" } else { "utf8mb4_0900_bin" };
                self.raw(&format!(
                    "({name} IN ({list}) AND CONVERT({name} USING utf8mb4) COLLATE {exact} IN ({list}))"
                ));
            }
        }
    }
}

/// A text of MariaDB in the statement, for a parameter each would be more than there may be. Hexadecimal: nothing in it can end
/// the constant.
pub(crate) fn constant(text: &str) -> String {
    if text.is_empty() { "''".to_owned() } else { format!("_utf8mb4 0x{}", hex::encode(text)) }
}

pub(crate) fn is_uuid(key: &str) -> bool {
    key.len() == 36
        && key.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
        })
}

fn no_key(table: &TableRef, column: &str, shape: &ColumnShape) -> ConnectError {
    ConnectError::new(
        ErrorKind::Unsupported,
        format!("table {table}"),
        format!("`{column}` is `{}`, which is not compared with another system's keys", shape.type_name),
        "Name a column that is a whole number or a text in `by`",
    )
}

/// A predicate came without the keys that it names.
pub(crate) fn not_filled_in(table: &TableRef) -> ConnectError {
    ConnectError::new(
        ErrorKind::Changed,
        format!("table {table}"),
        "the keys that were read from another system for this plan are not at hand",
        "Make the plan again",
    )
}
