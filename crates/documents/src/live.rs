//! The live promise page: the public notice, and beside each period what the last audit measured.
//!
//! It holds counts, days and verdicts, and nothing about anybody. Where nothing was measured it says so.

use std::collections::BTreeMap;

use gallra_rules::names::{ActivityName, DatasetName};
use gallra_rules::policy::PolicySet;
use jiff::civil::{Date, DateTime};
use jiff::{SpanRound, Unit};

use crate::compose::Composer;
use crate::safe::shown;
use crate::text::{Texts, t};
use crate::tree::{Block, Definition, Line, Section, line};
use crate::{Built, Kind, Language, notice};

/// What audits have found.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    /// The last finding about each promise of today; a promise without one was never checked as it stands now.
    pub findings: BTreeMap<(ActivityName, DatasetName), Finding>,
    /// Where the last audit stands in the log.
    pub proof: Option<Proof>,
}

/// What an audit found about one promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// When, on the organisation's clock.
    pub at: DateTime,
    /// What.
    pub verdict: Verdict,
    /// The day from which the oldest record counts, if there is any.
    pub oldest: Option<Date>,
}

/// Whether a promise was found to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was.
    Kept,
    /// This many records were past it.
    Broken(u64),
    /// It could not be looked at.
    NotChecked,
}

/// Where an audit stands in the log, and how to check that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// When the audit was, on the organisation's clock.
    pub at: DateTime,
    /// The proof's file beside the page, in the C2SP `tlog-proof` form.
    pub file: String,
    /// Where the log is served (`https://…`), if it is.
    pub log: Option<String>,
    /// The log's origin.
    pub origin: String,
    /// The leaf's position.
    pub index: u64,
    /// How many entries the log had.
    pub size: u64,
    /// The root hash of the checkpoint.
    pub root: String,
}

/// Makes the page. What is missing is what the notice lacks: the page is published under the same conditions.
pub fn build(policy: &PolicySet, language: &Language, measured: &Measured) -> Built {
    let mut composer = Composer::new(policy, Kind::Notice, language);
    let mut document = notice::compose(&mut composer);
    document.title = t!(composer.texts, "live-title", organisation = composer.organisation());
    document.lead.insert(0, Block::Paragraph(line(t!(composer.texts, "live-lead"))));
    let column = findings(&composer, measured);
    let head = t!(composer.texts, "live-head");
    for section in document.sections.iter_mut().filter(|section| section.id == "retention") {
        let Some(Block::Table(table)) =
            section.blocks.iter_mut().find(|block| matches!(block, Block::Table(_)))
        else {
            continue;
        };
        table.head.push(head.clone());
        for (row, cell) in table.rows.iter_mut().zip(&column) {
            row.push(vec![cell.clone()]);
        }
    }
    let at = document.sections.iter().position(|section| section.id == "retention").map_or(0, |at| at + 1);
    document.sections.insert(at, proof(&composer.texts, measured));
    Built { document, missing: composer.into_missing() }
}

/// A cell for each row of the table of retention, in its order.
fn findings(c: &Composer<'_>, measured: &Measured) -> Vec<Line> {
    let mut cells = Vec::new();
    for (name, activity) in c.activities() {
        for (dataset, _) in c.datasets(activity) {
            let found = measured.findings.get(&(name.clone(), dataset.clone()));
            let promises = activity.keep.at_most.is_some() || activity.review.is_some();
            cells.push(line(match found {
                Some(found) => told(&c.texts, found),
                None if promises => t!(c.texts, "live-never"),
                None => t!(c.texts, "live-no-limit"),
            }));
        }
    }
    cells
}

fn told(texts: &Texts, found: &Finding) -> String {
    let at = moment(texts, found.at);
    match found.verdict {
        Verdict::Kept => match found.oldest {
            Some(oldest) => {
                t!(texts, "live-kept", age = age(texts, oldest, found.at.date()), at = at)
            }
            None => t!(texts, "live-kept-none", at = at),
        },
        Verdict::Broken(count) => t!(texts, "live-broken", n = count, shown = texts.number(count), at = at),
        Verdict::NotChecked => t!(texts, "live-not-checked", at = at),
    }
}

fn moment(texts: &Texts, at: DateTime) -> String {
    let time = format!("{:02}:{:02}", at.hour(), at.minute());
    t!(texts, "live-moment", day = texts.day(at.date()), time = time)
}

/// How long ago a day was: `5 months and 12 days`. A day to come counts as today.
fn age(texts: &Texts, from: Date, to: Date) -> String {
    let rounding = SpanRound::new().largest(Unit::Year).smallest(Unit::Day).relative(to);
    let span = from.until((Unit::Year, to)).ok().filter(|span| !span.is_negative());
    let Some(span) = span.and_then(|span| span.round(rounding.relative(from)).ok()) else {
        return t!(texts, "period-days", n = 0_u32);
    };
    let mut parts = Vec::new();
    let counts = [
        ("period-years", i64::from(span.get_years())),
        ("period-months", i64::from(span.get_months())),
        ("period-days", i64::from(span.get_days())),
    ];
    for (id, count) in counts {
        if count > 0 || (id == "period-days" && parts.is_empty()) {
            parts.push(t!(texts, id, n = count));
        }
    }
    texts.listed(&parts)
}

fn proof(texts: &Texts, measured: &Measured) -> Section {
    let mut blocks = Vec::new();
    match &measured.proof {
        None => blocks.push(Block::Note(line(t!(texts, "live-no-audit")))),
        Some(proof) => {
            let at = moment(texts, proof.at);
            blocks.push(Block::Paragraph(line(t!(texts, "live-proof-lead", at = at))));
            let term = |id: &str, lines: Vec<Line>| Definition { term: t!(texts, id), lines };
            let mut terms = vec![
                term("live-proof-file", vec![line(shown(&proof.file))]),
                term("live-proof-origin", vec![line(shown(&proof.origin))]),
                term("live-proof-index", vec![line(texts.number(proof.index))]),
                term("live-proof-size", vec![line(texts.number(proof.size))]),
                term("live-proof-root", vec![line(shown(&proof.root))]),
            ];
            if let Some(log) = proof.log.as_deref().filter(|log| log.starts_with("https://")) {
                let to = format!("{}/checkpoint", log.trim_end_matches('/'));
                terms.push(term("live-proof-checkpoint", vec![crate::tree::link(to.clone(), to)]));
            }
            blocks.push(Block::Definitions(terms));
            blocks.push(Block::Paragraph(line(t!(texts, "live-proof-how"))));
        }
    }
    Section { id: "proof".to_owned(), heading: t!(texts, "live-section"), blocks, sections: Vec::new() }
}
