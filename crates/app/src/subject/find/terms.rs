//! What may be looked for where: the columns of a policy that know people, and what their values are to other columns.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;

use gallra_connect::find::What;
use gallra_rules::links::{Entry, Hop, Links, entries};
use gallra_rules::names::DatasetName;
use gallra_rules::policy::{Dataset, Policy};
use gallra_rules::spelling::{Compared, Kind, Looked};
use jiff::civil::Date;

use super::FindError;
use crate::subject::person::{Given, GivenKind};

/// Values of one realm are comparable with each other, and with nothing else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::subject) enum Realm {
    Email,
    Phone,
    Number,
    /// A kind of the policy's `subject`, or a category that only stands for itself.
    Of(String),
    /// The key of this dataset's records, in this column, which another system names.
    Key(DatasetName, String),
    /// How another system writes a party of the register.
    Party(String),
}

impl Realm {
    fn kind(&self) -> Option<Kind> {
        match self {
            Self::Email => Some(Kind::Email),
            Self::Phone => Some(Kind::Phone),
            Self::Number => Some(Kind::Number),
            Self::Of(_) => Some(Kind::Reference),
            Self::Key(..) | Self::Party(_) => None,
        }
    }

    /// Whether several people may have one: a household's address, a switchboard, a number that was given out again.
    pub(super) fn may_be_shared(&self) -> bool {
        matches!(self, Self::Email | Self::Phone)
    }

    /// As it is told.
    pub(super) fn word(&self) -> String {
        match self {
            Self::Email => "email".to_owned(),
            Self::Phone => "phone".to_owned(),
            Self::Number => "number".to_owned(),
            Self::Of(kind) | Self::Party(kind) => kind.clone(),
            Self::Key(dataset, column) => format!("{dataset}.{column}"),
        }
    }

    /// By a name of the policy's `subject`, and by what the column is said to hold.
    fn of(kind: &str, category: Option<&str>) -> Self {
        match (category, kind.to_lowercase().replace(['-', ' '], "_").as_str()) {
            (Some("contact.email"), _) | (_, "email" | "e_mail" | "mail" | "epost" | "e_post") => Self::Email,
            (Some("contact.phone"), _)
            | (_, "phone" | "telephone" | "mobile" | "msisdn" | "telefon" | "mobil") => Self::Phone,
            (Some("person.national_id"), _)
            | (_, "number" | "national_id" | "personal_number" | "personnummer" | "pnr" | "ssn") => {
                Self::Number
            }
            _ => Self::Of(kind.to_owned()),
        }
    }
}

/// Which term: its place in [`Terms`].
pub(super) type TermId = usize;

/// A value in its realm. Personal data.
#[derive(Clone)]
pub(super) struct Term {
    pub(super) realm: Realm,
    pub(super) what: What,
}

impl Term {
    pub(super) fn value(&self) -> &str {
        match &self.what {
            What::Spelt(looked) => looked.expose(),
            What::Exact(text) => text,
        }
    }
}

impl fmt::Debug for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Term({:?})", self.realm)
    }
}

/// Every value that was given or found, once.
#[derive(Debug)]
pub(super) struct Terms {
    today: Date,
    all: Vec<Term>,
    known: HashMap<(Realm, String), TermId>,
}

impl Terms {
    pub(super) fn new(today: Date) -> Self {
        Self { today, all: Vec::new(), known: HashMap::new() }
    }

    pub(super) fn get(&self, id: TermId) -> Option<&Term> {
        self.all.get(id)
    }

    /// A value as somebody gave it; none if it is no such thing.
    pub(super) fn read(&mut self, realm: &Realm, text: &str) -> Option<TermId> {
        Some(self.put(Term { realm: realm.clone(), what: self.what(realm, text)? }))
    }

    /// The same of a value that was found, and that may be another as well.
    pub(super) fn read_surely(&mut self, realm: &Realm, text: &str) -> Option<TermId> {
        let what = self.what(realm, text)?;
        let is_sure = match &what {
            What::Spelt(looked) => looked.compare(text) == Compared::Same,
            What::Exact(_) => true,
        };
        is_sure.then(|| self.put(Term { realm: realm.clone(), what }))
    }

    fn what(&self, realm: &Realm, text: &str) -> Option<What> {
        match realm.kind() {
            Some(kind) => Some(What::Spelt(Arc::new(Looked::read(kind, text, self.today).ok()?))),
            None => (!text.is_empty()).then(|| What::Exact(text.into())),
        }
    }

    fn put(&mut self, term: Term) -> TermId {
        let realm = &term.realm;
        let next = self.all.len();
        let id = *self.known.entry((realm.clone(), term.value().to_owned())).or_insert(next);
        if id == next {
            self.all.push(term);
        }
        id
    }
}

/// What one dataset knows of people.
#[derive(Clone, Debug, Default)]
pub(in crate::subject) struct Slots {
    /// Column → what may be looked for in it.
    pub(in crate::subject) answers: BTreeMap<String, BTreeSet<Realm>>,
    /// Column → what its values are.
    pub(super) gives: BTreeMap<String, BTreeSet<Realm>>,
    /// Columns with a person's name, or parts of it.
    pub(super) names: Vec<String>,
}

impl Slots {
    /// The columns that are read of a record.
    pub(in crate::subject) fn told(&self) -> BTreeSet<String> {
        self.answers.keys().chain(self.gives.keys()).chain(&self.names).cloned().collect()
    }
}

/// The datasets of a policy that have any, but for those of the register, which finds its parties itself.
pub(in crate::subject) fn slots(policy: &Policy) -> BTreeMap<DatasetName, Slots> {
    let mut all: BTreeMap<DatasetName, Slots> = BTreeMap::new();
    for (name, dataset) in policy.datasets.iter().filter(|(_, dataset)| dataset.register.is_none()) {
        let slots = of_dataset(dataset);
        if !slots.answers.is_empty() {
            all.insert(name.clone(), slots);
        }
    }
    for edge in Links::of(policy).edges() {
        let Hop::Key(key, by) = edge.hop else { continue };
        let in_register = policy.datasets.get(edge.from).is_some_and(|dataset| dataset.register.is_some());
        let realm = if in_register {
            Realm::Party(by.to_owned())
        } else {
            Realm::Key(edge.from.clone(), key.to_owned())
        };
        let add = |columns: &mut BTreeMap<String, BTreeSet<Realm>>, column: &str| {
            columns.entry(column.to_owned()).or_default().insert(realm.clone());
        };
        if !in_register && let Some(from) = all.get_mut(edge.from) {
            add(&mut from.gives, key);
        }
        add(&mut all.entry(edge.to.clone()).or_default().answers, by);
    }
    for (name, slots) in &mut all {
        let Some(dataset) = policy.datasets.get(name) else { continue };
        let named = dataset.fields.iter().filter(|(_, field)| field.category == "person.name");
        slots.names = named.map(|(column, _)| column.clone()).collect();
    }
    all
}

fn of_dataset(dataset: &Dataset) -> Slots {
    let mut slots = Slots::default();
    for entry in entries(dataset) {
        let (realm, column, gives) = match entry {
            Entry::Subject(kind, column) => {
                let category = dataset.fields.get(column).map(|field| field.category.as_str());
                (Realm::of(kind, category), column, true)
            }
            // Customers' numbers and logins of different systems are not comparable unless `subject` says so.
            Entry::Field(category, column) => {
                let realm = Realm::of(category, Some(category));
                let gives = !matches!(realm, Realm::Of(_));
                (realm, column, gives)
            }
            Entry::Register(_) => continue,
        };
        slots.answers.entry(column.to_owned()).or_default().insert(realm.clone());
        if gives {
            slots.gives.entry(column.to_owned()).or_default().insert(realm);
        }
    }
    slots
}

/// What was given, as terms in its order; none where it is a name.
///
/// # Errors
/// [`FindError::NothingGiven`], [`FindError::Misread`], [`FindError::NoSuchKind`].
pub(super) fn given(
    given: &[Given],
    terms: &mut Terms,
    known: &BTreeSet<Realm>,
) -> Result<Vec<Option<TermId>>, FindError> {
    let mut read = Vec::new();
    for (at, one) in given.iter().enumerate() {
        let realm = match &one.kind {
            GivenKind::Email => Realm::Email,
            GivenKind::Phone => Realm::Phone,
            GivenKind::Number => Realm::Number,
            GivenKind::Subject(kind) => {
                let realm = Realm::of(kind, None);
                if matches!(realm, Realm::Of(_)) && !known.contains(&realm) {
                    let known = known.iter().filter_map(|realm| match realm {
                        Realm::Of(kind) => Some(kind.clone()),
                        _ => None,
                    });
                    return Err(FindError::NoSuchKind { kind: kind.clone(), known: known.collect() });
                }
                realm
            }
            GivenKind::Name => {
                read.push(None);
                continue;
            }
        };
        let id = terms.read(&realm, &one.text);
        read.push(Some(id.ok_or(FindError::Misread { at, kind: one.kind.clone() })?));
    }
    if read.iter().all(Option::is_none) {
        return Err(FindError::NothingGiven);
    }
    Ok(read)
}
