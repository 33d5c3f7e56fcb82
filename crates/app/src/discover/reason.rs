//! What a guess rests on, in a form that can be told in any language.

use gallra_detect::profile::Reason;
use gallra_detect::value::Kind;
use serde::Serialize;

/// What a guess rests on. No value is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "because")]
pub enum Why {
    /// The name of a column, by these words.
    Name {
        /// In the spelling of the rules.
        words: String,
    },
    /// The type of a column.
    Type,
    /// So many percent of the values are of a kind.
    Values {
        /// By its name in `detect`, such as `Email`.
        kind: String,
        /// Percent.
        share: u8,
    },
    /// Values hold a kind amid other text.
    Within {
        /// The same.
        kind: String,
        /// How many values, entries or files.
        count: u64,
        /// Of how many that were looked at, where that is known.
        of: Option<u64>,
    },
    /// The name says one thing and no value is like it.
    NoSuchValues,
    /// Names of files or folders hold a kind.
    InNames {
        /// The same.
        kind: String,
        /// How many.
        count: u64,
    },
    /// Files of a sort that is about people or from them.
    Ending {
        /// The ending of their names.
        ending: String,
        /// How many.
        files: u64,
    },
    /// Folders that look like one for each customer.
    Folders {
        /// How many.
        count: u64,
    },
}

impl Why {
    pub(super) fn of(reason: &Reason) -> Self {
        match reason {
            Reason::Name(words) => Self::Name { words: (*words).to_owned() },
            Reason::Type(_) => Self::Type,
            Reason::Values(kind, share) => Self::Values { kind: word(*kind), share: *share },
            Reason::Within(kind, count) => Self::Within { kind: word(*kind), count: *count, of: None },
            Reason::NoSuchValues => Self::NoSuchValues,
        }
    }
}

pub(super) fn word(kind: Kind) -> String {
    format!("{kind:?}")
}
