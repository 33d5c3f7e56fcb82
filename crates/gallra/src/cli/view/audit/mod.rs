//! What an audit found: a table for people, a page that stands alone, and figures for a monitoring system.

mod live;
mod page;
mod people;

use std::fmt::Write as _;

use gallra_app::audit::{EVERY_CUSTOMER_AGREED, Found, Report, word};
use gallra_rules::audit::{Counts, Verdict};
use gallra_rules::live::Finding;
use gallra_rules::policy::Policy;
use gallra_rules::reason::Reason;

use super::{Column, labelled, promise, table};
use crate::cli::text::{Texts, t};
use crate::cli::ui::{Style, Ui};

pub(crate) use page::html;

const COLUMNS: [Column; 6] = [
    ("col-verdict", false),
    ("col-activity", false),
    ("col-dataset", false),
    ("col-oldest", false),
    ("col-line", false),
    ("col-overdue", true),
];

/// The report for people.
pub(crate) fn text(ui: &Ui, report: &Report, policy: &Policy) -> String {
    let texts = ui.texts;
    let zone = policy.organisation.time_zone.as_str();
    let at = texts.moment(report.at, zone);
    let mut lines =
        vec![ui.paint(Style::Bold, t!(texts, "audit-title", organisation = &report.organisation, at = at))];
    if report.promises.is_empty() {
        lines.push(t!(texts, "audit-nothing"));
        if report.live.is_empty() && report.duties.is_empty() && report.sub_processors.is_empty() {
            return lines.join("\n");
        }
    } else {
        let rows = report.promises.iter().map(|found| row(found, texts)).collect();
        lines.extend([String::new(), table(ui, &COLUMNS, rows)]);
    }
    let told = report.promises.iter().filter(|found| found.verdict != Verdict::Kept || has_more(found));
    let told: Vec<String> = told.map(|found| details(found, policy, texts)).collect();
    let (duties, told_of) = (people::duties(ui, report, zone), people::sub_processors(ui, report, zone));
    for part in [told, live::section(ui, report, zone), duties, told_of] {
        if !part.is_empty() {
            lines.push(String::new());
            lines.extend(part);
        }
    }
    lines.push(String::new());
    lines.push(sum(ui, report));
    lines.join("\n")
}

/// How many promises have which verdict, in a line.
pub(crate) fn sum(ui: &Ui, report: &Report) -> String {
    let [kept, broken, unseen] = sums(report);
    let style = if broken > 0 {
        Style::Bad
    } else if unseen > 0 {
        Style::Warn
    } else {
        Style::Good
    };
    ui.paint(style, t!(ui.texts, "audit-sum", kept = kept, broken = broken, unseen = unseen))
}

/// Kept, broken, not checked.
fn sums(report: &Report) -> [u64; 3] {
    [
        report.count(|verdict| *verdict == Verdict::Kept),
        report.count(|verdict| *verdict == Verdict::Broken),
        report.count(|verdict| matches!(verdict, Verdict::NotChecked { .. })),
    ]
}

fn row(found: &Found, texts: Texts) -> Vec<String> {
    let oldest = found.counts.as_ref().and_then(|counts| counts.oldest);
    vec![
        verdict(found, texts),
        found.promise.activity.to_string(),
        found.promise.dataset.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string),
        oldest.map_or_else(|| "–".to_owned(), |day| texts.day(day)),
        found.line.map_or_else(|| "–".to_owned(), |day| texts.day(day)),
        found.counts.as_ref().map_or_else(|| "–".to_owned(), |counts| texts.number(counts.overdue)),
    ]
}

fn verdict(found: &Found, texts: Texts) -> String {
    verdict_word(&found.verdict, texts)
}

fn verdict_word(verdict: &Verdict, texts: Texts) -> String {
    texts.plain(match verdict {
        Verdict::Kept => "verdict-kept",
        Verdict::Broken => "verdict-broken",
        Verdict::NotChecked { .. } => "verdict-not-checked",
    })
}

/// Whether a kept promise has something to say all the same.
fn has_more(found: &Found) -> bool {
    found.attested.is_some()
        || found
            .counts
            .as_ref()
            .is_some_and(|counts| counts.held + counts.kept_by_law + counts.unreadable > 0)
}

/// The promise in words; as the policy writes it where the activity says nothing about time.
fn rule(found: &Found, policy: &Policy, texts: Texts) -> String {
    if found.promise.rule == EVERY_CUSTOMER_AGREED {
        return t!(texts, "audit-agreed");
    }
    let activity = policy.activities.get(&found.promise.activity);
    let words = activity.filter(|activity| activity.review.is_none()).map(|a| promise::words(a, texts));
    words.filter(|words| !words.is_empty()).unwrap_or_else(|| found.promise.rule.clone())
}

fn details(found: &Found, policy: &Policy, texts: Texts) -> String {
    let zone = policy.organisation.time_zone.as_str();
    let name = found.promise.dataset.as_ref().map_or(found.promise.activity.as_str(), |name| name.as_str());
    let mut said = vec![rule(found, policy, texts)];
    said.extend(facts(found, texts, zone).into_iter().filter_map(|fact| match fact {
        (Fact::Since, _, Some(at)) => Some(t!(texts, "audit-since", at = at)),
        (Fact::Before | Fact::Oldest | Fact::Overdue, _, text) => text,
        (_, label, text) => text.map(|text| format!("{label}: {text}")),
    }));
    said.extend(reason(found, texts));
    let mut label = name;
    let lines = said.iter().map(|text| {
        let line = labelled(label, text, 2, 18);
        label = "";
        line
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Why it was not checked, in the reader's language where the reason is one of ours.
fn reason(found: &Found, texts: Texts) -> Option<String> {
    let Verdict::NotChecked { reason } = &found.verdict else { return None };
    Some(match reason {
        Reason::NeverAttested => t!(texts, "reason-never-attested"),
        Reason::OtherPromise => t!(texts, "reason-other-promise"),
        Reason::NoRegister => t!(texts, "reason-no-register"),
        Reason::Unseen(why) => live::unseen(why, texts),
        Reason::Told(told) => told.clone(),
    })
}

/// How many are held, and until when at the latest where the store says so.
fn held(counts: &Counts, texts: Texts) -> Option<String> {
    let rows = (counts.held > 0).then(|| texts.number(counts.held))?;
    Some(match counts.held_until {
        Some(day) => t!(texts, "audit-held-until", rows = rows, day = texts.day(day)),
        None => rows,
    })
}

/// What can be told about a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fact {
    Oldest,
    Overdue,
    Before,
    Since,
    Alive,
    Held,
    KeptByLaw,
    Ongoing,
    Unreadable,
    Attested,
}

/// Each fact with its label and, unless there is nothing to tell, its text.
fn facts(found: &Found, texts: Texts, zone: &str) -> Vec<(Fact, String, Option<String>)> {
    let counts = found.counts.clone().unwrap_or_default();
    let some = |number: u64| (number > 0).then(|| texts.number(number));
    let late = found.verdict == Verdict::Broken && found.counts.is_some();
    let trend = found.overdue_before.filter(|_| found.counts.is_some());
    let attested = found.attested.as_ref();
    vec![
        (Fact::Alive, t!(texts, "fact-alive"), found.counts.as_ref().map(|c| texts.number(c.alive))),
        (Fact::Oldest, t!(texts, "fact-oldest"), None),
        (Fact::Overdue, t!(texts, "fact-overdue"), None),
        (
            Fact::Before,
            t!(texts, "fact-before"),
            trend
                .map(|before| t!(texts, "audit-before", now = counts.overdue, before = before))
                .filter(|_| late),
        ),
        (
            Fact::Since,
            t!(texts, "fact-since"),
            (found.verdict != Verdict::Kept).then(|| texts.moment(found.since, zone)),
        ),
        (Fact::Held, t!(texts, "fact-held"), held(&counts, texts)),
        (Fact::KeptByLaw, t!(texts, "fact-kept-by-law"), some(counts.kept_by_law)),
        (Fact::Ongoing, t!(texts, "fact-ongoing"), some(counts.ongoing)),
        (Fact::Unreadable, t!(texts, "fact-unreadable"), some(counts.unreadable)),
        (
            Fact::Attested,
            t!(texts, "fact-attested"),
            attested.map(|a| t!(texts, "audit-attested", role = &a.role, until = texts.day(a.until))),
        ),
    ]
}

/// Figures in the text format that Prometheus reads (its node exporter's textfile collector).
pub(crate) fn prometheus(report: &Report) -> String {
    const METRICS: [(&str, &str); 5] = [
        ("gallra_promise_kept", "1 if the promise was seen kept, 0 if it was not"),
        ("gallra_promise_checked", "1 if the promise could be checked"),
        (
            "gallra_promise_overdue_records",
            "Records older than promised that nothing entitles anybody to keep",
        ),
        ("gallra_promise_unreadable_records", "Records whose age could not be read"),
        ("gallra_promise_oldest_age_days", "Age of the oldest record"),
    ];
    let mut text = String::new();
    for (metric, help) in METRICS {
        let _ = writeln!(text, "# HELP {metric} {help}\n# TYPE {metric} gauge");
        for found in &report.promises {
            let counts = found.counts.as_ref();
            let value = match metric {
                "gallra_promise_kept" => Some(u64::from(found.verdict == Verdict::Kept)),
                "gallra_promise_checked" => {
                    Some(u64::from(!matches!(found.verdict, Verdict::NotChecked { .. })))
                }
                "gallra_promise_overdue_records" => counts.map(|counts| counts.overdue),
                "gallra_promise_unreadable_records" => counts.map(|counts| counts.unreadable),
                _ => counts
                    .and_then(|counts| counts.oldest)
                    .and_then(|oldest| u64::try_from(oldest.until(report.today).ok()?.get_days()).ok()),
            };
            if let Some(value) = value {
                let dataset = found.promise.dataset.as_ref().map_or("", |name| name.as_str());
                let _ = writeln!(
                    text,
                    "{metric}{{activity=\"{}\",dataset=\"{}\"}} {value}",
                    escaped(found.promise.activity.as_str()),
                    escaped(dataset)
                );
            }
        }
    }
    systems(report, &mut text);
    people::figures(report, &mut text);
    let _ = writeln!(
        text,
        "# HELP gallra_audit_time_seconds When the promises were measured\n# TYPE gallra_audit_time_seconds gauge\ngallra_audit_time_seconds {}",
        report.at.as_second()
    );
    text
}

/// What systems promise besides age.
fn systems(report: &Report, text: &mut String) {
    const METRICS: [(&str, &str); 3] = [
        ("gallra_system_promise_kept", "1 if what the system promises was seen kept, 0 if it was not"),
        ("gallra_system_promise_checked", "1 if what the system promises could be checked"),
        ("gallra_certificate_days_left", "Whole days until the website's certificate ends"),
    ];
    for (metric, help) in METRICS {
        let _ = writeln!(text, "# HELP {metric} {help}\n# TYPE {metric} gauge");
        for found in &report.live {
            let value = match metric {
                "gallra_system_promise_kept" => Some(i64::from(found.verdict == Verdict::Kept)),
                "gallra_system_promise_checked" => {
                    Some(i64::from(!matches!(found.verdict, Verdict::NotChecked { .. })))
                }
                _ => found.findings.iter().find_map(|finding| match finding {
                    Finding::Certificate { days, .. } => Some(*days),
                    _ => None,
                }),
            };
            if let Some(value) = value {
                let system = escaped(found.promise.system.as_str());
                let promise = found.promise.promise.as_str();
                let _ = writeln!(text, "{metric}{{system=\"{system}\",promise=\"{promise}\"}} {value}");
            }
        }
    }
}

fn escaped(label: &str) -> String {
    label.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

/// The class of a verdict, for style sheets.
fn class(found: &Found) -> &'static str {
    word(&found.verdict)
}
