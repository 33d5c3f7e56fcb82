//! The key-encryption key: made, looked at, rotated.
//!
//! ```text
//! vault.kek            the key that wraps
//! vault.kek.new        the next one, while a rotation goes on
//! vault.kek.old-ID     one that was rotated away, until somebody destroys it
//! ```
//! Ordinary commands take all of them that open, so a rotation that is killed anywhere loses nothing, and the same command
//! goes on:
//!
//! | We crash | Then |
//! |---|---|
//! | after `.new` was made | it is used by the next attempt |
//! | while keys are wrapped anew | some are under either key, and both are on the ring |
//! | after the old key got its second name | it has two names |
//! | after `.new` took the first name | done, but for the keys that others wrapped meanwhile: `.old-ID` opens them |

use std::fs;
use std::path::{Path, PathBuf};

use gallra_store::StoreError;
use gallra_vault::{Kek, KekFault, KekId, Keyring, VaultError, Work};

use super::{DeskError, KeyFault, KeyPlace};
use crate::{AppError, Context};

/// What is known of the register's key.
#[derive(Clone, Debug)]
pub struct KeyState {
    /// Where it is, as [`KeyPlace`] tells.
    pub place: String,
    /// The key there, if it opens.
    pub current: Option<KekId>,
    /// Others that open, with the files that they are in.
    pub others: Vec<(KekId, PathBuf)>,
    /// Those that the register's keys are wrapped with.
    pub asked: Vec<KekId>,
}

impl KeyState {
    /// Those that are asked for and nowhere to be found.
    pub fn missing(&self) -> Vec<KekId> {
        let has = |id: &KekId| self.current == Some(*id) || self.others.iter().any(|(other, _)| other == id);
        self.asked.iter().copied().filter(|id| !has(id)).collect()
    }
}

/// What a rotation did.
#[derive(Clone, Debug)]
pub struct Rotated {
    /// Keys that were wrapped anew in this attempt.
    pub keys: u64,
    /// The old key, and where it is until somebody destroys it.
    pub old: (KekId, PathBuf),
    /// The new one.
    pub new: KekId,
}

/// The other keys that stand beside a key's file and open: with the passphrase at hand, or without.
pub(super) fn others(place: &KeyPlace) -> Vec<(Kek, PathBuf)> {
    let Some(file) = place.file() else { return Vec::new() };
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = |path: &PathBuf| {
        let other = path.file_name().unwrap_or_default().to_string_lossy();
        other.strip_prefix(&name).is_some_and(|end| end == ".new" || end.starts_with(".old-"))
    };
    let found = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).filter(beside);
    let mut found: Vec<PathBuf> = found.collect();
    found.sort();
    let open = |path: PathBuf| {
        let plain = Kek::open(&path);
        let kek = match (plain, place) {
            (
                Err(VaultError::Kek { fault: KekFault::NeedsPassphrase, .. }),
                KeyPlace::Passphrase { passphrase, .. },
            ) => Kek::open_with_passphrase(&path, passphrase),
            (plain, _) => plain,
        };
        kek.ok().map(|kek| (kek, path))
    };
    found.into_iter().filter_map(open).collect()
}

/// What is known of the key. Tells a wrong or a missing one without failing.
///
/// # Errors
/// The state's.
pub async fn key_state(context: &Context) -> Result<KeyState, AppError> {
    let (asked, _) = context.store.register_keys().await?;
    let others = others(&context.key).into_iter().map(|(kek, path)| (kek.id(), path)).collect();
    let current = match context.key.open() {
        Ok(kek) => Some(kek.id()),
        Err(VaultError::Kek { fault: KekFault::Missing, .. }) => None,
        Err(fault) => return Err(StoreError::from(fault).into()),
    };
    Ok(KeyState { place: context.key.to_string(), current, others, asked: asked.into_iter().collect() })
}

/// Makes the key of a register that is not there yet.
///
/// # Errors
/// [`KeyFault::Register`], [`KeyFault::Variable`]; a file that is there already.
pub async fn new_key(context: &Context) -> Result<KekId, AppError> {
    if context.key.file().is_none() {
        return Err(DeskError::Key(KeyFault::Variable).into());
    }
    if context.store.has_register().await? {
        return Err(DeskError::Key(KeyFault::Register).into());
    }
    Ok(context.key.create().map_err(StoreError::from)?.id())
}

/// Rotates to a new key: random, or from a new passphrase. `working` hears before each register that is wrapped anew.
///
/// # Errors
/// [`KeyFault`]; the key's; the state's. Whatever happens, every key can be opened with what lies there.
pub async fn rotate(
    context: &Context,
    passphrase: Option<&str>,
    mut working: impl FnMut(u64, u64),
) -> Result<Rotated, AppError> {
    let Some(file) = context.key.file() else { return Err(DeskError::Key(KeyFault::Variable).into()) };
    let (_, scopes) = context.store.register_keys().await?;
    if scopes.is_empty() {
        return Err(DeskError::Key(KeyFault::NoRegister).into());
    }
    let old = context.key.open().map_err(StoreError::from)?;
    let next = with_end(file, ".new");
    let made = match (passphrase, next.exists()) {
        (None, true) => Kek::open(&next),
        (None, false) => Kek::create(&next),
        (Some(passphrase), true) => Kek::open_with_passphrase(&next, passphrase),
        (Some(passphrase), false) => Kek::create_with_passphrase(&next, passphrase, Work::default()),
    };
    let new = match made {
        // Cut while it was made, so nothing was wrapped with it.
        Err(VaultError::Kek { fault: KekFault::Short, .. }) => {
            fs::remove_file(&next)
                .map_err(|fault| DeskError::Key(KeyFault::File(next.display().to_string(), fault.kind())))?;
            match passphrase {
                None => Kek::create(&next),
                Some(passphrase) => Kek::create_with_passphrase(&next, passphrase, Work::default()),
            }
        }
        made => made,
    }
    .map_err(StoreError::from)?;
    let (old_id, new_id) = (old.id(), new.id());
    let kept = with_end(file, &format!(".old-{}", &old_id.to_string()[..8]));
    // The next file is on this ring as the key that wraps; of the others, those that were rotated away before.
    let earlier = others(&context.key).into_iter().filter(|(kek, _)| kek.id() != new_id);
    let ring = earlier.fold(Keyring::new(new).with_old(old), |ring, (kek, _)| ring.with_old(kek));
    let mut keys = 0;
    for pass in 0..2 {
        for (done, scope) in scopes.iter().enumerate() {
            working(done as u64, scopes.len() as u64);
            keys += context.store.register(*scope, &ring).await?.rewrap().await?;
        }
        if pass == 0 {
            // If we crash here: two keys, two files, and both are on everybody's ring.
            swap(file, &next, &kept)?;
        }
        // The second pass takes the keys that others wrapped with the old one before the files changed places.
    }
    Ok(Rotated { keys, old: (old_id, kept), new: new_id })
}

/// Gives the old key a second name and the new one the first, without a moment in which there is no key.
fn swap(file: &Path, next: &Path, kept: &Path) -> Result<(), AppError> {
    let failed = |path: &Path, fault: &std::io::Error| {
        AppError::from(DeskError::Key(KeyFault::File(path.display().to_string(), fault.kind())))
    };
    match fs::hard_link(file, kept) {
        // From an attempt that was killed: the same file.
        Err(fault) if fault.kind() == std::io::ErrorKind::AlreadyExists => {}
        linked => linked.map_err(|fault| failed(kept, &fault))?,
    }
    fs::rename(next, file).map_err(|fault| failed(file, &fault))?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(|fault| failed(folder, &fault))
}

fn with_end(file: &Path, end: &str) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(end);
    file.with_file_name(name)
}
