//! Who acts, and for which activity of the policy, when that was not said.

use gallra_rules::names::ActivityName;

use super::promise::{Table, datasets_of};
use crate::register::DeskError;
use crate::{AppError, Context};

impl Context {
    /// The activity that a use of the register's records is for: as given; else that of the policy which keeps this kind of
    /// record; else the only one.
    ///
    /// # Errors
    /// [`DeskError::WhichActivity`], [`DeskError::NoSuchActivity`].
    pub fn activity(&self, table: Table, given: Option<&str>) -> Result<String, AppError> {
        let activities = &self.policy.activities;
        let known = || activities.keys().map(ToString::to_string).collect::<Vec<_>>();
        if let Some(given) = given {
            return if activities.contains_key(&ActivityName::new(given)) {
                Ok(given.to_owned())
            } else {
                Err(DeskError::NoSuchActivity { given: given.to_owned(), known: known() }.into())
            };
        }
        let mut keeping = activities
            .iter()
            .filter(|(_, activity)| datasets_of(self, table).any(|(name, _)| activity.data.contains(name)));
        let one = match (keeping.next(), keeping.next()) {
            (Some((only, _)), None) => Some(only),
            _ if activities.len() == 1 => activities.keys().next(),
            _ => None,
        };
        one.map(ToString::to_string).ok_or_else(|| DeskError::WhichActivity { known: known() }.into())
    }
}
