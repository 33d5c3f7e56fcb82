//! Judges the columns of a table: names, types and values together.

use std::fmt;

use crate::name::{self, Guess, Table};
use crate::value::{Count, Kind, Tally};

/// From this confidence on a column looks personal. Names alone reach it when a word says so without doubt or the table
/// is about people; values reach it when most of them are of one kind, or some stand in running text. Below it a guess is
/// noted and no more. From names and types alone, over the ten schemas of `tests/truth` that the rules know: 294 of 298
/// personal columns are found with 16 others named; in one that they do not know, 12 of 17 with 7 others.
pub const LOOKS_PERSONAL: u8 = 50;

/// The share of values, in percent, from which a column is of that kind.
const MOSTLY: u64 = 60;
/// The share of values, in percent, from which a kind with a form of its own counts in a mixed column.
const SOME: u64 = 5;
/// The same for numbers with a Luhn digit, which one in ten has by chance.
const SOME_CHECKED: u64 = 20;
/// From this many values on their silence speaks against a name.
const ENOUGH: u64 = 20;

/// What kind of values a column has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TypeClass {
    /// Characters, also JSON and XML.
    Text,
    /// Whole numbers, decimals.
    Number,
    /// True or false.
    Boolean,
    /// Dates and times.
    Moment,
    /// Bytes.
    Binary,
    /// UUID.
    Identifier,
    /// PostgreSQL's `inet`, MariaDB's `inet6` and their like.
    Network,
    /// PostgreSQL's `macaddr`.
    Hardware,
    /// None of these, or unknown.
    Other,
}

impl TypeClass {
    /// The class of a type as PostgreSQL, MariaDB, SQLite or a framework declares it: `character varying(40)`,
    /// `int(11) unsigned`, `tinyint(1)`.
    pub fn of(declared: &str) -> Self {
        let name = declared.trim().to_ascii_lowercase();
        let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
        if has(&["char", "text", "string", "clob", "json", "xml", "enum", "citext", "name"]) {
            Self::Text
        } else if has(&["bool"]) || name.starts_with("tinyint(1)") || name == "bit" || name == "bit(1)" {
            Self::Boolean
        } else if has(&["timestamp", "date", "time", "year", "interval"]) {
            Self::Moment
        } else if has(&["macaddr"]) {
            Self::Hardware
        } else if has(&["inet", "cidr"]) {
            Self::Network
        } else if has(&["uuid", "uniqueidentifier"]) {
            Self::Identifier
        } else if has(&["blob", "binary", "bytea", "image"]) {
            Self::Binary
        } else if has(&["int", "numeric", "decimal", "real", "double", "float", "money", "serial", "number"])
        {
            Self::Number
        } else {
            Self::Other
        }
    }
}

/// A column to judge.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    /// Its name.
    pub name: &'a str,
    /// What kind of values it has.
    pub class: TypeClass,
    /// What a sample of its values held, if there is one.
    pub tally: Option<&'a Tally>,
}

/// Why a column is judged as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Its name, by these words.
    Name(&'static str),
    /// Its type.
    Type(TypeClass),
    /// So many percent of its values are of this kind.
    Values(Kind, u8),
    /// So many of its values hold this kind amid other text.
    Within(Kind, u64),
    /// Its name says one thing and none of its values are.
    NoSuchValues,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(words) => write!(f, "its name says “{words}”"),
            Self::Type(_) => write!(f, "its type is made for it"),
            Self::Values(kind, share) => write!(f, "{share} % of its values have the form: {}", kind.label()),
            Self::Within(kind, count) => {
                write!(f, "{count} of its values hold this in other text: {}", kind.label())
            }
            Self::NoSuchValues => write!(f, "none of its values look like it"),
        }
    }
}

/// What a column seems to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// A category by its name in the policy language.
    pub category: &'static str,
    /// From 0 to 100; see [`LOOKS_PERSONAL`].
    pub confidence: u8,
    /// What it rests on.
    pub reasons: Vec<Reason>,
}

impl Finding {
    /// Whether it is likelier that the column holds personal data than not.
    pub const fn looks_personal(&self) -> bool {
        self.confidence >= LOOKS_PERSONAL
    }
}

/// Judges each column of a table; `None` where nothing speaks for personal data. The likeliest category of each is given.
pub fn judge(table: &str, columns: &[Column<'_>]) -> Vec<Option<Finding>> {
    let table = Table::new(table);
    let guesses: Vec<Option<Guess>> =
        columns.iter().map(|column| name::guess_typed(&table, column.name, column.class)).collect();
    let of_people = guesses.iter().flatten().any(|guess| {
        guess.confidence >= 70
            && ["person.", "account.login", "contact.email"].iter().any(|of| guess.category.starts_with(of))
    });
    let of_somebody = columns.iter().any(|column| name::refers_to_a_person(column.name));
    let judged = columns.iter().zip(guesses).map(|(column, guess)| {
        let beside = || name::beside_a_person(&table, column.name, column.class).filter(|_| of_people);
        let theirs = || {
            name::of_a_person(&table, column.name, column.class)
                .filter(|_| of_somebody || of_people && !table.is_of_things())
        };
        judge_one(column, guess.or_else(beside).or_else(theirs))
    });
    judged.collect()
}

fn judge_one(column: &Column<'_>, guess: Option<Guess>) -> Option<Finding> {
    let by_name = guess.map(|guess| Finding {
        category: guess.category,
        confidence: guess.confidence,
        reasons: vec![Reason::Name(guess.words)],
    });
    let by_type = match column.class {
        TypeClass::Network => Some(("online.ip", 85)),
        TypeClass::Hardware => Some(("online.device", 80)),
        _ => None,
    };
    let by_type = by_type.map(|(category, confidence)| Finding {
        category,
        confidence,
        reasons: vec![Reason::Type(column.class)],
    });
    let by_value = column.tally.and_then(|tally| judge_values(tally, name::is_message_id(column.name)));
    match (by_name.or(by_type), by_value) {
        (Some(mut named), Some(seen)) if named.category == seen.category => {
            named.confidence = named.confidence.max(seen.confidence).saturating_add(5).min(99);
            named.reasons.extend(seen.reasons);
            Some(named)
        }
        (Some(named), Some(seen)) => {
            let named = contradict(named, column.tally);
            Some(if seen.confidence > named.confidence { seen } else { named })
        }
        (Some(named), None) => Some(contradict(named, column.tally)),
        (None, seen) => seen,
    }
}

/// Lowers a guess by name when a recogniser knows its kind and saw it in none of many values.
fn contradict(mut named: Finding, tally: Option<&Tally>) -> Finding {
    let Some(tally) = tally.filter(|tally| tally.values() >= ENOUGH) else { return named };
    // Foreign telephone numbers and addresses have forms that no recogniser here knows.
    let known =
        ["contact.email", "person.national_id", "online.ip", "finance.card"].contains(&named.category);
    let seen = Kind::ALL.into_iter().filter(|kind| kind.category() == named.category).any(|kind| {
        let Count { whole, embedded, .. } = tally.count(kind);
        whole + embedded > 0
    });
    if known && !seen {
        named.confidence = named.confidence.saturating_sub(45);
        named.reasons.push(Reason::NoSuchValues);
    }
    named
}

/// The identifier of a message has the form of an e-mail address and is none (RFC 5322, 3.6.4).
fn judge_values(tally: &Tally, message_ids: bool) -> Option<Finding> {
    let values = tally.values();
    let share = |count: u64| count.saturating_mul(100).checked_div(values).unwrap_or(0);
    let kinds = Kind::ALL.into_iter().filter(|kind| !(message_ids && *kind == Kind::Email));
    let per_kind = kinds.filter_map(|kind| {
        let Count { whole, likely, embedded } = tally.count(kind);
        let percent = u8::try_from(share(whole)).unwrap_or(100);
        if values >= 3 && share(whole) >= MOSTLY {
            // An organisation number is a person's for sole traders only.
            let confidence = if kind == Kind::OrganisationNumber { 60 } else { 90 };
            return Some((kind, confidence, Reason::Values(kind, percent)));
        }
        let some = match kind {
            Kind::PersonalNumber
            | Kind::CoordinationNumber
            | Kind::OrganisationNumber
            | Kind::PaymentCard
            | Kind::Bankgiro
            | Kind::Plusgiro => SOME_CHECKED,
            _ => SOME,
        };
        if share(likely) >= some && likely >= 2 {
            return Some((kind, 65, Reason::Values(kind, percent)));
        }
        let telling = embedded >= 2 && share(embedded) >= 1 || embedded >= 1 && values < ENOUGH;
        telling.then_some((kind, 55, Reason::Within(kind, embedded)))
    });
    let (kind, confidence, reason) = per_kind.max_by_key(|(_, confidence, _)| *confidence)?;
    // Contact details within prose say that people write here of people.
    let prose = matches!(reason, Reason::Within(..)) && share(tally.prose()) >= 50;
    let category = if prose { "communication.content" } else { kind.category() };
    Some(Finding {
        category,
        confidence: if prose { confidence + 5 } else { confidence },
        reasons: vec![reason],
    })
}
