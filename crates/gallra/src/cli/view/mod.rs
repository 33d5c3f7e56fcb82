//! How answers look: tables and lines for people, JSON for programs.

mod about;
pub(crate) mod agreements;
pub(crate) mod audit;
pub(crate) mod calendar;
pub(crate) mod discover;
pub(crate) mod duties;
pub(crate) mod ending;
pub(crate) mod letter;
mod marks;
pub(crate) mod paper;
pub(crate) mod plan;
pub(crate) mod promise;
pub(crate) mod recipients;
pub(crate) mod register;
pub(crate) mod requests;
pub(crate) mod run;
pub(crate) mod subject;
pub(crate) mod verify;

use std::fmt::Write as _;

use comfy_table::{Attribute, Cell, CellAlignment, ContentArrangement, Table, presets};

use super::ui::{Ui, WIDTH};

/// A column: the message id of its heading, and whether it holds numbers.
pub(crate) type Column = (&'static str, bool);

/// A table that fits the line, indented by two.
pub(crate) fn table(ui: &Ui, columns: &[Column], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(WIDTH - 2);
    if ui.colored() {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    table.set_header(
        columns.iter().map(|(id, _)| Cell::new(ui.texts.plain(id)).add_attribute(Attribute::Bold)),
    );
    for row in rows {
        table.add_row(row);
    }
    for (column, (_, number)) in table.column_iter_mut().zip(columns) {
        column.set_padding((0, 2));
        if *number {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let text = table.to_string();
    text.lines().map(|line| format!("  {}", line.trim_end())).collect::<Vec<_>>().join("\n")
}

/// `label   text`, the label padded and the text wrapped behind it.
pub(crate) fn labelled(label: &str, text: &str, indent: usize, width: usize) -> String {
    let room = usize::from(WIDTH).saturating_sub(indent + width + 1).max(20);
    let mut lines = wrap(text, room).into_iter();
    let first = lines.next().unwrap_or_default();
    let pad = " ".repeat(width.saturating_sub(label.chars().count()));
    let mut told = format!("{}{label}{pad} {first}", " ".repeat(indent));
    if label.chars().count() > width {
        // Too long to stand before its text: on a line of its own.
        told = format!("{}{label}\n{}{first}", " ".repeat(indent), " ".repeat(indent + width + 1));
    }
    for line in lines {
        let _ = write!(told, "\n{}{line}", " ".repeat(indent + width + 1));
    }
    told
}

/// Breaks a text at ordinary spaces so that each line has at most `width` characters, unless one word is longer.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_wrapped_behind_its_label() {
        let text = labelled(
            "why",
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
            2,
            8,
        );
        assert_eq!(
            text,
            "  why      one two three four five six seven eight nine ten eleven twelve\n           thirteen fourteen fifteen"
        );
        assert!(text.lines().all(|line| line.chars().count() <= usize::from(WIDTH)));
    }

    #[test]
    fn a_number_with_its_own_space_is_not_torn_apart() {
        assert_eq!(wrap("about 12\u{a0}345 rows", 9), ["about", "12\u{a0}345", "rows"]);
    }
}
