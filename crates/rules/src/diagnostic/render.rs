//! Diagnostics for people: the source line underlined, cause, related places and help.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::sources::mask_passwords;
use super::text::plain;
use super::{Diagnostic, Lang, Severity, Sources, Span};

/// Renders one diagnostic, without a line break at the end. `color` adds ANSI styles.
pub fn render(diagnostic: &Diagnostic, sources: &Sources, lang: Lang, color: bool) -> String {
    let level_word = plain(
        match diagnostic.severity() {
            Severity::Error => "severity-error",
            Severity::Warning => "severity-warning",
            Severity::Note => "severity-note",
        },
        lang,
    );
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = diagnostic.message.text(lang);
    let help = diagnostic.help.as_ref().map(|help| help.text(lang));
    let help_word = help_word(lang);
    let excerpts = excerpts(diagnostic, sources, lang);
    let mut group =
        Group::with_title(level.with_name(level_word).primary_title(title).id(diagnostic.code.as_str()));
    for excerpt in &excerpts {
        let whole = Snippet::source(&excerpt.text).path(&excerpt.path).line_start(excerpt.first_line);
        let snippet = excerpt.labels.iter().fold(whole, |snippet, (range, primary, words)| {
            let kind = if *primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let mut annotation = kind.span(range.clone());
            if let Some(words) = words {
                annotation = annotation.label(words);
            }
            snippet.annotation(annotation)
        });
        group = group.element(snippet);
    }
    if let Some(help) = &help {
        group = group.element(Level::HELP.with_name(help_word).message(help));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// Renders all, with an empty line between them and one line break at the end; empty if there are none.
pub fn render_all(diagnostics: &[Diagnostic], sources: &Sources, lang: Lang, color: bool) -> String {
    let each: Vec<_> = diagnostics.iter().map(|one| render(one, sources, lang, color)).collect();
    if each.is_empty() { String::new() } else { each.join("\n\n") + "\n" }
}

/// What help is called.
pub(crate) fn help_word(lang: Lang) -> String {
    plain("severity-help", lang)
}

/// The lines of one file that a diagnostic is about.
struct Excerpt {
    path: String,
    text: String,
    first_line: usize,
    /// Where in the text, whether primary, and the words.
    labels: Vec<(Range<usize>, bool, Option<String>)>,
}

/// One excerpt for each file, the one with the primary place first.
fn excerpts(diagnostic: &Diagnostic, sources: &Sources, lang: Lang) -> Vec<Excerpt> {
    let mut labels: Vec<_> = diagnostic.labels.iter().collect();
    labels.sort_by_key(|label| !label.primary);
    let mut order = Vec::new();
    for label in &labels {
        if !order.contains(&label.span.file) {
            order.push(label.span.file);
        }
    }
    let excerpt = |file| {
        let whole = sources.text(file);
        let here = labels.iter().filter(|label| label.span.file == file);
        let here: Vec<_> = here.map(|label| (within(whole, label.span), *label)).collect();
        let start = here.iter().map(|(range, _)| range.start).min().unwrap_or(0);
        let end = here.iter().map(|(range, _)| range.end).max().unwrap_or(0);
        let start = whole.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
        let end =
            whole.get(end..).and_then(|after| after.find('\n')).map_or(whole.len(), |newline| end + newline);
        Excerpt {
            path: sources.path(file).to_owned(),
            // Masked, because a line with a password in it may be shown for quite another reason.
            text: mask_passwords(whole.get(start..end).unwrap_or("")),
            first_line: whole.get(..start).unwrap_or("").matches('\n').count() + 1,
            labels: here
                .into_iter()
                .map(|(range, label)| {
                    let words = label.message.as_ref().map(|message| message.text(lang));
                    (range.start - start..range.end - start, label.primary, words)
                })
                .collect(),
        }
    };
    order.into_iter().map(excerpt).collect()
}

/// The span as a range that lies in the text and between characters. A block of several lines is cut to its first.
fn within(text: &str, span: Span) -> Range<usize> {
    let (start, end) =
        (text.floor_char_boundary(span.range().start), text.floor_char_boundary(span.range().end));
    let first_line =
        text.get(start..end).and_then(|slice| slice.find('\n')).map_or(end, |newline| start + newline);
    start..first_line.max(start)
}
