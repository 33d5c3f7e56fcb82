//! One binary for all tests of this crate.

mod examples;
mod languages;
mod missing;
mod render;
mod support;
