//! What lies sealed in a request beside its moves. A field that is new has a default, so that older requests still open.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;

use gallra_ledger::{RequestedFound, RequestedPart};
use gallra_rules::names::{ActivityName, DatasetName, SystemName};
use gallra_rules::plan::Plan;
use gallra_rules::plan::decide::{Group, Weighed};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::identity::{Code, Proof};
use super::task::Task;
use crate::subject::rectify::{Correction, Line};
use crate::subject::{Given, Person};

/// Whom a request is about, what was found, and what was decided. Cannot be printed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct About {
    /// What the person is known by, as it was written.
    pub given: Vec<Given>,
    /// What exactly is asked, where the kind does not say it.
    pub asks: Asks,
    /// Who sent it.
    pub origin: Origin,
    /// The language of the answer, such as `sv`.
    pub language: Option<String>,
    /// The code that was sent, if one was.
    pub code: Option<Code>,
    /// How it is known who asks.
    pub proof: Option<Proof>,
    /// The person's records, once they were looked for.
    pub person: Person,
    /// What the person is known by in the systems.
    pub known: Vec<Given>,
    /// The names under which they were found.
    pub names: Vec<String>,
    /// Matches that only somebody who knows can tell, and that nobody has told yet.
    pub doubtful: Vec<Doubtful>,
    /// Doubtful matches that are the person's, and that are not, by their ids.
    pub accepted: BTreeSet<String>,
    /// See `accepted`.
    pub rejected: BTreeSet<String>,
    /// How many texts and files speak of the person: for the handler, never counted as found.
    pub mentions: u64,
    /// What the handler has weighed.
    pub weighed: Weighed,
    /// What the handler wrote.
    pub notes: Vec<Note>,
    /// What was decided about each group of records, and how many there are.
    pub groups: Vec<(Group, u64)>,
    /// The plan that carries it out. It names records by salted hashes.
    pub plan: Option<Plan>,
    /// The runs that carried it out.
    pub runs: BTreeSet<String>,
    /// What was found and done, by dataset.
    pub parts: Vec<RequestedPart>,
    /// What runs had done before it was decided anew.
    pub earlier: Earlier,
    /// Systems that did not answer when the person was last looked for: what is there is not known.
    pub silent: BTreeSet<SystemName>,
    /// Systems that did not answer or failed when it was last tried to carry it out, and since when.
    pub failing: BTreeMap<SystemName, Date>,
    /// What people have to do.
    pub tasks: Vec<Task>,
    /// What was put right, and what was not, place by place.
    pub rectified: Vec<Line>,
    /// The package of an access, and until when it is kept.
    pub package: Option<Packed>,
    /// The day on which a restriction ends, once that was announced and until it has.
    pub ends: Option<Date>,
    /// Whether an automated decision was changed when somebody looked at it.
    pub changed: Option<bool>,
    /// Letters and packages that were written, and where they lie.
    pub files: Vec<Evidence>,
    /// Who was answered, and where to.
    pub answered: Option<Answered>,
}

/// What was done before a request was decided anew, because not all of it could be.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Earlier {
    /// What was decided about each group of records, where it was done, and how many there were.
    pub groups: Vec<(Group, u64)>,
    /// What was done.
    pub parts: Vec<RequestedPart>,
}

/// Details of what is asked for.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asks {
    /// In the person's own words.
    pub words: Option<String>,
    /// What is wrong and what is right (Art. 16).
    pub correct: Option<Correction>,
    /// Why it is restricted (Art. 18(1)): `accuracy`, `unlawful`, `claims` or `objection`.
    pub restrict: Option<String>,
    /// Activities of the policy that are objected to because of the person's situation (Art. 21(1)).
    pub objects_to: BTreeSet<ActivityName>,
    /// Whether direct marketing is objected to (Art. 21(2)).
    pub marketing: bool,
    /// The automated decision that a human shall look at (Art. 22(3)).
    pub decision: Option<String>,
}

/// Records that may be the person's.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubtful {
    /// By which it is answered.
    pub id: String,
    /// Why, in one word.
    pub why: String,
    /// How many records, by dataset.
    pub records: BTreeMap<DatasetName, u64>,
    /// Names in them.
    pub names: Vec<String>,
}

/// Who sent it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The person, or who acts for them, to us.
    #[default]
    Person,
    /// The customer who decides about the data instructs us (Art. 28(3)(a), 28(3)(e)).
    Customer,
    /// It came in by itself, from outside, and nobody has looked at it.
    Outside,
}

/// The package of an access.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packed {
    /// Where it lies.
    pub path: PathBuf,
    /// Values that are somebody else's and were left out.
    pub of_others: u64,
    /// Values that wait for somebody to look whether they may be handed out.
    pub withheld: u64,
    /// The last day on which it is kept.
    pub expires: Date,
}

/// What the handler wrote.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// When.
    pub on: Date,
    /// Who.
    pub by: String,
    /// What.
    pub text: String,
}

/// A file that was written for the request.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What: `code`, `forward`, `package`, `letter`, `certificate`.
    pub what: String,
    /// Where it lies.
    pub path: PathBuf,
    /// When.
    pub on: Date,
}

/// That the answer went out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// How, in the handler's words.
    pub how: String,
    /// When.
    pub on: Date,
}

impl About {
    /// Tasks that nobody has attested.
    pub fn open_tasks(&self) -> u32 {
        u32::try_from(self.tasks.iter().filter(|task| task.done.is_none()).count()).unwrap_or(u32::MAX)
    }

    /// Before it is decided anew: what was done is kept, and is not looked for again; whoever has its key by now is somebody else.
    pub(super) fn keep_what_was_done(&mut self) {
        let has = |part: &RequestedPart, wanted: fn(u64, u64, u64) -> bool| match part.found {
            RequestedFound::Searched { erased, anonymised, failed, .. } => wanted(erased, anonymised, failed),
            _ => false,
        };
        let named = |wanted: fn(u64, u64, u64) -> bool| -> BTreeSet<DatasetName> {
            let parts = self.parts.iter().filter(|part| has(part, wanted));
            parts.map(|part| DatasetName::new(part.dataset.as_str())).collect()
        };
        let done = named(|erased, anonymised, failed| erased + anonymised > 0 && failed == 0);
        let erased = named(|erased, _, failed| erased > 0 && failed == 0);
        self.person.records.retain(|dataset, _| !erased.contains(dataset));
        let groups =
            self.groups.iter().filter(|(group, _)| done.contains(&group.dataset) && group.verdict.changes());
        self.earlier.groups.extend(groups.cloned());
        for part in &self.parts {
            if let RequestedFound::Searched { erased, anonymised, .. } = part.found
                && erased + anonymised > 0
            {
                add(&mut self.earlier.parts, part, (erased, anonymised));
            }
        }
        self.parts.clear();
        self.groups.clear();
        self.plan = None;
    }

    /// What was done now, and before.
    pub(super) fn with_what_was_done(&self, mut parts: Vec<RequestedPart>) -> Vec<RequestedPart> {
        for part in &self.earlier.parts {
            if let RequestedFound::Searched { erased, anonymised, .. } = part.found {
                add(&mut parts, part, (erased, anonymised));
            }
        }
        parts
    }

    pub(super) fn wrote(&mut self, what: &str, path: PathBuf, on: Date) {
        // The same file again is the same letter again.
        self.files.retain(|file| file.path != path);
        self.files.push(Evidence { what: what.to_owned(), path, on });
    }
}

/// Adds records that were erased or anonymised to those of the same dataset.
fn add(parts: &mut Vec<RequestedPart>, part: &RequestedPart, (more_erased, more_anonymised): (u64, u64)) {
    let same = parts.iter_mut().find(|known| known.dataset == part.dataset);
    if let Some(RequestedPart {
        found: RequestedFound::Searched { matched, erased, anonymised, .. }, ..
    }) = same
    {
        *matched += more_erased + more_anonymised;
        *erased += more_erased;
        *anonymised += more_anonymised;
        return;
    }
    parts.push(RequestedPart {
        system: part.system.clone(),
        dataset: part.dataset.clone(),
        found: RequestedFound::Searched {
            matched: more_erased + more_anonymised,
            erased: more_erased,
            anonymised: more_anonymised,
            changed: 0,
            held: 0,
            kept: Vec::new(),
            untouched: 0,
            failed: 0,
        },
    });
}

macro_rules! unprintable {
    ($($name:ident)*) => { $(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )* };
}
unprintable! { About Earlier Asks Doubtful Packed Note Evidence Answered }
