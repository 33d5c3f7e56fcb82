//! What somebody at the desk says of records, in names of the policy or in words, and what has passed its last day.

use std::collections::{BTreeMap, BTreeSet};

use gallra_store::StoreError;
use gallra_store::register::{
    Acting, Entry, EntryId, Mark, Names, Of, PartyId, Register, Role, Source, Topic,
};

use super::promise::{Dossier, keeping};
use super::{DeskError, Keeping, desk};
use crate::{AppError, Context};

/// What an option says when nothing holds any more.
pub const NONE: &str = "none";

/// The names that the policy, or the register, has for a topic.
pub fn names_for(context: &Context, topic: Topic) -> BTreeSet<String> {
    let policy = &context.policy;
    let recipients = || policy.recipients.keys().map(ToString::to_string);
    let activities = || policy.activities.keys().map(ToString::to_string);
    match topic {
        Topic::Objections => activities().chain(recipients()).collect(),
        Topic::Decisions => activities().collect(),
        Topic::Sharing => recipients().collect(),
        Topic::Access => recipients().chain(Role::ALL.iter().map(|role| role.word().to_owned())).collect(),
        Topic::Source => {
            recipients().chain(Source::ALL.iter().map(|source| source.word().to_owned())).collect()
        }
        Topic::Category => policy.datasets.keys().map(ToString::to_string).collect(),
    }
}

/// Reads what is to be said: names with commas between them, `none`, or else words of somebody's own.
///
/// # Errors
/// [`DeskError::NotNames`] for words about an activity, which is nobody's, and where some are names and the others look like
/// names: whoever mistyped one did not mean words.
pub fn read(context: &Context, of: &Of, topic: Topic, text: &str) -> Result<Mark, AppError> {
    let known = names_for(context, topic);
    let parts: Vec<&str> = match text.trim() {
        NONE => Vec::new(),
        text => text.split(',').map(str::trim).collect(),
    };
    if parts.iter().all(|part| known.contains(*part)) {
        return Ok(Mark::Names(topic, Names::new(parts).map_err(StoreError::from)?));
    }
    let mistyped = parts.iter().any(|part| known.contains(*part))
        && parts.iter().all(|part| Names::new([*part]).is_ok());
    if mistyped || matches!(of, Of::Activity(_)) {
        return Err(DeskError::NotNames { topic, known: known.into_iter().collect() }.into());
    }
    Ok(Mark::Words(topic, text.trim().to_owned()))
}

/// What came of removing what has passed its last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purged {
    /// Entries that may go, counted before.
    pub due: u64,
    /// What law or a hold keeps all the same.
    pub keeps: Vec<Keeping>,
    /// Entries that went.
    pub gone: u64,
    /// Entries that may go, counted again afterwards.
    pub left: u64,
}

/// Removes what has passed its last day and neither law nor a hold keeps; a dry run only counts. May be repeated.
///
/// # Errors
/// The state's.
pub async fn purge(
    context: &Context,
    register: &Register<'_>,
    acting: &Acting,
    dry_run: bool,
) -> Result<Purged, AppError> {
    let today = context.today();
    let mut of_parties: BTreeMap<PartyId, Vec<Entry>> = BTreeMap::new();
    for entry in register.passed_entries(acting, today).await? {
        of_parties.entry(entry.party).or_default().push(entry);
    }
    let (mut goes, mut keeps) = (BTreeSet::new(), Vec::new());
    for (id, passed) in of_parties {
        let party = desk::party(register, acting, id).await?;
        let passed_ids: BTreeSet<EntryId> = passed.iter().map(|entry| entry.id).collect();
        // What is read with the party lacks what has passed, by a day that may be another than the organisation's.
        let mut entries = desk::entries(register, acting, id).await?;
        entries.retain(|entry| !passed_ids.contains(&entry.id));
        entries.extend(passed);
        let agreements = register.agreements(acting, id).await?;
        let over = desk::over(register, acting, &party).await?;
        let dossier =
            Dossier { party: &party, over: over.as_ref(), entries: &entries, agreements: &agreements };
        let mut kept = keeping(context, dossier).await?;
        kept.retain(|keep| keep.table == "entry" && passed_ids.contains(&EntryId(keep.id)));
        goes.extend(passed_ids.into_iter().filter(|id| kept.iter().all(|keep| keep.id != id.0)));
        keeps.extend(kept);
    }
    let due = goes.len() as u64;
    if dry_run {
        return Ok(Purged { due, keeps, gone: 0, left: due });
    }
    let gone = register.purge_these(acting, today, &goes).await?;
    let again = register.passed_entries(acting, today).await?;
    let left = again.iter().filter(|entry| goes.contains(&entry.id)).count() as u64;
    Ok(Purged { due, keeps, gone, left })
}
