//! Documents from the policy: made, told what they lack, and written whole.

pub mod bundle;
mod controllers;
pub mod customer;
pub mod looks;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use gallra_rules::hash::ContentHash;
use gallra_rules::policy::PolicySet;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

pub use controllers::controllers;
pub use gallra_documents::pdf::PdfFault;
pub use gallra_documents::template::TemplateFault;
use gallra_documents::{
    Built, Edition, Given, build as compose, build_with, dpv, html, markdown, pdf, terms_title, tree, xlsx,
};
pub use gallra_documents::{Controller, Customer, Kind, Lack, Language, Missing, Told};

use crate::{Clock, evidence};
use looks::{Looks, Terms};

/// In which form a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// A page that stands alone.
    Html,
    /// Markdown.
    Md,
    /// PDF, tagged and archivable.
    Pdf,
}

impl Format {
    pub(crate) fn of_extension(extension: &str) -> Option<Self> {
        [Self::Html, Self::Md, Self::Pdf].into_iter().find(|form| form.extension() == extension)
    }

    pub(crate) const fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Md => "md",
            Self::Pdf => "pdf",
        }
    }
}

/// What is wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Which documents; if empty all that the policy is about, or with a customer those that are about that customer.
    pub kinds: Vec<Kind>,
    /// In which languages; all if empty.
    pub languages: Vec<Language>,
    /// In which forms.
    pub formats: Vec<Format>,
    /// Whether documents that lack something are written too: under a name of their own, and marked as drafts.
    pub drafts: bool,
    /// On whose behalf data is processed. A record that names them is for its owner's eyes alone.
    pub controllers: Vec<Controller>,
    /// For whom the agreement is, and whose processing the record is about: nobody else's name stands in them then. For every
    /// customer if nobody is named. Such files are for their owner's eyes alone.
    pub customer: Option<Customer>,
    /// What customers were told of sub-processors, if there is a state that knows.
    pub notices: Option<Vec<Told>>,
    /// The company's own texts, logo and colour.
    pub looks: Looks,
}

/// What was made.
#[derive(Clone, Debug, Serialize)]
pub struct Made {
    /// The day that stands in every document: today where the organisation is.
    pub date: Date,
    /// The hash of the policy.
    pub policy: ContentHash,
    /// Every document in every language.
    pub documents: Vec<Document>,
}

/// One document in one language.
#[derive(Clone, Debug, Serialize)]
pub struct Document {
    /// Which.
    pub kind: Kind,
    /// In which language.
    pub language: String,
    /// Its title.
    pub title: String,
    /// The beginning of the hash of what it says, and of the company's colour and logo in it. The day is no part of it: what says
    /// the same in the same looks has the same version.
    pub version: String,
    /// What the law asks for and the policy does not say. A document with any is not to be published.
    pub missing: Vec<Missing>,
    /// How many characters of its PDF no font of ours has; a sign for that stands in their place.
    pub unshown: usize,
    /// What was written; nothing if something is missing and drafts were not asked for.
    pub files: Vec<Written>,
}

/// A file.
#[derive(Clone, Debug, Serialize)]
pub struct Written {
    /// Its form.
    pub format: Format,
    /// Where it is.
    pub path: PathBuf,
    /// SHA-256 of its bytes.
    pub sha256: ContentHash,
}

/// Why documents could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DocumentsError {
    /// A file or folder could not be written.
    #[error("`{path}` cannot be written: {fault}")]
    NotWritten {
        /// Which.
        path: PathBuf,
        /// What the operating system says.
        fault: io::Error,
    },
    /// The company's own clause texts have faults.
    #[error("a template has faults")]
    Template(Vec<TemplateFault>),
    /// A document cannot be set on pages.
    #[error(transparent)]
    Pdf(#[from] PdfFault),
    /// A bundle has a document that lacks something.
    #[error("the {kind} is incomplete")]
    Incomplete {
        /// Which.
        kind: Kind,
        /// What it lacks.
        missing: Vec<Missing>,
    },
    /// The list of controllers could not be read.
    #[error("`{path}` cannot be read: {fault}")]
    NotRead {
        /// Which.
        path: PathBuf,
        /// What the operating system or the reader of CSV says; never what stands in a row.
        fault: String,
    },
    /// The list of controllers is none.
    #[error("`{path}`: line {line}: `{column}` is missing or empty")]
    Controllers {
        /// Which.
        path: PathBuf,
        /// Where: 1 is the header.
        line: u64,
        /// What.
        column: &'static str,
    },
}

/// Makes what is wanted of a policy and writes it into a folder, each file whole or not at all. A file that is there
/// already is replaced; those of documents that lack something are left as they are.
///
/// # Errors
/// The folder or a file cannot be written. What was written before that stays.
pub fn build(policy: &PolicySet, wanted: &Wanted, out: &Path, clock: Clock) -> Result<Made, DocumentsError> {
    let date = today(policy, clock);
    let about = |kind: &Kind| wanted.customer.is_none() || is_personal(*kind);
    let kinds: Vec<Kind> = match wanted.kinds.as_slice() {
        [] => Kind::ALL.into_iter().filter(about).collect(),
        chosen => chosen.to_vec(),
    };
    let languages = if wanted.languages.is_empty() { Language::all() } else { wanted.languages.clone() };
    let mut documents = Vec::new();
    for kind in kinds.into_iter().filter(|kind| wanted.looks.applies(*kind, policy)) {
        for language in &languages {
            documents.extend(make(policy, wanted, (kind, language, date), out)?);
        }
    }
    Ok(Made { date, policy: policy.hash().clone(), documents })
}

/// The day where the organisation is.
pub(crate) fn today(policy: &PolicySet, clock: Clock) -> Date {
    let zone = TimeZone::get(&policy.organisation.time_zone).unwrap_or(TimeZone::UTC);
    clock.now().to_zoned(zone).date()
}

/// One document in one language; nothing if there are no general terms in it: there is nothing to translate them from.
///
/// # Errors
/// As [`build`].
pub(crate) fn make(
    policy: &PolicySet,
    wanted: &Wanted,
    (kind, language, date): (Kind, &Language, Date),
    out: &Path,
) -> Result<Option<Document>, DocumentsError> {
    match terms(wanted, kind, language) {
        None if kind == Kind::Terms => Ok(None),
        Some(Terms::Pdf(bytes)) => supplied(policy, language, bytes, out).map(Some),
        _ => one(policy, wanted, (kind, language, date), out).map(Some),
    }
}

/// The version that a document would have in a language if it were made now; nothing if there would be none.
///
/// # Errors
/// As [`build`], but for files: none is written.
pub(crate) fn version_now(
    policy: &PolicySet,
    wanted: &Wanted,
    kind: Kind,
    language: &Language,
) -> Result<Option<String>, DocumentsError> {
    if !wanted.looks.applies(kind, policy) {
        return Ok(None);
    }
    match terms(wanted, kind, language) {
        None if kind == Kind::Terms => Ok(None),
        Some(Terms::Pdf(bytes)) => Ok(Some(ContentHash::of_bytes(bytes).short().to_owned())),
        _ => composed(policy, wanted, (kind, language), Path::new("")).map(|(_, version)| Some(version)),
    }
}

fn terms<'w>(wanted: &'w Wanted, kind: Kind, language: &Language) -> Option<&'w Terms> {
    wanted.looks.terms.get(language.as_str()).filter(|_| kind == Kind::Terms)
}

/// General terms that somebody else made: a PDF whatever form is asked for, to the byte.
fn supplied(
    policy: &PolicySet,
    language: &Language,
    bytes: &[u8],
    out: &Path,
) -> Result<Document, DocumentsError> {
    let not_written = |path: &Path, fault| DocumentsError::NotWritten { path: path.to_owned(), fault };
    fs::create_dir_all(out).map_err(|fault| not_written(out, fault))?;
    let (kind, format) = (Kind::Terms, Format::Pdf);
    let path = out.join(format!("{kind}.{language}.{}", format.extension()));
    evidence::write_whole(&path, bytes).map_err(|fault| not_written(&path, fault))?;
    let sha256 = ContentHash::of_bytes(bytes);
    Ok(Document {
        kind,
        language: language.to_string(),
        title: terms_title(policy, language),
        version: sha256.short().to_owned(),
        missing: Vec::new(),
        unshown: 0,
        files: vec![Written { format, path, sha256 }],
    })
}

/// Whether a document says something else for each customer.
const fn is_personal(kind: Kind) -> bool {
    matches!(kind, Kind::Agreement | Kind::ProcessorRecords)
}

fn one(
    policy: &PolicySet,
    wanted: &Wanted,
    (kind, language, date): (Kind, &Language, Date),
    out: &Path,
) -> Result<Document, DocumentsError> {
    let customer = wanted.customer.as_ref().filter(|_| is_personal(kind));
    let (built, version) = composed(policy, wanted, (kind, language), out)?;
    let not_written = |path: &Path, fault| DocumentsError::NotWritten { path: path.to_owned(), fault };
    let edition = Edition { version: version.clone(), date, policy: policy.hash().to_string() };
    let (mut files, mut unshown) = (Vec::new(), 0);
    if built.is_complete() || wanted.drafts {
        fs::create_dir_all(out).map_err(|fault| not_written(out, fault))?;
        let banner = built.banner();
        for format in &wanted.formats {
            let bytes = match format {
                Format::Html => {
                    html::render(&built.document, &edition, &banner, &wanted.looks.look).into_bytes()
                }
                Format::Md => markdown::render(&built.document, &edition, &banner).into_bytes(),
                Format::Pdf => {
                    let made = pdf::render(&built.document, &edition, &banner, &wanted.looks.look)?;
                    unshown = made.unshown.len();
                    made.bytes
                }
            };
            let draft = if built.is_complete() { "" } else { ".draft" };
            let whose = customer.map(|customer| format!("-{}", customer.number)).unwrap_or_default();
            let path = out.join(format!("{kind}{whose}.{language}{draft}.{}", format.extension()));
            // Who its customers are, where they live and how they are reached is for the company alone.
            let about_customers =
                customer.is_some() || kind == Kind::ProcessorRecords && !wanted.controllers.is_empty();
            let write = if about_customers { evidence::write_private } else { evidence::write_whole };
            write(&path, &bytes).map_err(|fault| not_written(&path, fault))?;
            files.push(Written { format: *format, path, sha256: ContentHash::of_bytes(&bytes) });
        }
    }
    let (language, title) = (language.to_string(), built.document.title);
    Ok(Document { kind, language, title, version, missing: built.missing, unshown, files })
}

/// What a document says, and its version.
fn composed(
    policy: &PolicySet,
    wanted: &Wanted,
    (kind, language): (Kind, &Language),
    out: &Path,
) -> Result<(Built, String), DocumentsError> {
    let customer = wanted.customer.as_ref().filter(|_| is_personal(kind));
    let alone = customer.map(|customer| [customer.who.clone()]);
    let given = Given {
        controllers: alone.as_ref().map_or(&wanted.controllers, |alone| alone),
        customer,
        clauses: Some(&wanted.looks.clauses),
        terms: wanted.looks.terms.get(language.as_str()).and_then(Terms::markdown),
        notices: wanted.notices.as_deref(),
    };
    let built = build_with(policy, kind, language, &given).map_err(DocumentsError::Template)?;
    let shown = wanted.formats.iter().any(|format| *format != Format::Md);
    let looks = Some(&wanted.looks).filter(|_| shown);
    let not_written = |fault| DocumentsError::NotWritten { path: out.to_owned(), fault };
    let version = version(&built.document, looks).map_err(not_written)?;
    Ok((built, version))
}

/// The beginning of the hash of what a document says, and of the company's own colour and logo if it is shown with `looks`.
fn version(document: &tree::Document, looks: Option<&Looks>) -> io::Result<String> {
    let own = looks.map(Looks::meaning).filter(|own| own.colour.is_some() || own.logo.is_some());
    let hash = match own {
        Some(own) => ContentHash::of(&(document, own.colour, own.logo)),
        None => ContentHash::of(document),
    };
    Ok(hash.map_err(io::Error::other)?.short().to_owned())
}

/// Writes the records of processing for programs: a workbook for each record and language, and both as JSON-LD. A
/// record that lacks something is not written; one that names customers is for its owner's eyes alone.
///
/// # Errors
/// As [`build`].
pub fn export(
    policy: &PolicySet,
    languages: &[Language],
    controllers: &[Controller],
    out: &Path,
    clock: Clock,
) -> Result<(Vec<PathBuf>, Vec<Missing>), DocumentsError> {
    let not_written = |path: &Path, fault| DocumentsError::NotWritten { path: path.to_owned(), fault };
    let zone = TimeZone::get(&policy.organisation.time_zone).unwrap_or(TimeZone::UTC);
    let date = clock.now().to_zoned(zone).date();
    let languages = if languages.is_empty() { Language::all() } else { languages.to_vec() };
    let (mut files, mut lacking) = (Vec::new(), Vec::new());
    let mut put = |name: &str, bytes: &[u8], names_customers: bool| {
        let path = out.join(name);
        fs::create_dir_all(out).map_err(|fault| not_written(out, fault))?;
        let write = if names_customers { evidence::write_private } else { evidence::write_whole };
        write(&path, bytes).map_err(|fault| not_written(&path, fault))?;
        files.push(path);
        Ok::<_, DocumentsError>(())
    };
    let kinds = [Kind::Records, Kind::ProcessorRecords].into_iter().filter(|kind| kind.applies(policy));
    let mut versions = Vec::new();
    for kind in kinds {
        for language in &languages {
            let built = compose(policy, kind, language, controllers);
            let hash = ContentHash::of(&built.document);
            let version = hash.map_err(|fault| not_written(out, io::Error::other(fault)))?.short().to_owned();
            if !built.is_complete() {
                lacking.extend(built.missing);
                continue;
            }
            let edition = Edition { version: version.clone(), date, policy: policy.hash().to_string() };
            let bytes = xlsx::render(&built.document, &edition);
            let bytes = bytes.map_err(|fault| not_written(out, io::Error::other(fault)))?;
            let names_customers = kind == Kind::ProcessorRecords && !controllers.is_empty();
            put(&format!("{kind}.{language}.xlsx"), &bytes, names_customers)?;
            versions.push(version);
        }
    }
    if lacking.is_empty() && !versions.is_empty() {
        let edition = Edition { version: versions.join("-"), date, policy: policy.hash().to_string() };
        let linked = dpv::records(policy, controllers, &edition);
        put("records.jsonld", format!("{linked:#}\n").as_bytes(), !controllers.is_empty())?;
    }
    lacking.sort();
    lacking.dedup();
    Ok((files, lacking))
}
