//! Who can open a package.

use std::fmt;
use std::fs;
use std::path::PathBuf;

use gallra_vault::parcel::Recipient;

use super::{Form, Options, pack};
use crate::AppError;

/// Who can open it.
#[derive(Clone, Debug)]
pub enum Lock {
    /// Everyone who can read the file. For a store that encrypts by itself.
    Open,
    /// Whoever is told the passphrase that is made for it.
    Made,
    /// Whoever knows the passphrase that stands in the first line of this file.
    PassphraseFile(PathBuf),
    /// Whoever has the secret half of this age key (`age1…`).
    Key(String),
}

/// A passphrase. Cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(String);

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// Crockford's letters: none looks like another, and read aloud they stay apart.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const GROUPS: usize = 5;
const IN_GROUP: usize = 5;

impl Passphrase {
    /// 125 bits of randomness in five groups of five letters.
    fn make() -> Result<Self, AppError> {
        let mut bytes = [0_u8; GROUPS * IN_GROUP];
        getrandom::fill(&mut bytes).map_err(|e| AppError::Randomness(e.to_string()))?;
        let letters: Vec<char> =
            bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect();
        let groups: Vec<String> = letters.chunks(IN_GROUP).map(|group| group.iter().collect()).collect();
        Ok(Self(groups.join("-")))
    }

    /// The words, to be shown once.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// For whom the package is sealed, and the passphrase if one was made.
pub(super) fn recipient(options: &Options) -> Result<(Option<Recipient>, Option<Passphrase>), AppError> {
    let refused =
        |place: &std::path::Path, cause: String| AppError::Package { path: place.to_owned(), cause };
    let folder = &options.folder;
    if options.form == Form::Folder && !matches!(options.lock, Lock::Open) {
        return Err(pack::failed(
            folder,
            "a folder of files cannot be encrypted; make one file, or leave it open",
        ));
    }
    Ok(match &options.lock {
        Lock::Open => (None, None),
        Lock::Made => {
            let made = Passphrase::make()?;
            let recipient = Recipient::passphrase(made.expose());
            (Some(recipient.map_err(|fault| refused(folder, fault.to_string()))?), Some(made))
        }
        Lock::PassphraseFile(file) => {
            let text = fs::read_to_string(file).map_err(|fault| {
                refused(file, format!("the passphrase cannot be read ({})", fault.kind()))
            })?;
            let line = text.lines().next().unwrap_or_default();
            (Some(Recipient::passphrase(line).map_err(|fault| refused(file, fault.to_string()))?), None)
        }
        Lock::Key(text) => {
            (Some(Recipient::key(text).map_err(|fault| refused(folder, fault.to_string()))?), None)
        }
    })
}
