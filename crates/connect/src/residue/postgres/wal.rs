//! Overwriting the write-ahead log.
//!
//! A checkpoint takes finished segments out of use: some are removed, the others get the names of segments to come and keep
//! their bytes until those are written. `pg_switch_wal()` fills the rest of the segment at hand with zeros. So: end the
//! segment at hand, make a checkpoint, then end one segment after the other until every file that was there by then is
//! overwritten.

use super::super::{Asked, Event, Place, Reason, Trace, refused};
use crate::db::Sql;
use crate::error::ConnectError;
use crate::session::Session;

/// More than this is not written only to overwrite.
const MOST_BYTES: u64 = 2 << 30;

const MAY: &str = "
SELECT current_setting('is_superuser') = 'on' OR (
  EXISTS (SELECT FROM pg_roles WHERE rolname = 'pg_checkpoint' AND pg_has_role(oid, 'USAGE'))
  AND has_function_privilege('pg_catalog.pg_switch_wal()', 'EXECUTE')
  AND has_function_privilege('pg_catalog.pg_ls_waldir()', 'EXECUTE'))";

/// Puts a few bytes into the log and tells into which segment: without them a switch does nothing.
const WRITE: &str = "SELECT pg_walfile_name(pg_logical_emit_message(false, 'gallra', ''))";

const SWITCH: &str = "SELECT pg_switch_wal()::text";

/// Names sort as they follow each other, also over timelines.
const FILES: &str = "
SELECT name::text, size::bigint FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$' ORDER BY name";

const KEEPS: &str = "
SELECT CASE WHEN EXISTS (SELECT FROM pg_replication_slots WHERE restart_lsn IS NOT NULL) THEN 'slot' ELSE 'server' END";

pub(super) async fn overwrite(asked: &Asked<'_>, session: &mut Session) -> Result<Trace, ConnectError> {
    let connector = asked.connector;
    let told = match attempt(asked, session).await {
        Ok(told) => told,
        Err(error) => {
            let error = crate::error::told(&error, &connector.place);
            match refused(&error) {
                Some(reason) => Some(reason),
                None => return Err(error),
            }
        }
    };
    Ok(match told {
        None => Trace::cleared(Place::Wal),
        Some(reason) => Trace::remains(Place::Wal, reason).until(Event::Reuse),
    })
}

/// `Some` reason if old bytes may be left.
async fn attempt(asked: &Asked<'_>, session: &mut Session) -> Result<Option<Reason>, sqlx::Error> {
    if !session.cell(&Sql::plain(MAY)).await?.is_true() {
        return Ok(Some(Reason::NeedsCheckpoint));
    }
    if asked.stop.is_stopped() {
        return Ok(Some(Reason::Stopped));
    }
    session.cell(&Sql::plain(WRITE)).await?;
    session.cell(&Sql::plain(SWITCH)).await?;
    // Everything before this segment is old.
    let first = session.cell(&Sql::plain(WRITE)).await?.words();
    session.run("CHECKPOINT").await?;
    let files = session.rows(&Sql::plain(FILES)).await?;
    let (Some(oldest), Some(last)) = (files.first(), files.last()) else { return Ok(Some(Reason::Refused)) };
    if oldest[0].words() < first {
        let keeps = session.cell(&Sql::plain(KEEPS)).await?.words();
        return Ok(Some(if keeps == "slot" { Reason::ReplicationSlot } else { Reason::KeptByServer }));
    }
    if files.iter().map(|file| file[1].count()).sum::<u64>() > MOST_BYTES {
        return Ok(Some(Reason::TooMuchToOverwrite));
    }
    let last = last[0].words();
    for _ in 0..=files.len() {
        if asked.stop.is_stopped() {
            return Ok(Some(Reason::Stopped));
        }
        let at = session.cell(&Sql::plain(WRITE)).await?.words();
        session.cell(&Sql::plain(SWITCH)).await?;
        if at >= last {
            return Ok(None);
        }
    }
    Ok(Some(Reason::NotOverwritten))
}
