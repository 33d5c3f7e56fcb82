//! Handing over the entries of a log that are asked for.

use std::io;

use super::scan::{Part, Row, Visit};
use crate::read::{Datum, Feed, ReadQuestion};

/// So much of one entry is told, in bytes; a writer that never ended its line is no reason to run out of memory.
const LONGEST: usize = 4 << 20;

/// The entry at hand, until the next one begins.
pub(super) struct Taking<'q> {
    question: &'q ReadQuestion,
    feed: &'q Feed,
    /// Which of the values is the text.
    line: Option<usize>,
    open: Option<(Vec<Datum>, Vec<bool>)>,
    text: Vec<u8>,
}

impl<'q> Taking<'q> {
    pub(super) fn new(question: &'q ReadQuestion, feed: &'q Feed) -> Self {
        let line = question.columns.iter().position(|(name, _)| name == "line");
        Self { question, feed, line, open: None, text: Vec::new() }
    }

    /// Hands the last one over.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        let Some((mut values, marks)) = self.open.take() else { return Ok(()) };
        if let Some(value) = self.line.and_then(|line| values.get_mut(line)) {
            let text = String::from_utf8_lossy(&self.text);
            *value = Datum::Text(text.trim_end_matches(['\n', '\r']).to_owned());
        }
        self.text.clear();
        self.feed.record((values, marks)).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl Visit for Taking<'_> {
    fn row(&mut self, row: &Row<'_>) -> io::Result<bool> {
        self.finish()?;
        self.open = self.question.of_witness(row.record);
        Ok(true)
    }

    fn bytes(&mut self, _at: u64, bytes: &[u8], part: Part) -> io::Result<()> {
        if self.open.is_some() && part != Part::Blank {
            let room = LONGEST.saturating_sub(self.text.len());
            self.text.extend_from_slice(&bytes[..bytes.len().min(room)]);
        }
        Ok(())
    }
}
