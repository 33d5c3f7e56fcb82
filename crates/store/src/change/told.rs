//! Recipients that have to hear of an erasure, a correction or a restriction (Art. 19), and what they answered.

use gallra_rules::names::RecipientName;
use jiff::civil::Date;

use super::{day, words};
use crate::sql::{Row, args};
use crate::{Store, StoreError, WriteTx};

words! {
    /// What they have to hear of.
    About {
        /// Art. 17.
        Erased = "erased",
        /// Art. 16.
        Rectified = "rectified",
        /// Art. 18.
        Restricted = "restricted",
        /// A restriction that was lifted.
        Lifted = "lifted",
    }

    /// What came of it.
    ToldOutcome {
        /// They have done the same.
        Done = "done",
        /// They hold nothing of it.
        NothingHeld = "nothing_held",
        /// They have not, and say why elsewhere.
        NotDone = "not_done",
        /// Telling them proved impossible or takes disproportionate effort.
        Impossible = "impossible",
    }
}

/// A recipient that has to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The request.
    pub request: String,
    /// The recipient of the policy.
    pub recipient: RecipientName,
    /// What of.
    pub about: About,
    /// Since when that is known.
    pub known_on: Date,
    /// When it was told.
    pub told_on: Option<Date>,
    /// By when it has to answer.
    pub answer_by: Option<Date>,
    /// When it answered.
    pub answered_on: Option<Date>,
    /// What it answered.
    pub outcome: Option<ToldOutcome>,
}

impl WriteTx<'_> {
    /// Notes that a recipient has to be told, once. Tells whether it was new.
    ///
    /// # Errors
    /// The disk's.
    pub async fn has_to_be_told(
        &mut self,
        request: &str,
        recipient: &RecipientName,
        about: About,
        on: Date,
    ) -> Result<bool, StoreError> {
        let added = self
            .execute(
                "INSERT INTO told (request, recipient, about, known_on) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                args![request, recipient.as_str(), about.word(), on],
            )
            .await?;
        Ok(added > 0)
    }

    /// A recipient was told. `false` if it has not to be, or was before.
    ///
    /// # Errors
    /// The disk's.
    pub async fn was_told(
        &mut self,
        (request, recipient, about): (&str, &RecipientName, About),
        on: Date,
        answer_by: Date,
    ) -> Result<bool, StoreError> {
        let moved = self
            .execute(
                "UPDATE told SET told_on = $4, answer_by = $5
                 WHERE request = $1 AND recipient = $2 AND about = $3 AND told_on IS NULL AND outcome IS NULL",
                args![request, recipient.as_str(), about.word(), on, answer_by],
            )
            .await?;
        Ok(moved > 0)
    }

    /// What came of it. `false` if it has not to be told, or an outcome is known.
    ///
    /// # Errors
    /// The disk's.
    pub async fn has_answered(
        &mut self,
        (request, recipient, about): (&str, &RecipientName, About),
        on: Date,
        outcome: ToldOutcome,
    ) -> Result<bool, StoreError> {
        let moved = self
            .execute(
                "UPDATE told SET answered_on = $4, outcome = $5
                 WHERE request = $1 AND recipient = $2 AND about = $3 AND outcome IS NULL",
                args![request, recipient.as_str(), about.word(), on, outcome.word()],
            )
            .await?;
        Ok(moved > 0)
    }
}

impl Store {
    /// Whom a request has to be told to, or all requests.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn told(&self, request: Option<&str>) -> Result<Vec<Told>, StoreError> {
        let rows = self
            .rows(
                "SELECT * FROM told WHERE $1 = '' OR request = $1 ORDER BY request, about, recipient",
                args![request.unwrap_or_default()],
            )
            .await?;
        rows.iter().map(|row| read(row).ok_or_else(|| self.damaged("a notice to a recipient"))).collect()
    }
}

fn read(row: &Row) -> Option<Told> {
    let outcome = match row.get::<Option<String>>("outcome")? {
        None => None,
        Some(word) => Some(ToldOutcome::read(&word)?),
    };
    Some(Told {
        request: row.get("request")?,
        recipient: RecipientName::new(row.get::<String>("recipient")?),
        about: About::read(&row.get::<String>("about")?)?,
        known_on: day(row, "known_on")??,
        told_on: day(row, "told_on")?,
        answer_by: day(row, "answer_by")?,
        answered_on: day(row, "answered_on")?,
        outcome,
    })
}
