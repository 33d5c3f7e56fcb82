//! What a policy's documents promise.

use std::collections::BTreeSet;

use gallra_rules::names::{ActivityName, DatasetName};
use gallra_rules::policy::{
    Activity as PolicyActivity, AutomatedDecisions, Basis, Contact, Dataset, Disposal, Duty,
    Limit as PolicyLimit, Localised, Origin, PolicySet, Recipient as PolicyRecipient, RegisterTable, Role,
};

use super::{Activity, Data, Fact, Facts, Limit, Looks, Meaning, Recipient, Words};
use crate::compose::{Composer, contact_lines};
use crate::registers::again;
use crate::safe::shown;
use crate::text::{Texts, t};
use crate::words::lower_first;
use crate::{Kind, Language};

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
                facts: of_recipient(it),
            };
            (name.to_string(), recipient)
        });
        let duties = policy.duties.iter().map(|(name, it)| (name.to_string(), duty(it)));
        Self {
            name: organisation.name.clone(),
            contact: organisation.contact.as_ref().map(ways).unwrap_or_default(),
            dpo: organisation.dpo.as_ref().map(ways).unwrap_or_default(),
            objection_window: organisation.objection_window,
            activities: activities.collect(),
            recipients: recipients.collect(),
            looks: Looks::default(),
            facts: of_organisation(policy),
            duties: Some(duties.collect()),
            backups: composer(policy, &first_language()).backups(),
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
    in_all(|language| text.exactly(language.as_str()).map(shown).unwrap_or_default())
}

fn activity(policy: &PolicySet, name: &ActivityName, activity: &PolicyActivity) -> Activity {
    let composer = |language: &Language| composer(policy, language);
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
            Some(Origin::Person) => in_all(|language| Texts::new(language).with("source-person", &[])),
            None => Words::new(),
        },
        automated: match &activity.notice.automated_decisions {
            Some(AutomatedDecisions::Described(text)) => own(text),
            _ => Words::new(),
        },
        // What stands in the policy of somebody who is alone is told nowhere.
        joint: match &activity.notice.joint_controllers {
            Some(text) if activity.role == Role::JointController => own(text),
            _ => Words::new(),
        },
        facts: of_activity(policy, activity),
    }
}

fn data(
    policy: &PolicySet,
    (activity_name, activity): (&ActivityName, &PolicyActivity),
    name: &DatasetName,
    dataset: &Dataset,
) -> Data {
    let composer = |language: &Language| composer(policy, language);
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
        facts: told([(Fact::Called, dataset.called.as_ref().map(own).unwrap_or_default())]),
    }
}

fn first_language() -> Language {
    let all = Language::all();
    all.into_iter().next().unwrap_or_else(|| unreachable!("documents are written in some language"))
}

fn composer<'p>(policy: &'p PolicySet, language: &Language) -> Composer<'p> {
    Composer::new(policy, Kind::Notice, language)
}

fn told<const N: usize>(facts: [(Fact, Words); N]) -> Facts {
    facts.into_iter().map(|(fact, words)| (fact.as_str().to_owned(), words)).collect()
}

fn of_organisation(policy: &PolicySet) -> Facts {
    let organisation = &policy.organisation;
    let same = |text: &str| in_all(|_| shown(text));
    // As documents have it: in which order, and what is whose.
    let lines = |contact: Option<&Contact>| {
        let lines = contact.map(contact_lines).unwrap_or_default();
        let lines: Vec<String> = lines.iter().map(|line| crate::tree::words(line)).collect();
        in_all(|_| lines.join("; "))
    };
    let authority = in_all(|language| {
        let derived = || crate::tree::words(&crate::rights::authority(organisation, &Texts::new(language)));
        organisation.authority.as_deref().map_or_else(derived, shown)
    });
    told([
        (Fact::Number, same(organisation.number.as_deref().unwrap_or_default())),
        (Fact::Contact, lines(organisation.contact.as_ref())),
        (Fact::Dpo, lines(organisation.dpo.as_ref())),
        (Fact::Representative, lines(organisation.representative.as_ref())),
        (Fact::Authority, authority),
        (Fact::Country, in_all(|language| composer(policy, language).country(&organisation.country))),
        (
            Fact::Backups,
            in_all(|language| {
                let composer = composer(policy, language);
                composer.backups().map(|longest| composer.period(longest)).unwrap_or_default()
            }),
        ),
    ])
}

fn of_recipient(recipient: &PolicyRecipient) -> Facts {
    let agreement = recipient.agreement.as_deref().unwrap_or_default();
    let from = recipient.from;
    told([
        (Fact::Does, recipient.purpose.as_ref().map(own).unwrap_or_default()),
        (Fact::From, in_all(|language| from.map(|day| Texts::new(language).day(day)).unwrap_or_default())),
        (Fact::Agreement, in_all(|_| shown(agreement))),
    ])
}

fn of_activity(policy: &PolicySet, activity: &PolicyActivity) -> Facts {
    let bases = || activity.basis.iter().chain(&activity.other_bases);
    let interests = bases().filter_map(|basis| match basis {
        Basis::LegitimateInterest { interest, balancing_test } => Some((interest.as_ref(), *balancing_test)),
        _ => None,
    });
    let (interests, weighed): (Vec<_>, Vec<_>) = interests.unzip();
    let interests: Vec<Words> = interests.into_iter().flatten().map(own).collect();
    let no_period = activity.keep.at_least.is_none() && activity.keep.at_most.is_none();
    let review = activity.review.filter(|_| no_period);
    let runs = !no_period && !matches!(activity.then, Disposal::Task { .. });
    told([
        (
            Fact::Special,
            in_all(|language| {
                let texts = Texts::new(language);
                let special = activity.special_basis.as_deref().map(|cited| texts.article(&shown(cited)));
                special
                    .map(|article| lower_first(&t!(texts, "special-basis", article = article)))
                    .unwrap_or_default()
            }),
        ),
        (
            Fact::Interest,
            in_all(|language| {
                let told = interests.iter().filter_map(|words| words.get(language.as_str()));
                told.cloned().collect::<Vec<_>>().join("; ")
            }),
        ),
        (
            Fact::Weighed,
            in_all(|language| {
                let texts = Texts::new(language);
                texts.listed(&weighed.iter().flatten().map(|day| texts.day(*day)).collect::<Vec<_>>())
            }),
        ),
        (
            Fact::Every,
            in_all(|language| if runs { composer(policy, language).every(activity) } else { String::new() }),
        ),
        (
            Fact::Review,
            in_all(|language| review.map(|day| Texts::new(language).day(day)).unwrap_or_default()),
        ),
        (
            Fact::PerCustomer,
            in_all(|language| {
                let choose = crate::retention::customers_choose(activity);
                if choose { t!(Texts::new(language), "limit-per-customer") } else { String::new() }
            }),
        ),
        (
            Fact::Stored,
            in_all(|language| {
                let mut composer = composer(policy, language);
                let stored = composer.stored(activity);
                composer.listed(&stored)
            }),
        ),
    ])
}

fn duty(duty: &Duty) -> Words {
    in_all(|language| {
        let texts = Texts::new(language);
        let what = duty.what.exactly(language.as_str()).map(shown).unwrap_or_default();
        if what.is_empty() { what } else { format!("{what} ({})", lower_first(&again(&texts, duty.again))) }
    })
}
