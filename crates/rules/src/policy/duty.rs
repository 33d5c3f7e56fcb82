//! What only people can keep: training, certificates, reviews, paper that is gone through.

use serde::Serialize;

use super::Localised;
use crate::names::{RecipientName, SystemName};
use crate::period::Period;

/// Something that people promise to do again and again, and that somebody attests (Art. 24, 28(1), 32(1)(d), 39(1)(b)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Duty {
    /// What is done.
    pub what: Localised,
    /// The role that answers for it, and attests it unless another is named.
    pub by: String,
    /// When it has to be done again.
    pub again: Again,
    /// What it is attested for, each by itself.
    pub concerns: Concerns,
}

/// When a duty has to be done again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Again {
    /// So long after it was done.
    Every(Period),
    /// When the certificate's last day has passed.
    Certificate,
}

impl Again {
    /// As the policy states it; what an attestation is kept with.
    pub fn rule(self) -> String {
        match self {
            Self::Every(period) => format!("every {period}"),
            Self::Certificate => "certification".to_owned(),
        }
    }
}

/// What a duty is attested for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Concerns {
    /// The organisation: once.
    Organisation,
    /// People, by role: each role by itself.
    Roles(Vec<String>),
    /// Recipients: each by itself.
    Recipients(OfRecipients),
    /// A system, such as an archive of paper: once.
    System(SystemName),
}

/// Which recipients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OfRecipients {
    /// Every processor and sub-processor of the policy.
    Processors,
    /// These.
    Named(Vec<RecipientName>),
}
