//! What is known to be the person's own: the identifiers and names in their records. By it, other people's are told apart in
//! records of several and in running text.

use std::collections::HashSet;
use std::io;

use gallra_connect::read::{Datum, ReadQuestion, Sink};
use gallra_detect::value::{Hit, Kind, Scanner};

use super::reach::{Reach, marks};
use crate::subject::Person;

/// What stands for something that was taken out of a text.
pub(super) const COVER: &str = "█████";
/// So many values are kept; a person has a few dozen.
const MOST: usize = 200_000;
/// Words of somebody else's that are shorter are not looked for in a text: they would be found everywhere.
const SHORTEST: usize = 3;
/// Phone numbers are the same when these last digits are: without country, without the zero before the area.
const PHONE: usize = 9;
/// Personal numbers in ten or twelve digits.
const NUMBER: usize = 10;

/// The person's own values. Personal data: it has no `Debug`.
#[derive(Default)]
pub(super) struct Own {
    texts: HashSet<String>,
    tails: HashSet<String>,
}

/// Reads the person's own records for it. What cannot be read is not known as theirs, and so is left out rather than shown.
pub(super) async fn of(person: &Person, reach: &Reach) -> Own {
    let mut own = Own::default();
    for identified in person.records.values().flatten() {
        identified.keys.iter().for_each(|key| own.add(key));
    }
    for (wanted, records) in reach.sealed.wanted.iter().zip(&reach.sealed.records) {
        for (column, value) in records.iter().flat_map(|record| wanted.columns.iter().zip(record)) {
            if let (true, Some(text)) = (column.identifies, text_of(value)) {
                // Of several addresses each is theirs.
                text.split("; ").for_each(|one| own.add(one));
            }
        }
    }
    for (system, wanted) in &reach.systems {
        let Some(connector) = reach.connector(system) else { continue };
        let mut questions: Vec<ReadQuestion> = Vec::new();
        for one in wanted {
            let named = one.columns.iter().zip(&one.question.columns).filter(|(column, _)| column.identifies);
            let columns: Vec<_> = named.map(|(_, column)| column.clone()).collect();
            if !columns.is_empty() {
                let which = one.question.marks[marks::OWN].clone();
                let marks = Vec::new();
                let order = Vec::new();
                let question =
                    ReadQuestion { which, marks, columns, order, content: false, ..one.question.clone() };
                questions.push(question);
            }
        }
        for question in questions {
            if let Err(fault) = connector.read(std::slice::from_ref(&question), &mut own).await {
                tracing::info!(dataset = %question.dataset, "the person's own values cannot be read: {}", kind(&fault));
            }
        }
    }
    own
}

fn kind(fault: &gallra_connect::read::ReadError) -> &'static str {
    match fault {
        gallra_connect::read::ReadError::System(..) => "the system does not answer",
        gallra_connect::read::ReadError::Sink(_) => "there are too many",
    }
}

impl Sink for Own {
    fn record(&mut self, _: usize, values: Vec<Datum>, _: Vec<bool>) -> io::Result<()> {
        for value in values {
            if let Some(text) = text_of(&value) {
                self.add(&text);
            }
        }
        Ok(())
    }
}

/// A value as text, if it is one that could say who somebody is.
pub(super) fn text_of(value: &Datum) -> Option<String> {
    match value {
        Datum::Text(text) | Datum::Date(text) | Datum::Number(text) => Some(text.clone()),
        Datum::Integer(number) => Some(number.to_string()),
        Datum::Null | Datum::Bool(_) | Datum::Json(_) | Datum::Bytes(_) | Datum::Large(_) => None,
    }
}

impl Own {
    fn add(&mut self, text: &str) {
        let text = normal(text);
        if text.is_empty() || self.texts.len() >= MOST {
            return;
        }
        for length in [PHONE, NUMBER] {
            self.tails.extend(tail(&text, length));
        }
        self.texts.insert(text);
    }

    /// Whether a value is the person's.
    pub(super) fn has(&self, text: &str) -> bool {
        self.texts.contains(&normal(text))
    }

    fn is_own(&self, text: &str, hit: &Hit) -> bool {
        let found = text.get(hit.start..hit.end).unwrap_or_default();
        let by_tail = |length| tail(found, length).is_some_and(|tail| self.tails.contains(&tail));
        self.has(found)
            || match hit.kind {
                Kind::Phone => by_tail(PHONE),
                Kind::PersonalNumber | Kind::CoordinationNumber => by_tail(NUMBER),
                Kind::PostalAddress => {
                    let found = normal(found);
                    self.texts
                        .iter()
                        .any(|own| own.chars().count() > SHORTEST && found.contains(own.as_str()))
                }
                _ => false,
            }
    }

    /// The text without other people's identifiers and without the values of `others`; `None` if there are none in it.
    pub(super) fn covered(&self, text: &str, others: &[String]) -> Option<String> {
        let mut places: Vec<(usize, usize)> = Vec::new();
        for hit in Scanner::new().scan(text) {
            if is_somebodys(hit.kind) && !self.is_own(text, &hit) {
                places.push((hit.start, hit.end));
            }
        }
        for other in others.iter().filter(|other| other.chars().count() >= SHORTEST && !self.has(other)) {
            for (start, found) in text.match_indices(other.as_str()) {
                let end = start + found.len();
                let outside = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
                if outside(text[..start].chars().next_back()) && outside(text[end..].chars().next()) {
                    places.push((start, end));
                }
            }
        }
        if places.is_empty() {
            return None;
        }
        places.sort_unstable();
        let mut kept = String::with_capacity(text.len());
        let mut at = 0;
        for (start, end) in places {
            if start >= at {
                kept.push_str(&text[at..start]);
                kept.push_str(COVER);
            }
            at = at.max(end);
        }
        kept.push_str(&text[at..]);
        Some(kept)
    }
}

/// Kinds that lead to one person, and secrets. Numbers of organisations and addresses of machines do not.
const fn is_somebodys(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::PersonalNumber
            | Kind::CoordinationNumber
            | Kind::Email
            | Kind::Phone
            | Kind::Iban
            | Kind::PaymentCard
            | Kind::PostalAddress
            | Kind::Secret
    )
}

fn normal(text: &str) -> String {
    text.trim().to_lowercase()
}

/// The last digits, if there are so many and hardly anything else.
fn tail(text: &str, length: usize) -> Option<String> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).collect();
    let odd = text.chars().any(char::is_alphabetic);
    (!odd && digits.len() >= length)
        .then(|| String::from_utf8_lossy(&digits[digits.len() - length..]).into_owned())
}
