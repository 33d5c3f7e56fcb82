//! The testkit's own promises: each server really runs, dies and comes back; each sample has the rows it should.
#![allow(clippy::unwrap_used, reason = "helper functions of tests, where a panic is the report")]

mod mariadb;
mod postgres;
mod samples;
mod watchdog;
