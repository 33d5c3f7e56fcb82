//! The independent count after a step.
//!
//! Another connection, other queries: over the whole table, what is left when that is taken away which the rule does *not*
//! cover (`sql::complement`, written apart from the conditions that the disposal used). No range, no limit; which exception
//! keeps a record is asked only of what is left.

use gallra_rules::plan::Step;

use crate::Database;
use crate::contract::Recount;
use crate::db::Sql;
use crate::dispose::job::needed;
use crate::error::ConnectError;
use crate::sql::dialect::Dialect;
use crate::sql::render::Render;

impl Database {
    /// Counts again: what the rule still covers, and which exception keeps it.
    pub(crate) async fn recount(&self, step: &Step) -> Result<Recount, ConnectError> {
        let mut tx = self.reading().await?;
        let facts = self.facts(&mut tx, &needed(step)).await?;
        if self.dialect == Dialect::Postgres {
            // After so many deletions an index tells less than the table itself, and takes far longer.
            self.ok(tx.exec(&Sql::plain("SET LOCAL enable_indexonlyscan = off")).await)?;
        }
        let mut w = self.render(&facts);
        let at = w.outer(&step.table);
        w.raw("SELECT ");
        if step.except.is_empty() {
            w.raw("0");
        } else {
            w.raw("CASE");
            for (i, exception) in step.except.iter().enumerate() {
                w.raw(" WHEN ");
                w.loosely(|w| w.left_over(&at, &exception.when))?;
                w.raw(&format!(" THEN {i}"));
            }
            w.raw(&format!(" ELSE {} END", step.except.len()));
        }
        w.raw(&format!(" AS stays, count(*) FROM {} WHERE ", self.dialect.outer(&step.table)));
        w.each_way(&at, &step.due, Render::left_over)?;
        if !step.except.is_empty() {
            w.raw(" GROUP BY stays");
        }
        let rows = self.at(&step.table, tx.rows(&w.finish()).await)?;
        self.ok(tx.rollback().await)?;
        let mut recount = Recount { excepted: vec![0; step.except.len()], ..Recount::default() };
        for row in &rows {
            let Ok(place) = usize::try_from(row[0].int().unwrap_or(-1)) else { continue };
            recount.still_due += row[1].count();
            if let Some(excepted) = recount.excepted.get_mut(place) {
                *excepted += row[1].count();
            }
        }
        Ok(recount)
    }
}
