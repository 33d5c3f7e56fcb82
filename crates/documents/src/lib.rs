//! The documents that follow from a policy: the public notice, the records of processing, the instruction.
//!
//! A [`gallra_rules::policy::PolicySet`] becomes a [`tree::Document`] in a [`Language`], and the document a page
//! ([`html`]), a text ([`markdown`]) or paper ([`pdf`]). Nothing here reads a clock, a file or a network: the day, the version and the
//! policy's hash are handed in as an [`Edition`].
//!
//! What the law asks of a document and the policy does not say is a [`Missing`], with the article, the place in the
//! policy and the cure. A document with any of them is not to be published. A text that a language lacks is one of
//! them too, never a panic.

mod agreement;
pub mod answer;
pub mod archive;
pub mod colour;
mod compose;
pub mod dpv;
mod given;
pub mod html;
mod instruction;
mod kind;
pub mod letters;
pub mod live;
pub mod markdown;
pub mod meaning;
mod missing;
mod notice;
pub mod pdf;
pub mod plain;
mod records;
mod registers;
mod retention;
mod rights;
mod safe;
pub mod template;
mod terms;
mod text;
pub mod tree;
mod words;
pub mod xlsx;

use std::collections::BTreeMap;

use gallra_rules::names::DatasetName;
use gallra_rules::period::Period;
use jiff::civil::Date;

pub use given::{Change, Customer, Given, Mode, Told};
pub use kind::{Built, Kind, UnknownKind, build, build_with};
pub use missing::{Lack, Missing};
pub use rights::authority_in_words;
pub use terms::{cover, names_customer, own_text, own_title, proofread, terms_title};
pub use text::{Language, UnknownLanguage};

/// Which edition of a document it is. The caller hands it in; nothing of it changes what the document says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Tells two editions of one document apart.
    pub version: String,
    /// The day on which it was made.
    pub date: Date,
    /// The hash of the policy that it was made from.
    pub policy: String,
}

/// Somebody on whose behalf data is processed, for the record under Art. 30(2)(a).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Controller {
    /// Registered name.
    pub name: String,
    /// Organisation number.
    pub number: String,
    /// How to reach it.
    pub contact: String,
    /// Its representative in the Union, if it has one (Art. 27).
    pub representative: String,
    /// Its data protection officer, if it has one.
    pub dpo: String,
    /// Its number in the register, if it is from there: what it lacks is told by that, not by its name.
    pub party: String,
    /// How long it wants its data kept, by dataset, where it has chosen: never longer than the service promises.
    pub periods: BTreeMap<DatasetName, Period>,
}
