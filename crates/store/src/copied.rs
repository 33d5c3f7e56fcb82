//! Tables copied from one database into another, page by page, and proven equal.

use std::path::Path;

use sqlx::AssertSqlSafe;

use crate::StoreError;
use crate::moved::{Holds, MoveError, Tables};
use crate::sql::{Arg, Row, Tx, args};

/// Rows that are held in memory together.
const PAGE: usize = 200;

/// One of the two ends of a copy.
pub(crate) struct End<'t> {
    pub(crate) tx: &'t mut Tx<'static>,
    /// Where it is, as errors tell it.
    pub(crate) place: &'t Path,
}

impl End<'_> {
    async fn rows(&mut self, sql: String, args: &[Arg]) -> Result<Vec<Row>, StoreError> {
        // Put together from the names of tables and columns, and nothing else.
        let rows = self.tx.rows(AssertSqlSafe(sql), args).await;
        rows.map_err(|source| StoreError::from_sqlx(self.place, source))
    }

    async fn execute(&mut self, sql: String, args: &[Arg]) -> Result<(), StoreError> {
        let done = self.tx.execute(AssertSqlSafe(sql), args).await;
        done.map(drop).map_err(|source| StoreError::from_sqlx(self.place, source))
    }
}

/// Copies tables into empty ones and reads each page back. Tables that already hold the same are left as they are. Tells
/// how many rows each has. One of the two ends is an SQLite file.
pub(crate) async fn copy_tables(
    tables: Tables,
    from: &mut End<'_>,
    to: &mut End<'_>,
) -> Result<Vec<(&'static str, u64)>, MoveError> {
    let mut copied = Vec::new();
    for (table, columns) in tables {
        copied.push((*table, copy_table((table, columns), from, to).await?));
    }
    Ok(copied)
}

async fn copy_table(
    (table, columns): (&'static str, &'static [(&'static str, Holds)]),
    from: &mut End<'_>,
    to: &mut End<'_>,
) -> Result<u64, MoveError> {
    let key = match from.tx {
        Tx::Sqlite(_) => primary_key(table, from).await?,
        Tx::Postgres(_) => primary_key(table, to).await?,
    };
    let names: Vec<String> = columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let (names, order) = (names.join(", "), key.join(", "));
    let is_taken = !to.rows(format!("SELECT 1 AS one FROM {table} LIMIT 1"), &[]).await?.is_empty();
    let (mut number, mut after) = (0, Vec::<Arg>::new());
    loop {
        let marks: Vec<String> = (1..=after.len()).map(|at| format!("${at}")).collect();
        let beyond = if after.is_empty() {
            String::new()
        } else {
            format!("WHERE ({order}) > ({})", marks.join(", "))
        };
        let page = || format!("SELECT {names} FROM {table} {beyond} ORDER BY {order} LIMIT {PAGE}");
        let sent = read(from.place, &from.rows(page(), &after).await?, table, columns)?;
        if !is_taken && !sent.is_empty() {
            to.execute(format!("INSERT INTO {table} ({names}) VALUES {}", values(&sent)), &sent.concat())
                .await?;
        }
        if read(to.place, &to.rows(page(), &after).await?, table, columns)? != sent {
            return Err(if is_taken { MoveError::NotEmpty { table } } else { MoveError::Differs { table } });
        }
        let Some(last) = sent.last() else { return Ok(number) };
        number += sent.len() as u64;
        let at = |name: &String| columns.iter().position(|(column, _)| *column == name.trim_matches('"'));
        after = key.iter().filter_map(at).filter_map(|at| last.get(at).cloned()).collect();
    }
}

/// The columns of a table's primary key, in their order and in quotes: both engines sort by them alike.
async fn primary_key(table: &'static str, sqlite: &mut End<'_>) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk".to_owned();
    let rows = sqlite.rows(sql, args![table]).await?;
    let damaged = || StoreError::Damaged { path: sqlite.place.to_owned(), what: table };
    let names: Option<Vec<String>> =
        rows.iter().map(|row| row.get::<String>("name").map(|name| format!("\"{name}\""))).collect();
    names.filter(|names| !names.is_empty()).ok_or_else(damaged)
}

/// `($1, $2), ($3, $4)` for rows of values.
fn values(rows: &[Vec<Arg>]) -> String {
    let mut next = 1..;
    let row = |row: &Vec<Arg>| {
        let marks: Vec<String> = row.iter().zip(next.by_ref()).map(|(_, at)| format!("${at}")).collect();
        format!("({})", marks.join(", "))
    };
    rows.iter().map(row).collect::<Vec<_>>().join(", ")
}

fn read(
    place: &Path,
    rows: &[Row],
    table: &'static str,
    columns: &[(&str, Holds)],
) -> Result<Vec<Vec<Arg>>, StoreError> {
    let cell = |row: &Row, (column, holds): &(&str, Holds)| {
        match holds {
            Holds::Text => row.get(column).map(Arg::Text),
            Holds::Int => row.get(column).map(Arg::Int),
            Holds::Bytes => row.get(column).map(Arg::Bytes),
        }
        .ok_or_else(|| StoreError::Damaged { path: place.to_owned(), what: table })
    };
    rows.iter().map(|row| columns.iter().map(|column| cell(row, column)).collect()).collect()
}
