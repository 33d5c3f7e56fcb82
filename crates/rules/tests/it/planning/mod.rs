//! Drafting, planning and checking plans, on databases in memory.

mod checker;
mod file;
mod holds;
mod model;
mod references;
mod rules;
mod support;
