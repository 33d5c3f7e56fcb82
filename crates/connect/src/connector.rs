//! One way to every kind of system: the same calls, whatever is behind them.

use std::collections::BTreeMap;

use gallra_rules::inventory::{Measure, Shapes};
use gallra_rules::keys::{KeyQuestion, KeySet, KeySets};
use gallra_rules::live::Finding;
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::plan::{Question, Step};
use gallra_rules::policy::{Dataset, Location, System, SystemKind};
use gallra_rules::predicate::Predicate;
use jiff::tz::TimeZone;

use crate::contract::{Disposed, Journal, Limits, Prepared, Recount, Right, Settled, StopSignal};
use crate::files::Files;
use crate::find::{Found, Mentions, Texts, Wanted};
use crate::keys::{self, Oldest};
use crate::logs::Logs;
use crate::objects::remote::Remote;
use crate::objects::s3::{LockProbe, S3};
use crate::open::{SecretError, Settings};
use crate::papers::{Papers, Struck};
use crate::parts::SurveyedPart;
use crate::read::{ReadError, ReadQuestion, Sink};
use crate::residue::{Cost, Place, Reason, Trace, Want};
use crate::rights::Work;
use crate::survey::Surveyed;
use crate::{ConnectError, Database, DisposeError};

/// An open system. Keeps the [contract](crate::contract).
#[derive(Debug)]
pub struct Connector {
    kind: Kind,
    zone: TimeZone,
    keys: KeySets,
}

#[derive(Debug)]
enum Kind {
    Database(Box<Database>),
    Logs(Logs),
    Files(Files),
    Papers(Papers),
    S3(S3),
    Remote(Remote),
}

impl Connector {
    /// Opens a system and sees that it answers. Nothing is created, nothing is changed.
    ///
    /// `secrets` tells the value at a [`Location`]; see [`crate::read_secret`]. An error never holds the address.
    pub async fn open(
        name: &SystemName,
        system: &System,
        settings: &Settings,
        secrets: &(dyn Fn(&Location) -> Result<String, SecretError> + Sync),
    ) -> Result<Self, ConnectError> {
        let kind = match system.kind {
            SystemKind::Logs if system.format.as_deref() == Some("journal") => {
                Kind::Files(Files::open(name, system, settings)?)
            }
            SystemKind::Logs => Kind::Logs(Logs::open(name, system, settings)?),
            SystemKind::Files => Kind::Files(Files::open(name, system, settings)?),
            SystemKind::Manual => Kind::Papers(Papers::open(name, system, settings)?),
            SystemKind::S3 => Kind::S3(S3::open(name, system, settings, secrets).await?),
            SystemKind::Sftp | SystemKind::Webdav => {
                Kind::Remote(Remote::open(name, system, settings, secrets).await?)
            }
            _ => Kind::Database(Box::new(Database::open(name, system, settings, secrets).await?)),
        };
        Ok(Self { kind, zone: settings.time_zone.clone(), keys: KeySets::new() })
    }

    /// Gives it the keys that other systems told, which questions and steps name by their hashes.
    pub fn know(&mut self, keys: KeySets) {
        self.keys = keys;
    }

    /// The same, beside those that it knows already.
    pub fn also_know(&mut self, keys: KeySets) {
        self.keys.extend(keys);
    }

    /// Hands out some columns of each record as text, `None` for NULL, until one is answered with `false`. Reads only;
    /// nothing is kept.
    ///
    /// # Errors
    /// The system's; [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) for what is no database.
    pub async fn stream(
        &self,
        asked: &crate::Columns,
        see: impl FnMut(Vec<Option<String>>) -> bool + Send,
    ) -> Result<(), ConnectError> {
        match &self.kind {
            Kind::Database(it) => it.stream(asked, &self.keys, see).await,
            _ => Err(crate::records::unsupported(self.product(), "only a database hands out single columns")),
        }
    }

    /// Tries a step out that changes columns, and takes it back: whatever the system refuses, it refuses here, before
    /// anything is changed. `after` are the records that should have the values then: it is asked before and after. Tells how
    /// many records would change.
    ///
    /// # Errors
    /// The system's; [`ErrorKind::BadValue`](crate::ErrorKind::BadValue) where the system would store another value than
    /// the one given; [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) for what is no database.
    pub async fn rehearse(&self, step: &Step, after: &Predicate) -> Result<u64, ConnectError> {
        let filled = keys::step(step, &self.keys)?;
        let step = filled.as_ref().unwrap_or(step);
        match &self.kind {
            Kind::Database(it) => it.rehearse(step, &keys::predicate(&step.table, after, &self.keys)?).await,
            _ => Err(crate::records::unsupported(self.product(), "only a database changes values in place")),
        }
    }

    /// Reads keys with their dates, for the records of other systems. Reads only; nothing else of a record leaves the
    /// system.
    ///
    /// # Errors
    /// The system's; [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) for what is no database, and for more than
    /// [`gallra_rules::keys::MOST_KEYS`].
    pub async fn keys(&self, asked: &KeyQuestion) -> Result<KeySet, ConnectError> {
        match &self.kind {
            Kind::Database(it) if asked.within.needs_keys() => {
                let within = asked
                    .within
                    .with_keys(&self.keys)
                    .map_err(|_| crate::sql::keys::not_filled_in(&asked.table))?;
                it.keys(&KeyQuestion { within, ..asked.clone() }).await
            }
            Kind::Database(it) => it.keys(asked).await,
            _ => Err(ConnectError::new(
                crate::ErrorKind::Unsupported,
                self.product(),
                "only a database can tell the dates of another system's records",
                "Name a dataset of a database in `from`",
            )),
        }
    }

    /// Product and version, such as `PostgreSQL 15.18`.
    pub fn product(&self) -> &str {
        match &self.kind {
            Kind::Database(it) => it.product(),
            Kind::Logs(it) => it.product(),
            Kind::Files(it) => it.product(),
            Kind::Papers(it) => it.product(),
            Kind::S3(it) => it.product(),
            Kind::Remote(it) => it.product(),
        }
    }

    /// The shapes of these datasets' tables, all of this one system. A table or column that is not there is a reason in
    /// `not_checked` and no failure of the others; an error means that the system did not answer.
    pub async fn shapes(&self, datasets: &[(DatasetName, Dataset)]) -> Result<Shapes, ConnectError> {
        match &self.kind {
            Kind::Database(it) => it.shapes(datasets).await,
            Kind::Logs(it) => Ok(it.shapes(datasets)),
            Kind::Files(it) => Ok(it.shapes(datasets)),
            Kind::Papers(it) => it.shapes(datasets),
            Kind::S3(it) => Ok(it.shapes(datasets)),
            Kind::Remote(it) => Ok(it.shapes(datasets)),
        }
    }

    /// Reads the records that questions ask for, all of this one system; a database as of one moment. Reads only. See
    /// [`crate::read`].
    ///
    /// # Errors
    /// The system's and the sink's. What the sink has got of the question at hand is then not all of it.
    pub async fn read(&self, questions: &[ReadQuestion], sink: &mut dyn Sink) -> Result<(), ReadError> {
        let filled = questions.iter().enumerate();
        let filled =
            filled.map(|(at, one)| one.filled(&self.keys).map_err(|error| ReadError::System(at, error)));
        let filled: Vec<ReadQuestion> = filled.collect::<Result<_, _>>()?;
        if let Kind::Database(it) = &self.kind {
            return it.read(&filled, sink).await;
        }
        for (position, question) in filled.into_iter().enumerate() {
            match &self.kind {
                Kind::Database(_) => {}
                Kind::Logs(it) => it.read(position, question, sink).await?,
                Kind::Files(it) => it.read(position, question, sink).await?,
                Kind::Papers(it) => it.read(position, question, sink).await?,
                Kind::S3(it) => it.read(position, &question, sink).await?,
                Kind::Remote(it) => it.read(position, &question, sink).await?,
            }
        }
        Ok(())
    }

    /// Counts what a question asks. Reads only; no record leaves the system.
    pub async fn measure(&self, question: &Question) -> Result<Measure, ConnectError> {
        let Some(filled) = keys::question(question, &self.keys)? else { return self.ask(question).await };
        let mut measure = self.ask(&filled).await?;
        if let Some(anchor) = question.oldest_of.as_ref().filter(|anchor| anchor.is_keyed())
            && measure.due > 0
        {
            let mut oldest = Oldest::new(anchor, &self.keys, &self.zone);
            while let Some(next) = oldest.next(&filled)? {
                oldest.told(&self.ask(&next).await?);
            }
            measure.oldest = oldest.day();
        }
        Ok(measure)
    }

    async fn ask(&self, question: &Question) -> Result<Measure, ConnectError> {
        match &self.kind {
            Kind::Database(it) => it.measure(question).await,
            Kind::Logs(it) => it.measure(question).await,
            Kind::Files(it) => it.measure(question).await,
            Kind::Papers(it) => it.measure(question).await,
            Kind::S3(it) => it.measure(question).await,
            Kind::Remote(it) => it.measure(question).await,
        }
    }

    /// Looks for identifiers, for as many people at once as are asked for. Reads only; what leaves the system is the
    /// columns that [`Wanted::tell`] names, of records that match.
    ///
    /// # Errors
    /// The system's.
    pub async fn find(&self, wanted: &Wanted) -> Result<Found, ConnectError> {
        match &self.kind {
            Kind::Database(it) => it.find(wanted).await,
            Kind::Logs(it) => it.find(wanted).await,
            Kind::Files(it) => it.find(wanted).await,
            Kind::Papers(it) => it.find(wanted).await,
            Kind::S3(it) => it.find(wanted).await,
            Kind::Remote(it) => it.find(wanted).await,
        }
    }

    /// Searches texts for what speaks of people, once for all of them. Reads only; what leaves the system is the words around
    /// each find.
    ///
    /// # Errors
    /// The system's. What cannot be searched at all is told in [`Mentions::refused`].
    pub async fn mentions(&self, texts: &Texts) -> Result<Mentions, ConnectError> {
        match &self.kind {
            Kind::Database(it) => it.mentions(texts).await,
            Kind::Logs(it) => it.mentions(texts).await,
            Kind::Files(it) => it.mentions(texts).await,
            Kind::Papers(it) => it.mentions(texts).await,
            Kind::S3(it) => it.mentions(texts).await,
            Kind::Remote(it) => it.mentions(texts).await,
        }
    }

    /// Looks at every table that the role may see, sampling up to `rows` records of each. Reads only. Empty for what is
    /// no database; see [`Connector::survey_parts`].
    ///
    /// # Errors
    /// The system's. A table that may not be read is told in [`Surveyed::unread`].
    pub async fn survey(&self, rows: u32) -> Result<Vec<Surveyed>, ConnectError> {
        match &self.kind {
            Kind::Database(it) => it.survey(rows).await,
            Kind::Logs(_) | Kind::Files(_) | Kind::S3(_) | Kind::Remote(_) | Kind::Papers(_) => {
                Ok(Vec::new())
            }
        }
    }

    /// The same of what is no database: its logs or folders, from a bounded sample of each. Empty for a database.
    ///
    /// # Errors
    /// The system's. What may not be read is counted in [`SurveyedPart::closed`].
    pub async fn survey_parts(&self) -> Result<Vec<SurveyedPart>, ConnectError> {
        match &self.kind {
            Kind::Database(_) | Kind::S3(_) | Kind::Remote(_) | Kind::Papers(_) => Ok(Vec::new()),
            Kind::Logs(it) => it.survey().await,
            Kind::Files(it) if it.is_journal() => Ok(Vec::new()),
            Kind::Files(it) => it.survey().await,
        }
    }

    /// Whether a dataset's part is there: its folder, or at least one file. Of a database always.
    ///
    /// # Errors
    /// The system's.
    pub async fn has_part(&self, part: &str) -> Result<bool, ConnectError> {
        match &self.kind {
            Kind::Database(_) | Kind::S3(_) | Kind::Remote(_) | Kind::Papers(_) => Ok(true),
            Kind::Logs(it) => it.has_part(part).await,
            Kind::Files(it) => it.has_part(part).await,
        }
    }

    /// Counts the records that a question is about by the first of some conditions that holds; the last count is of
    /// those for which none does. One pass. Reads only; no record leaves the system.
    pub async fn classify(
        &self,
        question: &Question,
        classes: &[Predicate],
    ) -> Result<Vec<u64>, ConnectError> {
        let asked = Question {
            within: Predicate::always(),
            oldest_of: None,
            overdue: None,
            counts: BTreeMap::new(),
            except: classes.to_vec(),
            effects: Vec::new(),
            partitions: Vec::new(),
            ..question.clone()
        };
        let measure = self.measure(&asked).await?;
        Ok(measure.excepted.into_iter().chain([measure.disposable]).collect())
    }

    /// The rights that the work needs, sorted.
    pub async fn rights(&self, work: Work<'_>) -> Result<Vec<Right>, ConnectError> {
        match &self.kind {
            Kind::Database(it) => it.rights(work).await,
            Kind::Logs(_) | Kind::Files(_) | Kind::S3(_) | Kind::Remote(_) | Kind::Papers(_) => {
                Ok(crate::records::rights(work))
            }
        }
    }

    /// What the account that it connects with may do beyond these rights; for databases only. `clears` says that residue
    /// is to be cleared, which takes more. Reads catalogs only.
    ///
    /// # Errors
    /// The system's.
    pub async fn excess(&self, needed: &[Right], clears: bool) -> Result<Vec<Finding>, ConnectError> {
        match &self.kind {
            Kind::Database(it) => it.excess(needed, clears).await,
            Kind::Logs(_) | Kind::Files(_) | Kind::S3(_) | Kind::Remote(_) | Kind::Papers(_) => {
                Ok(Vec::new())
            }
        }
    }

    /// Disposes of the step's rows.
    ///
    /// Cancel-safe: a dropped call leaves at most one batch open. Repeatable: what is gone stays gone, and a second call
    /// finds nothing. Never more than `limits.rows` rows are touched.
    pub async fn dispose<J: Journal>(
        &self,
        step: &Step,
        limits: &Limits,
        journal: &mut J,
    ) -> Result<Disposed, DisposeError> {
        let filled = keys::step(step, &self.keys)?;
        let step = filled.as_ref().unwrap_or(step);
        match &self.kind {
            Kind::Database(it) => it.dispose(step, limits, journal).await,
            Kind::Logs(it) => it.dispose(step, limits, journal).await,
            Kind::Files(it) => it.dispose(step, limits, journal).await,
            Kind::Papers(_) => Err(self.by_a_person().into()),
            Kind::S3(it) => it.dispose(step, limits, journal).await,
            Kind::Remote(it) => it.dispose(step, limits, journal).await,
        }
    }

    /// Tells whether a batch that was prepared was committed. Changes nothing; may be asked again.
    pub async fn settle(&self, step: &Step, prepared: &Prepared) -> Result<Settled, ConnectError> {
        let filled = keys::step(step, &self.keys)?;
        let step = filled.as_ref().unwrap_or(step);
        match &self.kind {
            Kind::Database(it) => it.settle(step, prepared).await,
            Kind::Logs(it) => it.settle(step, prepared).await,
            Kind::Files(it) => it.settle(step, prepared).await,
            Kind::Papers(_) => Err(self.by_a_person()),
            Kind::S3(it) => it.settle(step, prepared).await,
            Kind::Remote(it) => it.settle(step, prepared).await,
        }
    }

    /// Counts again: what the rule still covers, and which exception keeps it.
    pub async fn recount(&self, step: &Step) -> Result<Recount, ConnectError> {
        let filled = keys::step(step, &self.keys)?;
        let step = filled.as_ref().unwrap_or(step);
        match &self.kind {
            Kind::Database(it) => it.recount(step).await,
            Kind::Logs(it) => it.recount(step).await,
            Kind::Files(it) => it.recount(step).await,
            Kind::Papers(it) => it.recount(step).await,
            Kind::S3(it) => it.recount(step).await,
            Kind::Remote(it) => it.recount(step).await,
        }
    }

    /// Tells what the store still keeps of what `step` disposed of (`rows`, over all attempts), after clearing it if that is
    /// wanted. The blocks of logs and files are overwritten while they go, which only the process that did it can tell; of
    /// objects nothing can be told: a service shows what it serves, never its disks.
    ///
    /// # Errors
    /// Only where nothing at all could be learned: the system does not answer.
    pub async fn residue(
        &self,
        step: &Step,
        rows: u64,
        want: Want,
        stop: &StopSignal,
    ) -> Result<Vec<Trace>, ConnectError> {
        let filled = keys::step(step, &self.keys)?;
        let step = filled.as_ref().unwrap_or(step);
        match &self.kind {
            Kind::Database(it) => it.residue(step, want, stop).await,
            Kind::Logs(it) => Ok(it.residue(step, rows, want)),
            Kind::Files(it) => Ok(it.residue(step, rows, want)),
            Kind::Papers(_) => Ok(Vec::new()),
            Kind::S3(_) | Kind::Remote(_) => {
                Ok(vec![Trace::not_checked(Place::Storage, Reason::BehindService)])
            }
        }
    }

    /// What clearing would take; `None` where there is nothing to clear. Read-only.
    ///
    /// # Errors
    /// The system's.
    pub async fn residue_cost(&self, step: &Step) -> Result<Option<Cost>, ConnectError> {
        let filled = keys::step(step, &self.keys)?;
        let step = filled.as_ref().unwrap_or(step);
        match &self.kind {
            Kind::Database(it) => it.residue_cost(step).await.map(Some),
            Kind::Logs(_) | Kind::Files(_) | Kind::S3(_) | Kind::Remote(_) | Kind::Papers(_) => Ok(None),
        }
    }

    /// Where the store says that it lies: a region such as `eu-north-1`. `None` where it does not say.
    ///
    /// # Errors
    /// The system's.
    pub async fn region(&self) -> Result<Option<String>, ConnectError> {
        match &self.kind {
            Kind::S3(it) => it.region().await,
            Kind::Database(_) | Kind::Logs(_) | Kind::Files(_) | Kind::Remote(_) | Kind::Papers(_) => {
                Ok(None)
            }
        }
    }

    /// Tries out whether the store honours an object lock: writes one small object of Gallra's own with a retention of a few
    /// seconds, tries to delete it, and removes it when the retention is over. Takes that long. `None` for what is no bucket.
    /// Never called unless the user asked for it.
    ///
    /// # Errors
    /// The store's, and everything for which nothing can be said: a missing right, an answer that came too late. What could
    /// not be removed then is removed by the next probe.
    pub async fn probe_lock(&self) -> Result<Option<LockProbe>, ConnectError> {
        match &self.kind {
            Kind::S3(it) => it.probe_lock().await.map(Some),
            Kind::Database(_) | Kind::Logs(_) | Kind::Files(_) | Kind::Remote(_) | Kind::Papers(_) => {
                Ok(None)
            }
        }
    }

    /// Closes every connection.
    pub async fn close(&self) {
        match &self.kind {
            Kind::Database(it) => it.close().await,
            Kind::Logs(_) | Kind::Files(_) | Kind::S3(_) | Kind::Papers(_) => {}
            Kind::Remote(it) => it.close().await,
        }
    }

    /// Takes the rows that are due, and that nothing keeps, off an index of papers, once [`Struck::commit`] is called.
    ///
    /// # Errors
    /// The index's; [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) for everything that Gallra disposes of
    /// itself.
    pub async fn strike(&self, question: &Question) -> Result<Struck, ConnectError> {
        let filled = keys::question(question, &self.keys)?;
        let question = filled.as_ref().unwrap_or(question);
        match &self.kind {
            Kind::Papers(it) => it.strike(question).await,
            _ => Err(crate::records::unsupported(
                self.product(),
                "only an index of papers has rows to strike off",
            )),
        }
    }

    /// An index of papers as it is now.
    ///
    /// # Errors
    /// As [`Connector::strike`].
    pub async fn index(&self) -> Result<Vec<u8>, ConnectError> {
        match &self.kind {
            Kind::Papers(it) => it.content().await,
            _ => Err(crate::records::unsupported(self.product(), "only papers have an index")),
        }
    }

    fn by_a_person(&self) -> ConnectError {
        crate::records::unsupported(self.product(), "only a person can throw papers away")
    }
}
