//! Requests of data subjects (GDPR Art. 15–22): where each stands, and sealed under a key of its own what it is about.
//!
//! A request is stored as its moves ([`Request`]) and read by making them again. It is changed where it still is as it was
//! read ([`Refusal::RequestMoved`]), in the transaction of the leaf that tells of it. When its row is gone, by a retention rule,
//! [`super::Register::sweep`] destroys its key.

use std::fmt;

use gallra_rules::request::{Kind, Request, State};
use gallra_vault::DataKey;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::keys::Keys;
use super::scope::{OnConflict, Scope, Scoped};
use super::{Acting, Action, Held, PartyId, Refusal, Register, Told, a_day, cell, day, sealed};
use crate::sql::{Row, args};
use crate::{RunId, Store, StoreError};

const COLUMNS: &str = "id, number, kind, state, received_on, closed_on, version, sealed";

/// Requests that are read together.
const PAGE: i64 = 500;

/// The number of a request over all tenants, shown as `R-1`. Never given out twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestNumber(pub i64);

impl fmt::Display for RequestNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "R-{}", self.0)
    }
}

impl RequestNumber {
    /// Under which name the log's leaves about it are found ([`crate::Store::leaves_of`]).
    pub fn leaves(self) -> RunId {
        RunId(format!("request-{}", self.0))
    }
}

/// What is sealed: its moves, and what the caller keeps with them. Cannot be printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedRequest<T> {
    /// The moves.
    pub request: Request,
    /// Whom it is about and what was found, as the caller writes it.
    pub content: T,
}

impl<T> fmt::Debug for SealedRequest<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealedRequest(…)")
    }
}

/// A request as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRequest<T> {
    /// Its number.
    pub number: RequestNumber,
    /// What is asked for.
    pub kind: Kind,
    /// Where it is.
    pub state: State,
    /// When it came in.
    pub received_on: Date,
    /// When it came to its end.
    pub closed_on: Option<Date>,
    /// 1, and one more for each change.
    pub version: i64,
    /// The rest.
    pub held: Held<SealedRequest<T>>,
}

/// What the log is told of a request.
#[derive(Clone, Copy, Debug)]
pub struct ToldRequest<'r> {
    /// Its number.
    pub number: RequestNumber,
    /// What was done, such as `located`.
    pub done: &'r str,
    /// The request as it is from now on.
    pub request: &'r Request,
    /// Tasks for people that are open.
    pub open_tasks: u32,
}

/// A change of a request that was read.
#[derive(Clone, Copy, Debug)]
pub struct RequestChange<'r, T> {
    /// The version that was read.
    pub version: i64,
    /// The state that was read.
    pub was: State,
    /// The request as it is from now on.
    pub request: &'r Request,
    /// What is kept with it from now on.
    pub content: &'r T,
    /// What the log is told, such as `located`; nothing of a try or a note.
    pub told: Option<&'r str>,
    /// Tasks for people that are open then.
    pub open_tasks: u32,
}

impl Store {
    /// Whose a request is.
    ///
    /// # Errors
    /// [`Refusal::NoSuchRequest`].
    pub async fn request_scope(&self, number: RequestNumber) -> Result<Scope, StoreError> {
        let row = Scoped::request_of_any(self, number.0).await?;
        let tenant = row.and_then(|row| row.get::<i64>("tenant")).and_then(Scope::of_tenant);
        tenant.ok_or_else(|| Refusal::NoSuchRequest(number).into())
    }

    /// Whose requests there are.
    ///
    /// # Errors
    /// The disk's.
    pub async fn request_scopes(&self) -> Result<Vec<Scope>, StoreError> {
        let rows = Scoped::tenants_with_requests(self).await?;
        let scope = |row: &Row| row.get::<i64>("tenant").and_then(Scope::of_tenant);
        rows.iter().map(|row| scope(row).ok_or_else(|| self.damaged("a request"))).collect()
    }
}

impl Register<'_> {
    /// Takes in a request.
    ///
    /// # Errors
    /// The disk's; the leaf's.
    pub async fn open_request<T: Serialize + Sync>(
        &self,
        acting: &Acting,
        request: &Request,
        content: &T,
        open_tasks: u32,
    ) -> Result<RequestNumber, StoreError> {
        let mut data = self.changing().await?;
        let mut keys = self.key_store().await?;
        let id = self.ids(&mut data, &mut keys, 1).await?;
        let key = keys.take_in(&self.index, std::iter::once((PartyId(id), None))).await?;
        keys.commit().await?;
        // If we crash here: a key without a row, which the next sweep destroys.
        let key = key.first().ok_or_else(|| self.store.damaged("a new request"))?;
        let number = RequestNumber(data.next_request().await?);
        let sealed = self.seal_request(key, id, request, content)?;
        let columns = ["id", "number", "kind", "state", "received_on", "closed_on", "version", "sealed"];
        let (kind, state) = (kind_word(request.kind()), state_word(request.state()));
        let values = args![id, number.0, kind, state, request.received_on(), closed(request), 1_i64, sealed];
        data.insert("request", &columns, OnConflict::Fail, values).await?;
        data.trail(acting, Action::Create, ("request", Some(id)), 1).await?;
        self.tell(
            &mut data,
            acting,
            &Told::Request(ToldRequest { number, done: "received", request, open_tasks }),
        )
        .await?;
        data.commit().await?;
        Ok(number)
    }

    /// A request, if there is one of this number in the scope.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn request<T: DeserializeOwned>(
        &self,
        acting: &Acting,
        number: RequestNumber,
    ) -> Result<Option<StoredRequest<T>>, StoreError> {
        let mut data = self.data().await?;
        let Some(row) = data.first(COLUMNS, "request", "number = $2", args![number.0]).await? else {
            return Ok(None);
        };
        let mut keys = self.key_store().await?;
        let request = self.read_request(&mut keys, &row).await?;
        keys.commit().await?;
        let id: i64 = cell(self.store, &row, "id")?;
        data.trail(acting, Action::Read, ("request", Some(id)), 1).await?;
        data.commit().await?;
        Ok(Some(request))
    }

    /// Every request, or those that have not come to their end, by number.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn requests<T: DeserializeOwned>(
        &self,
        acting: &Acting,
        only_open: bool,
    ) -> Result<Vec<StoredRequest<T>>, StoreError> {
        let (mut found, mut after) = (Vec::new(), 0);
        let only = if only_open { "number > $2 AND closed_on IS NULL" } else { "number > $2" };
        loop {
            let mut data = self.data().await?;
            let rows = data
                .select(COLUMNS, "request", (only, "ORDER BY number LIMIT $3"), args![after, PAGE])
                .await?;
            let mut keys = self.key_store().await?;
            for row in &rows {
                let request = self.read_request(&mut keys, row).await?;
                after = request.number.0;
                found.push(request);
            }
            keys.commit().await?;
            if rows.is_empty() {
                data.commit().await?;
                return Ok(found);
            }
            data.trail(acting, Action::List, ("request", None), rows.len()).await?;
            data.commit().await?;
        }
    }

    /// Changes a request that still is as it was read.
    ///
    /// # Errors
    /// [`Refusal::RequestMoved`] if somebody else changed it meanwhile, [`Refusal::NoSuchRequest`], [`Refusal::RequestGone`];
    /// then nothing has changed.
    pub async fn change_request<T: Serialize + Sync>(
        &self,
        acting: &Acting,
        number: RequestNumber,
        change: &RequestChange<'_, T>,
    ) -> Result<(), StoreError> {
        let mut data = if change.told.is_some() { self.changing().await? } else { self.data().await? };
        let row = data.first("id", "request", "number = $2", args![number.0]).await?;
        let row = row.ok_or(Refusal::NoSuchRequest(number))?;
        let id: i64 = cell(self.store, &row, "id")?;
        let mut keys = self.key_store().await?;
        let key = keys.key(PartyId(id)).await?.ok_or(Refusal::RequestGone(number))?;
        keys.commit().await?;
        let RequestChange { request, content, open_tasks, .. } = *change;
        let sealed = self.seal_request(&key, id, request, content)?;
        let set = "state = $3, closed_on = $4, version = version + 1, sealed = $5";
        let only = "id = $2 AND state = $6 AND version = $7";
        let (now, was) = (state_word(request.state()), state_word(change.was));
        let values = args![id, now, closed(request), sealed, was, change.version];
        if data.update("request", set, only, values).await? != 1 {
            return Err(Refusal::RequestMoved(number).into());
        }
        data.trail(acting, Action::Change, ("request", Some(id)), 1).await?;
        if let Some(done) = change.told {
            let told = ToldRequest { number, done, request, open_tasks };
            self.tell(&mut data, acting, &Told::Request(told)).await?;
        }
        // If we crash here: it has not moved, and the same call moves it.
        data.commit().await
    }

    fn seal_request<T: Serialize>(
        &self,
        key: &DataKey,
        id: i64,
        request: &Request,
        content: &T,
    ) -> Result<Vec<u8>, StoreError> {
        #[derive(Serialize)]
        struct Written<'w, T> {
            request: &'w Request,
            content: &'w T,
        }
        sealed::seal(self.store, key, ("request", id), &Written { request, content })
    }

    async fn read_request<T: DeserializeOwned>(
        &self,
        keys: &mut Keys<'_>,
        row: &Row,
    ) -> Result<StoredRequest<T>, StoreError> {
        let store = self.store;
        let damaged = || store.damaged("a request");
        let id: i64 = cell(store, row, "id")?;
        let key = keys.key(PartyId(id)).await?;
        let bytes: Vec<u8> = cell(store, row, "sealed")?;
        let held: Held<SealedRequest<T>> = sealed::open(store, key.as_ref(), ("request", id), Some(&bytes))?;
        let kind = read_word(&cell::<String>(store, row, "kind")?).ok_or_else(damaged)?;
        let state = read_word(&cell::<String>(store, row, "state")?).ok_or_else(damaged)?;
        if let Held::Open(sealed) = &held
            && (sealed.expose().request.state() != state || sealed.expose().request.kind() != kind)
        {
            return Err(damaged());
        }
        Ok(StoredRequest {
            number: RequestNumber(cell(store, row, "number")?),
            kind,
            state,
            received_on: a_day(store, row, "received_on")?,
            closed_on: day(store, row, "closed_on")?,
            version: cell(store, row, "version")?,
            held,
        })
    }
}

/// The day of the move that ended it.
fn closed(request: &Request) -> Option<Date> {
    request.moves().last().filter(|_| request.state().is_end()).map(|last| last.on)
}

fn kind_word(kind: Kind) -> String {
    written(&kind)
}

fn state_word(state: State) -> String {
    written(&state)
}

/// The word that a kind or a state has in files too.
fn written<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn read_word<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}
