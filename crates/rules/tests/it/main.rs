//! The rules from outside: text in, a policy or findings out.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on should stop")]

mod calculus;
mod checks;
mod deciding;
mod duties;
mod erasing;
mod examples;
mod explain;
mod language;
mod links;
mod planning;
mod properties;
mod recipients;
mod request;
mod sarif;
mod schema;
mod spelling;
mod stock;
