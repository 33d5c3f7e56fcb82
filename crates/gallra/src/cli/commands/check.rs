//! `gallra check`: compile the policy.

use gallra_rules::check::Outcome;
use gallra_rules::diagnostic::Severity;
use serde_json::json;

use crate::cli::args::{Check, CheckFormat, Global};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::text::t;
use crate::cli::ui::{Style, Ui, WIDTH};
use crate::cli::view::wrap;
use crate::cli::{looks, session};

pub(super) fn run(ui: &Ui, global: &Global, args: &Check) -> Result<Exit, Failure> {
    let folder = session::policy_dir(global);
    let mut outcome = session::check(ui, &folder)?;
    looks::add(&mut outcome, &folder);
    let format = args.format.unwrap_or(if ui.json { CheckFormat::Json } else { CheckFormat::Text });
    match format {
        CheckFormat::Text => text(ui, &outcome),
        CheckFormat::Json => ui.write(&format!("{:#}", document(ui, &outcome))),
        CheckFormat::Sarif => {
            ui.write(&format!("{:#}", outcome.to_sarif(ui.texts.lang, &folder.display().to_string())));
        }
    }
    Ok(if outcome.is_ok() { Exit::Done } else { Exit::No })
}

/// What was found, then one line that sums it up.
pub(super) fn text(ui: &Ui, outcome: &Outcome) {
    let found = outcome.render(ui.texts.lang, ui.colored());
    if !found.is_empty() {
        ui.say(found + "\n");
    }
    ui.say(summary(ui, outcome));
}

fn summary(ui: &Ui, outcome: &Outcome) -> String {
    let texts = ui.texts;
    let counts: Vec<String> = [
        ("check-errors", Severity::Error),
        ("check-warnings", Severity::Warning),
        ("check-notes", Severity::Note),
    ]
    .into_iter()
    .map(|(id, severity)| (id, outcome.count(severity)))
    .filter(|(_, number)| *number > 0)
    .map(|(id, number)| t!(texts, id, n = number))
    .collect();
    let counts = if counts.is_empty() { t!(texts, "check-clean") } else { counts.join(", ") };
    match &outcome.policy {
        Some(policy) => {
            let told = t!(
                texts,
                "check-ok",
                organisation = &policy.organisation.name,
                systems = policy.systems.len(),
                datasets = policy.datasets.len(),
                activities = policy.activities.len(),
                counts = counts,
            );
            let told = wrap(&told, WIDTH.into()).join("\n");
            format!("{}\n{}", ui.paint(Style::Good, told), t!(texts, "check-next"))
        }
        None => {
            format!(
                "{}\n{}",
                ui.paint(Style::Bad, t!(texts, "check-failed", counts = counts)),
                t!(texts, "check-explain")
            )
        }
    }
}

fn document(ui: &Ui, outcome: &Outcome) -> serde_json::Value {
    json!({
        "ok": outcome.is_ok(),
        "errors": outcome.count(Severity::Error),
        "warnings": outcome.count(Severity::Warning),
        "notes": outcome.count(Severity::Note),
        "diagnostics": outcome.to_json(ui.texts.lang),
        "policy": outcome.policy.as_ref().map(|policy| json!({
            "hash": policy.hash(),
            "organisation": policy.organisation.name,
            "systems": policy.systems.keys().collect::<Vec<_>>(),
            "datasets": policy.datasets.keys().collect::<Vec<_>>(),
            "activities": policy.activities.keys().collect::<Vec<_>>(),
        })),
    })
}
