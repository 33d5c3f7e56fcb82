//! Accepting an agreement, and the first payment.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::agreements::{COLUMNS, in_order};
use super::scope::Scoped;
use super::{
    Acceptance, Acting, Action, AgreementId, AgreementKind, AgreementState, Held, PartyId, Refusal, Register,
    a_day, cell, day, days, sealed, word,
};
use crate::StoreError;
use crate::sql::{Row, args};

/// What is known of an acceptance: evidence that stays with the agreement.
#[derive(Clone, Debug)]
pub struct Accepting {
    /// When.
    pub on: Date,
    /// The first day of the agreement.
    pub starts_on: Date,
    /// SHA-256 of the text that was shown and accepted: that of the agreement, or it was another.
    pub text_hash: [u8; 32],
    /// Who, and from where.
    pub evidence: Acceptance,
}

impl Register<'_> {
    /// Accepts an offered agreement, or signs one that a payment began. The version that it replaces ends the day before it begins, and stays.
    ///
    /// # Errors
    /// [`Refusal::Move`], [`Refusal::Order`]; [`Refusal::Overlap`] with another of its kind; [`Refusal::Supersedes`] if what
    /// it replaces has ended meanwhile; [`Refusal::Form`] for another text; [`Refusal::Forgotten`].
    pub async fn accept(
        &self,
        acting: &Acting,
        id: AgreementId,
        accepting: &Accepting,
    ) -> Result<(), StoreError> {
        days::has_come(acting, "accepted_on", accepting.on)?;
        let mut data = self.changing().await?;
        let (offered, accepted) = (AgreementState::Offered, AgreementState::Accepted);
        let row = self.in_state(&mut data, id, (&[offered, accepted], "an offered one", accepted)).await?;
        let is = word(self.store, &row, "state", AgreementState::read)?;
        if cell::<Vec<u8>>(self.store, &row, "text_hash")? != accepting.text_hash {
            let cure = "the hash of the text that was offered";
            return Err(Refusal::Form { what: "text of the agreement", cure }.into());
        }
        let offered_on = a_day(self.store, &row, "offered_on")?;
        in_order(id, ("offered_on", offered_on), ("accepted_on", accepting.on))?;
        let party = PartyId(cell(self.store, &row, "party")?);
        let mut keys = self.key_store().await?;
        let key = self.key(&mut keys, party).await?;
        keys.commit().await?;
        let mut starts_on = accepting.starts_on;
        if is == accepted {
            // A payment began it, and stays its beginning; who has signed once does not sign again.
            let known: Option<Vec<u8>> = cell(self.store, &row, "sealed")?;
            let known: Held<Acceptance> =
                sealed::open(self.store, Some(&key), ("agreement", id.0), known.as_deref())?;
            if !known.open().is_some_and(|known| known.expose().by_payment) {
                let (is, wanted) = (is.word(), accepted.word());
                return Err(Refusal::Move { id, is, expected: "an offered one", wanted }.into());
            }
            starts_on = starts_on.min(a_day(self.store, &row, "starts_on")?);
        } else {
            self.begins(&mut data, acting, &row, starts_on).await?;
        }
        let sealed = sealed::seal(self.store, &key, ("agreement", id.0), &accepting.evidence)?;
        let set = "state = $4, accepted_on = $5, starts_on = $6, sealed = $7";
        let values = args![id, is, accepted, accepting.on, starts_on, sealed];
        self.moved(&mut data, id, set, values).await?;
        data.trail(acting, Action::Change, ("agreement", Some(id.0)), 1).await?;
        self.tell_of(&mut data, acting, &row, (accepted.word(), accepted, Some(accepting.on))).await?;
        data.commit().await
    }

    /// What it replaces ends the day before, and nothing else of its kind is in force.
    async fn begins(
        &self,
        data: &mut Scoped<'_>,
        acting: &Acting,
        row: &Row,
        on: Date,
    ) -> Result<(), StoreError> {
        let told = self.told(row)?;
        if let Some(old) = cell::<Option<i64>>(self.store, row, "supersedes")?.map(AgreementId) {
            self.supersede(data, acting, old, on).await?;
        }
        self.no_overlap(data, told.id, (told.party, told.kind), on).await
    }

    /// Notes the day when the first invoice under an agreement was paid; the first day that is noted stands. A service that
    /// was only offered begins with it, and one that was to begin later begins then: a signed agreement or a first paid
    /// invoice, whichever is first.
    ///
    /// # Errors
    /// [`Refusal::Move`] before an offer, [`Refusal::NotByPayment`] for what is no service and not accepted yet;
    /// [`Refusal::Order`], [`Refusal::Overlap`].
    pub async fn first_paid(&self, acting: &Acting, id: AgreementId, on: Date) -> Result<(), StoreError> {
        use AgreementState::{Accepted, Ended, Offered};
        days::has_come(acting, "first_paid_on", on)?;
        let mut data = self.changing().await?;
        let from = (&[Offered, Accepted, Ended][..], "an offered, accepted or ended one", Accepted);
        let row = self.in_state(&mut data, id, from).await?;
        let store = self.store;
        let is = word(store, &row, "state", AgreementState::read)?;
        let kind = word(store, &row, "kind", AgreementKind::read)?;
        let party = PartyId(cell(store, &row, "party")?);
        let offered_on = a_day(store, &row, "offered_on")?;
        let starts_on = day(store, &row, "starts_on")?;
        let noted = day(store, &row, "first_paid_on")?.is_some();
        let now = if is == Offered { Accepted } else { is };
        match starts_on {
            None if kind != AgreementKind::Service => return Err(Refusal::NotByPayment(id).into()),
            None => {
                in_order(id, ("offered_on", offered_on), ("the first payment", on))?;
                self.begins(&mut data, acting, &row, on).await?;
                let mut keys = self.key_store().await?;
                let key = self.key(&mut keys, party).await?;
                keys.commit().await?;
                let nobody = Acceptance { by: String::new(), address: String::new(), by_payment: true };
                let sealed = sealed::seal(store, &key, ("agreement", id.0), &nobody)?;
                let set = "state = $4, accepted_on = $5, starts_on = $5, first_paid_on = $5, sealed = $6";
                self.moved(&mut data, id, set, args![id, is, now, on, sealed]).await?;
            }
            Some(starts_on) if kind == AgreementKind::Service && !noted && on < starts_on => {
                in_order(id, ("offered_on", offered_on), ("the first payment", on))?;
                self.no_overlap(&mut data, id, (party, kind), on).await?;
                let set = "first_paid_on = $4, starts_on = $4";
                self.moved(&mut data, id, set, args![id, is, on]).await?;
            }
            Some(_) => {
                let set = "first_paid_on = coalesce(first_paid_on, $4)";
                self.moved(&mut data, id, set, args![id, is, on]).await?;
            }
        }
        data.trail(acting, Action::Change, ("agreement", Some(id.0)), 1).await?;
        if !noted {
            self.tell_of(&mut data, acting, &row, ("first_paid", now, Some(on))).await?;
        }
        data.commit().await
    }

    async fn supersede(
        &self,
        data: &mut Scoped<'_>,
        acting: &Acting,
        old: AgreementId,
        next_starts: Date,
    ) -> Result<(), StoreError> {
        let only = "id = $2 AND state = $3";
        let row = data.first(COLUMNS, "agreement", only, args![old, AgreementState::Accepted]).await?;
        let row = row.ok_or(Refusal::Supersedes(old))?;
        let started = a_day(self.store, &row, "starts_on")?;
        in_order(old, ("starts_on", started), ("the next version", next_starts))?;
        // Both on one day: the old one has that day alone.
        let last_day = next_starts.saturating_sub(1.day()).max(started);
        let values = args![old, AgreementState::Accepted, AgreementState::Superseded, last_day];
        self.moved(data, old, "state = $4, ended_on = $5", values).await?;
        let superseded = AgreementState::Superseded;
        self.tell_of(data, acting, &row, (superseded.word(), superseded, Some(last_day))).await
    }

    /// Refuses when another agreement of the kind is in force on or after a day. Superseded ones are of the same chain.
    async fn no_overlap(
        &self,
        data: &mut Scoped<'_>,
        id: AgreementId,
        (party, kind): (PartyId, AgreementKind),
        starts_on: Date,
    ) -> Result<(), StoreError> {
        let only = (
            "party = $2 AND kind = $3 AND id <> $4 AND state IN ('accepted', 'ended', 'settled')",
            "ORDER BY id",
        );
        for row in data.select("id, ended_on", "agreement", only, args![party, kind, id]).await? {
            if day(self.store, &row, "ended_on")?.is_none_or(|last_day| last_day >= starts_on) {
                let other = AgreementId(cell(self.store, &row, "id")?);
                return Err(Refusal::Overlap { id, kind, other }.into());
            }
        }
        Ok(())
    }
}
