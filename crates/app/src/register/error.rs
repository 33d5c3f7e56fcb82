//! What the desk does not do, and why. Holds names of the policy, numbers and places in a file; never a value.

use gallra_rules::hold::HoldId;
use gallra_rules::names::ActivityName;
use gallra_rules::policy::Basis;
use gallra_store::register::{PartyId, Refusal, Topic};
use jiff::civil::Date;

/// An answer of the desk that is no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeskError {
    /// The policy has several activities, and none that keeps such records.
    #[error("it was not said for which activity of the policy; it has {}", .known.join(", "))]
    WhichActivity {
        /// All of them.
        known: Vec<String>,
    },
    /// The policy has no such activity.
    #[error("the policy has no activity `{given}`; it has {}", .known.join(", "))]
    NoSuchActivity {
        /// What was given.
        given: String,
        /// All of them.
        known: Vec<String>,
    },
    /// What is no name of the policy, where only names can be said.
    #[error("{}: not all of these are names that the policy has for it; it has {}", .topic.word(), .known.join(", "))]
    NotNames {
        /// About what.
        topic: Topic,
        /// All of them.
        known: Vec<String>,
    },
    /// Law or a hold keeps what was to go.
    #[error("{} records are kept by law or by a hold; nothing was changed", .0.len())]
    Kept(Vec<Keeping>),
    /// The party was forgotten, or merged into another.
    #[error("party {}: nobody can read it any more; look it up again", .0.0)]
    Unreadable(PartyId),
    /// A file that cannot be imported as a whole.
    #[error("the file: {0}; nothing was changed")]
    File(FileFault),
    /// Rows that cannot be imported.
    #[error("{} cells or lines of the file are wrong; nothing was changed", .0.len())]
    Rows(Vec<Flaw>),
    /// The register's key cannot be made or rotated this way.
    #[error("the register's key: {0}; nothing was changed")]
    Key(KeyFault),
}

/// A record that has to stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keeping {
    /// `party`, `entry` or `agreement`.
    pub table: &'static str,
    /// Its number.
    pub id: i64,
    /// Why.
    pub why: Kept,
}

/// Why a record has to stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// An activity keeps it for at least a time that is not over.
    Law {
        /// The activity.
        activity: ActivityName,
        /// On what basis; `None` for a processor.
        basis: Option<Basis>,
        /// The first day on which it may go; `None` while nobody can tell.
        until: Option<Date>,
    },
    /// A legal hold (GDPR Art. 17(3)(e), 18).
    Hold {
        /// Which.
        hold: HoldId,
        /// Its last day; `None` until lifted.
        until: Option<Date>,
    },
}

/// Why a file cannot be imported at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
    /// Another encoding.
    #[error("line {line} is not UTF-8")]
    NotUtf8 {
        /// From 1.
        line: u64,
    },
    /// The first line of a CSV file says none of the columns' names.
    #[error("its first line names no column")]
    NoColumns,
    /// A column that means nothing here.
    #[error("column {number} (`{name}`) is unknown")]
    UnknownColumn {
        /// From 1.
        number: usize,
        /// Its name in the file.
        name: String,
    },
    /// A column twice that holds one value.
    #[error("column {number} (`{name}`) is there already")]
    ColumnTwice {
        /// From 1.
        number: usize,
        /// Its name in the file.
        name: String,
    },
    /// A column that has to be there.
    #[error("the column `{0}` is missing")]
    NoColumn(&'static str),
    /// Neither the file nor the caller says what the parties are.
    #[error("nothing says what kind of party its rows are")]
    NoKind,
}

/// A place in a file that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// From 1.
    pub line: u64,
    /// The card, from 1, in a vCard file.
    pub card: Option<u64>,
    /// The column's name in the file, or the property's.
    pub column: Option<String>,
    /// What is wrong.
    pub cause: Cause,
}

/// What is wrong with a place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// No identifier of that kind.
    Form(Refusal),
    /// No day.
    Day,
    /// A number in the file that another row has.
    NumberTwice {
        /// That row's line.
        first: u64,
    },
    /// A day to come for what has happened.
    DayAhead,
    /// An end before its beginning.
    DayEarly,
    /// None of the words that can stand there.
    Word(Vec<&'static str>),
    /// Without a name.
    NoName,
    /// More or fewer cells than columns.
    Cells {
        /// Columns.
        expected: u64,
        /// Cells.
        found: u64,
    },
    /// A contact without the party that it speaks for, or such a party for what is no contact.
    Belonging,
    /// The party that it speaks for is neither in the file nor in the register.
    NoSuchParty,
    /// The register knows this party with another identity number.
    OtherNumber,
    /// A key without a name, or with a line break in it.
    Key,
    /// A card that does not begin with `BEGIN:VCARD`.
    NoBegin,
    /// A card that does not end.
    NoEnd,
    /// A card in another version than 3.0 and 4.0.
    Version,
    /// A line that is no property: `NAME:value`.
    Property,
}

/// Why a key is not made or rotated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// There is a register, which needs the key that it has.
    #[error("there is a register already, and a new key opens nothing in it; rotate instead")]
    Register,
    /// It comes from a variable, where nothing can be written.
    #[error("it comes from a variable, which cannot be written; put it into a file for the rotation")]
    Variable,
    /// There is no register.
    #[error("there is no register whose key could be rotated")]
    NoRegister,
    /// A file cannot be put in its place.
    #[error("{0} cannot be put in place: {1}")]
    File(String, std::io::ErrorKind),
    /// Others can read the folder that is to hold backups.
    #[error("others can read the folder {0}; `chmod 700` it")]
    Open(String),
}
