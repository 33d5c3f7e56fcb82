//! Whether a replacement fits its column.

use std::collections::BTreeMap;

use super::anchors::Place;
use crate::inventory::{ColumnClass, ColumnShape};
use crate::predicate::{Replacement, Scalar};

/// That every replacement fits; or which does not, why, and what would.
pub(super) fn anonymise(place: &Place<'_>, columns: &BTreeMap<String, Replacement>) -> Result<(), String> {
    for (column, replacement) in columns {
        place.needs(column)?;
        let Some(shape) = place.shape.columns.get(column) else { continue };
        if let Some(cause) = misfit(place, column, shape, replacement) {
            return Err(format!("`{}.{column}` cannot be anonymised so: {cause}", place.shape.table));
        }
    }
    Ok(())
}

/// What takes a column's value away without breaking the table; `None` if nothing does.
pub(super) fn emptied(place: &Place<'_>, column: &str) -> Option<Replacement> {
    let shape = place.shape.columns.get(column)?;
    let nothing = Replacement::Constant(Scalar::Text(String::new()));
    let ways = [Replacement::Null, Replacement::Token, nothing];
    ways.into_iter().find(|way| misfit(place, column, shape, way).is_none())
}

/// The letters of a token: `anon-` and sixteen digits.
const TOKEN: usize = 21;

fn misfit(place: &Place<'_>, column: &str, shape: &ColumnShape, replacement: &Replacement) -> Option<String> {
    if shape.generated {
        return Some("the database computes it; anonymise the columns that it is computed from".to_owned());
    }
    if place.key().iter().any(|key| key == column) {
        return Some("it identifies the record; anonymise other columns, or delete".to_owned());
    }
    let is_text = matches!(shape.class, ColumnClass::Text | ColumnClass::Other);
    match replacement {
        Replacement::Null if !shape.nullable => {
            Some("it may not be NULL; use a constant or `token`".to_owned())
        }
        Replacement::Token if !is_text => {
            Some(format!("a token is text, and the column is `{}`", shape.type_name))
        }
        Replacement::Token if length(&shape.type_name).is_some_and(|most| most < TOKEN) => {
            Some(format!("a token has {TOKEN} letters, and the column is `{}`", shape.type_name))
        }
        Replacement::Null | Replacement::Token => None,
        _ if place.shape.unique.iter().any(|unique| unique.iter().any(|part| part == column)) => {
            Some("its values must be unique; use `token`, or null where that is allowed".to_owned())
        }
        Replacement::Constant(scalar) => unlike(shape, scalar),
        Replacement::Year => {
            let dated = is_text
                || matches!(shape.class, ColumnClass::Date | ColumnClass::Instant | ColumnClass::Local);
            (!dated).then(|| format!("`year` is for dates, and the column is `{}`", shape.type_name))
        }
        Replacement::Network => {
            let address = is_text || shape.class == ColumnClass::Network;
            (!address)
                .then(|| format!("`network` is for IP addresses, and the column is `{}`", shape.type_name))
        }
    }
}

/// Whether a constant is of another type than its column.
fn unlike(shape: &ColumnShape, scalar: &Scalar) -> Option<String> {
    let fits = match (scalar, shape.class) {
        (Scalar::Text(_), ColumnClass::Integer | ColumnClass::Bool)
        | (
            Scalar::Bool(_),
            ColumnClass::Text | ColumnClass::Date | ColumnClass::Instant | ColumnClass::Local,
        )
        | (
            Scalar::Integer(_),
            ColumnClass::Date | ColumnClass::Instant | ColumnClass::Local | ColumnClass::Network,
        ) => false,
        (Scalar::Text(text), ColumnClass::Date) => text.parse::<jiff::civil::Date>().is_ok(),
        (Scalar::Text(text), ColumnClass::Text) => {
            length(&shape.type_name).is_none_or(|most| text.chars().count() <= most)
        }
        _ => true,
    };
    (!fits).then(|| format!("the constant does not fit into `{}`", shape.type_name))
}

/// The length in `varchar(40)`.
fn length(type_name: &str) -> Option<usize> {
    type_name.split_once('(')?.1.split_once(')')?.0.trim().parse().ok()
}
