//! The tests of this crate, by module.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop")]

mod names;
mod profiles;
mod robustness;
mod truth;
mod values;
