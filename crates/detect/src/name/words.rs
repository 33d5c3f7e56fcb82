//! Splitting the name of a table or column into words, and bringing them to one spelling.

use super::lexicon;

/// The words of a name in the lexicon's spelling: `CustPhoneNo` → `customer`, `phone`, `number`.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for raw in split(name) {
        if let Some(known) = lexicon::canonical(&raw) {
            words.extend(known.split(' ').map(str::to_owned));
        } else if let Some(parts) = break_up(&raw) {
            words.extend(parts.iter().flat_map(|part| part.split(' ')).map(str::to_owned));
        } else {
            words.push(raw);
        }
    }
    words
}

/// The pieces between underscores, hyphens, dots, blanks, digits and capital letters, in lower case.
fn split(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().take(LONGEST).collect();
    let mut pieces = vec![String::new()];
    for (place, &now) in characters.iter().enumerate() {
        let previous = place.checked_sub(1).map(|previous| characters[previous]);
        let next_is_lower = characters.get(place + 1).is_some_and(|next| next.is_lowercase());
        let begins = now.is_uppercase()
            && (previous.is_some_and(char::is_lowercase)
                || previous.is_some_and(char::is_uppercase) && next_is_lower);
        if begins || !now.is_alphabetic() {
            pieces.push(String::new());
        }
        if now.is_alphabetic()
            && let Some(piece) = pieces.last_mut()
        {
            piece.extend(now.to_lowercase());
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    // `e_mail`, `E-post`: the letter belongs to the word.
    while let Some(at) = pieces.iter().position(|piece| piece == "e").filter(|at| at + 1 < pieces.len()) {
        pieces.remove(at);
        pieces[at].insert(0, 'e');
    }
    pieces
}

/// The longest name that is looked at, in characters; databases end at 128.
const LONGEST: usize = 128;

/// Å, ä, ö and their like without their marks, as they are written where a system knows ASCII only.
pub(super) fn fold(word: &str) -> String {
    let plain = |letter| match letter {
        'å' | 'ä' | 'á' | 'à' | 'â' | 'ã' => 'a',
        'ö' | 'ó' | 'ò' | 'ô' | 'õ' | 'ø' => 'o',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'ü' | 'ú' => 'u',
        other => other,
    };
    word.chars().map(plain).collect()
}

/// A compound without capitals or underscores as its known words, if all of it is known and the pieces are as few as can
/// be: `prosodyarchive` stays, `emailaddress` and `kundnummer` are broken up.
fn break_up(word: &str) -> Option<Vec<&'static str>> {
    let folded = fold(word);
    if !folded.is_ascii() {
        return None;
    }
    // For each length of the beginning: the fewest words that make it up.
    let mut best: Vec<Option<Vec<&'static str>>> = vec![None; folded.len() + 1];
    best[0] = Some(Vec::new());
    for end in 1..=folded.len() {
        for start in end.saturating_sub(16)..end {
            let Some(so_far) = &best[start] else { continue };
            let piece = &folded[start..end];
            let long_enough =
                piece.len() >= 3 || piece == "ip" || piece == "id" && end == folded.len() || piece == "nr";
            let Some(known) = lexicon::canonical(piece).filter(|_| long_enough) else { continue };
            if best[end].as_ref().is_none_or(|best| best.len() > so_far.len() + 1) {
                let mut words = so_far.clone();
                words.push(known);
                best[end] = Some(words);
            }
        }
    }
    best.pop().flatten()
}
