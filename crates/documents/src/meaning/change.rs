//! What can be different between two publications.

use std::collections::BTreeSet;

use gallra_rules::period::Period;
use gallra_rules::policy::Role;
use serde::Serialize;

use super::{Limit, Recipient, Words};
use crate::Kind;

/// Who has to be told of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Customers whose processor we are: the agreement and its instruction change (Art. 28(3)(a)).
    Customers,
    /// The same, in time to object: a sub-processor is new or moves, or data is kept longer (Art. 28(2)).
    CustomersMayObject,
    /// The people whose data it is, by the public notice (Art. 13(3), 14(4)).
    Public,
    /// Those who do the work: they act on instructions only (Art. 29, 32(4)).
    Staff,
}

/// Whether a period is longer than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Longer.
    Longer,
    /// Shorter.
    Shorter,
    /// It counts from something else, or on another clock: neither can be said.
    Other,
    /// There was none.
    New,
    /// There is none any more.
    Gone,
}

/// Something that is different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What the activity is for; none for what is about the organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Words>,
    /// What is different.
    pub what: What,
    /// Who has to be told.
    pub told: BTreeSet<Audience>,
    /// The documents that tell it.
    pub documents: BTreeSet<Kind>,
}

/// What is different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The organisation has another name.
    Name {
        /// Before.
        before: String,
        /// Now.
        after: String,
    },
    /// It is reached otherwise: how, as documents have it.
    Contact(String),
    /// Its data protection officer is another, or reached otherwise; empty if there is none any more.
    Dpo(String),
    /// Customers have another time to object.
    Window {
        /// Before.
        before: Option<Period>,
        /// Now.
        after: Option<Period>,
    },
    /// A new purpose.
    PurposeAdded,
    /// A purpose that is no longer pursued.
    PurposeRemoved,
    /// The purpose has other words.
    PurposeReworded {
        /// Before.
        before: Words,
        /// Now.
        after: Words,
    },
    /// Somebody else answers for it.
    Role {
        /// Before.
        before: Role,
        /// Now.
        after: Role,
    },
    /// A new kind of data.
    DataAdded(Words),
    /// A kind of data that is not processed any more.
    DataRemoved(Words),
    /// New categories in a kind of data.
    CategoriesAdded(Words, BTreeSet<String>),
    /// Categories that are gone from a kind of data.
    CategoriesRemoved(Words, BTreeSet<String>),
    /// A new group of people in a kind of data.
    SubjectsAdded(Words, Vec<Words>),
    /// A group that is gone from it.
    SubjectsRemoved(Words, Vec<Words>),
    /// How long something is kept.
    Kept {
        /// What.
        data: Words,
        /// Whether it is the promise (`at_most`) or the least time (`at_least`).
        promise: bool,
        /// Which way.
        how: How,
        /// Before.
        before: Option<Limit>,
        /// Now.
        after: Option<Limit>,
    },
    /// The legal basis.
    Basis {
        /// Before.
        before: Words,
        /// Now.
        after: Words,
    },
    /// Something else that documents tell.
    Other {
        /// What.
        fact: Fact,
        /// Of what or whom, if not of the whole.
        #[serde(skip_serializing_if = "Words::is_empty")]
        about: Words,
        /// Before; empty if nothing was told.
        before: Words,
        /// Now; empty if nothing is told any more.
        after: Words,
    },
    /// Somebody new receives the data.
    RecipientAdded {
        /// Who.
        recipient: Recipient,
        /// Whether as our customers' sub-processor.
        sub: bool,
    },
    /// Somebody no longer does.
    RecipientRemoved {
        /// Who.
        recipient: Recipient,
        /// Whether as our customers' sub-processor.
        sub: bool,
    },
    /// A recipient has another name, country, mechanism or capacity.
    RecipientChanged {
        /// Before.
        before: Recipient,
        /// Now.
        after: Recipient,
        /// Whether as our customers' sub-processor.
        sub: bool,
    },
    /// The data is stored in further countries.
    StoredAlso(BTreeSet<String>),
    /// It is no longer stored in these.
    StoredNoLonger(BTreeSet<String>),
    /// Something else happens when the time is up.
    Then {
        /// Before.
        before: Words,
        /// Now.
        after: Words,
    },
    /// New security measures.
    MeasuresAdded(Vec<Words>),
    /// Security measures that are gone.
    MeasuresRemoved(Vec<Words>),
    /// Where the data is from.
    Source {
        /// Before.
        before: Words,
        /// Now.
        after: Words,
    },
    /// What is decided without a person; empty if nothing is.
    Automated {
        /// Before.
        before: Words,
        /// Now.
        after: Words,
    },
    /// Who else is controller, and the arrangement with them.
    Joint {
        /// Before; empty if nobody was.
        before: Words,
        /// Now.
        after: Words,
    },
    /// What people keep, that they did not promise before.
    DutiesAdded(Vec<Words>),
    /// What people kept, and promise no longer.
    DutiesRemoved(Vec<Words>),
    /// The logo: new, another, or gone.
    Logo(Look),
    /// The colour: new, another, or gone.
    Colour(Look),
    /// The company's own clause texts for its agreement, and in which languages: new, others, or gone.
    Clauses(Look, BTreeSet<String>),
    /// The company's general terms, and in which languages: new, others, or gone.
    Terms(Look, BTreeSet<String>),
}

/// What became of a part of the looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// There was none.
    New,
    /// Another.
    Other,
    /// There is none any more.
    Gone,
}

/// What documents tell beside what has a change of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// The organisation's number.
    Number,
    /// How it is reached, line by line.
    Contact,
    /// How its data protection officer is reached, line by line.
    Dpo,
    /// How its representative in the Union is reached (Art. 27).
    Representative,
    /// The supervisory authority.
    Authority,
    /// Its country.
    Country,
    /// How long a backup may hold what was erased.
    Backups,
    /// What a recipient does.
    Does,
    /// From which day a recipient is one.
    From,
    /// The agreement with a recipient.
    Agreement,
    /// What allows special categories and data on offences (Art. 9(2), 10).
    Special,
    /// Legitimate interests.
    Interest,
    /// When they were weighed.
    Weighed,
    /// How often disposal runs.
    Every,
    /// When the need is reviewed.
    Review,
    /// That customers may choose a shorter period.
    PerCustomer,
    /// Where data is stored, and what makes that lawful.
    Stored,
    /// What a kind of data is called.
    Called,
    /// A group of people.
    Subject,
    /// A security measure.
    Measure,
    /// What people keep.
    Duty,
    /// The words of a longest period, and of what it counts from.
    AtMost,
    /// The same of a shortest one.
    AtLeast,
}

impl Fact {
    /// Its word in texts, and in what is kept with a publication.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Contact => "contact",
            Self::Dpo => "dpo",
            Self::Representative => "representative",
            Self::Authority => "authority",
            Self::Country => "country",
            Self::Backups => "backups",
            Self::Does => "does",
            Self::From => "from",
            Self::Agreement => "agreement",
            Self::Special => "special",
            Self::Interest => "interest",
            Self::Weighed => "weighed",
            Self::Every => "every",
            Self::Review => "review",
            Self::PerCustomer => "per-customer",
            Self::Stored => "stored",
            Self::Called => "called",
            Self::Subject => "subject",
            Self::Measure => "measure",
            Self::Duty => "duty",
            Self::AtMost => "at-most",
            Self::AtLeast => "at-least",
        }
    }
}

impl Change {
    /// Whether it stands in this document in this language: what was reworded in one language stands in that one only.
    pub fn is_in(&self, kind: Kind, language: &str) -> bool {
        self.documents.contains(&kind) && self.what.languages().is_none_or(|codes| codes.contains(language))
    }
}

impl What {
    /// The languages in which words are others; none if it is no matter of words.
    fn languages(&self) -> Option<BTreeSet<String>> {
        match self {
            Self::PurposeReworded { before, after }
            | Self::Basis { before, after }
            | Self::Then { before, after }
            | Self::Source { before, after }
            | Self::Automated { before, after }
            | Self::Joint { before, after }
            | Self::Other { before, after, .. } => Some(changed_in(before, after)),
            Self::Clauses(_, codes) | Self::Terms(_, codes) => Some(codes.clone()),
            _ => None,
        }
    }
}

/// The languages in which a text is another.
pub(super) fn changed_in(before: &Words, after: &Words) -> BTreeSet<String> {
    let codes = before.keys().chain(after.keys());
    codes.filter(|code| before.get(*code) != after.get(*code)).cloned().collect()
}
