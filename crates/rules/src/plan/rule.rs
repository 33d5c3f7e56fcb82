//! What binds one dataset, as predicates.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Span, Timestamp};

use super::anchors::{Place, Resolved, leaf, resolve};
use super::draft::Context;
use super::keys::is_key;
use super::logic::{all, any};
use super::{Reason, fit};
use crate::calculus::{Side, cutoff, zone};
use crate::inventory::{ColumnClass, CountKind};
use crate::keys::KeysName;
use crate::names::{ActivityName, DatasetName};
use crate::period::Period;
use crate::policy::{Activity, Anchor, Basis, Disposal, Limit, Missing, OwnSettings, PerCustomer, Round};
use crate::predicate::{AnchorValue, Cutoff, Encoding, Predicate, Scalar, Unusable};

/// Databases agree on dates up to here.
pub(super) const END: Date = Date::constant(9999, 12, 31);

/// A dataset's rule, ready to be counted.
pub(super) struct Rule<'a> {
    pub(super) place: Place<'a>,
    pub(super) disposal: &'a Disposal,
    pub(super) within: Predicate,
    pub(super) due: Predicate,
    pub(super) overdue: Option<Predicate>,
    pub(super) oldest_of: Option<AnchorValue>,
    pub(super) counts: BTreeMap<CountKind, Predicate>,
    pub(super) because: Vec<Reason>,
    /// The activities, with their bases, whose floors keep records beyond their cap.
    pub(super) kept_by: Option<String>,
    pub(super) anchors: Vec<AnchorValue>,
    pub(super) bounds: Vec<Bound<'a>>,
}

impl Rule<'_> {
    pub(super) fn deletes(&self) -> bool {
        matches!(self.disposal, Disposal::Delete)
    }
}

/// One limit of one activity on the dataset.
pub(super) struct Bound<'a> {
    pub(super) by: &'a ActivityName,
    activity: &'a Activity,
    pub(super) limit: &'a Limit,
    pub(super) side: Side,
    pub(super) value: AnchorValue,
    pub(super) anchor: &'a Anchor,
    /// Which records have the anchor.
    pub(super) of: Predicate,
}

/// The rule for a dataset; `None` if no activity limits it; or why it cannot be checked.
pub(super) fn rule<'a>(context: &Context<'a>, name: &'a DatasetName) -> Result<Option<Rule<'a>>, String> {
    let activities: Vec<_> =
        context.policy.activities.iter().filter(|(_, activity)| activity.data.contains(name)).collect();
    if activities
        .iter()
        .all(|(_, activity)| activity.keep.at_least.is_none() && activity.keep.at_most.is_none())
    {
        return Ok(None);
    }
    let place = Place::find(context, name)?;
    if place.shape.kind == crate::inventory::TableKind::NotATable {
        return Err(format!(
            "`{}` is a view, a foreign or a system table; name the table itself",
            place.shape.table
        ));
    }
    place.key().iter().try_for_each(|column| place.needs(column))?;
    let bounds = bounds(context, &place, &activities)?;
    let disposal = disposal(name, &activities)?;
    let within = within(&place)?;
    let next_run = next_run(context, &activities);
    let floors: Vec<_> = bounds
        .iter()
        .filter(|bound| bound.side == Side::Floor)
        .map(|bound| (bound, bound.by(context, context.now)))
        .collect();
    let caps_by = |moment| -> Result<Vec<Predicate>, String> {
        bounds
            .iter()
            .filter(|bound| bound.side == Side::Cap)
            .map(|bound| bound.cap(context, &place, moment))
            .collect()
    };
    let (caps, caps_now) = (caps_by(next_run)?, caps_by(context.now)?);
    let mut due = vec![within.clone()];
    due.extend(floors.iter().map(|(_, passed)| passed.clone()));
    if !caps.is_empty() {
        due.push(any(caps.iter().cloned()));
    }
    if let Disposal::Anonymise(columns) = disposal {
        fit::anonymise(&place, columns)?;
        due.push(Predicate::NotAnonymised { columns: columns.clone() });
    }
    let due = all(due);
    let oldest = bounds.iter().find(|bound| bound.side == Side::Cap).or(bounds.first());
    Ok(Some(Rule {
        counts: counts(context, &bounds, &within, &due, &floors, &caps_now),
        overdue: (!caps_now.is_empty()).then(|| any(caps_now)),
        oldest_of: oldest.map(|bound| bound.value.clone()),
        because: bounds.iter().map(|bound| bound.reason(context, next_run)).collect(),
        kept_by: (!caps.is_empty() && !floors.is_empty()).then(|| kept_by(&floors)),
        anchors: bounds.iter().map(|bound| bound.value.clone()).collect(),
        place,
        disposal,
        within,
        due,
        bounds,
    }))
}

pub(super) fn bounds<'a>(
    context: &Context<'a>,
    place: &Place<'a>,
    activities: &[(&'a ActivityName, &'a Activity)],
) -> Result<Vec<Bound<'a>>, String> {
    let mut bounds = Vec::new();
    for (by, activity) in activities {
        for (limit, side) in [(&activity.keep.at_least, Side::Floor), (&activity.keep.at_most, Side::Cap)] {
            let Some(limit) = limit else { continue };
            let Resolved { value, anchor, of } = resolve(context, place, &limit.anchor)?;
            bounds.push(Bound { by, activity, limit, side, value, anchor, of });
        }
    }
    Ok(bounds)
}

/// What is done with the dataset. Those who promise a longest time decide; where nobody does, those with a shortest.
fn disposal<'a>(
    name: &DatasetName,
    activities: &[(&'a ActivityName, &'a Activity)],
) -> Result<&'a Disposal, String> {
    let promised = activities.iter().any(|(_, activity)| activity.keep.at_most.is_some());
    let mut deciding = activities.iter().filter(|(_, activity)| {
        if promised { activity.keep.at_most.is_some() } else { activity.keep.at_least.is_some() }
    });
    let Some((first, activity)) = deciding.next() else { return Err(format!("no activity limits `{name}`")) };
    match deciding.find(|(_, other)| other.then != activity.then) {
        None => Ok(&activity.then),
        Some((second, _)) => Err(format!(
            "`{first}` and `{second}` dispose of `{name}` in different ways; give both the same `then`, \
             or describe the table as two datasets"
        )),
    }
}

/// The policy's `where`.
pub(super) fn within(place: &Place<'_>) -> Result<Predicate, String> {
    let mut columns = Vec::new();
    for (column, values) in &place.dataset.filter {
        place.needs(column)?;
        let known: Vec<Scalar> = values.iter().flatten().cloned().collect();
        let is_in = (!known.is_empty()).then(|| Predicate::In { column: column.clone(), values: known });
        let is_null = values.contains(&None).then(|| Predicate::IsNull { column: column.clone() });
        columns.push(any(is_in.into_iter().chain(is_null)));
    }
    Ok(all(columns))
}

/// When the next run comes: after the shortest `every` among the activities that limit the dataset.
fn next_run(context: &Context<'_>, activities: &[(&ActivityName, &Activity)]) -> Timestamp {
    let limiting = activities
        .iter()
        .filter(|(_, activity)| activity.keep.at_least.is_some() || activity.keep.at_most.is_some());
    let runs = limiting.filter_map(|(_, activity)| match activity.every {
        Period::Hours(hours) => context.now.checked_add(Span::new().try_hours(i64::from(hours)).ok()?).ok(),
        Period::Calendar { months, days } => {
            let span = Span::new().try_months(i64::from(months)).ok()?.try_days(i64::from(days)).ok()?;
            let zoned = context.now.to_zoned(context.calendar.zone().clone());
            Some(zoned.checked_add(span).ok()?.timestamp())
        }
    });
    runs.min().unwrap_or(context.now)
}

impl Bound<'_> {
    /// What it rests on, as the policy cites it.
    pub(super) fn basis(&self) -> Option<String> {
        self.activity.basis.as_ref().map(short)
    }

    /// Customers' own periods under it.
    pub(super) fn own(&self) -> Option<&PerCustomer> {
        self.activity.keep.per_customer.as_ref()
    }

    /// The anchor is missing, and nobody knows what that means.
    pub(super) fn missing_unknown(&self) -> Option<Predicate> {
        (self.anchor.missing == Missing::Unknown).then(|| self.unusable(Unusable::Missing))
    }

    /// The anchor is there and cannot be used.
    pub(super) fn implausible(&self) -> Predicate {
        self.unusable(Unusable::Implausible)
    }

    /// The floor has passed by a moment.
    pub(super) fn by(&self, context: &Context<'_>, moment: Timestamp) -> Predicate {
        let cutoff =
            cutoff::cutoff(&context.calendar, self.limit.round, self.limit.period, Side::Floor, moment);
        self.before(cutoff)
    }

    /// The cap, or the customer's own setting, falls before a moment.
    pub(super) fn cap(
        &self,
        context: &Context<'_>,
        place: &Place<'_>,
        moment: Timestamp,
    ) -> Result<Predicate, String> {
        let before = |period| {
            self.before(cutoff::cutoff_before(&context.calendar, self.limit.round, period, Side::Cap, moment))
        };
        let mut parts = Vec::new();
        if let Some(own) = &self.activity.keep.per_customer {
            for (period, customers) in by_period(place, own)? {
                parts.push(all([customers, before(period)]));
            }
            for (period, customers) in of_register(context, place, own)? {
                parts.push(all([customers, before(period)]));
            }
        }
        parts.push(before(self.limit.period));
        Ok(any(parts))
    }

    pub(super) fn before(&self, cutoff: Cutoff) -> Predicate {
        before(&self.value, self.anchor.since, &self.of, self.side, cutoff)
    }

    /// Records that stand out by this bound's anchor.
    pub(super) fn stands_out(&self, within: &Predicate) -> BTreeMap<CountKind, Predicate> {
        let missing = match self.anchor.missing {
            Missing::Unknown => CountKind::NoAnchor,
            Missing::Ongoing => CountKind::Ongoing,
        };
        let of = |why| all([within.clone(), self.unusable(why)]);
        BTreeMap::from([(missing, of(Unusable::Missing)), (self.implausible_is(), of(Unusable::Implausible))])
    }

    /// What it means that the anchor is there and cannot be used.
    fn implausible_is(&self) -> CountKind {
        if self.value.is_keyed() { CountKind::NotKnown } else { CountKind::ImplausibleAnchor }
    }

    /// A record without a parent in the dataset that its anchor is read from has none.
    pub(super) fn unusable(&self, why: Unusable) -> Predicate {
        let unusable = Predicate::Unusable { anchor: self.value.clone(), why, since: self.anchor.since };
        match why {
            _ if self.of == Predicate::always() => unusable,
            Unusable::Missing => any([unusable, self.of.clone().negated()]),
            Unusable::Implausible => all([unusable, self.of.clone()]),
        }
    }

    /// The bound as the policy states it.
    pub(super) fn words(&self) -> String {
        let word = match self.side {
            Side::Floor => "at_least",
            Side::Cap => "at_most",
        };
        let own = match (&self.activity.keep.per_customer, self.side) {
            (Some(PerCustomer { own: Some(_), .. }), Side::Cap) => {
                " (or less, as a customer has set)".to_owned()
            }
            (Some(own), Side::Cap) => format!(" ({} customers have chosen less)", own.settings.len()),
            _ => String::new(),
        };
        format!("{word} {} after {}{own}", self.limit.period, counted_from(self.limit))
    }

    fn reason(&self, context: &Context<'_>, next_run: Timestamp) -> Reason {
        let Limit { period, round, .. } = self.limit;
        let cutoff = match self.side {
            Side::Floor => cutoff::cutoff(&context.calendar, *round, *period, Side::Floor, context.now),
            Side::Cap => cutoff::cutoff_before(&context.calendar, *round, *period, Side::Cap, next_run),
        };
        Reason {
            activity: self.by.clone(),
            rule: self.words(),
            basis: self.activity.basis.as_ref().map(short),
            cutoff,
        }
    }
}

/// What a limit counts from, as the policy writes it.
pub(super) fn counted_from(limit: &Limit) -> String {
    let anchor = &limit.anchor;
    match limit.round {
        Round::None => anchor.to_string(),
        Round::FinancialYear => format!("financial_year({anchor})"),
        Round::CalendarYear => format!("calendar_year({anchor})"),
        Round::CalendarMonth => format!("calendar_month({anchor})"),
    }
}

/// The anchor lies before a cutoff, which is moved to what the wall clock showed where the anchor has no offset.
pub(super) fn before(
    value: &AnchorValue,
    since: Date,
    of: &Predicate,
    side: Side,
    cutoff: Cutoff,
) -> Predicate {
    let cutoff = match leaf(value).1 {
        Encoding::Local(name) | Encoding::IsoText(name) | Encoding::FormattedText { zone: name, .. } => {
            zone(name).map_or(cutoff, |zone| cutoff::on_the_wall(cutoff, &zone, side))
        }
        _ => cutoff,
    };
    all([Predicate::Before { anchor: value.clone(), cutoff, since }, of.clone()])
}

/// Customers with a setting, by the period that they chose. Texts are compared exactly: `acme` is not `ACME`.
fn by_period(place: &Place<'_>, own: &PerCustomer) -> Result<Vec<(Period, Predicate)>, String> {
    place.needs(&own.column)?;
    let class = place.shape.columns.get(&own.column).map(|column| column.class);
    let mut groups: Vec<(Period, Vec<&str>)> = Vec::new();
    for (customer, period) in &own.settings {
        match groups.iter_mut().find(|(known, _)| known == period) {
            Some((_, customers)) => customers.push(customer.as_str()),
            None => groups.push((*period, vec![customer.as_str()])),
        }
    }
    let of = |values: Vec<&str>| -> Result<Predicate, String> {
        let column = own.column.clone();
        if class == Some(ColumnClass::Text) {
            // In the order of the settings' names, which is sorted.
            return Ok(Predicate::Among { column, keys: values.into_iter().map(str::to_owned).collect() });
        }
        let value = |customer: &str| match class {
            Some(ColumnClass::Integer) => customer.parse().map(Scalar::Integer).map_err(|_| {
                format!(
                    "`{}.{}` holds whole numbers, but a customer's setting is for another text",
                    place.name, own.column
                )
            }),
            _ => Ok(Scalar::Text(customer.to_owned())),
        };
        Ok(Predicate::In { column, values: values.into_iter().map(value).collect::<Result<_, String>>()? })
    };
    groups.into_iter().map(|(period, values)| Ok((period, of(values)?))).collect()
}

/// The same of those who have set it in the register.
fn of_register(
    context: &Context<'_>,
    place: &Place<'_>,
    own: &PerCustomer,
) -> Result<Vec<(Period, Predicate)>, String> {
    let Some(OwnSettings { by, .. }) = &own.own else { return Ok(Vec::new()) };
    is_key(place, &own.column)?;
    let all = KeysName::of_settings(place.name, by);
    let periods = context.shapes.settings.get(&all).ok_or_else(|| {
        let why = context.shapes.no_keys.get(&all);
        why.cloned().unwrap_or_else(|| "what customers have set in the register was not read".to_owned())
    })?;
    let set = |period: &Period| {
        let name = KeysName::of_setting(place.name, *period, by);
        let seen = context.shapes.keys.get(&name);
        let seen = seen.ok_or_else(|| format!("who has set {period} in the register was not read"))?;
        Ok((*period, Predicate::KeyIn { column: own.column.clone(), set: seen.hash.clone() }))
    };
    periods.iter().map(set).collect()
}

/// Records that are not due and stand out. A record may be counted for several reasons.
fn counts(
    context: &Context<'_>,
    bounds: &[Bound<'_>],
    within: &Predicate,
    due: &Predicate,
    floors: &[(&Bound<'_>, Predicate)],
    caps_now: &[Predicate],
) -> BTreeMap<CountKind, Predicate> {
    // With one cap anchor at most, a record whose anchor cannot be used is never due, and need not be told from the due.
    let mut cap_anchors: Vec<_> =
        bounds.iter().filter(|bound| bound.side == Side::Cap).map(|bound| &bound.value).collect();
    cap_anchors.dedup();
    let not_due = (cap_anchors.len() > 1).then(|| due.clone().negated());
    let some = |parts: Vec<Predicate>| all([within.clone(), any(parts)].into_iter().chain(not_due.clone()));
    let missing = |what: Missing| -> Vec<Predicate> {
        bounds
            .iter()
            .filter(|bound| bound.anchor.missing == what)
            .map(|bound| bound.unusable(Unusable::Missing))
            .collect()
    };
    let tomorrow = context.calendar.day_of(context.now).tomorrow().unwrap_or(END);
    let in_future = bounds.iter().map(|bound| {
        let later = Predicate::Before {
            anchor: bound.value.clone(),
            cutoff: Cutoff { date: END, instant: context.calendar.start_of(END).unwrap_or(Timestamp::MAX) },
            since: tomorrow.max(bound.anchor.since),
        };
        all([later, bound.of.clone()])
    });
    let implausible = |kind| -> Vec<Predicate> {
        let of_kind = bounds.iter().filter(|bound| bound.implausible_is() == kind);
        of_kind.map(|bound| bound.unusable(Unusable::Implausible)).collect()
    };
    let mut counts = BTreeMap::from([
        (CountKind::NoAnchor, some(missing(Missing::Unknown))),
        (CountKind::Ongoing, some(missing(Missing::Ongoing))),
        (CountKind::ImplausibleAnchor, some(implausible(CountKind::ImplausibleAnchor))),
        (CountKind::NotKnown, some(implausible(CountKind::NotKnown))),
        (CountKind::InFuture, some(in_future.collect())),
    ]);
    if !floors.is_empty() && !caps_now.is_empty() {
        let kept = floors.iter().map(|(bound, passed)| {
            all([
                passed.clone().negated(),
                bound.unusable(Unusable::Missing).negated(),
                bound.unusable(Unusable::Implausible).negated(),
            ])
        });
        counts.insert(
            CountKind::KeptBeyondCap,
            all([within.clone(), any(caps_now.iter().cloned()), any(kept)]),
        );
    }
    counts.retain(|_, predicate| *predicate != Predicate::never());
    counts
}

fn kept_by(floors: &[(&Bound<'_>, Predicate)]) -> String {
    let names = floors.iter().map(|(bound, _)| match bound.activity.basis.as_ref().map(short) {
        Some(basis) => format!("{} ({basis})", bound.by),
        None => bound.by.to_string(),
    });
    names.collect::<Vec<_>>().join(", ")
}

/// A legal basis in short.
fn short(basis: &Basis) -> String {
    match basis {
        Basis::LegalObligation { source } | Basis::PublicTask { source } => source.short().to_owned(),
        Basis::Consent { .. } => "GDPR 6(1)(a)".to_owned(),
        Basis::Contract => "GDPR 6(1)(b)".to_owned(),
        Basis::VitalInterests => "GDPR 6(1)(d)".to_owned(),
        Basis::LegitimateInterest { .. } => "GDPR 6(1)(f)".to_owned(),
    }
}
