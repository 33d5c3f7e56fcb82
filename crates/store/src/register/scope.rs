//! Whose rows a statement sees.
//!
//! The only file of the register that writes SQL. A statement is put together here of its parts, and `tenant = $1` is one of
//! them always: there is no call that leaves it out. On PostgreSQL the server holds to the same (row-level security).

use sqlx::AssertSqlSafe;

use crate::leaves::APPEND;
use crate::sql::{Arg, Pool, Row, Sight, Tx, args};
use crate::{LeafBytes, Store, StoreError};

/// A customer by its number, from 1: the id of its party in the organisation's own register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TenantId(i64);

impl TenantId {
    /// A customer's number; `None` below 1.
    pub const fn new(number: i64) -> Option<Self> {
        if number > 0 { Some(Self(number)) } else { None }
    }

    /// The number.
    pub const fn number(self) -> i64 {
        self.0
    }
}

/// Whose register it is. Nothing outside is seen or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The organisation's own.
    Organisation,
    /// What the organisation keeps for a customer.
    Customer(TenantId),
}

impl Scope {
    pub(super) const fn of_tenant(number: i64) -> Option<Self> {
        match TenantId::new(number) {
            Some(tenant) => Some(Self::Customer(tenant)),
            None if number == 0 => Some(Self::Organisation),
            None => None,
        }
    }

    pub(super) const fn tenant(self) -> i64 {
        match self {
            Self::Organisation => 0,
            Self::Customer(TenantId(number)) => number,
        }
    }
}

/// A transaction that sees one tenant; rolled back when dropped. Arguments of a condition begin at `$2`.
#[derive(Debug)]
pub(super) struct Scoped<'s> {
    tx: Tx<'static>,
    tenant: i64,
    store: &'s Store,
    side: Side,
}

/// Which of the two databases.
#[derive(Clone, Copy, Debug)]
enum Side {
    Data,
    Keys,
}

impl<'s> Scoped<'s> {
    /// In the data. Of those that write for one tenant, one is at work.
    pub(super) async fn data(store: &'s Store, scope: Scope) -> Result<Self, StoreError> {
        let tenant = scope.tenant();
        let tx = store.pool.begin_alone(tenant).await.map_err(|e| store.failed(e))?;
        // Asked behind the lock: a move that went on meanwhile has left, and what is written here now would be lost.
        store.is_here()?;
        Ok(Self { tx, tenant, store, side: Side::Data })
    }

    /// In the data, to change what a leaf tells of: of those that write to the log, one is at work.
    pub(super) async fn telling(store: &'s Store, scope: Scope) -> Result<Self, StoreError> {
        let tenant = scope.tenant();
        let tx = store.write().await?.only(tenant).await?;
        Ok(Self { tx, tenant, store, side: Side::Data })
    }

    /// Stages a leaf in the transaction of what it tells of.
    pub(super) async fn leaf(
        &mut self,
        leaf: &LeafBytes,
        at: jiff::Timestamp,
        of: Option<String>,
    ) -> Result<(), StoreError> {
        let done = self.tx.execute(APPEND, args![leaf.0.as_slice(), at, of]).await;
        done.map(drop).map_err(|e| self.store.failed(e))
    }

    /// In the key store.
    pub(super) async fn keys(store: &'s Store, keys: &Pool, scope: Scope) -> Result<Self, StoreError> {
        let tenant = scope.tenant();
        let tx = keys.begin(Sight::Tenant(tenant)).await.map_err(|e| store.failed_keys(e))?;
        store.is_here()?;
        Ok(Self { tx, tenant, store, side: Side::Keys })
    }

    /// What every customer has set, as (customer, dataset, period), in their order: the one reading over all tenants. The
    /// organisation's own policy works with it, and nothing of it is about a person.
    pub(super) async fn settings_of_all(store: &Store) -> Result<Vec<Row>, StoreError> {
        let mut tx = store.pool.begin(Sight::Every).await.map_err(|e| store.failed(e))?;
        let sql = "SELECT tenant, dataset, period FROM setting WHERE tenant > 0 ORDER BY tenant, dataset";
        tx.rows(sql, &[]).await.map_err(|e| store.failed(e))
    }

    /// Whose a request of this number is, read over all tenants: it is known by its number alone.
    pub(super) async fn request_of_any(store: &Store, number: i64) -> Result<Option<Row>, StoreError> {
        let mut tx = store.pool.begin(Sight::Every).await.map_err(|e| store.failed(e))?;
        let sql = "SELECT tenant FROM request WHERE number = $1";
        tx.row(sql, args![number]).await.map_err(|e| store.failed(e))
    }

    /// The tenants that have requests.
    pub(super) async fn tenants_with_requests(store: &Store) -> Result<Vec<Row>, StoreError> {
        let mut tx = store.pool.begin(Sight::Every).await.map_err(|e| store.failed(e))?;
        let sql = "SELECT DISTINCT tenant FROM request ORDER BY tenant";
        tx.rows(sql, &[]).await.map_err(|e| store.failed(e))
    }

    /// A number for a request. Whoever asks at the same time waits until this transaction has ended.
    pub(super) async fn next_request(&mut self) -> Result<i64, StoreError> {
        let sql = "INSERT INTO request_count (id, last) VALUES (1, 1)
                   ON CONFLICT (id) DO UPDATE SET last = request_count.last + 1 RETURNING last";
        let row = self.tx.row(sql, args![]).await.map_err(|e| self.failed(e))?;
        row.and_then(|row| row.get("last")).ok_or_else(|| self.damaged("the last request's number"))
    }

    /// In the data, to read only: all as it was at one moment, whoever writes meanwhile.
    pub(super) async fn looking(store: &'s Store, scope: Scope) -> Result<Self, StoreError> {
        let tenant = scope.tenant();
        let tx = store.pool.look(tenant).await.map_err(|e| store.failed(e))?;
        store.is_here()?;
        Ok(Self { tx, tenant, store, side: Side::Data })
    }

    /// The same in the key store.
    pub(super) async fn looking_at_keys(
        store: &'s Store,
        keys: &Pool,
        scope: Scope,
    ) -> Result<Self, StoreError> {
        let tenant = scope.tenant();
        let tx = keys.look(tenant).await.map_err(|e| store.failed_keys(e))?;
        store.is_here()?;
        Ok(Self { tx, tenant, store, side: Side::Keys })
    }

    pub(super) fn store(&self) -> &'s Store {
        self.store
    }

    fn failed(&self, fault: sqlx::Error) -> StoreError {
        match self.side {
            Side::Data => self.store.failed(fault),
            Side::Keys => self.store.failed_keys(fault),
        }
    }

    pub(super) fn damaged(&self, what: &'static str) -> StoreError {
        match self.side {
            Side::Data => self.store.damaged(what),
            Side::Keys => StoreError::KeysDamaged { path: self.store.keys_place() },
        }
    }

    /// The last number that a record of the tenant has had.
    pub(super) async fn numbered(&mut self) -> Result<i64, StoreError> {
        let row = self.first("last_id", "numbered", "true", &[]).await?;
        row.map_or(Ok(0), |row| row.get("last_id").ok_or_else(|| self.damaged("the last record's number")))
    }

    /// Notes later ones, with the records that have them.
    pub(super) async fn number_up_to(&mut self, first: i64, number: usize) -> Result<(), StoreError> {
        let last = [Arg::from(first + i64::try_from(number).unwrap_or(0) - 1)];
        if self.update("numbered", "last_id = $2", "true", &last).await? == 0 {
            self.insert("numbered", &["last_id"], OnConflict::Fail, &last).await?;
        }
        Ok(())
    }

    /// `SELECT columns FROM table WHERE tenant = … AND (only) rest`
    pub(super) async fn select(
        &mut self,
        columns: &str,
        table: &str,
        (only, rest): (&str, &str),
        args: &[Arg],
    ) -> Result<Vec<Row>, StoreError> {
        let sql = format!("SELECT {columns} FROM {table} WHERE tenant = $1 AND ({only}) {rest}");
        self.tx.rows(AssertSqlSafe(sql), &self.with_tenant(args)).await.map_err(|e| self.failed(e))
    }

    /// The rows whose column holds one of these numbers, however many.
    pub(super) async fn select_among(
        &mut self,
        columns: &str,
        table: &str,
        (only, column): (&str, &str),
        numbers: &[i64],
    ) -> Result<Vec<Row>, StoreError> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let (these, list) = self.among(column, numbers);
        self.select(columns, table, (&format!("{only} AND {these}"), ""), args![list]).await
    }

    /// The first of these rows.
    pub(super) async fn first(
        &mut self,
        columns: &str,
        table: &str,
        only: &str,
        args: &[Arg],
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.select(columns, table, (only, "LIMIT 1"), args).await?.pop())
    }

    /// How many rows there are.
    pub(super) async fn count(&mut self, table: &str, only: &str, args: &[Arg]) -> Result<u64, StoreError> {
        let row = self.first("count(*) AS number", table, only, args).await?;
        let number =
            row.and_then(|row| row.get::<i64>("number")).and_then(|number| u64::try_from(number).ok());
        number.ok_or_else(|| self.damaged("a count"))
    }

    /// `INSERT INTO table (tenant, columns) VALUES (…)`; tells how many rows are new.
    pub(super) async fn insert(
        &mut self,
        table: &str,
        columns: &[&str],
        conflict: OnConflict,
        args: &[Arg],
    ) -> Result<u64, StoreError> {
        self.insert_all(table, columns, conflict, &[args.to_vec()]).await
    }

    /// The same for several rows, many to a statement.
    pub(super) async fn insert_all(
        &mut self,
        table: &str,
        columns: &[&str],
        conflict: OnConflict,
        rows: &[Vec<Arg>],
    ) -> Result<u64, StoreError> {
        let end = match conflict {
            OnConflict::Fail => "",
            OnConflict::Leave => "ON CONFLICT DO NOTHING",
            OnConflict::Later => {
                "ON CONFLICT (tenant, level, activity, record, field) DO UPDATE
                 SET seq = excluded.seq, value = excluded.value, sealed = excluded.sealed WHERE mark.seq < excluded.seq"
            }
        };
        let names = columns.join(", ");
        let mut number = 0;
        for batch in rows.chunks(BATCH) {
            let marks = |row: usize| {
                let first = 2 + row * columns.len();
                let marks = (first..first + columns.len()).map(|number| format!("${number}"));
                format!("($1, {})", marks.collect::<Vec<_>>().join(", "))
            };
            let values = (0..batch.len()).map(marks).collect::<Vec<_>>().join(", ");
            let sql = format!("INSERT INTO {table} (tenant, {names}) VALUES {values} {end}");
            number += self.execute(sql, &batch.concat()).await?;
        }
        Ok(number)
    }

    /// `UPDATE table SET set WHERE tenant = … AND (only)`
    pub(super) async fn update(
        &mut self,
        table: &str,
        set: &str,
        only: &str,
        args: &[Arg],
    ) -> Result<u64, StoreError> {
        self.execute(format!("UPDATE {table} SET {set} WHERE tenant = $1 AND ({only})"), args).await
    }

    /// `DELETE FROM table WHERE tenant = … AND (only)`
    pub(super) async fn delete(&mut self, table: &str, only: &str, args: &[Arg]) -> Result<u64, StoreError> {
        self.execute(format!("DELETE FROM {table} WHERE tenant = $1 AND ({only})"), args).await
    }

    /// Deletes the rows whose column holds one of these numbers, and gives those that were there.
    pub(super) async fn delete_among(
        &mut self,
        table: &str,
        (only, column): (&str, &str),
        numbers: &[i64],
    ) -> Result<Vec<Row>, StoreError> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let (these, list) = self.among(column, numbers);
        let sql = format!("DELETE FROM {table} WHERE tenant = $1 AND {only} AND {these} RETURNING {column}");
        self.tx.rows(AssertSqlSafe(sql), &self.with_tenant(args![list])).await.map_err(|e| self.failed(e))
    }

    /// `UPDATE table SET set WHERE tenant = … AND (only) RETURNING column`
    pub(super) async fn update_returning(
        &mut self,
        table: &str,
        (set, column): (&str, &str),
        only: &str,
        args: &[Arg],
    ) -> Result<Option<Row>, StoreError> {
        let sql = format!("UPDATE {table} SET {set} WHERE tenant = $1 AND ({only}) RETURNING {column}");
        self.tx.row(AssertSqlSafe(sql), &self.with_tenant(args)).await.map_err(|e| self.failed(e))
    }

    /// A condition on many numbers as one value, `$2`. The one place where the engines get a text each: thousands of values
    /// in a statement would have to be read and planned each time.
    fn among(&self, column: &str, numbers: &[i64]) -> (String, String) {
        let list = numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        match self.tx {
            Tx::Postgres(_) => (format!("{column} = ANY(CAST($2 AS bigint[]))"), format!("{{{list}}}")),
            Tx::Sqlite(_) => (format!("{column} IN (SELECT value FROM json_each($2))"), format!("[{list}]")),
        }
    }

    /// The place of the key store's tables in this transaction, if they can be reached from it.
    pub(super) const fn keys_beside(&self) -> bool {
        matches!(self.tx, Tx::Postgres(_))
    }

    pub(super) async fn commit(self) -> Result<(), StoreError> {
        let Self { tx, store, side, .. } = self;
        tx.commit().await.map_err(|e| match side {
            Side::Data => store.failed(e),
            Side::Keys => store.failed_keys(e),
        })
    }

    async fn execute(&mut self, sql: String, args: &[Arg]) -> Result<u64, StoreError> {
        self.tx.execute(AssertSqlSafe(sql), &self.with_tenant(args)).await.map_err(|e| self.failed(e))
    }

    fn with_tenant(&self, args: &[Arg]) -> Vec<Arg> {
        let mut all = Vec::with_capacity(args.len() + 1);
        all.push(Arg::from(self.tenant));
        all.extend_from_slice(args);
        all
    }
}

/// Rows to a statement: each engine takes far more values than these have.
const BATCH: usize = 100;

/// What an insert does when the key is taken.
#[derive(Clone, Copy)]
pub(super) enum OnConflict {
    Fail,
    Leave,
    /// Of two marks of one place the later stays.
    Later,
}
