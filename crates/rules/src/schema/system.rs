//! A system, as editors see it.

#![allow(dead_code, reason = "these types describe; they are never made")]

use schemars::JsonSchema;

use super::types::{Country, Names, Transfer, words};
use crate::syntax::shape;

/// A system that holds data.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct System {
    /// What it is.
    #[schemars(extend("enum" = words(shape::KINDS)))]
    kind: String,
    /// Address: `env:NAME`, `file:PATH`, or itself if it holds no secret.
    url: Option<String>,
    /// Path in the file system, relative to the policy folder (sqlite, files, logs, backup).
    path: Option<String>,
    /// How it is written (logs): combined, common, json, syslog, journal; how a date stands in a path (files): %Y-%m-%d.
    format: Option<String>,
    /// Where it stands.
    country: Option<Country>,
    /// Needed outside the EEA.
    transfer: Option<Transfer>,
    /// The recipient who runs it for you.
    operated_by: Option<String>,
    /// IANA zone of its date-times without offset; the organisation's if not stated.
    time_zone: Option<String>,
    /// Where a manual system is.
    place: Option<String>,
    /// The role that answers for it.
    responsible: Option<String>,
    /// A CSV file that lists what is in a manual system, relative to the policy folder.
    index: Option<String>,
    /// File with the authorities that may vouch for a website's certificate, instead of the operating system's.
    ca: Option<String>,
    /// Hosts that are looked at for protocols without TLS: `mail.example.com`, or one port, `ftp://files.example.com:2121`.
    hosts: Option<Names>,
    /// The provider's code of where a bucket is, such as eu-north-1.
    region: Option<String>,
    /// What is done about the bytes that a system keeps of disposed records: report (if not stated) only looks, clear
    /// rewrites the tables of a database and overwrites files that go (logs, files).
    #[schemars(extend("enum" = words(shape::RESIDUE)))]
    residue: Option<String>,
    /// Hours in which clearing may begin, in the organisation's zone, such as 01:00-05:00; any if not stated.
    #[schemars(regex(pattern = r"^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$"))]
    residue_window: Option<String>,
    /// Tables or parts that look personal and are not.
    not_personal: Option<NotPersonal>,
}

/// Tables or parts of a system in which there is nothing personal.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct NotPersonal {
    /// Tables of a database, as name or schema.name.
    tables: Option<Names>,
    /// Files, folders or patterns of logs and files.
    parts: Option<Names>,
    /// Why there is nothing personal in them.
    because: String,
}
