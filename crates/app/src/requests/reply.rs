//! What the answer says: nothing more than was seen.

use std::collections::BTreeSet;

use gallra_documents::Language;
use gallra_documents::letters::{self, Fate, Letter, ToldRecipient};
use gallra_ledger::RequestedFound;
use gallra_rules::names::DatasetName;
use gallra_rules::request::Kind;
use gallra_store::ToldOutcome;

use super::Loaded;
use super::letters::language;
use crate::subject::{recipients, rectify};
use crate::{AppError, Context};

/// The letter that answers a request which was carried out.
pub(super) async fn letter(context: &Context, loaded: &Loaded) -> Result<Letter, AppError> {
    let received = loaded.request.received_on();
    let recipients = recipients(context, loaded).await?;
    match loaded.kind() {
        Kind::Access | Kind::Port => Ok(Letter::Access(letters::Access {
            received,
            portable_only: loaded.kind() == Kind::Port,
            package: loaded.about.package.as_ref().map(|package| letters::Package {
                files: Vec::new(),
                protection: letters::Protection::Passphrase,
                available_until: Some(package.expires),
            }),
            redacted: loaded.about.package.as_ref().map_or(0, |package| package.of_others),
            withheld: loaded.about.package.as_ref().map_or(0, |package| package.withheld),
            not_checked: gaps(context, loaded),
        })),
        Kind::Rectify => Ok(Letter::Rectified(letters::Rectified {
            received,
            corrected: corrected(context, loaded),
            not_corrected: gaps(context, loaded),
            recipients,
        })),
        Kind::Restrict => Ok(Letter::Restricted(letters::Restricted {
            received,
            from: context.today(),
            what: loaded.about.parts.iter().map(|part| called(context, loaded, &part.dataset)).collect(),
            not_done: gaps(context, loaded),
            recipients,
        })),
        Kind::Erase => erasure(context, loaded, recipients).map(Letter::Erasure),
        Kind::Object => Ok(Letter::Objection(objection(context, loaded))),
        Kind::Human => Ok(Letter::Reviewed(letters::Reviewed {
            received,
            decision: loaded.about.asks.decision.clone().unwrap_or_default(),
            reviewed: context.today(),
            changed: loaded.about.changed.unwrap_or_default(),
            outcome: loaded.about.notes.last().map(|note| note.text.clone()).unwrap_or_default(),
        })),
    }
}

/// Where the value was put right. The value does not stand in the letter.
fn corrected(context: &Context, loaded: &Loaded) -> Vec<letters::Corrected> {
    let changed = loaded.about.rectified.iter().filter(|line| line.outcome == rectify::Outcome::Changed);
    let places: BTreeSet<String> =
        changed.map(|line| called(context, loaded, line.dataset.as_str())).collect();
    if places.is_empty() {
        return Vec::new();
    }
    let correction = loaded.about.asks.correct.as_ref();
    let what = correction.map(|it| label(&it.what, &language(context, loaded))).unwrap_or_default();
    vec![letters::Corrected { what, places: places.into_iter().collect() }]
}

/// What is right now, for whoever has received what was wrong (Art. 19): `E-mail address: …`.
pub(super) fn corrected_to(loaded: &Loaded, language: &Language) -> Option<String> {
    let correction = loaded.about.asks.correct.as_ref()?;
    Some(format!("{}: {}", label(&correction.what, language), correction.new))
}

fn label(what: &rectify::What, language: &Language) -> String {
    let english = language.as_str() == "en";
    match what {
        rectify::What::Email => if english { "E-mail address" } else { "E-postadress" }.to_owned(),
        rectify::What::Phone => if english { "Telephone number" } else { "Telefonnummer" }.to_owned(),
        rectify::What::Name => if english { "Name" } else { "Namn" }.to_owned(),
        rectify::What::Address => if english { "Address" } else { "Adress" }.to_owned(),
        rectify::What::Category(name) => name.clone(),
        rectify::What::Column { column, .. } => column.clone(),
    }
}

fn objection(context: &Context, loaded: &Loaded) -> letters::Objection {
    let (about, on) = (&loaded.about, context.today());
    let language = language(context, loaded);
    let activity = about.asks.objects_to.iter().next();
    let known = activity.and_then(|name| context.policy.activities.get(name));
    let purpose = known.and_then(|activity| activity.purpose.get(language.as_str()));
    let weighs = activity.and_then(|name| about.weighed.exemptions.get(name));
    let outcome = match (about.asks.marketing, weighs) {
        (true, _) => letters::ObjectionOutcome::MarketingStopped { on },
        (false, None) => letters::ObjectionOutcome::Granted { on },
        (false, Some(_)) => letters::ObjectionOutcome::Refused {
            reasons: about.notes.last().map(|note| note.text.clone()).unwrap_or_default(),
            weighed: on,
        },
    };
    letters::Objection {
        received: loaded.request.received_on(),
        purpose: purpose.unwrap_or_default().to_owned(),
        outcome,
    }
}

fn erasure(
    context: &Context,
    loaded: &Loaded,
    recipients: Vec<letters::Recipient>,
) -> Result<letters::Erasure, AppError> {
    let language = language(context, loaded);
    let about = &loaded.about;
    let mut parts = Vec::new();
    for (group, rows) in about.earlier.groups.iter().chain(&about.groups).filter(|(_, rows)| *rows > 0) {
        let part = letters::Part::of(&context.policy, &language, group, *rows, None);
        let mut part = part.map_err(|fault| AppError::Register(fault.to_string()))?;
        let failed = about.parts.iter().any(|part| {
            part.dataset == group.dataset.as_str()
                && matches!(part.found, RequestedFound::Searched { failed: 1.., .. })
        });
        if failed && matches!(part.fate, Fate::Erased | Fate::Anonymised(_)) {
            part.fate = Fate::NotDone { reason: silent(loaded).to_owned() };
        }
        parts.push(part);
    }
    for task in &about.tasks {
        let done = task.done.as_ref().map(|done| done.on);
        let fate = Fate::Task { what: task.what.clone(), due: Some(task.due), done };
        let what = called(context, loaded, task.dataset.as_str());
        parts.push(letters::Part { what, records: None, fate });
    }
    for (what, reason) in gaps(context, loaded) {
        parts.push(letters::Part { what, records: None, fate: Fate::NotChecked { reason } });
    }
    Ok(letters::Erasure {
        received: loaded.request.received_on(),
        parts,
        // Counted from today: what was erased earlier is gone from the backups earlier.
        backups: letters::Backups::of(&context.policy, &language, context.today()),
        recipients,
        certificate: true,
    })
}

/// Who else has received the data, and whether they know (Art. 19).
async fn recipients(context: &Context, loaded: &Loaded) -> Result<Vec<letters::Recipient>, AppError> {
    let english = language(context, loaded).as_str() == "en";
    let standings = recipients::list(context, Some(&loaded.number.to_string())).await?;
    let told = standings.into_iter().map(|recipients::Standing { told, name, .. }| letters::Recipient {
        name: name.unwrap_or_else(|| told.recipient.to_string()),
        told: match (told.outcome, told.told_on, told.answered_on) {
            (Some(ToldOutcome::Impossible), ..) => ToldRecipient::Impossible(
                if english {
                    "that is impossible, or would take a disproportionate effort"
                } else {
                    "det är omöjligt eller skulle kräva en oproportionell ansträngning"
                }
                .to_owned(),
            ),
            (Some(ToldOutcome::Done), _, Some(on)) => ToldRecipient::Confirmed(on),
            (_, Some(on), _) => ToldRecipient::Told(on),
            (_, None, _) => ToldRecipient::NotYet,
        },
    });
    Ok(told.collect())
}

/// What could not be looked at or done, in the policy's words, each with why.
fn gaps(context: &Context, loaded: &Loaded) -> Vec<(String, String)> {
    let about = &loaded.about;
    let by_hand = |name: &DatasetName| about.tasks.iter().any(|task| task.dataset == *name);
    let names = about.person.not_checked.keys().filter(|name| !by_hand(name));
    names.map(|name| (called(context, loaded, name.as_str()), silent(loaded).to_owned())).collect()
}

/// Why, in the letter's language.
pub(super) fn silent(loaded: &Loaded) -> &'static str {
    match loaded.about.language.as_deref() {
        Some("en") => "the system could not be searched",
        _ => "systemet gick inte att söka i",
    }
}

/// What a dataset is called in the policy.
pub(super) fn called(context: &Context, loaded: &Loaded, dataset: &str) -> String {
    called_in(context, &language(context, loaded), dataset)
}

/// The same in another language.
pub(super) fn called_in(context: &Context, language: &Language, dataset: &str) -> String {
    let known = context.policy.datasets.get(&DatasetName::new(dataset));
    let label = known.and_then(|it| it.called.as_ref()).and_then(|called| called.get(language.as_str()));
    label.map_or_else(|| dataset.to_owned(), str::to_owned)
}
