//! What is different between what was published and what would be published now.
//!
//! Each document in each language is compared with what it last said itself: a publication holds what was made for it and what
//! stayed in force as it was, and the meaning of the policy that a document was made from is kept with the publication that
//! it was made in.

use std::collections::{BTreeMap, BTreeSet};

use gallra_documents::meaning::{Change, Meaning, compare};
use gallra_store::{Publication, Published};
use jiff::civil::Date;
use serde::Serialize;

use super::PublishError;
use crate::documents::looks::Looks;
use crate::documents::{self, Format, Kind, Language, Wanted};
use crate::{AppError, Context};

/// What is different from a publication.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Difference {
    /// The publication; none if nothing was ever published.
    pub from: Option<i64>,
    /// Its day.
    pub date: Option<Date>,
    /// Change by change.
    pub changes: Vec<Change>,
    /// Documents whose words are others though no change is known in them.
    pub words: Vec<Place>,
    /// What would no longer be published.
    pub withdrawn: Vec<Place>,
    /// What would be another, was last made in an earlier publication, and is compared with that.
    pub earlier: Vec<Earlier>,
}

/// A document in a language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// Which document, by its word.
    pub document: String,
    /// Its language.
    pub language: String,
    /// The form, if it is about this form alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
}

/// Documents that stayed in force as they were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Earlier {
    /// The publication that they were made in.
    pub publication: i64,
    /// Its day.
    pub date: Date,
    /// Which.
    pub documents: Vec<Place>,
}

/// A document in a language, as it would be now.
pub(super) struct Now {
    pub(super) kind: Kind,
    pub(super) language: String,
    /// Its version, if it can be told.
    pub(super) version: Option<String>,
}

impl Place {
    pub(super) fn new(document: &str, language: &str) -> Self {
        Self { document: document.to_owned(), language: language.to_owned(), form: None }
    }

    pub(super) fn of(published: &Published) -> Self {
        Self::new(&published.document, &published.language)
    }
}

/// What is different between a publication and the policy and looks of today. `from` is a publication's number, or the beginning of
/// a document's version or of the policy's hash; the last publication if none is given. Of `wanted`, what documents are made of
/// counts: whose record of processing names controllers that are not given is compared by what it promises alone.
///
/// # Errors
/// [`PublishError::Unknown`]; the state's; what is wrong with the company's own texts.
pub async fn diff(
    context: &Context,
    wanted: &Wanted,
    from: Option<&str>,
) -> Result<Difference, PublishError> {
    let known = context.store.publications().await?;
    let found = match from {
        None => known.len().checked_sub(1),
        Some(name) => Some(
            known
                .iter()
                .rposition(|one| is_called(one, name))
                .ok_or_else(|| PublishError::Unknown(name.to_owned()))?,
        ),
    };
    let Some((at, found)) = found.and_then(|at| Some((at, known.get(at)?))) else {
        return Ok(Difference::default());
    };
    let mut now = Vec::new();
    let mut withdrawn = Vec::new();
    for place in places(found) {
        let (Ok(kind), Ok(language)) = (place.document.parse::<Kind>(), place.language.parse::<Language>())
        else {
            continue;
        };
        let formats = forms(found, &place).into_iter().collect();
        let version =
            documents::version_now(&context.policy, &Wanted { formats, ..wanted.clone() }, kind, &language)?;
        let unknown = kind == Kind::ProcessorRecords && wanted.controllers.is_empty();
        match version {
            None => {
                now.push(Now { kind, language: place.language.clone(), version: None });
                withdrawn.push(place);
            }
            version => {
                let version = version.filter(|_| !unknown);
                now.push(Now { kind, language: place.language, version });
            }
        }
    }
    // What is not published is told by what has changed since the last publication: who is new in the record alone is still
    // somebody whom customers are told of.
    let there: BTreeSet<String> = found.documents.iter().map(|one| one.document.clone()).collect();
    let others = Kind::ALL
        .into_iter()
        .filter(|kind| wanted.looks.applies(*kind, &context.policy) && !there.contains(kind.as_str()));
    for kind in others {
        let of = |language: Language| Now { kind, language: language.to_string(), version: None };
        now.extend(Language::all().into_iter().map(of));
    }
    let told = between(&known, at, &now, &meaning(context, &wanted.looks))?;
    Ok(Difference { withdrawn, ..told })
}

pub(super) fn meaning(context: &Context, looks: &Looks) -> Meaning {
    Meaning { looks: looks.meaning(), ..Meaning::of(&context.policy) }
}

/// Document by document: what is different from what each last said, as of the publication at `at`. A document whose version is the
/// same says the same, so nothing is told of it.
pub(super) fn between(
    known: &[Publication],
    at: usize,
    now: &[Now],
    after: &Meaning,
) -> Result<Difference, PublishError> {
    let Some(found) = known.get(at) else { return Ok(Difference::default()) };
    let mut compared: BTreeMap<i64, Vec<(Change, bool)>> = BTreeMap::new();
    let (mut words, mut earlier) = (Vec::new(), BTreeMap::new());
    for one in now {
        let place = Place::new(one.kind.as_str(), &one.language);
        let before = found.documents.iter().find(|it| Place::of(it) == place).map(|it| &it.version);
        if before.is_some() && before == one.version.as_ref() {
            continue;
        }
        let Some(origin) = made_in(known, at, &place) else { continue };
        if let std::collections::btree_map::Entry::Vacant(entry) = compared.entry(origin.id) {
            let damaged = |fault| AppError::Leaf(format!("publication {}: {fault}", origin.id));
            let meant: Meaning = serde_json::from_str(&origin.meaning).map_err(damaged)?;
            entry.insert(compare(&meant, after).into_iter().map(|change| (change, false)).collect());
        }
        if before.is_some() && origin.id != found.id {
            let (publication, date) = (origin.id, origin.published_on);
            let entry = earlier.entry(origin.id);
            let entry = entry.or_insert_with(|| Earlier { publication, date, documents: Vec::new() });
            entry.documents.push(place.clone());
        }
        let mut explained = false;
        for (change, told) in compared.get_mut(&origin.id).into_iter().flatten() {
            let concerns = before.is_some() || !change.told.is_empty();
            if concerns && change.is_in(one.kind, &one.language) {
                (*told, explained) = (true, true);
            }
        }
        if before.is_some() && one.version.is_some() && !explained {
            words.push(place);
        }
    }
    let told = compared.into_values().rev().flatten().filter(|(_, told)| *told);
    let changes = each_once(told.map(|(change, _)| change));
    let (from, date) = (Some(found.id), Some(found.published_on));
    let earlier = earlier.into_values().collect();
    Ok(Difference { from, date, changes, words, earlier, ..Difference::default() })
}

/// Each change once, beside what is about the same: what comes from several publications is read under one heading.
fn each_once(all: impl Iterator<Item = Change>) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for change in all {
        if !changes.contains(&change) {
            let beside = changes.iter().rposition(|other| other.purpose == change.purpose);
            changes.insert(beside.map_or(changes.len(), |at| at + 1), change);
        }
    }
    changes
}

/// The publication that a document was made in, as it stands in the one at `at`: what is the same to the byte stayed in force.
pub(super) fn made_in<'k>(known: &'k [Publication], at: usize, place: &Place) -> Option<&'k Publication> {
    let files = |one: &Publication| -> BTreeSet<(String, String)> {
        let files = one.documents.iter().filter(|it| Place::of(it) == *place);
        files.map(|it| (it.form.clone(), it.sha256.clone())).collect()
    };
    let mut origin = known.get(at)?;
    let these = files(origin);
    for earlier in known.get(..at)?.iter().rev() {
        if these.is_disjoint(&files(earlier)) {
            break;
        }
        origin = earlier;
    }
    Some(origin)
}

/// Every document in every language of a publication.
pub(super) fn places(publication: &Publication) -> BTreeSet<Place> {
    publication.documents.iter().map(Place::of).collect()
}

/// In which forms a publication has a document.
pub(super) fn forms(publication: &Publication, place: &Place) -> Vec<Format> {
    let files = publication.documents.iter().filter(|it| Place::of(it) == *place);
    files.filter_map(|it| Format::of_extension(&it.form)).collect()
}

fn is_called(publication: &Publication, name: &str) -> bool {
    let begins = |text: &str| name.len() >= 6 && text.starts_with(name);
    publication.id.to_string() == name
        || begins(&publication.policy)
        || publication.documents.iter().any(|document| begins(&document.version))
}
