//! The keys in the state folder: one that signs the log, one that makes commitments, one that recognises records.
//!
//! All are made on first use from the operating system's randomness and stored readable by their owner alone. The
//! public key stands beside them for anyone to take. Losing the signing key means a new log; losing the commitment key
//! means that commitments can no longer be opened, which is harmless for everything else. Losing the third
//! means that nobody on the suppression list, no restricted record and nothing that was erased is recognised any more: it belongs
//! into the backup of the state folder.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use gallra_ledger::{CommitmentKey, Domain, SigningKey};
use gallra_store::KeyedHash;

use crate::AppError;

/// The keys of one state folder.
pub struct Keys {
    /// Signs checkpoints.
    pub signing: SigningKey,
    /// Makes commitments.
    pub commitment: CommitmentKey,
    /// Recognises records and persons that nobody wrote down: see [`Keys::recognise`].
    pub matching: CommitmentKey,
    /// Whether the signing key was made just now.
    pub new: bool,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keys({})", self.signing.verifying_key().label())
    }
}

/// Name of the public key's file in the state folder: what a verifier needs.
pub const PUBLIC_KEY: &str = "log.pub";

impl Keys {
    /// Reads the keys; makes those that are not there yet.
    ///
    /// # Errors
    /// A key file that cannot be read, is readable by others, or holds no key. Nothing is ever overwritten.
    pub fn open(state: &Path, origin: &str) -> Result<Self, AppError> {
        let folder = state.join("keys");
        fs::create_dir_all(&folder).map_err(|e| fault(&folder, &e.to_string()))?;
        let signing_path = folder.join("log.key");
        let new = !signing_path.exists();
        if new {
            let key = SigningKey::from_seed(origin, &random()?)
                .map_err(|e| fault(&signing_path, &e.to_string()))?;
            write_new(&signing_path, key.expose().as_bytes())?;
        }
        let signing = SigningKey::parse(read_private(&signing_path)?.trim()).map_err(|e| {
            fault(&signing_path, &format!("{e}; restore it from a backup of the state folder"))
        })?;
        let public_path = state.join(PUBLIC_KEY);
        if !public_path.exists() {
            let line = format!("{}\n", signing.verifying_key());
            fs::write(&public_path, line).map_err(|e| fault(&public_path, &e.to_string()))?;
        }
        let commitment = secret(&folder.join("commitment.key"))?;
        let matching = secret(&folder.join("match.key"))?;
        Ok(Self { signing, commitment, matching, new })
    }

    /// 128 bits of HMAC-SHA-256 over some texts, each with its length: by it a value is known again without being kept. Without
    /// the key file nobody can try values out.
    pub fn recognise(&self, parts: &[&str]) -> KeyedHash {
        let mut message = Vec::new();
        for part in parts {
            message.extend((part.len() as u64).to_be_bytes());
            message.extend(part.as_bytes());
        }
        let whole = self.matching.commit(Domain::Match, &message);
        let mut hash = KeyedHash::default();
        for (to, from) in hash.iter_mut().zip(whole.as_bytes()) {
            *to = *from;
        }
        hash
    }
}

/// A secret of 32 bytes, made on first use.
fn secret(path: &Path) -> Result<CommitmentKey, AppError> {
    if !path.exists() {
        write_new(path, hex::encode(random()?).as_bytes())?;
    }
    let mut secret = [0; 32];
    hex::decode_to_slice(read_private(path)?.trim(), &mut secret)
        .map_err(|_| fault(path, "it does not hold 64 hexadecimal digits; restore it from a backup"))?;
    Ok(CommitmentKey::new(&secret))
}

fn fault(path: &Path, cause: &str) -> AppError {
    AppError::Key { path: path.to_owned(), cause: cause.to_owned() }
}

pub(crate) fn random() -> Result<[u8; 32], AppError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|e| AppError::Randomness(e.to_string()))?;
    Ok(bytes)
}

/// Writes a secret so that it is either wholly there or not at all: if we crash here, the next run makes another.
fn write_new(path: &Path, secret: &[u8]) -> Result<(), AppError> {
    let failed = |e: std::io::Error| fault(path, &e.to_string());
    let staged: PathBuf = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&staged).map_err(failed)?;
    file.write_all(secret)
        .and_then(|()| file.write_all(b"\n"))
        .and_then(|()| file.sync_all())
        .map_err(failed)?;
    // A hard link fails where a rename would overwrite: of two first runs at once, one key wins for both.
    match fs::hard_link(&staged, path) {
        Err(e) if e.kind() != std::io::ErrorKind::AlreadyExists => return Err(failed(e)),
        _ => {}
    }
    fs::remove_file(&staged).map_err(failed)
}

fn read_private(path: &Path) -> Result<String, AppError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(path).map_err(|e| fault(path, &e.to_string()))?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(fault(
                path,
                "others can read it; run `chmod 600` on it, and make a new key if they may have",
            ));
        }
    }
    fs::read_to_string(path).map_err(|e| fault(path, &e.to_string()))
}
