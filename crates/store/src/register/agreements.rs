//! Agreements, and where they stand: one function for each move, which no other state begins ([`super::terms`] has those that
//! weigh more than a day).

use jiff::civil::Date;

use super::keys::Keys;
use super::scope::{OnConflict, Scoped};
use super::{
    Acceptance, Acting, Action, AgreementId, AgreementKind, AgreementState, Answer, Held, Mode, PartyId,
    Refusal, Register, Told, ToldAgreement, a_day, cell, day, days, hash_of, sealed, word,
};
use crate::StoreError;
use crate::sql::{Arg, Row, args};

pub(super) const COLUMNS: &str = "id, party, kind, mode, version, text_hash, state, drafted_on, offered_on, \
    accepted_on, starts_on, first_paid_on, ended_on, settled_on, supersedes, sealed, review_on, answer";

/// An agreement to be drafted.
#[derive(Clone, Debug)]
pub struct NewAgreement {
    /// With whom.
    pub party: PartyId,
    /// On what.
    pub kind: AgreementKind,
    /// How its text came about.
    pub mode: Mode,
    /// The text, to the byte.
    pub text: Vec<u8>,
    /// When it was written.
    pub drafted_on: Date,
    /// The accepted one whose next version it is.
    pub supersedes: Option<AgreementId>,
}

/// An agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Its number.
    pub id: AgreementId,
    /// With whom.
    pub party: PartyId,
    /// On what.
    pub kind: AgreementKind,
    /// How its text came about.
    pub mode: Mode,
    /// 1, and one more for each that it follows upon.
    pub version: i64,
    /// SHA-256 of the text.
    pub text_hash: [u8; 32],
    /// Where it stands.
    pub state: AgreementState,
    /// When it was written.
    pub drafted_on: Date,
    /// When it was sent.
    pub offered_on: Option<Date>,
    /// When it was accepted.
    pub accepted_on: Option<Date>,
    /// Its first day.
    pub starts_on: Option<Date>,
    /// When the first invoice was paid.
    pub first_paid_on: Option<Date>,
    /// Its last day.
    pub ended_on: Option<Date>,
    /// When nothing was owed any more.
    pub settled_on: Option<Date>,
    /// The one that it replaces.
    pub supersedes: Option<AgreementId>,
    /// Who accepted it, from where.
    pub acceptance: Held<Acceptance>,
    /// When a review of the customer's own instruction was asked for.
    pub review_on: Option<Date>,
    /// What was answered to it.
    pub answer: Option<Answer>,
}

/// Which agreements; `None` for any.
#[derive(Clone, Copy, Debug, Default)]
pub struct WantedAgreements {
    /// With this party.
    pub party: Option<PartyId>,
    /// On this.
    pub kind: Option<AgreementKind>,
    /// That stand here.
    pub state: Option<AgreementState>,
    /// With a number after this one: the last of the page before.
    pub after: Option<AgreementId>,
}

/// One of the moves that set a day and nothing else.
struct Move {
    from: &'static [AgreementState],
    /// What has to be said when it stands elsewhere.
    expected: &'static str,
    to: AgreementState,
    column: Option<&'static str>,
    /// The day that it may not come before.
    after: Option<&'static str>,
}

const OFFER: Move = Move {
    from: &[AgreementState::Drafted],
    expected: "a drafted one",
    to: AgreementState::Offered,
    column: Some("offered_on"),
    after: Some("drafted_on"),
};
const WITHDRAW: Move = Move {
    from: &[AgreementState::Drafted, AgreementState::Offered],
    expected: "a drafted or offered one",
    to: AgreementState::Withdrawn,
    column: None,
    after: None,
};
const END: Move = Move {
    from: &[AgreementState::Accepted],
    expected: "an accepted one",
    to: AgreementState::Ended,
    column: Some("ended_on"),
    after: Some("starts_on"),
};
const SETTLE: Move = Move {
    from: &[AgreementState::Ended],
    expected: "an ended one",
    to: AgreementState::Settled,
    column: Some("settled_on"),
    after: Some("ended_on"),
};

impl Register<'_> {
    /// Drafts an agreement.
    ///
    /// # Errors
    /// [`Refusal::NoSuchParty`]; [`Refusal::Supersedes`].
    pub async fn draft(&self, acting: &Acting, new: &NewAgreement) -> Result<AgreementId, StoreError> {
        days::has_come(acting, "drafted_on", new.drafted_on)?;
        let mut data = self.changing().await?;
        self.live(&mut data, new.party).await?;
        let mut version = 1;
        if let Some(old) = new.supersedes {
            let only = "id = $2 AND party = $3 AND kind = $4 AND state = $5";
            let values = args![old, new.party, new.kind, AgreementState::Accepted];
            let row =
                data.first("version", "agreement", only, values).await?.ok_or(Refusal::Supersedes(old))?;
            version = cell::<i64>(self.store, &row, "version")? + 1;
        }
        let mut keys = self.key_store().await?;
        let key = self.key(&mut keys, new.party).await?;
        let id = self.ids(&mut data, &mut keys, 1).await?;
        keys.commit().await?;
        let text = sealed::seal_text(&key, id, &new.text)?;
        let text_hash = hash_of(&new.text);
        let columns = [
            "id",
            "party",
            "kind",
            "mode",
            "version",
            "text_hash",
            "text",
            "state",
            "drafted_on",
            "supersedes",
        ];
        let values = args![
            id,
            new.party,
            new.kind,
            new.mode,
            version,
            text_hash.as_slice(),
            text,
            AgreementState::Drafted,
            new.drafted_on,
            new.supersedes
        ];
        data.insert("agreement", &columns, OnConflict::Fail, values).await?;
        data.trail(acting, Action::Create, ("agreement", Some(id)), 1).await?;
        let told = ToldAgreement {
            id: AgreementId(id),
            party: new.party,
            kind: new.kind,
            mode: new.mode,
            version,
            text_hash,
            done: "drafted",
            state: AgreementState::Drafted,
            day: Some(new.drafted_on),
        };
        self.tell(&mut data, acting, &Told::Agreement(told)).await?;
        data.commit().await?;
        Ok(AgreementId(id))
    }

    /// Offers a drafted agreement.
    ///
    /// # Errors
    /// [`Refusal::Move`], [`Refusal::Order`], [`Refusal::NoSuchAgreement`]; the same for the other moves.
    pub async fn offer(&self, acting: &Acting, id: AgreementId, on: Date) -> Result<(), StoreError> {
        self.carry_out(acting, id, on, &OFFER).await
    }

    /// Withdraws what nobody has accepted. The day is the trail's.
    ///
    /// # Errors
    /// As [`Register::offer`].
    pub async fn withdraw(&self, acting: &Acting, id: AgreementId) -> Result<(), StoreError> {
        self.carry_out(acting, id, Date::ZERO, &WITHDRAW).await
    }

    /// Ends an accepted agreement with a last day, which may lie ahead.
    ///
    /// # Errors
    /// As [`Register::offer`].
    pub async fn end(&self, acting: &Acting, id: AgreementId, last_day: Date) -> Result<(), StoreError> {
        self.carry_out(acting, id, last_day, &END).await
    }

    /// Notes that nothing is owed after an ended agreement.
    ///
    /// # Errors
    /// As [`Register::offer`].
    pub async fn settle(&self, acting: &Acting, id: AgreementId, on: Date) -> Result<(), StoreError> {
        self.carry_out(acting, id, on, &SETTLE).await
    }

    async fn carry_out(
        &self,
        acting: &Acting,
        id: AgreementId,
        on: Date,
        asked: &Move,
    ) -> Result<(), StoreError> {
        let mut data = self.changing().await?;
        let row = self.in_state(&mut data, id, (asked.from, asked.expected, asked.to)).await?;
        if let (Some(column), Some(after)) = (asked.column, asked.after) {
            // A last day may lie ahead; the others tell of what has happened.
            if asked.to != AgreementState::Ended {
                days::has_come(acting, column, on)?;
            }
            in_order(id, (after, a_day(self.store, &row, after)?), (column, on))?;
        }
        let is: String = cell(self.store, &row, "state")?;
        let mut values = args![id, is, asked.to].to_vec();
        let mut set = "state = $4".to_owned();
        if let Some(column) = asked.column {
            set = format!("{set}, {column} = $5");
            values.push(Arg::from(on));
        }
        self.moved(&mut data, id, &set, &values).await?;
        data.trail(acting, Action::Change, ("agreement", Some(id.0)), 1).await?;
        let day = asked.column.map(|_| on);
        self.tell_of(&mut data, acting, &row, (asked.to.word(), asked.to, day)).await?;
        data.commit().await
    }

    /// An agreement, if there is one of this number in the scope.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn agreement(&self, acting: &Acting, id: AgreementId) -> Result<Option<Agreement>, StoreError> {
        let mut data = self.data().await?;
        let row = data.first(COLUMNS, "agreement", "id = $2", args![id]).await?;
        let Some(row) = row else { return Ok(None) };
        let mut keys = self.key_store().await?;
        let agreement = self.read_agreement(&mut keys, &row).await?;
        keys.commit().await?;
        data.trail(acting, Action::Read, ("agreement", Some(id.0)), 1).await?;
        data.commit().await?;
        Ok(Some(agreement))
    }

    /// Every agreement with a party, superseded ones too, by number.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn agreements(&self, acting: &Acting, party: PartyId) -> Result<Vec<Agreement>, StoreError> {
        let mut data = self.data().await?;
        let rows = data.select(COLUMNS, "agreement", ("party = $2", "ORDER BY id"), args![party]).await?;
        let mut keys = self.key_store().await?;
        let mut agreements = Vec::with_capacity(rows.len());
        for row in &rows {
            agreements.push(self.read_agreement(&mut keys, row).await?);
        }
        keys.commit().await?;
        data.trail(acting, Action::List, ("agreement", None), agreements.len()).await?;
        data.commit().await?;
        Ok(agreements)
    }

    /// Up to `limit` agreements by number, with whomever.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn list_agreements(
        &self,
        acting: &Acting,
        wanted: WantedAgreements,
        limit: u32,
    ) -> Result<Vec<Agreement>, StoreError> {
        let mut data = self.data().await?;
        let only = (
            "id > $2 AND ($3 IS NULL OR party = $3) AND ($4 IS NULL OR kind = $4) AND ($5 IS NULL OR state = $5)",
            "ORDER BY id LIMIT $6",
        );
        let after = wanted.after.map_or(0, |id| id.0);
        let values = args![after, wanted.party, wanted.kind, wanted.state, i64::from(limit)];
        let rows = data.select(COLUMNS, "agreement", only, values).await?;
        let mut keys = self.key_store().await?;
        let mut agreements = Vec::with_capacity(rows.len());
        for row in &rows {
            agreements.push(self.read_agreement(&mut keys, row).await?);
        }
        keys.commit().await?;
        data.trail(acting, Action::List, ("agreement", None), agreements.len()).await?;
        data.commit().await?;
        Ok(agreements)
    }

    /// Removes an agreement. What law keeps is for the caller to ask first.
    ///
    /// # Errors
    /// [`Refusal::NoSuchAgreement`].
    pub async fn remove_agreement(&self, acting: &Acting, id: AgreementId) -> Result<(), StoreError> {
        let mut data = self.data().await?;
        if data.delete("agreement", "id = $2", args![id]).await? == 0 {
            return Err(Refusal::NoSuchAgreement(id).into());
        }
        data.trail(acting, Action::Remove, ("agreement", Some(id.0)), 1).await?;
        data.commit().await
    }

    /// The agreement's row, if it stands where a move begins.
    pub(super) async fn in_state(
        &self,
        data: &mut Scoped<'_>,
        id: AgreementId,
        (from, expected, to): (&[AgreementState], &'static str, AgreementState),
    ) -> Result<Row, StoreError> {
        let row = data.first(COLUMNS, "agreement", "id = $2", args![id]).await?;
        let row = row.ok_or(Refusal::NoSuchAgreement(id))?;
        let is = word(self.store, &row, "state", AgreementState::read)?;
        if from.contains(&is) {
            return Ok(row);
        }
        Err(Refusal::Move { id, is: is.word(), expected, wanted: to.word() }.into())
    }

    /// Sets columns of an agreement that stands in state `$3` still.
    pub(super) async fn moved(
        &self,
        data: &mut Scoped<'_>,
        id: AgreementId,
        set: &str,
        values: &[Arg],
    ) -> Result<(), StoreError> {
        if data.update("agreement", set, "id = $2 AND state = $3", values).await? == 1 {
            return Ok(());
        }
        Err(Refusal::NoSuchAgreement(id).into())
    }

    /// What its row tells the log. What was done is for the caller to say.
    pub(super) fn told(&self, row: &Row) -> Result<ToldAgreement, StoreError> {
        let store = self.store;
        let state = word(store, row, "state", AgreementState::read)?;
        Ok(ToldAgreement {
            id: AgreementId(cell(store, row, "id")?),
            party: PartyId(cell(store, row, "party")?),
            kind: word(store, row, "kind", AgreementKind::read)?,
            mode: word(store, row, "mode", Mode::read)?,
            version: cell(store, row, "version")?,
            text_hash: self.text_hash(row)?,
            done: state.word(),
            state,
            day: None,
        })
    }

    fn text_hash(&self, row: &Row) -> Result<[u8; 32], StoreError> {
        let hash: Vec<u8> = cell(self.store, row, "text_hash")?;
        hash.try_into().map_err(|_| self.store.damaged("an agreement's hash"))
    }

    async fn read_agreement(&self, keys: &mut Keys<'_>, row: &Row) -> Result<Agreement, StoreError> {
        let store = self.store;
        let (id, party) = (cell(store, row, "id")?, PartyId(cell(store, row, "party")?));
        let sealed: Option<Vec<u8>> = cell(store, row, "sealed")?;
        let key = if sealed.is_some() { keys.key(party).await? } else { None };
        let answer: Option<String> = cell(store, row, "answer")?;
        let answer =
            answer.map(|word| Answer::read(&word).ok_or_else(|| store.damaged("a word in the register")));
        Ok(Agreement {
            id: AgreementId(id),
            party,
            kind: word(store, row, "kind", AgreementKind::read)?,
            mode: word(store, row, "mode", Mode::read)?,
            version: cell(store, row, "version")?,
            text_hash: self.text_hash(row)?,
            state: word(store, row, "state", AgreementState::read)?,
            drafted_on: a_day(store, row, "drafted_on")?,
            offered_on: day(store, row, "offered_on")?,
            accepted_on: day(store, row, "accepted_on")?,
            starts_on: day(store, row, "starts_on")?,
            first_paid_on: day(store, row, "first_paid_on")?,
            ended_on: day(store, row, "ended_on")?,
            settled_on: day(store, row, "settled_on")?,
            supersedes: cell::<Option<i64>>(store, row, "supersedes")?.map(AgreementId),
            acceptance: sealed::open(store, key.as_ref(), ("agreement", id), sealed.as_deref())?,
            review_on: day(store, row, "review_on")?,
            answer: answer.transpose()?,
        })
    }
}

/// Refuses a day that comes too early.
pub(super) fn in_order(
    id: AgreementId,
    (earlier, before): (&'static str, Date),
    (later, on): (&'static str, Date),
) -> Result<(), Refusal> {
    if on < before { Err(Refusal::Order { id, earlier, before, later }) } else { Ok(()) }
}
