//! The certificate that an agreement ended (GDPR Art. 28(3)(g)): every dataset counted again, now, for this customer alone.

use std::fs;
use std::path::PathBuf;

use gallra_ledger::{
    AgreementEnded, Commitment, EndCertificate, EndedDataset, EndedFound, EndedKept, LogReader, VerifiedEnd,
};
use gallra_rules::ending::{self as rules, Gap, Then};
use gallra_rules::names::DatasetName;
use gallra_store::register::Acting;
use jiff::civil::Date;

use super::ending::{ended, ending, reasons};
use super::{Ending, Part, customer, refused};
use crate::evidence::{CERTIFICATES, LOG, code, hash, leaf, publish, write_whole};
use crate::progress::Progress;
use crate::{AppError, Context};

/// A certificate that was issued.
#[derive(Debug)]
pub struct Issued {
    /// Its file.
    pub path: PathBuf,
    /// What it shows, as anyone verifies it.
    pub shown: VerifiedEnd,
    /// What was counted for it.
    pub ending: Ending,
}

/// Counts again what is left of a customer whose agreement ended, seals it and issues the certificate. `returned` names the
/// datasets that the customer got back, as whoever acts states: nothing is counted for that.
///
/// # Errors
/// [`AppError::Register`] for an agreement that has not ended, or a dataset that does not hang on it;
/// [`AppError::Evidence`].
pub async fn certify(
    context: &Context,
    acting: &Acting,
    number: i64,
    returned: &[DatasetName],
    progress: &dyn Progress,
) -> Result<Issued, AppError> {
    let agreement = ended(context, acting, number).await?;
    let ending = ending(context, acting, agreement.id.0, progress).await?;
    let known =
        ending.parts.iter().map(|part| &part.dataset).chain(ending.gaps.iter().map(|(name, ..)| name));
    let known: Vec<&DatasetName> = known.collect();
    if let Some(wrong) = returned.iter().find(|name| !known.contains(name)) {
        let known: Vec<&str> = known.iter().map(|name| name.as_str()).collect();
        return Err(refused(format!(
            "`{wrong}` does not hang on this agreement; these do: {}",
            known.join(", ")
        )));
    }
    let Some(last_day) = agreement.ended_on else {
        return Err(refused(format!("agreement {} has no last day", agreement.id.0)));
    };
    let actor = Commitment::from_bytes(acting.actor.0);
    let mut datasets = Vec::new();
    for part in &ending.parts {
        let returned_by = returned.contains(&part.dataset).then_some(actor);
        datasets.push(dataset(context, part, last_day, returned_by).await?);
    }
    for (name, system, gap) in &ending.gaps {
        let reason = match gap {
            Gap::NotReached(_) => "not_reached",
            Gap::NoKey(_) => "no_key",
            Gap::NoLink => "no_link",
        };
        datasets.push(EndedDataset {
            system: system.to_string(),
            dataset: name.to_string(),
            found: EndedFound::NotChecked { reason: code(reason)? },
            runs: Vec::new(),
            backups_until: None,
            returned_by: returned.contains(name).then_some(actor),
        });
    }
    datasets.sort_by(|one, other| one.dataset.cmp(&other.dataset));
    let number = u64::try_from(agreement.id.0).unwrap_or_default();
    let body = AgreementEnded {
        agreement: number,
        customer: customer(&context.keys, agreement.party),
        last_day: last_day.to_string(),
        settled: agreement.settled_on.map(|day| day.to_string()),
        policy: hash(context.policy.hash())?,
        datasets,
        actor,
    };
    let at = context.now();
    let leaves = agreement.id.leaves();
    let mut tx = context.store.write().await?;
    tx.append(&leaf(at, body)?, at, Some(&leaves)).await?;
    tx.commit().await?;
    // If we crash here: it is sealed, and the next certificate of this agreement holds it too.
    publish(context).await?;

    let folder = context.store.folder().join(LOG);
    let failed = |path: &std::path::Path, cause: String| AppError::Evidence { path: path.to_owned(), cause };
    let indexes = context.store.leaves_of(&leaves).await?;
    let key = context.keys.signing.verifying_key();
    let certificate = LogReader::open(&folder, key)
        .and_then(|mut log| EndCertificate::build(&mut log, key, number, indexes))
        .map_err(|fault| failed(&folder, fault.to_string()))?;
    let certificates = context.store.folder().join(CERTIFICATES);
    fs::create_dir_all(&certificates).map_err(|fault| failed(&certificates, fault.to_string()))?;
    let path = certificates.join(format!("agreement-{number}-{}.json", context.today()));
    write_whole(&path, certificate.as_bytes()).map_err(|fault| failed(&path, fault.to_string()))?;
    Ok(Issued { path, shown: certificate.verified().clone(), ending })
}

async fn dataset(
    context: &Context,
    part: &Part,
    last_day: Date,
    returned_by: Option<Commitment>,
) -> Result<EndedDataset, AppError> {
    let day_of = |at: jiff::Timestamp| at.to_zoned(context.zone()).date();
    let mut runs = context.store.runs_of(&part.dataset).await?;
    runs.retain(|(_, at)| day_of(*at) >= last_day);
    let found = match (part.left, part.then) {
        (0, Then::Delete | Then::Task) => EndedFound::Deleted,
        (0, Then::Anonymise) => EndedFound::Anonymised,
        (left, _) => EndedFound::Left { left, kept: kept(part)? },
    };
    // Seen today. Who took the last of them, and when, nobody can tell for one customer, so any backup until now may hold it.
    let gone = match part.left {
        0 => Some(context.today()),
        _ => part.last,
    };
    let backups = gone.and_then(|day| rules::gone_from_backups(&context.policy, day));
    Ok(EndedDataset {
        system: part.system.to_string(),
        dataset: part.dataset.to_string(),
        found,
        runs: runs.into_iter().map(|(run, _)| run.0).collect(),
        backups_until: backups.map(|day| day.to_string()),
        returned_by,
    })
}

fn kept(part: &Part) -> Result<Vec<EndedKept>, AppError> {
    let mut kept = Vec::new();
    for (why, rows) in reasons(part) {
        if rows == 0 {
            continue;
        }
        let by_law = why == "law";
        let until = match why {
            "law" => part.law_until,
            "not_due" => part.last,
            _ => None,
        };
        kept.push(EndedKept {
            why: code(why)?,
            rows,
            basis: part.basis.clone().filter(|_| by_law),
            until: until.map(|day| day.to_string()),
        });
    }
    Ok(kept)
}
