//! Many parties at once.

use super::{Acting, Action, NewParty, PartyId, Register};
use crate::StoreError;

/// Parties that are committed together.
const CHUNK: usize = 500;

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Parties that are durable.
    pub rows: u64,
    /// The last of them.
    pub last: PartyId,
}

impl Register<'_> {
    /// Takes in parties as they come, never more than a chunk of them in memory. After each chunk is durable `so_far` is
    /// told; what comes after the last telling was not taken in, so a caller who was interrupted knows where to go on.
    ///
    /// # Errors
    /// As [`Register::create_party`], for the whole chunk; the chunks before it stay.
    pub async fn import(
        &self,
        acting: &Acting,
        parties: impl IntoIterator<Item = NewParty>,
        mut so_far: impl FnMut(Imported),
    ) -> Result<u64, StoreError> {
        let mut parties = parties.into_iter();
        let mut rows = 0;
        loop {
            let chunk: Vec<NewParty> = parties.by_ref().take(CHUNK).collect();
            if chunk.is_empty() {
                return Ok(rows);
            }
            let ids = self.create_parties(acting, Action::Import, &chunk).await?;
            rows += ids.len() as u64;
            if let Some(last) = ids.last() {
                so_far(Imported { rows, last: *last });
            }
        }
    }
}
