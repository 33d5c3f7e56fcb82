//! Lines of any length with little memory: the beginning of each is held, the rest only passed on.

use std::io::{self, BufRead};

/// So much of a line is looked at. Times and addresses stand at the beginning.
pub(super) const HEAD: usize = 64 * 1024;

/// A line.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// Where it begins (in the decompressed text).
    pub(super) start: u64,
    /// NUL bytes before its text: a writer that was cut off leaves them.
    pub(super) nuls: u64,
    /// Its beginning, with the line end if it is whole.
    pub(super) head: Vec<u8>,
    /// Whether `head` is all of it.
    pub(super) whole: bool,
}

impl Line {
    /// Without the line end.
    pub(super) fn text(&self) -> &[u8] {
        let text = self.head.strip_suffix(b"\n").unwrap_or(&self.head);
        text.strip_suffix(b"\r").unwrap_or(text)
    }
}

/// Reads lines.
#[derive(Debug)]
pub(super) struct Lines<R> {
    reader: R,
    at: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, at: 0 }
    }

    /// The next line's beginning; `false` at the end. What is not in the head is then in [`Lines::rest`].
    pub(super) fn next(&mut self, line: &mut Line) -> io::Result<bool> {
        line.head.clear();
        (line.start, line.nuls, line.whole) = (self.at, 0, false);
        loop {
            let (used, end) = {
                let buffer = self.reader.fill_buf()?;
                if buffer.is_empty() {
                    line.whole = true;
                    return Ok(self.at > line.start);
                }
                let nuls = if line.head.is_empty() {
                    buffer.iter().take_while(|byte| **byte == 0).count()
                } else {
                    0
                };
                line.nuls += nuls as u64;
                let text = &buffer[nuls..];
                let room = HEAD - line.head.len();
                let end = memchr::memchr(b'\n', &text[..text.len().min(room)]);
                let taken = end.map_or(text.len().min(room), |end| end + 1);
                line.head.extend_from_slice(&text[..taken]);
                (nuls + taken, end.is_some())
            };
            self.reader.consume(used);
            self.at += used as u64;
            if end {
                line.whole = true;
                return Ok(true);
            }
            if line.head.len() == HEAD {
                return Ok(true);
            }
        }
    }

    /// What is left of a line that is not whole, piece by piece, each with its place.
    pub(super) fn rest(&mut self, each: &mut dyn FnMut(u64, &[u8]) -> io::Result<()>) -> io::Result<()> {
        loop {
            let (used, end) = {
                let buffer = self.reader.fill_buf()?;
                if buffer.is_empty() {
                    return Ok(());
                }
                let end = memchr::memchr(b'\n', buffer);
                let piece = &buffer[..end.map_or(buffer.len(), |end| end + 1)];
                each(self.at, piece)?;
                (piece.len(), end.is_some())
            };
            self.reader.consume(used);
            self.at += used as u64;
            if end {
                return Ok(());
            }
        }
    }
}
