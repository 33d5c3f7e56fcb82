//! MariaDB (and MySQL). What a test with `grep` on the data folder shows of MariaDB 10.11: after `DELETE` and purge the
//! bytes are in the table's file; `ALTER TABLE … FORCE` writes it anew, also while an old transaction is open. Undo log,
//! redo log, doublewrite buffer and binary log keep theirs: nothing that may be run from inside clears those.

use std::collections::BTreeMap;
use std::time::Duration;

use gallra_rules::predicate::TableRef;

use super::{Asked, Cost, CostLock, Event, Place, Reason, Trace, Until, refused};
use crate::Database;
use crate::db::{Arg, Cell, Rows, Sql};
use crate::error::{ConnectError, ErrorKind};
use crate::session::Session;
use crate::sql::dialect::Dialect;

/// How long to wait for the server's own clearing away.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(250);

const SIZE: &str = "
SELECT CAST(COALESCE(SUM(DATA_LENGTH + INDEX_LENGTH), 0) AS SIGNED)
FROM information_schema.TABLES WHERE TABLE_SCHEMA = IF(? = '', DATABASE(), ?) AND TABLE_NAME = ?";

const SETTINGS: &str = "
SHOW GLOBAL VARIABLES WHERE Variable_name IN ('log_bin', 'binlog_expire_logs_seconds', 'expire_logs_days',
  'innodb_doublewrite', 'innodb_change_buffering', 'innodb_file_per_table', 'wsrep_on')";

/// Old versions that nobody has cleared away, of all tables.
const HISTORY: &str = "SHOW GLOBAL STATUS LIKE 'Innodb_history_list_length'";

/// The day on which what is written now expires, by the server's clock.
const EXPIRES: &str = "SELECT CAST(DATE(UTC_TIMESTAMP() + INTERVAL ? SECOND) AS CHAR)";

/// In which files a table or its partitions lie; 0 is the shared one. Names stand there as files are called.
const FILES: &str = "
SELECT CAST(SPACE AS SIGNED) FROM information_schema.INNODB_SYS_TABLES t,
  (SELECT CONCAT(CAST(CONVERT(? USING filename) AS BINARY), '/', CAST(CONVERT(? USING filename) AS BINARY)) AS file) w
WHERE CAST(t.NAME AS BINARY) = w.file
   OR LEFT(CAST(t.NAME AS BINARY), LENGTH(w.file) + 3) IN (CONCAT(w.file, '#P#'), CONCAT(w.file, '#p#'))";

const FOLLOWED: &str =
    "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE COMMAND LIKE 'Binlog Dump%'";

const SAMPLED: &str = "SELECT COUNT(*) FROM mysql.column_stats WHERE db_name = ? AND table_name = ?";

pub(super) async fn cost(connector: &Database, tables: &[TableRef]) -> Result<Cost, ConnectError> {
    let mut tx = connector.reading().await?;
    let mut bytes = 0;
    for table in tables {
        let schema = table.schema.clone().unwrap_or_default();
        let args = vec![Arg::Text(schema.clone()), Arg::Text(schema), Arg::Text(table.name.clone())];
        bytes += connector.at(table, tx.cell(&Sql::with(SIZE, args)).await)?.count();
    }
    Ok(Cost { bytes, lock: CostLock::Moments })
}

pub(super) async fn residue(asked: &Asked<'_>) -> Result<Vec<Trace>, ConnectError> {
    let mut session = asked.connector.ok(asked.connector.work.session().await)?;
    let traces = traces(asked, &mut session).await;
    session.close().await;
    traces
}

async fn traces(asked: &Asked<'_>, session: &mut Session) -> Result<Vec<Trace>, ConnectError> {
    let connector = asked.connector;
    let settings = connector.ok(session.rows(&Sql::plain(SETTINGS)).await)?;
    let settings: BTreeMap<String, String> =
        settings.iter().map(|row| (row[0].words().to_lowercase(), row[1].words())).collect();
    let on = |name: &str| {
        settings.get(name).is_some_and(|value| !["", "0", "OFF", "none"].contains(&value.as_str()))
    };
    let mut traces = if asked.clears() {
        let pages = pages(asked, session, on("innodb_file_per_table")).await?;
        // A table written anew has no old versions.
        let dead = match purged(asked, session).await? {
            Ok(()) => Trace::cleared(Place::DeadRows),
            Err(_) if pages == Trace::cleared(Place::Pages) => Trace::cleared(Place::DeadRows),
            Err(reason) => Trace::remains(Place::DeadRows, reason),
        };
        vec![pages, dead]
    } else {
        let pages = Trace::remains(Place::Pages, Reason::NotRewritten).until(Event::Rewrite);
        let dead = match history(connector, session).await? {
            0 => Trace::nothing(Place::DeadRows),
            _ => Trace::remains(Place::DeadRows, Reason::PurgeBehind),
        };
        vec![pages, dead]
    };
    traces.push(Trace::remains(Place::Undo, Reason::ReusedLater).until(Event::Reuse));
    traces.push(Trace::remains(Place::RedoLog, Reason::NotOverwritten).until(Event::Reuse));
    traces.push(if on("innodb_doublewrite") {
        Trace::remains(Place::Doublewrite, Reason::NotOverwritten).until(Event::Reuse)
    } else {
        Trace::nothing(Place::Doublewrite)
    });
    traces.push(if on("innodb_change_buffering") {
        Trace::remains(Place::ChangeBuffer, Reason::ReusedLater).until(Event::Reuse)
    } else {
        Trace::nothing(Place::ChangeBuffer)
    });
    traces.push(binary_log(connector, session, &settings, on("log_bin")).await?);
    traces.push(samples(asked, session).await?);
    traces.push(replicas(connector, session, on("log_bin"), on("wsrep_on")).await?);
    Ok(traces)
}

/// Writes each table anew.
async fn pages(asked: &Asked<'_>, session: &mut Session, own_files: bool) -> Result<Trace, ConnectError> {
    let place = Place::Pages;
    let mut shared = Ok(false);
    for table in &asked.tables {
        if asked.stop.is_stopped() {
            return Ok(Trace::not_checked(place, Reason::Stopped));
        }
        shared = match (shared, in_shared_file(asked.connector, session, table).await?) {
            (Ok(before), Ok(now)) => Ok(before || now),
            (Err(reason), _) | (_, Err(reason)) => Err(reason),
        };
        let name = asked.connector.dialect.table(table);
        // If we crash here, the server undoes what it had written; the same call begins anew.
        let mut done = session.run(&format!("ALTER TABLE {name} FORCE, ALGORITHM=INPLACE, LOCK=NONE")).await;
        if done.as_ref().is_err_and(must_lock) {
            done = session.run(&format!("ALTER TABLE {name} FORCE")).await;
        }
        if let Err(error) = asked.connector.at(table, done) {
            return Ok(match refused(&error) {
                Some(Reason::NotPermitted) => Trace::not_checked(place, Reason::NeedsAlter),
                Some(reason) => Trace::not_checked(place, reason),
                None => return Err(error),
            });
        }
    }
    Ok(match shared {
        Ok(false) if own_files => Trace::cleared(place),
        Ok(_) => Trace::remains(place, Reason::SharedFile).until(Event::Reuse),
        // The tables are written anew; whether what they left behind lies in the shared file cannot be seen.
        Err(reason) => Trace::not_checked(place, reason),
    })
}

/// Whether the server cannot do it without a lock (error 1845, 1846: a full-text index, say).
fn must_lock(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .and_then(|error| error.try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>())
        .is_some_and(|error| matches!(error.number(), 1845 | 1846))
}

/// Whether a table lies in the file that is shared by all and never shrinks.
async fn in_shared_file(
    connector: &Database,
    session: &mut Session,
    table: &TableRef,
) -> Result<Result<bool, Reason>, ConnectError> {
    let schema = table.schema.clone().unwrap_or_default();
    let sql = Sql::with(FILES, vec![Arg::Text(schema), Arg::Text(table.name.clone())]);
    Ok(match permitted(connector.ok(session.rows(&sql).await))? {
        Some(files) if files.is_empty() => Err(Reason::Refused),
        Some(files) => Ok(files.iter().any(|row| row[0] == Cell::Int(0))),
        None => Err(Reason::NeedsProcess),
    })
}

/// The answer; `None` where the role may not ask.
fn permitted(answer: Result<Rows, ConnectError>) -> Result<Option<Rows>, ConnectError> {
    match answer {
        Ok(rows) => Ok(Some(rows)),
        // MySQL calls the table otherwise; that is not known to be looked at either.
        Err(error)
            if matches!(error.kind(), ErrorKind::NotPermitted | ErrorKind::Changed | ErrorKind::Refused) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

async fn history(connector: &Database, session: &mut Session) -> Result<u64, ConnectError> {
    let row = connector.ok(session.row(&Sql::plain(HISTORY)).await)?;
    // A server that does not tell may be behind.
    Ok(row.get(1).map_or(1, Cell::count))
}

/// Waits a little until the server has cleared away what nobody sees any more.
async fn purged(asked: &Asked<'_>, session: &mut Session) -> Result<Result<(), Reason>, ConnectError> {
    for _ in 0..TRIES {
        if history(asked.connector, session).await? == 0 {
            return Ok(Ok(()));
        }
        if asked.stop.is_stopped() {
            break;
        }
        tokio::time::sleep(PAUSE).await;
    }
    Ok(Err(Reason::PurgeBehind))
}

/// With row events, a deletion's old row stands in it. Replicas and restores may need it: it is left to expire.
async fn binary_log(
    connector: &Database,
    session: &mut Session,
    settings: &BTreeMap<String, String>,
    on: bool,
) -> Result<Trace, ConnectError> {
    let place = Place::BinaryLog;
    if !on {
        return Ok(Trace::nothing(place));
    }
    let number = |name: &str| settings.get(name).and_then(|value| value.parse::<f64>().ok()).unwrap_or(0.0);
    let seconds = match number("binlog_expire_logs_seconds") {
        seconds if seconds > 0.0 => seconds,
        _ => number("expire_logs_days") * 86_400.0,
    };
    if seconds <= 0.0 {
        return Ok(Trace::remains(place, Reason::KeptForEver));
    }
    let sql = Sql::with(EXPIRES, vec![Arg::Text(format!("{seconds:.0}"))]);
    let day = connector.ok(session.cell(&sql).await)?.words().parse().ok();
    Ok(Trace { until: day.map(Until::Day), ..Trace::remains(place, Reason::KeptUntilExpiry) })
}

/// InnoDB's own statistics hold counts; `ANALYZE TABLE … PERSISTENT` keeps least, greatest and a histogram of values.
async fn samples(asked: &Asked<'_>, session: &mut Session) -> Result<Trace, ConnectError> {
    let (connector, place) = (asked.connector, Place::Statistics);
    let Dialect::Mysql { mariadb: true, .. } = connector.dialect else {
        return Ok(Trace::not_checked(place, Reason::Samples));
    };
    let mut sampled = Vec::new();
    for table in &asked.tables {
        let schema = table.schema.clone().unwrap_or_default();
        let sql = Sql::with(SAMPLED, vec![Arg::Text(schema), Arg::Text(table.name.clone())]);
        let Some(rows) = permitted(connector.ok(session.rows(&sql).await))? else {
            return Ok(Trace::not_checked(place, Reason::NeedsColumnStats));
        };
        if rows.first().is_some_and(|row| row[0].count() > 0) {
            sampled.push(table);
        }
    }
    if sampled.is_empty() {
        return Ok(Trace::nothing(place));
    }
    if !asked.clears() {
        return Ok(Trace::remains(place, Reason::Samples).until(Event::Analyze));
    }
    for table in sampled {
        let statement = format!("ANALYZE TABLE {} PERSISTENT FOR ALL", connector.dialect.table(table));
        if let Err(error) = connector.at(table, session.run(&statement).await) {
            let reason = refused(&error).ok_or(error)?;
            return Ok(Trace::remains(place, reason).until(Event::Analyze));
        }
    }
    // The samples in force are of living rows; what they replaced may lie in that table's free space and in its log.
    Ok(Trace::remains(place, Reason::ReusedLater).until(Event::Reuse))
}

async fn replicas(
    connector: &Database,
    session: &mut Session,
    logs: bool,
    cluster: bool,
) -> Result<Trace, ConnectError> {
    let place = Place::Replicas;
    if cluster {
        return Ok(Trace::not_checked(place, Reason::OtherServer));
    }
    if !logs {
        return Ok(Trace::nothing(place));
    }
    // Without `PROCESS` one sees only oneself, and is not told so.
    let may = Sql::plain("SELECT COUNT(*) FROM information_schema.INNODB_SYS_TABLES WHERE SPACE < 0");
    if permitted(connector.ok(session.rows(&may).await))?.is_none() {
        return Ok(Trace::not_checked(place, Reason::NeedsProcess));
    }
    Ok(match connector.ok(session.cell(&Sql::plain(FOLLOWED)).await)?.count() {
        0 => Trace::nothing(place),
        _ => Trace::not_checked(place, Reason::OtherServer),
    })
}
