//! How long records are kept, and what happens to them then.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Localised;
use crate::names::{AnchorName, CustomerKey, SystemName};
use crate::period::Period;
use crate::predicate::Replacement;

/// How long records are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Keep {
    /// Not shorter: the law, or a duty.
    pub at_least: Option<Limit>,
    /// Not longer: the promise.
    pub at_most: Option<Limit>,
    /// Customers who chose a shorter time than `at_most`.
    pub per_customer: Option<PerCustomer>,
}

/// A period and what it is counted from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Limit {
    /// How long.
    pub period: Period,
    /// To which calendar boundary the anchor is first moved.
    pub round: Round,
    /// From when.
    pub anchor: AnchorName,
}

/// The calendar boundary that a period starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Round {
    /// The anchor itself.
    None,
    /// `financial_year(…)`: for a Swedish company 31 December of the calendar year in which the anchor's financial year
    /// ended (bokföringslagen 7:2), elsewhere the last day of that financial year.
    FinancialYear,
    /// `calendar_year(…)`: 31 December of the anchor's year.
    CalendarYear,
    /// `calendar_month(…)`: the last day of the anchor's month.
    CalendarMonth,
}

/// Customers' own settings under the ceiling of `at_most`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PerCustomer {
    /// The column that tells whose a record is, in each dataset of the activity.
    pub column: String,
    /// Customer → the period it chose, counted like `at_most`.
    pub settings: BTreeMap<CustomerKey, Period>,
    /// Where else settings are: in Gallra's own register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<OwnSettings>,
}

/// Settings that customers have in the register, dataset by dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OwnSettings {
    /// The register's name among the systems.
    pub from: SystemName,
    /// Which of a customer's keys in the register the column holds.
    pub by: String,
}

/// What happens to a record whose time is up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposal {
    /// It goes.
    Delete,
    /// It stays, without the person: column → replacement.
    Anonymise(BTreeMap<String, Replacement>),
    /// A person does it: what, and which role.
    Task {
        /// What to do.
        what: Localised,
        /// Which role.
        by: String,
    },
}
