//! From Markdown to sections, clauses and lists.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::fault::{Cause, TemplateFault, check};
use super::{Template, Variables};
use crate::html::leads_somewhere;
use crate::safe::shown;
use crate::tree::{Block, Clause, Inline, Line, Section, Table, words};

/// What a template says: what stands before the first heading, and its sections.
pub(crate) struct Read {
    pub(crate) lead: Vec<Block>,
    pub(crate) sections: Vec<Section>,
}

/// Reads a template. `prefix` begins the ids of its sections.
///
/// # Errors
/// Everything that is wrong with it, in the order of its lines.
pub(crate) fn read(
    template: &Template,
    variables: &Variables,
    prefix: &str,
) -> Result<Read, Vec<TemplateFault>> {
    let mut faults = check(template, variables);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut reader = Reader { variables: Some(variables), prefix, ..Reader::default() };
    for (event, range) in Parser::new_ext(&template.text, Options::ENABLE_TABLES).into_offset_iter() {
        if let Some(cause) = reader.event(event) {
            let before = template.text.get(..range.start).unwrap_or_default();
            let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
            let line = before.matches('\n').count() + 1;
            faults.push(TemplateFault { file: template.file.clone(), line, column, cause });
        }
    }
    if faults.is_empty() { Ok(reader.done()) } else { Err(faults) }
}

/// Reads what somebody else wrote: no variables, and what is no text is left out.
pub(crate) fn read_foreign(text: &str, prefix: &str) -> Read {
    let mut reader = Reader { prefix, ..Reader::default() };
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        reader.event(event);
    }
    reader.done()
}

#[derive(Default)]
struct Reader<'a> {
    variables: Option<&'a Variables>,
    prefix: &'a str,
    lead: Vec<Block>,
    /// Finished sections of the highest level.
    sections: Vec<Section>,
    /// Those that are open, each with the depth of its heading.
    open: Vec<(HeadingLevel, Section)>,
    numbers: Vec<usize>,
    line: Line,
    link: Option<String>,
    items: Vec<Line>,
    /// The next number of each list that is open; `None` for those with bullets.
    lists: Vec<Option<u64>>,
    quoted: bool,
    table: Option<Table>,
    row: Vec<Vec<Line>>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>) -> Option<Cause> {
        match event {
            Event::Start(tag) => return self.start(tag),
            Event::End(tag) => return self.end(tag),
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) | Event::Html(text) => {
                self.text(&text);
            }
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            _ => {}
        }
        None
    }

    fn start(&mut self, tag: Tag<'_>) -> Option<Cause> {
        match tag {
            Tag::Link { dest_url, .. } => self.link = Some(dest_url.into_string()),
            Tag::List(first) => {
                self.item_done();
                self.lists.push(first);
            }
            Tag::Item => self.line.clear(),
            Tag::BlockQuote(_) => self.quoted = true,
            Tag::Table(_) => {
                self.table = Some(Table { caption: String::new(), head: Vec::new(), rows: Vec::new() });
            }
            Tag::Image { .. } => return Some(Cause::Picture),
            _ => {}
        }
        None
    }

    fn end(&mut self, tag: TagEnd) -> Option<Cause> {
        match tag {
            TagEnd::Heading(level) => return self.heading(level),
            TagEnd::Link => self.link = None,
            TagEnd::Paragraph if self.lists.is_empty() => self.paragraph(),
            // Several paragraphs of one item are one text.
            TagEnd::Paragraph => self.text(" "),
            TagEnd::Item => self.item_done(),
            TagEnd::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.list_done();
                }
            }
            TagEnd::BlockQuote(_) => self.quoted = false,
            TagEnd::CodeBlock | TagEnd::HtmlBlock => self.paragraph(),
            TagEnd::TableCell => {
                let line = self.taken();
                self.row.push(vec![line]);
            }
            TagEnd::TableHead => {
                let row = std::mem::take(&mut self.row);
                if let Some(table) = &mut self.table {
                    table.head =
                        row.iter().map(|cell| cell.iter().map(|line| words(line)).collect()).collect();
                }
            }
            TagEnd::TableRow => {
                let row = std::mem::take(&mut self.row);
                self.table.iter_mut().for_each(|table| table.rows.push(row.clone()));
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.put(Block::Table(table));
                }
            }
            _ => {}
        }
        None
    }

    /// Words of the line, beside those before if they lead to the same place.
    fn text(&mut self, text: &str) {
        match (self.line.last_mut(), &self.link) {
            (Some(Inline::Text(before)), None) => before.push_str(text),
            (Some(Inline::Link { to, text: before }), Some(link)) if to == link => before.push_str(text),
            (_, None) => self.line.push(Inline::Text(text.to_owned())),
            (_, Some(link)) => self.line.push(Inline::Link { to: link.clone(), text: text.to_owned() }),
        }
    }

    /// The line with its variables put in.
    fn taken(&mut self) -> Line {
        let line = std::mem::take(&mut self.line);
        let last = line.len().saturating_sub(1);
        let pieces = line.into_iter().enumerate().map(|(at, piece)| match piece {
            Inline::Link { to, text } if leads_somewhere(&to) => {
                Inline::Link { to, text: self.filled(shown(&text)) }
            }
            Inline::Text(text) | Inline::Link { text, .. } => {
                // A piece in the middle keeps the spaces around it.
                let before = if at > 0 && text.starts_with(char::is_whitespace) { " " } else { "" };
                let after = if at < last && text.ends_with(char::is_whitespace) { " " } else { "" };
                Inline::Text(format!("{before}{}{after}", self.filled(shown(&text))))
            }
        });
        pieces.filter(|piece| !matches!(piece, Inline::Text(text) if text.is_empty())).collect()
    }

    fn filled(&self, text: String) -> String {
        let Some(variables) = self.variables.filter(|_| text.contains("{{")) else { return text };
        let mut filled = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, (name, after))) =
            rest.split_once("{{").and_then(|(before, inside)| Some((before, inside.split_once("}}")?)))
        {
            filled.push_str(before);
            filled.push_str(variables.get(name.trim()).map_or("", String::as_str));
            rest = after;
        }
        filled + rest
    }

    fn put(&mut self, block: Block) {
        let blocks = self.open.last_mut().map_or(&mut self.lead, |(_, section)| &mut section.blocks);
        match (blocks.last_mut(), block) {
            // Clauses that follow each other belong together, also with points below them.
            (Some(Block::Clauses(before)), Block::Clauses(more)) => before.extend(more),
            (Some(Block::Clauses(before)), Block::List(points)) => {
                before.extend(
                    points.into_iter().map(|line| Clause { number: String::new(), line: dashed(line) }),
                );
            }
            (_, block) => blocks.push(block),
        }
    }

    fn paragraph(&mut self) {
        let line = self.taken();
        if line.is_empty() {
            return;
        }
        self.put(match numbered(&line) {
            _ if self.quoted => Block::Note(line),
            Some(clause) => Block::Clauses(vec![clause]),
            None => Block::Paragraph(line),
        });
    }

    /// A point, unless nothing has been said since the last one.
    fn item_done(&mut self) {
        let line = self.taken();
        let depth = self.lists.len();
        let Some(list) = self.lists.last_mut() else { return };
        if line.is_empty() {
            return;
        }
        let number = list.as_mut().map(|next| {
            *next += 1;
            format!("{}. ", *next - 1)
        });
        self.items.push(match number {
            Some(number) => std::iter::once(Inline::Text(number)).chain(line).collect(),
            None if depth > 1 => dashed(line),
            None => line,
        });
    }

    fn list_done(&mut self) {
        let items = std::mem::take(&mut self.items);
        if items.is_empty() {
            return;
        }
        let clauses: Option<Vec<Clause>> = items.iter().map(numbered).collect();
        self.put(clauses.map_or(Block::List(items), Block::Clauses));
    }

    fn heading(&mut self, level: HeadingLevel) -> Option<Cause> {
        let heading = words(&self.taken());
        if heading.is_empty() {
            return Some(Cause::Heading);
        }
        self.close(level);
        let depth = self.open.len();
        self.numbers.truncate(depth + 1);
        match self.numbers.get_mut(depth) {
            Some(number) => *number += 1,
            None => self.numbers.push(1),
        }
        let number = self.numbers.iter().map(usize::to_string).collect::<Vec<_>>().join("-");
        let id = format!("{}-{number}", self.prefix);
        self.open.push((level, Section { id, heading, blocks: Vec::new(), sections: Vec::new() }));
        None
    }

    /// Closes every section that a heading of this level cannot stand in.
    fn close(&mut self, level: HeadingLevel) {
        while self.open.last().is_some_and(|(open, _)| *open >= level) {
            let Some((_, section)) = self.open.pop() else { return };
            let outer = self.open.last_mut().map_or(&mut self.sections, |(_, outer)| &mut outer.sections);
            outer.push(section);
        }
    }

    fn done(mut self) -> Read {
        self.close(HeadingLevel::H1);
        Read { lead: self.lead, sections: self.sections }
    }
}

fn dashed(line: Line) -> Line {
    std::iter::once(Inline::Text("– ".to_owned())).chain(line).collect()
}

/// `(a) Text`, `7.1 Text` or `1. Text`, in two.
fn numbered(line: &Line) -> Option<Clause> {
    let (Inline::Text(first), rest) = line.split_first()? else { return None };
    let (number, text) = first.split_once(' ')?;
    let inner = number.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
    let letter =
        inner.is_some_and(|it| (1..=4).contains(&it.len()) && it.chars().all(|c| c.is_ascii_alphanumeric()));
    let figure = number.len() <= 8
        && number.starts_with(|c: char| c.is_ascii_digit())
        && number.contains('.')
        && number.chars().all(|c| c.is_ascii_digit() || c == '.');
    if !letter && !figure {
        return None;
    }
    let first = (!text.is_empty()).then(|| Inline::Text(text.to_owned()));
    Some(Clause { number: number.to_owned(), line: first.into_iter().chain(rest.iter().cloned()).collect() })
}
