//! Documents from the policy: made, told what they lack, and written whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use gallra_rules::hash::ContentHash;
use gallra_rules::policy::PolicySet;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

pub use gallra_documents::{Controller, Kind, Lack, Language, Missing};
use gallra_documents::{Edition, build as compose, html, markdown};

use crate::{Clock, evidence};

/// In which form a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// A page that stands alone.
    Html,
    /// Markdown.
    Md,
}

impl Format {
    const fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Md => "md",
        }
    }
}

/// What is wanted.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Which documents; all that the policy is about if empty.
    pub kinds: Vec<Kind>,
    /// In which languages; all if empty.
    pub languages: Vec<Language>,
    /// In which forms.
    pub formats: Vec<Format>,
    /// Whether documents that lack something are written too: under a name of their own, and marked as drafts.
    pub drafts: bool,
    /// On whose behalf data is processed.
    pub controllers: Vec<Controller>,
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
    /// The beginning of the hash of what it says. The day is no part of it: what says the same has the same version.
    pub version: String,
    /// What the law asks for and the policy does not say. A document with any is not to be published.
    pub missing: Vec<Missing>,
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
    let zone = TimeZone::get(&policy.organisation.time_zone).unwrap_or(TimeZone::UTC);
    let date = clock.now().to_zoned(zone).date();
    let kinds: Vec<Kind> = match wanted.kinds.as_slice() {
        [] => Kind::ALL.into_iter().filter(|kind| kind.applies(policy)).collect(),
        chosen => chosen.to_vec(),
    };
    let languages = if wanted.languages.is_empty() { Language::all() } else { wanted.languages.clone() };
    let mut documents = Vec::new();
    for kind in kinds {
        for language in &languages {
            documents.push(one(policy, wanted, (kind, language, date), out)?);
        }
    }
    Ok(Made { date, policy: policy.hash().clone(), documents })
}

fn one(
    policy: &PolicySet,
    wanted: &Wanted,
    (kind, language, date): (Kind, &Language, Date),
    out: &Path,
) -> Result<Document, DocumentsError> {
    let built = compose(policy, kind, language, &wanted.controllers);
    let not_written = |path: &Path, fault| DocumentsError::NotWritten { path: path.to_owned(), fault };
    let hash = ContentHash::of(&built.document).map_err(|fault| not_written(out, io::Error::other(fault)))?;
    let version = hash.short().to_owned();
    let edition = Edition { version: version.clone(), date, policy: policy.hash().to_string() };
    let mut files = Vec::new();
    if built.is_complete() || wanted.drafts {
        fs::create_dir_all(out).map_err(|fault| not_written(out, fault))?;
        let banner = built.banner();
        for format in &wanted.formats {
            let text = match format {
                Format::Html => html::render(&built.document, &edition, &banner),
                Format::Md => markdown::render(&built.document, &edition, &banner),
            };
            let draft = if built.is_complete() { "" } else { ".draft" };
            let path = out.join(format!("{kind}.{language}{draft}.{}", format.extension()));
            evidence::write_whole(&path, text.as_bytes()).map_err(|fault| not_written(&path, fault))?;
            files.push(Written { format: *format, path, sha256: ContentHash::of_bytes(text.as_bytes()) });
        }
    }
    let (language, title) = (language.to_string(), built.document.title);
    Ok(Document { kind, language, title, version, missing: built.missing, files })
}

/// Reads on whose behalf data is processed (Art. 30(2)(a)) from a CSV file with a header: `name` and `contact`, and if
/// wanted `number`, `representative`, `dpo`; separated by commas, semicolons or tabs.
///
/// # Errors
/// The file cannot be read, or a row lacks a name or a way to contact it. No error holds what stands in a row.
pub fn controllers(path: &Path) -> Result<Vec<Controller>, DocumentsError> {
    let not_read = |fault: String| DocumentsError::NotRead { path: path.to_owned(), fault };
    let text = fs::read_to_string(path).map_err(|fault| not_read(fault.to_string()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let header = text.lines().next().unwrap_or_default();
    let separator = header.bytes().find(|byte| b",;\t".contains(byte)).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).trim(csv::Trim::All).from_reader(text.as_bytes());
    let columns = reader.headers().map_err(|fault| not_read(place_of(&fault)))?.clone();
    let column = |name: &str| columns.iter().position(|one| one.eq_ignore_ascii_case(name));
    let missing = |line, column| DocumentsError::Controllers { path: path.to_owned(), line, column };
    let name = column("name").ok_or_else(|| missing(1, "name"))?;
    let contact = column("contact").ok_or_else(|| missing(1, "contact"))?;
    let others = [column("number"), column("representative"), column("dpo")];
    let mut found = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|fault| not_read(place_of(&fault)))?;
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |at: usize| row.get(at).unwrap_or_default().to_owned();
        for (at, column) in [(name, "name"), (contact, "contact")] {
            if cell(at).is_empty() {
                return Err(missing(line, column));
            }
        }
        let [number, representative, dpo] = others.map(|at| at.map(cell).unwrap_or_default());
        found.push(Controller { name: cell(name), number, contact: cell(contact), representative, dpo });
    }
    Ok(found)
}

/// Where the reader of CSV stopped.
fn place_of(fault: &csv::Error) -> String {
    match fault.position() {
        Some(position) => format!("line {}", position.line()),
        None => "no CSV".to_owned(),
    }
}
