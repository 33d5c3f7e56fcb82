//! Documents published: kept, sealed, and put in the place of the ones before.
//!
//! ```text
//! OUT/archive/3/…    the third publication, never changed again
//! OUT/current        a link to the last one
//! OUT/index.html     all of them
//! ```
//!
//! `current` is what readers are led to. It is put in place by one rename, after the publication was sealed, so that a
//! reader finds the old documents or the new ones, whole.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use gallra_documents::archive::{self, Listed, ListedFile};
pub use gallra_documents::meaning::{Audience, Change};
use gallra_documents::meaning::{Meaning, compare};
use gallra_documents::pdf::Look;
use gallra_ledger::{DocumentPublished, Hash};
use gallra_rules::policy::PolicySet;
use gallra_store::{Publication, Published};
use jiff::civil::Date;
use serde::Serialize;

use crate::documents::looks::Looks;
use crate::documents::{self, Document, DocumentsError, Kind, Wanted};
use crate::{AppError, Context, evidence};

/// Where publications lie in the output folder.
const ARCHIVE: &str = "archive";
/// The link to the last one.
const CURRENT: &str = "current";

/// What came of a publication.
#[derive(Clone, Debug, Serialize)]
pub struct Issue {
    /// Its number.
    pub publication: i64,
    /// Whether it is new. If nothing had changed, it is the last one.
    pub new: bool,
    /// The day that its documents bear.
    pub date: Date,
    /// The policy that it was made from.
    pub policy: String,
    /// Its files.
    pub files: Vec<PathBuf>,
}

/// What is different from a publication.
#[derive(Clone, Debug, Serialize)]
pub struct Difference {
    /// The publication; none if nothing was ever published.
    pub from: Option<i64>,
    /// Its day.
    pub date: Option<Date>,
    /// Change by change.
    pub changes: Vec<Change>,
}

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// A document could not be made or written.
    #[error(transparent)]
    Documents(#[from] DocumentsError),
    /// The state's, or the log's.
    #[error(transparent)]
    App(#[from] AppError),
    /// Documents lack what the law asks for.
    #[error("{} documents are incomplete", .0.len())]
    Incomplete(Vec<Document>),
    /// There is nothing to publish.
    #[error("the policy is about nothing that a document tells")]
    Nothing,
    /// There is no such publication.
    #[error("there is no publication `{0}`; `gallra documents diff` names the last one")]
    Unknown(String),
    /// Somebody else published at the same time.
    #[error("somebody else published at the same time; look again")]
    Overtaken,
}

impl From<gallra_store::StoreError> for PublishError {
    fn from(fault: gallra_store::StoreError) -> Self {
        Self::App(fault.into())
    }
}

/// The documents that are for everybody: the records of processing are for the authority (Art. 30(4)).
pub fn public() -> Vec<Kind> {
    Kind::ALL.into_iter().filter(|kind| !matches!(kind, Kind::Records | Kind::ProcessorRecords)).collect()
}

/// Publishes what is wanted into a folder. If every document says what its last publication says, nothing is new; what a
/// crash left undone of it is done.
///
/// # Errors
/// [`PublishError::Incomplete`] if a document lacks anything: then nothing was changed.
pub async fn publish(context: &Context, wanted: &Wanted, out: &Path) -> Result<Issue, PublishError> {
    let policy = &context.policy;
    let wanted_kinds = if wanted.kinds.is_empty() { public() } else { wanted.kinds.clone() };
    let kinds: Vec<Kind> =
        wanted_kinds.into_iter().filter(|kind| wanted.looks.applies(*kind, policy)).collect();
    if kinds.is_empty() {
        return Err(PublishError::Nothing);
    }
    let wanted = Wanted { kinds, drafts: false, ..wanted.clone() };
    let known = context.store.publications().await?;
    let last = known.last();
    let id = last.map_or(1, |last| last.id + 1);
    let archive = out.join(ARCHIVE);
    // One at a time: two would write the same number.
    let _lock = context.store.lock_apply()?;
    fs::create_dir_all(&archive).map_err(|fault| not_written(&archive, fault))?;
    let staged = archive.join(format!(".{id}.new"));
    clear(&staged)?;
    let made = documents::build(policy, &wanted, &staged, context.clock)?;
    if made.documents.iter().any(|document| !document.missing.is_empty()) {
        clear(&staged)?;
        return Err(PublishError::Incomplete(made.documents));
    }
    if made.documents.is_empty() {
        clear(&staged)?;
        return Err(PublishError::Nothing);
    }
    let documents = published(&made.documents);
    if let Some(last) = last.filter(|last| says_the_same(last, &documents)) {
        clear(&staged)?;
        settle(out, &known, &wanted.looks.look)?;
        evidence::publish(context).await?;
        return Ok(issue(last, false, out));
    }
    let publication = Publication {
        id,
        at: context.now(),
        published_on: made.date,
        policy: policy.hash().to_string(),
        meaning: serde_json::to_string(&meaning(policy, &wanted.looks))
            .map_err(|fault| AppError::Leaf(fault.to_string()))?,
        documents,
    };
    // What lies there under this number was left by somebody who crashed before it was sealed: nobody was led to it.
    let place = archive.join(id.to_string());
    clear(&place)?;
    put(&staged, &place)?;
    // If we crash here: the folder is not sealed and nothing leads to it; the next call writes it anew.
    seal(context, &publication).await?;
    // If we crash here: it is sealed, and the old documents are still shown; the next call puts the link in place.
    let all: Vec<Publication> = known.into_iter().chain([publication.clone()]).collect();
    settle(out, &all, &wanted.looks.look)?;
    // If we crash here: the next command publishes the leaves.
    evidence::publish(context).await?;
    Ok(issue(&publication, true, out))
}

/// What is different between a publication and the policy and looks of today. `from` is a publication's number, or the beginning of
/// a document's version or of the policy's hash; the last publication if none is given.
///
/// # Errors
/// [`PublishError::Unknown`]; the state's.
pub async fn diff(context: &Context, looks: &Looks, from: Option<&str>) -> Result<Difference, PublishError> {
    let known = context.store.publications().await?;
    let found = match from {
        None => known.last(),
        Some(name) => Some(
            known
                .iter()
                .rev()
                .find(|one| is_called(one, name))
                .ok_or_else(|| PublishError::Unknown(name.to_owned()))?,
        ),
    };
    let Some(found) = found else { return Ok(Difference { from: None, date: None, changes: Vec::new() }) };
    let damaged = |fault: serde_json::Error| AppError::Leaf(format!("publication {}: {fault}", found.id));
    let before: Meaning = serde_json::from_str(&found.meaning).map_err(damaged)?;
    let changes = compare(&before, &meaning(&context.policy, looks));
    Ok(Difference { from: Some(found.id), date: Some(found.published_on), changes })
}

fn meaning(policy: &PolicySet, looks: &Looks) -> Meaning {
    Meaning { looks: looks.meaning(), ..Meaning::of(policy) }
}

fn is_called(publication: &Publication, name: &str) -> bool {
    let begins = |text: &str| name.len() >= 6 && text.starts_with(name);
    publication.id.to_string() == name
        || begins(&publication.policy)
        || publication.documents.iter().any(|document| begins(&document.version))
}

fn published(documents: &[Document]) -> Vec<Published> {
    let mut all: Vec<Published> = documents
        .iter()
        .flat_map(|document| {
            document.files.iter().map(|file| Published {
                document: document.kind.to_string(),
                language: document.language.clone(),
                form: file.format.extension().to_owned(),
                version: document.version.clone(),
                sha256: file.sha256.to_string(),
            })
        })
        .collect();
    all.sort();
    all
}

/// The day and the policy's hash stand in the files, so they are compared by what they say.
fn says_the_same(last: &Publication, documents: &[Published]) -> bool {
    let said = |all: &[Published]| -> BTreeSet<_> {
        all.iter()
            .map(|one| (one.document.clone(), one.language.clone(), one.form.clone(), one.version.clone()))
            .collect()
    };
    said(&last.documents) == said(documents)
}

async fn seal(context: &Context, publication: &Publication) -> Result<(), PublishError> {
    let mut leaves = Vec::new();
    for one in &publication.documents {
        let leaf = DocumentPublished {
            publication: publication.id.unsigned_abs(),
            document: evidence::code(&one.document)?,
            language: evidence::code(&one.language)?,
            form: evidence::code(&one.form)?,
            version: evidence::code(&one.version)?,
            file: Hash::from_hex(&one.sha256)
                .ok_or_else(|| AppError::Leaf("a file's hash is not 64 hexadecimal digits".to_owned()))?,
            policy: evidence::hash(context.policy.hash())?,
            on: publication.published_on.to_string(),
        };
        leaves.push(evidence::leaf(publication.at, leaf)?);
    }
    let mut tx = context.store.write().await?;
    if !tx.publish(publication).await? {
        return Err(PublishError::Overtaken);
    }
    for leaf in &leaves {
        tx.append(leaf, publication.at, None).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Puts the link and the index where they belong. Repeating it is harmless.
fn settle(out: &Path, known: &[Publication], look: &Look) -> Result<(), PublishError> {
    let Some(last) = known.last() else { return Ok(()) };
    let link = out.join(CURRENT);
    let target = Path::new(ARCHIVE).join(last.id.to_string());
    if fs::read_link(&link).ok().as_deref() != Some(target.as_path()) {
        let staged = out.join(format!(".{CURRENT}.new"));
        clear(&staged)?;
        std::os::unix::fs::symlink(&target, &staged).map_err(|fault| not_written(&staged, fault))?;
        put(&staged, &link)?;
    }
    let index = out.join("index.html");
    let page = archive::page(&known.iter().map(listed).collect::<Vec<_>>(), look);
    evidence::write_whole(&index, page.as_bytes()).map_err(|fault| not_written(&index, fault))?;
    Ok(())
}

fn listed(publication: &Publication) -> Listed {
    let file = |one: &Published| ListedFile {
        document: one.document.clone(),
        language: one.language.clone(),
        form: one.form.clone(),
        version: one.version.clone(),
        path: format!("{ARCHIVE}/{}/{}", publication.id, name_of(one)),
    };
    Listed {
        number: publication.id,
        date: publication.published_on,
        files: publication.documents.iter().map(file).collect(),
    }
}

fn name_of(one: &Published) -> String {
    format!("{}.{}.{}", one.document, one.language, one.form)
}

/// Takes away what a crash may have left.
fn clear(path: &Path) -> Result<(), DocumentsError> {
    let gone = match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(fault) => Err(fault),
    };
    match gone {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(not_written(path, fault)),
        _ => Ok(()),
    }
}

/// One rename, durable.
fn put(from: &Path, to: &Path) -> Result<(), DocumentsError> {
    let folder =
        to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let done = fs::rename(from, to).and_then(|()| File::open(folder)?.sync_all());
    done.map_err(|fault| not_written(to, fault))
}

fn not_written(path: &Path, fault: io::Error) -> DocumentsError {
    DocumentsError::NotWritten { path: path.to_owned(), fault }
}

fn issue(publication: &Publication, new: bool, out: &Path) -> Issue {
    let folder = out.join(ARCHIVE).join(publication.id.to_string());
    let file = |one: &Published| folder.join(name_of(one));
    Issue {
        publication: publication.id,
        new,
        date: publication.published_on,
        policy: publication.policy.clone(),
        files: publication.documents.iter().map(file).collect(),
    }
}
