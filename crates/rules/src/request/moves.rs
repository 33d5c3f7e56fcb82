//! The moves: each checks where the request is and who moves it, and changes nothing if it cannot be.

use jiff::civil::Date;

use super::{Actor, Left, Move, NoMove, Refusal, Request, Role, State, What, days_between};

/// Whether and to where a move leads.
struct Rule {
    from: &'static [State],
    by: &'static [Role],
    to: State,
}

const HANDLER: &[Role] = &[Role::Handler];
const HANDLER_OR_GALLRA: &[Role] = &[Role::Handler, Role::Gallra];
/// Before anything is approved or done.
const OPEN: &[State] =
    &[State::Received, State::IdentityAsked, State::IdentityVerified, State::Located, State::Decided];
/// Before anything is done.
const NOT_DONE: &[State] = &[
    State::Received,
    State::IdentityAsked,
    State::IdentityVerified,
    State::Located,
    State::Decided,
    State::Approved,
];

impl Rule {
    /// The whole table. An extension leads nowhere: it has no rule.
    const fn of(what: &What) -> Option<Self> {
        use State as S;
        let (from, by, to): (&[State], _, _) = match what {
            What::AskedIdentity { .. } => (&[S::Received], HANDLER_OR_GALLRA, S::IdentityAsked),
            What::VerifiedIdentity => {
                (&[S::Received, S::IdentityAsked], HANDLER_OR_GALLRA, S::IdentityVerified)
            }
            // Again, when a system was down, the person named another address, or what was approved does not hold any more.
            What::Located => {
                (&[S::IdentityVerified, S::Located, S::Decided, S::Approved], HANDLER_OR_GALLRA, S::Located)
            }
            What::Decided { .. } => (&[S::Located, S::Decided], HANDLER, S::Decided),
            What::Approved => (&[S::Decided], &[Role::Approver], S::Approved),
            What::SentBack { .. } => (&[S::Decided], &[Role::Approver], S::Located),
            What::CarriedOut(_) => (&[S::Decided, S::Approved], HANDLER_OR_GALLRA, S::CarriedOut),
            What::Answered => (&[S::CarriedOut], HANDLER_OR_GALLRA, S::Answered),
            What::Refused(_) => (OPEN, HANDLER, S::Refused),
            What::Withdrawn => (NOT_DONE, &[Role::Subject], S::Withdrawn),
            What::Forwarded { .. } => (OPEN, HANDLER, S::Forwarded),
            What::Extended { .. } => return None,
        };
        Some(Self { from, by, to })
    }
}

impl Request {
    /// Asks for more to know who it is, because of a reasonable doubt (Art. 12(6)). If that is done promptly, the clock
    /// stands still until it is known (EDPB 01/2022, paragraph 159).
    ///
    /// # Errors
    /// Here and below: [`NoMove`], and nothing has changed.
    pub fn ask_identity(&mut self, on: Date, by: Actor, doubt: String) -> Result<(), NoMove> {
        self.make(Move { on, by, what: What::AskedIdentity { doubt } })
    }

    /// Notes that it is known who asks, by a code that came back or because there was no doubt.
    ///
    /// # Errors
    /// [`NoMove`].
    pub fn verify_identity(&mut self, on: Date, by: Actor) -> Result<(), NoMove> {
        self.make(Move { on, by, what: What::VerifiedIdentity })
    }

    /// Notes that the systems were searched; again, if they had to be.
    ///
    /// # Errors
    /// [`NoMove`].
    pub fn locate(&mut self, on: Date, by: Actor) -> Result<(), NoMove> {
        self.make(Move { on, by, what: What::Located })
    }

    /// Notes what was decided: whether anything goes.
    ///
    /// # Errors
    /// [`NoMove`].
    pub fn decide(&mut self, on: Date, by: Actor, erases: bool) -> Result<(), NoMove> {
        self.make(Move { on, by, what: What::Decided { erases } })
    }

    /// A second person agrees with a decision by which something goes.
    ///
    /// # Errors
    /// [`NoMove`].
    pub fn approve(&mut self, on: Date, by: Actor) -> Result<(), NoMove> {
        self.make(Move { on, by, what: What::Approved })
    }

    /// A second person does not agree: it is looked at again.
    ///
    /// # Errors
    /// [`NoMove`].
    pub fn send_back(&mut self, on: Date, by: Actor, reasons: String) -> Result<(), NoMove> {
        self.make(Move { on, by, what: What::SentBack { reasons } })
    }

    /// Notes that it was carried out: approved first, if anything went, and with no task of a person open.
    ///
    /// # Errors
    /// [`NoMove`].
    pub fn carry_out(&mut self, on: Date, by: Actor, left: Left) -> Result<(), NoMove> {
        self.make(Move { on, by, what: What::CarriedOut(left) })
    }

    /// Notes that the answer went out.
    ///
    /// # Errors
    /// [`NoMove`].
    pub fn answer(&mut self, on: Date, by: Actor) -> Result<(), NoMove> {
        self.make(Move { on, by, what: What::Answered })
    }

    /// Extends the time, once, and within the first month: the person is told on the same day (Art. 12(3)).
    ///
    /// # Errors
    /// [`NoMove`].
    pub fn extend(&mut self, on: Date, by: Actor, reasons: String) -> Result<(), NoMove> {
        self.make(Move { on, by, what: What::Extended { reasons } })
    }

    /// Refuses it. Later than the first month it is late ([`super::Clock::Stopped`] compares with the whole time), but an
    /// answer is owed all the same.
    ///
    /// # Errors
    /// [`NoMove`].
    pub fn refuse(&mut self, on: Date, by: Actor, refusal: Refusal) -> Result<(), NoMove> {
        self.make(Move { on, by, what: What::Refused(refusal) })
    }

    /// The person takes it back.
    ///
    /// # Errors
    /// [`NoMove`].
    pub fn withdraw(&mut self, on: Date, by: Actor) -> Result<(), NoMove> {
        self.make(Move { on, by, what: What::Withdrawn })
    }

    /// Hands it to the customer who decides about the data, because we are the processor (Art. 28(3)(e)).
    ///
    /// # Errors
    /// [`NoMove`].
    pub fn forward(&mut self, on: Date, by: Actor, to: String) -> Result<(), NoMove> {
        self.make(Move { on, by, what: What::Forwarded { to } })
    }

    /// The one place where a request changes.
    pub(super) fn make(&mut self, one: Move) -> Result<(), NoMove> {
        self.check(&one)?;
        match (&one.what, self.since) {
            (What::AskedIdentity { .. }, _) if self.is_prompt(one.on) => self.since = Some(one.on),
            (What::Extended { .. }, _) => self.extended = true,
            // Whatever follows ends the wait.
            (_, Some(since)) => {
                self.paused = self.paused.saturating_add(days_between(since, one.on));
                self.since = None;
            }
            _ => {}
        }
        if let Some(rule) = Rule::of(&one.what) {
            self.state = rule.to;
        }
        self.moves.push(one);
        Ok(())
    }

    fn check(&self, one: &Move) -> Result<(), NoMove> {
        let last = self.moves.last().map_or(self.received, |last| last.on);
        if one.on < last {
            return Err(NoMove::BackInTime { on: one.on, last });
        }
        match Rule::of(&one.what) {
            None if self.state.is_end() => return Err(NoMove::State(self.state)),
            None if one.by.role != Role::Handler => return Err(NoMove::Role(one.by.role)),
            Some(rule) if !rule.from.contains(&self.state) => return Err(NoMove::State(self.state)),
            Some(rule) if !rule.by.contains(&one.by.role) => return Err(NoMove::Role(one.by.role)),
            _ => {}
        }
        is_stated(&one.what)?;
        match &one.what {
            What::Extended { .. } => self.check_extension(one.on),
            What::Approved | What::SentBack { .. } => self.check_second(&one.by),
            What::CarriedOut(_) if self.state == State::Decided && self.erases() => {
                Err(NoMove::State(self.state))
            }
            What::CarriedOut(left) if left.open_tasks > 0 => Err(NoMove::OpenTasks(left.open_tasks)),
            _ => Ok(()),
        }
    }

    fn check_extension(&self, on: Date) -> Result<(), NoMove> {
        let ends = self.first_month_ends(on);
        match self.extended {
            true => Err(NoMove::Twice),
            false if on > ends => Err(NoMove::TooLate(ends)),
            false => Ok(()),
        }
    }

    /// Four eyes: the account that decided last is not the one that approves.
    fn check_second(&self, by: &Actor) -> Result<(), NoMove> {
        let decided = self.moves.iter().rev().find(|one| matches!(one.what, What::Decided { .. }));
        if decided.is_some_and(|one| one.by.who == by.who) { Err(NoMove::SamePerson) } else { Ok(()) }
    }

    /// Whether something goes by the last decision.
    fn erases(&self) -> bool {
        let decided = self.moves.iter().rev().find_map(|one| match one.what {
            What::Decided { erases } => Some(erases),
            _ => None,
        });
        decided.unwrap_or(false)
    }
}

/// What the person is told, or what the law asks us to be able to show, is not empty.
fn is_stated(what: &What) -> Result<(), NoMove> {
    let stated: &[(&'static str, &String)] = match what {
        What::AskedIdentity { doubt } => &[("the reasonable doubt", doubt)],
        What::SentBack { reasons } | What::Extended { reasons } => &[("the reason", reasons)],
        What::Forwarded { to } => &[("the customer", to)],
        What::Refused(Refusal { reasons, authority, court, .. }) => &[
            ("the reason", reasons),
            ("the supervisory authority", authority),
            ("the judicial remedy", court),
        ],
        _ => &[],
    };
    match stated.iter().find(|(_, text)| text.trim().is_empty()) {
        Some((name, _)) => Err(NoMove::NotStated(name)),
        None => Ok(()),
    }
}
