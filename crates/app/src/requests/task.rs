//! What only people can do for a request: look into binders, ask somebody, clear a telephone. A request is not done while one is
//! open.

use std::fmt;

use gallra_rules::names::{DatasetName, SystemName};
use gallra_store::register::RequestNumber;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::error::RequestError;
use super::{Handler, load};
use crate::{AppError, Context};

/// Something for a person to do.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// 1, 2 … within the request.
    pub id: u32,
    /// Where.
    pub system: SystemName,
    /// With which data.
    pub dataset: DatasetName,
    /// What, as the policy's roles read it.
    pub what: String,
    /// Which role.
    pub role: String,
    /// The last day for it.
    pub due: Date,
    /// Who did it, and when.
    pub done: Option<Done>,
}

/// That a task was done.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// When.
    pub on: Date,
    /// Who attests it.
    pub by: String,
    /// A commitment to them, for the certificate.
    pub actor: [u8; 32],
    /// In their words.
    pub statement: String,
}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Task({} in `{}`)", self.id, self.system)
    }
}

impl fmt::Debug for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Done({})", self.on)
    }
}

/// Attests that a task is done. Gives how many are open still.
///
/// # Errors
/// [`RequestError::NoTask`].
pub async fn attest(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
    (id, statement): (u32, &str),
) -> Result<u32, AppError> {
    let mut loaded = load(context, handler, number).await?;
    let open = |task: &&mut Task| task.id == id && task.done.is_none();
    let task = loaded.about.tasks.iter_mut().find(open);
    let task = task.ok_or(RequestError::NoTask { number, task: id })?;
    task.done = Some(Done {
        on: context.today(),
        by: handler.by.clone(),
        actor: handler.acting.actor.0,
        statement: statement.to_owned(),
    });
    loaded.save(context, handler, Some("task_attested")).await?;
    Ok(loaded.about.open_tasks())
}
