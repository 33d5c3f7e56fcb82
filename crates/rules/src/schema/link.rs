//! How records belong to others, only for the schema.

#![allow(dead_code, reason = "these types describe; they are never made")]

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::types::{Names, Value, words};
use crate::syntax::shape;

/// The columns that hold the other's key, or how the records are tied to it.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Links {
    /// The columns: a record goes with the one that it belongs to.
    Columns(Names),
    /// With what happens when a person's records go.
    One(Link),
    /// Several links to the same dataset: sender and receiver.
    Several(Vec<Link>),
}

/// A link to another dataset.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Link {
    /// The columns here that hold the other's key.
    by: Names,
    /// When the other goes at a person's request: `owned` goes too; `shared` goes with the last; `refers` stays and loses the
    /// link; `shares` goes too, and the other goes with the last of these.
    #[schemars(rename = "as", extend("enum" = words(shape::TIED)))]
    tied: Option<String>,
    /// What columns hold when the link is cut: null, token, or a text in quotes; NULL in `by` if nothing is said.
    anonymise: Option<BTreeMap<String, Option<Value>>>,
}

/// How data subjects are answered (Art. 12).
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Requests {
    /// What `gallra check` makes of personal data that cannot be reached from any person; `refuse` unless said.
    #[schemars(extend("enum" = words(shape::UNREACHED)))]
    unreached: Option<String>,
}
