//! The content of a file, piece by piece as it comes from a disk or over a network, for whoever searches it.
//!
//! Text is searched as it comes: no more than a piece of it is in memory. Office documents (OOXML, OpenDocument) are packed, and
//! their list of contents stands at their end, so they are held whole, up to [`LARGEST`]. Everything else is counted as not
//! read: of a PDF, a picture or an archive nothing is known.

use std::io::{self, BufReader, Cursor};

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::Reader;
use crate::read::{Datum, Sink};

/// How much is searched at once, and how much of it again with the next, so that nothing is cut in two.
const PIECE: usize = 1 << 20;
const AGAIN: usize = 512;
/// What a file without text begins with is looked for in so many bytes.
const HEAD: usize = 8 << 10;
/// Packed documents that are larger are not read.
const LARGEST: usize = 32 << 20;
/// Nor what is in them beyond so many bytes: a small file can be made to unpack without an end.
const UNPACKED: u64 = 128 << 20;
/// What ZIP archives begin with (PKWARE APPNOTE, 4.3.7), and PDF files (ISO 32000-2, 7.5.2).
const ZIP: &[u8] = b"PK\x03\x04";
const PDF: &[u8] = b"%PDF-";

/// One file, under way.
pub(crate) struct Content<'r, 't> {
    reader: &'r mut Reader<'t>,
    key: String,
    bytes: Vec<u8>,
    form: Form,
    /// Whether some of it was searched already.
    goes_on: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Too little of it has come.
    Unknown,
    Text,
    /// Perhaps an office document.
    Packed,
    /// Nothing that can be searched.
    Closed,
}

impl<'r, 't> Content<'r, 't> {
    /// Of the file that `key` names.
    pub(crate) fn new(reader: &'r mut Reader<'t>, key: String) -> Self {
        Self { reader, key, bytes: Vec::new(), form: Form::Unknown, goes_on: false }
    }

    /// The next bytes. False: no more are wanted.
    pub(crate) fn push(&mut self, piece: &[u8]) -> bool {
        if self.form == Form::Closed {
            return false;
        }
        self.bytes.extend_from_slice(piece);
        if self.form == Form::Unknown && self.bytes.len() >= HEAD {
            self.form = form(&self.bytes);
        }
        match self.form {
            Form::Text => {
                while self.bytes.len() >= PIECE + AGAIN {
                    self.search(PIECE + AGAIN);
                    self.bytes.drain(..PIECE);
                }
            }
            Form::Packed if self.bytes.len() > LARGEST => self.form = Form::Closed,
            Form::Unknown | Form::Packed | Form::Closed => {}
        }
        self.form != Form::Closed
    }

    /// That was all of it; not `whole` if it could not be read to its end, and then it counts as not read.
    pub(crate) fn end(mut self, whole: bool) {
        if self.form == Form::Unknown {
            self.form = form(&self.bytes);
        }
        let read = match self.form {
            Form::Text => {
                self.search(self.bytes.len());
                true
            }
            Form::Packed => whole && self.office().is_ok(),
            Form::Unknown | Form::Closed => false,
        };
        self.reader.mentions.unread += u64::from(!(read && whole));
    }

    fn search(&mut self, length: usize) {
        let text = String::from_utf8_lossy(self.bytes.get(..length).unwrap_or_default());
        self.reader.read_piece("content", &self.key, &text, self.goes_on);
        self.goes_on = true;
    }

    /// The text of an office document; an error for every other archive.
    fn office(&mut self) -> Result<(), Unreadable> {
        let mut archive = ZipArchive::new(Cursor::new(std::mem::take(&mut self.bytes)))?;
        let is_document = archive.index_for_name("[Content_Types].xml").is_some()
            || archive.index_for_name("mimetype").is_some()
                && archive.index_for_name("content.xml").is_some();
        if !is_document {
            return Err(Unreadable);
        }
        let mut left = UNPACKED;
        for at in 0..archive.len() {
            let entry = archive.by_index(at)?;
            if !entry.name()?.to_ascii_lowercase().ends_with(".xml") {
                continue;
            }
            left = self.xml(entry, left)?;
        }
        Ok(())
    }

    /// The text of one part, of which no more than `left` bytes are read; what of these is left afterwards.
    fn xml(&mut self, part: impl io::Read, left: u64) -> Result<u64, Unreadable> {
        // One byte more, to see whether there is more.
        let mut xml = quick_xml::Reader::from_reader(BufReader::new(part.take(left + 1)));
        xml.config_mut().check_end_names = false;
        let (mut buffer, mut text) = (Vec::new(), String::new());
        loop {
            match xml.read_event_into(&mut buffer).map_err(|_| Unreadable)? {
                Event::Text(words) => text.push_str(&words.xml10_content()),
                Event::CData(words) => text.push_str(&words.xml10_content()),
                Event::GeneralRef(named) => match named.resolve_char_ref() {
                    Ok(Some(letter)) => text.push(letter),
                    _ => text.push_str(resolve_predefined_entity(&named.xml10_content()).unwrap_or(" ")),
                },
                Event::End(tag) => text.push_str(behind(tag.local_name().as_ref())),
                Event::Empty(tag) => text.push_str(behind(tag.local_name().as_ref())),
                Event::Eof => break,
                Event::Start(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
            buffer.clear();
            if text.len() >= PIECE {
                self.reader.read_piece("content", &self.key, &text, self.goes_on);
                self.goes_on = true;
                let from = text.len() - AGAIN;
                let from = (from..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
                text.drain(..from);
            }
        }
        self.reader.read_piece("content", &self.key, &text, self.goes_on);
        self.goes_on = true;
        left.checked_sub(xml.buffer_position()).ok_or(Unreadable)
    }
}

/// A file that cannot be searched.
struct Unreadable;

impl From<zip::result::ZipError> for Unreadable {
    fn from(_: zip::result::ZipError) -> Self {
        Self
    }
}

fn form(bytes: &[u8]) -> Form {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if head.starts_with(ZIP) {
        Form::Packed
    } else if head.starts_with(PDF) || head.contains(&0) {
        Form::Closed
    } else {
        Form::Text
    }
}

/// What parts the text of an element from what follows. Runs of letters, which a word may be cut into, are not parted; no number
/// goes from one cell of a table to the next.
fn behind(element: &str) -> &'static str {
    match element {
        "p" | "h" | "br" | "cr" | "tab" | "s" | "line-break" | "comment" => "\n",
        "si" | "c" | "v" | "row" | "is" | "table-cell" | "tc" | "creator" | "lastModifiedBy" | "title"
        | "subject" | "keywords" | "description" | "initial-creator" => " ; ",
        _ => "",
    }
}

/// A file that a service hands over.
impl Sink for Content<'_, '_> {
    fn record(&mut self, _: usize, _: Vec<Datum>, _: Vec<bool>) -> io::Result<()> {
        Ok(())
    }

    /// # Errors
    /// Once no more is wanted, so that the rest need not come.
    fn content(&mut self, piece: &[u8]) -> io::Result<()> {
        if self.push(piece) { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
    }

    fn content_ends(&mut self, whole: bool) -> io::Result<()> {
        if whole { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}
