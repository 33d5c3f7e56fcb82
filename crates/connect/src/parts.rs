//! A look at logs and folders that no policy describes yet: groups of files, and what a sample of them holds.
//!
//! As in [`crate::survey`], text is judged where it is read: what leaves is a count of kinds, never a value.

use std::collections::BTreeMap;

use gallra_detect::value::Tally;
use gallra_rules::policy::SystemKind;
use jiff::Timestamp;

/// Files that belong together, as a survey sees them: a log with what rotation made of it, a folder, customers' folders.
#[derive(Clone, Debug, Default)]
pub struct SurveyedPart {
    /// As `part` names it in a policy.
    pub part: String,
    /// How many files.
    pub files: u64,
    /// Their size in bytes.
    pub bytes: u64,
    /// The earliest and the latest moment: of a log's sampled entries, of files their last change.
    pub span: Option<(Timestamp, Timestamp)>,
    /// Files by the ending of their name, in lower case.
    pub endings: BTreeMap<String, u64>,
    /// How a log is written (`combined`, `json`, `syslog`), or a date in the paths of files.
    pub format: Option<String>,
    /// How many folders there are that look like one for each customer.
    pub customers: u64,
    /// Entries or files whose text was looked at.
    pub sampled: u64,
    /// What the text holds, an entry or a file being a value.
    pub content: Tally,
    /// What the names of files and folders hold.
    pub paths: Tally,
    /// What the parts of an entry hold that have a name: `ip` and `user` of an access log, the fields of JSON.
    pub named: BTreeMap<String, Tally>,
    /// Files and folders that could not be read.
    pub closed: u64,
}

impl SurveyedPart {
    pub(crate) fn at(&mut self, moment: Timestamp) {
        self.span = Some(match self.span {
            None => (moment, moment),
            Some((first, last)) => (first.min(moment), last.max(moment)),
        });
    }
}

/// Whether two parts of a system of this kind may have a file in common, as far as that can be told from how they are
/// written: in doubt they may. `*`, what lies in the root itself, is shared only with what is written for it.
pub fn may_share(kind: SystemKind, dataset: &str, found: &str) -> bool {
    let dataset = match dataset.trim_end_matches('/') {
        "" => ".",
        part => part,
    };
    if found == "*" {
        return dataset == "." || !dataset.contains('/') && dataset.contains(['*', '?', '[']);
    }
    if kind == SystemKind::Logs {
        crate::logs::overlap(dataset, found)
    } else {
        crate::files::overlap(dataset, found)
    }
}
