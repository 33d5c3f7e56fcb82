//! A customer's own periods.

use gallra_rules::period::Period;
use jiff::civil::Date;

use super::scope::OnConflict;
use super::trail::named;
use super::{Acting, Action, Refusal, Register, Told, a_day, cell, days};
use crate::StoreError;
use crate::sql::{Row, args};

/// How long a customer wants a dataset kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Name in the policy.
    pub dataset: String,
    /// How long at most.
    pub period: Period,
    /// When that was agreed.
    pub agreed: Date,
}

impl Register<'_> {
    /// Sets a period, within what the service promises.
    ///
    /// # Errors
    /// [`Refusal::Ceiling`] for a period that can be longer on any calendar: `1 month` is longer than `30 days`. [`Refusal::Form`] for a dataset
    /// that is no name.
    pub async fn set_period(
        &self,
        acting: &Acting,
        setting: &Setting,
        ceiling: Period,
    ) -> Result<(), StoreError> {
        named(&setting.dataset)?;
        days::has_come(acting, "agreed", setting.agreed)?;
        if !is_within(setting.period, ceiling) {
            let (dataset, ceiling) = (setting.dataset.clone(), ceiling.to_string());
            return Err(Refusal::Ceiling { dataset, ceiling }.into());
        }
        let mut data = self.changing().await?;
        let values = args![&setting.dataset, setting.period.to_string(), setting.agreed];
        let columns = ["dataset", "period", "agreed"];
        if data.insert("setting", &columns, OnConflict::Leave, values).await? == 0 {
            data.update("setting", "period = $3, agreed = $4", "dataset = $2", values).await?;
        }
        data.trail(acting, Action::Change, ("setting", None), 1).await?;
        let told = Told::Setting { dataset: &setting.dataset, period: Some(setting.period) };
        self.tell(&mut data, acting, &told).await?;
        data.commit().await
    }

    /// Takes a setting back: the service's own period counts again. Tells whether there was one.
    ///
    /// # Errors
    /// The disk's.
    pub async fn unset_period(&self, acting: &Acting, dataset: &str) -> Result<bool, StoreError> {
        let mut data = self.changing().await?;
        let gone = data.delete("setting", "dataset = $2", args![dataset]).await?;
        data.trail(acting, Action::Remove, ("setting", None), usize::from(gone > 0)).await?;
        if gone > 0 {
            self.tell(&mut data, acting, &Told::Setting { dataset, period: None }).await?;
        }
        data.commit().await?;
        Ok(gone > 0)
    }

    /// Every setting of the tenant, by dataset. No personal data.
    ///
    /// # Errors
    /// The disk's; [`StoreError::Damaged`].
    pub async fn settings(&self) -> Result<Vec<Setting>, StoreError> {
        let mut data = self.data().await?;
        let rows =
            data.select("dataset, period, agreed", "setting", ("true", "ORDER BY dataset"), args![]).await?;
        data.commit().await?;
        let read = |row: &Row| {
            let period: String = cell(self.store, row, "period")?;
            Ok(Setting {
                dataset: cell(self.store, row, "dataset")?,
                period: period.parse().map_err(|_| self.store.damaged("a setting"))?,
                agreed: a_day(self.store, row, "agreed")?,
            })
        };
        rows.iter().map(read).collect()
    }
}

/// Whether a period is no longer than another, wherever on the calendar they begin.
fn is_within(period: Period, ceiling: Period) -> bool {
    use Period::{Calendar, Hours};
    match (period, ceiling) {
        (Calendar { months, days }, Calendar { months: most, days: and }) => {
            (months <= most && days <= and) || longest(months, days) <= shortest(most, and)
        }
        (Hours(hours), Hours(most)) => hours <= most,
        // A day in spring has 23 hours, one in autumn 25.
        (Hours(hours), Calendar { months, days }) => u64::from(hours) < shortest(months, days) * 24,
        (Calendar { months, days }, Hours(most)) => longest(months, days) * 24 < u64::from(most),
    }
}

/// The most days of a period: leap years, long months.
fn longest(months: u32, days: u32) -> u64 {
    u64::from(months / 12) * 366 + u64::from(months % 12) * 31 + u64::from(days)
}

/// The fewest.
fn shortest(months: u32, days: u32) -> u64 {
    u64::from(months / 12) * 365 + u64::from(months % 12) * 28 + u64::from(days)
}
