//! Whether two names may be one person's. Never enough to find anybody; enough to see that somebody else is meant.

use std::collections::BTreeSet;

/// A name's words, in no order, without case.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name(BTreeSet<String>);

/// What two names are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alike {
    /// One may be a longer form of the other: `Anna Berg`, `Berg, Anna Maria`.
    Same,
    /// It cannot be told: `A. Berg`, `Anna`.
    Unclear,
    /// Another name.
    Different,
}

impl Name {
    /// None for what has no letter in it.
    pub(super) fn of<'t>(parts: impl IntoIterator<Item = &'t str>) -> Option<Self> {
        let words = parts.into_iter().flat_map(|part| {
            part.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'').map(str::to_lowercase)
        });
        let words: BTreeSet<String> = words.filter(|word| word.chars().any(char::is_alphabetic)).collect();
        (!words.is_empty()).then_some(Self(words))
    }

    /// As it goes into the hash that names a choice.
    pub(super) fn written(&self) -> String {
        self.0.iter().cloned().collect::<Vec<_>>().join(" ")
    }

    pub(super) fn alike(&self, other: &Self) -> Alike {
        let shared = self.0.intersection(&other.0).count();
        let fewer = self.0.len().min(other.0.len());
        if shared == fewer {
            return if fewer >= 2 || self.0 == other.0 { Alike::Same } else { Alike::Unclear };
        }
        if shared >= 2 {
            return Alike::Unclear;
        }
        let begins = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
            let rest: Vec<&String> = one.difference(other).collect();
            !rest.is_empty()
                && rest.iter().all(|word| {
                    word.chars().count() == 1 && other.iter().any(|whole| whole.starts_with(word.as_str()))
                })
        };
        if begins(&self.0, &other.0) || begins(&other.0, &self.0) { Alike::Unclear } else { Alike::Different }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_only_where_they_differ() {
        let alike = |one: &str, other: &str| {
            let name = |text| Name::of([text]).unwrap();
            assert_eq!(name(one).alike(&name(other)), name(other).alike(&name(one)));
            name(one).alike(&name(other))
        };
        assert_eq!(alike("Anna Berg", "BERG, Anna"), Alike::Same);
        assert_eq!(alike("Anna Berg", "Anna Maria Berg"), Alike::Same);
        assert_eq!(alike("Anna", "Anna"), Alike::Same);
        assert_eq!(alike("Anna", "Anna Berg"), Alike::Unclear);
        assert_eq!(alike("A. Berg", "Anna Berg"), Alike::Unclear);
        assert_eq!(alike("Anna Maria Berg", "Anna Sofia Berg"), Alike::Unclear);
        assert_eq!(alike("Anna Berg", "Bo Berg"), Alike::Different);
        assert_eq!(alike("Anna Berg", "B. Berg"), Alike::Different);
        assert_eq!(Name::of(["-", " 7"]).is_none(), true);
    }
}
