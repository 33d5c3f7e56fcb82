//! A company's own texts, logo and colours: what lies in the policy's folder under `templates/`.
//!
//! ```text
//! templates/brand.yaml              colour: "#1d4e79", colour_dark: "#8ec1ff", logo: logo.svg
//! templates/logo.svg or logo.png
//! templates/sv/agreement.md         clause texts instead of ours
//! templates/sv/terms.md or .pdf     general terms, for bundles; not both
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;

use gallra_documents::colour::{Colour, DARK, LEAST_CONTRAST, LIGHT, contrast};
use gallra_documents::meaning;
use gallra_documents::pdf::{Logo, LogoForm, Look, pages, readable};
use gallra_documents::template::{LONGEST, Template, TemplateFault};
use gallra_documents::{Kind, Language, proofread};
use gallra_rules::hash::ContentHash;
use gallra_rules::policy::PolicySet;
use jiff::civil::Date;
use serde::Deserialize;

/// The folder, in that of the policy.
pub const FOLDER: &str = "templates";
/// The largest PDF of general terms, in bytes.
const LARGEST: u64 = 16 << 20;
/// The largest logo, in bytes: it stands in each page.
const LARGEST_LOGO: u64 = 512 << 10;

/// What a company has of its own.
#[derive(Clone, Debug, Default)]
pub struct Looks {
    /// Its name, colour and logo.
    pub look: Look,
    /// Clause texts, by language.
    pub clauses: BTreeMap<String, Template>,
    /// General terms, by language.
    pub terms: BTreeMap<String, Terms>,
}

/// General terms as they were supplied.
#[derive(Clone, Debug)]
pub enum Terms {
    /// As Markdown.
    Markdown(Template),
    /// As a PDF.
    Pdf(Vec<u8>),
}

impl Terms {
    /// The text, if it is one that documents are made of.
    pub(crate) const fn markdown(&self) -> Option<&Template> {
        match self {
            Self::Markdown(template) => Some(template),
            Self::Pdf(_) => None,
        }
    }

    /// What stands in the file.
    pub(crate) const fn bytes(&self) -> &[u8] {
        match self {
            Self::Markdown(template) => template.text.as_bytes(),
            Self::Pdf(bytes) => bytes.as_slice(),
        }
    }
}

/// Something wrong in the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookFault {
    /// Which file, as it is called in the policy's folder.
    pub file: String,
    /// What stands in it, if it is a text.
    pub text: String,
    /// The line, from 1.
    pub line: usize,
    /// The character in that line, from 1.
    pub column: usize,
    /// What is wrong.
    pub cause: LookCause,
}

/// What can be wrong in the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookCause {
    /// It cannot be read; what the operating system says.
    NotRead(String),
    /// It is not UTF-8.
    NotUtf8,
    /// It is larger than this many kB.
    TooLarge(u64),
    /// `brand.yaml` says something else than a colour and a logo; what the reader of YAML says.
    Brand(String),
    /// The colour is none.
    Colour,
    /// The colour is too light to be read on white: its contrast in tenths, of which 45 are the least.
    Contrast(u32),
    /// The colour for dark pages is too dark to be read on them: its contrast in tenths.
    DarkContrast(u32),
    /// A colour for dark pages, and none for light ones.
    DarkAlone,
    /// The logo that is named is not there.
    NoLogo,
    /// The logo is no SVG or PNG in the folder.
    Logo,
    /// The general terms are no PDF that can be read.
    Terms,
    /// There are general terms as Markdown and as a PDF: which of them apply is not ours to decide.
    TwoTerms,
    /// A clause text has a fault.
    Template(TemplateFault),
    /// A folder for a language that documents are not written in; those that they are.
    Language(Vec<String>),
    /// Nothing reads this file; those that are read.
    Unread(&'static str),
}

impl LookCause {
    /// Whether documents can be made all the same.
    pub const fn is_warning(&self) -> bool {
        matches!(self, Self::Unread(_))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Brand {
    colour: Option<String>,
    colour_dark: Option<String>,
    logo: Option<String>,
}

/// Reads what a company has of its own, and everything that is wrong with it; nothing if there is no folder. What has a
/// fault is left out.
pub fn looks(folder: &Path, policy: &PolicySet, date: Date) -> (Looks, Vec<LookFault>) {
    let look = Look { name: policy.organisation.name.clone(), ..Look::default() };
    let mut reading =
        Reading { looks: Looks { look, ..Looks::default() }, faults: Vec::new(), folder, policy, date };
    if folder.join(FOLDER).is_dir() {
        reading.brand();
        reading.languages();
        reading.unread("", &["brand.yaml", "logo.svg", "logo.png"], "brand.yaml, logo.svg, logo.png");
    }
    let Reading { looks, mut faults, .. } = reading;
    faults.sort_by(|one, next| (&one.file, one.line, one.column).cmp(&(&next.file, next.line, next.column)));
    (looks, faults)
}

struct Reading<'a> {
    looks: Looks,
    faults: Vec<LookFault>,
    folder: &'a Path,
    policy: &'a PolicySet,
    date: Date,
}

impl Reading<'_> {
    fn fault(&mut self, file: &str, (text, line): (&str, usize), cause: LookCause) {
        let (file, text) = (file.to_owned(), text.to_owned());
        self.faults.push(LookFault { file, text, line, column: 1, cause });
    }

    /// A file's bytes, if it is there and can be read.
    fn read(&mut self, file: &str, most: u64) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        // The limit holds for what is read, not for what the file system says: a pipe has no size.
        let done = fs::metadata(self.folder.join(file)).and_then(|found| {
            if !found.is_file() {
                return Err(std::io::ErrorKind::InvalidInput.into());
            }
            fs::File::open(self.folder.join(file))?.take(most + 1).read_to_end(&mut bytes)
        });
        let cause = match done {
            Ok(_) if bytes.len() as u64 <= most => return Some(bytes),
            Ok(_) => LookCause::TooLarge(most / 1024),
            Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return None,
            Err(fault) => LookCause::NotRead(fault.kind().to_string()),
        };
        self.fault(file, ("", 1), cause);
        None
    }

    fn text(&mut self, file: &str) -> Option<String> {
        let Ok(text) = String::from_utf8(self.read(file, LONGEST as u64)?) else {
            self.fault(file, ("", 1), LookCause::NotUtf8);
            return None;
        };
        Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }

    fn brand(&mut self) {
        let file = format!("{FOLDER}/brand.yaml");
        let text = self.text(&file).unwrap_or_default();
        let line_of = |key: &str| {
            let at = text.lines().position(|line| line.trim_start().starts_with(key));
            at.map_or(1, |at| at + 1)
        };
        let brand: Brand = if text.trim().is_empty() {
            Brand::default()
        } else {
            serde_saphyr::from_str(&text).unwrap_or_else(|wrong| {
                let line = wrong.location().map_or(1, |at| usize::try_from(at.line()).unwrap_or(1));
                let told = wrong.without_snippet().to_string();
                let told = told.lines().next().unwrap_or_default().to_owned();
                self.fault(&file, (&text, line.max(1)), LookCause::Brand(told));
                Brand::default()
            })
        };
        match brand.colour.as_deref().map(colour).transpose() {
            Ok(accent) => self.looks.look.accent = accent,
            Err(cause) => self.fault(&file, (&text, line_of("colour:")), cause),
        }
        match brand.colour_dark.as_deref().map(colour_dark).transpose() {
            Ok(Some(_)) if brand.colour.is_none() => {
                self.fault(&file, (&text, line_of("colour_dark")), LookCause::DarkAlone);
            }
            Ok(dark) => self.looks.look.dark = dark,
            Err(cause) => self.fault(&file, (&text, line_of("colour_dark")), cause),
        }
        self.logo(brand.logo.as_deref(), (&file, &text, line_of("logo")));
    }

    fn logo(&mut self, named: Option<&str>, (brand, text, line): (&str, &str, usize)) {
        let names: Vec<&str> = named.map_or_else(|| vec!["logo.svg", "logo.png"], |name| vec![name]);
        for name in names {
            let form = match Path::new(name).extension().and_then(|end| end.to_str()) {
                Some("svg") => LogoForm::Svg,
                Some("png") => LogoForm::Png,
                _ => return self.fault(brand, (text, line), LookCause::Logo),
            };
            // A name leads nowhere else.
            if name.contains(['/', '\\']) {
                return self.fault(brand, (text, line), LookCause::Logo);
            }
            let file = format!("{FOLDER}/{name}");
            if !self.folder.join(&file).exists() {
                if named.is_some() {
                    self.fault(brand, (text, line), LookCause::NoLogo);
                }
                continue;
            }
            let Some(bytes) = self.read(&file, LARGEST_LOGO) else { return };
            let look = Look { logo: Some(Logo { form, bytes }), ..self.looks.look.clone() };
            if readable(&look, self.date) {
                self.looks.look = look;
            } else {
                self.fault(&file, ("", 1), LookCause::Logo);
            }
            return;
        }
    }

    fn languages(&mut self) {
        let known: Vec<String> = Language::all().iter().map(ToString::to_string).collect();
        for name in names_in(&self.folder.join(FOLDER), true) {
            if !known.contains(&name) {
                self.fault(&format!("{FOLDER}/{name}/"), ("", 1), LookCause::Language(known.clone()));
            }
        }
        for language in Language::all() {
            let within = format!("{FOLDER}/{language}");
            if let Some(template) = self.template(&language, &format!("{within}/agreement.md")) {
                self.looks.clauses.insert(language.to_string(), template);
            }
            let [text, pdf] = ["terms.md", "terms.pdf"].map(|name| format!("{within}/{name}"));
            if [&text, &pdf].iter().all(|file| self.folder.join(file).exists()) {
                self.fault(&pdf, ("", 1), LookCause::TwoTerms);
            } else if let Some(template) = self.template(&language, &text) {
                self.looks.terms.insert(language.to_string(), Terms::Markdown(template));
            } else if let Some(bytes) = self.read(&pdf, LARGEST) {
                if pages(&bytes).is_ok() {
                    self.looks.terms.insert(language.to_string(), Terms::Pdf(bytes));
                } else {
                    self.fault(&pdf, ("", 1), LookCause::Terms);
                }
            }
            let read = ["agreement.md", "terms.md", "terms.pdf"];
            self.unread(language.as_str(), &read, "agreement.md, terms.md, terms.pdf");
        }
    }

    /// A text without a fault.
    fn template(&mut self, language: &Language, file: &str) -> Option<Template> {
        let template = Template { file: file.to_owned(), text: self.text(file)? };
        let Err(faults) = proofread(self.policy, language, &template) else {
            return Some(template);
        };
        self.faults.extend(faults.into_iter().map(|fault| LookFault {
            file: file.to_owned(),
            text: template.text.clone(),
            line: fault.line,
            column: fault.column,
            cause: LookCause::Template(fault),
        }));
        None
    }

    /// Files that somebody meant something by, and that nothing reads.
    fn unread(&mut self, within: &str, known: &[&str], told: &'static str) {
        let within = if within.is_empty() { FOLDER.to_owned() } else { format!("{FOLDER}/{within}") };
        for name in names_in(&self.folder.join(&within), false) {
            let is_logo = matches!(name.rsplit_once('.'), Some((_, "svg" | "png"))) && within == FOLDER;
            if !known.contains(&name.as_str()) && !is_logo {
                self.fault(&format!("{within}/{name}"), ("", 1), LookCause::Unread(told));
            }
        }
    }
}

/// What lies in a folder, without what is hidden, by name.
fn names_in(folder: &Path, folders: bool) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_dir() == folders)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    names
}

impl Looks {
    /// Whether there is anything to tell in a document: the policy's follow from the policy, general terms are the company's.
    pub fn applies(&self, kind: Kind, policy: &PolicySet) -> bool {
        if kind == Kind::Terms { !self.terms.is_empty() } else { kind.applies(policy) }
    }

    /// General terms for somebody who reads this language: in that language, or in one that there is, with its name.
    pub(crate) fn terms_for(&self, language: &Language) -> Option<(Language, &Terms)> {
        let found = self.terms.get_key_value(language.as_str()).or_else(|| self.terms.iter().next());
        found.and_then(|(code, terms)| Some((code.parse().ok()?, terms)))
    }

    /// What of it stands in published documents, to tell one publication from another.
    pub fn meaning(&self) -> meaning::Looks {
        let hex = |colour: Colour| format!("#{}", hex::encode(colour));
        let hash = |bytes: &[u8]| ContentHash::of_bytes(bytes).to_string();
        let look = &self.look;
        meaning::Looks {
            colour: look.accent.map(|light| match look.dark {
                Some(dark) => format!("{}, {}", hex(light), hex(dark)),
                None => hex(light),
            }),
            logo: look.logo.as_ref().map(|logo| hash(&logo.bytes)),
            clauses: self.clauses.iter().map(|(code, it)| (code.clone(), hash(it.text.as_bytes()))).collect(),
            terms: self.terms.iter().map(|(code, it)| (code.clone(), hash(it.bytes()))).collect(),
        }
    }
}

/// `#rrggbb`, dark enough to be read on white.
fn colour(text: &str) -> Result<Colour, LookCause> {
    readable_on(text, LIGHT, LookCause::Contrast)
}

/// `#rrggbb`, light enough to be read on a dark page.
fn colour_dark(text: &str) -> Result<Colour, LookCause> {
    readable_on(text, DARK, LookCause::DarkContrast)
}

fn readable_on(text: &str, back: Colour, refused: fn(u32) -> LookCause) -> Result<Colour, LookCause> {
    let mut bytes = [0_u8; 3];
    let digits = text.trim().strip_prefix('#').unwrap_or_default();
    hex::decode_to_slice(digits, &mut bytes).map_err(|_| LookCause::Colour)?;
    let contrast = contrast(bytes, back);
    if contrast < LEAST_CONTRAST {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a contrast is between 1 and 21"
        )]
        return Err(refused((contrast * 10.0) as u32));
    }
    Ok(bytes)
}
