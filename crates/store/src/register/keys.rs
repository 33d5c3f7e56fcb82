//! The key store: a file, or on PostgreSQL a schema, apart from the data.
//!
//! **Order.** A key and its tokens are durable before the first value that they are for; when somebody is forgotten the rows
//! go first, then key and tokens. So a crash leaves at most a key without rows, or a token that finds nothing, and
//! [`super::Register::sweep`] clears both. Whoever writes here holds the data's lock for the tenant, so that no sweep takes
//! a key whose first row is on its way.

use gallra_vault::{BlindIndex, DataKey, KekId, Keyring, Owner, Remains, Shred, VaultError, WrappedKey};
use sqlx::postgres::PgPoolOptions;

use super::scope::{OnConflict, Scope, Scoped};
use super::{Field, Identifier, PartyId};
use crate::sql::{Arg, Pool, Row, Sight, args};
use crate::{Store, StoreError, sqlite_file};

/// Name of the key store in the state folder. Its copies are to be few and short, and never with those of the data.
pub const KEYS: &str = "keys.db";
/// The schema on PostgreSQL, to be left out of dumps of the data.
const SCHEMA: &str = "gallra_keys";

impl Store {
    /// The key store, opened when it is first asked for.
    pub(crate) async fn keys(&self) -> Result<&Pool, StoreError> {
        self.keys.get_or_try_init(|| self.open_keys()).await
    }

    async fn open_keys(&self) -> Result<Pool, StoreError> {
        match &self.pool {
            Pool::Sqlite(_) => {
                let keys = sqlite_file(&self.folder.join(KEYS)).await?;
                if let Pool::Sqlite(pool) = &keys {
                    self.migrated(sqlx::migrate!("./migrations/keys_sqlite").run(pool).await)?;
                }
                Ok(keys)
            }
            Pool::Postgres(data) => {
                let options = (*data.connect_options()).clone().options([("search_path", SCHEMA)]);
                let pool = PgPoolOptions::new().max_connections(4).connect_with(options).await;
                let pool = pool.map_err(|e| self.failed(e))?;
                self.migrated(sqlx::migrate!("./migrations/keys_postgres").run(&pool).await)?;
                Ok(Pool::Postgres(pool))
            }
        }
    }
}

/// Whether there is a key store with a key in it.
pub(super) async fn any(store: &Store) -> Result<bool, StoreError> {
    if matches!(store.pool, Pool::Sqlite(_)) && !store.folder.join(KEYS).exists() {
        return Ok(false);
    }
    let mut tx = store.keys().await?.begin(Sight::Every).await.map_err(|e| store.failed(e))?;
    let sql = "SELECT 1 AS one FROM index_key UNION ALL SELECT 1 FROM data_key LIMIT 1";
    Ok(tx.row(sql, args![]).await.map_err(|e| store.failed(e))?.is_some())
}

/// Whether every KEK that wraps a key here is on the ring. Each is looked up once by an index, however many keys there are.
pub(super) async fn check(store: &Store, keys: &Pool, ring: &Keyring) -> Result<(), StoreError> {
    let mut tx = keys.begin(Sight::Every).await.map_err(|e| store.failed(e))?;
    for table in ["data_key", "index_key"] {
        let mut after = Vec::new();
        loop {
            let sql = format!(
                "SELECT substr(wrapped, 2, 16) AS kek FROM {table} WHERE substr(wrapped, 2, 16) > $1 ORDER BY 1 LIMIT 1"
            );
            let row = tx.row(sqlx::AssertSqlSafe(sql), args![after.as_slice()]).await;
            let Some(row) = row.map_err(|e| store.failed(e))? else { break };
            let kek: Vec<u8> = row.get("kek").ok_or_else(|| store.damaged("a wrapped key"))?;
            let id =
                <[u8; KekId::LEN]>::try_from(kek.as_slice()).map_err(|_| store.damaged("a wrapped key"))?;
            ring.check([KekId::from_bytes(id)])?;
            after = kek;
        }
    }
    Ok(())
}

/// Destroys what the write-ahead log of the key store still holds of deleted rows, and tells in how many places such bytes
/// may be left. On PostgreSQL two, told and not cleared: the pages of the tables until they are rewritten, and the WAL.
pub(super) async fn clear(store: &Store, keys: &Pool) -> Result<u64, StoreError> {
    if matches!(keys, Pool::Postgres(_)) {
        return Ok(2);
    }
    let row = keys.row("PRAGMA wal_checkpoint(TRUNCATE)", args![]).await.map_err(|e| store.failed(e))?;
    // A reader elsewhere keeps the log.
    let busy = row.and_then(|row| row.get::<i64>("busy")).unwrap_or(1);
    Ok(u64::from(busy != 0))
}

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

    /// The tenant's index, made if there is none.
    pub(super) async fn index(&mut self) -> Result<BlindIndex, StoreError> {
        loop {
            if let Some(row) = self.tx.first("wrapped", "index_key", "true", args![]).await? {
                return Ok(self.ring.open_index(&self.tenant, &self.wrapped(&row)?)?);
            }
            let (_, wrapped) = self.ring.new_index(&self.tenant)?;
            let bytes = wrapped.as_bytes().as_slice();
            self.tx.insert("index_key", &["wrapped"], OnConflict::Leave, args![bytes]).await?;
        }
    }

    /// The first of `number` ids that nobody has had: after all that were given out here, and after the last that is known
    /// of in the data, which is later when the key store came back from an old copy.
    pub(super) async fn ids(&mut self, number: usize, known: i64) -> Result<i64, StoreError> {
        let store = self.tx.store();
        let lost = || store.damaged("the number of the last record");
        let number = i64::try_from(number).map_err(|_| lost())?;
        let set = "last_id = CASE WHEN last_id < $3 THEN $3 ELSE last_id END + $2";
        self.tx.update("index_key", set, "true", args![number, known]).await?;
        let row = self.tx.first("last_id", "index_key", "true", args![]).await?;
        let last: i64 = row.and_then(|row| row.get("last_id")).ok_or_else(lost)?;
        Ok(last - number + 1)
    }

    /// New keys for parties, and what they are found by.
    pub(super) async fn take_in(
        &mut self,
        index: &BlindIndex,
        parties: impl Iterator<Item = (PartyId, &[Identifier])>,
    ) -> Result<Vec<DataKey>, StoreError> {
        let (mut keys, mut rows, mut tokens) = (Vec::new(), Vec::new(), Vec::new());
        for (party, identifiers) in parties {
            let id = owner(party);
            let (key, wrapped) = self.ring.new_key(Owner { tenant: &self.tenant, id: &id })?;
            keys.push(key);
            rows.push(args![party, wrapped.as_bytes().as_slice()].to_vec());
            tokens.extend(token_rows(index, party, identifiers)?);
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
        identifiers: &[Identifier],
    ) -> Result<(), StoreError> {
        let rows = token_rows(index, party, identifiers)?;
        self.tx.insert_all("token", &TOKEN, OnConflict::Leave, &rows).await?;
        Ok(())
    }

    /// Takes away every token of a party but those of these identifiers.
    pub(super) async fn keep_tokens(
        &mut self,
        index: &BlindIndex,
        party: PartyId,
        identifiers: &[Identifier],
    ) -> Result<u64, StoreError> {
        let mut right = Vec::new();
        for known in identifiers {
            let token = index.token(known.field().word(), known.expose().as_bytes())?;
            right.push((known.field(), token.as_bytes().to_vec()));
        }
        let mut gone = 0;
        for row in self.tx.select("field, token", "token", ("owner = $2", ""), args![party]).await? {
            let field = row.get::<String>("field").and_then(|word| Field::read(&word));
            let token: Option<Vec<u8>> = row.get("token");
            let (Some(field), Some(token)) = (field, token) else {
                return Err(self.tx.store().damaged("a token"));
            };
            if !right.contains(&(field, token.clone())) {
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
        let values = args![known.field(), token.as_bytes().as_slice()];
        let only = ("field = $2 AND token = $3", "ORDER BY owner");
        let rows = self.tx.select("owner", "token", only, values).await?;
        rows.iter().map(|row| self.owner(row)).collect()
    }

    /// Up to `limit` owners of keys or tokens, from an id on.
    /// How many parties have a key.
    pub(super) async fn owners_there_are(&mut self) -> Result<u64, StoreError> {
        self.tx.count("data_key", "true", args![]).await
    }

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
        let bytes: Vec<u8> = row.get("wrapped").ok_or_else(|| self.tx.store().damaged("a wrapped key"))?;
        WrappedKey::from_bytes(&bytes).map_err(|fault: VaultError| fault.into())
    }

    fn owner(&self, row: &Row) -> Result<PartyId, StoreError> {
        row.get("owner").map(PartyId).ok_or_else(|| self.tx.store().damaged("a token's owner"))
    }
}

/// The vault's name of a party.
fn owner(party: PartyId) -> String {
    format!("party/{}", party.0)
}

/// The columns of a token.
const TOKEN: [&str; 3] = ["field", "token", "owner"];

fn token_rows(
    index: &BlindIndex,
    party: PartyId,
    identifiers: &[Identifier],
) -> Result<Vec<Vec<Arg>>, StoreError> {
    let row = |known: &Identifier| {
        let token = index.token(known.field().word(), known.expose().as_bytes())?;
        Ok(args![known.field(), token.as_bytes().as_slice(), party].to_vec())
    };
    identifiers.iter().map(row).collect()
}
