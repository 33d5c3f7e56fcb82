//! What is said of records, for people and for programs.

use gallra_app::register::{Held, Level, Mark, Marks, Names, Of, Said, Topic};
use serde_json::{Map, Value, json};

use super::labelled;
use super::register::{plain, table_word};
use crate::cli::text::{Texts, t};

/// What counts for a record, field by field: the message that names the field, and what stands there with its level.
pub(crate) fn said(marks: &Marks, texts: Texts) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    let mut tell = |label, text: String, from: Option<Level>| {
        if let Some(level) = from {
            lines.push((label, t!(texts, "mark-from", text = text, level = level.word())));
        }
    };
    let until = marks.until.map_or_else(|| t!(texts, "mark-none"), |day| texts.day(day));
    tell("mark-until", until, marks.level_of_until());
    for topic in Topic::ALL {
        let text = match marks.on(*topic) {
            Said::Nothing => continue,
            Said::Names(names) => listed(names, texts),
            Said::Words(Held::Open(words)) => words.expose().clone(),
            Said::Words(Held::Withheld) => t!(texts, "entry-withheld"),
            Said::Words(Held::Unreadable | Held::Nothing) => t!(texts, "party-unreadable"),
        };
        tell(label(*topic), text, marks.level_on(*topic));
    }
    lines
}

/// The same for programs.
pub(super) fn said_json(marks: &Marks) -> Map<String, Value> {
    let one = |topic: &Topic| {
        let from = marks.level_on(*topic)?.word();
        let value = match marks.on(*topic) {
            Said::Nothing => return None,
            Said::Names(names) => json!({"from": from, "names": names.iter().collect::<Vec<_>>()}),
            Said::Words(Held::Open(words)) => json!({"from": from, "words": words.expose()}),
            Said::Words(_) => json!({"from": from, "words": null}),
        };
        Some((topic.word().to_owned(), value))
    };
    Topic::ALL.iter().filter_map(one).collect()
}

/// What was said just now.
pub(crate) fn marked(mark: &Mark, texts: Texts) -> String {
    let (id, text) = match mark {
        Mark::Until(day) => ("mark-until", day.map_or_else(|| t!(texts, "mark-none"), |day| texts.day(day))),
        Mark::Names(topic, names) => (label(*topic), listed(names, texts)),
        Mark::Words(topic, words) => (label(*topic), t!(texts, "mark-words", text = plain(words))),
    };
    labelled(&texts.plain(id), &text, 2, 14)
}

/// The same for programs.
pub(crate) fn marked_json(mark: &Mark) -> Value {
    match mark {
        Mark::Until(day) => json!({"field": "until", "day": day}),
        Mark::Names(topic, names) => {
            json!({"field": topic.word(), "names": names.iter().collect::<Vec<_>>()})
        }
        Mark::Words(topic, words) => json!({"field": topic.word(), "words": words}),
    }
}

/// Of how much something is said.
pub(crate) const fn level(of: &Of) -> Level {
    match of {
        Of::Activity(_) => Level::Activity,
        Of::Party(_) => Level::Party,
        Of::Entry(_) => Level::Entry,
    }
}

/// Of what something is said: `party 7`.
pub(crate) fn of(of: &Of, texts: Texts) -> String {
    let which = match of {
        Of::Activity(name) => name.clone(),
        Of::Party(id) => id.0.to_string(),
        Of::Entry(id) => id.0.to_string(),
    };
    format!("{} {which}", table_word(level(of).word(), texts))
}

fn listed(names: &Names, texts: Texts) -> String {
    let names: Vec<&str> = names.iter().collect();
    if names.is_empty() { t!(texts, "mark-no-names") } else { names.join(", ") }
}

const fn label(topic: Topic) -> &'static str {
    match topic {
        Topic::Objections => "mark-objections",
        Topic::Decisions => "mark-decisions",
        Topic::Sharing => "mark-sharing",
        Topic::Access => "mark-access",
        Topic::Source => "mark-source",
        Topic::Category => "mark-category",
    }
}
