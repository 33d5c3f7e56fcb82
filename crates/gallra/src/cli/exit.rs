//! How a command ends. The numbers are a promise to scripts: `docs/errors.md` and the manual page list them.

use std::process::ExitCode;

/// The exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Done, and nothing to complain about.
    Done = 0,
    /// The command ran and the answer is no: the policy has errors, the proof does not hold, a step failed.
    No = 1,
    /// The command line makes no sense, or names what is not there.
    Usage = 2,
    /// Done in part: a database could not be looked at.
    InPart = 3,
    /// Refused, and nothing was changed: the guard, a stale plan, no approval, another run at work.
    Refused = 4,
    /// A system or the state failed; the same command goes on when it is mended.
    Failed = 5,
    /// A fault of Gallra's own.
    Fault = 70,
    /// Stopped by Ctrl-C.
    Stopped = 130,
}

impl Exit {
    /// `audit` has no full answer: something could not be checked. The number is 2 as that of `grep` and `diff`.
    pub(crate) const NOT_CHECKED: Self = Self::Usage;

    /// All of them, for the manual page.
    pub(crate) const ALL: [Self; 8] = [
        Self::Done,
        Self::No,
        Self::Usage,
        Self::InPart,
        Self::Refused,
        Self::Failed,
        Self::Fault,
        Self::Stopped,
    ];

    /// The number.
    pub(crate) const fn code(self) -> u8 {
        self as u8
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
