//! The readable answer, from what was read and from the policy.

use std::collections::BTreeSet;

use gallra_documents::answer::{self, Answer};
use gallra_documents::{Built, Edition, Language, html, markdown};

use super::gather::Gathered;
use super::pack::{Frame, failed};
use super::reach::Reach;
use crate::{AppError, Context};

/// The pages.
pub(super) struct Pages {
    pub(super) html: String,
    pub(super) markdown: String,
    pub(super) missing: Vec<gallra_documents::Missing>,
}

pub(super) fn of(
    context: &Context,
    frame: &Frame<'_>,
    reach: &Reach,
    gathered: &Gathered,
) -> Result<Pages, AppError> {
    let language: Language = frame.options.language.parse().map_err(|_| {
        failed(&frame.options.folder, "no answers are written in this language; there are sv and en")
    })?;
    let answer = Answer {
        part: frame.options.what,
        request: frame.request.to_owned(),
        made: frame.made,
        expires: frame.expires,
        found: gathered.sets.iter().map(|set| set.found.clone()).collect(),
        not_checked: gathered.not_checked.keys().cloned().collect::<BTreeSet<_>>(),
        by_hand: reach.by_hand.clone(),
        for_others: reach.for_others.clone(),
        activities: reach.activities.clone(),
    };
    let Built { document, missing } = answer::build(&context.policy, &language, &answer);
    let policy = context.policy.hash();
    let edition =
        Edition { version: policy.short().to_owned(), date: frame.made, policy: policy.to_string() };
    let html = html::render(&document, &edition, &[], &context.look);
    let markdown = markdown::render(&document, &edition, &[]);
    Ok(Pages { html, markdown, missing })
}
