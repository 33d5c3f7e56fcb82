//! SQLite has no accounts: who may open the file may do everything.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use gallra_rules::live::{ExtraRight, Finding};

use super::too_much;
use crate::db::Sql;
use crate::error::ErrorKind;
use crate::{ConnectError, Database};

impl Database {
    pub(super) async fn excess_sqlite(&self) -> Result<Vec<Finding>, ConnectError> {
        let mut tx = self.reading().await?;
        let asked = Sql::plain("SELECT file FROM pragma_database_list WHERE name = 'main'");
        let file = self.ok(tx.cell(&asked).await)?.words();
        let told = |fault: std::io::Error| {
            let cause = format!("the file's mode cannot be read ({})", fault.kind());
            ConnectError::new(
                ErrorKind::NoSuchFile,
                self.place.clone(),
                cause,
                "See that Gallra may look into its folder",
            )
        };
        let file = Path::new(&file).canonicalize().map_err(told)?;
        let mut findings = vec![Finding::Rights];
        if let Some((may, cure)) = others(&file).map_err(told)? {
            let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            findings.push(too_much(ExtraRight::File { may, file: name }, cure));
        }
        Ok(findings)
    }
}

/// What users who are neither the owner nor of the group may do with the file, and what takes that away. A folder on the
/// way that they may not enter closes it; one that they may write lets them put another file in its place.
fn others(file: &Path) -> std::io::Result<Option<(String, String)>> {
    const READ: u32 = 0o004;
    const WRITE: u32 = 0o002;
    const ENTER: u32 = 0o001;
    const STICKY: u32 = 0o1000;
    let mode = |path: &Path| std::fs::metadata(path).map(|found| found.permissions().mode());
    for folder in file.ancestors().skip(1) {
        if mode(folder)? & ENTER == 0 {
            return Ok(None);
        }
    }
    let own = mode(file)?;
    let words: Vec<&str> = [(READ, "read"), (WRITE, "write")]
        .into_iter()
        .filter(|(bit, _)| own & bit != 0)
        .map(|(_, w)| w)
        .collect();
    let quoted = |path: &Path| format!("'{}'", path.display().to_string().replace('\'', r"'\''"));
    if !words.is_empty() {
        return Ok(Some((words.join(", "), format!("chmod o-rw {}", quoted(file)))));
    }
    if let Some(folder) = file.parent()
        && mode(folder)? & (WRITE | STICKY) == WRITE
    {
        return Ok(Some(("replace".to_owned(), format!("chmod o-w {}", quoted(folder)))));
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_is_as_open_as_itself_and_its_folders() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("data");
        fs::create_dir(&folder).unwrap();
        let file = folder.join("shop.db");
        fs::write(&file, "").unwrap();
        let found = |root_mode: u32, folder_mode: u32, file_mode: u32| {
            for (path, mode) in [(root.path(), root_mode), (&folder, folder_mode), (&file, file_mode)] {
                fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
            }
            others(&file).unwrap().map(|(may, _)| may)
        };
        // Whether strangers get as far as the test's own folder is not this test's to say.
        if found(0o755, 0o755, 0o644).is_some() {
            assert_eq!(found(0o755, 0o755, 0o644).as_deref(), Some("read"));
            assert_eq!(found(0o755, 0o755, 0o666).as_deref(), Some("read, write"));
            assert_eq!(found(0o755, 0o777, 0o660).as_deref(), Some("replace"));
        }
        assert_eq!(found(0o755, 0o755, 0o640), None);
        assert_eq!(found(0o755, 0o1777, 0o640), None, "nobody takes away others' files there");
        assert_eq!(found(0o700, 0o755, 0o666), None, "nobody else gets there");
    }
}
