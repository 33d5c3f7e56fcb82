//! The register's use cases: whom an organisation deals with, what was agreed, what has no system of its own.
//!
//! Whoever calls has said who acts and why: the trail holds it, and a reason is an activity of the policy.

pub mod agreements;
pub mod desk;
mod duplicates;
mod error;
pub mod export;
pub mod import;
mod keep;
mod key;
pub mod marks;
pub mod promise;
mod rotate;
mod system;
pub mod trail;
mod who;

use gallra_ledger::Domain;
use gallra_rules::names::ActivityName;
use gallra_store::register::Scope;

pub use duplicates::{Candidates, Sign, duplicates};
pub use error::{Cause, DeskError, FileFault, Flaw, Keeping, Kept, KeyFault};
pub use gallra_store::register::Decision;
/// The register's words, for whoever shows them.
pub use gallra_store::register::{
    Access, Acting, Action, Actor, Agreement, AgreementId, AgreementKind, AgreementState, Answer, Change,
    Content, Entry, EntryChange, EntryId, EntryKind, EntryState, Field, Forgotten, Held, Identifier, Leaving,
    Level, Mark, Marks, Mode, Names, NewEntry, NewParty, Of, Party, PartyId, PartyKind, Person, Refusal,
    Register, Role, Said, Setting, Source, Swept, Topic, Wanted, WantedAgreements, Why,
};
pub use gallra_vault::{KekFault, KekId, VaultError};
pub use keep::{backup_keys, key_backups, restore_keys, sweep};
pub use key::KeyPlace;
pub use promise::Table;
pub use rotate::{KeyState, Rotated, key_state, new_key, rotate};
pub(crate) use system::SettingsWanted;

use gallra_vault::Keyring;

use crate::{AppError, Context};

/// The role that a party of a kind usually has: a customer decides about the data that we process for it; a contact is whom
/// data is about; a supplier works for us, and for our customers through us; a partner is given data.
pub const fn usual_role(kind: PartyKind) -> Role {
    match kind {
        PartyKind::Customer => Role::Controller,
        PartyKind::Contact => Role::Subject,
        PartyKind::Supplier => Role::SubProcessor,
        PartyKind::Partner => Role::Recipient,
    }
}

impl Context {
    /// Opens the organisation's own register. Its key-encryption key is read, or made with a new register, once for
    /// each context.
    ///
    /// # Errors
    /// [`AppError::Store`] if the key is missing, wrong or readable by others; then nothing was written.
    pub async fn register(&self) -> Result<Register<'_>, AppError> {
        let ring = self.ring().await?;
        Ok(self.store.register(Scope::Organisation, ring).await?)
    }

    /// The keys of the register.
    pub(crate) async fn ring(&self) -> Result<&Keyring, AppError> {
        self.ring.get_or_try_init(|| key::ring(self)).await
    }

    /// Who acts, now, and for which activity of the policy.
    ///
    /// # Errors
    /// [`AppError::Register`] for an activity that the policy does not have, or nobody's name.
    pub fn acting(&self, by: &str, activity: &str) -> Result<Acting, AppError> {
        if by.trim().is_empty() {
            return Err(AppError::Register("who does it was not said; name the person".to_owned()));
        }
        if !self.policy.activities.contains_key(&ActivityName::new(activity)) {
            let known: Vec<&str> = self.policy.activities.keys().map(ActivityName::as_str).collect();
            return Err(AppError::Register(format!(
                "the policy has no activity `{activity}`; it has {}",
                known.join(", ")
            )));
        }
        let actor = self.keys.commitment.commit(Domain::Actor, by.trim().as_bytes());
        let why = Why::new(activity).map_err(gallra_store::StoreError::from)?;
        Ok(Acting { at: self.now(), actor: Actor(*actor.as_bytes()), why })
    }
}
