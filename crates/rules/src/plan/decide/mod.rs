//! What becomes of a person's records when they ask for erasure: per group of records *erase*, *anonymise*, *keep* (on which
//! basis, by which article, until when) or *held* (GDPR Art. 17).
//!
//! Like the planner, this writes predicates and reads no record: which records are the person's comes from
//! [`crate::links::theirs`], what binds them from the policy's activities, and every group is a set that a system can count
//! and carry out. The groups of a dataset's records that go have no record in common, and together they are all of these.
//!
//! An activity keeps a record on request
//! - for a duty (`legal_obligation`, `public_task`): until its floor, or else its cap, has passed (Art. 17(3)(b));
//! - for a `contract`: while it is in force, which an anchor that has not happened yet tells, or else the handler
//!   (Art. 17(1)(a) is not met yet);
//! - by an exemption that the handler has weighed (Art. 17(3), 21(1)): until its cap has passed;
//! - as a processor: until the customer, who decides, says so (Art. 28(3)(e)).
//!
//! It keeps nothing on consent, on a legitimate interest or on vital interests without such an exemption. A floor
//! (`at_least`) that is no duty under the law is a question to the handler. Holds and locks of the store come before all.
//! A record of others that a duty or an exemption keeps is not altered to cut its link to the person either.

mod access;
mod basis;
mod groups;
mod needed;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use access::{Access, Field, Shown, access};
pub use groups::decide;

use crate::calculus::forward::{Facts, due_moment};
use crate::calculus::{Calendar, Reading, Side};
use crate::hold::{HoldId, Holds};
use crate::inventory::Shapes;
use crate::links::Found;
use crate::names::{ActivityName, AnchorName, DatasetName, SystemName};
use crate::plan::Question as CountQuestion;
use crate::policy::{Limit, Localised, Policy, PolicySet, Source};
use crate::predicate::{Predicate, Replacement, TableRef};
use crate::request::Ground;

/// What a decision is made from.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The policy.
    pub policy: &'a PolicySet,
    /// The shapes of the tables.
    pub shapes: &'a Shapes,
    /// The holds.
    pub holds: &'a Holds,
    /// The person's records.
    pub found: &'a Found,
    /// What the handler has weighed.
    pub weighed: &'a Weighed,
    /// The moment of the decision.
    pub now: Timestamp,
}

/// What only a person can weigh, activity by activity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weighed {
    /// Whether the contract with this person is in force.
    #[serde(default)]
    pub contracts: BTreeMap<ActivityName, bool>,
    /// An exemption that applies: Art. 17(3), or compelling grounds against an objection (Art. 21(1)).
    #[serde(default)]
    pub exemptions: BTreeMap<ActivityName, Ground>,
    /// That none applies, where that was asked.
    #[serde(default)]
    pub no_exemption: BTreeSet<ActivityName>,
    /// Activities as a processor for which the customer has told us to erase (Art. 28(3)(a), 28(3)(e)).
    #[serde(default)]
    pub instructed: BTreeSet<ActivityName>,
}

/// What has to be answered before all of it can be decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Is this activity's contract with the person in force? ([`Weighed::contracts`])
    InForce(ActivityName),
    /// This activity has a floor that no law asks for: which exemption, if any? ([`Weighed::exemptions`])
    Floor(ActivityName),
}

/// Why a record is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// A legal obligation or public task, with the paragraph that the policy names: Art. 17(3)(b).
    Duty {
        /// Such as `BFL 7:2`.
        source: Source,
    },
    /// The contract is in force, so the data are still necessary: Art. 17(1)(a) is not met.
    InForce,
    /// An exemption that the handler has weighed.
    Exempt(Ground),
    /// Records that are kept name it, and nothing in it says who it is.
    Needed,
}

/// Until when a record is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Until {
    /// A floor has passed: from then on retention disposes of it.
    Floor(LimitWords),
    /// A cap has passed.
    Cap(LimitWords),
    /// This has happened.
    Happened(BTreeSet<AnchorName>),
    /// The activity is looked at again on this day.
    Review(Date),
    /// The contract has ended: the handler says so.
    Ended,
    /// What is kept and names it has gone.
    NotNeeded,
    /// Nobody has said.
    NotStated,
}

/// A limit as the policy states it; [`Until`] counts from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LimitWords(pub String);

/// What becomes of a group of records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// They go.
    Erase,
    /// They stay without the person.
    Anonymise {
        /// What their columns become.
        columns: BTreeMap<String, Replacement>,
        /// Why not erased.
        why: Anonymised,
    },
    /// They stay.
    Keep {
        /// The activity that keeps them; none if other records do.
        by: Option<ActivityName>,
        /// Why.
        because: Because,
        /// Until when; record by record, [`until`] tells the day.
        until: Until,
    },
    /// A legal hold covers them: Art. 17(3)(e), 18.
    Held(HoldId),
    /// The store itself does not give them up.
    Locked,
    /// A person has to do it.
    Task {
        /// What.
        what: Localised,
        /// Which role.
        by: String,
    },
    /// The customer whose processor we are decides (Art. 28(3)(e)).
    NotOurs(ActivityName),
    /// A question is open.
    Open(Question),
    /// They are others' too, and stay for these.
    Shared,
}

/// Why records are anonymised rather than erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anonymised {
    /// The policy's `then`.
    Policy,
    /// Records that are kept name them.
    Needed,
    /// They are somebody else's, and lose the link.
    Link,
}

impl Verdict {
    /// The article that a letter names for it.
    pub const fn article(&self) -> Option<&'static str> {
        match self {
            Self::Erase | Self::Anonymise { .. } | Self::Task { .. } => Some("17(1)"),
            Self::Keep { because: Because::Duty { .. }, .. } => Some("17(3)(b)"),
            Self::Keep { because: Because::InForce | Because::Needed, .. } => Some("17(1)(a)"),
            Self::Keep { because: Because::Exempt(ground), .. } => match ground {
                Ground::Expression => Some("17(3)(a)"),
                Ground::LegalObligation => Some("17(3)(b)"),
                Ground::PublicHealth => Some("17(3)(c)"),
                Ground::Archiving => Some("17(3)(d)"),
                Ground::LegalClaims => Some("17(3)(e)"),
                Ground::CompellingGrounds => Some("21(1)"),
                Ground::RightsOfOthers => Some("15(4)"),
                Ground::Unfounded | Ground::Excessive => Some("12(5)"),
                Ground::NotIdentifiable => Some("11(2)"),
                Ground::ConditionsNotMet => Some("17(1)"),
                Ground::RestrictedByLaw => Some("23"),
            },
            Self::Held(_) => Some("17(3)(e)"),
            Self::NotOurs(_) => Some("28(3)(e)"),
            Self::Locked | Self::Open(_) | Self::Shared => None,
        }
    }

    /// Whether the record may not be changed either, so that somebody else's keeps its link to the person: the law or a
    /// claim wants it as it is (bokföringslagen 5:5 forbids to alter an entry), or a customer decides about it.
    const fn keeps_as_it_is(&self) -> bool {
        matches!(
            self,
            Self::Keep { because: Because::Duty { .. } | Because::Exempt(_), .. } | Self::NotOurs(_)
        )
    }

    /// Whether something is done to the records.
    pub const fn changes(&self) -> bool {
        matches!(self, Self::Erase | Self::Anonymise { .. })
    }
}

/// Records of one dataset with one verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The dataset.
    pub dataset: DatasetName,
    /// Its system.
    pub system: SystemName,
    /// Its table.
    pub table: TableRef,
    /// Columns that identify a record; empty if there are none.
    pub key: Vec<String>,
    /// Which records: the person's, and none of a group before it; a record of others may lose several links.
    pub which: Predicate,
    /// What becomes of them.
    pub verdict: Verdict,
}

/// What is decided.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// The groups, records that name others before those: the order in which they can be carried out.
    pub groups: Vec<Group>,
    /// What has to be counted first, and to be none: records of the person that lie further than links were followed.
    pub beyond: BTreeMap<DatasetName, Predicate>,
    /// What is asked before the rest can be decided.
    pub questions: BTreeSet<Question>,
    /// Datasets that cannot be decided about, and why.
    pub not_checked: BTreeMap<DatasetName, String>,
}

impl Group {
    /// What a connector is asked to count: the group's records.
    pub fn question(&self) -> CountQuestion {
        CountQuestion {
            dataset: self.dataset.clone(),
            system: self.system.clone(),
            table: self.table.clone(),
            key: self.key.clone(),
            within: self.which.clone(),
            due: self.which.clone(),
            oldest_of: None,
            overdue: None,
            counts: BTreeMap::new(),
            except: Vec::new(),
            effects: Vec::new(),
            partitions: Vec::new(),
        }
    }
}

impl Decided {
    /// Whether anything is erased or anonymised, so that a second person has to approve
    /// ([`crate::request::Request::decide`]).
    pub fn erases(&self) -> bool {
        self.groups.iter().any(|group| group.verdict.changes())
    }
}

/// The first moment at which nothing keeps a record on the limit that a verdict names: the day of the letter, and of the
/// register of kept records. `None` if that is never or cannot be known from the record.
pub fn until(
    policy: &Policy,
    calendar: &Calendar,
    by: &ActivityName,
    until: &Until,
    record: &Facts,
) -> Option<Timestamp> {
    let keep = &policy.activities.get(by)?.keep;
    let counted = |limit: &Limit, side| match record.anchors.get(&limit.anchor)? {
        Reading::At(moment) => due_moment(calendar, moment, limit.round, limit.period, side),
        Reading::Missing | Reading::Implausible => None,
    };
    match until {
        Until::Floor(_) => counted(keep.at_least.as_ref()?, Side::Floor),
        Until::Cap(_) => counted(keep.at_most.as_ref()?, Side::Cap),
        Until::Review(day) => calendar.start_of(*day),
        Until::Happened(_) | Until::Ended | Until::NotNeeded | Until::NotStated => None,
    }
}
