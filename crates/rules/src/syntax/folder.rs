//! A folder of policy files → sources.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use super::limits::{MAX_FILE_BYTES, MAX_FILES, MAX_FOLDER_DEPTH, MAX_TOTAL_BYTES};
use super::{too_large, too_large_together};
use crate::diagnostic::{Code, Diagnostic, Finding, Sources};

/// What a folder holds.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The files that could be read.
    pub sources: Sources,
    /// Those that could not, and why.
    pub diagnostics: Vec<Diagnostic>,
}

/// The folder beside the policy's files that holds a company's own texts, logo and colours.
const TEMPLATES: &str = "templates";

/// Reads `*.yaml` and `*.yml` in the folder and in folders within, sorted by path. Hidden files and folders are
/// skipped, links to folders are not followed. A file too large is refused before it is read.
pub fn load_folder(folder: &Path) -> Loaded {
    let mut reading = Reading { loaded: Loaded::default(), total: 0, files: 0 };
    let found = match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => reading.walk(folder, "", 0),
        Ok(_) => {
            reading.refuse(
                Finding::new(Code::NothingToRead, "g004-no-folder").arg("path", name_of(folder)).help("help"),
            );
            true
        }
        Err(error) => {
            let finding = Finding::new(Code::NothingToRead, "g004-missing").arg("path", name_of(folder));
            reading.refuse(finding.arg("cause", error.kind().to_string()).help("help"));
            true
        }
    };
    if !found {
        let finding = Finding::new(Code::NothingToRead, "g004-empty").arg("path", name_of(folder));
        reading.refuse(finding.help("help"));
    }
    reading.loaded
}

fn name_of(path: &Path) -> String {
    path.display().to_string()
}

struct Reading {
    loaded: Loaded,
    total: u64,
    files: usize,
}

impl Reading {
    fn refuse(&mut self, finding: Finding) {
        self.loaded.diagnostics.push(finding.done());
    }

    fn unreadable(&mut self, path: &str, error: &std::io::Error) {
        let finding = Finding::new(Code::NothingToRead, "g004-unreadable").arg("path", path);
        self.refuse(finding.arg("cause", error.kind().to_string()));
    }

    /// Reads one folder; tells whether it held any policy file, readable or not.
    fn walk(&mut self, folder: &Path, prefix: &str, depth: usize) -> bool {
        if depth > MAX_FOLDER_DEPTH {
            self.refuse(Finding::new(Code::TooLarge, "g002-deep").arg("path", prefix));
            return true;
        }
        let entries = match fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
            Ok(entries) => entries,
            Err(error) => {
                self.unreadable(if prefix.is_empty() { "." } else { prefix }, &error);
                return true;
            }
        };
        let mut entries: Vec<_> = entries.into_iter().map(|entry| (entry.file_name(), entry)).collect();
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        let mut found = false;
        for (name, entry) in entries {
            let name = name.to_string_lossy();
            if name.starts_with('.') {
                continue;
            }
            let path = if prefix.is_empty() { name.to_string() } else { format!("{prefix}/{name}") };
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_folder && prefix.is_empty() && name == TEMPLATES {
                // What documents look like and how they are worded is no policy.
                continue;
            }
            if is_folder {
                found |= self.walk(&entry.path(), &path, depth + 1);
            } else if matches!(
                Path::new(&*name).extension().and_then(|end| end.to_str()),
                Some("yaml" | "yml")
            ) {
                found = true;
                self.file(&entry.path(), &path);
            }
        }
        found
    }

    fn file(&mut self, file: &Path, path: &str) {
        self.files += 1;
        if self.files > MAX_FILES {
            if self.files == MAX_FILES + 1 {
                self.refuse(Finding::new(Code::TooLarge, "g002-files").arg("limit", MAX_FILES.to_string()));
            }
            return;
        }
        // The limit holds for what is read, not for what the file system says: a pipe or a growing file has no size.
        let mut bytes = Vec::new();
        let read = fs::metadata(file).and_then(|metadata| {
            if !metadata.is_file() {
                return Err(std::io::Error::from(std::io::ErrorKind::InvalidInput));
            }
            fs::File::open(file)?.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)
        });
        if let Err(error) = read {
            return self.unreadable(path, &error);
        }
        if bytes.len() as u64 > MAX_FILE_BYTES {
            return self.refuse(too_large(path, MAX_FILE_BYTES));
        }
        let before = self.total;
        self.total += bytes.len() as u64;
        if self.total > MAX_TOTAL_BYTES {
            if before <= MAX_TOTAL_BYTES {
                self.refuse(too_large_together());
            }
            return;
        }
        match String::from_utf8(bytes) {
            Ok(text) => {
                self.loaded.sources.add(path, text);
            }
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let line = error.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
                let finding =
                    Finding::new(Code::NotUtf8, "g003").arg("path", path).arg("line", line.to_string());
                self.refuse(finding.help("help"));
            }
        }
    }
}
