//! Reading a plan from a file that anybody may have touched.

use serde::Deserialize as _;

use super::{PLAN_FORMAT, Plan};

/// A plan file is never larger: 16 MiB.
pub const MAX_PLAN_BYTES: usize = 16 * 1024 * 1024;

/// Why a file is not read as a plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanReadError {
    /// It is longer than [`MAX_PLAN_BYTES`].
    #[error(
        "the file is {bytes} bytes long, and no plan is longer than {MAX_PLAN_BYTES}; is it another file?"
    )]
    TooLarge {
        /// Its length.
        bytes: usize,
    },
    /// It ends too early.
    #[error("the file ends in the middle of the plan (line {line}); make the plan again")]
    Truncated {
        /// The last line.
        line: usize,
    },
    /// It is not JSON, or not a plan.
    #[error("the file is not a plan: {cause}; it was edited, or is another file")]
    NotAPlan {
        /// What was expected where.
        cause: String,
    },
    /// It is of a version that this build does not read.
    #[error(
        "the plan has format {found}, and this version of Gallra reads format {PLAN_FORMAT}; make the plan again"
    )]
    Format {
        /// The file's.
        found: u64,
    },
}

impl Plan {
    /// Reads a plan file. What it says is not checked yet: see [`super::check_plan`].
    ///
    /// # Errors
    /// If it is too large, truncated, edited so that it is no plan any more, or of another format.
    pub fn from_json(bytes: &[u8]) -> Result<Self, PlanReadError> {
        if bytes.len() > MAX_PLAN_BYTES {
            return Err(PlanReadError::TooLarge { bytes: bytes.len() });
        }
        let value: serde_json::Value = serde_json::from_slice(bytes).map_err(|error| unreadable(&error))?;
        // The format comes first, so that a plan of another version is not called damaged.
        match value.get("format").and_then(serde_json::Value::as_u64) {
            Some(found) if found == u64::from(PLAN_FORMAT) => {}
            Some(found) => return Err(PlanReadError::Format { found }),
            None => return Err(PlanReadError::NotAPlan { cause: "it has no `format`".to_owned() }),
        }
        Self::deserialize(value).map_err(|error| PlanReadError::NotAPlan { cause: error.to_string() })
    }
}

fn unreadable(error: &serde_json::Error) -> PlanReadError {
    if error.is_eof() {
        PlanReadError::Truncated { line: error.line() }
    } else {
        PlanReadError::NotAPlan { cause: error.to_string() }
    }
}
