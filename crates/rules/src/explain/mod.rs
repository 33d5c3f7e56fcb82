//! What each code means.

use crate::diagnostic::{Code, Lang};

/// Title.
pub fn title(code: Code, _lang: Lang) -> &'static str {
    code.as_str()
}

/// Page.
pub fn page(code: Code, _lang: Lang) -> &'static str {
    code.as_str()
}
