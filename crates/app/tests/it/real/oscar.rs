//! django-oscar: a real web shop's schema of 90 tables, with deferred foreign keys everywhere. After the run the shop
//! itself must still work.

use std::path::PathBuf;
use std::process::Command;

use gallra_ledger::Outcome;
use gallra_rules::inventory::CountKind;
use gallra_testkit::samples::oscar;
use gallra_testkit::{PgDatabase, PgVersion, Postgres, repo_root};

use crate::support::{House, activity, assert_same, dump_postgres, journey, noted, resting, step, told};

/// Seven years after financial year 2017 is the end of 2024; three years before is 1 March 2022.
const NOW: &str = "2025-03-01T03:00:00+01:00";

fn datasets(system: &str) -> String {
    format!(
        "
systems:
  shop: {system}
datasets:
  basket_lines:
    in: shop
    table: basket_line
    belongs_to: {{abandoned_baskets: basket_id}}
    about: [people]
    anchors: {{made: {{from: abandoned_baskets.made}}}}
  abandoned_baskets:
    in: shop
    table: basket_basket
    where: {{status: [Open, Frozen]}}
    belongs_to: {{users: owner_id}}
    about: [people]
    anchors: {{made: date_created}}
  orders:
    in: shop
    table: order_order
    belongs_to: {{users: user_id, shipping_addresses: shipping_address_id, billing_addresses: billing_address_id}}
    about: [people]
    subject: {{email: guest_email}}
    anchors: {{placed: date_placed}}
  order_lines:
    in: shop
    table: order_line
    belongs_to: {{orders: order_id}}
    about: [people]
    anchors: {{placed: {{from: orders.placed}}}}
  line_prices:
    in: shop
    table: order_lineprice
    belongs_to: {{orders: order_id}}
    about: [people]
    anchors: {{placed: {{from: orders.placed}}}}
  order_notes:
    in: shop
    table: order_ordernote
    belongs_to: {{orders: order_id}}
    about: [people]
    fields: {{message: communication.note}}
    anchors: {{placed: {{from: orders.placed}}}}
  shipping_addresses:
    in: shop
    table: order_shippingaddress
    about: [people]
    fields: {{first_name: person.name, last_name: person.name, line1: contact.address, search_text: contact.address}}
    anchors: {{last_order: {{latest: orders.placed}}}}
  billing_addresses:
    in: shop
    table: order_billingaddress
    about: [people]
    fields: {{first_name: person.name, last_name: person.name, line1: contact.address, search_text: contact.address}}
    anchors: {{last_order: {{latest: orders.placed}}}}
  users:
    in: shop
    table: auth_user
    about: [people]
    subject: {{email: email}}
    fields: {{first_name: person.name, last_name: person.name, email: contact.email, username: person.name}}
    anchors: {{seen: last_login}}
  user_addresses:
    in: shop
    table: address_useraddress
    belongs_to: {{users: user_id}}
    about: [people]
    fields: {{first_name: person.name, last_name: person.name, line1: contact.address}}
    anchors: {{seen: {{from: users.seen}}}}
  user_records:
    in: shop
    table: analytics_userrecord
    belongs_to: {{users: user_id}}
    about: [people]
    anchors: {{seen: {{from: users.seen}}}}
  sessions:
    in: shop
    table: django_session
    about: [people]
    anchors: {{ended: expire_date}}
"
    )
}

async fn two_copies() -> (PgDatabase, PgDatabase) {
    let server = Postgres::shared(PgVersion::V15).await;
    let (ours, hand) = (server.database("oscar"), server.database("oscar_by_hand"));
    oscar(&ours);
    oscar(&hand);
    (ours, hand)
}

fn number(database: &PgDatabase, sql: &str) -> u64 {
    database.psql(sql).parse().unwrap()
}

/// Runs a script inside the shop, with its own models.
pub(crate) fn in_the_shop(database: &PgDatabase, script: &str) -> String {
    let python = std::env::var_os("GALLRA_TEST_PYTHON")
        .map_or_else(|| repo_root().join(".tools/venv/bin/python"), PathBuf::from);
    let owner = database.owner();
    let output = Command::new(python)
        .args(["-c", &format!("import django\ndjango.setup()\n{script}")])
        .current_dir(repo_root().join("crates/testkit/assets/oscar"))
        .env("DJANGO_SETTINGS_MODULE", "settings")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("SHOP_ENGINE", "django.db.backends.postgresql")
        .env("SHOP_NAME", database.name())
        .env("SHOP_USER", &owner.user)
        .env("SHOP_PASSWORD", &owner.password)
        .env("SHOP_PORT", database.server().port().to_string())
        .output()
        .expect("start python: run ./test once, it installs what the tests need");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}", said.get(said.len().saturating_sub(1500)..).unwrap_or_default());
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

const VISITS: &str = "
from django.contrib.sessions.backends.db import SessionStore
for n in range(12):
    session = SessionStore()
    session['basket'] = n
    session.create()
";

/// The shop looks at itself, walks every order and every foreign key, and sells something.
pub(crate) const STILL_OPEN: &str = "
from decimal import Decimal
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models import ForeignKey
from oscar.core.loading import get_model
from oscar.test import factories

call_command('check', tags=['models', 'database'], databases=['default'])
Order = get_model('order', 'Order')
for order in Order.objects.select_related('user', 'basket', 'shipping_address', 'billing_address'):
    assert order.num_items > 0, order.number
    assert order.total_incl_tax >= sum(line.line_price_incl_tax for line in order.lines.all())
    assert order.shipping_address.summary and order.billing_address.summary
    assert order.basket.status == 'Submitted' or order.basket.lines.exists()
tables = connection.introspection.table_names()
for model in apps.get_models():
    if model._meta.db_table not in tables:
        continue
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey):
            there = field.related_model._base_manager.values(field.target_field.attname)
            lost = model._base_manager.filter(**{field.name + '__isnull': False}).exclude(**{field.attname + '__in': there})
            assert not lost.exists(), (model, field.name)
count = Order.objects.count()
user = apps.get_model('auth', 'User').objects.first()
basket = factories.create_basket(empty=True)
basket.owner = user
basket.save()
basket.add_product(get_model('catalogue', 'Product').objects.first(), quantity=2)
factories.create_order(number='999999', basket=basket, user=user)
assert Order.objects.count() == count + 1
print(count)
";

#[tokio::test]
async fn a_web_shop_keeps_its_promises_and_goes_on_selling() {
    let (ours, hand) = two_copies().await;
    in_the_shop(&ours, VISITS);
    ours.psql(
        "UPDATE django_session SET expire_date = '2025-02-01 12:00+00' WHERE session_key IN
           (SELECT session_key FROM django_session ORDER BY 1 LIMIT 5);
         UPDATE django_session SET expire_date = '2025-02-27 12:00+00' WHERE expire_date <> '2025-02-01 12:00+00'",
    );
    let copied = "SELECT format('INSERT INTO django_session VALUES (%L, %L, %L);', session_key, session_data, expire_date)
                  FROM django_session";
    hand.psql(&ours.psql(copied));
    hand.psql(BY_HAND);
    let house = House::new();
    let gone = "at_least: 7 years after financial_year(placed)";
    let nobody = "{anonymise: {first_name: \"removed\", last_name: \"removed\", line1: \"removed\", search_text: \"\"}}";
    let body = format!(
        "{}activities:{}{}{}{}{}",
        datasets(&house.system("postgres", &ours.url())),
        activity("baskets", "abandoned_baskets, basket_lines", "at_most: 30 days after made", "delete"),
        activity("bookkeeping", "orders, order_lines, line_prices, order_notes", gone, "delete"),
        activity(
            "deliveries",
            "shipping_addresses, billing_addresses",
            "at_most: 7 years after last_order",
            nobody
        ),
        activity(
            "accounts",
            "users",
            "at_most: 3 years after seen",
            "{anonymise: {first_name: \"removed\", last_name: \"removed\", email: token, username: token, password: \"!\"}}"
        ),
        activity("sessions", "sessions", "at_most: 14 days after ended", "delete")
            + &resting("user_addresses, user_records"),
    );
    let context = house.open(&body, NOW).await;
    let (plan, report) = journey(&house, &context).await;

    let removed = number(&hand, "SELECT count(*) FROM auth_user WHERE first_name = 'removed'");
    let tokens =
        "SELECT count(DISTINCT username) + count(DISTINCT email) FROM auth_user WHERE first_name = 'removed'";
    assert_eq!(number(&ours, tokens), 2 * removed, "tokens are unique");
    ours.psql("UPDATE auth_user SET username = 'gone' || id, email = '' WHERE first_name = 'removed'");
    hand.psql("UPDATE auth_user SET username = 'gone' || id, email = '' WHERE first_name = 'removed'");
    assert_same(&dump_postgres(&ours), &dump_postgres(&hand));

    let orders = number(&ours, "SELECT count(*) FROM order_order");
    assert_eq!(told(&report, "orders").rows.erased, 500 - orders);
    assert_eq!(
        told(&report, "order_notes").rows.erased,
        500 - number(&ours, "SELECT count(*) FROM order_ordernote")
    );
    assert_eq!(
        told(&report, "order_lines").rows.erased,
        994 - number(&ours, "SELECT count(*) FROM order_line")
    );
    assert_eq!(told(&report, "abandoned_baskets").rows.erased, 80);
    assert_eq!(told(&report, "sessions").rows.erased, 5);
    assert_eq!(told(&report, "users").rows.anonymised, removed);
    assert_eq!(noted(&plan, "users", CountKind::NoAnchor), 30, "users who never logged in");
    assert_eq!(in_the_shop(&ours, STILL_OPEN), orders.to_string());
    house.evidence_never_says(&["example.com", "Ringde", "Astrid"]);
}

/// Days end at midnight in Stockholm, an hour before UTC's in winter.
const BY_HAND: &str = "
CREATE TEMP TABLE old_order AS SELECT * FROM order_order WHERE date_placed < '2017-12-31 23:00+00';
UPDATE order_shippingaddress SET first_name = 'removed', last_name = 'removed', line1 = 'removed', search_text = ''
  WHERE id IN (SELECT shipping_address_id FROM order_order GROUP BY 1 HAVING max(date_placed) < '2018-03-01 23:00+00');
UPDATE order_billingaddress SET first_name = 'removed', last_name = 'removed', line1 = 'removed', search_text = ''
  WHERE id IN (SELECT billing_address_id FROM order_order GROUP BY 1 HAVING max(date_placed) < '2018-03-01 23:00+00');
DELETE FROM order_lineprice WHERE order_id IN (SELECT id FROM old_order);
DELETE FROM order_line WHERE order_id IN (SELECT id FROM old_order);
DELETE FROM order_ordernote WHERE order_id IN (SELECT id FROM old_order);
DELETE FROM order_order WHERE id IN (SELECT id FROM old_order);
DELETE FROM basket_line WHERE basket_id IN (SELECT id FROM basket_basket WHERE status = 'Open');
DELETE FROM basket_basket WHERE status = 'Open';
UPDATE auth_user SET first_name = 'removed', last_name = 'removed', password = '!'
  WHERE last_login < '2022-03-01 23:00+00';
DELETE FROM django_session WHERE expire_date < '2025-02-15 23:00+00';
DROP TABLE old_order;
";

/// Notes and prices have no rule: the foreign keys are deferred, so the shop's database would only complain at commit.
#[tokio::test]
async fn orders_that_something_without_a_rule_refers_to_are_kept() {
    let (ours, hand) = two_copies().await;
    let house = House::new();
    let body = format!(
        "{}activities:{}",
        datasets(&house.system("postgres", &ours.url())),
        activity("bookkeeping", "orders", "at_least: 7 years after financial_year(placed)", "delete")
            + &resting("order_notes, shipping_addresses, billing_addresses, users, user_addresses"),
    );
    let context = house.open(&body, NOW).await;
    let (plan, report) = journey(&house, &context).await;
    let due = number(&hand, "SELECT count(*) FROM order_order WHERE date_placed < '2017-12-31 23:00+00'");
    assert_eq!(step(&plan, "orders").expected.due, due);
    let orders = told(&report, "orders");
    assert_eq!((orders.rows.kept, orders.rows.erased, orders.rows.failed), (due, 0, 0));
    let Outcome::Kept { basis, .. } = &orders.outcome else { panic!("{:?}", orders.outcome) };
    assert!(basis.contains("order_ordernote") && basis.contains("order_line"), "{basis}");
    assert_same(&dump_postgres(&ours), &dump_postgres(&hand));
}

#[tokio::test]
async fn users_are_deleted_only_where_nothing_refers_to_them() {
    let (ours, hand) = two_copies().await;
    hand.psql(
        "CREATE TEMP TABLE gone AS SELECT id FROM auth_user WHERE last_login < '2022-03-01 23:00+00';
         DELETE FROM address_useraddress WHERE user_id IN (SELECT id FROM gone);
         DELETE FROM analytics_userrecord WHERE user_id IN (SELECT id FROM gone);
         DELETE FROM auth_user u WHERE id IN (SELECT id FROM gone)
           AND NOT EXISTS (SELECT 1 FROM order_order x WHERE x.user_id = u.id)
           AND NOT EXISTS (SELECT 1 FROM order_ordernote x WHERE x.user_id = u.id)
           AND NOT EXISTS (SELECT 1 FROM basket_basket x WHERE x.owner_id = u.id)
           AND NOT EXISTS (SELECT 1 FROM customer_productalert x WHERE x.user_id = u.id)
           AND NOT EXISTS (SELECT 1 FROM reviews_productreview x WHERE x.user_id = u.id);
         DROP TABLE gone",
    );
    let house = House::new();
    let keep = "at_most: 3 years after seen";
    let body = format!(
        "{}activities:{}",
        datasets(&house.system("postgres", &ours.url())),
        activity("accounts", "users, user_addresses, user_records", keep, "delete")
            + &resting("orders, order_notes, shipping_addresses, billing_addresses"),
    );
    let context = house.open(&body, NOW).await;
    let (plan, report) = journey(&house, &context).await;
    assert_same(&dump_postgres(&ours), &dump_postgres(&hand));
    let gone = 300 - number(&hand, "SELECT count(*) FROM auth_user");
    let users = told(&report, "users").rows;
    assert!(gone > 0 && users.kept > 100);
    assert_eq!((users.erased, users.failed), (gone, 0));
    assert_eq!(users.kept + gone, step(&plan, "users").expected.due);
    assert_eq!(in_the_shop(&ours, STILL_OPEN), "500");
}
