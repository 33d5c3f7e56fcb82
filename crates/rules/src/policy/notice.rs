//! What a public notice tells besides what the rest of the policy says (GDPR Art. 13, 14, 22).

use serde::Serialize;

use super::Localised;

/// What a public notice tells of an activity that follows from nothing else in the policy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// Where the data is from (Art. 14(2)(f)).
    pub source: Option<Origin>,
    /// Whether anything is decided without a person (Art. 13(2)(f), 14(2)(g), 22).
    pub automated_decisions: Option<AutomatedDecisions>,
    /// Who else is controller, and the essence of the arrangement with them (Art. 26(2)). Left out of the policy's hash where it
    /// is not said, as it was before there was a word for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub joint_controllers: Option<Localised>,
}

impl Notice {
    pub(super) fn is_silent(&self) -> bool {
        *self == Self::default()
    }
}

/// Where personal data is from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The person it is about.
    Person,
    /// Somebody or something else.
    Elsewhere(Localised),
}

/// Decisions without a person, with legal or similar effects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AutomatedDecisions {
    /// There are none.
    None,
    /// The logic involved, what it means and its consequences.
    Described(Localised),
}
