//! One binary for all tests of this crate.

mod examples;
mod languages;
mod missing;
mod notice;
mod render;
mod support;
