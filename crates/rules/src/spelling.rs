//! How a written identifier is looked for in columns that others fill: every way in which it may stand there.
//!
//! Two directions, so that a connector can choose: [`Looked::values`] lists spellings for an index to find (`IN (…)`), and
//! [`Looked::compare`] tells of a cell, however it is spelt, whether it is the same. The normal forms are those of the
//! register's identifiers. What may be somebody else's as well is *doubtful*: it is shown to a person and never followed.

mod number;
mod phone;

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::Date;

use crate::inventory::ColumnClass;
use crate::predicate::Scalar;

/// What kind of identifier it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A Swedish personal, coordination or organisation number.
    Number,
    /// A number or name that an organisation gave: a customer's number, a login.
    Reference,
}

/// The text is no identifier of the kind. It does not stand in the message: it may be one of another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it cannot be read as {0:?}; correct it, or look for it as another kind")]
pub struct NotOne(pub Kind);

/// What a cell is to an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Compared {
    /// The same.
    Same,
    /// Perhaps the same: a person decides.
    Doubtful,
    /// Something else.
    Other,
}

/// An identifier to look for: personal data, so `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Looked {
    kind: Kind,
    normal: String,
    today: Date,
    sure: BTreeSet<String>,
    doubtful: BTreeSet<String>,
}

impl fmt::Debug for Looked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Looked({:?}, {} spellings)", self.kind, self.sure.len() + self.doubtful.len())
    }
}

/// What is asked of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    /// What is the identifier.
    pub sure: Vec<Scalar>,
    /// What may be.
    pub doubtful: Vec<Scalar>,
}

impl Looked {
    /// Reads an identifier as somebody wrote it. `today` decides the century of a personal number in ten digits.
    ///
    /// # Errors
    /// [`NotOne`].
    pub fn read(kind: Kind, text: &str, today: Date) -> Result<Self, NotOne> {
        let normal = normal(kind, text, today).ok_or(NotOne(kind))?;
        let (mut sure, doubtful) = match kind {
            Kind::Email => (emails(&normal), BTreeSet::new()),
            Kind::Phone => phone::spellings(&normal),
            Kind::Number => number::spellings(&normal, today),
            Kind::Reference => {
                (BTreeSet::from([normal.to_lowercase(), text.trim().to_owned()]), BTreeSet::new())
            }
        };
        if !doubtful.contains(text.trim()) {
            sure.insert(text.trim().to_owned());
        }
        sure.insert(normal.clone());
        Ok(Self { kind, normal, today, sure, doubtful })
    }

    /// Its kind.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The normal form: personal data.
    pub fn expose(&self) -> &str {
        &self.normal
    }

    /// The normal form of another text, read as this one was; none if it is no identifier of the kind.
    pub fn normal_of(&self, text: &str) -> Option<String> {
        normal(self.kind, text, self.today)
    }

    /// Whether upper and lower case are one: a connector that can, compares without case.
    pub const fn ignores_case(&self) -> bool {
        matches!(self.kind, Kind::Email | Kind::Reference)
    }

    /// What to ask of a column of a class. A column of whole numbers has lost leading zeros and all marks, so what it holds
    /// is sure only if nobody else's could look so; other classes hold no identifiers.
    pub fn values(&self, class: ColumnClass) -> Values {
        let texts = |from: &BTreeSet<String>| from.iter().cloned().map(Scalar::Text).collect();
        match class {
            ColumnClass::Text | ColumnClass::Other => {
                Values { sure: texts(&self.sure), doubtful: texts(&self.doubtful) }
            }
            ColumnClass::Integer => {
                let numbers = |from: &BTreeSet<String>| -> BTreeSet<i64> {
                    let digits = from.iter().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
                    digits.filter_map(|text| text.parse().ok()).collect()
                };
                let whole = |text: &String| !text.starts_with('0');
                let (whole, cut): (BTreeSet<String>, BTreeSet<String>) =
                    self.sure.iter().cloned().partition(whole);
                let sure = numbers(&whole);
                let mut doubtful = numbers(&self.doubtful);
                // 42 was `0042`, or it is another's.
                doubtful.extend(numbers(&cut));
                doubtful.retain(|number| !sure.contains(number));
                let scalars = |from: BTreeSet<i64>| from.into_iter().map(Scalar::Integer).collect();
                Values { sure: scalars(sure), doubtful: scalars(doubtful) }
            }
            _ => Values::default(),
        }
    }

    /// Whether a cell holds it, however it is spelt there.
    pub fn compare(&self, cell: &str) -> Compared {
        let cell = cell.trim();
        let spaceless: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
        if self.doubtful.contains(cell) || self.kind == Kind::Number && self.doubtful.contains(&spaceless) {
            Compared::Doubtful
        } else if self.sure.contains(cell)
            || normal(self.kind, cell, self.today).is_some_and(|found| found == self.normal)
        {
            Compared::Same
        } else {
            Compared::Other
        }
    }
}

/// The one way of writing it.
fn normal(kind: Kind, text: &str, today: Date) -> Option<String> {
    match kind {
        Kind::Email => email(text),
        Kind::Phone => phone::normal(text),
        Kind::Number => number::normal(text, today),
        Kind::Reference => {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
            (!text.is_empty()).then_some(text)
        }
    }
}

/// An address alone, in `Name <address>` or in `mailto:address`. Case does not count (RFC 5321, 2.4, lets a server tell the
/// difference; none does); what stands after a `+` does, because only the server knows whether it is the same box.
fn email(text: &str) -> Option<String> {
    let text = match text.rsplit_once('<') {
        Some((_, address)) => address.strip_suffix('>')?,
        None => text,
    };
    let text = text.trim();
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    let (user, host) = text.rsplit_once('@')?;
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | ',' | ';');
    let good = !user.is_empty() && host.contains('.') && !text.contains(odd);
    good.then(|| text.to_lowercase())
}

fn emails(normal: &str) -> BTreeSet<String> {
    let mut first = normal.chars();
    let capital: String = first.next().into_iter().flat_map(char::to_uppercase).chain(first).collect();
    BTreeSet::from([normal.to_owned(), normal.to_uppercase(), capital])
}
