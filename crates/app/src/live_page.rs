//! The live promise page, from what audits left in the state and from the log.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use gallra_documents::live::{Finding, Measured, Proof, Verdict, build};
use gallra_documents::pdf::{self, Look};
use gallra_documents::{Edition, Language, Missing, html, markdown};
use gallra_ledger::{Leaf, LogReader};
use gallra_rules::hash::ContentHash;
use gallra_rules::names::{ActivityName, DatasetName};
use gallra_rules::policy::{Activity, Round};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::documents::{DocumentsError, Format};
use crate::publish::PublishError;
use crate::{AppError, Context, evidence};

/// The proof's file, beside the page.
const PROOF: &str = "live.tlog-proof";
/// The sealed entry that the proof is about.
const LEAF: &str = "live.leaf.json";

/// What was written.
#[derive(Clone, Debug, Serialize)]
pub struct LivePage {
    /// Its files; none if the notice is incomplete.
    pub files: Vec<PathBuf>,
    /// What the notice lacks: then no page is written either.
    pub missing: Vec<Missing>,
    /// How many promises an audit has a finding about, as they stand today.
    pub measured: usize,
    /// How many of them were found to be kept.
    pub kept: usize,
}

/// Writes the page into a folder. `log` is where the log is served, if it is; `look` is how pages look.
///
/// # Errors
/// The state's, the log's, the folder's.
pub async fn write(
    context: &Context,
    languages: &[Language],
    formats: &[Format],
    look: &Look,
    log: Option<&str>,
    out: &Path,
) -> Result<LivePage, PublishError> {
    let zone = TimeZone::get(&context.policy.organisation.time_zone).unwrap_or(TimeZone::UTC);
    let on_clock = |at: Timestamp| at.to_zoned(zone.clone()).datetime();
    let findings = findings(context, &on_clock).await?;
    evidence::publish(context).await?;
    let proof = proof(context, log, &on_clock)?;
    let measured = Measured { findings, proof: proof.as_ref().map(|(proof, _, _)| proof.clone()) };
    let kept = measured.findings.values().filter(|found| found.verdict == Verdict::Kept).count();
    let mut page =
        LivePage { files: Vec::new(), missing: Vec::new(), measured: measured.findings.len(), kept };
    let languages = if languages.is_empty() { Language::all() } else { languages.to_vec() };
    let built: Vec<_> =
        languages.iter().map(|language| (language, build(&context.policy, language, &measured))).collect();
    for (_, built) in &built {
        page.missing.extend(
            built.missing.iter().filter(|one| !page.missing.contains(one)).cloned().collect::<Vec<_>>(),
        );
    }
    if !page.missing.is_empty() {
        return Ok(page);
    }
    fs::create_dir_all(out).map_err(|fault| not_written(out, fault))?;
    let mut put = |name: &str, bytes: &[u8]| -> Result<(), PublishError> {
        let path = out.join(name);
        evidence::write_whole(&path, bytes).map_err(|fault| not_written(&path, fault))?;
        page.files.push(path);
        Ok(())
    };
    // The proof first: a page never names one that is not there.
    if let Some((_, text, leaf)) = &proof {
        put(PROOF, text.as_bytes())?;
        put(LEAF, leaf)?;
    }
    for (language, built) in &built {
        let said = |fault: serde_json::Error| AppError::Leaf(fault.to_string());
        let edition = Edition {
            version: ContentHash::of(&built.document).map_err(said)?.short().to_owned(),
            date: context.today(),
            policy: context.policy.hash().to_string(),
        };
        for format in formats {
            let bytes = match format {
                Format::Md => markdown::render(&built.document, &edition, &[]).into_bytes(),
                Format::Html => html::render(&built.document, &edition, &[], look).into_bytes(),
                Format::Pdf => {
                    let made = pdf::render(&built.document, &edition, &[], look);
                    made.map_err(DocumentsError::Pdf)?.bytes
                }
            };
            put(&format!("live.{language}.{}", format.extension()), &bytes)?;
        }
    }
    Ok(page)
}

fn not_written(path: &Path, fault: std::io::Error) -> PublishError {
    DocumentsError::NotWritten { path: path.to_owned(), fault }.into()
}

/// The last finding about each promise as it stands today. One about another period is none about this one.
async fn findings(
    context: &Context,
    on_clock: &dyn Fn(Timestamp) -> DateTime,
) -> Result<BTreeMap<(ActivityName, DatasetName), Finding>, AppError> {
    let mut found = BTreeMap::new();
    for one in context.store.last_measured().await? {
        let known = context.policy.activities.get_key_value(one.activity.as_str());
        let dataset = context.policy.datasets.get_key_value(one.dataset.as_str());
        let (Some((name, activity)), Some((dataset, _))) = (known, dataset) else { continue };
        if !activity.data.contains(dataset) || !is_of_today(activity, &one.rule) {
            continue;
        }
        let verdict = match one.verdict.as_str() {
            "kept" => Verdict::Kept,
            "broken" => Verdict::Broken(one.overdue),
            _ => Verdict::NotChecked,
        };
        let finding = Finding { at: on_clock(one.at), verdict, oldest: one.oldest };
        let key = (name.clone(), dataset.clone());
        // Several rules may be of today (customers' own settings): the latest look counts.
        let newer = found.get(&key).is_none_or(|known: &Finding| known.at < finding.at);
        if newer {
            found.insert(key, finding);
        }
    }
    Ok(found)
}

/// Whether a measured rule is what the activity promises today.
fn is_of_today(activity: &Activity, rule: &str) -> bool {
    match (&activity.keep.at_most, activity.review) {
        (Some(limit), _) => {
            let Some(rest) = rule.strip_prefix(&format!("at_most {} after ", limit.period)) else {
                return false;
            };
            let anchor = limit.anchor.as_str();
            match limit.round {
                Round::None => {
                    rest == anchor || rest.strip_prefix(anchor).is_some_and(|own| own.starts_with(" ("))
                }
                _ => rest.contains(&format!("({anchor})")),
            }
        }
        (None, Some(review)) => rule == format!("until_review {review}"),
        (None, None) => false,
    }
}

/// Where the last audit stands in the log, its proof, and the entry itself; none if there was no audit.
fn proof(
    context: &Context,
    log: Option<&str>,
    on_clock: &dyn Fn(Timestamp) -> DateTime,
) -> Result<Option<(Proof, String, Vec<u8>)>, AppError> {
    let folder = context.store.folder().join(evidence::LOG);
    let failed = |fault: gallra_ledger::VerifyError| AppError::Evidence {
        path: folder.clone(),
        cause: fault.to_string(),
    };
    if !folder.is_dir() {
        return Ok(None);
    }
    let mut reader = LogReader::open(&folder, context.keys.signing.verifying_key()).map_err(failed)?;
    let (origin, size, root) = {
        let checkpoint = reader.checkpoint();
        (checkpoint.origin().to_owned(), checkpoint.size(), checkpoint.root().to_base64())
    };
    for index in (0..size).rev() {
        let bytes = reader.leaf(index).map_err(failed)?;
        let leaf = Leaf::parse(&bytes).map_err(failed)?;
        if leaf.body.kind() != "audited" {
            continue;
        }
        let proof = reader.prove(index).map_err(failed)?;
        let at = leaf.at.parse::<Timestamp>().map_err(|fault| AppError::Leaf(fault.to_string()))?;
        let told = Proof {
            at: on_clock(at),
            file: PROOF.to_owned(),
            log: log.map(str::to_owned),
            origin,
            index,
            size,
            root,
        };
        return Ok(Some((told, proof.to_string(), bytes)));
    }
    Ok(None)
}
