//! Documents published: kept, sealed, and put in the place of the ones before.
//!
//! ```text
//! OUT/archive/3/…    the third publication, never changed again
//! OUT/current        a link to the last one
//! OUT/index.html     all of them
//! ```
//!
//! `current` is what readers are led to. It is put in place by one rename, after the publication was sealed, so that a
//! reader finds the old documents or the new ones, whole. A publication is all that is in force: what was named is made anew, and
//! what was not stays as it was, to the byte.

mod difference;
mod folder;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

pub use gallra_documents::meaning::{Audience, Change};
use gallra_ledger::{DocumentPublished, Hash};
use gallra_store::{Publication, Published};
use jiff::civil::Date;
use serde::Serialize;

pub use self::difference::{Difference, Earlier, Place, diff};
use self::difference::{Now, between, forms, made_in, meaning};
use self::folder::{abandon, carry, clear, holds, name_of, not_written, place_of, put, settle};
use crate::documents::{self, Document, DocumentsError, Format, Kind, Language, Wanted};
use crate::{AppError, Context, evidence};

/// How it is published.
#[derive(Clone, Copy, Debug, Default)]
pub struct Manner {
    /// What is not named is no longer published, instead of staying in force as it was.
    pub withdraw: bool,
    /// As a new publication, also if the documents say what they said.
    pub anew: bool,
}

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
    /// What was not named and stays in force as it was.
    pub kept: Vec<Place>,
    /// What is no longer published.
    pub withdrawn: Vec<Place>,
    /// Publications that are not in the folder: they are not listed there.
    pub absent: Vec<i64>,
    /// What is different in what was made, from what it said before.
    pub difference: Difference,
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
    /// What is in force is not in the folder as it was sealed, and cannot be made again.
    #[error("publication {publication} is not in `{folder}` as it was sealed")]
    NotThere {
        /// Which.
        publication: i64,
        /// Where it was looked for.
        folder: PathBuf,
    },
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

/// Publishes what is wanted into a folder: all that is for everybody if no document is named, in all languages if none is. What is
/// in force and not named stays in force. If every document says what its last publication says, nothing is new; what a crash left
/// undone of it is done.
///
/// # Errors
/// [`PublishError::Incomplete`] if a document lacks anything, [`PublishError::NotThere`] if what stays is not in the folder: then
/// nothing was changed.
pub async fn publish(
    context: &Context,
    wanted: &Wanted,
    manner: Manner,
    out: &Path,
) -> Result<Issue, PublishError> {
    // One at a time: two would write the same number.
    let _lock = context.store.lock_apply()?;
    let known = context.store.publications().await?;
    let id = known.last().map_or(1, |last| last.id + 1);
    let staged = place_of(out, id).with_file_name(format!(".{id}.new"));
    let there = staged.parent().unwrap_or(out);
    let fresh = !out.exists();
    fs::create_dir_all(there).map_err(|fault| not_written(there, fault))?;
    clear(&staged)?;
    let done = stage(context, wanted, manner, (out, &staged), &known);
    let next = match done {
        Ok(next) => next,
        Err(fault) => {
            abandon(out, &staged, fresh)?;
            return Err(fault);
        }
    };
    let place = place_of(out, next.publication.id);
    if !next.new {
        // If it is there, nothing of it is touched; otherwise what was made is the same to the byte.
        if holds(out, &next.publication) {
            clear(&staged)?;
        } else {
            clear(&place)?;
            put(&staged, &place)?;
        }
        let absent = settle(out, &known, &wanted.looks.look)?;
        evidence::publish(context).await?;
        return Ok(next.issue(out, absent));
    }
    // What lies there under this number was left by somebody who crashed before it was sealed: nobody was led to it.
    clear(&place)?;
    put(&staged, &place)?;
    // If we crash here: the folder is not sealed and nothing leads to it; the next call writes it anew.
    let all: Vec<Publication> = known.into_iter().chain([next.publication.clone()]).collect();
    seal(context, &all, &next.publication).await?;
    // If we crash here: it is sealed, and the old documents are still shown; the next call puts the link in place.
    let absent = settle(out, &all, &wanted.looks.look)?;
    // If we crash here: the next command publishes the leaves.
    evidence::publish(context).await?;
    Ok(next.issue(out, absent))
}

/// A publication that lies staged; the last one, if nothing is new.
struct Next {
    publication: Publication,
    new: bool,
    kept: Vec<Place>,
    withdrawn: Vec<Place>,
    difference: Difference,
}

impl Next {
    fn issue(self, out: &Path, absent: Vec<i64>) -> Issue {
        let folder = place_of(out, self.publication.id);
        Issue {
            publication: self.publication.id,
            new: self.new,
            date: self.publication.published_on,
            files: self.publication.documents.iter().map(|one| folder.join(name_of(one))).collect(),
            policy: self.publication.policy,
            kept: self.kept,
            withdrawn: self.withdrawn,
            absent,
            difference: self.difference,
        }
    }
}

/// Lays the next publication down: what is made, and what stays. Nobody is led to it, and nothing else is changed.
fn stage(
    context: &Context,
    wanted: &Wanted,
    manner: Manner,
    (out, staged): (&Path, &Path),
    known: &[Publication],
) -> Result<Next, PublishError> {
    let last = known.last();
    let kinds = if wanted.kinds.is_empty() { public() } else { wanted.kinds.clone() };
    let languages = if wanted.languages.is_empty() { Language::all() } else { wanted.languages.clone() };
    let wanted = Wanted { kinds, languages, drafts: false, customer: None, ..wanted.clone() };
    let date = documents::today(&context.policy, context.clock);
    let made = make(context, &wanted, date, last.filter(|_| !manner.withdraw), staged)?;
    let mut documents = published(&made);
    let in_force = last.map(|last| last.documents.as_slice()).unwrap_or_default();
    let (stays, withdrawn) = rest(in_force, &documents, &wanted, manner.withdraw);
    if documents.is_empty() && (withdrawn.is_empty() || stays.is_empty()) {
        return Err(PublishError::Nothing);
    }
    // What is gone is told by what went with it.
    let gone = withdrawn.iter().filter(|place| place.form.is_none()).filter_map(|place| {
        let (kind, language) = (place.document.parse().ok()?, place.language.clone());
        Some(Now { kind, language, version: None })
    });
    let now: Vec<Now> = made.iter().map(now).chain(gone).collect();
    let after = meaning(context, &wanted.looks);
    let difference = between(known, known.len().saturating_sub(1), &now, &after)?;
    documents.extend(stays.iter().cloned());
    documents.sort();
    let kept: BTreeSet<Place> = stays.iter().map(Place::of).collect();
    let next =
        |publication, new| Next { publication, new, kept: kept.into_iter().collect(), withdrawn, difference };
    if let Some(last) = last.filter(|last| says_the_same(last, &documents) && !manner.anew) {
        if !holds(out, last) {
            // Only what is the same to the byte is that publication: the day and the policy's hash stand in the files.
            if last.documents != documents {
                return Err(PublishError::NotThere { publication: last.id, folder: out.to_owned() });
            }
            carry(out, last, &stays, staged)?;
        }
        return Ok(next(last.clone(), false));
    }
    if let Some(last) = last {
        carry(out, last, &stays, staged)?;
    }
    let meaning = serde_json::to_string(&after).map_err(|fault| AppError::Leaf(fault.to_string()))?;
    let publication = Publication {
        id: last.map_or(1, |last| last.id + 1),
        at: context.now(),
        published_on: date,
        policy: context.policy.hash().to_string(),
        meaning,
        documents,
    };
    Ok(next(publication, true))
}

/// Makes what is wanted, each document also in the forms in which it is in force: its forms never say different things.
fn make(
    context: &Context,
    wanted: &Wanted,
    date: Date,
    last: Option<&Publication>,
    staged: &Path,
) -> Result<Vec<Document>, PublishError> {
    let applies = |kind: &&Kind| wanted.looks.applies(**kind, &context.policy);
    let mut made = Vec::new();
    for kind in wanted.kinds.iter().filter(applies) {
        for language in &wanted.languages {
            let mut formats: Vec<Format> = wanted.formats.clone();
            let place = Place::new(kind.as_str(), language.as_str());
            let there = last.map(|last| forms(last, &place)).unwrap_or_default();
            formats.extend(there);
            formats.sort_by_key(|form| form.extension());
            formats.dedup();
            let wanted = Wanted { formats, ..wanted.clone() };
            made.extend(documents::make(&context.policy, &wanted, (*kind, language, date), staged)?);
        }
    }
    if made.iter().any(|document| !document.missing.is_empty()) {
        return Err(PublishError::Incomplete(made));
    }
    Ok(made)
}

/// What of what is in force stays as it was, and what is no longer published.
fn rest(
    in_force: &[Published],
    made: &[Published],
    wanted: &Wanted,
    withdraw: bool,
) -> (Vec<Published>, Vec<Place>) {
    let named = |one: &Published| {
        wanted.kinds.iter().any(|kind| kind.as_str() == one.document)
            && wanted.languages.iter().any(|language| language.as_str() == one.language)
    };
    let (mut stays, mut withdrawn) = (Vec::new(), BTreeSet::new());
    for one in in_force {
        let alike = |other: &&Published| Place::of(other) == Place::of(one);
        if made.iter().filter(alike).any(|other| other.form == one.form) {
            continue;
        }
        if !withdraw && !named(one) {
            stays.push(one.clone());
        } else {
            // In another form it is still there.
            let form = made.iter().any(|other| alike(&other)).then(|| one.form.clone());
            withdrawn.insert(Place { form, ..Place::of(one) });
        }
    }
    (stays, withdrawn.into_iter().collect())
}

fn now(document: &Document) -> Now {
    let (language, version) = (document.language.clone(), Some(document.version.clone()));
    Now { kind: document.kind, language, version }
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

/// Seals a publication, the last of `all`. What stayed as it was bears the day and the policy that it was made on.
async fn seal(context: &Context, all: &[Publication], publication: &Publication) -> Result<(), PublishError> {
    let hash = |text: &str| {
        let fault = || AppError::Leaf("a hash is not 64 hexadecimal digits".to_owned());
        Hash::from_hex(text).ok_or_else(fault)
    };
    let mut leaves = Vec::new();
    for one in &publication.documents {
        let origin = made_in(all, all.len().saturating_sub(1), &Place::of(one)).unwrap_or(publication);
        let leaf = DocumentPublished {
            publication: publication.id.unsigned_abs(),
            document: evidence::code(&one.document)?,
            language: evidence::code(&one.language)?,
            form: evidence::code(&one.form)?,
            version: evidence::code(&one.version)?,
            file: hash(&one.sha256)?,
            policy: hash(&origin.policy)?,
            on: origin.published_on.to_string(),
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
