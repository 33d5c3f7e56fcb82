//! What persons objected to (Art. 21), and decisions that they want a human to look at (Art. 22(3)).

use gallra_rules::names::ActivityName;
use jiff::civil::Date;

use super::{day, words};
use crate::sql::{Row, args};
use crate::{Store, StoreError, WriteTx};

words! {
    /// What kind of objection it is.
    OpposedKind {
        /// To direct marketing: nothing is weighed (Art. 21(2), (3)).
        Marketing = "marketing",
        /// To a legitimate interest or public task (Art. 21(1)).
        Interest = "interest",
        /// To a decision by a machine (Art. 22(3)).
        Automated = "automated",
    }

    /// What came of it.
    OpposedOutcome {
        /// The processing stops for this person.
        Stopped = "stopped",
        /// Compelling grounds override it.
        Grounds = "grounds",
        /// A human has looked at the decision.
        LookedAt = "looked_at",
    }
}

/// An objection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opposed {
    /// The request.
    pub request: String,
    /// The activity of the policy.
    pub activity: ActivityName,
    /// What kind.
    pub kind: OpposedKind,
    /// When it was made.
    pub made_on: Date,
    /// What came of it; `None` while that is open.
    pub outcome: Option<OpposedOutcome>,
    /// When that was decided.
    pub decided_on: Option<Date>,
    /// By whom: a name, which never leaves the state.
    pub decided_by: Option<String>,
    /// What was weighed, in the words of whoever decided.
    pub reasons: Option<String>,
}

impl WriteTx<'_> {
    /// Records an objection, once. Tells whether it was new.
    ///
    /// # Errors
    /// The disk's.
    pub async fn oppose(&mut self, new: &Opposed) -> Result<bool, StoreError> {
        let added = self
            .execute(
                "INSERT INTO opposed (request, activity, kind, made_on, outcome, decided_on, decided_by, reasons)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
                args![
                    &new.request,
                    new.activity.as_str(),
                    new.kind.word(),
                    new.made_on,
                    new.outcome.map(OpposedOutcome::word),
                    new.decided_on,
                    new.decided_by.clone(),
                    new.reasons.clone()
                ],
            )
            .await?;
        Ok(added > 0)
    }

    /// Decides an objection that is open. `false` if there is none.
    ///
    /// # Errors
    /// The disk's.
    pub async fn decide_opposed(
        &mut self,
        (request, activity, kind): (&str, &ActivityName, OpposedKind),
        outcome: OpposedOutcome,
        on: Date,
        (by, reasons): (&str, &str),
    ) -> Result<bool, StoreError> {
        let moved = self
            .execute(
                "UPDATE opposed SET outcome = $4, decided_on = $5, decided_by = $6, reasons = $7
                 WHERE request = $1 AND activity = $2 AND kind = $3 AND outcome IS NULL",
                args![request, activity.as_str(), kind.word(), outcome.word(), on, by, reasons],
            )
            .await?;
        Ok(moved > 0)
    }
}

impl Store {
    /// The objections of a request, or all.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn opposed(&self, request: Option<&str>) -> Result<Vec<Opposed>, StoreError> {
        let rows = self
            .rows(
                "SELECT * FROM opposed WHERE $1 = '' OR request = $1 ORDER BY request, activity, kind",
                args![request.unwrap_or_default()],
            )
            .await?;
        rows.iter().map(|row| read(row).ok_or_else(|| self.damaged("an objection"))).collect()
    }
}

fn read(row: &Row) -> Option<Opposed> {
    let outcome = match row.get::<Option<String>>("outcome")? {
        None => None,
        Some(word) => Some(OpposedOutcome::read(&word)?),
    };
    Some(Opposed {
        request: row.get("request")?,
        activity: ActivityName::new(row.get::<String>("activity")?),
        kind: OpposedKind::read(&row.get::<String>("kind")?)?,
        made_on: day(row, "made_on")??,
        outcome,
        decided_on: day(row, "decided_on")?,
        decided_by: row.get("decided_by")?,
        reasons: row.get("reasons")?,
    })
}
