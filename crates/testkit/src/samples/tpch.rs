//! TPC-H data of any size, made by the crate `tpchgen`. Scale factor 1 is 150,000 customers, 1,500,000 orders and
//! about 6,000,000 order lines.

use crate::client::run_with;
use crate::mariadb::MariaDatabase;
use crate::postgres::PgDatabase;
use crate::sqlite;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;
use tpchgen::generators::{
    CustomerGenerator, LineItemGenerator, NationGenerator, OrderGenerator, SupplierGenerator,
};

/// A table of TPC-H that can be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TpchTable {
    /// 25 nations.
    Nation,
    /// 10,000 suppliers per scale factor.
    Supplier,
    /// 150,000 customers per scale factor.
    Customer,
    /// 1,500,000 orders per scale factor, dated 1992 to 1998.
    Orders,
    /// About four lines per order.
    Lineitem,
}

impl TpchTable {
    /// All of them, referenced tables first.
    pub const ALL: [Self; 5] = [Self::Nation, Self::Supplier, Self::Customer, Self::Orders, Self::Lineitem];

    /// The table's name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nation => "nation",
            Self::Supplier => "supplier",
            Self::Customer => "customer",
            Self::Orders => "orders",
            Self::Lineitem => "lineitem",
        }
    }

    /// Types that all three systems understand.
    fn columns(self) -> &'static str {
        match self {
            Self::Nation => {
                "n_nationkey integer PRIMARY KEY, n_name varchar(25) NOT NULL, n_regionkey integer NOT NULL, \
                 n_comment varchar(152)"
            }
            Self::Supplier => {
                "s_suppkey bigint PRIMARY KEY, s_name varchar(25) NOT NULL, s_address varchar(40) NOT NULL, \
                 s_nationkey integer NOT NULL, s_phone varchar(15) NOT NULL, s_acctbal decimal(15,2) NOT NULL, \
                 s_comment varchar(101) NOT NULL"
            }
            Self::Customer => {
                "c_custkey bigint PRIMARY KEY, c_name varchar(25) NOT NULL, c_address varchar(40) NOT NULL, \
                 c_nationkey integer NOT NULL, c_phone varchar(15) NOT NULL, c_acctbal decimal(15,2) NOT NULL, \
                 c_mktsegment varchar(10) NOT NULL, c_comment varchar(117) NOT NULL"
            }
            Self::Orders => {
                "o_orderkey bigint PRIMARY KEY, o_custkey bigint NOT NULL, o_orderstatus varchar(1) NOT NULL, \
                 o_totalprice decimal(15,2) NOT NULL, o_orderdate date NOT NULL, o_orderpriority varchar(15) NOT NULL, \
                 o_clerk varchar(15) NOT NULL, o_shippriority integer NOT NULL, o_comment varchar(79) NOT NULL"
            }
            Self::Lineitem => {
                "l_orderkey bigint NOT NULL, l_partkey bigint NOT NULL, l_suppkey bigint NOT NULL, \
                 l_linenumber integer NOT NULL, l_quantity decimal(15,2) NOT NULL, \
                 l_extendedprice decimal(15,2) NOT NULL, l_discount decimal(15,2) NOT NULL, \
                 l_tax decimal(15,2) NOT NULL, l_returnflag varchar(1) NOT NULL, l_linestatus varchar(1) NOT NULL, \
                 l_shipdate date NOT NULL, l_commitdate date NOT NULL, l_receiptdate date NOT NULL, \
                 l_shipinstruct varchar(25) NOT NULL, l_shipmode varchar(10) NOT NULL, \
                 l_comment varchar(44) NOT NULL, PRIMARY KEY (l_orderkey, l_linenumber)"
            }
        }
    }

    /// Writes the rows as lines of fields separated by `|`; no field holds a bar, a quote or a backslash.
    fn write(self, scale: f64, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Nation => lines(NationGenerator::new(scale, 1, 1).iter(), out),
            Self::Supplier => lines(SupplierGenerator::new(scale, 1, 1).iter(), out),
            Self::Customer => lines(CustomerGenerator::new(scale, 1, 1).iter(), out),
            Self::Orders => lines(OrderGenerator::new(scale, 1, 1).iter(), out),
            Self::Lineitem => lines(LineItemGenerator::new(scale, 1, 1).iter(), out),
        }
    }
}

fn lines<T: Display>(rows: impl Iterator<Item = T>, out: &mut dyn Write) -> io::Result<()> {
    for row in rows {
        // The classic format ends each field with a bar, the last one too: that would be an empty column more.
        let line = row.to_string();
        writeln!(out, "{}", line.strip_suffix('|').unwrap_or(&line))?;
    }
    Ok(())
}

/// Makes and fills the tables in a PostgreSQL database, without foreign keys.
pub fn tpch_into_postgres(database: &PgDatabase, tables: &[TpchTable], scale: f64) {
    for table in tables {
        database.psql(&format!("CREATE TABLE {} ({})", table.name(), table.columns()));
        database.copy_in(table.name(), "DELIMITER '|'", |pipe| table.write(scale, pipe));
        database.psql(&format!("ANALYZE {}", table.name()));
    }
}

/// Makes and fills the tables in a MariaDB database, without foreign keys.
pub fn tpch_into_mariadb(database: &MariaDatabase, tables: &[TpchTable], scale: f64) {
    for table in tables {
        database.mariadb(&format!("CREATE TABLE {} ({})", table.name(), table.columns()));
        let target = format!("{} FIELDS TERMINATED BY '|'", table.name());
        database.load_in(&target, |pipe| table.write(scale, pipe));
    }
}

/// Makes and fills the tables in an SQLite file, without foreign keys; dates are ISO text.
pub fn tpch_into_sqlite(path: &Path, tables: &[TpchTable], scale: f64) {
    for table in tables {
        sqlite::sqlite_cli(path, &format!("CREATE TABLE {} ({});", table.name(), table.columns()));
        let mut import = sqlite::command(path);
        import.args(["-cmd", "PRAGMA synchronous = OFF", "-cmd", ".mode list", "-cmd", ".separator |"]);
        import.args(["-cmd", &format!(".import /dev/stdin {}", table.name()), "SELECT 1"]);
        run_with(&mut import, |pipe| table.write(scale, pipe))
            .unwrap_or_else(|e| panic!("import {}: {e}", table.name()));
    }
}
