//! Drafting, planning and checking plans, on databases in memory.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helper functions of tests, where a panic is the report"
)]

mod audit;
mod checker;
mod file;
mod holds;
mod keyed;
mod locks;
mod logs;
mod model;
mod references;
mod register;
mod rules;
mod support;
