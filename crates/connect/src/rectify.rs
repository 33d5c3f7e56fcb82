//! A value that is put right (GDPR Art. 16). Carrying it out is what [`crate::Connector::dispose`] does with a step whose action
//! gives columns a constant: batches, journal, settling and recount are the same. Here it is tried out first.

use gallra_rules::plan::{Action, Step};
use gallra_rules::predicate::Predicate;

use crate::Database;
use crate::db::{Sql, Tx};
use crate::dispose::job::Job;
use crate::error::{ConnectError, ErrorKind};
use crate::sql::dialect::Dialect;

impl Database {
    /// Changes the step's records in one transaction, looks whether they are as they should be, and takes it back.
    pub(crate) async fn rehearse(&self, step: &Step, after: &Predicate) -> Result<u64, ConnectError> {
        let Action::Anonymise(columns) = &step.action else {
            return Err(crate::records::unsupported(&self.product, "only changed columns can be tried out"));
        };
        let mut tx = self.reading().await?;
        let job = self.job(&mut tx, step).await?;
        self.ok(tx.rollback().await)?;
        self.require_rights(&job).await?;
        let mut tx = self.writing().await?;
        let tried = async {
            if self.dialect == Dialect::Postgres {
                // What is checked at the commit is checked now.
                job.ok(tx.exec(&Sql::plain("SET CONSTRAINTS ALL IMMEDIATE")).await)?;
            }
            let before = self.as_wanted(&mut tx, &job, after).await?;
            let mut w = job.render();
            let at = w.outer(&step.table);
            w.raw(&format!("UPDATE {} SET ", self.dialect.outer(&step.table)));
            w.assignments(&at, columns)?;
            w.raw(" WHERE ");
            job.disposable(&mut w, &at)?;
            let rows = job.ok(tx.exec(&w.finish()).await)?;
            // A server that cuts a value short, or makes 0 of a text, says so only in a warning.
            let right = self.as_wanted(&mut tx, &job, after).await?.saturating_sub(before);
            if right < rows {
                return Err(ConnectError::new(
                    ErrorKind::BadValue,
                    self.table_place(&step.table),
                    "the column would hold another value than the one given: it is too long, or of another type",
                    "Give a value that the column can hold",
                ));
            }
            Ok(rows)
        }
        .await;
        drop(tx.rollback().await);
        match tried {
            Err(error) => Err(self.explain(job.rights(), error).await),
            tried => tried,
        }
    }

    async fn as_wanted(&self, tx: &mut Tx, job: &Job<'_>, after: &Predicate) -> Result<u64, ConnectError> {
        let mut w = job.render();
        let at = w.outer(&job.step.table);
        w.raw(&format!("SELECT count(*) FROM {} WHERE ", self.dialect.outer(&job.step.table)));
        w.predicate(&at, after)?;
        Ok(job.ok(tx.cell(&w.finish()).await)?.count())
    }
}
