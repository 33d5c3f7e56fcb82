//! From any identifier to the person, in every system (GDPR Art. 15(1), 12(2)).
//!
//! Values found in one system are looked for in the next, until nothing new comes. What is sure is followed; what is doubtful is
//! told with its reason and never followed, until somebody says which it is. Whatever could not be looked at is named.
//!
//! What is found is personal data: it goes to whoever handles the request, and into no log, no error and no evidence.

mod count;
mod judge;
mod look;
mod mentions;
mod name;
mod register;
mod terms;
mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use gallra_rules::links::Links;
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::policy::Localised;
use gallra_store::register::Acting;
use serde::Serialize;

use self::judge::{Judge, Judged};
use self::look::Looking;
pub(super) use self::look::within;
use self::name::Name;
pub(super) use self::terms::slots;
use super::person::{Given, GivenKind, Person};
use crate::progress::Progress;
use crate::{AppError, Context};

/// No more records than these are found directly for one person in one dataset: whoever has more is nobody's person but a
/// default value, such as `info@example.com` in every row.
pub const MOST: usize = 100_000;
/// For many at once.
const MOST_OF_ALL: usize = 1_000_000;
/// After so many rounds nothing new is asked. Each round is one hop further; a company with more systems than this in a row
/// has its search told as not finished.
const ROUNDS: usize = 12;

/// What a search is asked for besides its identifiers.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What the handler has said of doubtful ones.
    pub answers: Answers,
    /// Who looks, for the register's trail; Gallra itself if nobody is named.
    pub acting: Option<Acting>,
    /// Whether texts are searched for mentions.
    pub mentions: bool,
    /// Whether what goes with the person is counted.
    pub counts: bool,
}

impl Default for Asked {
    fn default() -> Self {
        Self { answers: Answers::default(), acting: None, mentions: true, counts: true }
    }
}

/// Answers to [`Choice`]s, by their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// They are the person's.
    pub accepted: BTreeSet<String>,
    /// They are somebody else's.
    pub rejected: BTreeSet<String>,
}

impl Answers {
    fn standing(&self, id: &str) -> Standing {
        if self.rejected.contains(id) {
            Standing::Rejected
        } else if self.accepted.contains(id) {
            Standing::Accepted
        } else {
            Standing::Open
        }
    }
}

/// What a search found. Personal data; `Debug` shows numbers only.
#[derive(Clone, Default)]
pub struct Search {
    /// Whom the request is about, as the systems know them.
    pub person: Person,
    /// What was found where, for datasets with anything of the person's.
    pub datasets: BTreeMap<DatasetName, InDataset>,
    /// How each was reached.
    pub hops: Vec<Hop>,
    /// What somebody has to say yes or no to, or has.
    pub doubtful: Vec<Choice>,
    /// Where texts speak of the person: never counted as found.
    pub mentions: Vec<Mention>,
    /// How many more there are than are told.
    pub more_mentions: u64,
    /// Texts that were not searched, and why, in English.
    pub not_searched: BTreeMap<DatasetName, String>,
    /// Systems that did not answer, and why, in English.
    pub silent: BTreeMap<SystemName, String>,
    /// Datasets with personal data that no request reaches.
    pub unreached: Vec<DatasetName>,
    /// Datasets in which nobody can be told apart, and why (Art. 11).
    pub no_subject: BTreeMap<DatasetName, Localised>,
    /// Datasets that a person has to look through.
    pub manual: BTreeMap<DatasetName, Manual>,
    /// What was given, and whether anything was found by it, in the order in which it was given. Of a name: whether it is that of
    /// a record that was found.
    pub given: Vec<bool>,
    /// Everything that the person is known by, as their systems' values: for suppression, rectification and mentions.
    pub known: Vec<Given>,
    /// Names under which the person was found.
    pub names: Vec<String>,
    /// Whether it ended because nothing new came, and not because the rounds ran out.
    pub is_finished: bool,
}

impl fmt::Debug for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Search")
            .field("datasets", &self.datasets)
            .field("hops", &self.hops)
            .field("doubtful", &self.doubtful.len())
            .field("mentions", &self.mentions.len())
            .field("not_checked", &self.person.not_checked)
            .finish_non_exhaustive()
    }
}

impl Search {
    /// Whether anything of the person was found.
    pub fn is_found(&self) -> bool {
        !self.person.records.is_empty()
    }

    /// Choices that nobody has made yet.
    pub fn open(&self) -> impl Iterator<Item = &Choice> {
        self.doubtful.iter().filter(|choice| choice.standing == Standing::Open)
    }

    /// Whether everything that a request reaches was looked at, and nothing is left to ask. Data that no request reaches, and
    /// what a person has to look through, are named beside it.
    pub fn is_complete(&self) -> bool {
        self.person.not_checked.is_empty()
            && self.not_searched.is_empty()
            && self.is_finished
            && self.open().next().is_none()
    }
}

/// What was found in one dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct InDataset {
    /// Records that an identifier was found in.
    pub identified: u64,
    /// Records that go with the person, these among them; none if it was not counted.
    pub theirs: Option<u64>,
    /// Records that stay and name the person, or are shared with others.
    pub tied: Option<u64>,
}

/// One step from a value to records that hold it too.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Hop {
    /// Where the value was found: dataset, column; none if it was given.
    pub from: Option<(DatasetName, String)>,
    /// Where it was looked for.
    pub to: (DatasetName, String),
    /// What it is: `email`, `phone`, `number`, a kind of the policy's `subject`, or a key.
    pub by: String,
    /// Records that were found by it and by nothing before.
    pub records: u64,
}

/// Records that may be the person's, and that only somebody who knows can tell.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// By which it is answered. The same in every search of this state, as long as its records are told the same way.
    pub id: String,
    /// Why it is in doubt.
    pub why: Doubt,
    /// What was said of it.
    pub standing: Standing,
    /// Records, by dataset.
    pub records: BTreeMap<DatasetName, u64>,
    /// Which way they were found.
    pub hops: Vec<Hop>,
    /// Names in these records: for the handler.
    pub names: Vec<String>,
}

impl fmt::Debug for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Choice({}, {:?}, {:?}, {:?})", self.id, self.why, self.standing, self.records)
    }
}

/// Why records are in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// An e-mail address or telephone number stands there beside another name.
    OtherName,
    /// It stands there beside another personal number.
    OtherNumber,
    /// Records of several people have it, and these have no name.
    Shared,
    /// What stands there may be this or another: ten digits of two centuries, a number without its zeros.
    Spelling,
    /// What was given leads to records that nothing ties to the rest: it may be somebody else's.
    Apart,
}

impl Doubt {
    /// The word for programs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::OtherName => "other_name",
            Self::OtherNumber => "other_number",
            Self::Shared => "shared",
            Self::Spelling => "spelling",
            Self::Apart => "apart",
        }
    }
}

/// What was said of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing yet.
    Open,
    /// They are the person's.
    Accepted,
    /// They are not.
    Rejected,
    /// The name that was given tells them apart; they are left out unless somebody accepts them.
    ToldApart,
}

/// A text that speaks of the person, for the handler to decide on.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Mention {
    /// Where.
    pub dataset: DatasetName,
    /// In which column; `content` of a file.
    pub column: String,
    /// The record: column and key, as it is written; none where the table has no key of one column.
    pub record: Option<(String, String)>,
    /// What it speaks of: `email`, `phone`, `number`, a kind of the policy's `subject`, or `name`.
    pub by: String,
    /// The words around it. Personal data, perhaps other people's too.
    pub snippet: String,
}

impl fmt::Debug for Mention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mention({}.{} by {})", self.dataset, self.column, self.by)
    }
}

/// What a person has to look through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Manual {
    /// Its system.
    pub system: Option<SystemName>,
    /// Where it is.
    pub place: Option<String>,
    /// The role that answers for it.
    pub responsible: Option<String>,
}

/// Why a search is refused. No value stands in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
    /// Nothing, or only a name, was given.
    #[error(
        "a name alone finds nobody: say an e-mail address, a telephone number or another identifier besides"
    )]
    NothingGiven,
    /// It is no such identifier.
    #[error("identifier {} cannot be read as {kind:?}; correct it, or give it as another kind", .at + 1)]
    Misread {
        /// Which, from 0.
        at: usize,
        /// As what.
        kind: GivenKind,
    },
    /// The policy knows no such kind.
    #[error("no dataset's `subject` has a `{kind}`; the policy has {}", .known.join(", "))]
    NoSuchKind {
        /// What was asked for.
        kind: String,
        /// What there is.
        known: Vec<String>,
    },
    /// The guard: an identifier that is nobody's own.
    #[error(
        "`{dataset}`: more than {most} records have one of these identifiers, which is nobody's own; look at what stands there, or search by something else"
    )]
    TooMany {
        /// Where.
        dataset: DatasetName,
        /// The limit.
        most: usize,
    },
}

/// Finds one person. Reads only; a system that does not answer is named in the answer.
///
/// # Errors
/// The state's, and [`FindError`].
pub async fn find(context: &Context, given: &[Given], progress: &dyn Progress) -> Result<Search, AppError> {
    find_with(context, given, &Asked::default(), progress).await
}

/// The same with answers to doubtful ones.
///
/// # Errors
/// As [`find`].
pub async fn find_with(
    context: &Context,
    given: &[Given],
    asked: &Asked,
    progress: &dyn Progress,
) -> Result<Search, AppError> {
    let mut found = find_all_with(context, &[given.to_vec()], asked, progress).await?;
    Ok(found.pop().unwrap_or_default())
}

/// Finds many people, in as many statements as for one. What they share is asked once.
///
/// # Errors
/// As [`find`].
pub async fn find_all(
    context: &Context,
    people: &[Vec<Given>],
    progress: &dyn Progress,
) -> Result<Vec<Search>, AppError> {
    find_all_with(context, people, &Asked::default(), progress).await
}

/// The same with answers to doubtful ones, which hold for all.
///
/// # Errors
/// As [`find`].
pub async fn find_all_with(
    context: &Context,
    people: &[Vec<Given>],
    asked: &Asked,
    progress: &dyn Progress,
) -> Result<Vec<Search>, AppError> {
    let most = MOST.saturating_mul(people.len().max(1)).clamp(MOST, MOST_OF_ALL);
    let mut looking = Looking::new(context, asked, most, progress);
    let mut wanted = Vec::new();
    for given in people {
        let ids = looking.given(given)?;
        let names = given.iter().filter(|one| one.kind == GivenKind::Name);
        let names: Vec<Name> = names.filter_map(|one| Name::of([one.text.as_str()])).collect();
        wanted.push((ids, names));
    }
    looking.open().await?;
    let id = |words: &[&str]| choice_id(context, words);
    let mut judged: Vec<Judged> = Vec::new();
    let mut is_finished = false;
    let mut next: BTreeSet<usize> =
        wanted.iter().flat_map(|(ids, _)| ids.iter().flatten().copied()).collect();
    for _ in 0..ROUNDS {
        looking.round(&next).await?;
        judged = wanted
            .iter()
            .map(|(ids, names)| {
                let judge = Judge {
                    seen: &looking.seen,
                    terms: &looking.terms,
                    names,
                    answers: &asked.answers,
                    id: &id,
                };
                let ids: Vec<usize> = ids.iter().flatten().copied().collect();
                judge.judge(&ids)
            })
            .collect();
        next = judged.iter().flat_map(|one| one.terms.iter().copied()).collect();
        next.retain(|term| !looking.asked_for(*term));
        is_finished = next.is_empty();
        if is_finished {
            break;
        }
    }
    let mut searches = Vec::new();
    for ((ids, names), judged) in wanted.iter().zip(&judged) {
        let mut search = told::told(&looking, ids, names, judged)?;
        search.is_finished = is_finished;
        searches.push(search);
    }
    if asked.mentions {
        mentions::search(&mut looking, &judged, &mut searches).await?;
    }
    if asked.counts {
        count::theirs(&mut looking, &mut searches).await?;
    }
    looking.close().await;
    Ok(searches)
}

/// Opaque, and the same for the same words in this state.
fn choice_id(context: &Context, words: &[&str]) -> String {
    let text = words.join("\u{1f}");
    let made = context
        .keys
        .commitment
        .commit(gallra_ledger::Domain::Subject, format!("choice\u{1f}{text}").as_bytes());
    format!("c-{}", hex::encode(&made.as_bytes()[..5]))
}

/// Datasets that are named in every answer, whoever is asked for.
fn named(context: &Context, search: &mut Search) {
    let policy = &context.policy;
    search.unreached = Links::of(policy).unreached().into_iter().cloned().collect();
    for (name, dataset) in &policy.datasets {
        if let Some(why) = &dataset.no_subject {
            search.no_subject.insert(name.clone(), why.clone());
        }
        let Some(system) = policy.systems.get(&dataset.system) else { continue };
        if system.kind == gallra_rules::policy::SystemKind::Manual && dataset.is_personal() {
            let manual = Manual {
                system: Some(dataset.system.clone()),
                place: system.place.clone(),
                responsible: system.responsible.clone(),
            };
            search.manual.insert(name.clone(), manual);
        }
    }
}
