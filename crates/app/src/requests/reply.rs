//! What the answer says: nothing more than was seen.

use gallra_documents::letters::{self, Fate, Letter};
use gallra_ledger::RequestedFound;
use gallra_rules::names::DatasetName;
use gallra_rules::request::Kind;

use super::Loaded;
use super::letters::language;
use crate::{AppError, Context};

/// The letter that answers a request which was carried out.
pub(super) fn letter(context: &Context, loaded: &Loaded) -> Result<Letter, AppError> {
    let received = loaded.request.received_on();
    match loaded.kind() {
        Kind::Access | Kind::Port => Ok(Letter::Access(letters::Access {
            received,
            portable_only: loaded.kind() == Kind::Port,
            package: None,
            redacted: 0,
            withheld: 0,
            not_checked: gaps(context, loaded),
        })),
        Kind::Rectify => Ok(Letter::Rectified(letters::Rectified {
            received,
            corrected: Vec::new(),
            not_corrected: gaps(context, loaded),
            recipients: Vec::new(),
        })),
        Kind::Restrict => Ok(Letter::Restricted(letters::Restricted {
            received,
            from: context.today(),
            what: loaded.about.parts.iter().map(|part| called(context, loaded, &part.dataset)).collect(),
            not_done: gaps(context, loaded),
            recipients: Vec::new(),
        })),
        Kind::Erase => erasure(context, loaded).map(Letter::Erasure),
        Kind::Object | Kind::Human => erasure(context, loaded).map(Letter::Erasure),
    }
}

fn erasure(context: &Context, loaded: &Loaded) -> Result<letters::Erasure, AppError> {
    let language = language(context, loaded);
    let about = &loaded.about;
    let mut parts = Vec::new();
    for (group, rows) in about.groups.iter().filter(|(_, rows)| *rows > 0) {
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
        backups: None,
        recipients: Vec::new(),
        certificate: true,
    })
}

/// What could not be looked at or done, in the policy's words, each with why.
fn gaps(context: &Context, loaded: &Loaded) -> Vec<(String, String)> {
    let about = &loaded.about;
    let by_hand = |name: &DatasetName| about.tasks.iter().any(|task| task.dataset == *name);
    let names = about.person.not_checked.keys().filter(|name| !by_hand(name));
    names.map(|name| (called(context, loaded, name.as_str()), silent(loaded).to_owned())).collect()
}

/// Why, in the letter's language.
fn silent(loaded: &Loaded) -> &'static str {
    match loaded.about.language.as_deref() {
        Some("en") => "the system could not be searched",
        _ => "systemet gick inte att söka i",
    }
}

/// What a dataset is called in the policy.
pub(super) fn called(context: &Context, loaded: &Loaded, dataset: &str) -> String {
    let language = language(context, loaded);
    let known = context.policy.datasets.get(&DatasetName::new(dataset));
    let label = known.and_then(|it| it.called.as_ref()).and_then(|called| called.get(language.as_str()));
    label.map_or_else(|| dataset.to_owned(), str::to_owned)
}
