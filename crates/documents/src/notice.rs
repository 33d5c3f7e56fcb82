//! The public privacy notice (Art. 13, 14), in layers: what fits on a screen first, then every activity.

use std::collections::BTreeSet;

use gallra_rules::names::{ActivityName, RecipientName};
use gallra_rules::policy::{Activity, AutomatedDecisions, Basis, Origin, Role};

use crate::compose::{Composer, Duty, HERE, contact_lines, with_line};
use crate::safe::shown;
use crate::text::t;
use crate::tree::{Block, Definition, Document, Inline, Line, Section, Table, line};
use crate::words::upper_first;
use crate::{Kind, Lack};

pub(crate) fn compose(c: &mut Composer<'_>) -> Document {
    let title = t!(c.texts, "notice-title", organisation = c.organisation());
    let lead = vec![Block::Paragraph(line(t!(c.texts, "notice-lead", organisation = c.organisation())))];
    let who = t!(c.texts, "term-controller");
    let identity = c.identity(&who);
    let mut sections = vec![c.section("who", vec![identity], Vec::new()), activities(c)];
    let mut retention = vec![c.retention_table()];
    retention.extend(c.retention_notes());
    sections.push(c.section("retention", retention, Vec::new()));
    sections.push(recipients(c));
    sections.push(c.rights());
    sections.push(automated(c));
    sections.push(c.complaints());
    sections.extend(on_behalf_of_others(c));
    let summary = Some(summary(c));
    Document { summary, ..c.document(title, lead, sections) }
}

/// What most people want to know, on one screen; each point leads to where more is told.
fn summary(c: &mut Composer<'_>) -> Section {
    let reach = t!(c.texts, "summary-who", organisation = c.organisation(), contact = HERE);
    let reach = with_line(&reach, HERE, c.reach());
    let mut purposes = Vec::new();
    for (name, activity) in c.activities() {
        let text = c.purpose(name, activity);
        purposes.push(vec![Inline::Link { to: format!("#{}", id_of(name)), text }]);
    }
    let mut points = vec![
        more(&t!(c.texts, "summary-retention"), "retention", t!(c.texts, "summary-retention-more")),
        more(&receivers_in_short(c), "recipients", t!(c.texts, "summary-recipients-more")),
    ];
    points.extend(c.backup_sentence().map(line));
    points.push(more(&t!(c.texts, "summary-rights"), "rights", t!(c.texts, "summary-rights-more")));
    points.push(more(
        &t!(c.texts, "summary-complaints"),
        "complaints",
        t!(c.texts, "summary-complaints-more"),
    ));
    let blocks = vec![
        Block::Paragraph(reach),
        Block::Paragraph(line(t!(c.texts, "summary-purposes"))),
        Block::List(purposes),
        Block::Paragraph(line(t!(c.texts, "summary-besides"))),
        Block::List(points),
    ];
    c.section("summary", blocks, Vec::new())
}

fn more(text: &str, to: &str, words: String) -> Line {
    vec![
        Inline::Text(format!("{text} ")),
        Inline::Link { to: format!("#{to}"), text: words },
        Inline::Text(".".to_owned()),
    ]
}

/// How many receive data, and whether it is received or stored outside the EEA.
fn receivers_in_short(c: &Composer<'_>) -> String {
    let number = u32::try_from(all_recipients(c).len()).unwrap_or(u32::MAX);
    let [received, stored] = outside(c);
    let also_stored: BTreeSet<&str> = stored.difference(&received).copied().collect();
    let told = match (number, received.is_empty()) {
        (0, _) => t!(c.texts, "summary-no-recipients"),
        (_, true) if stored.is_empty() => t!(c.texts, "summary-recipients", n = number),
        (_, true) => t!(c.texts, "summary-recipients-number", n = number),
        (_, false) => {
            t!(c.texts, "summary-recipients-outside", n = number, countries = countries(c, &received))
        }
    };
    if also_stored.is_empty() {
        return told;
    }
    let also = t!(c.texts, "summary-stored-outside", countries = countries(c, &also_stored));
    format!("{told} {also}")
}

fn countries(c: &Composer<'_>, codes: &BTreeSet<&str>) -> String {
    let names: BTreeSet<String> = codes.iter().map(|code| c.country(code)).collect();
    c.listed(&names.into_iter().collect::<Vec<_>>())
}

fn all_recipients(c: &Composer<'_>) -> BTreeSet<RecipientName> {
    c.activities().iter().flat_map(|(_, activity)| c.recipients_of(activity)).collect()
}

pub(crate) fn id_of(name: &ActivityName) -> String {
    format!("activity-{name}")
}

fn activities(c: &mut Composer<'_>) -> Section {
    let mut sections = Vec::new();
    for (name, activity) in c.activities() {
        sections.push(one(c, name, activity));
    }
    let lead = Block::Paragraph(line(t!(c.texts, "activities-lead")));
    c.section("activities", vec![lead], sections)
}

pub(crate) fn one<'p>(c: &mut Composer<'p>, name: &'p ActivityName, activity: &'p Activity) -> Section {
    let datasets = c.datasets(activity);
    let mut terms: Vec<Definition> = c.jointly(name, activity).into_iter().collect();
    let basis = c.bases(name, activity);
    terms.push(c.term("term-basis", vec![line(basis)]));
    let interests = c.interests(name, activity);
    if !interests.is_empty() {
        terms.push(c.term("term-interest", interests));
    }
    if let Some(special) = &activity.special_basis {
        let article = c.texts.article(&shown(special));
        let words = t!(c.texts, "special-basis", article = article);
        terms.push(c.term("term-special", vec![line(words)]));
    }
    let subjects = c.subjects(&datasets);
    terms.push(c.term("term-subjects", subjects));
    let categories = c.categories(name, &datasets);
    terms.push(c.term("term-categories", vec![line(categories)]));
    terms.push(source(c, name, activity));
    if activity.basis.is_some() {
        terms.push(c.term("term-obligation", vec![line(obligation(c, activity))]));
    }
    terms.push(receivers(c, activity));
    let stored = c.stored(activity);
    if !stored.is_empty() {
        let stored = c.listed(&stored);
        terms.push(c.term("term-stored", vec![line(stored)]));
    }
    let periods = c.periods(name, activity, &datasets);
    terms.push(c.term("term-retention", periods));
    let then = c.then_and_when(name, activity);
    terms.push(c.term("term-then", vec![line(then)]));
    match &activity.notice.automated_decisions {
        None => {
            let place = format!("activities.{name}.notice.automated_decisions");
            c.lacks(Duty::AutomatedDecisions, place, Lack::AutomatedDecisions);
        }
        Some(AutomatedDecisions::None) => {}
        Some(AutomatedDecisions::Described(text)) => {
            let place = format!("activities.{name}.notice.automated_decisions");
            let words = c.own(text, Duty::AutomatedDecisions, &place);
            terms.push(c.term("term-automated", vec![line(words)]));
        }
    }
    Section {
        id: id_of(name),
        heading: c.purpose(name, activity),
        blocks: vec![Block::Definitions(terms)],
        sections: Vec::new(),
    }
}

/// Where the data is from (Art. 14(2)(f)).
fn source(c: &mut Composer<'_>, name: &ActivityName, activity: &Activity) -> Definition {
    let place = format!("activities.{name}.notice.source");
    let words = match &activity.notice.source {
        Some(Origin::Person) => t!(c.texts, "source-person"),
        Some(Origin::Elsewhere(text)) => c.own(text, Duty::Source, &place),
        None => {
            c.lacks(Duty::Source, place, Lack::Source);
            String::new()
        }
    };
    c.term("term-source", vec![line(words)])
}

/// Whether one has to give the data, and what happens otherwise (Art. 13(2)(e)): it follows from all of the bases, what is
/// required first. Nobody is told to have to give what is not asked of them.
fn obligation(c: &Composer<'_>, activity: &Activity) -> String {
    let bases: BTreeSet<_> = activity
        .basis
        .iter()
        .chain(&activity.other_bases)
        .map(|basis| match basis {
            Basis::LegalObligation { .. } => (0, "law"),
            Basis::Contract => (1, "contract"),
            Basis::PublicTask { .. } => (2, "public-task"),
            Basis::Consent { .. } => (3, "consent"),
            Basis::LegitimateInterest { .. } | Basis::VitalInterests => (4, "none"),
        })
        .collect();
    let several = bases.len() > 1;
    let told = bases.into_iter().map(|(_, basis)| match basis {
        // What is said of it alone does not hold beside what is required.
        "consent" | "none" if several => t!(c.texts, &format!("obligation-{basis}-besides")),
        _ => t!(c.texts, &format!("obligation-{basis}")),
    });
    told.collect::<Vec<_>>().join(" ")
}

fn receivers(c: &mut Composer<'_>, activity: &Activity) -> Definition {
    let mut lines = Vec::new();
    for name in c.recipients_of(activity) {
        let Some(recipient) = c.policy.recipients.get(&name) else { continue };
        let role = c.recipient_role(recipient.role);
        let place = c.place(&recipient.country, recipient.transfer, &format!("recipients.{name}"));
        let told = t!(c.texts, "recipient", name = shown(&recipient.name), role = role, place = place);
        lines.push(line(told));
    }
    if lines.is_empty() {
        lines.push(line(t!(c.texts, "recipients-none")));
    }
    c.term("term-recipients", lines)
}

/// Recipients, each once, with what for, where, and outside the EEA with the mechanism.
fn recipients(c: &mut Composer<'_>) -> Section {
    let names = all_recipients(c);
    let block = if names.is_empty() {
        Block::Paragraph(line(t!(c.texts, "recipients-nobody")))
    } else {
        recipients_table(c, &names)
    };
    let mut blocks = vec![block, Block::Paragraph(line(t!(c.texts, "recipients-law")))];
    blocks.extend(safeguards(c));
    c.section("recipients", blocks, Vec::new())
}

/// How to obtain a copy of the safeguards of a transfer, if there is any (Art. 13(1)(f), 15(2)).
pub(crate) fn safeguards(c: &Composer<'_>) -> Option<Block> {
    let how = || t!(c.texts, "recipients-safeguards", contact = HERE);
    goes_outside(c).then(|| Block::Paragraph(with_line(&how(), HERE, c.reach())))
}

/// Whether any data is received or stored outside the EEA.
fn goes_outside(c: &Composer<'_>) -> bool {
    outside(c).iter().any(|countries| !countries.is_empty())
}

/// Countries outside the EEA, by code: where data is received, and where it is stored.
fn outside<'p>(c: &Composer<'p>) -> [BTreeSet<&'p str>; 2] {
    let policy = c.policy;
    let is_outside = |country: &&str| !gallra_rules::check::in_eea(country);
    let recipients = all_recipients(c);
    let received = recipients.iter().filter_map(|name| Some(policy.recipients.get(name)?.country.as_str()));
    let activities = c.activities();
    let datasets = activities.iter().flat_map(|(_, activity)| c.datasets(activity));
    let stored = datasets.filter_map(|(_, dataset)| policy.systems.get(&dataset.system)?.country.as_deref());
    [received.filter(is_outside).collect(), stored.filter(is_outside).collect()]
}

/// Recipients with what they do and where. Customers are told how to reach a sub-processor, where the policy says it (Decision (EU)
/// 2021/915, annex IV).
pub(crate) fn recipients_table(c: &mut Composer<'_>, names: &BTreeSet<RecipientName>) -> Block {
    // All of them have one role there, and the caption says it.
    let subs = matches!(c.kind, Kind::Instruction | Kind::Agreement | Kind::SubProcessors);
    let policy = c.policy;
    let contact = |name: &RecipientName| {
        policy.recipients.get(name)?.contact.as_ref().map(contact_lines).filter(|lines| !lines.is_empty())
    };
    let contacts = subs && names.iter().any(|name| contact(name).is_some());
    let mut rows = Vec::new();
    let mut by_name: Vec<_> = names.iter().collect();
    by_name.sort_by_key(|name| c.policy.recipients.get(*name).map(|recipient| recipient.name.to_lowercase()));
    for name in by_name {
        let Some(recipient) = c.policy.recipients.get(name) else { continue };
        let place = c.place(&recipient.country, recipient.transfer, &format!("recipients.{name}"));
        let purpose = recipient.purpose.as_ref();
        let purpose =
            purpose.map(|text| c.own(text, Duty::Recipients, &format!("recipients.{name}.purpose")));
        let called = match recipient.from.filter(|_| subs) {
            Some(day) => t!(c.texts, "subs-name-from", name = shown(&recipient.name), day = c.day(day)),
            None => shown(&recipient.name),
        };
        let mut row = vec![vec![line(called)]];
        if !subs {
            row.push(vec![line(upper_first(&c.recipient_role(recipient.role)))]);
        }
        row.extend([vec![line(purpose.unwrap_or_else(|| "–".to_owned()))], vec![line(place)]]);
        if contacts {
            row.push(contact(name).unwrap_or_else(|| vec![line("–")]));
        }
        rows.push(row);
    }
    let texts = &c.texts;
    let (caption, head): (_, &[&str]) = if subs {
        ("caption-sub-processors", &["head-sub", "head-purpose", "head-country", "head-contact"])
    } else {
        ("caption-recipients", &["head-recipient", "head-role", "head-purpose", "head-country"])
    };
    let columns = if subs && !contacts { head.len() - 1 } else { head.len() };
    let head = head.iter().take(columns).map(|id| t!(texts, id)).collect();
    Block::Table(Table { caption: t!(texts, caption), head, rows })
}

/// Art. 22: plainly, also if there are none.
pub(crate) fn automated(c: &Composer<'_>) -> Section {
    let described = c.activities().iter().any(|(_, activity)| {
        matches!(activity.notice.automated_decisions, Some(AutomatedDecisions::Described(_)))
    });
    let id = if described { "automated-some" } else { "automated-none" };
    c.section("automated", vec![Block::Paragraph(line(t!(c.texts, id)))], Vec::new())
}

/// For what others decide, one has to ask them: a processor passes requests on (Art. 28(3)(e)).
fn on_behalf_of_others(c: &mut Composer<'_>) -> Option<Section> {
    let policy = c.policy;
    let others = policy.activities.iter().filter(|(_, activity)| activity.role == Role::Processor);
    let mut purposes = Vec::new();
    for (name, activity) in others {
        purposes.push(line(c.purpose(name, activity)));
    }
    if purposes.is_empty() {
        return None;
    }
    let blocks = vec![Block::Paragraph(line(t!(c.texts, "others-lead"))), Block::List(purposes)];
    Some(c.section("others", blocks, Vec::new()))
}
