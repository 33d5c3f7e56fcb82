//! Texts that speak of the person: searched by everything that they are known by, once for all who are looked for.
//!
//! A mention is told for somebody to decide on. It identifies nobody and leads nowhere.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gallra_connect::find::{Pattern, Patterns, Texts};
use gallra_rules::links::MENTIONING;
use gallra_rules::names::DatasetName;
use gallra_rules::policy::SystemKind;

use super::judge::Judged;
use super::look::{Looking, again, within};
use super::terms::{Realm, Term};
use super::{Mention, Search};
use crate::AppError;

/// So many finds of each name and identifier are told with their words.
const TOLD: usize = 200;
/// References shorter than this stand in too many texts by chance.
const SHORTEST: usize = 6;

/// What one pattern stands for.
struct Of {
    person: usize,
    by: String,
}

/// Searches every text that the policy says may speak of anybody.
pub(super) async fn search(
    looking: &mut Looking<'_>,
    judged: &[Judged],
    searches: &mut [Search],
) -> Result<(), AppError> {
    let mut all = Vec::new();
    let mut of = Vec::new();
    for (person, (judged, search)) in judged.iter().zip(searches.iter()).enumerate() {
        for (by, pattern) in patterns(looking, judged, search) {
            all.push((of.len(), pattern));
            of.push(Of { person, by });
        }
    }
    let Some(patterns) = Patterns::of(&all).map(Arc::new) else { return Ok(()) };
    for (name, texts) in texts(looking, &patterns, searches) {
        let Some(dataset) = looking.context.policy.datasets.get(&name) else { continue };
        let not_searched = |searches: &mut [Search], reason: String| {
            for search in searches.iter_mut() {
                search.not_searched.insert(name.clone(), reason.clone());
            }
        };
        let Some(connector) = looking.connectors.get(&dataset.system) else {
            not_searched(searches, "its system did not answer".to_owned());
            continue;
        };
        looking.progress.counting(&name);
        let found = match again(|| async { Ok(connector.mentions(&texts).await?) }).await {
            Ok(found) => found,
            Err(fault) => {
                not_searched(searches, fault.to_string());
                continue;
            }
        };
        if let Some(reason) = found.refused {
            not_searched(searches, reason);
            continue;
        }
        if found.unread > 0 {
            not_searched(searches, format!("{} files are no text or could not be read", found.unread));
        }
        for (id, more) in found.more {
            if let Some(search) = of.get(id).and_then(|of| searches.get_mut(of.person)) {
                search.more_mentions += more;
            }
        }
        // What identifies a record of the dataset was found in it already: a log's line holds the address that it is found by.
        let found_already: BTreeSet<String> = looking.slots.get(&name).map_or_else(BTreeSet::new, |slots| {
            let own = slots.answers.values().flatten().filter(|realm| matches!(realm, Realm::Of(_)));
            own.map(Realm::word).collect()
        });
        // A name that is written in two ways is spotted once.
        let mut told = BTreeSet::new();
        for one in found.found {
            let Some(Of { person, by }) = of.get(one.id) else { continue };
            let Some(search) = searches.get_mut(*person).filter(|_| !found_already.contains(by)) else {
                continue;
            };
            let record = texts.key.clone().zip(one.key);
            let is_new =
                record.is_none() || told.insert((*person, one.column.clone(), record.clone(), by.clone()));
            if is_new && !is_theirs(search, &name, record.as_ref()) {
                let (dataset, by) = (name.clone(), by.clone());
                search.mentions.push(Mention {
                    dataset,
                    column: one.column,
                    record,
                    by,
                    snippet: one.snippet,
                });
            }
        }
    }
    Ok(())
}

/// Whether the record was identified as the person's anyway.
fn is_theirs(search: &Search, name: &DatasetName, record: Option<&(String, String)>) -> bool {
    let Some((column, key)) = record else { return false };
    let mut all = search.person.records.get(name).into_iter().flatten();
    let folder = key.split_once('/').map(|(folder, _)| folder).filter(|_| column == "path");
    all.any(|one| {
        one.column == *column && one.keys.contains(key)
            || one.column == "folder" && folder.is_some_and(|folder| one.keys.contains(folder))
    })
}

/// What a person may be mentioned by: identifiers that were given or found, and full names.
fn patterns(looking: &Looking<'_>, judged: &Judged, search: &Search) -> Vec<(String, Pattern)> {
    let mut all = Vec::new();
    for term in judged.terms.iter().filter_map(|term| looking.terms.get(*term)) {
        all.extend(pattern(term).map(|pattern| (term.realm.word(), pattern)));
    }
    let mut names = BTreeSet::new();
    for name in &search.names {
        let words: Vec<&str> = name.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        if words.len() >= 2 {
            names.insert(words.join(" "));
            if let Some((last, first)) = words.split_last() {
                names.insert(format!("{last} {}", first.join(" ")));
                names.insert(format!("{last}, {}", first.join(" ")));
            }
        }
    }
    all.extend(names.into_iter().map(|name| ("name".to_owned(), Pattern::Words(name))));
    all
}

fn pattern(term: &Term) -> Option<Pattern> {
    let value = term.value();
    match &term.realm {
        Realm::Email => Some(Pattern::Words(value.to_owned())),
        Realm::Phone => {
            let mut ways = vec![value.to_owned(), format!("00{value}")];
            // In Sweden without the country, or with a zero that is for callers at home.
            if let Some(national) = value.strip_prefix("46") {
                ways.extend([format!("0{national}"), format!("460{national}"), format!("00460{national}")]);
            }
            Some(Pattern::Digits(ways))
        }
        Realm::Number => {
            let short = value.len().checked_sub(10).and_then(|from| value.get(from..));
            Some(Pattern::Digits(short.into_iter().chain([value]).map(str::to_owned).collect()))
        }
        Realm::Of(_) if value.chars().count() >= SHORTEST => Some(Pattern::Words(value.to_owned())),
        Realm::Of(_) | Realm::Key(..) | Realm::Party(_) => None,
    }
}

/// The texts of each dataset that has any; of those that cannot be searched it is told why.
fn texts(
    looking: &Looking<'_>,
    patterns: &Arc<Patterns>,
    searches: &mut [Search],
) -> BTreeMap<DatasetName, Texts> {
    let mut all = BTreeMap::new();
    for (name, dataset) in &looking.context.policy.datasets {
        let fields = dataset.fields.iter().filter(|(_, field)| MENTIONING.contains(&field.category.as_str()));
        let columns: BTreeSet<String> = fields.map(|(column, _)| column.clone()).collect();
        let kind = looking.context.policy.systems.get(&dataset.system).map(|system| system.kind);
        let is_sealed = dataset.register.is_some();
        if columns.is_empty() && !is_sealed || kind == Some(SystemKind::Manual) && columns.is_empty() {
            continue;
        }
        let reason = match (kind, looking.shapes.tables.get(name)) {
            _ if is_sealed => {
                let holds = dataset.in_register().map(gallra_rules::policy::RegisterTable::holds);
                if holds.is_some_and(|holds| holds.iter().any(|one| MENTIONING.contains(one))) {
                    Some("what lies sealed in the register is not searched for mentions".to_owned())
                } else {
                    continue;
                }
            }
            (Some(SystemKind::Manual), None) => continue,
            (_, None) => {
                let why = looking.shapes.not_checked.get(name).cloned();
                Some(why.unwrap_or_else(|| "its shape is not known".to_owned()))
            }
            (_, Some(shape)) => {
                let is_tree = matches!(
                    kind,
                    Some(SystemKind::Files | SystemKind::S3 | SystemKind::Sftp | SystemKind::Webdav)
                );
                let key =
                    looking.key_of(name).map(str::to_owned).or_else(|| is_tree.then(|| "path".to_owned()));
                let missing = columns.iter().find(|column| !is_tree && !shape.columns.contains_key(*column));
                if let Some(column) = missing {
                    Some(format!("it has no column `{column}` that can be searched"))
                } else {
                    let texts = Texts {
                        table: shape.table.clone(),
                        within: within(dataset),
                        columns,
                        key,
                        patterns: patterns.clone(),
                        most: TOLD,
                    };
                    all.insert(name.clone(), texts);
                    None
                }
            }
        };
        if let Some(reason) = reason {
            for search in searches.iter_mut() {
                search.not_searched.insert(name.clone(), reason.clone());
            }
        }
    }
    all
}
