//! Evidence: leaves from what happens, the published log, and the certificate of a run.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use gallra_ledger::{
    Certificate, Code, Hash, KeyCreated, Leaf, LeafBody, LogReader, PolicyAdopted, PublishError, Publisher,
};
use gallra_rules::hash::ContentHash;
use gallra_store::{LeafBytes, RunId};
use jiff::Timestamp;

use crate::{AppError, Context};

/// The folder of the published log in the state folder.
pub const LOG: &str = "log";
/// The folder of certificates in the state folder.
pub const CERTIFICATES: &str = "certificates";

/// The log's name, from the organisation's: signed-note names have no spaces and no plus signs.
pub fn origin(organisation: &str) -> String {
    let plain: String = organisation
        .to_lowercase()
        .chars()
        .map(|letter| match letter {
            'å' | 'ä' => 'a',
            'ö' => 'o',
            'a'..='z' | '0'..='9' => letter,
            _ => '-',
        })
        .collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    format!("gallra/{}", if words.is_empty() { "log".to_owned() } else { words.join("-") })
}

/// First leaves of a new log, and a leaf whenever the policy is another than the last time.
pub(crate) async fn begin(context: &Context) -> Result<(), AppError> {
    let at = context.now();
    let policy = context.policy.hash();
    let adopted = context.store.adopted_policy().await?;
    if adopted.as_deref() == Some(policy.as_str()) {
        return Ok(());
    }
    let mut tx = context.store.write().await?;
    if adopted.is_none() {
        let public_key = context.keys.signing.verifying_key().to_string();
        tx.append(&leaf(at, KeyCreated { public_key })?, at, None).await?;
    }
    tx.adopt_policy(policy.as_str()).await?;
    tx.append(&leaf(at, PolicyAdopted { policy: hash(policy)? })?, at, None).await?;
    tx.commit().await?;
    Ok(())
}

/// A leaf's bytes.
pub(crate) fn leaf(at: Timestamp, body: impl Into<LeafBody>) -> Result<LeafBytes, AppError> {
    let leaf = Leaf::new(&at.to_string(), body).and_then(|leaf| leaf.to_bytes());
    leaf.map(LeafBytes).map_err(|e| AppError::Leaf(e.to_string()))
}

/// A reason code.
pub(crate) fn code(text: &str) -> Result<Code, AppError> {
    Code::new(text).map_err(|e| AppError::Leaf(e.to_string()))
}

/// A content hash as the ledger writes hashes.
pub(crate) fn hash(hash: &ContentHash) -> Result<Hash, AppError> {
    Hash::from_hex(hash.as_str())
        .ok_or_else(|| AppError::Leaf("a content hash is not 64 hexadecimal digits".to_owned()))
}

/// Brings the published log up to the state's leaves. Interrupted anywhere, the next call finishes it.
///
/// # Errors
/// [`AppError::Evidence`].
pub async fn publish(context: &Context) -> Result<(), AppError> {
    let folder = context.store.folder().join(LOG);
    let failed = |fault: PublishError| AppError::Evidence { path: folder.clone(), cause: fault.to_string() };
    let mut publisher = Publisher::open(&folder, &context.keys.signing).map_err(failed)?;
    let mut next = publisher.resume_from();
    loop {
        let leaves = context.store.leaves(next, 4096).await?;
        if leaves.is_empty() {
            break;
        }
        next += leaves.len() as u64;
        for leaf in &leaves {
            publisher.push(&leaf.0).map_err(failed)?;
        }
    }
    publisher.finish().map_err(failed)?;
    Ok(())
}

/// Publishes what is missing and writes the certificate of a run. Repeating it is harmless; a certificate made later
/// proves the same leaves under a later checkpoint.
///
/// # Errors
/// [`AppError::Evidence`].
pub async fn certify(context: &Context, run: &RunId) -> Result<PathBuf, AppError> {
    publish(context).await?;
    let folder = context.store.folder().join(LOG);
    let failed = |path: &Path, cause: String| AppError::Evidence { path: path.to_owned(), cause };
    let indexes = context.store.leaves_of(run).await?;
    let key = context.keys.signing.verifying_key();
    let certificate = LogReader::open(&folder, key)
        .and_then(|mut log| Certificate::build(&mut log, key, &run.0, indexes))
        .map_err(|e| failed(&folder, e.to_string()))?;
    let certificates = context.store.folder().join(CERTIFICATES);
    fs::create_dir_all(&certificates).map_err(|e| failed(&certificates, e.to_string()))?;
    let path = certificates.join(format!("{}.json", run.0));
    write_whole(&path, certificate.as_bytes()).map_err(|e| failed(&path, e.to_string()))?;
    Ok(path)
}

/// The same for what is about somebody: nobody but its owner can read it.
///
/// # Errors
/// The disk's; then the old file stands.
pub fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    write_as(path, bytes, 0o600)
}

/// Writes a file so that a reader sees the old one or the new one, and a crash leaves one of the two.
///
/// # Errors
/// The disk's; then the old file stands.
pub fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    write_as(path, bytes, 0o666)
}

/// With these rights, less what the process's mask takes away.
fn write_as(path: &Path, bytes: &[u8], mode: u32) -> std::io::Result<()> {
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let staged = folder.join(name);
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    // One that a crash left may have been made for other eyes: rights are given to a new file only.
    gone(&staged)?;
    let mut file = options.open(&staged)?;
    let put = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&staged, path));
    if let Err(fault) = put {
        // On a full disk nothing half-written takes up room. What cannot be removed goes with the next call.
        let _ = gone(&staged);
        return Err(fault);
    }
    File::open(folder)?.sync_all()
}

fn gone(path: &Path) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}
