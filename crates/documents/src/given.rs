//! What a document needs beside the policy: plain data, which the caller has from wherever it keeps it.

use std::collections::BTreeMap;

use gallra_rules::names::DatasetName;
use gallra_rules::period::Period;
use jiff::civil::Date;

use crate::Controller;
use crate::template::Template;

/// Everything that a document may need beside the policy and the language.
#[derive(Clone, Copy, Debug, Default)]
pub struct Given<'a> {
    /// On whose behalf data is processed (Art. 30(2)(a)).
    pub controllers: &'a [Controller],
    /// For whom an agreement is written; for every customer if nobody is named.
    pub customer: Option<&'a Customer>,
    /// The company's own clause texts instead of ours, by the code of their language. If it has them in other languages
    /// only, an agreement lacks them: ours are not what it agrees to.
    pub clauses: Option<&'a BTreeMap<String, Template>>,
    /// The company's general terms in the document's language.
    pub terms: Option<&'a Template>,
    /// What customers were told about sub-processors, the first first; nothing if nobody looked.
    pub notices: Option<&'a [Told]>,
}

/// A customer with what is agreed with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Customer {
    /// Who it is.
    pub who: Controller,
    /// Its number in the register.
    pub number: String,
    /// How the text of its agreement came about.
    pub mode: Mode,
    /// The day and the SHA-256 of its own text, where it has one.
    pub own_text: Option<(Date, String)>,
    /// The day and the version of the agreement.
    pub agreement: Option<(Date, i64)>,
    /// How long it wants its data kept, by dataset: never longer than the service promises.
    pub periods: BTreeMap<DatasetName, Period>,
    /// Names of sub-processors that it objected to, as long as that is not settled (Art. 28(2)).
    pub objected: Vec<String>,
}

/// How the text of an agreement came about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The company's own clauses.
    #[default]
    Company,
    /// The customer's own instruction stands in place of the clauses.
    Own,
    /// Both: the company's clauses, and what was agreed beside them goes first.
    Both,
}

/// A change of sub-processors that customers were told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// When.
    pub on: Date,
    /// Until when they could object.
    pub until: Date,
    /// Its registered name.
    pub name: String,
    /// What became of it.
    pub change: Change,
}

/// What became of a sub-processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Added,
    /// Its name, country, transfer or task is another.
    Changed,
    /// It is no longer used.
    Removed,
}
