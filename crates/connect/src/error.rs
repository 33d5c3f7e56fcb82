//! What can go wrong at a system, told with its place, its cause and its cure.
//!
//! A database's own error text can hold row values (a unique violation's detail, a conversion's input). Nothing of it
//! is passed on: only its code, and the names of constraints, tables and columns.

use std::fmt;

use crate::contract::{JournalError, Right};

/// The kinds of failure, for whoever has to decide what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The secret that the policy names cannot be read, or it is no address of such a system.
    Secret,
    /// No file at that path, or not a database.
    NoSuchFile,
    /// Nobody answers at that address.
    Unreachable,
    /// The connection could not be encrypted as asked for.
    Tls,
    /// User name or password are wrong.
    WrongCredentials,
    /// The server has no such database.
    NoSuchDatabase,
    /// A right is missing.
    NotPermitted,
    /// A table or a column is not what it was, or is not there.
    Changed,
    /// A row is still referred to, or another constraint forbids the change.
    Blocked,
    /// Somebody else holds the rows, for longer than we wait.
    Locked,
    /// A statement took longer than the server allows.
    Timeout,
    /// The connection broke.
    Gone,
    /// The system's file or disk is full.
    Full,
    /// The database cannot read or write a value.
    BadValue,
    /// The connector does not know how to do this here.
    Unsupported,
    /// The database refused for another reason.
    Refused,
}

/// A failure at a system.
#[derive(thiserror::Error)]
#[error("{}: {}. {}", .0.place, .0.cause, .0.cure)]
pub struct ConnectError(Box<Told>);

struct Told {
    kind: ErrorKind,
    place: String,
    cause: String,
    cure: String,
    missing: Vec<Right>,
}

impl fmt::Debug for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({self})", self.0.kind)
    }
}

impl ConnectError {
    pub(crate) fn new(
        kind: ErrorKind,
        place: impl Into<String>,
        cause: impl Into<String>,
        cure: impl Into<String>,
    ) -> Self {
        Self(Box::new(Told {
            kind,
            place: place.into(),
            cause: cause.into(),
            cure: cure.into(),
            missing: Vec::new(),
        }))
    }
    pub(crate) fn with_missing(mut self, rights: Vec<Right>, cure: String) -> Self {
        self.0.missing = rights;
        self.0.cure = cure;
        self
    }
    /// What kind of failure.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }
    /// Where: the system, the table.
    pub fn place(&self) -> &str {
        &self.0.place
    }
    /// Why, without any row's value.
    pub fn cause(&self) -> &str {
        &self.0.cause
    }
    /// What helps.
    pub fn cure(&self) -> &str {
        &self.0.cure
    }
    /// Rights that are missing, if that is the kind.
    pub fn missing(&self) -> &[Right] {
        &self.0.missing
    }
    /// Whether the same may succeed a moment later, with fewer rows.
    pub(crate) fn is_transient(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Locked | ErrorKind::Timeout)
    }
}

/// Why a disposal ended early. Everything that was committed before it stands in the journal.
#[derive(Debug, thiserror::Error)]
pub enum DisposeError {
    /// The system.
    #[error(transparent)]
    System(#[from] ConnectError),
    /// The journal; nothing of the batch at hand was committed.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

impl DisposeError {
    /// The kind of the system's failure; `None` for the journal's.
    pub fn kind(&self) -> Option<ErrorKind> {
        match self {
            Self::System(error) => Some(error.kind()),
            Self::Journal(_) => None,
        }
    }
}

/// Turns what the driver says into what we say.
pub(crate) fn told(error: &sqlx::Error, place: &str) -> ConnectError {
    match error {
        sqlx::Error::Database(database) => {
            if let Some(postgres) = database.try_downcast_ref::<sqlx::postgres::PgDatabaseError>() {
                return postgres_error(postgres, place);
            }
            if let Some(mysql) = database.try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>() {
                return mysql_error(mysql.number(), mysql.message(), place);
            }
            sqlite_error(database.code().as_deref().unwrap_or_default(), database.message(), place)
        }
        sqlx::Error::Io(io) => ConnectError::new(
            ErrorKind::Gone,
            place,
            format!("the connection broke or nobody answers ({})", io.kind()),
            "See that the server runs and that this machine can reach it, then run the same command again",
        ),
        sqlx::Error::Tls(_) => ConnectError::new(
            ErrorKind::Tls,
            place,
            "the connection could not be encrypted as the address asks for",
            "See that the server offers TLS and that its certificate is signed by the authority in `sslrootcert` \
             (PostgreSQL) or `ssl-ca` (MariaDB)",
        ),
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
            ConnectError::new(
                ErrorKind::Gone,
                place,
                "no connection could be had",
                "See that the server runs and has connections left, then run the same command again",
            )
        }
        sqlx::Error::Configuration(_) => ConnectError::new(
            ErrorKind::Secret,
            place,
            "the address cannot be understood",
            "Write it as `postgres://USER:PASSWORD@HOST:PORT/DATABASE` or `mysql://…`; special characters in the \
             password are percent-encoded",
        ),
        sqlx::Error::Protocol(_) => ConnectError::new(
            ErrorKind::Gone,
            place,
            "the server's answer cannot be understood, or it closed the connection",
            "See that the address leads to the right kind of server",
        ),
        _ => ConnectError::new(
            ErrorKind::Refused,
            place,
            "the answer was not of the expected form",
            "Report this as a fault of Gallra",
        ),
    }
}

fn postgres_error(error: &sqlx::postgres::PgDatabaseError, place: &str) -> ConnectError {
    let code = error.code();
    let named = match (error.table(), error.constraint()) {
        (Some(table), Some(constraint)) => format!(", constraint {constraint} of table {table}"),
        (Some(table), None) => format!(", table {table}"),
        (None, Some(constraint)) => format!(", constraint {constraint}"),
        (None, None) => String::new(),
    };
    let kind = match code {
        "28P01" | "28000" => ErrorKind::WrongCredentials,
        "3D000" => ErrorKind::NoSuchDatabase,
        "42501" | "25006" => ErrorKind::NotPermitted,
        "55P03" | "40P01" | "40001" | "55006" => ErrorKind::Locked,
        "57014" => ErrorKind::Timeout,
        "42P01" | "42703" | "3F000" | "42809" | "42804" | "42883" | "0A000" => ErrorKind::Changed,
        "53100" | "53200" => ErrorKind::Full,
        "53300" => ErrorKind::Unreachable,
        _ if code.starts_with("57P") || code.starts_with("08") => ErrorKind::Gone,
        _ if code.starts_with("23") => ErrorKind::Blocked,
        _ if code.starts_with("22") => ErrorKind::BadValue,
        _ => ErrorKind::Refused,
    };
    ConnectError::new(kind, place, format!("{} (SQLSTATE {code}{named})", why(kind)), cure(kind))
}

fn mysql_error(number: u16, message: &str, place: &str) -> ConnectError {
    let kind = match number {
        1045 | 1698 | 1524 | 1820 | 1862 => ErrorKind::WrongCredentials,
        1049 => ErrorKind::NoSuchDatabase,
        1044 | 1142 | 1143 | 1227 | 1370 | 1792 | 1290 => ErrorKind::NotPermitted,
        1205 | 1213 | 1020 => ErrorKind::Locked,
        1969 | 3024 | 1317 => ErrorKind::Timeout,
        1146 | 1054 | 1051 | 1091 | 1735 | 1176 => ErrorKind::Changed,
        1021 | 1114 | 1041 => ErrorKind::Full,
        1040 | 1129 | 1130 => ErrorKind::Unreachable,
        1053 | 1077 | 1080 | 1152 | 1153 | 1158..=1161 | 1184 | 1927 | 2006 | 2013 => ErrorKind::Gone,
        1217 | 1451 | 1452 | 1062 | 1048 | 1364 | 4025 | 3819 => ErrorKind::Blocked,
        1264 | 1265 | 1292 | 1366 | 1406 | 1411 | 1690 => ErrorKind::BadValue,
        _ => ErrorKind::Refused,
    };
    let named = match (kind, number) {
        // These two texts hold names only. A duplicate's text (1062) holds the value and is never used.
        (ErrorKind::Blocked, 1451) => between(message, "CONSTRAINT `", "`")
            .map(|constraint| format!(", constraint {constraint}"))
            .unwrap_or_default(),
        (ErrorKind::NotPermitted, 1142 | 1143) => {
            let verb = message.split(' ').next().unwrap_or_default();
            let table = between(message, "for table ", "\u{0}").unwrap_or_default().replace(['`', '\''], "");
            format!(", {verb} on {table}")
        }
        _ => String::new(),
    };
    ConnectError::new(kind, place, format!("{} (error {number}{named})", why(kind)), cure(kind))
}

fn sqlite_error(code: &str, message: &str, place: &str) -> ConnectError {
    let number: u32 = code.parse().unwrap_or(1);
    let kind = match number & 0xff {
        5 | 6 => ErrorKind::Locked,
        8 | 3 | 23 => ErrorKind::NotPermitted,
        14 | 26 | 11 => ErrorKind::NoSuchFile,
        13 => ErrorKind::Full,
        10 => ErrorKind::Gone,
        17 => ErrorKind::Changed,
        19 => ErrorKind::Blocked,
        1 if message.starts_with("no such") => ErrorKind::Changed,
        _ => ErrorKind::Refused,
    };
    let cause = match number & 0xff {
        26 => "the file is not an SQLite database".to_owned(),
        11 => "the database file is damaged".to_owned(),
        _ if matches!(number, 264 | 776 | 1288) => {
            "a writer that was killed left a journal, which only somebody who may write can roll back"
                .to_owned()
        }
        _ => why(kind).to_owned(),
    };
    let cure = match number {
        264 | 776 | 1288 => {
            "Let the application open the file once, or let Gallra's account write the file and its folder"
        }
        _ => cure(kind),
    };
    ConnectError::new(kind, place, format!("{cause} (SQLite code {number})"), cure)
}

/// What stands between two markers; `\0` as the second means the end.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    let rest = &text[text.find(from)? + from.len()..];
    Some(rest.find(to).map_or(rest, |end| &rest[..end]))
}

fn why(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::WrongCredentials => "the server refuses the user name or the password",
        ErrorKind::NoSuchDatabase => "the server has no database of that name",
        ErrorKind::NotPermitted => "a right is missing",
        ErrorKind::Locked => "somebody else holds the rows or the database",
        ErrorKind::Timeout => "the statement took longer than the server allows",
        ErrorKind::Changed => "a table or a column is not there or is not what it was",
        ErrorKind::Full => "the server's disk or memory is full",
        ErrorKind::Unreachable => "the server takes no more connections",
        ErrorKind::Gone => "the server closed the connection",
        ErrorKind::Blocked => "a constraint forbids the change",
        ErrorKind::BadValue => "the database cannot read a value as its type",
        ErrorKind::NoSuchFile => "the file cannot be opened",
        ErrorKind::Secret | ErrorKind::Tls | ErrorKind::Unsupported | ErrorKind::Refused => {
            "the database refuses the statement"
        }
    }
}

fn cure(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::WrongCredentials => {
            "Correct the user name and the password in the secret that the policy names"
        }
        ErrorKind::NoSuchDatabase => "Correct the database's name at the end of the address",
        ErrorKind::NotPermitted => "Grant the right to the role that Gallra connects with",
        ErrorKind::Locked => "Run the same command again when the other work is done",
        ErrorKind::Timeout => {
            "Raise the server's statement timeout for Gallra's role, or add an index on the anchor"
        }
        ErrorKind::Changed => "Correct the policy or the table, then plan again",
        ErrorKind::Full => "Make room, then run the same command again",
        ErrorKind::Unreachable => "Raise the server's connection limit or wait",
        ErrorKind::Gone => "See that the server runs, then run the same command again",
        ErrorKind::Blocked => "Plan again: the plan then shows what still refers to these records",
        ErrorKind::BadValue => "Compare the column's type with what the policy says about it",
        ErrorKind::NoSuchFile => "Correct the path in the policy; Gallra never creates a database",
        ErrorKind::Secret | ErrorKind::Tls | ErrorKind::Unsupported | ErrorKind::Refused => {
            "Look up the code in the server's manual"
        }
    }
}
