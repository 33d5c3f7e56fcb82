//! Whole partitions: dropped, where every row in them is disposable and nothing else hangs on them.

use std::time::Instant;

use gallra_rules::predicate::TableRef;
use sqlx::{AssertSqlSafe, Connection as _, MySqlConnection};

use crate::contract::{Ended, Journal, Prepared, Probe};
use crate::db::{Pool, Sql, fetch_mysql};
use crate::dispose::Run;
use crate::dispose::job::Job;
use crate::error::{ConnectError, DisposeError, ErrorKind};
use crate::sql::dialect::Dialect;

impl<J: Journal> Run<'_, J> {
    /// Drops the partitions that the plan says are whole, as far as they still are; what cannot be dropped is left to the
    /// walk over the rows.
    pub(super) async fn whole_partitions(&mut self) -> Result<Option<Ended>, DisposeError> {
        if !self.job.may_drop() {
            return Ok(None);
        }
        let step = self.job.step;
        for (partition, _) in &step.expected.whole_partitions {
            if self.limits.stop.is_stopped() {
                return Ok(Some(Ended::Stopped));
            }
            // One that is gone was dropped by an earlier attempt.
            if !self.job.table.droppable.contains(partition) {
                continue;
            }
            let dropped = match self.job.dialect() {
                Dialect::Postgres => self.drop_in_postgres(partition).await,
                Dialect::Mysql { .. } => self.drop_in_mysql(partition).await,
                Dialect::Sqlite => Ok(()),
            };
            match dropped {
                Err(DisposeError::System(error))
                    if matches!(
                        error.kind(),
                        ErrorKind::NotPermitted | ErrorKind::Locked | ErrorKind::Timeout
                    ) =>
                {
                    tracing::info!(kind = ?error.kind(), "a partition cannot be dropped whole; its rows are deleted");
                }
                other => other?,
            }
        }
        Ok(None)
    }

    fn left(&self) -> u64 {
        self.limits.rows.saturating_sub(self.done.rows)
    }

    async fn drop_in_postgres(&mut self, partition: &TableRef) -> Result<(), DisposeError> {
        let began = Instant::now();
        let mut tx = self.job.connector.writing().await?;
        let name = self.job.dialect().table(partition);
        // Nobody reads or writes it from here on; whoever holds it for longer than lock_timeout wins.
        self.job.ok(tx.exec(&Sql::plain(format!("LOCK TABLE {name} IN ACCESS EXCLUSIVE MODE"))).await)?;
        let stays = self.job.ok(tx.row(&self.job.not_disposable(partition)?).await)?;
        let rows = self.job.ok(tx.cell(&self.job.count_partition(partition)).await)?.count();
        if !stays.is_empty() || rows == 0 || rows > self.left() {
            self.job.ok(tx.rollback().await)?;
            return Ok(());
        }
        self.job.ok(tx.exec(&Sql::plain(format!("DROP TABLE {name}"))).await)?;
        let probe = self.job.transaction_id(&mut tx).await?;
        self.job.connector.flush().await;
        self.commit(tx, &Prepared { rows, effects: Vec::new(), probe }, began).await?;
        self.job.table.storage.retain(|storage| storage != partition);
        Ok(())
    }

    async fn drop_in_mysql(&mut self, partition: &TableRef) -> Result<(), DisposeError> {
        // Under LOCK TABLES only the locked table may be read.
        if self.job.looks_elsewhere() {
            return Ok(());
        }
        let Pool::Mysql(pool) = &self.job.connector.work else { return Ok(()) };
        let began = Instant::now();
        // Detached from the pool: dropped at any point, it closes and the locks go with it.
        let mut connection = self.job.ok(pool.acquire().await)?.detach();
        let table = self.job.dialect().table(&self.job.step.table);
        self.job.ok(run(&mut connection, &format!("LOCK TABLES {table} WRITE")).await)?;
        let stays = self.job.ok(fetch_mysql(&mut connection, &self.job.not_disposable(partition)?).await)?;
        let counted = self.job.ok(fetch_mysql(&mut connection, &self.job.count_partition(partition)).await)?;
        let rows = counted.first().and_then(|row| row.first()).map_or(0, crate::db::Cell::count);
        if stays.is_empty() && rows > 0 && rows <= self.left() {
            let prepared = Prepared { rows, effects: Vec::new(), probe: Probe::Partition(partition.clone()) };
            self.journal.prepared(&prepared).await?;
            // If we crash here, the partition is still there: `settle` says so.
            let name = self.job.dialect().quote(&partition.name);
            self.job.ok(run(&mut connection, &format!("ALTER TABLE {table} DROP PARTITION {name}")).await)?;
            // If we crash here, it is not: `settle` says that too.
            self.done.rows += rows;
            self.journal.committed(&prepared, began.elapsed()).await?;
        }
        drop(connection.close().await);
        Ok(())
    }
}

async fn run(connection: &mut MySqlConnection, text: &str) -> Result<(), sqlx::Error> {
    use sqlx::Executor as _;
    connection.execute(sqlx::raw_sql(AssertSqlSafe(text.to_owned()))).await.map(drop)
}

impl Job<'_> {
    /// Nothing refers to its rows, nothing is triggered by their going.
    fn may_drop(&self) -> bool {
        self.deletes() && !self.referenced && self.effects() == 0 && self.table.triggers.is_empty()
    }

    fn not_disposable(&self, partition: &TableRef) -> Result<Sql, ConnectError> {
        let mut w = self.render();
        let at = w.outer(&self.step.table);
        let from = self.connector.partition_from(&self.step.table, partition);
        w.raw(&format!("SELECT 1 FROM {from} WHERE (("));
        self.disposable(&mut w, &at)?;
        w.raw(") IS NOT TRUE) LIMIT 1");
        Ok(w.finish())
    }

    fn count_partition(&self, partition: &TableRef) -> Sql {
        let from = self.connector.partition_from(&self.step.table, partition);
        Sql::plain(format!("SELECT count(*) FROM {from}"))
    }
}
