//! Makes a small SQLite database from a script, or a packed log: for demonstrations, where no system stands ready to be
//! looked at.

use std::fs::File;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};

/// Makes the file and runs the script in one transaction.
///
/// # Errors
/// A file that already exists or cannot be written, or a script that is not SQL; in words.
pub async fn create_sqlite(file: &Path, script: &str) -> Result<(), String> {
    if file.exists() {
        return Err(format!("{} already exists", file.display()));
    }
    // Nobody else may read it: it is to be an example in this too.
    let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    made.map_err(|e| e.to_string())?;
    let options = SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .foreign_keys(false);
    let run = async {
        let mut connection = options.connect().await?;
        sqlx::raw_sql("BEGIN").execute(&mut connection).await?;
        sqlx::raw_sql(AssertSqlSafe(script)).execute(&mut connection).await?;
        sqlx::raw_sql("COMMIT; PRAGMA optimize;").execute(&mut connection).await?;
        connection.close().await
    };
    run.await.map_err(|e: sqlx::Error| e.to_string())
}

/// Writes a text as a gzip file.
///
/// # Errors
/// The disk's.
pub fn write_gzip(file: &Path, text: &str) -> io::Result<()> {
    let mut packed = GzEncoder::new(File::create_new(file)?, Compression::default());
    packed.write_all(text.as_bytes())?;
    packed.finish()?.sync_all()
}
