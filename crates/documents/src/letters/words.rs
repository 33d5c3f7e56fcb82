//! A letter to a business in words that its caller has, such as what stands in the log or in a text that was sealed.

use super::writer::{Body, Tone, Writer, points};
use crate::letters::said;
use crate::safe::shown;
use crate::tree::{Block, Section, Table};

/// What a letter says, in its language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Its title.
    pub title: String,
    /// What follows, piece by piece.
    pub body: Vec<Said>,
}

/// A piece of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A paragraph.
    Paragraph(String),
    /// Points of equal weight.
    List(Vec<String>),
    /// What the pieces that follow are about, up to the next heading.
    Heading(String),
    /// A table whose first column names the row; each row has as many cells as there are heads.
    Table {
        /// The head of each column.
        head: Vec<String>,
        /// The rows.
        rows: Vec<Vec<String>>,
    },
}

impl Words {
    pub(crate) fn compose(&self, _: &Writer<'_>) -> Body {
        let (mut lead, mut sections) = (Vec::new(), Vec::<Section>::new());
        for piece in &self.body {
            let block = match piece {
                Said::Heading(heading) => {
                    sections.push(Section {
                        id: format!("part-{}", sections.len() + 1),
                        heading: shown(heading),
                        blocks: Vec::new(),
                        sections: Vec::new(),
                    });
                    continue;
                }
                Said::Paragraph(text) => Block::Paragraph(said(text)),
                Said::List(texts) => points(texts),
                Said::Table { head, rows } => Block::Table(Table {
                    caption: String::new(),
                    head: head.iter().map(|one| shown(one)).collect(),
                    rows: rows.iter().map(|row| row.iter().map(|cell| vec![said(cell)]).collect()).collect(),
                }),
            };
            sections.last_mut().map_or(&mut lead, |section| &mut section.blocks).push(block);
        }
        Body { tone: Tone::Business, title: shown(&self.title), lead, sections }
    }
}
