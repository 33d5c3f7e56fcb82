//! What is wrong with an identifier that somebody wrote: a code and a place, never the value.

use std::fmt;

use super::Field;

/// An identifier that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    /// Which kind was asked for.
    pub field: Field,
    /// What is wrong with it.
    pub fault: Fault,
}

/// Where in the text, as it was written, blanks and marks included: the first character is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its first character.
    pub from: usize,
    /// Its last.
    pub to: usize,
}

impl Span {
    pub(super) const fn at(place: usize) -> Self {
        Self { from: place, to: place }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.from == self.to {
            write!(f, "character {}", self.from)
        } else {
            write!(f, "characters {} to {}", self.from, self.to)
        }
    }
}

/// One thing that is wrong. The first that is found is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// There is nothing.
    Empty,
    /// A character that none of its kind has there.
    Character(Span),
    /// So many digits are too few or too many.
    Length {
        /// How many there are.
        digits: usize,
    },
    /// A `-` or `+` that does not stand before the last four digits, or a `+` where nobody can be a hundred.
    Mark(Span),
    /// The first two of twelve digits: 18, 19 or 20 for a person, 16 for an organisation.
    Century(Span),
    /// No such month.
    Month(Span),
    /// No month has such a day.
    Day(Span),
    /// That month of that year does not have the day.
    Date(Span),
    /// A day that has not come.
    Future(Span),
    /// The check digit does not agree with the others: one of them is wrong, or two have changed places.
    CheckDigit {
        /// Where it stands.
        span: Span,
        /// What it would have to be if the others are right.
        would_be: u8,
    },
    /// A telephone number that begins neither with `+` nor with `0`.
    Beginning(Span),
    /// No country's number begins with 0.
    Country(Span),
    /// An address without anything before its `@`, or without an `@`.
    User,
    /// An address without a name of a server with a dot after its `@`.
    Server,
}

impl Fault {
    /// A word for it that never changes its meaning.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Character(_) => "character",
            Self::Length { .. } => "length",
            Self::Mark(_) => "mark",
            Self::Century(_) => "century",
            Self::Month(_) => "month",
            Self::Day(_) => "day",
            Self::Date(_) => "date",
            Self::Future(_) => "future",
            Self::CheckDigit { .. } => "check-digit",
            Self::Beginning(_) => "beginning",
            Self::Country(_) => "country",
            Self::User => "user",
            Self::Server => "server",
        }
    }

    /// Where it is, if it is at a place.
    pub const fn span(&self) -> Option<Span> {
        match self {
            Self::Character(span)
            | Self::Mark(span)
            | Self::Century(span)
            | Self::Month(span)
            | Self::Day(span)
            | Self::Date(span)
            | Self::Future(span)
            | Self::CheckDigit { span, .. }
            | Self::Beginning(span)
            | Self::Country(span) => Some(*span),
            Self::Empty | Self::Length { .. } | Self::User | Self::Server => None,
        }
    }
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, form) = match self.field {
            Field::Email => ("e-mail address", "it as name@example.se"),
            Field::Phone => ("telephone number", "it as +46 70 123 45 67 or 070-123 45 67"),
            Field::Number => ("identity number", "it as YYMMDD-NNNN or NNNNNN-NNNN"),
            Field::Reference => ("reference", "at least one character"),
        };
        write!(f, "{what}: ")?;
        match self.fault {
            Fault::Empty => write!(f, "there is none"),
            Fault::Character(at) => write!(f, "{at} cannot stand there"),
            Fault::Length { digits } if self.field == Field::Number => {
                write!(f, "it has {digits} digits, and needs 10 or 12")
            }
            Fault::Length { digits } => write!(f, "it has {digits} digits, and needs 7 to 15"),
            Fault::Mark(at) => write!(f, "the mark ({at}) does not belong there"),
            Fault::Century(at) => {
                write!(f, "{at} are no century of a person, and not the 16 of an organisation")
            }
            Fault::Month(at) => write!(f, "{at} are no month"),
            Fault::Day(at) => write!(f, "{at} are no day"),
            Fault::Date(at) => write!(f, "{at} are no date, for that month does not have the day"),
            Fault::Future(at) => write!(f, "{at} are a day that has not come"),
            Fault::CheckDigit { span, would_be } => {
                write!(
                    f,
                    "the check digit ({span}) would be {would_be}; one digit is wrong, or two have changed places"
                )
            }
            Fault::Beginning(at) => write!(f, "{at} is neither + nor 0"),
            Fault::Country(at) => write!(f, "{at} is a 0, and no country's number begins with one"),
            Fault::User => write!(f, "there is no name before an @"),
            Fault::Server => write!(f, "there is no name of a server with a dot after the @"),
        }?;
        write!(f, "; write {form}")
    }
}

impl std::error::Error for Misread {}
