//! What the published documents promise, apart from how they say it: what two versions are compared by.
//!
//! A [`Meaning`] is kept with each publication. [`compare`] tells what is different between two of them, change by change,
//! in words that a customer understands, and who has to be told of each. Whatever a policy says that no document tells
//! (connections, tables, cadences of checks) is no part of it, so moving a table is no change.

mod compare;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use gallra_rules::names::{ActivityName, DatasetName};
use gallra_rules::period::Period;
use gallra_rules::policy::{
    Activity as PolicyActivity, AutomatedDecisions, Contact, Dataset, Disposal, Limit as PolicyLimit,
    Localised, Origin, PolicySet, RecipientRole, RegisterTable, Role, Transfer,
};
use serde::{Deserialize, Serialize};

use crate::compose::Composer;
use crate::{Kind, Language};

pub use compare::{Audience, Change, How, Look, What, compare};

/// A text in each language.
pub type Words = BTreeMap<String, String>;

/// What documents promise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meaning {
    /// The organisation's registered name.
    pub name: String,
    /// Every way to reach it.
    pub contact: BTreeSet<String>,
    /// Every way to reach its data protection officer.
    pub dpo: BTreeSet<String>,
    /// How long customers can object to sub-processors.
    pub objection_window: Option<Period>,
    /// By name in the policy.
    pub activities: BTreeMap<String, Activity>,
    /// By name in the policy.
    pub recipients: BTreeMap<String, Recipient>,
    /// What the company's templates put into documents.
    #[serde(default, skip_serializing_if = "Looks::is_none")]
    pub looks: Looks,
}

/// What a company's templates put into documents: no promise, but what is published with it is another document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looks {
    /// The colour of headings, and that for dark pages if it is said.
    pub colour: Option<String>,
    /// The logo's hash.
    pub logo: Option<String>,
    /// Hashes of the company's own clause texts for its agreement, by language.
    pub clauses: BTreeMap<String, String>,
    /// Hashes of the company's general terms, by language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub terms: BTreeMap<String, String>,
}

impl Looks {
    /// Whether there are none.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// An activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// In which capacity.
    pub role: Role,
    /// What for.
    pub purpose: Words,
    /// The legal bases, as documents tell them; empty for a processor.
    pub basis: Words,
    /// Kinds of data, by name in the policy.
    pub data: BTreeMap<String, Data>,
    /// Names in the policy of who receives the data.
    pub recipients: BTreeSet<String>,
    /// Countries in which the data is stored.
    pub stored: BTreeSet<String>,
    /// Security measures, by name in the policy.
    pub measures: BTreeMap<String, Words>,
    /// What happens when the time is up.
    pub then: Words,
    /// Where the data is from.
    pub source: Words,
    /// What is decided without a person; empty if nothing is, or if it is not said.
    pub automated: Words,
    /// Who else is controller, and the essence of the arrangement; empty if nobody is.
    #[serde(default, skip_serializing_if = "Words::is_empty")]
    pub joint: Words,
}

/// A kind of data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Data {
    /// What it is called.
    pub called: Words,
    /// Categories of personal data, by name in the vocabulary.
    pub categories: BTreeSet<String>,
    /// Groups of people, by name in the policy.
    pub subjects: BTreeMap<String, Words>,
    /// Not shorter.
    pub at_least: Option<Limit>,
    /// Not longer.
    pub at_most: Option<Limit>,
}

/// A period and what it counts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// How long.
    pub period: Period,
    /// From when: the anchor and the calendar's boundary, to tell whether two count from the same.
    pub from: String,
    /// `6 months after the agreement has ended`.
    pub words: Words,
}

/// Who receives data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Registered name.
    pub name: String,
    /// In which capacity.
    pub role: RecipientRole,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// The mechanism outside the EEA.
    pub transfer: Option<Transfer>,
}

impl Meaning {
    /// What a policy's documents promise; looks are added by who knows them. Words that the policy lacks in a language are left out.
    pub fn of(policy: &PolicySet) -> Self {
        let organisation = &policy.organisation;
        let activities =
            policy.activities.iter().map(|(name, it)| (name.to_string(), activity(policy, name, it)));
        let recipients = policy.recipients.iter().map(|(name, it)| {
            let recipient = Recipient {
                name: it.name.clone(),
                role: it.role,
                country: it.country.clone(),
                transfer: it.transfer,
            };
            (name.to_string(), recipient)
        });
        Self {
            name: organisation.name.clone(),
            contact: organisation.contact.as_ref().map(ways).unwrap_or_default(),
            dpo: organisation.dpo.as_ref().map(ways).unwrap_or_default(),
            objection_window: organisation.objection_window,
            activities: activities.collect(),
            recipients: recipients.collect(),
            looks: Looks::default(),
        }
    }
}

fn ways(contact: &Contact) -> BTreeSet<String> {
    [&contact.name, &contact.address, &contact.email, &contact.phone].into_iter().flatten().cloned().collect()
}

/// A text in every language that documents are written in.
fn in_all(tell: impl Fn(&Language) -> String) -> Words {
    let told = Language::all().into_iter().map(|language| (language.to_string(), tell(&language)));
    told.filter(|(_, text)| !text.is_empty()).collect()
}

fn own(text: &Localised) -> Words {
    in_all(|language| text.exactly(language.as_str()).map(crate::safe::shown).unwrap_or_default())
}

fn activity(policy: &PolicySet, name: &ActivityName, activity: &PolicyActivity) -> Activity {
    let composer = |language: &Language| Composer::new(policy, Kind::Notice, language);
    let personal = composer(&first_language()).datasets(activity);
    let data = personal.iter().map(|(dataset_name, dataset)| {
        (dataset_name.to_string(), data(policy, (name, activity), dataset_name, dataset))
    });
    let any = composer(&first_language());
    let stored = activity.data.iter().filter_map(|name| policy.datasets.get(name));
    let stored = stored.filter_map(|it| policy.systems.get(&it.system)?.country.clone());
    let measures = activity.measures.iter().filter_map(|measure| {
        policy.measures.get(measure).map(|found| (measure.to_string(), own(&found.description)))
    });
    Activity {
        role: activity.role,
        purpose: own(&activity.purpose),
        basis: in_all(|language| composer(language).bases(name, activity)),
        data: data.collect(),
        recipients: any.recipients_of(activity).into_iter().map(|name| name.to_string()).collect(),
        stored: stored.collect(),
        measures: measures.collect(),
        then: match &activity.then {
            Disposal::Task { what, .. } => own(what),
            Disposal::Delete | Disposal::Anonymise(_) => {
                in_all(|language| composer(language).then(name, activity))
            }
        },
        source: match &activity.notice.source {
            Some(Origin::Elsewhere(text)) => own(text),
            Some(Origin::Person) => {
                in_all(|language| crate::text::Texts::new(language).with("source-person", &[]))
            }
            None => Words::new(),
        },
        automated: match &activity.notice.automated_decisions {
            Some(AutomatedDecisions::Described(text)) => own(text),
            _ => Words::new(),
        },
        joint: activity.notice.joint_controllers.as_ref().map(own).unwrap_or_default(),
    }
}

fn data(
    policy: &PolicySet,
    (activity_name, activity): (&ActivityName, &PolicyActivity),
    name: &DatasetName,
    dataset: &Dataset,
) -> Data {
    let composer = |language: &Language| Composer::new(policy, Kind::Notice, language);
    let limit = |limit: &PolicyLimit| Limit {
        period: limit.period,
        from: format!("{:?} {}", limit.round, limit.anchor),
        words: in_all(|language| composer(language).limit("limit", limit, name, dataset)),
    };
    let mut categories: BTreeSet<String> =
        dataset.fields.values().map(|field| field.category.clone()).collect();
    categories.extend(dataset.in_register().into_iter().flat_map(RegisterTable::holds).map(str::to_owned));
    let subjects = dataset
        .groups
        .iter()
        .filter_map(|group| policy.subjects.get(group).map(|found| (group.to_string(), own(&found.name))));
    Data {
        called: in_all(|language| composer(language).called(activity_name, name, dataset)),
        categories,
        subjects: subjects.collect(),
        at_least: activity.keep.at_least.as_ref().map(limit),
        at_most: activity.keep.at_most.as_ref().map(limit),
    }
}

fn first_language() -> Language {
    let all = Language::all();
    all.into_iter().next().unwrap_or_else(|| unreachable!("documents are written in some language"))
}
