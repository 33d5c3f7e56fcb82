//! A plan on one screen: what will happen, to how many, why, and what stays.

use std::collections::BTreeMap;
use std::path::Path;

use gallra_app::{Cost, CostLock};
use gallra_rules::inventory::{CountKind, OnDelete};
use gallra_rules::plan::{Action, GuardHit, Note, NoteKind, Plan, Reason, Step, StepId, Why};
use gallra_rules::policy::{Policy, SystemKind};
use gallra_rules::residue::ResidueWork;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::{Column, labelled, table, wrap};
use crate::cli::session::is_reached;
use crate::cli::text::{Texts, t};
use crate::cli::ui::{Style, Ui, WIDTH};

const COLUMNS: [Column; 8] = [
    ("col-number", true),
    ("col-dataset", false),
    ("col-action", false),
    ("col-records", true),
    ("col-of", true),
    ("col-share", true),
    ("col-oldest", false),
    ("col-overdue", true),
];
/// Width of the labels in a step's lines.
const LABEL: usize = 9;
/// Width of the names before the notes.
const NAME: usize = 14;

/// A step with its number in the plan.
type Numbered<'p> = (usize, &'p Step);

/// What clearing residue takes, where it was asked.
pub(crate) type Clearing = BTreeMap<StepId, Cost>;

/// The whole plan for people.
pub(crate) fn text(ui: &Ui, plan: &Plan, policy: &Policy, clearing: &Clearing) -> String {
    let texts = ui.texts;
    let at = texts.moment(plan.made_at, &plan.time_zone);
    let mut lines = vec![
        ui.paint(Style::Bold, t!(texts, "plan-title", organisation = &plan.organisation, at = at)),
        t!(texts, "plan-nothing-changed"),
    ];
    let today = today(plan);
    let (shown, idle): (Vec<Numbered<'_>>, Vec<Numbered<'_>>) =
        (1..).zip(&plan.steps).partition(|(_, step)| step.expected.due > 0);
    if plan.rows() == 0 {
        lines.extend([String::new(), t!(texts, "plan-nothing-due")]);
    }
    if !shown.is_empty() {
        lines.extend([String::new(), overview(ui, plan, &shown)]);
        for (number, step) in &shown {
            lines.extend([String::new(), self::step(ui, *number, step, (policy, today), clearing)]);
        }
    }
    if !idle.is_empty() && !shown.is_empty() {
        let names: Vec<&str> = idle.iter().map(|(_, step)| step.dataset.as_str()).collect();
        lines.push(String::new());
        lines.extend(wrap(&t!(texts, "plan-idle", datasets = names.join(", ")), WIDTH.into()));
    }
    if !plan.keys.is_empty() {
        lines.push(String::new());
    }
    for (name, seen) in &plan.keys {
        let told = t!(texts, "plan-keys", name = name.0.as_str(), keys = seen.keys);
        lines.extend(wrap(&told, WIDTH.into()));
        if seen.without > 0 {
            let told = t!(texts, "plan-keys-without", parties = seen.without);
            lines.extend(wrap(&told, WIDTH.into()));
        }
    }
    if !plan.notes.is_empty() {
        lines.extend([String::new(), ui.paint(Style::Bold, t!(texts, "plan-notes"))]);
        lines.extend(notes(ui, plan, policy));
    }
    lines.join("\n")
}

fn overview(ui: &Ui, plan: &Plan, steps: &[Numbered<'_>]) -> String {
    let texts = ui.texts;
    let mut rows: Vec<Vec<String>> = steps
        .iter()
        .map(|(number, step)| {
            let seen = &step.expected;
            vec![
                number.to_string(),
                step.dataset.to_string(),
                action_word(&step.action, texts),
                texts.number(seen.disposable),
                total(step, texts),
                texts.share(seen.disposable, seen.total),
                seen.oldest.map(|day| texts.day(day)).unwrap_or_default(),
                texts.number(seen.overdue),
            ]
        })
        .collect();
    if steps.len() > 1 {
        let mut all = vec![String::new(), t!(texts, "plan-all"), String::new(), texts.number(plan.rows())];
        all.resize(COLUMNS.len(), String::new());
        rows.push(all);
    }
    table(ui, &COLUMNS, rows)
}

fn total(step: &Step, texts: Texts) -> String {
    let number = texts.number(step.expected.total);
    if step.expected.total_is_estimate { format!("~{number}") } else { number }
}

/// Where the records are: a table of a database, a part of another system, or all of it.
fn place(step: &Step, policy: &Policy, texts: Texts) -> String {
    let (system, table) = (step.system.as_str(), step.table.to_string());
    let is_table = policy.datasets.get(&step.dataset).is_none_or(|dataset| dataset.table.is_some());
    match table.as_str() {
        table if is_table => t!(texts, "plan-place-table", system = system, table = table),
        "." => system.to_owned(),
        part => t!(texts, "plan-place-part", system = system, part = part),
    }
}

/// One step's lines.
fn step(
    ui: &Ui,
    number: usize,
    step: &Step,
    (policy, today): (&Policy, Date),
    clearing: &Clearing,
) -> String {
    let texts = ui.texts;
    let heading = t!(
        texts,
        "plan-step",
        number = number,
        dataset = step.dataset.as_str(),
        action = action_id(&step.action),
        rows = step.expected.disposable,
        place = place(step, policy, texts),
    );
    let mut lines = vec![ui.paint(Style::Bold, heading)];
    let mut add = |id: &str, text: String| lines.push(labelled(&texts.plain(id), &text, 3, LABEL));
    for (left, reason) in (0..step.because.len()).rev().zip(&step.because) {
        add("plan-label-why", because(reason, texts));
        let cutoff = texts.day(reason.cutoff.date);
        // The oldest is one for all reasons: it stands with the last.
        add(
            "plan-label-what",
            match step.expected.oldest.filter(|_| left == 0) {
                Some(day) => {
                    t!(
                        texts,
                        "plan-before-oldest",
                        cutoff = cutoff,
                        day = texts.day(day),
                        age = texts.age(day, today)
                    )
                }
                None => t!(texts, "plan-before", cutoff = cutoff),
            },
        );
    }
    for (exception, rows) in step.except.iter().zip(&step.expected.excepted).filter(|(_, rows)| **rows > 0) {
        add("plan-label-kept", kept(&exception.why, *rows, step.expected.held_until, texts));
    }
    for (effect, rows) in step.expected.effects.iter().filter(|(_, rows)| *rows > 0) {
        let table = effect.path.last().map(|join| join.table.to_string()).unwrap_or_default();
        let id = if effect.action == OnDelete::Cascade { "plan-cascaded" } else { "plan-unlinked" };
        add("plan-label-along", t!(texts, id, rows = *rows, table = table));
    }
    if !step.expected.whole_partitions.is_empty() {
        let names: Vec<String> =
            step.expected.whole_partitions.iter().map(|(table, _)| table.to_string()).collect();
        add("plan-label-along", t!(texts, "plan-partitions", tables = names.join(", ")));
    }
    if step.residue.what == ResidueWork::Clear {
        add("plan-label-after", after(step, clearing.get(&step.id), texts));
    }
    if let Some(hit) = &step.guard {
        let label = ui.paint(Style::Warn, texts.plain("plan-label-unusual"));
        let pad = LABEL.saturating_sub(texts.plain("plan-label-unusual").chars().count());
        lines.push(format!("   {label}{} {}", " ".repeat(pad), guard_words(hit, texts)));
    }
    lines.join("\n")
}

/// What is done about what the store still keeps.
fn after(step: &Step, cost: Option<&Cost>, texts: Texts) -> String {
    let done = match cost {
        Some(cost) => {
            let lock = match cost.lock {
                CostLock::Table => "table",
                CostLock::Moments => "moments",
                CostLock::File => "file",
            };
            let size = texts.number(cost.bytes.div_ceil(1_000_000));
            t!(texts, "plan-clears-at-cost", size = size, lock = lock)
        }
        None => t!(texts, "plan-clears"),
    };
    match step.residue.window {
        Some(window) => format!("{done}; {}", t!(texts, "plan-clears-within", window = window.to_string())),
        None => done,
    }
}

fn because(reason: &Reason, texts: Texts) -> String {
    let (activity, rule) = (reason.activity.as_str(), reason.rule.as_str());
    match &reason.basis {
        Some(basis) => t!(texts, "plan-because", activity = activity, rule = rule, basis = basis),
        None => t!(texts, "plan-because-no-basis", activity = activity, rule = rule),
    }
}

fn kept(why: &Why, rows: u64, until: Option<Date>, texts: Texts) -> String {
    match why {
        Why::Held(hold) => t!(texts, "plan-held", rows = rows, hold = &hold.0),
        Why::Locked => match until {
            Some(day) => t!(texts, "plan-locked-until", rows = rows, day = texts.day(day)),
            None => t!(texts, "plan-locked", rows = rows),
        },
        Why::Referenced { table, dataset } => {
            let by = dataset.as_ref().map_or_else(|| table.to_string(), ToString::to_string);
            t!(texts, "plan-referenced", rows = rows, by = by)
        }
    }
}

/// Why the guard asks for a number.
pub(crate) fn guard_words(hit: &GuardHit, texts: Texts) -> String {
    match hit {
        GuardHit::Share { limit_percent } => t!(texts, "guard-share", percent = u32::from(*limit_percent)),
        GuardHit::Times { limit, last } => t!(texts, "guard-times", limit = *limit, last = *last),
    }
}

/// The notes; datasets of which the same is said stand together.
fn notes(ui: &Ui, plan: &Plan, policy: &Policy) -> Vec<String> {
    let mut said: Vec<(String, Vec<&str>)> = Vec::new();
    for note in &plan.notes {
        let words = note_words(note, policy, ui.texts);
        match said.iter_mut().find(|(other, _)| *other == words) {
            Some((_, datasets)) => datasets.push(note.dataset.as_str()),
            None => said.push((words, vec![note.dataset.as_str()])),
        }
    }
    said.into_iter()
        .flat_map(|(words, datasets)| {
            let names = datasets.join(", ");
            if names.chars().count() <= NAME {
                return vec![labelled(&names, &words, 2, NAME)];
            }
            let mut lines: Vec<String> =
                wrap(&names, 76).into_iter().map(|line| format!("  {line}")).collect();
            lines.push(labelled("", &words, 2, NAME));
            lines
        })
        .collect()
}

fn note_words(note: &Note, policy: &Policy, texts: Texts) -> String {
    match &note.what {
        NoteKind::NotChecked { reason } => {
            let dataset = policy.datasets.get(&note.dataset);
            match dataset.and_then(|dataset| policy.systems.get(&dataset.system)) {
                Some(system) if !is_reached(system.kind) => {
                    t!(texts, "note-no-connector", kind = kind_word(system.kind))
                }
                _ => t!(texts, "note-not-checked", reason = reason),
            }
        }
        NoteKind::Counted { kind, rows, basis } => {
            let basis = basis.clone().unwrap_or_default();
            match kind {
                CountKind::NoAnchor => t!(texts, "note-no-anchor", rows = *rows),
                CountKind::NotKnown => t!(texts, "note-not-known", rows = *rows),
                CountKind::ImplausibleAnchor => t!(texts, "note-implausible-anchor", rows = *rows),
                CountKind::Ongoing => t!(texts, "note-ongoing", rows = *rows),
                CountKind::KeptBeyondCap => t!(texts, "note-kept-beyond-cap", rows = *rows, basis = basis),
                CountKind::InFuture => t!(texts, "note-in-future", rows = *rows),
            }
        }
        NoteKind::Task { rows, what, by } => t!(texts, "note-task", rows = *rows, what = what, by = by),
        NoteKind::NoRule => t!(texts, "note-no-rule"),
        about => super::about::words(about, texts),
    }
}

/// The kind of a system as policies write it.
pub(crate) fn kind_word(kind: SystemKind) -> String {
    serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// `delete`, `anonymise`: for choosing a text.
pub(crate) fn action_id(action: &Action) -> &'static str {
    match action {
        Action::Delete => "delete",
        Action::Anonymise(_) => "anonymise",
    }
}

/// The action in the reader's language.
pub(crate) fn action_word(action: &Action, texts: Texts) -> String {
    texts.plain(match action {
        Action::Delete => "action-delete",
        Action::Anonymise(_) => "action-anonymise",
    })
}

fn today(plan: &Plan) -> Date {
    plan.made_at.to_zoned(TimeZone::get(&plan.time_zone).unwrap_or(TimeZone::UTC)).date()
}

/// The plan for programs: what the file holds in hundreds of lines, in a few.
pub(crate) fn json(plan: &Plan, file: Option<&Path>, complete: bool, next: Option<&str>) -> Value {
    let hash = plan.hash().map(|hash| hash.to_string()).ok();
    json!({
        "plan": file,
        "hash": hash,
        "organisation": plan.organisation,
        "made_at": plan.made_at.to_string(),
        "rows": plan.rows(),
        "expect_needed": plan.steps.iter().any(|step| step.guard.is_some()),
        "complete": complete,
        "steps": plan.steps.iter().map(json_step).collect::<Vec<_>>(),
        "notes": plan.notes,
        "next": next,
    })
}

fn json_step(step: &Step) -> Value {
    let seen = &step.expected;
    json!({
        "id": step.id,
        "system": step.system,
        "dataset": step.dataset,
        "table": step.table.to_string(),
        "action": action_id(&step.action),
        "total": seen.total,
        "total_is_estimate": seen.total_is_estimate,
        "due": seen.due,
        "disposable": seen.disposable,
        "overdue": seen.overdue,
        "oldest": seen.oldest,
        "because": step.because,
        "kept": step.except.iter().zip(&seen.excepted).map(|(exception, rows)| json!({"why": exception.why, "rows": rows})).collect::<Vec<_>>(),
        "effects": seen.effects.iter().map(|(effect, rows)| json!({
            "table": effect.path.last().map(|join| join.table.to_string()),
            "action": effect.action,
            "rows": rows,
        })).collect::<Vec<_>>(),
        "partitions": seen.whole_partitions,
        "guard": step.guard,
        "residue": step.residue,
    })
}
