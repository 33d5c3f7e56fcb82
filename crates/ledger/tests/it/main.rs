//! The ledger's situations: what must be proven, what must be noticed, what must survive a crash.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on should stop loudly")]

mod certificate;
mod corpus;
mod ended;
mod keys_and_notes;
mod leaf;
mod proof;
mod publish;
mod support;
mod tamper;
mod tree;
mod verify;
