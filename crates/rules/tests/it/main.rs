//! The rules from outside: text in, a policy or findings out.

mod checks;
mod examples;
mod explain;
mod language;
mod schema;
mod stock;
