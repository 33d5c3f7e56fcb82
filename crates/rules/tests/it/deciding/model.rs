//! Random shops, random requests: each record has exactly the verdict that reading its row gives.

use std::collections::BTreeMap;

use gallra_rules::decide::Weighed;
use gallra_rules::hold::Holds;
use gallra_rules::predicate::eval::Value;
use gallra_rules::request::Ground;
use jiff::civil::Date;
use proptest::prelude::*;

use super::{decided, shop, user, verdict, word};
use crate::planning::support::{Db, hold};

/// The day of [`crate::planning::support::now`].
const TODAY: Date = Date::constant(2026, 11, 22);

/// A record: what it belongs to, and its date.
type Row = (i64, Option<Date>);

#[derive(Clone, Debug)]
struct Shop {
    users: Vec<Option<Date>>,
    orders: Vec<i64>,
    tables: BTreeMap<&'static str, Vec<Row>>,
}

/// Dates around every boundary, and none at all.
fn date() -> impl Strategy<Value = Option<Date>> {
    let around = (prop::sample::select(vec![2012_i16, 2019, 2023, 2024, 2025, 2026]), 20_i8..25)
        .prop_map(|(year, day)| Date::new(year, 11, day).ok());
    prop_oneof![1 => Just(None), 5 => around]
}

fn a_shop() -> impl Strategy<Value = Shop> {
    let rows = || prop::collection::vec((1_i64..4, date()), 0..4);
    let users = prop::collection::vec(date(), 3);
    let tables = (rows(), rows(), rows(), rows(), rows(), rows());
    (users, prop::collection::vec(1_i64..4, 3), tables).prop_map(|(users, orders, tables)| {
        let (invoices, letters, notes, quotes, hosted, reviews) = tables;
        let tables = BTreeMap::from([
            ("invoices", invoices),
            ("letters", letters),
            ("notes", notes),
            ("quotes", quotes),
            ("hosted", hosted),
            ("reviews", reviews),
        ]);
        Shop { users, orders, tables }
    })
}

fn columns(table: &str) -> (&'static str, &'static str) {
    match table {
        "invoices" => ("order_id", "issued_on"),
        "letters" => ("user_id", "sent_on"),
        _ => ("user_id", "made_on"),
    }
}

fn fill(shop: &Shop, db: &mut Db) {
    let id = |at: usize| Value::Integer(i64::try_from(at + 1).unwrap());
    let on = |date: &Option<Date>| date.map_or(Value::Null, Value::Date);
    for (at, left) in shop.users.iter().enumerate() {
        db.row("users", &[("id", id(at)), ("left_on", on(left))]);
    }
    for (at, user) in shop.orders.iter().enumerate() {
        db.row("orders", &[("id", id(at)), ("user_id", Value::Integer(*user))]);
    }
    for (table, rows) in &shop.tables {
        let (owner, anchor) = columns(table);
        for (at, (of, date)) in rows.iter().enumerate() {
            db.row(table, &[("id", id(at)), (owner, Value::Integer(*of)), (anchor, on(date))]);
        }
    }
}

/// Whether so many years have run out by today, counted from a date that may be missing.
fn over(date: Option<Date>, years: i16) -> bool {
    date.is_some_and(|date| Date::new(date.year() + years, date.month(), date.day()).unwrap() < TODAY)
}

struct Asked<'a> {
    shop: &'a Shop,
    user: i64,
    in_force: Option<bool>,
    exempt: Option<&'static str>,
    instructed: bool,
    held_order: Option<i64>,
}

impl Asked<'_> {
    fn number(at: usize) -> i64 {
        i64::try_from(at + 1).unwrap()
    }

    fn order(&self, id: i64) -> i64 {
        self.shop.orders[usize::try_from(id - 1).unwrap()]
    }

    fn contract_keeps(&self) -> bool {
        let left = self.shop.users[usize::try_from(self.user - 1).unwrap()];
        self.in_force.unwrap_or(left.is_none())
    }

    fn leaf(&self, table: &str, (owner, date): Row) -> &'static str {
        let user = if table == "invoices" { self.order(owner) } else { owner };
        if user != self.user {
            return "-";
        }
        if table == "invoices" && self.held_order == Some(owner) {
            return "held";
        }
        let exempt = |activity| self.exempt == Some(activity);
        match table {
            "invoices" => {
                if over(date, 7) {
                    "erase"
                } else {
                    "keep"
                }
            }
            "letters" => {
                if exempt("newsletter") && !over(date, 1) {
                    "keep"
                } else {
                    "erase"
                }
            }
            "notes" => {
                if exempt("service") && !over(date, 3) {
                    "keep"
                } else {
                    "erase"
                }
            }
            "quotes" => "anonymise",
            // Somebody else's, which only loses its link, unless a claim needs it as it is.
            "reviews" => {
                if exempt("service") && !over(date, 3) {
                    "keep"
                } else {
                    "anonymise"
                }
            }
            _ => {
                if self.instructed {
                    "erase"
                } else {
                    "not ours"
                }
            }
        }
    }

    fn of_order(&self, at: usize) -> &'static str {
        if self.shop.orders[at] != self.user {
            return "-";
        }
        if self.held_order == Some(Self::number(at)) {
            return "held";
        }
        if self.contract_keeps() || self.exempt == Some("shop") && !self.cap_is_over() {
            return "keep";
        }
        let invoices = self.shop.tables["invoices"].iter().filter(|(order, _)| *order == Self::number(at));
        let stays = invoices.into_iter().any(|row| self.leaf("invoices", *row) != "erase");
        if stays { "anonymise" } else { "erase" }
    }

    fn cap_is_over(&self) -> bool {
        over(self.shop.users[usize::try_from(self.user - 1).unwrap()], 2)
    }

    fn of_user(&self, at: usize) -> &'static str {
        if Self::number(at) != self.user {
            return "-";
        }
        if self.contract_keeps() || self.exempt == Some("shop") && !self.cap_is_over() {
            return "keep";
        }
        let order = (0..self.shop.orders.len()).any(|at| !matches!(self.of_order(at), "-" | "erase"));
        let leaf = ["letters", "notes", "quotes", "hosted"].iter().any(|table| {
            let rows = &self.shop.tables[table];
            rows.iter().any(|row| !matches!(self.leaf(table, *row), "-" | "erase"))
        });
        let review = self.shop.tables["reviews"].iter().any(|row| self.leaf("reviews", *row) == "keep");
        if order || leaf || review { "anonymise" } else { "erase" }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn every_record_has_the_verdict_that_its_row_gives(
        shop in a_shop(),
        person in 1_i64..4,
        in_force in proptest::option::of(any::<bool>()),
        exempt in proptest::option::of(prop::sample::select(vec!["shop", "newsletter", "service"])),
        instructed in any::<bool>(),
        held_order in proptest::option::of(1_i64..4),
    ) {
        let (policy, mut db) = super::shop();
        fill(&shop, &mut db);
        let asked = Asked { shop: &shop, user: person, in_force, exempt, instructed, held_order };
        let weighed = Weighed {
            contracts: in_force.into_iter().map(|in_force| ("shop".into(), in_force)).collect(),
            exemptions: exempt.into_iter().map(|by| (by.into(), Ground::LegalClaims)).collect(),
            instructed: instructed.then(|| "hosting".into()).into_iter().collect(),
            ..Weighed::default()
        };
        let holds = Holds(held_order.into_iter().map(|id| hold("claim", "orders", Some(("id", &[id])))).collect());
        let decided = decided(&policy, &db, &holds, &weighed, &user(person));
        prop_assert!(decided.not_checked.is_empty(), "{:?}", decided.not_checked);
        let got = |table: &str, at| word(verdict(&decided, &db, table, Asked::number(at)));
        for at in 0..shop.users.len() {
            prop_assert_eq!(got("users", at), asked.of_user(at), "user {}", at + 1);
        }
        for at in 0..shop.orders.len() {
            prop_assert_eq!(got("orders", at), asked.of_order(at), "order {}", at + 1);
        }
        for (table, rows) in &shop.tables {
            for (at, row) in rows.iter().enumerate() {
                prop_assert_eq!(got(table, at), asked.leaf(table, *row), "{} {}", table, at + 1);
            }
        }
    }
}

#[test]
fn the_model_knows_the_boundary() {
    assert!(over(Some(Date::constant(2019, 11, 21)), 7) && !over(Some(Date::constant(2019, 11, 22)), 7));
    let _ = shop();
}
