//! Asking the systems: what is new in a round, of everybody at once.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use gallra_connect::find::{Sought, Wanted};
use gallra_connect::{ConnectError, Connector, ErrorKind};
use gallra_rules::inventory::Shapes;
use gallra_rules::links::Links;
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::policy::{Dataset, SystemKind};
use gallra_rules::predicate::{Predicate, Scalar};
use gallra_store::register::Acting;

use super::judge::{Hit, Record, RecordId, Seen};
use super::name::Name;
use super::register::Parties;
use super::terms::{Realm, Slots, TermId, Terms, given, slots};
use super::{Asked, FindError};
use crate::progress::Progress;
use crate::subject::person::Given;
use crate::{AppError, Context};

/// How long is waited before a system that did not answer is asked again.
const AGAIN_AFTER: [Duration; 2] = [Duration::from_millis(200), Duration::from_secs(1)];

/// A search under way.
pub(super) struct Looking<'c> {
    pub(super) context: &'c Context,
    pub(super) progress: &'c dyn Progress,
    pub(super) most: usize,
    pub(super) acting: Option<Acting>,
    pub(super) slots: BTreeMap<DatasetName, Slots>,
    pub(super) shapes: Shapes,
    pub(super) connectors: BTreeMap<SystemName, Connector>,
    pub(super) terms: Terms,
    pub(super) seen: Seen,
    pub(super) silent: BTreeMap<SystemName, String>,
    pub(super) not_checked: BTreeMap<DatasetName, String>,
    pub(super) parties: Parties,
    asked: BTreeSet<TermId>,
    /// What a cell was read as: reading a telephone number takes a while.
    read: HashMap<(Realm, String), Option<TermId>>,
}

impl<'c> Looking<'c> {
    pub(super) fn new(context: &'c Context, asked: &Asked, most: usize, progress: &'c dyn Progress) -> Self {
        Self {
            context,
            progress,
            most,
            acting: asked.acting.clone(),
            slots: slots(&context.policy),
            shapes: Shapes::default(),
            connectors: BTreeMap::new(),
            terms: Terms::new(context.today()),
            seen: Seen::default(),
            silent: BTreeMap::new(),
            not_checked: BTreeMap::new(),
            parties: Parties::default(),
            asked: BTreeSet::new(),
            read: HashMap::new(),
        }
    }

    /// What was given, as terms.
    pub(super) fn given(&mut self, all: &[Given]) -> Result<Vec<Option<TermId>>, FindError> {
        let mut known: BTreeSet<Realm> =
            self.slots.values().flat_map(|slots| slots.answers.values()).flatten().cloned().collect();
        let by: Vec<Realm> = known
            .iter()
            .filter_map(|realm| match realm {
                Realm::Party(by) => Some(Realm::Of(by.clone())),
                _ => None,
            })
            .collect();
        known.extend(by);
        given(all, &mut self.terms, &known)
    }

    pub(super) fn asked_for(&self, term: TermId) -> bool {
        self.asked.contains(&term)
    }

    /// Opens every system that has anything a request may reach, and reads the shapes of its tables.
    pub(super) async fn open(&mut self) -> Result<(), AppError> {
        let policy = &self.context.policy;
        let links = Links::of(policy);
        let reached = links.reach();
        let mut by_system: BTreeMap<&SystemName, Vec<(DatasetName, Dataset)>> = BTreeMap::new();
        for (name, dataset) in &policy.datasets {
            by_system.entry(&dataset.system).or_default().push((name.clone(), dataset.clone()));
        }
        for (system, datasets) in by_system {
            let kind = policy.systems.get(system).map(|system| system.kind);
            self.progress.looking_at(system);
            let context = self.context;
            let opened = again(|| async {
                let connector = context.connect(system).await?;
                let shapes = connector.shapes(&datasets).await?;
                Ok::<_, AppError>((connector, shapes))
            });
            match opened.await {
                Ok((connector, shapes)) => {
                    self.shapes.systems.extend(shapes.systems);
                    self.shapes.tables.extend(shapes.tables);
                    for (name, reason) in &shapes.not_checked {
                        if reached.contains_key(name) {
                            self.not_checked.insert(name.clone(), reason.clone());
                        }
                    }
                    self.shapes.not_checked.extend(shapes.not_checked);
                    self.connectors.insert(system.clone(), connector);
                }
                Err(AppError::Store(fault)) => return Err(fault.into()),
                // A person looks there.
                Err(_) if kind == Some(SystemKind::Manual) => {}
                Err(fault) => {
                    let names = datasets.iter().map(|(name, _)| name);
                    let reason = fault.to_string();
                    for name in names {
                        self.shapes.not_checked.insert(name.clone(), reason.clone());
                        if reached.contains_key(name) {
                            self.not_checked.insert(name.clone(), reason.clone());
                        }
                    }
                    self.silent.insert(system.clone(), reason);
                }
            }
        }
        self.open_register().await
    }

    /// Looks for what is new among these terms, wherever it may stand.
    pub(super) async fn round(&mut self, terms: &BTreeSet<TermId>) -> Result<(), AppError> {
        let new: Vec<TermId> = terms.iter().copied().filter(|term| self.asked.insert(*term)).collect();
        if new.is_empty() {
            return Ok(());
        }
        let datasets: Vec<DatasetName> = self.slots.keys().cloned().collect();
        for name in datasets {
            let Some(wanted) = self.wanted(&name, &new) else { continue };
            let Some(dataset) = self.context.policy.datasets.get(&name) else { continue };
            let Some(connector) = self.connectors.get(&dataset.system) else { continue };
            self.progress.counting(&name);
            match again(|| async { Ok(connector.find(&wanted).await?) }).await {
                Ok(found) => {
                    if found.is_cut {
                        return Err(FindError::TooMany { dataset: name, most: self.most }.into());
                    }
                    if found.closed > 0 {
                        let reason = format!("{} files or folders could not be read", found.closed);
                        self.not_checked.insert(name.clone(), reason);
                    }
                    for record in found.records {
                        let hits = record.hits.into_iter().map(|hit| (hit.id, hit.column, hit.compared));
                        self.take_in(&name, record.cells, hits.collect());
                    }
                }
                Err(fault) => self.failed(&name, dataset, &fault),
            }
        }
        self.round_of_register(&new).await
    }

    /// What is to be asked of a dataset; none if nothing.
    fn wanted(&mut self, name: &DatasetName, new: &[TermId]) -> Option<Wanted> {
        let slots = self.slots.get(name)?;
        let shape = self.shapes.tables.get(name)?;
        let mut columns = BTreeMap::new();
        for (column, realms) in &slots.answers {
            let here =
                |term: &&TermId| self.terms.get(**term).is_some_and(|term| realms.contains(&term.realm));
            let sought = new
                .iter()
                .filter(here)
                .filter_map(|id| self.terms.get(*id).map(|term| Sought { id: *id, what: term.what.clone() }));
            let sought: Vec<Sought> = sought.collect();
            if sought.is_empty() {
                continue;
            }
            if shape.columns.contains_key(column) {
                columns.insert(column.clone(), sought);
            } else {
                let reason = format!("it has no column `{column}` that can be searched");
                self.not_checked.insert(name.clone(), reason);
            }
        }
        if columns.is_empty() {
            return None;
        }
        let mut tell: BTreeSet<String> =
            slots.told().into_iter().filter(|column| shape.columns.contains_key(column)).collect();
        tell.extend(self.key_of(name).map(str::to_owned));
        let within = within(self.context.policy.datasets.get(name)?);
        Some(Wanted { table: shape.table.clone(), within, columns, tell, most: self.most })
    }

    /// A system that did not answer, or one table of it.
    fn failed(&mut self, name: &DatasetName, dataset: &Dataset, fault: &AppError) {
        let reason = fault.to_string();
        self.not_checked.insert(name.clone(), reason.clone());
        let of_table = matches!(fault, AppError::Connect(fault) if is_of_the_table(fault));
        if of_table {
            return;
        }
        self.connectors.remove(&dataset.system);
        let reached: Vec<DatasetName> =
            Links::of(&self.context.policy).reach().into_keys().cloned().collect();
        for other in reached {
            if self.context.policy.datasets.get(&other).is_some_and(|there| there.system == dataset.system) {
                self.not_checked.insert(other, reason.clone());
            }
        }
        self.silent.insert(dataset.system.clone(), reason);
    }

    /// A cell as a term; none if it does not surely say one: ten digits are of two centuries.
    pub(super) fn term(&mut self, realm: &Realm, cell: &str) -> Option<TermId> {
        let terms = &mut self.terms;
        let key = (realm.clone(), cell.to_owned());
        *self.read.entry(key).or_insert_with(|| terms.read_surely(realm, cell))
    }

    /// A record of a system.
    fn take_in(
        &mut self,
        dataset: &DatasetName,
        cells: BTreeMap<String, String>,
        hits: Vec<(TermId, String, gallra_rules::spelling::Compared)>,
    ) {
        let Some(slots) = self.slots.get(dataset).cloned() else { return };
        let mut gives = Vec::new();
        for (column, realms) in &slots.gives {
            let Some(cell) = cells.get(column) else { continue };
            for realm in realms {
                gives.extend(self.term(realm, cell).map(|term| (column.clone(), term)));
            }
        }
        let parts: Vec<&str> =
            slots.names.iter().filter_map(|column| cells.get(column)).map(String::as_str).collect();
        let shown = parts.join(" ").trim().to_owned();
        let name = Name::of(parts);
        self.put(
            Record { dataset: dataset.clone(), cells, name, shown, gives, numbers: BTreeSet::new() },
            hits,
        );
    }

    /// Puts a record to the others, once.
    pub(super) fn put(
        &mut self,
        mut record: Record,
        hits: Vec<(TermId, String, gallra_rules::spelling::Compared)>,
    ) {
        let cells = record.cells.iter().map(|(column, cell)| (column.clone(), cell.clone()));
        let key = (record.dataset.clone(), cells.collect());
        let next: RecordId = self.seen.records.len();
        let id = *self.seen.known.entry(key).or_insert(next);
        if id == next {
            let is_number =
                |term: &TermId| self.terms.get(*term).is_some_and(|term| term.realm == Realm::Number);
            record.numbers = record.gives.iter().map(|(_, term)| *term).filter(is_number).collect();
            self.seen.records.push(record);
        }
        for (term, column, compared) in hits {
            self.seen.hits.entry(term).or_default().push(Hit { record: id, column, compared });
        }
    }

    /// The column by which a record is named: the primary key, or what the policy says instead of one, if it is one column that
    /// can be compared.
    pub(super) fn key_of(&self, name: &DatasetName) -> Option<&str> {
        use gallra_rules::inventory::ColumnClass;
        let dataset = self.context.policy.datasets.get(name)?;
        let kind = self.context.policy.systems.get(&dataset.system)?.kind;
        if !matches!(kind, SystemKind::Postgres | SystemKind::Mysql | SystemKind::Sqlite) {
            return None;
        }
        let shape = self.shapes.tables.get(name)?;
        let named = if shape.primary_key.is_empty() { &dataset.key } else { &shape.primary_key };
        let [key] = named.as_slice() else { return None };
        let column = shape.columns.get(key)?;
        let is_compared = matches!(column.class, ColumnClass::Integer | ColumnClass::Text)
            || column.type_name == "uuid" && kind == SystemKind::Postgres;
        is_compared.then_some(key)
    }

    pub(super) async fn close(&self) {
        for connector in self.connectors.values() {
            connector.close().await;
        }
    }
}

/// The policy's `where`.
pub(in crate::subject) fn within(dataset: &Dataset) -> Predicate {
    let columns = dataset.filter.iter().map(|(column, values)| {
        let known: Vec<Scalar> = values.iter().flatten().cloned().collect();
        let is_in = (!known.is_empty()).then(|| Predicate::In { column: column.clone(), values: known });
        let is_null = values.contains(&None).then(|| Predicate::IsNull { column: column.clone() });
        Predicate::Any(is_in.into_iter().chain(is_null).collect())
    });
    Predicate::All(columns.collect())
}

/// Does it, and again after a while if that may help.
pub(super) async fn again<T, F, Fut>(work: F) -> Result<T, AppError>
where
    F: Fn() -> Fut,
    Fut: Future<Output = Result<T, AppError>>,
{
    for wait in AGAIN_AFTER {
        match work().await {
            Err(AppError::Connect(fault)) if may_pass(&fault) => {
                tracing::info!(kind = ?fault.kind(), "a system did not answer, and is asked again");
                tokio::time::sleep(wait).await;
            }
            done => return done,
        }
    }
    work().await
}

fn may_pass(fault: &ConnectError) -> bool {
    use ErrorKind::{Gone, Locked, Timeout, Unreachable};
    matches!(fault.kind(), Gone | Locked | Timeout | Unreachable)
}

fn is_of_the_table(fault: &ConnectError) -> bool {
    use ErrorKind::{BadValue, Changed, NotPermitted, Refused, Timeout, Unsupported};
    matches!(fault.kind(), BadValue | Changed | NotPermitted | Refused | Timeout | Unsupported)
}
