//! Marks of those who are merged, or who leave.

use gallra_vault::DataKey;

use super::marks::{self, COLUMNS};
use super::scope::Scoped;
use super::{EntryId, Of, PartyId, Register, cell, sealed};
use crate::StoreError;
use crate::sql::{Row, args};

/// Entries that are marked together.
const PAGE: i64 = 200;

impl Register<'_> {
    /// What is said of a duplicate is said of the party that stays, for they are one; of two things the later counts.
    pub(super) async fn merge_marks(
        &self,
        data: &mut Scoped<'_>,
        (from, old_key): (PartyId, &DataKey),
        (to, key): (PartyId, &DataKey),
    ) -> Result<(), StoreError> {
        for row in self.marks_at(data, from).await? {
            self.copy(data, (&row, old_key), (&Of::Party(to), key)).await?;
        }
        data.delete("mark", "level = 'party' AND activity = '' AND record = $2", args![from]).await.map(drop)
    }

    /// What was said of one who leaves was said of each entry, and goes along with it to another.
    pub(super) async fn pin_marks(
        &self,
        data: &mut Scoped<'_>,
        (from, key): (PartyId, &DataKey),
    ) -> Result<(), StoreError> {
        let said = self.marks_at(data, from).await?;
        let mut after = 0;
        while !said.is_empty() {
            let page = ("party = $2 AND id > $3", "ORDER BY id LIMIT $4");
            let rows = data.select("id", "entry", page, args![from, after, PAGE]).await?;
            for row in &rows {
                after = cell(self.store, row, "id")?;
                for said in &said {
                    self.copy(data, (said, key), (&Of::Entry(EntryId(after)), key)).await?;
                }
            }
            if rows.is_empty() {
                break;
            }
        }
        Ok(())
    }

    /// Seals anew what is said in words of the entries of a page that goes to another party.
    pub(super) async fn reseal_marks(
        &self,
        data: &mut Scoped<'_>,
        entries: &[i64],
        (old_key, key): (&DataKey, &DataKey),
    ) -> Result<(), StoreError> {
        for row in data
            .select_among(COLUMNS, "mark", ("level = 'entry' AND activity = ''", "record"), entries)
            .await?
        {
            if let Some(sealed) =
                self.resealed(&row, old_key, ("entry", cell(self.store, &row, "record")?), key)?
            {
                let only = "level = 'entry' AND activity = '' AND record = $2 AND field = $3";
                let field: String = cell(self.store, &row, "field")?;
                let record: i64 = cell(self.store, &row, "record")?;
                data.update("mark", "sealed = $4", only, args![record, field, sealed]).await?;
            }
        }
        Ok(())
    }

    async fn marks_at(&self, data: &mut Scoped<'_>, party: PartyId) -> Result<Vec<Row>, StoreError> {
        let only = ("level = 'party' AND activity = '' AND record = $2", "");
        data.select(COLUMNS, "mark", only, args![party]).await
    }

    /// Says the same, since the same moment, of something else.
    async fn copy(
        &self,
        data: &mut Scoped<'_>,
        (row, old_key): (&Row, &DataKey),
        (of, key): (&Of, &DataKey),
    ) -> Result<(), StoreError> {
        let field: String = cell(self.store, row, "field")?;
        let (level, _, record) = of.columns();
        let sealed = self.resealed(row, old_key, (level, record), key)?;
        let columns = (cell(self.store, row, "value")?, sealed);
        marks::write(data, &[marks::row(of, (&field, cell(self.store, row, "seq")?), columns)]).await
    }

    /// The words of a mark, sealed for another place or with another key; `None` if it has none.
    fn resealed(
        &self,
        row: &Row,
        old_key: &DataKey,
        (level, record): (&str, i64),
        key: &DataKey,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let store = self.store;
        let Some(old) = cell::<Option<Vec<u8>>>(store, row, "sealed")? else { return Ok(None) };
        let field: String = cell(store, row, "field")?;
        let old_level: String = cell(store, row, "level")?;
        let place = (marks::kind(&old_level, &field), cell(store, row, "record")?);
        let words = sealed::open::<String>(store, Some(old_key), (&place.0, place.1), Some(&old))?;
        let words = words.open().ok_or_else(|| store.damaged("a mark"))?;
        sealed::seal(store, key, (&marks::kind(level, &field), record), words.expose()).map(Some)
    }
}
