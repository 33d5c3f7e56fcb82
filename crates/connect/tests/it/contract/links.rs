//! Tables that refer to each other and to themselves.

use gallra_rules::predicate::{AnchorValue, Encoding, Predicate};
use jiff::civil::date;

use crate::support::{Notes, Rule, World, before, before_date, column, join, limits, related};

const DAY: jiff::civil::Date = date(2024, 1, 1);

pub(super) async fn parent_anchor(w: &World) {
    w.sql(
        "CREATE TABLE agreements (id integer PRIMARY KEY, ended date);
         CREATE TABLE notes (id integer PRIMARY KEY, agreement_id integer, FOREIGN KEY (agreement_id) REFERENCES agreements (id));
         INSERT INTO agreements VALUES (1, '2020-01-01'), (2, '2025-01-01'), (3, NULL);
         INSERT INTO notes VALUES (1, 1), (2, 2), (3, 3), (4, NULL), (5, 1);",
    );
    let anchor = AnchorValue::Parent {
        join: join(w.table("agreements"), &[("agreement_id", "id")]),
        of: Box::new(column("ended", Encoding::Date)),
    };
    let missing = Predicate::Unusable {
        anchor: anchor.clone(),
        why: gallra_rules::predicate::Unusable::Missing,
        since: crate::support::SINCE,
    };
    let (missed, _) = w.plan(Rule::delete(w.table("notes"), missing)).await;
    assert_eq!(missed.due, 2, "of an agreement still in force, and of none");
    let (measure, step) = w.plan(Rule::delete(w.table("notes"), before(anchor, DAY))).await;
    assert_eq!((measure.due, measure.oldest), (2, Some(date(2020, 1, 1))));
    assert_eq!(w.dispose(&step).await.rows, 2);
    assert_eq!(w.sql("SELECT id FROM notes ORDER BY id;"), "2\n3\n4");
    w.repeat(&step).await;
}

pub(super) async fn latest_child_anchor(w: &World) {
    w.sql(
        "CREATE TABLE customers (id integer PRIMARY KEY);
         CREATE TABLE agreements (id integer PRIMARY KEY, customer_id integer, ended date);
         INSERT INTO customers VALUES (1), (2), (3), (4), (5);
         INSERT INTO agreements VALUES (1, 1, '2020-01-01'), (2, 1, '2021-01-01'), (3, 2, '2020-01-01'),
           (4, 2, '2025-01-01'), (5, 3, '2020-01-01'), (6, 3, NULL), (7, 5, '2020-01-01'), (8, 5, '0001-01-01');",
    );
    let anchor = AnchorValue::LatestChild {
        join: join(w.table("agreements"), &[("id", "customer_id")]),
        of: Box::new(column("ended", Encoding::Date)),
    };
    let (measure, step) = w.plan(Rule::delete(w.table("customers"), before(anchor.clone(), DAY))).await;
    assert_eq!(measure.due, 1, "all of its agreements have ended, and readably");
    assert_eq!(measure.oldest, Some(date(2021, 1, 1)), "the latest of them counts");
    let unusable = |why| Predicate::Unusable { anchor: anchor.clone(), why, since: crate::support::SINCE };
    let (missing, _) = w
        .plan(Rule::delete(w.table("customers"), unusable(gallra_rules::predicate::Unusable::Missing)))
        .await;
    assert_eq!(missing.due, 2, "one has no agreement, one has one in force");
    let (odd, _) = w
        .plan(Rule::delete(w.table("customers"), unusable(gallra_rules::predicate::Unusable::Implausible)))
        .await;
    assert_eq!(odd.due, 1);
    assert_eq!(w.dispose(&step).await.rows, 1);
    assert_eq!(w.sql("SELECT id FROM customers ORDER BY id;"), "2\n3\n4\n5");
    w.repeat(&step).await;
}

pub(super) async fn blocking_children_are_kept(w: &World) {
    w.sql(
        "CREATE TABLE customers (id integer PRIMARY KEY, left_on date);
         CREATE TABLE invoices (id integer PRIMARY KEY, customer_id integer,
           FOREIGN KEY (customer_id) REFERENCES customers (id));
         INSERT INTO customers VALUES (1, '2020-01-01'), (2, '2020-01-01'), (3, '2025-01-01');
         INSERT INTO invoices VALUES (1, 1);",
    );
    let invoices = join(w.table("invoices"), &[("id", "customer_id")]);
    let rule = Rule::delete(w.table("customers"), before_date("left_on", DAY))
        .except(related(invoices, Predicate::always()));
    let (measure, step) = w.plan(rule).await;
    assert_eq!((measure.due, measure.disposable), (2, 1));
    assert_eq!(measure.excepted, [1]);
    // A child that came after the plan keeps its parent too.
    w.sql("INSERT INTO customers VALUES (4, '2020-01-01'); INSERT INTO invoices VALUES (2, 4);");
    assert_eq!(w.dispose(&step).await.rows, 1);
    assert_eq!(w.sql("SELECT id FROM customers ORDER BY id;"), "1\n3\n4");
    let recount = w.recount(&step).await;
    assert_eq!((recount.still_due, recount.excepted.clone(), recount.unexplained()), (2, vec![2], 0));
    w.repeat(&step).await;
}

fn tree(w: &World) {
    w.sql(
        "CREATE TABLE posts (id integer PRIMARY KEY, parent_id integer, at date,
           FOREIGN KEY (parent_id) REFERENCES posts (id));
         INSERT INTO posts VALUES (1, NULL, '2020-01-01'), (2, 1, '2020-01-01'), (3, 2, '2020-01-01'), (4, 3, '2020-01-01'),
           (5, 1, '2020-01-01'), (6, NULL, '2020-01-01'), (7, 6, '2020-01-01'), (8, 7, '2025-01-01'), (9, NULL, '2020-01-01');",
    );
    if !w.is_maria() {
        // There a row that refers to itself needs `unlink`, as in the next test.
        w.sql("UPDATE posts SET parent_id = 9 WHERE id = 9;");
    }
}

pub(super) async fn tree_goes_leaves_first(w: &World) {
    tree(w);
    let children = join(w.table("posts"), &[("id", "parent_id")]);
    // Whoever has children left stays; while planning only children that stay count.
    let mut rule = Rule::delete(w.table("posts"), before_date("at", DAY));
    let not_itself =
        Predicate::In { column: "id".into(), values: vec![gallra_rules::predicate::Scalar::Integer(9)] };
    let stays = Predicate::Not(Box::new(before_date("at", DAY)));
    rule.except.push((related(children.clone(), stays), related(children, not_itself.negated())));
    let (measure, step) = w.plan(rule).await;
    assert_eq!(measure.due, 8);
    assert_eq!(measure.excepted, [1], "seven has a child that stays");
    assert_eq!(w.dispose(&step).await.rows, 6);
    assert_eq!(
        w.sql("SELECT id FROM posts ORDER BY id;"),
        "6\n7\n8",
        "eight stays, and with it its ancestors"
    );
    w.repeat(&step).await;
}

pub(super) async fn ring_is_unlinked(w: &World) {
    w.sql(
        "CREATE TABLE people (id integer PRIMARY KEY, partner_id integer, at date,
           FOREIGN KEY (partner_id) REFERENCES people (id));
         INSERT INTO people VALUES (1, NULL, '2020-01-01'), (2, 1, '2020-01-01'), (3, NULL, '2025-01-01'),
           (4, 3, '2025-01-01'), (5, 2, '2020-01-01'), (6, 6, '2020-01-01'), (7, NULL, '2020-01-01'), (8, 7, '2025-01-01');
         UPDATE people SET partner_id = 2 WHERE id = 1; UPDATE people SET partner_id = 4 WHERE id = 3;",
    );
    let referring = join(w.table("people"), &[("id", "partner_id")]);
    let mut rule = Rule::delete(w.table("people"), before_date("at", DAY))
        .except(related(referring, Predicate::Not(Box::new(before_date("at", DAY)))));
    rule.unlink = vec!["partner_id".into()];
    let (measure, step) = w.plan(rule).await;
    assert_eq!((measure.due, measure.disposable), (5, 4));
    let mut notes = Notes::default();
    let done = w.connector.dispose(&step, &limits(u64::MAX), &mut notes).await.unwrap();
    assert_eq!((done.rows, notes.rows()), (4, 4));
    assert_eq!(w.sql("SELECT id FROM people ORDER BY id;"), "3\n4\n7\n8");
    assert_eq!(w.count("people WHERE partner_id IS NOT NULL"), 3, "nobody else's reference was touched");
    w.repeat(&step).await;
}

pub(super) async fn ring_of_two_tables(w: &World) {
    // A customer names its main address, an address its customer: customers refer back without need.
    w.sql(
        "CREATE TABLE customers (id integer PRIMARY KEY, main_id integer, left_on date);
         CREATE TABLE addresses (id integer PRIMARY KEY, customer_id integer NOT NULL,
           FOREIGN KEY (customer_id) REFERENCES customers (id));",
    );
    if w.is_sqlite() {
        w.sql(
            "DROP TABLE customers; CREATE TABLE customers (id integer PRIMARY KEY,
               main_id integer REFERENCES addresses (id) ON DELETE SET NULL, left_on date);",
        );
    } else {
        w.sql("ALTER TABLE customers ADD CONSTRAINT main FOREIGN KEY (main_id) REFERENCES addresses (id) ON DELETE SET NULL;");
    }
    w.sql(
        "INSERT INTO customers VALUES (1, NULL, '2020-01-01'), (2, NULL, '2025-01-01');
         INSERT INTO addresses VALUES (1, 1), (2, 2), (3, 1);
         UPDATE customers SET main_id = id;",
    );
    let customer = AnchorValue::Parent {
        join: join(w.table("customers"), &[("customer_id", "id")]),
        of: Box::new(column("left_on", Encoding::Date)),
    };
    let (_, addresses) = w.plan(Rule::delete(w.table("addresses"), before(customer, DAY))).await;
    assert_eq!(addresses.expected.effects.len(), 1);
    assert_eq!(addresses.expected.effects[0].1, 1, "one customer loses its main address");
    let done = w.dispose(&addresses).await;
    assert_eq!((done.rows, done.effects), (2, vec![1]));
    let referring = join(w.table("addresses"), &[("id", "customer_id")]);
    let rule = Rule::delete(w.table("customers"), before_date("left_on", DAY))
        .except(related(referring, Predicate::always()));
    let (measure, customers) = w.plan(rule).await;
    assert_eq!(measure.disposable, 1);
    assert_eq!(w.dispose(&customers).await.rows, 1);
    assert_eq!(w.sql("SELECT id, main_id FROM customers;"), "2|2");
    w.repeat(&addresses).await;
    w.repeat(&customers).await;
}

pub(super) async fn cascades_are_counted(w: &World) {
    w.sql(
        "CREATE TABLE orders (id integer PRIMARY KEY, at date);
         CREATE TABLE order_lines (id integer PRIMARY KEY, order_id integer,
           FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE);
         CREATE TABLE remarks (id integer PRIMARY KEY, line_id integer,
           FOREIGN KEY (line_id) REFERENCES order_lines (id) ON DELETE CASCADE);
         INSERT INTO orders VALUES (1, '2020-01-01'), (2, '2020-01-01'), (3, '2025-01-01');
         INSERT INTO order_lines VALUES (1, 1), (2, 1), (3, 2), (4, 3);
         INSERT INTO remarks VALUES (1, 1), (2, 1), (3, 3), (4, 4), (5, NULL);",
    );
    let (measure, step) = w.plan(Rule::delete(w.table("orders"), before_date("at", DAY))).await;
    assert_eq!(measure.effects, [3, 3], "lines, and remarks on them");
    let mut notes = Notes::default();
    let done = w.connector.dispose(&step, &limits(u64::MAX), &mut notes).await.unwrap();
    assert_eq!((done.rows, done.effects.clone()), (2, vec![3, 3]));
    assert_eq!(notes.committed[0].effects, [3, 3]);
    assert_eq!(w.sql("SELECT id FROM order_lines;"), "4");
    assert_eq!(w.sql("SELECT id FROM remarks ORDER BY id;"), "4\n5");
    w.repeat(&step).await;
}

pub(super) async fn set_null_is_counted(w: &World) {
    w.sql(
        "CREATE TABLE staff (id integer PRIMARY KEY, left_on date);
         CREATE TABLE tickets (id integer PRIMARY KEY, staff_id integer,
           FOREIGN KEY (staff_id) REFERENCES staff (id) ON DELETE SET NULL);
         INSERT INTO staff VALUES (1, '2020-01-01'), (2, '2025-01-01');
         INSERT INTO tickets VALUES (1, 1), (2, 1), (3, 2), (4, NULL);",
    );
    let (measure, step) = w.plan(Rule::delete(w.table("staff"), before_date("left_on", DAY))).await;
    assert_eq!(measure.effects, [2]);
    assert_eq!(w.dispose(&step).await.effects, [2]);
    assert_eq!(w.count("tickets"), 4);
    assert_eq!(w.count("tickets WHERE staff_id IS NULL"), 3);
    w.repeat(&step).await;
}

pub(super) async fn tree_that_sets_null(w: &World) {
    w.sql(
        "CREATE TABLE posts (id integer PRIMARY KEY, parent_id integer, at date,
           FOREIGN KEY (parent_id) REFERENCES posts (id) ON DELETE SET NULL);
         INSERT INTO posts VALUES (1, NULL, '2020-01-01'), (2, 1, '2020-01-01'), (3, 2, '2025-01-01'), (4, NULL, '2020-01-01'),
           (5, 4, '2020-01-01'), (6, 1, '2025-01-01');",
    );
    let (measure, step) = w.plan(Rule::delete(w.table("posts"), before_date("at", DAY))).await;
    assert_eq!(measure.effects, [2], "two that stay lose what they answered; who goes itself is no effect");
    let done = w.dispose(&step).await;
    assert_eq!((done.rows, done.effects), (4, vec![2]));
    assert_eq!(w.count("posts WHERE parent_id IS NULL"), 2);
    assert_eq!(w.sql("SELECT id FROM posts ORDER BY id;"), "3\n6");
    w.repeat(&step).await;
}

pub(super) async fn self_cascade_takes_nobody_along(w: &World) {
    w.sql(
        "CREATE TABLE posts (id integer PRIMARY KEY, parent_id integer, at date,
           FOREIGN KEY (parent_id) REFERENCES posts (id) ON DELETE CASCADE);
         INSERT INTO posts VALUES (1, NULL, '2020-01-01'), (2, 1, '2025-01-01'), (3, NULL, '2020-01-01'), (4, 3, '2020-01-01'),
           (5, 4, '2020-01-01');",
    );
    let children = join(w.table("posts"), &[("id", "parent_id")]);
    let rule =
        Rule::delete(w.table("posts"), before_date("at", DAY)).except(related(children, Predicate::always()));
    let (_, mut step) = w.plan(rule).await;
    let done = w.dispose(&step).await;
    assert_eq!(done.rows, 3);
    assert_eq!(
        w.sql("SELECT id FROM posts ORDER BY id;"),
        "1\n2",
        "a post that is not due keeps the one it answers"
    );
    w.repeat(&step).await;
    // Even a plan that forgot the exception takes nobody along.
    step.except.clear();
    assert_eq!(w.dispose(&step).await.rows, 0);
    assert_eq!(w.recount(&step).await.unexplained(), 1, "and the recount says that something is left");
}

pub(super) async fn audit_trigger(w: &World) {
    w.sql("CREATE TABLE t (id integer PRIMARY KEY, at date); CREATE TABLE audit (id integer, what varchar(20));");
    w.sql(w.pick(
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS
           'BEGIN INSERT INTO audit VALUES (OLD.id, ''gone''); RETURN OLD; END';
         CREATE TRIGGER on_delete AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION f();",
        "CREATE TRIGGER on_delete AFTER DELETE ON t FOR EACH ROW INSERT INTO audit VALUES (OLD.id, 'gone');",
        "CREATE TRIGGER on_delete AFTER DELETE ON t BEGIN INSERT INTO audit VALUES (OLD.id, 'gone'); END;",
    ));
    w.sql("INSERT INTO t VALUES (1, '2020-01-01'), (2, '2020-01-01'), (3, '2025-01-01');");
    let (_, step) = w.plan(Rule::delete(w.table("t"), before_date("at", DAY))).await;
    assert_eq!(w.dispose(&step).await.rows, 2, "the trigger's own rows are not ours");
    assert_eq!(w.count("audit"), 2);
    w.repeat(&step).await;
    assert_eq!(w.count("audit"), 2);
}
