//! A policy that has been checked: the company's promises as plain values.
//!
//! [`Policy`] is data; [`PolicySet`] is a policy that passed every check, which is the only thing that the planner and
//! the connectors accept. Legal sources stand at the fields they belong to.

mod duty;
mod link;
mod notice;
mod register;
mod retention;
mod source;
mod system;

use std::collections::BTreeMap;
use std::ops::Deref;
use std::path::PathBuf;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use self::duty::{Again, Concerns, Duty, OfRecipients};
pub use self::link::{Requests, Tie, Tied, Unreached};
pub use self::notice::{AutomatedDecisions, Notice, Origin};
pub(crate) use self::register::OWN_TENANT;
pub use self::register::{REGISTER_TABLES, RegisterTable};
pub use self::retention::{Disposal, Keep, Limit, OwnSettings, PerCustomer, Round};
pub use self::source::Source;
pub use self::system::{NotPersonal, System, SystemKind};
use crate::hash::ContentHash;
use crate::names::{
    ActivityName, AnchorName, DatasetName, DutyName, MeasureName, RecipientName, SubjectGroupName, SystemName,
};
use crate::period::Period;
use crate::predicate::{Scalar, TableRef};
pub use crate::residue::{Residue, ResidueWork, Window};

/// A valid policy. It exists only if every check passed without an error, and cannot be changed afterwards.
#[derive(Clone, Debug)]
pub struct PolicySet {
    policy: Policy,
    hash: ContentHash,
}

impl PolicySet {
    /// Seals a policy that has been checked. Only the checker calls this.
    pub(crate) fn seal(policy: Policy) -> Result<Self, serde_json::Error> {
        let hash = ContentHash::of(&policy)?;
        Ok(Self { policy, hash })
    }
    /// The hash of everything the policy says; comments, order of keys and division into files do not change it.
    pub fn hash(&self) -> &ContentHash {
        &self.hash
    }
}

impl Deref for PolicySet {
    type Target = Policy;
    fn deref(&self) -> &Policy {
        &self.policy
    }
}

/// What a company states about personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Policy {
    /// Who is responsible.
    pub organisation: Organisation,
    /// Groups of data subjects (Art. 30(1)(c)).
    pub subjects: BTreeMap<SubjectGroupName, SubjectGroup>,
    /// Recipients and sub-processors (Art. 28(2), 30(1)(d)).
    pub recipients: BTreeMap<RecipientName, Recipient>,
    /// Security measures (Art. 30(1)(g), 32).
    pub measures: BTreeMap<MeasureName, Measure>,
    /// Where data is.
    pub systems: BTreeMap<SystemName, System>,
    /// What data there is.
    pub datasets: BTreeMap<DatasetName, Dataset>,
    /// Why, on what basis, and for how long.
    pub activities: BTreeMap<ActivityName, Activity>,
    /// What only people can keep.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub duties: BTreeMap<DutyName, Duty>,
    /// When a plan is unusual enough to need a second look.
    pub guard: Guard,
    /// How data subjects are answered.
    #[serde(skip_serializing_if = "Requests::is_usual")]
    pub requests: Requests,
}

/// The company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Organisation {
    /// Registered name.
    pub name: String,
    /// Organisation number, as written in the country.
    pub number: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// IANA zone in which calendar periods are counted.
    pub time_zone: String,
    /// Month and day on which the financial year ends.
    pub financial_year_ends: MonthDay,
    /// Postal address, e-mail and telephone, as published.
    pub contact: Option<Contact>,
    /// Data protection officer, if there is one (Art. 37).
    pub dpo: Option<Contact>,
    /// Representative in the Union, for a company outside it (Art. 27).
    pub representative: Option<Contact>,
    /// The supervisory authority (Art. 51); Integritetsskyddsmyndigheten in Sweden.
    pub authority: Option<String>,
    /// How long customers can object to a new or other sub-processor (Art. 28(2)); on the calendar, never hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objection_window: Option<Period>,
}

/// A month and a day in any year; 29 February means the last day of February.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthDay {
    /// 1–12.
    pub month: i8,
    /// 1–31, valid in the month.
    pub day: i8,
}

/// How to reach somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// Name or function.
    pub name: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// Text in one or more languages, by lower-case ISO 639-1 code. Text given without a language stands under `""`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Localised(pub BTreeMap<String, String>);

impl Localised {
    /// The text in the wanted language, or without a language, or in any.
    pub fn get(&self, lang: &str) -> Option<&str> {
        self.0.get(lang).or_else(|| self.0.get("")).or_else(|| self.0.values().next()).map(String::as_str)
    }

    /// The text in the wanted language, or without a language; never in another one.
    pub fn exactly(&self, lang: &str) -> Option<&str> {
        self.0.get(lang).or_else(|| self.0.get("")).map(String::as_str)
    }

    /// Whether nothing but this word was written, in no language.
    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.0.len() == 1 && self.0.get("").is_some_and(|text| text == word)
    }
}

/// A group of data subjects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SubjectGroup {
    /// What they are called.
    pub name: Localised,
}

/// Somebody who receives data (Art. 4(9)) or processes it for us (Art. 28).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recipient {
    /// Registered name.
    pub name: String,
    /// In which capacity.
    pub role: RecipientRole,
    /// ISO 3166-1 alpha-2 of where the data is processed.
    pub country: String,
    /// Transfer mechanism outside the EEA (Art. 44–46).
    pub transfer: Option<Transfer>,
    /// Reference to the agreement, if a processor.
    pub agreement: Option<String>,
    /// What for.
    pub purpose: Option<Localised>,
    /// How it is reached, as customers are told it in the list of sub-processors (Decision (EU) 2021/915, annex IV).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// The day from which it is used as it stands here; from the beginning if it is not stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
}

/// In which capacity a recipient gets the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecipientRole {
    /// A controller of its own.
    Controller,
    /// Our processor.
    Processor,
    /// A processor for the customers whose processor we are.
    SubProcessor,
    /// An authority.
    Authority,
}

/// What makes a transfer to a third country lawful.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transfer {
    /// Art. 45.
    AdequacyDecision,
    /// Art. 46(2)(c).
    StandardContractualClauses,
    /// Art. 47.
    BindingCorporateRules,
    /// Art. 46(2)(e).
    CodeOfConduct,
    /// Art. 46(2)(f).
    Certification,
    /// Art. 49.
    Derogation,
}

/// A security measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Measure {
    /// What is done.
    pub description: Localised,
}

/// A secret, or a value that may be one, told by where it stands and never by what it is (unless it is no secret).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Location {
    /// `env:NAME`.
    Env(String),
    /// `file:PATH`, relative to the policy folder.
    File(PathBuf),
    /// The value itself; the checker refuses one that carries a password.
    Plain(String),
}

/// Records of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dataset {
    /// The system it is in.
    pub system: SystemName,
    /// The table, in a database.
    pub table: Option<TableRef>,
    /// The folder, mailbox or other part of the system, for systems that are no databases.
    pub part: Option<String>,
    /// Columns that identify a record, for a table without a primary key.
    pub key: Vec<String>,
    /// Only these records: every column has one of the values (`None` is NULL).
    pub filter: BTreeMap<String, Vec<Option<Scalar>>>,
    /// Identifier kind → column.
    pub subject: BTreeMap<String, String>,
    /// Which groups of people the records are about.
    pub groups: Vec<SubjectGroupName>,
    /// What the records are called where people read of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub called: Option<Localised>,
    /// Column → category of personal data.
    pub fields: BTreeMap<String, Field>,
    /// Column that looks personal and is not → why.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub not_personal: BTreeMap<String, String>,
    /// Dataset that a record belongs to → the columns here that hold its key, in the order of that key.
    pub belongs_to: BTreeMap<DatasetName, Vec<String>>,
    /// Links that say more than `belongs_to` does; see [`Dataset::ties`].
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub links: BTreeMap<DatasetName, Vec<Tie>>,
    /// Why nobody can be told apart in these records (Art. 11).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_subject: Option<Localised>,
    /// Moments to count from.
    pub anchors: BTreeMap<AnchorName, Anchor>,
    /// Its name in Gallra's own register, which then says what its table is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub register: Option<String>,
}

impl Dataset {
    /// Whether any field is personal data.
    pub fn is_personal(&self) -> bool {
        !self.fields.is_empty() || !self.subject.is_empty()
    }

    /// The column that holds the key by which records of other systems name these: what `subject` gives for the column
    /// `by` there, or else the only column of `key`.
    pub fn key_for(&self, by: &str) -> Option<&str> {
        if let Some(table) = self.in_register() {
            return table.party;
        }
        self.subject.get(by).map(String::as_str).or(match self.key.as_slice() {
            [only] => Some(only),
            _ => None,
        })
    }

    /// What a set of keys of it is called after: that column, or the name of the key that the register opens.
    pub fn key_name<'d>(&'d self, by: &'d str) -> Option<&'d str> {
        let column = self.key_for(by)?;
        Some(if self.register.is_some() { by } else { column })
    }

    /// What the register knows about it, if it is there.
    pub fn in_register(&self) -> Option<&'static RegisterTable> {
        RegisterTable::find(self.register.as_deref()?)
    }

    /// The datasets of other systems that anchors here are read from, with the column here that holds the key.
    pub fn keyed(&self) -> impl Iterator<Item = (&DatasetName, &AnchorName, &String)> {
        self.anchors.values().filter_map(|anchor| match &anchor.source {
            AnchorSource::Keyed { dataset, anchor, by } => Some((dataset, anchor, by)),
            _ => None,
        })
    }
}

/// A column that holds personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// The category's dotted name, such as `person.name`; see [`crate::category`].
    pub category: String,
    /// Why a national identification number is needed (dataskyddslagen 3:10).
    pub reason: Option<String>,
}

/// A moment in a record's life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Anchor {
    /// Where it is read.
    pub source: AnchorSource,
    /// What it means that there is none.
    pub missing: Missing,
    /// Earliest plausible date; what is earlier is taken for a default value that nobody meant.
    pub since: Date,
    /// What has then happened, as a clause that follows "after": `the agreement has ended`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub means: Option<Localised>,
}

/// Where an anchor is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AnchorSource {
    /// A column of the record.
    Column {
        /// The column.
        column: String,
        /// How it is written, if the column's type does not tell.
        format: Option<ColumnFormat>,
        /// IANA zone of date-times without offset.
        time_zone: Option<String>,
    },
    /// `from: agreements.ended`, an anchor of a dataset that this one belongs to.
    Parent {
        /// That dataset.
        dataset: DatasetName,
        /// Its anchor.
        anchor: AnchorName,
    },
    /// `{from: agreements.ended, by: customer_no}`, the latest anchor that a dataset of another system has for a key.
    Keyed {
        /// That dataset.
        dataset: DatasetName,
        /// Its anchor.
        anchor: AnchorName,
        /// The column here that holds the key.
        by: String,
    },
    /// `latest: agreements.ended`, the latest among the records of a dataset that belongs to this one.
    LatestChild {
        /// That dataset.
        dataset: DatasetName,
        /// Its anchor.
        anchor: AnchorName,
    },
    /// What the kind of system knows by itself: a mail's `received`, a file's `modified`, a log line's `logged`,
    /// a snapshot's `taken`, an event's `ended`, a manual record's `filed`.
    Builtin,
}

/// How a column without a date type writes a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnFormat {
    /// Text with an ISO date first.
    Iso,
    /// Text in a `strftime`-like format.
    Text(String),
    /// Seconds since 1970.
    EpochSeconds,
    /// Milliseconds since 1970.
    EpochMillis,
}

/// What a missing anchor means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// Nobody knows: the record is reported as not checked.
    Unknown,
    /// It has not happened yet: the period has not begun, and the record is kept.
    Ongoing,
}

/// A processing activity (Art. 30).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Activity {
    /// In which capacity we process.
    pub role: Role,
    /// What for (Art. 5(1)(b)).
    pub purpose: Localised,
    /// The one primary legal basis (Art. 6); `None` for a processor, whose basis is the controller's.
    pub basis: Option<Basis>,
    /// Further bases that the policy names beside it.
    pub other_bases: Vec<Basis>,
    /// Basis for special categories (Art. 9(2)) or criminal data (Art. 10).
    pub special_basis: Option<String>,
    /// The data.
    pub data: Vec<DatasetName>,
    /// How long.
    pub keep: Keep,
    /// The day by which the period is looked at again.
    pub review: Option<Date>,
    /// What then happens.
    pub then: Disposal,
    /// How often disposal runs.
    pub every: Period,
    /// Who receives the data.
    pub recipients: Vec<RecipientName>,
    /// How it is protected.
    pub measures: Vec<MeasureName>,
    /// What a public notice tells besides.
    #[serde(skip_serializing_if = "Notice::is_silent")]
    pub notice: Notice,
}

/// Controller or processor (Art. 4(7), 4(8)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// We decide why and how.
    Controller,
    /// We process for a customer.
    Processor,
    /// Together with others (Art. 26).
    JointController,
}

/// A legal basis (Art. 6(1)) with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// (a), with where consents are recorded.
    Consent {
        /// The source of consents.
        source: Option<String>,
    },
    /// (b).
    Contract,
    /// (c), with the paragraph.
    LegalObligation {
        /// Such as `BFL 7:2`.
        source: Source,
    },
    /// (d).
    VitalInterests,
    /// (e), with the paragraph.
    PublicTask {
        /// The law that gives the task.
        source: Source,
    },
    /// (f), with the interest and its dated balancing test.
    LegitimateInterest {
        /// The interest.
        interest: Option<Localised>,
        /// When it was weighed.
        balancing_test: Option<Date>,
    },
}

/// When a plan needs `--expect N`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guard {
    /// Percent of a dataset's records; 20 by default.
    pub share_percent: u8,
    /// Times the number disposed of in the last finished run; 10 by default.
    pub times_last_run: u32,
}

impl Default for Guard {
    fn default() -> Self {
        Self { share_percent: 20, times_last_run: 10 }
    }
}
