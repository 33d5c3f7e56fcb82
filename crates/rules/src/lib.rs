//! The rules: what a company promises about personal data, and what follows from it.
//!
//! Text becomes a [`policy::PolicySet`] (which exists only if it is valid); a policy, what the connectors saw
//! ([`inventory::Inventory`]) and the [`hold::Holds`] become a [`plan::Plan`]. Everything here is pure: no clock,
//! no network, no database. The caller passes `now` in.

pub mod calculus;
pub mod category;
pub mod check;
pub mod diagnostic;
pub mod explain;
pub mod hash;
pub mod hold;
pub mod inventory;
pub mod names;
pub mod period;
pub mod plan;
pub mod policy;
pub mod predicate;
pub mod sarif;
pub mod scaffold;
pub mod schema;
pub mod syntax;

pub use check::{Options, Outcome, check, check_folder};
pub use schema::schema;
