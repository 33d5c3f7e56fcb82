//! One binary for all tests of this crate.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests say what broke by panicking")]

mod agreement;
mod answer;
mod examples;
mod figures;
mod languages;
mod letters;
mod live;
mod meaning;
mod missing;
mod notice;
mod pdf;
mod records;
mod registers;
mod render;
mod support;
mod told;
mod valid;
