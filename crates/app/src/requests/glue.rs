//! Where a request meets the systems: searching them, and what came of it.

use std::collections::{BTreeMap, BTreeSet};

use gallra_rules::names::{DatasetName, SystemName};

use super::Handler;
use super::about::{About, Doubtful};
use crate::progress::Progress;
use crate::subject::find::{Answers, Asked, find_with};
use crate::subject::{Given, Person};
use crate::{AppError, Context};

/// What a search found, as a request keeps it.
#[derive(Default)]
pub(super) struct Found {
    pub(super) person: Person,
    pub(super) known: Vec<Given>,
    pub(super) names: Vec<String>,
    pub(super) doubtful: Vec<Doubtful>,
    pub(super) mentions: u64,
    /// Systems that did not answer.
    pub(super) silent: BTreeSet<SystemName>,
    /// Datasets that a person has to look through, with the role that does.
    pub(super) manual: BTreeMap<DatasetName, (SystemName, String)>,
}

/// Searches every system, with what the handler has said of doubtful ones.
pub(super) async fn search(
    context: &Context,
    handler: &Handler,
    about: &About,
    progress: &dyn Progress,
) -> Result<Found, AppError> {
    let answers = Answers { accepted: about.accepted.clone(), rejected: about.rejected.clone() };
    let asked = Asked { answers, acting: Some(handler.acting.clone()), counts: false, ..Asked::default() };
    let search = find_with(context, &about.given, &asked, progress).await?;
    let doubtful = search.open().map(|choice| Doubtful {
        id: choice.id.clone(),
        why: choice.why.word().to_owned(),
        records: choice.records.clone(),
        names: choice.names.clone(),
    });
    let doubtful = doubtful.collect();
    let mut manual = BTreeMap::new();
    for (dataset, by_hand) in &search.manual {
        let Some(system) = by_hand.system.clone() else { continue };
        manual.insert(dataset.clone(), (system, by_hand.responsible.clone().unwrap_or_default()));
    }
    Ok(Found {
        doubtful,
        manual,
        mentions: search.mentions.len() as u64 + search.more_mentions,
        silent: search.silent.keys().cloned().collect(),
        person: search.person,
        known: search.known,
        names: search.names,
    })
}
