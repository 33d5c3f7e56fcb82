//! The tests of this crate, by module.

mod names;
mod profiles;
mod robustness;
mod truth;
mod values;
