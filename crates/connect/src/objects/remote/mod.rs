//! A directory tree on another machine, over SFTP or WebDAV, as [`crate::files`] shows one on this disk.
//!
//! Neither protocol tells files apart by number, and neither deletes a file only if it is unchanged: each is looked at
//! right before it goes, by its time, size and (WebDAV) tag, and WebDAV is asked to delete that tag only. Links are not
//! followed. Not through `opendal`: it makes missing folders when it connects, cannot bear a name that is no text, and
//! deletes a folder that has taken a file's name with everything in it.

mod dispose;
mod sftp;
mod webdav;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gallra_rules::inventory::{Measure, Shapes};
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::plan::{Question, Step};
use gallra_rules::policy::{Dataset, Location, System, SystemKind};
use gallra_rules::predicate::TableRef;
use gallra_rules::predicate::eval::{Value, Witness};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::contract::{ObjectMark, Prepared, Probe, Recount, Settled};
use crate::error::{ConnectError, ErrorKind};
use crate::files::part::Part;
use crate::files::{named, path_of, shown};
use crate::find::{Content, Finder, Found as People, Mentions, Reader, Texts, Wanted};
use crate::open::{SecretError, Settings, address};
use crate::read::{ReadError, ReadQuestion, Sink};
use crate::records::{Tally, count_again, fate};
use crate::tree::{escaped, unescaped};
use sftp::Sftp;
use webdav::Webdav;

/// An open tree.
#[derive(Clone, Debug)]
pub(crate) struct Remote(Arc<Tree>);

#[derive(Debug)]
struct Tree {
    place: String,
    server: Server,
    /// How a date is written in a path.
    pattern: Option<String>,
    zone: TimeZone,
}

#[derive(Debug)]
enum Server {
    Sftp(Sftp),
    Webdav(Webdav),
}

/// What was found in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Found {
    /// From the tree's root.
    path: PathBuf,
    kind: Kind,
    modified: Option<Timestamp>,
    size: u64,
    /// What its content is told by, where the server does.
    etag: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    File,
    /// A file with a second name: its content would live on.
    Linked,
    Folder,
    /// A link, a device: nothing of ours.
    Other,
    /// It is there, and the server does not say what it is.
    Untold,
}

impl Server {
    /// What is in a folder; `None` if it may not be looked into.
    async fn list(&self, folder: &Path) -> Result<Option<Vec<Found>>, ConnectError> {
        match self {
            Self::Sftp(it) => it.list(folder).await,
            Self::Webdav(it) => it.list(folder).await,
        }
    }
    /// What is there under a name now.
    async fn find(&self, path: &Path) -> Result<Option<Found>, ConnectError> {
        match self {
            Self::Sftp(it) => it.find(path).await,
            Self::Webdav(it) => it.find(path).await,
        }
    }
    /// Hands on what is in a file.
    async fn copy(&self, path: &Path, sink: &mut dyn Sink) -> std::io::Result<()> {
        match self {
            Self::Sftp(it) => it.copy(path, sink).await,
            Self::Webdav(it) => it.copy(path, sink).await,
        }
    }
    /// Takes a file away. False if it was gone or is another by now.
    async fn remove(&self, file: &Found) -> Result<bool, ConnectError> {
        match self {
            Self::Sftp(it) => it.remove(&file.path).await,
            Self::Webdav(it) => it.remove(file).await,
        }
    }
    /// Takes an empty folder away, where that can be asked for without risk. False if it stays.
    async fn remove_folder(&self, folder: &Path) -> bool {
        match self {
            Self::Sftp(it) => it.remove_folder(folder).await,
            // A deletion would take everything in it that came meanwhile.
            Self::Webdav(_) => false,
        }
    }
}

impl Remote {
    /// Sees that the folder answers. Nothing is made.
    pub(crate) async fn open(
        name: &SystemName,
        system: &System,
        settings: &Settings,
        secrets: &(dyn Fn(&Location) -> Result<String, SecretError> + Sync),
    ) -> Result<Self, ConnectError> {
        let place = format!("system `{name}`");
        let address = address(&place, system, secrets)?;
        let within = system.path.clone().unwrap_or_default();
        let server = if system.kind == SystemKind::Sftp {
            Server::Sftp(Sftp::open(place.clone(), &address, &within, &settings.policy_dir).await?)
        } else {
            Server::Webdav(Webdav::open(place.clone(), &address, &within).await?)
        };
        let tree = Tree { place, server, pattern: system.format.clone(), zone: settings.time_zone.clone() };
        Ok(Self(Arc::new(tree)))
    }

    pub(crate) fn product(&self) -> &'static str {
        match self.0.server {
            Server::Sftp(_) => "directory tree over SFTP",
            Server::Webdav(_) => "directory tree over WebDAV",
        }
    }

    /// Nothing is read for this.
    pub(crate) fn shapes(&self, datasets: &[(DatasetName, Dataset)]) -> Shapes {
        shown(self.product(), "modified", self.0.pattern.is_some()).shapes(datasets)
    }

    /// Looks for people in the names of files and folders.
    pub(crate) async fn find(&self, wanted: &Wanted) -> Result<People, ConnectError> {
        let mut finder = Finder::new(wanted);
        let mut walk = self.0.walk(&wanted.table)?;
        while let Some(folder) = walk.next(&self.0.server).await? {
            for record in self.0.records(&folder) {
                finder.see(&record);
            }
        }
        Ok(finder.finish())
    }

    /// Searches the contents of files as they come. What is no text is counted, and so is what cannot be opened.
    pub(crate) async fn mentions(&self, texts: &Texts) -> Result<Mentions, ConnectError> {
        let mut reader = Reader::new(texts);
        let mut walk = self.0.walk(&texts.table)?;
        while let Some(folder) = walk.next(&self.0.server).await? {
            for record in self.0.records(&folder) {
                if !texts.within.eval(&record) {
                    continue;
                }
                let (Folder::Open(_), Some(path)) = (&folder, path_of(&record)) else {
                    reader.mentions.unread += 1;
                    continue;
                };
                let mut content = Content::new(&mut reader, escaped(&path));
                let whole = self.0.server.copy(&path, &mut content).await.is_ok();
                content.end(whole);
            }
        }
        Ok(reader.mentions)
    }

    /// Counts what a question asks, folder by folder.
    pub(crate) async fn measure(&self, question: &Question) -> Result<Measure, ConnectError> {
        let mut tally = Tally::new(question, &self.0.zone);
        let mut walk = self.0.walk(&question.table)?;
        while let Some(folder) = walk.next(&self.0.server).await? {
            for record in self.0.records(&folder) {
                tally.see(&record);
            }
        }
        Ok(tally.measure)
    }

    /// Hands over the files that are asked for, with their content if that is asked for too.
    pub(crate) async fn read(
        &self,
        position: usize,
        question: &ReadQuestion,
        sink: &mut dyn Sink,
    ) -> Result<(), ReadError> {
        let system = |error| ReadError::System(position, error);
        let mut walk = self.0.walk(&question.table).map_err(system)?;
        while let Some(folder) = walk.next(&self.0.server).await.map_err(system)? {
            for record in self.0.records(&folder) {
                let Some((values, marks)) = question.of_witness(&record) else { continue };
                sink.record(position, values, marks).map_err(ReadError::Sink)?;
                if let (true, Some(path)) = (question.content, path_of(&record)) {
                    self.0.server.copy(&path, sink).await.map_err(ReadError::Sink)?;
                }
            }
        }
        Ok(())
    }

    /// Walks again, and asks the step's own predicates.
    pub(crate) async fn recount(&self, step: &Step) -> Result<Recount, ConnectError> {
        let mut recount = Recount { excepted: vec![0; step.except.len()], ..Recount::default() };
        let mut walk = self.0.walk(&step.table)?;
        while let Some(folder) = walk.next(&self.0.server).await? {
            for record in self.0.records(&folder) {
                count_again(&mut recount, fate(step, &record), &record, &self.0.zone);
            }
        }
        Ok(recount)
    }

    /// Looks which of a batch's files are still there.
    pub(crate) async fn settle(&self, _: &Step, prepared: &Prepared) -> Result<Settled, ConnectError> {
        let Probe::Objects(marks) = &prepared.probe else { return Ok(Settled::Unknown) };
        let mut left = 0;
        for mark in marks {
            left += u64::from(self.0.is_there(mark).await?.is_some());
        }
        Ok(match prepared.rows.saturating_sub(left) {
            0 => Settled::RolledBack,
            gone if gone == prepared.rows => Settled::Committed,
            gone => Settled::InPart { rows: gone },
        })
    }

    /// Ends the connection.
    pub(crate) async fn close(&self) {
        if let Server::Sftp(it) = &self.0.server {
            it.close().await;
        }
    }
}

impl Tree {
    fn walk(&self, table: &TableRef) -> Result<Walk, ConnectError> {
        let part = Part::of(&table.name).map_err(|cause| {
            ConnectError::new(
                ErrorKind::Changed,
                &self.place,
                cause,
                "Correct `part` in the policy, then plan again",
            )
        })?;
        Ok(Walk { part, folders: vec![PathBuf::new()] })
    }

    fn records(&self, folder: &Folder) -> Vec<Witness> {
        match folder {
            Folder::Open(files) => files.iter().map(|found| self.record(&found.path, Some(found))).collect(),
            // What is in there nobody knows: a record without a time.
            Folder::Closed(path) => vec![self.record(path, None)],
        }
    }

    fn record(&self, path: &Path, found: Option<&Found>) -> Witness {
        let mut columns = BTreeMap::from([("path".to_owned(), Value::Text(escaped(path)))]);
        let mut parts = path.components();
        let (first, second) = (parts.next(), parts.next());
        if let (Some(first), true) = (first, second.is_some() || found.is_none()) {
            columns.insert("folder".to_owned(), Value::Text(escaped(Path::new(first.as_os_str()))));
        }
        if let Some(found) = found {
            let linked = || Value::Text("linked".to_owned());
            let at = match (found.kind, found.modified) {
                (Kind::Linked, _) => linked(),
                (_, at) => at.map_or(Value::Null, Value::Instant),
            };
            columns.insert("modified".to_owned(), at);
            let size = i64::try_from(found.size).unwrap_or(i64::MAX);
            columns.insert("size".to_owned(), Value::Integer(size));
            if let Some(pattern) = &self.pattern {
                let day = match found.kind {
                    Kind::Linked => linked(),
                    _ => named(&escaped(path), pattern).map_or(Value::Null, Value::Date),
                };
                columns.insert("named".to_owned(), day);
            }
        }
        Witness { columns, related: BTreeMap::new() }
    }

    /// The very file, if it is there and unchanged.
    async fn is_there(&self, wanted: &ObjectMark) -> Result<Option<Found>, ConnectError> {
        let found = self.server.find(&unescaped(&wanted.key)).await?;
        Ok(found.filter(|found| found.kind == Kind::File && mark(found) == *wanted))
    }
}

fn mark(found: &Found) -> ObjectMark {
    ObjectMark {
        key: escaped(&found.path),
        version: None,
        modified: found.modified.map(|at| at.to_string()).unwrap_or_default(),
        size: found.size,
        etag: found.etag.clone(),
        marker: false,
    }
}

/// A walk over the files of a part; no more than a folder's names are in memory.
struct Walk {
    part: Part,
    folders: Vec<PathBuf>,
}

enum Folder {
    Open(Vec<Found>),
    Closed(PathBuf),
}

impl Walk {
    async fn next(&mut self, server: &Server) -> Result<Option<Folder>, ConnectError> {
        let Some(folder) = self.folders.pop() else { return Ok(None) };
        let Some(found) = server.list(&folder).await? else { return Ok(Some(Folder::Closed(folder))) };
        let mut files = Vec::new();
        for one in found {
            match one.kind {
                Kind::Folder | Kind::Untold if self.part.may_be_in(&one.path) => self.folders.push(one.path),
                Kind::File | Kind::Linked if self.part.has(&one.path) => files.push(one),
                _ => {}
            }
        }
        Ok(Some(Folder::Open(files)))
    }
}
