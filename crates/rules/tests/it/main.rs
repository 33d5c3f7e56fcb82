//! The rules from outside: text in, a policy or findings out.

mod calculus;
mod checks;
mod examples;
mod explain;
mod language;
mod planning;
mod properties;
mod schema;
mod stock;
