//! What logs and folders hold that the policy does not say.

use std::collections::{BTreeMap, BTreeSet};

use gallra_connect::parts::{SurveyedPart, may_share};
use gallra_detect::profile::{Column, Finding, Reason, TypeClass, judge};
use gallra_detect::value::{Kind, Tally};
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::policy::SystemKind;
use jiff::Timestamp;
use serde::Serialize;

use super::reason::{Why, word};
use crate::Context;

/// Below so many entries or files a single hit tells.
const FEW: u64 = 20;
/// Files of these sorts are about people or from them, whatever is in them.
const SORTS: [(&str, &str); 6] = [
    ("eml", "communication.email"),
    ("msg", "communication.email"),
    ("mbox", "communication.email"),
    ("pst", "communication.email"),
    ("vcf", "contact.other"),
    ("ics", "communication.metadata"),
];

/// A log, a folder, or customers' folders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FoundPart {
    /// As `part` names it in a policy.
    pub part: String,
    /// The policy's datasets over it.
    pub datasets: Vec<DatasetName>,
    /// How many files.
    pub files: u64,
    /// Their size in bytes.
    pub bytes: u64,
    /// The earliest moment of the sampled entries, or the earliest change of a file.
    pub oldest: Option<Timestamp>,
    /// The latest.
    pub newest: Option<Timestamp>,
    /// Files by the ending of their name.
    pub endings: BTreeMap<String, u64>,
    /// How a log is written, or a date in the paths of files.
    pub format: Option<String>,
    /// Folders that look like one for each customer.
    pub customers: u64,
    /// Entries or files that were looked into.
    pub sampled: u64,
    /// What looks personal.
    pub personal: Vec<PersonalPart>,
    /// Files and folders that could not be read.
    pub closed: u64,
    /// Whether the policy says that nothing in it is personal.
    pub not_personal: bool,
}

/// Something in a part that looks personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonalPart {
    /// A name for the field.
    pub field: String,
    /// The category by its name in the policy language.
    pub category: String,
    /// From 50 to 99.
    pub confidence: u8,
    /// What that rests on.
    pub reasons: Vec<Why>,
    /// Whether a dataset over the part has the category.
    pub declared: bool,
}

pub(super) fn found(
    context: &Context,
    system: &SystemName,
    kind: SystemKind,
    seen: &SurveyedPart,
) -> FoundPart {
    let here = context.policy.datasets.iter().filter(|(_, dataset)| dataset.system == *system);
    let over: Vec<_> = here
        .filter(|(_, dataset)| may_share(kind, dataset.part.as_deref().unwrap_or("."), &seen.part))
        .collect();
    let declared: BTreeSet<&str> = over
        .iter()
        .flat_map(|(_, dataset)| dataset.fields.values())
        .map(|field| field.category.as_str())
        .collect();
    let silenced: BTreeSet<&String> =
        over.iter().flat_map(|(_, dataset)| dataset.not_personal.keys()).collect();
    let mut personal = if kind == SystemKind::Logs { in_log(seen) } else { in_folder(seen) };
    for one in &mut personal {
        // An address and what somebody wrote tell of the same people: what a folder holds is said by one category.
        let said =
            declared.contains(one.category.as_str()) || kind == SystemKind::Files && !declared.is_empty();
        one.declared = said || silenced.contains(&one.field);
    }
    let listed = context.policy.systems.get(system).and_then(|system| system.not_personal.as_ref());
    FoundPart {
        part: seen.part.clone(),
        datasets: over.iter().map(|(name, _)| (*name).clone()).collect(),
        files: seen.files,
        bytes: seen.bytes,
        oldest: seen.span.map(|span| span.0),
        newest: seen.span.map(|span| span.1),
        endings: seen.endings.clone(),
        format: seen.format.clone(),
        customers: seen.customers,
        sampled: seen.sampled,
        personal,
        closed: seen.closed,
        not_personal: listed.is_some_and(|listed| listed.parts.contains(&seen.part)),
    }
}

fn in_log(seen: &SurveyedPart) -> Vec<PersonalPart> {
    let columns: Vec<Column<'_>> = seen
        .named
        .iter()
        .map(|(name, tally)| Column { name, class: TypeClass::Text, tally: Some(tally) })
        .collect();
    let judged = columns.iter().zip(judge("entries", &columns)).filter_map(|(column, finding)| {
        let finding = finding.filter(Finding::looks_personal)?;
        // A program's own message is not what people write.
        let by_name_only = finding.reasons.iter().all(|reason| matches!(reason, Reason::Name(_)));
        (!(by_name_only && finding.category.starts_with("communication."))).then(|| PersonalPart {
            field: super::plain(column.name),
            category: finding.category.to_owned(),
            confidence: finding.confidence,
            reasons: finding.reasons.iter().map(Why::of).collect(),
            declared: false,
        })
    });
    let mut personal: Vec<PersonalPart> = judged.collect();
    for one in by_category(&seen.content, seen.sampled) {
        if !personal.iter().any(|known| known.category == one.category) {
            personal.push(one);
        }
    }
    distinct(personal)
}

fn in_folder(seen: &SurveyedPart) -> Vec<PersonalPart> {
    let mut personal = Vec::new();
    for (ending, category) in SORTS {
        let Some(files) = seen.endings.get(ending) else { continue };
        personal.push(PersonalPart {
            field: "content".to_owned(),
            category: category.to_owned(),
            confidence: 85,
            reasons: vec![Why::Ending { ending: ending.to_owned(), files: *files }],
            declared: false,
        });
    }
    personal.extend(by_category(&seen.content, seen.sampled));
    let in_names = Kind::ALL.into_iter().filter_map(|kind| {
        let count = seen.paths.count(kind);
        let sum = count.likely + count.embedded;
        (sum > 0 && kind != Kind::Phone).then_some((sum, kind))
    });
    if let Some((count, kind)) = in_names.max_by_key(|(count, _)| *count) {
        personal.push(PersonalPart {
            field: "path".to_owned(),
            category: kind.category().to_owned(),
            confidence: 65,
            reasons: vec![Why::InNames { kind: word(kind), count }],
            declared: false,
        });
    }
    if seen.customers > 0 {
        personal.push(PersonalPart {
            field: "folder".to_owned(),
            category: "customer.number".to_owned(),
            confidence: 60,
            reasons: vec![Why::Folders { count: seen.customers }],
            declared: false,
        });
    }
    distinct(personal)
}

/// A field for each category that the text holds.
fn by_category(content: &Tally, of: u64) -> Vec<PersonalPart> {
    let mut found: BTreeMap<&str, (u64, Vec<Why>)> = BTreeMap::new();
    for kind in Kind::ALL {
        let count = content.count(kind);
        let count = count.likely + count.embedded;
        if count >= 2 || count == 1 && of < FEW {
            let entry = found.entry(kind.category()).or_default();
            entry.0 += count;
            entry.1.push(Why::Within { kind: word(kind), count, of: Some(of) });
        }
    }
    let fields = found.into_iter().map(|(category, (count, reasons))| PersonalPart {
        field: category.rsplit('.').next().unwrap_or(category).to_owned(),
        category: category.to_owned(),
        confidence: match count.saturating_mul(100).checked_div(of).unwrap_or(0) {
            60.. => 90,
            5.. => 65,
            _ => 55,
        },
        reasons,
        declared: false,
    });
    fields.collect()
}

/// Two fields have two names.
fn distinct(mut personal: Vec<PersonalPart>) -> Vec<PersonalPart> {
    let mut taken = BTreeSet::new();
    for one in &mut personal {
        if !taken.insert(one.field.clone()) {
            one.field = super::plain(&one.category);
            taken.insert(one.field.clone());
        }
    }
    personal
}
