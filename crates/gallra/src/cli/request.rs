//! Why a request is not moved, in the reader's language.

use gallra_app::requests::{CodeFault, RequestError};
use gallra_rules::names::SystemName;
use gallra_rules::request::NoMove;

use super::exit::Exit;
use super::failure::Failure;
use super::text::{Texts, t};
use super::translate::told;
use super::view::requests::{kind, state};

/// A request's refusals.
pub(crate) fn fault(fault: &RequestError, texts: Texts) -> Failure {
    match fault {
        RequestError::Move { number, fault } => no_move(&number.to_string(), fault, texts),
        RequestError::WhichActivity { known } => {
            let help = t!(texts, "err-which-activity-help", known = known.join(", "));
            Failure::new(Exit::Usage, "which_activity", t!(texts, "err-which-activity")).help(help)
        }
        RequestError::NoGiven => {
            told(Exit::Usage, "request-no-given", t!(texts, "err-request-no-given"), texts)
        }
        RequestError::Misread { kind } => {
            told(Exit::Usage, "request-misread", t!(texts, "err-request-misread"), texts).detail(*kind)
        }
        RequestError::Same(number) => {
            let message = t!(texts, "err-request-same", number = number.to_string());
            told(Exit::No, "request-same", message, texts)
        }
        RequestError::Ahead(day) => {
            told(Exit::Usage, "request-ahead", t!(texts, "err-request-ahead", day = texts.day(*day)), texts)
        }
        RequestError::NoSuchCustomer(id) => {
            let what = t!(texts, "word-party");
            let message = t!(texts, "err-no-such-record", what = what, id = id.to_string());
            told(Exit::Usage, "no-such-record", message, texts)
        }
        RequestError::Unreadable(number) => {
            let message = t!(texts, "err-request-gone", number = number.to_string());
            told(Exit::Refused, "request-gone", message, texts)
        }
        RequestError::Waits { number, other } => {
            let message =
                t!(texts, "err-request-waits", number = number.to_string(), other = other.to_string());
            told(Exit::Refused, "request-waits", message, texts)
        }
        RequestError::Code { number, fault } => code(&number.to_string(), *fault, texts),
        RequestError::NoAddress(number) => {
            let message = t!(texts, "err-request-no-address", number = number.to_string());
            told(Exit::Refused, "request-no-address", message, texts)
        }
        RequestError::Failing { number, systems, until } => {
            let systems = systems.iter().map(SystemName::as_str).collect::<Vec<_>>().join(", ");
            let (number, until) = (number.to_string(), texts.day(*until));
            let message = t!(texts, "err-request-failing", number = number, systems = systems, until = until);
            told(Exit::InPart, "request-failing", message, texts)
        }
        RequestError::NoTask { number, task } => {
            let (number, task) = (number.to_string(), task.to_string());
            told(
                Exit::Usage,
                "request-no-task",
                t!(texts, "err-request-no-task", number = number, task = task),
                texts,
            )
        }
        RequestError::NotForwarded(number) => {
            let message = t!(texts, "err-request-not-forwarded", number = number.to_string());
            told(Exit::Refused, "request-not-forwarded", message, texts)
        }
        RequestError::NoGround { .. }
        | RequestError::NotWeighed { .. }
        | RequestError::NoReasons(_)
        | RequestError::NoRecipient { .. }
        | RequestError::NotRestricted(_)
        | RequestError::EndsTooSoon { .. }
        | RequestError::NotAnnounced(_)
        | RequestError::NotYet { .. }
        | RequestError::Doubtful { .. }
        | RequestError::Open { .. } => judged(fault, texts),
        RequestError::NothingDone(number) => {
            let message = t!(texts, "err-request-nothing-done", number = number.to_string());
            told(Exit::Refused, "request-nothing-done", message, texts)
        }
    }
}

/// What was weighed wrongly or not at all, and what follows from what was done.
fn judged(fault: &RequestError, texts: Texts) -> Failure {
    let refused = |word, message| told(Exit::Refused, word, message, texts);
    match fault {
        RequestError::NoGround { number, kind: asked, .. } => {
            let message =
                t!(texts, "err-request-ground", number = number.to_string(), kind = kind(*asked, texts));
            told(Exit::Usage, "request-ground", message, texts)
        }
        RequestError::Doubtful { number, doubtful } => {
            let message = t!(texts, "err-request-doubtful", number = number.to_string(), matches = *doubtful);
            told(Exit::No, "request-doubtful", message, texts)
        }
        RequestError::Open { number, open } => {
            let message =
                t!(texts, "err-request-open", number = number.to_string(), activities = open.join(", "));
            told(Exit::No, "request-open", message, texts)
        }
        RequestError::NotWeighed { number, open } if open.is_empty() => {
            let message = t!(texts, "err-request-not-looked", number = number.to_string());
            told(Exit::No, "request-not-looked", message, texts)
        }
        RequestError::NotWeighed { number, open } => {
            let (number, activities) = (number.to_string(), open.join(", "));
            let message = t!(texts, "err-request-not-weighed", number = number, activities = activities);
            told(Exit::No, "request-not-weighed", message, texts)
        }
        RequestError::NoReasons(number) => {
            let message = t!(texts, "err-request-no-reasons", number = number.to_string());
            told(Exit::No, "request-no-reasons", message, texts)
        }
        RequestError::NoRecipient { number, recipient } => {
            let (number, recipient) = (number.to_string(), recipient.to_string());
            let message = t!(texts, "err-request-no-recipient", number = number, recipient = recipient);
            told(Exit::Usage, "request-no-recipient", message, texts)
        }
        RequestError::NotRestricted(number) => refused(
            "request-not-restricted",
            t!(texts, "err-request-not-restricted", number = number.to_string()),
        ),
        RequestError::EndsTooSoon { number, ends } => {
            let (number, day) = (number.to_string(), texts.day(*ends));
            told(
                Exit::Usage,
                "request-ends",
                t!(texts, "err-request-ends", number = number, day = day),
                texts,
            )
        }
        RequestError::NotYet { number, ends } => {
            let (number, day) = (number.to_string(), texts.day(*ends));
            refused("request-not-yet", t!(texts, "err-request-not-yet", number = number, day = day))
        }
        RequestError::NotAnnounced(number) => refused(
            "request-not-announced",
            t!(texts, "err-request-not-announced", number = number.to_string()),
        ),
        other => Failure::new(Exit::Refused, "request", other.to_string()),
    }
}

fn no_move(number: &str, fault: &NoMove, texts: Texts) -> Failure {
    let (word, message) = match fault {
        NoMove::State(is) => {
            ("request-state", t!(texts, "err-request-state", number = number, state = state(*is, texts)))
        }
        NoMove::Role(_) => ("request-role", t!(texts, "err-request-role", number = number)),
        NoMove::SamePerson => ("request-same-person", t!(texts, "err-request-same-person", number = number)),
        NoMove::BackInTime { on, last } => {
            let (on, last) = (texts.day(*on), texts.day(*last));
            ("request-back", t!(texts, "err-request-back", number = number, on = on, last = last))
        }
        NoMove::TooLate(ended) => {
            ("request-too-late", t!(texts, "err-request-too-late", number = number, day = texts.day(*ended)))
        }
        NoMove::Twice => ("request-twice", t!(texts, "err-request-twice", number = number)),
        NoMove::OpenTasks(open) => {
            ("request-tasks", t!(texts, "err-request-tasks", number = number, open = *open))
        }
        NoMove::NotStated(what) => {
            ("request-not-stated", t!(texts, "err-request-not-stated", number = number, what = *what))
        }
    };
    told(Exit::Refused, word, message, texts)
}

fn code(number: &str, fault: CodeFault, texts: Texts) -> Failure {
    let (exit, word, message) = match fault {
        CodeFault::NotAsked => {
            (Exit::Refused, "code-not-asked", t!(texts, "err-code-not-asked", number = number))
        }
        CodeFault::Wrong { left } => {
            (Exit::No, "code-wrong", t!(texts, "err-code-wrong", number = number, left = u32::from(left)))
        }
        CodeFault::Expired => (Exit::No, "code-expired", t!(texts, "err-code-expired", number = number)),
        CodeFault::Spent => (Exit::No, "code-spent", t!(texts, "err-code-spent", number = number)),
    };
    told(exit, word, message, texts)
}
