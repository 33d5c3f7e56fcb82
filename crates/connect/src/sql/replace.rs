//! What an anonymised column holds, as an expression, and whether it holds it yet.
//!
//! Each replacement maps its own result to itself, so that a second run changes nothing. A value that a replacement
//! cannot read (a `Year` of text without a year, a `Network` of text that is no address) becomes NULL, or empty where
//! NULL is not allowed: what is not understood is not kept.

use std::collections::BTreeMap;

use gallra_rules::inventory::{ColumnClass, ColumnShape};
use gallra_rules::predicate::Replacement;

use crate::error::{ConnectError, ErrorKind};
use crate::sql::dialect::Dialect;
use crate::sql::render::{At, Lit, Render, Rendered, base_type};

const HEX16: &str = "[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]\
                     [0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]";

/// Groups of an IPv6 address, and that there are enough of them (a MAC address has six groups and no `::`).
const V6_GROUPS: &str = "^([0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f.]{0,15}$";
const V6_WHOLE: &str = "::|^([^:]*:){6,7}[^:]*$";

impl Render<'_> {
    /// At least one of the columns does not hold its replacement.
    pub(crate) fn not_anonymised(&mut self, at: &At, columns: &BTreeMap<String, Replacement>) -> Rendered {
        if columns.is_empty() {
            self.raw("FALSE");
            return Ok(());
        }
        self.raw("(");
        for (i, (column, replacement)) in columns.iter().enumerate() {
            if i > 0 {
                self.raw(" OR ");
            }
            let name = self.column(at, column);
            let shape = self.shape(at, column)?;
            match replacement {
                Replacement::Null => self.raw(&format!("{name} IS NOT NULL")),
                Replacement::Token => {
                    self.raw(&format!("({name} IS NOT NULL AND NOT {})", self.is_token(&name)));
                }
                Replacement::Constant(_) | Replacement::Year | Replacement::Network => {
                    // `differs` with an expression that may bind: written from left to right.
                    let both = self.dialect.differs(&name, "\u{0}");
                    let (before, after) = both.split_once('\u{0}').unwrap_or((&both, ""));
                    self.raw(before);
                    self.replacement(at, column, shape, replacement)?;
                    self.raw(after);
                }
            }
        }
        self.raw(")");
        Ok(())
    }

    /// `column = expression, …` for an `UPDATE`.
    pub(crate) fn assignments(&mut self, at: &At, columns: &BTreeMap<String, Replacement>) -> Rendered {
        for (i, (column, replacement)) in columns.iter().enumerate() {
            let comma = if i == 0 { "" } else { ", " };
            let shape = self.shape(at, column)?;
            self.raw(&format!("{comma}{} = ", self.dialect.quote(column)));
            self.replacement(at, column, shape, replacement)?;
        }
        Ok(())
    }

    /// The replacement of the column's present value.
    fn replacement(
        &mut self,
        at: &At,
        column: &str,
        shape: &ColumnShape,
        replacement: &Replacement,
    ) -> Rendered {
        let name = self.column(at, column);
        match replacement {
            Replacement::Null => self.raw("NULL"),
            Replacement::Constant(value) => {
                match (shape.class, value) {
                    (
                        ColumnClass::Integer | ColumnClass::Bool,
                        gallra_rules::predicate::Scalar::Integer(n),
                    ) if self.dialect != Dialect::Postgres || shape.class == ColumnClass::Integer => {
                        self.lit(Lit::Int(*n));
                    }
                    (_, gallra_rules::predicate::Scalar::Bool(b)) if self.dialect != Dialect::Postgres => {
                        self.lit(Lit::Int(i64::from(*b)));
                    }
                    _ => self.lit(Lit::Text(value.to_string())),
                }
                if self.dialect == Dialect::Postgres {
                    self.raw(&format!("::{}", base_type(&shape.type_name)));
                }
            }
            Replacement::Token => {
                let token = self.new_token(&name)?;
                let kept = self.is_token(&name);
                self.raw(&format!("CASE WHEN {name} IS NULL OR {kept} THEN {name} ELSE {token} END"));
            }
            Replacement::Year => self.raw(&year(self.dialect, &name, shape)),
            Replacement::Network => self.raw(&network(self.dialect, &name, shape)),
        }
        Ok(())
    }

    fn is_token(&self, name: &str) -> String {
        match self.dialect {
            Dialect::Postgres => format!("(({name})::text ~ '^anon-[0-9a-f]{{16}}$')"),
            Dialect::Mysql { .. } => format!("({name} REGEXP '^anon-[0-9a-f]{{16}}$')"),
            Dialect::Sqlite => format!("({name} GLOB 'anon-{HEX16}')"),
        }
    }

    /// 64 random bits from the database's strong generator, new for each row.
    fn new_token(&self, name: &str) -> Result<String, ConnectError> {
        Ok(match self.dialect {
            // A version 4 UUID is random but for six bits; the first eight and last eight digits have none of them.
            Dialect::Postgres => {
                "'anon-' || left(gen_random_uuid()::text, 8) || right(gen_random_uuid()::text, 8)".to_owned()
            }
            // Where the column has another character set than the connection, MariaDB converts what looks constant to
            // it, once for all rows: so the number of bytes is made to depend on the row.
            Dialect::Mysql { random_bytes: true, .. } => {
                format!("CONCAT('anon-', LOWER(HEX(RANDOM_BYTES(8 + 0 * CHAR_LENGTH({name})))))")
            }
            // Older MariaDB has no strong generator: unique by UUID(), unguessable by a salt that nobody keeps.
            Dialect::Mysql { .. } => {
                format!("CONCAT('anon-', LEFT(SHA2(CONCAT('{}', UUID(), RAND()), 256), 16))", salt()?)
            }
            Dialect::Sqlite => "'anon-' || lower(hex(randomblob(8)))".to_owned(),
        })
    }
}

/// 256 random bits as hexadecimal digits.
fn salt() -> Result<String, ConnectError> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|_| {
        ConnectError::new(
            ErrorKind::Refused,
            "this machine",
            "it gives no random numbers",
            "See that /dev/urandom or getrandom(2) can be used where Gallra runs",
        )
    })?;
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    Ok(bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect())
}

/// What stands for a value that cannot be read.
fn nothing(shape: &ColumnShape) -> &'static str {
    if shape.nullable { "NULL" } else { "''" }
}

fn year(dialect: Dialect, name: &str, shape: &ColumnShape) -> String {
    let none = nothing(shape);
    match (dialect, shape.class) {
        (Dialect::Postgres, ColumnClass::Date) => format!("date_trunc('year', {name})::date"),
        (Dialect::Postgres, ColumnClass::Local) => format!("date_trunc('year', {name})"),
        (Dialect::Postgres, ColumnClass::Instant) => format!("date_trunc('year', {name}, 'UTC')"),
        (Dialect::Mysql { .. }, ColumnClass::Date) => format!("MAKEDATE(YEAR({name}), 1)"),
        (Dialect::Mysql { .. }, ColumnClass::Local) => format!("TIMESTAMP(MAKEDATE(YEAR({name}), 1))"),
        // The first moment that a TIMESTAMP can hold is one second after its first new year.
        (Dialect::Mysql { .. }, ColumnClass::Instant) => {
            format!("GREATEST(TIMESTAMP(MAKEDATE(YEAR({name}), 1)), TIMESTAMP('1970-01-01 00:00:01'))")
        }
        (_, ColumnClass::Integer) => {
            // A year is itself; 19850312 becomes 19850101; another number says nothing about a year.
            let rest = if shape.nullable { "NULL" } else { "0" };
            let division = if dialect.is_mysql() { "DIV" } else { "/" };
            format!(
                "CASE WHEN {name} BETWEEN 1000 AND 9999 THEN {name} WHEN {name} BETWEEN 10000101 AND 99991231 \
                 THEN ({name} {division} 10000) * 10000 + 101 ELSE {rest} END"
            )
        }
        (Dialect::Postgres, _) => format!(
            "CASE WHEN {name} IS NULL THEN NULL WHEN ({name})::text ~ '^[0-9]{{4}}([^0-9]|$)' \
             THEN left(({name})::text, 4) || '-01-01' ELSE {none} END"
        ),
        (Dialect::Mysql { .. }, _) => format!(
            "CASE WHEN {name} IS NULL THEN NULL WHEN {name} REGEXP '^[0-9]{{4}}([^0-9]|$)' \
             THEN CONCAT(LEFT({name}, 4), '-01-01') ELSE {none} END"
        ),
        (Dialect::Sqlite, _) => format!(
            "CASE WHEN {name} IS NULL THEN NULL WHEN {name} GLOB '[0-9][0-9][0-9][0-9]' \
             OR {name} GLOB '[0-9][0-9][0-9][0-9][^0-9]*' THEN substr({name}, 1, 4) || '-01-01' ELSE {none} END"
        ),
    }
}

/// IPv4 to /24; IPv6 to /48: in text, what stands before `::`, its first three groups, and `::` again.
fn network(dialect: Dialect, name: &str, shape: &ColumnShape) -> String {
    let none = nothing(shape);
    match (dialect, shape.class) {
        (Dialect::Postgres, ColumnClass::Network) => {
            let base = base_type(&shape.type_name);
            format!(
                "network(set_masklen({name}::inet, least(masklen({name}), CASE family({name}) WHEN 4 THEN 24 \
                 ELSE 48 END)))::{base}"
            )
        }
        (Dialect::Postgres, _) => {
            let text = format!("({name})::text");
            format!(
                "CASE WHEN {name} IS NULL THEN NULL \
                 WHEN {text} ~ '^[0-9]{{1,3}}([.][0-9]{{1,3}}){{3}}$' \
                 THEN regexp_replace({text}, '[0-9]+$', '0') \
                 WHEN {text} ~ '{V6_GROUPS}' AND {text} ~ '{V6_WHOLE}' \
                 THEN array_to_string((string_to_array(split_part({text}, '::', 1), ':'))[1:3], ':') || '::' \
                 ELSE {none} END"
            )
        }
        (Dialect::Mysql { .. }, _) => {
            let text = format!("CAST({name} AS CHAR)");
            format!(
                "CASE WHEN {name} IS NULL THEN NULL \
                 WHEN {text} REGEXP '^[0-9]{{1,3}}([.][0-9]{{1,3}}){{3}}$' \
                 THEN CONCAT(SUBSTRING_INDEX({text}, '.', 3), '.0') \
                 WHEN {text} REGEXP '{V6_GROUPS}' AND {text} REGEXP '{V6_WHOLE}' \
                 THEN CONCAT(SUBSTRING_INDEX(SUBSTRING_INDEX({text}, '::', 1), ':', 3), '::') \
                 ELSE {none} END"
            )
        }
        (Dialect::Sqlite, _) => sqlite_network(name, none),
    }
}

/// SQLite cannot split text, but its JSON functions can: the groups become an array's elements.
fn sqlite_network(name: &str, none: &str) -> String {
    let head = format!("substr({name} || '::', 1, instr({name} || '::', '::') - 1)");
    let groups = format!("('[\"' || replace({head}, ':', '\",\"') || '\"]')");
    let group = |i: u8| format!("coalesce(':' || json_extract({groups}, '$[{i}]'), '')");
    let v4 = format!("('[' || replace({name}, '.', ',') || ']')");
    let octet = |i: u8| format!("json_extract({v4}, '$[{i}]')");
    format!(
        "CASE WHEN {name} IS NULL THEN NULL \
         WHEN {name} NOT GLOB '*[^0-9.]*' AND json_valid({v4}) AND json_array_length({v4}) = 4 \
         THEN {} || '.' || {} || '.' || {} || '.0' \
         WHEN {name} NOT GLOB '*[^0-9A-Fa-f:.]*' AND instr({name}, ':') > 0 \
         AND (instr({name}, '.') = 0 OR instr({name}, '.') > instr({name}, ':')) \
         AND (instr({name}, '::') > 0 OR length({name}) - length(replace({name}, ':', '')) IN (6, 7)) \
         AND length({3}) <= 5 AND length({4}) <= 5 AND length({5}) <= 5 \
         THEN substr({3} || {4} || {5}, 2) || '::' \
         ELSE {none} END",
        octet(0),
        octet(1),
        octet(2),
        group(0),
        group(1),
        group(2),
    )
}
