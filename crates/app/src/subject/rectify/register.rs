//! A value that is put right in Gallra's own register, where it lies sealed under the party's key.

use std::collections::BTreeSet;

use gallra_rules::spelling::Compared;
use gallra_store::StoreError;
use gallra_store::register::{Acting, Change, Identifier, Party, PartyId, Person as Sealed};

use super::parts::Matcher;
use super::{Correction, Line, Outcome, What, Work};
use crate::{AppError, Context};

/// The column that a party's personal data lies in.
pub(super) const SEALED: &str = "sealed";

/// Whether the register has a place for it.
pub(super) const fn knows(what: &What) -> bool {
    matches!(what, What::Email | What::Phone | What::Name | What::Address)
}

/// Those of the parties that hold the value.
pub(super) async fn holding(
    context: &Context,
    parties: &BTreeSet<PartyId>,
    correction: &Correction,
) -> Result<BTreeSet<PartyId>, AppError> {
    if parties.is_empty() || !knows(&correction.what) {
        return Ok(BTreeSet::new());
    }
    let acting = acting(context)?;
    let register = context.register().await?;
    let mut found = BTreeSet::new();
    for id in parties {
        if let Some(party) = register.party(&acting, *id).await?
            && changed(context, &party, correction)?.is_some()
        {
            found.insert(*id);
        }
    }
    Ok(found)
}

impl Work<'_> {
    /// Changes the parties, each in a transaction of its own with its line in the trail.
    pub(super) async fn in_register(
        &self,
        parties: &BTreeSet<PartyId>,
        lines: &mut Vec<Line>,
    ) -> Result<u64, AppError> {
        self.intend().await?;
        let acting = acting(self.context)?;
        let register = self.context.register().await?;
        for id in parties {
            let Some(party) = register.party(&acting, *id).await? else { continue };
            let Some(person) = changed(self.context, &party, self.correction)? else { continue };
            let change = Change { person: Some(person), ..Change::default() };
            register.change_party(&acting, *id, &change).await?;
            // If we crash here: this party has the new value, and may be counted as one less.
            let place = (self.request, &self.part.dataset, self.part.field.as_str());
            let mut tx = self.context.store.write().await?;
            tx.open_change(place, 1, None).await?;
            tx.commit().await?;
        }
        let left = holding(self.context, parties, self.correction).await?.len() as u64;
        if left > 0 {
            lines.push(self.part.line(left, Outcome::Left));
        }
        self.finish(left).await
    }
}

/// The party with the value put right; `None` if it does not hold it.
fn changed(context: &Context, party: &Party, correction: &Correction) -> Result<Option<Sealed>, AppError> {
    let Some(person) = party.person.clone().open() else { return Ok(None) };
    let mut person = person.into_exposed();
    let old = Matcher::of(context, &correction.what, None, correction.old.as_deref())?;
    let is_it = |text: &str| old.compare(text) == Compared::Same;
    let new = correction.new.trim();
    let mut found = false;
    match correction.what {
        What::Name if is_it(&person.name) && person.name != new => {
            new.clone_into(&mut person.name);
            found = true;
        }
        What::Address if person.address.as_deref().is_some_and(|it| is_it(it) && it != new) => {
            person.address = Some(new.to_owned());
            found = true;
        }
        What::Email | What::Phone => {
            let made =
                if correction.what == What::Email { Identifier::email(new) } else { Identifier::phone(new) };
            let made = made.map_err(StoreError::from)?;
            for identifier in &mut person.identifiers {
                let same_kind = identifier.field() == made.field();
                // The register writes telephone numbers without a plus.
                let text = if correction.what == What::Phone {
                    format!("+{}", identifier.expose())
                } else {
                    identifier.expose().to_owned()
                };
                if same_kind && *identifier != made && is_it(&text) {
                    *identifier = made.clone();
                    found = true;
                }
            }
            person.identifiers.sort();
            person.identifiers.dedup();
        }
        _ => {}
    }
    Ok(found.then_some(person))
}

fn acting(context: &Context) -> Result<Acting, AppError> {
    let activity = context
        .activity_of_register()
        .ok_or_else(|| AppError::Subject("no activity of the policy has data in the register".to_owned()))?;
    context.acting("gallra", activity.as_str())
}
