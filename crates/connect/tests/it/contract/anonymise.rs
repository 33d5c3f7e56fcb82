//! Records that stay, without the person.

use std::collections::BTreeMap;

use gallra_rules::plan::{Action, Step};
use gallra_rules::predicate::{Predicate, Replacement, Scalar};
use jiff::civil::date;

use crate::support::{Rule, World, before_date};

const DAY: jiff::civil::Date = date(2024, 1, 1);

async fn anonymise(w: &World, columns: &[(&str, Replacement)]) -> Step {
    let columns: BTreeMap<String, Replacement> =
        columns.iter().map(|(column, to)| ((*column).to_owned(), to.clone())).collect();
    let left = Predicate::NotAnonymised { columns: columns.clone() };
    let mut rule = Rule::delete(w.table("t"), Predicate::All(vec![before_date("at", DAY), left]));
    rule.action = Action::Anonymise(columns);
    w.plan(rule).await.1
}

fn table(w: &World) {
    let (inet, flag) = (w.pick("inet", "inet6", "text"), w.pick("boolean", "tinyint(1)", "boolean"));
    w.sql(&format!(
        "CREATE TABLE t (id integer PRIMARY KEY, at date, name varchar(40) NOT NULL, email varchar(60) UNIQUE, born date,
           joined varchar(30), address varchar(60), ip {inet}, marketing {flag}, visits integer, year integer);"
    ));
    let (yes, v6) = (w.pick("true", "1", "1"), w.pick("'10.1.2.3'", "'2001:db8:1:2::3'", "'10.1.2.3'"));
    w.sql(&format!(
        "INSERT INTO t VALUES (1, '2020-01-01', 'Anna', 'a@x.se', '1985-03-12', '2019-05-06T10:00', '10.1.2.3', {v6}, {yes}, 7, 19850312),
           (2, '2020-01-01', 'Örjan', 'o@x.se', NULL, 'unknown', NULL, NULL, NULL, NULL, 1985),
           (3, '2025-01-01', 'Bo', 'b@x.se', '1990-12-31', '2024-01-02', '10.9.8.7', {v6}, {yes}, 3, 12);"
    ));
}

fn all() -> Vec<(&'static str, Replacement)> {
    vec![
        ("name", Replacement::Constant(Scalar::Text("(removed)".into()))),
        ("email", Replacement::Token),
        ("born", Replacement::Year),
        ("joined", Replacement::Year),
        ("address", Replacement::Network),
        ("ip", Replacement::Network),
        ("marketing", Replacement::Constant(Scalar::Bool(false))),
        ("visits", Replacement::Null),
        ("year", Replacement::Year),
    ]
}

pub(super) async fn every_replacement(w: &World) {
    table(w);
    let step = anonymise(w, &all()).await;
    assert_eq!(w.dispose(&step).await.rows, 2);
    let (no, null) = (w.pick("f", "0", "0"), w.pick("", "NULL", ""));
    let ip = w.pick("10.1.2.0/24", "2001:db8:1::", "10.1.2.0");
    let rows = w.sql("SELECT id, name, born, joined, address, ip, marketing, visits, year FROM t WHERE id < 3 ORDER BY id;");
    assert_eq!(
        rows,
        format!(
            "1|(removed)|1985-01-01|2019-01-01|10.1.2.0|{ip}|{no}|{null}|19850101\n\
             2|(removed)|{null}|{null}|{null}|{null}|{no}|{null}|1985"
        )
    );
    assert_eq!(w.count("t WHERE email LIKE 'anon-________________' AND length(email) = 21"), 2);
    assert_eq!(
        w.sql("SELECT name, email, visits FROM t WHERE id = 3;"),
        "Bo|b@x.se|3",
        "what is not due is whole"
    );
    w.repeat(&step).await;
}

pub(super) async fn is_idempotent(w: &World) {
    table(w);
    let step = anonymise(w, &all()).await;
    w.dispose(&step).await;
    let before = w.sql("SELECT * FROM t ORDER BY id;");
    assert_eq!(w.dispose(&step).await.rows, 0);
    // One column filled again: it alone is replaced, the token stays.
    w.sql("UPDATE t SET name = 'Anna' WHERE id = 1;");
    assert_eq!(w.dispose(&step).await.rows, 1);
    assert_eq!(w.sql("SELECT * FROM t ORDER BY id;"), before);
}

pub(super) async fn addresses(w: &World) {
    w.sql(
        "CREATE TABLE t (id integer PRIMARY KEY, at date, address varchar(60), must varchar(60) NOT NULL);",
    );
    let cases = [
        ("192.0.2.77", "192.0.2.0"),
        ("192.0.2.0", "192.0.2.0"),
        ("2001:db8:aaaa:bbbb:1:2:3:4", "2001:db8:aaaa::"),
        ("2001:db8::1", "2001:db8::"),
        ("2001:db8:aaaa::1", "2001:db8:aaaa::"),
        ("::1", "::"),
        ("fe80::1", "fe80::"),
        ("::ffff:192.0.2.1", "::"),
        ("host.example.org", ""),
        ("192.0.2.77:8080", ""),
        ("1.2.3", ""),
        ("00:1b:44:11:3a:b7", ""),
        ("cafe:babe", ""),
        ("deadbeefdeadbeef::", ""),
        ("", ""),
    ];
    for (i, (from, _)) in cases.iter().enumerate() {
        w.sql(&format!("INSERT INTO t VALUES ({i}, '2020-01-01', '{from}', '{from}');"));
    }
    let step = anonymise(w, &[("address", Replacement::Network), ("must", Replacement::Network)]).await;
    w.dispose(&step).await;
    for (i, (from, to)) in cases.iter().enumerate() {
        let null = if to.is_empty() { w.pick("", "NULL", "") } else { to };
        let now = w.sql(&format!("SELECT address, must FROM t WHERE id = {i};"));
        assert_eq!(now, format!("{null}|{to}"), "{from}");
    }
    w.repeat(&step).await;
}

pub(super) async fn unique_tokens(w: &World) {
    w.sql("CREATE TABLE t (id integer PRIMARY KEY, at date, email varchar(60) NOT NULL UNIQUE);");
    w.sql(w.pick(
        "INSERT INTO t SELECT i, '2020-01-01', i || '@x.se' FROM generate_series(1, 20000) i;",
        "INSERT INTO t SELECT seq, '2020-01-01', CONCAT(seq, '@x.se') FROM seq_1_to_20000;",
        "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 20000)
         INSERT INTO t SELECT i, '2020-01-01', i || '@x.se' FROM s;",
    ));
    if w.is_maria() {
        // Another character set than the connection's, as older databases have it.
        w.sql("ALTER TABLE t DROP INDEX email, MODIFY email varchar(60) CHARACTER SET latin1 NOT NULL;");
    }
    let step = anonymise(w, &[("email", Replacement::Token)]).await;
    assert_eq!(w.dispose(&step).await.rows, 20_000);
    assert_eq!(w.count("t WHERE email LIKE 'anon-%'"), 20_000);
    assert_eq!(w.sql("SELECT count(DISTINCT email) FROM t;"), "20000");
    w.repeat(&step).await;
}
