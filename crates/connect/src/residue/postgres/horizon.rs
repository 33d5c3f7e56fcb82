//! Who still sees old versions of rows. `VACUUM` keeps what any of them may see.

use std::time::Duration;

use super::super::{Asked, Reason};
use crate::db::{Arg, Sql};
use crate::error::ConnectError;
use crate::session::Session;

/// How long to wait for transactions that are about to end.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(250);

/// The first transaction id that is not given out: all that was disposed of bears a smaller one.
pub(super) const NOW: &str = "SELECT pg_snapshot_xmax(pg_current_snapshot())::xid::text";

/// The kind of whoever holds back what is older than `$1`; nothing if nobody does. Every role may see these columns.
/// Transactions of other databases matter only where the table is shared, which ours are not.
const HELD: &str = "
SELECT kind FROM (
  SELECT 1, 'deferred' FROM pg_settings WHERE name = 'vacuum_defer_cleanup_age' AND setting <> '0'
  UNION ALL
  SELECT 2, 'slot' FROM pg_replication_slots WHERE age(xmin) > age($1::xid)
  UNION ALL
  SELECT 2, 'slot' FROM pg_replication_slots WHERE $2 = 1 AND age(catalog_xmin) > age($1::xid)
  UNION ALL
  SELECT 3, 'prepared' FROM pg_prepared_xacts WHERE database = current_database() AND age(transaction) > age($1::xid)
  UNION ALL
  SELECT 4, 'transaction' FROM pg_stat_activity
  WHERE pid <> pg_backend_pid()
    AND (datid IS NULL OR datid = (SELECT oid FROM pg_database WHERE datname = current_database()))
    AND (age(backend_xmin) > age($1::xid) OR age(backend_xid) > age($1::xid))
) AS holder (place, kind) ORDER BY place LIMIT 1";

/// Asks for a holder. For a catalog table a logical slot holds back too.
pub(super) fn held(now: &str, catalog: bool) -> Sql {
    Sql::with(HELD, vec![Arg::Text(now.to_owned()), Arg::Int(i64::from(catalog))])
}

pub(super) fn reason(kind: &str) -> Reason {
    match kind {
        "deferred" => Reason::CleanupDeferred,
        "slot" => Reason::ReplicationSlot,
        "prepared" => Reason::PreparedTransaction,
        _ => Reason::OldTransaction,
    }
}

/// Waits a little until nobody sees what is gone by now. `Some` if somebody still does.
pub(super) async fn wait(
    asked: &Asked<'_>,
    session: &mut Session,
    catalog: bool,
) -> Result<Option<Reason>, ConnectError> {
    let connector = asked.connector;
    let now = connector.ok(session.cell(&Sql::plain(NOW)).await)?.words();
    let mut tries = 0;
    loop {
        let Some(kind) = connector.ok(session.cell(&held(&now, catalog)).await)?.text() else {
            return Ok(None);
        };
        tries += 1;
        // Only a transaction may be about to end.
        if tries >= TRIES || kind != "transaction" || asked.stop.is_stopped() {
            return Ok(Some(reason(&kind)));
        }
        tokio::time::sleep(PAUSE).await;
    }
}
