//! SQLite. Our own deletions overwrite what they delete (`secure_delete`), but an older copy of the row, from when the
//! company's own program changed it, may lie in the free space of any page: only `VACUUM` is sure to leave none.

use std::path::{Path, PathBuf};

use super::{Asked, Cost, CostLock, Event, Place, Reason, Trace, TraceState, Until, refused};
use crate::Database;
use crate::db::{Arg, Sql};
use crate::error::ConnectError;
use crate::session::Session;
use crate::sql::dialect::Dialect;

const SIZE: &str = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
const FREE_PAGES: &str = "SELECT freelist_count FROM pragma_freelist_count";
const JOURNAL_MODE: &str = "SELECT journal_mode FROM pragma_journal_mode";
const FILE: &str = "SELECT file FROM pragma_database_list WHERE name = 'main'";
/// Values of indexed columns; `sqlite_stat1` holds only counts.
const SAMPLED: &str =
    "SELECT name FROM sqlite_master WHERE name IN ('sqlite_stat3', 'sqlite_stat4') AND type = 'table'";

pub(super) async fn cost(connector: &Database) -> Result<Cost, ConnectError> {
    let mut tx = connector.reading().await?;
    let bytes = connector.ok(tx.cell(&Sql::plain(SIZE)).await)?.count();
    Ok(Cost { bytes, lock: CostLock::File })
}

pub(super) async fn residue(asked: &Asked<'_>) -> Result<Vec<Trace>, ConnectError> {
    // Reading, too, is done by a connection that may write: one that may not cannot open a log that nobody has open.
    let mut session = asked.connector.ok(asked.connector.work.session().await)?;
    let traces = traces(asked, &mut session).await;
    session.close().await;
    traces
}

async fn traces(asked: &Asked<'_>, session: &mut Session) -> Result<Vec<Trace>, ConnectError> {
    let connector = asked.connector;
    let file = connector.ok(session.cell(&Sql::plain(FILE)).await)?.words();
    let wal = connector.ok(session.cell(&Sql::plain(JOURNAL_MODE)).await)?.words() == "wal";
    let beside = |suffix: &str| PathBuf::from(format!("{file}{suffix}"));
    let mut traces = if asked.clears() { clear(asked, session).await? } else { look(asked, session).await? };
    let log = if wal {
        write_ahead_log(asked, session, &beside("-wal")).await?
    } else {
        Trace::nothing(Place::WriteAheadLog)
    };
    if log.state == TraceState::Remains {
        // What was overwritten or rewritten stands in the log; the file itself is still as it was.
        let reason = if asked.clears() { log.reason } else { Some(Reason::NotCheckpointed) };
        let until = Some(Until::Event(Event::Checkpoint));
        let done = [TraceState::Cleared, TraceState::NotChecked];
        for trace in traces.iter_mut().filter(|trace| done.contains(&trace.state)) {
            *trace = Trace { state: TraceState::Remains, reason, until, ..*trace };
        }
    }
    traces.extend([journal(&beside("-journal")), log]);
    Ok(traces)
}

async fn look(asked: &Asked<'_>, session: &mut Session) -> Result<Vec<Trace>, ConnectError> {
    let samples = !sampled(asked, session).await?.is_empty();
    let free = asked.connector.ok(session.cell(&Sql::plain(FREE_PAGES)).await)?.count();
    Ok(vec![
        Trace::not_checked(Place::Pages, Reason::OldCopiesNotSought),
        if free == 0 {
            Trace::nothing(Place::Freelist)
        } else {
            Trace::not_checked(Place::Freelist, Reason::OldCopiesNotSought)
        },
        if samples {
            Trace::remains(Place::Statistics, Reason::Samples).until(Event::Analyze)
        } else {
            Trace::nothing(Place::Statistics)
        },
    ])
}

async fn clear(asked: &Asked<'_>, session: &mut Session) -> Result<Vec<Trace>, ConnectError> {
    // Samples first, so that the file is rewritten without those that were.
    let mut samples = sample_anew(asked, session).await?;
    let fault = vacuum(asked, session).await?;
    if let (Some(reason), TraceState::Cleared) = (fault, samples.state) {
        samples = Trace::remains(Place::Statistics, reason).until(Event::Rewrite);
    }
    let told = |place| fault.map_or(Trace::cleared(place), |reason| Trace::not_checked(place, reason));
    Ok(vec![told(Place::Pages), told(Place::Freelist), samples])
}

/// Rewrites the file. `Some` reason if it did not happen.
async fn vacuum(asked: &Asked<'_>, session: &mut Session) -> Result<Option<Reason>, ConnectError> {
    if asked.stop.is_stopped() {
        return Ok(Some(Reason::Stopped));
    }
    // If we crash here, SQLite rolls back by its journal when the file is next opened; the same call begins anew.
    match asked.connector.ok(session.run("VACUUM").await) {
        Ok(()) => Ok(None),
        Err(error) => refused(&error).map(Some).ok_or(error),
    }
}

/// Tables of the step of which samples are kept.
async fn sampled(asked: &Asked<'_>, session: &mut Session) -> Result<Vec<String>, ConnectError> {
    let connector = asked.connector;
    let mut found = Vec::new();
    for kept in connector.ok(session.rows(&Sql::plain(SAMPLED)).await)? {
        let sql = format!("SELECT count(*) FROM {} WHERE tbl = ? COLLATE NOCASE", kept[0].words());
        for table in &asked.tables {
            let sql = Sql::with(sql.clone(), vec![Arg::Text(table.name.clone())]);
            if connector.ok(session.cell(&sql).await)?.count() > 0 {
                found.push(table.name.clone());
            }
        }
    }
    Ok(found)
}

/// Takes samples anew where there are any.
async fn sample_anew(asked: &Asked<'_>, session: &mut Session) -> Result<Trace, ConnectError> {
    let tables = sampled(asked, session).await?;
    if tables.is_empty() {
        return Ok(Trace::nothing(Place::Statistics));
    }
    for table in tables {
        let statement = format!("ANALYZE main.{}", Dialect::Sqlite.quote(&table));
        if let Err(error) = asked.connector.ok(session.run(&statement).await) {
            let reason = refused(&error).ok_or(error)?;
            return Ok(Trace::remains(Place::Statistics, reason).until(Event::Analyze));
        }
    }
    Ok(Trace::cleared(Place::Statistics))
}

/// A finished transaction leaves a journal only where a program asked for that (`journal_mode` `PERSIST`).
fn journal(file: &Path) -> Trace {
    match std::fs::metadata(file) {
        Ok(found) if found.len() > 0 => {
            Trace::remains(Place::Journal, Reason::ReusedLater).until(Event::Reuse)
        }
        Ok(_) => Trace::nothing(Place::Journal),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Trace::nothing(Place::Journal),
        Err(_) => Trace::not_checked(Place::Journal, Reason::NotPermitted),
    }
}

/// The log beside the file; truncated first, if clearing is wanted.
async fn write_ahead_log(
    asked: &Asked<'_>,
    session: &mut Session,
    file: &Path,
) -> Result<Trace, ConnectError> {
    let place = Place::WriteAheadLog;
    let mut reason = Reason::NotOverwritten;
    if asked.clears() {
        // The first value is 1 where a reader or a writer kept it from being emptied.
        match asked.connector.ok(session.cell(&Sql::plain("PRAGMA wal_checkpoint(TRUNCATE)")).await) {
            Ok(busy) if busy.is_true() => reason = Reason::InUse,
            Ok(_) => {}
            Err(error) => reason = refused(&error).ok_or(error)?,
        }
    }
    Ok(match std::fs::metadata(file) {
        Ok(found) if found.len() > 0 => Trace::remains(place, reason).until(Event::Truncation),
        Ok(_) if asked.clears() => Trace::cleared(place),
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Trace::not_checked(place, Reason::NotPermitted)
        }
        _ => Trace::nothing(place),
    })
}
