//! Things that a piece of policy may refer to, so that a test shows only what it is about.

use gallra_rules::diagnostic::{Code, Diagnostic};
use gallra_rules::{Options, Outcome, check};
use jiff::civil::{Date, date};

/// The day of every test.
pub(crate) const TODAY: Date = date(2026, 11, 22);

/// Section, name, and what it is.
const STOCK: &[(&str, &str, &str)] = &[
    ("measures", "access", "Access by need"),
    ("systems", "billing", "{kind: postgres, url: \"env:BILLING_URL\", country: SE}"),
    ("systems", "binders", "{kind: manual, place: Archive, responsible: office, country: SE}"),
    ("systems", "backups", "{kind: backup, path: /backup, country: SE}"),
    ("systems", "mail", "{kind: imap, url: \"env:IMAP_URL\", country: SE}"),
    (
        "datasets",
        "customers",
        "{in: billing, table: customers, subject: {customer_no: id}, fields: {name: person.name}, \
         anchors: {ended: {column: ended_on, missing: ongoing}, created: created_at}}",
    ),
];

/// Checks pieces of policy, beside everything of the stock that they do not define themselves.
pub(crate) fn check_pieces(pieces: &[&str]) -> Outcome {
    let mut stock = String::new();
    let defined = |section: &str, name: &str| {
        let mut inside = false;
        pieces.iter().flat_map(|piece| piece.lines()).any(|line| {
            if !line.starts_with([' ', '#']) {
                inside = line.starts_with(&format!("{section}:"));
            }
            inside && line.starts_with(&format!("  {name}:"))
        })
    };
    if !pieces.iter().any(|piece| piece.lines().any(|line| line.starts_with("organisation:"))) {
        stock
            .push_str("organisation: {name: Exempelhotellet AB, country: SE, time_zone: Europe/Stockholm}\n");
    }
    for section in ["measures", "systems", "datasets"] {
        let entries: Vec<String> = STOCK
            .iter()
            .filter(|(of, name, _)| *of == section && !defined(section, name))
            .map(|(_, name, value)| format!("  {name}: {value}\n"))
            .collect();
        if !entries.is_empty() {
            stock.extend([section, ":\n", &entries.concat()]);
        }
    }
    let names = ["a.yaml", "b.yaml", "c.yaml"];
    let files = names.into_iter().zip(pieces.iter().copied()).chain([("stock.yaml", stock.as_str())]);
    check(files, &Options { today: Some(TODAY) })
}

/// What was found about the pieces and not about the stock (of which most is unused).
pub(crate) fn findings(outcome: &Outcome) -> Vec<&Diagnostic> {
    let about_stock = |one: &Diagnostic| {
        one.span().is_some_and(|span| outcome.sources.path(span.file) == "stock.yaml")
            && matches!(one.code, Code::UnusedName | Code::NoActivity)
    };
    outcome.diagnostics.iter().filter(|one| !about_stock(one)).collect()
}

/// The codes of [`findings`].
pub(crate) fn codes(outcome: &Outcome) -> Vec<&'static str> {
    findings(outcome).into_iter().map(|one| one.code.as_str()).collect()
}
