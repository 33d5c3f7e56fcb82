//! What a letter says, once: as Markdown and, by the same words, on paper.

use std::fmt::Write as _;

use gallra_app::letters::Said;

/// The pieces of a letter in Markdown, with a blank line between them.
pub(crate) fn markdown(body: &[Said]) -> String {
    let piece = |piece: &Said| match piece {
        Said::Paragraph(text) => text.clone(),
        Said::Heading(heading) => format!("## {heading}"),
        Said::List(points) => points.iter().map(|point| format!("- {point}")).collect::<Vec<_>>().join("\n"),
        Said::Table { head, rows } => grid(head, rows),
    };
    body.iter().map(piece).collect::<Vec<_>>().join("\n\n")
}

fn grid(heads: &[String], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
    let mut text = format!("{}\n|{}", line(heads), " --- |".repeat(heads.len()));
    for row in rows {
        let _ = write!(text, "\n{}", line(row));
    }
    text
}
