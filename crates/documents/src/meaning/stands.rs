//! In which documents a change stands: those that show what it is about.
//!
//! A document whose words are others and in which no change stands is told by its name (`app::publish`), so one that is missing
//! here is told less well, and never passed over.

use std::collections::BTreeSet;

use gallra_rules::policy::{RecipientRole, Role};

use super::{Activity, Fact, Recipient, What};
use crate::Kind;

use Kind::{
    Agreement, Cookies, Instruction, Measures, Notice, ProcessorRecords, Records, SubProcessors, Terms,
};

/// Of a change that is about the organisation.
pub(super) fn of_organisation(what: &What) -> BTreeSet<Kind> {
    let kinds: &[Kind] = match what {
        What::Dpo(_) | What::Other { fact: Fact::Number | Fact::Representative, .. } => {
            &[Notice, Records, ProcessorRecords, Instruction, Agreement, Terms]
        }
        What::Other { fact: Fact::Authority | Fact::Country, .. } => &[Notice, Cookies, Agreement, Terms],
        What::Other { fact: Fact::Backups, .. } => &[Notice, Instruction, Agreement, Measures],
        What::Other { fact: Fact::Duty, .. } | What::DutiesAdded(_) | What::DutiesRemoved(_) => &[Measures],
        What::Window { .. } => &[SubProcessors, Agreement, Terms],
        What::Clauses(..) => &[Agreement],
        What::Terms(..) => &[Terms],
        _ => &Kind::ALL,
    };
    kinds.iter().copied().collect()
}

/// Of a change that is about an activity.
pub(super) fn of_activity(what: &What, activity: &Activity) -> BTreeSet<Kind> {
    let own = activity.role != Role::Processor;
    let pick = |ours: &[Kind], theirs: &[Kind]| -> BTreeSet<Kind> {
        if own { ours } else { theirs }.iter().copied().collect()
    };
    let agreed = [ProcessorRecords, Instruction, Agreement];
    let mut kinds = match what {
        // The notice also tells what is done for others, and for what.
        What::PurposeAdded | What::PurposeRemoved | What::PurposeReworded { .. } | What::Role { .. } => {
            pick(&[Notice, Records, Measures], &[ProcessorRecords, Instruction, Agreement, Measures, Notice])
        }
        What::Basis { .. }
        | What::Joint { .. }
        | What::Other { fact: Fact::Interest | Fact::Weighed, .. } => pick(&[Notice, Records], &[]),
        What::Source { .. } | What::Automated { .. } => pick(&[Notice], &[]),
        What::MeasuresAdded(_) | What::MeasuresRemoved(_) | What::Other { fact: Fact::Measure, .. } => {
            pick(&[Records, Measures], &[ProcessorRecords, Instruction, Agreement, Measures])
        }
        What::RecipientAdded { recipient, .. }
        | What::RecipientRemoved { recipient, .. }
        | What::RecipientChanged { after: recipient, .. } => pick(&[Notice, Records], listed(recipient)),
        What::Other { fact: Fact::Special, .. } => pick(&[Notice, Records], &[ProcessorRecords]),
        What::Other { fact: Fact::Does, .. } => pick(&[Notice], &[Instruction, Agreement, SubProcessors]),
        What::Other { fact: Fact::From, .. } => pick(&[], &[Instruction, Agreement, SubProcessors]),
        What::Other { fact: Fact::Agreement, .. } => pick(&[Records], &[ProcessorRecords]),
        _ => pick(&[Notice, Records], &agreed),
    };
    if own && on_consent(activity) && in_cookies(what) {
        kinds.insert(Cookies);
    }
    kinds
}

/// Only who processes for us stands in what customers read; the record names everybody.
fn listed(recipient: &Recipient) -> &'static [Kind] {
    match recipient.role {
        RecipientRole::Processor | RecipientRole::SubProcessor => {
            &[ProcessorRecords, Instruction, Agreement, SubProcessors]
        }
        RecipientRole::Controller | RecipientRole::Authority => &[ProcessorRecords],
    }
}

/// As the documents of our own making have it, in the languages that we write.
fn on_consent(activity: &Activity) -> bool {
    activity.basis.values().any(|words| words.contains("6(1)(a)") || words.contains("6.1 a"))
}

/// What is for, which data, how long.
fn in_cookies(what: &What) -> bool {
    matches!(
        what,
        What::PurposeAdded
            | What::PurposeRemoved
            | What::PurposeReworded { .. }
            | What::DataAdded(_)
            | What::DataRemoved(_)
            | What::CategoriesAdded(..)
            | What::CategoriesRemoved(..)
            | What::Kept { .. }
            | What::Other {
                fact: Fact::AtMost | Fact::AtLeast | Fact::Called | Fact::Review | Fact::PerCustomer,
                ..
            }
    )
}
