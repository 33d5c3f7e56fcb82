//! The answer to a person who asked for their data (Art. 15) or takes it along (Art. 20): the data in tables, what is not
//! in it and why, and what Art. 15(1)(a)–(h) and 15(2) ask to be told, from the policy.
//!
//! The data is handed in as text: what it is, whose and how much of it may be shown is the caller's to know. Nothing here
//! is looked up.

mod data;
mod told;

use std::collections::BTreeSet;

use gallra_rules::names::{ActivityName, DatasetName};
use gallra_rules::policy::PolicySet;
use jiff::civil::Date;

use crate::compose::Composer;
use crate::kind::{Built, Kind};
use crate::safe::shown;
use crate::text::{Texts, t};
use crate::tree::{Block, Document, Section, line};
use crate::{Language, notice};

/// So many letters of a value are shown on the page; all of it is in the files beside it.
pub const LONGEST: usize = 400;

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Access: everything, and what Art. 15(1) asks to be told.
    Access,
    /// Portability: what the person has provided, on consent or a contract.
    Portable,
}

/// What an answer is made of, beside the policy. Personal data: it has no `Debug`.
#[derive(Clone)]
pub struct Answer {
    /// What was asked for.
    pub part: Part,
    /// What the request is called; says nothing about anybody.
    pub request: String,
    /// The day as of which the data was read.
    pub made: Date,
    /// The last day on which the package is kept.
    pub expires: Date,
    /// What was found, in the order in which it is shown.
    pub found: Vec<Found>,
    /// Datasets that could not be looked into, in part or at all.
    pub not_checked: BTreeSet<DatasetName>,
    /// Datasets that a person has to look through.
    pub by_hand: BTreeSet<DatasetName>,
    /// Activities in which we process for somebody else, who answers for them (Art. 28(3)(e)).
    pub for_others: BTreeSet<ActivityName>,
    /// The activities that process something of what was found.
    pub activities: BTreeSet<ActivityName>,
}

/// What was found in one dataset.
#[derive(Clone)]
pub struct Found {
    /// The dataset.
    pub dataset: DatasetName,
    /// How many records there are, by whose they are.
    pub records: [(Whose, u64); 3],
    /// The columns.
    pub columns: Vec<Column>,
    /// The first records, as many as the page shall show.
    pub first: Vec<Record>,
    /// Why values were left out, of any of the records.
    pub left_out: BTreeSet<Mark>,
    /// How many files belong to them.
    pub files: u64,
    /// Where all of it stands in the package.
    pub file: String,
}

/// A column.
#[derive(Clone)]
pub struct Column {
    /// Its name in the system.
    pub name: String,
    /// Its category of personal data, if the policy says.
    pub category: Option<String>,
}

/// A record.
#[derive(Clone)]
pub struct Record {
    /// Whose it is.
    pub whose: Whose,
    /// Whether its processing is restricted (Art. 18).
    pub restricted: bool,
    /// As many as there are columns.
    pub cells: Vec<Cell>,
}

/// Whose a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    /// The person's.
    Own,
    /// The person's and somebody else's.
    Shared,
    /// Somebody else's, that names the person.
    Others,
}

/// A value.
#[derive(Clone, PartialEq, Eq)]
pub enum Cell {
    /// There is none.
    Empty,
    /// As text.
    Text(String),
    /// Yes or no.
    Bool(bool),
    /// It is not shown.
    Marked(Mark),
    /// It is a file of the package.
    File(String),
}

/// Why a value is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// It is about somebody else (Art. 15(4)).
    Other,
    /// Somebody has to look first, because it may be (Art. 15(4)).
    Review,
    /// It is a secret by which one signs in.
    Secret,
    /// It is a value of so many bytes, too large for the package.
    Large(u64),
}

impl Mark {
    /// The mark as a reader of tables sees it.
    pub fn words(self, language: &Language) -> String {
        mark(&Texts::new(language), self)
    }
}

fn mark(texts: &Texts, mark: Mark) -> String {
    let id = match mark {
        Mark::Other => "answer-mark-other",
        Mark::Review => "answer-mark-review",
        Mark::Secret => "answer-mark-secret",
        Mark::Large(bytes) => return t!(texts, "answer-mark-large", size = bytes.div_ceil(1_000_000)),
    };
    t!(texts, id)
}

/// Makes the answer. What it should tell and the policy does not say is told with it; it is for whoever sends the answer.
pub fn build(policy: &PolicySet, language: &Language, answer: &Answer) -> Built {
    let mut c = Composer::new(policy, Kind::Notice, language);
    c.only = Some(answer.activities.clone());
    let document = compose(&mut c, answer);
    Built { document, missing: c.into_missing() }
}

fn compose(c: &mut Composer<'_>, answer: &Answer) -> Document {
    let portable = answer.part == Part::Portable;
    let title = t!(c.texts, if portable { "answer-title-portable" } else { "answer-title" });
    let (made, expires) = (c.day(answer.made), c.day(answer.expires));
    let lead = if portable { "answer-lead-portable" } else { "answer-lead" };
    let lead =
        t!(c.texts, lead, organisation = c.organisation(), request = shown(&answer.request), date = made);
    let lead =
        vec![Block::Paragraph(line(lead)), Block::Note(line(t!(c.texts, "answer-private", date = expires)))];
    let mut sections = vec![data::section(c, answer)];
    sections.extend(told::left_out(c, answer));
    if !portable {
        let who = t!(c.texts, "term-controller");
        let identity = c.identity(&who);
        sections.push(c.section("who", vec![identity], Vec::new()));
        sections.extend(told::processing(c));
        if !c.activities().is_empty() {
            sections.push(notice::automated(c));
        }
    }
    sections.push(c.rights());
    sections.push(c.complaints());
    sections.push(told::package(c, answer));
    let summary = Some(told::summary(c, answer));
    Document { summary, ..c.document(title, lead, sections) }
}

/// A section of an answer; its heading is `answer-section-ID`.
fn section(c: &Composer<'_>, id: &str, blocks: Vec<Block>, sections: Vec<Section>) -> Section {
    Section { id: id.to_owned(), heading: t!(c.texts, &format!("answer-section-{id}")), blocks, sections }
}
