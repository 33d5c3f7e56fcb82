//! Mistakes on the command line, told in the reader's language.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::exit::Exit;
use super::failure::Failure;
use super::text::{Texts, t};

/// What clap found, in our words.
pub(crate) fn failure(error: &clap::Error, texts: Texts) -> Failure {
    let what = context(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = context(error, ContextKind::InvalidValue).unwrap_or_default();
    let message = match error.kind() {
        ErrorKind::UnknownArgument => t!(texts, "usage-unknown-argument", what = what),
        ErrorKind::InvalidSubcommand => {
            let what = context(error, ContextKind::InvalidSubcommand).unwrap_or_default();
            t!(texts, "usage-unknown-command", what = what)
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            t!(texts, "usage-no-command")
        }
        ErrorKind::MissingRequiredArgument => t!(texts, "usage-missing", what = what),
        ErrorKind::ArgumentConflict => {
            let other = context(error, ContextKind::PriorArg).unwrap_or_default();
            if other.is_empty() || other == what {
                t!(texts, "usage-twice", what = what)
            } else {
                t!(texts, "usage-conflict", what = what, other = other)
            }
        }
        ErrorKind::InvalidValue if value.is_empty() => t!(texts, "usage-no-value", what = what),
        ErrorKind::InvalidValue => t!(texts, "usage-invalid", what = what, value = value),
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            let expected = texts.find(&why).unwrap_or(why);
            t!(texts, "usage-wrong-value", what = what, value = value, expected = expected)
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            t!(texts, "usage-number-of-values", what = what)
        }
        ErrorKind::NoEquals => t!(texts, "usage-no-value", what = what),
        _ => t!(texts, "usage-other", what = error.kind().to_string()),
    };
    let help = suggestion(error, texts).unwrap_or_else(|| t!(texts, "usage-help"));
    Failure::new(Exit::Usage, "usage", message).help(help)
}

/// *Did you mean*, or which values there are.
fn suggestion(error: &clap::Error, texts: Texts) -> Option<String> {
    let close = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    // clap sorts the likeliest last.
    let close = close.into_iter().find_map(|kind| context(error, kind));
    if let Some(close) = close.as_ref().and_then(|close| close.rsplit(", ").next()) {
        return Some(t!(texts, "usage-did-you-mean", close = close));
    }
    context(error, ContextKind::ValidValue).map(|valid| t!(texts, "usage-valid", valid = valid))
}

fn context(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) if !texts.is_empty() => Some(texts.join(", ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        ContextValue::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
