//! A bucket of an S3 store. A row is a **version** of an object, the noncurrent ones too, each with the time at which it
//! was written; of a name of which nothing but delete markers is left, the row is the newest of them.
//!
//! Why not through `opendal`, like the others: it trims and collapses names (` a`, `/a`, `a//b` would become other
//! objects), and knows neither locks nor the rights to list versions. Signing is `reqsign`'s, which is `opendal`'s too.

mod api;
mod dispose;
mod lock;
mod open;
mod probe;
mod walk;
mod xml;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use futures_util::FutureExt as _;
use gallra_rules::inventory::{ColumnClass, Measure, Reach, Shapes};
use gallra_rules::names::DatasetName;
use gallra_rules::plan::{Question, Step};
use gallra_rules::policy::Dataset;
use gallra_rules::predicate::TableRef;
use gallra_rules::predicate::eval::{Value, Witness};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::contract::{ObjectMark, Prepared, Probe, Recount, Settled};
use crate::error::{ConnectError, ErrorKind};
use crate::files::named;
use crate::files::part::{self, Part, overlap};
use crate::find::{Content, Finder, Found, Mentions, Reader, Texts, Wanted};
use crate::objects::{at_once, http};
use crate::read::{ReadError, ReadQuestion, Sink};
use crate::records::{Columns, LOCKED, LOCKED_UNTIL, Shown, Tally, count_again, fate};
use crate::tree::escaped;
use api::Api;
use lock::Lock;
pub use probe::LockProbe;
use walk::Walk;

/// Requests under way at once.
const AT_ONCE: usize = 16;

/// An open bucket.
#[derive(Clone, Debug)]
pub(crate) struct S3(Arc<Bucket>);

#[derive(Debug)]
struct Bucket {
    api: Api,
    product: String,
    /// What every name begins with; ends with `/`, or is empty.
    prefix: String,
    /// How a date is written in a name.
    pattern: Option<String>,
    zone: TimeZone,
    listing: Listing,
    /// Whether objects may be locked.
    locks: bool,
    /// Why nothing can be said of this bucket, if that is so.
    blind: Option<String>,
}

/// What the store lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Listing {
    /// Every version.
    Versions,
    /// Objects: the bucket never kept versions.
    Current,
}

impl S3 {
    pub(crate) fn product(&self) -> &str {
        &self.0.product
    }

    /// Nothing is listed for this.
    pub(crate) fn shapes(&self, datasets: &[(DatasetName, Dataset)]) -> Shapes {
        if let Some(reason) = &self.0.blind {
            let mut shapes = Shapes::default();
            for (name, dataset) in datasets {
                let reach = Reach::Reached { product: self.0.product.clone() };
                shapes.systems.insert(dataset.system.clone(), reach);
                shapes.not_checked.insert(name.clone(), reason.clone());
            }
            return shapes;
        }
        let mut columns = vec![
            ("path", ColumnClass::Text, false),
            ("version", ColumnClass::Text, true),
            ("folder", ColumnClass::Text, true),
            ("modified", ColumnClass::Instant, true),
            ("size", ColumnClass::Integer, false),
        ];
        columns.extend(self.0.pattern.is_some().then_some(("named", ColumnClass::Date, true)));
        if self.0.locks {
            columns.push((LOCKED, ColumnClass::Lock, true));
            columns.push((LOCKED_UNTIL, ColumnClass::Instant, true));
        }
        let columns = Shown {
            product: &self.0.product,
            words: ["objects have", "they have"],
            columns,
            generated: true,
            key: &["path", "version"],
            fault: part::fault,
            overlap,
        };
        columns.shapes(datasets)
    }

    /// Looks for people in the names of objects, page by page.
    pub(crate) async fn find(&self, wanted: &Wanted) -> Result<Found, ConnectError> {
        let mut finder = Finder::new(wanted);
        let mut walk = self.0.walk(&wanted.table)?;
        while let Some(page) = walk.next(&self.0.api).await? {
            for (_, record, _) in self.0.records(page.rows, |_| false) {
                finder.see(&record);
            }
        }
        Ok(finder.finish())
    }

    /// Searches the contents of all versions as they come. What is no text is counted, and so is what is not handed out.
    pub(crate) async fn mentions(&self, texts: &Texts) -> Result<Mentions, ConnectError> {
        let mut reader = Reader::new(texts);
        let mut walk = self.0.walk(&texts.table)?;
        while let Some(page) = walk.next(&self.0.api).await? {
            for (mark, record, _) in self.0.records(page.rows, |_| false) {
                // Of a delete marker there is nothing to read.
                if mark.marker || !texts.within.eval(&record) {
                    continue;
                }
                let key = escaped(Path::new(mark.key.strip_prefix(&self.0.prefix).unwrap_or(&mark.key)));
                let mut content = Content::new(&mut reader, key);
                let whole = match self.0.api.open(&mark).await {
                    Ok(answer) => http::copy(answer, &mut content).await.is_ok(),
                    Err(error) if error.kind() == ErrorKind::NotPermitted => false,
                    Err(error) => return Err(error),
                };
                content.end(whole);
            }
        }
        Ok(reader.mentions)
    }

    /// Counts what a question asks, page by page.
    pub(crate) async fn measure(&self, question: &Question) -> Result<Measure, ConnectError> {
        let locks = Columns::of_question(question).has(LOCKED);
        let mut tally = Tally::new(question, &self.0.zone);
        let mut walk = self.0.walk(&question.table)?;
        while let Some(page) = walk.next(&self.0.api).await? {
            let asked = |record: &Witness| locks && question.due.eval(record);
            let rows = self.0.records(page.rows, asked);
            for (_, record) in self.0.with_locks(rows).await? {
                tally.see(&record);
            }
        }
        Ok(tally.measure)
    }

    /// Hands over the versions that are asked for, with their content if that is asked for too.
    pub(crate) async fn read(
        &self,
        position: usize,
        question: &ReadQuestion,
        sink: &mut dyn Sink,
    ) -> Result<(), ReadError> {
        let system = |error| ReadError::System(position, error);
        let locks = Columns::of_read(question).has(LOCKED);
        let mut walk = self.0.walk(&question.table).map_err(system)?;
        while let Some(page) = walk.next(&self.0.api).await.map_err(system)? {
            let rows = self.0.records(page.rows, |_| locks);
            for (mark, record) in self.0.with_locks(rows).await.map_err(system)? {
                let Some((values, marks)) = question.of_witness(&record) else { continue };
                sink.record(position, values, marks).map_err(ReadError::Sink)?;
                if !question.content {
                    continue;
                }
                // Of a delete marker there is nothing to read.
                let answer = if mark.marker { None } else { self.0.api.open(&mark).await.map_err(system)? };
                http::copy(answer, sink).await.map_err(ReadError::Sink)?;
            }
        }
        Ok(())
    }

    /// Lists again, and asks the step's own predicates.
    pub(crate) async fn recount(&self, step: &Step) -> Result<Recount, ConnectError> {
        let mut recount = Recount { excepted: vec![0; step.except.len()], ..Recount::default() };
        let mut walk = self.0.walk(&step.table)?;
        while let Some(page) = walk.next(&self.0.api).await? {
            let rows = self.0.records(page.rows, |record| step.due.eval(record));
            for (_, record) in self.0.with_locks(rows).await? {
                count_again(&mut recount, fate(step, &record), &record, &self.0.zone);
            }
        }
        Ok(recount)
    }

    /// Looks which of a batch's versions are still there.
    pub(crate) async fn settle(&self, _: &Step, prepared: &Prepared) -> Result<Settled, ConnectError> {
        let Probe::Objects(marks) = &prepared.probe else { return Ok(Settled::Unknown) };
        let keys: BTreeSet<&str> = marks.iter().map(|mark| mark.key.as_str()).collect();
        let wanted: BTreeSet<&ObjectMark> = marks.iter().collect();
        let look = |key| walk::left_of(&self.0.api, self.0.listing, key, &wanted).boxed();
        let found = at_once(AT_ONCE, keys.into_iter().map(look).collect()).await?;
        let left: u64 = found.into_iter().sum();
        Ok(match prepared.rows.saturating_sub(left) {
            0 => Settled::RolledBack,
            gone if gone == prepared.rows => Settled::Committed,
            gone => Settled::InPart { rows: gone },
        })
    }

    /// Where the bucket lies, if the store tells: the name of a region such as `eu-north-1`.
    ///
    /// # Errors
    /// The store's, but for a missing right or a store that knows no regions: then nobody knows.
    pub(crate) async fn region(&self) -> Result<Option<String>, ConnectError> {
        self.0.api.location().await
    }
}

impl Bucket {
    /// Whether everything in it can be seen.
    fn can_list(&self) -> Result<(), ConnectError> {
        let Some(reason) = &self.blind else { return Ok(()) };
        Err(ConnectError::new(
            ErrorKind::NotPermitted,
            self.api.place(),
            reason.clone(),
            "Then run the same command again",
        ))
    }

    fn walk(&self, table: &TableRef) -> Result<Walk, ConnectError> {
        let place = self.api.place();
        self.can_list()?;
        let part = Part::of(&table.name).map_err(|cause| {
            ConnectError::new(
                ErrorKind::Changed,
                place,
                cause,
                "Correct `part` in the policy, then plan again",
            )
        })?;
        let literal = match table.name.as_str() {
            "." => "",
            name => name.split(['*', '?', '[']).next().unwrap_or_default(),
        };
        Ok(Walk::new(self.listing, self.prefix.clone(), literal, part))
    }

    /// The records of a page's rows, and of which the store is to be asked whether it has locked them: of those that
    /// `asked` says, which are the due.
    fn records(
        &self,
        rows: Vec<ObjectMark>,
        asked: impl Fn(&Witness) -> bool,
    ) -> Vec<(ObjectMark, Witness, bool)> {
        let record = |mark: ObjectMark| {
            let record = self.record(&mark);
            let asked = self.locks && !mark.marker && asked(&record);
            (mark, record, asked)
        };
        rows.into_iter().map(record).collect()
    }

    async fn with_locks(
        &self,
        rows: Vec<(ObjectMark, Witness, bool)>,
    ) -> Result<Vec<(ObjectMark, Witness)>, ConnectError> {
        let ask = |(mark, _, asked): &(ObjectMark, Witness, bool)| {
            let (mark, asked) = (mark.clone(), *asked);
            async move { if asked { lock::of(&self.api, &mark).await.map(Some) } else { Ok(None) } }.boxed()
        };
        let locks = at_once(AT_ONCE, rows.iter().map(ask).collect()).await?;
        let with_lock = |((mark, mut record, _), lock): ((ObjectMark, Witness, bool), Option<Lock>)| {
            if let Some(Lock { holds, until }) = lock {
                record.columns.insert(LOCKED.to_owned(), Value::Bool(holds));
                if let Some(until) = until {
                    record.columns.insert(LOCKED_UNTIL.to_owned(), Value::Instant(until));
                }
            }
            (mark, record)
        };
        Ok(rows.into_iter().zip(locks).map(with_lock).collect())
    }

    fn record(&self, mark: &ObjectMark) -> Witness {
        let path = mark.key.strip_prefix(&self.prefix).unwrap_or(&mark.key);
        let mut columns = BTreeMap::from([
            ("path".to_owned(), Value::Text(escaped(Path::new(path)))),
            ("size".to_owned(), Value::Integer(i64::try_from(mark.size).unwrap_or(i64::MAX))),
        ]);
        if let Some((folder, _)) = path.split_once('/') {
            columns.insert("folder".to_owned(), Value::Text(escaped(Path::new(folder))));
        }
        if let Some(version) = &mark.version {
            columns.insert("version".to_owned(), Value::Text(version.clone()));
        }
        // Whether it is locked cannot be asked: reported, and never touched.
        if self.locks && !Api::can_address(&mark.key) {
            columns.insert("modified".to_owned(), Value::Text("no address".to_owned()));
            columns.insert("named".to_owned(), Value::Text("no address".to_owned()));
            return Witness { columns, related: BTreeMap::new() };
        }
        if let Ok(moment) = mark.modified.parse::<Timestamp>() {
            columns.insert("modified".to_owned(), Value::Instant(moment));
        }
        if let Some(day) = self.pattern.as_ref().and_then(|pattern| named(&escaped(Path::new(path)), pattern))
        {
            columns.insert("named".to_owned(), Value::Date(day));
        }
        Witness { columns, related: BTreeMap::new() }
    }
}
