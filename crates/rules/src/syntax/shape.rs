//! The fields that each part of the language has, and the words that a field may hold.
//!
//! The reader refuses what is not here; a test holds this list against the JSON Schema.

use crate::policy::{Missing, RecipientRole, ResidueWork, Role, SystemKind, Tied, Transfer, Unreached};

/// A mapping of the language.
#[derive(Debug)]
pub(crate) struct Shape {
    /// Name of its definition in the JSON Schema.
    pub(crate) name: &'static str,
    /// Message id of what it is called.
    pub(crate) term: &'static str,
    /// Its fields.
    pub(crate) keys: &'static [&'static str],
}

macro_rules! shapes {
    ($($ident:ident = $name:literal $term:literal [$($key:literal)*];)*) => {
        $(pub(crate) const $ident: Shape = Shape { name: $name, term: $term, keys: &[$($key),*] };)*
        /// All of them.
        #[cfg(test)]
        pub(crate) const ALL: &[&Shape] = &[$(&$ident),*];
    };
}

shapes! {
    POLICY = "Policy" "term-policy"
        ["gallra" "organisation" "guard" "requests" "subjects" "recipients" "measures" "systems" "datasets" "activities"
         "duties"];
    ORGANISATION = "Organisation" "term-organisation"
        ["name" "number" "country" "time_zone" "financial_year_ends" "contact" "dpo" "representative" "authority"
         "objection_window"];
    CONTACT = "Contact" "term-contact" ["name" "address" "email" "phone"];
    GUARD = "Guard" "term-guard" ["share" "times_last_run"];
    RECIPIENT = "Recipient" "term-recipient" ["name" "role" "country" "transfer" "agreement" "purpose" "contact" "from"];
    SYSTEM = "System" "term-system"
        ["kind" "url" "path" "format" "country" "transfer" "operated_by" "time_zone" "place" "responsible" "index" "ca"
         "hosts" "region" "residue" "residue_window" "not_personal"];
    NOT_PERSONAL = "NotPersonal" "term-not-personal" ["tables" "parts" "because"];
    DATASET = "Dataset" "term-dataset"
        ["in" "table" "part" "key" "where" "about" "called" "subject" "no_subject" "fields" "belongs_to" "anchors"];
    TABLE = "TableName" "term-table" ["schema" "name"];
    LINK = "Link" "term-link" ["by" "as" "anonymise"];
    REQUESTS = "Requests" "term-requests" ["unreached"];
    FIELD = "ExplainedField" "term-field" ["is" "because"];
    ANCHOR = "ExplainedAnchor" "term-anchor"
        ["column" "from" "by" "latest" "format" "time_zone" "missing" "since" "means"];
    ACTIVITY = "Activity" "term-activity"
        ["role" "purpose" "basis" "special_basis" "data" "keep" "review" "then" "every" "recipients" "measures" "notice"];
    NOTICE = "Notice" "term-notice" ["source" "automated_decisions" "joint_controllers"];
    BASIS = "ExplainedBasis" "term-basis" ["consent" "legal_obligation" "public_task" "legitimate_interest"];
    CONSENT = "Consent" "term-consent" ["source"];
    INTEREST = "LegitimateInterest" "term-interest" ["interest" "balancing_test"];
    KEEP = "Keep" "term-keep" ["at_least" "at_most" "per_customer" "until_review"];
    PER_CUSTOMER = "PerCustomer" "term-per-customer" ["column" "settings" "from" "by"];
    DISPOSAL = "ExplainedDisposal" "term-then" ["anonymise" "task"];
    DUTY = "Duty" "term-duty" ["what" "by" "every" "certification" "for" "of" "in"];
    TASK = "Task" "term-task" ["what" "by"];
}

/// Stands where a category would, for a column that looks personal and is not.
pub(crate) const NOT_PERSONAL_FIELD: &str = "not_personal";

/// Stands where names of recipients would, for every processor and sub-processor.
pub(crate) const ALL_RECIPIENTS: &str = "recipients";

/// Words of a field, each with what it means.
pub(crate) type Words<T> = &'static [(&'static str, T)];

pub(crate) const ROLES: Words<Role> = &[
    ("controller", Role::Controller),
    ("processor", Role::Processor),
    ("joint_controller", Role::JointController),
];

pub(crate) const RECIPIENT_ROLES: Words<RecipientRole> = &[
    ("controller", RecipientRole::Controller),
    ("processor", RecipientRole::Processor),
    ("sub_processor", RecipientRole::SubProcessor),
    ("authority", RecipientRole::Authority),
];

pub(crate) const TRANSFERS: Words<Transfer> = &[
    ("adequacy_decision", Transfer::AdequacyDecision),
    ("standard_contractual_clauses", Transfer::StandardContractualClauses),
    ("binding_corporate_rules", Transfer::BindingCorporateRules),
    ("code_of_conduct", Transfer::CodeOfConduct),
    ("certification", Transfer::Certification),
    ("derogation", Transfer::Derogation),
];

pub(crate) const KINDS: Words<SystemKind> = &[
    ("postgres", SystemKind::Postgres),
    ("mysql", SystemKind::Mysql),
    ("sqlite", SystemKind::Sqlite),
    ("files", SystemKind::Files),
    ("logs", SystemKind::Logs),
    ("imap", SystemKind::Imap),
    ("caldav", SystemKind::Caldav),
    ("carddav", SystemKind::Carddav),
    ("s3", SystemKind::S3),
    ("webdav", SystemKind::Webdav),
    ("sftp", SystemKind::Sftp),
    ("backup", SystemKind::Backup),
    ("microsoft365", SystemKind::Microsoft365),
    ("website", SystemKind::Website),
    ("manual", SystemKind::Manual),
    ("register", SystemKind::Register),
];

pub(crate) const RESIDUE: Words<ResidueWork> =
    &[("report", ResidueWork::Report), ("clear", ResidueWork::Clear)];

pub(crate) const TIED: Words<Tied> =
    &[("owned", Tied::Owned), ("shared", Tied::Shared), ("refers", Tied::Refers), ("shares", Tied::Shares)];

pub(crate) const UNREACHED: Words<Unreached> = &[("warn", Unreached::Warn), ("refuse", Unreached::Refuse)];

pub(crate) const MISSING: Words<Missing> = &[("unknown", Missing::Unknown), ("ongoing", Missing::Ongoing)];

pub(crate) const TRUTH: Words<bool> = &[("true", true), ("false", false)];

/// Bases by name; those that need more than the name are in [`BASIS`] too.
pub(crate) const BASES: &[&str] =
    &["consent", "contract", "legal_obligation", "vital_interests", "public_task", "legitimate_interest"];
