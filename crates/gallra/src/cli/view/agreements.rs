//! Agreements for people and for programs, and the letter to a customer who has none.

use std::fmt::Write as _;

use gallra_app::letters::{Said, Words};
use gallra_app::register::agreements::{Ceiling, Missing, Shown};
use gallra_app::register::{Agreement, Held, Setting};
use gallra_rules::policy::Policy;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::{Column, labelled, table};
use crate::cli::text::{Texts, t};
use crate::cli::ui::{Style, Ui};

const LISTED: [Column; 6] = [
    ("col-agreement", true),
    ("col-party", false),
    ("col-about", false),
    ("col-version", true),
    ("col-stands", false),
    ("col-since-day", false),
];
const MISSING: [Column; 4] =
    [("col-number", true), ("col-party", false), ("col-customer-since", false), ("col-stands", false)];
const SETTINGS: [Column; 4] =
    [("col-dataset", false), ("col-own-period", false), ("col-at-most", false), ("col-agreed", false)];
const LABEL: usize = 14;

/// Bytes in hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The words of an agreement's plain columns.
fn word(kind: &str, word: &str, texts: Texts) -> String {
    texts.plain(&format!("agreement-{kind}-{}", word.replace('_', "-")))
}

fn about(agreement: &Agreement, texts: Texts) -> String {
    word("kind", agreement.kind.word(), texts)
}

/// Where it stands, with what has been answered to a customer's own instruction.
fn stands(agreement: &Agreement, texts: Texts) -> String {
    let state = word("state", agreement.state.word(), texts);
    match (agreement.answer, agreement.review_on, agreement.offered_on) {
        (Some(answer), ..) => format!("{state} ({})", word("answer", answer.word(), texts)),
        (None, Some(_), None) => format!("{state} ({})", t!(texts, "agreement-review-open")),
        _ => state,
    }
}

/// The day of its last move, as far as one is known.
fn last_day(agreement: &Agreement) -> Date {
    [
        agreement.settled_on,
        agreement.ended_on,
        agreement.accepted_on,
        agreement.offered_on,
        agreement.review_on,
    ]
    .into_iter()
    .flatten()
    .next()
    .unwrap_or(agreement.drafted_on)
}

/// Agreements in a table.
pub(crate) fn list(ui: &Ui, listed: &[(Agreement, String)]) -> String {
    let texts = ui.texts;
    if listed.is_empty() {
        return t!(texts, "agreements-none");
    }
    let row = |(agreement, name): &(Agreement, String)| {
        vec![
            agreement.id.0.to_string(),
            format!("{} {name}", agreement.party.0).trim_end().to_owned(),
            about(agreement, texts),
            agreement.version.to_string(),
            stands(agreement, texts),
            texts.day(last_day(agreement)),
        ]
    };
    table(ui, &LISTED, listed.iter().map(row).collect())
}

/// One of them for programs.
pub(crate) fn listed_json((agreement, name): &(Agreement, String)) -> Value {
    let mut told = json(agreement);
    told["name"] = Value::from(name.as_str());
    told
}

fn json(agreement: &Agreement) -> Value {
    json!({
        "agreement": agreement.id.0,
        "party": agreement.party.0,
        "kind": agreement.kind.word(),
        "mode": agreement.mode.word(),
        "version": agreement.version,
        "text": hex(&agreement.text_hash),
        "state": agreement.state.word(),
        "drafted_on": agreement.drafted_on,
        "review_on": agreement.review_on,
        "answer": agreement.answer.map(gallra_app::register::Answer::word),
        "offered_on": agreement.offered_on,
        "accepted_on": agreement.accepted_on,
        "starts_on": agreement.starts_on,
        "first_paid_on": agreement.first_paid_on,
        "ended_on": agreement.ended_on,
        "settled_on": agreement.settled_on,
        "supersedes": agreement.supersedes.map(|id| id.0),
    })
}

/// An agreement with its history, its evidence and its other versions.
pub(crate) fn one(ui: &Ui, shown: &Shown) -> String {
    let (texts, agreement) = (ui.texts, &shown.agreement);
    let id = agreement.id.0.to_string();
    let title = t!(texts, "agreement-title", id = id, about = about(agreement, texts));
    let mut lines = vec![ui.paint(Style::Bold, title)];
    let mut add = |label: &str, text: String| lines.push(labelled(&texts.plain(label), &text, 2, LABEL));
    add("agreement-label-party", party(shown, texts));
    add("agreement-label-stands", stands(agreement, texts));
    add("agreement-label-mode", word("mode", agreement.mode.word(), texts));
    add("agreement-label-text", hex(&agreement.text_hash));
    let days = [
        ("agreement-label-drafted", Some(agreement.drafted_on)),
        ("agreement-label-review", agreement.review_on),
        ("agreement-label-offered", agreement.offered_on),
        ("agreement-label-accepted", agreement.accepted_on),
        ("agreement-label-starts", agreement.starts_on),
        ("agreement-label-paid", agreement.first_paid_on),
        ("agreement-label-ended", agreement.ended_on),
        ("agreement-label-settled", agreement.settled_on),
    ];
    for (label, day) in days {
        if let Some(day) = day {
            add(label, texts.day(day));
        }
    }
    if let Some(evidence) = evidence(agreement, texts) {
        add("agreement-label-evidence", evidence);
    }
    if shown.versions.len() > 1 {
        for version in &shown.versions {
            let [id, number] = [version.id.0, version.version].map(|number| number.to_string());
            let (stands, hash) = (stands(version, texts), hex(&version.text_hash));
            let told =
                t!(texts, "agreement-version", version = number, id = id, stands = stands, hash = hash);
            add("agreement-label-version", told);
        }
    }
    lines.join("\n")
}

fn party(shown: &Shown, texts: Texts) -> String {
    let name = match shown.party.as_ref().map(|party| &party.person) {
        Some(Held::Open(person)) => person.expose().name.clone(),
        _ => t!(texts, "agreement-party-unreadable"),
    };
    format!("{} {name}", shown.agreement.party.0)
}

/// Who accepted, and from where.
fn evidence(agreement: &Agreement, texts: Texts) -> Option<String> {
    match &agreement.acceptance {
        Held::Open(known) if known.expose().by_payment => Some(t!(texts, "agreement-by-payment")),
        Held::Open(known) => {
            let known = known.expose();
            Some(t!(texts, "agreement-evidence", who = &known.by, address = &known.address))
        }
        Held::Unreadable => Some(t!(texts, "agreement-evidence-unreadable")),
        Held::Withheld | Held::Nothing => None,
    }
}

/// The same for programs.
pub(crate) fn one_json(shown: &Shown) -> Value {
    let mut told = json(&shown.agreement);
    told["evidence"] = match &shown.agreement.acceptance {
        Held::Open(known) => {
            let known = known.expose();
            json!({"who": known.by, "from": known.address, "by_payment": known.by_payment})
        }
        _ => Value::Null,
    };
    told["versions"] = shown.versions.iter().map(json).collect();
    told
}

/// Customers without a processor agreement.
pub(crate) fn missing(ui: &Ui, missing: &[Missing]) -> String {
    let texts = ui.texts;
    let row = |one: &Missing| {
        vec![
            one.party.0.to_string(),
            one.name.clone(),
            one.since.map_or_else(|| "–".to_owned(), |day| texts.day(day)),
            one.latest
                .as_ref()
                .map_or_else(|| t!(texts, "missing-nothing"), |agreement| stands(agreement, texts)),
        ]
    };
    table(ui, &MISSING, missing.iter().map(row).collect())
}

/// One of them for programs.
pub(crate) fn missing_json(one: &Missing) -> Value {
    json!({
        "party": one.party.0,
        "name": one.name,
        "since": one.since,
        "agreement": one.latest.as_ref().map(|agreement| agreement.id.0),
        "state": one.latest.as_ref().map(|agreement| agreement.state.word()),
    })
}

/// The letter that asks a customer to agree.
pub(crate) fn words(texts: Texts, policy: &Policy, to: &Missing) -> Words {
    let organisation = policy.organisation.name.as_str();
    let ours = policy.activities.values();
    let ours = ours.filter(|activity| activity.role == gallra_rules::policy::Role::Processor);
    let purpose = |activity: &gallra_rules::policy::Activity| {
        activity.purpose.get(texts.lang.as_str()).unwrap_or_default().to_owned()
    };
    let since = match to.since {
        Some(day) => t!(texts, "letter-dpa-since", day = texts.day(day)),
        None => t!(texts, "letter-dpa-customer"),
    };
    let body = vec![
        Said::Paragraph(t!(texts, "letter-dpa-why", since = since, organisation = organisation)),
        Said::List(ours.map(purpose).collect()),
        Said::Paragraph(t!(texts, "letter-dpa-ask")),
    ];
    Words { title: t!(texts, "letter-dpa-title"), body }
}

/// Who it is to, line by line.
pub(crate) fn addressee(to: &Missing) -> Vec<String> {
    let address = to.address.iter().flat_map(|address| address.split(", "));
    std::iter::once(to.name.as_str()).chain(address).map(str::to_owned).collect()
}

/// The letter in Markdown. On paper, where to reach us stands in the letterhead.
pub(crate) fn letter(texts: Texts, policy: &Policy, today: Date, to: &Missing, words: &Words) -> String {
    let organisation = policy.organisation.name.as_str();
    let contact = policy.organisation.contact.as_ref();
    let reply = contact.and_then(|contact| contact.email.clone().or_else(|| contact.phone.clone()));
    let reply = reply.map_or_else(
        || t!(texts, "letter-dpa-reply"),
        |address| t!(texts, "letter-dpa-reply-to", address = address),
    );
    let mut lines = vec![organisation.to_owned(), texts.day(today), String::new()];
    lines.extend(addressee(to));
    // In Markdown, two spaces at a line's end keep an address in its lines.
    let head = lines.join("  \n");
    let body = [
        head,
        format!("# {}", words.title),
        super::paper::markdown(&words.body),
        reply,
        format!("{}  \n{organisation}", t!(texts, "letter-greeting")),
    ];
    body.join("\n\n") + "\n"
}

/// What a customer may choose, and what it chose.
pub(crate) fn settings(ui: &Ui, ceilings: &[Ceiling], own: &[Setting]) -> String {
    let texts = ui.texts;
    if ceilings.is_empty() {
        return t!(texts, "settings-none");
    }
    let row = |ceiling: &Ceiling| {
        let chosen = own.iter().find(|setting| setting.dataset == ceiling.dataset.as_str());
        let none = || "–".to_owned();
        vec![
            ceiling.dataset.to_string(),
            chosen.map_or_else(none, |setting| super::promise::period(setting.period, texts)),
            super::promise::period(ceiling.period, texts),
            chosen.map_or_else(none, |setting| texts.day(setting.agreed)),
        ]
    };
    table(ui, &SETTINGS, ceilings.iter().map(row).collect())
}

/// The same for programs.
pub(crate) fn settings_json(party: i64, ceilings: &[Ceiling], own: &[Setting]) -> Value {
    let row = |ceiling: &Ceiling| {
        let chosen = own.iter().find(|setting| setting.dataset == ceiling.dataset.as_str());
        json!({
            "dataset": ceiling.dataset,
            "activity": ceiling.activity,
            "at_most": ceiling.period,
            "own": chosen.map(|setting| setting.period),
            "agreed": chosen.map(|setting| setting.agreed),
        })
    };
    json!({"party": party, "settings": ceilings.iter().map(row).collect::<Vec<_>>()})
}
