//! Rows are struck off an index: intended, done, known. What is sealed is what was seen.

use gallra_connect::Struck;
use gallra_ledger::{Domain, IndexStruck};
use gallra_rules::names::DatasetName;
use gallra_rules::plan;
use gallra_store::Striking;
use jiff::Timestamp;

use super::Task;
use crate::planning::look_into;
use crate::progress::Silent;
use crate::{AppError, Context, evidence};

/// The index without what is due by now and nothing keeps, ready to be put in place.
pub(super) async fn prepare(context: &Context, task: &Task) -> Result<Struck, AppError> {
    let holds = context.store.holds_in_force(context.today()).await?;
    let (shapes, connectors) = look_into(context, &Silent, |system| *system == task.system).await?;
    let draft = plan::draft(&context.policy, &shapes, &holds, context.now());
    let question = draft.questions().iter().find(|question| question.dataset == task.dataset);
    match (question, connectors.get(&task.system)) {
        (Some(question), Some(connector)) => Ok(connector.strike(question).await?),
        _ => Err(AppError::Attestation(format!(
            "`{}` has no index that could be read; give the system an `index`, or attest without --gone",
            task.system
        ))),
    }
}

/// What is about to be done, as the state keeps it until it is known.
pub(super) fn intent(context: &Context, task: &Task, struck: &Struck, at: Timestamp) -> Striking {
    let (before, after) = struck.contents();
    Striking {
        activity: task.activity.to_string(),
        dataset: task.dataset.to_string(),
        at,
        rows: struck.rows,
        before: hash(context, before),
        after: hash(context, after),
    }
}

/// Looks whether rows that were to be struck off are gone, and seals how many if they are. An index that cannot be read
/// leaves it open; one that somebody has changed since tells nothing, and nothing is sealed.
pub(super) async fn settle(context: &Context) -> Result<(), AppError> {
    for open in context.store.strikings().await? {
        let dataset = context.policy.datasets.get(&DatasetName::new(open.dataset.as_str()));
        let Some(dataset) = dataset else { continue };
        let Ok(connector) = context.connect(&dataset.system).await else { continue };
        let Ok(index) = connector.index().await else { continue };
        let gone = hash(context, &index) == open.after;
        let now = context.now();
        let mut tx = context.store.write().await?;
        tx.struck(&open.activity, &open.dataset).await?;
        if gone {
            let leaf = IndexStruck {
                activity: open.activity.clone(),
                dataset: open.dataset.clone(),
                rows: open.rows,
            };
            tx.append(&evidence::leaf(now, leaf)?, now, None).await?;
        }
        tx.commit().await?;
        // If we crash here: it is known, and the next command publishes the leaf.
    }
    Ok(())
}

/// Keyed: an index can hold names, and few of them.
fn hash(context: &Context, index: &[u8]) -> [u8; 32] {
    *context.keys.commitment.commit(Domain::Statement, index).as_bytes()
}
