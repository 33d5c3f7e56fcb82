//! SQL from predicates: one renderer, three dialects. Names are quoted, values are bound, nothing is pasted in.

pub(crate) mod anchor;
pub(crate) mod complement;
pub(crate) mod dialect;
pub(crate) mod keys;
pub(crate) mod render;
pub(crate) mod replace;
pub(crate) mod sets;
pub(crate) mod text_date;
pub(crate) mod ways;
