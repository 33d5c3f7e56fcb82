//! The processor agreement (Art. 28(3)) on the structure of the standard contractual clauses in Commission Implementing
//! Decision (EU) 2021/915: sections I to III are clause texts from a template, annexes I to IV follow from the policy and
//! from what is agreed with the customer.

use std::collections::BTreeSet;

use gallra_rules::category::{self, Sensitivity};
use gallra_rules::period::Period;

use crate::compose::{Composer, Duty};
use crate::given::{Customer, Given, Mode};
use crate::instruction::{UNDERTAKINGS, activities, measures, sub_processors};
use crate::safe::shown;
use crate::template::{TemplateFault, Variables, own, read};
use crate::text::t;
use crate::tree::{Block, Clause, Definition, Document, Line, Section, Table, line};
use crate::words::{lower_first, used};
use crate::{Controller, Lack};

/// How long customers can object where the policy does not say: what the standard agreements of the trade have.
const USUAL_WINDOW: Period = Period::days(30);

/// # Errors
/// What is wrong with the template.
pub(crate) fn compose(c: &mut Composer<'_>, given: &Given<'_>) -> Result<Document, Vec<TemplateFault>> {
    let customer = given.customer;
    let title = match customer {
        Some(customer) => t!(c.texts, "agreement-title-customer", customer = shown(&customer.who.name)),
        None => t!(c.texts, "agreement-title", organisation = c.organisation()),
    };
    let lead = lead(c, customer);
    let own = customer.is_some_and(|customer| customer.mode == Mode::Own);
    let mut sections = if own { vec![required(c)] } else { clauses(c, given)? };
    let (parties, processing) = (parties(c, customer), processing(c, customer));
    sections.extend([parties, processing, technical(c), subs(c, customer)]);
    Ok(c.document(title, lead, sections))
}

/// Names of variables with what they stand for.
pub(crate) fn variables(c: &Composer<'_>, customer: Option<&Customer>) -> Variables {
    let organisation = &c.policy.organisation;
    let who = customer.map(|customer| &customer.who);
    let of = |text: fn(&Controller) -> &String| who.map(|who| shown(text(who))).unwrap_or_default();
    let window = c.period(organisation.objection_window.unwrap_or(USUAL_WINDOW));
    let name = who.map_or_else(|| t!(c.texts, "agreement-the-customer"), |who| shown(&who.name));
    [
        ("customer.name", name),
        ("customer.number", of(|who| &who.number)),
        ("customer.contact", of(|who| &who.contact)),
        ("processor.name", c.organisation()),
        ("processor.number", organisation.number.as_deref().map(shown).unwrap_or_default()),
        ("processor.contact", crate::tree::words(&c.reach())),
        ("objection.window", window),
        ("authority", crate::tree::words(&c.authority())),
        ("country", c.country(&organisation.country)),
    ]
    .into()
}

fn lead(c: &Composer<'_>, customer: Option<&Customer>) -> Vec<Block> {
    let mut lead = vec![Block::Paragraph(line(t!(c.texts, "agreement-lead")))];
    let Some(customer) = customer else { return lead };
    if let Some((day, version)) = customer.agreement {
        let (day, version) = (c.day(day), version.to_string());
        lead.push(Block::Paragraph(line(t!(c.texts, "agreement-version", day = day, version = version))));
    }
    let id = match customer.mode {
        Mode::Company => return lead,
        Mode::Own => "agreement-mode-own",
        Mode::Both => "agreement-mode-both",
    };
    let mut told = t!(c.texts, id, customer = shown(&customer.who.name));
    if let Some((day, hash)) = &customer.own_text {
        let sentence = t!(c.texts, "agreement-own-text", day = c.day(*day), hash = shown(hash));
        told = format!("{told} {sentence}");
    }
    lead.push(Block::Note(line(told)));
    lead
}

fn clauses(c: &mut Composer<'_>, given: &Given<'_>) -> Result<Vec<Section>, Vec<TemplateFault>> {
    let place = format!("templates/{}/agreement.md", c.texts.language);
    let (ours, theirs) = (own(c.texts.language.as_str()), given.clauses.filter(|all| !all.is_empty()));
    let (found, lack) = match theirs {
        Some(all) => (all.get(c.texts.language.as_str()), Lack::OwnText),
        None => (ours.as_ref(), Lack::Translation),
    };
    let Some(template) = found else {
        c.lacks(Duty::Clarity, place, lack);
        return Ok(Vec::new());
    };
    let found = read(template, &variables(c, given.customer), "clause")?;
    let mut sections = found.sections;
    if !found.lead.is_empty() {
        sections.insert(0, c.section("clauses", found.lead, Vec::new()));
    }
    Ok(sections)
}

/// What a customer's own text has to say where it stands in place of the clauses (Art. 28(3)(a)–(h)): it is the contract, and
/// nobody here has read it.
fn required(c: &Composer<'_>) -> Section {
    let points = ('a'..='h').map(|point| Clause {
        number: format!("({point})"),
        line: line(t!(c.texts, &format!("own-required-{point}"))),
    });
    let blocks = vec![Block::Note(line(t!(c.texts, "own-required-words"))), Block::Clauses(points.collect())];
    c.section("own-required", blocks, Vec::new())
}

/// Annex I.
fn parties(c: &mut Composer<'_>, customer: Option<&Customer>) -> Section {
    let who = t!(c.texts, "annex-name");
    let theirs = match customer {
        Some(customer) => party(c, &customer.who, &customer.number),
        None => vec![Block::Paragraph(line(t!(c.texts, "annex-any-customer")))],
    };
    let ours = vec![c.identity(&who)];
    let inner = vec![
        c.section("annex-controller", theirs, Vec::new()),
        c.section("annex-processor", ours, Vec::new()),
        c.section("annex-signatures", vec![signatures(c)], Vec::new()),
    ];
    c.section("annex-1", Vec::new(), inner)
}

fn party(c: &Composer<'_>, who: &Controller, number: &str) -> Vec<Block> {
    let rows = [
        ("annex-name", &who.name),
        ("term-number", &who.number),
        ("term-contact", &who.contact),
        ("term-representative", &who.representative),
        ("term-dpo", &who.dpo),
    ];
    let told = rows.into_iter().filter(|(_, text)| !text.trim().is_empty());
    let mut terms: Vec<Definition> = told.map(|(id, text)| c.term(id, vec![line(shown(text))])).collect();
    if !number.is_empty() {
        terms.push(c.term("annex-customer-number", vec![line(shown(number))]));
    }
    vec![Block::Definitions(terms)]
}

fn signatures(c: &Composer<'_>) -> Block {
    // Room to write in.
    let blank = || vec![line("\u{a0}".repeat(30)); 3];
    let head = ["annex-party", "annex-signature", "annex-place"].map(|id| t!(c.texts, id)).to_vec();
    let row = |id: &str| vec![vec![line(t!(c.texts, id))], blank(), blank()];
    let rows = vec![row("section-annex-controller"), row("section-annex-processor")];
    Block::Table(Table { caption: t!(c.texts, "annex-signatures-caption"), head, rows })
}

/// Annex II.
fn processing(c: &mut Composer<'_>, customer: Option<&Customer>) -> Section {
    let mut sections = activities(c).sections;
    let mut blocks = vec![Block::Paragraph(line(t!(c.texts, "annex-2-lead")))];
    blocks.push(Block::Paragraph(line(sensitive(c))));
    let mut retention = vec![c.retention_table()];
    retention.extend(chosen(c, customer));
    retention.extend(c.retention_notes());
    retention.push(Block::Paragraph(line(t!(c.texts, "annex-duration"))));
    sections.push(c.section("retention", retention, Vec::new()));
    c.section("annex-2", blocks, sections)
}

/// Special categories and criminal data (Art. 9, 10), by what the policy says that the data is. What others write, show or
/// store is not ours to promise.
fn sensitive(c: &Composer<'_>) -> String {
    let activities = c.activities();
    let names: BTreeSet<&str> =
        activities.iter().flat_map(|(_, activity)| used(&c.datasets(activity))).collect();
    let there = || category::all().filter(|it| names.contains(it.name));
    let open = there().any(|it| it.is_open());
    let told: Vec<String> = there()
        .filter(|it| matches!(it.sensitivity, Sensitivity::Special | Sensitivity::Criminal))
        .map(|it| lower_first(&c.category(&it)))
        .collect();
    let mut sentences = Vec::new();
    if !told.is_empty() {
        sentences.push(t!(c.texts, "annex-sensitive", categories = c.listed(&told)));
    }
    if open {
        sentences.push(t!(c.texts, "annex-open"));
    }
    if told.is_empty() {
        let id = if open { "annex-sensitive-besides" } else { "annex-sensitive-none" };
        sentences.push(t!(c.texts, id));
    }
    sentences.join(" ")
}

/// What the customer has chosen for itself.
fn chosen(c: &mut Composer<'_>, customer: Option<&Customer>) -> Option<Block> {
    let periods = &customer?.periods;
    let mut rows = Vec::new();
    for (name, period) in periods {
        let Some((name, dataset)) = c.policy.datasets.get_key_value(name) else { continue };
        let about = c.activities().into_iter().find(|(_, activity)| activity.data.contains(name));
        let Some((activity, _)) = about else { continue };
        let called = c.called(activity, name, dataset);
        rows.push(vec![vec![line(called)], vec![line(c.period(*period))]]);
    }
    let head = ["head-data", "annex-chosen"].map(|id| t!(c.texts, id)).to_vec();
    let caption = t!(c.texts, "annex-chosen-caption");
    (!rows.is_empty()).then_some(Block::Table(Table { caption, head, rows }))
}

/// Annex III.
fn technical(c: &mut Composer<'_>) -> Section {
    let mut blocks = vec![Block::Paragraph(line(t!(c.texts, "annex-3-lead")))];
    blocks.extend(measures(c).blocks);
    blocks.extend(c.backup_sentence().map(|sentence| Block::Paragraph(line(sentence))));
    let help: Vec<Line> = UNDERTAKINGS.into_iter().map(|id| line(t!(c.texts, id))).collect();
    let help = vec![Block::Paragraph(line(t!(c.texts, "annex-help-lead"))), Block::List(help)];
    let help = c.section("annex-help", help, Vec::new());
    c.section("annex-3", blocks, vec![help])
}

/// Annex IV.
fn subs(c: &mut Composer<'_>, customer: Option<&Customer>) -> Section {
    let mut section = sub_processors(c);
    let objected = customer.map(|customer| customer.objected.as_slice()).unwrap_or_default();
    if !objected.is_empty() {
        let names: Vec<String> = objected.iter().map(|name| shown(name)).collect();
        let names = c.listed(&names);
        section.blocks.push(Block::Note(line(t!(c.texts, "annex-objected", names = names))));
    }
    c.section("annex-4", section.blocks, Vec::new())
}
