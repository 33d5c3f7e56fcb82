//! Names that say when a record began, changed or ended: the anchors of a retention period.

use super::words::words;

/// What a date or time in a record tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// When it came to be: `created_at`, `issued_on`, `date_joined`, `skapad`.
    Begins,
    /// When it was last used by the person: `last_login`.
    LastActive,
    /// When it was last written: `updated_at`, `andrad`.
    Changes,
    /// When it came to an end: `ended`, `closed_at`, `avslutad`.
    Ends,
}

const BEGINS: &[&str] = &[
    "created",
    "create",
    "creation",
    "issued",
    "joined",
    "registered",
    "registration",
    "placed",
    "opened",
    "received",
    "sent",
    "submitted",
    "added",
    "inserted",
    "started",
    "starts",
    "start",
    "begin",
    "began",
    "hired",
    "hire",
    "signed",
    "posted",
    "published",
    "uploaded",
    "invoice",
    "order",
    "payment",
    "rental",
    "utfardad",
    "mottagen",
    "registrerad",
    "inkom",
    "startad",
    "borjan",
    "logged",
    "when",
];
const ACTIVE: &[&str] =
    &["login", "seen", "active", "activity", "visit", "used", "access", "accessed", "inloggad"];
const CHANGES: &[&str] = &["updated", "update", "modified", "changed", "edited", "touched", "uppdaterad"];
const ENDS: &[&str] = &[
    "ended",
    "end",
    "closed",
    "cancelled",
    "canceled",
    "terminated",
    "resolved",
    "finished",
    "completed",
    "deleted",
    "archived",
    "expiry",
    "left",
    "returned",
    "return",
    "upphord",
    "avslutat",
    "stangt",
    "uppsagd",
    "settled",
    "paid",
];
/// Words that make of any of them a time.
const TIMES: &[&str] = &["at", "on", "date", "time", "timestamp", "dt", "ts"];

/// What a column of dates or times tells of its record, if its name says so. Whether the column holds times is for the
/// caller to know.
pub fn moment(column: &str) -> Option<Moment> {
    let words = words(column);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let last = words.iter().any(|word| word == "last" || word == "senast" || word == "senaste");
    if has(&["birth"]) {
        return None;
    }
    if has(ACTIVE) || last && has(&["user"]) {
        return Some(Moment::LastActive);
    }
    if has(CHANGES) {
        return Some(Moment::Changes);
    }
    if has(ENDS) {
        return Some(Moment::Ends);
    }
    let bare_time = words.last().is_some_and(|word| TIMES.contains(&word.as_str())) && words.len() <= 2;
    (has(BEGINS) || bare_time).then_some(Moment::Begins)
}
