//! Every test of the connectors, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::too_many_lines, missing_docs)]
// A test that runs as a process of its own tells another what it saw.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod contents;
mod contract;
mod crash;
mod excess;
mod files;
mod files_around;
mod find;
mod journal;
mod live;
mod logs;
mod objects;
mod opening;
mod read;
mod residue;
mod rights;
mod support;
mod wiped;
