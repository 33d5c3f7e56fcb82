//! What the catalog tells.

use gallra_rules::inventory::{ColumnClass, OnDelete, Reach, TableKind};
use gallra_rules::policy::{Anchor, AnchorSource, Missing};
use gallra_rules::predicate::TableRef;

use crate::support::{SINCE, World, dataset, effect, join, name};

pub(super) async fn keys_links_and_classes(w: &World) {
    let (stamp, local, flag) = (
        w.pick("timestamptz", "timestamp", "timestamp"),
        w.pick("timestamp", "datetime", "datetime"),
        w.pick("boolean", "tinyint(1)", "boolean"),
    );
    w.sql(&format!(
        "CREATE TABLE customers (id integer PRIMARY KEY, email varchar(100) NOT NULL UNIQUE, born date, seen {stamp},
            noted {local}, active {flag}, parent_id integer REFERENCES customers (id));
         CREATE TABLE orders (country char(2) NOT NULL, no integer NOT NULL, customer_id integer NOT NULL,
            PRIMARY KEY (country, no), CONSTRAINT c1 FOREIGN KEY (customer_id) REFERENCES customers (id));
         CREATE TABLE order_lines (id integer PRIMARY KEY, country char(2), no integer,
            CONSTRAINT c2 FOREIGN KEY (country, no) REFERENCES orders (country, no) ON DELETE CASCADE);"
    ));
    let customers = w.shape(TableRef { schema: None, name: "customers".into() }).await;
    assert_eq!(customers.table, w.table("customers"), "the schema is filled in");
    assert_eq!(customers.kind, TableKind::Table);
    assert_eq!(customers.primary_key, ["id"]);
    assert!(customers.unique.contains(&vec!["email".to_owned()]));
    let class = |column: &str| customers.columns[column].class;
    assert_eq!(class("id"), ColumnClass::Integer);
    assert_eq!(class("email"), ColumnClass::Text);
    assert_eq!(class("born"), ColumnClass::Date);
    assert_eq!(class("noted"), ColumnClass::Local);
    assert_eq!(class("active"), ColumnClass::Bool);
    assert_eq!(class("seen"), if w.is_sqlite() { ColumnClass::Local } else { ColumnClass::Instant });
    assert!(!customers.columns["email"].nullable);
    assert!(customers.columns["born"].nullable);

    // Both ways, to itself too (MariaDB takes an inline REFERENCES from 10.5 on).
    let links = &customers.references;
    assert_eq!(links.len(), 1);
    assert_eq!(links[0].join, join(w.table("customers"), &[("parent_id", "id")]));
    assert!(links[0].nullable);
    assert_eq!(customers.referenced_by.len(), 2, "by itself and by orders");

    let orders = w.shape(w.table("orders")).await;
    assert_eq!(orders.primary_key, ["country", "no"]);
    assert_eq!(orders.references[0].join, join(w.table("customers"), &[("customer_id", "id")]));
    assert!(!orders.references[0].nullable);
    let lines = join(w.table("order_lines"), &[("country", "country"), ("no", "no")]);
    assert_eq!(orders.referenced_by[0].join, lines);
    assert_eq!(orders.referenced_by[0].on_delete, OnDelete::Cascade);
    assert_eq!(orders.effects, [effect(vec![lines], OnDelete::Cascade)]);
}

pub(super) async fn other_schema(w: &World) {
    if w.is_sqlite() {
        return; // SQLite has one schema; attached files are not Gallra's.
    }
    let other = if w.is_postgres() {
        w.sql("CREATE SCHEMA arkiv; CREATE TABLE arkiv.brev (id integer PRIMARY KEY, kom date);");
        "arkiv".to_owned()
    } else {
        // The default database by its full name; another database needs another login.
        w.sql("CREATE TABLE brev (id integer PRIMARY KEY, kom date);");
        w.table("x").schema.unwrap()
    };
    let table = TableRef { schema: Some(other), name: "brev".into() };
    let shape = w.shape(table.clone()).await;
    assert_eq!(shape.table, table);
    assert_eq!(shape.primary_key, ["id"]);
}

pub(super) async fn views_are_refused(w: &World) {
    w.sql("CREATE TABLE t (id integer PRIMARY KEY); CREATE VIEW v AS SELECT id FROM t;");
    assert_eq!(w.shape(w.table("v")).await.kind, TableKind::NotATable);
    if w.is_postgres() {
        w.sql("CREATE MATERIALIZED VIEW m AS SELECT id FROM t;");
        assert_eq!(w.shape(w.table("m")).await.kind, TableKind::NotATable);
        let system = TableRef { schema: Some("pg_catalog".into()), name: "pg_class".into() };
        assert_eq!(w.shape(system).await.kind, TableKind::NotATable);
    }
}

pub(super) async fn generated_columns_and_triggers(w: &World) {
    w.sql(
        "CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer GENERATED ALWAYS AS (a * 2) STORED);
         CREATE TABLE audit (what varchar(20));",
    );
    w.sql(w.pick(
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
           'BEGIN INSERT INTO audit VALUES (''gone''); RETURN OLD; END';
         CREATE TRIGGER on_delete AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION f();
         CREATE TRIGGER on_insert AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();",
        "CREATE TRIGGER on_delete AFTER DELETE ON t FOR EACH ROW INSERT INTO audit VALUES ('gone');
         CREATE TRIGGER on_insert AFTER INSERT ON t FOR EACH ROW INSERT INTO audit VALUES ('come');",
        "CREATE TRIGGER on_delete AFTER DELETE ON t BEGIN INSERT INTO audit VALUES ('gone'); END;
         CREATE TRIGGER on_insert AFTER INSERT ON t BEGIN INSERT INTO audit VALUES ('come'); END;",
    ));
    let shape = w.shape(w.table("t")).await;
    assert!(shape.columns["b"].generated);
    assert!(!shape.columns["a"].generated);
    assert_eq!(shape.triggers, ["on_delete"], "what fires on insert only is no concern");
}

pub(super) async fn missing_tables_and_columns_fail_alone(w: &World) {
    w.sql("CREATE TABLE t (id integer PRIMARY KEY, Created date);");
    let mut spelled = dataset(w.table("t"));
    spelled.anchors.insert(
        "created".parse_name(),
        Anchor {
            source: AnchorSource::Column { column: "createdd".into(), format: None, time_zone: None },
            missing: Missing::Unknown,
            since: SINCE,
            means: None,
        },
    );
    let datasets = [
        (name("good"), dataset(w.table("t"))),
        (name("gone"), dataset(w.table("nowhere"))),
        (name("wrong"), spelled),
    ];
    let shapes = w.connector.shapes(&datasets).await.unwrap();
    assert_eq!(
        shapes.tables.keys().map(gallra_rules::names::DatasetName::as_str).collect::<Vec<_>>(),
        ["good"]
    );
    assert!(shapes.not_checked[&name("gone")].contains("nowhere"));
    assert!(shapes.not_checked[&name("wrong")].contains("`createdd`"));
    let Reach::Reached { product } = shapes.systems.values().next().unwrap() else { panic!("it answered") };
    assert!(product.starts_with(w.pick("PostgreSQL 1", "MariaDB 10", "SQLite 3")), "{product}");
}

pub(super) async fn effects_are_followed_to_their_end(w: &World) {
    w.sql(
        "CREATE TABLE a (id integer PRIMARY KEY);
         CREATE TABLE b (id integer PRIMARY KEY, a_id integer, FOREIGN KEY (a_id) REFERENCES a (id) ON DELETE CASCADE);
         CREATE TABLE c (id integer PRIMARY KEY, b_id integer, FOREIGN KEY (b_id) REFERENCES b (id) ON DELETE CASCADE);
         CREATE TABLE d (id integer PRIMARY KEY, c_id integer, FOREIGN KEY (c_id) REFERENCES c (id) ON DELETE SET NULL);
         CREATE TABLE e (id integer PRIMARY KEY, d_id integer, FOREIGN KEY (d_id) REFERENCES d (id) ON DELETE CASCADE);",
    );
    let to_b = join(w.table("b"), &[("id", "a_id")]);
    let to_c = join(w.table("c"), &[("id", "b_id")]);
    let to_d = join(w.table("d"), &[("id", "c_id")]);
    let shape = w.shape(w.table("a")).await;
    assert_eq!(
        shape.effects,
        [
            effect(vec![to_b.clone()], OnDelete::Cascade),
            effect(vec![to_b.clone(), to_c.clone()], OnDelete::Cascade),
            effect(vec![to_b, to_c, to_d], OnDelete::SetNull),
        ],
        "a changed row's children stay: the way ends there"
    );
}

pub(super) async fn set_null_of_what_may_not_be_null_blocks(w: &World) {
    if w.is_maria() {
        return; // It refuses such a foreign key.
    }
    w.sql(
        "CREATE TABLE rentals (id integer PRIMARY KEY);
         CREATE TABLE payments (id integer PRIMARY KEY, rental_id integer NOT NULL,
           FOREIGN KEY (rental_id) REFERENCES rentals (id) ON DELETE SET NULL);",
    );
    let shape = w.shape(w.table("rentals")).await;
    assert_eq!(shape.referenced_by[0].on_delete, OnDelete::Block);
    assert!(shape.effects.is_empty());
}

trait ParseName {
    fn parse_name(self) -> gallra_rules::names::AnchorName;
}

impl ParseName for &str {
    fn parse_name(self) -> gallra_rules::names::AnchorName {
        self.into()
    }
}
