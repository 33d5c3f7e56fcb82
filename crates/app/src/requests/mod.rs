//! Requests of data subjects as a life with a clock (GDPR Art. 12, 15–22): from the day one comes in to its answer.
//!
//! ```text
//! open → identity (asked only on a stated doubt) → located → decided → approved → carried out → answered
//! ```
//!
//! Every move is a call of its own that reads the request, moves it by the table of [`gallra_rules::request`], and writes it
//! where nobody else has moved it meanwhile, together with the leaf that tells of it. A call that was killed has moved it or has
//! not, and the same call again finds out which.

mod about;
mod after;
mod carry;
mod certificate;
mod error;
mod glue;
mod identity;
mod letters;
mod life;
mod list;
mod open;
mod reply;
mod same;
mod task;
mod teller;
mod work;

use gallra_ledger::Commitment;
use gallra_rules::names::SystemName;
use gallra_rules::request::{Actor, Kind, NoMove, Request, Role, State};
pub use gallra_store::ToldOutcome;
use gallra_store::register::{Acting, Held, RequestChange, Scope, StoredRequest};
pub use gallra_store::register::{RequestNumber, TenantId};

pub use about::{About, Answered, Asks, Doubtful, Evidence, Note, Origin, Packed};
pub use after::{announce_end, end_restriction, end_told, hears, recipient};
pub use certificate::{Certified, certify};
pub use error::{CodeFault, RequestError};
pub use identity::{Code, Proof, Way, ask, ask_for, check_code, verified};
pub use letters::OUTBOX;
pub use life::{Extended, Forwarded, Refusing, extend, forward, note, refuse, remedies, send_back, withdraw};
pub use list::{Listed, Next, Row, Wanted, days_left, list, next, show};
pub use open::{NewRequest, Opened, open, receive};
pub use task::{Task, attest};
pub use teller::{kind_word, last_day, state_word, word};

use crate::subject::access::Passphrase;
use crate::{AppError, Context, evidence};
pub use work::{Going, Weighing, answer, approve, carry_out, decide, locate};

use teller::Teller;

/// A request that was read, to be moved.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Its number.
    pub number: RequestNumber,
    /// Whose data it is about.
    pub scope: Scope,
    /// What has happened to it.
    pub request: Request,
    /// Whom it is about, what was found and what was decided. Personal data; cannot be printed.
    pub about: About,
    /// The passphrase of a package that was made just now. It is kept nowhere.
    pub passphrase: Option<Passphrase>,
    version: i64,
    was: State,
}

/// Who handles requests now, and for which activity of the policy.
#[derive(Clone, Debug)]
pub struct Handler {
    /// For the trail and the leaves.
    pub acting: Acting,
    /// Who, as the request itself tells it.
    pub by: String,
}

impl Handler {
    /// Somebody who acts.
    ///
    /// # Errors
    /// As [`Context::acting`].
    pub fn new(context: &Context, by: &str, activity: &str) -> Result<Self, AppError> {
        Ok(Self { acting: context.acting(by, activity)?, by: by.trim().to_owned() })
    }

    pub(crate) fn actor(&self, role: Role) -> Actor {
        Actor { role, who: self.by.clone() }
    }
}

impl Context {
    /// The register of a scope, with leaves for what happens to requests.
    pub(crate) async fn register_for(
        &self,
        scope: Scope,
    ) -> Result<gallra_store::register::Register<'_>, AppError> {
        let ring = self.ring().await?;
        Ok(self.store.register(scope, ring).await?)
    }

    /// For which activity of the policy requests are handled: as given; else the one that keeps them; else the only one.
    ///
    /// # Errors
    /// [`RequestError::WhichActivity`].
    pub fn requests_for(&self, given: Option<&str>) -> Result<String, AppError> {
        if let Some(given) = given {
            return Ok(given.to_owned());
        }
        let activities = &self.policy.activities;
        let keeps = |activity: &gallra_rules::policy::Activity| {
            activity.data.iter().any(|name| {
                let dataset = self.policy.datasets.get(name);
                dataset.is_some_and(|it| it.in_register().is_some_and(|table| table.name == "requests"))
            })
        };
        let mut keeping = activities.iter().filter(|(_, activity)| keeps(activity));
        match (keeping.next(), keeping.next(), activities.len()) {
            (Some((only, _)), None, _) => Ok(only.to_string()),
            (_, _, 1) => Ok(activities.keys().map(ToString::to_string).collect()),
            _ => {
                let known = activities.keys().map(ToString::to_string).collect();
                Err(RequestError::WhichActivity { known }.into())
            }
        }
    }
}

/// Reads a request to move or show it.
///
/// # Errors
/// [`gallra_store::register::Refusal::NoSuchRequest`]; [`RequestError::Unreadable`].
pub async fn load(context: &Context, handler: &Handler, number: RequestNumber) -> Result<Loaded, AppError> {
    let scope = context.store.request_scope(number).await?;
    let register = context.register_for(scope).await?;
    let stored = register.request::<About>(&handler.acting, number).await?;
    let stored = stored
        .ok_or(gallra_store::StoreError::from(gallra_store::register::Refusal::NoSuchRequest(number)))?;
    loaded(scope, stored)
}

fn loaded(scope: Scope, stored: StoredRequest<About>) -> Result<Loaded, AppError> {
    let StoredRequest { number, version, state, held, .. } = stored;
    let Held::Open(sealed) = held else { return Err(RequestError::Unreadable(number).into()) };
    let sealed = sealed.into_exposed();
    Ok(Loaded {
        number,
        scope,
        request: sealed.request,
        about: sealed.content,
        passphrase: None,
        version,
        was: state,
    })
}

impl Loaded {
    /// Writes what was changed; `told` is what the log hears of it.
    pub(crate) async fn save(
        &mut self,
        context: &Context,
        handler: &Handler,
        told: Option<&str>,
    ) -> Result<(), AppError> {
        let teller = Teller { today: context.today() };
        let register = context.register_for(self.scope).await?.telling(&teller);
        let change = RequestChange {
            version: self.version,
            was: self.was,
            request: &self.request,
            content: &self.about,
            told,
            open_tasks: self.about.open_tasks(),
        };
        register.change_request(&handler.acting, self.number, &change).await?;
        self.version += 1;
        self.was = self.request.state();
        if told.is_some() {
            // If we crash here: it has moved, and the next command publishes the leaf.
            evidence::publish(context).await?;
        }
        Ok(())
    }

    /// Moves it and writes that.
    pub(crate) async fn moved(
        &mut self,
        context: &Context,
        handler: &Handler,
        make: impl FnOnce(&mut Request) -> Result<(), NoMove>,
    ) -> Result<(), AppError> {
        make(&mut self.request).map_err(|fault| RequestError::Move { number: self.number, fault })?;
        let done = self.request.moves().last().map(|last| teller::word(&last.what));
        self.save(context, handler, done).await
    }

    /// What it asks for.
    pub const fn kind(&self) -> Kind {
        self.request.kind()
    }

    /// Whether it lies with a customer's data.
    pub const fn is_of_customer(&self) -> bool {
        matches!(self.scope, Scope::Customer(_))
    }
}

/// Systems of the policy by name, for whoever lists them.
pub(crate) fn names<'n>(systems: impl IntoIterator<Item = &'n SystemName>) -> Vec<String> {
    systems.into_iter().map(ToString::to_string).collect()
}

pub(crate) fn actor_of(handler: &Handler) -> Commitment {
    Commitment::from_bytes(handler.acting.actor.0)
}
