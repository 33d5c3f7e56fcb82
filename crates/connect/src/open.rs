//! Opening a system: its address, its secret, TLS, and two sets of connections, one that cannot write and one that can.

use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::time::Duration;

use gallra_rules::names::SystemName;
use gallra_rules::policy::{Location, System, SystemKind};
use jiff::tz::TimeZone;
use sqlx::mysql::{MySqlConnectOptions, MySqlPoolOptions};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{ConnectOptions as _, Connection as _, Executor as _};

use crate::Database;
use crate::db::{Pool, Sql};
use crate::error::{ConnectError, ErrorKind, told};
use crate::sql::dialect::Dialect;

/// How long opening may take before the server counts as unreachable.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Connections of each of the two sets.
const POOL: u32 = 3;

/// What a connector needs to know besides the system itself.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The policy folder: relative paths start there.
    pub policy_dir: PathBuf,
    /// The organisation's zone, in which the oldest anchor is told as a date.
    pub time_zone: TimeZone,
    /// The guard's share in percent. Where an estimated total would decide it, the rows are counted instead.
    pub guard_share_percent: u8,
    /// The file with Gallra's own state, if it is one: there batches and their journal have one writer at a time.
    pub own_state: Option<PathBuf>,
}

/// Why a secret cannot be had; says the place, never the value.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The environment variable is not set.
    #[error("the environment variable {0} is not set")]
    NotSet(String),
    /// The file cannot be read.
    #[error("the file {path} cannot be read ({kind})")]
    NotReadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        kind: std::io::ErrorKind,
    },
}

/// Reads a secret from where it stands: `env:NAME` from the environment, `file:PATH` (relative to the policy folder),
/// without the line end. The usual third argument of [`Connector::open`].
pub fn read_secret(policy_dir: &Path, location: &Location) -> Result<String, SecretError> {
    match location {
        Location::Env(name) => std::env::var(name).map_err(|_| SecretError::NotSet(name.clone())),
        Location::File(path) => {
            let path = policy_dir.join(path);
            std::fs::read_to_string(&path)
                .map(|text| text.trim_end_matches(['\r', '\n']).to_owned())
                .map_err(|error| SecretError::NotReadable { path, kind: error.kind() })
        }
        Location::Plain(value) => Ok(value.clone()),
    }
}

impl Database {
    /// Opens a system and sees that it answers. Nothing is created, nothing is changed.
    ///
    /// `secrets` tells the value at a [`Location`]; see [`read_secret`]. An error never holds the address.
    pub(crate) async fn open(
        name: &SystemName,
        system: &System,
        settings: &Settings,
        secrets: &(dyn Fn(&Location) -> Result<String, SecretError> + Sync),
    ) -> Result<Self, ConnectError> {
        let place = format!("system `{name}`");
        let mut journal_here = false;
        let (dialect, scan, work) = match system.kind {
            SystemKind::Mysql => {
                let (scan, work) = mysql(&address(&place, system, secrets)?, &place).await?;
                (Dialect::Mysql { random_bytes: false, mariadb: true }, scan, work)
            }
            // Our own state is a file if it has a path, else in PostgreSQL.
            SystemKind::Sqlite | SystemKind::Register
                if system.kind == SystemKind::Sqlite || system.path.is_some() =>
            {
                let file = sqlite_file(&place, system, settings, secrets)?;
                let (scan, work) = sqlite(&file, &place).await?;
                journal_here = settings.own_state.as_ref().is_some_and(|own| is_same(own, &file));
                (Dialect::Sqlite, scan, work)
            }
            SystemKind::Postgres | SystemKind::Register => {
                let (scan, work) = postgres(&address(&place, system, secrets)?, &place).await?;
                (Dialect::Postgres, scan, work)
            }
            other => {
                return Err(ConnectError::new(
                    ErrorKind::Unsupported,
                    place,
                    format!("this build has no connector for systems of the kind {other:?}"),
                    "Use `postgres`, `mysql` or `sqlite`, or let a person look after it (`kind: manual`)",
                ));
            }
        };
        let mut connector = Self {
            place,
            dialect,
            product: String::new(),
            zone: settings.time_zone.clone(),
            guard_share: u64::from(settings.guard_share_percent),
            journal_here,
            scan,
            work,
        };
        connector.identify().await?;
        Ok(connector)
    }

    /// Asks for product and version.
    async fn identify(&mut self) -> Result<(), ConnectError> {
        let question = match self.dialect {
            Dialect::Postgres => "SELECT current_setting('server_version')",
            Dialect::Mysql { .. } => "SELECT CAST(VERSION() AS CHAR)",
            Dialect::Sqlite => "SELECT sqlite_version()",
        };
        let mut tx = self.reading().await?;
        let version = self.ok(tx.cell(&Sql::plain(question)).await)?.words();
        if self.dialect == Dialect::Sqlite {
            // Only reading the schema tells whether the file is a database at all.
            self.ok(tx.cell(&Sql::plain("SELECT count(*) FROM sqlite_master")).await)?;
        }
        let number = version.split([' ', '-']).next().unwrap_or_default().to_owned();
        self.product = match self.dialect {
            Dialect::Postgres => format!("PostgreSQL {number}"),
            Dialect::Mysql { .. } if version.to_lowercase().contains("mariadb") => {
                format!("MariaDB {number}")
            }
            Dialect::Mysql { .. } => format!("MySQL {number}"),
            Dialect::Sqlite => format!("SQLite {number}"),
        };
        if let Dialect::Mysql { .. } = self.dialect {
            let mariadb = self.product.starts_with("MariaDB");
            let mut parts = number.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
            let version = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
            self.dialect = Dialect::Mysql { mariadb, random_bytes: !mariadb || version >= (10, 10) };
        }
        Ok(())
    }
}

pub(crate) fn address(
    place: &str,
    system: &System,
    secrets: &(dyn Fn(&Location) -> Result<String, SecretError> + Sync),
) -> Result<String, ConnectError> {
    let Some(location) = &system.url else {
        return Err(ConnectError::new(
            ErrorKind::Secret,
            place,
            "the policy gives no `url`",
            "Add `url: \"env:NAME\"` and set that variable to the server's address",
        ));
    };
    secrets(location).map_err(|error| {
        ConnectError::new(
            ErrorKind::Secret,
            place,
            error.to_string(),
            "Set it where Gallra runs, or name another place in the policy",
        )
    })
}

fn sqlite_file(
    place: &str,
    system: &System,
    settings: &Settings,
    secrets: &(dyn Fn(&Location) -> Result<String, SecretError> + Sync),
) -> Result<PathBuf, ConnectError> {
    let path = if let Some(path) = &system.path {
        path.clone()
    } else {
        let url = address(place, system, secrets)?;
        let path = url.strip_prefix("sqlite:").map_or(url.as_str(), |rest| rest.trim_start_matches("//"));
        PathBuf::from(path.split('?').next().unwrap_or_default())
    };
    let file = settings.policy_dir.join(path);
    match std::fs::metadata(&file) {
        Ok(found) if found.is_file() => Ok(file),
        Ok(_) => Err(no_file(place, &file, "is no file")),
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => Err(ConnectError::new(
            ErrorKind::NotPermitted,
            place,
            format!("{} cannot be read", file.display()),
            "Give the user that runs Gallra read and write permission on the file and its folder",
        )),
        Err(_) => Err(no_file(place, &file, "does not exist")),
    }
}

/// Whether two paths lead to one file.
fn is_same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

fn no_file(place: &str, file: &Path, what: &str) -> ConnectError {
    ConnectError::new(
        ErrorKind::NoSuchFile,
        place,
        format!("{} {what}", file.display()),
        "Correct `path` in the policy; it is relative to the policy folder, and Gallra never creates a database",
    )
}

/// Runs the first connection attempt by itself: a pool would go on trying for as long as it waits.
async fn first<T>(
    place: &str,
    attempt: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, ConnectError> {
    let unreachable = |why: &str| {
        ConnectError::new(
            ErrorKind::Unreachable,
            place,
            format!("nobody answers at its address ({why})"),
            "See that the server runs, that host and port in the address are right, and that no firewall is between",
        )
    };
    match tokio::time::timeout(CONNECT_TIMEOUT, attempt).await {
        Err(_) => Err(unreachable("no answer in 10 seconds")),
        // Thus the TLS library says that it does not trust the server.
        Ok(Err(sqlx::Error::Io(error))) if error.kind() == std::io::ErrorKind::InvalidData => {
            Err(told(&sqlx::Error::Tls(Box::new(error)), place))
        }
        Ok(Err(sqlx::Error::Io(error))) => Err(unreachable(&error.kind().to_string())),
        Ok(Err(error)) => Err(told(&error, place)),
        Ok(Ok(opened)) => Ok(opened),
    }
}

async fn postgres(address: &str, place: &str) -> Result<(Pool, Pool), ConnectError> {
    let options = PgConnectOptions::from_str(address)
        .map_err(|error| told(&sqlx::Error::Configuration(Box::new(error)), place))?
        .application_name("gallra")
        .disable_statement_logging();
    let alone = first(place, sqlx::PgConnection::connect_with(&options)).await?;
    drop(alone.close().await);
    let pool = |settings: &'static str| {
        PgPoolOptions::new()
            .max_connections(POOL)
            .acquire_timeout(CONNECT_TIMEOUT)
            .after_connect(move |connection, _| {
                Box::pin(async move { connection.execute(sqlx::raw_sql(settings)).await.map(drop) })
            })
            .connect_lazy_with(options.clone())
    };
    // A generic plan would not see how wide the range between two cutoffs is. A statement that follows many links has many
    // expressions, and compiling them costs more than it saves.
    let scan = pool(
        "SET TimeZone = 'UTC'; SET plan_cache_mode = force_custom_plan; SET jit = off; SET default_transaction_read_only = on",
    );
    let work = pool(
        "SET TimeZone = 'UTC'; SET plan_cache_mode = force_custom_plan; SET jit = off; SET lock_timeout = '2s'",
    );
    Ok((Pool::Postgres(scan), Pool::Postgres(work)))
}

async fn mysql(address: &str, place: &str) -> Result<(Pool, Pool), ConnectError> {
    let options = MySqlConnectOptions::from_str(address)
        .map_err(|error| told(&sqlx::Error::Configuration(Box::new(error)), place))?
        .timezone(Some("+00:00".to_owned()))
        .disable_statement_logging();
    let alone = first(place, sqlx::MySqlConnection::connect_with(&options)).await?;
    drop(alone.close().await);
    let pool = |settings: &'static str| {
        MySqlPoolOptions::new()
            .max_connections(POOL)
            .acquire_timeout(CONNECT_TIMEOUT)
            .after_connect(move |connection, _| {
                Box::pin(async move { connection.execute(sqlx::raw_sql(settings)).await.map(drop) })
            })
            .connect_lazy_with(options.clone())
    };
    // Strict: a replacement that does not fit fails instead of being cut.
    let scan = pool(
        "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', SESSION group_concat_max_len = 1048576; \
         SET SESSION TRANSACTION READ ONLY",
    );
    // READ COMMITTED: no locks on the gaps between rows, and every statement sees what is there now.
    let work = pool(
        "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', \
         SESSION innodb_lock_wait_timeout = 2, SESSION lock_wait_timeout = 5; \
         SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
    );
    Ok((Pool::Mysql(scan), Pool::Mysql(work)))
}

/// Reads something, so that SQLite looks whether a journal lies beside the file.
const LOOK: &str = "SELECT 1 FROM sqlite_schema LIMIT 1";

/// A writer that was killed, Gallra or the application, leaves a journal. Whoever opens the file next has to roll it back before
/// anybody reads, and who only reads may not: `SQLITE_READONLY_RECOVERY`, `SQLITE_READONLY_ROLLBACK`, `SQLITE_READONLY_CANTINIT`
/// (SQLite, "Result and Error Codes").
fn is_left_half_written<T>(looked: Result<T, sqlx::Error>) -> bool {
    let code = looked
        .err()
        .and_then(|fault| fault.as_database_error().and_then(|fault| fault.code().map(String::from)));
    matches!(code.as_deref(), Some("264" | "776" | "1288"))
}

/// Brings the file back to its last commit, as the application's next start would. Nothing that was committed changes.
async fn roll_back(options: &SqliteConnectOptions, place: &str) -> Result<(), ConnectError> {
    let mut writer = first(place, sqlx::SqliteConnection::connect_with(options)).await?;
    let done = writer.execute(sqlx::raw_sql(LOOK)).await;
    drop(writer.close().await);
    tracing::info!(place, "a writer that was killed had left a journal: rolled back to the last commit");
    done.map(drop).map_err(|fault| told(&fault, place))
}

async fn sqlite(file: &Path, place: &str) -> Result<(Pool, Pool), ConnectError> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(false)
        .busy_timeout(Duration::from_secs(5))
        .disable_statement_logging();
    let scan = options.clone().read_only(true).foreign_keys(false);
    let mut alone = first(place, sqlx::SqliteConnection::connect_with(&scan)).await?;
    if is_left_half_written(alone.execute(sqlx::raw_sql(LOOK)).await) {
        roll_back(&options, place).await?;
    }
    drop(alone.close().await);
    // SQLite honours declared foreign keys and their ON DELETE actions only where a connection asks for it: ours does,
    // so that no record is left pointing at nothing. Deleted content is overwritten with zeros.
    let work = options.foreign_keys(true).pragma("secure_delete", "ON").pragma("cache_size", "-12000");
    let pool = |options| {
        SqlitePoolOptions::new()
            .max_connections(POOL)
            .acquire_timeout(CONNECT_TIMEOUT)
            .connect_lazy_with(options)
    };
    Ok((Pool::Sqlite(pool(scan)), Pool::Sqlite(pool(work))))
}
