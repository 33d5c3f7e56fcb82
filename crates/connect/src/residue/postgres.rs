//! PostgreSQL. What a test with `grep` on the data folder shows of 15 and 18: after `DELETE` or `UPDATE` the bytes are in
//! heap, TOAST and indexes; `VACUUM` leaves most of them; `VACUUM FULL` writes all three anew. The old samples stay in the
//! pages of `pg_statistic` after `ANALYZE`, until that table is written anew too.

mod horizon;
mod wal;

use gallra_rules::predicate::TableRef;

use super::{Asked, Cost, CostLock, Event, Place, Reason, Trace, refused};
use crate::Database;
use crate::db::{Arg, Cell, Sql, Tx};
use crate::error::ConnectError;
use crate::session::Session;
use crate::sql::dialect::Dialect;

/// A table with everything that holds its rows or samples of them: itself, partitions, inheritance children. `VACUUM`
/// passes over what the role may not vacuum with no more than a warning, so it is asked beforehand. Who owns the
/// database may vacuum everything in it; `MAINTAIN` came with 17.
const RELATIONS: &str = "
WITH RECURSIVE tree(oid) AS (
  SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relname = $1 AND CASE WHEN $2 = '' THEN pg_table_is_visible(c.oid) ELSE n.nspname = $2 END
  UNION SELECT i.inhrelid FROM pg_inherits i JOIN tree ON tree.oid = i.inhparent)
SELECT c.oid::bigint, n.nspname::text, c.relname::text, c.relkind::text,
       pg_has_role(c.relowner, 'USAGE') OR pg_has_role(d.datdba, 'USAGE') OR CASE
         WHEN current_setting('server_version_num')::int >= 170000 THEN has_table_privilege(c.oid, 'MAINTAIN')
         ELSE false END,
       pg_relation_size(c.oid)::bigint, COALESCE(pg_relation_size(NULLIF(c.reltoastrelid, 0)), 0)::bigint,
       pg_indexes_size(c.oid)::bigint,
       EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid)
FROM tree JOIN pg_class c ON c.oid = tree.oid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_database d ON d.datname = current_database()
WHERE c.relkind IN ('r', 'p') ORDER BY c.oid";

/// The same right for the table that holds the samples.
const MAY_SAMPLES: &str = "
SELECT pg_has_role(c.relowner, 'USAGE') OR pg_has_role(d.datdba, 'USAGE') OR CASE
         WHEN current_setting('server_version_num')::int >= 170000 THEN has_table_privilege(c.oid, 'MAINTAIN')
         ELSE false END
FROM pg_class c, pg_database d WHERE c.oid = 'pg_catalog.pg_statistic'::regclass AND d.datname = current_database()";

const FILE: &str = "SELECT COALESCE(pg_relation_filenode($1::bigint::oid), 0)::bigint";

const HAS_SAMPLES: &str = "
SELECT EXISTS (SELECT FROM pg_stats WHERE schemaname = $1 AND tablename = $2)
    OR EXISTS (SELECT FROM pg_statistic_ext WHERE stxrelid = $3::bigint::oid)";

const ARCHIVES: &str = "SELECT current_setting('archive_mode') <> 'off'";

const FOLLOWED: &str =
    "SELECT EXISTS (SELECT FROM pg_stat_replication) OR EXISTS (SELECT FROM pg_replication_slots)";

struct Relation {
    oid: i64,
    table: TableRef,
    /// Holds rows itself.
    stores: bool,
    may: bool,
    heap: u64,
    toast: u64,
    indexes: u64,
    parent: bool,
}

fn relation(row: &[Cell]) -> Relation {
    Relation {
        oid: row[0].int().unwrap_or_default(),
        table: TableRef { schema: Some(row[1].words()), name: row[2].words() },
        stores: row[3].words() == "r",
        may: row[4].is_true(),
        heap: row[5].count(),
        toast: row[6].count(),
        indexes: row[7].count(),
        parent: row[8].is_true(),
    }
}

async fn relations(
    connector: &Database,
    tx: &mut Tx,
    tables: &[TableRef],
) -> Result<Vec<Relation>, ConnectError> {
    let mut found: Vec<Relation> = Vec::new();
    for table in tables {
        let schema = table.schema.clone().unwrap_or_default();
        let sql = Sql::with(RELATIONS, vec![Arg::Text(table.name.clone()), Arg::Text(schema)]);
        let rows = connector.at(table, tx.rows(&sql).await)?;
        for relation in rows.iter().map(|row| relation(row)) {
            if found.iter().all(|other| other.oid != relation.oid) {
                found.push(relation);
            }
        }
    }
    Ok(found)
}

pub(super) async fn cost(connector: &Database, tables: &[TableRef]) -> Result<Cost, ConnectError> {
    let mut tx = connector.reading().await?;
    let relations = relations(connector, &mut tx, tables).await?;
    let bytes = relations.iter().filter(|it| it.stores).map(|it| it.heap + it.toast + it.indexes).sum();
    Ok(Cost { bytes, lock: CostLock::Table })
}

pub(super) async fn residue(asked: &Asked<'_>) -> Result<Vec<Trace>, ConnectError> {
    let connector = asked.connector;
    let mut tx = connector.reading().await?;
    let relations = relations(connector, &mut tx, &asked.tables).await?;
    let mut traces = if asked.clears() {
        connector.ok(tx.rollback().await)?;
        let mut session = connector.ok(connector.work.session().await)?;
        let cleared = clear(asked, &mut session, &relations).await;
        session.close().await;
        tx = connector.reading().await?;
        cleared?
    } else {
        look(connector, &mut tx, &relations).await?
    };
    traces.push(if connector.ok(tx.cell(&Sql::plain(ARCHIVES)).await)?.is_true() {
        Trace::not_checked(Place::WalArchive, Reason::CopiedElsewhere)
    } else {
        Trace::nothing(Place::WalArchive)
    });
    traces.push(if connector.ok(tx.cell(&Sql::plain(FOLLOWED)).await)?.is_true() {
        Trace::not_checked(Place::Replicas, Reason::OtherServer)
    } else {
        Trace::nothing(Place::Replicas)
    });
    connector.ok(tx.rollback().await)?;
    Ok(traces)
}

/// Only looks.
async fn look(connector: &Database, tx: &mut Tx, relations: &[Relation]) -> Result<Vec<Trace>, ConnectError> {
    let now = connector.ok(tx.cell(&Sql::plain(horizon::NOW)).await)?.words();
    let held = connector.ok(tx.cell(&horizon::held(&now, false)).await)?.text();
    let dead = held.as_deref().map_or(Reason::NotVacuumed, horizon::reason);
    let mut samples = false;
    for it in relations {
        let schema = it.table.schema.clone().unwrap_or_default();
        let args = vec![Arg::Text(schema), Arg::Text(it.table.name.clone()), Arg::Int(it.oid)];
        samples |= connector.at(&it.table, tx.cell(&Sql::with(HAS_SAMPLES, args)).await)?.is_true();
    }
    let mut traces =
        stored(relations, |place| Trace::remains(place, Reason::NotRewritten).until(Event::Rewrite));
    let empty = relations.iter().all(|it| it.heap == 0);
    traces.push(if empty { Trace::nothing(Place::DeadRows) } else { Trace::remains(Place::DeadRows, dead) });
    traces.push(if samples {
        Trace::remains(Place::Statistics, Reason::Samples).until(Event::Analyze)
    } else {
        Trace::nothing(Place::Statistics)
    });
    traces.push(Trace::remains(Place::Wal, Reason::NotOverwritten).until(Event::Reuse));
    Ok(traces)
}

/// Tells of heap, TOAST and indexes, each only where there is one.
fn stored(relations: &[Relation], told: impl Fn(Place) -> Trace) -> Vec<Trace> {
    let place = |place, size: fn(&Relation) -> u64| {
        let any = relations.iter().any(|it| it.stores && size(it) > 0);
        if any { told(place) } else { Trace::nothing(place) }
    };
    vec![
        place(Place::Heap, |it| it.heap),
        place(Place::Toast, |it| it.toast),
        place(Place::Indexes, |it| it.indexes),
    ]
}

/// Rewrites, then tells.
async fn clear(
    asked: &Asked<'_>,
    session: &mut Session,
    relations: &[Relation],
) -> Result<Vec<Trace>, ConnectError> {
    // Old versions that somebody may still see are copied by a rewrite: then it would be for nothing.
    if let Some(holder) = horizon::wait(asked, session, false).await? {
        let mut traces = stored(relations, |place| Trace::remains(place, holder));
        traces.push(Trace::remains(Place::DeadRows, holder));
        traces.push(Trace::not_checked(Place::Statistics, holder));
        traces.push(Trace::remains(Place::Wal, holder));
        return Ok(traces);
    }
    let mut fault = None;
    for it in relations.iter().filter(|it| it.stores) {
        if let Some(reason) = rewrite(asked, session, it).await? {
            tracing::info!(table = %it.table, reason = reason.code(), "not rewritten");
            fault = fault.or(Some(reason));
        }
    }
    let told = |place| match fault {
        None => Trace::cleared(place),
        Some(reason) => Trace::not_checked(place, reason),
    };
    let mut traces = stored(relations, told);
    traces.push(told(Place::DeadRows));
    traces.push(match fault {
        None => samples(asked, session, relations).await?,
        Some(reason) => Trace::not_checked(Place::Statistics, reason),
    });
    // A page that still holds the bytes is written to the log again when it next changes.
    traces.push(match fault {
        None => wal::overwrite(asked, session).await?,
        Some(reason) => Trace::remains(Place::Wal, reason).until(Event::Reuse),
    });
    Ok(traces)
}

/// Writes one table anew. `Some` reason if it is not seen to have happened.
async fn rewrite(
    asked: &Asked<'_>,
    session: &mut Session,
    it: &Relation,
) -> Result<Option<Reason>, ConnectError> {
    if asked.stop.is_stopped() {
        return Ok(Some(Reason::Stopped));
    }
    if !it.may {
        return Ok(Some(Reason::NeedsTableOwner));
    }
    let name = Dialect::Postgres.table(&it.table);
    anew(asked.connector, session, &it.table, it.oid, &format!("VACUUM (FULL, ANALYZE) {name}")).await
}

/// Runs a statement that gives a table another file, and sees that it did.
async fn anew(
    connector: &Database,
    session: &mut Session,
    table: &TableRef,
    oid: i64,
    statement: &str,
) -> Result<Option<Reason>, ConnectError> {
    let file = Sql::with(FILE, vec![Arg::Int(oid)]);
    let before = connector.at(table, session.cell(&file).await)?;
    // If we crash here, the server ends the statement and the table keeps its file; the same call begins anew.
    if let Err(error) = connector.at(table, session.run(statement).await) {
        return refused(&error).map(Some).ok_or(error);
    }
    let after = connector.at(table, session.cell(&file).await)?;
    Ok((before == after).then_some(Reason::Refused))
}

/// Takes the samples anew where a parent keeps its own, and writes the table of samples anew.
async fn samples(
    asked: &Asked<'_>,
    session: &mut Session,
    relations: &[Relation],
) -> Result<Trace, ConnectError> {
    let connector = asked.connector;
    let (place, dialect) = (Place::Statistics, Dialect::Postgres);
    for it in relations.iter().filter(|it| it.parent) {
        if !it.may {
            return Ok(Trace::not_checked(place, Reason::NeedsTableOwner));
        }
        let statement = format!("ANALYZE {}", dialect.table(&it.table));
        if let Err(error) = connector.at(&it.table, session.run(&statement).await) {
            return refused(&error).map(|reason| Trace::not_checked(place, reason)).ok_or(error);
        }
    }
    // From here on the samples in force are of living rows; those before them lie in the table's free space.
    let remains = |reason| Trace::remains(place, reason).until(Event::Rewrite);
    if !connector.ok(session.cell(&Sql::plain(MAY_SAMPLES)).await)?.is_true() {
        return Ok(remains(Reason::NeedsDatabaseOwner));
    }
    if let Some(holder) = horizon::wait(asked, session, true).await? {
        return Ok(remains(holder));
    }
    for name in ["pg_statistic", "pg_statistic_ext_data"] {
        let table = TableRef { schema: Some("pg_catalog".to_owned()), name: name.to_owned() };
        let find = format!("SELECT 'pg_catalog.{name}'::regclass::oid::bigint");
        let oid = connector.ok(session.cell(&Sql::plain(find)).await)?.int().unwrap_or_default();
        let statement = format!("VACUUM (FULL) pg_catalog.{name}");
        if let Some(reason) = anew(connector, session, &table, oid, &statement).await? {
            return Ok(remains(reason));
        }
    }
    Ok(Trace::cleared(place))
}
