//! What people keep, in words: duties that are attested, and customers who are told of sub-processors.

use std::fmt::Write as _;

use gallra_app::audit::{Duty, Report, word};
use gallra_app::recipients::{Sub, Why};
use gallra_rules::audit::Verdict;
use gallra_rules::policy::Policy;

use super::{escaped, verdict_word};
use crate::cli::text::{Texts, t};
use crate::cli::ui::{Style, Ui};
use crate::cli::view::{Column, duties, labelled, table};

const DUTIES: [Column; 4] =
    [("col-verdict", false), ("col-duty", false), ("col-responsible", false), ("col-duty-standing", false)];
const TOLD: [Column; 3] = [("col-verdict", false), ("col-recipient", false), ("col-recipient-why", false)];

/// A card of the page.
pub(super) struct Told {
    pub(super) class: &'static str,
    pub(super) title: String,
    pub(super) verdict: String,
    pub(super) rule: String,
    pub(super) facts: Vec<(String, String)>,
}

/// The duties for people; nothing where there are none.
pub(super) fn duties(ui: &Ui, report: &Report, zone: &str) -> Vec<String> {
    let texts = ui.texts;
    if report.duties.is_empty() {
        return Vec::new();
    }
    let row = |duty: &Duty| {
        let standing = &duty.standing;
        let stands = duties::standing(standing, report.today, texts);
        vec![verdict_word(&duty.verdict, texts), standing.label(), standing.by.clone(), stands]
    };
    let mut lines = vec![
        ui.paint(Style::Bold, t!(texts, "duties-title")),
        String::new(),
        table(ui, &DUTIES, report.duties.iter().map(row).collect()),
    ];
    let broken: Vec<&Duty> = report.duties.iter().filter(|duty| duty.verdict != Verdict::Kept).collect();
    if !broken.is_empty() {
        lines.push(String::new());
    }
    for duty in broken {
        let since = t!(texts, "audit-since", at = texts.moment(duty.since, zone));
        lines.push(labelled(&duty.standing.label(), what(duty, texts), 2, 18));
        lines.push(labelled("", &since, 2, 18));
    }
    lines
}

fn what(duty: &Duty, texts: Texts) -> &str {
    duty.standing.what.get(texts.lang.as_str()).unwrap_or_default()
}

/// The sub-processors for people; nothing where there are none.
pub(super) fn sub_processors(ui: &Ui, report: &Report, zone: &str) -> Vec<String> {
    let texts = ui.texts;
    if report.sub_processors.is_empty() {
        return Vec::new();
    }
    let row = |sub: &Sub| vec![verdict_word(&sub.verdict, texts), sub.recipient.to_string(), why(sub, texts)];
    let mut lines = vec![
        ui.paint(Style::Bold, t!(texts, "sub-processors-title")),
        String::new(),
        table(ui, &TOLD, report.sub_processors.iter().map(row).collect()),
    ];
    let told = report.sub_processors.iter().filter(|sub| sub.verdict != Verdict::Kept).map(|sub| {
        let since = t!(texts, "audit-since", at = texts.moment(sub.since, zone));
        labelled(sub.recipient.as_str(), &since, 2, 18)
    });
    let told: Vec<String> = told.collect();
    if !told.is_empty() {
        lines.push(String::new());
        lines.extend(told);
    }
    lines
}

/// Why it is so.
fn why(sub: &Sub, texts: Texts) -> String {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| texts.day(day)).unwrap_or_default();
    match sub.why {
        Why::Announced => t!(texts, "sub-announced", day = day(sub.announced)),
        Why::NotYetUsed => t!(texts, "sub-not-yet", day = day(sub.from)),
        Why::NotAnnounced => t!(texts, "sub-not-announced"),
        Why::Changed => t!(texts, "sub-changed", day = day(sub.announced)),
        Why::WindowOpen => t!(texts, "sub-window", day = day(sub.window_ends)),
        Why::Objection => t!(texts, "sub-objection", objections = sub.objections),
        Why::NoRegister => t!(texts, "reason-no-register"),
    }
}

/// A duty on the page.
pub(super) fn duty_card(duty: &Duty, texts: Texts, zone: &str) -> Told {
    let standing = &duty.standing;
    let mut facts = vec![(t!(texts, "col-responsible"), standing.by.clone())];
    facts.extend(standing.until.map(|day| (t!(texts, "col-good-until"), texts.day(day))));
    facts.extend(standing.role.as_ref().zip(standing.attested).map(|(role, at)| {
        (t!(texts, "fact-attested"), t!(texts, "duty-by", role = role, at = texts.moment(at, zone)))
    }));
    facts.extend(standing.document.map(|hash| (t!(texts, "duty-document"), hash.to_string())));
    facts.push((t!(texts, "fact-since"), texts.moment(duty.since, zone)));
    Told {
        class: word(&duty.verdict),
        title: standing.label(),
        verdict: verdict_word(&duty.verdict, texts),
        rule: what(duty, texts).to_owned(),
        facts,
    }
}

/// A sub-processor on the page.
pub(super) fn sub_card(sub: &Sub, policy: &Policy, texts: Texts, zone: &str) -> Told {
    let name = policy.recipients.get(&sub.recipient).map_or(sub.recipient.as_str(), |it| it.name.as_str());
    let mut facts = vec![(t!(texts, "fact-since"), texts.moment(sub.since, zone))];
    facts.extend(sub.announced.map(|day| (t!(texts, "col-recipient-announced"), texts.day(day))));
    Told {
        class: word(&sub.verdict),
        title: name.to_owned(),
        verdict: verdict_word(&sub.verdict, texts),
        rule: why(sub, texts),
        facts,
    }
}

/// Figures for Prometheus; nothing where people promise nothing.
pub(super) fn figures(report: &Report, text: &mut String) {
    let mut metric = |name: &str, help: &str, values: Vec<(String, i64)>| {
        if values.is_empty() {
            return;
        }
        let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge");
        for (labels, value) in values {
            let _ = writeln!(text, "{name}{{{labels}}} {value}");
        }
    };
    let of_duty = |duty: &Duty| {
        let of = duty.standing.of.as_deref().unwrap_or_default();
        format!("duty=\"{}\",of=\"{}\"", escaped(duty.standing.duty.as_str()), escaped(of))
    };
    let kept = |verdict: &Verdict| i64::from(*verdict == Verdict::Kept);
    let all = report.duties.iter();
    metric(
        "gallra_duty_kept",
        "1 if the duty is attested for today",
        all.clone().map(|duty| (of_duty(duty), kept(&duty.verdict))).collect(),
    );
    let left = |duty: &Duty| {
        let until = duty.standing.until?;
        Some((of_duty(duty), i64::from(report.today.until(until).ok()?.get_days())))
    };
    metric(
        "gallra_duty_days_left",
        "Whole days until the duty's attestation runs out; negative since it has",
        all.filter_map(left).collect(),
    );
    let of_sub = |sub: &Sub| format!("recipient=\"{}\"", escaped(sub.recipient.as_str()));
    let subs = report.sub_processors.iter();
    metric(
        "gallra_sub_processor_announced",
        "1 if customers were told of the sub-processor before it is used",
        subs.clone().map(|sub| (of_sub(sub), kept(&sub.verdict))).collect(),
    );
    let checked = |sub: &Sub| i64::from(!matches!(sub.verdict, Verdict::NotChecked { .. }));
    metric(
        "gallra_sub_processor_checked",
        "1 if it could be checked whether customers were told",
        subs.map(|sub| (of_sub(sub), checked(sub))).collect(),
    );
}
