//! Looking in a database: one statement for each column.
//!
//! | What is looked for | Where an index serves | Otherwise |
//! |---|---|---|
//! | whole numbers, UUIDs, keys to the letter | on the column | one pass |
//! | e-mail, references: case does not count | PostgreSQL: on `lower(column)`, or `citext`; MariaDB: a `_ci` column; SQLite: on `lower(column)` | one pass with `lower()` |
//! | telephone and personal numbers in text | | one pass over the digits: nobody knows where spaces stand |
//!
//! An index on the column as it stands would find the usual spellings and miss the odd one, and nobody would know: so a
//! pass is made.

use std::collections::{BTreeMap, BTreeSet};

use gallra_rules::inventory::{ColumnClass, ColumnShape};
use gallra_rules::predicate::TableRef;
use gallra_rules::spelling::Kind;

use super::{Column, Finder, Found, Hit, Wanted};
use crate::Database;
use crate::db::{Arg, Sql, Tx};
use crate::error::ConnectError;
use crate::sql::dialect::Dialect;
use crate::sql::keys::is_uuid;
use crate::sql::render::{Render, Rendered, columns_read};

/// Digits by which telephone numbers are found before they are compared: the fewest that one has.
const OF_PHONE: usize = 7;
/// Digits of a personal number without its century.
const OF_NUMBER: usize = 10;
/// What may stand between the digits of a number; the last three are no ASCII.
const BETWEEN: [u32; 10] = [0x20, 0x2d, 0x28, 0x29, 0x2f, 0x2e, 0x2b, 0xa0, 0x2011, 0x2013];

impl Database {
    pub(crate) async fn find(&self, wanted: &Wanted) -> Result<Found, ConnectError> {
        let mut tx = self.reading().await?;
        let mut needed: BTreeMap<TableRef, BTreeSet<String>> = BTreeMap::new();
        needed.insert(wanted.table.clone(), wanted.named().collect());
        columns_read(&wanted.table, &wanted.within, &mut needed);
        let facts = self.facts(&mut tx, &needed).await?;
        let mut finder = Finder::new(wanted);
        for (name, sought) in &wanted.columns {
            let Some(shape) = facts.column(&wanted.table, name) else { continue };
            let column = Column::of(shape.class, sought);
            if column.is_in_vain() {
                continue;
            }
            let ways = self.ways(&mut tx, &wanted.table, name, shape, &column).await?;
            let mut w = self.render(&facts);
            let at = w.outer(&wanted.table);
            let cell = w.column(&at, name);
            let told: Vec<String> = wanted.tell.iter().map(|name| w.column(&at, name)).collect();
            w.raw(&format!("SELECT {}", self.dialect.as_text(&cell)));
            for told in &told {
                w.raw(&format!(", {}", self.dialect.as_text(told)));
            }
            w.raw(&format!(" FROM {} WHERE (", self.dialect.outer(&wanted.table)));
            self.spelt(&mut w, &cell, shape, &column, ways)?;
            w.raw(") AND ");
            w.predicate(&at, &wanted.within)?;
            let sql = w.finish();
            let mut goes_on = true;
            let read = tx.each(&sql, |row| {
                let mut cells = row.into_iter();
                let Some(cell) = cells.next().and_then(|cell| cell.text()) else { return true };
                let hits: Vec<Hit> = column
                    .judge(&cell)
                    .map(|(id, compared)| Hit { column: name.clone(), id, compared })
                    .collect();
                if !hits.is_empty() {
                    let told = wanted.tell.iter().cloned().zip(cells);
                    let told = told.filter_map(|(name, cell)| Some((name, cell.text()?)));
                    goes_on = finder.add(told.collect(), hits.into_iter());
                }
                goes_on
            });
            self.at(&wanted.table, read.await)?;
            if !goes_on {
                break;
            }
        }
        drop(tx.rollback().await);
        Ok(finder.finish())
    }

    /// How a column compares, and what its texts may hold.
    async fn ways(
        &self,
        tx: &mut Tx,
        table: &TableRef,
        name: &str,
        shape: &ColumnShape,
        column: &Column<'_>,
    ) -> Result<Ways, ConnectError> {
        let mut ways = Ways { ignores_case: shape.type_name == "citext", has_unicode: true };
        match self.dialect {
            Dialect::Postgres if shape.class == ColumnClass::Text => {
                let encoding = Sql::plain("SELECT current_setting('server_encoding')");
                ways.has_unicode = self.ok(tx.cell(&encoding).await)?.words() == "UTF8";
            }
            Dialect::Mysql { .. } if column.has_folded() => {
                let asked = "SELECT CAST(COLLATION_NAME AS CHAR) FROM information_schema.COLUMNS \
                             WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ? AND COLUMN_NAME = ?";
                let schema = table.schema.clone().unwrap_or_default();
                let asked = if schema.is_empty() {
                    asked.replace("COALESCE(?, DATABASE())", "DATABASE()")
                } else {
                    asked.to_owned()
                };
                let mut args = vec![Arg::Text(table.name.clone()), Arg::Text(name.to_owned())];
                if !schema.is_empty() {
                    args.insert(0, Arg::Text(schema));
                }
                let collation = self.ok(tx.cell(&Sql::with(asked, args)).await)?.words();
                ways.ignores_case = collation.ends_with("_ci");
            }
            _ => {}
        }
        Ok(ways)
    }

    /// The condition under which a cell may be one of those that are looked for.
    fn spelt(
        &self,
        w: &mut Render<'_>,
        cell: &str,
        shape: &ColumnShape,
        column: &Column<'_>,
        ways: Ways,
    ) -> Rendered {
        let texts = column.spellings();
        match shape.class {
            ColumnClass::Integer => w.numbers(cell, shape, &texts),
            ColumnClass::Text => {
                if column.has_folded() && !ways.ignores_case {
                    self.one_of(w, &self.lower(cell), column.folded(), "");
                    let exact = column.exact();
                    if !exact.is_empty() {
                        w.raw(" OR ");
                        self.one_of(w, cell, exact, "");
                    }
                    return Ok(());
                }
                let cast = if shape.type_name == "citext" { "::citext[]" } else { "" };
                for (kind, digits) in [(Kind::Phone, OF_PHONE), (Kind::Number, OF_NUMBER)] {
                    let endings = column.endings(kind, digits);
                    if !endings.is_empty() {
                        self.one_of(w, &self.ending(cell, digits, ways), endings, "");
                        w.raw(" OR ");
                    }
                }
                self.one_of(w, cell, texts, cast);
            }
            ColumnClass::Network if self.dialect == Dialect::Postgres => {
                self.one_of(w, &format!("host({cell})"), texts, "");
            }
            _ if shape.type_name == "uuid" && self.dialect == Dialect::Postgres => {
                let ids: Vec<String> =
                    texts.iter().map(|text| text.to_lowercase()).filter(|text| is_uuid(text)).collect();
                self.one_of(w, cell, ids, "::uuid[]");
            }
            _ => self.one_of(w, &self.dialect.as_text(cell), texts, ""),
        }
        Ok(())
    }

    /// An expression is one of these texts.
    fn one_of(&self, w: &mut Render<'_>, expression: &str, texts: Vec<String>, cast: &str) {
        if texts.is_empty() {
            w.raw("FALSE");
            return;
        }
        match self.dialect {
            Dialect::Postgres => {
                w.raw(&format!("{expression} = ANY("));
                w.bind(Arg::Texts(texts));
                w.raw(&format!("::text[]{cast})"));
            }
            Dialect::Sqlite => {
                w.raw(&format!("{expression} IN (SELECT value FROM json_each("));
                w.bind(Arg::Texts(texts));
                w.raw("))");
            }
            Dialect::Mysql { .. } => {
                let list: Vec<String> = texts.iter().map(|text| crate::sql::keys::constant(text)).collect();
                w.raw(&format!("{expression} IN ({})", list.join(",")));
            }
        }
    }

    fn lower(&self, cell: &str) -> String {
        match self.dialect {
            Dialect::Postgres => format!("lower({cell}::text)"),
            Dialect::Mysql { .. } => format!("LOWER(CONVERT({cell} USING utf8mb4))"),
            Dialect::Sqlite => format!("lower({cell})"),
        }
    }

    /// The last digits of a text, without what stands between them.
    fn ending(&self, cell: &str, digits: usize, ways: Ways) -> String {
        match self.dialect {
            Dialect::Postgres => {
                let between = BETWEEN.iter().filter(|code| ways.has_unicode || **code < 0x80);
                let between: Vec<String> = between.map(|code| format!("chr({code})")).collect();
                format!("right(translate({cell}::text, {}, ''), {digits})", between.join(" || "))
            }
            Dialect::Mysql { .. } => {
                format!("RIGHT(REGEXP_REPLACE(CONVERT({cell} USING utf8mb4), '[^0-9]', ''), {digits})")
            }
            Dialect::Sqlite => {
                let bare = BETWEEN
                    .iter()
                    .fold(cell.to_owned(), |text, code| format!("replace({text}, char({code}), '')"));
                format!("substr({bare}, -{digits})")
            }
        }
    }
}

/// How a column compares.
#[derive(Clone, Copy, Debug)]
struct Ways {
    /// By itself.
    ignores_case: bool,
    /// Whether its texts may hold every character.
    has_unicode: bool,
}
