//! Sakila, a film rental: 599 customers, 16,044 rentals, 16,049 payments.
//!
//! The data stands as PostgreSQL `COPY` blocks. MariaDB's `LOAD DATA` reads the same escapes (`\N`, `\t`, `\\`) by
//! default; what differs are booleans, arrays and columns that only one schema has.

use super::{shared, unzstd};
use crate::mariadb::MariaDatabase;
use crate::postgres::PgDatabase;
use std::fs;

/// Loads Sakila into an empty PostgreSQL database; everything belongs to the database's owner. `None` if absent.
pub fn sakila_postgres(database: &PgDatabase) -> Option<()> {
    let folder = shared("sakila")?;
    let schema = fs::read_to_string(folder.join("postgres-schema.sql")).expect("read Sakila's schema");
    let owner = &database.owner().user;
    // As superuser: the data file switches system triggers off. One transaction: the file assumes nothing between.
    let schema = schema.replace("OWNER TO postgres", &format!("OWNER TO {owner}"));
    database.admin_psql(&schema);
    let data = unzstd(&folder.join("postgres-data.sql.zst"));
    database.admin_psql(&format!("BEGIN;\n{data}\nCOMMIT;\nANALYZE;\n"));
    Some(())
}

/// Loads Sakila into an empty MariaDB database. `None` if absent.
pub fn sakila_mariadb(database: &MariaDatabase) -> Option<()> {
    let folder = shared("sakila")?;
    let schema = fs::read_to_string(folder.join("mysql-schema.sql")).expect("read Sakila's schema");
    database.mariadb(&into_database(&schema, database.name()));
    let data = unzstd(&folder.join("postgres-data.sql.zst"));
    let blocks = copy_blocks(&data);
    assert_eq!(blocks.len(), 15, "Sakila has fifteen tables with data");
    for block in blocks {
        let columns: Vec<&str> = block.columns.split(", ").map(|c| load_column(block.table, c)).collect();
        let target = format!(
            "`{}` CHARACTER SET utf8mb4 ({}) {}",
            block.table,
            columns.join(", "),
            conversions(block.table)
        );
        database.load_in(&target, |pipe| pipe.write_all(block.rows.as_bytes()));
    }
    Some(())
}

/// The script makes and enters a schema of its own and names it in a view; here it shall be the test's database.
fn into_database(schema: &str, name: &str) -> String {
    schema
        .lines()
        .filter(|line| !["DROP SCHEMA", "CREATE SCHEMA", "USE "].iter().any(|start| line.starts_with(start)))
        .map(|line| line.replace("sakila.", &format!("{name}.")) + "\n")
        .collect()
}

struct CopyBlock<'a> {
    table: &'a str,
    columns: &'a str,
    rows: &'a str,
}

/// The `COPY public.table (columns) FROM stdin; … \.` blocks of a dump, in order.
fn copy_blocks(dump: &str) -> Vec<CopyBlock<'_>> {
    let mut blocks = Vec::new();
    let mut rest = dump;
    while let Some((_, after)) = rest.split_once("\nCOPY public.") {
        let (head, body) = after.split_once(" FROM stdin;\n").expect("a COPY reads from stdin");
        let (table, columns) = head.split_once(" (").expect("a COPY names its columns");
        let end =
            if body.starts_with("\\.") { 0 } else { body.find("\n\\.").expect("a COPY block ends") + 1 };
        blocks.push(CopyBlock { table, columns: columns.trim_end_matches(')'), rows: &body[..end] });
        rest = &body[end..];
    }
    blocks
}

/// The column, or a variable where the value is converted or has no column in MariaDB's schema.
fn load_column<'a>(table: &str, column: &'a str) -> &'a str {
    match (table, column) {
        ("film", "special_features") => "@features",
        ("customer", "activebool") => "@activebool",
        // MariaDB's schema has no full-text column; of the customer's two flags the boolean is the newer truth.
        ("film", "fulltext") | ("customer", "active") => "@dropped",
        ("staff", "active") => "@active",
        ("staff", "picture") => "@picture",
        _ => column,
    }
}

fn conversions(table: &str) -> &'static str {
    match table {
        // {Trailers,"Deleted Scenes"} → Trailers,Deleted Scenes
        "film" => "SET special_features = REPLACE(REPLACE(REPLACE(@features, '{', ''), '}', ''), '\"', '')",
        "customer" => "SET active = (@activebool = 't')",
        // bytea is printed as \x and hexadecimal digits
        "staff" => "SET active = (@active = 't'), picture = UNHEX(SUBSTR(@picture, 3))",
        _ => "",
    }
}
