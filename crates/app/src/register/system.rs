//! The register as a system of the policy (`kind: register`): the connection is one to Gallra's own state, the keys that other
//! systems know its parties by are opened here, and whoever has gone by a plan is forgotten for good.

use std::collections::{BTreeMap, BTreeSet};

use gallra_ledger::Domain;
use gallra_rules::keys::{KeyQuestion, KeySet, MOST_KEYS, When};
use gallra_rules::names::{ActivityName, DatasetName, SystemName};
use gallra_rules::period::Period;
use gallra_rules::plan::Step;
use gallra_rules::policy::{Activity, Dataset, Location, RegisterTable, System, SystemKind};
use gallra_store::register::{Acting, Actor, PartyId, Refusal, Scope, Why};
use gallra_store::{DATABASE, StoreError};

use crate::{AppError, Context};

/// Who acts when nobody does: a plan that was made, a run that was scheduled. In the trail it is one actor, told from people.
const ITSELF: &[u8] = b"gallra";

/// What customers have set for a dataset, and by which of their keys its records name them.
pub(crate) struct SettingsWanted<'p> {
    pub(crate) dataset: &'p DatasetName,
    pub(crate) by: &'p str,
    activity: &'p ActivityName,
}

impl Context {
    /// The register's system with the place of our own state. On PostgreSQL the connection sees the organisation's own rows
    /// alone, and of requests also those that are kept for customers.
    pub(crate) fn own_state(&self, system: &System) -> Result<System, AppError> {
        let mut own = system.clone();
        match &self.database {
            None => {
                let file = self.store.folder().join(DATABASE);
                let absolute = std::path::absolute(&file)
                    .map_err(|source| StoreError::Io { path: file.clone(), source })?;
                own.path = Some(absolute);
            }
            Some(address) => {
                let mark = if address.0.contains('?') { '&' } else { '?' };
                let address = format!(
                    "{}{mark}options=-c%20gallra.tenant%3D0%20-c%20gallra.kept_for%3Dcustomers",
                    address.0
                );
                own.url = Some(Location::Plain(address));
            }
        }
        Ok(own)
    }

    /// Whether the policy has the register among its systems.
    fn keeps_register(&self) -> bool {
        self.policy.systems.values().any(|system| system.kind == SystemKind::Register)
    }

    fn is_register(&self, system: &SystemName) -> bool {
        self.policy.systems.get(system).is_some_and(|system| system.kind == SystemKind::Register)
    }

    /// Gallra acts for an activity, and nobody in particular.
    pub(crate) fn acting_itself(&self, activity: &ActivityName) -> Result<Acting, AppError> {
        let actor = self.keys.commitment.commit(Domain::Actor, ITSELF);
        let why = Why::new(activity.as_str()).map_err(StoreError::from)?;
        Ok(Acting { at: self.now(), actor: Actor(*actor.as_bytes()), why })
    }

    /// Before the register is looked at: what an earlier command did not come to, and numbers of duplicates. A key that is
    /// not at hand is no reason not to plan: what needs it says so.
    pub(crate) async fn tidy_register(&self) -> Result<(), AppError> {
        if !self.keeps_register() || !self.store.has_register().await? {
            return Ok(());
        }
        let Some(activity) = self.activity_of_register() else { return Ok(()) };
        let register = match self.register().await {
            Ok(register) => register,
            Err(AppError::Store(StoreError::Vault(fault))) => {
                tracing::warn!(%fault, "the register cannot be opened, and is not swept");
                return Ok(());
            }
            Err(fault) => return Err(fault),
        };
        register.drop_merged(&self.acting_itself(activity)?).await?;
        if register.is_behind().await? {
            match register.sweep().await {
                // Who restored an older copy decides what counts; until then nobody's key goes, and plans are made.
                Err(StoreError::Register(Refusal::OldData { .. })) => {
                    tracing::warn!("the register's data is an older copy, and is not swept");
                }
                done => drop(done?),
            }
        }
        if self.disposes_for_customers() {
            match self.shred_of_customers().await {
                Err(AppError::Store(StoreError::Register(Refusal::OldData { .. }))) => {
                    tracing::warn!("a customer's register is an older copy, and is not swept");
                }
                done => done?,
            }
        }
        Ok(())
    }

    /// Whether the policy says when requests that are kept for customers go.
    fn disposes_for_customers(&self) -> bool {
        let mut tables = self.policy.datasets.values().filter_map(Dataset::in_register);
        tables.any(RegisterTable::is_kept_for_customers)
    }

    /// The customers for whom anything is kept under a key.
    async fn of_customers(&self) -> Result<Vec<Scope>, AppError> {
        let (_, scopes) = self.store.register_keys().await?;
        Ok(scopes.into_iter().filter(|scope| *scope != Scope::Organisation).collect())
    }

    /// Destroys the keys of requests that are gone, in the register of each customer.
    async fn shred_of_customers(&self) -> Result<(), AppError> {
        for scope in self.of_customers().await? {
            // If we crash here: the step has no outcome; the same command goes on with the next customer.
            self.register_for(scope).await?.sweep_gone().await?;
        }
        Ok(())
    }

    /// Before a step that takes parties or requests: refuses it where their keys could not be destroyed afterwards.
    pub(crate) async fn may_shred(&self, step: &Step) -> Result<(), AppError> {
        let table = self.policy.datasets.get(&step.dataset).and_then(Dataset::in_register);
        if table.is_some_and(RegisterTable::has_keys) && self.is_register(&step.system) {
            self.register().await?.is_current().await?;
            if table.is_some_and(RegisterTable::is_kept_for_customers) {
                for scope in self.of_customers().await? {
                    self.register_for(scope).await?.is_current().await?;
                }
            }
        }
        Ok(())
    }

    /// An activity that has data in the register.
    pub(crate) fn activity_of_register(&self) -> Option<&ActivityName> {
        let of_register = |name: &DatasetName| {
            self.policy.datasets.get(name).is_some_and(|dataset| dataset.register.is_some())
        };
        let mut activities = self.policy.activities.iter();
        activities.find(|(_, activity)| activity.data.iter().any(of_register)).map(|(name, _)| name)
    }

    /// After a step that took parties or requests: destroys their keys, so that nobody reads them in an older copy either. After one that
    /// took entries: what was said of them goes too.
    pub(crate) async fn shred_who_is_gone(&self, step: &Step) -> Result<(), AppError> {
        let table = self.policy.datasets.get(&step.dataset).and_then(Dataset::in_register);
        let Some(table) = table.filter(|_| self.is_register(&step.system)) else { return Ok(()) };
        if table.is_kept_for_customers() {
            self.shred_of_customers().await?;
        } else if table.has_keys() {
            self.register().await?.sweep().await?;
        } else if table.is_of_entries() && self.store.has_register().await? {
            self.register().await?.sweep_marks().await?;
        }
        Ok(())
    }

    /// Parties with their dates, as the other system writes them. Several keys of one party all count. Tells also how many
    /// parties have no such key.
    pub(crate) async fn opened(
        &self,
        asked: &KeyQuestion,
        by: &str,
        parties: &KeySet,
    ) -> Result<(KeySet, u64), AppError> {
        let datasets = &self.policy.datasets;
        let counts = |name: &DatasetName| {
            let mut keyed = datasets.get(name).into_iter().flat_map(gallra_rules::policy::Dataset::keyed);
            keyed.any(|(there, _, with)| *there == asked.dataset && with == by)
        };
        let reason = self.policy.activities.iter().find(|(_, activity)| activity.data.iter().any(counts));
        let Some((reason, _)) = reason else { return Ok((KeySet::default(), 0)) };
        let dated = parties.iter().filter_map(|(party, when)| Some((PartyId(party.parse().ok()?), when)));
        self.by_their_keys(reason, by, dated.collect()).await
    }

    async fn by_their_keys(
        &self,
        reason: &ActivityName,
        by: &str,
        dated: BTreeMap<PartyId, When>,
    ) -> Result<(KeySet, u64), AppError> {
        let mut set = KeySet::default();
        if dated.is_empty() {
            return Ok((set, 0));
        }
        let parties: BTreeSet<PartyId> = dated.keys().copied().collect();
        let known = self.register().await?.keys_of(&self.acting_itself(reason)?, by, &parties).await?;
        for (party, when) in &dated {
            for key in known.get(party).into_iter().flatten() {
                set.add(key.clone(), *when);
            }
        }
        if set.len() > MOST_KEYS {
            return Err(AppError::Register(format!("it has more than {MOST_KEYS} keys called `{by}`")));
        }
        Ok((set, (dated.len() - known.len()) as u64))
    }

    /// For which datasets of some systems customers may have set something in the register.
    pub(crate) fn settings_wanted(&self, wanted: impl Fn(&SystemName) -> bool) -> Vec<SettingsWanted<'_>> {
        let mut found: Vec<SettingsWanted<'_>> = Vec::new();
        for (activity, Activity { data, keep, .. }) in &self.policy.activities {
            let own = keep.per_customer.as_ref().and_then(|own| own.own.as_ref());
            let Some(own) = own else { continue };
            let here = |name: &&DatasetName| {
                self.policy.datasets.get(*name).is_some_and(|dataset| wanted(&dataset.system))
            };
            for dataset in data.iter().filter(here) {
                if !found.iter().any(|known| known.dataset == dataset && known.by == own.by) {
                    found.push(SettingsWanted { dataset, by: &own.by, activity });
                }
            }
        }
        found
    }

    /// Each period that customers have set for a dataset, with the keys of those customers, and how many of them have none.
    pub(crate) async fn settings_of(
        &self,
        wanted: &SettingsWanted<'_>,
    ) -> Result<Vec<(Period, KeySet, u64)>, AppError> {
        if !self.store.has_register().await? {
            return Ok(Vec::new());
        }
        let mut by_period: BTreeMap<String, (Period, BTreeMap<PartyId, When>)> = BTreeMap::new();
        for (party, period) in self.register().await?.settings_for(wanted.dataset.as_str()).await? {
            let group = by_period.entry(period.to_string()).or_insert_with(|| (period, BTreeMap::new()));
            group.1.insert(party, When::Missing);
        }
        let mut sets = Vec::new();
        for (period, parties) in by_period.into_values() {
            let (set, without) = self.by_their_keys(wanted.activity, wanted.by, parties).await?;
            sets.push((period, set, without));
        }
        Ok(sets)
    }
}
