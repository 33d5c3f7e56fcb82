//! What the log is told of: a change and the leaf about it are one transaction. What a leaf says is the caller's.

use std::fmt::Debug;

use gallra_rules::period::Period;
use jiff::civil::Date;

use super::scope::Scoped;
use super::{Acting, AgreementId, AgreementKind, AgreementState, Mode, PartyId, Register, ToldRequest};
use crate::sql::Row;
use crate::{LeafBytes, RunId, StoreError};

/// A change that a leaf tells of.
#[derive(Clone, Copy, Debug)]
pub enum Told<'a> {
    /// An agreement was drafted, or moved.
    Agreement(ToldAgreement),
    /// A customer's own period was set, or taken back.
    Setting {
        /// Name in the policy.
        dataset: &'a str,
        /// The period; `None` if it was taken back.
        period: Option<Period>,
    },
    /// A request came in, or moved.
    Request(ToldRequest<'a>),
}

/// What happened to an agreement.
#[derive(Clone, Copy, Debug)]
pub struct ToldAgreement {
    /// Which.
    pub id: AgreementId,
    /// With whom.
    pub party: PartyId,
    /// On what.
    pub kind: AgreementKind,
    /// How its text came about.
    pub mode: Mode,
    /// Its version.
    pub version: i64,
    /// SHA-256 of its text.
    pub text_hash: [u8; 32],
    /// What was done, such as `offered` or `first_paid`.
    pub done: &'static str,
    /// Where it stands now.
    pub state: AgreementState,
    /// On which day, if the change has one.
    pub day: Option<Date>,
}

impl AgreementId {
    /// Under which name the log's leaves about it are found ([`crate::Store::leaves_of`]).
    pub fn leaves(self) -> RunId {
        RunId(format!("agreement-{}", self.0))
    }
}

/// Makes the leaves.
pub trait Tells: Debug + Send + Sync {
    /// The leaf about a change, in bytes that hold no personal data.
    ///
    /// # Errors
    /// Then the change does not happen.
    fn leaf(&self, acting: &Acting, told: &Told<'_>) -> Result<LeafBytes, StoreError>;
}

impl<'a> Register<'a> {
    /// The same register, with a leaf for every change of an agreement or a setting.
    #[must_use]
    pub fn telling(self, tells: &'a dyn Tells) -> Self {
        Self { tells: Some(tells), ..self }
    }

    /// Begins a change that is told to the log, if it is told at all.
    pub(super) async fn changing(&self) -> Result<Scoped<'a>, StoreError> {
        match self.tells {
            Some(_) => Scoped::telling(self.store, self.scope).await,
            None => self.data().await,
        }
    }

    /// Stages the leaf about a change, in its transaction.
    pub(super) async fn tell(
        &self,
        data: &mut Scoped<'_>,
        acting: &Acting,
        told: &Told<'_>,
    ) -> Result<(), StoreError> {
        let Some(tells) = self.tells else { return Ok(()) };
        let of = match told {
            Told::Agreement(told) => Some(told.id.leaves().0),
            Told::Request(told) => Some(told.number.leaves().0),
            Told::Setting { .. } => None,
        };
        data.leaf(&tells.leaf(acting, told)?, acting.at, of).await
    }

    /// The same about an agreement, as its row was before.
    pub(super) async fn tell_of(
        &self,
        data: &mut Scoped<'_>,
        acting: &Acting,
        row: &Row,
        (done, state, day): (&'static str, AgreementState, Option<Date>),
    ) -> Result<(), StoreError> {
        let told = ToldAgreement { done, state, day, ..self.told(row)? };
        self.tell(data, acting, &Told::Agreement(told)).await
    }
}
