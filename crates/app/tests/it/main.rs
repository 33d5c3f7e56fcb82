//! The use cases on real systems, and the walls of the house.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod house;
