//! What every document is composed with: the policy, the language's texts, and a list of what turns out to be missing.

use std::collections::{BTreeMap, BTreeSet};

use gallra_rules::names::{ActivityName, DatasetName};
use gallra_rules::period::Period;
use gallra_rules::policy::{Activity, Contact, Dataset, Localised, PolicySet, Role};

use crate::safe::shown;
use crate::text::{Texts, t};
use crate::tree::{Block, Definition, Document, Line, Section, line, link};
use crate::{Kind, Lack, Language, Missing};

/// What the law wants told; which article wants it depends on the document.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Duty {
    Identity,
    Purpose,
    Basis,
    Interest,
    Subjects,
    Categories,
    Recipients,
    Transfer,
    Period,
    Source,
    AutomatedDecisions,
    Complaint,
    Measures,
    Clarity,
    Arrangement,
}

#[derive(Debug)]
pub(crate) struct Composer<'p> {
    pub(crate) policy: &'p PolicySet,
    pub(crate) kind: Kind,
    pub(crate) texts: Texts,
    /// Of the activities only these; all if nothing is said.
    pub(crate) only: Option<BTreeSet<ActivityName>>,
    /// The periods that the customer whom the document is about has chosen.
    pub(crate) chosen: BTreeMap<DatasetName, Period>,
    missing: BTreeSet<Missing>,
}

impl<'p> Composer<'p> {
    pub(crate) fn new(policy: &'p PolicySet, kind: Kind, language: &Language) -> Self {
        Self {
            policy,
            kind,
            texts: Texts::new(language),
            only: None,
            chosen: BTreeMap::new(),
            missing: BTreeSet::new(),
        }
    }

    /// Everything that was found to be missing; texts that the language lacks as well.
    pub(crate) fn into_missing(mut self) -> Vec<Missing> {
        for id in self.texts.absent() {
            let place = format!("locales/{}: {id}", self.texts.language);
            self.lacks(Duty::Clarity, place, Lack::Translation);
        }
        self.missing.into_iter().collect()
    }

    pub(crate) fn lacks(&mut self, duty: Duty, place: impl Into<String>, lack: Lack) {
        let article = article(self.kind, duty);
        let of_a_language = matches!(lack, Lack::Text | Lack::OwnText | Lack::Translation);
        let language = of_a_language.then(|| self.texts.language.to_string());
        self.missing.insert(Missing { article, place: place.into(), lack, language });
    }

    /// The activities that the document is about, by what they are for.
    pub(crate) fn activities(&self) -> Vec<(&'p ActivityName, &'p Activity)> {
        let policy = self.policy;
        let wanted = |name: &ActivityName| self.only.as_ref().is_none_or(|only| only.contains(name));
        let about = policy.activities.iter().filter(|(_, activity)| self.kind.is_about(activity));
        let mut about: Vec<_> = about.filter(|(name, _)| wanted(name)).collect();
        let language = self.texts.language.as_str();
        about.sort_by_key(|(_, activity)| activity.purpose.exactly(language).map(str::to_lowercase));
        about
    }

    /// Who else is controller, and the essence of the arrangement with them (Art. 26(2), 30(1)(a)); nothing where nobody is.
    pub(crate) fn jointly(&mut self, name: &ActivityName, activity: &Activity) -> Option<Definition> {
        if activity.role != Role::JointController {
            return None;
        }
        let place = format!("activities.{name}.notice.joint_controllers");
        let words = if let Some(text) = &activity.notice.joint_controllers {
            self.own(text, Duty::Arrangement, &place)
        } else {
            self.lacks(Duty::Arrangement, place, Lack::JointControllers);
            String::new()
        };
        Some(self.term("term-joint", vec![line(words)]))
    }

    /// The personal datasets of an activity.
    pub(crate) fn datasets(&self, activity: &'p Activity) -> Vec<(&'p DatasetName, &'p Dataset)> {
        let policy = self.policy;
        let named = activity.data.iter().filter_map(|name| policy.datasets.get_key_value(name));
        named.filter(|(_, dataset)| dataset.is_personal()).collect()
    }

    /// The company's own words, in the document's language or in none; otherwise they are missing.
    pub(crate) fn own(&mut self, text: &Localised, duty: Duty, place: &str) -> String {
        let told = text.exactly(self.texts.language.as_str()).map(shown).filter(|text| !text.is_empty());
        told.unwrap_or_else(|| {
            self.lacks(duty, place, Lack::Text);
            String::new()
        })
    }

    /// What an activity is for.
    pub(crate) fn purpose(&mut self, name: &ActivityName, activity: &Activity) -> String {
        self.own(&activity.purpose, Duty::Purpose, &format!("activities.{name}.purpose"))
    }

    pub(crate) fn organisation(&self) -> String {
        shown(&self.policy.organisation.name)
    }

    /// Who answers for the processing, as a list of terms (Art. 13(1)(a), (b); 30(1)(a); 30(2)(a)).
    pub(crate) fn identity(&mut self, who: &str) -> Block {
        let organisation = &self.policy.organisation;
        let mut terms = vec![Definition { term: who.to_owned(), lines: vec![line(self.organisation())] }];
        if let Some(number) = &organisation.number {
            terms.push(self.term("term-number", vec![line(shown(number))]));
        }
        let contact = organisation.contact.as_ref().map(contact_lines).unwrap_or_default();
        if contact.is_empty() {
            self.lacks(Duty::Identity, "organisation.contact", Lack::Contact);
        } else {
            terms.push(self.term("term-contact", contact));
        }
        if let Some(dpo) = &organisation.dpo {
            terms.push(self.term("term-dpo", contact_lines(dpo)));
        }
        match &organisation.representative {
            Some(representative) => {
                terms.push(self.term("term-representative", contact_lines(representative)));
            }
            None if !gallra_rules::check::in_eea(&organisation.country) => {
                self.lacks(Duty::Identity, "organisation.representative", Lack::Representative);
            }
            None => {}
        }
        Block::Definitions(terms)
    }

    /// The best way to reach the company: a line to put into a sentence.
    pub(crate) fn reach(&self) -> Line {
        let contact = self.policy.organisation.contact.as_ref();
        let email = contact.and_then(|contact| contact.email.as_deref()).map(mail);
        let address = || contact.and_then(|contact| contact.address.as_deref()).map(|text| line(shown(text)));
        let phone = || contact.and_then(|contact| contact.phone.as_deref()).map(telephone);
        email.or_else(address).or_else(phone).unwrap_or_default()
    }

    pub(crate) fn term(&self, id: &str, lines: Vec<Line>) -> Definition {
        Definition { term: t!(self.texts, id), lines }
    }

    pub(crate) fn section(&self, id: &str, blocks: Vec<Block>, sections: Vec<Section>) -> Section {
        Section { id: id.to_owned(), heading: t!(self.texts, &format!("section-{id}")), blocks, sections }
    }

    pub(crate) fn document(&self, title: String, lead: Vec<Block>, sections: Vec<Section>) -> Document {
        let language = self.texts.language.as_str().to_owned();
        let labels = self.texts.labels();
        Document { language, title, lead, summary: None, sections, labels, letterhead: None }
    }
}

/// A sentence with a line where it says `{$here}`: links keep leading somewhere.
pub(crate) fn with_line(sentence: &str, at: &str, put: Line) -> Line {
    match sentence.split_once(at) {
        None => line(sentence),
        Some((before, after)) => {
            let pieces = line(before).into_iter().chain(put).chain(line(after));
            pieces.filter(|piece| *piece != crate::tree::Inline::Text(String::new())).collect()
        }
    }
}

/// Where a text has room for a line; no text that a company writes holds it, since control characters never pass.
pub(crate) const HERE: &str = "\u{1}";

/// All ways to reach somebody.
pub(crate) fn contact_lines(contact: &Contact) -> Vec<Line> {
    let mut lines = Vec::new();
    lines.extend(contact.name.as_deref().map(|name| line(shown(name))));
    lines.extend(contact.address.as_deref().map(|address| line(shown(address))));
    lines.extend(contact.email.as_deref().map(mail));
    lines.extend(contact.phone.as_deref().map(telephone));
    lines
}

pub(crate) fn mail(address: &str) -> Line {
    let address = shown(address);
    // An address is a link only if nothing in it means anything in a URL.
    let plain = address.chars().all(|c| c.is_ascii_alphanumeric() || "@.-_+".contains(c));
    if plain && address.contains('@') { link(format!("mailto:{address}"), address) } else { line(address) }
}

pub(crate) fn telephone(number: &str) -> Line {
    let number = shown(number);
    let digits: String = number.chars().filter(|c| !" -()".contains(*c)).collect();
    let plain = digits.trim_start_matches('+').chars().all(|c| c.is_ascii_digit());
    if plain && digits.len() >= 5 { link(format!("tel:{digits}"), number) } else { line(number) }
}

const fn article(kind: Kind, duty: Duty) -> &'static str {
    use Duty as D;
    match kind {
        Kind::Notice | Kind::Cookies => match duty {
            D::Identity => "13(1)(a), 14(1)(a)",
            D::Purpose | D::Basis => "13(1)(c), 14(1)(c)",
            D::Interest => "13(1)(d), 14(2)(b)",
            D::Categories | D::Subjects => "14(1)(d)",
            D::Recipients => "13(1)(e), 14(1)(e)",
            D::Transfer => "13(1)(f), 14(1)(f)",
            D::Period => "13(2)(a), 14(2)(a)",
            D::Source => "14(2)(f)",
            D::AutomatedDecisions => "13(2)(f), 14(2)(g)",
            D::Complaint => "13(2)(d), 14(2)(e)",
            D::Measures => "32",
            D::Clarity => "12(1)",
            D::Arrangement => "26(2)",
        },
        Kind::Records => match duty {
            D::Identity | D::Arrangement => "30(1)(a)",
            D::Purpose | D::Basis | D::Interest => "30(1)(b)",
            D::Categories | D::Subjects | D::Source => "30(1)(c)",
            D::Recipients | D::Complaint => "30(1)(d)",
            D::Transfer => "30(1)(e)",
            D::Period | D::AutomatedDecisions => "30(1)(f)",
            D::Measures => "30(1)(g)",
            D::Clarity => "30(3)",
        },
        Kind::ProcessorRecords => match duty {
            D::Identity => "30(2)(a)",
            D::Transfer | D::Recipients => "30(2)(c)",
            D::Measures => "30(2)(d)",
            D::Clarity => "30(3)",
            _ => "30(2)(b)",
        },
        Kind::Measures => match duty {
            D::Clarity => "12(1)",
            _ => "32",
        },
        Kind::Instruction | Kind::Agreement | Kind::SubProcessors | Kind::Terms => match duty {
            D::Recipients => "28(2), 28(4)",
            D::Transfer => "28(3)(a), 44",
            D::Measures => "28(3)(c)",
            D::Period => "28(3)(g)",
            _ => "28(3)",
        },
    }
}
