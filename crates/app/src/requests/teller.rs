//! Makes the leaves about requests: numbers, states, days and counts.

use gallra_ledger::{Commitment, RequestMoved};
use gallra_rules::request::{Clock, Kind, State, What};
use gallra_store::register::{Acting, Tells, Told, ToldRequest};
use gallra_store::{LeafBytes, StoreError};
use jiff::civil::Date;

use super::names;
use crate::{AppError, evidence};

#[derive(Clone, Copy, Debug)]
pub(super) struct Teller {
    /// As of when the last day to answer is told.
    pub(super) today: Date,
}

impl Teller {
    fn body(self, acting: &Acting, told: &ToldRequest<'_>) -> Result<RequestMoved, AppError> {
        let ToldRequest { number, done, request, open_tasks } = *told;
        let last = request.moves().last();
        Ok(RequestMoved {
            request: unsigned(number.0)?,
            about: evidence::code(kind_word(request.kind()))?,
            done: evidence::code(done)?,
            state: evidence::code(state_word(request.state()))?,
            day: last.map_or(request.received_on(), |last| last.on).to_string(),
            last_day: last_day(request.clock(self.today)).to_string(),
            open_tasks: open_tasks.into(),
            not_done: names(request.not_done()),
            actor: Commitment::from_bytes(acting.actor.0),
        })
    }
}

impl Tells for Teller {
    fn leaf(&self, acting: &Acting, told: &Told<'_>) -> Result<LeafBytes, StoreError> {
        let leaf = match told {
            Told::Request(told) => self.body(acting, told).and_then(|body| evidence::leaf(acting.at, body)),
            Told::Agreement(_) | Told::Setting { .. } => {
                Err(AppError::Leaf("it is about no request".to_owned()))
            }
        };
        leaf.map_err(|_| StoreError::Damaged { path: evidence::LOG.into(), what: "a leaf of the log" })
    }
}

pub(super) fn unsigned(number: i64) -> Result<u64, AppError> {
    u64::try_from(number).map_err(|_| AppError::Leaf("a number is negative".to_owned()))
}

/// The last day to answer, whatever the clock does.
pub const fn last_day(clock: Clock) -> Date {
    match clock {
        Clock::Running { last_day, .. }
        | Clock::Paused { last_day, .. }
        | Clock::Stopped { last_day, .. } => last_day,
    }
}

/// A kind's word in leaves and on the command line.
pub const fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Access => "access",
        Kind::Rectify => "rectify",
        Kind::Erase => "erase",
        Kind::Restrict => "restrict",
        Kind::Port => "port",
        Kind::Object => "object",
        Kind::Human => "human",
    }
}

/// A state's word.
pub const fn state_word(state: State) -> &'static str {
    match state {
        State::Received => "received",
        State::IdentityAsked => "identity_asked",
        State::IdentityVerified => "identity_verified",
        State::Located => "located",
        State::Decided => "decided",
        State::Approved => "approved",
        State::CarriedOut => "carried_out",
        State::Answered => "answered",
        State::Refused => "refused",
        State::Withdrawn => "withdrawn",
        State::Forwarded => "forwarded",
    }
}

/// A move's word.
pub const fn word(what: &What) -> &'static str {
    match what {
        What::AskedIdentity { .. } => "identity_asked",
        What::VerifiedIdentity => "identity_verified",
        What::Located => "located",
        What::Decided { .. } => "decided",
        What::Approved => "approved",
        What::SentBack { .. } => "sent_back",
        What::CarriedOut(_) => "carried_out",
        What::Answered => "answered",
        What::Extended { .. } => "extended",
        What::Refused(_) => "refused",
        What::Withdrawn => "withdrawn",
        What::Forwarded { .. } => "forwarded",
    }
}
