//! The text of a file, for whoever searches it.

use std::io::Read as _;
use std::path::Path;

use crate::find::{Content, Reader};
use crate::read::PIECE;
use crate::tree::{Folder, escaped};

/// Searches a file; counts one that is no text or cannot be read.
pub(super) fn read(root: &Folder, path: &Path, reader: &mut Reader<'_>) {
    let mut content = Content::new(reader, escaped(path));
    let opened = root.holding(path).and_then(|(folder, name)| folder.open(&name, false));
    let Ok(mut file) = opened else { return content.end(false) };
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece) {
            Ok(0) => return content.end(true),
            Ok(read) => {
                if !content.push(piece.get(..read).unwrap_or_default()) {
                    return content.end(true);
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return content.end(false),
        }
    }
}
