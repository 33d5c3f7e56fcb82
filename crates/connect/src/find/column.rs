//! What is looked for in one column, so that thousands of identifiers cost no more for each cell than one.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use gallra_rules::inventory::ColumnClass;
use gallra_rules::predicate::Scalar;
use gallra_rules::spelling::{Compared, Kind, Looked};

use super::{Sought, What};

/// The identifiers of a column, by everything that they may be written as.
pub(crate) struct Column<'w> {
    class: ColumnClass,
    sought: &'w [Sought],
    /// As written in the column → which.
    spelt: HashMap<String, Vec<usize>>,
    /// By normal form.
    normal: HashMap<String, Vec<usize>>,
    /// One of each kind: it reads a cell as all of the kind do.
    readers: Vec<Arc<Looked>>,
}

impl<'w> Column<'w> {
    pub(crate) fn of(class: ColumnClass, sought: &'w [Sought]) -> Self {
        let mut it =
            Self { class, sought, spelt: HashMap::new(), normal: HashMap::new(), readers: Vec::new() };
        for (at, one) in sought.iter().enumerate() {
            match &one.what {
                What::Exact(text) => it.spelt.entry(text.to_string()).or_default().push(at),
                What::Spelt(looked) => {
                    let values = looked.values(it.asked_as());
                    for value in values.sure.iter().chain(&values.doubtful) {
                        it.spelt.entry(value.to_string()).or_default().push(at);
                    }
                    it.normal.entry(looked.expose().to_owned()).or_default().push(at);
                    if !it.readers.iter().any(|known| known.kind() == looked.kind()) {
                        it.readers.push(looked.clone());
                    }
                }
            }
        }
        it
    }

    /// An address is looked for as a text.
    fn asked_as(&self) -> ColumnClass {
        match self.class {
            ColumnClass::Network => ColumnClass::Text,
            class => class,
        }
    }

    /// Whether such a column can hold any of it.
    pub(crate) fn is_in_vain(&self) -> bool {
        self.spelt.is_empty()
            || !matches!(
                self.class,
                ColumnClass::Text | ColumnClass::Integer | ColumnClass::Network | ColumnClass::Other
            )
    }

    /// Every spelling, for an index.
    pub(crate) fn spellings(&self) -> Vec<String> {
        let mut all: Vec<String> = self.spelt.keys().cloned().collect();
        all.sort_unstable();
        all
    }

    /// The spellings of what ignores case, in the lower case of Unicode and in that of ASCII alone, which is SQLite's.
    pub(crate) fn folded(&self) -> Vec<String> {
        let mut folded = BTreeSet::new();
        for one in self.sought {
            let What::Spelt(looked) = &one.what else { continue };
            if looked.ignores_case() {
                for text in
                    [looked.expose().to_lowercase(), looked.expose().to_uppercase().to_ascii_lowercase()]
                {
                    folded.insert(text);
                }
            }
        }
        folded.into_iter().collect()
    }

    /// What has to be compared to the letter.
    pub(crate) fn exact(&self) -> Vec<String> {
        let exact = self.sought.iter().filter_map(|one| match &one.what {
            What::Exact(text) => Some(text.to_string()),
            What::Spelt(_) => None,
        });
        exact.collect()
    }

    /// The last digits of the numbers of a kind, of which a column holds all whatever stands between them.
    pub(crate) fn endings(&self, kind: Kind, digits: usize) -> Vec<String> {
        let mut endings = BTreeSet::new();
        for one in self.sought {
            if let What::Spelt(looked) = &one.what
                && looked.kind() == kind
                && let Some(from) = looked.expose().len().checked_sub(digits)
            {
                endings.extend(looked.expose().get(from..).map(str::to_owned));
            }
        }
        endings.into_iter().collect()
    }

    /// Whether anything in it is looked for without regard to case.
    pub(crate) fn has_folded(&self) -> bool {
        self.sought.iter().any(|one| matches!(&one.what, What::Spelt(looked) if looked.ignores_case()))
    }

    /// Which of them a cell is.
    pub(crate) fn judge(&self, cell: &str) -> impl Iterator<Item = (usize, Compared)> {
        let mut near: BTreeSet<usize> = BTreeSet::new();
        let mut add = |found: Option<&Vec<usize>>| near.extend(found.into_iter().flatten());
        let trimmed = cell.trim();
        add(self.spelt.get(trimmed));
        if self.class != ColumnClass::Integer {
            let spaceless: String = trimmed.chars().filter(|c| !c.is_whitespace()).collect();
            add(self.spelt.get(&spaceless));
            for reader in &self.readers {
                add(reader.normal_of(trimmed).and_then(|normal| self.normal.get(&normal)));
            }
        }
        let judged = near.into_iter().filter_map(|at| {
            let one = self.sought.get(at)?;
            Some((one.id, self.compare(&one.what, cell)))
        });
        judged.filter(|(_, compared)| *compared != Compared::Other).collect::<Vec<_>>().into_iter()
    }

    fn compare(&self, what: &What, cell: &str) -> Compared {
        match what {
            What::Exact(text) if **text == *cell => Compared::Same,
            What::Exact(_) => Compared::Other,
            What::Spelt(looked) if self.class == ColumnClass::Integer => {
                let values = looked.values(ColumnClass::Integer);
                let is = |value: &Scalar| value.to_string() == cell.trim();
                if values.sure.iter().any(is) {
                    Compared::Same
                } else if values.doubtful.iter().any(is) {
                    Compared::Doubtful
                } else {
                    Compared::Other
                }
            }
            What::Spelt(looked) => looked.compare(cell),
        }
    }
}
