//! The use cases on real systems, and the walls of the house.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::pedantic,
    unreachable_pub,
    reason = "tests: they may panic, and print the counts they took"
)]

mod access;
mod audit;
mod change;
mod discover;
mod duties;
mod elsewhere;
mod erasing;
mod find;
mod golden;
mod hostile;
mod house;
mod killed;
mod live;
mod objects;
mod own;
mod papers;
mod real;
mod recipients;
mod register;
mod residue;
mod resume;
mod rights;
mod support;
