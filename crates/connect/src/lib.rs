//! Connectors: how Gallra looks into a company's systems and carries a step out there.
//!
//! One module per kind of system. Every connector keeps the same contract, [`contract`], and passes the same suite
//! (`tests/it/contract`). A connector decides nothing: which records, which exceptions and which bound all stand in the
//! [`gallra_rules::plan::Step`].

pub mod contract;
