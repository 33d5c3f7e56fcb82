//! What was written → the policy's plain values, once nothing is wrong with it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::{Date, date};

use super::{CALENDAR_YEAR_END, register};
use crate::names::{AnchorName, CustomerKey, DatasetName, RecipientName, SubjectGroupName, SystemName};
use crate::period::Period;
use crate::policy::{
    Activity, Anchor, AnchorSource, Dataset, Disposal, Field, Guard, Keep, Measure, Missing, NotPersonal,
    Notice, Organisation, OwnSettings, PerCustomer, Policy, Recipient, Requests, Residue, SubjectGroup,
    System, Tie,
};
use crate::predicate::TableRef;
use crate::syntax::surface::{self, Got, Named, Names, Source, Surface};

/// Where nothing else is said, what is not after the beginning of computers' time is a default that nobody meant.
const SINCE: Date = date(1970, 1, 2);

/// The policy; nothing if something is missing that has been reported.
pub(super) fn policy(surface: &Surface) -> Option<Policy> {
    let organisation = organisation(&surface.organisation.as_ref()?.value)?;
    let guard = surface.guard.as_ref().map_or_else(Guard::default, |entry| {
        let default = Guard::default();
        Guard {
            share_percent: entry.value.share_percent.value().copied().unwrap_or(default.share_percent),
            times_last_run: entry.value.times_last_run.value().copied().unwrap_or(default.times_last_run),
        }
    });
    let requests = Requests {
        unreached: surface.requests.as_ref().and_then(|entry| entry.value.unreached.value().copied()),
    };
    Some(Policy {
        organisation,
        guard,
        requests,
        subjects: each(&surface.subjects, SubjectGroupName::new, |name| {
            Some(SubjectGroup { name: name.value()?.clone() })
        })?,
        measures: each(&surface.measures, crate::names::MeasureName::new, |text| {
            Some(Measure { description: text.value()?.clone() })
        })?,
        recipients: each(&surface.recipients, RecipientName::new, recipient)?,
        systems: each(&surface.systems, SystemName::new, system)?,
        datasets: each(&surface.datasets, DatasetName::new, |it| dataset(surface, it))?,
        activities: each(&surface.activities, crate::names::ActivityName::new, activity)?,
        duties: each(&surface.duties, crate::names::DutyName::new, super::duties::lower)?,
    })
}

fn each<T, K: Ord, V>(
    section: &Named<T>,
    name: impl Fn(String) -> K,
    lower: impl Fn(&T) -> Option<V>,
) -> Option<BTreeMap<K, V>> {
    section.iter().map(|(key, entry)| Some((name(key.clone()), lower(&entry.value)?))).collect()
}

fn organisation(from: &surface::Organisation) -> Option<Organisation> {
    Some(Organisation {
        name: from.name.value()?.clone(),
        number: from.number.value().cloned(),
        country: from.country.value()?.clone(),
        time_zone: from.time_zone.value()?.clone(),
        financial_year_ends: from.financial_year_ends.value().copied().unwrap_or(CALENDAR_YEAR_END),
        contact: from.contact.clone(),
        dpo: from.dpo.clone(),
        representative: from.representative.clone(),
        authority: from.authority.value().cloned(),
        objection_window: from.objection_window.value().copied(),
    })
}

fn recipient(from: &surface::Recipient) -> Option<Recipient> {
    Some(Recipient {
        name: from.name.value()?.clone(),
        role: *from.role.value()?,
        country: from.country.value()?.clone(),
        transfer: from.transfer.value().copied(),
        agreement: from.agreement.value().cloned(),
        purpose: from.purpose.value().cloned(),
        contact: from.contact.clone(),
        from: from.from.value().copied(),
    })
}

fn system(from: &surface::System) -> Option<System> {
    Some(System {
        kind: *from.kind.value()?,
        url: from.url.value().cloned(),
        path: from.path.value().or(from.index.value()).map(PathBuf::from),
        format: from.format.value().cloned(),
        country: from.country.value().cloned(),
        transfer: from.transfer.value().copied(),
        operated_by: from.operated_by.value().map(|name| RecipientName::new(name.clone())),
        time_zone: from.time_zone.value().cloned(),
        place: from.place.value().cloned(),
        responsible: from.responsible.value().cloned(),
        ca: from.ca.value().map(PathBuf::from),
        hosts: plain(&from.hosts, |host| host),
        region: from.region.value().cloned(),
        residue: Residue {
            what: from.residue.value().copied().unwrap_or_default(),
            window: from.residue_window.value().copied(),
        },
        not_personal: match from.not_personal.value() {
            None => None,
            Some(listed) => Some(NotPersonal {
                tables: plain(&listed.tables, |name| name),
                parts: plain(&listed.parts, |name| name),
                reason: listed.because.value()?.clone(),
            }),
        },
    })
}

fn dataset(surface: &Surface, from: &surface::Dataset) -> Option<Dataset> {
    let field = |field: &surface::Field| {
        Some(Field { category: field.category.value()?.clone(), reason: field.because.value().cloned() })
    };
    let known = register::table_of(surface, from);
    Some(Dataset {
        system: SystemName::new(from.system.value()?.clone()),
        register: known.map(|known| known.name.to_owned()),
        table: match known {
            Some(known) => Some(TableRef { schema: None, name: known.table.to_owned() }),
            None => from.table.value().cloned(),
        },
        part: from.part.value().cloned(),
        key: plain(&from.key, |name| name),
        filter: known.map_or_else(|| from.filter.clone(), |known| register::filter(known, &from.filter)),
        subject: from.subject.clone(),
        groups: plain(&from.about, SubjectGroupName::new),
        called: from.called.value().cloned(),
        fields: each(&from.fields, |column| column, field)?,
        not_personal: each(&from.not_personal, |column| column, |field| field.because.value().cloned())?,
        belongs_to: each(&from.belongs_to, DatasetName::new, |columns| Some(columns.clone()))?,
        links: links(&from.links),
        no_subject: from.no_subject.value().cloned(),
        anchors: from
            .anchors
            .iter()
            .map(|(name, it)| {
                let column = known.and_then(|known| known.column(name));
                Some((AnchorName::new(name.clone()), anchor(surface, &it.value, column)?))
            })
            .collect::<Option<_>>()?,
    })
}

/// Those that say more than that a record is owned.
fn links(from: &Named<surface::Links>) -> BTreeMap<DatasetName, Vec<Tie>> {
    let tie = |link: &surface::Link| Tie {
        by: link.by.clone(),
        tied: link.tied,
        anonymise: link.anonymise.clone(),
    };
    let told = from.iter().map(|(other, entry)| {
        (DatasetName::new(other.clone()), entry.value.iter().map(tie).collect::<Vec<_>>())
    });
    told.filter(|(_, ties)| !matches!(ties.as_slice(), [only] if *only == Tie::owned(only.by.clone())))
        .collect()
}

/// `known` is the column that the register has for it.
fn anchor(surface: &Surface, from: &surface::Anchor, known: Option<&str>) -> Option<Anchor> {
    let dotted = |(dataset, anchor): &(String, String)| {
        (DatasetName::new(dataset.clone()), AnchorName::new(anchor.clone()))
    };
    let source = match &from.source {
        Source::Column { column, format, time_zone } => AnchorSource::Column {
            column: column.clone(),
            format: format.clone(),
            time_zone: time_zone.clone(),
        },
        Source::Parent(other) => {
            let (dataset, anchor) = dotted(&other.value);
            AnchorSource::Parent { dataset, anchor }
        }
        Source::LatestChild(other) => {
            let (dataset, anchor) = dotted(&other.value);
            AnchorSource::LatestChild { dataset, anchor }
        }
        Source::Keyed(other, by) => {
            let (dataset, anchor) = dotted(&other.value);
            AnchorSource::Keyed { dataset, anchor, by: by.value.clone() }
        }
        Source::Builtin => known.map_or(AnchorSource::Builtin, |column| AnchorSource::Column {
            column: column.to_owned(),
            format: None,
            time_zone: None,
        }),
        Source::Bad => return None,
    };
    Some(Anchor {
        source,
        missing: inherited(surface, from, |anchor| anchor.missing.value().copied())
            .unwrap_or(Missing::Unknown),
        since: inherited(surface, from, |anchor| anchor.since.value().copied()).unwrap_or(SINCE),
        means: inherited(surface, from, |anchor| anchor.means.value().cloned()),
    })
}

/// What an anchor says itself, or else what the anchor says that it is taken from.
fn inherited<T>(
    surface: &Surface,
    anchor: &surface::Anchor,
    own: impl Fn(&surface::Anchor) -> Option<T>,
) -> Option<T> {
    let mut here = anchor;
    // Circles have been reported; the bound keeps this loop finite even so.
    for _ in 0..=surface.datasets.len() {
        if let Some(value) = own(here) {
            return Some(value);
        }
        let other = here.source.other()?;
        here = &surface.datasets.get(&other.value.0)?.value.anchors.get(&other.value.1)?.value;
    }
    None
}

fn activity(from: &surface::Activity) -> Option<Activity> {
    let mut bases = from.bases.value().into_iter().flatten().map(|basis| basis.value.clone());
    let until_review = from.keep.value().and_then(|keep| keep.until_review.value().copied());
    Some(Activity {
        role: *from.role.value()?,
        purpose: from.purpose.value()?.clone(),
        basis: bases.next(),
        other_bases: bases.collect(),
        special_basis: from.special_basis.value().cloned(),
        data: plain(from.data.value()?, DatasetName::new),
        keep: from.keep.value().map_or_else(|| Some(Keep::default()), keep)?,
        // The earlier of the two, if both are stated.
        review: from.review.value().copied().into_iter().chain(until_review).min(),
        then: disposal(&from.then),
        every: from.every.value().copied().unwrap_or(Period::DAY),
        recipients: plain(&from.recipients, RecipientName::new),
        measures: from
            .measures
            .value()
            .map_or_else(Vec::new, |names| plain(names, crate::names::MeasureName::new)),
        notice: from.notice.value().map_or_else(Notice::default, |notice| Notice {
            source: notice.source.value().cloned(),
            automated_decisions: notice.automated_decisions.value().cloned(),
            joint_controllers: notice.joint_controllers.value().cloned(),
        }),
    })
}

fn keep(from: &surface::Keep) -> Option<Keep> {
    let per_customer = match &from.per_customer {
        Got::Absent => None,
        Got::Bad => return None,
        Got::Good(own) => Some(PerCustomer {
            column: own.value.column.value()?.clone(),
            own: match (&own.value.from, &own.value.by) {
                (Got::Absent, Got::Absent) => None,
                (from, by) => Some(OwnSettings {
                    from: SystemName::new(from.value()?.clone()),
                    by: by.value()?.clone(),
                }),
            },
            settings: own
                .value
                .settings
                .iter()
                .map(|(customer, period)| (CustomerKey::new(customer.clone()), period.value))
                .collect(),
        }),
    };
    Some(Keep {
        at_least: from.at_least.value().map(|limit| limit.limit.clone()),
        at_most: from.at_most.value().map(|limit| limit.limit.clone()),
        per_customer,
    })
}

fn disposal(from: &Got<surface::Disposal>) -> Disposal {
    match from.value() {
        None | Some(surface::Disposal::Delete) => Disposal::Delete,
        Some(surface::Disposal::Anonymise(columns)) => {
            let columns = columns.iter().map(|(column, entry)| (column.clone(), entry.value.clone()));
            Disposal::Anonymise(columns.collect())
        }
        Some(surface::Disposal::Task { what, by }) => Disposal::Task { what: what.clone(), by: by.clone() },
    }
}

fn plain<N>(names: &Names, name: impl Fn(String) -> N) -> Vec<N> {
    names.iter().map(|one| name(one.value.clone())).collect()
}
