//! The files of a policy, and places in them.

use std::ops::Range;

/// Which file of [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u32);

/// A range of bytes in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// First byte after.
    pub end: u32,
}

impl Span {
    /// The bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end.max(self.start) as usize
    }
}

/// A place as people write it: lines and columns from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Place {
    /// Line.
    pub line: usize,
    /// Column of the first character.
    pub column: usize,
    /// Line of the last character.
    pub end_line: usize,
    /// Column after the last character.
    pub end_column: usize,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path in the policy folder.
    pub path: String,
    text: String,
}

/// The files of a policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile { path: path.into(), text: text.into() });
        id
    }

    /// All files with their ids, in the order they were added.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0_u32..).map(FileId).zip(&self.files)
    }

    /// The path of a file; empty for one that is not here.
    pub fn path(&self, file: FileId) -> &str {
        self.file(file).map_or("", |file| &file.path)
    }

    /// The text as it was read. It may hold a secret that somebody wrote into the policy: mask it before it is shown.
    pub(crate) fn text(&self, file: FileId) -> &str {
        self.file(file).map_or("", |file| &file.text)
    }

    /// The bytes of a span; empty if it is out of the file.
    pub(crate) fn slice(&self, span: Span) -> &str {
        self.text(span.file).get(span.range()).unwrap_or("")
    }

    /// Line and column of a span.
    pub fn place(&self, span: Span) -> Place {
        let text = self.text(span.file);
        let (line, column) = line_and_column(text, span.range().start);
        let (end_line, end_column) = line_and_column(text, span.range().end);
        Place { line, column, end_line, end_column }
    }

    fn file(&self, file: FileId) -> Option<&SourceFile> {
        self.files.get(file.0 as usize)
    }
}

fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let at = text.floor_char_boundary(at);
    let before = text.get(..at).unwrap_or("");
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before.get(line_start..).unwrap_or("").chars().count() + 1)
}

/// Masks, byte for byte so that spans still fit, `secret` in `scheme://user:secret@host` and in `password=secret`, whatever the rest of the text is.
pub(super) fn mask_passwords(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for (at, _) in text.match_indices("://") {
        let rest = text.get(at + 3..).unwrap_or("");
        let token = rest.split([' ', '\t', '\r', '\n', '"', '\'']).next().unwrap_or("");
        let authority = token.split(['/', '?', '#']).next().unwrap_or("");
        // A password may hold an unescaped slash: then the whole token up to the last `@` is looked at.
        let part = if authority.contains('@') { authority } else { token };
        if let (Some(colon), Some(sign)) = (part.find(':'), part.rfind('@'))
            && colon < sign
        {
            bytes.iter_mut().skip(at + 3 + colon + 1).take(sign - colon - 1).for_each(|byte| *byte = b'*');
        }
        for key in ["password=", "passwd=", "pwd="] {
            for (found, _) in token.to_ascii_lowercase().match_indices(key) {
                let start = found + key.len();
                let value = token.get(start..).unwrap_or("").split(['&', '#']).next().unwrap_or("");
                bytes.iter_mut().skip(at + 3 + start).take(value.len()).for_each(|byte| *byte = b'*');
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| String::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_masked_and_nothing_moves() {
        let text = "url: postgres://app:h€mlig/x@db/x?password=s3&b=1 # å";
        let shown = mask_passwords(text);
        assert_eq!(shown, "url: postgres://app:**********@db/x?password=**&b=1 # å");
        assert_eq!(shown.len(), text.len());
    }

    #[test]
    fn columns_are_counted_in_characters() {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", "å: 1\nöl: x\n");
        let place = sources.place(Span { file, start: 11, end: 12 });
        assert_eq!((place.line, place.column, place.end_column), (2, 5, 6));
    }
}
