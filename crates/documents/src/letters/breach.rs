//! Letters about a personal data breach (Art. 33, 34). What they say of the breach is written by people, in the letter's
//! language; what the law asks for and is not known yet is named (Art. 33(4)).

use jiff::civil::{Date, DateTime};

use super::writer::{Body, Tone, Writer, points, v};
use crate::letters::said;
use crate::safe::shown;
use crate::tree::{Block, Definition, Line, Section, line};

/// A breach, as far as it is known.
#[derive(Clone, Debug, Default)]
pub struct Breach {
    /// When it began, if known.
    pub began: Option<Moment>,
    /// When it ended, if it has.
    pub ended: Option<Moment>,
    /// When we became aware of it.
    pub aware: Moment,
    /// What happened (Art. 33(3)(a)).
    pub nature: String,
    /// Whose data (Art. 33(3)(a)).
    pub subjects: Affected,
    /// Which data (Art. 33(3)(a)).
    pub records: Affected,
    /// Likely consequences (Art. 33(3)(c)).
    pub consequences: Vec<String>,
    /// Measures taken and proposed (Art. 33(3)(d)).
    pub measures: Vec<String>,
    /// Who tells more: name or function with how to reach them (Art. 33(3)(b)).
    pub contact: String,
}

/// A moment on the organisation's clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment(pub DateTime);

/// Categories and about how many.
#[derive(Clone, Debug, Default)]
pub struct Affected {
    /// Categories, in the letter's language.
    pub categories: Vec<String>,
    /// About how many; none if not known yet.
    pub about: Option<u64>,
}

/// To the authority (Art. 33(1)).
#[derive(Clone, Debug)]
pub struct BreachToAuthority {
    /// The breach.
    pub breach: Breach,
    /// Registration number of the organisation.
    pub number: Option<String>,
    /// Why it comes after 72 hours; none if it does not.
    pub late: Option<String>,
    /// Whether and when the people were told, or why not, in the letter's language.
    pub people: String,
    /// What follows later, in the letter's language (Art. 33(4)); empty if this is all.
    pub to_follow: Vec<String>,
    /// The report that this one adds to: its day.
    pub adds_to: Option<Date>,
}

/// To the customer whose processor we are (Art. 33(2)).
#[derive(Clone, Debug)]
pub struct BreachToCustomer {
    /// The breach, as far as it touches this customer.
    pub breach: Breach,
    /// What follows later, in the letter's language.
    pub to_follow: Vec<String>,
}

/// To a person (Art. 34).
#[derive(Clone, Debug)]
pub struct BreachToPerson {
    /// The breach, in plain words.
    pub breach: Breach,
    /// What the person can do, in the letter's language.
    pub advice: Vec<String>,
}

impl Moment {
    fn words(self, w: &Writer<'_>) -> String {
        let time = format!("{:02}:{:02}", self.0.hour(), self.0.minute());
        w.texts.with("letter-moment", &[("day", v(w.day(self.0.date()))), ("time", v(time))])
    }
}

impl Breach {
    /// What both authority and customer are told.
    fn facts(&self, w: &Writer<'_>) -> Vec<Definition> {
        let moment =
            |at: Option<Moment>| line(at.map_or_else(|| w.text("letter-not-known"), |at| at.words(w)));
        vec![
            w.term("letter-breach-nature", vec![said(&self.nature)]),
            w.term("letter-breach-aware", vec![line(self.aware.words(w))]),
            w.term("letter-breach-began", vec![moment(self.began)]),
            w.term("letter-breach-ended", vec![moment(self.ended)]),
            w.term("letter-breach-subjects", self.subjects.words(w, "letter-about-people")),
            w.term("letter-breach-records", self.records.words(w, "letter-about-records")),
            w.term("letter-breach-consequences", lines(w, &self.consequences)),
            w.term("letter-breach-measures", lines(w, &self.measures)),
            w.term("letter-breach-contact", vec![said(&self.contact)]),
        ]
    }
}

fn lines(w: &Writer<'_>, texts: &[String]) -> Vec<Line> {
    if texts.is_empty() {
        return vec![line(w.text("letter-not-known"))];
    }
    texts.iter().map(|text| said(text)).collect()
}

impl Affected {
    fn words(&self, w: &Writer<'_>, id: &str) -> Vec<Line> {
        let mut told = lines(w, &self.categories);
        told.push(line(match self.about {
            Some(count) => w.texts.with(id, &[("n", count.into()), ("shown", v(w.number(count)))]),
            None => w.text("letter-number-not-known"),
        }));
        told
    }
}

fn follows(w: &Writer<'_>, to_follow: &[String]) -> Option<Section> {
    if to_follow.is_empty() {
        return None;
    }
    w.section("to-follow", vec![w.p("letter-follow-lead", &[]), points(to_follow)])
}

impl BreachToAuthority {
    pub(crate) fn compose(&self, w: &Writer<'_>) -> Body {
        let mut lead = vec![match self.adds_to {
            Some(day) => w.p("letter-breach-authority-adds", &[("day", v(w.day(day)))]),
            None => w.p("letter-breach-authority-lead", &[]),
        }];
        let mut terms = vec![w.term("term-controller", vec![line(w.head.from.name.clone())])];
        terms.extend(self.number.as_deref().map(|number| w.term("term-number", vec![said(number)])));
        terms.extend(self.breach.facts(w));
        terms.push(w.term("letter-breach-people", vec![said(&self.people)]));
        lead.push(Block::Definitions(terms));
        let mut sections = Vec::new();
        if let Some(why) = &self.late {
            sections
                .extend(w.section("late", vec![w.p("letter-breach-late", &[]), Block::Paragraph(said(why))]));
        }
        sections.extend(follows(w, &self.to_follow));
        Body { tone: Tone::Business, title: w.text("letter-breach-authority-title"), lead, sections }
    }
}

impl BreachToCustomer {
    pub(crate) fn compose(&self, w: &Writer<'_>) -> Body {
        let aware = [("aware", v(self.breach.aware.words(w)))];
        let lead = vec![
            w.p("letter-breach-customer-lead", &aware),
            Block::Definitions(self.breach.facts(w)),
            w.p("letter-breach-customer-yours", &[]),
            w.p("letter-breach-customer-help", &[]),
        ];
        let sections = follows(w, &self.to_follow).into_iter().collect();
        Body { tone: Tone::Business, title: w.text("letter-breach-customer-title"), lead, sections }
    }
}

impl BreachToPerson {
    pub(crate) fn compose(&self, w: &Writer<'_>) -> Body {
        let breach = &self.breach;
        let lead = vec![w.p("letter-breach-person-lead", &[]), Block::Paragraph(said(&breach.nature))];
        let which = vec![points(&breach.records.categories)];
        let section = |id, texts: &[String]| {
            let blocks = if texts.is_empty() { Vec::new() } else { vec![points(texts)] };
            w.section(id, blocks)
        };
        let contact = [("contact", v(shown(&breach.contact)))];
        let sections = [
            w.section("which-data", which),
            section("consequences", &breach.consequences),
            section("measures-taken", &breach.measures),
            section("advice", &self.advice),
            w.section("more", vec![w.p("letter-breach-person-more", &contact)]),
            w.section("remedies", w.remedies()),
        ];
        let sections = sections.into_iter().flatten().collect();
        Body { tone: Tone::Person, title: w.text("letter-breach-person-title"), lead, sections }
    }
}
