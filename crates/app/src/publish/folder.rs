//! The folder that documents are published into.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use gallra_documents::archive::{self, Listed, ListedFile};
use gallra_documents::pdf::Look;
use gallra_rules::hash::ContentHash;
use gallra_store::{Publication, Published};

use super::PublishError;
use super::difference::{Place, made_in};
use crate::documents::DocumentsError;
use crate::evidence;

/// Where publications lie in the output folder.
pub(super) const ARCHIVE: &str = "archive";
/// The link to the last one.
const CURRENT: &str = "current";

/// Where a publication lies.
pub(super) fn place_of(out: &Path, id: i64) -> PathBuf {
    out.join(ARCHIVE).join(id.to_string())
}

pub(super) fn name_of(one: &Published) -> String {
    format!("{}.{}.{}", one.document, one.language, one.form)
}

/// Whether a publication lies in the folder as it was sealed, to the byte.
pub(super) fn holds(out: &Path, publication: &Publication) -> bool {
    let folder = place_of(out, publication.id);
    publication.documents.iter().all(|one| sealed(&folder, one).is_some())
}

fn sealed(folder: &Path, one: &Published) -> Option<Vec<u8>> {
    let bytes = fs::read(folder.join(name_of(one))).ok()?;
    (ContentHash::of_bytes(&bytes).to_string() == one.sha256).then_some(bytes)
}

/// Takes files over from a publication, to the byte.
///
/// # Errors
/// [`PublishError::NotThere`] if one is not there as it was sealed.
pub(super) fn carry(
    out: &Path,
    from: &Publication,
    files: &[Published],
    staged: &Path,
) -> Result<(), PublishError> {
    let folder = place_of(out, from.id);
    for one in files {
        let not_there = || PublishError::NotThere { publication: from.id, folder: out.to_owned() };
        let bytes = sealed(&folder, one).ok_or_else(not_there)?;
        fs::create_dir_all(staged).map_err(|fault| not_written(staged, fault))?;
        let path = staged.join(name_of(one));
        evidence::write_whole(&path, &bytes).map_err(|fault| not_written(&path, fault))?;
    }
    Ok(())
}

/// Puts the link and the index where they belong, and tells which publications are not in this folder: they are not listed.
/// Repeating it is harmless.
pub(super) fn settle(out: &Path, known: &[Publication], look: &Look) -> Result<Vec<i64>, PublishError> {
    let Some(last) = known.last() else { return Ok(Vec::new()) };
    let link = out.join(CURRENT);
    let target = Path::new(ARCHIVE).join(last.id.to_string());
    if fs::read_link(&link).ok().as_deref() != Some(target.as_path()) {
        let staged = out.join(format!(".{CURRENT}.new"));
        clear(&staged)?;
        std::os::unix::fs::symlink(&target, &staged).map_err(|fault| not_written(&staged, fault))?;
        put(&staged, &link)?;
    }
    let listed: Vec<Listed> = (0..known.len()).filter_map(|at| listed(out, known, at)).collect();
    let index = out.join("index.html");
    let page = archive::page(&listed, look);
    evidence::write_whole(&index, page.as_bytes()).map_err(|fault| not_written(&index, fault))?;
    let whole = |one: &&Publication| {
        let there = listed.iter().find(|it| it.number == one.id);
        there.is_some_and(|there| there.files.len() == one.documents.len())
    };
    Ok(known.iter().filter(|one| !whole(one)).map(|one| one.id).collect())
}

/// A publication with those of its files that are there: the page leads nowhere else.
fn listed(out: &Path, known: &[Publication], at: usize) -> Option<Listed> {
    let publication = known.get(at)?;
    let file = |one: &Published| {
        let path = format!("{ARCHIVE}/{}/{}", publication.id, name_of(one));
        let origin = made_in(known, at, &Place::of(one)).filter(|origin| origin.id != publication.id);
        ListedFile {
            document: one.document.clone(),
            language: one.language.clone(),
            form: one.form.clone(),
            version: one.version.clone(),
            since: origin.map(|origin| origin.published_on),
            path,
        }
    };
    let there = publication.documents.iter().map(file).filter(|file| out.join(&file.path).is_file());
    Some(Listed { number: publication.id, date: publication.published_on, files: there.collect() })
}

/// Takes away what a crash may have left.
pub(super) fn clear(path: &Path) -> Result<(), DocumentsError> {
    let gone = match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(fault) => Err(fault),
    };
    match gone {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(not_written(path, fault)),
        _ => Ok(()),
    }
}

/// Takes away what was staged in vain, and the folders if they were made for it alone.
pub(super) fn abandon(out: &Path, staged: &Path, fresh: bool) -> Result<(), DocumentsError> {
    clear(staged)?;
    if fresh {
        // What is not empty stays.
        let _ = fs::remove_dir(out.join(ARCHIVE)).and_then(|()| fs::remove_dir(out));
    }
    Ok(())
}

/// One rename, durable.
pub(super) fn put(from: &Path, to: &Path) -> Result<(), DocumentsError> {
    let folder =
        to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let done = fs::rename(from, to).and_then(|()| File::open(folder)?.sync_all());
    done.map_err(|fault| not_written(to, fault))
}

pub(super) fn not_written(path: &Path, fault: io::Error) -> DocumentsError {
    DocumentsError::NotWritten { path: path.to_owned(), fault }
}
