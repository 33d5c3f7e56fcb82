//! The rules: what a company promises about personal data, and what follows from it.
//!
//! Text becomes a [`policy::PolicySet`] (which exists only if it is valid); a policy, what the connectors saw
//! ([`inventory::Inventory`]) and the [`hold::Holds`] become a [`plan::Plan`]. Everything here is pure: no clock,
//! no network, no database. The caller passes `now` in.
//!
//! ```
//! use gallra_rules::diagnostic::Lang;
//! use gallra_rules::{Options, check};
//!
//! let text = "
//! organisation: {name: Exempelhotellet AB, country: SE, time_zone: Europe/Stockholm}
//! measures: {access: {sv: Behörighet efter behov, en: Access by need}}
//! systems: {billing: {kind: postgres, url: \"env:BILLING_URL\", country: SE}}
//! datasets:
//!   invoices: {in: billing, table: invoices, subject: {customer_no: customer_id}, fields: {name: person.name}, anchors: {issued: issued_on}}
//! activities:
//!   bookkeeping:
//!     role: controller
//!     purpose: {sv: Bokföring, en: Bookkeeping}
//!     basis: {legal_obligation: \"BFL 7:2\"}
//!     data: [invoices]
//!     keep: {at_least: 7 years after financial_year(issued)}
//!     measures: [access]
//! ";
//! let outcome = check([("policy.yaml", text)], &Options::default());
//! let policy = outcome.policy.expect("nothing is wrong with it");
//! assert_eq!(policy.activities.len(), 1);
//!
//! let slip = text.replace("keep:", "kepe:");
//! let outcome = check([("policy.yaml", slip)], &Options::default());
//! assert!(outcome.policy.is_none());
//! assert!(outcome.render(Lang::Sv, false).contains("menade du `keep`?"));
//! ```

pub mod calculus;
pub mod category;
pub mod check;
pub mod diagnostic;
pub mod duties;
pub mod explain;
pub mod hash;
pub mod hold;
pub mod inventory;
pub mod keys;
pub mod links;
pub mod live;
pub mod names;
pub mod period;
pub mod plan;
pub mod policy;
pub mod predicate;
pub mod reason;
pub mod recipients;
pub mod request;
pub mod residue;
pub mod sarif;
pub mod scaffold;
pub mod schema;
pub mod spelling;
pub mod syntax;

pub use check::{Options, Outcome, check, check_folder};
pub use plan::{audit, decide, ending};
pub use schema::schema;
