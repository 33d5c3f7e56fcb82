//! Where data is.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{Location, Transfer};
use crate::names::RecipientName;
use crate::predicate::TableRef;
use crate::residue::Residue;

/// The kinds of system that the language knows. Whether this build can reach one is the connectors' matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SystemKind {
    /// PostgreSQL.
    Postgres,
    /// MariaDB and MySQL.
    Mysql,
    /// SQLite.
    Sqlite,
    /// A directory tree.
    Files,
    /// Log files.
    Logs,
    /// A mail server.
    Imap,
    /// Calendars.
    Caldav,
    /// Contacts.
    Carddav,
    /// S3-compatible object storage.
    S3,
    /// WebDAV.
    Webdav,
    /// SFTP.
    Sftp,
    /// Backup repositories.
    Backup,
    /// Microsoft 365.
    Microsoft365,
    /// Web sites that are checked from outside.
    Website,
    /// Paper, phones, binders: only a person can look.
    Manual,
    /// Gallra's own register.
    Register,
}

/// A system that holds data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct System {
    /// What it is.
    pub kind: SystemKind,
    /// How to connect to it (databases, servers).
    pub url: Option<Location>,
    /// Where it is in the file system (SQLite, files, logs), or its index is (manual systems).
    pub path: Option<PathBuf>,
    /// Format of its contents (logs).
    pub format: Option<String>,
    /// ISO 3166-1 alpha-2 of where it stands.
    pub country: Option<String>,
    /// Transfer mechanism if that is outside the EEA.
    pub transfer: Option<Transfer>,
    /// Who runs it for us.
    pub operated_by: Option<RecipientName>,
    /// IANA zone of its date-times without offset; the organisation's if none.
    pub time_zone: Option<String>,
    /// Where a manual system is.
    pub place: Option<String>,
    /// The role that answers for a manual system.
    pub responsible: Option<String>,
    /// File with the authorities that a website's certificate may be from, instead of the operating system's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca: Option<PathBuf>,
    /// Hosts that belong to it and are looked at for protocols without TLS; see [`crate::live::parse_host`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
    /// The provider's code of where it is (object storage).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// What is done about the bytes that it keeps of disposed records (databases).
    #[serde(skip_serializing_if = "Residue::is_usual")]
    pub residue: Residue,
    /// In which of its tables or parts there is nothing personal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_personal: Option<NotPersonal>,
}

/// What looks personal in a system and is not, table by table or part by part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotPersonal {
    /// Tables, as `name` or `schema.name`.
    pub tables: Vec<String>,
    /// Parts of a system that is no database.
    pub parts: Vec<String>,
    /// Why they are not.
    pub reason: String,
}

impl NotPersonal {
    /// Whether a table is among them: by name, and by schema where one is given.
    pub fn has_table(&self, table: &TableRef) -> bool {
        let full = table.schema.as_ref().map(|schema| format!("{schema}.{}", table.name));
        self.tables.iter().any(|one| *one == table.name || Some(one) == full.as_ref())
    }
}
