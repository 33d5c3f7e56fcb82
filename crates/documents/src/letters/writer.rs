//! What every letter is written with.

use gallra_rules::request::Kind;
use jiff::civil::Date;

use crate::compose::{HERE, with_line};
use crate::letters::{Head, said};
use crate::safe::shown;
use crate::text::{Texts, Value, t};
use crate::tree::{Block, Definition, Letterhead, Line, Section, line};

/// To whom a letter speaks: `du` or `ni`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Person,
    Business,
}

/// A letter without what stands around it.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) tone: Tone,
    pub(crate) title: String,
    pub(crate) lead: Vec<Block>,
    pub(crate) sections: Vec<Section>,
}

#[derive(Debug)]
pub(crate) struct Writer<'h> {
    pub(crate) texts: Texts,
    pub(crate) head: &'h Head,
}

impl Writer<'_> {
    pub(crate) fn letterhead(&self, body: &Body) -> Letterhead {
        let head = self.head;
        let mut from = vec![line(head.from.name.clone())];
        from.extend(head.from.lines.iter().cloned());
        let mut to = vec![said(&head.to.name)];
        to.extend(head.to.lines.iter().map(|one| said(one)));
        let person = body.tone == Tone::Person;
        let questions = match (head.from.reach.is_empty(), person, &head.reference) {
            (true, true, _) => t!(self.texts, "letter-questions-reply"),
            (true, false, _) => t!(self.texts, "letter-questions-reply-business"),
            (false, true, _) => t!(self.texts, "letter-questions", contact = HERE),
            (false, false, _) => t!(self.texts, "letter-questions-business", contact = HERE),
        };
        let mut closing = vec![t!(self.texts, "letter-closing")];
        closing.extend(head.signed.as_deref().map(shown));
        closing.push(head.from.name.clone());
        Letterhead {
            from,
            to,
            day: self.texts.day(head.day),
            reference: head
                .reference
                .as_deref()
                .map(|number| t!(self.texts, "letter-reference", number = shown(number))),
            questions: with_line(&questions, HERE, head.from.reach.clone()),
            closing,
        }
    }

    pub(crate) fn text(&self, id: &str) -> String {
        t!(self.texts, id)
    }

    /// A paragraph.
    pub(crate) fn p(&self, id: &str, values: &[(&'static str, Value)]) -> Block {
        Block::Paragraph(line(self.texts.with(id, values)))
    }

    /// What must not be overlooked.
    pub(crate) fn note(&self, id: &str, values: &[(&'static str, Value)]) -> Block {
        Block::Note(line(self.texts.with(id, values)))
    }

    /// A section under its heading `letter-section-…`; none if nothing stands in it.
    pub(crate) fn section(&self, id: &str, blocks: Vec<Block>) -> Option<Section> {
        if blocks.is_empty() {
            return None;
        }
        let heading = t!(self.texts, &format!("letter-section-{id}"));
        Some(Section { id: id.to_owned(), heading, blocks, sections: Vec::new() })
    }

    pub(crate) fn term(&self, id: &str, lines: Vec<Line>) -> Definition {
        Definition { term: t!(self.texts, id), lines }
    }

    pub(crate) fn day(&self, date: Date) -> String {
        self.texts.day(date)
    }

    /// `12,345 records` in the language's way.
    pub(crate) fn records(&self, count: u64) -> String {
        t!(self.texts, "letter-records", n = count, shown = self.number(count))
    }

    /// A number with its thousands apart.
    pub(crate) fn number(&self, count: u64) -> String {
        self.texts.number(count)
    }

    /// An article as the language cites it.
    pub(crate) fn article(&self, cited: &str) -> String {
        self.texts.article(cited)
    }

    /// What was asked for, as the object of *asked*: `access to your data`.
    pub(crate) fn asked_for(&self, kind: Kind) -> String {
        t!(self.texts, &format!("letter-asked-{}", word(kind)))
    }

    /// Complaint to the authority and judicial remedy (Art. 12(4), 77, 79): for whoever did not get all they asked for.
    pub(crate) fn remedies(&self) -> Vec<Block> {
        let from = &self.head.from;
        let mut blocks = Vec::new();
        let own = t!(self.texts, "letter-remedy-own");
        blocks.push(Block::Paragraph(line(own)));
        if from.authority.is_empty() {
            blocks.push(self.p("letter-remedy-authority-any", &[]));
        } else {
            let words = t!(self.texts, "letter-remedy-authority", authority = HERE);
            blocks.push(Block::Paragraph(with_line(&words, HERE, from.authority.clone())));
        }
        let court = if from.swedish { "letter-remedy-court-se" } else { "letter-remedy-court" };
        blocks.push(self.p(court, &[]));
        blocks
    }
}

/// A kind of request in the ids of texts.
pub(crate) const fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Access => "access",
        Kind::Rectify => "rectify",
        Kind::Erase => "erase",
        Kind::Restrict => "restrict",
        Kind::Port => "port",
        Kind::Object => "object",
        Kind::Human => "human",
    }
}

/// A value for a text.
pub(crate) fn v(text: impl Into<String>) -> Value {
    Value::from(text.into())
}

/// A list of points in somebody's own words.
pub(crate) fn points(texts: &[String]) -> Block {
    Block::List(texts.iter().map(|text| said(text)).collect())
}
