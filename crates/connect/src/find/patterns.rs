//! Many people's names and identifiers in one text, in one pass (Aho and Corasick, 1975).
//!
//! A text is read twice over: as words, without case and with single spaces; and as groups of digits, without what stands between
//! them. A find counts only between the boundaries of words, or of groups of digits.

use std::collections::BTreeSet;
use std::fmt;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};

/// Letters before and behind a find that are told with it.
const AROUND: usize = 60;

/// What is looked for in texts. Personal data; `Debug` shows how much.
#[derive(Clone)]
pub struct Patterns {
    words: Option<AhoCorasick>,
    word_ids: Vec<usize>,
    digits: Option<AhoCorasick>,
    digit_ids: Vec<usize>,
}

impl fmt::Debug for Patterns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Patterns({} words, {} numbers)", self.word_ids.len(), self.digit_ids.len())
    }
}

/// What a person may be mentioned by.
#[derive(Clone)]
pub enum Pattern {
    /// Words: a name, an address, a reference.
    Words(String),
    /// Digits: any of these ways of writing a number, without what stands between.
    Digits(Vec<String>),
}

/// A find.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spotted {
    /// Which pattern, by the caller's number.
    pub id: usize,
    /// The words around it.
    pub snippet: String,
}

impl Patterns {
    /// Each pattern with the caller's number for it. None if there is nothing to look for, or far too much.
    pub fn of(all: &[(usize, Pattern)]) -> Option<Self> {
        let (mut words, mut word_ids, mut digits, mut digit_ids) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (id, pattern) in all {
            match pattern {
                Pattern::Words(text) => {
                    let text = Folded::of(text).text.trim().to_owned();
                    if !text.is_empty() {
                        words.push(text);
                        word_ids.push(*id);
                    }
                }
                Pattern::Digits(ways) => {
                    for way in ways.iter().filter(|way| way.len() >= 6) {
                        digits.push(way.clone());
                        digit_ids.push(*id);
                    }
                }
            }
        }
        if words.is_empty() && digits.is_empty() {
            return None;
        }
        Some(Self { words: automaton(&words), word_ids, digits: automaton(&digits), digit_ids })
    }

    /// Everything of it in a text, each pattern once.
    pub fn spot(&self, text: &str) -> Vec<Spotted> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        if let Some(words) = &self.words {
            let folded = Folded::of(text);
            for at in words.find_overlapping_iter(&folded.text) {
                let Some(id) = self.word_ids.get(at.pattern().as_usize()) else { continue };
                if is_word(&folded.text, at.start(), at.end()) && seen.insert(*id) {
                    let (from, to) = (Folded::place(text, at.start()), Folded::place(text, at.end()));
                    found.push(Spotted { id: *id, snippet: around(text, from, to) });
                }
            }
        }
        if let Some(digits) =
            self.digits.as_ref().filter(|_| text.bytes().filter(u8::is_ascii_digit).count() >= 6)
        {
            let groups = Groups::of(text);
            for at in digits.find_overlapping_iter(&groups.digits) {
                let Some(id) = self.digit_ids.get(at.pattern().as_usize()) else { continue };
                if let Some((from, to)) = groups.place(at.start(), at.end())
                    && seen.insert(*id)
                {
                    found.push(Spotted { id: *id, snippet: around(text, from, to) });
                }
            }
        }
        found
    }
}

fn automaton(texts: &[String]) -> Option<AhoCorasick> {
    if texts.is_empty() {
        return None;
    }
    let kind = if texts.len() > 200 { AhoCorasickKind::ContiguousNFA } else { AhoCorasickKind::DFA };
    AhoCorasickBuilder::new().match_kind(MatchKind::Standard).kind(Some(kind)).build(texts).ok()
}

/// A text in lower case, with one space for each stretch of blanks.
struct Folded {
    text: String,
}

impl Folded {
    fn of(text: &str) -> Self {
        let mut folded = String::with_capacity(text.len());
        fold(text, |piece, _| folded.push_str(piece));
        Self { text: folded }
    }

    /// Where in the text a place of the folded one is. Walked anew: finds are rare.
    fn place(text: &str, wanted: usize) -> usize {
        let (mut length, mut place) = (0, None);
        fold(text, |piece, at| {
            if place.is_none() && length >= wanted {
                place = Some(at);
            }
            length += piece.len();
        });
        place.unwrap_or(text.len())
    }
}

/// Hands out a text piece by piece, each with its place in the original.
fn fold(text: &str, mut piece: impl FnMut(&str, usize)) {
    let mut buffer = [0; 4];
    let mut blank = false;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            if !blank {
                piece(" ", at);
            }
            blank = true;
            continue;
        }
        blank = false;
        if c.is_ascii() {
            piece(c.to_ascii_lowercase().encode_utf8(&mut buffer), at);
        } else {
            for lower in c.to_lowercase() {
                piece(lower.encode_utf8(&mut buffer), at);
            }
        }
    }
}

/// Whether a find stands by itself: `anna` is not in `marianna`, nor `a@b.se` in `a@b.se.example`.
fn is_word(text: &str, from: usize, to: usize) -> bool {
    let (before, behind) = (text.get(..from).unwrap_or_default(), text.get(to..).unwrap_or_default());
    let is_address = text.get(from..to).is_some_and(|found| found.contains('@'));
    let goes_on = |c: char| c.is_alphanumeric() || c == '_';
    let mut behind = behind.chars();
    let (next, after) = (behind.next(), behind.next());
    let ends = match next {
        None => true,
        Some('.' | '-') if is_address => !after.is_some_and(goes_on),
        Some(c) => !goes_on(c),
    };
    let begins = match before.chars().next_back() {
        None => true,
        Some(c) => !(goes_on(c) || is_address && matches!(c, '.' | '+' | '-')),
    };
    begins && ends
}

/// The digits of a text, and where groups of them begin and end.
struct Groups {
    digits: String,
    /// The place of each digit in the text.
    at: Vec<usize>,
    /// Whether a digit is the first of a number as it may be written: nothing but blanks and marks before it.
    first: Vec<bool>,
    last: Vec<bool>,
}

impl Groups {
    fn of(text: &str) -> Self {
        let mut it = Self { digits: String::new(), at: Vec::new(), first: Vec::new(), last: Vec::new() };
        // How many marks stand since the last digit; none if letters did.
        let mut apart: Option<usize> = None;
        let mut letter = false;
        for (at, c) in text.char_indices() {
            if c.is_ascii_digit() {
                let joined = apart.is_some_and(|marks| marks <= 3);
                if !joined && !it.digits.is_empty() {
                    // No number reaches over it.
                    it.digits.push('#');
                    it.at.push(at);
                    it.first.push(false);
                    it.last.push(false);
                }
                let is_first = apart != Some(0) && !letter;
                if is_first && let Some(last) = it.last.last_mut() {
                    *last |= joined;
                }
                it.digits.push(c);
                it.at.push(at);
                it.first.push(is_first);
                it.last.push(false);
                (apart, letter) = (Some(0), false);
                continue;
            }
            let is_mark =
                c.is_whitespace() || matches!(c, '-' | '(' | ')' | '/' | '.' | '+' | '\u{2011}' | '\u{2013}');
            if apart == Some(0)
                && !c.is_alphanumeric()
                && let Some(last) = it.last.last_mut()
            {
                *last = true;
            }
            letter = c.is_alphanumeric() || c == '_';
            apart = if is_mark { apart.map(|marks| marks + 1) } else { None };
        }
        if !letter && let Some(last) = it.last.last_mut() {
            *last = true;
        }
        it
    }

    /// Where in the text a find is, if it is not a part of a longer row of digits.
    fn place(&self, from: usize, to: usize) -> Option<(usize, usize)> {
        let is_whole = *self.first.get(from)? && *self.last.get(to - 1)?;
        is_whole.then_some((*self.at.get(from)?, self.at.get(to - 1)? + 1))
    }
}

/// The words around a find, on one line.
fn around(text: &str, from: usize, to: usize) -> String {
    let before = text.get(..from).unwrap_or_default();
    let start = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let behind = text.get(to..).unwrap_or_default();
    let end = behind.char_indices().nth(AROUND).map_or(text.len(), |(at, _)| to + at);
    let cut = text.get(start..end).unwrap_or_default();
    let line: String =
        cut.chars().map(|c| if c.is_control() || c.is_whitespace() { ' ' } else { c }).collect();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let (front, back) = (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
    format!("{front}{line}{back}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spotted(text: &str) -> Vec<usize> {
        let phone = ["0701234567", "46701234567", "0046701234567"].map(str::to_owned).to_vec();
        let all = [
            (0, Pattern::Words("Anna  Öberg".to_owned())),
            (1, Pattern::Words("anna@example.com".to_owned())),
            (2, Pattern::Digits(phone)),
            (3, Pattern::Digits(vec!["8507099805".to_owned(), "198507099805".to_owned()])),
        ];
        let mut found: Vec<usize> = Patterns::of(&all).unwrap().spot(text).iter().map(|one| one.id).collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn people_are_spotted_however_they_are_written() {
        assert_eq!(spotted("Talade med ANNA\n öberg i dag."), [0]);
        assert_eq!(spotted("Till Anna@Example.COM."), [1]);
        assert_eq!(spotted("Ring 070-123 45 67!"), [2]);
        assert_eq!(spotted("Ring +46 701 23 45 67, eller 0046701234567"), [2]);
        assert_eq!(spotted("tel:+46701234567;pnr 850709-9805"), [2, 3]);
        assert_eq!(spotted("19850709-9805"), [3]);
        assert_eq!(spotted("070-123 45 67 070-765 43 21"), [2], "two numbers on one line");
    }

    #[test]
    fn parts_of_longer_words_and_numbers_are_nobody() {
        assert_eq!(spotted("Marianna Öberg"), [0; 0]);
        assert_eq!(spotted("Anna Öbergs"), [0; 0]);
        assert_eq!(spotted("susanna@example.com, anna@example.com.br, x.anna@example.com"), [0; 0]);
        assert_eq!(spotted("order 90701234567"), [0; 0]);
        assert_eq!(spotted("07012345678"), [0; 0]);
        assert_eq!(spotted("070123, 4567"), [0; 0]);
        assert_eq!(spotted("ref a0701234567b"), [0; 0]);
    }

    #[test]
    fn a_snippet_tells_what_stands_around_in_the_texts_own_letters() {
        let text = format!("{} İstanbul: ANNA  Öberg\tvar här. {}", "x ".repeat(80), "y ".repeat(80));
        let found = Patterns::of(&[(0, Pattern::Words("anna öberg".to_owned()))]).unwrap().spot(&text);
        assert!(found[0].snippet.contains("İstanbul: ANNA Öberg var här. y"), "{}", found[0].snippet);
        assert!(found[0].snippet.starts_with('…') && found[0].snippet.ends_with('…'));
    }
}
