//! What is told about the data: in brief, what is not in it, how it is processed, and how the package is read.

use std::collections::BTreeSet;

use gallra_rules::names::DatasetName;

use super::data::{called, number};
use super::{Answer, Mark, Part, Whose, section};
use crate::compose::Composer;
use crate::notice;
use crate::text::t;
use crate::tree::{Block, Definition, Inline, Line, Section, line};

/// The whole on one screen.
pub(super) fn summary(c: &mut Composer<'_>, answer: &Answer) -> Section {
    let records: u64 = answer.found.iter().flat_map(|found| found.records).map(|(_, count)| count).sum();
    let kinds = number(answer.found.len() as u64);
    let found = if records == 0 {
        line(t!(c.texts, "answer-nothing"))
    } else {
        let told =
            t!(c.texts, "answer-found", n = number(records), shown = c.texts.number(records), kinds = kinds);
        more(&told, "data", t!(c.texts, "answer-found-more"))
    };
    let mut points = vec![found];
    if left_out(c, answer).is_some() {
        let more_words = t!(c.texts, "answer-left-out-more");
        points.push(more(&t!(c.texts, "answer-left-out-short"), "left-out", more_words));
    }
    points.push(more(&t!(c.texts, "answer-rights-short"), "rights", t!(c.texts, "answer-rights-more")));
    points.push(more(&t!(c.texts, "answer-package-short"), "package", t!(c.texts, "answer-package-more")));
    c.section("summary", vec![Block::List(points)], Vec::new())
}

fn more(text: &str, to: &str, words: String) -> Line {
    let link = Inline::Link { to: format!("#{to}"), text: words };
    vec![Inline::Text(format!("{text} ")), link, Inline::Text(".".to_owned())]
}

/// What is not in the answer, and why; nothing if all of it is.
pub(super) fn left_out(c: &mut Composer<'_>, answer: &Answer) -> Option<Section> {
    let mut terms = Vec::new();
    let whose = answer.found.iter().flat_map(|found| found.records);
    let of_others = whose.into_iter().any(|(whose, count)| whose != Whose::Own && count > 0);
    let mut marks: BTreeSet<Mark> =
        answer.found.iter().flat_map(|found| found.left_out.iter().copied()).collect();
    marks.extend(of_others.then_some(Mark::Other));
    let mut has_large = false;
    for mark in marks {
        let id = match mark {
            Mark::Other => "answer-why-other",
            Mark::Review => "answer-why-review",
            Mark::Secret => "answer-why-secret",
            // Each tells its own size where it stands.
            Mark::Large(_) => {
                has_large = true;
                continue;
            }
        };
        terms.push(Definition { term: super::mark(&c.texts, mark), lines: vec![line(t!(c.texts, id))] });
    }
    if has_large {
        let lines = vec![line(t!(c.texts, "answer-why-large"))];
        terms.push(Definition { term: t!(c.texts, "answer-large"), lines });
    }
    for (names, id) in [(&answer.not_checked, "not-checked"), (&answer.by_hand, "by-hand")] {
        if names.is_empty() {
            continue;
        }
        let mut lines = vec![line(t!(c.texts, &format!("answer-{id}-words")))];
        lines.extend(names.iter().map(|name| line(named(c, name))));
        terms.push(Definition { term: t!(c.texts, &format!("answer-{id}")), lines });
    }
    let mut others = Vec::new();
    for name in &answer.for_others {
        if let Some(activity) = c.policy.activities.get(name) {
            others.push(line(c.purpose(name, activity)));
        }
    }
    if !others.is_empty() {
        others.insert(0, line(t!(c.texts, "answer-for-others-words")));
        terms.push(Definition { term: t!(c.texts, "answer-for-others"), lines: others });
    }
    if terms.is_empty() {
        return None;
    }
    let lead = Block::Paragraph(line(t!(c.texts, "answer-left-out-lead")));
    Some(section(c, "left-out", vec![lead, Block::Definitions(terms)], Vec::new()))
}

fn named(c: &mut Composer<'_>, name: &DatasetName) -> String {
    called(c, name)
}

/// Art. 15(1)(a)–(d), (g), (h) and 15(2), for each purpose.
pub(super) fn processing(c: &mut Composer<'_>) -> Option<Section> {
    let mut sections = Vec::new();
    for (name, activity) in c.activities() {
        sections.push(notice::one(c, name, activity));
    }
    if sections.is_empty() {
        return None;
    }
    let mut blocks = vec![Block::Paragraph(line(t!(c.texts, "answer-processing-lead")))];
    blocks.extend(c.backup_sentence().map(|told| Block::Paragraph(line(told))));
    blocks.extend(notice::safeguards(c));
    Some(section(c, "processing", blocks, sections))
}

/// What is in the package, and how to check and read it.
pub(super) fn package(c: &Composer<'_>, answer: &Answer) -> Section {
    let term =
        |path: &str, id: &str| Definition { term: path.to_owned(), lines: vec![line(t!(c.texts, id))] };
    let mut terms = Vec::new();
    if answer.part == Part::Access {
        terms.push(term("data.json", "answer-package-json"));
        terms.push(term("csv/", "answer-package-csv"));
        if answer.found.iter().any(|found| found.files > 0) {
            terms.push(term("files/", "answer-package-files"));
        }
    }
    terms.push(term("portable/", "answer-package-portable"));
    terms.push(term("manifest.json", "answer-package-manifest"));
    let lead = t!(c.texts, "answer-package-lead", organisation = c.organisation());
    section(c, "package", vec![Block::Paragraph(line(lead)), Block::Definitions(terms)], Vec::new())
}
