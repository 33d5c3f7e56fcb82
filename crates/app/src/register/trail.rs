//! The trail: who did what, whether a name is behind a line, and the trail sealed in the ledger.
//!
//! A seal is a leaf with the hash of a stretch of lines. Whoever changes or removes a line afterwards changes what the hash is
//! over; lines that retention took are gone from the front, and a seal over them can no longer be recomputed.

use gallra_ledger::{Domain, Hash, Leaf, LeafBody, TrailSealed};
use gallra_store::StoreError;
use gallra_store::register::{Access, Actor, Party, PartyId, Refusal, Register, TrailSeal};
use jiff::Timestamp;

use super::desk::PAGE;
use crate::{AppError, Context, evidence};

/// What came of looking at a seal again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// The lines give the sealed hash.
    Holds,
    /// Lines at its front are gone, as retention takes them: nothing can be recomputed.
    Gone,
    /// A line was changed, or removed from the middle.
    Broken,
}

/// A seal over a stretch of lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// When it was made.
    pub at: String,
    /// What was sealed.
    pub sealed: TrailSealed,
}

/// The actor's commitment to a name.
pub fn actor(context: &Context, name: &str) -> Actor {
    Actor(*context.keys.commitment.commit(Domain::Actor, name.trim().as_bytes()).as_bytes())
}

/// The lines of the trail from a moment on, all of them or those about one party.
///
/// # Errors
/// The state's.
pub async fn lines(
    register: &Register<'_>,
    of: Option<PartyId>,
    since: Option<Timestamp>,
) -> Result<Vec<Access>, AppError> {
    let (mut found, mut from) = (Vec::new(), 0);
    loop {
        let page = match of {
            Some(party) => register.trail_of(party, from, PAGE).await?,
            None => register.trail(from, PAGE).await?,
        };
        let Some(last) = page.last() else { return Ok(found) };
        from = last.id + 1;
        found.extend(page.into_iter().filter(|line| since.is_none_or(|since| line.at >= since)));
    }
}

/// The latest lines about a party, the last first.
///
/// # Errors
/// The state's.
pub async fn latest(register: &Register<'_>, party: &Party, number: usize) -> Result<Vec<Access>, AppError> {
    let mut lines = lines(register, Some(party.id), None).await?;
    lines.reverse();
    lines.truncate(number);
    Ok(lines)
}

/// Every seal of the organisation's own trail, in order.
///
/// # Errors
/// The state's.
pub async fn seals(context: &Context) -> Result<Vec<Seal>, AppError> {
    let (mut found, mut next) = (Vec::new(), 0);
    loop {
        let leaves = context.store.leaves(next, 4096).await?;
        if leaves.is_empty() {
            return Ok(found);
        }
        next += leaves.len() as u64;
        for leaf in leaves {
            if let Ok(Leaf { at, body: LeafBody::TrailSealed(sealed) }) = Leaf::parse(&leaf.0)
                && sealed.tenant == 0
            {
                found.push(Seal { at, sealed });
            }
        }
    }
}

/// Seals the lines that are not sealed yet, and publishes the leaf. `None` if there are none.
///
/// # Errors
/// The state's; [`Refusal::Trail`] if lines are missing in between.
pub async fn seal(context: &Context, register: &Register<'_>) -> Result<Option<TrailSeal>, AppError> {
    let Some((first, last)) = register.trail_ends().await? else { return Ok(None) };
    let sealed = seals(context).await?.iter().map(|seal| seal.sealed.to).max().unwrap_or(0);
    let from = first.max(sealed + 1);
    if from > last {
        return Ok(None);
    }
    let seal = register.seal_trail(from, last).await?;
    let at = context.now();
    let lines = Hash::from_bytes(seal.hash);
    let leaf = evidence::leaf(at, TrailSealed { tenant: 0, from: seal.from, to: seal.to, lines })?;
    // Two that seal at once seal the same lines twice, which holds for both.
    let mut tx = context.store.write().await?;
    tx.append(&leaf, at, None).await?;
    tx.commit().await?;
    // If we crash here: the next command publishes the leaf.
    evidence::publish(context).await?;
    Ok(Some(seal))
}

/// Computes every seal again.
///
/// # Errors
/// The state's.
pub async fn verify(context: &Context, register: &Register<'_>) -> Result<Vec<(Seal, Checked)>, AppError> {
    let first = register.trail_ends().await?.map_or(u64::MAX, |(first, _)| first);
    let mut checked = Vec::new();
    for seal in seals(context).await? {
        let TrailSealed { from, to, lines, .. } = seal.sealed;
        let found = if from < first {
            Checked::Gone
        } else {
            match register.seal_trail(from, to).await {
                Ok(again) if again.hash == *lines.as_bytes() => Checked::Holds,
                Ok(_) | Err(StoreError::Register(Refusal::Trail { .. })) => Checked::Broken,
                Err(fault) => return Err(fault.into()),
            }
        };
        checked.push((seal, found));
    }
    Ok(checked)
}
