//! Recipients, what customers were told of them, and who objected.

use gallra_app::recipients::{Change, HowItChanged, Line, ObjectionTold, Status};
use gallra_rules::policy::RecipientRole;

use super::{Column, labelled, letter, table};
use crate::cli::text::{Texts, t};
use crate::cli::ui::{Style, Ui};

const COLUMNS: [Column; 5] = [
    ("col-recipient", false),
    ("col-recipient-role", false),
    ("col-recipient-country", false),
    ("col-recipient-agreement", false),
    ("col-recipient-announced", false),
];

/// Every recipient of the policy.
pub(crate) fn list(ui: &Ui, lines: &[Line]) {
    let texts = ui.texts;
    if lines.is_empty() {
        ui.say(t!(texts, "recipients-none"));
        return;
    }
    let none = || "–".to_owned();
    let rows = lines.iter().map(|line| {
        let announced = match (line.sub_processor, line.announced) {
            (false, _) => none(),
            (true, None) => t!(texts, "recipients-untold"),
            (true, Some(day)) => texts.day(day),
        };
        let agreement = line.agreement.clone().unwrap_or_else(none);
        vec![line.recipient.to_string(), role(line.role, texts), line.country.clone(), agreement, announced]
    });
    ui.say(table(ui, &COLUMNS, rows.collect()));
    ui.say(String::new());
    for line in lines {
        ui.say(labelled(line.recipient.as_str(), &line.name, 2, 18));
        let mut more = Vec::new();
        more.extend(
            line.transfer.map(|it| t!(texts, "recipients-transfer", mechanism = letter::transfer(it, texts))),
        );
        let joined = |names: Vec<String>| names.join(", ");
        let uses = &line.uses;
        if !uses.activities.is_empty() {
            let activities = joined(uses.activities.iter().map(ToString::to_string).collect());
            let datasets = joined(uses.datasets.iter().map(ToString::to_string).collect());
            more.push(t!(texts, "recipients-uses", activities = activities, datasets = datasets));
        }
        more.extend(line.from.map(|day| t!(texts, "recipients-from", day = texts.day(day))));
        for text in more {
            ui.say(labelled("", &text, 2, 18));
        }
    }
}

fn role(role: RecipientRole, texts: Texts) -> String {
    texts.plain(match role {
        RecipientRole::Controller => "recipient-controller",
        RecipientRole::Processor => "recipient-processor",
        RecipientRole::SubProcessor => "recipient-sub-processor",
        RecipientRole::Authority => "recipient-authority",
    })
}

/// What is different from what customers know.
pub(crate) fn changes(ui: &Ui, changes: &[Change]) {
    for change in changes {
        let terms = &change.terms;
        let text = format!("{} ({})", terms.name, terms.country);
        let word = how(change.change.word(), ui.texts);
        ui.say(labelled(change.recipient.as_str(), &format!("{word}: {text}"), 2, 18));
    }
}

/// `added`, `changed`, `removed` in the reader's language.
fn how(word: &str, texts: Texts) -> String {
    texts.plain(if word == HowItChanged::Added.word() {
        "recipient-added"
    } else if word == HowItChanged::Changed.word() {
        "recipient-changed"
    } else {
        "recipient-removed"
    })
}

/// Who was told, who objected, what is open.
pub(crate) fn status(ui: &Ui, status: &Status) {
    let texts = ui.texts;
    if status.notices.is_empty() {
        ui.say(t!(texts, "notices-none"));
    }
    for notice in &status.notices {
        let (on, ends) = (texts.day(notice.on), texts.day(notice.window_ends));
        let text = if notice.known {
            t!(texts, "notice-known", on = on)
        } else {
            let id = if notice.open { "notice-open" } else { "notice-closed" };
            let told = notice.told.len() as u64;
            texts.with(id, vec![("on", on.into()), ("ends", ends.into()), ("customers", count(told))])
        };
        ui.say(ui.paint(Style::Bold, t!(texts, "notice-title", notice = notice.notice.to_string())));
        ui.say(labelled("", &text, 2, 0));
        for (recipient, change) in &notice.changes {
            ui.say(labelled(recipient, &how(change, texts), 2, 18));
        }
        if !notice.told.is_empty() {
            let numbers = notice.told.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            ui.say(labelled(&t!(texts, "notice-told"), &numbers, 2, 18));
        }
    }
    if !status.objections.is_empty() {
        ui.say(String::new());
        ui.say(ui.paint(Style::Bold, t!(texts, "objections-title")));
        for one in &status.objections {
            ui.say(labelled(&one.recipient, &objection(one, texts), 2, 18));
        }
    }
    if !status.untold.is_empty() {
        ui.say(String::new());
        ui.say(ui.paint(Style::Warn, t!(texts, "notices-untold")));
        changes(ui, &status.untold);
    }
}

fn count(number: u64) -> crate::cli::text::Value {
    crate::cli::text::IntoValue::into_value(number)
}

fn objection(one: &ObjectionTold, texts: Texts) -> String {
    let mut text = t!(texts, "objection-line", customer = one.party.to_string(), day = texts.day(one.on));
    let mut add = |more: String| text = format!("{text}; {more}");
    match one.settled_on {
        Some(day) => add(t!(texts, "objection-settled-on", day = texts.day(day))),
        None => add(t!(texts, "objection-is-open")),
    }
    if one.late {
        add(t!(texts, "objection-was-late"));
    }
    if !one.in_policy {
        add(t!(texts, "objection-not-in-policy"));
    }
    text
}
