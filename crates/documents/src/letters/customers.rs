//! Letters to businesses: a request about a customer's data, what was done to data that they received.

use std::fmt;

use gallra_rules::request::Kind;
use jiff::civil::Date;

use super::writer::{Body, Tone, Writer, v};
use crate::letters::said;
use crate::safe::shown;
use crate::tree::{Block, Definition, line};

/// A request about a customer's data (Art. 28(3)(e)).
#[derive(Clone)]
pub struct CustomerNotice {
    /// What for.
    pub kind: Kind,
    /// When it came to us.
    pub received: Date,
    /// The last day if the month is counted from then.
    pub last_day: Date,
    /// Who asks, as the customer knows them: `customer number 1204`. Personal data.
    pub about: String,
    /// How it was established who asks, in the letter's language; none if it was not.
    pub identity: Option<String>,
    /// What we have of it on the customer's behalf.
    pub held: Vec<Held>,
}

impl fmt::Debug for CustomerNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CustomerNotice({:?}, {}, …)", self.kind, self.received)
    }
}

/// What we have of a kind of data.
#[derive(Clone, Debug)]
pub struct Held {
    /// What, in the letter's language.
    pub what: String,
    /// How many records; none if it could not be counted.
    pub records: Option<u64>,
    /// Why it could not be counted, in the letter's language.
    pub not_checked: Option<String>,
}

/// What was done to data that a recipient has received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Erased (Art. 17(1)).
    Erased,
    /// Corrected (Art. 16).
    Rectified,
    /// Restricted (Art. 18).
    Restricted,
    /// A restriction was lifted.
    Unrestricted,
}

/// To a recipient (Art. 19).
#[derive(Clone)]
pub struct RecipientNotice {
    /// What was done.
    pub what: What,
    /// The day on which it was done.
    pub on: Date,
    /// Whom it is about, as the recipient knows them. Personal data.
    pub about: String,
    /// Which data, in the letter's language; for a correction, with what it is now.
    pub data: Vec<String>,
    /// By when an answer is asked for.
    pub answer_by: Date,
}

impl fmt::Debug for RecipientNotice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecipientNotice({:?}, {}, …)", self.what, self.on)
    }
}

impl CustomerNotice {
    pub(crate) fn compose(&self, w: &Writer<'_>) -> Body {
        let asked = w.texts.with(&format!("letter-theirs-{}", super::writer::word(self.kind)), &[]);
        let received = w.day(self.received);
        let mut lead = vec![w.p("letter-customer-lead", &[("asked", v(asked)), ("received", v(received))])];
        let who = w.term("letter-customer-about", vec![said(&self.about)]);
        let identity = match &self.identity {
            Some(how) => said(how),
            None => line(w.text("letter-customer-identity-none")),
        };
        lead.push(Block::Definitions(vec![who, w.term("letter-customer-identity", vec![identity])]));
        lead.push(w.p("letter-customer-decide", &[("last", v(w.day(self.last_day)))]));
        let held = if self.held.is_empty() {
            vec![w.p("letter-customer-nothing", &[])]
        } else {
            let term = |one: &Held| Definition {
                term: shown(&one.what),
                lines: vec![match (&one.not_checked, one.records) {
                    (Some(why), _) => {
                        line(w.texts.with("letter-customer-not-counted", &[("why", v(shown(why)))]))
                    }
                    (None, Some(count)) => line(w.records(count)),
                    (None, None) => line(w.text("letter-customer-uncounted")),
                }],
            };
            vec![Block::Definitions(self.held.iter().map(term).collect())]
        };
        let answer = vec![
            w.p(&format!("letter-customer-{}", super::writer::word(self.kind)), &[]),
            w.p("letter-customer-until-then", &[]),
        ];
        let sections = w.section("held-for-you", held).into_iter().chain(w.section("your-decision", answer));
        Body {
            tone: Tone::Business,
            title: w.text("letter-customer-title"),
            lead,
            sections: sections.collect(),
        }
    }
}

impl RecipientNotice {
    pub(crate) fn compose(&self, w: &Writer<'_>) -> Body {
        let what = match self.what {
            What::Erased => "erased",
            What::Rectified => "rectified",
            What::Restricted => "restricted",
            What::Unrestricted => "unrestricted",
        };
        let about = w.term("letter-recipient-about", vec![said(&self.about)]);
        let data = w.term("letter-recipient-data", self.data.iter().map(|one| said(one)).collect());
        let mut lead = vec![
            w.p(&format!("letter-recipient-{what}-lead"), &[("on", v(w.day(self.on)))]),
            Block::Definitions(vec![about, data]),
            w.p(&format!("letter-recipient-{what}-ask"), &[]),
        ];
        if self.what != What::Unrestricted {
            lead.push(w.p("letter-recipient-answer", &[("by", v(w.day(self.answer_by)))]));
        }
        let title = w.text(&format!("letter-recipient-{what}-title"));
        Body { tone: Tone::Business, title, lead, sections: Vec::new() }
    }
}
