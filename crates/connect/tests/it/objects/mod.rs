//! Objects, as situations.

mod bucket;
mod locks;
mod probe;
mod refusals;
mod remote;
mod versions;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use gallra_connect::{ConnectError, Connector};
use gallra_rules::inventory::{CountKind, Measure};
use gallra_rules::plan::{Exception, Step, Why};
use gallra_rules::policy::{System, SystemKind};
use gallra_rules::predicate::{AnchorValue, Cutoff, Encoding, Predicate, Scalar, TableRef, Unusable};
use gallra_testkit::{S3Bucket, S3Key, S3Store};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::support::{Notes, Rule, SINCE, column, limits, open_system, plan_of, system};

/// A bucket and a connector to it.
struct World {
    bucket: S3Bucket,
    connector: Connector,
}

impl World {
    async fn of(bucket: S3Bucket) -> Self {
        let connector = open(&bucket.url(S3Key::Owner), None).await.unwrap();
        Self { bucket, connector }
    }

    async fn plan(&self, rule: Rule) -> (Measure, Step) {
        plan(&self.connector, rule).await
    }

    async fn rows(&self, step: &Step) -> u64 {
        self.connector.dispose(step, &limits(u64::MAX), &mut Notes::default()).await.unwrap().rows
    }

    async fn repeat(&self, step: &Step) {
        assert_eq!(self.rows(step).await, 0, "a second run finds nothing");
        assert_eq!(self.connector.recount(step).await.unwrap().unexplained(), 0);
    }

    /// Names that are left, as another program lists them: with `!` for a delete marker.
    fn left(&self) -> Vec<String> {
        let mut names: Vec<String> = self.bucket.listed().into_iter().map(told).collect();
        names.sort();
        names
    }

    /// A moment after everything that is there, and before everything that is written from now on. A store tells whole
    /// seconds: it writes until the next has begun.
    fn now(&self) -> Timestamp {
        let newest = |bucket: &S3Bucket| bucket.listed().into_iter().map(|row| row.modified).max().unwrap();
        let before = newest(&self.bucket);
        let versioned = self.bucket.put(&["clock"], "tick");
        let mut ticks = vec![("clock", versioned[0].clone())];
        while newest(&self.bucket) == before {
            let version = self.bucket.put(&["clock"], "tick").remove(0);
            ticks.push(("clock", version));
        }
        let moment = newest(&self.bucket).parse().unwrap();
        let unique: BTreeSet<_> = ticks.into_iter().collect();
        for (name, version) in unique {
            self.bucket.delete_version(name, &version).unwrap();
        }
        moment
    }
}

fn told(row: gallra_testkit::S3Version) -> String {
    if row.marker { format!("{}!", row.key) } else { row.key }
}

async fn open(url: &str, path: Option<&str>) -> Result<Connector, ConnectError> {
    let path = path.map(PathBuf::from);
    let system =
        System { format: Some("%Y-%m-%d".to_owned()), ..system(SystemKind::S3, Some(url.to_owned()), path) };
    open_system(&system).await
}

async fn plan(connector: &Connector, rule: Rule) -> (Measure, Step) {
    let unusable = |why| Predicate::Unusable { anchor: modified(), why, since: SINCE };
    let counts = BTreeMap::from([
        (CountKind::NoAnchor, unusable(Unusable::Missing)),
        (CountKind::ImplausibleAnchor, unusable(Unusable::Implausible)),
    ]);
    let (measure, mut step) = plan_of(connector, rule.table.clone(), rule, counts).await;
    for exception in &mut step.except {
        if exception.when == locked() {
            *exception = Exception { why: Why::Locked, ..exception.clone() };
        }
    }
    (measure, step)
}

/// The exception that a planner makes of the store's own locks.
fn locked() -> Predicate {
    Predicate::In { column: "locked".to_owned(), values: vec![Scalar::Bool(true)] }
}

fn modified() -> AnchorValue {
    column("modified", Encoding::Instant)
}

/// What was written before a moment.
fn before(part: &str, moment: Timestamp) -> Rule {
    let date = moment.to_zoned(TimeZone::UTC).date();
    let cutoff = Cutoff { date, instant: moment };
    let table = TableRef { schema: None, name: part.to_owned() };
    Rule::delete(table, Predicate::Before { anchor: modified(), cutoff, since: SINCE })
}

async fn store() -> S3Store {
    S3Store::shared().await
}

/// Far beyond everything.
fn later() -> Timestamp {
    "2200-01-01T00:00:00Z".parse().unwrap()
}
