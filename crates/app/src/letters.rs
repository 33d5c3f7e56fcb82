//! Letters on paper that are about no request: what they say comes in words, the organisation and its looks from the policy.

use gallra_documents::letters::{Addressee, Head, Letter, Sender, write};
pub use gallra_documents::letters::{Said, Words};
pub use gallra_documents::pdf::{Look, PdfFault};
use gallra_documents::{Language, UnknownLanguage};
use gallra_rules::policy::Policy;
use jiff::civil::Date;

/// Why a letter was not set.
#[derive(Clone, Debug, thiserror::Error)]
pub enum PaperFault {
    /// Letters are not written in it.
    #[error(transparent)]
    Language(#[from] UnknownLanguage),
    /// The page.
    #[error(transparent)]
    Pdf(#[from] PdfFault),
}

/// Sets a letter as PDF, as the letters of requests are. `to` is who is written to, line by line, the name first; `language` is that of
/// the words.
///
/// # Errors
/// [`PaperFault`].
pub fn paper(
    (policy, look): (&Policy, &Look),
    to: &[String],
    (language, day): (&str, Date),
    words: &Words,
) -> Result<Vec<u8>, PaperFault> {
    let language: Language = language.parse()?;
    let (name, lines) =
        to.split_first().map_or((String::new(), &[][..]), |(name, rest)| (name.clone(), rest));
    let head = Head {
        from: Sender::of(policy, &language),
        to: Addressee { name, lines: lines.to_vec() },
        day,
        reference: None,
        signed: None,
    };
    Ok(write(&Letter::Words(words.clone()), &head, &language).pdf(look)?.bytes)
}
