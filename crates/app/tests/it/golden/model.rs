//! Random schemas, random people: after plan, approval and apply the whole database is what a naive model in memory makes of it,
//! record by record and rule by rule, until nothing changes. The model knows `docs/language.md` and no predicate.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use gallra_app::AppError;
use gallra_app::apply::Pace;
use gallra_app::progress::Silent;
use gallra_app::subject::{Identified, Person, erase};
use gallra_rules::decide::Weighed;
use gallra_testkit::sqlite_cli;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use super::{agreed, bookkeeping, one_by_one};
use crate::support::{APPROVER, House};

const NOW: &str = "2026-06-01T03:00:00+02:00";

/// How large the worlds are that are drawn.
struct Size {
    cases: u32,
    tables: std::ops::Range<usize>,
    /// Rows in each table.
    rows: std::ops::Range<usize>,
    /// Numbers that links and people have; some name nobody.
    numbers: std::ops::Range<usize>,
    /// How many ask.
    people: std::ops::Range<usize>,
    /// Whether the law speaks of some tables.
    law: bool,
}

const SMALL: Size = Size { cases: 24, tables: 2..6, rows: 0..5, numbers: 1..5, people: 1..3, law: true };
/// Thirty at once, each in a request of their own.
const MANY: Size = Size { cases: 4, tables: 2..5, rows: 30..45, numbers: 1..46, people: 30..31, law: false };

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tied {
    Owned,
    Shared,
    Refers,
    Shares,
}

impl Tied {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Owned, "owned"),
        (Self::Shared, "shared"),
        (Self::Refers, "refers"),
        (Self::Shares, "shares"),
    ];

    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(tied, _)| *tied == self).unwrap().1
    }
}

/// The column `l{position}` of table `child` names records of table `parent`.
#[derive(Clone, Debug)]
struct Link {
    child: usize,
    parent: usize,
    tied: Tied,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    /// What each link holds; those of other tables are `None`.
    links: Vec<Option<usize>>,
    /// Whether the law still keeps it, where the table is one that the law speaks of.
    is_recent: bool,
    is_nameless: bool,
}

#[derive(Clone, Debug)]
struct World {
    links: Vec<Link>,
    /// Which tables have a primary key. Those that others name have one.
    keyed: Vec<bool>,
    /// Which tables the law speaks of.
    law: Vec<bool>,
    /// Whether the database knows the links and refuses to break them.
    is_strict: bool,
    /// By table and number.
    rows: BTreeMap<(usize, usize), Row>,
    /// Who asks: numbers in table 0.
    people: BTreeSet<usize>,
}

type Drawn = (usize, prop::sample::Index, usize);

fn world(size: &'static Size) -> impl Strategy<Value = World> {
    let link = (0_usize..5, any::<prop::sample::Index>(), 0_usize..4);
    let flags = || prop::collection::vec(any::<bool>(), 5);
    let shape = (size.tables.clone(), prop::collection::vec(link, 1..8), flags(), flags(), any::<bool>());
    shape.prop_flat_map(move |(tables, drawn, bare, law, is_strict)| {
        let links: Vec<Link> = drawn.into_iter().map(|drawn| drawn_link(tables, drawn)).collect();
        let named = |table| links.iter().any(|link| link.parent == table);
        let keyed = (0..tables).map(|table| table == 0 || named(table) || !bare[table]).collect();
        let law = (0..tables).map(|table| size.law && table > 0 && law[table] && !law[table - 1]).collect();
        let cell = proptest::option::weighted(0.8, size.numbers.clone());
        let row = (prop::collection::vec(cell, links.len()), any::<bool>());
        let rows = prop::collection::vec(prop::collection::vec(row, size.rows.clone()), tables);
        let people = prop::sample::subsequence(size.numbers.clone().collect::<Vec<_>>(), size.people.clone())
            .prop_map(BTreeSet::from_iter);
        (rows, people, Just((links, keyed, law, is_strict)))
            .prop_map(|(rows, people, shape)| made(rows, people, shape))
    })
}

fn drawn_link(tables: usize, (child, parent, tied): Drawn) -> Link {
    let child = child % tables;
    let tied = Tied::ALL[tied].0;
    // Only what refers may close a circle; nothing shares records of its own kind.
    let (tied, parent) = match tied {
        Tied::Refers => (tied, parent.index(tables)),
        Tied::Owned => (tied, parent.index(child + 1)),
        Tied::Shared | Tied::Shares if child == 0 => (Tied::Refers, 0),
        Tied::Shared | Tied::Shares => (tied, parent.index(child)),
    };
    Link { child, parent, tied }
}

type Shape = (Vec<Link>, Vec<bool>, Vec<bool>, bool);

fn made(
    drawn: Vec<Vec<(Vec<Option<usize>>, bool)>>,
    people: BTreeSet<usize>,
    (links, keyed, law, is_strict): Shape,
) -> World {
    let count: Vec<usize> = drawn.iter().map(Vec::len).collect();
    let mut rows = BTreeMap::new();
    for (table, drawn) in drawn.into_iter().enumerate() {
        for (number, (cells, is_recent)) in drawn.into_iter().enumerate() {
            let cell = |(link, named): (&Link, Option<usize>)| {
                // A number that nobody has is possible where the database does not look.
                named.filter(|named| link.child == table && (!is_strict || *named <= count[link.parent]))
            };
            let links = links.iter().zip(cells).map(cell).collect();
            rows.insert((table, number + 1), Row { links, is_recent, is_nameless: false });
        }
    }
    World { links, keyed, law, is_strict, rows, people }
}

/// The model.
impl World {
    /// Whom a link of a record names, if there is such a record.
    fn named(&self, (table, number): (usize, usize), at: usize) -> Option<(usize, usize)> {
        let link = &self.links[at];
        let named = (link.parent, self.rows[&(table, number)].links[at]?);
        (link.child == table && self.rows.contains_key(&named)).then_some(named)
    }

    fn by(&self, record: (usize, usize), tied: &[Tied]) -> Vec<(usize, usize)> {
        let links = (0..self.links.len()).filter(|at| tied.contains(&self.links[*at].tied));
        links.filter_map(|at| self.named(record, at)).collect()
    }

    /// Whose records go with the people who ask, before anything is said of what the law keeps.
    fn theirs(&self) -> BTreeSet<(usize, usize)> {
        let mut sharers: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for part in self.rows.keys().copied() {
            for shared in self.by(part, &[Tied::Shares]) {
                sharers.entry(shared).or_default().push(part);
            }
        }
        let roots = self.people.iter().map(|number| (0, *number));
        let mut gone: BTreeSet<_> = roots.filter(|root| self.rows.contains_key(root)).collect();
        loop {
            let all = |several: Vec<(usize, usize)>| {
                !several.is_empty() && several.iter().all(|one| gone.contains(one))
            };
            let more = self.rows.keys().copied().filter(|record| !gone.contains(record)).find(|record| {
                self.by(*record, &[Tied::Owned, Tied::Shares]).iter().any(|owner| gone.contains(owner))
                    || all(self.by(*record, &[Tied::Shared]))
                    || all(sharers.get(record).cloned().unwrap_or_default())
            });
            let Some(more) = more else { return gone };
            gone.insert(more);
        }
    }

    fn law_keeps(&self, record: (usize, usize)) -> bool {
        self.law[record.0] && self.rows[&record].is_recent
    }

    /// The database after the erasure.
    fn erased(&self) -> BTreeMap<(usize, usize), Row> {
        let theirs = self.theirs();
        // What the law keeps is not altered, whoever's it is; whom it names stays, without a name.
        let mut stays: BTreeSet<_> =
            theirs.iter().copied().filter(|record| self.law_keeps(*record)).collect();
        loop {
            let names = |record: &(usize, usize)| stays.contains(record) || self.law_keeps(*record);
            let named: BTreeSet<_> = self
                .rows
                .keys()
                .filter(|record| names(record))
                .flat_map(|record| (0..self.links.len()).filter_map(|at| self.named(*record, at)))
                .filter(|named| theirs.contains(named) && !stays.contains(named))
                .collect();
            if named.is_empty() {
                break;
            }
            stays.extend(named);
        }
        let mut after = BTreeMap::new();
        for (record, row) in &self.rows {
            let mut row = row.clone();
            if theirs.contains(record) {
                if !stays.contains(record) {
                    continue;
                }
                row.is_nameless = !self.law_keeps(*record);
            } else if !self.law_keeps(*record) {
                for at in 0..self.links.len() {
                    let cut = matches!(self.links[at].tied, Tied::Refers | Tied::Shared);
                    if cut && self.named(*record, at).is_some_and(|named| theirs.contains(&named)) {
                        row.links[at] = None;
                    }
                }
            }
            after.insert(*record, row);
        }
        after
    }
}

impl World {
    /// The database after each has been erased by themselves, in their order.
    fn erased_one_by_one(&self) -> BTreeMap<(usize, usize), Row> {
        let mut world = self.clone();
        for number in &self.people {
            world.people = [*number].into();
            world.rows = world.erased();
        }
        world.rows
    }
}

/// The real thing.
impl World {
    fn columns(&self, table: usize) -> Vec<usize> {
        (0..self.links.len()).filter(|at| self.links[*at].child == table).collect()
    }

    fn script(&self) -> String {
        let mut script = String::from("BEGIN;\n");
        for table in 0..self.keyed.len() {
            let key = if self.keyed[table] { " PRIMARY KEY" } else { "" };
            let _ =
                write!(script, "CREATE TABLE d{table} (id INTEGER{key}, email TEXT, name TEXT, issued TEXT");
            for at in self.columns(table) {
                let parent = self.links[at].parent;
                let strict =
                    if self.is_strict { format!(" REFERENCES d{parent} (id)") } else { String::new() };
                let _ = write!(script, ", l{at} INTEGER{strict}");
            }
            script.push_str(");\n");
        }
        for ((table, number), row) in &self.rows {
            let issued = if row.is_recent { "2025-02-03" } else { "2010-02-03" };
            let _ = write!(
                script,
                "INSERT INTO d{table} VALUES ({number}, 'p{number}@prov.example', 'Prov {number}', '{issued}'"
            );
            for at in self.columns(*table) {
                let cell = row.links[at].map_or("NULL".to_owned(), |named| named.to_string());
                let _ = write!(script, ", {cell}");
            }
            script.push_str(");\n");
        }
        script + "COMMIT;\n"
    }

    fn policy(&self, file: &Path) -> String {
        let mut text = format!(
            "systems:\n  db: {{kind: sqlite, path: \"{}\", country: SE, time_zone: UTC}}\ndatasets:\n",
            file.display()
        );
        for table in 0..self.keyed.len() {
            let found = if table == 0 { "subject: {email: email}, " } else { "" };
            let _ = write!(
                text,
                "  d{table}: {{in: db, table: d{table}, about: [people], {found}fields: {{name: person.name}}, anchors: {{issued: issued}}, belongs_to: {{"
            );
            for parent in 0..self.keyed.len() {
                let ties: Vec<String> = self
                    .columns(table)
                    .into_iter()
                    .filter(|at| self.links[*at].parent == parent)
                    .map(|at| format!("{{by: l{at}, as: {}}}", self.links[at].tied.word()))
                    .collect();
                if !ties.is_empty() {
                    let _ = write!(text, "d{parent}: [{}], ", ties.join(", "));
                }
            }
            text.push_str("}}\n");
        }
        let of = |wanted: bool| -> Vec<String> {
            let tables = (0..self.law.len()).filter(|table| self.law[*table] == wanted);
            tables.map(|table| format!("d{table}")).collect()
        };
        let law = of(true);
        let law = if law.is_empty() { String::new() } else { bookkeeping(&law.join(", "), "issued") };
        format!("{text}activities:{}{law}", agreed(&of(false).join(", ")))
    }

    /// One line for each record: what `sqlite3` prints, or would print.
    fn lines(&self, rows: &BTreeMap<(usize, usize), Row>) -> BTreeMap<usize, Vec<String>> {
        let mut lines: BTreeMap<usize, Vec<String>> =
            (0..self.keyed.len()).map(|table| (table, Vec::new())).collect();
        for ((table, number), row) in rows {
            // A person's address is what the person was found by.
            let email = if row.is_nameless && *table == 0 {
                String::new()
            } else {
                format!("p{number}@prov.example")
            };
            let name = if row.is_nameless { String::new() } else { format!("Prov {number}") };
            let mut line = format!("{number}|{email}|{name}");
            for at in self.columns(*table) {
                let _ = write!(line, "|{}", row.links[at].map_or(String::new(), |named| named.to_string()));
            }
            lines.entry(*table).or_default().push(line);
        }
        lines
    }

    fn seen(&self, file: &Path) -> BTreeMap<usize, Vec<String>> {
        let tables = (0..self.keyed.len()).map(|table| {
            let links: String = self.columns(table).iter().map(|at| format!(", l{at}")).collect();
            let rows = sqlite_cli(file, &format!("SELECT id, email, name{links} FROM d{table} ORDER BY id;"));
            (table, rows.lines().map(str::to_owned).collect())
        });
        tables.collect()
    }

    fn person(&self) -> Person {
        let keys = self.people.iter().map(ToString::to_string).collect();
        let identified = vec![Identified { column: "id".to_owned(), keys }];
        let records = [("d0".into(), identified)].into();
        Person { records, salt: "c2FsdA".to_owned(), ..Person::default() }
    }
}

/// Whether all of it could be checked, and the plan was not refused; what was not checked may keep records, and loses none of
/// anybody else's.
async fn tried(house: &House, number: u32, world: &World, each_asks: bool) -> Result<bool, TestCaseError> {
    let file = house.path().join(format!("case-{number}.sqlite"));
    sqlite_cli(&file, &world.script());
    let context = house.open(&world.policy(&file), NOW).await;
    let person = world.person();
    let fails = |fault: &dyn std::fmt::Display| TestCaseError::fail(fault.to_string());
    let people = if each_asks { one_by_one(&person) } else { [("2026-1".to_owned(), person)].into() };
    let people = people.iter().map(|(request, person)| (request.clone(), person)).collect();
    let planned =
        erase::plan_together(&context, &people, &Weighed::default(), &Silent).await.map_err(|e| fails(&e))?;
    let not_checked = planned.decision.not_checked;
    let (plan, person) = (planned.made.plan, planned.person);
    let expected = world.lines(&world.erased());
    if !plan.steps.is_empty() {
        let approved = match erase::approve(&context, &plan, &person, APPROVER, Some(plan.rows())).await {
            Ok(approved) => approved,
            // Nothing was done, which is safe; how often is told.
            Err(AppError::Refused(_)) => return Ok(false),
            Err(fault) => return Err(fails(&fault)),
        };
        let report = erase::apply(&context, &approved, &person, &Pace::default(), &Silent)
            .await
            .map_err(|e| fails(&e))?;
        prop_assert!(report.rows.failed == 0, "{:#?}", report);
    }
    let seen = world.seen(&file);
    if not_checked.is_empty() {
        prop_assert_eq!(&seen, &expected);
    } else {
        let theirs = world.theirs();
        for ((table, number), _) in world.rows.iter().filter(|(record, _)| !theirs.contains(record)) {
            let start = format!("{number}|p{number}@prov.example|Prov {number}");
            prop_assert!(
                seen[table].iter().any(|line| line.starts_with(&start)),
                "d{} lost {}: {:?}",
                table,
                number,
                not_checked
            );
        }
    }
    Ok(not_checked.is_empty())
}

/// Draws worlds, erases people from them, and tells whether most of it could be checked.
fn draw(size: &'static Size, each_asks: bool, check: impl Fn(&World) -> Result<(), TestCaseError>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let house = House::new();
    let (tries, whole) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let config =
        Config { cases: size.cases, failure_persistence: None, max_shrink_iters: 100, ..Config::default() };
    let done = TestRunner::new_with_rng(
        config.clone(),
        proptest::test_runner::TestRng::deterministic_rng(config.rng_algorithm),
    )
    .run(&world(size), |world| {
        tries.set(tries.get() + 1);
        check(&world)?;
        let all = runtime.block_on(tried(&house, tries.get(), &world, each_asks))?;
        whole.set(whole.get() + u32::from(all));
        Ok(())
    });
    println!("{} of {} cases could be checked whole", whole.get(), tries.get());
    if let Err(fault) = done {
        panic!("{fault}");
    }
    assert!(whole.get() * 10 >= tries.get() * 6, "most of it can be checked");
}

#[test]
fn an_erasure_leaves_what_a_naive_model_leaves() {
    draw(&SMALL, false, |_| Ok(()));
}

/// Where the law keeps nothing, whoever goes first makes no difference, and one plan for all is as one after the other.
#[test]
fn thirty_who_ask_in_one_plan_leave_what_they_leave_one_by_one() {
    draw(&MANY, true, |world| {
        prop_assert_eq!(world.erased(), world.erased_one_by_one());
        Ok(())
    });
}
