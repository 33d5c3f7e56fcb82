//! Backups of the key store, few and short.
//!
//! A backup of the keys undoes forgetting for as long as it lies somewhere, so each has a last day in its name, is
//! overwritten and removed after it, and is told by [`crate::register::Register::forget`]. It is one SQLite file, whichever
//! engine the key store is in, and restores into either. The values in it stay wrapped with the KEK.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use crate::copied::{End, copy_tables};
use crate::moved::{KEY_TABLES, MoveError};
use crate::register::key_store;
use crate::sql::{Pool, Row, Sight, Tx, args};
use crate::{Store, StoreError, create_private, sqlite_file};

/// A backup of the key store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyBackup {
    /// The file, with mode 0600.
    pub file: PathBuf,
    /// Its last day.
    pub until: Date,
    /// Older ones whose last day had passed: overwritten and removed.
    pub removed: u64,
}

/// A backup that the key store knows of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptBackup {
    /// Its name, in whichever folder.
    pub name: String,
    /// The day it was made, by UTC; `None` if its name does not tell.
    pub made: Option<Date>,
    /// Its last day.
    pub until: Date,
}

/// What a backup brought back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RestoredKeys {
    /// Keys of parties that the data has.
    pub keys: u64,
    /// Keys that were left out, because the data does not have their party (any more): they were forgotten.
    pub forgotten: u64,
}

impl Store {
    /// Writes a backup of the key store into a folder apart from the state's, good for `days`, and removes those there
    /// whose last day has passed. Always the same folder, and one that no other backup copies.
    ///
    /// # Errors
    /// [`StoreError::BackupPlace`]; the disk's.
    pub async fn backup_keys(
        &self,
        folder: &Path,
        now: Timestamp,
        days: u16,
    ) -> Result<KeyBackup, StoreError> {
        let folder = self.apart(folder)?;
        let removed = self.expire_key_backups(&folder, now).await?;
        let until = day(now).saturating_add(i64::from(days).days());
        let name = format!("keys-{}-until-{until}.db", now.strftime("%Y%m%dT%H%M%SZ"));
        let (file, part) = (folder.join(&name), folder.join(format!("{name}.part")));
        let keys = self.keys().await?;
        // Told before it is written, as if it held every key there will be.
        let told = "INSERT INTO backup (tenant, file, until, last_id) SELECT tenant, $1, $2, $3 FROM index_key WHERE true
                    ON CONFLICT (tenant, file) DO UPDATE SET last_id = excluded.last_id";
        let mut tx = self.every_key(keys).await?;
        let values = args![name.as_str(), until, i64::MAX];
        tx.execute(told, values).await.map_err(|e| self.failed_keys(e))?;
        tx.commit().await.map_err(|e| self.failed_keys(e))?;
        // If we crash here: a backup is told that is not there, until its last day. From here on all is read as it was at one
        // moment: a key that comes later is neither in the file nor told to be.
        let mut tx = keys.begin_as_of().await.map_err(|e| self.failed_keys(e))?;
        tx.be_patient().await.map_err(|e| self.failed_keys(e))?;
        let holds = "INSERT INTO backup (tenant, file, until, last_id) SELECT tenant, $1, $2, last_id FROM index_key WHERE true
                     ON CONFLICT (tenant, file) DO UPDATE SET last_id = excluded.last_id";
        let values = args![name.as_str(), until];
        tx.execute(holds, values).await.map_err(|e| self.failed_keys(e))?;
        copy_out(&mut tx, &self.keys_place(), &part).await?;
        sync(&part)?;
        fs::rename(&part, &file).and_then(|()| File::open(&folder)?.sync_all()).map_err(|e| at(&file, e))?;
        tx.commit().await.map_err(|e| self.failed_keys(e))?;
        Ok(KeyBackup { file, until, removed })
    }

    /// Overwrites and removes the backups in a folder whose last day has passed, and what a crash left of one. Tells how
    /// many. To be called each day, also when nothing is backed up.
    ///
    /// # Errors
    /// The disk's.
    pub async fn expire_key_backups(&self, folder: &Path, now: Timestamp) -> Result<u64, StoreError> {
        let (mut removed, mut there) = (0, Vec::new());
        for file in backups(folder)? {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            match last_day(&name) {
                Some(until) if until >= day(now) => there.push(name),
                _ => {
                    destroy(&file)?;
                    removed += 1;
                }
            }
        }
        let keys = self.keys().await?;
        let mut tx = self.every_key(keys).await?;
        let rows = tx.rows("SELECT DISTINCT file, until FROM backup", args![]).await;
        for row in rows.map_err(|e| self.failed_keys(e))? {
            let name: String = row.get("file").unwrap_or_default();
            // One that is not found before its day may lie elsewhere: it counts until then.
            let over = row.get::<String>("until").is_none_or(|until| until < day(now).to_string());
            if over && !there.contains(&name) {
                let sql = "DELETE FROM backup WHERE file = $1";
                tx.execute(sql, args![name]).await.map_err(|e| self.failed_keys(e))?;
            }
        }
        tx.commit().await.map_err(|e| self.failed_keys(e))?;
        Ok(removed)
    }

    /// The backups that the key store knows of, oldest first. One that was removed by hand counts until its last day.
    ///
    /// # Errors
    /// The disk's; [`StoreError::KeysDamaged`].
    pub async fn key_backups(&self) -> Result<Vec<KeptBackup>, StoreError> {
        let keys = self.keys().await?;
        let mut tx = self.every_key(keys).await?;
        let rows = tx.rows("SELECT DISTINCT file, until FROM backup ORDER BY file", args![]).await;
        let read = |row: &Row| {
            let name: String = row.get("file")?;
            let until = row.get::<String>("until")?.parse().ok()?;
            let made = name.strip_prefix("keys-").and_then(|rest| rest.get(..8)?.parse().ok());
            Some(KeptBackup { name, made, until })
        };
        let rows = rows.map_err(|e| self.failed_keys(e))?;
        let kept: Option<Vec<_>> = rows.iter().map(read).collect();
        kept.ok_or_else(|| StoreError::KeysDamaged { path: self.keys_place() })
    }

    /// Fills a key store that is missing or empty from a backup. Keys of parties that the data does not have stay out:
    /// they were forgotten since. What the data has of somebody forgotten, because it is an old copy as well, can be read
    /// again; nothing here can know better.
    ///
    /// # Errors
    /// [`StoreError::KeysThere`]; [`StoreError::KeysForeign`] for a backup of another state's keys;
    /// [`StoreError::KeysDamaged`] for one that cannot be read. Nothing was changed then.
    pub async fn restore_keys(&self, backup: &Path) -> Result<RestoredKeys, StoreError> {
        self.is_here()?;
        let draft = self.folder().join("keys.restoring");
        remove_database(&draft)?;
        if !key_store::is_database(backup) {
            return Err(StoreError::KeysDamaged { path: backup.to_owned() });
        }
        let keys = key_store::alone(self).await?;
        let mut tx = self.every_key(keys).await?;
        let taken = tx.row("SELECT 1 AS one FROM index_key LIMIT 1", args![]).await;
        if taken.map_err(|e| self.failed_keys(e))?.is_some() {
            return Err(StoreError::KeysThere { path: self.keys_place() });
        }
        private_copy(backup, &draft)?;
        let restored = self.restore_from(&draft, backup, &mut tx).await;
        remove_database(&draft)?;
        let restored = restored?;
        tx.commit().await.map_err(|e| self.failed_keys(e))?;
        // If we crash here: the keys are there, and the data knows their mark already or is told by the next opening.
        self.remember(&key_store::mark_of(self, keys).await?).await?;
        Ok(restored)
    }

    async fn restore_from(
        &self,
        draft: &Path,
        backup: &Path,
        to: &mut Tx<'static>,
    ) -> Result<RestoredKeys, StoreError> {
        let damaged = |fault| match fault {
            StoreError::Damaged { .. } | StoreError::Migrate { .. } => {
                StoreError::KeysDamaged { path: backup.to_owned() }
            }
            fault => fault,
        };
        let from = sqlite_file(draft).await.map_err(damaged)?;
        let migrated = key_store::migrate_file(&from).await;
        self.migrated(migrated).map_err(damaged)?;
        let failed = |fault| damaged(StoreError::from_sqlx(draft, fault));
        let row = from.row("SELECT mark FROM mark", args![]).await.map_err(failed)?;
        let mark: Option<String> = row.and_then(|row| row.get("mark"));
        if self.marked().await?.is_some_and(|known| Some(known) != mark) {
            return Err(StoreError::KeysForeign { path: backup.to_owned() });
        }
        let mut tx = from.begin(Sight::Every).await.map_err(failed)?;
        let restored = self.leave_out_forgotten(&mut tx).await.map_err(damaged)?;
        tell_all(&mut tx, backup).await.map_err(damaged)?;
        to.execute("DELETE FROM mark", args![]).await.map_err(|e| self.failed_keys(e))?;
        let (here, there) = (self.keys_place(), draft);
        copy_tables(KEY_TABLES, &mut End { tx: &mut tx, place: there }, &mut End { tx: to, place: &here })
            .await
            .map_err(|fault| damaged(store_error(fault, backup)))?;
        drop(tx);
        from.close().await;
        Ok(restored)
    }

    /// Takes the keys and tokens of parties out that the data does not have.
    async fn leave_out_forgotten(&self, tx: &mut Tx<'static>) -> Result<RestoredKeys, StoreError> {
        let mut data = self.pool.begin(Sight::Every).await.map_err(|e| self.failed(e))?;
        data.be_patient().await.map_err(|e| self.failed(e))?;
        let failed = |fault| self.failed_keys(fault);
        let mut restored = RestoredKeys { keys: 0, forgotten: 0 };
        let mut after = (i64::MIN, i64::MIN);
        loop {
            let sql = "SELECT tenant, owner FROM data_key WHERE (tenant, owner) > ($1, $2)
                       ORDER BY tenant, owner LIMIT 500";
            let page = tx.rows(sql, args![after.0, after.1]).await.map_err(failed)?;
            for row in &page {
                let (Some(tenant), Some(owner)) = (row.get::<i64>("tenant"), row.get::<i64>("owner")) else {
                    return Err(StoreError::KeysDamaged { path: self.keys_place() });
                };
                after = (tenant, owner);
                let values = args![tenant, owner];
                let live = "SELECT 1 AS one FROM party WHERE tenant = $1 AND id = $2 AND sealed IS NOT NULL";
                if data.row(live, values).await.map_err(|e| self.failed(e))?.is_some() {
                    restored.keys += 1;
                    continue;
                }
                for sql in [
                    "DELETE FROM token WHERE tenant = $1 AND owner = $2",
                    "DELETE FROM data_key WHERE tenant = $1 AND owner = $2",
                ] {
                    tx.execute(sql, values).await.map_err(failed)?;
                }
                restored.forgotten += 1;
            }
            if page.is_empty() {
                return Ok(restored);
            }
        }
    }

    /// A folder for backups, made if it is not there, and apart from the state's.
    fn apart(&self, folder: &Path) -> Result<PathBuf, StoreError> {
        let whole = |path: &Path| path.canonicalize().map_err(|e| at(path, e));
        let (state, asked) = (whole(self.folder())?, std::path::absolute(folder).map_err(|e| at(folder, e))?);
        // What there is of it tells where it would be made: a refusal leaves no folder behind.
        let near = asked.ancestors().find(|path| path.exists()).unwrap_or(&asked);
        let inside = || StoreError::BackupPlace { path: folder.to_owned() };
        if whole(near)?.starts_with(&state) {
            return Err(inside());
        }
        create_private(folder)?;
        let made = whole(folder)?;
        if made.starts_with(state) { Err(inside()) } else { Ok(made) }
    }

    async fn every_key(&self, keys: &Pool) -> Result<Tx<'static>, StoreError> {
        let mut tx = keys.begin(Sight::Every).await.map_err(|e| self.failed_keys(e))?;
        tx.be_patient().await.map_err(|e| self.failed_keys(e))?;
        Ok(tx)
    }
}

/// Copies the key store into a new file.
async fn copy_out(from: &mut Tx<'static>, place: &Path, file: &Path) -> Result<(), StoreError> {
    remove_database(file)?;
    let to = sqlite_file(file).await?;
    let failed = |fault| StoreError::from_sqlx(file, fault);
    key_store::migrate_file(&to)
        .await
        .map_err(|source| StoreError::Migrate { path: file.to_owned(), source })?;
    let mut tx = to.begin(Sight::Every).await.map_err(failed)?;
    tx.execute("DELETE FROM mark", args![]).await.map_err(failed)?;
    let ends = (End { tx: from, place }, End { tx: &mut tx, place: file });
    let (mut from, mut into) = ends;
    copy_tables(KEY_TABLES, &mut from, &mut into).await.map_err(|fault| store_error(fault, file))?;
    tx.commit().await.map_err(failed)?;
    to.close().await;
    Ok(())
}

/// Notes in a restored key store that these backups are there, as holding every key.
async fn tell_all(tx: &mut Tx<'static>, backup: &Path) -> Result<(), StoreError> {
    let failed = |fault| StoreError::from_sqlx(backup, fault);
    for file in backups(backup.parent().unwrap_or(Path::new(".")))? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(until) = last_day(&name) else { continue };
        let sql = "INSERT INTO backup (tenant, file, until, last_id) SELECT tenant, $1, $2, $3 FROM index_key WHERE true
                   ON CONFLICT (tenant, file) DO UPDATE SET last_id = excluded.last_id";
        tx.execute(sql, args![name, until, i64::MAX]).await.map_err(failed)?;
    }
    Ok(())
}

fn store_error(fault: MoveError, place: &Path) -> StoreError {
    match fault {
        MoveError::Store(fault) => fault,
        MoveError::NotEmpty { table } | MoveError::Differs { table } => {
            StoreError::Damaged { path: place.to_owned(), what: table }
        }
    }
}

/// The backups in a folder, and what is left of unfinished ones.
fn backups(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let listed = match fs::read_dir(folder) {
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        listed => listed.map_err(|e| at(folder, e))?,
    };
    let mut found = Vec::new();
    for entry in listed {
        let entry = entry.map_err(|e| at(folder, e))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let whole = ["", ".part", ".part-wal", ".part-shm", ".part-journal"]
            .iter()
            .any(|end| name.strip_suffix(end).is_some_and(|name| last_day(name).is_some()));
        if whole && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

/// The last day of a backup, from its name; `None` for any other file.
fn last_day(name: &str) -> Option<Date> {
    let (made, until) = name.strip_prefix("keys-")?.strip_suffix(".db")?.split_once("-until-")?;
    let known = made.len() == 16 && made.ends_with('Z');
    until.parse().ok().filter(|_| known)
}

fn day(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date()
}

/// A copy that its owner alone can read.
fn private_copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut copy = options.open(to).map_err(|e| at(to, e))?;
    let mut source = File::open(from).map_err(|e| at(from, e))?;
    io::copy(&mut source, &mut copy).map_err(|e| at(to, e))?;
    Ok(())
}

fn sync(file: &Path) -> Result<(), StoreError> {
    File::open(file).and_then(|file| file.sync_all()).map_err(|e| at(file, e))
}

/// Overwrites a file and removes it. On a disk that writes elsewhere what it overwrites, the old blocks stay until it
/// reuses them.
fn destroy(file: &Path) -> Result<(), StoreError> {
    let overwrite = || -> io::Result<()> {
        let mut open = OpenOptions::new().write(true).open(file)?;
        let mut left = open.metadata()?.len();
        let zeros = [0; 8 * 1024];
        while left > 0 {
            let part = usize::try_from(left).unwrap_or(usize::MAX).min(zeros.len());
            open.write_all(&zeros[..part])?;
            left -= part as u64;
        }
        open.sync_all()
    };
    match overwrite().and_then(|()| fs::remove_file(file)) {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(at(file, fault)),
        _ => Ok(()),
    }
}

fn remove_database(file: &Path) -> Result<(), StoreError> {
    ["", "-wal", "-shm"].iter().try_for_each(|end| {
        let mut name = file.as_os_str().to_owned();
        name.push(end);
        destroy(Path::new(&name))
    })
}

fn at(path: &Path, source: io::Error) -> StoreError {
    StoreError::Io { path: path.to_owned(), source }
}
