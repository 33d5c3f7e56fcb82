//! A data subject's request: its states, who may move it, and the clock that runs meanwhile (GDPR Art. 12, 15–22).
//!
//! A [`Request`] is what has happened to it, move by move; its state follows from that and cannot be set. It is written and
//! read as those moves, and what is read goes through the same functions, so a file cannot bring a request into a state
//! that nobody moved it to.

pub mod calendar;
mod deadline;
mod moves;

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use calendar::Holidays;
pub use deadline::{Terms, last_day};

use crate::names::SystemName;

/// What the person asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Art. 15.
    Access,
    /// Art. 16.
    Rectify,
    /// Art. 17.
    Erase,
    /// Art. 18.
    Restrict,
    /// Art. 20.
    Port,
    /// Art. 21.
    Object,
    /// Art. 22(3): a human looks at what was decided by itself.
    Human,
}

/// In which capacity somebody acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The person whom it is about, or who acts for them.
    Subject,
    /// Handles requests.
    Handler,
    /// Approves what a handler decided.
    Approver,
    /// Gallra itself: a code that was sent back, a search, a run.
    Gallra,
}

/// Who acts. `who` tells actors apart (an account, a job) and is never shown with the request's subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// The capacity.
    pub role: Role,
    /// Which account.
    pub who: String,
}

/// Where a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It has come in.
    Received,
    /// There is reasonable doubt who asks, and we have asked for more (Art. 12(6)).
    IdentityAsked,
    /// We know who asks.
    IdentityVerified,
    /// Every system has been searched, or is a named gap.
    Located,
    /// What to do is decided, record group by record group.
    Decided,
    /// A second person agrees.
    Approved,
    /// It is done.
    CarriedOut,
    /// The person has the answer. The end.
    Answered,
    /// Refused, with reasons, complaint and court named (Art. 12(4)). The end.
    Refused,
    /// The person took it back. The end.
    Withdrawn,
    /// We are the processor: the customer whose data it is about has it (Art. 28(3)(e)). The end.
    Forwarded,
}

impl State {
    /// Whether nothing can follow.
    pub const fn is_end(self) -> bool {
        matches!(self, Self::Answered | Self::Refused | Self::Withdrawn | Self::Forwarded)
    }
}

/// Why a request is not acted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// Art. 12(5): manifestly unfounded.
    Unfounded,
    /// Art. 12(5): excessive, in particular because it repeats.
    Excessive,
    /// Art. 11(2), 12(2): we cannot tell who in the data it is, and have shown that.
    NotIdentifiable,
    /// Art. 15(4), 20(4): rights and freedoms of others.
    RightsOfOthers,
    /// Art. 17(3)(a): expression and information.
    Expression,
    /// Art. 17(3)(b): a legal obligation or a public task.
    LegalObligation,
    /// Art. 17(3)(c): public health.
    PublicHealth,
    /// Art. 17(3)(d): archiving, research, statistics.
    Archiving,
    /// Art. 17(3)(e), 21(1): legal claims.
    LegalClaims,
    /// Art. 21(1): compelling legitimate grounds.
    CompellingGrounds,
    /// Art. 16, 17(1), 18(1), 20(1), 21(1), 22(1): what the article asks for is not the case.
    ConditionsNotMet,
    /// Art. 23: Union law or national law restricts the right.
    RestrictedByLaw,
}

impl Ground {
    /// Whether a request of this kind can be refused on it.
    pub const fn fits(self, kind: Kind) -> bool {
        match self {
            Self::Unfounded | Self::Excessive | Self::NotIdentifiable | Self::RestrictedByLaw => true,
            // Of access there are no conditions: who has no data is told so.
            Self::ConditionsNotMet => !matches!(kind, Kind::Access),
            Self::RightsOfOthers => matches!(kind, Kind::Access | Kind::Port),
            Self::Expression | Self::LegalObligation | Self::PublicHealth | Self::Archiving => {
                matches!(kind, Kind::Erase)
            }
            Self::LegalClaims => matches!(kind, Kind::Erase | Kind::Object),
            Self::CompellingGrounds => matches!(kind, Kind::Object),
        }
    }

    /// Whether it can be weighed for one activity, while the rest of the request is granted (Art. 17(3), 21(1)).
    pub const fn exempts(self, kind: Kind) -> bool {
        match self {
            Self::Unfounded | Self::Excessive | Self::NotIdentifiable | Self::ConditionsNotMet => false,
            // Who has objected is erased, unless such grounds are there (Art. 17(1)(c)).
            Self::CompellingGrounds => matches!(kind, Kind::Erase | Kind::Object),
            Self::RestrictedByLaw => matches!(kind, Kind::Erase),
            other => other.fits(kind) && matches!(kind, Kind::Erase | Kind::Object),
        }
    }
}

/// What a refusal has to say (Art. 12(4)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// The ground.
    pub ground: Ground,
    /// The reasons, as they are told.
    pub reasons: String,
    /// The supervisory authority that a complaint goes to (Art. 77).
    pub authority: String,
    /// The judicial remedy (Art. 79).
    pub court: String,
}

/// What was not done when a request was carried out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Left {
    /// Tasks for people that nobody has attested yet.
    pub open_tasks: u32,
    /// Systems that could not be reached or failed; the answer names them.
    pub not_done: BTreeSet<SystemName>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// More was asked for, because of this doubt.
    AskedIdentity {
        /// Why it is reasonable.
        doubt: String,
    },
    /// Who asks is known.
    VerifiedIdentity,
    /// The systems were searched.
    Located,
    /// It was decided.
    Decided {
        /// Whether anything is erased or anonymised.
        erases: bool,
    },
    /// The decision was approved.
    Approved,
    /// The decision was sent back.
    SentBack {
        /// Why.
        reasons: String,
    },
    /// It was carried out.
    CarriedOut(Left),
    /// The answer went out.
    Answered,
    /// The time was extended, and the person told.
    Extended {
        /// Why: complexity, or how many requests there are.
        reasons: String,
    },
    /// It was refused.
    Refused(Refusal),
    /// It was taken back.
    Withdrawn,
    /// It went to the customer who decides about the data.
    Forwarded {
        /// Which customer, as the register names it.
        to: String,
    },
}

/// One move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// The day, on the organisation's calendar.
    pub on: Date,
    /// Who.
    pub by: Actor,
    /// What.
    pub what: What,
}

/// Why a move is not possible; nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoMove {
    /// Not from this state.
    #[error("a request that is {0:?} cannot be moved so; its next moves are listed with it")]
    State(State),
    /// Not by this role.
    #[error("{0:?} cannot make this move; another role has to")]
    Role(Role),
    /// The same person decided and approves.
    #[error("whoever decided cannot approve; a second person has to")]
    SamePerson,
    /// Before the move that came last.
    #[error("the move is dated {on}, before the last one on {last}; correct the date")]
    BackInTime {
        /// Its day.
        on: Date,
        /// The last one's.
        last: Date,
    },
    /// An extension after the first month is none (Art. 12(3)).
    #[error("the first month ended on {0}; the time cannot be extended any more")]
    TooLate(Date),
    /// It was extended already.
    #[error("the time has been extended already; it cannot be extended twice")]
    Twice,
    /// Tasks for people are open.
    #[error("{0} tasks for people are not attested; attest them first")]
    OpenTasks(u32),
    /// Something that the person has to be told is empty.
    #[error("{0} is not stated; state it")]
    NotStated(&'static str),
}

/// The clock on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// It runs.
    Running {
        /// The last day to answer.
        last_day: Date,
        /// Whether that day has passed.
        late: bool,
    },
    /// It stands still while we wait to learn who asks.
    Paused {
        /// Since.
        since: Date,
        /// The last day to answer, if we learnt it today.
        last_day: Date,
    },
    /// The request has come to its end.
    Stopped {
        /// What was the last day.
        last_day: Date,
        /// Whether the end came after it.
        late: bool,
    },
}

/// A request: when it came, what for, and every move since. Its state cannot be set, only moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct Request {
    kind: Kind,
    received: Date,
    terms: Terms,
    moves: Vec<Move>,
    #[serde(skip_serializing)]
    state: State,
    /// Days for which the clock stood still, in pauses that are over.
    #[serde(skip_serializing)]
    paused: u16,
    /// Since when it stands still.
    #[serde(skip_serializing)]
    since: Option<Date>,
    #[serde(skip_serializing)]
    extended: bool,
}

/// A request as it is stored.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    kind: Kind,
    received: Date,
    terms: Terms,
    moves: Vec<Move>,
}

impl TryFrom<Written> for Request {
    type Error = NoMove;

    fn try_from(written: Written) -> Result<Self, NoMove> {
        let mut request = Self::received(written.kind, written.received, written.terms);
        written.moves.into_iter().try_for_each(|one| request.make(one))?;
        Ok(request)
    }
}

impl Request {
    /// A request that came in on a day, on the organisation's calendar. That day sets the clock off, also if it was not
    /// noticed then (EDPB 01/2022, paragraph 157).
    pub const fn received(kind: Kind, on: Date, terms: Terms) -> Self {
        Self {
            kind,
            received: on,
            terms,
            moves: Vec::new(),
            state: State::Received,
            paused: 0,
            since: None,
            extended: false,
        }
    }

    /// What for.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// When it came in.
    pub const fn received_on(&self) -> Date {
        self.received
    }

    /// Where it is.
    pub const fn state(&self) -> State {
        self.state
    }

    /// What has happened, first to last.
    pub fn moves(&self) -> &[Move] {
        &self.moves
    }

    /// Whether it was extended.
    pub const fn is_extended(&self) -> bool {
        self.extended
    }

    /// The systems that were not done when it was carried out. A request with any is never called done.
    pub fn not_done(&self) -> impl Iterator<Item = &SystemName> {
        let done = self.moves.iter().rev().find_map(|one| match &one.what {
            What::CarriedOut(left) => Some(&left.not_done),
            _ => None,
        });
        done.into_iter().flatten()
    }

    /// The last day on which the person can be told of an extension, or of a refusal: the first month's (Art. 12(3), 12(4)).
    pub fn first_month_ends(&self, today: Date) -> Date {
        last_day(self.received, self.terms.months, self.paused_by(today), self.terms.holidays)
    }

    /// The clock on a day.
    pub fn clock(&self, today: Date) -> Clock {
        let day = match self.moves.last() {
            Some(end) if self.state.is_end() => end.on,
            _ => today,
        };
        let months = self.terms.months + if self.extended { self.terms.further_months } else { 0 };
        let last_day = last_day(self.received, months, self.paused_by(day), self.terms.holidays);
        match self.since {
            _ if self.state.is_end() => Clock::Stopped { last_day, late: day > last_day },
            Some(since) => Clock::Paused { since, last_day },
            None => Clock::Running { last_day, late: day > last_day },
        }
    }

    /// Days for which the clock has stood still by a day.
    fn paused_by(&self, day: Date) -> u16 {
        let open = self.since.map_or(0, |since| days_between(since, day));
        self.paused.saturating_add(open)
    }

    /// Whether a question asked on a day is prompt enough to pause the clock.
    fn is_prompt(&self, on: Date) -> bool {
        self.received.checked_add(i32::from(self.terms.prompt_days).days()).is_ok_and(|last| on <= last)
    }
}

/// Whole days from one to the other; 0 if it is earlier.
fn days_between(from: Date, to: Date) -> u16 {
    from.until(to)
        .map_or(0, |span| u16::try_from(span.get_days()).unwrap_or(if to > from { u16::MAX } else { 0 }))
}
