//! The answer to a request for erasure (Art. 17): for each kind of data exactly what became of it.

use std::collections::BTreeSet;

use gallra_rules::names::{ActivityName, AnchorName, DatasetName};
use gallra_rules::plan::decide::{Anonymised, Because, Group, Question, Until as DecidedUntil, Verdict};
use gallra_rules::plan::ending;
use gallra_rules::policy::{Activity, Dataset, PolicySet};
use gallra_rules::request::Ground;
use jiff::civil::Date;

use super::requests::ground;
use super::writer::{Body, Tone, Writer, v};
use crate::compose::Composer;
use crate::letters::said;
use crate::safe::shown;
use crate::text::Texts;
use crate::tree::{Block, Definition, Line, line};
use crate::words::{self, upper_first};
use crate::{Kind, Language, Missing};

/// The answer.
#[derive(Clone, Debug)]
pub struct Erasure {
    /// When the request came in.
    pub received: Date,
    /// Every kind of data, in the order in which it is told.
    pub parts: Vec<Part>,
    /// Until when copies remain in backups, if the policy says that there are any.
    pub backups: Option<Backups>,
    /// Who else has received the data, and whether they were told (Art. 19).
    pub recipients: Vec<Recipient>,
    /// Whether a certificate comes with the letter.
    pub certificate: bool,
}

/// When what was erased is gone from the backups too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backups {
    /// The longest that a backup is kept, in the letter's language.
    pub period: String,
    /// The first day on which no backup holds what was erased.
    pub gone: Date,
}

impl Backups {
    /// As the policy promises it, for what was erased on a day at the latest; none if it promises nothing about backups.
    pub fn of(policy: &PolicySet, language: &Language, erased: Date) -> Option<Self> {
        let period = ending::backups(policy)?;
        let gone = ending::gone_from_backups(policy, erased)?;
        Some(Self { period: words::period(&Texts::new(language), period), gone })
    }
}

/// What became of one kind of data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is called, in the letter's language: `Invoices`.
    pub what: String,
    /// How many records; none where that was not counted.
    pub records: Option<u64>,
    /// What became of them.
    pub fate: Fate,
}

/// What became of records. These are never merged (a failed system is not an empty one).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Gone, and counted again.
    Erased,
    /// Still there, without the person.
    Anonymised(Anonymised),
    /// Looked for, and not there.
    NothingFound,
    /// Kept, and why, and until when.
    Kept {
        /// For what, in the letter's language; none if only other records need them.
        purpose: Option<String>,
        /// The ground.
        because: Because,
        /// Until when.
        until: Until,
    },
    /// A legal hold covers them.
    Held,
    /// The store does not give them up yet.
    Locked,
    /// A person does it by hand.
    Task {
        /// What, in the letter's language.
        what: String,
        /// The day on which it is to be done; none if nobody has said.
        due: Option<Date>,
        /// The day on which somebody attested it.
        done: Option<Date>,
    },
    /// The customer decides whose processor we are.
    NotOurs {
        /// Who, if the person may know it.
        customer: Option<String>,
        /// The day on which the customer was told.
        told: Option<Date>,
    },
    /// They are others' too.
    Shared,
    /// They could not be looked for, or nothing could be decided.
    NotChecked {
        /// Why, in the letter's language.
        reason: String,
    },
    /// It was decided and could not be carried out yet.
    NotDone {
        /// Why, in the letter's language.
        reason: String,
    },
}

/// Until when something is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Until {
    /// To and including the day.
    Day(Date),
    /// Record by record, between these days.
    Between(Date, Date),
    /// A period, as a clause: `7 years after the end of …`.
    Period(String),
    /// Until this has happened, as a clause: `the agreement has ended`.
    Happened(String),
    /// The need is looked at again by the day.
    Review(Date),
    /// As long as the contract is in force.
    Contract,
    /// As long as what names them is kept.
    Needed,
    /// Nobody has set an end.
    NotStated,
}

/// Somebody who has received the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The registered name.
    pub name: String,
    /// Whether they know.
    pub told: ToldRecipient,
}

/// Whether a recipient was told of an erasure, correction or restriction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToldRecipient {
    /// Told on the day.
    Told(Date),
    /// Told, and they have done the same.
    Confirmed(Date),
    /// Will be told.
    NotYet,
    /// That is impossible, or a disproportionate effort; why, in the letter's language.
    Impossible(String),
}

/// A decision that cannot be told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undecided {
    /// A question is open: nothing can be told before somebody has answered it.
    #[error("a question about the decision is open: {0:?}; answer it first")]
    Open(Question),
    /// The policy lacks words for it in the letter's language.
    #[error("the policy lacks words for it in the letter's language: {}", places(.0))]
    Words(Vec<Missing>),
}

fn places(missing: &[Missing]) -> String {
    missing.iter().map(|one| one.place.as_str()).collect::<Vec<_>>().join(", ")
}

impl Part {
    /// A decided group in the policy's words. `days` are the first and the last day on which nothing keeps its records any
    /// more ([`gallra_rules::plan::decide::until`]), where they are known.
    ///
    /// # Errors
    /// A question is open, or the policy has no word for the data, the purpose or the period in this language.
    pub fn of(
        policy: &PolicySet,
        language: &Language,
        group: &Group,
        records: u64,
        days: Option<(Date, Date)>,
    ) -> Result<Self, Undecided> {
        let mut words = Words { c: Composer::new(policy, Kind::Notice, language), policy };
        let what = words.called(&group.dataset);
        let fate = match &group.verdict {
            Verdict::Erase => Fate::Erased,
            Verdict::Anonymise { why, .. } => Fate::Anonymised(*why),
            Verdict::Keep { by, because, until } => Fate::Kept {
                purpose: by.as_ref().map(|by| words.purpose(by)).filter(|purpose| !purpose.is_empty()),
                because: because.clone(),
                until: words.until(by.as_ref(), &group.dataset, until, days),
            },
            Verdict::Held(_) => Fate::Held,
            Verdict::Locked => Fate::Locked,
            Verdict::Task { what, .. } => {
                Fate::Task { what: words.own(what, &group.dataset), due: None, done: None }
            }
            Verdict::NotOurs(_) => Fate::NotOurs { customer: None, told: None },
            Verdict::Open(question) => return Err(Undecided::Open(question.clone())),
            Verdict::Shared => Fate::Shared,
        };
        let missing = words.c.into_missing();
        if missing.is_empty() {
            Ok(Self { what, records: Some(records), fate })
        } else {
            Err(Undecided::Words(missing))
        }
    }
}

/// The policy's words for a decision.
struct Words<'p> {
    c: Composer<'p>,
    policy: &'p PolicySet,
}

impl<'p> Words<'p> {
    fn dataset(&self, name: &DatasetName) -> Option<(&'p DatasetName, &'p Dataset)> {
        self.policy.datasets.get_key_value(name)
    }

    fn called(&mut self, name: &DatasetName) -> String {
        let users = self.policy.activities.iter().find(|(_, activity)| activity.data.contains(name));
        match (self.dataset(name), users) {
            (Some((name, dataset)), Some((activity, _))) => self.c.called(activity, name, dataset),
            _ => shown(name.as_str()),
        }
    }

    fn activity(&self, by: &ActivityName) -> Option<(&'p ActivityName, &'p Activity)> {
        self.policy.activities.get_key_value(by)
    }

    fn purpose(&mut self, by: &ActivityName) -> String {
        self.activity(by).map(|(name, activity)| self.c.purpose(name, activity)).unwrap_or_default()
    }

    fn own(&mut self, text: &gallra_rules::policy::Localised, dataset: &DatasetName) -> String {
        let by = self.policy.activities.iter().find(|(_, activity)| activity.data.contains(dataset));
        let place = by.map_or_else(String::new, |(name, _)| format!("activities.{name}.then.task.what"));
        self.c.own(text, crate::compose::Duty::Period, &place)
    }

    fn until(
        &mut self,
        by: Option<&ActivityName>,
        dataset: &DatasetName,
        until: &DecidedUntil,
        days: Option<(Date, Date)>,
    ) -> Until {
        let counted = |days: Option<(Date, Date)>| {
            days.map(
                |(first, last)| if first == last { Until::Day(last) } else { Until::Between(first, last) },
            )
        };
        let keep = by.and_then(|by| self.activity(by)).map(|(_, activity)| activity.keep.clone());
        let limit = match until {
            DecidedUntil::Floor(_) => keep.and_then(|keep| keep.at_least),
            DecidedUntil::Cap(_) => keep.and_then(|keep| keep.at_most),
            DecidedUntil::Happened(anchors) => return self.happened(dataset, anchors),
            DecidedUntil::Review(day) => return Until::Review(*day),
            DecidedUntil::Ended => return Until::Contract,
            DecidedUntil::NotNeeded => return Until::Needed,
            DecidedUntil::NotStated => return Until::NotStated,
        };
        if let Some(day) = counted(days) {
            return day;
        }
        match (limit, self.dataset(dataset)) {
            (Some(limit), Some((name, dataset))) => {
                Until::Period(self.c.limit("limit", &limit, name, dataset))
            }
            _ => Until::NotStated,
        }
    }

    fn happened(&mut self, dataset: &DatasetName, anchors: &BTreeSet<AnchorName>) -> Until {
        let Some((name, dataset)) = self.dataset(dataset) else { return Until::NotStated };
        let told: Vec<String> = anchors.iter().map(|anchor| self.c.means(name, dataset, anchor)).collect();
        Until::Happened(self.c.listed(&told))
    }
}

/// The groups in which fates are told, in this order.
const GROUPS: [&str; 9] =
    ["erased", "anonymised", "kept", "held", "by-hand", "not-ours", "shared", "not-checked", "nothing-found"];

impl Fate {
    const fn group(&self) -> &'static str {
        match self {
            Self::Erased => "erased",
            Self::Anonymised(_) => "anonymised",
            Self::Kept { .. } => "kept",
            Self::Held | Self::Locked => "held",
            Self::Task { .. } => "by-hand",
            Self::NotOurs { .. } => "not-ours",
            Self::Shared => "shared",
            Self::NotChecked { .. } | Self::NotDone { .. } => "not-checked",
            Self::NothingFound => "nothing-found",
        }
    }

    /// Whether the person got what they asked for.
    const fn is_as_asked(&self) -> bool {
        matches!(
            self,
            Self::Erased | Self::Anonymised(_) | Self::NothingFound | Self::Task { done: Some(_), .. }
        )
    }
}

impl Erasure {
    pub(crate) fn compose(&self, w: &Writer<'_>) -> Body {
        let received = w.day(self.received);
        let lead = vec![
            w.p("letter-erasure-lead", &[("received", v(received))]),
            Block::Note(line(w.text(self.in_short()))),
        ];
        let mut sections = Vec::new();
        for group in GROUPS {
            let parts: Vec<&Part> = self.parts.iter().filter(|part| part.fate.group() == group).collect();
            if parts.is_empty() {
                continue;
            }
            let mut blocks = vec![w.p(&format!("letter-{group}-lead"), &[])];
            blocks.push(Block::Definitions(parts.into_iter().map(|part| told(w, part)).collect()));
            sections.extend(w.section(group, blocks));
        }
        let gone = self.parts.iter().any(|part| matches!(part.fate, Fate::Erased | Fate::Anonymised(_)));
        if let (Some(Backups { period, gone: by }), true) = (&self.backups, gone) {
            let words = [("period", v(shown(period))), ("day", v(w.day(*by)))];
            sections.extend(w.section("backups", vec![w.p("letter-backups", &words)]));
        }
        sections.extend(w.section("recipients", recipients(w, &self.recipients)));
        if self.certificate {
            sections.extend(w.section("certificate", vec![w.p("letter-erasure-certificate", &[])]));
        }
        // Whoever did not get all of it is told where to complain (Art. 12(4)).
        if !self.parts.iter().all(|part| part.fate.is_as_asked()) {
            sections.extend(w.section("remedies", w.remedies()));
        }
        Body { tone: Tone::Person, title: w.text("letter-erasure-title"), lead, sections }
    }

    /// The outcome in a sentence. It never claims more than the parts.
    fn in_short(&self) -> &'static str {
        let any = |is: fn(&Fate) -> bool| self.parts.iter().any(|part| is(&part.fate));
        let gone =
            any(|fate| matches!(fate, Fate::Erased | Fate::Anonymised(_) | Fate::Task { done: Some(_), .. }));
        let open = any(|fate| {
            matches!(fate, Fate::NotChecked { .. } | Fate::NotDone { .. } | Fate::Task { done: None, .. })
        });
        let stays = any(|fate| {
            matches!(
                fate,
                Fate::Kept { .. } | Fate::Held | Fate::Locked | Fate::NotOurs { .. } | Fate::Shared
            )
        });
        match (gone, stays, open) {
            (false, false, false) => "letter-erasure-nothing",
            (true, false, false) => "letter-erasure-all",
            (true, true, false) => "letter-erasure-some",
            (false, true, false) => "letter-erasure-none",
            (true, _, true) => "letter-erasure-some-open",
            (false, _, true) => "letter-erasure-open",
        }
    }
}

fn told(w: &Writer<'_>, part: &Part) -> Definition {
    let term = match part.records {
        Some(count) => {
            w.texts.with("letter-part", &[("what", v(shown(&part.what))), ("records", v(w.records(count)))])
        }
        None => shown(&part.what),
    };
    Definition { term: upper_first(&term), lines: fate(w, &part.fate) }
}

fn fate(w: &Writer<'_>, fate: &Fate) -> Vec<Line> {
    let one = |id: &str| vec![line(w.text(id))];
    match fate {
        Fate::Erased => one("letter-fate-erased"),
        Fate::NothingFound => one("letter-fate-nothing-found"),
        Fate::Anonymised(Anonymised::Policy) => one("letter-fate-anonymised-policy"),
        Fate::Anonymised(Anonymised::Needed) => one("letter-fate-anonymised-needed"),
        Fate::Anonymised(Anonymised::Link) => one("letter-fate-anonymised-link"),
        Fate::Kept { purpose, because: why, until: end } => {
            let mut lines = Vec::new();
            if let Some(purpose) = purpose {
                let words = [("purpose", v(shown(purpose)))];
                lines.push(line(w.texts.with("letter-kept-purpose", &words)));
            }
            lines.extend([line(because(w, why)), line(until(w, end))]);
            lines
        }
        Fate::Held => one("letter-fate-held"),
        Fate::Locked => one("letter-fate-locked"),
        Fate::Task { what, due, done } => {
            let words = ("what", v(shown(what)));
            vec![line(match (done, due) {
                (Some(day), _) => w.texts.with("letter-task-done", &[words, ("day", v(w.day(*day)))]),
                (None, Some(day)) => w.texts.with("letter-task-due", &[words, ("day", v(w.day(*day)))]),
                (None, None) => w.texts.with("letter-task-open", &[words]),
            })]
        }
        Fate::NotOurs { customer, told } => {
            let mut lines = vec![line(match customer {
                Some(name) => w.texts.with("letter-not-ours-named", &[("customer", v(shown(name)))]),
                None => w.text("letter-not-ours-unnamed"),
            })];
            let told = told.map(|day| w.texts.with("letter-not-ours-told", &[("day", v(w.day(day)))]));
            lines.extend(told.map(line));
            lines
        }
        Fate::Shared => one("letter-fate-shared"),
        Fate::NotChecked { reason } => vec![said(reason)],
        Fate::NotDone { reason } => {
            vec![line(w.text("letter-fate-not-done")), said(reason)]
        }
    }
}

fn because(w: &Writer<'_>, because: &Because) -> String {
    match because {
        Because::Duty { source } => w.texts.with(
            "letter-because-duty",
            &[
                ("source", v(shown(source.get(w.texts.language.as_str())))),
                ("article", v(w.article("17(3)(b)"))),
            ],
        ),
        Because::InForce => w.texts.with("letter-because-in-force", &[("article", v(w.article("17(1)(a)")))]),
        Because::Exempt(found) => exempt(w, *found),
        Because::Needed => w.texts.with("letter-because-needed", &[("article", v(w.article("17(1)(a)")))]),
    }
}

fn exempt(w: &Writer<'_>, found: Ground) -> String {
    w.text(&format!("letter-exempt-{}", ground(found)))
}

fn until(w: &Writer<'_>, until: &Until) -> String {
    match until {
        Until::Day(day) => w.texts.with("letter-until-day", &[("day", v(w.day(*day)))]),
        Until::Between(first, last) => {
            w.texts.with("letter-until-between", &[("first", v(w.day(*first))), ("last", v(w.day(*last)))])
        }
        Until::Period(clause) => w.texts.with("letter-until-period", &[("period", v(shown(clause)))]),
        Until::Happened(clause) => w.texts.with("letter-until-happened", &[("clause", v(shown(clause)))]),
        Until::Review(day) => w.texts.with("letter-until-review", &[("day", v(w.day(*day)))]),
        Until::Contract => w.text("letter-until-contract"),
        Until::Needed => w.text("letter-until-needed"),
        Until::NotStated => w.text("letter-until-not-stated"),
    }
}

/// Who else has received the data, and whether they know (Art. 19).
pub(crate) fn recipients(w: &Writer<'_>, recipients: &[Recipient]) -> Vec<Block> {
    if recipients.is_empty() {
        return Vec::new();
    }
    let term = |one: &Recipient| Definition {
        term: shown(&one.name),
        lines: vec![match &one.told {
            ToldRecipient::Told(day) => {
                line(w.texts.with("letter-recipient-told", &[("day", v(w.day(*day)))]))
            }
            ToldRecipient::Confirmed(day) => {
                line(w.texts.with("letter-recipient-confirmed", &[("day", v(w.day(*day)))]))
            }
            ToldRecipient::NotYet => line(w.text("letter-recipient-not-yet")),
            ToldRecipient::Impossible(why) => {
                line(w.texts.with("letter-recipient-impossible", &[("why", v(shown(why)))]))
            }
        }],
    };
    let open =
        recipients.iter().any(|one| matches!(one.told, ToldRecipient::Told(_) | ToldRecipient::NotYet));
    let mut blocks =
        vec![w.p("letter-recipients-lead", &[]), Block::Definitions(recipients.iter().map(term).collect())];
    blocks.extend(open.then(|| w.p("letter-recipients-later", &[])));
    blocks
}
