//! Answers: access, rectified, restricted, objection, automated decision.

use jiff::civil::Date;

use super::erasure::{Recipient, recipients};
use super::writer::{Body, Tone, Writer, points, v};
use crate::letters::said;
use crate::safe::shown;
use crate::text::Value;
use crate::tree::{Block, Definition, Inline, line};

/// The answer to a request for access or portability.
#[derive(Clone, Debug)]
pub struct Access {
    /// When it came in.
    pub received: Date,
    /// Whether it is the portable part only (Art. 20).
    pub portable_only: bool,
    /// What comes with the letter; none if nothing was found.
    pub package: Option<Package>,
    /// How many passages were taken out since they are about others (Art. 15(4)).
    pub redacted: u64,
    /// Values that are there and not shown, such as passwords' hashes: how many.
    pub withheld: u64,
    /// What could not be searched, by a name that the person understands, each with why.
    pub not_checked: Vec<(String, String)>,
}

/// What comes with an answer.
#[derive(Clone, Debug)]
pub struct Package {
    /// The files in it, each with what it is, in the letter's language.
    pub files: Vec<(String, String)>,
    /// How it is locked.
    pub protection: Protection,
    /// Until when it can be fetched, if it does not come with the letter.
    pub available_until: Option<Date>,
}

/// How a package is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// With a passphrase that is sent another way.
    Passphrase,
    /// With the key that the person gave.
    Key,
    /// Handed over in person, on paper or on a medium: not locked.
    None,
}

/// What was corrected.
#[derive(Clone, Debug)]
pub struct Rectified {
    /// When it came in.
    pub received: Date,
    /// What was corrected, and where.
    pub corrected: Vec<Corrected>,
    /// What was not, each with why, in the letter's language.
    pub not_corrected: Vec<(String, String)>,
    /// Who else has received the data (Art. 19).
    pub recipients: Vec<Recipient>,
}

/// A kind of data that was corrected. The values do not stand in the letter.
#[derive(Clone, Debug)]
pub struct Corrected {
    /// What: `E-mail address`.
    pub what: String,
    /// Where, by names that the person understands.
    pub places: Vec<String>,
}

/// What is only stored from now on.
#[derive(Clone, Debug)]
pub struct Restricted {
    /// When it came in.
    pub received: Date,
    /// From which day.
    pub from: Date,
    /// What is restricted.
    pub what: Vec<String>,
    /// Systems in which it could not be done, each with why.
    pub not_done: Vec<(String, String)>,
    /// Who else has received the data (Art. 19).
    pub recipients: Vec<Recipient>,
}

/// A restriction will be lifted.
#[derive(Clone, Debug)]
pub struct RestrictionEnds {
    /// Since when it is restricted.
    pub since: Date,
    /// The day on which it ends: after the letter's.
    pub ends: Date,
    /// Why, in the letter's language.
    pub reasons: String,
    /// What is restricted.
    pub what: Vec<String>,
}

/// The answer to an objection.
#[derive(Clone, Debug)]
pub struct Objection {
    /// When it came in.
    pub received: Date,
    /// What it was about: a purpose, in the letter's language; not needed for direct marketing.
    pub purpose: String,
    /// What came of it.
    pub outcome: ObjectionOutcome,
}

/// What came of an objection.
#[derive(Clone, Debug)]
pub enum ObjectionOutcome {
    /// Direct marketing: stopped at once (Art. 21(3)).
    MarketingStopped {
        /// When it stopped.
        on: Date,
    },
    /// Granted: the processing has stopped (Art. 21(1)).
    Granted {
        /// When it stopped.
        on: Date,
    },
    /// Refused, with what weighs more.
    Refused {
        /// The compelling grounds, in the letter's language.
        reasons: String,
        /// The day on which it was weighed.
        weighed: Date,
    },
}

/// A human has looked at an automated decision.
#[derive(Clone, Debug)]
pub struct Reviewed {
    /// When it came in.
    pub received: Date,
    /// Which decision, in the letter's language.
    pub decision: String,
    /// The day of the review.
    pub reviewed: Date,
    /// Whether the decision was changed.
    pub changed: bool,
    /// The outcome with its reasons, in the letter's language.
    pub outcome: String,
}

/// Terms of what somebody named, each with why.
fn each(list: &[(String, String)]) -> Block {
    let term = |(term, why): &(String, String)| Definition { term: shown(term), lines: vec![said(why)] };
    Block::Definitions(list.iter().map(term).collect())
}

impl Access {
    pub(crate) fn compose(&self, w: &Writer<'_>) -> Body {
        let received = ("received", v(w.day(self.received)));
        let id = |part: &str| {
            let which = if self.portable_only { "port" } else { "access" };
            format!("letter-{which}-{part}")
        };
        let mut lead = Vec::new();
        match &self.package {
            None => lead.push(w.p(&id("nothing"), &[received])),
            Some(package) => {
                lead.push(w.p(&id("lead"), &[received]));
                let file = |(name, what): &(String, String)| {
                    vec![Inline::Text(format!("{}: {}", shown(name), shown(what)))]
                };
                lead.push(Block::List(package.files.iter().map(file).collect()));
                lead.push(match package.protection {
                    Protection::Passphrase => w.p("letter-package-passphrase", &[]),
                    Protection::Key => w.p("letter-package-key", &[]),
                    Protection::None => w.p("letter-package-open", &[]),
                });
                if let Some(day) = package.available_until {
                    lead.push(w.p("letter-package-until", &[("day", v(w.day(day)))]));
                }
                if !self.portable_only {
                    lead.push(w.p("letter-access-information", &[]));
                }
            }
        }
        let mut left_out = Vec::new();
        if self.redacted > 0 {
            left_out.push(w.p("letter-access-redacted", &counted(w, self.redacted)));
        }
        if self.withheld > 0 {
            left_out.push(w.p("letter-access-withheld", &counted(w, self.withheld)));
        }
        let mut gaps = Vec::new();
        if !self.not_checked.is_empty() {
            gaps.extend([w.p("letter-access-gaps", &[]), each(&self.not_checked)]);
        }
        let rights = if self.portable_only { Vec::new() } else { vec![w.p("letter-access-rights", &[])] };
        let sections = [
            w.section("left-out", left_out),
            w.section("not-checked", gaps),
            w.section("rights", rights),
            w.section("remedies", w.remedies()),
        ];
        let sections = sections.into_iter().flatten().collect();
        Body { tone: Tone::Person, title: w.text(&id("title")), lead, sections }
    }
}

/// Values of a text that counts.
fn counted(w: &Writer<'_>, count: u64) -> [(&'static str, Value); 2] {
    [("n", Value::from(count)), ("shown", v(w.number(count)))]
}

impl Rectified {
    pub(crate) fn compose(&self, w: &Writer<'_>) -> Body {
        let received = ("received", v(w.day(self.received)));
        let mut lead = Vec::new();
        if self.corrected.is_empty() {
            lead.push(w.p("letter-rectified-none", &[received]));
        } else {
            lead.push(w.p("letter-rectified-lead", &[received]));
            let term = |one: &Corrected| Definition {
                term: shown(&one.what),
                lines: one.places.iter().map(|place| said(place)).collect(),
            };
            lead.push(Block::Definitions(self.corrected.iter().map(term).collect()));
        }
        let mut sections = Vec::new();
        if !self.not_corrected.is_empty() {
            let blocks = vec![w.p("letter-rectified-not-lead", &[]), each(&self.not_corrected)];
            sections.extend(w.section("not-corrected", blocks));
        }
        sections.extend(w.section("recipients", recipients(w, &self.recipients)));
        if !self.not_corrected.is_empty() || self.corrected.is_empty() {
            sections.extend(w.section("remedies", w.remedies()));
        }
        Body { tone: Tone::Person, title: w.text("letter-rectified-title"), lead, sections }
    }
}

impl Restricted {
    pub(crate) fn compose(&self, w: &Writer<'_>) -> Body {
        let values = [("received", v(w.day(self.received))), ("from", v(w.day(self.from)))];
        let lead = vec![
            w.p("letter-restricted-lead", &values),
            points(&self.what),
            w.p("letter-restricted-means", &[]),
            w.p("letter-restricted-told", &[]),
        ];
        let mut sections = Vec::new();
        if !self.not_done.is_empty() {
            let blocks = vec![w.p("letter-restricted-gaps", &[]), each(&self.not_done)];
            sections.extend(w.section("not-done", blocks));
        }
        sections.extend(w.section("recipients", recipients(w, &self.recipients)));
        if !self.not_done.is_empty() {
            sections.extend(w.section("remedies", w.remedies()));
        }
        Body { tone: Tone::Person, title: w.text("letter-restricted-title"), lead, sections }
    }
}

impl RestrictionEnds {
    pub(crate) fn compose(&self, w: &Writer<'_>) -> Body {
        let lead = vec![
            w.p(
                "letter-unrestricted-lead",
                &[("since", v(w.day(self.since))), ("ends", v(w.day(self.ends)))],
            ),
            points(&self.what),
            Block::Paragraph(said(&self.reasons)),
            w.p("letter-unrestricted-before", &[("ends", v(w.day(self.ends)))]),
        ];
        let sections = w.section("remedies", w.remedies()).into_iter().collect();
        Body { tone: Tone::Person, title: w.text("letter-unrestricted-title"), lead, sections }
    }
}

impl Objection {
    pub(crate) fn compose(&self, w: &Writer<'_>) -> Body {
        let received = ("received", v(w.day(self.received)));
        let purpose = ("purpose", v(shown(&self.purpose)));
        let mut sections = Vec::new();
        let (title, lead) = match &self.outcome {
            ObjectionOutcome::MarketingStopped { on } => (
                "letter-marketing-title",
                vec![
                    w.p("letter-marketing-lead", &[received, ("on", v(w.day(*on)))]),
                    w.p("letter-marketing-list", &[]),
                ],
            ),
            ObjectionOutcome::Granted { on } => (
                "letter-objection-granted-title",
                vec![
                    w.p("letter-objection-granted-lead", &[received, purpose, ("on", v(w.day(*on)))]),
                    w.p("letter-objection-granted-erasure", &[]),
                ],
            ),
            ObjectionOutcome::Refused { reasons, weighed } => {
                let why = vec![
                    w.p("letter-objection-refused-weighed", &[("weighed", v(w.day(*weighed)))]),
                    Block::Paragraph(said(reasons)),
                ];
                sections.extend(w.section("reasons", why));
                sections.extend(w.section("remedies", w.remedies()));
                (
                    "letter-objection-refused-title",
                    vec![w.p("letter-objection-refused-lead", &[received, purpose])],
                )
            }
        };
        Body { tone: Tone::Person, title: w.text(title), lead, sections }
    }
}

impl Reviewed {
    pub(crate) fn compose(&self, w: &Writer<'_>) -> Body {
        let values = [
            ("received", v(w.day(self.received))),
            ("decision", v(shown(&self.decision))),
            ("reviewed", v(w.day(self.reviewed))),
        ];
        let outcome = if self.changed { "letter-reviewed-changed" } else { "letter-reviewed-stands" };
        let lead = vec![
            w.p("letter-reviewed-lead", &values),
            w.p(outcome, &[]),
            Block::Paragraph(line(shown(&self.outcome))),
        ];
        let sections = w.section("remedies", w.remedies()).into_iter().collect();
        Body { tone: Tone::Person, title: w.text("letter-reviewed-title"), lead, sections }
    }
}
