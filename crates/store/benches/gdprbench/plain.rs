//! (a) Plain PostgreSQL: a table with every metadata column indexed. No encryption, no TTL, no log.

use sqlx::postgres::{PgPool, PgPoolOptions, PgRow};
use sqlx::{AssertSqlSafe, Row as _};

use super::record::{CLIENTS, FIELDS, Op, Record};

const COLUMNS: &str = "key, data, pur, usr, ttl, obj, dec, acl, shr, src, cat";

pub(crate) struct Plain {
    pool: PgPool,
    users: u64,
}

impl Plain {
    pub(crate) async fn load(url: &str, records: u64, users: u64) -> Self {
        let pool =
            PgPoolOptions::new().max_connections(u32::try_from(CLIENTS).unwrap()).connect(url).await.unwrap();
        let meta = FIELDS.map(|(name, _)| format!("{name} text NOT NULL")).join(", ");
        let table = format!(
            "CREATE TABLE usertable (key bigint PRIMARY KEY, data text NOT NULL, pur text NOT NULL, usr text NOT NULL, {meta})"
        );
        sqlx::query(AssertSqlSafe(table)).execute(&pool).await.unwrap();
        let plain = Self { pool, users };
        let mut next = 0;
        while next < records {
            let chunk: Vec<Record> =
                (next..records.min(next + 5000)).map(|key| Record::new(key, users)).collect();
            next += chunk.len() as u64;
            plain.insert(&chunk).await;
        }
        for column in ["pur", "usr"].into_iter().chain(FIELDS.map(|(name, _)| name)) {
            let index = format!("CREATE INDEX usertable_{column} ON usertable ({column})");
            sqlx::query(AssertSqlSafe(index)).execute(&plain.pool).await.unwrap();
        }
        sqlx::query("VACUUM ANALYZE usertable").execute(&plain.pool).await.unwrap();
        plain
    }

    async fn insert(&self, records: &[Record]) -> u64 {
        let keys: Vec<i64> = records.iter().map(|record| record.key.cast_signed()).collect();
        let column = |of: &dyn Fn(&Record) -> String| records.iter().map(of).collect::<Vec<String>>();
        let sql =
            "INSERT INTO usertable SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[],
                   $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])";
        let mut query = sqlx::query(sql)
            .bind(keys)
            .bind(column(&|record| record.data.clone()))
            .bind(column(&|record| format!("pur{}", record.purpose)))
            .bind(column(&|record| format!("usr{}", record.user)));
        for field in 0..FIELDS.len() {
            query = query.bind(column(&|record| record.meta[field].clone()));
        }
        query.execute(&self.pool).await.unwrap().rows_affected()
    }

    async fn change(&self, sql: String, value: &str, whose: &str) -> u64 {
        loop {
            let done =
                sqlx::query(AssertSqlSafe(sql.clone())).bind(value).bind(whose).execute(&self.pool).await;
            match done {
                Ok(done) => return done.rows_affected(),
                // Two that change the same rows in different order: the one that is told to tries again.
                Err(error)
                    if error.as_database_error().is_some_and(|e| e.code().as_deref() == Some("40P01")) => {}
                Err(error) => panic!("{error}"),
            }
        }
    }

    async fn select(&self, only: &str, value: &str) -> Vec<Record> {
        let sql = format!("SELECT {COLUMNS} FROM usertable WHERE {only} = $1");
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(value).fetch_all(&self.pool).await.unwrap();
        rows.iter().map(record).collect()
    }

    /// The metadata of records, without their data.
    async fn describe(&self, only: &str, value: &str) -> u64 {
        let columns = COLUMNS.replace("data, ", "");
        let sql = format!("SELECT {columns} FROM usertable WHERE {only} = $1");
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(value).fetch_all(&self.pool).await.unwrap();
        rows.iter().map(meta).filter(|(_, meta)| meta.len() == 7).count() as u64
    }

    /// Does one, and tells how many records it reached.
    pub(crate) async fn act(&self, op: &Op) -> u64 {
        let by_key = |sql: &'static str, key: u64| sqlx::query(sql).bind(key.cast_signed());
        match op {
            Op::Insert(key) => self.insert(&[Record::new(*key, self.users)]).await,
            Op::Delete(key) => {
                let delete = by_key("DELETE FROM usertable WHERE key = $1", *key);
                delete.execute(&self.pool).await.unwrap().rows_affected()
            }
            Op::Read(key) | Op::VerifyGone(key) => {
                let select = "SELECT key, data, pur, usr, ttl, obj, dec, acl, shr, src, cat FROM usertable WHERE key = $1";
                let row = by_key(select, *key).fetch_optional(&self.pool).await.unwrap();
                u64::from(row.as_ref().map(record).is_some())
            }
            Op::Update(key, data) => {
                let update = sqlx::query("UPDATE usertable SET data = $1 WHERE key = $2").bind(data);
                update.bind(key.cast_signed()).execute(&self.pool).await.unwrap().rows_affected()
            }
            Op::MarkPurpose(purpose, field, value) => {
                let sql = format!("UPDATE usertable SET {} = $1 WHERE pur = $2", FIELDS[*field].0);
                self.change(sql, value, &format!("pur{purpose}")).await
            }
            Op::MarkUser(user, field, value) => {
                let sql = format!("UPDATE usertable SET {} = $1 WHERE usr = $2", FIELDS[*field].0);
                self.change(sql, value, &format!("usr{user}")).await
            }
            Op::DescribePurpose(purpose) => self.describe("pur", &format!("pur{purpose}")).await,
            Op::DescribeUser(user) => self.describe("usr", &format!("usr{user}")).await,
            Op::ReadPurpose(purpose) => self.select("pur", &format!("pur{purpose}")).await.len() as u64,
            Op::ReadUser(user) => self.select("usr", &format!("usr{user}")).await.len() as u64,
            // It has no log to take from: a trip to the server, for the benefit of the doubt.
            Op::Logs => {
                sqlx::query("SELECT 1").execute(&self.pool).await.unwrap();
                0
            }
        }
    }

    pub(crate) async fn of_purpose(&self, purpose: u64) -> Vec<Record> {
        self.select("pur", &format!("pur{purpose}")).await
    }

    pub(crate) async fn bytes(&self) -> u64 {
        let size: i64 = sqlx::query_scalar("SELECT pg_total_relation_size('usertable')")
            .fetch_one(&self.pool)
            .await
            .unwrap();
        size.cast_unsigned()
    }
}

fn meta(row: &PgRow) -> (u64, [String; 7]) {
    (row.get::<i64, _>("key").cast_unsigned(), FIELDS.map(|(name, _)| row.get(name)))
}

fn record(row: &PgRow) -> Record {
    let number = |name: &str| row.get::<&str, _>(name)[3..].parse().unwrap();
    let (key, meta) = meta(row);
    Record { key, data: row.get("data"), purpose: number("pur"), user: number("usr"), meta }
}
