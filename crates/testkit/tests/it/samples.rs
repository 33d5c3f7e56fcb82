use gallra_testkit::samples::{self, TpchTable};
use gallra_testkit::{MariaDb, PgVersion, Postgres, sqlite_cli, try_sqlite_cli};
use tempfile::tempdir;

#[test]
fn the_sqlite_program_reports_its_errors() {
    let dir = tempdir().unwrap();
    let path = dir.path().join("x.sqlite");
    assert_eq!(
        sqlite_cli(&path, "CREATE TABLE t (x, y); INSERT INTO t VALUES (1, 'å'); SELECT * FROM t;"),
        "1|å"
    );
    assert!(try_sqlite_cli(&path, "SELECT * FROM missing;").unwrap_err().contains("no such table"));
}

#[test]
fn chinook_has_its_customers_and_may_be_written() {
    let dir = tempdir().unwrap();
    let Some(path) = samples::chinook(dir.path()) else { return };
    assert_eq!(sqlite_cli(&path, "SELECT count(*) FROM Customer; SELECT count(*) FROM Invoice;"), "59\n412");
    assert_eq!(sqlite_cli(&path, "DELETE FROM InvoiceLine WHERE InvoiceId = 1; SELECT changes();"), "2");
}

#[test]
fn northwind_has_its_orders_accents_and_spaces() {
    let dir = tempdir().unwrap();
    let Some(path) = samples::northwind(dir.path()) else { return };
    let sql = "SELECT count(*) FROM Customers; SELECT count(*) FROM Orders; SELECT count(*) > 0 FROM [Order Details];
               SELECT CompanyName FROM Customers WHERE CustomerID = 'BERGS';";
    assert_eq!(sqlite_cli(&path, sql), "93\n830\n1\nBerglunds snabbköp");
}

#[tokio::test]
async fn sakila_stands_in_postgres_and_belongs_to_the_owner() {
    for version in [PgVersion::V15, PgVersion::V18] {
        let database = Postgres::shared(version).await.database("sakila");
        if samples::sakila_postgres(&database).is_none() {
            return;
        }
        let sql = "SELECT (SELECT count(*) FROM customer), (SELECT count(*) FROM rental), (SELECT count(*) FROM payment)";
        assert_eq!(database.psql(sql), "599|16044|16049");
        let foreign = "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
                       WHERE c.relnamespace = 'public'::regnamespace AND r.rolname <> current_user AND relkind <> 'i'";
        assert_eq!(database.psql(foreign), "0");
        assert_eq!(database.psql("SELECT count(*) FROM customer_list"), "599");
    }
}

#[tokio::test]
async fn sakila_says_the_same_in_mariadb() {
    let database = MariaDb::shared().await.database("sakila");
    if samples::sakila_mariadb(&database).is_none() {
        return;
    }
    let sql = "SELECT (SELECT count(*) FROM customer), (SELECT count(*) FROM rental), (SELECT count(*) FROM payment)";
    assert_eq!(database.mariadb(sql), "599\t16044\t16049");
    // Triggers ran, arrays became sets, booleans became numbers, \N became NULL.
    assert_eq!(database.mariadb("SELECT count(*) FROM film_text"), "1000");
    assert_eq!(database.mariadb("SELECT count(*) FROM customer_list"), "599");

    let postgres = Postgres::shared(PgVersion::V15).await.database("sakila_compare");
    samples::sakila_postgres(&postgres).unwrap();
    for (ours, theirs) in [
        ("SELECT sum(amount) FROM payment", "SELECT sum(amount) FROM payment"),
        (
            "SELECT count(*) FROM rental WHERE return_date IS NULL",
            "SELECT count(*) FROM rental WHERE return_date IS NULL",
        ),
        (
            "SELECT count(*) FROM address WHERE address2 IS NULL",
            "SELECT count(*) FROM address WHERE address2 IS NULL",
        ),
        ("SELECT min(rental_date) FROM rental", "SELECT min(rental_date) FROM rental"),
        ("SELECT sum(active) FROM customer", "SELECT count(*) FILTER (WHERE activebool) FROM customer"),
        (
            "SELECT count(*) FROM film WHERE FIND_IN_SET('Deleted Scenes', special_features)",
            "SELECT count(*) FROM film WHERE 'Deleted Scenes' = ANY (special_features)",
        ),
        (
            "SELECT sum(crc32(city)) IS NOT NULL, count(DISTINCT BINARY city) FROM city",
            "SELECT 1, count(DISTINCT city) FROM city",
        ),
        ("SELECT city FROM city WHERE city_id = 1", "SELECT city FROM city WHERE city_id = 1"),
    ] {
        assert_eq!(database.mariadb(ours), postgres.psql(theirs).replace('|', "\t"), "{ours}");
    }
}

#[tokio::test]
async fn lahman_has_the_same_people_everywhere() {
    let dir = tempdir().unwrap();
    let sqlite = dir.path().join("lahman.sqlite");
    samples::lahman_into_sqlite(&sqlite);
    let postgres = Postgres::shared(PgVersion::V15).await.database("lahman");
    samples::lahman_into_postgres(&postgres);
    let mariadb = MariaDb::shared().await.database("lahman");
    samples::lahman_into_mariadb(&mariadb);

    let people = sqlite_cli(&sqlite, "SELECT count(*) FROM people;");
    assert!((20_000..21_000).contains(&people.parse::<u32>().unwrap()), "{people}");
    // Counts with NULLs left out; and a debut before 1900, as dates and as text.
    let sql =
        r#"SELECT count(*), count("deathYear"), count("debut"), min("debut"), sum("birthYear") FROM people;"#;
    let expected = sqlite_cli(&sqlite, sql);
    assert_eq!(expected.split('|').next(), Some(people.as_str()));
    assert_eq!(postgres.psql(sql), expected);
    assert_eq!(mariadb.mariadb(&sql.replace('"', "`")).replace('\t', "|"), expected);
}

#[tokio::test]
async fn tpch_has_the_same_rows_everywhere() {
    let dir = tempdir().unwrap();
    let sqlite = dir.path().join("tpch.sqlite");
    samples::tpch_into_sqlite(&sqlite, &TpchTable::ALL, 0.01);
    let postgres = Postgres::shared(PgVersion::V18).await.database("tpch");
    samples::tpch_into_postgres(&postgres, &TpchTable::ALL, 0.01);
    let mariadb = MariaDb::shared().await.database("tpch");
    samples::tpch_into_mariadb(&mariadb, &TpchTable::ALL, 0.01);

    // The row counts that the TPC-H specification gives for scale factor 0.01 (lineitem: 60,175).
    for (table, rows) in
        [("nation", 25), ("supplier", 100), ("customer", 1500), ("orders", 15000), ("lineitem", 60175)]
    {
        let sql = format!("SELECT count(*) FROM {table};");
        let rows = rows.to_string();
        assert_eq!(
            [sqlite_cli(&sqlite, &sql), postgres.psql(&sql), mariadb.mariadb(&sql)],
            [(); 3].map(|()| rows.clone())
        );
    }
    let sql = "SELECT min(o_orderdate), max(o_orderdate) FROM orders;";
    assert_eq!(sqlite_cli(&sqlite, sql), postgres.psql(sql));
    assert_eq!(mariadb.mariadb(sql).replace('\t', "|"), postgres.psql(sql));
    let sql = "SELECT sum(o_totalprice), count(*) FROM orders WHERE o_orderdate < '1995-01-01'";
    assert_eq!(mariadb.mariadb(sql).replace('\t', "|"), postgres.psql(sql));
}

#[tokio::test]
async fn the_oscar_shop_is_the_same_made_and_restored() {
    let server = Postgres::shared(PgVersion::V15).await;
    let count = "SELECT (SELECT count(*) FROM auth_user), (SELECT count(*) FROM order_order),
                        (SELECT count(*) FROM address_useraddress), (SELECT count(*) FROM reviews_productreview),
                        (SELECT count(*) FROM basket_basket WHERE status = 'Open'),
                        (SELECT count(*) FROM auth_user WHERE last_login IS NULL)";
    for name in ["oscar_one", "oscar_two"] {
        let database = server.database(name);
        samples::oscar(&database);
        assert_eq!(database.psql(count), "300|500|300|120|80|30");
        let years = "SELECT count(DISTINCT extract(year FROM date_placed)) FROM order_order";
        assert_eq!(database.psql(years), "9");
        let tables =
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user";
        assert!(database.psql(tables).parse::<u32>().unwrap() >= 90);
        // The trap that real applications set: the user cannot go before what points at it.
        let blocked = database.try_psql("DELETE FROM auth_user").unwrap_err();
        assert!(blocked.contains("violates foreign key constraint"), "{blocked}");
    }
}

#[test]
fn the_oscar_shop_stands_in_sqlite_too() {
    let dir = tempdir().unwrap();
    let path = samples::oscar_sqlite(dir.path());
    assert_eq!(
        sqlite_cli(&path, "SELECT count(*) FROM auth_user; SELECT count(*) FROM order_order;"),
        "300\n500"
    );
}
