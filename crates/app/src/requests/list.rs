//! Which requests there are, what is next with each, and how many days are left.

use gallra_rules::names::SystemName;
use gallra_rules::request::{Clock, Kind, Role, State, What};
use gallra_store::register::{Held, RequestNumber, Scope};
use jiff::civil::Date;
use serde::Serialize;

use super::about::Origin;
use super::{Handler, Loaded, load, loaded};
use crate::{AppError, Context};

/// Which requests.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// Those that have come to their end too.
    pub all: bool,
    /// Those about this customer's data only.
    pub customer: Option<i64>,
}

/// A request in a list: nothing of it is about whom it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number.
    pub number: RequestNumber,
    /// The customer whose data it is about; `None` for our own.
    pub customer: Option<i64>,
    /// What is asked for.
    pub kind: Kind,
    /// Where it is.
    pub state: State,
    /// When it came in.
    pub received_on: Date,
    /// When it came to its end.
    pub closed_on: Option<Date>,
    /// The clock; `None` if nobody can read it any more.
    pub clock: Option<Clock>,
    /// What is next.
    pub next: Vec<Next>,
    /// Tasks for people that are open.
    pub open_tasks: u32,
}

/// All that were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// As of which day.
    pub today: Date,
    /// By number.
    pub rows: Vec<Row>,
}

/// What can be done next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "next", rename_all = "snake_case")]
pub enum Next {
    /// To say how it is known who asks, or that it is doubtful.
    Identity,
    /// To wait for the code, or to say it.
    Code,
    /// To search the systems.
    Locate,
    /// To say which doubtful matches are the person's.
    Doubtful {
        /// How many.
        matches: u64,
    },
    /// To decide what becomes of each group of records.
    Decide,
    /// To approve, or to send back; not by who decided.
    Approve {
        /// Who may not.
        not_by: String,
    },
    /// To carry it out; again, where systems did not answer.
    CarryOut {
        /// Those that did not answer the last time.
        again: Vec<SystemName>,
    },
    /// To do what only people can, and attest it.
    Tasks {
        /// How many.
        open: u32,
    },
    /// To answer.
    Answer,
    /// To hand it to the customer.
    Forward,
}

impl Next {
    /// Who may.
    pub const fn by(&self) -> Role {
        match self {
            Self::Approve { .. } => Role::Approver,
            Self::Code => Role::Subject,
            _ => Role::Handler,
        }
    }
}

/// The requests, by number. Each is a line of the trail.
///
/// # Errors
/// The state's.
pub async fn list(context: &Context, handler: &Handler, wanted: Wanted) -> Result<Listed, AppError> {
    let today = context.today();
    let mut rows = Vec::new();
    for scope in context.store.request_scopes().await? {
        let customer = customer(scope);
        if wanted.customer.is_some() && wanted.customer != customer {
            continue;
        }
        let register = context.register_for(scope).await?;
        for stored in register.requests(&handler.acting, !wanted.all).await? {
            let mut row = Row {
                number: stored.number,
                customer,
                kind: stored.kind,
                state: stored.state,
                received_on: stored.received_on,
                closed_on: stored.closed_on,
                clock: None,
                next: Vec::new(),
                open_tasks: 0,
            };
            if matches!(stored.held, Held::Open(_)) {
                let loaded = loaded(scope, stored)?;
                row.clock = Some(loaded.request.clock(today));
                row.next = next(&loaded);
                row.open_tasks = loaded.about.open_tasks();
            }
            rows.push(row);
        }
    }
    rows.sort_by_key(|row| row.number);
    Ok(Listed { today, rows })
}

/// One request, with all that lies in it.
///
/// # Errors
/// As [`load`].
pub async fn show(context: &Context, handler: &Handler, number: RequestNumber) -> Result<Loaded, AppError> {
    load(context, handler, number).await
}

/// What can be done next with a request. Extending, refusing and withdrawing are left out: they are always possible until it
/// is approved or done.
pub fn next(loaded: &Loaded) -> Vec<Next> {
    let about = &loaded.about;
    let is_others = loaded.is_of_customer() && about.origin != Origin::Customer;
    let open = about.open_tasks();
    let carry_out = || {
        let again = about.failing.keys().cloned().collect();
        if open > 0 {
            vec![Next::CarryOut { again }, Next::Tasks { open }]
        } else {
            vec![Next::CarryOut { again }]
        }
    };
    match loaded.request.state() {
        state if state.is_end() => Vec::new(),
        State::Received | State::IdentityVerified | State::Located if is_others => vec![Next::Forward],
        State::Received => vec![Next::Identity],
        State::IdentityAsked => vec![Next::Code],
        State::IdentityVerified => vec![Next::Locate],
        State::Located if !about.doubtful.is_empty() => {
            vec![Next::Doubtful { matches: about.doubtful.len() as u64 }]
        }
        State::Located if !about.silent.is_empty() => vec![Next::Locate, Next::Decide],
        State::Located => vec![Next::Decide],
        State::Decided => match decided(loaded) {
            Some((true, who)) => vec![Next::Approve { not_by: who.to_owned() }],
            _ => carry_out(),
        },
        State::Approved => carry_out(),
        State::CarriedOut => vec![Next::Answer],
        State::Answered | State::Refused | State::Withdrawn | State::Forwarded => Vec::new(),
    }
}

/// Whether something goes by the last decision, and who decided.
pub(super) fn decided(loaded: &Loaded) -> Option<(bool, &str)> {
    loaded.request.moves().iter().rev().find_map(|one| match one.what {
        What::Decided { erases } => Some((erases, one.by.who.as_str())),
        _ => None,
    })
}

/// Days until the last day to answer: 0 on that day, negative after it.
pub fn days_left(clock: Clock, today: Date) -> i32 {
    today.until(super::teller::last_day(clock)).map_or(0, |span| span.get_days())
}

const fn customer(scope: Scope) -> Option<i64> {
    match scope {
        Scope::Organisation => None,
        Scope::Customer(tenant) => Some(tenant.number()),
    }
}
