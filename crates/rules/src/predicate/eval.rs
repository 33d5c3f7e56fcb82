//! What a predicate means, by example: evaluated on one record in memory.
//!
//! Connectors render predicates as SQL; this is the meaning that they have to render. The checker of plans uses it on
//! made-up records ("witnesses"), and the tests of connectors may compare their databases with it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use super::{Join, Predicate, Replacement, Scalar, Unusable};

/// A record with everything around it that a predicate may look at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Witness {
    /// Column → value. A column that is not here is NULL.
    pub columns: BTreeMap<String, Value>,
    /// The records on the other end of a join. None where the join is not here.
    pub related: BTreeMap<Join, Vec<Witness>>,
}

/// A value in a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// NULL.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Text.
    Text(String),
    /// A calendar date.
    Date(Date),
    /// A moment with its offset.
    Instant(Timestamp),
    /// A date and time without offset.
    Local(DateTime),
}

impl Value {
    /// Whether it is what a policy or hold names: by type, or by how it is written.
    pub(crate) fn is(&self, scalar: &Scalar) -> bool {
        match (self, scalar) {
            (Self::Null, _) => false,
            (Self::Bool(have), Scalar::Bool(want)) => have == want,
            (Self::Bool(have), Scalar::Integer(want)) => i64::from(*have) == *want,
            (Self::Integer(have), Scalar::Bool(want)) => *have == i64::from(*want),
            (Self::Integer(have), Scalar::Integer(want)) => have == want,
            (Self::Text(have), Scalar::Text(want)) => have == want,
            (have, want) => have.written().is_some_and(|have| have == want.to_string()),
        }
    }

    pub(crate) fn written(&self) -> Option<String> {
        match self {
            Self::Null => None,
            Self::Bool(value) => Some(value.to_string()),
            Self::Integer(value) => Some(value.to_string()),
            Self::Text(value) => Some(value.clone()),
            Self::Date(value) => Some(value.to_string()),
            Self::Instant(value) => Some(value.to_string()),
            Self::Local(value) => Some(value.to_string()),
        }
    }

    /// Whether applying the replacement would change nothing.
    fn is_anonymised(&self, replacement: &Replacement) -> bool {
        match replacement {
            Replacement::Constant(scalar) => self.is(scalar),
            _ if *self == Self::Null => true,
            Replacement::Null => false,
            Replacement::Token => self.written().is_some_and(|text| text.starts_with("anon-")),
            Replacement::Year => match self {
                Self::Date(date) => date.day_of_year() == 1,
                Self::Local(at) => *at == at.date().first_of_year().at(0, 0, 0, 0),
                Self::Instant(at) => at.to_string().ends_with("-01-01T00:00:00Z"),
                other => other.written().is_some_and(|text| {
                    let rest = text.get(4..).unwrap_or_default();
                    rest.is_empty() || rest == "-01-01"
                }),
            },
            Replacement::Network => self.written().is_some_and(|text| is_network(&text)),
        }
    }
}

/// Whether an address names its network only: an IPv4 /24 or an IPv6 /48.
fn is_network(text: &str) -> bool {
    let (address, length) = text.split_once('/').unwrap_or((text, ""));
    match address.parse() {
        Ok(std::net::IpAddr::V4(v4)) => v4.octets()[3] == 0 && matches!(length, "" | "24"),
        Ok(std::net::IpAddr::V6(v6)) => {
            v6.segments()[3..].iter().all(|part| *part == 0) && matches!(length, "" | "48")
        }
        Err(_) => false,
    }
}

impl Predicate {
    /// Whether it holds for a record.
    pub fn eval(&self, record: &Witness) -> bool {
        let value = |column: &str| record.columns.get(column).unwrap_or(&Value::Null);
        match self {
            Self::All(parts) => parts.iter().all(|part| part.eval(record)),
            Self::Any(parts) => parts.iter().any(|part| part.eval(record)),
            Self::Not(inner) => !inner.eval(record),
            Self::Before { anchor, cutoff, since } => anchor.read(record).is_within(*since, Some(cutoff)),
            Self::Unusable { anchor, why, since } => {
                let read = anchor.read(record);
                match why {
                    Unusable::Missing => read.is_missing(),
                    Unusable::Implausible => !read.is_missing() && !read.is_within(*since, None),
                }
            }
            Self::In { column, values } => values.iter().any(|wanted| value(column).is(wanted)),
            Self::KeyIn { column, set } => record.columns.contains_key(&crate::keys::told(column, set)),
            Self::Among { column, keys } => match value(column) {
                Value::Text(text) => keys.binary_search(text).is_ok(),
                other => other.written().is_some_and(|key| keys.binary_search(&key).is_ok()),
            },
            Self::IsNull { column } => *value(column) == Value::Null,
            Self::Related { join, is } => {
                record.related.get(join).is_some_and(|others| others.iter().any(|other| is.eval(other)))
            }
            Self::NotAnonymised { columns } => {
                columns.iter().any(|(column, replacement)| !value(column).is_anonymised(replacement))
            }
        }
    }
}
