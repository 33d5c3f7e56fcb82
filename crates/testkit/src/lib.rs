//! Throw-away servers and sample data for Gallra's tests. Dev only: nothing of this reaches the product.
//!
//! Servers are real ([`Postgres`] 15 and 18, [`MariaDb`] 10.11, [`S3Store`], [`ServedFolder`]), each a private instance in a temporary folder on a
//! free port of the loopback address. A watchdog process stops the server and removes its folder when the test
//! process ends, whatever ended it. What a test claims about rows is counted by the systems' own command-line clients
//! ([`PgDatabase::psql`], [`MariaDatabase::mariadb`], [`sqlite_cli`]), so that Gallra never vouches for itself.
//!
//! A missing server is a failed test with the cure in its message, never a silent skip. The one thing that may be
//! absent is the folder of sample databases beside the checkout; [`samples`] announce that skip aloud.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "test support: a panic with a clear text is how a test reports that its surroundings are broken"
)]

mod careless;
mod client;
mod ftp;
pub mod linked;
mod locate;
mod mail;
mod mariadb;
mod nginx;
mod postgres;
mod s3;
pub mod samples;
mod server;
mod sqlite;
mod tls;
mod tree;
mod website;

pub use careless::Careless;
pub use ftp::{FtpServer, FtpTls};
pub use locate::{repo_root, target_dir};
pub use mail::{Dovecot, PlainText, SmtpServer};
pub use mariadb::{MariaDatabase, MariaDb, MariaDbBuilder};
pub use nginx::Nginx;
pub use postgres::{PgDatabase, PgVersion, Postgres, PostgresBuilder};
pub use s3::{S3Bucket, S3Key, S3Store, S3Version};
pub use server::Login;
pub use sqlite::{sqlite_cli, try_sqlite_cli};
pub use tree::ServedFolder;
pub use website::{Authority, Certified, TlsServer};
