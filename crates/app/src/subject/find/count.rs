//! How many records go with the person, by the links that the policy states.

use std::collections::BTreeMap;

use gallra_rules::links::{Found, theirs as of_person};
use gallra_rules::names::DatasetName;
use gallra_rules::plan::Question;
use gallra_rules::predicate::Predicate;

use super::Search;
use super::look::{Looking, again, within};
use crate::AppError;

/// Links that are followed through records of one kind. More than anybody's thread of answers is deep.
const DEEPEST: usize = 8;

/// Counts for each person, dataset by dataset, and names what could not be counted.
pub(super) async fn theirs(looking: &mut Looking<'_>, searches: &mut [Search]) -> Result<(), AppError> {
    for search in searches.iter_mut().filter(|search| search.is_found()) {
        let known = search.person.known("search")?;
        for connector in looking.connectors.values_mut() {
            connector.also_know(known.sets.clone());
        }
        let policy = &looking.context.policy;
        let mut depth = 0;
        let found = loop {
            let found = of_person(policy, &looking.shapes, &known.roots, depth);
            if depth >= DEEPEST || !leads_on(looking, &found).await {
                break found;
            }
            depth += 1;
        };
        for (name, reason) in found.not_checked.iter().filter(|(name, _)| !search.manual.contains_key(*name))
        {
            search.person.not_checked.entry(name.clone()).or_insert_with(|| reason.clone());
        }
        let mut counted = BTreeMap::new();
        for (name, theirs) in &found.theirs {
            looking.progress.counting(name);
            let cut: Vec<Predicate> = theirs.cut.iter().map(|cut| cut.which.clone()).collect();
            let tied = Predicate::Any(cut.into_iter().chain([theirs.stays.clone()]).collect());
            for (at, which) in [theirs.goes.clone(), tied].into_iter().enumerate() {
                match count(looking, name, which).await {
                    Ok(number) => drop(counted.insert((name.clone(), at), number)),
                    Err(reason) => drop(search.person.not_checked.insert(name.clone(), reason)),
                }
            }
        }
        for ((name, at), number) in counted {
            if number == 0 && !search.datasets.contains_key(&name) {
                continue;
            }
            let here = search.datasets.entry(name).or_default();
            if at == 0 { here.theirs = Some(number) } else { here.tied = Some(number) }
        }
    }
    Ok(())
}

/// Whether records lie further away than was looked.
async fn leads_on(looking: &Looking<'_>, found: &Found) -> bool {
    for (name, theirs) in &found.theirs {
        if theirs.beyond != Predicate::never()
            && count(looking, name, theirs.beyond.clone()).await.is_ok_and(|number| number > 0)
        {
            return true;
        }
    }
    false
}

async fn count(looking: &Looking<'_>, name: &DatasetName, which: Predicate) -> Result<u64, String> {
    if which == Predicate::never() {
        return Ok(0);
    }
    let dataset = looking.context.policy.datasets.get(name).ok_or_else(|| "no such dataset".to_owned())?;
    let shape = looking.shapes.tables.get(name).ok_or_else(|| "its shape is not known".to_owned())?;
    let connector =
        looking.connectors.get(&dataset.system).ok_or_else(|| "its system did not answer".to_owned())?;
    let question = Question {
        dataset: name.clone(),
        system: dataset.system.clone(),
        table: shape.table.clone(),
        key: shape.primary_key.clone(),
        within: within(dataset),
        due: Predicate::All(vec![within(dataset), which]),
        oldest_of: None,
        overdue: None,
        counts: BTreeMap::new(),
        except: Vec::new(),
        effects: Vec::new(),
        partitions: Vec::new(),
    };
    let measured = again(|| async { Ok(connector.measure(&question).await?) }).await;
    measured.map(|measure| measure.due).map_err(|fault| fault.to_string())
}
