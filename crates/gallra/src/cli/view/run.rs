//! What a run did: each outcome by its own name, never merged.

use gallra_app::report::{Report, RunState, StepReport};
use gallra_ledger::{Outcome, Residue, ResidueState, RowCounts};

use super::{Column, labelled, table, wrap};
use crate::cli::text::{IntoValue, Texts, t};
use crate::cli::ui::{Style, Ui};

const COLUMNS: [Column; 4] =
    [("col-number", true), ("col-dataset", false), ("col-outcome", false), ("col-rows", true)];

/// The report for people.
pub(crate) fn text(ui: &Ui, report: &Report) -> String {
    let texts = ui.texts;
    let title = match report.state {
        RunState::Finished if report.is_clean() => (Style::Good, "run-finished"),
        RunState::Finished => (Style::Warn, "run-finished-not-clean"),
        RunState::Interrupted => (Style::Warn, "run-interrupted"),
    };
    let mut lines = vec![ui.paint(title.0, t!(texts, title.1, run = &report.run))];
    if !report.steps.is_empty() {
        let rows =
            report.steps.iter().enumerate().map(|(number, step)| row(number + 1, step, texts)).collect();
        lines.extend([String::new(), table(ui, &COLUMNS, rows)]);
    }
    let left: Vec<String> = report.steps.iter().flat_map(|step| details(step, texts)).collect();
    if !left.is_empty() {
        lines.push(String::new());
        lines.extend(left);
    }
    lines.extend(traces(&report.steps, texts));
    lines.join("\n")
}

fn row(number: usize, step: &StepReport, texts: Texts) -> Vec<String> {
    let touched = step.rows.erased + step.rows.anonymised;
    vec![
        number.to_string(),
        step.dataset.to_string(),
        outcome_word(&step.outcome, texts),
        texts.number(touched),
    ]
}

/// What went along, what the recount saw, and what is left and why.
fn details(step: &StepReport, texts: Texts) -> Vec<String> {
    let mut said: Vec<String> = step
        .cascaded
        .iter()
        .map(|(table, rows)| t!(texts, "run-cascaded", rows = *rows, table = table))
        .collect();
    said.extend(
        counts(&step.rows)
            .into_iter()
            .filter(|(id, rows)| *rows > 0 && is_left(id))
            .map(|(id, rows)| t!(texts, id, rows = rows)),
    );
    if let Some(reason) = reason(step, texts) {
        said.push(reason);
    }
    if was_recounted(&step.outcome) {
        said.push(t!(texts, "run-recounted", rows = step.rows.failed));
    }
    let name = step.dataset.to_string();
    let width = name.chars().count().max(14);
    let mut label = name.as_str();
    said.iter()
        .map(|text| {
            let line = labelled(label, text, 2, width);
            label = "";
            line
        })
        .collect()
}

/// What the stores still keep of what the steps disposed of. Steps of which the same is said stand together.
fn traces(steps: &[StepReport], texts: Texts) -> Vec<String> {
    let mut groups: Vec<(&[Residue], Vec<&str>)> = Vec::new();
    for step in steps.iter().filter(|step| !step.residue.is_empty()) {
        match groups.iter_mut().find(|(residue, _)| *residue == step.residue.as_slice()) {
            Some((_, names)) => names.push(step.dataset.as_str()),
            None => groups.push((&step.residue, vec![step.dataset.as_str()])),
        }
    }
    if groups.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), format!("  {}", t!(texts, "run-traces"))];
    for (places, names) in groups {
        lines.extend(wrap(&names.join(", "), 78).into_iter().map(|line| format!("  {line}")));
        lines.extend(residue(places, texts).iter().map(|text| labelled("", text, 2, 14)));
    }
    lines
}

/// What the store still keeps: places of which the same is said stand together.
fn residue(places: &[Residue], texts: Texts) -> Vec<String> {
    let mut said: Vec<(&Residue, Vec<String>)> = Vec::new();
    for residue in places {
        let word = known(texts, "place", residue.place.as_str());
        let same = |other: &Residue| {
            other.state == residue.state
                && other.reason == residue.reason
                && other.until == residue.until
                && other.goes_with == residue.goes_with
        };
        match said.iter_mut().find(|(other, _)| same(other)) {
            Some((_, words)) => words.push(word),
            None => said.push((residue, vec![word])),
        }
    }
    said.iter().map(|(residue, words)| residue_words(residue, &words.join(", "), texts)).collect()
}

fn residue_words(residue: &Residue, places: &str, texts: Texts) -> String {
    let told = texts.with(
        match residue.state {
            ResidueState::Cleared => "residue-cleared",
            ResidueState::NothingKept => "residue-nothing-kept",
            ResidueState::Remains => "residue-remains",
            ResidueState::NotChecked => "residue-not-checked",
        },
        vec![("places", IntoValue::into_value(places))],
    );
    let why = residue.reason.as_ref().map(|reason| known(texts, "kept", reason.as_str()));
    let until = match (&residue.until, &residue.goes_with) {
        (Some(day), _) => {
            let day = day.parse().map_or_else(|_| day.clone(), |day| texts.day(day));
            Some(t!(texts, "residue-until", day = day))
        }
        (None, Some(event)) => Some(known(texts, "goes", event.as_str())),
        (None, None) => None,
    };
    [Some(told), why, until].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// A code in the reader's language; itself if a later version wrote it.
fn known(texts: Texts, prefix: &str, code: &str) -> String {
    let id = format!("{prefix}-{}", code.replace(['_', '.'], "-"));
    texts.find(&id).unwrap_or_else(|| code.to_owned())
}

fn is_left(id: &str) -> bool {
    !matches!(id, "count-erased" | "count-anonymised" | "count-nothing-found")
}

fn was_recounted(outcome: &Outcome) -> bool {
    !matches!(
        outcome,
        Outcome::Skipped { .. } | Outcome::NotChecked { .. } | Outcome::Failed { .. } | Outcome::NothingFound
    )
}

fn reason(step: &StepReport, texts: Texts) -> Option<String> {
    let code = match &step.outcome {
        Outcome::Skipped { reason } | Outcome::NotChecked { reason } | Outcome::Failed { reason } => {
            reason.as_str()
        }
        _ => return None,
    };
    let known = texts.find(&format!("reason-{}", code.replace(['_', '.'], "-")));
    let detail = step.reason.clone().filter(|reason| reason != code);
    Some(match (known, detail) {
        (Some(known), Some(detail)) => format!("{known}: {detail}"),
        (Some(known), None) => known,
        (None, Some(detail)) => detail,
        (None, None) => code.to_owned(),
    })
}

/// The counts by the message id of each.
pub(crate) fn counts(rows: &RowCounts) -> [(&'static str, u64); 8] {
    [
        ("count-erased", rows.erased),
        ("count-anonymised", rows.anonymised),
        ("count-nothing-found", rows.nothing_found),
        ("count-kept", rows.kept),
        ("count-held", rows.held),
        ("count-skipped", rows.skipped),
        ("count-not-checked", rows.not_checked),
        ("count-failed", rows.failed),
    ]
}

/// `1,200 erased, 12 held`: what there is, and only that.
pub(crate) fn sum(rows: &RowCounts, texts: Texts) -> String {
    let told: Vec<String> = counts(rows)
        .into_iter()
        .filter(|(_, rows)| *rows > 0)
        .map(|(id, rows)| t!(texts, id, rows = rows))
        .collect();
    if told.is_empty() { t!(texts, "count-none") } else { told.join(", ") }
}

/// An outcome's name in the reader's language.
pub(crate) fn outcome_word(outcome: &Outcome, texts: Texts) -> String {
    texts.plain(match outcome {
        Outcome::Erased => "outcome-erased",
        Outcome::Anonymised => "outcome-anonymised",
        Outcome::NothingFound => "outcome-nothing-found",
        Outcome::Kept { .. } => "outcome-kept",
        Outcome::Held { .. } => "outcome-held",
        Outcome::Skipped { .. } => "outcome-skipped",
        Outcome::NotChecked { .. } => "outcome-not-checked",
        Outcome::Failed { .. } => "outcome-failed",
    })
}
