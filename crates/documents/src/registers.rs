//! Lists that customers and visitors ask for: security measures (Art. 32), sub-processors with the notices that were given
//! (Art. 28(2)), and what rests on consent, cookies first (Art. 7; LEK 2022:482 9:28).

use std::collections::{BTreeMap, BTreeSet};

use gallra_rules::category;
use gallra_rules::names::{ActivityName, MeasureName};
use gallra_rules::period::Period;
use gallra_rules::policy::{Activity, Again, Basis};
use gallra_rules::recipients::sub_processors;

use crate::Lack;
use crate::compose::{Composer, Duty, HERE, with_line};
use crate::given::{Change, Given, Told};
use crate::notice::{id_of, recipients_table};
use crate::rights::authority;
use crate::safe::shown;
use crate::text::{Texts, t};
use crate::tree::{Block, Document, Line, Section, Table, line};
use crate::words::{period, used};

/// How long customers can object where the policy does not say.
const USUAL_WINDOW: Period = Period::days(30);

/// Whether anything rests on consent.
pub(crate) fn on_consent(activity: &Activity) -> bool {
    activity.basis.iter().chain(&activity.other_bases).any(|basis| matches!(basis, Basis::Consent { .. }))
}

/// The register of security measures.
pub(crate) fn measures(c: &mut Composer<'_>) -> Document {
    let title = t!(c.texts, "measures-title", organisation = c.organisation());
    let lead = vec![Block::Paragraph(line(t!(c.texts, "measures-lead", organisation = c.organisation())))];
    let mut protects: BTreeMap<&MeasureName, Vec<Line>> = BTreeMap::new();
    for (name, activity) in c.activities() {
        if activity.measures.is_empty() {
            c.lacks(Duty::Measures, format!("activities.{name}.measures"), Lack::Measures);
        }
        let purpose = c.purpose(name, activity);
        for measure in &activity.measures {
            protects.entry(measure).or_default().push(line(purpose.clone()));
        }
    }
    let policy = c.policy;
    let mut rows = Vec::new();
    for (name, measure) in &policy.measures {
        let Some(purposes) = protects.remove(name) else { continue };
        let told = c.own(&measure.description, Duty::Measures, &format!("measures.{name}"));
        rows.push(vec![vec![line(told)], purposes]);
    }
    let head = ["head-measure", "head-protects"].map(|id| t!(c.texts, id)).to_vec();
    let table = Block::Table(Table { caption: t!(c.texts, "caption-measures"), head, rows });
    let mut blocks = vec![table];
    blocks.extend(c.backup_sentence().map(|sentence| Block::Paragraph(line(sentence))));
    let mut sections = vec![c.section("measures", blocks, Vec::new())];
    sections.extend(people(c));
    sections.push(contact(c, "measures-contact"));
    c.document(title, lead, sections)
}

/// How often people keep a duty.
pub(crate) fn again(texts: &Texts, again: Again) -> String {
    match again {
        Again::Every(Period::Calendar { months: 1, days: 0 }) => t!(texts, "duty-every-month"),
        Again::Every(Period::Calendar { months: 12, days: 0 }) => t!(texts, "duty-every-year"),
        Again::Every(every) => t!(texts, "duty-every", period = period(texts, every)),
        Again::Certificate => t!(texts, "duty-certificate"),
    }
}

/// What only people can keep.
fn people(c: &mut Composer<'_>) -> Option<Section> {
    let policy = c.policy;
    let mut rows = Vec::new();
    for (name, duty) in &policy.duties {
        let what = c.own(&duty.what, Duty::Measures, &format!("duties.{name}.what"));
        let every = again(&c.texts, duty.again);
        rows.push(vec![vec![line(what)], vec![line(every)]]);
    }
    let head = ["head-duty", "head-every"].map(|id| t!(c.texts, id)).to_vec();
    let blocks = vec![Block::Table(Table { caption: t!(c.texts, "caption-duties"), head, rows })];
    (!policy.duties.is_empty()).then(|| c.section("people", blocks, Vec::new()))
}

/// The list of sub-processors, with what customers were told of its changes.
pub(crate) fn subs(c: &mut Composer<'_>, given: &Given<'_>) -> Document {
    let title = t!(c.texts, "subs-title", organisation = c.organisation());
    let lead = vec![Block::Paragraph(line(t!(c.texts, "subs-lead", organisation = c.organisation())))];
    let names: BTreeSet<_> = sub_processors(c.policy).into_keys().cloned().collect();
    let blocks = if names.is_empty() {
        vec![Block::Paragraph(line(t!(c.texts, "sub-processors-none")))]
    } else {
        vec![recipients_table(c, &names)]
    };
    let mut sections = vec![c.section("sub-processors", blocks, Vec::new()), coming(c, &names)];
    sections.retain(|section| !section.blocks.is_empty());
    let window = c.period(c.policy.organisation.objection_window.unwrap_or(USUAL_WINDOW));
    let how = t!(c.texts, "subs-objection", window = window, contact = HERE);
    let how = vec![Block::Paragraph(with_line(&how, HERE, c.reach()))];
    sections.push(c.section("objection", how, Vec::new()));
    sections.extend(given.notices.map(|notices| told(c, notices)));
    c.document(title, lead, sections)
}

/// Those who are not used yet.
fn coming(c: &Composer<'_>, names: &BTreeSet<gallra_rules::names::RecipientName>) -> Section {
    let mut points = Vec::new();
    for name in names {
        let Some(recipient) = c.policy.recipients.get(name) else { continue };
        if let Some(from) = recipient.from {
            points.push(line(t!(c.texts, "subs-from", name = shown(&recipient.name), day = c.day(from))));
        }
    }
    let blocks = if points.is_empty() { Vec::new() } else { vec![Block::List(points)] };
    c.section("subs-coming", blocks, Vec::new())
}

fn told(c: &Composer<'_>, notices: &[Told]) -> Section {
    let mut rows = Vec::new();
    for notice in notices.iter().rev() {
        let change = t!(
            c.texts,
            match notice.change {
                Change::Added => "subs-added",
                Change::Changed => "subs-changed",
                Change::Removed => "subs-removed",
            }
        );
        let (on, until) = (c.day(notice.on), c.day(notice.until));
        rows.push(vec![
            vec![line(on)],
            vec![line(shown(&notice.name))],
            vec![line(change)],
            vec![line(until)],
        ]);
    }
    let blocks = if rows.is_empty() {
        vec![Block::Paragraph(line(t!(c.texts, "subs-no-notices")))]
    } else {
        let head = ["head-told", "head-sub", "head-change", "head-until"].map(|id| t!(c.texts, id)).to_vec();
        vec![Block::Table(Table { caption: t!(c.texts, "caption-notices"), head, rows })]
    };
    c.section("subs-notices", blocks, Vec::new())
}

/// What rests on consent, how long, and how to take it back: first what is stored on or read from people's devices. Where
/// nothing is, the page says nothing of cookies.
pub(crate) fn cookies(c: &mut Composer<'_>) -> Document {
    let (on_device, other): (Vec<_>, Vec<_>) =
        c.activities().into_iter().partition(|(_, activity)| is_on_device(c, activity));
    let with_cookies = !on_device.is_empty();
    // The law on cookies is the country's own.
    let swedish = c.policy.organisation.country == "SE";
    let (title, lead) = match (with_cookies, swedish) {
        (true, true) => ("cookies-title", "cookies-lead-se"),
        (true, false) => ("cookies-title", "cookies-lead"),
        (false, _) => ("consent-title", "consent-lead"),
    };
    let title = t!(c.texts, title, organisation = c.organisation());
    let lead = vec![Block::Paragraph(line(t!(c.texts, lead)))];
    let (on_device, other) = (consented(c, on_device), consented(c, other));
    let mut inner = Vec::new();
    if with_cookies {
        inner.push(c.section("cookies-device", Vec::new(), on_device));
        inner.extend((!other.is_empty()).then(|| c.section("cookies-other", Vec::new(), other)));
    } else {
        inner = other;
    }
    let words = |id: &str| vec![Block::Paragraph(line(t!(c.texts, id)))];
    let mut sections = vec![c.section("cookies-consent", words("cookies-consent"), inner)];
    if with_cookies {
        sections.push(c.section("cookies-needed", words("cookies-needed"), Vec::new()));
    }
    sections.push(c.section("cookies-choice", words("cookies-choice"), Vec::new()));
    let withdraw = t!(c.texts, "cookies-withdraw", contact = HERE);
    let mut withdraw = vec![Block::Paragraph(with_line(&withdraw, HERE, c.reach()))];
    withdraw.extend(with_cookies.then(|| words("cookies-browser")).into_iter().flatten());
    sections.push(c.section("cookies-withdraw", withdraw, Vec::new()));
    let complaint = if with_cookies && swedish { "cookies-complaint-se" } else { "cookies-complaint" };
    let authority = authority(&c.policy.organisation, &c.texts);
    let blocks =
        vec![Block::Paragraph(with_line(&t!(c.texts, complaint, authority = HERE), HERE, authority.clone()))];
    sections.push(c.section("cookies-complaint", blocks, Vec::new()));
    if authority.is_empty() {
        c.lacks(Duty::Complaint, "organisation.authority", Lack::Authority);
    }
    c.document(title, lead, sections)
}

/// Whether any of the data is stored on people's own devices or read from them, as far as its categories tell.
fn is_on_device(c: &Composer<'_>, activity: &Activity) -> bool {
    let named = activity.data.iter().filter_map(|name| c.policy.datasets.get_key_value(name));
    let used = used(&named.collect::<Vec<_>>());
    category::all().any(|it| it.is_on_device() && used.contains(it.name))
}

/// A section for each activity that rests on consent, with the other bases that it may have.
fn consented<'p>(c: &mut Composer<'p>, activities: Vec<(&'p ActivityName, &'p Activity)>) -> Vec<Section> {
    let mut sections = Vec::new();
    for (name, activity) in activities {
        let datasets = c.datasets(activity);
        let bases = c.bases(name, activity);
        let categories = c.categories(name, &datasets);
        let periods = c.periods(name, activity, &datasets);
        let terms = vec![
            c.term("term-basis", vec![line(bases)]),
            c.term("term-data-categories", vec![line(categories)]),
            c.term("term-time-limits", periods),
        ];
        let heading = c.purpose(name, activity);
        let blocks = vec![Block::Definitions(terms)];
        sections.push(Section { id: id_of(name), heading, blocks, sections: Vec::new() });
    }
    sections
}

fn contact(c: &Composer<'_>, id: &str) -> Section {
    let text = t!(c.texts, id, contact = HERE);
    c.section("contact", vec![Block::Paragraph(with_line(&text, HERE, c.reach()))], Vec::new())
}
