//! What a proof shows, and what it does not.

use gallra_ledger::{
    Checkpoint, DocumentPublished, ResidueState, RunState, StepSummary, VerifiedCertificate, VerifiedLog,
    VerifyingKey,
};
use serde_json::{Value, json};

use super::run::{outcome_word, sum};
use super::{Column, labelled, table};
use crate::cli::text::{Texts, t};
use crate::cli::ui::{Style, Ui, WIDTH};

const COLUMNS: [Column; 6] = [
    ("col-number", true),
    ("col-dataset", false),
    ("col-action", false),
    ("col-cutoff", false),
    ("col-outcome", false),
    ("col-rows", true),
];
const LABEL: usize = 12;

/// What a certificate shows.
pub(crate) fn certificate(ui: &Ui, shown: &VerifiedCertificate, key: &VerifyingKey, own_key: bool) -> String {
    let texts = ui.texts;
    let mut lines = vec![ui.paint(Style::Good, t!(texts, "verify-certificate", run = &shown.run))];
    let mut add = |id: &str, text: String| lines.push(labelled(&texts.plain(id), &text, 2, LABEL));
    add("verify-label-key", key.label());
    add("verify-label-log", log_words(&shown.checkpoint, texts));
    add("verify-label-plan", shown.plan.to_string());
    if let Some(approval) = &shown.approval {
        add(
            "verify-label-approved",
            t!(texts, "verify-approved", rows = approval.rows, steps = approval.steps),
        );
    }
    add("verify-label-started", texts.told_moment(&shown.started_at, "UTC") + " UTC");
    add(
        "verify-label-ended",
        match &shown.state {
            RunState::Finished { at } => texts.told_moment(at, "UTC") + " UTC",
            _ => t!(texts, "verify-unfinished"),
        },
    );
    if shown.interruptions > 0 {
        add("verify-label-broken-off", t!(texts, "verify-broken-off", times = shown.interruptions));
    }
    add("verify-label-rows", sum(&shown.totals, texts));
    if shown.unknown_leaves > 0 {
        add("verify-label-unknown", t!(texts, "verify-unknown", leaves = shown.unknown_leaves));
    }
    if !shown.steps.is_empty() {
        lines.extend([
            String::new(),
            table(ui, &COLUMNS, shown.steps.iter().map(|step| row(step, texts)).collect()),
        ]);
    }
    lines.push(String::new());
    lines.extend(super::wrap(&recounted(shown, texts), WIDTH.into()));
    if residue_unknown(shown) {
        lines.extend(super::wrap(&t!(texts, "verify-residue"), WIDTH.into()));
    }
    lines.extend(super::wrap(
        &t!(texts, if own_key { "verify-own-key" } else { "verify-your-key" }),
        WIDTH.into(),
    ));
    lines.join("\n")
}

fn row(step: &StepSummary, texts: Texts) -> Vec<String> {
    let rows = step.rows();
    let action = texts.find(&format!("action-{}", step.intended.action.as_str()));
    vec![
        (step.intended.step + 1).to_string(),
        step.intended.dataset.clone(),
        action.unwrap_or_else(|| step.intended.action.as_str().to_owned()),
        step.intended.cutoff.parse().map_or_else(|_| step.intended.cutoff.clone(), |day| texts.day(day)),
        step.outcome().map_or_else(|| t!(texts, "outcome-open"), |outcome| outcome_word(outcome, texts)),
        texts.number(rows.erased + rows.anonymised),
    ]
}

fn recounted(shown: &VerifiedCertificate, texts: Texts) -> String {
    let (mut remaining, mut explained) = (0, 0);
    for recount in shown.steps.iter().filter_map(StepSummary::recount) {
        remaining += recount.remaining;
        explained += recount.explained;
    }
    let unexplained = remaining.saturating_sub(explained);
    t!(texts, "verify-recount", remaining = remaining, explained = explained, unexplained = unexplained)
}

fn residue_unknown(shown: &VerifiedCertificate) -> bool {
    shown
        .steps
        .iter()
        .flat_map(StepSummary::residue)
        .any(|residue| !matches!(residue.state, ResidueState::Cleared | ResidueState::NothingKept))
}

/// What a whole log shows.
pub(crate) fn log(ui: &Ui, shown: &VerifiedLog, key: &VerifyingKey, own_key: bool) -> String {
    let texts = ui.texts;
    let mut lines = vec![ui.paint(Style::Good, t!(texts, "verify-log"))];
    let mut add = |id: &str, text: String| lines.push(labelled(&texts.plain(id), &text, 2, LABEL));
    add("verify-label-key", key.label());
    add("verify-label-log", log_words(&shown.checkpoint, texts));
    if let Some(older) = shown.consistent_with {
        add("verify-label-since", t!(texts, "verify-since", leaves = older));
    }
    if shown.stray_count > 0 {
        let names: Vec<String> = shown.strays.iter().take(5).map(|stray| format!("{stray:?}")).collect();
        add(
            "verify-label-strays",
            t!(texts, "verify-strays", files = shown.stray_count, names = names.join(", ")),
        );
    }
    // What stayed in force as it was bears the day on which it was made.
    if let Some(first) = shown.published.iter().max_by_key(|one| &one.on) {
        let day = first.on.parse().map_or_else(|_| first.on.clone(), |day| texts.day(day));
        lines.push(String::new());
        lines.push(t!(texts, "verify-published", number = first.publication, day = day));
        lines.push(format!("  {}", t!(texts, "verify-published-policy", hash = first.policy.to_string())));
        for one in &shown.published {
            lines.extend([format!("  {}", document(one, texts)), format!("    SHA-256 {}", one.file)]);
            if (&one.on, &one.policy) != (&first.on, &first.policy) {
                let day = one.on.parse().map_or_else(|_| one.on.clone(), |day| texts.day(day));
                let hash = one.policy.to_string();
                lines.push(format!("    {}", t!(texts, "verify-published-before", day = day, hash = hash)));
            }
        }
    }
    lines.push(String::new());
    lines.extend(super::wrap(
        &t!(texts, if own_key { "verify-own-key" } else { "verify-your-key" }),
        WIDTH.into(),
    ));
    lines.join("\n")
}

/// Which document, in which language and form, and its version.
fn document(one: &DocumentPublished, texts: Texts) -> String {
    let word = one.document.as_str();
    let what = texts.find(&format!("document-{word}")).unwrap_or_else(|| word.to_owned());
    let (language, form, version) = (one.language.as_str(), one.form.as_str(), one.version.as_str());
    let language = texts.find(&format!("language-{language}")).unwrap_or_else(|| language.to_owned());
    t!(texts, "verify-document", what = what, language = language, form = form, version = version)
}

pub(crate) fn log_words(checkpoint: &Checkpoint, texts: Texts) -> String {
    t!(
        texts,
        "verify-log-size",
        origin = checkpoint.origin(),
        leaves = checkpoint.size(),
        root = checkpoint.root().to_string()
    )
}

/// A certificate for programs.
pub(crate) fn certificate_json(shown: &VerifiedCertificate, key: &VerifyingKey) -> Value {
    let finished_at = match &shown.state {
        RunState::Finished { at } => Some(at.as_str()),
        _ => None,
    };
    json!({
        "verified": true,
        "what": "certificate",
        "key": key.label(),
        "log": log_json(&shown.checkpoint),
        "run": shown.run,
        "plan": shown.plan.to_string(),
        "approved": shown.approval.is_some(),
        "started_at": shown.started_at,
        "finished_at": finished_at,
        "interruptions": shown.interruptions,
        "rows": shown.totals,
        "unknown_leaves": shown.unknown_leaves,
        "steps": shown.steps.iter().map(|step| json!({
            "step": step.intended.step,
            "system": step.intended.system,
            "dataset": step.intended.dataset,
            "action": step.intended.action,
            "cutoff": step.intended.cutoff,
            "outcome": step.outcome(),
            "rows": step.rows(),
            "recount": step.recount(),
            "residue": step.residue(),
        })).collect::<Vec<_>>(),
    })
}

/// A log for programs.
pub(crate) fn log_json_document(shown: &VerifiedLog, key: &VerifyingKey) -> Value {
    json!({
        "verified": true,
        "what": "log",
        "key": key.label(),
        "log": log_json(&shown.checkpoint),
        "consistent_with": shown.consistent_with,
        "strays": shown.stray_count,
        "published": shown.published,
    })
}

pub(crate) fn log_json(checkpoint: &Checkpoint) -> Value {
    json!({"origin": checkpoint.origin(), "size": checkpoint.size(), "root": checkpoint.root().to_string()})
}
