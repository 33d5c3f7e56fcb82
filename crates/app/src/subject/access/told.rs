//! What is told of a record: value by value as it is, without other people, or with a mark in its place.

use gallra_connect::read::Datum;
use gallra_documents::answer::{Mark, Whose};
use gallra_rules::plan::decide::Shown;

use super::Reviewed;
use super::own::{Own, text_of};
use super::reach::{Column, Wanted, marks};

/// A value in the answer.
pub(super) enum Told {
    /// As it is.
    Value(Datum),
    /// Without what is somebody else's.
    Partly(Datum),
    /// Something else stands in its place.
    Marked(Mark),
}

/// A record in the answer.
pub(super) struct Record {
    pub(super) whose: Whose,
    pub(super) restricted: bool,
    pub(super) values: Vec<Told>,
}

/// What of a record may be shown.
pub(super) fn record(
    wanted: &Wanted,
    own: &Own,
    reviewed: &Reviewed,
    values: Vec<Datum>,
    told: &[bool],
) -> Record {
    let has = |mark: usize| told.get(mark).copied().unwrap_or(false);
    let whose = if has(marks::OWN) {
        Whose::Own
    } else if has(marks::SHARED) {
        Whose::Shared
    } else {
        Whose::Others
    };
    let (mut to_person, mut to_others) = (vec![false; values.len()], vec![false; values.len()]);
    for link in &wanted.links {
        let leads = if has(link.mark) { &mut to_person } else { &mut to_others };
        link.columns.iter().for_each(|column| leads[*column] = true);
    }
    let shows = |position: usize, column: &Column, value: &Datum| -> Result<(), Mark> {
        let is_own = || text_of(value).is_some_and(|text| own.has(&text));
        if to_others[position] && !to_person[position] {
            return Err(Mark::Other);
        }
        let fits = match whose {
            Whose::Own => true,
            Whose::Shared => !column.identifies || to_person[position] || is_own(),
            Whose::Others => column.tells_when || to_person[position] || column.identifies && is_own(),
        };
        match column.shown {
            Shown::Withheld => Err(Mark::Secret),
            _ if !fits => Err(Mark::Other),
            Shown::AfterReview if !reviewed.has(&wanted.dataset, &column.name) => Err(Mark::Review),
            Shown::AfterReview | Shown::Yes => Ok(()),
        }
    };
    let decided: Vec<Result<(), Mark>> = wanted
        .columns
        .iter()
        .zip(&values)
        .enumerate()
        .map(
            |(position, (column, value))| {
                if *value == Datum::Null { Ok(()) } else { shows(position, column, value) }
            },
        )
        .collect();
    // Who was left out beside a text is left out in it.
    let left_out = decided.iter().zip(&values).filter(|(decided, _)| **decided == Err(Mark::Other));
    let others: Vec<String> = left_out.filter_map(|(_, value)| text_of(value)).collect();
    let tell = |((column, value), decided): ((&Column, Datum), Result<(), Mark>)| match decided {
        Err(mark) => Told::Marked(mark),
        Ok(()) => without_others(column, own, value, &others),
    };
    let values = wanted.columns.iter().zip(values).zip(decided).map(tell).collect();
    Record { whose, restricted: wanted.restricted.is_some_and(has), values }
}

/// Fields that say who the person is hold what the person gave; any other text may speak of anybody.
fn without_others(column: &Column, own: &Own, value: Datum, others: &[String]) -> Told {
    if column.identifies && !matches!(value, Datum::Large(_)) {
        return Told::Value(value);
    }
    match value {
        Datum::Text(text) => match own.covered(&text, others) {
            Some(covered) => Told::Partly(Datum::Text(covered)),
            None => Told::Value(Datum::Text(text)),
        },
        Datum::Json(text) => match own.covered(&text, others) {
            // What was taken out may have been a number: it is no JSON any more.
            Some(covered) => Told::Partly(Datum::Text(covered)),
            None => Told::Value(Datum::Json(text)),
        },
        Datum::Large(bytes) => Told::Marked(Mark::Large(bytes)),
        value => Told::Value(value),
    }
}
