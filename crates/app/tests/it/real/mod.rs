//! Databases that no one here made up, each through the whole journey. What Gallra left is compared, row by row, with
//! a second copy on which plain SQL, written by hand from the promise, did the same through the native client.

mod chinook;
mod lahman;
mod northwind;
pub(crate) mod oscar;
pub(crate) mod request_tracker;
mod sakila;
mod tpch;
