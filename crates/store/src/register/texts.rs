//! The texts of agreements, and the review of a customer's own.

use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use super::agreements::in_order;
use super::scope::Scoped;
use super::{
    Acting, Action, AgreementId, AgreementState, Answer, Held, Mode, PartyId, Refusal, Register, a_day, cell,
    day, sealed, word,
};
use crate::StoreError;
use crate::sql::{Row, args};

/// SHA-256 of a text, by which an agreement names its version.
pub fn hash_of(text: &[u8]) -> [u8; 32] {
    Sha256::digest(text).into()
}

impl Register<'_> {
    /// The text of an agreement, to the byte; `None` if there is no such agreement.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`] if it is not the text of the agreement's hash.
    pub async fn agreement_text(
        &self,
        acting: &Acting,
        id: AgreementId,
    ) -> Result<Option<Held<Vec<u8>>>, StoreError> {
        let mut data = self.data().await?;
        let columns = "party, text_hash, text";
        let Some(row) = data.first(columns, "agreement", "id = $2", args![id]).await? else {
            return Ok(None);
        };
        let party = PartyId(cell(self.store, &row, "party")?);
        let sealed: Option<Vec<u8>> = cell(self.store, &row, "text")?;
        let mut keys = self.key_store().await?;
        let key = if sealed.is_some() { keys.key(party).await? } else { None };
        keys.commit().await?;
        let text = sealed::open_text(key.as_ref(), id.0, sealed.as_deref())?;
        if let Held::Open(text) = &text {
            let hash: Vec<u8> = cell(self.store, &row, "text_hash")?;
            if hash != hash_of(text.expose()) {
                return Err(self.store.damaged("an agreement's text"));
            }
        }
        data.trail(acting, Action::Read, ("agreement", Some(id.0)), 1).await?;
        data.commit().await?;
        Ok(Some(text))
    }

    /// Notes that a customer asked for a review of its own instruction.
    ///
    /// # Errors
    /// [`Refusal::Move`], [`Refusal::Order`], [`Refusal::NoSuchAgreement`]; [`Refusal::NotOwn`] for a text that is not the
    /// customer's.
    pub async fn review(&self, acting: &Acting, id: AgreementId, on: Date) -> Result<(), StoreError> {
        let drafted = AgreementState::Drafted;
        let mut data = self.changing().await?;
        let row = self.of_the_customer(&mut data, id, drafted).await?;
        in_order(
            id,
            ("drafted_on", a_day(self.store, &row, "drafted_on")?),
            ("the request for a review", on),
        )?;
        let set = "review_on = $4";
        self.moved(&mut data, id, set, args![id, drafted, on]).await?;
        data.trail(acting, Action::Change, ("agreement", Some(id.0)), 1).await?;
        self.tell_of(&mut data, acting, &row, ("review_requested", drafted, Some(on))).await?;
        data.commit().await
    }

    /// Answers a customer's own instruction: with a price, or with another service. It is then offered.
    ///
    /// # Errors
    /// As [`Register::review`]; [`Refusal::NotReviewed`] if nobody asked for a review.
    pub async fn answer(
        &self,
        acting: &Acting,
        id: AgreementId,
        on: Date,
        answer: Answer,
    ) -> Result<(), StoreError> {
        let (drafted, offered) = (AgreementState::Drafted, AgreementState::Offered);
        let mut data = self.changing().await?;
        let row = self.of_the_customer(&mut data, id, offered).await?;
        let asked = day(self.store, &row, "review_on")?.ok_or(Refusal::NotReviewed(id))?;
        in_order(id, ("the request for a review", asked), ("offered_on", on))?;
        let set = "state = $4, offered_on = $5, answer = $6";
        self.moved(&mut data, id, set, args![id, drafted, offered, on, answer]).await?;
        data.trail(acting, Action::Change, ("agreement", Some(id.0)), 1).await?;
        let done = match answer {
            Answer::Price => "price_offered",
            Answer::OtherService => "other_service_offered",
        };
        self.tell_of(&mut data, acting, &row, (done, offered, Some(on))).await?;
        data.commit().await
    }

    /// A drafted agreement whose text is the customer's.
    async fn of_the_customer(
        &self,
        data: &mut Scoped<'_>,
        id: AgreementId,
        wanted: AgreementState,
    ) -> Result<Row, StoreError> {
        let row = self.in_state(data, id, (&[AgreementState::Drafted], "a drafted one", wanted)).await?;
        match word(self.store, &row, "mode", Mode::read)? {
            Mode::OwnInstruction => Ok(row),
            Mode::Standard | Mode::Negotiated => Err(Refusal::NotOwn(id).into()),
        }
    }
}
