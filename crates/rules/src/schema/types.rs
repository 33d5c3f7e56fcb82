//! The language as types, only for the schema. What stands in the doc comments is what editors show.

#![allow(dead_code, reason = "these types describe; they are never made")]

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::link::{Links, Requests};
use super::notice::Notice;
use super::system::System;
use crate::category;
use crate::syntax::shape;

pub(super) fn words<T>(words: shape::Words<T>) -> Vec<&'static str> {
    words.iter().map(|(word, _)| *word).collect()
}

fn categories() -> Vec<&'static str> {
    category::all().map(|category| category.name).collect()
}

fn categories_and_none() -> Vec<&'static str> {
    categories().into_iter().chain([shape::NOT_PERSONAL_FIELD]).collect()
}

/// A folder of such files is a policy. Sections may be divided between files as you like.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Policy {
    /// Version of the language: 1.
    #[schemars(extend("const" = 1))]
    gallra: Option<u8>,
    /// Who is responsible.
    organisation: Option<Organisation>,
    /// When a plan is unusual enough to ask for the number of records first.
    guard: Option<Guard>,
    /// How data subjects are answered (Art. 12).
    requests: Option<Requests>,
    /// Groups of people whom the data is about (Art. 30(1)(c)).
    subjects: Option<BTreeMap<String, Text>>,
    /// Who receives the data, or processes it for you (Art. 28, 30(1)(d)).
    recipients: Option<BTreeMap<String, Recipient>>,
    /// Security measures (Art. 32).
    measures: Option<BTreeMap<String, Text>>,
    /// Where data is.
    systems: Option<BTreeMap<String, System>>,
    /// What data there is.
    datasets: Option<BTreeMap<String, Dataset>>,
    /// Why, on what basis, and for how long (Art. 30).
    activities: Option<BTreeMap<String, Activity>>,
    /// What only people can keep, and attest: training, certificates, reviews, paper (Art. 24, 32(1)(d)).
    duties: Option<BTreeMap<String, Duty>>,
}

/// A text, or a text for each language: `{sv: …, en: …}`.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Text {
    /// In a language that is not told.
    One(String),
    /// By ISO 639-1 code.
    Each(BTreeMap<String, String>),
}

/// A name, or a list of names.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Names {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

/// A date: year-month-day.
#[derive(JsonSchema)]
#[schemars(transparent, extend("pattern" = r"^\d{4}-\d{2}-\d{2}$"))]
struct Date(String);

/// ISO 3166-1 alpha-2.
#[derive(JsonSchema)]
#[schemars(transparent, extend("pattern" = "^[A-Z]{2}$"))]
pub(super) struct Country(String);

/// A number and a unit: `7 years`, `18 months`, `30 days`, `72 hours`.
#[derive(JsonSchema)]
#[schemars(transparent, extend("pattern" = r"\d"))]
struct Period(String);

/// How long and from when: `2 years after received`, `7 years after financial_year(issued)`.
#[derive(JsonSchema)]
#[schemars(transparent, extend("pattern" = r"\d.* (after|efter) ."))]
struct Limit(String);

/// Something that YAML may take for a number.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Digits {
    /// As a number.
    Number(u64),
    /// As a text.
    Text(String),
}

/// Transfer mechanism for a country outside the EEA (Art. 44–46).
#[derive(JsonSchema)]
#[schemars(transparent, extend("enum" = words(shape::TRANSFERS)))]
pub(super) struct Transfer(String);

/// The company.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Organisation {
    /// Registered name.
    name: String,
    /// Organisation number; checked if the country is SE.
    number: Option<Digits>,
    /// Where it is registered.
    country: Country,
    /// IANA zone in which calendar periods are counted: Europe/Stockholm.
    time_zone: String,
    /// Month and day on which the financial year ends; 12-31 if not stated.
    #[schemars(extend("pattern" = r"^\d{2}-\d{2}$"))]
    financial_year_ends: Option<String>,
    /// As published.
    contact: Option<Contact>,
    /// Data protection officer (Art. 37).
    dpo: Option<Contact>,
    /// Representative in the Union, for a company outside it (Art. 27).
    representative: Option<Contact>,
    /// Supervisory authority: Integritetsskyddsmyndigheten in Sweden.
    authority: Option<String>,
    /// How long customers can object to a new or other sub-processor (Art. 28(2)): 30 days if not stated.
    objection_window: Option<Period>,
}

/// How to reach somebody.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Contact {
    /// Name or function.
    name: Option<String>,
    /// Postal address.
    address: Option<String>,
    /// E-mail.
    email: Option<String>,
    /// Telephone.
    phone: Option<Digits>,
}

/// A plan above these needs the expected number of records.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Guard {
    /// Share of a dataset, such as `20 %`.
    share: Option<Digits>,
    /// Times the number of the last run.
    times_last_run: Option<Digits>,
}

/// Somebody who receives data (Art. 4(9)) or processes it for you (Art. 28).
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Recipient {
    /// Registered name.
    name: String,
    /// In which capacity.
    #[schemars(extend("enum" = words(shape::RECIPIENT_ROLES)))]
    role: String,
    /// Where the data is processed.
    country: Country,
    /// Needed outside the EEA.
    transfer: Option<Transfer>,
    /// Reference to the agreement; needed for a processor (Art. 28(3)).
    agreement: Option<String>,
    /// What for.
    purpose: Option<Text>,
    /// How it is reached: shown to customers in the list of sub-processors.
    contact: Option<Contact>,
    /// The day from which it is used as it stands here; before it, its notice can run out.
    from: Option<Date>,
}

/// Records of one kind in one system.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Dataset {
    /// The system.
    #[schemars(rename = "in")]
    system: String,
    /// The table, in a database: `customers`, `sales.customers`, or `{schema: …, name: …}`; of the register its name there,
    /// such as `contacts` or `service_agreements`.
    table: Option<Table>,
    /// The folder, mailbox or other part of a system that is no database. `{name}` names a piece of the path.
    part: Option<String>,
    /// Columns that identify a record, for a table without a primary key.
    key: Option<Names>,
    /// Only these records: each column has the value, or one of the values.
    #[schemars(rename = "where")]
    filter: Option<BTreeMap<String, Filter>>,
    /// Groups of people whom the records are about.
    about: Option<Names>,
    /// What the records are called where people read of them.
    called: Option<Text>,
    /// Identifiers of a person → column: `{customer_no: id, email: email}`.
    subject: Option<BTreeMap<String, String>>,
    /// Why nobody can be told apart in these records (Art. 11).
    no_subject: Option<Text>,
    /// Personal columns → category.
    fields: Option<BTreeMap<String, Field>>,
    /// Dataset that a record belongs to → the columns here that hold its key.
    belongs_to: Option<BTreeMap<String, Links>>,
    /// Moments that periods count from.
    anchors: Option<BTreeMap<String, Anchor>>,
}

/// A table.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Table {
    /// `customers`, `sales.customers`.
    Name(String),
    /// For names with dots in them.
    Parts(TableName),
}

/// A table by its parts.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct TableName {
    /// Schema (PostgreSQL) or database (MariaDB).
    schema: Option<String>,
    /// Table.
    name: String,
}

/// A value, or several of which one must hold; null is NULL.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Filter {
    /// One.
    One(Option<Value>),
    /// One of several.
    Several(Vec<Option<Value>>),
}

/// A value to compare with.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Value {
    /// `true`, `false`.
    Truth(bool),
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
}

/// A category of personal data.
#[derive(JsonSchema)]
#[schemars(transparent, extend("enum" = categories()))]
struct Category(String);

/// A category of personal data, or that there is none.
#[derive(JsonSchema)]
#[schemars(transparent, extend("enum" = categories_and_none()))]
struct ExplainedCategory(String);

/// What a personal column holds.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Field {
    /// The category.
    Category(Category),
    /// With a reason.
    Explained(ExplainedField),
}

/// What a personal column holds, and why it is needed.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ExplainedField {
    /// The category; not_personal for a column that looks personal and is not.
    is: ExplainedCategory,
    /// Why it is needed, or why it is not personal; a personnummer must say so (dataskyddslagen 3:10).
    because: Option<String>,
}

/// A moment in a record's life.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Anchor {
    /// A column.
    Column(String),
    /// Elsewhere, or with more to say.
    Explained(ExplainedAnchor),
}

/// Where a moment is read: exactly one of `column`, `from`, `latest`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ExplainedAnchor {
    /// A column of the record.
    column: Option<String>,
    /// An anchor of the dataset that this one belongs to: `agreements.ended`.
    from: Option<String>,
    /// The column here that holds the key, if `from` names a dataset of another system.
    by: Option<String>,
    /// The latest among the records that belong to this one: `orders.placed`.
    latest: Option<String>,
    /// How the column writes it: iso, epoch_seconds, epoch_millis, or such as `%d/%m/%Y`.
    format: Option<String>,
    /// IANA zone of date-times without offset.
    time_zone: Option<String>,
    /// What it means that there is none: unknown (reported) or ongoing (not yet).
    #[schemars(extend("enum" = words(shape::MISSING)))]
    missing: Option<String>,
    /// What is earlier is taken for a default that nobody meant.
    since: Option<Date>,
    /// What has then happened, as a clause that follows "after": `the agreement has ended`.
    means: Option<Text>,
}

/// A processing activity.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Activity {
    /// In which capacity you process (Art. 4(7), 4(8)).
    #[schemars(extend("enum" = words(shape::ROLES)))]
    role: String,
    /// What for (Art. 5(1)(b)).
    purpose: Text,
    /// Legal basis (Art. 6); a processor needs none. Of a list the first is primary.
    basis: Option<Bases>,
    /// Basis for special categories (Art. 9(2)) or criminal data (Art. 10): `9(2)(b)`.
    special_basis: Option<String>,
    /// Datasets.
    data: Names,
    /// How long.
    keep: Option<Keep>,
    /// By when the period is looked at again.
    review: Option<Date>,
    /// What then happens: delete, if nothing is said.
    then: Option<Disposal>,
    /// How often disposal runs: day, week, month, year or a period; day if nothing is said.
    every: Option<String>,
    /// Who receives the data.
    recipients: Option<Names>,
    /// How it is protected.
    measures: Option<Names>,
    /// What a public notice tells besides (Art. 13, 14).
    notice: Option<Notice>,
}

/// One legal basis, or several of which the first is primary.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Bases {
    /// One.
    One(Basis),
    /// Several: `check` warns.
    Several(Vec<Basis>),
}

/// A legal basis.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Basis {
    /// By name.
    Name(BasisName),
    /// With what it rests on.
    Explained(ExplainedBasis),
}

/// A legal basis that needs no more.
#[derive(JsonSchema)]
#[schemars(transparent, extend("enum" = shape::BASES))]
struct BasisName(String);

/// A legal basis with what it rests on: one of these.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ExplainedBasis {
    /// Art. 6(1)(a).
    consent: Option<Consent>,
    /// Art. 6(1)(c), with the paragraph: `BFL 7:2`.
    legal_obligation: Option<Text>,
    /// Art. 6(1)(e), with the paragraph.
    public_task: Option<Text>,
    /// Art. 6(1)(f).
    legitimate_interest: Option<LegitimateInterest>,
}

/// Consent.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Consent {
    /// Where consents are recorded (Art. 7(1)).
    source: Option<String>,
}

/// Legitimate interest.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct LegitimateInterest {
    /// The interest, as the notice names it (Art. 13(1)(d)).
    interest: Option<Text>,
    /// When it was weighed against people's interests.
    balancing_test: Option<Date>,
}

/// How long records are kept.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Keep {
    /// Not shorter: the law, or a duty.
    at_least: Option<Limit>,
    /// Not longer: the promise.
    at_most: Option<Limit>,
    /// Customers who chose less than `at_most`.
    per_customer: Option<PerCustomer>,
    /// No period can be named: somebody looks again by this day.
    until_review: Option<Date>,
}

/// Customers' own settings under the ceiling of `at_most`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct PerCustomer {
    /// The column that tells whose a record is.
    column: String,
    /// Customer → the period it chose.
    settings: Option<BTreeMap<String, Period>>,
    /// The system of the kind register, where customers have settings of their own.
    from: Option<String>,
    /// Which of a customer's keys in the register the column holds, such as customer_no.
    by: Option<String>,
}

/// What happens when the time is up.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Disposal {
    /// `delete`.
    Name(DisposalName),
    /// Anonymise, or a task for a person.
    Explained(ExplainedDisposal),
}

/// Records go.
#[derive(JsonSchema)]
#[schemars(transparent, extend("const" = "delete"))]
struct DisposalName(String);

/// One of these.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ExplainedDisposal {
    /// Column → null, token, year, network, or a text in quotes.
    anonymise: Option<BTreeMap<String, Option<Value>>>,
    /// Only a person can do it.
    task: Option<Task>,
}

/// What a person does.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Task {
    /// What.
    what: Text,
    /// Which role.
    by: String,
}

/// What only people can keep. At most one of `for`, `of` and `in`.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Duty {
    /// What is done.
    what: Text,
    /// The role that answers for it; a role, never a person's name.
    by: String,
    /// How often: month, year or a period such as `6 months`. A certification needs none.
    every: Option<String>,
    /// A certificate's own last day decides.
    certification: Option<bool>,
    /// Roles, each attested by itself.
    #[schemars(rename = "for")]
    roles: Option<Names>,
    /// Recipients, each attested by itself; `recipients` for every processor and sub-processor.
    of: Option<Names>,
    /// A system, such as an archive of paper.
    #[schemars(rename = "in")]
    system: Option<String>,
}
