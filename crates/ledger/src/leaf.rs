//! Leaves: canonical JSON (RFC 8785) with a kind and a time.

use serde_json::{Map, Value};

use crate::body::LeafBody;
use crate::error::{VerifyCode, VerifyError};
use crate::hash::Hash;
use crate::text;

/// The longest leaf an entry bundle can hold: its length is a 16-bit number (C2SP `tlog-tiles`).
pub const MAX_LEAF: usize = 65_535;

/// The largest whole number that canonical JSON can carry exactly (RFC 8785 section 3.2.2.3: IEEE 754 doubles).
pub const MAX_NUMBER: u64 = (1 << 53) - 1;

/// The longest text field of a leaf, in bytes. Long enough for any name, too short for a story.
const MAX_TEXT: usize = 512;

/// Why a leaf cannot be written. Names fields, never their content.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LeafError {
    /// `at` is not a time in UTC.
    #[error("the leaf's time is not RFC 3339 in UTC. Give it as 2026-11-22T03:00:00Z")]
    NotATime,
    /// A reason is not a plain code.
    #[error("a reason is 1 to 64 characters of a-z, 0-9, _, . and -. Use a code, not free text")]
    NotACode,
    /// A count is above [`MAX_NUMBER`].
    #[error(
        "field {field}: the number is above 2^53 - 1 or not whole, which canonical JSON cannot carry exactly"
    )]
    Number {
        /// The field.
        field: String,
    },
    /// A text is too long or holds control characters.
    #[error("field {field}: the text is longer than 512 bytes or holds control characters. Shorten the name")]
    Text {
        /// The field.
        field: String,
    },
    /// The leaf is longer than [`MAX_LEAF`].
    #[error("the leaf has {length} bytes; a log entry holds at most 65535. Split it into several leaves")]
    TooLong {
        /// Its length in bytes.
        length: usize,
    },
    /// An unknown leaf brings a field that the envelope owns.
    #[error("the fields “kind” and “at” belong to the envelope. Rename the field")]
    Reserved,
    /// The leaf could not be written as JSON.
    #[error("the leaf could not be written as canonical JSON: {0}")]
    Encode(String),
}

/// One entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// When, as RFC 3339 in UTC.
    pub at: String,
    /// What.
    pub body: LeafBody,
}

impl Leaf {
    /// A leaf that says `body` happened at `at` (RFC 3339, UTC).
    ///
    /// # Errors
    /// [`LeafError::NotATime`].
    pub fn new(at: &str, body: impl Into<LeafBody>) -> Result<Self, LeafError> {
        if !text::is_utc_time(at) {
            return Err(LeafError::NotATime);
        }
        Ok(Self { at: at.to_owned(), body: body.into() })
    }

    /// The leaf's bytes: RFC 8785 canonical JSON. The same leaf always gives the same bytes.
    ///
    /// # Errors
    /// A [`LeafError`] when something in it cannot stand in a leaf.
    pub fn to_bytes(&self) -> Result<Vec<u8>, LeafError> {
        if !text::is_utc_time(&self.at) {
            return Err(LeafError::NotATime);
        }
        let fields = self.body.to_fields().map_err(|e| LeafError::Encode(e.to_string()))?;
        let Value::Object(mut fields) = fields else {
            return Err(LeafError::Encode("the body is not an object".into()));
        };
        for (owned, value) in [("kind", self.body.kind()), ("at", &self.at)] {
            if fields.insert(owned.to_owned(), Value::from(value)).is_some() {
                return Err(LeafError::Reserved);
            }
        }
        let leaf = Value::Object(fields);
        // What a later version wrote is passed on as it is.
        if !matches!(self.body, LeafBody::Unknown { .. }) {
            check_value("", &leaf)?;
        }
        let bytes = canonical(&leaf).map_err(LeafError::Encode)?;
        if bytes.len() > MAX_LEAF {
            return Err(LeafError::TooLong { length: bytes.len() });
        }
        Ok(bytes)
    }

    /// Reads a leaf: canonical JSON with a kind and a time; what else it says may be unknown.
    ///
    /// # Errors
    /// `V042` when it is not canonical, or has no kind or time.
    pub fn parse(bytes: &[u8]) -> Result<Self, VerifyError> {
        let value: Value = serde_json::from_slice(bytes)
            .map_err(|e| bad(format!("it is not JSON (line {}, column {})", e.line(), e.column())))?;
        // Also refuses repeated keys: the canonical form has each once.
        if canonical(&value).ok().as_deref() != Some(bytes) {
            return Err(bad("it is JSON, but not in canonical form (RFC 8785)"));
        }
        let Value::Object(mut fields) = value else { return Err(bad("it is not a JSON object")) };
        let mut take = |name: &str| match fields.remove(name) {
            Some(Value::String(text)) => Ok(text),
            _ => Err(bad(format!("the text field “{name}” is missing"))),
        };
        let (kind, at) = (take("kind")?, take("at")?);
        if !text::is_utc_time(&at) {
            return Err(bad("the field “at” is not RFC 3339 in UTC"));
        }
        Ok(Self { at, body: LeafBody::from_fields(&kind, fields) })
    }

    /// The hash of the leaf's bytes in the log.
    ///
    /// # Errors
    /// As [`Leaf::to_bytes`].
    pub fn hash(&self) -> Result<Hash, LeafError> {
        Ok(Hash::leaf(&self.to_bytes()?))
    }
}

fn canonical(value: &Value) -> Result<Vec<u8>, String> {
    serde_json_canonicalizer::to_vec(value).map_err(|e| e.to_string())
}

/// Numbers that canonical JSON would change, and texts that are no names, are refused before they are for ever.
fn check_value(field: &str, value: &Value) -> Result<(), LeafError> {
    match value {
        Value::Number(number) if number.as_u64().is_none_or(|n| n > MAX_NUMBER) => {
            Err(LeafError::Number { field: field.to_owned() })
        }
        Value::String(text) if text.len() > MAX_TEXT || text.chars().any(char::is_control) => {
            Err(LeafError::Text { field: field.to_owned() })
        }
        Value::Array(items) => items.iter().try_for_each(|item| check_value(field, item)),
        Value::Object(fields) => check_fields(fields),
        _ => Ok(()),
    }
}

fn check_fields(fields: &Map<String, Value>) -> Result<(), LeafError> {
    for (name, value) in fields {
        check_value(name, &Value::from(name.as_str()))?;
        check_value(name, value)?;
    }
    Ok(())
}

fn bad(cause: impl Into<String>) -> VerifyError {
    VerifyError::new(VerifyCode::BadLeaf, "leaf", cause)
}
