//! Random policies on random records: the planner, the calculus and a naive model that counts on its fingers agree, and
//! the checker finds nothing.

use std::collections::BTreeMap;

use gallra_rules::calculus::forward::{Facts, Verdict, judge};
use gallra_rules::calculus::{Calendar, Moment, Reading};
use gallra_rules::hold::Holds;
use gallra_rules::inventory::ColumnClass;
use gallra_rules::names::AnchorName;
use gallra_rules::predicate::eval::Value;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _, Zoned};
use proptest::prelude::*;

use super::support::{Db, Row, activity, hold, step, try_policy};

/// (name, column class, format).
const ANCHORS: [(&str, ColumnClass, &str); 5] = [
    ("dated", ColumnClass::Date, ""),
    ("seen", ColumnClass::Instant, ""),
    ("local", ColumnClass::Local, ""),
    ("written", ColumnClass::Text, ", format: \"%d/%m/%Y\""),
    ("counted", ColumnClass::Integer, ", format: epoch_seconds"),
];

#[derive(Clone, Debug)]
struct Limit {
    anchor: usize,
    period: (u32, u32),
    round: usize,
}

#[derive(Clone, Debug)]
struct Duty {
    floor: Option<Limit>,
    cap: Option<Limit>,
    settings: Vec<(i64, u32)>,
    monthly: bool,
}

const ROUNDS: [&str; 4] = ["", "financial_year", "calendar_year", "calendar_month"];

fn a_limit() -> impl Strategy<Value = Limit> {
    let period = prop_oneof![
        (1..90_u32).prop_map(|months| (months, 0)),
        (40..900_u32).prop_map(|days| (0, days)),
        (1..30_u32, 1..20_u32)
    ];
    (0..ANCHORS.len(), period, 0..ROUNDS.len()).prop_map(|(anchor, period, round)| Limit {
        anchor,
        period,
        round,
    })
}

fn a_duty() -> impl Strategy<Value = Duty> {
    let settings = prop_oneof![Just(Vec::new()), prop::collection::vec((1..4_i64, 2..30_u32), 1..3)];
    (prop::option::of(a_limit()), prop::option::of(a_limit()), settings, any::<bool>()).prop_map(
        |(floor, cap, settings, monthly)| {
            let settings = if cap.is_some() { settings } else { Vec::new() };
            Duty { floor, cap, settings, monthly }
        },
    )
}

fn in_words(limit: &Limit) -> String {
    let name = ANCHORS[limit.anchor].0;
    let anchor = if limit.round == 0 { name.to_owned() } else { format!("{}({name})", ROUNDS[limit.round]) };
    let period = match limit.period {
        (months, 0) => format!("{months} months"),
        (0, days) => format!("{days} days"),
        (months, days) => format!("{months} months {days} days"),
    };
    format!("{period} after {anchor}")
}

fn sections(duties: &[Duty], ongoing: bool) -> String {
    let anchors: Vec<String> = ANCHORS
        .iter()
        .map(|(name, _, format)| {
            let missing = if ongoing { ", missing: ongoing" } else { "" };
            format!("{name}: {{column: {name}_at{format}{missing}}}")
        })
        .collect();
    let mut text = format!(
        "datasets:\n  things: {{in: db, table: things, about: [people], fields: {{note: person.name}}, \
         where: {{kind: [a, null]}}, anchors: {{{}}}}}\nactivities:\n",
        anchors.join(", ")
    );
    for (number, duty) in duties.iter().enumerate() {
        let mut keep: Vec<String> = Vec::new();
        keep.extend(duty.floor.as_ref().map(|limit| format!("at_least: {}", in_words(limit))));
        keep.extend(duty.cap.as_ref().map(|limit| format!("at_most: {}", in_words(limit))));
        if !duty.settings.is_empty() {
            let settings: BTreeMap<i64, u32> = duty.settings.iter().copied().collect();
            let settings: Vec<String> =
                settings.iter().map(|(who, days)| format!("\"{who}\": {days} days")).collect();
            keep.push(format!("per_customer: {{column: owner, settings: {{{}}}}}", settings.join(", ")));
        }
        if !keep.is_empty() {
            text.push_str(&activity(&format!("duty{number}"), "things", &keep.join(", "), "delete"));
            text.push_str(if duty.monthly { "    every: month\n" } else { "" });
        }
    }
    text
}

fn stockholm() -> TimeZone {
    TimeZone::get("Europe/Stockholm").unwrap()
}

/// The last day of a period, by counting days and months one by one. The financial year ends with the calendar year.
fn last_day(limit: &Limit, period: (u32, u32), mut day: Date) -> Date {
    let at_the_end = |day: Date| match ROUNDS[limit.round] {
        "" => true,
        "calendar_month" => day.tomorrow().unwrap().day() == 1,
        _ => (day.month(), day.day()) == (12, 31),
    };
    while !at_the_end(day) {
        day = day.tomorrow().unwrap();
    }
    let (wanted, mut year, mut month) = (day.day(), day.year(), day.month());
    for _ in 0..period.0 {
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    let mut day = (1..=wanted).rev().find_map(|day| Date::new(year, month, day).ok()).unwrap();
    for _ in 0..period.1 {
        day = day.tomorrow().unwrap();
    }
    day
}

/// The civil day that a record's column stands for, or nothing that can be used.
fn civil_day(value: &Value) -> Option<Date> {
    let day = match value {
        Value::Date(day) => *day,
        Value::Local(at) => at.date(),
        Value::Instant(at) => stockholm().to_datetime(*at).date(),
        Value::Integer(seconds) => stockholm().to_datetime(Timestamp::from_second(*seconds).unwrap()).date(),
        Value::Text(text) => {
            let parts: Vec<i16> = text.split('/').map(|part| part.parse().ok()).collect::<Option<_>>()?;
            let [day, month, year] = parts[..] else { return None };
            Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?
        }
        _ => return None,
    };
    (day >= Date::constant(1970, 1, 2)).then_some(day)
}

/// Whether the first moment of the day after `last` is before a moment, or at it.
fn has_ended(last: Date, by: &Zoned, strictly: bool) -> bool {
    let start = last.tomorrow().unwrap().at(0, 0, 0, 0);
    if strictly { start < by.datetime() } else { start <= by.datetime() }
}

fn naive(duties: &[Duty], row: &Row, now: Timestamp) -> bool {
    let now = now.to_zoned(stockholm());
    let limited: Vec<&Duty> =
        duties.iter().filter(|duty| duty.floor.is_some() || duty.cap.is_some()).collect();
    let next = limited
        .iter()
        .map(|duty| if duty.monthly { now.checked_add(1.month()) } else { now.checked_add(1.day()) }.unwrap())
        .min();
    let Some(next) = next else { return false };
    let day = |limit: &Limit| {
        civil_day(row.get(&format!("{}_at", ANCHORS[limit.anchor].0)).unwrap_or(&Value::Null))
    };
    let (mut promised, mut gone) = (false, false);
    for duty in &limited {
        if let Some(floor) = &duty.floor {
            match day(floor) {
                Some(begins) if has_ended(last_day(floor, floor.period, begins), &now, false) => {}
                _ => return false,
            }
        }
        if let Some(cap) = &duty.cap {
            promised = true;
            let settings: BTreeMap<i64, u32> = duty.settings.iter().copied().collect();
            let own = match row.get("owner") {
                Some(Value::Integer(who)) => settings.get(who).map(|days| (0, *days)),
                _ => None,
            };
            if let Some(begins) = day(cap) {
                let periods = [Some(cap.period), own];
                gone |= periods
                    .into_iter()
                    .flatten()
                    .any(|period| has_ended(last_day(cap, period, begins), &next, true));
            }
        }
    }
    let matches = matches!(row.get("kind"), Some(Value::Null) | None)
        || row.get("kind") == Some(&Value::Text("a".to_owned()));
    matches && (gone || !promised)
}

/// A value for an anchor's column, mostly near where something changes.
fn a_value(anchor: usize) -> impl Strategy<Value = (Option<i64>, u8)> {
    let days = prop_oneof![4 => -2_800..40_i64, 1 => -6..6_i64, 1 => Just(-60_000)];
    (prop_oneof![8 => days.prop_map(Some), 1 => Just(None)], any::<u8>())
        .prop_map(move |(days, hour)| (days, hour.wrapping_add(u8::try_from(anchor).unwrap())))
}

fn in_column(class: ColumnClass, days: Option<i64>, hour: u8, now: Timestamp) -> Value {
    let Some(days) = days else { return Value::Null };
    let day = stockholm().to_datetime(now).date().checked_add(days.days()).unwrap();
    let at = day.at(i8::try_from(hour % 24).unwrap(), 0, 0, 0);
    let instant = at.to_zoned(stockholm()).unwrap().timestamp();
    match class {
        ColumnClass::Date => Value::Date(day),
        ColumnClass::Instant => Value::Instant(instant),
        ColumnClass::Local => Value::Local(at),
        ColumnClass::Integer => Value::Integer(instant.as_second()),
        _ if hour == 77 => Value::Text("soon".to_owned()),
        _ => Value::Text(day.strftime("%d/%m/%Y").to_string()),
    }
}

fn reading(value: &Value) -> Reading {
    let since = Date::constant(1970, 1, 2);
    let moment = match value {
        Value::Null => return Reading::Missing,
        Value::Date(day) if *day >= since => Moment::Date(*day),
        Value::Local(at) if at.date() >= since => Moment::Local { at: *at, zone: stockholm() },
        Value::Instant(at) if at.as_second() >= 86_400 => Moment::Instant(*at),
        Value::Integer(seconds) if *seconds >= 86_400 => {
            Moment::Instant(Timestamp::from_second(*seconds).unwrap())
        }
        Value::Text(_) => match civil_day(value) {
            Some(day) => Moment::Date(day),
            None => return Reading::Implausible,
        },
        _ => return Reading::Implausible,
    };
    Reading::At(moment)
}

/// Days from today and the hour, for every anchor; the owner; whether the kind is `a`.
type Drawn = (Vec<(Option<i64>, u8)>, Option<i64>, Option<bool>);

fn a_row() -> impl Strategy<Value = Drawn> {
    let values = (a_value(0), a_value(1), a_value(2), a_value(3), a_value(4))
        .prop_map(|(a, b, c, d, e)| vec![a, b, c, d, e]);
    (values, prop::option::of(1..5_i64), prop::option::of(any::<bool>()))
}

fn things() -> Db {
    let names: Vec<(String, ColumnClass)> =
        ANCHORS.iter().map(|(name, class, _)| (format!("{name}_at"), *class)).collect();
    let mut columns: Vec<(&str, ColumnClass)> =
        names.iter().map(|(name, class)| (name.as_str(), *class)).collect();
    columns.extend([
        ("note", ColumnClass::Text),
        ("owner", ColumnClass::Integer),
        ("kind", ColumnClass::Text),
    ]);
    Db::default().table("things", &columns)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, max_global_rejects: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn the_plan_disposes_of_exactly_the_records_that_counting_on_ones_fingers_does(
        duties in prop::collection::vec(a_duty(), 1..4),
        ongoing in any::<bool>(),
        seconds in 1_500_000_000..1_900_000_000_i64,
        rows in prop::collection::vec(a_row(), 30..60),
        held in prop::collection::vec(1..60_i64, 0..4),
    ) {
        let now = Timestamp::from_second(seconds).unwrap();
        // What the policy's own checks refuse (a floor above its cap, say) is never planned.
        let Ok(policy) = try_policy(&sections(&duties, ongoing)) else { return Err(TestCaseError::reject("refused by check")) };
        let mut db = things();
        for (position, (values, owner, kind)) in rows.into_iter().enumerate() {
            let mut row: Row = values
                .iter()
                .zip(ANCHORS)
                .map(|((days, hour), (name, class, _))| (format!("{name}_at"), in_column(class, *days, *hour, now)))
                .collect();
            row.insert("id".to_owned(), Value::Integer(i64::try_from(position).unwrap() + 1));
            row.insert("owner".to_owned(), owner.map_or(Value::Null, Value::Integer));
            row.insert("kind".to_owned(), kind.map_or(Value::Null, |a| Value::Text(if a { "a" } else { "b" }.to_owned())));
            db.rows.get_mut(&super::support::table("things")).unwrap().push(row);
        }
        let holds = Holds(if held.is_empty() { Vec::new() } else { vec![hold("h1", "things", Some(("id", &held)))] });
        let plan = db.plan_at(&policy, &holds, now);
        let step = step(&plan, "things");
        let calendar = Calendar::of(&policy.organisation).unwrap();
        for row in &db.rows[&step.table] {
            let expected = naive(&duties, row, now);
            prop_assert_eq!(db.holds_for(&step.due, row), expected, "{:?}", row);
            let Some(Value::Integer(id)) = row.get("id") else { panic!() };
            let excepted = step.except.iter().any(|exception| db.holds_for(&exception.when, row));
            // A hold on a dataset covers records of that dataset.
            let in_filter = row.get("kind") != Some(&Value::Text("b".to_owned()));
            prop_assert_eq!(excepted, in_filter && held.contains(id));
            let anchors = ANCHORS.iter().map(|(name, ..)| (AnchorName::from(*name), reading(&row[&format!("{name}_at")])));
            let customers = match row.get("owner") {
                Some(Value::Integer(who)) => BTreeMap::from([("owner".to_owned(), who.to_string())]),
                _ => BTreeMap::new(),
            };
            let facts = Facts { anchors: anchors.collect(), customers, held: false, ..Facts::default() };
            let verdict = judge(&policy, &calendar, &"things".into(), &facts, now);
            prop_assert_eq!(in_filter && matches!(verdict, Verdict::Dispose { .. }), expected, "{:?}", verdict);
        }
        let checked = db.check(&plan, &policy, &holds);
        prop_assert!(checked.is_ok(), "{:#?}", checked);
    }
}
