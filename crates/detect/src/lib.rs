//! Recognises personal data: in values ([`value`]), in the names of tables and columns ([`name`]), and in both together
//! ([`profile`]).
//!
//! Everything here is pure: text in, judgement out. Nothing that was seen is kept: a [`value::Hit`] holds a place and a
//! kind, a [`value::Tally`] holds counts. Categories are the dotted names of the policy language, such as
//! `contact.email`.
//!
//! A judgement is a likelihood from 0 to 100, never a proof: a number with a right check digit can still be an order
//! number, and a column with no hits can still hold names. The constants that decide are public and explained.

pub mod name;
pub mod profile;
pub mod value;
