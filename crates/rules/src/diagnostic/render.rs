//! Diagnostics for people: the source line underlined, cause, related places and help.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

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
    // Masked, because a line with a password in it may be shown for quite another reason.
    let files = by_file(diagnostic, sources, lang);
    let mut group =
        Group::with_title(level.with_name(level_word).primary_title(title).id(diagnostic.code.as_str()));
    for (path, text, labels) in &files {
        let snippet =
            labels.iter().fold(Snippet::source(text).path(path), |snippet, (span, primary, words)| {
                let kind = if *primary { AnnotationKind::Primary } else { AnnotationKind::Context };
                let mut annotation = kind.span(within(text, *span));
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

type Labelled = (Span, bool, Option<String>);

/// Labels by file, the file of the primary one first, each file once.
fn by_file(diagnostic: &Diagnostic, sources: &Sources, lang: Lang) -> Vec<(String, String, Vec<Labelled>)> {
    let mut order = Vec::new();
    let mut labels: Vec<_> = diagnostic.labels.iter().collect();
    labels.sort_by_key(|label| !label.primary);
    for label in &labels {
        if !order.contains(&label.span.file) {
            order.push(label.span.file);
        }
    }
    order
        .into_iter()
        .map(|file| {
            let here = labels
                .iter()
                .filter(|label| label.span.file == file)
                .map(|label| {
                    (label.span, label.primary, label.message.as_ref().map(|message| message.text(lang)))
                })
                .collect();
            (sources.path(file).to_owned(), sources.shown(file), here)
        })
        .collect()
}

/// The span as a range that lies in the text and between characters. A block of several lines is cut to its first.
fn within(text: &str, span: Span) -> std::ops::Range<usize> {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (floor(span.range().start), floor(span.range().end));
    let first_line =
        text.get(start..end).and_then(|slice| slice.find('\n')).map_or(end, |newline| start + newline);
    start..first_line.max(start)
}
