//! The page that leads to what was published: what is in force, and every version before it.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::Language;
use crate::html::{Escaped, logo, style};
use crate::pdf::Look;
use crate::text::{Texts, t};

/// A publication, as the page lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its number.
    pub number: i64,
    /// Its day.
    pub date: Date,
    /// Its files.
    pub files: Vec<ListedFile>,
}

/// A file of a publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedFile {
    /// Which document, by its word.
    pub document: String,
    /// Its language.
    pub language: String,
    /// Its form.
    pub form: String,
    /// Its version.
    pub version: String,
    /// The day on which it was published first, if it has stayed in force as it was since then.
    pub since: Option<Date>,
    /// Where it is, from the page.
    pub path: String,
}

/// The page, in every language that something was published in and in the company's looks. The last publication is the one in force.
pub fn page(all: &[Listed], look: &Look) -> String {
    let languages: Vec<Language> = Language::all()
        .into_iter()
        .filter(|language| all.iter().any(|one| !one.in_language(language).is_empty()))
        .collect();
    let first = languages.first().cloned();
    let title: Vec<String> =
        languages.iter().map(|language| t!(Texts::new(language), "archive-title")).collect();
    let code = first.as_ref().map_or("en", Language::as_str);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n<style>\n{}</style>\n</head>\n\
         <body>\n<main id=\"main\">\n{}",
        Escaped(&title.join(" · ")),
        style(look),
        logo(look)
    );
    for (at, language) in languages.iter().enumerate() {
        section(&mut page, all, language, at == 0);
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

impl Listed {
    fn in_language(&self, language: &Language) -> Vec<&ListedFile> {
        self.files.iter().filter(|file| file.language == language.as_str()).collect()
    }
}

fn section(page: &mut String, all: &[Listed], language: &Language, first: bool) {
    let texts = Texts::new(language);
    // One heading of the first level on a page; the other languages' stand below it.
    let level = if first { 1 } else { 2 };
    let _ = writeln!(
        page,
        "<section lang=\"{language}\">\n<h{level}>{}</h{level}>\n<p>{}</p>",
        Escaped(&t!(texts, "archive-title")),
        Escaped(&t!(texts, "archive-lead"))
    );
    for (at, one) in all.iter().rev().enumerate() {
        let files = one.in_language(language);
        if files.is_empty() {
            continue;
        }
        let day = texts.day(one.date);
        let id = if at == 0 { "archive-in-force" } else { "archive-earlier" };
        let heading = t!(texts, id, day = day, number = one.number.to_string());
        let level = level + 1;
        let _ = writeln!(page, "<h{level}>{}</h{level}>\n<ul>", Escaped(&heading));
        for file in files {
            let name = texts.find(&format!("archive-{}", file.document), &[]);
            let name = name.unwrap_or_else(|| file.document.clone());
            let (form, version) = (file.form.to_uppercase(), file.version.clone());
            let link = match file.since {
                None => t!(texts, "archive-file", name = name, form = form, version = version),
                Some(day) => {
                    let day = texts.day(day);
                    t!(texts, "archive-file-since", name = name, form = form, version = version, day = day)
                }
            };
            let _ = writeln!(page, "<li><a href=\"{}\">{}</a></li>", Escaped(&file.path), Escaped(&link));
        }
        page.push_str("</ul>\n");
    }
    page.push_str("</section>\n");
}
