//! What a company writes may be shown to anyone: nothing in it may move a cursor or turn the text around it.

/// A value from the policy as it may stand in a document: one line, no control characters, no characters that set the
/// direction of what stands around them. A text in a script that runs from right to left is isolated, so that it cannot
/// turn the words beside it (Unicode Standard Annex 9).
pub(crate) fn shown(text: &str) -> String {
    let kept = plain(text);
    if kept.chars().any(runs_from_right) { format!("\u{2068}{kept}\u{2069}") } else { kept }
}

/// The same for a value that stands alone, for programs: without the isolates.
pub(crate) fn plain(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !kept.is_empty() {
            kept.push(' ');
        }
        kept.extend(word.chars().map(|c| if c.is_control() || sets_direction(c) { '\u{fffd}' } else { c }));
    }
    kept
}

/// Marks, embeddings, overrides and isolates of the bidirectional algorithm, and what is not seen at all.
fn sets_direction(c: char) -> bool {
    matches!(
        c,
        '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{e0000}'..='\u{e007f}'
    )
}

fn runs_from_right(c: char) -> bool {
    matches!(
        c,
        '\u{0590}'..='\u{08ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_turn_the_text_around_it() {
        assert_eq!(shown("Åsas Bageri\u{202e}BA"), "Åsas Bageri\u{fffd}BA");
        assert_eq!(shown("a\u{1b}[2Jb\u{0}"), "a\u{fffd}[2Jb\u{fffd}");
        assert_eq!(shown("  två\n\trader "), "två rader");
        assert_eq!(shown("مخبز"), "\u{2068}مخبز\u{2069}");
        assert_eq!(shown("\u{2069}מאפייה"), "\u{2068}\u{fffd}מאפייה\u{2069}");
    }
}
