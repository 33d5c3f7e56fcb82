//! Predicates as SQL conditions.
//!
//! A predicate is two-valued. `AND`, `OR` and `WHERE` treat NULL as false already; only negation would not, so every
//! `Not` becomes `(…) IS NOT TRUE`. Ranges on an anchor are written bare (`column >= low AND column < high`), so that an
//! index on it serves.

use std::collections::BTreeMap;

use gallra_rules::inventory::{ColumnClass, ColumnShape};
use gallra_rules::predicate::{AnchorValue, Join, Predicate, Scalar, TableRef, Unusable};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::catalog::Facts;
use crate::db::{Arg, Sql};
use crate::error::{ConnectError, ErrorKind};
use crate::sql::dialect::Dialect;

/// Where a condition stands: a table under the name it has in the statement.
#[derive(Clone, Debug)]
pub(crate) struct At {
    pub(crate) alias: String,
    pub(crate) table: TableRef,
}

/// A typed constant.
#[derive(Clone, Debug)]
pub(crate) enum Lit {
    Date(Date),
    Instant(Timestamp),
    Local(DateTime),
    Int(i64),
    Text(String),
}

/// Writes one statement from left to right, so that parameters stand in the order of their places.
pub(crate) struct Render<'a> {
    pub(crate) dialect: Dialect,
    pub(crate) facts: &'a Facts,
    pub(crate) zone: &'a TimeZone,
    text: String,
    args: Vec<Arg>,
    aliases: u32,
    /// Whether what is written next stands beside an `OR` or under a `NOT` of its own query: PostgreSQL cannot make a join of
    /// an `EXISTS` there.
    loose: bool,
    /// How many such `EXISTS` are around it.
    loosely_within: u32,
}

pub(crate) type Rendered = Result<(), ConnectError>;

impl<'a> Render<'a> {
    pub(crate) fn new(dialect: Dialect, facts: &'a Facts, zone: &'a TimeZone) -> Self {
        Self {
            dialect,
            facts,
            zone,
            text: String::new(),
            args: Vec::new(),
            aliases: 0,
            loose: false,
            loosely_within: 0,
        }
    }

    pub(crate) fn finish(self) -> Sql {
        Sql { text: self.text, args: self.args }
    }

    pub(crate) fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(crate) fn bind(&mut self, arg: Arg) {
        self.args.push(arg);
        match self.dialect {
            Dialect::Postgres => {
                self.text.push('$');
                self.text.push_str(&self.args.len().to_string());
            }
            _ => self.text.push('?'),
        }
    }

    pub(crate) fn lit(&mut self, lit: Lit) {
        self.bind(match lit {
            Lit::Int(value) => Arg::Int(value),
            Lit::Date(date) => Arg::Date(date),
            Lit::Instant(moment) => Arg::Instant(moment),
            Lit::Local(at) => Arg::Local(at),
            Lit::Text(text) => Arg::Text(text),
        });
    }

    /// The outermost table of a statement.
    pub(crate) fn outer(&self, table: &TableRef) -> At {
        At { alias: self.dialect.outer_alias(table), table: table.clone() }
    }

    /// A table under a name that nothing else in the statement has.
    pub(crate) fn fresh(&mut self, table: &TableRef) -> At {
        self.aliases += 1;
        At { alias: format!("a{}", self.aliases), table: table.clone() }
    }

    /// `alias.column`, quoted.
    pub(crate) fn column(&self, at: &At, column: &str) -> String {
        format!("{}.{}", at.alias, self.dialect.quote(column))
    }

    pub(crate) fn shape(&self, at: &At, column: &str) -> Result<&'a ColumnShape, ConnectError> {
        self.facts.column(&at.table, column).ok_or_else(|| {
            ConnectError::new(
                ErrorKind::Changed,
                format!("table {}", at.table),
                format!("it has no column `{column}`"),
                "Correct the policy or the table, then plan again",
            )
        })
    }

    /// Writes `EXISTS (SELECT 1 FROM there WHERE joined AND …)`.
    pub(crate) fn exists(
        &mut self,
        at: &At,
        join: &Join,
        inner: impl FnOnce(&mut Self, &At) -> Rendered,
    ) -> Rendered {
        let there = self.fresh(&join.table);
        self.raw(&format!(
            "EXISTS (SELECT 1 FROM {} AS {} WHERE ",
            self.dialect.table(&join.table),
            there.alias
        ));
        self.joined(at, &there, join)?;
        self.raw(" AND ");
        let loose = std::mem::replace(&mut self.loose, false);
        // PostgreSQL plans an `EXISTS` that it cannot make a join of twice, for a lookup and for a hash of all, and whatever is
        // in it as often: 2ⁿ plans for n of them within each other. Where there is an `OFFSET` it plans the lookup alone.
        let once = loose && self.loosely_within > 0 && self.dialect == Dialect::Postgres;
        self.loosely_within += u32::from(loose);
        let written = inner(self, &there);
        self.loosely_within -= u32::from(loose);
        self.loose = loose;
        written?;
        self.raw(if once { " OFFSET 0)" } else { ")" });
        Ok(())
    }

    /// Writes what stands beside an `OR` or under a `NOT`.
    pub(crate) fn loosely(&mut self, inner: impl FnOnce(&mut Self) -> Rendered) -> Rendered {
        let before = std::mem::replace(&mut self.loose, true);
        let written = inner(self);
        self.loose = before;
        written
    }

    /// Whether what is written next is no plain condition of its query.
    pub(crate) fn is_loose(&self) -> bool {
        self.loose
    }

    /// Writes the join's equalities.
    pub(crate) fn joined(&mut self, here: &At, there: &At, join: &Join) -> Rendered {
        if join.on.is_empty() {
            return Err(ConnectError::new(
                ErrorKind::Unsupported,
                format!("table {}", here.table),
                format!("the link to {} names no columns", join.table),
                "Name the columns in the policy's `belongs_to`",
            ));
        }
        for (i, (ours, theirs)) in join.on.iter().enumerate() {
            self.shape(here, ours)?;
            self.shape(there, theirs)?;
            let and = if i == 0 { "" } else { " AND " };
            let text = format!("{and}{} = {}", self.column(there, theirs), self.column(here, ours));
            self.raw(&text);
        }
        Ok(())
    }

    /// Writes a condition.
    pub(crate) fn predicate(&mut self, at: &At, predicate: &Predicate) -> Rendered {
        match predicate {
            Predicate::All(parts) => self.all(at, parts),
            Predicate::Any(parts) if parts.len() == 1 => self.series(at, parts, " OR ", "FALSE"),
            Predicate::Any(parts) => self.loosely(|w| w.series(at, parts, " OR ", "FALSE")),
            Predicate::Not(inner) => self.not(at, inner),
            Predicate::Before { anchor, cutoff, since } => self.before(at, anchor, cutoff, *since),
            Predicate::Unusable { anchor, why: Unusable::Missing, .. } => self.missing(at, anchor),
            Predicate::Unusable { anchor, why: Unusable::Implausible, since } => {
                self.implausible(at, anchor, *since)
            }
            Predicate::In { column, values } => self.one_of(at, column, values),
            Predicate::Among { column, keys } => self.among(at, column, keys),
            Predicate::KeyIn { .. } => Err(crate::sql::keys::not_filled_in(&at.table)),
            Predicate::IsNull { column } => {
                self.shape(at, column)?;
                let column = self.column(at, column);
                self.raw(&format!("{column} IS NULL"));
                Ok(())
            }
            Predicate::Related { join, is } => self.exists(at, join, |w, there| w.predicate(there, is)),
            Predicate::NotAnonymised { columns } => self.not_anonymised(at, columns),
        }
    }

    fn series(&mut self, at: &At, parts: &[Predicate], between: &str, empty: &str) -> Rendered {
        if parts.is_empty() {
            self.raw(empty);
            return Ok(());
        }
        self.raw("(");
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.raw(between);
            }
            self.predicate(at, part)?;
        }
        self.raw(")");
        Ok(())
    }

    /// `All`, where "not before the cutoff, not missing, not implausible" is written as the range that it is.
    fn all(&mut self, at: &At, parts: &[Predicate]) -> Rendered {
        let mut flat = Vec::new();
        flatten(parts, &mut flat);
        if flat.is_empty() {
            self.raw("TRUE");
            return Ok(());
        }
        self.raw("(");
        let mut first = true;
        for part in &flat {
            if usable_part(part).is_some_and(|(anchor, since)| has_range(&flat, anchor, since)) {
                continue;
            }
            if !first {
                self.raw(" AND ");
            }
            first = false;
            match part {
                Predicate::Not(inner) => match &**inner {
                    Predicate::Before { anchor: anchor @ AnchorValue::Column { .. }, cutoff, since }
                        if has_usable(&flat, anchor, *since) =>
                    {
                        self.at_least(at, anchor, cutoff, *since)?;
                    }
                    _ => self.predicate(at, part)?,
                },
                _ => self.predicate(at, part)?,
            }
        }
        self.raw(")");
        Ok(())
    }

    fn not(&mut self, at: &At, inner: &Predicate) -> Rendered {
        match inner {
            Predicate::IsNull { column } => {
                self.shape(at, column)?;
                let column = self.column(at, column);
                self.raw(&format!("{column} IS NOT NULL"));
                Ok(())
            }
            Predicate::Related { join, is } => {
                self.raw("NOT ");
                self.exists(at, join, |w, there| w.predicate(there, is))
            }
            Predicate::Not(inner) => self.predicate(at, inner),
            _ => {
                self.raw("(");
                self.loosely(|w| w.predicate(at, inner))?;
                self.raw(") IS NOT TRUE");
                Ok(())
            }
        }
    }

    fn one_of(&mut self, at: &At, column: &str, values: &[Scalar]) -> Rendered {
        let shape = self.shape(at, column)?;
        let args: Vec<Arg> = values.iter().flat_map(|value| comparable(self.dialect, shape, value)).collect();
        if args.is_empty() {
            self.raw("FALSE");
            return Ok(());
        }
        let cast = cast(self.dialect, shape);
        let column = self.column(at, column);
        self.raw(&format!("{column} IN ("));
        for (i, arg) in args.into_iter().enumerate() {
            if i > 0 {
                self.raw(", ");
            }
            self.raw(cast.0.as_str());
            self.bind(arg);
            self.raw(cast.1.as_str());
        }
        self.raw(")");
        Ok(())
    }

    /// Writes `due AND none of the exceptions`.
    pub(crate) fn disposable<'p>(
        &mut self,
        at: &At,
        due: &Predicate,
        except: impl IntoIterator<Item = &'p Predicate>,
    ) -> Rendered {
        self.predicate(at, due)?;
        self.none_of(at, except)
    }

    fn none_of<'p>(&mut self, at: &At, except: impl IntoIterator<Item = &'p Predicate>) -> Rendered {
        for exception in except {
            self.raw(" AND ");
            self.not(at, exception)?;
        }
        Ok(())
    }
}

/// The parts of nested `All`s in one list.
fn flatten<'p>(parts: &'p [Predicate], into: &mut Vec<&'p Predicate>) {
    for part in parts {
        match part {
            Predicate::All(inner) => flatten(inner, into),
            other => into.push(other),
        }
    }
}

/// The anchor of a `Not(Unusable)`, with its earliest plausible date.
fn usable_part(part: &Predicate) -> Option<(&AnchorValue, Date)> {
    match part {
        Predicate::Not(inner) => match &**inner {
            Predicate::Unusable { anchor, since, .. } => Some((anchor, *since)),
            _ => None,
        },
        _ => None,
    }
}

/// Whether both reasons for which the anchor could be unusable are ruled out beside it.
fn has_usable(flat: &[&Predicate], anchor: &AnchorValue, since: Date) -> bool {
    let ruled_out = |reason: Unusable| {
        flat.iter().any(|part| match part {
            Predicate::Not(inner) => match &**inner {
                Predicate::Unusable { anchor: other, why, since: early } => {
                    *why == reason && other == anchor && *early == since
                }
                _ => false,
            },
            _ => false,
        })
    };
    matches!(anchor, AnchorValue::Column { .. })
        && ruled_out(Unusable::Missing)
        && ruled_out(Unusable::Implausible)
}

/// Whether a part that implies a usable anchor stands beside it: `Before`, or a `Not(Before)` written as a range.
fn has_range(flat: &[&Predicate], anchor: &AnchorValue, since: Date) -> bool {
    let same = |other: &AnchorValue, early: &Date| other == anchor && *early == since;
    flat.iter().any(|part| match part {
        Predicate::Before { anchor: other, since: early, .. } => same(other, early),
        Predicate::Not(inner) => match &**inner {
            Predicate::Before { anchor: other, since: early, .. } => {
                same(other, early) && has_usable(flat, anchor, since)
            }
            _ => false,
        },
        _ => false,
    })
}

/// The value as parameters that the column can be compared with; none if it can never be equal.
fn comparable(dialect: Dialect, shape: &ColumnShape, value: &Scalar) -> Vec<Arg> {
    let as_integer = match value {
        Scalar::Bool(value) => Some(i64::from(*value)),
        Scalar::Integer(value) => Some(*value),
        Scalar::Text(text) => text.parse().ok(),
    };
    match shape.class {
        ColumnClass::Integer => as_integer.map(Arg::Int).into_iter().collect(),
        ColumnClass::Bool if dialect == Dialect::Postgres => vec![Arg::Text(value.to_string())],
        ColumnClass::Bool => match value {
            Scalar::Text(text) if text == "true" => vec![Arg::Int(1)],
            Scalar::Text(text) if text == "false" => vec![Arg::Int(0)],
            _ => as_integer.map(Arg::Int).into_iter().collect(),
        },
        ColumnClass::Other if dialect == Dialect::Sqlite => {
            // Without a type any class of value may stand in the column.
            as_integer.map(Arg::Int).into_iter().chain([Arg::Text(value.to_string())]).collect()
        }
        _ => vec![Arg::Text(value.to_string())],
    }
}

/// What to write before and after a parameter so that it has the column's type.
fn cast(dialect: Dialect, shape: &ColumnShape) -> (String, String) {
    let base = base_type(&shape.type_name);
    match (dialect, shape.class) {
        (Dialect::Postgres, ColumnClass::Text | ColumnClass::Integer) => (String::new(), String::new()),
        (Dialect::Postgres, _) => (String::new(), format!("::{base}")),
        (Dialect::Mysql { .. }, ColumnClass::Other) if base.starts_with("decimal") => {
            ("CAST(".to_owned(), " AS DECIMAL(65,20))".to_owned())
        }
        _ => (String::new(), String::new()),
    }
}

/// A type's name without its length: a cast to `varchar(10)` would cut the value.
pub(crate) fn base_type(type_name: &str) -> String {
    match (type_name.find('('), type_name.rfind(')')) {
        (Some(open), Some(close)) if open < close && !type_name.starts_with('"') => {
            format!("{}{}", &type_name[..open], &type_name[close + 1..])
        }
        _ => type_name.to_owned(),
    }
}

/// Every table that a predicate reads besides its own, with the columns it needs of each.
pub(crate) fn columns_read(
    table: &TableRef,
    predicate: &Predicate,
    into: &mut BTreeMap<TableRef, std::collections::BTreeSet<String>>,
) {
    let mut need = |table: &TableRef, column: &str| {
        into.entry(table.clone()).or_default().insert(column.to_owned());
    };
    match predicate {
        Predicate::All(parts) | Predicate::Any(parts) => {
            for part in parts {
                columns_read(table, part, into);
            }
        }
        Predicate::Not(inner) => columns_read(table, inner, into),
        Predicate::Before { anchor, .. } | Predicate::Unusable { anchor, .. } => {
            anchor_columns(table, anchor, into);
        }
        Predicate::In { column, .. }
        | Predicate::Among { column, .. }
        | Predicate::KeyIn { column, .. }
        | Predicate::IsNull { column } => need(table, column),
        Predicate::Related { join, is } => {
            join_columns(table, join, into);
            columns_read(&join.table, is, into);
        }
        Predicate::NotAnonymised { columns } => columns.keys().for_each(|column| need(table, column)),
    }
}

pub(crate) fn anchor_columns(
    table: &TableRef,
    anchor: &AnchorValue,
    into: &mut BTreeMap<TableRef, std::collections::BTreeSet<String>>,
) {
    match anchor {
        AnchorValue::Column { column, .. } | AnchorValue::Keyed { column, .. } => {
            into.entry(table.clone()).or_default().insert(column.clone());
        }
        AnchorValue::Parent { join, of } | AnchorValue::LatestChild { join, of } => {
            join_columns(table, join, into);
            anchor_columns(&join.table, of, into);
        }
    }
}

pub(crate) fn join_columns(
    table: &TableRef,
    join: &Join,
    into: &mut BTreeMap<TableRef, std::collections::BTreeSet<String>>,
) {
    into.entry(table.clone()).or_default().extend(join.on.iter().map(|(ours, _)| ours.clone()));
    into.entry(join.table.clone()).or_default().extend(join.on.iter().map(|(_, theirs)| theirs.clone()));
}
