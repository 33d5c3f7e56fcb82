//! Every test of the connectors, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::too_many_lines, missing_docs)]

mod contract;
mod crash;
mod files;
mod files_around;
mod logs;
mod opening;
mod residue;
mod rights;
mod support;
