//! The text of a file, for whoever searches it.

use std::io::Read as _;
use std::path::Path;

use crate::find::Reader;
use crate::tree::{Folder, escaped};

/// How much is read at once, and how much of it again with the next, so that nothing is cut in two.
const PIECE: usize = 1 << 20;
const AGAIN: usize = 512;
/// What a file without text begins with is looked for in so many bytes.
const HEAD: usize = 8 << 10;

/// Reads a file of text; counts one that is no text or cannot be read. Of a packed or written-by-machine file (an office
/// document, a PDF) nothing is known.
pub(super) fn read(root: &Folder, path: &Path, reader: &mut Reader<'_>) {
    let key = escaped(path);
    let opened = root.holding(path).and_then(|(folder, name)| folder.open(&name, false));
    let Ok(mut file) = opened else {
        reader.mentions.unread += 1;
        return;
    };
    let mut bytes: Vec<u8> = Vec::new();
    let mut is_first = true;
    loop {
        let kept = bytes.len();
        let Ok(read) = file.by_ref().take(PIECE as u64).read_to_end(&mut bytes) else {
            reader.mentions.unread += 1;
            return;
        };
        if is_first && bytes.iter().take(HEAD).any(|byte| *byte == 0) {
            reader.mentions.unread += 1;
            return;
        }
        if read == 0 && !is_first {
            return;
        }
        is_first = false;
        reader.read_piece("content", &key, &String::from_utf8_lossy(&bytes), kept > 0);
        if read < PIECE {
            return;
        }
        let from = bytes.len().saturating_sub(AGAIN);
        bytes.drain(..from);
    }
}
