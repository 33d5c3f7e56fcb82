//! A document as Markdown (CommonMark with tables), for those who publish on a site of their own.
//!
//! What a company wrote is text and stays text: whatever means something in Markdown or HTML is escaped.

use std::fmt::Write as _;

use crate::Edition;
use crate::html::leads_somewhere;
use crate::tree::{Block, Clause, Document, Inline, Letterhead, Line, Section, Table};

/// The text. `banner` stands above everything; each string is a line.
pub fn render(document: &Document, edition: &Edition, banner: &[String]) -> String {
    let labels = &document.labels;
    let mut text = String::new();
    for one in banner {
        let _ = writeln!(text, "> {}  ", escaped(one));
    }
    if !banner.is_empty() {
        text.push('\n');
    }
    if let Some(head) = &document.letterhead {
        above(&mut text, head);
    }
    let _ = writeln!(text, "# {}\n", escaped(&document.title));
    document.lead.iter().for_each(|block| put(&mut text, block));
    if let Some(head) = &document.letterhead {
        document.sections.iter().for_each(|section| sections(&mut text, section, 2));
        below(&mut text, head);
        return text;
    }
    let day = labels.day(edition.date);
    let _ = writeln!(text, "{} `{}` · {day}\n", labels.version, code(&edition.version));
    document.summary.iter().chain(&document.sections).for_each(|section| sections(&mut text, section, 2));
    let _ = writeln!(text, "{}: `{}`", labels.policy, code(&edition.policy));
    text
}

fn above(text: &mut String, head: &Letterhead) {
    for lines in [&head.from, &head.to] {
        let _ =
            writeln!(text, "{}\n", lines.iter().map(|line| inline(line)).collect::<Vec<_>>().join("  \n"));
    }
    let day: Vec<String> = [&head.day].into_iter().chain(&head.reference).map(|it| escaped(it)).collect();
    let _ = writeln!(text, "{}\n", day.join("  \n"));
}

fn below(text: &mut String, head: &Letterhead) {
    let _ = writeln!(text, "{}\n", inline(&head.questions));
    let Some((greeting, signed)) = head.closing.split_first() else { return };
    let signed: Vec<String> = signed.iter().map(|line| escaped(line)).collect();
    let _ = writeln!(text, "{}\n\n{}", escaped(greeting), signed.join("  \n"));
}

fn sections(text: &mut String, section: &Section, level: usize) {
    let marks = "#".repeat(level.min(6));
    // The anchor keeps links working whatever a renderer makes of the heading.
    let _ = writeln!(
        text,
        "<a id=\"{}\"></a>\n\n{marks} {}\n",
        attribute(&section.id),
        escaped(&section.heading)
    );
    section.blocks.iter().for_each(|block| put(text, block));
    section.sections.iter().for_each(|inner| sections(text, inner, level + 1));
}

fn put(text: &mut String, block: &Block) {
    match block {
        Block::Paragraph(line) => {
            let _ = writeln!(text, "{}\n", inline(line));
        }
        Block::Note(line) => {
            let _ = writeln!(text, "> {}\n", inline(line));
        }
        Block::List(lines) => {
            for line in lines {
                let _ = writeln!(text, "- {}", inline(line));
            }
            text.push('\n');
        }
        Block::Definitions(terms) => {
            for term in terms.iter().filter(|term| !term.lines.is_empty()) {
                let colon = if term.term.ends_with('?') { "" } else { ":" };
                let _ = write!(text, "- **{}{colon}**", escaped(&term.term));
                match term.lines.as_slice() {
                    [only] => text.extend([" ", &inline(only), "\n"]),
                    several => {
                        text.push('\n');
                        for line in several {
                            let _ = writeln!(text, "  - {}", inline(line));
                        }
                    }
                }
            }
            text.push('\n');
        }
        Block::Clauses(clauses) => {
            for Clause { number, line } in clauses {
                let space = if number.is_empty() { "" } else { " " };
                let _ = writeln!(text, "{}{space}{}\n", escaped(number), inline(line));
            }
        }
        Block::Table(rows) => table(text, rows),
    }
}

fn table(text: &mut String, table: &Table) {
    if table.rows.is_empty() {
        return;
    }
    let head: Vec<String> = table.head.iter().map(|head| escaped(head)).collect();
    if !table.caption.is_empty() {
        let _ = writeln!(text, "{}\n", escaped(&table.caption));
    }
    let _ = writeln!(text, "| {} |", head.join(" | "));
    let _ = writeln!(text, "|{}", " --- |".repeat(head.len()));
    for row in &table.rows {
        let cells = row
            .iter()
            .map(|lines| lines.iter().map(|line: &Line| inline(line)).collect::<Vec<_>>().join("<br>"));
        let _ = writeln!(text, "| {} |", cells.collect::<Vec<_>>().join(" | "));
    }
    text.push('\n');
}

fn inline(line: &[Inline]) -> String {
    line.iter()
        .map(|piece| match piece {
            Inline::Link { to, text } if leads_somewhere(to) && !to.contains(['(', ')', ' ', '<', '>']) => {
                format!("[{}]({to})", escaped(text))
            }
            Inline::Text(text) | Inline::Link { text, .. } => escaped(text),
        })
        .collect()
}

/// Every character that could begin something gets a backslash, unless it stands where it cannot: a full stop, a hyphen
/// or a parenthesis within a sentence reads better as it is.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut at_start = true;
    let mut only_digits = true;
    for letter in text.chars() {
        let always = matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$');
        let first = at_start && matches!(letter, '#' | '-' | '+' | '=' | ':');
        let numbered = only_digits && !at_start && matches!(letter, '.' | ')');
        if always || first || numbered || letter == '!' {
            safe.push('\\');
        }
        safe.push(letter);
        at_start = false;
        only_digits = only_digits && letter.is_ascii_digit();
    }
    safe
}

fn code(text: &str) -> String {
    text.replace('`', "")
}

fn attribute(text: &str) -> String {
    text.replace(['"', '<', '>', '&'], "")
}
