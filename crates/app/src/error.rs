//! What can go wrong in a use case. Each names the place, the cause and the cure; none holds a value from a record.

use std::path::PathBuf;

use gallra_rules::names::{DatasetName, SystemName};
use jiff::Timestamp;

/// An error of a use case.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The state.
    #[error(transparent)]
    Store(#[from] gallra_store::StoreError),
    /// A system; the text names it.
    #[error(transparent)]
    Connect(#[from] gallra_connect::ConnectError),
    /// The address behind a secret does not encrypt.
    #[error(
        "system `{0}`: its address leads over the network without encryption; ask for TLS in it (`sslmode=verify-full`, `ssl-mode=VERIFY_IDENTITY`); nothing was read"
    )]
    PlainText(SystemName),
    /// A plan names a system that the policy does not have.
    #[error("the policy has no system `{0}`; make a new plan with `gallra plan`")]
    NoSuchSystem(SystemName),
    /// A system that a plan has steps for does not answer.
    #[error(
        "system `{system}` does not answer: {reason}; nothing was changed there; run the same command again when it does"
    )]
    Unreachable {
        /// Which.
        system: SystemName,
        /// Why.
        reason: String,
    },
    /// The log or a certificate could not be written.
    #[error("evidence in `{path}`: {cause}")]
    Evidence {
        /// Where.
        path: PathBuf,
        /// What.
        cause: String,
    },
    /// A leaf of the log could not be made.
    #[error("internal: a leaf of the log cannot be made: {0}; nothing was changed; please report it")]
    Leaf(String),
    /// A key in the state folder cannot be used.
    #[error("key `{path}`: {cause}")]
    Key {
        /// Where.
        path: PathBuf,
        /// What.
        cause: String,
    },
    /// The plan file.
    #[error("plan `{path}`: {cause}")]
    PlanFile {
        /// Where.
        path: PathBuf,
        /// What and what to do.
        cause: String,
    },
    /// The plan was made from something that has changed since.
    #[error("the plan is stale: {0}; nothing was changed; make a new one with `gallra plan`")]
    Stale(Stale),
    /// The checker refused the plan.
    #[error("the plan was refused by the checker: {}; nothing was changed; make a new one with `gallra plan`", .0.join("; "))]
    Refused(Vec<String>),
    /// A plan is about somebody, who is not at hand.
    #[error(
        "the plan is about request {0}, and names records by hashes alone; approve and apply it through the request, which has the keys; nothing was changed"
    )]
    AboutSomebody(String),
    /// More records belong to a request than are held in memory.
    #[error(
        "the request reaches {keys} records that have to be remembered one by one, and {most} are the most; ask for fewer people at once; nothing was changed"
    )]
    TooMany {
        /// How many keys.
        keys: u64,
        /// How many there may be.
        most: u64,
    },
    /// The guard asks for a number.
    #[error(
        "step `{dataset}` would touch {rows} of {total} records, which is unusual ({why}); look at the plan, and if it is right approve it with --expect {plan_rows}; nothing was changed"
    )]
    Guard {
        /// The dataset.
        dataset: DatasetName,
        /// Records the step would touch.
        rows: u64,
        /// Records in the dataset.
        total: u64,
        /// Which limit.
        why: String,
        /// Records in the whole plan: the number to expect.
        plan_rows: u64,
    },
    /// The expected number is another than the plan's.
    #[error("you expected {expected} records, but the plan holds {actual}; nothing was changed")]
    Unexpected {
        /// What the approver said.
        expected: u64,
        /// What the plan says.
        actual: u64,
    },
    /// Nobody approved it.
    #[error(
        "plan {plan} is not approved; approve it with `gallra approve PLAN --by NAME`, or `gallra apply PLAN --by NAME`"
    )]
    NotApproved {
        /// Short hash of the plan.
        plan: String,
    },
    /// The clock has been set back.
    #[error(
        "the clock says {now}, but the log already knows of {latest}; a clock that was set back would make records look younger or older than they are: set it right and run the same command again; nothing was changed"
    )]
    ClockSetBack {
        /// What the clock says.
        now: Timestamp,
        /// What the log knows.
        latest: Timestamp,
    },
    /// A hold names what the policy does not have.
    #[error("{0}")]
    Hold(String),
    /// An attestation that cannot be taken.
    #[error("{0}; nothing was recorded")]
    Attestation(String),
    /// Something that the register does not take, and why.
    #[error("{0}; nothing was changed")]
    Register(String),
    /// The register's desk says no, and why.
    #[error(transparent)]
    Desk(#[from] crate::register::DeskError),
    /// A search for a person that is refused.
    #[error(transparent)]
    Find(#[from] crate::subject::find::FindError),
    /// The demonstration cannot be set up.
    #[error("demonstration in `{path}`: {cause}")]
    Demo {
        /// Where.
        path: PathBuf,
        /// What and what to do.
        cause: String,
    },
    /// The machine gives no randomness.
    #[error("the operating system gave no random numbers: {0}")]
    Randomness(String),
    /// A value could not be written as JSON.
    #[error("internal: a value cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// What has changed since a plan was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stale {
    /// The policy.
    #[error("the policy has changed since it was made")]
    Policy,
    /// A table.
    #[error("a table has changed its shape since it was made")]
    Shapes,
    /// The holds.
    #[error("a legal hold was placed, lifted or ran out since it was made")]
    Holds,
    /// Other records are known as the person's.
    #[error("other records are known to be the person's than when it was made")]
    Person,
    /// What another system says of the customers has changed.
    #[error("the dates that another system has for the customers have changed since it was made")]
    Keys,
}
