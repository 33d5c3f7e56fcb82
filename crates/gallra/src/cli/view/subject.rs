//! A person as they were found, for people and for programs.

use gallra_app::subject::GivenKind;

use crate::cli::text::{Texts, t};

/// What kind of identifier it is.
pub(crate) fn kind(kind: &GivenKind, texts: Texts) -> String {
    match kind {
        GivenKind::Email => t!(texts, "find-kind-email"),
        GivenKind::Phone => t!(texts, "find-kind-phone"),
        GivenKind::Number => t!(texts, "find-kind-number"),
        GivenKind::Name => t!(texts, "find-kind-name"),
        GivenKind::Subject(name) => format!("`{name}`"),
    }
}
