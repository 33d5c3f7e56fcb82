//! What becomes of a customer's data when its agreement ends: the table, the letter, the certificate.

use gallra_app::letters::{Said, Words};
use gallra_app::register::Agreement;
use gallra_app::register::agreements::{Ending, Gap, Part, Then};
use gallra_ledger::{AgreementEnded, EndedDataset, EndedFound, EndedKept, VerifiedEnd, VerifyingKey};
use gallra_rules::policy::Policy;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::paper::markdown;
use super::{Column, labelled, promise, table, wrap};
use crate::cli::text::{Texts, t};
use crate::cli::ui::{Style, Ui, WIDTH};

const PARTS: [Column; 5] = [
    ("col-dataset", false),
    ("col-there-now", true),
    ("col-first-gone", false),
    ("col-all-gone", false),
    ("col-backups-gone", false),
];
const FOUND: [Column; 4] =
    [("col-dataset", false), ("col-found", false), ("col-records", true), ("col-backups-gone", false)];
const LABEL: usize = 14;

fn day(day: Option<Date>, texts: Texts) -> String {
    day.map_or_else(|| "–".to_owned(), |day| texts.day(day))
}

/// A day as evidence writes it.
fn told_day(day: &str, texts: Texts) -> String {
    day.parse().map_or_else(|_| day.to_owned(), |day| texts.day(day))
}

fn title(ending: &Ending, texts: Texts) -> String {
    match &ending.agreement {
        Some(agreement) => t!(texts, "ending-title", id = agreement.id.0.to_string(), party = party(ending)),
        None => t!(texts, "ending-title-party", party = party(ending)),
    }
}

fn party(ending: &Ending) -> String {
    format!("{} {}", ending.party.0, ending.name)
}

/// Where the agreement stands, in a sentence.
fn stands(agreement: &Agreement, texts: Texts) -> String {
    match (agreement.ended_on, agreement.settled_on) {
        (Some(last), Some(settled)) => {
            t!(texts, "ending-settled", last = texts.day(last), settled = texts.day(settled))
        }
        (Some(last), None) => t!(texts, "ending-unsettled", last = texts.day(last)),
        (None, _) => t!(texts, "ending-not-ended"),
    }
}

/// For people, on the screen.
pub(crate) fn text(ui: &Ui, ending: &Ending) -> String {
    let texts = ui.texts;
    let mut lines = vec![ui.paint(Style::Bold, title(ending, texts))];
    lines.extend(ending.agreement.as_ref().map(|agreement| stands(agreement, texts)));
    lines.push(String::new());
    if ending.parts.is_empty() {
        lines.push(t!(texts, "ending-nothing"));
    } else {
        lines.push(table(ui, &PARTS, ending.parts.iter().map(|part| row(part, texts)).collect()));
    }
    let told =
        ending.parts.iter().flat_map(|part| kept(part, texts).map(|text| (part.dataset.as_str(), text)));
    let gaps = ending.gaps.iter().map(|(name, _, gap)| (name.as_str(), gap_words(gap, texts)));
    let told: Vec<_> = told.chain(gaps).collect();
    if !told.is_empty() {
        lines.push(String::new());
        lines.extend(told.iter().map(|(name, text)| labelled(name, text, 2, LABEL)));
    }
    lines.push(String::new());
    lines.extend(wrap(&backups(ending, texts), WIDTH.into()));
    lines.extend(wrap(&t!(texts, "ending-how"), WIDTH.into()));
    lines.join("\n")
}

fn row(part: &Part, texts: Texts) -> Vec<String> {
    vec![
        part.dataset.to_string(),
        texts.number(part.left),
        day(part.first, texts),
        day(part.last, texts),
        day(part.backups, texts),
    ]
}

fn backups(ending: &Ending, texts: Texts) -> String {
    match ending.backups {
        Some(period) => t!(texts, "ending-backups", period = promise::period(period, texts)),
        None => t!(texts, "ending-no-backups"),
    }
}

/// What keeps records longer, and what of them nobody can tell.
fn kept(part: &Part, texts: Texts) -> impl Iterator<Item = String> {
    let law = (part.law > 0).then(|| {
        let basis = part.basis.clone().unwrap_or_else(|| t!(texts, "ending-the-policy"));
        match part.law_until {
            Some(until) => {
                t!(texts, "ending-law", rows = part.law, basis = basis, until = texts.day(until))
            }
            None => t!(texts, "ending-law-open", rows = part.law, basis = basis),
        }
    });
    let rows = |id: &str, rows: u64| (rows > 0).then(|| texts.with(id, vec![("rows", number(rows))]));
    let open = part.first.is_none() && part.not_due() > 0;
    let rules = part.rules.join("; ");
    [
        law,
        rows("ending-held", part.held),
        rows("ending-overdue", part.overdue),
        rows("ending-unknown", part.unknown),
        open.then(|| t!(texts, "ending-open", rules = rules)),
        (part.then == Then::Anonymise && part.left > 0).then(|| t!(texts, "ending-anonymised")),
        (part.then == Then::Task && part.left > 0).then(|| t!(texts, "ending-task")),
    ]
    .into_iter()
    .flatten()
}

fn number(rows: u64) -> crate::cli::text::Value {
    crate::cli::text::IntoValue::into_value(rows)
}

fn gap_words(gap: &Gap, texts: Texts) -> String {
    match gap {
        Gap::NotReached(why) => t!(texts, "ending-not-reached", why = why),
        Gap::NoKey(key) => t!(texts, "ending-no-key", key = key),
        Gap::NoLink => t!(texts, "ending-no-link"),
    }
}

/// The same for programs.
pub(crate) fn json(ending: &Ending) -> Value {
    let part = |part: &Part| {
        json!({
            "dataset": part.dataset,
            "system": part.system,
            "then": then(part.then),
            "rules": part.rules,
            "records": part.left,
            "held": part.held,
            "kept_by_law": part.law,
            "basis": part.basis,
            "law_until": part.law_until,
            "overdue": part.overdue,
            "not_checked": part.unknown,
            "first_gone": part.first,
            "all_gone": part.last,
            "backups_gone": part.backups,
        })
    };
    let gap = |(dataset, system, gap): &(_, _, Gap)| {
        let (reason, detail) = match gap {
            Gap::NotReached(why) => ("not_reached", Some(why)),
            Gap::NoKey(key) => ("no_key", Some(key)),
            Gap::NoLink => ("no_link", None),
        };
        json!({"dataset": dataset, "system": system, "reason": reason, "detail": detail})
    };
    json!({
        "party": ending.party.0,
        "agreement": ending.agreement.as_ref().map(|agreement| agreement.id.0),
        "last_day": ending.agreement.as_ref().and_then(|agreement| agreement.ended_on),
        "settled": ending.agreement.as_ref().and_then(|agreement| agreement.settled_on),
        "backups": ending.backups,
        "datasets": ending.parts.iter().map(part).collect::<Vec<_>>(),
        "not_checked": ending.gaps.iter().map(gap).collect::<Vec<_>>(),
    })
}

const fn then(then: Then) -> &'static str {
    match then {
        Then::Delete => "delete",
        Then::Anonymise => "anonymise",
        Then::Task => "task",
    }
}

/// The plan of an agreement's end, for both parties.
pub(crate) fn words(texts: Texts, policy: &Policy, ending: &Ending) -> Words {
    let organisation = policy.organisation.name.as_str();
    let mut body = vec![Said::Paragraph(t!(texts, "letter-end-why", organisation = organisation))];
    body.extend(ending.agreement.as_ref().map(|agreement| Said::Paragraph(stands(agreement, texts))));
    body.push(grid(&PARTS, ending.parts.iter().map(|part| row(part, texts)), texts));
    let kept = ending
        .parts
        .iter()
        .flat_map(|part| kept(part, texts).map(|text| format!("{}: {text}", part.dataset)))
        .collect();
    add(&mut body, "letter-end-kept", kept, texts);
    let gaps = ending.gaps.iter().map(|(name, _, gap)| format!("{name}: {}", gap_words(gap, texts)));
    add(&mut body, "letter-end-gaps", gaps.collect(), texts);
    body.push(Said::Paragraph(backups(ending, texts)));
    body.push(Said::Paragraph(t!(texts, "letter-end-how")));
    Words { title: t!(texts, "letter-end-title"), body }
}

/// Points under their heading; neither if there are none.
fn add(body: &mut Vec<Said>, heading: &str, points: Vec<String>, texts: Texts) {
    if !points.is_empty() {
        body.extend([Said::Heading(texts.plain(heading)), Said::List(points)]);
    }
}

/// The same in Markdown.
pub(crate) fn letter(texts: Texts, policy: &Policy, today: Date, (to, words): (&str, &Words)) -> String {
    let organisation = policy.organisation.name.as_str();
    let parts = [
        format!("{organisation}  \n{}\n\n{to}", texts.day(today)),
        format!("# {}", words.title),
        markdown(&words.body),
        format!("{}  \n{organisation}", t!(texts, "letter-greeting")),
    ];
    parts.join("\n\n") + "\n"
}

fn grid(columns: &[Column], rows: impl Iterator<Item = Vec<String>>, texts: Texts) -> Said {
    Said::Table { head: columns.iter().map(|(id, _)| texts.plain(id)).collect(), rows: rows.collect() }
}

/// What was found, on the screen.
pub(crate) fn found(ui: &Ui, ended: &AgreementEnded) -> String {
    let texts = ui.texts;
    let mut lines = vec![table(ui, &FOUND, ended.datasets.iter().map(|it| found_row(it, texts)).collect())];
    let told: Vec<(&str, String)> = ended.datasets.iter().flat_map(|it| more(it, texts)).collect();
    if !told.is_empty() {
        lines.push(String::new());
        lines.extend(told.iter().map(|(name, text)| labelled(name, text, 2, LABEL)));
    }
    lines.join("\n")
}

fn found_row(it: &EndedDataset, texts: Texts) -> Vec<String> {
    let (word, rows) = match &it.found {
        EndedFound::Deleted => ("ended-deleted", Some(0)),
        EndedFound::Anonymised => ("ended-anonymised", Some(0)),
        EndedFound::Left { left, .. } => ("ended-left", Some(*left)),
        EndedFound::NotChecked { .. } => ("ended-not-checked", None),
    };
    let backups = it.backups_until.as_ref();
    vec![
        it.dataset.clone(),
        texts.plain(word),
        rows.map_or_else(|| "–".to_owned(), |rows| texts.number(rows)),
        backups.map_or_else(|| "–".to_owned(), |day| told_day(day, texts)),
    ]
}

/// Why records are left, which runs took the others, and what was returned.
fn more(it: &EndedDataset, texts: Texts) -> Vec<(&str, String)> {
    let mut told = Vec::new();
    match &it.found {
        EndedFound::Left { kept, .. } => told.extend(kept.iter().map(|kept| why(kept, texts))),
        EndedFound::NotChecked { reason } => {
            let known = texts.find(&format!("ended-gap-{}", reason.as_str().replace('_', "-")));
            told.push(known.unwrap_or_else(|| reason.as_str().to_owned()));
        }
        EndedFound::Deleted | EndedFound::Anonymised => {}
    }
    if !it.runs.is_empty() {
        told.push(t!(texts, "ended-runs", runs = it.runs.join(", ")));
    }
    if it.returned_by.is_some() {
        told.push(t!(texts, "ended-returned"));
    }
    told.into_iter().map(|text| (it.dataset.as_str(), text)).collect()
}

fn why(kept: &EndedKept, texts: Texts) -> String {
    let basis = kept.basis.clone().unwrap_or_else(|| t!(texts, "ending-the-policy"));
    let until = kept.until.as_ref().map(|day| told_day(day, texts));
    let rows = kept.rows;
    match (kept.why.as_str(), until) {
        ("law", Some(until)) => t!(texts, "ending-law", rows = rows, basis = basis, until = until),
        ("law", None) => t!(texts, "ending-law-open", rows = rows, basis = basis),
        ("not_due", Some(until)) => t!(texts, "ended-not-due", rows = rows, until = until),
        ("not_due", None) => t!(texts, "ended-not-due-open", rows = rows),
        ("hold", _) => t!(texts, "ending-held", rows = rows),
        ("overdue", _) => t!(texts, "ending-overdue", rows = rows),
        _ => t!(texts, "ending-unknown", rows = rows),
    }
}

/// The certificate for reading: for the customer, without a name.
pub(crate) fn certificate(texts: Texts, policy: &Policy, shown: &VerifiedEnd) -> Words {
    let ended = &shown.ended;
    let organisation = policy.organisation.name.as_str();
    let mut body = vec![
        Said::Paragraph(t!(texts, "ended-says", organisation = organisation, at = moment(shown, texts))),
        Said::Paragraph(sentence(ended, texts)),
        grid(&FOUND, ended.datasets.iter().map(|it| found_row(it, texts)), texts),
    ];
    let told = ended.datasets.iter().flat_map(|it| more(it, texts));
    let told: Vec<String> = told.map(|(name, text)| format!("{name}: {text}")).collect();
    if !told.is_empty() {
        body.push(Said::List(told));
    }
    body.push(Said::Paragraph(t!(texts, "ended-life")));
    let line = |(at, moved): &(String, gallra_ledger::AgreementMoved)| {
        let when =
            moved.day.as_ref().map_or_else(|| texts.told_moment(at, "UTC"), |day| told_day(day, texts));
        format!("{when}: {} ({})", done(moved.done.as_str(), texts), moved.text)
    };
    body.push(Said::List(shown.moves.iter().map(line).collect()));
    body.push(Said::Paragraph(t!(texts, "ended-customer", customer = ended.customer.to_string())));
    body.push(Said::Paragraph(t!(texts, "ended-proof")));
    Words { title: t!(texts, "ended-title", id = ended.agreement.to_string()), body }
}

/// The same in Markdown.
pub(crate) fn readable(words: &Words) -> String {
    format!("# {}\n\n{}\n", words.title, markdown(&words.body))
}

fn moment(shown: &VerifiedEnd, texts: Texts) -> String {
    texts.told_moment(&shown.at, "UTC") + " UTC"
}

fn sentence(ended: &AgreementEnded, texts: Texts) -> String {
    let last = told_day(&ended.last_day, texts);
    match &ended.settled {
        Some(settled) => t!(texts, "ending-settled", last = last, settled = told_day(settled, texts)),
        None => t!(texts, "ending-unsettled", last = last),
    }
}

/// What was done with an agreement, as the log names it.
fn done(word: &str, texts: Texts) -> String {
    texts.find(&format!("agreement-done-{}", word.replace('_', "-"))).unwrap_or_else(|| word.to_owned())
}

/// What a verified certificate shows, on the screen.
pub(crate) fn verified(ui: &Ui, shown: &VerifiedEnd, key: &VerifyingKey, own_key: bool) -> String {
    let (texts, ended) = (ui.texts, &shown.ended);
    let title = t!(texts, "verify-end", id = ended.agreement.to_string());
    let mut lines = vec![ui.paint(Style::Good, title)];
    let mut add = |id: &str, text: String| lines.push(labelled(&texts.plain(id), &text, 2, 12));
    add("verify-label-key", key.label());
    add("verify-label-log", super::verify::log_words(&shown.checkpoint, texts));
    add("verify-label-customer", ended.customer.to_string());
    add("verify-label-counted", moment(shown, texts));
    add("verify-label-agreement", sentence(ended, texts));
    let life: Vec<String> = shown.moves.iter().map(|(_, moved)| done(moved.done.as_str(), texts)).collect();
    add("verify-label-life", life.join(", "));
    lines.extend([String::new(), found(ui, ended), String::new()]);
    lines.extend(wrap(&t!(texts, "verify-end-means"), WIDTH.into()));
    let own = t!(texts, if own_key { "verify-own-key" } else { "verify-your-key" });
    lines.extend(wrap(&own, WIDTH.into()));
    lines.join("\n")
}

/// A certificate for programs.
pub(crate) fn certificate_json(shown: &VerifiedEnd) -> Value {
    let ended = &shown.ended;
    json!({
        "agreement": ended.agreement,
        "customer": ended.customer,
        "counted_at": shown.at,
        "last_day": ended.last_day,
        "settled": ended.settled,
        "policy": ended.policy.to_string(),
        "datasets": ended.datasets,
        "life": shown.moves.iter().map(|(at, moved)| json!({
            "at": at, "done": moved.done, "day": moved.day, "text": moved.text.to_string(),
        })).collect::<Vec<_>>(),
    })
}
