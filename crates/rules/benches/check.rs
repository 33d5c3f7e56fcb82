//! How long `check` takes for a policy of 5,000 lines, beside the bare reading of the same text as YAML.
//!
//! `cargo bench -p gallra-rules --bench check` prints milliseconds (the best of ten runs) and the ratio.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a bench prints and may stop"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use gallra_rules::{Options, check};
use jiff::civil::date;

const LINES: usize = 5_000;
const RUNS: usize = 10;

fn main() {
    let text = policy();
    let options = Options { today: Some(date(2026, 11, 22)) };
    let outcome = check([("policy.yaml", text.as_str())], &options);
    assert!(outcome.is_ok(), "{}", outcome.render(gallra_rules::diagnostic::Lang::En, false));

    let checked = best(|| drop(black_box(check([("policy.yaml", text.as_str())], &options))));
    let read = best(|| drop(black_box(serde_saphyr::from_str::<serde_json::Value>(&text).expect("YAML"))));
    // The worst a person could write: every limit different and none clearly kept.
    let tight = tight();
    let worst = best(|| drop(black_box(check([("policy.yaml", tight.as_str())], &options))));

    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!("policy: {} lines, {} KiB", text.lines().count(), text.len() / 1024);
    println!("check:                        {:8.2} ms (at most 100)", ms(checked));
    println!("serde_saphyr to plain values: {:8.2} ms", ms(read));
    println!("ratio:                        {:8.2}", ms(checked) / ms(read));
    println!("check, {} different tight limits: {:.2} ms", 200, ms(worst));
}

fn best(mut run: impl FnMut()) -> Duration {
    let mut one = || {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..RUNS).map(|_| one()).min().unwrap_or_default()
}

const HEAD: &str = "organisation: {name: Stora Bolaget AB, country: SE, time_zone: Europe/Stockholm}\n\
    measures:\n  access: {sv: Behörighet, en: Access}\n\
    systems:\n  billing: {kind: postgres, url: \"env:BILLING_URL\", country: SE}\n";

/// Datasets and activities as a large company has them, until there are enough lines.
fn policy() -> String {
    let (mut datasets, mut activities) = ("datasets:\n".to_owned(), "activities:\n".to_owned());
    let mut number = 0;
    while HEAD.lines().count() + datasets.lines().count() + activities.lines().count() < LINES {
        number += 1;
        let _ = write!(
            datasets,
            "  customers_{number}:\n    in: billing\n    table: customers_{number}\n    subject:\n      email: email\n    \
             fields:\n      name: person.name\n      email: contact.email\n      phone: contact.phone\n    anchors:\n      \
             ended: {{column: ended_on, missing: ongoing}}\n      issued: issued_on\n"
        );
        let _ = write!(
            activities,
            "  selling_{number}:\n    role: controller\n    purpose: {{sv: Försäljning, en: Sales}}\n    basis: contract\n    \
             data: [customers_{number}]\n    keep:\n      at_least: {} months after ended\n      at_most: {} months after ended\n    \
             then: delete\n    every: day\n    measures: [access]\n  bookkeeping_{number}:\n    role: controller\n    \
             purpose: {{sv: Bokföring, en: Bookkeeping}}\n    basis: {{legal_obligation: \"BFL 7:2\"}}\n    \
             data: [customers_{number}]\n    keep: {{at_least: 7 years after financial_year(issued)}}\n    measures: [access]\n",
            number % 24,
            number % 24 + 1,
        );
    }
    format!("{HEAD}{datasets}{activities}")
}

/// Caps a few days after floors, each pair once.
fn tight() -> String {
    let mut text = format!(
        "{HEAD}datasets:\n  notes: {{in: billing, table: notes, anchors: {{ended: ended_on}}}}\nactivities:\n"
    );
    for number in 0..200 {
        let _ = write!(
            text,
            "  a{number}:\n    role: controller\n    purpose: x\n    basis: contract\n    data: [notes]\n    \
             keep: {{at_least: {number} months after ended, at_most: {number} months 2 days after ended}}\n    measures: [access]\n"
        );
    }
    text
}
