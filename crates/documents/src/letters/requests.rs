//! Letters on the way to an answer: received, code, identity, extended, refused, forwarded.

use std::fmt;

use gallra_rules::request::{Ground, Kind, Refusal};
use jiff::civil::Date;

use super::writer::{Body, Tone, Writer, v, word};
use crate::letters::said;
use crate::safe::shown;
use crate::tree::{Block, line};

/// A request has come in.
#[derive(Clone, Debug)]
pub struct Acknowledged {
    /// What for.
    pub kind: Kind,
    /// When it came in.
    pub received: Date,
    /// The last day to answer (Art. 12(3)).
    pub last_day: Date,
}

/// A code that shows that an address is the person's.
#[derive(Clone)]
pub struct Code {
    /// The code.
    pub code: String,
    /// How long it is good for, in minutes.
    pub minutes: u32,
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

/// More is needed to know who asks.
#[derive(Clone, Debug)]
pub struct IdentityAsked {
    /// What for.
    pub kind: Kind,
    /// When it came in.
    pub received: Date,
    /// Why there is doubt: a sentence in the letter's language.
    pub doubt: String,
    /// What would remove it, point by point, in the letter's language.
    pub asked: Vec<String>,
    /// Whether the clock stands still meanwhile.
    pub paused: bool,
}

/// The time was extended.
#[derive(Clone, Debug)]
pub struct Extended {
    /// What for.
    pub kind: Kind,
    /// When it came in.
    pub received: Date,
    /// The new last day.
    pub last_day: Date,
    /// Why: complexity, or how many requests there are; in the letter's language.
    pub reasons: String,
}

/// The request was refused.
#[derive(Clone, Debug)]
pub struct Refused {
    /// What for.
    pub kind: Kind,
    /// When it came in.
    pub received: Date,
    /// Ground, reasons, and what can be done about it.
    pub refusal: Refusal,
}

/// A customer answers the request.
#[derive(Clone, Debug)]
pub struct Forwarded {
    /// What for.
    pub kind: Kind,
    /// When it came in.
    pub received: Date,
    /// The customer's registered name, if the person may know it.
    pub customer: Option<String>,
    /// How to reach it, if known.
    pub contact: Option<String>,
    /// The day on which the customer was told.
    pub told: Date,
}

impl Acknowledged {
    pub(crate) fn compose(&self, w: &Writer<'_>) -> Body {
        let (asked, received) = (w.asked_for(self.kind), w.day(self.received));
        let lead = vec![
            w.p("letter-acknowledged-lead", &[("asked", v(asked)), ("received", v(received))]),
            w.p("letter-acknowledged-next", &[("day", v(w.day(self.last_day)))]),
            w.p(&format!("letter-acknowledged-{}", word(self.kind)), &[]),
            w.p("letter-acknowledged-wait", &[]),
        ];
        Body { tone: Tone::Person, title: w.text("letter-acknowledged-title"), lead, sections: Vec::new() }
    }
}

impl Code {
    pub(crate) fn compose(&self, w: &Writer<'_>) -> Body {
        let lead = vec![
            w.p("letter-code-lead", &[]),
            w.note("letter-code-code", &[("code", v(shown(&self.code)))]),
            w.p("letter-code-how", &[("n", self.minutes.into())]),
            w.p("letter-code-not-you", &[]),
        ];
        Body { tone: Tone::Person, title: w.text("letter-code-title"), lead, sections: Vec::new() }
    }
}

impl IdentityAsked {
    pub(crate) fn compose(&self, w: &Writer<'_>) -> Body {
        let (asked, received) = (w.asked_for(self.kind), w.day(self.received));
        let mut lead = vec![
            w.p("letter-identity-lead", &[("asked", v(asked)), ("received", v(received))]),
            w.p("letter-identity-doubt", &[("doubt", v(shown(&self.doubt)))]),
            w.p("letter-identity-what", &[]),
            super::writer::points(&self.asked),
            w.p("letter-identity-only", &[]),
        ];
        if self.paused {
            lead.push(w.p("letter-identity-paused", &[]));
        }
        Body { tone: Tone::Person, title: w.text("letter-identity-title"), lead, sections: Vec::new() }
    }
}

impl Extended {
    pub(crate) fn compose(&self, w: &Writer<'_>) -> Body {
        let (asked, received) = (w.asked_for(self.kind), w.day(self.received));
        let lead = vec![
            w.p("letter-extended-lead", &[("asked", v(asked)), ("received", v(received))]),
            w.p("letter-extended-why", &[]),
            Block::Paragraph(said(&self.reasons)),
            w.p("letter-extended-day", &[("day", v(w.day(self.last_day)))]),
            w.p("letter-extended-nothing", &[]),
        ];
        let remedies = w.section("remedies", w.remedies());
        let sections = remedies.into_iter().collect();
        Body { tone: Tone::Person, title: w.text("letter-extended-title"), lead, sections }
    }
}

impl Refused {
    pub(crate) fn compose(&self, w: &Writer<'_>) -> Body {
        let (asked, received) = (w.asked_for(self.kind), w.day(self.received));
        let refusal = &self.refusal;
        let lead = vec![
            w.p("letter-refused-lead", &[("asked", v(asked)), ("received", v(received))]),
            w.p(&self.ground(), &[]),
        ];
        let why = w.section("reasons", vec![Block::Paragraph(said(&refusal.reasons))]);
        let remedies = vec![
            w.p("letter-remedy-own", &[]),
            w.p("letter-remedy-complaint", &[("authority", v(shown(&refusal.authority)))]),
            w.p("letter-remedy-judicial", &[("court", v(shown(&refusal.court)))]),
        ];
        let sections = why.into_iter().chain(w.section("remedies", remedies)).collect();
        Body { tone: Tone::Person, title: w.text("letter-refused-title"), lead, sections }
    }
}

impl Refused {
    /// The text of the ground. What an article asks for is another thing in each.
    fn ground(&self) -> String {
        match self.refusal.ground {
            Ground::ConditionsNotMet => format!("letter-conditions-{}", word(self.kind)),
            other => format!("letter-ground-{}", ground(other)),
        }
    }
}

/// A ground in the ids of texts.
pub(crate) const fn ground(ground: Ground) -> &'static str {
    match ground {
        Ground::Unfounded => "unfounded",
        Ground::Excessive => "excessive",
        Ground::NotIdentifiable => "not-identifiable",
        Ground::RightsOfOthers => "rights-of-others",
        Ground::Expression => "expression",
        Ground::LegalObligation => "legal-obligation",
        Ground::PublicHealth => "public-health",
        Ground::Archiving => "archiving",
        Ground::LegalClaims => "legal-claims",
        Ground::CompellingGrounds => "compelling-grounds",
        Ground::ConditionsNotMet => "conditions-not-met",
        Ground::RestrictedByLaw => "restricted-by-law",
    }
}

impl Forwarded {
    pub(crate) fn compose(&self, w: &Writer<'_>) -> Body {
        let (asked, received) = (w.asked_for(self.kind), w.day(self.received));
        let told = w.day(self.told);
        let mut lead = vec![w.p("letter-forwarded-lead", &[("asked", v(asked)), ("received", v(received))])];
        match &self.customer {
            Some(customer) => {
                lead.push(w.p("letter-forwarded-to", &[("customer", v(shown(customer))), ("told", v(told))]));
            }
            None => lead.push(w.p("letter-forwarded-unnamed", &[("told", v(told))])),
        }
        if let Some(contact) = &self.contact {
            let words = w.texts.with("letter-forwarded-contact", &[("contact", v(shown(contact)))]);
            lead.push(Block::Paragraph(line(words)));
        }
        lead.push(w.p("letter-forwarded-then", &[]));
        Body { tone: Tone::Person, title: w.text("letter-forwarded-title"), lead, sections: Vec::new() }
    }
}
