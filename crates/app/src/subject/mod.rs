//! What a person may ask for: find, access, erase, rectify, restrict, object (GDPR Art. 15–22), across every system.

pub mod access;
pub mod erase;
pub mod find;
pub(crate) mod needs;
pub mod object;
pub mod pending;
pub mod person;
pub mod recipients;
pub mod rectify;
pub mod replay;
pub mod restrict;
mod scene;
pub mod suppressed;

pub use person::{Given, GivenKind, Identified, Known, Person};
