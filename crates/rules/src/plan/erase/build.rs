//! From groups with verdicts to steps in their order, with what keeps single records back.

use std::collections::{BTreeMap, BTreeSet};

use super::order::{self, Opened};
use super::reads::{Reads, anchors_over};
use super::{About, Draft, Item};
use crate::decide::{Anonymised, Decided, Group, Verdict};
use crate::keys::{KeyQuestion, KeysName};
use crate::links::Found;
use crate::names::DatasetName;
use crate::plan::anchors::Place;
use crate::plan::children::{Gone, Target, disposable, exceptions, unlink};
use crate::plan::draft::Context;
use crate::plan::keys::{is_key, question as key_question};
use crate::plan::logic::{all, along, any};
use crate::plan::rule::within;
use crate::plan::{Action, Expected, Question, Step, StepId, fit};
use crate::predicate::{Join, Predicate, Replacement, TableRef};

/// Datasets that cannot be planned, and why.
type Lost = BTreeMap<DatasetName, String>;

/// Something that is done to records of one dataset.
pub(super) struct Part<'a> {
    pub(super) place: Place<'a>,
    /// Position among the groups; none for a step that opens a circle.
    group: Option<usize>,
    id: StepId,
    action: Action,
    which: Predicate,
    /// Records that are others' lose a link, and nothing else changes.
    cuts: bool,
}

impl Part<'_> {
    pub(super) fn deletes(&self) -> bool {
        self.action == Action::Delete
    }

    /// The rule of the step.
    fn due(&self) -> Predicate {
        match &self.action {
            Action::Delete => self.which.clone(),
            Action::Anonymise(columns) => {
                all([self.which.clone(), Predicate::NotAnonymised { columns: columns.clone() }])
            }
        }
    }

    fn changed(&self) -> BTreeSet<String> {
        match &self.action {
            Action::Delete => BTreeSet::new(),
            Action::Anonymise(columns) => columns.keys().cloned().collect(),
        }
    }
}

pub(super) fn build(
    context: &Context<'_>,
    about: &About,
    found: &Found,
    decided: Decided,
) -> Result<Draft, Lost> {
    let parts = in_order(context, &decided)?;
    let mut lost = Lost::new();
    let mut remember = Vec::new();
    for (at, part) in parts.iter().enumerate().filter(|(_, part)| !part.cuts) {
        match fragile(about, found, &parts, (at, part)) {
            Ok(question) => remember.extend(question),
            Err(why) => drop(lost.insert(part.place.name.clone(), why)),
        }
    }
    let mut unique: Vec<KeyQuestion> = Vec::new();
    for question in remember {
        if !unique.iter().any(|known| known.name == question.name) {
            unique.push(question);
        }
    }
    let mut items = Vec::new();
    let mut gone = Gone::default();
    for (at, part) in parts.iter().enumerate() {
        match item(context, &parts, (at, part), &gone) {
            Err(why) => drop(lost.insert(part.place.name.clone(), why)),
            Ok(item) => {
                note_gone(&mut gone, part, &item);
                items.push(item);
            }
        }
    }
    if !lost.is_empty() {
        return Err(lost);
    }
    let quiet = decided.groups.iter().enumerate().filter(|(_, group)| !group.verdict.changes());
    items.extend(quiet.map(|(at, group)| Item { group: Some(at), step: None, question: group.question() }));
    Ok(Draft { decided, remember: unique, items })
}

/// What the steps after this one need not reckon with any more.
fn note_gone(gone: &mut Gone, part: &Part<'_>, item: &Item) {
    let Some((step, _)) = &item.step else { return };
    let which = disposable(&part.which, &step.except);
    match &part.action {
        Action::Delete => {
            let known = gone.rows.entry(part.place.name.clone()).or_insert_with(Predicate::never);
            *known = any([known.clone(), which]);
        }
        Action::Anonymise(columns) => {
            let null = columns.iter().filter(|(_, with)| **with == Replacement::Null);
            let null: BTreeSet<String> = null.map(|(column, _)| column.clone()).collect();
            gone.cut.push((part.place.shape.table.clone(), null, which));
        }
    }
}

/// The changes in the order in which they are made.
fn in_order<'a>(context: &Context<'a>, decided: &Decided) -> Result<Vec<Part<'a>>, Lost> {
    let mut lost = Lost::new();
    let mut parts: Vec<Part<'a>> = Vec::new();
    for (at, group) in decided.groups.iter().enumerate().filter(|(_, group)| group.verdict.changes()) {
        let cuts = parts.iter().filter(|part| part.cuts && *part.place.name == group.dataset).count();
        match part(context, (at, group), cuts) {
            Ok(part) => parts.push(part),
            Err(why) => drop(lost.insert(group.dataset.clone(), why)),
        }
    }
    if !lost.is_empty() {
        return Err(lost);
    }
    let (mut cuts, theirs): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| part.cuts);
    let mut names: Vec<&'a DatasetName> = Vec::new();
    for part in &theirs {
        if !names.contains(&part.place.name) {
            names.push(part.place.name);
        }
    }
    let (sorted, opened) = order::sort(context.policy, context.shapes, &theirs, &names)?;
    let open: Vec<Part<'a>> = opened.iter().filter_map(|link| open(&theirs, link)).collect();
    let mut left = theirs;
    cuts.extend(open);
    for name in sorted {
        let (mut here, others): (Vec<_>, Vec<_>) = left.into_iter().partition(|part| part.place.name == name);
        cuts.append(&mut here);
        left = others;
    }
    Ok(cuts)
}

fn part<'a>(context: &Context<'a>, (at, group): (usize, &Group), cuts: usize) -> Result<Part<'a>, String> {
    let name = context.policy.datasets.get_key_value(&group.dataset).map(|(name, _)| name);
    let place = Place::find(context, name.ok_or("the policy does not have it")?)?;
    let (verb, action, is_cut) = match &group.verdict {
        Verdict::Anonymise { columns, why } => {
            let cuts = *why == Anonymised::Link;
            (if cuts { "cut" } else { "blank" }, Action::Anonymise(columns.clone()), cuts)
        }
        _ => ("erase", Action::Delete, false),
    };
    let id = match (is_cut, cuts) {
        (true, more @ 1..) => format!("{verb}:{name}:{}", more + 1, name = group.dataset),
        _ => format!("{verb}:{}", group.dataset),
    };
    Ok(Part { place, group: Some(at), id: StepId(id), action, which: group.which.clone(), cuts: is_cut })
}

/// Records that go in any case forget those that go before them, where they name each other in a circle.
fn open<'a>(parts: &[Part<'a>], link: &Opened) -> Option<Part<'a>> {
    let place = parts.iter().find(|part| *part.place.name == link.child)?.place;
    let parent = parts.iter().find(|part| *part.place.name == link.parent)?.place;
    let columns: BTreeMap<String, Replacement> =
        link.on.iter().map(|(column, _)| (column.clone(), Replacement::Null)).collect();
    fit::anonymise(&place, &columns).ok()?;
    let of = |name: &DatasetName, deletes: bool| {
        let parts = parts.iter().filter(|part| part.place.name == name && (!deletes || part.deletes()));
        any(parts.map(|part| part.which.clone()))
    };
    let join = Join { table: parent.shape.table.clone(), on: link.on.clone() };
    let which = all([of(&link.child, false), along(&[join], of(&link.parent, true))]);
    let by = link.on.iter().map(|(column, _)| column.as_str()).collect::<Vec<_>>().join("+");
    let id = StepId(format!("open:{}:{by}", link.child));
    Some(Part { place, group: None, id, action: Action::Anonymise(columns), which, cuts: false })
}

/// Whether a record would no longer be found to be the person's once the steps before its own (and part of its own) are
/// done; then its key has to be remembered.
fn fragile(
    about: &About,
    found: &Found,
    parts: &[Part<'_>],
    (at, part): (usize, &Part<'_>),
) -> Result<Option<KeyQuestion>, String> {
    let Some(theirs) = found.theirs.get(part.place.name) else { return Ok(None) };
    let reads = Reads::of(&theirs.goes);
    let mut breaks = false;
    for earlier in parts.iter().take(at + 1).filter(|earlier| !earlier.cuts) {
        let table = &earlier.place.shape.table;
        if earlier.place.dataset.system != part.place.dataset.system {
            continue;
        }
        let is_this = earlier.id == part.id;
        breaks |= match &earlier.action {
            Action::Delete => reads.looks_at(table),
            Action::Anonymise(_) => {
                let changed = earlier.changed();
                reads.looks_at_any(table, &changed)
                    || *table == part.place.shape.table && !reads.own.is_disjoint(&changed)
            }
        };
        if !is_this && earlier.deletes() && anchors_over(&part.which, table) {
            return Err(loses(part.place.name, earlier.place.name));
        }
    }
    if !breaks {
        return Ok(None);
    }
    remembered(about, part, &theirs.goes).or_else(|why| {
        // Its own change is made once for each record, and nothing after it looks for the record again.
        let through_others = parts.iter().take(at + 1).any(|earlier| {
            !earlier.cuts
                && earlier.place.dataset.system == part.place.dataset.system
                && reads.looks_at(&earlier.place.shape.table)
        });
        if through_others { Err(why) } else { Ok(None) }
    })
}

fn remembered(about: &About, part: &Part<'_>, goes: &Predicate) -> Result<Option<KeyQuestion>, String> {
    let place = &part.place;
    let [column] = place.key() else {
        return Err(format!(
            "its records are found through records that go before them, and `{}` has no key of one column by which \
             they could be remembered",
            place.shape.table
        ));
    };
    is_key(place, column)?;
    let name = KeysName::of_request(&about.name(), place.name, column);
    let asked = key_question(place, name, column, column, goes.clone());
    Ok(Some(KeyQuestion { of_party: None, ..asked }))
}

fn loses(reader: &DatasetName, source: &DatasetName) -> String {
    format!(
        "what keeps it is counted from records of `{source}`, which go before it, and the date goes with them; copy the \
         date into a column of `{reader}`"
    )
}

fn item(
    context: &Context<'_>,
    parts: &[Part<'_>],
    (at, part): (usize, &Part<'_>),
    gone: &Gone,
) -> Result<Item, String> {
    let place = &part.place;
    let due = part.due();
    let except = exceptions(context, Target { place, due: &due, deletes: part.deletes() }, gone)?;
    let effects = if part.deletes() { place.shape.effects.clone() } else { Vec::new() };
    let system = context.policy.systems.get(&place.dataset.system);
    let step = Step {
        id: part.id.clone(),
        system: place.dataset.system.clone(),
        dataset: place.name.clone(),
        table: place.shape.table.clone(),
        key: place.key().to_vec(),
        action: part.action.clone(),
        due: due.clone(),
        except,
        unlink: if part.deletes() { unlink(place) } else { Vec::new() },
        expected: Expected::default(),
        because: Vec::new(),
        after: waits_for(context, parts.get(..at).unwrap_or_default(), part),
        guard: None,
        residue: system.map(|system| system.residue).unwrap_or_default(),
    };
    let question = Question {
        dataset: place.name.clone(),
        system: place.dataset.system.clone(),
        table: place.shape.table.clone(),
        key: place.key().to_vec(),
        within: within(place)?,
        due,
        oldest_of: None,
        overdue: None,
        counts: BTreeMap::new(),
        except: step.except.iter().map(|exception| exception.foreseen.clone()).collect(),
        effects: effects.clone(),
        partitions: Vec::new(),
    };
    Ok(Item { group: part.group, step: Some((step, effects)), question })
}

/// The steps that must be over before this one begins: whatever names its records, or finds its own through them.
fn waits_for(context: &Context<'_>, earlier: &[Part<'_>], part: &Part<'_>) -> Vec<StepId> {
    let table: &TableRef = &part.place.shape.table;
    let before = earlier.iter().filter(|other| {
        other.place.dataset.system == part.place.dataset.system
            && (other.place.shape.table == *table
                || Reads::of(&other.which).looks_at(table)
                || order::names(context.policy, context.shapes, other.place.name, table))
    });
    before.map(|other| other.id.clone()).collect()
}
