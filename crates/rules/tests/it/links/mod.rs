//! How records are reached from a person.
#![allow(clippy::unwrap_used, reason = "helper functions of tests, where a panic is the report")]

mod graph;
mod language;
mod model;
mod situations;
