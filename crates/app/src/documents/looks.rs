//! A company's own texts, logo and colours: what lies in the policy's folder under `templates/`.
//!
//! ```text
//! templates/brand.yaml              colour: "#1d4e79", logo: logo.svg
//! templates/logo.svg or logo.png
//! templates/sv/agreement.md         clause texts instead of ours
//! templates/sv/terms.md or .pdf     general terms, for bundles
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use gallra_documents::Language;
use gallra_documents::pdf::{Logo, LogoForm, Look, readable};
use gallra_documents::template::{LONGEST, Template};
use jiff::civil::Date;
use serde::Deserialize;

/// The folder, in that of the policy.
pub const FOLDER: &str = "templates";
/// The largest logo, and the largest PDF of general terms, in bytes.
const LARGEST: u64 = 16 << 20;
/// The least contrast of a colour with white (WCAG 2.2, 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;

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

/// What is wrong in the folder.
#[derive(Debug, thiserror::Error)]
pub enum LookFault {
    /// A file cannot be read.
    #[error("`{path}` cannot be read: {fault}")]
    NotRead {
        /// Which.
        path: PathBuf,
        /// What the operating system or the reader says.
        fault: String,
    },
    /// A file is too large.
    #[error("`{path}` is too large")]
    TooLarge {
        /// Which.
        path: PathBuf,
        /// The most, in kB.
        kilobytes: u64,
    },
    /// `brand.yaml` says something else than a colour and a logo.
    #[error("`{path}`, line {line}: {fault}")]
    Brand {
        /// Which.
        path: PathBuf,
        /// The line, from 1; 0 if it is not known.
        line: usize,
        /// What the reader of YAML says.
        fault: String,
    },
    /// The colour is none, or too light to be read on white.
    #[error("`{path}`: the colour cannot be used")]
    Colour {
        /// Which file.
        path: PathBuf,
        /// Its contrast with white in tenths, if it is a colour: 45 is the least.
        contrast: Option<u32>,
    },
    /// The logo that is named is not there.
    #[error("`{path}` is not there")]
    NoLogo {
        /// Which.
        path: PathBuf,
    },
    /// The logo is no SVG or PNG.
    #[error("`{path}` is no picture that can be used")]
    Logo {
        /// Which.
        path: PathBuf,
    },
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Brand {
    colour: Option<String>,
    logo: Option<String>,
}

/// Reads what a company has of its own; nothing if there is no folder.
///
/// # Errors
/// [`LookFault`]. What is wrong with a template is told when a document is made of it.
pub fn looks(policy: &Path, name: &str, date: Date) -> Result<Looks, LookFault> {
    let folder = policy.join(FOLDER);
    let mut looks = Looks { look: Look { name: name.to_owned(), ..Look::default() }, ..Looks::default() };
    if !folder.is_dir() {
        return Ok(looks);
    }
    let path = folder.join("brand.yaml");
    let brand = match read(&path, LONGEST as u64)? {
        Some(bytes) => brand(&path, bytes)?,
        None => Brand::default(),
    };
    looks.look.accent = brand.colour.as_deref().map(|text| colour(&path, text)).transpose()?;
    looks.look.logo = logo(&folder, brand.logo.as_deref())?;
    if !readable(&looks.look, date) {
        let name = brand.logo.unwrap_or_else(|| "logo".to_owned());
        return Err(LookFault::Logo { path: folder.join(name) });
    }
    for language in Language::all() {
        let (language, folder) = (language.to_string(), folder.join(language.as_str()));
        if let Some(template) = template(&folder, &language, "agreement.md")? {
            looks.clauses.insert(language.clone(), template);
        }
        if let Some(template) = template(&folder, &language, "terms.md")? {
            looks.terms.insert(language, Terms::Markdown(template));
        } else if let Some(bytes) = read(&folder.join("terms.pdf"), LARGEST)? {
            looks.terms.insert(language, Terms::Pdf(bytes));
        }
    }
    Ok(looks)
}

fn template(folder: &Path, language: &str, name: &str) -> Result<Option<Template>, LookFault> {
    let path = folder.join(name);
    // One byte more than may be: the template's own fault tells the rest.
    let Some(bytes) = read(&path, LONGEST as u64 + 1)? else { return Ok(None) };
    let text = String::from_utf8(bytes).map_err(|fault| {
        let line =
            fault.as_bytes().iter().take(fault.utf8_error().valid_up_to()).filter(|it| **it == b'\n').count();
        LookFault::NotRead { path, fault: format!("line {}: not UTF-8", line + 1) }
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
    Ok(Some(Template { file: format!("{FOLDER}/{language}/{name}"), text }))
}

/// A file's bytes, if it is there.
fn read(path: &Path, most: u64) -> Result<Option<Vec<u8>>, LookFault> {
    let not_read =
        |fault: std::io::Error| LookFault::NotRead { path: path.to_owned(), fault: fault.kind().to_string() };
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(fault) => return Err(not_read(fault)),
    };
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(not_read)?;
    if bytes.len() as u64 > most {
        return Err(LookFault::TooLarge { path: path.to_owned(), kilobytes: most / 1024 });
    }
    Ok(Some(bytes))
}

fn brand(path: &Path, bytes: Vec<u8>) -> Result<Brand, LookFault> {
    let fault = |line, fault| LookFault::Brand { path: path.to_owned(), line, fault };
    let text = String::from_utf8(bytes).map_err(|_| fault(1, "not UTF-8".to_owned()))?;
    if text.trim().is_empty() {
        return Ok(Brand::default());
    }
    serde_saphyr::from_str(&text).map_err(|wrong| {
        let line = wrong.location().map_or(0, |at| usize::try_from(at.line()).unwrap_or(0));
        let told = wrong.without_snippet().to_string();
        fault(line, told.lines().next().unwrap_or_default().to_owned())
    })
}

fn logo(folder: &Path, named: Option<&str>) -> Result<Option<Logo>, LookFault> {
    let names: Vec<&str> = named.map_or_else(|| vec!["logo.svg", "logo.png"], |name| vec![name]);
    for name in names {
        let path = folder.join(name);
        let form = match path.extension().and_then(|end| end.to_str()) {
            Some("svg") => LogoForm::Svg,
            Some("png") => LogoForm::Png,
            _ => return Err(LookFault::Logo { path }),
        };
        // A name leads nowhere else.
        if name.contains(['/', '\\']) {
            return Err(LookFault::Logo { path });
        }
        match read(&path, LARGEST)? {
            Some(bytes) => return Ok(Some(Logo { form, bytes })),
            None if named.is_some() => return Err(LookFault::NoLogo { path }),
            None => {}
        }
    }
    Ok(None)
}

/// `#rrggbb`, dark enough to be read on white.
fn colour(path: &Path, text: &str) -> Result<[u8; 3], LookFault> {
    let refused = |contrast| LookFault::Colour { path: path.to_owned(), contrast };
    let mut bytes = [0_u8; 3];
    let digits = text.trim().strip_prefix('#').unwrap_or_default();
    hex::decode_to_slice(digits, &mut bytes).map_err(|_| refused(None))?;
    let contrast = 1.05 / (luminance(bytes) + 0.05);
    if contrast < LEAST_CONTRAST {
        // Between 10 and 45.
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a contrast is between 1 and 21"
        )]
        return Err(refused(Some((contrast * 10.0) as u32)));
    }
    Ok(bytes)
}

/// Relative luminance (WCAG 2.2).
fn luminance([red, green, blue]: [u8; 3]) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}
