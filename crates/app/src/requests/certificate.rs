//! The certificate of a request: what was found and done, system by system, verifiable offline.

use std::fs;
use std::path::{Path, PathBuf};

use gallra_documents::letters::{Counts, ErasureCertificate, ErasureRow, Found, Letter, Proof};
use gallra_ledger::{
    Commitment, LogReader, RequestCertificate, RequestDone, RequestedFound, RequestedPart, VerifiedRequest,
};
use gallra_rules::request::{Kind, State, What};
use gallra_store::RunId;
use gallra_store::register::RequestNumber;

use super::error::RequestError;
use super::letters::{person, written};
use super::reply::{called, silent};
use super::teller::{kind_word, unsigned};
use super::{Handler, Loaded, actor_of, load};
use crate::evidence::{CERTIFICATES, LOG, code, hash, leaf, publish, write_whole};
use crate::{AppError, Context};

/// A certificate that was issued.
#[derive(Debug)]
pub struct Certified {
    /// Its file.
    pub path: PathBuf,
    /// What it shows, as anyone verifies it.
    pub shown: VerifiedRequest,
}

/// Seals what was done and issues the certificate. It names nobody.
///
/// # Errors
/// [`RequestError::NothingDone`] before it was carried out; [`AppError::Evidence`].
pub async fn certify(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
) -> Result<Certified, AppError> {
    let loaded = load(context, handler, number).await?;
    if !matches!(loaded.request.state(), State::CarriedOut | State::Answered) {
        return Err(RequestError::NothingDone(number).into());
    }
    let (at, leaves) = (context.now(), number.leaves());
    let mut tx = context.store.write().await?;
    tx.append(&leaf(at, body(context, handler, &loaded)?)?, at, Some(&leaves)).await?;
    tx.commit().await?;
    // If we crash here: it is sealed, and the next certificate of this request holds it too.
    publish(context).await?;

    let folder = context.store.folder().join(LOG);
    let failed = |path: &Path, cause: String| AppError::Evidence { path: path.to_owned(), cause };
    let indexes = context.store.leaves_of(&leaves).await?;
    let key = context.keys.signing.verifying_key();
    let certificate = LogReader::open(&folder, key)
        .and_then(|mut log| RequestCertificate::build(&mut log, key, unsigned_or_zero(number), indexes))
        .map_err(|fault| failed(&folder, fault.to_string()))?;
    let certificates = context.store.folder().join(CERTIFICATES);
    fs::create_dir_all(&certificates).map_err(|fault| failed(&certificates, fault.to_string()))?;
    let path = certificates.join(format!("{number}.json"));
    write_whole(&path, certificate.as_bytes()).map_err(|fault| failed(&path, fault.to_string()))?;
    let certified = Certified { path, shown: certificate.verified().clone() };
    if loaded.kind() == Kind::Erase {
        // If we crash here: the certificate is there, and the same call writes it for people too.
        let letter = Letter::ErasureCertificate(readable(context, &loaded, &certified));
        written(context, &loaded, ("certificate", person(&loaded)), &letter)?;
    }
    Ok(certified)
}

/// What stands in the signed file, for people.
fn readable(context: &Context, loaded: &Loaded, certified: &Certified) -> ErasureCertificate {
    let VerifiedRequest { done, checkpoint, .. } = &certified.shown;
    let carried_out = loaded.request.moves().iter().find(|one| matches!(one.what, What::CarriedOut(_)));
    let row = |part: &RequestedPart| ErasureRow {
        what: called(context, loaded, &part.dataset),
        found: match &part.found {
            RequestedFound::Searched {
                matched,
                erased,
                anonymised,
                changed,
                held,
                kept,
                untouched,
                failed,
            } => Found::Counted(Counts {
                matched: *matched,
                erased: *erased,
                anonymised: *anonymised,
                kept: kept.iter().map(|kept| kept.rows).sum(),
                held: *held,
                open: changed + untouched + failed,
            }),
            RequestedFound::Attested { on, .. } => {
                on.parse().map_or_else(|_| Found::NotChecked(on.clone()), Found::Attested)
            }
            RequestedFound::NotChecked { .. } => Found::NotChecked(silent(loaded).to_owned()),
        },
    };
    let file = certified.path.file_name().map(|name| name.to_string_lossy().into_owned());
    ErasureCertificate {
        received: loaded.request.received_on(),
        carried_out: carried_out.map_or_else(|| context.today(), |done| done.on),
        rows: done.parts.iter().map(row).collect(),
        residue: None,
        proof: Proof {
            file: file.unwrap_or_default(),
            origin: checkpoint.origin().to_owned(),
            size: checkpoint.size(),
            root: checkpoint.root().to_base64(),
            policy: done.policy.to_string(),
        },
    }
}

fn unsigned_or_zero(number: RequestNumber) -> u64 {
    u64::try_from(number.0).unwrap_or_default()
}

fn body(context: &Context, handler: &Handler, loaded: &Loaded) -> Result<RequestDone, AppError> {
    let about = &loaded.about;
    let mut parts = about.with_what_was_done(about.parts.clone());
    let has = |parts: &[RequestedPart], name: &str| parts.iter().any(|part| part.dataset == name);
    for task in &about.tasks {
        let found = match &task.done {
            Some(done) => {
                RequestedFound::Attested { by: Commitment::from_bytes(done.actor), on: done.on.to_string() }
            }
            None => RequestedFound::NotChecked { reason: code("task_open")? },
        };
        let (system, dataset) = (task.system.to_string(), task.dataset.to_string());
        parts.retain(|part| part.dataset != dataset);
        parts.push(RequestedPart { system, dataset, found });
    }
    // What could not be searched is a gap that is named, not one that is passed over.
    for name in about.person.not_checked.keys() {
        let system = context.policy.datasets.get(name).map(|dataset| dataset.system.to_string());
        if !has(&parts, name.as_str()) {
            parts.push(RequestedPart {
                system: system.unwrap_or_default(),
                dataset: name.to_string(),
                found: RequestedFound::NotChecked { reason: code("not_searched")? },
            });
        }
    }
    parts.sort_by(|one, other| (&one.system, &one.dataset).cmp(&(&other.system, &other.dataset)));
    let plan = about.plan.as_ref().map(gallra_rules::plan::Plan::hash).transpose()?;
    // One that found nothing to erase was made, and never carried out.
    let plan = plan.filter(|plan| about.runs.contains(&RunId::of(plan).0));
    Ok(RequestDone {
        request: unsigned(loaded.number.0)?,
        about: code(kind_word(loaded.kind()))?,
        received: loaded.request.received_on().to_string(),
        policy: hash(context.policy.hash())?,
        plan: plan.as_ref().map(hash).transpose()?,
        runs: about.runs.iter().cloned().collect(),
        parts,
        actor: actor_of(handler),
    })
}
