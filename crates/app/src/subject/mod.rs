//! What a person may ask for: find, access, erase, rectify, restrict, object (GDPR Art. 15–22), across every system.

pub mod erase;
pub mod find;
pub mod person;

pub use person::{Given, GivenKind, Identified, Known, Person};
