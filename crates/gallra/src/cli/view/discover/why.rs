//! What a guess rests on, in a few words.

use gallra_app::discover::Why;

use crate::cli::text::{Texts, t};

pub(super) fn all(reasons: &[Why], texts: Texts) -> String {
    reasons.iter().map(|why| one(why, texts)).collect::<Vec<_>>().join("; ")
}

fn one(why: &Why, texts: Texts) -> String {
    let name = |kind: &String| t!(texts, "why-kind", kind = kind);
    match why {
        Why::Name { words } => t!(texts, "why-name", words = words),
        Why::Type => texts.plain("why-type"),
        Why::Values { kind, share } => t!(texts, "why-values", kind = name(kind), share = u64::from(*share)),
        Why::Within { kind, count, of: None } => t!(texts, "why-within", kind = name(kind), count = *count),
        Why::Within { kind, count, of: Some(of) } => {
            t!(texts, "why-within-of", kind = name(kind), count = *count, of = *of)
        }
        Why::NoSuchValues => texts.plain("why-no-such-values"),
        Why::InNames { kind, count } => t!(texts, "why-in-names", kind = name(kind), count = *count),
        Why::Ending { ending, files } => t!(texts, "why-ending", ending = ending, files = *files),
        Why::Folders { count } => t!(texts, "why-folders", count = *count),
    }
}
