//! One binary for all tests of this crate.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests say what broke by panicking")]

mod examples;
mod languages;
mod letters;
mod missing;
mod notice;
mod render;
mod support;
