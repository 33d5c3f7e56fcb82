//! Which of the records that were found are the person's: what is sure is followed, what is doubtful asks, and what two given
//! identifiers find of two people is never put together.
//!
//! Nothing is asked of a system here. The judgement is made anew after every round from all that is known, so it does not
//! depend on the order in which systems answered.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use gallra_rules::names::DatasetName;
use gallra_rules::spelling::Compared;

use super::name::{Alike, Name};
use super::terms::{Realm, TermId, Terms};
use super::{Answers, Doubt, Standing};

pub(super) type RecordId = usize;

/// A record as it was found.
#[derive(Clone)]
pub(super) struct Record {
    pub(super) dataset: DatasetName,
    /// The cells that were told of it.
    pub(super) cells: BTreeMap<String, String>,
    pub(super) name: Option<Name>,
    /// The name as it is shown to the handler.
    pub(super) shown: String,
    /// What its columns give: column, term.
    pub(super) gives: Vec<(String, TermId)>,
    /// The personal numbers among them.
    pub(super) numbers: BTreeSet<TermId>,
}

/// A term in a column of a record.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub(super) record: RecordId,
    pub(super) column: String,
    pub(super) compared: Compared,
}

/// All that was found, for everybody.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) records: Vec<Record>,
    pub(super) known: HashMap<(DatasetName, Vec<(String, String)>), RecordId>,
    pub(super) hits: HashMap<TermId, Vec<Hit>>,
}

/// How a record was reached.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Way {
    /// From the record and column where the term was found; none if it was given.
    pub(super) from: Option<(RecordId, String)>,
    pub(super) term: TermId,
    /// The column in which it was found.
    pub(super) to: String,
}

/// Records that may be the person's, for one reason.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) id: String,
    pub(super) why: Doubt,
    pub(super) standing: Standing,
    pub(super) ways: BTreeMap<RecordId, Way>,
}

/// What was made of one person.
#[derive(Clone, Debug, Default)]
pub(super) struct Judged {
    /// Records of the person's, and the way to each.
    pub(super) theirs: BTreeMap<RecordId, Way>,
    /// All terms that were followed.
    pub(super) terms: BTreeSet<TermId>,
    /// Groups in doubt, by id.
    pub(super) groups: BTreeMap<String, Group>,
    /// Given terms that lead to what nothing ties to the rest: id of the choice, and its terms.
    pub(super) apart: Vec<(String, Standing, Vec<TermId>)>,
}

/// One person's search.
pub(super) struct Judge<'s> {
    pub(super) seen: &'s Seen,
    pub(super) terms: &'s Terms,
    pub(super) names: &'s [Name],
    pub(super) answers: &'s Answers,
    /// Names a choice so that the next call knows it again.
    pub(super) id: &'s dyn Fn(&[&str]) -> String,
}

impl Judge<'_> {
    /// Everything that the given terms lead to.
    pub(super) fn judge(&self, given: &[TermId]) -> Judged {
        let alone: Vec<(TermId, Judged)> = given.iter().map(|term| (*term, self.follow(&[*term]))).collect();
        let parts = self.parts(&alone);
        if parts.len() < 2 {
            return self.follow(given);
        }
        let mut apart = Vec::new();
        let mut taken = Vec::new();
        for part in parts {
            let words: Vec<&str> =
                part.iter().filter_map(|term| self.terms.get(*term)).map(super::terms::Term::value).collect();
            let id = (self.id)(&[&["apart"][..], &words[..]].concat());
            let standing = self.answers.standing(&id);
            if standing == Standing::Accepted {
                taken.extend(part.iter().copied());
            }
            apart.push((id, standing, part));
        }
        let mut judged = if taken.is_empty() { Judged::default() } else { self.follow(&taken) };
        // What is looked for next may still tie them together.
        for (_, one) in alone {
            judged.terms.extend(one.terms);
        }
        judged.apart = apart;
        judged
    }

    /// Given terms by what they lead to: those that share a record, a value or a name are one.
    fn parts(&self, alone: &[(TermId, Judged)]) -> Vec<Vec<TermId>> {
        let mut parts: Vec<(Vec<TermId>, BTreeSet<RecordId>)> = Vec::new();
        let mut nothing = Vec::new();
        for (term, judged) in alone {
            let in_doubt = judged.groups.values().flat_map(|group| group.ways.keys());
            let reached: BTreeSet<RecordId> = judged.theirs.keys().chain(in_doubt).copied().collect();
            if reached.is_empty() {
                nothing.push(*term);
                continue;
            }
            let (tied, rest): (Vec<_>, Vec<_>) =
                parts.into_iter().partition(|(_, other)| self.are_tied(&reached, other));
            let mut one = (vec![*term], reached);
            for (terms, records) in tied {
                one.0.extend(terms);
                one.1.extend(records);
            }
            parts = rest;
            parts.push(one);
        }
        let mut parts: Vec<Vec<TermId>> = parts.into_iter().map(|(terms, _)| terms).collect();
        // What finds nothing contradicts nothing.
        if let Some(first) = parts.first_mut() {
            first.extend(nothing);
        }
        for part in &mut parts {
            part.sort_unstable();
        }
        parts
    }

    fn are_tied(&self, one: &BTreeSet<RecordId>, other: &BTreeSet<RecordId>) -> bool {
        let terms = |of: &BTreeSet<RecordId>| -> BTreeSet<TermId> {
            of.iter()
                .filter_map(|id| self.record(*id))
                .flat_map(|it| it.gives.iter().map(|give| give.1))
                .collect()
        };
        if !one.is_disjoint(other) || !terms(one).is_disjoint(&terms(other)) {
            return true;
        }
        let numbers = |of: &BTreeSet<RecordId>| -> BTreeSet<TermId> {
            of.iter().filter_map(|id| self.record(*id)).flat_map(|it| it.numbers.iter().copied()).collect()
        };
        let (ours, theirs) = (numbers(one), numbers(other));
        if !ours.is_empty() && !theirs.is_empty() && ours.is_disjoint(&theirs) {
            return false;
        }
        let names = |of: &BTreeSet<RecordId>| -> Vec<&Name> {
            of.iter().filter_map(|id| self.record(*id)?.name.as_ref()).collect()
        };
        let (ours, theirs) = (names(one), names(other));
        ours.iter().any(|name| theirs.iter().any(|there| name.alike(there) == Alike::Same))
    }

    fn record(&self, id: RecordId) -> Option<&Record> {
        self.seen.records.get(id)
    }

    /// The smallest set that these terms lead to surely, and what lies beside it.
    fn follow(&self, given: &[TermId]) -> Judged {
        let mut it = Following {
            judge: self,
            judged: Judged::default(),
            names: self.names.iter().collect(),
            numbers: BTreeSet::new(),
            strong: VecDeque::new(),
            weak: BTreeMap::new(),
        };
        for term in given {
            it.term(*term, None);
        }
        loop {
            while let Some((way, record)) = it.strong.pop_front() {
                it.strong(way, record);
            }
            if !it.weak() {
                break;
            }
        }
        it.leave();
        it.judged
    }
}

/// A search under way.
struct Following<'j, 's> {
    judge: &'j Judge<'s>,
    judged: Judged,
    names: BTreeSet<&'j Name>,
    numbers: BTreeSet<TermId>,
    /// Hits that nothing but another number speaks against.
    strong: VecDeque<(Way, RecordId)>,
    /// Hits of what several people may have.
    weak: BTreeMap<RecordId, Way>,
}

impl<'j> Following<'j, '_> {
    /// A term that was given or found in a record of the person's.
    fn term(&mut self, term: TermId, from: Option<(RecordId, String)>) {
        if !self.judged.terms.insert(term) {
            return;
        }
        let Some(known) = self.judge.terms.get(term) else { return };
        if known.realm == Realm::Number {
            self.numbers.insert(term);
        }
        for hit in self.judge.seen.hits.get(&term).into_iter().flatten() {
            let way = Way { from: from.clone(), term, to: hit.column.clone() };
            if hit.compared != Compared::Same {
                self.doubt(hit.record, way, Doubt::Spelling);
            } else if known.realm.may_be_shared() {
                self.weak.entry(hit.record).or_insert(way);
            } else {
                self.strong.push_back((way, hit.record));
            }
        }
    }

    fn strong(&mut self, way: Way, record: RecordId) {
        let by_number = self.judge.terms.get(way.term).is_some_and(|term| term.realm == Realm::Number);
        if !by_number && self.has_other_number(record) {
            self.doubt(record, way, Doubt::OtherNumber);
        } else {
            self.take(record, way);
        }
    }

    fn has_other_number(&self, record: RecordId) -> bool {
        self.judge.record(record).is_some_and(|found| {
            !self.numbers.is_empty() && !found.numbers.is_empty() && found.numbers.is_disjoint(&self.numbers)
        })
    }

    fn take(&mut self, record: RecordId, way: Way) {
        let Some(found) = self.judge.record(record) else { return };
        if self.judged.theirs.contains_key(&record) {
            return;
        }
        self.judged.theirs.insert(record, way);
        self.weak.remove(&record);
        self.names.extend(&found.name);
        for (column, term) in &found.gives {
            self.term(*term, Some((record, column.clone())));
        }
    }

    /// Takes what speaks for itself among what may be shared. False when nothing more does.
    fn weak(&mut self) -> bool {
        let shared = self.shared();
        let judge = self.judge;
        let name = |record: &RecordId| judge.record(*record).and_then(|found| found.name.as_ref());
        let waiting: BTreeSet<&Name> = self.weak.keys().filter_map(name).collect();
        let is_one = waiting.iter().all(|one| waiting.iter().all(|other| one.alike(other) == Alike::Same));
        let is_sure = |(record, way): &(&RecordId, &Way)| match name(record) {
            _ if self.has_other_number(**record) => false,
            Some(_) if self.names.is_empty() => is_one && !shared.contains(&way.term),
            Some(name) => self.is_known(name),
            None => !shared.contains(&way.term),
        };
        let sure = self.weak.iter().filter(is_sure).map(|(record, way)| (*record, way.clone()));
        let sure: Vec<(RecordId, Way)> = sure.collect();
        let mut took = false;
        for (record, way) in sure {
            // One of them may have told the number that speaks against the next.
            if !self.has_other_number(record) {
                self.take(record, way);
                took = true;
            }
        }
        took
    }

    fn is_known(&self, name: &Name) -> bool {
        self.names.iter().any(|known| known.alike(name) == Alike::Same)
    }

    /// Terms under which records of several people were found.
    fn shared(&self) -> BTreeSet<TermId> {
        let mut shared = BTreeSet::new();
        for term in &self.judged.terms {
            if !self.judge.terms.get(*term).is_some_and(|known| known.realm.may_be_shared()) {
                continue;
            }
            let hits = self.judge.seen.hits.get(term).into_iter().flatten();
            let found: Vec<&Record> = hits.filter_map(|hit| self.judge.record(hit.record)).collect();
            let names: BTreeSet<&Name> = found.iter().filter_map(|record| record.name.as_ref()).collect();
            let others = if self.names.is_empty() {
                names.iter().any(|one| names.iter().any(|other| one.alike(other) != Alike::Same))
            } else {
                names.iter().any(|name| !self.is_known(name))
            };
            let mut numbers: Vec<&BTreeSet<TermId>> =
                found.iter().map(|record| &record.numbers).filter(|numbers| !numbers.is_empty()).collect();
            if !self.numbers.is_empty() {
                numbers.push(&self.numbers);
            }
            let several =
                numbers.windows(2).any(|pair| matches!(pair, [one, other] if one.is_disjoint(other)));
            if others || several {
                shared.insert(*term);
            }
        }
        shared
    }

    /// What is left waiting is in doubt. An answer that takes some of it in may settle more.
    fn leave(&mut self) {
        let shared = self.shared();
        let waiting = std::mem::take(&mut self.weak);
        let mut reasons = Vec::new();
        for (record, way) in waiting {
            let named = self.judge.record(record).and_then(|found| found.name.as_ref());
            let why = match named {
                _ if self.has_other_number(record) => Doubt::OtherNumber,
                Some(name) if !self.is_known(name) => Doubt::OtherName,
                _ if shared.contains(&way.term) => Doubt::Shared,
                _ => Doubt::OtherName,
            };
            reasons.push((record, way, why));
        }
        for (record, way, why) in reasons {
            self.doubt(record, way, why);
        }
        // An answer may have taken something in, which leads on.
        loop {
            if let Some((way, record)) = self.strong.pop_front() {
                self.strong(way, record);
            } else if self.weak.is_empty() || !self.weak() {
                break;
            }
        }
        if !self.weak.is_empty() {
            self.leave();
        }
        let taken: Vec<RecordId> = self.judged.theirs.keys().copied().collect();
        for group in self.judged.groups.values_mut().filter(|group| group.standing != Standing::Accepted) {
            group.ways.retain(|record, _| !taken.contains(record));
        }
        self.judged.groups.retain(|_, group| !group.ways.is_empty());
    }

    fn doubt(&mut self, record: RecordId, way: Way, why: Doubt) {
        let judge = self.judge;
        let Some(found) = judge.record(record) else { return };
        if self.judged.theirs.contains_key(&record) {
            return;
        }
        let value = |term: &TermId| judge.terms.get(*term).map(super::terms::Term::value).unwrap_or_default();
        let mut words = vec!["doubt", why.word()];
        let name = found.name.as_ref().map(Name::written).unwrap_or_default();
        words.push(&name);
        words.extend(found.numbers.iter().map(value));
        if found.name.is_none() {
            words.extend([found.dataset.as_str(), value(&way.term)]);
        }
        let id = (judge.id)(&words);
        let given = !judge.names.is_empty();
        let told_apart = why == Doubt::OtherName
            && given
            && found
                .name
                .as_ref()
                .is_some_and(|name| judge.names.iter().all(|known| known.alike(name) == Alike::Different));
        let standing = match judge.answers.standing(&id) {
            Standing::Open if told_apart => Standing::ToldApart,
            standing => standing,
        };
        let group = self.judged.groups.entry(id.clone());
        let group = group.or_insert_with(|| Group { id, why, standing, ways: BTreeMap::new() });
        group.ways.entry(record).or_insert_with(|| way.clone());
        if standing == Standing::Accepted {
            self.take(record, way);
        }
    }
}
