//! The instruction for what is processed on customers' behalf (Art. 28(3)(a)), with its table of retention. A customer may
//! replace it with one of its own.

use std::collections::BTreeSet;

use gallra_rules::names::{ActivityName, RecipientName};
use gallra_rules::policy::{Activity, RecipientRole};

use crate::Lack;
use crate::compose::{Composer, Duty, HERE, with_line};
use crate::notice::{id_of, recipients_table};
use crate::text::t;
use crate::tree::{Block, Document, Line, Section, line};

/// What a processor undertakes besides security and sub-processors, which have sections of their own (Art. 28(3)(a), (b), (e)–(h),
/// 33(2)); together one sentence.
pub(crate) const UNDERTAKINGS: [&str; 6] =
    ["duty-instructions", "duty-confidentiality", "duty-help", "duty-breach", "duty-end", "duty-audits"];

pub(crate) fn compose(c: &mut Composer<'_>) -> Document {
    let title = t!(c.texts, "instruction-title", organisation = c.organisation());
    let lead = vec![
        Block::Paragraph(line(t!(c.texts, "instruction-lead", organisation = c.organisation()))),
        Block::Paragraph(line(t!(c.texts, "instruction-replace"))),
    ];
    let who = t!(c.texts, "term-processor");
    let identity = c.identity(&who);
    let mut retention = vec![c.retention_table()];
    retention.extend(c.retention_notes());
    let (activities, sub_processors, measures) = (activities(c), sub_processors(c), measures(c));
    let mut sections = vec![c.section("processor", vec![identity], Vec::new()), activities];
    sections.push(c.section("retention", retention, Vec::new()));
    sections.extend([sub_processors, measures, duties(c)]);
    let contact = t!(c.texts, "instruction-contact", contact = HERE);
    let contact = vec![Block::Paragraph(with_line(&contact, HERE, c.reach()))];
    sections.push(c.section("contact", contact, Vec::new()));
    c.document(title, lead, sections)
}

pub(crate) fn activities(c: &mut Composer<'_>) -> Section {
    let mut sections = Vec::new();
    for (name, activity) in c.activities() {
        sections.push(one(c, name, activity));
    }
    c.section("processing", Vec::new(), sections)
}

fn one<'p>(c: &mut Composer<'p>, name: &'p ActivityName, activity: &'p Activity) -> Section {
    let datasets = c.datasets(activity);
    let subjects = c.subjects(&datasets);
    let mut terms = vec![c.term("term-subject-categories", subjects)];
    let categories = c.categories(name, &datasets);
    terms.push(c.term("term-data-categories", vec![line(categories)]));
    let stored = c.stored(activity);
    if !stored.is_empty() {
        let stored = c.listed(&stored);
        terms.push(c.term("term-stored", vec![line(stored)]));
    }
    let then = c.then_and_when(name, activity);
    terms.push(c.term("term-when-due", vec![line(then)]));
    let heading = c.purpose(name, activity);
    Section { id: id_of(name), heading, blocks: vec![Block::Definitions(terms)], sections: Vec::new() }
}

/// Art. 28(2), (4).
pub(crate) fn sub_processors(c: &mut Composer<'_>) -> Section {
    let activities = c.activities();
    let processes = |name: &RecipientName| {
        let recipient = c.policy.recipients.get(name);
        recipient.is_some_and(|it| matches!(it.role, RecipientRole::Processor | RecipientRole::SubProcessor))
    };
    let names: BTreeSet<RecipientName> =
        activities.iter().flat_map(|(_, activity)| c.recipients_of(activity)).filter(processes).collect();
    for name in &names {
        if c.policy.recipients.get(name).is_some_and(|recipient| recipient.agreement.is_none()) {
            c.lacks(Duty::Recipients, format!("recipients.{name}.agreement"), Lack::Agreement);
        }
    }
    let blocks = if names.is_empty() {
        vec![Block::Paragraph(line(t!(c.texts, "sub-processors-none")))]
    } else {
        vec![recipients_table(c, &names), Block::Paragraph(line(t!(c.texts, "sub-processors-duties")))]
    };
    c.section("sub-processors", blocks, Vec::new())
}

/// Art. 32: every measure once.
pub(crate) fn measures(c: &mut Composer<'_>) -> Section {
    let mut told: Vec<String> = Vec::new();
    for (name, activity) in c.activities() {
        for measure in c.measures(name, activity) {
            if !told.contains(&measure) {
                told.push(measure);
            }
        }
    }
    c.section("measures", vec![Block::List(told.into_iter().map(line).collect())], Vec::new())
}

/// What each of the two answers for.
fn duties(c: &Composer<'_>) -> Section {
    let points = |ids: &[&str]| -> Vec<Line> { ids.iter().map(|id| line(t!(c.texts, id))).collect() };
    let yours = ["duty-lawful", "duty-own-security", "duty-inform", "duty-data"];
    let processor = c.section("duties-processor", vec![Block::List(points(&UNDERTAKINGS))], Vec::new());
    let controller = c.section("duties-controller", vec![Block::List(points(&yours))], Vec::new());
    c.section("duties", Vec::new(), vec![processor, controller])
}
