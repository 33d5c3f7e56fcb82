//! Whether the store itself has locked a version. It is asked, never tried, and no right to get around it is used.

use http::StatusCode;
use jiff::Timestamp;
use jiff::fmt::rfc2822;

use super::api::{Answer, Api};
use super::xml;
use crate::contract::ObjectMark;
use crate::error::{ConnectError, ErrorKind};

/// A version's lock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lock {
    /// Whether the store refuses to delete it now.
    pub(super) holds: bool,
    /// When the retention ends. A legal hold has no end.
    pub(super) until: Option<Timestamp>,
}

/// Asks for a version's retention and its legal hold. Each by itself: beside an object's other properties a store shows
/// them only to whoever has the right to see them, and says nothing otherwise.
pub(super) async fn of(api: &Api, mark: &ObjectMark) -> Result<Lock, ConnectError> {
    let mut lock = Lock::default();
    if let Some(answer) = ask(api, mark, "retention").await? {
        let until = xml::retained_until(&answer.body).map(|until| until.parse::<Timestamp>());
        match until {
            None => {}
            // A date that cannot be read is no reason to touch it.
            Some(Err(_)) => lock.holds = true,
            // The store's own clock decides.
            Some(Ok(until)) => {
                lock.holds = clock(&answer).is_none_or(|now| now < until);
                lock.until = Some(until);
            }
        }
    }
    if let Some(answer) = ask(api, mark, "legal-hold").await? {
        lock.holds |= xml::legal_hold(&answer.body).unwrap_or(true);
    }
    Ok(lock)
}

/// `None` if there is no such lock, or the version is gone.
async fn ask(api: &Api, mark: &ObjectMark, what: &str) -> Result<Option<Answer>, ConnectError> {
    let answer = api.get_of(mark, what).await?;
    if answer.status == StatusCode::NOT_FOUND {
        return Ok(None);
    }
    if answer.is_denied() {
        return Err(may_not_ask(api));
    }
    api.good(answer, "whether objects are locked cannot be asked").map(Some)
}

pub(super) fn may_not_ask(api: &Api) -> ConnectError {
    ConnectError::new(
        ErrorKind::NotPermitted,
        api.place(),
        "objects of the bucket can be locked, and the key may not ask whether they are",
        "Give it `s3:GetObjectRetention` and `s3:GetObjectLegalHold` on the bucket's objects",
    )
}

/// The store's own time, in whole seconds; `None` if it does not tell.
pub(super) fn clock(answer: &Answer) -> Option<Timestamp> {
    let date = answer.headers.get("date")?.to_str().ok()?;
    rfc2822::parse(date).ok().map(|now| now.timestamp())
}
