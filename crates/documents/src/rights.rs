//! What people can ask for, and where they can complain (Art. 12–22, 77).

use std::collections::BTreeSet;

use gallra_rules::policy::{Basis, Organisation};

use crate::compose::{Composer, Duty, HERE, with_line};
use crate::safe::shown;
use crate::text::{Texts, t};
use crate::tree::{Block, Definition, Inline, Line, Section, line, link};
use crate::{Lack, Language};

/// The Swedish authority under the names that policies give it: its own, the one it had before, and slips.
const IMY: [&str; 5] = [
    "integritetsskyddsmyndigheten",
    "imy",
    "datainspektionen",
    "datatillsynsmyndigheten",
    "integrationsskyddsmyndigheten",
];

impl Composer<'_> {
    /// Rights and how to use them. Which there are follows from the bases (Art. 13(2)(b), (c)).
    pub(crate) fn rights(&self) -> Section {
        let bases: BTreeSet<&str> = self
            .activities()
            .iter()
            .flat_map(|(_, activity)| activity.basis.iter().chain(&activity.other_bases))
            .map(|basis| match basis {
                Basis::Consent { .. } => "consent",
                Basis::Contract => "contract",
                Basis::LegitimateInterest { .. } | Basis::PublicTask { .. } => "weighed",
                Basis::LegalObligation { .. } | Basis::VitalInterests => "other",
            })
            .collect();
        let has = |basis: &str| bases.contains(basis);
        let told = [
            ("access", true),
            ("rectification", true),
            ("erasure", true),
            ("restriction", true),
            ("portability", has("consent") || has("contract")),
            ("objection", has("weighed")),
            ("marketing", true),
            ("withdrawal", has("consent")),
        ];
        let rights = told.into_iter().filter(|(_, applies)| *applies).map(|(right, _)| Definition {
            term: t!(self.texts, &format!("right-{right}")),
            lines: vec![line(t!(self.texts, &format!("right-{right}-words")))],
        });
        let how = t!(self.texts, "rights-how", contact = HERE);
        let blocks = vec![
            Block::Paragraph(with_line(&how, HERE, self.reach())),
            Block::Definitions(rights.collect()),
            Block::Paragraph(line(t!(self.texts, "rights-time"))),
        ];
        self.section("rights", blocks, Vec::new())
    }

    /// To the company, and to the authority (Art. 13(2)(d)).
    pub(crate) fn complaints(&mut self) -> Section {
        let own = t!(self.texts, "complaint-own", contact = HERE);
        let mut blocks = vec![Block::Paragraph(with_line(&own, HERE, self.reach()))];
        let authority = self.authority();
        if authority.is_empty() {
            self.lacks(Duty::Complaint, "organisation.authority", Lack::Authority);
        } else {
            let words = t!(self.texts, "complaint-authority", authority = HERE);
            blocks.push(Block::Paragraph(with_line(&words, HERE, authority)));
        }
        self.section("complaints", blocks, Vec::new())
    }

    /// Who complaints go to; nothing if that is not known.
    pub(crate) fn authority(&self) -> Line {
        authority(&self.policy.organisation, &self.texts)
    }
}

/// The authority with the way to it, where the policy names one or the country has only one. What the policy writes after
/// the Swedish authority's name, such as a telephone number, stands after the link.
pub(crate) fn authority(organisation: &Organisation, texts: &Texts) -> Line {
    let named = organisation.authority.as_deref().map(shown);
    let after = match &named {
        _ if organisation.country != "SE" => None,
        Some(name) => after_imy(name),
        None => Some(""),
    };
    let Some(after) = after else { return named.map(line).unwrap_or_default() };
    let mut told = link("https://www.imy.se", t!(texts, "authority-imy"));
    if !after.is_empty() {
        let room = if after.starts_with(PAUSES) { "" } else { " " };
        told.extend(line(format!("{room}{after}")));
    }
    told
}

/// The same as a text, for a letter that says it in a sentence; empty if it is not known.
pub fn authority_in_words(organisation: &Organisation, language: &Language) -> String {
    let told = authority(organisation, &Texts::new(language));
    let piece = |piece: &Inline| match piece {
        Inline::Text(text) => text.clone(),
        Inline::Link { to, text } => format!("{text}, {}", to.trim_start_matches("https://")),
    };
    told.iter().map(piece).collect()
}

/// What ends a name.
const PAUSES: [char; 3] = [',', ';', ':'];

/// What follows the Swedish authority's name, whatever an older page calls it; `None` if the text begins with no such name.
fn after_imy(text: &str) -> Option<&str> {
    let end = text.find(|c: char| c.is_whitespace() || PAUSES.contains(&c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let rest = rest.trim();
    if !IMY.contains(&name.trim_end_matches('.').to_lowercase().as_str()) {
        return None;
    }
    // The name in the document has its abbreviation.
    let abbreviated = |rest: &str| rest.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("(IMY"));
    let rest = rest.split_once(')').filter(|_| abbreviated(rest)).map_or(rest, |(_, rest)| rest.trim());
    Some(rest.trim_end_matches('.'))
}
