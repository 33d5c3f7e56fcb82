//! A person as they were found, for people and for programs.

use gallra_app::Context;
use gallra_app::subject::find::{Choice, Doubt, Hop, InDataset, Search, Standing};
use gallra_app::subject::{Given, GivenKind};
use gallra_rules::names::DatasetName;
use serde_json::{Value, json};

use super::register::plain;
use super::{Column, labelled, table};
use crate::cli::text::{Texts, t};
use crate::cli::ui::{Style, Ui};

const FOUND: [Column; 5] = [
    ("col-dataset", false),
    ("find-col-system", false),
    ("find-col-identified", true),
    ("find-col-theirs", true),
    ("find-col-tied", true),
];
/// Mentions that are told without being asked for.
const SOME: usize = 5;

/// What kind of identifier it is.
pub(crate) fn kind(kind: &GivenKind, texts: Texts) -> String {
    match kind {
        GivenKind::Email => t!(texts, "find-kind-email"),
        GivenKind::Phone => t!(texts, "find-kind-phone"),
        GivenKind::Number => t!(texts, "find-kind-number"),
        GivenKind::Name => t!(texts, "find-kind-name"),
        GivenKind::Subject(name) => format!("`{name}`"),
    }
}

/// The answer for people. What was found is told by counts; names and texts stand where somebody has to decide.
pub(crate) fn text(
    ui: &Ui,
    search: &Search,
    given: &[Given],
    context: &Context,
    mentions: bool,
    command: &str,
) -> String {
    let texts = ui.texts;
    let mut lines = Vec::new();
    let open = search.open().count();
    lines.push(if search.is_found() {
        let datasets = search.datasets.len();
        ui.paint(Style::Bold, t!(texts, "find-found", datasets = datasets))
    } else if open > 0 {
        ui.paint(Style::Bold, t!(texts, "find-nobody-yet"))
    } else {
        ui.paint(Style::Bold, t!(texts, "find-nobody"))
    });
    if !search.datasets.is_empty() {
        let system = |name: &DatasetName| {
            context.policy.datasets.get(name).map(|dataset| dataset.system.to_string()).unwrap_or_default()
        };
        let number = |number: Option<u64>| number.map_or_else(|| "–".to_owned(), |it| texts.number(it));
        let row = |(name, here): (&DatasetName, &InDataset)| {
            vec![
                name.to_string(),
                system(name),
                texts.number(here.identified),
                number(here.theirs),
                number(here.tied),
            ]
        };
        lines.push(table(ui, &FOUND, search.datasets.iter().map(row).collect()));
    }
    for (one, _) in given.iter().zip(&search.given).filter(|(_, found)| !**found) {
        lines.push(ui.paint(Style::Warn, t!(texts, "find-given-nothing", kind = kind(&one.kind, texts))));
    }
    section(ui, &mut lines, "find-hops", search.hops.iter().map(|one| hop(one, texts)).collect());
    choices(ui, &mut lines, search, command);
    tell_mentions(ui, &mut lines, search, mentions);
    not_checked(ui, &mut lines, search);
    lines.join("\n")
}

fn section(ui: &Ui, lines: &mut Vec<String>, title: &str, told: Vec<String>) {
    if !told.is_empty() {
        lines.push(String::new());
        lines.push(ui.paint(Style::Bold, ui.texts.plain(title)));
        lines.extend(told);
    }
}

fn hop(hop: &Hop, texts: Texts) -> String {
    let from = match &hop.from {
        Some((dataset, column)) => format!("{dataset}.{column}"),
        None => t!(texts, "find-given"),
    };
    let to = format!("{}.{}", hop.to.0, hop.to.1);
    format!(
        "  {}",
        t!(texts, "find-hop", from = from, to = to, by = by(&hop.by, texts), records = hop.records)
    )
}

/// A kind as it is told: the policy's own names stand as they are.
fn by(word: &str, texts: Texts) -> String {
    match word {
        "email" => t!(texts, "find-kind-email"),
        "phone" => t!(texts, "find-kind-phone"),
        "number" => t!(texts, "find-kind-number"),
        "name" => t!(texts, "find-kind-name"),
        other => format!("`{other}`"),
    }
}

fn choices(ui: &Ui, lines: &mut Vec<String>, search: &Search, command: &str) {
    let texts = ui.texts;
    let mut told = Vec::new();
    for choice in &search.doubtful {
        let why = texts.plain(match choice.why {
            Doubt::OtherName => "find-doubt-name",
            Doubt::OtherNumber => "find-doubt-number",
            Doubt::Shared => "find-doubt-shared",
            Doubt::Spelling => "find-doubt-spelling",
            Doubt::Apart => "find-doubt-apart",
        });
        let standing = texts.plain(match choice.standing {
            Standing::Open => "find-standing-open",
            Standing::Accepted => "find-standing-accepted",
            Standing::Rejected => "find-standing-rejected",
            Standing::ToldApart => "find-standing-told-apart",
        });
        let records: Vec<String> =
            choice.records.iter().map(|(name, number)| format!("{name} {number}")).collect();
        let mut text = format!("{standing}. {why}. {}", records.join(", "));
        if !choice.names.is_empty() {
            text = format!("{text}: {}", plain(&choice.names.join(" · ")));
        }
        told.push(labelled(&choice.id, &text, 2, 12));
    }
    if search.open().next().is_some() {
        told.push(t!(texts, "find-answer", command = command));
    }
    section(ui, lines, "find-doubtful", told);
}

fn tell_mentions(ui: &Ui, lines: &mut Vec<String>, search: &Search, all: bool) {
    let texts = ui.texts;
    let most = if all { search.mentions.len() } else { SOME };
    let mut told = Vec::new();
    for one in search.mentions.iter().take(most) {
        let key = one.record.as_ref().map(|(_, key)| format!(" {}", plain(key))).unwrap_or_default();
        let place = format!("{}.{}{key} ({})", one.dataset, one.column, by(&one.by, texts));
        told.push(labelled(&place, &plain(&one.snippet), 2, 11));
    }
    let more = (search.mentions.len() - told.len().min(search.mentions.len())) as u64 + search.more_mentions;
    if more > 0 {
        told.push(format!("  {}", t!(texts, "find-mentions-more", more = more)));
    }
    section(ui, lines, "find-mentions", told);
}

fn not_checked(ui: &Ui, lines: &mut Vec<String>, search: &Search) {
    let texts = ui.texts;
    let tell = |name: &str, reason: &str| labelled(name, &plain(reason), 2, 11);
    let mut told: Vec<String> = Vec::new();
    let of_silent = |reason: &String| search.silent.values().any(|silent| silent == reason);
    for (name, reason) in &search.silent {
        told.push(tell(name.as_str(), &t!(texts, "find-silent", reason = reason.as_str())));
    }
    for (name, reason) in search.person.not_checked.iter().filter(|(_, reason)| !of_silent(reason)) {
        told.push(tell(name.as_str(), reason));
    }
    for (name, reason) in &search.not_searched {
        told.push(tell(name.as_str(), &t!(texts, "find-texts-unread", reason = reason.as_str())));
    }
    for name in &search.unreached {
        told.push(tell(name.as_str(), &t!(texts, "find-unreached")));
    }
    for (name, reason) in &search.no_subject {
        let reason = reason.get(texts.lang.as_str()).unwrap_or_default();
        told.push(tell(name.as_str(), &t!(texts, "find-no-subject", reason = reason)));
    }
    for (name, manual) in &search.manual {
        let (place, who) =
            (manual.place.clone().unwrap_or_default(), manual.responsible.clone().unwrap_or_default());
        told.push(tell(name.as_str(), &t!(texts, "find-manual", place = place, who = who)));
    }
    if !search.is_finished {
        told.push(format!("  {}", t!(texts, "find-unfinished")));
    }
    section(ui, lines, "find-not-checked", told);
}

/// The answer for programs. It holds personal data: keys of records, names, texts.
pub(crate) fn json(search: &Search, context: &Context) -> Value {
    let choice = |one: &Choice| json!(one);
    let datasets = search.datasets.iter().map(|(name, here)| {
        let system = context.policy.datasets.get(name).map(|dataset| dataset.system.to_string());
        let keys = search.person.records.get(name);
        (name.to_string(), json!({
            "system": system, "identified": here.identified, "theirs": here.theirs, "tied": here.tied, "records": keys,
        }))
    });
    let manual = search.manual.iter().map(|(name, one)| (name.to_string(), json!(one)));
    json!({
        "found": search.is_found(),
        "complete": search.is_complete(),
        "given": search.given,
        "datasets": datasets.collect::<serde_json::Map<_, _>>(),
        "names": search.names,
        "hops": search.hops,
        "doubtful": search.doubtful.iter().map(choice).collect::<Vec<_>>(),
        "mentions": search.mentions,
        "more_mentions": search.more_mentions,
        "not_checked": search.person.not_checked,
        "texts_not_searched": search.not_searched,
        "silent": search.silent,
        "unreached": search.unreached,
        "no_subject": search.no_subject,
        "manual": manual.collect::<serde_json::Map<_, _>>(),
        "finished": search.is_finished,
    })
}
