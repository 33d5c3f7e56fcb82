//! Everything that a customer signs, as one PDF and as a zip: its agreement with the annexes, general terms if the company
//! supplied some, the measures, the sub-processors and the privacy notice. What is the same for every customer is made once.
//!
//! Nothing but the customer's own record goes into its files, one customer at a time: another's cannot come in.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use gallra_documents::pdf::{self, Part, Pdf};
use gallra_documents::tree::Document;
use gallra_documents::{
    Customer, Edition, Given, Kind, Language, Missing, Told, build_with, cover, names_customer, own_text,
    own_title, terms_title,
};
use gallra_rules::hash::ContentHash;
use gallra_rules::policy::PolicySet;
use jiff::civil::Date;
use serde::Serialize;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::customer::OfCustomer;
use super::looks::{Looks, Terms};
use super::{DocumentsError, version};
use crate::evidence::write_private;

/// A customer's bundle.
#[derive(Clone, Debug, Serialize)]
pub struct Bundle {
    /// The customer's number.
    pub customer: String,
    /// In which language.
    pub language: String,
    /// The beginning of a hash of everything in it.
    pub version: String,
    /// The PDF. Only its owner can read it.
    pub pdf: PathBuf,
    /// The zip, too, if it was asked for.
    pub zip: Option<PathBuf>,
    /// Whether the PDF claims PDF/A and PDF/UA: not with a PDF in it that somebody else made.
    pub archivable: bool,
    /// How many characters no font has.
    pub unshown: usize,
}

/// What is the same in every customer's bundle in one language.
#[derive(Debug)]
pub struct Common<'p> {
    policy: &'p PolicySet,
    looks: &'p Looks,
    language: Language,
    date: Date,
    /// Whether each document is wanted as a PDF of its own, for the zip.
    zip: bool,
    /// Whether the general terms name the customer: then they are made for each.
    own_terms: bool,
    parts: Vec<Made>,
}

/// A document, with its PDF where a zip is wanted; `document` is nothing for a PDF that was supplied.
#[derive(Debug)]
struct Made {
    /// Its name in the zip.
    name: &'static str,
    title: String,
    version: String,
    document: Option<(Document, Edition)>,
    pdf: Vec<u8>,
    unshown: Vec<char>,
}

/// Makes what is the same for every customer.
///
/// # Errors
/// [`DocumentsError::Incomplete`] if a document lacks something; [`DocumentsError::Template`], [`DocumentsError::Pdf`].
pub fn common<'p>(
    policy: &'p PolicySet,
    looks: &'p Looks,
    language: &Language,
    date: Date,
    notices: &[Told],
    zip: bool,
) -> Result<Common<'p>, DocumentsError> {
    let own_terms =
        looks.terms_for(language).and_then(|(_, terms)| terms.markdown()).is_some_and(names_customer);
    let mut common =
        Common { policy, looks, language: language.clone(), date, zip, own_terms, parts: Vec::new() };
    // Read for everybody once all the same: a fault in them is told before anybody's bundle is begun.
    let terms = common.terms(None)?.filter(|_| !own_terms);
    let given = Given { notices: Some(notices), ..Given::default() };
    let mut parts: Vec<Made> = terms.into_iter().collect();
    for kind in [Kind::Measures, Kind::SubProcessors, Kind::Notice] {
        if kind.applies(policy) {
            let built = build_with(policy, kind, language, &given).map_err(DocumentsError::Template)?;
            complete(kind, built.missing)?;
            parts.push(common.made(kind.as_str(), built.document)?);
        }
    }
    common.parts = parts;
    Ok(common)
}

impl Common<'_> {
    fn terms(&self, customer: Option<&Customer>) -> Result<Option<Made>, DocumentsError> {
        // What is agreed is agreed in the language that it is written in: terms in another are better than none.
        let Some((language, terms)) = self.looks.terms_for(&self.language) else { return Ok(None) };
        if let Terms::Pdf(bytes) = terms {
            return Ok(Some(foreign("terms", terms_title(self.policy, &language), bytes.clone())));
        }
        let given = Given { terms: terms.markdown(), customer, ..Given::default() };
        let built =
            build_with(self.policy, Kind::Terms, &language, &given).map_err(DocumentsError::Template)?;
        self.made("terms", built.document).map(Some)
    }

    /// The language of the general terms in it, if it is another than the bundle's.
    pub fn foreign_terms(&self) -> Option<Language> {
        self.looks.terms_for(&self.language).map(|(language, _)| language).filter(|it| *it != self.language)
    }

    fn made(&self, name: &'static str, document: Document) -> Result<Made, DocumentsError> {
        let version = version(&document, Some(self.looks)).map_err(not_hashed)?;
        let edition = self.edition(&version);
        let (mut pdf, mut unshown) = (Vec::new(), Vec::new());
        if self.zip {
            Pdf { bytes: pdf, unshown, .. } = pdf::render(&document, &edition, &[], &self.looks.look)?;
        }
        Ok(Made {
            name,
            title: document.title.clone(),
            version,
            document: Some((document, edition)),
            pdf,
            unshown,
        })
    }

    fn edition(&self, version: &str) -> Edition {
        Edition { version: version.to_owned(), date: self.date, policy: self.policy.hash().to_string() }
    }

    /// Writes a customer's bundle into a folder. Files are called after the customer's number, never its name.
    ///
    /// # Errors
    /// The same as of [`common`], and the disk's.
    pub fn write(&self, of: &OfCustomer, out: &Path) -> Result<Bundle, DocumentsError> {
        let customer = &of.customer;
        let given =
            Given { customer: Some(customer), clauses: Some(&self.looks.clauses), ..Given::default() };
        let built = build_with(self.policy, Kind::Agreement, &self.language, &given)
            .map_err(DocumentsError::Template)?;
        complete(Kind::Agreement, built.missing)?;
        let mut theirs = vec![self.made("agreement", built.document)?];
        if let Some(bytes) = &of.own_text {
            theirs.push(self.own(of, bytes)?);
        }
        if self.own_terms {
            theirs.extend(self.terms(Some(customer))?);
        }
        let all: Vec<&Made> = theirs.iter().chain(&self.parts).collect();
        let versions: Vec<&str> = all.iter().map(|part| part.version.as_str()).collect();
        let version = ContentHash::of(&versions).map_err(|fault| not_hashed(std::io::Error::other(fault)))?;
        let version = version.short().to_owned();
        let edition = self.edition(&version);
        let parts: Vec<Part<'_>> = all.iter().map(|part| part.part()).collect();
        let cover = cover(self.policy, &self.language, customer, self.date);
        let bound = pdf::bind(Some(&cover), &parts, &edition, self.language.as_str(), &self.looks.look)?;
        fs::create_dir_all(out)
            .map_err(|fault| DocumentsError::NotWritten { path: out.to_owned(), fault })?;
        let name = format!("customer-{}.{}", customer.number, self.language);
        let written = |end: &str, bytes: &[u8]| {
            let path = out.join(format!("{name}.{end}"));
            // If we crash here: the file of before stands or none, and the next call writes it whole.
            match write_private(&path, bytes) {
                Ok(()) => Ok(path),
                Err(fault) => Err(DocumentsError::NotWritten { path, fault }),
            }
        };
        let pdf = written("pdf", &bound.bytes)?;
        let zip = if self.zip {
            let packed = packed(&all, self.date).map_err(|fault| DocumentsError::NotWritten {
                path: out.to_owned(),
                fault: std::io::Error::other(fault.to_string()),
            })?;
            Some(written("zip", &packed)?)
        } else {
            None
        };
        let unshown = all.iter().flat_map(|part| &part.unshown).chain(&bound.unshown);
        let unshown = unshown.collect::<std::collections::BTreeSet<_>>().len();
        let (customer, language) = (customer.number.clone(), self.language.to_string());
        Ok(Bundle { customer, language, version, pdf, zip, archivable: bound.archivable, unshown })
    }

    /// A text that the customer brought: a PDF as it is, other text as a document.
    fn own(&self, of: &OfCustomer, bytes: &[u8]) -> Result<Made, DocumentsError> {
        if bytes.starts_with(b"%PDF-") {
            let title = own_title(&self.language, &of.customer);
            return Ok(foreign("own-terms", title, bytes.to_vec()));
        }
        let text = String::from_utf8_lossy(bytes);
        self.made("own-terms", own_text(self.policy, &self.language, &of.customer, &text))
    }
}

impl Made {
    fn part(&self) -> Part<'_> {
        match &self.document {
            Some((document, edition)) => Part::Document(document, edition, &[]),
            None => Part::Foreign { title: &self.title, bytes: &self.pdf },
        }
    }
}

fn foreign(name: &'static str, title: String, pdf: Vec<u8>) -> Made {
    let version = ContentHash::of_bytes(&pdf).short().to_owned();
    Made { name, title, version, document: None, pdf, unshown: Vec::new() }
}

fn not_hashed(fault: std::io::Error) -> DocumentsError {
    DocumentsError::NotWritten { path: PathBuf::new(), fault }
}

fn complete(kind: Kind, missing: Vec<Missing>) -> Result<(), DocumentsError> {
    if missing.is_empty() { Ok(()) } else { Err(DocumentsError::Incomplete { kind, missing }) }
}

/// PDFs are small already: they are stored as they are. The day is the documents', so that the same bundle is the same file.
fn packed(parts: &[&Made], date: Date) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let (year, month, day) =
        (date.year().unsigned_abs(), date.month().unsigned_abs(), date.day().unsigned_abs());
    let day = zip::DateTime::from_date_and_time(year, month, day, 0, 0, 0).unwrap_or_default();
    let options =
        SimpleFileOptions::default().compression_method(CompressionMethod::Stored).last_modified_time(day);
    for (number, part) in parts.iter().enumerate() {
        zip.start_file(format!("{}-{}.pdf", number + 1, part.name), options)?;
        zip.write_all(&part.pdf)?;
    }
    Ok(zip.finish()?.into_inner())
}
