//! The key store: a file, or on PostgreSQL a schema, apart from the data.
//!
//! **Order.** A key and its tokens are durable before the first value that they are for; when somebody is forgotten the rows
//! go first, then key and tokens. So a crash leaves at most a key without rows, or a token that finds nothing, and
//! [`super::Register::sweep`] clears both. Whoever writes here holds the data's lock for the tenant, so that no sweep takes
//! a key whose first row is on its way.

use std::collections::HashMap;

use gallra_vault::{
    BlindIndex, DataKey, KekId, Keyring, Owner, Remains, Shred, Token, VaultError, WrappedKey,
};
use jiff::civil::Date;

use super::key_store::SCHEMA;
use super::scope::{OnConflict, Scope, Scoped};
use super::{Identifier, PartyId, Person, Register};
use crate::sql::{Arg, Pool, Row, args};
use crate::{Store, StoreError};

/// Name of the key store in the state folder. Its copies are to be few and short, and never with those of the data.
pub const KEYS: &str = "keys.db";

/// The keys of one tenant, within a transaction.
#[derive(Debug)]
pub(super) struct Keys<'r> {
    tx: Scoped<'r>,
    ring: &'r Keyring,
    tenant: String,
}

impl<'r> Keys<'r> {
    pub(super) async fn begin(
        store: &'r Store,
        keys: &Pool,
        scope: Scope,
        ring: &'r Keyring,
    ) -> Result<Self, StoreError> {
        let tx = Scoped::keys(store, keys, scope).await?;
        Ok(Self { tx, ring, tenant: scope.tenant().to_string() })
    }

    /// To read only, without waiting for anybody.
    pub(super) async fn looking(
        store: &'r Store,
        keys: &Pool,
        scope: Scope,
        ring: &'r Keyring,
    ) -> Result<Self, StoreError> {
        let tx = Scoped::looking_at_keys(store, keys, scope).await?;
        Ok(Self { tx, ring, tenant: scope.tenant().to_string() })
    }

    /// The tenant's index, made if there is none.
    pub(super) async fn index(&mut self) -> Result<BlindIndex, StoreError> {
        loop {
            if let Some(row) = self.tx.first("wrapped", "index_key", "true", args![]).await? {
                return Ok(self.ring.open_index(&self.tenant, &self.wrapped(&row)?)?);
            }
            let (_, wrapped) = self.ring.new_index(&self.tenant)?;
            let values = args![wrapped.as_bytes().as_slice(), 1_i64];
            self.tx.insert("index_key", &["wrapped", "by_key"], OnConflict::Leave, values).await?;
        }
    }

    /// The KEKs that wrap the tenant's keys. Each is looked up once by an index, however many keys there are.
    pub(super) async fn keks(&mut self) -> Result<Vec<KekId>, StoreError> {
        let mut found = Vec::new();
        for table in ["index_key", "data_key"] {
            let mut after = Vec::new();
            loop {
                let (columns, only) = ("substr(wrapped, 2, 16) AS kek", "substr(wrapped, 2, 16) > $2");
                let last = args![after.as_slice()];
                let rows = self.tx.select(columns, table, (only, "ORDER BY 1 LIMIT 1"), last).await?;
                let Some(row) = rows.first() else { break };
                after = row.get("kek").ok_or_else(|| self.tx.damaged("a wrapped key"))?;
                let id = <[u8; KekId::LEN]>::try_from(after.as_slice());
                found.push(KekId::from_bytes(id.map_err(|_| self.tx.damaged("a wrapped key"))?));
            }
        }
        Ok(found)
    }

    /// The first of `number` ids that nobody has had: after all that were given out here, and after the last that is known
    /// of in the data, which is later when the key store came back from an old copy. Data that is behind what was seen of
    /// it is an older copy, and that is remembered: from here on its numbers do not show it.
    pub(super) async fn ids(&mut self, number: usize, known: i64) -> Result<i64, StoreError> {
        self.tx.ids(number, known).await
    }

    /// Notes how far the data was seen to be.
    pub(super) async fn saw(&mut self, known: i64) -> Result<(), StoreError> {
        self.tx.update("index_key", "seen = $2", "seen < $2", args![known]).await.map(drop)
    }

    /// The last number that the data was seen to have, if `known` shows that it is an older copy, or it was one before.
    pub(super) async fn ahead_of(&mut self, known: i64) -> Result<Option<i64>, StoreError> {
        let only = "seen > $2 OR behind <> 0";
        let row = self.tx.first("seen", "index_key", only, args![known]).await?;
        row.map(|row| row.get("seen").ok_or_else(|| self.tx.damaged("a number"))).transpose()
    }

    /// How many backups of the key store may hold the key of the first of these parties or of any later one, and the last
    /// day of the last.
    pub(super) async fn backups(&mut self, from: PartyId) -> Result<(u64, Option<Date>), StoreError> {
        let rows = self.tx.select("until", "backup", ("last_id >= $2", ""), args![from]).await?;
        let mut last = None;
        for row in &rows {
            let until = row.get::<String>("until").and_then(|text| text.parse::<Date>().ok());
            last = last.max(Some(until.ok_or_else(|| self.tx.damaged("a backup's last day"))?));
        }
        Ok((rows.len() as u64, last))
    }

    /// New keys for parties, and what they are found by.
    pub(super) async fn take_in(
        &mut self,
        index: &BlindIndex,
        parties: impl Iterator<Item = (PartyId, Option<&Person>)>,
    ) -> Result<Vec<DataKey>, StoreError> {
        let (mut keys, mut rows, mut tokens) = (Vec::new(), Vec::new(), Vec::new());
        for (party, person) in parties {
            let id = owner(party);
            let (key, wrapped) = self.ring.new_key(Owner { tenant: &self.tenant, id: &id })?;
            keys.push(key);
            rows.push(args![party, wrapped.as_bytes().as_slice()].to_vec());
            if let Some(person) = person {
                tokens.extend(token_rows(index, party, person)?);
            }
        }
        self.tx.insert_all("data_key", &["owner", "wrapped"], OnConflict::Fail, &rows).await?;
        self.tx.insert_all("token", &TOKEN, OnConflict::Leave, &tokens).await?;
        Ok(keys)
    }

    /// A party's key; `None` when it was destroyed.
    pub(super) async fn key(&mut self, party: PartyId) -> Result<Option<DataKey>, StoreError> {
        let row = self.tx.first("wrapped", "data_key", "owner = $2", args![party]).await?;
        let Some(row) = row else { return Ok(None) };
        let wrapped = self.wrapped(&row)?;
        let id = owner(party);
        Ok(Some(self.ring.open_key(Owner { tenant: &self.tenant, id: &id }, &wrapped)?))
    }

    /// The keys of several parties; of those that were destroyed there is none.
    pub(super) async fn keys_of(&mut self, parties: &[i64]) -> Result<HashMap<i64, DataKey>, StoreError> {
        let rows = self.tx.select_among("owner, wrapped", "data_key", ("true", "owner"), parties).await?;
        open_all(self.tx.store(), self.ring, &self.tenant, &rows)
    }

    /// Wraps the index key with the current KEK, if it is under an old one.
    pub(super) async fn rewrap_index(&mut self) -> Result<u64, StoreError> {
        let row = self.tx.first("wrapped", "index_key", "true", args![]).await?;
        let Some(row) = row else { return Ok(0) };
        let Some(new) = self.ring.rewrap_index(&self.tenant, &self.wrapped(&row)?)? else { return Ok(0) };
        self.tx.update("index_key", "wrapped = $2", "true", args![new.as_bytes().as_slice()]).await
    }

    /// The same for up to `limit` data keys of owners after one; tells the last that was looked at, and how many changed.
    pub(super) async fn rewrap_keys(
        &mut self,
        after: PartyId,
        limit: i64,
    ) -> Result<(Option<PartyId>, u64), StoreError> {
        let only = ("owner > $2", "ORDER BY owner LIMIT $3");
        let (mut last, mut number) = (None, 0);
        for row in self.tx.select("owner, wrapped", "data_key", only, args![after, limit]).await? {
            let party = self.owner(&row)?;
            let (id, wrapped) = (owner(party), self.wrapped(&row)?);
            if let Some(new) = self.ring.rewrap_key(Owner { tenant: &self.tenant, id: &id }, &wrapped)? {
                let values = args![party, new.as_bytes().as_slice()];
                number += self.tx.update("data_key", "wrapped = $3", "owner = $2", values).await?;
            }
            last = Some(party);
        }
        Ok((last, number))
    }

    /// Whether a party's key is there.
    pub(super) async fn has_key(&mut self, party: PartyId) -> Result<bool, StoreError> {
        Ok(self.tx.first("owner", "data_key", "owner = $2", args![party]).await?.is_some())
    }

    /// Adds what a party is found by.
    pub(super) async fn add_tokens(
        &mut self,
        index: &BlindIndex,
        party: PartyId,
        person: &Person,
    ) -> Result<(), StoreError> {
        let rows = token_rows(index, party, person)?;
        self.tx.insert_all("token", &TOKEN, OnConflict::Leave, &rows).await?;
        Ok(())
    }

    /// Takes away every token of a party but those of what it is found by.
    pub(super) async fn keep_tokens(
        &mut self,
        index: &BlindIndex,
        party: PartyId,
        person: &Person,
    ) -> Result<u64, StoreError> {
        let right = tokens(index, person)?;
        let mut gone = 0;
        for row in self.tx.select("field, token", "token", ("owner = $2", ""), args![party]).await? {
            let (field, token): (Option<String>, Option<Vec<u8>>) = (row.get("field"), row.get("token"));
            let (Some(field), Some(token)) = (field, token) else {
                return Err(self.tx.damaged("a token"));
            };
            if !right.iter().any(|(known, right)| (*known, right.as_slice()) == (&field, &token)) {
                let values = args![field, token, party];
                gone += self.tx.delete("token", "field = $2 AND token = $3 AND owner = $4", values).await?;
            }
        }
        Ok(gone)
    }

    /// The parties that may have an identifier. A token leads; what is sealed decides.
    pub(super) async fn owners(
        &mut self,
        index: &BlindIndex,
        known: &Identifier,
    ) -> Result<Vec<PartyId>, StoreError> {
        let token = index.token(known.field().word(), known.expose().as_bytes())?;
        self.led_to(known.field().word(), &token).await
    }

    /// The parties that another system may know by a key of that name. As [`Self::owners`].
    pub(super) async fn owners_by_key(
        &mut self,
        index: &BlindIndex,
        name: &str,
        key: &str,
    ) -> Result<Vec<PartyId>, StoreError> {
        let token = index.token(BY_KEY, &normal(name, key))?;
        self.led_to(BY_KEY, &token).await
    }

    async fn led_to(&mut self, field: &str, token: &Token) -> Result<Vec<PartyId>, StoreError> {
        let values = args![field, token.as_bytes().as_slice()];
        let only = ("field = $2 AND token = $3", "ORDER BY owner");
        let rows = self.tx.select("owner", "token", only, values).await?;
        rows.iter().map(|row| self.owner(row)).collect()
    }

    /// Whether every party's keys have their tokens.
    pub(super) async fn finds_by_key(&mut self) -> Result<bool, StoreError> {
        Ok(self.tx.first("by_key", "index_key", "by_key = 1", args![]).await?.is_some())
    }

    /// From now on every party's keys have their tokens.
    pub(super) async fn found_by_key(&mut self) -> Result<(), StoreError> {
        self.tx.update("index_key", "by_key = 1", "true", args![]).await.map(drop)
    }

    /// How many parties have a key.
    pub(super) async fn owners_there_are(&mut self) -> Result<u64, StoreError> {
        self.tx.count("data_key", "true", args![]).await
    }

    /// Up to `limit` owners of keys or tokens, from an id on.
    pub(super) async fn every_owner(&mut self, after: i64, limit: i64) -> Result<Vec<PartyId>, StoreError> {
        let only = ("owner > $2", "ORDER BY owner LIMIT $3");
        let mut found = self.tx.select("owner", "data_key", only, args![after, limit]).await?;
        found.extend(self.tx.select("DISTINCT owner", "token", only, args![after, limit]).await?);
        let mut owners = found.iter().map(|row| self.owner(row)).collect::<Result<Vec<_>, _>>()?;
        owners.sort();
        owners.dedup();
        owners.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(owners)
    }

    /// Destroys a party's key and tokens, and tells how many keys there were. No KEK is needed for it.
    pub(super) async fn destroy(&mut self, party: PartyId) -> Result<u64, StoreError> {
        self.tx.delete("token", "owner = $2", args![party]).await?;
        self.tx.delete("data_key", "owner = $2", args![party]).await
    }

    /// Counts again what is left of a party.
    pub(super) async fn confirm(&mut self, party: PartyId, copies: u64) -> Result<u64, StoreError> {
        let wrapped_keys = self.tx.count("data_key", "owner = $2", args![party]).await?;
        let index_rows = self.tx.count("token", "owner = $2", args![party]).await?;
        let id = owner(party);
        let shred = Shred::of(Owner { tenant: &self.tenant, id: &id });
        Ok(shred.confirm(Remains { wrapped_keys, index_rows, copies })?.copies())
    }

    pub(super) async fn commit(self) -> Result<(), StoreError> {
        self.tx.commit().await
    }

    fn wrapped(&self, row: &Row) -> Result<WrappedKey, StoreError> {
        let bytes: Vec<u8> = row.get("wrapped").ok_or_else(|| self.tx.damaged("a wrapped key"))?;
        WrappedKey::from_bytes(&bytes).map_err(|fault: VaultError| fault.into())
    }

    fn owner(&self, row: &Row) -> Result<PartyId, StoreError> {
        row.get("owner").map(PartyId).ok_or_else(|| self.tx.damaged("a token's owner"))
    }
}

impl Scoped<'_> {
    /// As [`Keys::ids`], in the key store.
    pub(super) async fn ids(&mut self, number: usize, known: i64) -> Result<i64, StoreError> {
        let lost = "the number of the last record";
        let number = i64::try_from(number).map_err(|_| self.damaged(lost))?;
        let set = "last_id = CASE WHEN last_id < $3 THEN $3 ELSE last_id END + $2, \
                   behind = CASE WHEN $3 < seen THEN 1 ELSE behind END, \
                   seen = CASE WHEN seen < $3 THEN $3 ELSE seen END";
        let row = self.update_returning("index_key", (set, "last_id"), "true", args![number, known]).await?;
        let last: i64 = row.and_then(|row| row.get("last_id")).ok_or_else(|| self.damaged(lost))?;
        Ok(last - number + 1)
    }
}

impl Register<'_> {
    /// The keys of parties, read beside their rows: on PostgreSQL in the same transaction, as of the same moment.
    pub(super) async fn keys_beside(
        &self,
        data: &mut Scoped<'_>,
        parties: &[i64],
    ) -> Result<HashMap<i64, DataKey>, StoreError> {
        if parties.is_empty() {
            return Ok(HashMap::new());
        }
        if data.keys_beside() {
            let table = format!("{SCHEMA}.data_key");
            let rows = data.select_among("owner, wrapped", &table, ("true", "owner"), parties).await?;
            return open_all(self.store, self.ring, &self.scope.tenant().to_string(), &rows);
        }
        let mut keys = self.looking_at_keys().await?;
        let opened = keys.keys_of(parties).await?;
        keys.commit().await?;
        Ok(opened)
    }
}

fn open_all(
    store: &Store,
    ring: &Keyring,
    tenant: &str,
    rows: &[Row],
) -> Result<HashMap<i64, DataKey>, StoreError> {
    let damaged = || StoreError::KeysDamaged { path: store.keys_place() };
    let mut opened = HashMap::with_capacity(rows.len());
    for row in rows {
        let party: i64 = row.get("owner").ok_or_else(damaged)?;
        let wrapped: Vec<u8> = row.get("wrapped").ok_or_else(damaged)?;
        let id = owner(PartyId(party));
        opened.insert(party, ring.open_key(Owner { tenant, id: &id }, &WrappedKey::from_bytes(&wrapped)?)?);
    }
    Ok(opened)
}

/// The vault's name of a party, or of a request: both have their numbers from one row, so that no two are the same.
fn owner(party: PartyId) -> String {
    format!("party/{}", party.0)
}

/// The columns of a token.
const TOKEN: [&str; 3] = ["field", "token", "owner"];

/// The field of tokens of what other systems call a party.
const BY_KEY: &str = "key";

/// One way of writing a key: its name, and upper case.
fn normal(name: &str, key: &str) -> Vec<u8> {
    format!("{name}\0{}", key.to_uppercase()).into_bytes()
}

/// What a party is found by: its identifiers, and the keys that other systems know it by.
fn tokens(index: &BlindIndex, person: &Person) -> Result<Vec<(&'static str, Vec<u8>)>, StoreError> {
    let identifiers =
        person.identifiers.iter().map(|known| (known.field().word(), known.expose().as_bytes().to_vec()));
    let keys = person.keys.iter().flat_map(|(name, keys)| keys.iter().map(move |key| normal(name, key)));
    let all = identifiers.chain(keys.map(|normal| (BY_KEY, normal)));
    all.map(|(field, normal)| Ok((field, index.token(field, &normal)?.as_bytes().to_vec()))).collect()
}

fn token_rows(index: &BlindIndex, party: PartyId, person: &Person) -> Result<Vec<Vec<Arg>>, StoreError> {
    let row = |(field, token): (&str, Vec<u8>)| args![field, token, party].to_vec();
    Ok(tokens(index, person)?.into_iter().map(row).collect())
}
