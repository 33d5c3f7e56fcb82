//! What a document is made of. There is no way to say how something looks, so every renderer can do it justice.

use serde::Serialize;

/// A document in one language. Its texts are safe to show (see `safe`), but not escaped: that is a renderer's work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Document {
    /// ISO 639-1 code of its language.
    pub language: String,
    /// The title.
    pub title: String,
    /// What stands before the first section.
    pub lead: Vec<Block>,
    /// What most readers want, before the list of contents; nothing in a document that is read as a whole.
    pub summary: Option<Section>,
    /// Its sections.
    pub sections: Vec<Section>,
    /// The small words that renderers need, in the document's language.
    pub labels: Labels,
    /// What makes it a letter. A letter shows neither a list of contents nor an edition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letterhead: Option<Letterhead>,
}

/// What stands around the words of a letter: above its title, and below its last section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Letterhead {
    /// Who writes: name, address, ways to reach them.
    pub from: Vec<Line>,
    /// Who is written to: name, address.
    pub to: Vec<Line>,
    /// The day, as the language writes it.
    pub day: String,
    /// The case, with its word: `Our reference: 2026-14`.
    pub reference: Option<String>,
    /// Where questions go; the last paragraph.
    pub questions: Line,
    /// The greeting and who signs, each on a line of its own.
    pub closing: Vec<String>,
}

/// Words that stand around a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Labels {
    /// Above the list of sections.
    pub contents: String,
    /// For readers who jump over the contents.
    pub skip: String,
    /// Before the version.
    pub version: String,
    /// Before the policy's hash.
    pub policy: String,
    /// Names of the months, January first, for the edition's day.
    pub months: Vec<String>,
    /// How a day is written: `{day} {month} {year}` in the language's order.
    pub date: String,
}

/// A part with a heading. How deep it stands is its heading's level, so levels are never skipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Where links lead; unique in the document, and the same in every language.
    pub id: String,
    /// The heading.
    pub heading: String,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Its own sections.
    pub sections: Vec<Section>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A paragraph.
    Paragraph(Line),
    /// Points of equal weight.
    List(Vec<Line>),
    /// Points of an agreement, with numbers by which they are cited.
    Clauses(Vec<Clause>),
    /// Terms, each with what belongs to it.
    Definitions(Vec<Definition>),
    /// A table.
    Table(Table),
    /// Something that must not be overlooked.
    Note(Line),
}

/// A term and what belongs to it; several lines are several items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// The term.
    pub term: String,
    /// One or more lines.
    pub lines: Vec<Line>,
}

/// A point of an agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// How it is cited: `(a)`, `7.1`. Nothing for what continues the point before.
    pub number: String,
    /// What it says.
    pub line: Line,
}

/// A table whose first column names the row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// The head of each column.
    pub head: Vec<String>,
    /// The rows, each with as many cells as there are heads; a cell's lines stand below each other.
    pub rows: Vec<Vec<Vec<Line>>>,
}

/// Text in a line.
pub type Line = Vec<Inline>;

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Inline {
    /// Words.
    Text(String),
    /// Words that lead somewhere.
    Link {
        /// `#section`, `https://…`, `mailto:…` or `tel:…`; nothing else is ever made.
        to: String,
        /// The words.
        text: String,
    },
}

/// A line of plain words.
pub(crate) fn line(text: impl Into<String>) -> Line {
    vec![Inline::Text(text.into())]
}

/// A line that is a link as a whole.
pub(crate) fn link(to: impl Into<String>, text: impl Into<String>) -> Line {
    vec![Inline::Link { to: to.into(), text: text.into() }]
}

/// The words of a line, without where they lead.
pub fn words(line: &[Inline]) -> String {
    line.iter()
        .map(|piece| match piece {
            Inline::Text(text) | Inline::Link { text, .. } => text.as_str(),
        })
        .collect()
}

impl Labels {
    /// A day in the document's language.
    pub fn day(&self, date: jiff::civil::Date) -> String {
        let month = usize::from(date.month().unsigned_abs()).saturating_sub(1);
        let month = self.months.get(month).map_or("", String::as_str);
        self.date
            .replace("{day}", &date.day().to_string())
            .replace("{month}", month)
            .replace("{year}", &date.year().to_string())
    }
}
