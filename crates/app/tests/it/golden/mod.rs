//! Golden tests of subject rights: real schemas, people who are awkward, and what has to become of every row, written by hand
//! as plain SQL. Each database exists twice. One copy is changed by an erasure, the other by the SQL, and then every row of
//! every table is compared: not one row of another person is lost, and not one of this person is left.
//!
//! `docs/golden.md` tells what was expected and seen; the tests read it, so that it cannot say anything else.

mod chinook;
mod forum;
mod linked;
mod model;
mod northwind;
mod oscar;
mod prosody;
mod request_tracker;
mod sakila;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use gallra_app::Context;
use gallra_app::apply::Pace;
use gallra_app::progress::Silent;
use gallra_app::report::Report;
use gallra_app::subject::find::find;
use gallra_app::subject::{Given, GivenKind, Identified, Person, erase};
use gallra_rules::decide::Weighed;
use gallra_rules::names::DatasetName;
use gallra_testkit::{MariaDatabase, PgDatabase, repo_root, sqlite_cli};

use crate::support::{APPROVER, Dump, House, assert_same, dump_mariadb, dump_postgres, dump_sqlite};

/// A database of any kind, as its own program sees it.
pub(crate) enum Database {
    Sqlite(PathBuf),
    Postgres(PgDatabase),
    MariaDb(MariaDatabase),
}

impl Database {
    pub(crate) fn sql(&self, script: &str) -> String {
        match self {
            Self::Sqlite(file) => sqlite_cli(file, &format!("PRAGMA foreign_keys = ON;\n{script}")),
            Self::Postgres(database) => database.psql(script),
            Self::MariaDb(database) => database.mariadb(script),
        }
    }

    /// Every row of every table. What nobody can foretell is made the same: a token's digits.
    fn dump(&self) -> Dump {
        let mut dump = match self {
            Self::Sqlite(file) => dump_sqlite(file),
            Self::Postgres(database) => dump_postgres(database),
            Self::MariaDb(database) => dump_mariadb(database),
        };
        for rows in dump.values_mut() {
            rows.iter_mut().for_each(|row| *row = without_digits(row));
            rows.sort_unstable();
        }
        dump
    }
}

/// `anon-` and sixteen hexadecimal digits become `anon`: what the SQL by hand writes.
fn without_digits(row: &str) -> String {
    let mut parts = row.split("anon-");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_hexdigit).count();
        assert!(digits >= 16, "a token has sixteen digits");
        text.push_str("anon");
        text.push_str(&part[16..]);
    }
    text
}

/// Two equal databases, and a house whose policy is about the first.
pub(crate) struct Golden {
    /// The name of the schema, as in `docs/golden.md`.
    pub(crate) name: &'static str,
    pub(crate) house: House,
    pub(crate) context: Context,
    pub(crate) ours: Database,
    pub(crate) hand: Database,
    pub(crate) weighed: Weighed,
    /// Run in both before they are compared: for what a trigger stamps with the time of day.
    pub(crate) level: &'static str,
    /// Each identified record is somebody, who asks in a request of their own; all go in one plan.
    pub(crate) each_asks: bool,
    /// What was counted otherwise, or does not stand in `docs/golden.md` as it was seen.
    untold: RefCell<Vec<String>>,
}

impl Drop for Golden {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let untold = self.untold.borrow().join("\n");
            assert!(untold.is_empty(), "{untold}");
        }
    }
}

/// Somebody who asks to be erased.
pub(crate) struct Somebody<'a> {
    /// Who, as `docs/golden.md` calls them: a role and no name.
    pub(crate) who: &'a str,
    /// By what they are looked for, as they wrote it; nothing, where their records are named at once.
    pub(crate) given: &'a [(GivenKind, &'a str)],
    /// Which records that has to find: dataset, column, and plain SQL for the values there.
    pub(crate) found: &'a [(&'a str, &'a str, &'a str)],
    /// What has to become of every row of the database.
    pub(crate) by_hand: &'a str,
    /// What that is in numbers, table by table, counted by hand: `Customer -1, Invoice -3, Employee ~2` (gone, changed).
    pub(crate) expect: &'a str,
}

impl Golden {
    pub(crate) fn new(
        name: &'static str,
        house: House,
        context: Context,
        ours: Database,
        hand: Database,
    ) -> Self {
        Self {
            name,
            house,
            context,
            ours,
            hand,
            weighed: Weighed::default(),
            level: "",
            each_asks: false,
            untold: RefCell::default(),
        }
    }

    /// Erases somebody, and compares.
    pub(crate) async fn erase(&self, somebody: &Somebody<'_>) -> Report {
        let Somebody { who, by_hand, expect, .. } = somebody;
        let who = format!("{}, {who}", self.name);
        println!("{who}");
        let by_sql = self.person(somebody.found);
        let person = match somebody.given {
            [] => by_sql,
            given => self.find(given, &by_sql, &who).await,
        };
        let before = self.hand.dump();
        self.hand.sql(by_hand);
        let report = self.carry_out(&person, &who).await;
        for database in [&self.ours, &self.hand] {
            if !self.level.is_empty() {
                database.sql(self.level);
            }
        }
        let (ours, hand) = (self.ours.dump(), self.hand.dump());
        assert_same(&ours, &hand);
        let by_sql = difference(&before, &hand);
        let line =
            format!("| {} | {} | {by_sql} | {} |", self.name, somebody.who, difference(&before, &ours));
        let page = std::fs::read_to_string(repo_root().join("docs/golden.md")).unwrap();
        if by_sql != *expect || !page.lines().any(|told| told == line) {
            self.untold
                .borrow_mut()
                .push(format!("{who}: counted\n  {expect}\ndocs/golden.md lacks\n{line}"));
        }
        report
    }

    /// What is found is what the SQL finds, and nothing is left to ask.
    async fn find(&self, given: &[(GivenKind, &str)], by_sql: &Person, who: &str) -> Person {
        let given: Vec<Given> =
            given.iter().map(|(kind, text)| Given { kind: kind.clone(), text: (*text).to_owned() }).collect();
        let search =
            find(&self.context, &given, &Silent).await.unwrap_or_else(|fault| panic!("{who}: {fault}"));
        assert!(search.is_complete(), "{who}: {search:?}");
        assert!(search.person.records == by_sql.records, "{who}: {:?}", search.datasets);
        search.person
    }

    async fn carry_out(&self, person: &Person, who: &str) -> Report {
        let Self { context, weighed, .. } = self;
        let request = "2026-1";
        let people =
            if self.each_asks { one_by_one(person) } else { [(request.into(), person.clone())].into() };
        let people = people.iter().map(|(request, person)| (request.clone(), person)).collect();
        let planned = erase::plan_together(context, &people, weighed, &Silent).await.unwrap();
        assert_eq!(planned.made.plan.about.as_ref().map(|about| about.requests.len()), Some(people.len()));
        assert_eq!(planned.decision.questions, BTreeSet::new(), "{who}");
        assert_eq!(planned.decision.not_checked, BTreeMap::new(), "{who}");
        let (plan, person) = (planned.made.plan, planned.person);
        let approved = erase::approve(context, &plan, &person, APPROVER, Some(plan.rows()))
            .await
            .unwrap_or_else(|fault| panic!("{who}: {fault}"));
        let report = erase::apply(context, &approved, &person, &Pace::default(), &Silent)
            .await
            .unwrap_or_else(|fault| panic!("{who}: {fault}"));
        assert!(report.is_clean(), "{who}: {report:#?}");
        // Asked again, there is nothing left to do.
        let again = erase::plan(context, request, &person, weighed, &Silent).await.unwrap();
        assert_eq!(
            again.made.plan.rows(),
            0,
            "{who}: a second plan still finds {:#?}",
            again.made.plan.steps
        );
        report
    }

    fn person(&self, found: &[(&str, &str, &str)]) -> Person {
        let mut records: BTreeMap<DatasetName, Vec<Identified>> = BTreeMap::new();
        for (dataset, column, sql) in found {
            let keys: BTreeSet<String> = self.ours.sql(sql).lines().map(str::to_owned).collect();
            assert!(!keys.is_empty(), "{sql} finds nobody");
            let dataset: DatasetName = (*dataset).into();
            records.entry(dataset).or_default().push(Identified { column: (*column).to_owned(), keys });
        }
        Person { records, not_checked: BTreeMap::new(), salt: "c2FsdCBvZiB0aGlzIHRlc3Q".to_owned() }
    }
}

/// Each record by itself, with a request of its own.
fn one_by_one(person: &Person) -> BTreeMap<String, Person> {
    let mut people = BTreeMap::new();
    for (dataset, records) in &person.records {
        for Identified { column, keys } in records {
            for key in keys {
                let one = Identified { column: column.clone(), keys: [key.clone()].into() };
                let records = [(dataset.clone(), vec![one])].into();
                let salt = format!("c2FsdCBv{:04}", people.len());
                people.insert(
                    format!("2026-{}", people.len() + 1),
                    Person { records, salt, ..Person::default() },
                );
            }
        }
    }
    people
}

/// What became of each table: `-` rows that are gone, `~` rows that are changed.
fn difference(before: &Dump, after: &Dump) -> String {
    let mut text = String::new();
    for (table, rows) in before {
        let left = &after[table];
        let gone = rows.len() - left.len();
        let changed = left.len() - left.iter().filter(|row| rows.binary_search(row).is_ok()).count();
        let name = table.trim_start_matches("public.");
        let comma = |text: &String| if text.is_empty() { "" } else { ", " };
        for (sign, count) in [('-', gone), ('~', changed)] {
            if count > 0 {
                let comma = comma(&text);
                let _ = write!(text, "{comma}{name} {sign}{count}");
            }
        }
    }
    text
}

/// An activity that the law asks for.
pub(crate) fn bookkeeping(data: &str, anchor: &str) -> String {
    format!(
        "
  bookkeeping:
    role: controller
    purpose: {{sv: Bokföring, en: Bookkeeping}}
    basis: {{legal_obligation: \"BFL 7:2\"}}
    data: [{data}]
    keep: {{at_least: 7 years after financial_year({anchor})}}
    then: delete
    measures: [access]
"
    )
}

/// An activity that people agreed to: it keeps nothing against a request.
pub(crate) fn agreed(data: &str) -> String {
    format!(
        "
  agreed:
    role: controller
    purpose: {{sv: Kundvård, en: Customer care}}
    basis: {{consent: {{source: the form on the first page}}}}
    data: [{data}]
    keep: {{until_review: 2099-12-31}}
    then: delete
    measures: [access]
"
    )
}
