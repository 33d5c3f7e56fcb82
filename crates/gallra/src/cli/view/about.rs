//! What a plan that is about somebody says of records that stay.

use gallra_rules::decide::{Because, Question, Until};
use gallra_rules::plan::NoteKind;

use crate::cli::text::{Texts, t};

/// A note in words; empty for the notes of other plans.
pub(super) fn words(what: &NoteKind, texts: Texts) -> String {
    match what {
        NoteKind::Kept { rows, because, until, article, .. } => {
            let why = reason(because, texts);
            let article = article.as_deref().unwrap_or("-");
            let kept = t!(texts, "about-kept", rows = *rows, why = why, article = article);
            format!("{kept}{}", end(until, texts))
        }
        NoteKind::Held { rows, hold } => t!(texts, "about-held", rows = *rows, hold = hold.0.as_str()),
        NoteKind::Locked { rows } => t!(texts, "about-locked", rows = *rows),
        NoteKind::NotOurs { rows, by } => t!(texts, "about-not-ours", rows = *rows, by = by.as_str()),
        NoteKind::Open { rows, question } => match question {
            Question::InForce(by) => t!(texts, "about-open-contract", rows = *rows, by = by.as_str()),
            Question::Floor(by) => t!(texts, "about-open-floor", rows = *rows, by = by.as_str()),
        },
        NoteKind::Shared { rows } => t!(texts, "about-shared", rows = *rows),
        NoteKind::NotChecked { .. } | NoteKind::Counted { .. } | NoteKind::Task { .. } | NoteKind::NoRule => {
            String::new()
        }
    }
}

fn reason(because: &Because, texts: Texts) -> String {
    match because {
        Because::Duty { source } => t!(texts, "about-duty", source = source.get(texts.lang.as_str())),
        Because::InForce => t!(texts, "about-in-force"),
        Because::Exempt(_) => t!(texts, "about-exempt"),
        Because::Needed => t!(texts, "about-needed"),
    }
}

fn end(until: &Until, texts: Texts) -> String {
    match until {
        Until::Floor(words) | Until::Cap(words) => t!(texts, "about-until", limit = words.0.as_str()),
        Until::Review(day) => t!(texts, "about-review", day = day.to_string()),
        Until::Happened(_) | Until::Ended | Until::NotNeeded | Until::NotStated => String::new(),
    }
}
