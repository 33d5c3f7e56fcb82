//! How wide the columns of a table are, and where a word that is wider than its column may be broken: nothing is printed
//! over its neighbour or past the margin, whatever stands in a cell.
//!
//! Widths are those of the fonts, in em of the table's own text; `page.typ` has the same measures of page and padding.

use hypher::{Lang, hyphenate};

use super::world::advance;
use crate::tree::{Inline, Table, words};

/// Where a line may end within a word, without a sign of it. `page.typ` sets no character there: a copied address is whole.
pub(super) const HERE: char = '\u{200b}';
/// Where a line may end with a hyphen.
const SOFT: char = '\u{ad}';
/// The width between the margins, in points.
const PAPER: f64 = 464.8;
/// How much wider a word may turn out than the sum of its letters.
const SLACK: f64 = 1.02;
/// No longer word is broken but where there is no room at all: numbers, mostly.
const SHORT: usize = 14;
/// After these, a word that is too long is broken first.
const NATURAL: &str = "@./_-:,;&=?+";

/// How a table is set.
pub(super) struct Fit {
    /// The size of its text, in points.
    pub(super) size: f64,
    /// The space on either side of a cell, in em.
    pub(super) pad: f64,
    /// The width of each column with that space, in em.
    pub(super) widths: Vec<f64>,
    /// Whether a word has to be broken.
    tight: bool,
}

/// What a column needs at least, in em: with its words whole, broken where an address may be, and broken by syllables.
struct Need {
    whole: f64,
    natural: f64,
    syllables: f64,
    /// How much stands in its fullest cell.
    text: f64,
}

/// A size of text, how much of the room the least widths may take (other text wants room, too), and the least widths.
type Try = (f64, f64, fn(&Need) -> f64);

/// Chooses the size of a table's text and the widths of its columns. Addresses are broken before print gets small, and that
/// before words are broken.
pub(super) fn fit(table: &Table, language: &str) -> Fit {
    let mut needs: Vec<Need> = (0..table.head.len()).map(|column| need(table, column, None)).collect();
    let count = f64::from(u32::try_from(needs.len()).unwrap_or(u32::MAX));
    let pad = if needs.len() > 8 { 0.3 } else { 0.6 };
    let room = |size: f64| PAPER / size - 2.0 * pad * count;
    let whole: [Try; 3] =
        [(8.5, 0.9, |it| it.whole), (8.5, 0.8, |it| it.natural), (7.5, 0.9, |it| it.natural)];
    let (size, mut least) = settled(&needs, &whole, room).unwrap_or_else(|| {
        needs = (0..table.head.len()).map(|column| need(table, column, Some(language))).collect();
        let broken: [Try; 2] = [(7.5, 1.0, |it| it.syllables), (6.5, 1.0, |it| it.syllables)];
        settled(&needs, &broken, room).unwrap_or_else(|| (6.5, capped(&needs, room(6.5))))
    });
    let mut rest = (room(size) - least.iter().sum::<f64>()).max(0.0);
    // Words that need little more stay whole.
    let mut gaps: Vec<(usize, f64)> =
        needs.iter().zip(&least).map(|(need, has)| need.whole - has).enumerate().collect();
    gaps.sort_by(|one, other| one.1.total_cmp(&other.1));
    for (column, gap) in gaps.into_iter().filter(|(_, gap)| *gap > 0.0) {
        if let Some(has) = least.get_mut(column).filter(|_| gap <= rest / 4.0) {
            *has += gap;
            rest -= gap;
        }
    }
    // What is left goes to the columns that have less than their share of the text.
    let all = needs.iter().map(|need| need.text.sqrt()).sum::<f64>();
    let lacks = |need: &Need, has: f64| (room(size) * need.text.sqrt() / all - has).max(0.0);
    let lacking = needs.iter().zip(&least).map(|(need, has)| lacks(need, *has)).sum::<f64>().max(0.01);
    let rooms: Vec<f64> =
        needs.iter().zip(least).map(|(need, has)| has + rest * lacks(need, has) / lacking).collect();
    let tight = needs.iter().zip(&rooms).any(|(need, room)| need.whole > *room);
    Fit { size, pad, widths: rooms.into_iter().map(|room| room + 2.0 * pad).collect(), tight }
}

/// The first of the tries that there is room for.
fn settled(needs: &[Need], tries: &[Try], room: impl Fn(f64) -> f64) -> Option<(f64, Vec<f64>)> {
    let sum = |of: fn(&Need) -> f64| needs.iter().map(of).sum::<f64>();
    let (size, _, of) = tries.iter().find(|(size, share, of)| sum(*of) <= share * room(*size))?;
    Some((*size, needs.iter().map(of).collect()))
}

/// Widths for a table that has room for no column's syllables: the narrowest keep theirs.
fn capped(needs: &[Need], room: f64) -> Vec<f64> {
    let mut widths: Vec<f64> = needs.iter().map(|need| need.syllables).collect();
    let mut order: Vec<usize> = (0..widths.len()).collect();
    order
        .sort_by(|one, other| widths.get(*one).unwrap_or(&0.0).total_cmp(widths.get(*other).unwrap_or(&0.0)));
    let (mut left, mut columns) = (room.max(0.0), widths.len());
    for column in order {
        let share = left / f64::from(u32::try_from(columns).unwrap_or(u32::MAX));
        let Some(width) = widths.get_mut(column) else { continue };
        *width = width.min(share);
        left -= *width;
        columns = columns.saturating_sub(1);
    }
    widths
}

/// Syllables are looked for if a language is named.
fn need(table: &Table, column: usize, language: Option<&str>) -> Need {
    let bold = column == 0;
    let mut need = Need { whole: 2.0, natural: 2.0, syllables: 1.0, text: 1.0 };
    let mut measure = |text: &str, bold: bool| {
        for run in runs(text) {
            need.whole = need.whole.max(width(run, bold));
            if run.chars().nth(SHORT).is_none() {
                need.natural = need.natural.max(width(run, bold));
                need.syllables = need.syllables.max(width(run, bold));
                continue;
            }
            for atom in atoms(run) {
                need.natural = need.natural.max(width(atom, bold));
                for syllable in language.into_iter().flat_map(|language| syllables(atom, language)) {
                    need.syllables = need.syllables.max(width(syllable, bold) + advance('-', bold));
                }
            }
        }
    };
    measure(table.head.get(column).map(String::as_str).unwrap_or_default(), true);
    for cell in table.rows.iter().filter_map(|row| row.get(column)) {
        let mut text = 0.0;
        for line in cell {
            let line = words(line);
            measure(&line, bold);
            text += line.chars().map(|letter| advance(letter, bold)).sum::<f64>();
        }
        need.text = need.text.max(text.min(80.0));
    }
    need.syllables = need.syllables.min(need.natural);
    need
}

/// Puts places to break into every word of a table that is wider than its column.
pub(super) fn broken(table: &mut Table, fit: &Fit, language: &str) {
    if !fit.tight {
        return;
    }
    let room = |column: usize| fit.widths.get(column).map_or(f64::MAX, |width| width - 2.0 * fit.pad);
    for (column, head) in table.head.iter_mut().enumerate() {
        *head = fitted(head, room(column), true, language);
    }
    for (column, cell) in table.rows.iter_mut().flat_map(|row| row.iter_mut().enumerate()) {
        for piece in cell.iter_mut().flatten() {
            let (Inline::Text(text) | Inline::Link { text, .. }) = piece;
            *text = fitted(text, room(column), column == 0, language);
        }
    }
}

/// A text with places to break in each word that is wider than `room`.
fn fitted(text: &str, room: f64, bold: bool, language: &str) -> String {
    let mut set = String::with_capacity(text.len());
    for run in runs(text) {
        if width(run, bold) <= room {
            set.push_str(run);
            continue;
        }
        for (number, atom) in atoms(run).enumerate() {
            if number > 0 {
                set.push(HERE);
            }
            if width(atom, bold) <= room {
                set.push_str(atom);
                continue;
            }
            for (number, syllable) in syllables(atom, language).enumerate() {
                if number > 0 {
                    set.push(SOFT);
                }
                chunks(&mut set, syllable, room - advance('-', bold), bold);
            }
        }
    }
    set
}

/// A text in pieces of which none is wider than `room`, unless a single letter is.
fn chunks(set: &mut String, text: &str, room: f64, bold: bool) {
    let mut used = 0.0;
    for letter in text.chars() {
        let wide = advance(letter, bold) * SLACK;
        if used > 0.0 && used + wide > room {
            set.push(HERE);
            used = 0.0;
        }
        set.push(letter);
        used += wide;
    }
}

fn width(text: &str, bold: bool) -> f64 {
    text.trim_end_matches(' ').chars().map(|letter| advance(letter, bold)).sum::<f64>() * SLACK
}

/// Pieces between which any line may end: words with the space behind them.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(' ')
}

/// A word in the pieces between which an address may be broken.
pub(super) fn atoms(run: &str) -> impl Iterator<Item = &str> {
    let mut rest = run;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut letters = rest.char_indices().peekable();
        let mut end = rest.len();
        while let Some((_, letter)) = letters.next() {
            let Some((next, after)) = letters.peek() else { break };
            if NATURAL.contains(letter) && after.is_alphanumeric() {
                end = *next;
                break;
            }
        }
        let (atom, after) = rest.split_at(end);
        rest = after;
        Some(atom)
    })
}

/// A word in its syllables; what is no word of letters, or of a language without rules, in one piece.
fn syllables<'t>(atom: &'t str, language: &str) -> impl Iterator<Item = &'t str> {
    let word = atom.trim_end_matches(|c: char| !c.is_alphabetic());
    let rules = <[u8; 2]>::try_from(language.as_bytes()).ok().and_then(Lang::from_iso);
    let rules = rules.filter(|_| !word.is_empty() && word.chars().all(char::is_alphabetic));
    let within = rules.into_iter().flat_map(move |rules| hyphenate(word, rules));
    // Signs behind the word stay with its last syllable.
    let mut from = 0;
    let mut pieces: Vec<&str> = Vec::new();
    for syllable in within {
        pieces.extend(atom.get(from..from + syllable.len()));
        from += syllable.len();
    }
    match pieces.pop() {
        Some(last) => pieces.extend(atom.get(from - last.len()..)),
        None => pieces.push(atom),
    }
    pieces.into_iter()
}
