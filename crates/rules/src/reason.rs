//! Why something was not checked, so that it can be told in the reader's language.

use serde::{Deserialize, Serialize};

use crate::live::Unseen;

/// Why something was not checked. In JSON a word, an object, or (where a connector tells it) a sentence in English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Only a person can look, and nobody has said that they did.
    NeverAttested,
    /// What was attested was another promise, and a longer one.
    OtherPromise,
    /// There is no register of customers, and nothing was announced: nobody knows whom to tell.
    NoRegister,
    /// Something of a live promise could not be looked at.
    Unseen(Unseen),
    /// What a connector or the planner said.
    #[serde(untagged)]
    Told(String),
}

impl From<String> for Reason {
    fn from(told: String) -> Self {
        Self::Told(told)
    }
}
