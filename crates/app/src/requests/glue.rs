//! Where a request meets the systems: searching them, and what came of it.

use std::collections::{BTreeMap, BTreeSet};

use gallra_rules::names::{DatasetName, SystemName};

use super::Handler;
use super::about::{About, Doubtful};
use crate::progress::Progress;
use crate::subject::{Given, Person};
use crate::{AppError, Context};

/// What a search found, as a request keeps it.
#[derive(Default)]
pub(super) struct Found {
    pub(super) person: Person,
    pub(super) known: Vec<Given>,
    pub(super) names: Vec<String>,
    pub(super) doubtful: Vec<Doubtful>,
    pub(super) mentions: u64,
    /// Systems that did not answer.
    pub(super) silent: BTreeSet<SystemName>,
    /// Datasets that a person has to look through, with the role that does.
    pub(super) manual: BTreeMap<DatasetName, (SystemName, String)>,
}

/// Searches every system.
pub(super) async fn search(
    _context: &Context,
    _handler: &Handler,
    _about: &About,
    _progress: &dyn Progress,
) -> Result<Found, AppError> {
    Ok(Found::default())
}
