//! A person's data for the person: one package under Art. 15, with what may be taken along under Art. 20.
//!
//! What is the person's follows from [`gallra_rules::links::theirs`]; what of it is shown from
//! [`gallra_rules::plan::decide::access`]. Records come from the systems one after the other and go into the package the
//! same way, so a package takes little memory however large it is. Until it is written, what it is made of lies on the disk
//! under a key that is nowhere but in memory.

mod document;
mod gather;
mod lock;
mod names;
mod own;
mod pack;
mod purge;
mod reach;
mod sealed;
mod spool;
mod told;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use gallra_documents::Missing;
use gallra_documents::answer::Part;
use gallra_rules::names::{ActivityName, DatasetName};
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Serialize;

pub use gallra_documents::answer::Part as What;
pub use lock::{Lock, Passphrase};
pub use purge::{Purged, purge};

pub(super) use reach::told;

use super::Person;
use crate::progress::Progress;
use crate::{AppError, Context};

/// How long a package is kept, unless said otherwise.
pub const KEPT_FOR_DAYS: u16 = 30;

/// How a package is made.
#[derive(Clone, Debug)]
pub struct Options {
    /// Access, or portability alone.
    pub what: Part,
    /// The folder that the package is put into; made if it is not there.
    pub folder: PathBuf,
    /// One file, or a folder of files.
    pub form: Form,
    /// Who can open it. A folder of files can be opened by everyone who can read it.
    pub lock: Lock,
    /// `sv` or `en`.
    pub language: String,
    /// What somebody has looked through, and found that it may be handed out.
    pub reviewed: Reviewed,
    /// Whether what we process for customers is in it: only when the customer has asked us to answer (Art. 28(3)(e)).
    pub on_behalf: bool,
    /// For how many days it is kept.
    pub kept_for_days: u16,
}

/// One file or many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A ZIP archive.
    Zip,
    /// A folder.
    Folder,
}

/// What has been looked through because it may speak of others (Art. 15(4)).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reviewed {
    /// Nothing.
    #[default]
    Nothing,
    /// All of it.
    Everything,
    /// These columns of these datasets; the content of files is the column `content`.
    These(BTreeSet<(DatasetName, String)>),
}

impl Reviewed {
    fn has(&self, dataset: &DatasetName, column: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::These(known) => known.contains(&(dataset.clone(), column.to_owned())),
        }
    }
}

impl Options {
    /// Access to everything as one file in `folder`, under a passphrase that is made for it; nothing is reviewed yet.
    pub fn new(folder: impl Into<PathBuf>, language: &str) -> Self {
        Self {
            what: Part::Access,
            folder: folder.into(),
            form: Form::Zip,
            lock: Lock::Made,
            language: language.to_owned(),
            reviewed: Reviewed::Nothing,
            on_behalf: false,
            kept_for_days: KEPT_FOR_DAYS,
        }
    }
}

/// A package that was made. It tells nothing of what is in it.
#[derive(Debug, Serialize)]
pub struct Package {
    /// Where it is.
    pub path: PathBuf,
    /// Its size in bytes; of a folder that of its files.
    pub bytes: u64,
    /// SHA-256 of the file in hexadecimal digits; of a folder that of its `manifest.json`, which tells those of the others.
    pub sha256: String,
    /// How many files are in it.
    pub files: u64,
    /// Records in it, by dataset.
    pub records: BTreeMap<DatasetName, u64>,
    /// Values that were left out because they are somebody else's, or held somebody else's.
    pub of_others: u64,
    /// Values that wait for somebody to look: how many, by dataset and column. See [`Reviewed`].
    pub to_review: BTreeMap<DatasetName, BTreeMap<String, u64>>,
    /// Values that are not in it because they are larger than [`gallra_connect::read::LARGEST_CELL`]: how many, by dataset and
    /// column. The answer tells the size of each; they are handed out separately.
    pub too_large: BTreeMap<DatasetName, BTreeMap<String, u64>>,
    /// Datasets that could not be looked into, or not all of them, and why. The answer names them.
    pub not_checked: BTreeMap<DatasetName, String>,
    /// Datasets that a person has to look through. The answer names them.
    pub by_hand: BTreeSet<DatasetName>,
    /// Activities that a customer answers for. The answer names them.
    pub for_others: BTreeSet<ActivityName>,
    /// What the answer should tell and the policy does not say.
    pub missing: Vec<Missing>,
    /// The day as of which the data was read.
    pub made: Date,
    /// The last day on which it is kept; [`purge`] removes it after.
    pub expires: Date,
    /// The passphrase that was made for it. It is kept nowhere: show it once.
    #[serde(skip)]
    pub passphrase: Option<Passphrase>,
}

/// Makes the package of a person for one request. Reads only; in systems nothing is changed.
///
/// `request` is what the request is called. It becomes part of the file's name, so it says nothing about anybody.
///
/// # Errors
/// The state's; [`AppError::Package`] if the package cannot be written, and then there is none. A system that cannot be
/// reached is no error: the answer names its datasets.
pub async fn package(
    context: &Context,
    request: &str,
    person: &Person,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Package, AppError> {
    let made = context.today();
    let expires = made.checked_add(i64::from(options.kept_for_days).days()).unwrap_or(made);
    let (recipient, passphrase) = lock::recipient(options)?;
    let frame = pack::Frame { request, made, expires, options };
    let stage = spool::Stage::new(&options.folder)?;
    let reach = reach::reach(context, request, person, options, progress).await?;
    let own = own::of(person, &reach).await;
    let gathered = gather::gather(&reach, &own, &stage, options, progress).await;
    reach.close().await;
    let mut gathered = gathered?;
    let pages = document::of(context, &frame, &reach, &gathered)?;
    let records = |set: &gather::Set| set.found.records.iter().map(|(_, count)| count).sum::<u64>();
    let records = gathered.sets.iter().map(|set| (set.found.dataset.clone(), records(set))).collect();
    let (to_review, not_checked, of_others) = (
        std::mem::take(&mut gathered.to_review),
        std::mem::take(&mut gathered.not_checked),
        gathered.of_others,
    );
    let too_large = std::mem::take(&mut gathered.too_large);
    let packed = pack::pack(context, &frame, &stage, gathered, &pages, recipient.as_ref())?;
    Ok(Package {
        path: packed.path,
        bytes: packed.bytes,
        sha256: packed.sha256,
        files: packed.files,
        records,
        of_others,
        to_review,
        too_large,
        not_checked,
        by_hand: reach.by_hand,
        for_others: reach.for_others,
        missing: pages.missing,
        made,
        expires,
        passphrase,
    })
}
