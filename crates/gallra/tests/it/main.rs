//! The command line from outside: the real binary, real databases, whole transcripts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "tests say what broke by panicking"
)]

mod support;

mod applications;
mod audit;
mod bundle;
mod check;
mod crash;
mod demo;
mod disk;
mod documents;
mod folders;
mod hold;
mod imports;
mod init;
mod keys;
mod locks;
mod marks;
mod one_life;
mod paper;
mod people;
mod plan;
mod publish;
mod publish_parts;
mod refusals;
mod register;
mod requests;
mod requests_after;
mod requests_hostile;
mod rights;
mod stop;
mod store;
mod subject;
mod terminal;
mod usage;
mod verify;
