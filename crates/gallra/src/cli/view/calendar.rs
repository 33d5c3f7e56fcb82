//! What people have to do again, as a calendar (RFC 5545): the last day of each, with an alarm a month before. Names from the
//! policy and days; nobody's name.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use gallra_app::attest::Task;
use gallra_app::duties::Standing;
use gallra_app::requests::{Listed, last_day};
use gallra_app::{Context, evidence};
use icalendar::{Alarm, Calendar, Class, Component as _, Event, EventLike as _, Property, Trigger};
use jiff::civil::Date;

use crate::cli::text::{Texts, t};

/// How long before the last day the alarm is.
const BEFORE: Duration = Duration::days(30);

/// The calendar. The same state on the same day gives the same text, and each event keeps its name, so that a calendar which
/// takes it in again moves what it has.
pub(crate) fn of(context: &Context, tasks: &[Task], duties: &[Standing], texts: Texts) -> String {
    let organisation = &context.policy.organisation.name;
    let origin = evidence::origin(organisation);
    let today = context.today();
    let stamp = DateTime::from_timestamp(context.now().as_second(), 0).unwrap_or_default();
    let mut calendar = Calendar::empty();
    for (key, value) in
        [("VERSION", "2.0"), ("PRODID", "-//Gallra//gallra attest//EN"), ("CALSCALE", "GREGORIAN")]
    {
        calendar.append_property(Property::new(key, value));
    }
    for task in tasks {
        let uid = format!("task-{}-{}@{origin}", task.activity, task.dataset);
        let deadline = task.index.as_ref().and_then(|index| index.deadline);
        let last = task.until.into_iter().chain(deadline).min();
        let what = format!("{} {}", task.activity, task.dataset);
        let by = task.responsible.as_deref().unwrap_or_default();
        calendar.push(event(&uid, &what, &task.rule, by, last.unwrap_or(today), stamp, texts));
    }
    for duty in duties {
        let uid = format!("duty-{}-{}@{origin}", duty.duty, duty.of.as_deref().unwrap_or_default());
        let what = duty.what.get(texts.lang.as_str()).unwrap_or(duty.duty.as_str()).to_owned();
        let what = duty.of.as_ref().map_or_else(|| what.clone(), |of| format!("{what} ({of})"));
        let last = duty.until.unwrap_or(today);
        calendar.push(event(&uid, &what, &duty.label(), &duty.by, last, stamp, texts));
    }
    calendar.to_string()
}

/// The last day of each request that is open. No event says whom it is about.
pub(crate) fn of_requests(context: &Context, listed: &Listed, texts: Texts) -> String {
    let origin = evidence::origin(&context.policy.organisation.name);
    let stamp = DateTime::from_timestamp(context.now().as_second(), 0).unwrap_or_default();
    let mut calendar = Calendar::empty();
    for (key, value) in
        [("VERSION", "2.0"), ("PRODID", "-//Gallra//gallra requests//EN"), ("CALSCALE", "GREGORIAN")]
    {
        calendar.append_property(Property::new(key, value));
    }
    for row in listed.rows.iter().filter(|row| row.closed_on.is_none()) {
        let Some(clock) = row.clock else { continue };
        let uid = format!("request-{}@{origin}", row.number.0);
        let kind = super::requests::kind(row.kind, texts);
        let what = t!(texts, "request-calendar", number = row.number.to_string(), kind = &kind);
        let label = t!(texts, "request-calendar-law");
        calendar.push(event(&uid, &what, &label, "", last_day(clock), stamp, texts));
    }
    calendar.to_string()
}

fn event(
    uid: &str,
    what: &str,
    label: &str,
    by: &str,
    last: Date,
    stamp: DateTime<Utc>,
    texts: Texts,
) -> Event {
    let summary = t!(texts, "calendar-summary", what = what);
    let mut alarm = Alarm::display(&summary, Trigger::before_start(BEFORE));
    alarm.uid(&format!("alarm-{uid}")).timestamp(stamp);
    let day = u32::try_from(last.month()).ok().zip(u32::try_from(last.day()).ok());
    let day = day.and_then(|(month, day)| NaiveDate::from_ymd_opt(last.year().into(), month, day));
    let description = t!(texts, "calendar-description", label = label, by = by);
    let mut event = Event::new();
    event.uid(uid).summary(&summary).description(&description).starts(day.unwrap_or_default());
    event.class(Class::Confidential).timestamp(stamp).alarm(alarm);
    // It is nobody's appointment: the day stays free.
    event.add_property("TRANSP", "TRANSPARENT");
    event.done()
}
