//! Texts that speak of the person.

use super::Search;
use super::judge::Judged;
use super::look::Looking;
use super::name::Name;
use super::terms::TermId;
use crate::AppError;

/// Searches every text that the policy says may speak of anybody, once for all.
#[allow(clippy::unused_async, reason = "a first version")]
pub(super) async fn search(
    _looking: &mut Looking<'_>,
    _judged: &[Judged],
    _wanted: &[(Vec<Option<TermId>>, Vec<Name>)],
    _searches: &mut [Search],
) -> Result<(), AppError> {
    Ok(())
}
