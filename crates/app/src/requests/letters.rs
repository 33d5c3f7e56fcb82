//! Letters of a request, in a folder from which they are sent. A file is called after the request and nothing else; who may
//! read it is its owner alone.

use std::path::PathBuf;

use gallra_documents::Language;
use gallra_documents::letters::{Addressee, Head, Letter, Sender, write};
use gallra_rules::policy::PolicySet;

use super::Loaded;
use crate::evidence::write_private;
use crate::subject::GivenKind;
use crate::{AppError, Context};

/// The folder in the state folder from which letters are sent.
pub const OUTBOX: &str = "outbox";

/// The language in which the person is written to: as asked, where there are texts in it; else the country's.
pub(super) fn language(context: &Context, loaded: &Loaded) -> Language {
    let country = if context.policy.organisation.country == "SE" { "sv" } else { "en" };
    let wanted = loaded.about.language.as_deref().and_then(|tag| tag.parse().ok());
    wanted.or_else(|| country.parse().ok()).unwrap_or_else(first)
}

fn first() -> Language {
    // There is one at least: the build has both.
    Language::all().remove(0)
}

/// The person, at an address on record if one is known.
pub(super) fn person(loaded: &Loaded) -> Addressee {
    let about = &loaded.about;
    let given = about.given.iter().find(|given| given.kind == GivenKind::Name);
    let name = about.names.first().cloned().or_else(|| given.map(|given| given.text.clone()));
    let mail = about.known.iter().find(|known| known.kind == GivenKind::Email);
    Addressee {
        name: name.unwrap_or_default(),
        lines: mail.map(|mail| mail.text.clone()).into_iter().collect(),
    }
}

/// Writes a letter in the person's language; the same letter again takes the place of the first.
pub(super) fn written(
    context: &Context,
    loaded: &Loaded,
    to: (&str, Addressee),
    letter: &Letter,
) -> Result<PathBuf, AppError> {
    written_in(context, loaded, &language(context, loaded), to, letter)
}

/// The same in another language: the reader's.
pub(super) fn written_in(
    context: &Context,
    loaded: &Loaded,
    language: &Language,
    (what, to): (&str, Addressee),
    letter: &Letter,
) -> Result<PathBuf, AppError> {
    let policy: &PolicySet = &context.policy;
    let head = Head {
        from: Sender::of(policy, language),
        to,
        day: context.today(),
        reference: Some(loaded.number.to_string()),
        signed: None,
    };
    let folder = context.store.folder().join(OUTBOX);
    let path = folder.join(format!("{}-{what}.txt", loaded.number));
    let failed = |fault: std::io::Error| AppError::Evidence { path: path.clone(), cause: fault.to_string() };
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let written = write(letter, &head, language);
    write_private(&path, written.text().as_bytes()).map_err(failed)?;
    write_private(&path.with_extension("html"), written.html(&context.look).as_bytes()).map_err(failed)?;
    if context.paper {
        let pdf = written.pdf(&context.look).map_err(|fault| failed(std::io::Error::other(fault)))?;
        write_private(&path.with_extension("pdf"), &pdf.bytes).map_err(failed)?;
    }
    Ok(path)
}
