//! A document as plain text, for mail and for paper: lines of at most 76 characters, nothing but words.

use crate::tree::{Block, Document, Inline, Letterhead, Section, Table, words};

/// Characters to a line: what mail programs quote without breaking it (RFC 3676 asks for fewer than 78).
const LINE: usize = 76;

/// The text.
pub fn render(document: &Document) -> String {
    let mut text = String::new();
    if let Some(head) = &document.letterhead {
        above(&mut text, head);
    }
    wrap(&mut text, &document.title, "", "");
    text.push_str(&"=".repeat(document.title.chars().count().min(LINE)));
    text.push_str("\n\n");
    document.lead.iter().for_each(|block| put(&mut text, block));
    document.summary.iter().chain(&document.sections).for_each(|section| sections(&mut text, section, '-'));
    if let Some(head) = &document.letterhead {
        wrap(&mut text, &plain(&head.questions), "", "");
        text.push('\n');
        for (at, line) in head.closing.iter().enumerate() {
            wrap(&mut text, line, "", "");
            if at == 0 {
                text.push('\n');
            }
        }
    }
    let mut end = text.trim_end().to_owned();
    end.push('\n');
    end
}

fn above(text: &mut String, head: &Letterhead) {
    for lines in [&head.from, &head.to] {
        for line in lines {
            wrap(text, &words(line), "", "");
        }
        text.push('\n');
    }
    wrap(text, &head.day, "", "");
    head.reference.iter().for_each(|reference| wrap(text, reference, "", ""));
    text.push('\n');
}

fn sections(text: &mut String, section: &Section, mark: char) {
    wrap(text, &section.heading, "", "");
    text.extend(std::iter::repeat_n(mark, section.heading.chars().count().min(LINE)));
    text.push_str("\n\n");
    section.blocks.iter().for_each(|block| put(text, block));
    section.sections.iter().for_each(|inner| sections(text, inner, '.'));
}

fn put(text: &mut String, block: &Block) {
    match block {
        Block::Paragraph(line) | Block::Note(line) => wrap(text, &plain(line), "", ""),
        Block::List(lines) => lines.iter().for_each(|line| wrap(text, &plain(line), "- ", "  ")),
        Block::Clauses(clauses) => {
            for clause in clauses {
                let cited =
                    if clause.number.is_empty() { String::new() } else { format!("{} ", clause.number) };
                wrap(text, &plain(&clause.line), &cited, "");
            }
        }
        Block::Definitions(terms) => {
            for (at, term) in terms.iter().filter(|term| !term.lines.is_empty()).enumerate() {
                if at > 0 {
                    text.push('\n');
                }
                wrap(text, &term.term, "", "");
                term.lines.iter().for_each(|line| wrap(text, &plain(line), "  ", "  "));
            }
        }
        Block::Table(rows) => table(text, rows),
    }
    text.push('\n');
}

/// Row by row, each cell with its head: columns do not survive a proportional font.
fn table(text: &mut String, table: &Table) {
    wrap(text, &table.caption, "", "");
    for row in &table.rows {
        text.push('\n');
        for (column, (cell, head)) in row.iter().zip(&table.head).enumerate() {
            let told = cell.iter().map(|line| plain(line)).collect::<Vec<_>>().join("; ");
            match (column, told.as_str()) {
                (0, _) => wrap(text, &told, "", ""),
                (_, "–") => {}
                _ => wrap(text, &format!("{head}: {told}"), "  ", "    "),
            }
        }
    }
}

/// A link says where it leads, unless its words do.
fn plain(line: &[Inline]) -> String {
    line.iter()
        .map(|piece| match piece {
            Inline::Link { to, text }
                if to.starts_with("https://") && to.trim_start_matches("https://") != text =>
            {
                format!("{text}, {}", to.trim_start_matches("https://"))
            }
            Inline::Text(text) | Inline::Link { text, .. } => text.clone(),
        })
        .collect()
}

fn wrap(text: &mut String, words: &str, first: &str, rest: &str) {
    let mut line = first.to_owned();
    let mut width = first.chars().count();
    let mut begun = false;
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        let letters = word.chars().count();
        if begun && width + 1 + letters > LINE {
            text.push_str(&line);
            text.push('\n');
            rest.clone_into(&mut line);
            width = rest.chars().count();
            begun = false;
        }
        if begun {
            line.push(' ');
            width += 1;
        }
        line.push_str(word);
        width += letters;
        begun = true;
    }
    text.push_str(&line);
    text.push('\n');
}
