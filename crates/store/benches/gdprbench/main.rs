//! GDPRbench.
fn main() { let _ = gallra_store::DATABASE; let _ = gallra_testkit::PgVersion::V15; }
