//! Documents as PDF, by the Typst compiler as a library: tagged (PDF/UA-1) and archivable (PDF/A-2a), A4.
//!
//! Texts go to the compiler as data, never as source; it sees nothing but what stands in `world`. What it makes is the
//! same for the same input, on every machine and on every day.

mod paper;
mod widths;
mod world;

use hayro_syntax::Pdf as Pages;
use jiff::civil::Date;
use serde_json::{Value, json};
use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::colour::{Colour, of_links};
use crate::text::{Texts, t};
use crate::tree::Document;
use crate::{Edition, Language};
use paper::Press;
use world::Desk;

/// How a company's documents look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Whose documents they are: the author, and what stands above every page.
    pub name: String,
    /// The colour of headings: red, green, blue. It has to be dark enough to be read on white.
    pub accent: Option<[u8; 3]>,
    /// The same on dark pages, where it has to be light enough; made from `accent` if it is not said.
    pub dark: Option<[u8; 3]>,
    /// The logo.
    pub logo: Option<Logo>,
}

/// A company's logo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// In which form.
    pub form: LogoForm,
    /// The file.
    pub bytes: Vec<u8>,
}

/// In which form a logo is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogoForm {
    /// SVG.
    Svg,
    /// PNG.
    Png,
}

/// A part of a bundle.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// A document of ours; each string of the banner is a line above it.
    Document(&'a Document, &'a Edition, &'a [String]),
    /// A PDF that somebody else made, page by page. With one, a bundle claims neither PDF/A nor PDF/UA: nobody looked into it.
    Foreign {
        /// What it is called in the bundle.
        title: &'a str,
        /// The file.
        bytes: &'a [u8],
    },
}

/// The first page of a bundle.
#[derive(Clone, Debug)]
pub struct Cover {
    /// Its title.
    pub title: String,
    /// Terms and what belongs to them: for whom, from whom, when.
    pub lines: Vec<(String, String)>,
}

/// A PDF.
#[derive(Clone, Debug)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Characters that no font of ours has; the sign for that (`U+FFFD`) stands in their place.
    pub unshown: Vec<char>,
    /// Whether it claims PDF/A-2a and PDF/UA-1.
    pub archivable: bool,
}

/// Why a PDF was not made. No text of a document stands in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfFault {
    /// The logo cannot be read as what its name says.
    #[error("the logo cannot be read")]
    Logo,
    /// A PDF that should go into a bundle cannot be read.
    #[error("the PDF cannot be read, or is protected")]
    Foreign,
    /// The page could not be set: a fault of ours.
    #[error("the page cannot be set: {0}")]
    Page(String),
}

/// The company's colour, if it says none.
const ACCENT: [u8; 3] = [0x1d, 0x4e, 0x79];

/// One document as PDF.
///
/// # Errors
/// [`PdfFault::Logo`]; [`PdfFault::Page`].
pub fn render(
    document: &Document,
    edition: &Edition,
    banner: &[String],
    look: &Look,
) -> Result<Pdf, PdfFault> {
    bind(None, &[Part::Document(document, edition, banner)], edition, &document.language, look)
}

/// Several documents as one PDF, each from a page of its own, with a cover that lists them.
///
/// # Errors
/// [`PdfFault`].
pub fn bind(
    cover: Option<&Cover>,
    parts: &[Part<'_>],
    edition: &Edition,
    language: &str,
    look: &Look,
) -> Result<Pdf, PdfFault> {
    let mut desk = Desk::new(edition.date);
    let mut press = Press::default();
    let texts = language.parse::<Language>().ok().map(|language| Texts::new(&language));
    let word = |id: &str| texts.as_ref().map(|texts| t!(texts, id)).unwrap_or_default();
    let page = texts.as_ref().map(|texts| t!(texts, "pdf-page", page = "{page}", pages = "{pages}"));
    let author = press.text(&look.name);
    let mut set = Vec::with_capacity(parts.len());
    for (number, part) in parts.iter().enumerate() {
        set.push(match part {
            Part::Document(document, edition, banner) => press.document(document, edition, banner),
            Part::Foreign { title, bytes } => {
                let path = format!("/part-{number}.pdf");
                let pages = pages(bytes)?;
                desk.put(&path, bytes.to_vec());
                json!({"title": press.text(title), "path": path, "pages": pages})
            }
        });
    }
    let foreign = parts.iter().any(|part| matches!(part, Part::Foreign { .. }));
    let title =
        cover.map(|cover| cover.title.as_str()).or(parts.first().map(Part::title)).unwrap_or_default();
    let accent = look.accent.unwrap_or(ACCENT);
    let (link, _) = of_links(accent, accent);
    let hex = |[red, green, blue]: Colour| format!("#{red:02x}{green:02x}{blue:02x}");
    let data = json!({
        "title": press.text(title),
        "author": author,
        "above": press.name_above(&look.name),
        "language": language,
        "date": [edition.date.year(), edition.date.month(), edition.date.day()],
        "accent": hex(accent),
        "link": hex(link),
        "logo": logo(&mut desk, look, &author),
        "labels": {"page": page.unwrap_or_default(), "draft": word("pdf-draft")},
        "cover": cover.map(|cover| json!({
            "title": press.text(&cover.title),
            "contents": word("label-contents"),
            "footer": press.text(&format!("{} {}", word("label-version"), edition.version)),
            "lines": cover.lines.iter().map(|(term, value)| [press.text(term), press.text(value)]).collect::<Vec<_>>(),
        })),
        "parts": set,
    });
    desk.put("/data.json", data.to_string().into_bytes());
    let bytes = compile(&desk, edition, !foreign);
    // What was set for this document is not needed for the next: memory stays flat over thousands.
    comemo::evict(6);
    let bytes = bytes.map_err(|fault| {
        if look.logo.is_some() && !readable(look, edition.date) { PdfFault::Logo } else { fault }
    })?;
    Ok(Pdf { bytes, unshown: press.unshown.into_iter().collect(), archivable: !foreign })
}

impl Part<'_> {
    const fn title(&self) -> &str {
        match self {
            Self::Document(document, ..) => document.title.as_str(),
            Self::Foreign { title, .. } => title,
        }
    }
}

/// Whether a look's logo can be set at all.
pub fn readable(look: &Look, date: Date) -> bool {
    let Some(logo) = &look.logo else { return true };
    let mut desk = Desk::new(date);
    desk.put(logo.form.path(), logo.bytes.clone());
    desk.put("/data.json", json!({"logo": logo.form.path()}).to_string().into_bytes());
    let date = Edition { version: String::new(), date, policy: String::new() };
    let empty = json!({
        "title": "", "author": "", "above": "", "language": "en", "date": [date.date.year(), date.date.month(), date.date.day()],
        "accent": "#000000", "link": "#000000", "logo": {"path": logo.form.path(), "alt": "-"}, "labels": {"page": "", "draft": ""},
        "cover": {"title": "-", "contents": "", "footer": "", "lines": []}, "parts": [],
    });
    desk.put("/data.json", empty.to_string().into_bytes());
    compile(&desk, &date, false).is_ok()
}

impl LogoForm {
    const fn path(self) -> &'static str {
        match self {
            Self::Svg => "/logo.svg",
            Self::Png => "/logo.png",
        }
    }
}

fn logo(desk: &mut Desk, look: &Look, author: &str) -> Value {
    let Some(logo) = &look.logo else { return Value::Null };
    desk.put(logo.form.path(), logo.bytes.clone());
    json!({"path": logo.form.path(), "alt": author})
}

/// How many pages a PDF has that somebody else made.
///
/// # Errors
/// [`PdfFault::Foreign`] if it cannot be read, is protected or has none.
pub fn pages(bytes: &[u8]) -> Result<usize, PdfFault> {
    let document = Pages::new(bytes.to_vec()).map_err(|_| PdfFault::Foreign)?;
    match document.pages().len() {
        0 => Err(PdfFault::Foreign),
        pages => Ok(pages),
    }
}

fn compile(desk: &Desk, edition: &Edition, archivable: bool) -> Result<Vec<u8>, PdfFault> {
    let document: PagedDocument = typst::compile(desk).output.map_err(|faults| fault(&faults))?;
    let standards: &[PdfStandard] =
        if archivable { &[PdfStandard::A_2a, PdfStandard::Ua_1] } else { &[PdfStandard::V_1_7] };
    let options = PdfOptions {
        ident: Smart::Custom(format!("{} {}", edition.policy, edition.version)),
        creator: Smart::Custom(Some("Gallra".to_owned())),
        standards: PdfStandards::new(standards)
            .map_err(|fault| PdfFault::Page(fault.message().to_string()))?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|faults| fault(&faults))
}

/// The first thing that went wrong, without what it quotes: that may be a customer's.
fn fault(faults: &[SourceDiagnostic]) -> PdfFault {
    let message = faults.first().map(|fault| fault.message.as_str()).unwrap_or_default();
    let told = message.split(['"', '`', '“', '”']).step_by(2).collect::<Vec<_>>().join("…");
    PdfFault::Page(told)
}
