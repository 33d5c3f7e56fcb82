//! What still refers to a record, and therefore keeps it: the exceptions of a step that deletes.

use std::collections::{BTreeMap, BTreeSet};

use super::anchors::{Place, tables_read};
use super::draft::Context;
use super::holds::{held, locked};
use super::logic::{all, along, any};
use super::rule::within;
use super::{Exception, Why};
use crate::hold::HoldId;
use crate::inventory::OnDelete;
use crate::names::DatasetName;
use crate::predicate::{Join, Predicate, TableRef};

/// How many links of a self-reference are followed to tell whether a record is needed further down. Chains that are
/// longer than this are left by the database, which refuses to delete a record that is referred to.
const SELF_DEPTH: usize = 3;

/// What steps before this one do, as foreseen while planning.
#[derive(Default)]
pub(super) struct Gone {
    /// The records that they delete, by dataset.
    pub(super) rows: BTreeMap<DatasetName, Predicate>,
    /// The records of a table in which they set these columns to NULL, so that they refer to nothing any more.
    pub(super) cut: Vec<(TableRef, BTreeSet<String>, Predicate)>,
}

impl Gone {
    /// Records of a way's last table that do not refer along it any more.
    fn along(&self, way: &Way, datasets: &[&DatasetName]) -> Predicate {
        let rows = datasets.iter().filter_map(|name| self.rows.get(*name)).cloned();
        any(rows.chain(self.cut_along(way)))
    }

    fn cut_along(&self, way: &Way) -> impl Iterator<Item = Predicate> {
        let last = way.path.last();
        self.cut.iter().filter_map(move |(table, columns, which)| {
            let join = last.filter(|join| join.table == *table)?;
            join.on.iter().any(|(_, theirs)| columns.contains(theirs)).then(|| which.clone())
        })
    }
}

/// A step whose exceptions are wanted.
#[derive(Clone, Copy)]
pub(super) struct Target<'r, 'a> {
    pub(super) place: &'r Place<'a>,
    pub(super) due: &'r Predicate,
    pub(super) deletes: bool,
}

/// A way from a record to records that refer to it.
struct Way {
    path: Vec<Join>,
    on_delete: OnDelete,
    /// Which records at the end refer to it: all, by a foreign key; by `belongs_to`, those of the dataset that says so. Where several
    /// kinds of records share a table and a column, a number in it means something else to each kind.
    end: Predicate,
}

impl Way {
    fn declared(path: Vec<Join>, on_delete: OnDelete) -> Self {
        Self { path, on_delete, end: Predicate::always() }
    }

    fn table(&self) -> Option<&TableRef> {
        self.path.last().map(|join| &join.table)
    }

    /// The record to which one refers that is at the end of the way.
    fn to(&self, is: Predicate) -> Predicate {
        along(&self.path, all([self.end.clone(), is]))
    }
}

/// The exceptions of a step: holds first, then locks of the store's own, then what still refers to the record (for a deletion).
pub(super) fn exceptions<'a>(
    context: &Context<'a>,
    rule: Target<'_, 'a>,
    gone: &Gone,
) -> Result<Vec<Exception>, String> {
    let mut except = Vec::new();
    for (id, when) in held(context, rule.place)? {
        except.push(Exception { why: Why::Held(id), foreseen: when.clone(), when });
    }
    if let Some(when) = locked(rule.place) {
        except.push(Exception { why: Why::Locked, foreseen: when.clone(), when });
    }
    if !rule.deletes {
        return Ok(except);
    }
    let own = &rule.place.shape.table;
    let (mut selves, mut others): (Vec<Way>, Vec<Way>) =
        ways(context, rule)?.into_iter().partition(|way| way.path.len() == 1 && way.table() == Some(own));
    others.sort_by(|one, other| one.path.cmp(&other.path));
    selves.sort_by(|one, other| one.path.cmp(&other.path));
    for way in &others {
        let found = refers(context, rule, way, gone)?;
        except.extend(found.into_iter().filter(|exception| exception.when != Predicate::never()));
    }
    for way in selves.iter().filter(|way| matches!(way.on_delete, OnDelete::Block | OnDelete::Cascade)) {
        except.push(refers_within(context, rule, way, (&except, gone)));
    }
    Ok(except)
}

/// Foreign keys, actions at a distance, and `belongs_to` that no foreign key declares.
fn ways<'a>(context: &Context<'a>, rule: Target<'_, 'a>) -> Result<Vec<Way>, String> {
    let shape = rule.place.shape;
    let mut ways: Vec<Way> = shape
        .referenced_by
        .iter()
        .map(|link| Way::declared(vec![link.join.clone()], link.on_delete))
        .collect();
    let distant = shape.effects.iter().filter(|effect| effect.path.len() > 1);
    ways.extend(distant.map(|effect| Way::declared(effect.path.clone(), effect.action)));
    let mut stated: Vec<Way> = Vec::new();
    for (name, child) in &context.policy.datasets {
        let here = context.datasets_over(&rule.place.dataset.system, &shape.table);
        for parent in here.into_iter().filter(|parent| child.belongs_to.contains_key(*parent)) {
            // Records of another system are out of reach: they cannot keep this one, and are not harmed either.
            if child.system != rule.place.dataset.system {
                continue;
            }
            let cannot = |reason: String| format!("records of `{name}` belong to it, but {reason}");
            let below = Place::find(context, name).map_err(cannot)?;
            let join = Place::find(context, parent)?.to_children(&below).map_err(cannot)?;
            let is = |way: &Way| matches!(way.path.as_slice(), [only] if same(only, &join));
            if ways.iter().any(is) {
                continue;
            }
            let end = within(&below)?;
            match stated.iter_mut().find(|way| is(way)) {
                Some(known) => known.end = any([known.end.clone(), end]),
                None => stated.push(Way { path: vec![join], on_delete: OnDelete::Block, end }),
            }
        }
    }
    ways.extend(stated);
    let mut unique: Vec<Way> = Vec::new();
    for way in ways {
        if !unique.iter().any(|known| known.path == way.path && known.on_delete == way.on_delete) {
            unique.push(way);
        }
    }
    Ok(unique)
}

/// Whether two joins are the same but for the order of their columns.
fn same(one: &Join, other: &Join) -> bool {
    one.table == other.table
        && one.on.len() == other.on.len()
        && one.on.iter().all(|pair| other.on.contains(pair))
}

/// What keeps a record because of records in another table.
fn refers<'a>(
    context: &Context<'a>,
    rule: Target<'_, 'a>,
    way: &Way,
    gone: &Gone,
) -> Result<Vec<Exception>, String> {
    let Some(table) = way.table() else { return Ok(Vec::new()) };
    let datasets = context.datasets_over(&rule.place.dataset.system, table);
    let why = Why::Referenced { table: table.clone(), dataset: datasets.first().map(|name| (*name).clone()) };
    let goes = gone.along(way, &datasets);
    let remains = if goes == Predicate::never() { Predicate::always() } else { goes.negated() };
    let mut found = Vec::new();
    match way.on_delete {
        OnDelete::Block => {
            found.push(Exception { why, when: way.to(Predicate::always()), foreseen: way.to(remains) });
        }
        // A cascade does not reach what the policy has a rule or a hold for; tables outside the policy it may.
        OnDelete::Cascade if !datasets.is_empty() => {
            let governed = any(filters(context, &datasets));
            found.push(Exception {
                why,
                when: along(&way.path, governed.clone()),
                foreseen: along(&way.path, all([governed, remains])),
            });
        }
        OnDelete::Cascade => {}
        OnDelete::SetNull | OnDelete::SetDefault => {
            found.extend(changes(context, rule, way, &datasets, why)?);
        }
    }
    Ok(found)
}

/// A deletion that only changes the records that refer to it is an effect. But held records are not to be changed, and
/// neither are those whose own period is counted from this record.
fn changes<'a>(
    context: &Context<'a>,
    rule: Target<'_, 'a>,
    way: &Way,
    datasets: &[&'a DatasetName],
    why: Why,
) -> Result<Vec<Exception>, String> {
    let mut found = Vec::new();
    let Some(first) = datasets.first() else { return Ok(found) };
    let place = Place::find(context, first)?;
    let holds: Vec<(HoldId, Predicate)> = held(context, &place)?;
    for (id, predicate) in holds {
        let when = along(&way.path, predicate);
        found.push(Exception { why: Why::Held(id), foreseen: when.clone(), when });
    }
    let own = &rule.place.shape.table;
    let anchors = datasets.iter().filter_map(|name| context.anchors.get(*name)).flatten();
    let counts_from_here = anchors.flat_map(tables_read).any(|(table, _)| table == own);
    if counts_from_here {
        let when = along(&way.path, any(filters(context, datasets)));
        found.push(Exception { why, foreseen: when.clone(), when });
    }
    Ok(found)
}

/// The filters of datasets; of one without a shape all records count.
fn filters<'a>(context: &Context<'a>, datasets: &[&'a DatasetName]) -> Vec<Predicate> {
    let filter = |name: &&'a DatasetName| Place::find(context, name).and_then(|place| within(&place));
    datasets.iter().map(|name| filter(name).unwrap_or_else(|_| Predicate::always())).collect()
}

/// A record stays while a record of the same table refers to it that itself stays.
fn refers_within(
    context: &Context<'_>,
    rule: Target<'_, '_>,
    way: &Way,
    (except, gone): (&[Exception], &Gone),
) -> Exception {
    let why =
        Why::Referenced { table: rule.place.shape.table.clone(), dataset: Some(rule.place.name.clone()) };
    if rule.place.dataset.register.is_some() {
        // A party belongs to one of another kind, or to none: contacts that go before it, and no chain of them.
        let over = context.datasets_over(&rule.place.dataset.system, &rule.place.shape.table);
        let below = over.into_iter().filter(|name| {
            context.policy.datasets.get(*name).is_some_and(|it| it.belongs_to.contains_key(rule.place.name))
        });
        let goes = any(below.filter_map(|name| gone.rows.get(name).cloned()));
        return Exception {
            why,
            when: along(&way.path, Predicate::always()),
            foreseen: along(
                &way.path,
                if goes == Predicate::never() { Predicate::always() } else { goes.negated() },
            ),
        };
    }
    let cut = any(gone.cut_along(way));
    let stays = |kept: Vec<Predicate>, cut: &Predicate| {
        let kept = any(kept);
        let goes = if kept == Predicate::never() {
            rule.due.clone()
        } else {
            all([rule.due.clone(), kept.negated()])
        };
        let refers = |is: Predicate| {
            way.to(if *cut == Predicate::never() { is } else { all([is, cut.clone().negated()]) })
        };
        let mut needed = refers(goes.clone().negated());
        for _ in 1..SELF_DEPTH {
            needed = refers(any([goes.clone().negated(), needed]));
        }
        needed
    };
    Exception {
        why,
        when: stays(except.iter().map(|exception| exception.when.clone()).collect(), &Predicate::never()),
        foreseen: stays(except.iter().map(|exception| exception.foreseen.clone()).collect(), &cut),
    }
}

/// What a step deletes, as foreseen.
pub(super) fn disposable(due: &Predicate, except: &[Exception]) -> Predicate {
    let kept = any(except.iter().map(|exception| exception.foreseen.clone()));
    if kept == Predicate::never() { due.clone() } else { all([due.clone(), kept.negated()]) }
}

/// Columns of the table's own foreign keys to itself that may be NULL and would block a deletion: a connector sets them
/// to NULL where due records refer to each other in a circle.
pub(super) fn unlink(place: &Place<'_>) -> Vec<String> {
    let shape = place.shape;
    let own = shape
        .referenced_by
        .iter()
        .filter(|link| link.join.table == shape.table && link.nullable && link.on_delete == OnDelete::Block);
    let mut columns: Vec<String> =
        own.flat_map(|link| link.join.on.iter().map(|(_, theirs)| theirs.clone())).collect();
    columns.retain(|column| !place.key().contains(column));
    columns.sort();
    columns.dedup();
    columns
}
