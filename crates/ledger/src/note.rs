//! C2SP `signed-note`: text signed by one or more keys.

use crate::error::{VerifyCode, VerifyError};
use crate::keys::{SigningKey, VerifyingKey, is_key_name};
use crate::text;

/// Notes above this are refused unread. Room for far more than the 16 post-quantum signatures the
/// specification asks for.
pub(crate) const MAX_NOTE: usize = 1 << 20;
const MAX_SIGNATURES: usize = 100;
const SIGNATURE_START: &str = "\u{2014} ";

/// A well-formed signed note. Its text is not to be believed until [`Note::verify`] has passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Signature {
    name: String,
    id: u32,
    bytes: Vec<u8>,
}

impl Note {
    /// Parses the bytes of a note; checks its form, not its signatures.
    ///
    /// # Errors
    /// `V010` with the line that is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, VerifyError> {
        if bytes.len() > MAX_NOTE {
            return Err(bad("", format!("the note is longer than {MAX_NOTE} bytes")));
        }
        let whole = std::str::from_utf8(bytes)
            .map_err(|e| bad(&format!("byte {}", e.valid_up_to()), "the note is not valid UTF-8"))?;
        if let Some(at) = whole.bytes().position(|b| b < 0x20 && b != b'\n') {
            return Err(bad(&format!("byte {at}"), "the note contains a control character"));
        }
        let split = whole
            .rfind("\n\n")
            .ok_or_else(|| bad("", "the blank line between text and signatures is missing"))?;
        // The text keeps its last newline; the blank line belongs to neither.
        let (text, block) = whole.split_at(split + 1);
        let block = block.strip_prefix('\n').unwrap_or(block);
        let block = block.strip_suffix('\n').ok_or_else(|| bad("", "the last signature line is cut off"))?;
        let first_line = text.matches('\n').count() + 2;
        let mut signatures = Vec::new();
        for (number, line) in (first_line..).zip(block.split('\n')) {
            if signatures.len() == MAX_SIGNATURES {
                return Err(bad("", format!("the note carries more than {MAX_SIGNATURES} signatures")));
            }
            let signature = Signature::parse(line)
                .ok_or_else(|| bad(&format!("line {number}"), "this is not a signature line"))?;
            signatures.push(signature);
        }
        Ok(Self { text: text.to_owned(), signatures })
    }

    /// The signed text, with its final newline, if `key` signed it. Signatures by other keys are ignored.
    ///
    /// # Errors
    /// `V012` without a signature by `key`; `V013` when one does not match.
    pub fn verify(&self, key: &VerifyingKey) -> Result<&str, VerifyError> {
        let mut signed = false;
        for signature in self.signatures.iter().filter(|s| s.name == key.name() && s.id == key.id()) {
            if !key.verifies(self.text.as_bytes(), &signature.bytes) {
                let cause = format!("the signature by {} does not match the text", key.label());
                return Err(VerifyError::new(VerifyCode::BadSignature, "signature", cause));
            }
            signed = true;
        }
        if signed {
            return Ok(&self.text);
        }
        let names: Vec<String> = self.signatures.iter().map(|s| format!("{}+{:08x}", s.name, s.id)).collect();
        let cause = format!("no signature by {}; it is signed by {}", key.label(), names.join(", "));
        Err(VerifyError::new(VerifyCode::NotSigned, "signature", cause))
    }

    /// How many signatures it carries, by whomever.
    pub(crate) fn signatures(&self) -> usize {
        self.signatures.len()
    }

    /// Signs `text` and gives the whole note.
    ///
    /// # Errors
    /// `V010` when the text does not end in a newline or contains control characters.
    pub fn sign(text: &str, key: &SigningKey) -> Result<String, VerifyError> {
        if !text.ends_with('\n') || text.bytes().any(|b| b < 0x20 && b != b'\n') {
            return Err(bad("", "a note's text ends in a newline and has no other control characters"));
        }
        let mut signature = key.verifying_key().id().to_be_bytes().to_vec();
        signature.extend_from_slice(&key.sign(text.as_bytes()));
        Ok(format!("{text}\n{SIGNATURE_START}{} {}\n", key.name(), text::to_base64(&signature)))
    }
}

impl Signature {
    fn parse(line: &str) -> Option<Self> {
        let (name, encoded) = line.strip_prefix(SIGNATURE_START)?.split_once(' ')?;
        if !is_key_name(name) {
            return None;
        }
        let decoded = text::from_base64(encoded)?;
        let (id, bytes) = decoded.split_first_chunk::<4>()?;
        // A signature of no bytes is none.
        (!bytes.is_empty()).then(|| Self {
            name: name.to_owned(),
            id: u32::from_be_bytes(*id),
            bytes: bytes.to_vec(),
        })
    }
}

fn bad(place: &str, cause: impl Into<String>) -> VerifyError {
    let place = if place.is_empty() { "note".to_owned() } else { format!("note, {place}") };
    VerifyError::new(VerifyCode::BadNote, place, cause)
}
