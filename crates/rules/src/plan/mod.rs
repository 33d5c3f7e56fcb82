//! The plan: exactly what will be disposed of, where, why, and within which bounds.
//!
//! A plan is complete in itself: whoever carries it out needs neither the policy nor a choice. It is valid only for the
//! policy, the shapes and the holds that it was made from, told by their hashes.

mod anchors;
pub mod audit;
mod check;
mod children;
pub mod decide;
mod draft;
pub mod ending;
pub mod erase;
mod file;
mod finish;
mod fit;
mod holds;
mod keys;
pub(crate) mod logic;
mod order;
mod rule;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::hash::ContentHash;
use crate::hold::HoldId;
use crate::inventory::{CountKind, Effect};
use crate::keys::{KeysName, Seen};
use crate::names::{ActivityName, DatasetName, SystemName};
use crate::predicate::{AnchorValue, Cutoff, Predicate, Replacement, TableRef};
use crate::residue::Residue;

pub use check::{CheckedPlan, PlanFault, Source, check_plan};
pub use draft::{Draft, draft};
pub use erase::About;
pub use file::{MAX_PLAN_BYTES, PlanReadError};
pub use finish::{LastRun, SMALL_RUN, plan};
pub use keys::keys_needed;

/// The version of the plan file that this build writes and reads.
pub const PLAN_FORMAT: u32 = 1;

/// What is to be disposed of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// [`PLAN_FORMAT`].
    pub format: u32,
    /// The organisation's name.
    pub organisation: String,
    /// IANA zone in which the periods were counted.
    pub time_zone: String,
    /// The moment the plan was made for: the *t* of the retention calculus.
    pub made_at: Timestamp,
    /// Hash of the policy.
    pub policy: ContentHash,
    /// Hash of the shapes of the tables.
    pub shapes: ContentHash,
    /// Hash of the holds in force.
    pub holds: ContentHash,
    /// The sets of keys that were read from other systems, by hash.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub keys: BTreeMap<KeysName, Seen>,
    /// Whom it is about, if it erases at somebody's request; none for what the rules ask for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// The steps, in the order they are carried out.
    pub steps: Vec<Step>,
    /// Datasets for which nothing is planned, or not everything, and why.
    pub notes: Vec<Note>,
}

impl Plan {
    /// The plan's content hash: what is approved.
    pub fn hash(&self) -> Result<ContentHash, serde_json::Error> {
        ContentHash::of(self)
    }
    /// Records that the plan would dispose of, all steps together.
    pub fn rows(&self) -> u64 {
        self.steps.iter().map(|step| step.expected.disposable).sum()
    }
}

/// Identifies a step within its plan, and with the plan's hash everywhere; the idempotency key of its work.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StepId(pub String);

/// Disposal of records of one dataset by one action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its id.
    pub id: StepId,
    /// The system.
    pub system: SystemName,
    /// The dataset.
    pub dataset: DatasetName,
    /// The table.
    pub table: TableRef,
    /// Columns that identify a record: the primary key, or the policy's `key`; empty if there is none.
    pub key: Vec<String>,
    /// What is done.
    pub action: Action,
    /// Which records: the rule alone. For [`Action::Anonymise`] it includes that something is left to anonymise.
    pub due: Predicate,
    /// Which of those are left alone, and why.
    pub except: Vec<Exception>,
    /// Foreign-key columns, all nullable, that are set to NULL first, to break a cycle of references.
    pub unlink: Vec<String>,
    /// What was counted when the plan was made. No more than `disposable` records are touched, whatever the table
    /// holds by then.
    pub expected: Expected,
    /// The rules that ask for it.
    pub because: Vec<Reason>,
    /// Steps that are finished before this one starts: those of its children.
    pub after: Vec<StepId>,
    /// Whether the step is unusual enough to need an expected number at approval.
    pub guard: Option<GuardHit>,
    /// What is done afterwards about the bytes that the system still keeps. Plans from before there was a choice do not
    /// say it, and only look.
    #[serde(default, skip_serializing_if = "Residue::is_usual")]
    pub residue: Residue,
}

/// What is done to a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It goes.
    Delete,
    /// Its columns get these values.
    Anonymise(BTreeMap<String, Replacement>),
}

/// Records that a step leaves alone although the rule covers them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// Why.
    pub why: Why,
    /// Which, when the step is carried out.
    pub when: Predicate,
    /// Which, as foreseen while planning: a child that an earlier step will delete does not count.
    pub foreseen: Predicate,
}

/// Why a due record is left alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A legal hold: outcome `held`.
    Held(HoldId),
    /// The store's own lock, which nobody tries to get around: outcome `held`.
    Locked,
    /// Records of another (or the same) table still refer to it: outcome `kept`.
    Referenced {
        /// That table.
        table: TableRef,
        /// Its dataset, if the policy has one for it.
        dataset: Option<DatasetName>,
    },
}

/// What was counted when the plan was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// Records in the dataset.
    pub total: u64,
    /// Whether `total` is an estimate.
    pub total_is_estimate: bool,
    /// Records that the rule covers.
    pub due: u64,
    /// Oldest anchor among them.
    pub oldest: Option<Date>,
    /// Of the due, those whose cap had passed.
    pub overdue: u64,
    /// Due records kept by each exception, in their order.
    pub excepted: Vec<u64>,
    /// What the step will dispose of, and the most it may.
    pub disposable: u64,
    /// Rows of other tables that go or change with them.
    pub effects: Vec<(Effect, u64)>,
    /// Partitions that are dropped whole, with their rows.
    pub whole_partitions: Vec<(TableRef, u64)>,
    /// The last day on which a lock of the store's own holds one of the due records, where a lock has an end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_until: Option<Date>,
}

/// A rule that asks for a step, in words and as a cutoff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The activity.
    pub activity: ActivityName,
    /// The rule as the policy states it, such as `at_most 2 years after received`.
    pub rule: String,
    /// The legal basis in short.
    pub basis: Option<String>,
    /// The first moment not covered.
    pub cutoff: Cutoff,
}

/// Why a step needs an expected number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GuardHit {
    /// More than this share of the dataset.
    Share {
        /// The policy's limit.
        limit_percent: u8,
    },
    /// More than this many times the last run.
    Times {
        /// The policy's limit.
        limit: u32,
        /// Records disposed of then.
        last: u64,
    },
}

/// Something about a dataset that a plan has to say without a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The dataset.
    pub dataset: DatasetName,
    /// What.
    pub what: NoteKind,
}

/// What a plan says without a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// The dataset could not be looked at: outcome `not_checked`.
    NotChecked {
        /// Why.
        reason: String,
    },
    /// Records that are not due, counted by why they stand out.
    Counted {
        /// Why.
        kind: CountKind,
        /// How many.
        rows: u64,
        /// For [`CountKind::KeptBeyondCap`]: the activity and basis that keep them.
        basis: Option<String>,
    },
    /// A person has to do it.
    Task {
        /// Due records.
        rows: u64,
        /// What to do.
        what: String,
        /// Which role.
        by: String,
    },
    /// No activity limits this dataset.
    NoRule,
    /// Records of the person that stay, and why.
    Kept {
        /// How many.
        rows: u64,
        /// The activity that keeps them; none if other records do.
        by: Option<ActivityName>,
        /// Why.
        because: decide::Because,
        /// Until when.
        until: decide::Until,
        /// The article of the GDPR.
        article: Option<String>,
    },
    /// Records of the person that a legal hold covers.
    Held {
        /// How many.
        rows: u64,
        /// Which.
        hold: HoldId,
    },
    /// Records of the person that the store itself does not give up.
    Locked {
        /// How many.
        rows: u64,
    },
    /// Records of the person about which a customer decides, whose processor we are.
    NotOurs {
        /// How many.
        rows: u64,
        /// The activity.
        by: ActivityName,
    },
    /// Records of the person about which a question is open.
    Open {
        /// How many.
        rows: u64,
        /// Which.
        question: decide::Question,
    },
    /// Records that are others' too, and stay for these.
    Shared {
        /// How many.
        rows: u64,
    },
}

/// What a connector is asked about one dataset. It answers with an [`crate::inventory::Measure`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The dataset.
    pub dataset: DatasetName,
    /// The system.
    pub system: SystemName,
    /// The table.
    pub table: TableRef,
    /// Columns that identify a record.
    pub key: Vec<String>,
    /// The policy's filter: only these records belong to the dataset.
    pub within: Predicate,
    /// The rule (it includes `within`).
    pub due: Predicate,
    /// Anchor whose oldest value among the due is wanted.
    pub oldest_of: Option<AnchorValue>,
    /// Among the due: those whose cap has passed.
    pub overdue: Option<Predicate>,
    /// Other counts (each predicate includes `within`).
    pub counts: BTreeMap<CountKind, Predicate>,
    /// Exceptions, by [`Exception::foreseen`], in order.
    pub except: Vec<Predicate>,
    /// Effects whose rows are to be counted for the disposable records.
    pub effects: Vec<Effect>,
    /// Partitions to be looked at; empty unless the action is to delete.
    pub partitions: Vec<TableRef>,
}
