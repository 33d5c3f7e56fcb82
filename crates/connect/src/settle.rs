//! After a crash: was the batch at hand committed?

use std::time::Duration;

use gallra_rules::plan::Step;
use gallra_rules::predicate::TableRef;

use crate::Database;
use crate::contract::{Prepared, Probe, Settled};
use crate::db::{Arg, Pool, Sql, Tx};
use crate::dispose::job::Job;
use crate::dispose::keys::KeyValue;
use crate::dispose::postgres::within_pages;
use crate::error::{ConnectError, ErrorKind};

/// How long a transaction of a connection that broke may still be in progress on the server.
const PATIENCE: u32 = 100;
const PAUSE: Duration = Duration::from_millis(100);

impl Database {
    /// Tells whether a batch that was prepared was committed. Changes nothing; may be asked again.
    pub(crate) async fn settle(&self, step: &Step, prepared: &Prepared) -> Result<Settled, ConnectError> {
        if let Probe::TransactionId(id) = &prepared.probe {
            return self.fate(*id).await;
        }
        if let Probe::Pages { id, relation, from, to } = &prepared.probe {
            let fate = self.fate(*id).await?;
            if fate != Settled::Committed {
                return Ok(fate);
            }
            let mut tx = self.reading().await?;
            let job = self.job(&mut tx, step).await?;
            let left = job.left_in_pages(&mut tx, relation, *from, *to).await?;
            return Ok(told_by(left, prepared.rows));
        }
        let mut tx = self.settling().await?;
        let job = self.job(&mut tx, step).await?;
        match &prepared.probe {
            Probe::TransactionId(_)
            | Probe::Pages { .. }
            | Probe::Replaced { .. }
            | Probe::Overwritten { .. }
            | Probe::Removed(_)
            | Probe::Objects(_) => Ok(Settled::Unknown),
            Probe::KeyRange { after, up_to } => {
                let left = job.left_where(&mut tx, Some((after.as_ref(), up_to)), &[]).await?;
                Ok(told_by(left, prepared.rows))
            }
            Probe::Keys(keys) => {
                let left = job.left_where(&mut tx, None, keys).await?;
                Ok(told_by(left, keys.len() as u64))
            }
            Probe::Before { rows } => {
                let gone = rows.saturating_sub(job.left(&mut tx).await?);
                Ok(match gone {
                    0 => Settled::RolledBack,
                    gone if gone >= prepared.rows => Settled::Committed,
                    _ => Settled::Unknown,
                })
            }
            Probe::Partition(partition) if job.table.partitions.contains(partition) => {
                Ok(Settled::RolledBack)
            }
            Probe::Partition(_) => Ok(Settled::Committed),
        }
    }

    /// A transaction that waits for whoever still holds the rows: a commit that was sent may be on its way.
    async fn settling(&self) -> Result<Tx, ConnectError> {
        match &self.work {
            Pool::Mysql(_) => self.writing().await,
            _ => self.reading().await,
        }
    }

    /// PostgreSQL remembers the fate of recent transactions by their id.
    async fn fate(&self, id: u64) -> Result<Settled, ConnectError> {
        for _ in 0..PATIENCE {
            let mut tx = self.reading().await?;
            let sql = Sql::with("SELECT pg_xact_status($1::xid8)", vec![Arg::Text(id.to_string())]);
            let status = match tx.cell(&sql).await {
                Ok(status) => status.words(),
                // "In the future": the server crashed before anything of it reached the disk.
                Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("22023") => {
                    return Ok(Settled::RolledBack);
                }
                Err(error) => return self.ok(Err(error)),
            };
            match status.as_str() {
                "committed" => return Ok(Settled::Committed),
                "aborted" => return Ok(Settled::RolledBack),
                "in progress" => tokio::time::sleep(PAUSE).await,
                _ => return Ok(Settled::Unknown),
            }
        }
        Err(ConnectError::new(
            ErrorKind::Locked,
            self.place.clone(),
            "a transaction of an earlier run is still open on the server",
            "End that session (`pg_stat_activity`, application `gallra`), then run the same command again",
        ))
    }

    /// PostgreSQL: brings what the open batch has logged to the disk. A transaction id that is only in memory when the
    /// server crashes is given out again, and its fate would be somebody else's.
    pub(crate) async fn flush(&self) {
        if let Pool::Postgres(_) = &self.work
            && let Ok(mut tx) = self.work.writing().await
        {
            let sql = "SELECT pg_logical_emit_message(true, 'gallra', '')::text";
            match tx.rows(&Sql::plain(sql)).await {
                Ok(_) => drop(tx.commit().await),
                Err(error) => {
                    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
                    tracing::debug!(?code, "what the batch logged could not be flushed");
                }
            }
        }
    }
}

fn told_by(left: u64, rows: u64) -> Settled {
    match left {
        0 => Settled::Committed,
        left if left >= rows => Settled::RolledBack,
        _ => Settled::Unknown,
    }
}

impl Job<'_> {
    /// Disposable rows in some pages of a relation.
    async fn left_in_pages(
        &self,
        tx: &mut Tx,
        relation: &TableRef,
        from: u64,
        to: Option<u64>,
    ) -> Result<u64, ConnectError> {
        let mut w = self.render();
        let at = w.outer(&self.step.table);
        w.raw(&format!("SELECT count(*) FROM ONLY {} WHERE ", self.dialect().outer(relation)));
        within_pages(&mut w, &at, from, to);
        self.disposable(&mut w, &at)?;
        Ok(self.ok(tx.cell(&w.finish()).await)?.count())
    }

    /// Disposable rows in a range of the key, or with one of these keys.
    async fn left_where(
        &self,
        tx: &mut Tx,
        range: Option<(Option<&KeyValue>, &KeyValue)>,
        keys: &[KeyValue],
    ) -> Result<u64, ConnectError> {
        let Some(key) = &self.key else { return Err(self.unsupported("it has no key any more")) };
        let mut w = self.render();
        let at = w.outer(&self.step.table);
        w.raw(&format!("SELECT count(*) FROM {} WHERE ", self.dialect().outer(&self.step.table)));
        match range {
            Some((after, up_to)) => key.between(&mut w, &at.alias, after, Some(up_to)),
            None => key.among(&mut w, &at.alias, keys),
        }
        w.raw(" AND ");
        self.disposable(&mut w, &at)?;
        if self.dialect().is_mysql() {
            w.raw(" LOCK IN SHARE MODE");
        }
        Ok(self.ok(tx.cell(&w.finish()).await)?.count())
    }
}
