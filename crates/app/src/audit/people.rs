//! Promises that people keep: duties that are attested, and customers who are told.

use gallra_rules::audit::Verdict;
use jiff::Timestamp;
use serde::Serialize;

use super::{Key, Report, rank, word};
use crate::duties::{self, Standing};
use crate::recipients::{self, Sub};
use crate::{AppError, Context};

/// What was found about one duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Duty {
    /// Where it stands.
    #[serde(flatten)]
    pub standing: Standing,
    /// Kept while an attestation is in force; broken otherwise, for it was promised that somebody does it.
    pub verdict: Verdict,
    /// Since when audits have found that; the moment of this one if it is the first to.
    pub since: Timestamp,
}

/// Every duty, those that nobody has attested for today first.
pub(super) async fn duties(context: &Context, at: Timestamp) -> Result<Vec<Duty>, AppError> {
    let mut found = Vec::new();
    for standing in duties::standings(context).await? {
        let verdict = if standing.is_good(context.today()) { Verdict::Kept } else { Verdict::Broken };
        let mut duty = Duty { standing, verdict, since: at };
        duty.since = since(context, &of_duty(&duty), &duty.verdict, at).await?;
        found.push(duty);
    }
    // Those that are due soonest come first already.
    found.sort_by_key(|duty| rank(&duty.verdict));
    Ok(found)
}

/// Every sub-processor of which customers have to be told.
pub(super) async fn sub_processors(context: &Context, at: Timestamp) -> Result<Vec<Sub>, AppError> {
    let mut found = recipients::judge_all(context, at).await?;
    for sub in &mut found {
        sub.since = since(context, &of_sub(sub), &sub.verdict, at).await?;
    }
    found.sort_by_key(|sub| rank(&sub.verdict));
    Ok(found)
}

async fn since(
    context: &Context,
    key: &Key,
    verdict: &Verdict,
    at: Timestamp,
) -> Result<Timestamp, AppError> {
    let [activity, dataset, rule] = key;
    let past = context.store.measured_before(activity, dataset, rule).await?;
    Ok(past.filter(|past| past.verdict == word(verdict)).map_or(at, |past| past.since))
}

/// As the history keeps them.
pub(super) fn verdicts(report: &Report) -> impl Iterator<Item = (Key, &Verdict)> {
    let duties = report.duties.iter().map(|duty| (of_duty(duty), &duty.verdict));
    duties.chain(report.sub_processors.iter().map(|sub| (of_sub(sub), &sub.verdict)))
}

/// No activity has such a name: names begin with a letter.
fn of_duty(duty: &Duty) -> Key {
    let of = duty.standing.of.clone().unwrap_or_default();
    ["-duty".to_owned(), duty.standing.duty.to_string(), of]
}

fn of_sub(sub: &Sub) -> Key {
    ["-announced".to_owned(), sub.recipient.to_string(), String::new()]
}
