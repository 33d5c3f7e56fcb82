//! The suppression list: to whom nothing is advertised (GDPR Art. 21(3)). It has to know somebody again without keeping who it
//! is, also after everything else about them was erased: keyed hashes of the normal form of what they are reached by.

use gallra_rules::spelling::{Kind, Looked};
pub use gallra_store::SuppressedKind;
use gallra_store::{KeyedHash, Suppressed, SuppressedSource};
use jiff::civil::Date;
use serde::Serialize;

use crate::{AppError, Context};

const SUPPRESSED: &str = "suppressed";

/// The answer to whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Whether nothing may be advertised to them.
    pub suppressed: bool,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
}

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// New on the list.
    pub added: u64,
    /// On it already.
    pub known: u64,
    /// Lines that are nothing of the kind; they were left out.
    pub unreadable: u64,
}

/// A line for a mailing tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What the hash is of.
    pub kind: SuppressedKind,
    /// Hexadecimal digits.
    pub hash: String,
    /// Since when.
    pub since: Date,
}

/// Whether somebody is on the list, however what they are reached by is written.
///
/// # Errors
/// [`AppError::Subject`] for a text that is nothing of the kind; the state's.
pub async fn ask(context: &Context, kind: SuppressedKind, text: &str) -> Result<Answer, AppError> {
    let hash = hash(context, kind, text).ok_or_else(|| misread(kind))?;
    let found = context.store.suppressed(kind, &hash).await?;
    Ok(Answer { suppressed: found.is_some(), since: found.map(|line| line.since) })
}

/// Puts some on the list, one text each, in one transaction.
///
/// # Errors
/// The state's.
pub async fn import<'t>(
    context: &Context,
    kind: SuppressedKind,
    texts: impl IntoIterator<Item = &'t str>,
) -> Result<Imported, AppError> {
    let mut done = Imported::default();
    let mut tx = context.store.write().await?;
    for text in texts.into_iter().filter(|text| !text.trim().is_empty()) {
        let Some(hash) = hash(context, kind, text) else {
            done.unreadable += 1;
            continue;
        };
        let (since, source) = (context.today(), SuppressedSource::Import);
        if tx.suppress(&Suppressed { kind, hash, since, source, request: None }).await? {
            done.added += 1;
        } else {
            done.known += 1;
        }
    }
    tx.commit().await?;
    Ok(done)
}

/// The whole list, as keyed hashes: a tool that has the key in `keys/match.key` finds its own addresses in it.
///
/// # Errors
/// The state's.
pub async fn export(context: &Context) -> Result<Vec<Line>, AppError> {
    let list = context.store.suppression_list().await?;
    let line = |line: Suppressed| Line { kind: line.kind, hash: hex::encode(line.hash), since: line.since };
    Ok(list.into_iter().map(line).collect())
}

/// Takes somebody off the list, because they want to hear of us again.
///
/// # Errors
/// [`AppError::Subject`] for a text that is nothing of the kind; the state's.
pub async fn take_off(context: &Context, kind: SuppressedKind, text: &str) -> Result<bool, AppError> {
    let hash = hash(context, kind, text).ok_or_else(|| misread(kind))?;
    let mut tx = context.store.write().await?;
    let was = tx.unsuppress(kind, &hash).await?;
    tx.commit().await?;
    Ok(was)
}

/// The hash of what somebody is reached by; `None` for a text that is nothing of the kind.
pub(crate) fn hash(context: &Context, kind: SuppressedKind, text: &str) -> Option<KeyedHash> {
    let looked = Looked::read(spelt(kind), text, context.today()).ok()?;
    Some(context.keys.recognise(&[SUPPRESSED, kind.word(), looked.expose()]))
}

const fn spelt(kind: SuppressedKind) -> Kind {
    match kind {
        SuppressedKind::Email => Kind::Email,
        SuppressedKind::Phone => Kind::Phone,
        SuppressedKind::Number => Kind::Number,
    }
}

fn misread(kind: SuppressedKind) -> AppError {
    AppError::Subject(format!("what was given cannot be read as {}", kind.word()))
}
