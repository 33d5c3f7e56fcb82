//! Who processes data for our customers on our behalf: what customers have to be told before it changes (GDPR Art. 28(2)).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::names::{ActivityName, DatasetName, RecipientName};
use crate::policy::{Policy, Recipient, RecipientRole, Role, Transfer};

/// What customers are told of a sub-processor. Another value of it is a change that they are told of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Its registered name.
    pub name: String,
    /// ISO 3166-1 alpha-2 of where the data is processed.
    pub country: String,
    /// What makes a transfer out of the EEA lawful.
    pub transfer: Option<Transfer>,
    /// What it is used for: activities in which we are processor.
    pub activities: BTreeSet<ActivityName>,
}

/// Where a recipient gets data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Uses {
    /// Activities.
    pub activities: BTreeSet<ActivityName>,
    /// Datasets of these.
    pub datasets: BTreeSet<DatasetName>,
}

/// Which activities and datasets go to a recipient: those of activities that name it, and those in systems that it operates.
pub fn uses(policy: &Policy, wanted: &RecipientName) -> Uses {
    uses_where(policy, wanted, |_| true)
}

fn uses_where(policy: &Policy, wanted: &RecipientName, counts: impl Fn(Role) -> bool) -> Uses {
    let mut uses = Uses::default();
    for (name, activity) in policy.activities.iter().filter(|(_, activity)| counts(activity.role)) {
        let named = activity.recipients.contains(wanted);
        let there = activity.data.iter().filter(|dataset| named || operates(policy, wanted, dataset));
        for dataset in there {
            uses.activities.insert(name.clone());
            uses.datasets.insert(dataset.clone());
        }
    }
    uses
}

fn operates(policy: &Policy, wanted: &RecipientName, dataset: &DatasetName) -> bool {
    let system = policy.datasets.get(dataset).and_then(|dataset| policy.systems.get(&dataset.system));
    system.is_some_and(|system| system.operated_by.as_ref() == Some(wanted))
}

/// Every sub-processor of the policy with its terms: what is called so, and every processor of ours that is used where we
/// are processor ourselves.
pub fn sub_processors(policy: &Policy) -> BTreeMap<&RecipientName, Terms> {
    let each = policy.recipients.iter().filter_map(|(name, recipient)| {
        let activities = uses_where(policy, name, |role| role == Role::Processor).activities;
        let is_one = match recipient.role {
            RecipientRole::SubProcessor => true,
            RecipientRole::Processor => !activities.is_empty(),
            RecipientRole::Controller | RecipientRole::Authority => false,
        };
        is_one.then(|| (name, terms(recipient, activities)))
    });
    each.collect()
}

fn terms(recipient: &Recipient, activities: BTreeSet<ActivityName>) -> Terms {
    Terms {
        name: recipient.name.clone(),
        country: recipient.country.clone(),
        transfer: recipient.transfer,
        activities,
    }
}
