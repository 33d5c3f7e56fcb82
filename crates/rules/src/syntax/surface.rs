//! A policy as it was written: every value with its place, nothing resolved yet.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::diagnostic::Span;
use crate::period::Period;
use crate::policy::{
    AutomatedDecisions, Basis, ColumnFormat, Limit, Localised, Location, Missing, MonthDay, Origin,
    RecipientRole, ResidueWork, Role, SystemKind, Tied, Transfer, Unreached, Window,
};
use crate::predicate::{Replacement, Scalar, TableRef};

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Sp<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// A field's value: not there, there but refused (and reported), or good.
#[derive(Clone, Debug)]
pub(crate) enum Got<T> {
    Absent,
    Bad,
    Good(Sp<T>),
}

impl<T> Got<T> {
    pub(crate) fn good(&self) -> Option<&Sp<T>> {
        match self {
            Self::Good(value) => Some(value),
            Self::Absent | Self::Bad => None,
        }
    }
    pub(crate) fn value(&self) -> Option<&T> {
        self.good().map(|good| &good.value)
    }
    pub(crate) fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

/// Things by name, each with the place of its name.
pub(crate) type Named<T> = BTreeMap<String, Entry<T>>;

#[derive(Clone, Debug)]
pub(crate) struct Entry<T> {
    pub(crate) name: Span,
    pub(crate) value: T,
}

/// Names in a list.
pub(crate) type Names = Vec<Sp<String>>;

#[derive(Debug, Default)]
pub(crate) struct Surface {
    pub(crate) organisation: Option<Entry<Organisation>>,
    pub(crate) guard: Option<Entry<Guard>>,
    pub(crate) requests: Option<Entry<Requests>>,
    pub(crate) subjects: Named<Got<Localised>>,
    pub(crate) recipients: Named<Recipient>,
    pub(crate) measures: Named<Got<Localised>>,
    pub(crate) systems: Named<System>,
    pub(crate) datasets: Named<Dataset>,
    pub(crate) activities: Named<Activity>,
    pub(crate) duties: Named<Duty>,
}

#[derive(Debug)]
pub(crate) struct Organisation {
    pub(crate) name: Got<String>,
    pub(crate) number: Got<String>,
    pub(crate) country: Got<String>,
    pub(crate) time_zone: Got<String>,
    pub(crate) financial_year_ends: Got<MonthDay>,
    pub(crate) contact: Option<crate::policy::Contact>,
    pub(crate) dpo: Option<crate::policy::Contact>,
    pub(crate) representative: Option<crate::policy::Contact>,
    pub(crate) authority: Got<String>,
    pub(crate) objection_window: Got<Period>,
}

#[derive(Debug)]
pub(crate) struct Guard {
    pub(crate) share_percent: Got<u8>,
    pub(crate) times_last_run: Got<u32>,
}

#[derive(Debug)]
pub(crate) struct Recipient {
    pub(crate) name: Got<String>,
    pub(crate) role: Got<RecipientRole>,
    pub(crate) country: Got<String>,
    pub(crate) transfer: Got<Transfer>,
    pub(crate) agreement: Got<String>,
    pub(crate) purpose: Got<Localised>,
    pub(crate) contact: Option<crate::policy::Contact>,
    pub(crate) from: Got<Date>,
}

#[derive(Debug)]
pub(crate) struct Duty {
    pub(crate) what: Got<Localised>,
    pub(crate) by: Got<String>,
    pub(crate) every: Got<Period>,
    pub(crate) certification: Got<bool>,
    /// Roles.
    pub(crate) roles: Got<Names>,
    /// Recipients.
    pub(crate) of: Got<Names>,
    pub(crate) system: Got<String>,
}

#[derive(Debug)]
pub(crate) struct System {
    pub(crate) kind: Got<SystemKind>,
    pub(crate) url: Got<Location>,
    pub(crate) path: Got<String>,
    pub(crate) format: Got<String>,
    pub(crate) country: Got<String>,
    pub(crate) transfer: Got<Transfer>,
    pub(crate) operated_by: Got<String>,
    pub(crate) time_zone: Got<String>,
    pub(crate) place: Got<String>,
    pub(crate) responsible: Got<String>,
    pub(crate) index: Got<String>,
    pub(crate) ca: Got<String>,
    pub(crate) hosts: Names,
    pub(crate) region: Got<String>,
    pub(crate) residue: Got<ResidueWork>,
    pub(crate) residue_window: Got<Window>,
    pub(crate) not_personal: Got<NotPersonal>,
}

/// Tables or parts of a system in which there is nothing personal.
#[derive(Clone, Debug)]
pub(crate) struct NotPersonal {
    pub(crate) tables: Names,
    pub(crate) parts: Names,
    pub(crate) because: Got<String>,
}

#[derive(Debug)]
pub(crate) struct Dataset {
    pub(crate) system: Got<String>,
    pub(crate) table: Got<TableRef>,
    pub(crate) part: Got<String>,
    pub(crate) key: Names,
    pub(crate) filter: BTreeMap<String, Vec<Option<Scalar>>>,
    pub(crate) about: Names,
    pub(crate) called: Got<Localised>,
    pub(crate) subject: BTreeMap<String, String>,
    pub(crate) fields: Named<Field>,
    /// Columns that are said not to be personal.
    pub(crate) not_personal: Named<Field>,
    /// The columns of those links that make a record belong to another.
    pub(crate) belongs_to: Named<Vec<String>>,
    pub(crate) links: Named<Links>,
    pub(crate) no_subject: Got<Localised>,
    pub(crate) anchors: Named<Anchor>,
}

/// The links from one dataset to another.
pub(crate) type Links = Vec<Link>;

#[derive(Clone, Debug, Default)]
pub(crate) struct Link {
    pub(crate) by: Vec<String>,
    pub(crate) tied: Tied,
    pub(crate) anonymise: BTreeMap<String, Replacement>,
    pub(crate) span: Span,
}

#[derive(Debug)]
pub(crate) struct Requests {
    pub(crate) unreached: Got<Unreached>,
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) category: Got<String>,
    pub(crate) because: Got<String>,
}

#[derive(Debug)]
pub(crate) struct Anchor {
    pub(crate) source: Source,
    pub(crate) missing: Got<Missing>,
    pub(crate) since: Got<Date>,
    pub(crate) means: Got<Localised>,
}

/// Where an anchor is read.
#[derive(Debug)]
pub(crate) enum Source {
    Column {
        column: String,
        format: Option<ColumnFormat>,
        time_zone: Option<String>,
    },
    Parent(Sp<(String, String)>),
    LatestChild(Sp<(String, String)>),
    /// An anchor of a dataset in another system, and the column here that holds its key.
    Keyed(Sp<(String, String)>, Sp<String>),
    /// What the kind of system knows by itself; put there by the checker.
    Builtin,
    /// Reported.
    Bad,
}

impl Source {
    /// The anchor that this one is taken from.
    pub(crate) fn other(&self) -> Option<&Sp<(String, String)>> {
        match self {
            Self::Parent(other) | Self::LatestChild(other) | Self::Keyed(other, _) => Some(other),
            Self::Column { .. } | Self::Builtin | Self::Bad => None,
        }
    }
}

#[derive(Debug)]
pub(crate) struct Activity {
    pub(crate) role: Got<Role>,
    pub(crate) purpose: Got<Localised>,
    pub(crate) bases: Got<Vec<Sp<Basis>>>,
    pub(crate) special_basis: Got<String>,
    pub(crate) data: Got<Names>,
    pub(crate) keep: Got<Keep>,
    pub(crate) review: Got<Date>,
    pub(crate) then: Got<Disposal>,
    pub(crate) every: Got<Period>,
    pub(crate) recipients: Names,
    pub(crate) measures: Got<Names>,
    pub(crate) notice: Got<Notice>,
}

/// What a public notice tells besides.
#[derive(Clone, Debug)]
pub(crate) struct Notice {
    pub(crate) source: Got<Origin>,
    pub(crate) automated_decisions: Got<AutomatedDecisions>,
    pub(crate) joint_controllers: Got<Localised>,
}

#[derive(Clone, Debug)]
pub(crate) struct Keep {
    pub(crate) at_least: Got<SpannedLimit>,
    pub(crate) at_most: Got<SpannedLimit>,
    pub(crate) until_review: Got<Date>,
    pub(crate) per_customer: Got<PerCustomer>,
}

#[derive(Clone, Debug)]
pub(crate) struct SpannedLimit {
    pub(crate) limit: Limit,
    /// Where the anchor's name stands.
    pub(crate) anchor: Span,
}

#[derive(Clone, Debug)]
pub(crate) struct PerCustomer {
    pub(crate) column: Got<String>,
    pub(crate) settings: BTreeMap<String, Sp<Period>>,
    /// The system that has settings too, and the key by which it knows whose they are.
    pub(crate) from: Got<String>,
    pub(crate) by: Got<String>,
}

#[derive(Clone, Debug)]
pub(crate) enum Disposal {
    Delete,
    Anonymise(Named<Replacement>),
    Task { what: Localised, by: String },
}
