//! What a person is shown (Art. 15) and may take along (Art. 20).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::links::{Links, MENTIONING};
use crate::names::{ActivityName, DatasetName, RecipientName};
use crate::policy::{Activity, Basis, Policy, Role, SystemKind};

/// Categories that we made rather than received: inferred or derived, so not *provided by* the person (WP 242 rev.01, p. 10).
const OURS: &[&str] = &["finance.credit", "work.evaluation", "communication.note"];

/// Categories that are never shown: they are no information about the person, and whoever has them can pose as them.
const SECRET: &[&str] = &["account.secret"];

/// How a field is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// As it is.
    Yes,
    /// After a person has looked: it may speak of others (Art. 15(4)).
    AfterReview,
    /// That there is one, not what it is.
    Withheld,
}

/// A field in an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its category.
    pub category: String,
    /// How it is shown.
    pub shown: Shown,
    /// Whether it is part of what the person may take along: provided by them, processed by automated means, on consent or
    /// a contract (Art. 20(1)).
    pub portable: bool,
}

/// A dataset in an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// Column → field: the policy's personal columns.
    pub fields: BTreeMap<String, Field>,
    /// The activities that process it, for Art. 15(1)(a)–(d): purposes, recipients, periods stand there. Activities in which
    /// we are the processor are the customer's to answer for.
    pub activities: BTreeSet<ActivityName>,
    /// Recipients (Art. 15(1)(c), 19).
    pub recipients: BTreeSet<RecipientName>,
    /// Whether some of it is processed for a customer only, whom the request goes to.
    pub forwarded: bool,
}

/// What every dataset that a request can reach contributes to an answer, and which datasets with personal data cannot be
/// reached: the answer names them.
pub fn access(policy: &Policy) -> (BTreeMap<DatasetName, Access>, Vec<DatasetName>) {
    let links = Links::of(policy);
    let reached = links.reach();
    let personal =
        policy.datasets.iter().filter(|(name, dataset)| dataset.is_personal() && reached.contains_key(name));
    let found = personal.map(|(name, dataset)| {
        let all: Vec<(&ActivityName, &Activity)> =
            policy.activities.iter().filter(|(_, activity)| activity.data.contains(name)).collect();
        let (theirs, ours): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(_, activity)| activity.role == Role::Processor);
        let kind = policy.systems.get(&dataset.system).map(|system| system.kind);
        let by_consent_or_contract = ours
            .iter()
            .any(|(_, activity)| matches!(activity.basis, Some(Basis::Consent { .. } | Basis::Contract)));
        let portable = by_consent_or_contract && kind != Some(SystemKind::Manual);
        let field = |category: &str| Field {
            category: category.to_owned(),
            shown: shown(category),
            portable: portable && !OURS.contains(&category) && !SECRET.contains(&category),
        };
        let mut fields: BTreeMap<String, Field> =
            dataset.fields.iter().map(|(column, found)| (column.clone(), field(&found.category))).collect();
        for column in dataset.subject.values() {
            fields.entry(column.clone()).or_insert_with(|| field("customer.number"));
        }
        let access = Access {
            fields,
            activities: ours.iter().map(|(name, _)| (*name).clone()).collect(),
            recipients: ours.iter().flat_map(|(_, activity)| activity.recipients.iter().cloned()).collect(),
            forwarded: !theirs.is_empty(),
        };
        (name.clone(), access)
    });
    (found.collect(), links.unreached().into_iter().cloned().collect())
}

fn shown(category: &str) -> Shown {
    if SECRET.contains(&category) {
        Shown::Withheld
    } else if MENTIONING.contains(&category) {
        Shown::AfterReview
    } else {
        Shown::Yes
    }
}
