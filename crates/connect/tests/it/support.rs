//! A database of one engine, its native client, and a connector to it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use gallra_connect::contract::{Disposed, Journal, JournalError, Limits, Prepared, Recount, StopSignal};
use gallra_connect::{ConnectError, Connector, DisposeError, Settings};
use gallra_rules::hold::HoldId;
use gallra_rules::inventory::{CountKind, Effect, Measure, OnDelete, TableShape};
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::plan::{Action, Exception, Expected, Question, Step, StepId, Why};
use gallra_rules::policy::{Dataset, Location, System, SystemKind};
use gallra_rules::predicate::{AnchorValue, Cutoff, Encoding, Join, Predicate, TableRef};
use gallra_rules::residue::Residue;
use gallra_testkit::{MariaDatabase, MariaDb, PgDatabase, PgVersion, Postgres, sqlite_cli};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

pub(crate) enum Db {
    Postgres(PgDatabase),
    Maria(MariaDatabase),
    /// The folder, which goes with it, and the file.
    Sqlite(#[allow(dead_code, reason = "kept for its end")] tempfile::TempDir, PathBuf),
}

pub(crate) struct World {
    pub(crate) db: Db,
    pub(crate) connector: Connector,
}

/// The day in whose light the tests stand: cutoffs are counted from here.
pub(crate) const SINCE: Date = date(1900, 1, 1);

impl World {
    pub(crate) async fn postgres(version: PgVersion) -> Self {
        Self::of(Db::Postgres(Postgres::shared(version).await.database("contract"))).await
    }
    pub(crate) async fn maria() -> Self {
        Self::of(Db::Maria(MariaDb::shared().await.database("contract"))).await
    }
    pub(crate) async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("company.sqlite");
        // SQLite's own default journal; the crash tests use the other.
        sqlite_cli(&file, "CREATE TABLE unrelated (id integer);");
        Self::of(Db::Sqlite(folder, file)).await
    }

    pub(crate) async fn of(db: Db) -> Self {
        let connector = open(&db, None).await.unwrap();
        Self { db, connector }
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.db, Db::Postgres(_))
    }
    pub(crate) fn is_maria(&self) -> bool {
        matches!(self.db, Db::Maria(_))
    }
    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.db, Db::Sqlite(..))
    }

    /// Runs SQL with the engine's own client; columns are separated by `|`.
    pub(crate) fn sql(&self, text: &str) -> String {
        match &self.db {
            Db::Postgres(db) => db.psql(text),
            Db::Maria(db) => db.mariadb(text).replace('\t', "|"),
            Db::Sqlite(_, file) => sqlite_cli(file, text),
        }
    }

    pub(crate) fn count(&self, from: &str) -> u64 {
        self.sql(&format!("SELECT count(*) FROM {from};")).trim().parse().unwrap()
    }

    /// The word for this engine: PostgreSQL, MariaDB, SQLite.
    pub(crate) fn pick<'t>(&self, postgres: &'t str, maria: &'t str, sqlite: &'t str) -> &'t str {
        match self.db {
            Db::Postgres(_) => postgres,
            Db::Maria(_) => maria,
            Db::Sqlite(..) => sqlite,
        }
    }

    pub(crate) fn quote(&self, name: &str) -> String {
        if self.is_maria() {
            format!("`{}`", name.replace('`', "``"))
        } else {
            format!("\"{}\"", name.replace('"', "\"\""))
        }
    }

    /// A table in the default schema, with the schema filled in as the shapes do.
    pub(crate) fn table(&self, name: &str) -> TableRef {
        let schema = match &self.db {
            Db::Postgres(_) => Some("public".to_owned()),
            Db::Maria(db) => Some(db.name().to_owned()),
            Db::Sqlite(..) => None,
        };
        TableRef { schema, name: name.to_owned() }
    }

    /// The shape of a table, asked for by the name that a policy would give.
    pub(crate) async fn shape(&self, table: TableRef) -> TableShape {
        let shapes = self.connector.shapes(&[("d".into(), dataset(table))]).await.unwrap();
        let reasons = format!("{:?}", shapes.not_checked);
        shapes.tables.into_values().next().unwrap_or_else(|| panic!("{reasons}"))
    }

    /// Measures a rule and makes the step that follows from it: exceptions as foreseen, effects from the shape.
    pub(crate) async fn plan(&self, rule: Rule) -> (Measure, Step) {
        plan_of(&self.connector, rule.table.clone(), rule, BTreeMap::new()).await
    }

    pub(crate) async fn dispose(&self, step: &Step) -> Disposed {
        self.connector.dispose(step, &limits(u64::MAX), &mut Notes::default()).await.unwrap()
    }

    pub(crate) async fn recount(&self, step: &Step) -> Recount {
        self.connector.recount(step).await.unwrap()
    }

    /// Repeats every step: disposing again finds nothing, and so does a dry count.
    pub(crate) async fn repeat(&self, step: &Step) {
        let again = self.dispose(step).await;
        assert_eq!(again.rows, 0, "a second run finds nothing");
        assert!(again.effects.iter().all(|rows| *rows == 0));
        assert_eq!(self.recount(step).await.unexplained(), 0, "nothing is left unexplained");
    }
}

/// Measures a rule and makes the step that follows from it, at any connector.
pub(crate) async fn plan_of(
    connector: &Connector,
    table: TableRef,
    rule: Rule,
    counts: BTreeMap<CountKind, Predicate>,
) -> (Measure, Step) {
    let shape = shape_of(connector, table).await;
    let deletes = rule.action == Action::Delete;
    let question = Question {
        dataset: "d".into(),
        system: "s".into(),
        table: shape.table.clone(),
        key: shape.primary_key.clone(),
        within: Predicate::always(),
        due: rule.due.clone(),
        oldest_of: rule.anchor.clone(),
        overdue: None,
        counts,
        except: rule.except.iter().map(|(foreseen, _)| foreseen.clone()).collect(),
        effects: if deletes { shape.effects.clone() } else { Vec::new() },
        partitions: if deletes { shape.partitions.clone() } else { Vec::new() },
    };
    let measure = connector.measure(&question).await.unwrap();
    let step = Step {
        id: StepId("step".to_owned()),
        system: "s".into(),
        dataset: "d".into(),
        table: shape.table.clone(),
        key: shape.primary_key.clone(),
        action: rule.action,
        due: rule.due,
        except: rule
            .except
            .into_iter()
            .map(|(foreseen, when)| Exception { why: Why::Held(HoldId("h".to_owned())), when, foreseen })
            .collect(),
        unlink: rule.unlink,
        expected: Expected {
            total: measure.total,
            total_is_estimate: measure.total_is_estimate,
            due: measure.due,
            oldest: measure.oldest,
            overdue: measure.overdue,
            excepted: measure.excepted.clone(),
            disposable: measure.disposable,
            effects: question.effects.iter().cloned().zip(measure.effects.iter().copied()).collect(),
            whole_partitions: measure.whole_partitions.clone(),
            held_until: measure.held_until,
        },
        because: Vec::new(),
        after: Vec::new(),
        guard: None,
        residue: gallra_rules::residue::Residue::default(),
    };
    (measure, step)
}

/// The shape of a table, or of a part of a system that is no database.
async fn shape_of(connector: &Connector, table: TableRef) -> TableShape {
    let part = Some(table.name.clone());
    let shapes = connector.shapes(&[("d".into(), Dataset { part, ..dataset(table) })]).await.unwrap();
    let reasons = format!("{:?}", shapes.not_checked);
    shapes.tables.into_values().next().unwrap_or_else(|| panic!("{reasons}"))
}

/// A rule, in short.
pub(crate) struct Rule {
    pub(crate) table: TableRef,
    pub(crate) due: Predicate,
    pub(crate) anchor: Option<AnchorValue>,
    /// (foreseen, when).
    pub(crate) except: Vec<(Predicate, Predicate)>,
    pub(crate) action: Action,
    pub(crate) unlink: Vec<String>,
}

impl Rule {
    pub(crate) fn delete(table: TableRef, due: Predicate) -> Self {
        let anchor = match &due {
            Predicate::Before { anchor, .. } => Some(anchor.clone()),
            _ => None,
        };
        Self { table, due, anchor, except: Vec::new(), action: Action::Delete, unlink: Vec::new() }
    }
    pub(crate) fn except(mut self, when: Predicate) -> Self {
        self.except.push((when.clone(), when));
        self
    }
}

pub(crate) fn column(column: &str, encoding: Encoding) -> AnchorValue {
    AnchorValue::Column { column: column.to_owned(), encoding }
}

/// Before the start of a day, in UTC.
pub(crate) fn before(anchor: AnchorValue, day: Date) -> Predicate {
    Predicate::Before { anchor, cutoff: cutoff(day, "UTC"), since: SINCE }
}

pub(crate) fn before_date(name: &str, day: Date) -> Predicate {
    before(column(name, Encoding::Date), day)
}

pub(crate) fn cutoff(day: Date, zone: &str) -> Cutoff {
    let zone = TimeZone::get(zone).unwrap();
    Cutoff { date: day, instant: day.to_zoned(zone).unwrap().timestamp() }
}

pub(crate) fn related(join: Join, is: Predicate) -> Predicate {
    Predicate::Related { join, is: Box::new(is) }
}

pub(crate) fn join(table: TableRef, on: &[(&str, &str)]) -> Join {
    Join { table, on: on.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect() }
}

pub(crate) fn limits(rows: u64) -> Limits {
    Limits { lock_time: Duration::from_millis(250), rows_per_second: None, rows, stop: StopSignal::default() }
}

pub(crate) fn dataset(table: TableRef) -> Dataset {
    Dataset {
        register: None,
        system: SystemName::from("s"),
        table: Some(table),
        part: None,
        key: Vec::new(),
        filter: BTreeMap::new(),
        subject: BTreeMap::new(),
        groups: Vec::new(),
        fields: BTreeMap::new(),
        not_personal: BTreeMap::new(),
        belongs_to: BTreeMap::new(),
        anchors: BTreeMap::new(),
    }
}

pub(crate) fn system(kind: SystemKind, url: Option<String>, path: Option<PathBuf>) -> System {
    System {
        kind,
        url: url.map(Location::Plain),
        path,
        format: None,
        country: None,
        transfer: None,
        operated_by: None,
        time_zone: None,
        place: None,
        responsible: None,
        ca: None,
        hosts: Vec::new(),
        region: None,
        residue: Residue::default(),
        not_personal: None,
    }
}

/// Opens the database as its owner, or at another address.
pub(crate) async fn open(db: &Db, url: Option<String>) -> Result<Connector, ConnectError> {
    let system = match db {
        Db::Postgres(db) => system(SystemKind::Postgres, Some(url.unwrap_or_else(|| db.url())), None),
        Db::Maria(db) => system(SystemKind::Mysql, Some(url.unwrap_or_else(|| db.url())), None),
        Db::Sqlite(_, file) => system(SystemKind::Sqlite, None, Some(file.clone())),
    };
    open_system(&system).await
}

pub(crate) async fn open_system(system: &System) -> Result<Connector, ConnectError> {
    let settings = Settings {
        policy_dir: PathBuf::from("/"),
        time_zone: TimeZone::get("Europe/Stockholm").unwrap(),
        guard_share_percent: 20,
        own_state: None,
    };
    let dir = settings.policy_dir.clone();
    Connector::open(&"s".into(), system, &settings, &|place| gallra_connect::read_secret(&dir, place)).await
}

pub(crate) fn effect(path: Vec<Join>, action: OnDelete) -> Effect {
    Effect { path, action }
}

/// Told which batch it is, counted from 1.
pub(crate) type Meanwhile = Box<dyn FnMut(usize) + Send>;

/// A journal in memory, that can be told to fail.
#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) prepared: Vec<Prepared>,
    pub(crate) committed: Vec<Prepared>,
    /// `prepared` fails at this call, counted from 1.
    pub(crate) fail_at: Option<usize>,
    /// Something that happens at every `prepared`.
    pub(crate) meanwhile: Option<Mutex<Meanwhile>>,
}

impl Journal for Notes {
    async fn prepared(&mut self, batch: &Prepared) -> Result<(), JournalError> {
        self.prepared.push(batch.clone());
        if let Some(meanwhile) = &self.meanwhile {
            meanwhile.lock().unwrap()(self.prepared.len());
        }
        if self.fail_at == Some(self.prepared.len()) {
            return Err(JournalError("the disk is full".to_owned()));
        }
        Ok(())
    }
    async fn committed(&mut self, batch: &Prepared, _: Duration) -> Result<(), JournalError> {
        self.committed.push(batch.clone());
        Ok(())
    }
}

impl Notes {
    pub(crate) fn rows(&self) -> u64 {
        self.committed.iter().map(|batch| batch.rows).sum()
    }
}

pub(crate) fn kind_of(error: &DisposeError) -> gallra_connect::ErrorKind {
    error.kind().expect("a failure of the system")
}

pub(crate) fn name(name: &str) -> DatasetName {
    DatasetName::from(name)
}
