//! Why a request is not moved. Numbers, days and names of the policy; never a value.

use gallra_rules::names::{RecipientName, SystemName};
use gallra_rules::request::{Ground, Kind, NoMove};
use gallra_store::register::RequestNumber;
use jiff::civil::Date;

/// An answer that is no. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// Not from where it is, or not by them.
    #[error("{number}: {fault}")]
    Move {
        /// Which.
        number: RequestNumber,
        /// Why.
        fault: NoMove,
    },
    /// The policy has several activities, and none that keeps requests.
    #[error("it was not said for which activity of the policy requests are handled; it has {}", .known.join(", "))]
    WhichActivity {
        /// All of them.
        known: Vec<String>,
    },
    /// Nothing to look for.
    #[error("nothing was given that a person can be found by; a name alone finds nobody")]
    NoGiven,
    /// An identifier that cannot be read. It is not told.
    #[error("one of the identifiers cannot be read as what it was given as ({kind}); correct it")]
    Misread {
        /// As what.
        kind: &'static str,
    },
    /// The same is asked already.
    #[error("{0} asks for the same and is not answered yet; go on with that one")]
    Same(RequestNumber),
    /// A day to come.
    #[error("{0} lies ahead; a request comes in on a day that has come")]
    Ahead(Date),
    /// The policy has no such customer.
    #[error("there is no customer {0} in the register")]
    NoSuchCustomer(i64),
    /// Its key is gone.
    #[error("{0}: its time was over, and nobody can read it any more")]
    Unreadable(RequestNumber),
    /// Another request of the same person comes first.
    #[error(
        "{number} waits for {other}: what that one asks for has to be carried out before anything is erased"
    )]
    Waits {
        /// Which.
        number: RequestNumber,
        /// The other.
        other: RequestNumber,
    },
    /// A code that does not verify.
    #[error("{number}: {fault}")]
    Code {
        /// Which.
        number: RequestNumber,
        /// Why.
        fault: CodeFault,
    },
    /// Nothing on record to send a code to.
    #[error("{0}: no address of this person is on record; say another way in which it is known who asks")]
    NoAddress(RequestNumber),
    /// Doubtful matches are open.
    #[error("{number}: {doubtful} matches are doubtful; say which are this person's")]
    Doubtful {
        /// Which.
        number: RequestNumber,
        /// How many.
        doubtful: u64,
    },
    /// Questions that only a person answers.
    #[error("{number}: not everything is weighed yet: {}", .open.join(", "))]
    Open {
        /// Which.
        number: RequestNumber,
        /// Activities with an open question.
        open: Vec<String>,
    },
    /// Systems that did not answer; it is tried again.
    #[error("{number}: {} did not answer; it is tried again until {until}, then the answer names them", .systems.iter().map(SystemName::as_str).collect::<Vec<_>>().join(", "))]
    Failing {
        /// Which.
        number: RequestNumber,
        /// Which systems.
        systems: Vec<SystemName>,
        /// From which day on the answer names them.
        until: Date,
    },
    /// No task of this number is open.
    #[error("{number}: it has no open task {task}")]
    NoTask {
        /// Which.
        number: RequestNumber,
        /// Which task.
        task: u32,
    },
    /// It is not a customer's.
    #[error("{0} is about our own data; only what is about a customer's is forwarded")]
    NotForwarded(RequestNumber),
    /// A ground that such a request cannot be refused on, or that cannot be weighed in it.
    #[error("{number}: that ground is none for such a request")]
    NoGround {
        /// Which.
        number: RequestNumber,
        /// What it asks for.
        kind: Kind,
        /// The ground.
        ground: Ground,
    },
    /// Objections, or an automated decision, that nobody has weighed.
    #[error("{number}: nobody has weighed it yet: {}", .open.join(", "))]
    NotWeighed {
        /// Which.
        number: RequestNumber,
        /// Activities that are objected to; none for an automated decision.
        open: Vec<String>,
    },
    /// The person has to be told why, and nobody has said it.
    #[error("{0}: the reasons are not stated; write them as a note")]
    NoReasons(RequestNumber),
    /// No recipient of that name has anything open.
    #[error("{number}: there is nothing open to tell `{recipient}`, or to hear from it")]
    NoRecipient {
        /// Which.
        number: RequestNumber,
        /// The recipient.
        recipient: RecipientName,
    },
    /// No restriction is in force.
    #[error("{0}: no restriction of it is in force")]
    NotRestricted(RequestNumber),
    /// A person is told before the day, not on it.
    #[error("{number}: {ends} is today or before; the person is told before the restriction ends")]
    EndsTooSoon {
        /// Which.
        number: RequestNumber,
        /// The day.
        ends: Date,
    },
    /// Nobody has written to the person that it ends.
    #[error("{0}: that the restriction ends was not announced yet")]
    NotAnnounced(RequestNumber),
    /// The announced day has not come.
    #[error("{number}: the restriction ends on {ends}, as the person was told")]
    NotYet {
        /// Which.
        number: RequestNumber,
        /// The day.
        ends: Date,
    },
    /// The certificate tells of what was carried out.
    #[error("{0}: nothing was carried out yet, so there is nothing to certify")]
    NothingDone(RequestNumber),
}

/// Why a code does not verify.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeFault {
    /// None was sent.
    #[error("no code was sent; ask first")]
    NotAsked,
    /// It is another.
    #[error("the code is another; {left} tries are left")]
    Wrong {
        /// Tries that are left.
        left: u8,
    },
    /// Its time is over.
    #[error("the code's time is over; ask again")]
    Expired,
    /// Too many tries.
    #[error("there were too many tries; ask again")]
    Spent,
}
