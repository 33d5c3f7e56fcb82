//! The clock: the only place that reads the time of day.

use jiff::Timestamp;

/// Tells the time: the machine's, or a fixed one for demonstrations and tests.
#[derive(Clone, Copy, Debug, Default)]
pub enum Clock {
    /// The machine's.
    #[default]
    System,
    /// Always this moment.
    Fixed(Timestamp),
}

impl Clock {
    /// The moment now.
    #[allow(clippy::disallowed_methods, reason = "this is the clock's one home")]
    pub fn now(self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Fixed(moment) => moment,
        }
    }
}
