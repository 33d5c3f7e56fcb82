//! What keeps the register's keys: backups of the key store, and what a person alone can decide (decision 22).

use std::path::Path;

use gallra_store::register::Decision;
use gallra_store::{KeptBackup, KeyBackup, RestoredKeys};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{DeskError, KeyFault, Swept};
use crate::{AppError, Context};

/// Writes a backup of the key store into a folder that its owner alone can read, good for `days`, and removes those there
/// whose last day has passed. A folder that is not there is made, with mode 0700.
///
/// # Errors
/// [`KeyFault::Open`]; [`gallra_store::StoreError::BackupPlace`]; the state's.
pub async fn backup_keys(context: &Context, folder: &Path, days: u16) -> Result<KeyBackup, AppError> {
    if is_open(folder) {
        return Err(DeskError::Key(KeyFault::Open(folder.display().to_string())).into());
    }
    Ok(context.store.backup_keys(folder, context.now(), days).await?)
}

/// The backups that the key store knows of, and today as their last days count it.
///
/// # Errors
/// The state's.
pub async fn key_backups(context: &Context) -> Result<(Vec<KeptBackup>, Date), AppError> {
    let today = context.now().to_zoned(TimeZone::UTC).date();
    Ok((context.store.key_backups().await?, today))
}

/// Fills a key store that is missing or empty from a backup. The keys of the forgotten stay out.
///
/// # Errors
/// The state's; then nothing was changed.
pub async fn restore_keys(context: &Context, backup: &Path) -> Result<RestoredKeys, AppError> {
    Ok(context.store.restore_keys(backup).await?)
}

/// Finishes what a crash or a restore left, after what the owner decided, if anything.
///
/// # Errors
/// [`super::Refusal::OldData`]; the state's.
pub async fn sweep(context: &Context, decision: Option<Decision>) -> Result<Swept, AppError> {
    if let Some(decision) = decision {
        context.store.decide(decision).await?;
    }
    Ok(context.register().await?.sweep().await?)
}

#[cfg(unix)]
fn is_open(folder: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(folder).is_ok_and(|about| about.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open(_: &Path) -> bool {
    false
}
