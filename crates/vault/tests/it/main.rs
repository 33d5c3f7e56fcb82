//! The vault's tests. The published vectors of the primitives stand beside the code that calls them.
#![allow(clippy::unwrap_used, reason = "helpers of tests may stop")]

mod formats;
mod hidden;
mod index;
mod kek;
mod keyring;
mod sealed;
mod shred;
mod support;
