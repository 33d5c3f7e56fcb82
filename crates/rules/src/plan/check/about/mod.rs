//! The checker of plans that are about somebody. It shares no code with what decides and plans: it makes up small worlds of
//! linked records around every boundary, judges each record by the rules one by one, and asks of each step whether it would
//! take a record that is not the person's, that is held or that something keeps, and whether it leaves one that must go.
//!
//! Whose keys are in the sets that the plan names, it cannot know: that is told by the hashes, which whoever has the keys
//! computes again.

mod judge;
mod kept;
mod make;
mod names;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use self::judge::{Fate, Judge};
use self::make::{Scene, Way};
use self::world::{At, World};
use super::step::too_much;
use super::world::{Stamp, of_scalar};
use super::{Checker, PlanFault, fault};
use crate::inventory::{ColumnClass, OnDelete};
use crate::keys::KeysName;
use crate::names::DatasetName;
use crate::plan::{About, Action, NoteKind, Step, StepId, Why};
use crate::policy::{Dataset, Tied};
use crate::predicate::eval::Value;
use crate::predicate::{Predicate, Replacement};

/// The first fault of each kind for each dataset: one example tells enough.
#[derive(Default)]
struct Faults {
    found: Vec<PlanFault>,
    seen: BTreeSet<(DatasetName, bool)>,
    /// What was tried with dates already.
    dated: BTreeSet<(DatasetName, bool)>,
}

impl Faults {
    fn add(&mut self, name: &DatasetName, too_much: bool, fault: impl FnOnce() -> PlanFault) {
        if self.seen.insert((name.clone(), too_much)) {
            self.found.push(fault());
        }
    }
}

impl Checker<'_> {
    /// Looks for faults in a plan that is about somebody.
    pub(super) fn about(&self, about: &About) -> Vec<PlanFault> {
        if let Some(cause) = self.whom(about) {
            return vec![PlanFault::Head(cause)];
        }
        let mut faults = Faults::default();
        for step in &self.plan.steps {
            if let Err(cause) = self.work(step) {
                faults.found.push(fault(step, cause));
                continue;
            }
            faults.found.extend(self.held_are_kept(step));
            faults.found.extend(self.locked_are_kept(step));
            faults.found.extend(self.referred_to(step));
        }
        faults.found.extend(self.sequence());
        for name in self.policy.datasets.keys() {
            let mut world = World { told: vec!["linked with nothing".to_owned()], ..World::default() };
            if let Some(at) = self.someone(&mut world, name) {
                self.judge_all(about, &world, &mut faults);
                self.age(&mut world, at, name, None);
                self.judge_all(about, &world, &mut faults);
            }
        }
        for way in self.ways(about) {
            if let Some(scene) = self.scene(&way) {
                self.worlds(about, &way, &scene, &mut faults);
            }
        }
        faults.found
    }

    /// What is wrong with whom it is about: each set of the request's keys stands in the plan under its name, and no other.
    fn whom(&self, about: &About) -> Option<String> {
        if about.requests.is_empty() {
            return Some("it does not say for which request".to_owned());
        }
        let request = about.name();
        let mut named = BTreeSet::new();
        for (name, roots) in &about.roots {
            let shape = self.shapes.tables.get(name);
            let Predicate::Any(ways) = roots else { return Some(format!("`{name}` is not told by keys")) };
            for way in ways {
                let Predicate::KeyIn { column, set } = way else {
                    return Some(format!("`{name}` is not told by keys"));
                };
                let keys = KeysName::of_request(&request, name, column);
                let known = self.plan.keys.get(&keys).is_some_and(|seen| seen.hash == *set);
                let there = shape.is_none_or(|shape| shape.columns.contains_key(column));
                if !known || !there || !self.policy.datasets.contains_key(name) {
                    return Some(format!("the keys of `{name}` are not those that were read"));
                }
                named.insert(keys);
            }
        }
        let of_request = |keys: &&KeysName| {
            self.policy.datasets.keys().any(|name| keys.0.starts_with(&format!("{name} of {request} by ")))
        };
        let mut left = self.plan.keys.keys().filter(of_request).filter(|keys| !named.contains(*keys));
        left.next().map(|keys| format!("nothing is done with the keys `{keys}`"))
    }

    /// Whether a step names the right things, and its numbers add up.
    fn work(&self, step: &Step) -> Result<(), String> {
        let dataset = self.policy.datasets.get(&step.dataset).ok_or("the policy has no such dataset")?;
        let shape = self.shapes.tables.get(&step.dataset).ok_or("the shape of its table is not known")?;
        let key = if dataset.key.is_empty() { &shape.primary_key } else { &dataset.key };
        let same = |same: bool, what: &str| if same { Ok(()) } else { Err(format!("it has another {what}")) };
        same(step.system == dataset.system, "system than the policy")?;
        same(step.table == shape.table, "table than the policy")?;
        same(step.key == *key, "key than the table")?;
        let residue = self.policy.systems.get(&dataset.system).map(|system| system.residue);
        same(Some(step.residue) == residue, "way with what the system still keeps than the policy")?;
        if self.plan.steps.iter().filter(|other| other.id == step.id).count() > 1 {
            return Err("the plan has it twice".to_owned());
        }
        let own = shape.referenced_by.iter().filter(|link| {
            link.join.table == shape.table && link.nullable && link.on_delete == OnDelete::Block
        });
        let loose: Vec<&String> =
            own.flat_map(|link| link.join.on.iter().map(|(_, theirs)| theirs)).collect();
        if step.unlink.iter().any(|column| step.action != Action::Delete || !loose.contains(&column)) {
            return Err("it would unlink a column that is no nullable reference to its own table".to_owned());
        }
        if !step.because.is_empty() {
            return Err("what a person asks for does not go by a period".to_owned());
        }
        self.numbers(step)
    }

    fn referred_to(&self, step: &Step) -> Vec<PlanFault> {
        match step.action {
            Action::Delete => self.referenced_are_kept(step),
            Action::Anonymise(_) => {
                let refers = step.except.iter().any(|it| matches!(it.why, Why::Referenced { .. }));
                refers
                    .then(|| fault(step, "a reference is no reason not to anonymise".to_owned()))
                    .into_iter()
                    .collect()
            }
        }
    }

    /// Everything that is tried with one way.
    fn worlds(&self, about: &About, way: &Way<'_>, scene: &Scene<'_>, faults: &mut Faults) {
        let world = &scene.world;
        self.judge_all(about, world, faults);
        self.unnamed(about, scene, faults);
        self.not_further(about, scene, faults);
        let (_, column, set) = &way.root;
        let mut other = world.but("of somebody else");
        if let Some(record) = other.records.first_mut() {
            record.columns.remove(&crate::keys::told(column, set));
            self.judge_all(about, &other, faults);
        }
        self.left_out(about, way, scene, faults);
        self.shared(about, way, scene, faults);
        self.held_or_locked(about, scene, faults);
        self.named_by(about, way, scene, faults);
        // Whose a record is does not hang on its dates: once for each dataset, and once for its records that are others'.
        let others =
            way.edges.last().is_some_and(|edge| matches!(edge.tie.tied, Tied::Refers | Tied::Shared));
        if faults.dated.insert((scene.name.clone(), others)) {
            self.dated(about, scene, faults);
        }
    }

    /// Judges every record of a world, and compares with what the steps would do.
    fn judge_all(&self, about: &About, world: &World, faults: &mut Faults) {
        let judge = Judge::new(self, about, world);
        for at in 0..world.records.len() {
            self.judge_one(&judge, at, faults);
        }
    }

    fn judge_one(&self, judge: &Judge<'_>, at: At, faults: &mut Faults) {
        let Some(record) = judge.world.records.get(at) else { return };
        for (name, dataset) in &self.policy.datasets {
            let is_over = self.shapes.tables.get(name).is_some_and(|shape| shape.table == record.table);
            if dataset.system == record.system && is_over {
                self.judge_as(judge, (name, at), faults);
            }
        }
    }

    fn judge_as(&self, judge: &Judge<'_>, (name, at): (&DatasetName, At), faults: &mut Faults) {
        let world = judge.world;
        let fate = judge.is_theirs(name, at).then(|| judge.fate(name, at));
        let steps: Vec<&Step> = self
            .plan
            .steps
            .iter()
            .filter(|step| step.dataset == *name && world.holds(&step.due, at))
            .collect();
        let told = || {
            let what = match &fate {
                None => "one of somebody else's",
                Some(Fate::Stay) => "one that has to stay",
                Some(_) => "one that becomes something else",
            };
            world.told.iter().fold(what.to_owned(), |words, told| format!("{words}, {told}"))
        };
        for step in &steps {
            let allowed = match (&step.action, &fate) {
                (Action::Delete, Some(Fate::Erase | Fate::Either(_))) => true,
                (Action::Anonymise(with), Some(Fate::Blank(wanted) | Fate::Either(Some(wanted))))
                    if with == wanted =>
                {
                    true
                }
                (Action::Anonymise(with), Some(fate)) => {
                    *fate != Fate::Stay && step.id.0.starts_with("open:") && self.opens(name, with)
                }
                (Action::Anonymise(with), None) => judge.cuts(name, at, false).contains(with),
                (Action::Delete, _) => false,
            };
            if !allowed {
                faults.add(name, true, || too_much(step, told()));
            } else if step.action != Action::Delete && !judge.is_protected(name, at) {
                // Nothing but a hold or a lock keeps a record from being changed.
                let kept =
                    step.except.iter().any(|it| world.holds(&it.when, at) || world.holds(&it.foreseen, at));
                if kept {
                    let record = "one that nothing holds".to_owned();
                    faults.add(name, false, || PlanFault::LeftOver { step: step.id.clone(), record });
                }
            }
        }
        if self.is_not_checked(name) {
            return;
        }
        let deletes = || steps.iter().any(|step| step.action == Action::Delete);
        let blanks = |with: &BTreeMap<String, Replacement>| {
            judge.is_blank(at, with)
                || steps.iter().any(|step| step.action == Action::Anonymise(with.clone()))
        };
        let done = if judge.is_found(name, at) {
            match &fate {
                Some(Fate::Erase) => deletes(),
                Some(Fate::Blank(with)) => blanks(with),
                Some(Fate::Either(with)) => deletes() || with.as_ref().is_none_or(blanks),
                Some(Fate::Stay) | None => true,
            }
        } else {
            fate.is_some() || judge.cuts(name, at, true).iter().all(blanks)
        };
        if !done {
            let words = world
                .told
                .iter()
                .fold("one of the person's".to_owned(), |words, told| format!("{words}, {told}"));
            faults.add(name, false, || PlanFault::LeftOver { step: StepId(name.to_string()), record: words });
        }
    }

    fn is_not_checked(&self, name: &DatasetName) -> bool {
        let notes = self.plan.notes.iter().filter(|note| note.dataset == *name);
        notes.into_iter().any(|note| matches!(note.what, NoteKind::NotChecked { .. }))
    }

    /// Whether these columns are nothing but a link to other records, which is forgotten.
    fn opens(&self, name: &DatasetName, with: &BTreeMap<String, Replacement>) -> bool {
        let only_null = with.values().all(|with| *with == Replacement::Null);
        let is = |columns: Vec<&String>| {
            columns.len() == with.len() && columns.iter().all(|it| with.contains_key(*it))
        };
        let Some(dataset) = self.policy.datasets.get(name) else { return false };
        let table = self.shapes.tables.get(name).map(|shape| &shape.table);
        let keys = self.shapes.tables.values().flat_map(|shape| &shape.referenced_by);
        let mut keys = keys.filter(|link| Some(&link.join.table) == table);
        only_null
            && (dataset.ties().any(|(_, tie)| is(tie.by.iter().collect()))
                || keys.any(|link| is(link.join.on.iter().map(|(_, theirs)| theirs).collect())))
    }

    /// A record of the person's that nothing names is not excepted.
    fn unnamed(&self, about: &About, scene: &Scene<'_>, faults: &mut Faults) {
        let Scene { world, at, name, .. } = scene;
        let judge = Judge::new(self, about, world);
        let named = world.links.iter().any(|link| link.parent == *at);
        if named || judge.is_protected(name, *at) {
            return;
        }
        for step in
            self.plan.steps.iter().filter(|step| step.dataset == **name && world.holds(&step.due, *at))
        {
            let mut except = step.except.iter();
            if except.any(|it| world.holds(&it.when, *at) || world.holds(&it.foreseen, *at)) {
                let record = "one that no hold covers and that nothing refers to".to_owned();
                faults.add(name, false, || PlanFault::LeftOver { step: step.id.clone(), record });
            }
        }
    }

    /// No step takes what lies further than the plan says that it was followed.
    fn not_further(&self, about: &About, scene: &Scene<'_>, faults: &mut Faults) {
        let Scene { world, at, name, .. } = scene;
        let judge = Judge::new(self, about, world);
        if !judge.is_theirs(name, *at) || judge.is_found(name, *at) {
            return;
        }
        let step = self.plan.steps.iter().find(|step| step.dataset == **name && world.holds(&step.due, *at));
        if let Some(step) = step {
            faults.add(name, true, || too_much(step, "one further than the plan follows links".to_owned()));
        }
    }

    /// Records that the policy's `where` leaves out, anywhere on the way.
    fn left_out(&self, about: &About, way: &Way<'_>, scene: &Scene<'_>, faults: &mut Faults) {
        let names = std::iter::once(way.root.0).chain(way.edges.iter().map(|edge| edge.to));
        for (name, at) in names.zip(&scene.way) {
            let filter = self.policy.datasets.get(name).into_iter().flat_map(|dataset| dataset.filter.keys());
            for column in filter {
                for value in
                    [Value::Null, Value::Text("of no such kind".to_owned()), Value::Integer(i64::MAX)]
                {
                    let mut world = scene.world.but(format!("with another `{name}.{column}`"));
                    world.set(*at, column, value);
                    self.judge_all(about, &world, faults);
                }
            }
        }
    }

    /// Records that somebody else has a share in, wherever on the way something is shared.
    fn shared(&self, about: &About, way: &Way<'_>, scene: &Scene<'_>, faults: &mut Faults) {
        for (edge, hop) in way.edges.iter().zip(scene.way.windows(2)) {
            let [from, to] = hop else { continue };
            let mut world = scene.world.but("with a share of somebody else");
            if edge.up {
                let Some(part) = self.someone(&mut world, edge.from) else { continue };
                self.name(&mut world, (edge.from, part), (edge.to, *to), &edge.tie);
                self.judge_all(about, &world, faults);
                continue;
            }
            if edge.tie.tied != Tied::Shared {
                continue;
            }
            let ties = self.policy.datasets.get(edge.to).into_iter().flat_map(Dataset::ties);
            for (parent, tie) in ties.filter(|(_, tie)| tie.tied == Tied::Shared && **tie != edge.tie) {
                let mut world = world.clone();
                let Some(other) = self.someone(&mut world, parent) else { continue };
                self.name(&mut world, (edge.to, *to), (parent, other), &tie);
                self.judge_all(about, &world, faults);
                if parent == edge.from {
                    let mut world = scene.world.but("shared with nobody else");
                    self.name(&mut world, (edge.to, *to), (parent, *from), &tie);
                    self.judge_all(about, &world, faults);
                }
            }
        }
    }

    /// Records that a hold covers, by themselves or by what they belong to, and those that the store has locked.
    fn held_or_locked(&self, about: &About, scene: &Scene<'_>, faults: &mut Faults) {
        for hold in &self.holds {
            let mut world = scene.world.but(format!("covered by the hold `{}`", hold.id.0));
            let hops = self.policy.datasets.len().min(6);
            let Some(held) = self.above(&mut world, (scene.name, scene.at), &hold.dataset, hops) else {
                continue;
            };
            if let Some(scope) = &hold.only
                && let Some(value) = scope.values.first()
            {
                world.set(held, &scope.column, of_scalar(value));
            }
            self.judge_all(about, &world, faults);
        }
        let shape = self.shapes.tables.get(scene.name);
        let locks = shape.into_iter().flat_map(|shape| &shape.columns);
        for (column, _) in locks.filter(|(_, column)| column.class == ColumnClass::Lock) {
            let mut world = scene.world.but("locked by the store itself");
            world.set(scene.at, column, Value::Bool(true));
            self.judge_all(about, &world, faults);
        }
    }

    /// Records that others name: some that are long past, some that are not.
    fn named_by(&self, about: &About, way: &Way<'_>, scene: &Scene<'_>, faults: &mut Faults) {
        // What a long chain of one kind keeps is told by the exceptions of the step, and by the database.
        if way.edges.iter().filter(|edge| edge.from == edge.to).count() > 1 {
            return;
        }
        let Some(system) = self.policy.datasets.get(scene.name).map(|dataset| &dataset.system) else {
            return;
        };
        for (child, dataset) in self.policy.datasets.iter().filter(|(_, dataset)| dataset.system == *system) {
            for (_, tie) in dataset.ties().filter(|(parent, _)| *parent == scene.name) {
                for (stamp, words) in [(None, "an old"), (Some(Stamp::Missing), "an undated")] {
                    let mut world = scene.world.but(format!("named by {words} record of `{child}`"));
                    let Some(record) = self.someone(&mut world, child) else { continue };
                    if self.name(&mut world, (child, record), (scene.name, scene.at), &tie).is_some() {
                        self.age(&mut world, record, child, stamp);
                        self.judge_all(about, &world, faults);
                    }
                }
            }
        }
    }

    /// Every anchor around its boundaries, with the others long past or missing.
    fn dated(&self, about: &About, scene: &Scene<'_>, faults: &mut Faults) {
        let Some(dataset) = self.policy.datasets.get(scene.name) else { return };
        let due: Vec<Predicate> = self
            .plan
            .steps
            .iter()
            .filter(|step| step.dataset == *scene.name)
            .map(|step| step.due.clone())
            .collect();
        let due = Predicate::Any(due);
        let anchors = self.counted(scene.name);
        for anchor in &anchors {
            let Some(since) = dataset.anchors.get(*anchor).map(|anchor| anchor.since) else { continue };
            let stamps = self.stamps(scene.name, &[anchor], since, &due);
            for alone in [true, false] {
                let mut world = scene.world.but(if alone { "old but for one date" } else { "with one date" });
                for other in anchors.iter().filter(|other| !alone && *other != anchor) {
                    self.stamp(&mut world, scene.at, scene.name, other, Stamp::Missing);
                }
                // Which dates its records have does not tell whose they are; the first sets up where they stand.
                self.stamp(&mut world, scene.at, scene.name, anchor, Stamp::Missing);
                let whose = Judge::new(self, about, &world);
                for stamp in &stamps {
                    let mut world = world.clone();
                    world.told.push(format!("{anchor}: {stamp}"));
                    self.stamp(&mut world, scene.at, scene.name, anchor, *stamp);
                    self.judge_one(&Judge::like(&whose, &world), scene.at, faults);
                }
                if anchors.len() == 1 {
                    break;
                }
            }
        }
    }
}
