//! Least rights: a role with exactly the printed grants succeeds; with one less it fails and the message names it.

use std::sync::Arc;

use gallra_connect::contract::{Privilege, Right};
use gallra_connect::find::{Pattern, Patterns, Sought, Texts, Wanted, What};
use gallra_connect::read::{Datum, ReadError, ReadQuestion, Sink};
use gallra_connect::rights::{Work, grants};
use gallra_connect::{Columns, ConnectError, Connector, ErrorKind};
use gallra_rules::inventory::ColumnClass;
use gallra_rules::plan::{Action, Question, Step};
use gallra_rules::policy::SystemKind;
use gallra_rules::predicate::{Predicate, Replacement, Scalar};
use gallra_rules::spelling::{Kind, Looked};
use gallra_testkit::{Login, PgVersion};
use jiff::civil::date;

use crate::support::{Db, Notes, Rule, World, before_date, join, kind_of, limits, open, related};

pub(crate) fn tables(w: &World) {
    w.sql(
        "CREATE TABLE customers (id integer PRIMARY KEY, name varchar(40), secret varchar(40), left_on date);
         CREATE TABLE invoices (id integer PRIMARY KEY, customer_id integer, amount integer,
           FOREIGN KEY (customer_id) REFERENCES customers (id));
         CREATE TABLE notes (id integer PRIMARY KEY, customer_id integer, body varchar(40),
           FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE);
         INSERT INTO customers VALUES (1, 'A', 'x', '2020-01-01'), (2, 'B', 'y', '2020-01-01'), (3, 'C', 'z', '2025-01-01');
         INSERT INTO invoices VALUES (1, 1, 100); INSERT INTO notes VALUES (1, 2, 'n');",
    );
}

pub(crate) fn rule(w: &World) -> Rule {
    let invoices = join(w.table("invoices"), &[("id", "customer_id")]);
    Rule::delete(w.table("customers"), before_date("left_on", date(2024, 1, 1)))
        .except(related(invoices, Predicate::always()))
}

pub(crate) fn question(step: &Step) -> Question {
    Question {
        dataset: step.dataset.clone(),
        system: step.system.clone(),
        table: step.table.clone(),
        key: step.key.clone(),
        within: Predicate::always(),
        due: step.due.clone(),
        oldest_of: None,
        overdue: None,
        counts: std::collections::BTreeMap::new(),
        except: step.except.iter().map(|exception| exception.foreseen.clone()).collect(),
        effects: step.expected.effects.iter().map(|(effect, _)| effect.clone()).collect(),
        partitions: Vec::new(),
    }
}

/// A fresh login, the same database seen by it, and how it is named in a grant.
pub(crate) fn login(w: &World) -> (Login, String) {
    match &w.db {
        Db::Postgres(db) => {
            let login = db.role("gallra");
            (login.clone(), login.user)
        }
        Db::Maria(db) => {
            let login = db.role("gallra");
            (login.clone(), format!("{}@127.0.0.1", login.user))
        }
        Db::Sqlite(..) => panic!("SQLite has no logins"),
    }
}

fn kind(w: &World) -> SystemKind {
    if w.is_postgres() { SystemKind::Postgres } else { SystemKind::Mysql }
}

pub(crate) async fn with(w: &World, rights: &[Right]) -> Connector {
    let (login, name) = login(w);
    let statements = grants(kind(w), &name, rights);
    if w.is_postgres() {
        w.sql(&statements);
    } else {
        let Db::Maria(db) = &w.db else { panic!("it is MariaDB") };
        db.mariadb(&statements);
        if rights.is_empty() {
            // A login without any right cannot even name the database.
            db.mariadb(&format!(
                "GRANT CREATE TEMPORARY TABLES ON `{}`.* TO '{}'@'127.0.0.1';",
                db.name(),
                login.user
            ));
        }
    }
    open(&w.db, Some(login.url)).await.unwrap()
}

async fn exactly_enough(w: &World) {
    tables(w);
    let (_, step) = w.plan(rule(w)).await;
    let asked = question(&step);
    let measuring = w.connector.rights(Work::Measure(&asked)).await.unwrap();
    assert!(measuring.iter().all(|right| right.privilege == Privilege::Select && !right.columns.is_empty()));
    assert!(
        measuring
            .iter()
            .all(|right| !right.columns.iter().any(|column| column == "secret" || column == "amount"))
    );
    let connector = with(w, &measuring).await;
    let measure = connector.measure(&asked).await.unwrap();
    assert_eq!((measure.due, measure.disposable, measure.effects), (2, 1, vec![1]));
    let less = with(w, &measuring[..1]).await.measure(&asked).await.unwrap_err();
    if w.is_postgres() {
        assert_eq!(less.kind(), ErrorKind::NotPermitted);
        assert!(less.cure().contains("GRANT SELECT"), "{less}");
    }
    let error = connector.dispose(&step, &limits(10), &mut Notes::default()).await.unwrap_err();
    assert_eq!(kind_of(&error), ErrorKind::NotPermitted, "who may look may not touch: {error}");
    assert_eq!(w.count("customers"), 3);

    let working = w.connector.rights(Work::Dispose(&step)).await.unwrap();
    // One less, each in turn.
    for i in 0..working.len() {
        let mut less = working.clone();
        let missing = less.remove(i);
        let connector = with(w, &less).await;
        let error = connector.dispose(&step, &limits(10), &mut Notes::default()).await.unwrap_err();
        let text = error.to_string();
        if w.is_maria() && missing.privilege == Privilege::Select && kind_of(&error) == ErrorKind::Changed {
            // MariaDB does not show a table at all to whom nothing of it is granted.
            assert!(text.contains(&missing.table.name), "{text}");
            continue;
        }
        assert_eq!(kind_of(&error), ErrorKind::NotPermitted, "without {missing:?}: {text}");
        let verb = match missing.privilege {
            Privilege::Select => "GRANT SELECT",
            Privilege::Delete => "GRANT DELETE",
            Privilege::Update => "GRANT UPDATE",
            Privilege::Owner => "OWNER",
            Privilege::See => panic!("nothing is disposed of with it"),
        };
        assert!(text.contains(&missing.table.name) && text.contains(verb), "without {missing:?}: {text}");
        assert_eq!(w.count("customers"), 3, "nothing was touched");
    }
    let connector = with(w, &working).await;
    let done = connector.dispose(&step, &limits(10), &mut Notes::default()).await.unwrap();
    assert_eq!((done.rows, done.effects), (1, vec![1]));
    assert_eq!(connector.recount(&step).await.unwrap().unexplained(), 0);
    assert_eq!(w.sql("SELECT id FROM customers ORDER BY id;"), "1\n3");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_needs_exactly_what_it_prints() {
    exactly_enough(&World::postgres(PgVersion::V15).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mariadb_needs_exactly_what_it_prints() {
    exactly_enough(&World::maria().await).await;
}

async fn anonymising(w: &World) {
    tables(w);
    let columns = [("name".to_owned(), Replacement::Constant(Scalar::Text("-".into())))];
    let mut rule = rule(w);
    rule.except.clear();
    rule.action = Action::Anonymise(columns.clone().into());
    rule.due = Predicate::All(vec![rule.due, Predicate::NotAnonymised { columns: columns.into() }]);
    let (_, step) = w.plan(rule).await;
    let rights = w.connector.rights(Work::Dispose(&step)).await.unwrap();
    let update = rights.iter().find(|right| right.privilege == Privilege::Update).unwrap();
    assert_eq!(update.columns, ["name"], "of that column and no other");
    assert!(rights.iter().all(|right| right.privilege != Privilege::Delete));
    let connector = with(w, &rights).await;
    // A correction is tried out first.
    let after = Predicate::In { column: "name".to_owned(), values: vec![Scalar::Text("-".into())] };
    assert_eq!(connector.rehearse(&step, &after).await.unwrap(), 2);
    let done = connector.dispose(&step, &limits(10), &mut Notes::default()).await.unwrap();
    assert_eq!(done.rows, 2);
    assert_eq!(w.sql("SELECT name FROM customers ORDER BY id;"), "-\n-\nC");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_anonymises_with_the_right_on_one_column() {
    anonymising(&World::postgres(PgVersion::V18).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mariadb_anonymises_with_the_right_on_one_column() {
    anonymising(&World::maria().await).await;
}

#[test]
fn sqlite_speaks_of_the_file() {
    assert!(grants(SystemKind::Sqlite, "anyone", &[]).contains("database file"));
    assert_eq!(grants(SystemKind::Imap, "anyone", &[]), "");
}

#[test]
fn names_are_quoted_in_grants() {
    let right = |privilege| Right {
        table: gallra_rules::predicate::TableRef { schema: Some("a b".into()), name: "x\"y`z".into() },
        privilege,
        columns: vec!["önskan".into()],
    };
    let text = grants(SystemKind::Postgres, "o\"r", &[right(Privilege::Select)]);
    assert_eq!(
        text,
        "GRANT USAGE ON SCHEMA \"a b\" TO \"o\"\"r\";\nGRANT SELECT (\"önskan\") ON \"a b\".\"x\"\"y`z\" TO \"o\"\"r\";\n"
    );
    let text = grants(SystemKind::Mysql, "o'r@h", &[right(Privilege::Update)]);
    assert_eq!(text, "GRANT UPDATE (`önskan`) ON `a b`.`x\"y``z` TO 'o''r'@'h';\n");
}

/// What finding somebody and handing out their data does, with a login that has exactly these rights.
async fn answers(w: &World, rights: &[Right]) -> Result<(), ConnectError> {
    let connector = with(w, rights).await;
    let looked = Arc::new(Looked::read(Kind::Reference, "B", date(2026, 6, 1)).unwrap());
    let wanted = Wanted {
        table: w.table("customers"),
        within: Predicate::always(),
        columns: [("name".to_owned(), vec![Sought { id: 7, what: What::Spelt(looked) }])].into(),
        tell: ["id".to_owned()].into(),
        most: 10,
    };
    let found = connector.find(&wanted).await?;
    assert_eq!(found.records.len(), 1);
    assert_eq!(found.records[0].cells["id"], "2");
    let texts = Texts {
        table: w.table("notes"),
        within: Predicate::always(),
        columns: ["body".to_owned()].into(),
        key: Some("id".to_owned()),
        patterns: Arc::new(Patterns::of(&[(1, Pattern::Words("n".to_owned()))]).unwrap()),
        most: 10,
    };
    assert_eq!(connector.mentions(&texts).await?.found.len(), 1);
    let which = theirs(w);
    let asked = ReadQuestion {
        dataset: "d".into(),
        table: w.table("notes"),
        which: which.clone(),
        marks: vec![which],
        columns: ["id", "body"].map(|name| (name.to_owned(), ColumnClass::Text)).into(),
        order: vec!["id".to_owned()],
        content: false,
    };
    let mut rows = Rows(0);
    match connector.read(&[asked], &mut rows).await {
        Ok(()) => assert_eq!(rows.0, 1),
        Err(ReadError::System(_, error)) => return Err(error),
        Err(other) => panic!("{other}"),
    }
    Ok(())
}

/// The notes about customers of a name.
fn theirs(w: &World) -> Predicate {
    let customers = join(w.table("customers"), &[("customer_id", "id")]);
    related(customers, Predicate::In { column: "name".to_owned(), values: vec![Scalar::Text("B".into())] })
}

struct Rows(usize);

impl Sink for Rows {
    fn record(&mut self, _: usize, _: Vec<Datum>, _: Vec<bool>) -> std::io::Result<()> {
        self.0 += 1;
        Ok(())
    }
}

async fn finding_and_reading(w: &World) {
    tables(w);
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let asked = [
        Columns { table: w.table("customers"), columns: names(&["id", "name"]), within: Predicate::always() },
        Columns {
            table: w.table("notes"),
            columns: names(&["id", "body", "customer_id"]),
            within: theirs(w),
        },
    ];
    let mut rights = Vec::new();
    for one in &asked {
        rights.extend(w.connector.rights(Work::Read(one)).await.unwrap());
    }
    rights.sort();
    rights.dedup();
    assert!(rights.iter().all(|right| right.privilege == Privilege::Select && !right.columns.is_empty()));
    let mut columns = rights.iter().flat_map(|right| &right.columns);
    assert!(!columns.any(|column| column == "secret" || column == "left_on"), "{rights:?}");
    answers(w, &rights).await.unwrap();
    // One column less, each in turn.
    for (at, right) in rights.iter().enumerate() {
        for column in &right.columns {
            let mut less = rights.clone();
            less[at].columns.retain(|kept| kept != column);
            less.retain(|right| !right.columns.is_empty());
            let named_by_others =
                |other: &Right| other.table == right.table && other.columns.contains(column);
            if less.iter().any(named_by_others) {
                continue;
            }
            let error = answers(w, &less).await.unwrap_err();
            assert!(
                matches!(error.kind(), ErrorKind::NotPermitted | ErrorKind::Changed),
                "without {column}: {error}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_finds_and_reads_with_the_right_to_these_columns() {
    finding_and_reading(&World::postgres(PgVersion::V15).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mariadb_finds_and_reads_with_the_right_to_these_columns() {
    finding_and_reading(&World::maria().await).await;
}
