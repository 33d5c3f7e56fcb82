//! Records of processing: the controller's (Art. 30(1)) and the processor's (Art. 30(2)).

use gallra_rules::names::ActivityName;
use gallra_rules::policy::{Activity, RecipientRole};

use crate::compose::{Composer, Duty};
use crate::notice::id_of;
use crate::safe::shown;
use crate::text::t;
use crate::tree::{Block, Document, Line, Section, Table, line};
use crate::{Controller, Kind, Lack};

/// Art. 30(1).
pub(crate) fn controller(c: &mut Composer<'_>) -> Document {
    let title = t!(c.texts, "records-title", organisation = c.organisation());
    let lead = vec![Block::Paragraph(line(t!(c.texts, "records-lead")))];
    let who = t!(c.texts, "term-controller");
    let identity = c.identity(&who);
    let sections = vec![c.section("who", vec![identity], Vec::new()), activities(c)];
    c.document(title, lead, sections)
}

/// Art. 30(2).
pub(crate) fn processor(c: &mut Composer<'_>, controllers: &[Controller]) -> Document {
    let title = t!(c.texts, "processor-records-title", organisation = c.organisation());
    let lead = vec![Block::Paragraph(line(t!(c.texts, "processor-records-lead")))];
    let who = t!(c.texts, "term-processor");
    let identity = c.identity(&who);
    let on_behalf_of = on_behalf_of(c, controllers);
    // A record of what is done for one controller has the periods that it chose.
    if let [only] = controllers {
        c.chosen.clone_from(&only.periods);
    }
    let sections = vec![c.section("processor", vec![identity], Vec::new()), on_behalf_of, activities(c)];
    c.document(title, lead, sections)
}

/// Each controller on whose behalf data is processed (Art. 30(2)(a)).
fn on_behalf_of(c: &mut Composer<'_>, controllers: &[Controller]) -> Section {
    if controllers.is_empty() {
        c.lacks(Duty::Identity, "--controllers", Lack::Controllers);
    }
    for (row, one) in (1..).zip(controllers) {
        if one.name.trim().is_empty() || one.contact.trim().is_empty() {
            // By its number: a name has no place in a message.
            let who = if one.party.is_empty() { format!("row {row}") } else { one.party.clone() };
            c.lacks(Duty::Identity, format!("register {who}"), Lack::Reach);
        }
    }
    let cell = |text: &str| {
        let text = shown(text);
        vec![line(if text.is_empty() { "–".to_owned() } else { text })]
    };
    let rows = controllers.iter().map(|one| {
        vec![
            cell(&one.name),
            cell(&one.number),
            cell(&one.contact),
            cell(&one.representative),
            cell(&one.dpo),
        ]
    });
    let head = ["head-controller", "head-number", "head-contact", "head-representative", "head-dpo"];
    let table = Block::Table(Table {
        caption: t!(c.texts, "caption-controllers"),
        head: head.into_iter().map(|id| t!(c.texts, id)).collect(),
        rows: rows.collect(),
    });
    c.section("controllers", vec![table], Vec::new())
}

fn activities(c: &mut Composer<'_>) -> Section {
    let mut sections = Vec::new();
    for (name, activity) in c.activities() {
        sections.push(one(c, name, activity));
    }
    c.section("processing", Vec::new(), sections)
}

fn one<'p>(c: &mut Composer<'p>, name: &'p ActivityName, activity: &'p Activity) -> Section {
    let datasets = c.datasets(activity);
    let own = c.kind == Kind::Records;
    let heading = c.purpose(name, activity);
    let first = if own { "term-purpose" } else { "term-category-of-processing" };
    let mut terms = vec![c.term(first, vec![line(heading.clone())])];
    if own {
        terms.extend(c.jointly(name, activity));
        let basis = c.bases(name, activity);
        terms.push(c.term("term-basis", vec![line(basis)]));
        let interests = c.interests(name, activity);
        if !interests.is_empty() {
            terms.push(c.term("term-interest", interests));
        }
    }
    if let Some(special) = &activity.special_basis {
        let article = c.texts.article(&shown(special));
        let words = t!(c.texts, "special-basis", article = article);
        terms.push(c.term("term-special", vec![line(words)]));
    }
    let subjects = c.subjects(&datasets);
    terms.push(c.term("term-subject-categories", subjects));
    let categories = c.categories(name, &datasets);
    terms.push(c.term("term-data-categories", vec![line(categories)]));
    let receivers = receivers(c, activity);
    terms.push(c.term("term-recipient-categories", receivers));
    let transfers = transfers(c, activity);
    terms.push(c.term("term-transfers", transfers));
    let stored = c.stored(activity);
    if !stored.is_empty() {
        let stored = c.listed(&stored);
        terms.push(c.term("term-stored", vec![line(stored)]));
    }
    let mut periods = c.periods(name, activity, &datasets);
    periods.push(line(c.then_and_when(name, activity)));
    terms.push(c.term("term-time-limits", periods));
    let measures = c.measures(name, activity).into_iter().map(line).collect();
    terms.push(c.term("term-measures", measures));
    Section { id: id_of(name), heading, blocks: vec![Block::Definitions(terms)], sections: Vec::new() }
}

/// With their agreements: a processor without one is a finding (Art. 28(3)).
fn receivers(c: &mut Composer<'_>, activity: &Activity) -> Vec<Line> {
    let mut lines = Vec::new();
    for name in c.recipients_of(activity) {
        let Some(recipient) = c.policy.recipients.get(&name) else { continue };
        let role = c.recipient_role(recipient.role);
        let place = c.country(&recipient.country);
        let told = t!(c.texts, "recipient", name = shown(&recipient.name), role = role, place = place);
        if let Some(agreement) = &recipient.agreement {
            lines.push(line(t!(c.texts, "with-agreement", recipient = told, agreement = shown(agreement))));
        } else {
            if matches!(recipient.role, RecipientRole::Processor | RecipientRole::SubProcessor) {
                c.lacks(Duty::Recipients, format!("recipients.{name}.agreement"), Lack::Agreement);
            }
            lines.push(line(told));
        }
    }
    if lines.is_empty() { vec![line(t!(c.texts, "recipients-none"))] } else { lines }
}

/// Countries outside the EEA with their mechanism, or that there are none.
fn transfers(c: &mut Composer<'_>, activity: &Activity) -> Vec<Line> {
    let mut told: Vec<String> = Vec::new();
    for name in c.recipients_of(activity) {
        let Some(recipient) = c.policy.recipients.get(&name) else { continue };
        if !gallra_rules::check::in_eea(&recipient.country) {
            let place = c.place(&recipient.country, recipient.transfer, &format!("recipients.{name}"));
            told.push(t!(c.texts, "transfer-to", name = shown(&recipient.name), place = place));
        }
    }
    for name in &activity.data {
        let Some(system) =
            c.policy.datasets.get(name).and_then(|it| c.policy.systems.get_key_value(&it.system))
        else {
            continue;
        };
        if let (name, Some(code)) = (system.0, &system.1.country)
            && !gallra_rules::check::in_eea(code)
        {
            let place = c.place(code, system.1.transfer, &format!("systems.{name}"));
            told.push(t!(c.texts, "transfer-storage", place = place));
        }
    }
    told.dedup();
    if told.is_empty() {
        vec![line(t!(c.texts, "transfers-none"))]
    } else {
        told.into_iter().map(line).collect()
    }
}
