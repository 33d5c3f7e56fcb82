//! Words that several kinds of leaves use.

use serde::{Deserialize, Deserializer, Serialize};

use crate::leaf::LeafError;

/// A reason in evidence: 1 to 64 characters of `a-z 0-9 _ . -`, so that no free text, and with it no personal
/// data, can slip into a log that cannot forget.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Code(String);

impl Code {
    /// Checks and wraps `text`.
    ///
    /// # Errors
    /// [`LeafError::NotACode`] when it has other characters or another length.
    pub fn new(text: &str) -> Result<Self, LeafError> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_.-".contains(&b);
        if (1..=64).contains(&text.len()) && text.bytes().all(plain) {
            Ok(Self(text.to_owned()))
        } else {
            Err(LeafError::NotACode)
        }
    }

    /// The code's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// What came of a step. Never merged into “complete”.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case", deny_unknown_fields)]
pub enum Outcome {
    /// The records are gone.
    Erased,
    /// The records stay, without the person.
    Anonymised,
    /// There was nothing to dispose of.
    NothingFound,
    /// The law keeps the records longer.
    Kept {
        /// The legal basis, as the policy cites it, such as `BFL 7:2`.
        basis: String,
        /// The day it ends (ISO 8601), if it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<String>,
    },
    /// A legal hold keeps the records.
    Held {
        /// Why.
        reason: Code,
        /// The day it ends (ISO 8601), if it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<String>,
    },
    /// The step was not carried out.
    Skipped {
        /// Why.
        reason: Code,
    },
    /// Nobody looked.
    NotChecked {
        /// Why.
        reason: Code,
    },
    /// The step broke off.
    Failed {
        /// Why.
        reason: Code,
    },
}
