//! How datasets hang together: an anchor may be taken only along `belongs_to`, and nothing may lead back to itself.

use super::Checker;
use crate::diagnostic::{Code, Finding, Span};
use crate::syntax::surface::{Source, Sp};

impl Checker<'_> {
    pub(super) fn check_links(&mut self) {
        for (name, dataset) in &self.surface.datasets {
            for anchor in dataset.value.anchors.values() {
                match &anchor.value.source {
                    Source::Parent(other) => self.check_from(name, other),
                    Source::LatestChild(other) => self.check_latest(name, other),
                    Source::Keyed(other, by) => self.check_keyed(name, other, by),
                    Source::Column { .. } | Source::Builtin | Source::Bad => {}
                }
            }
        }
        self.check_belongs_to_cycles();
        self.check_anchor_cycles();
    }

    /// `from: agreements.ended` needs `belongs_to: {agreements: …}` here.
    fn check_from(&mut self, name: &str, other: &Sp<(String, String)>) {
        let datasets = &self.surface.datasets;
        let (Some(here), Some(there)) = (datasets.get(name), datasets.get(&other.value.0)) else { return };
        if here.value.belongs_to.contains_key(&other.value.0) {
            return;
        }
        let finding =
            Finding::new(Code::NotRelated, "g033-from").arg("dataset", name).arg("other", &other.value.0);
        let turned = there.value.belongs_to.contains_key(name);
        let finding = finding.at(other.span).also(here.name, "dataset");
        self.report(finding.help(if turned { "turned" } else { "help" }));
    }

    /// `latest: orders.placed` needs `belongs_to` this dataset in `orders`.
    fn check_latest(&mut self, name: &str, other: &Sp<(String, String)>) {
        let datasets = &self.surface.datasets;
        let (Some(here), Some(there)) = (datasets.get(name), datasets.get(&other.value.0)) else { return };
        if there.value.belongs_to.contains_key(name) {
            return;
        }
        let finding =
            Finding::new(Code::NotRelated, "g033-latest").arg("dataset", name).arg("other", &other.value.0);
        let turned = here.value.belongs_to.contains_key(&other.value.0);
        let finding = finding.at(other.span).also(there.name, "dataset");
        self.report(finding.help(if turned { "turned" } else { "help" }));
    }

    /// `{from: agreements.ended, by: customer_no}`: another system, whose dataset says which column is that key, and reads
    /// its anchor itself.
    fn check_keyed(&mut self, name: &str, other: &Sp<(String, String)>, by: &Sp<String>) {
        let datasets = &self.surface.datasets;
        let (Some(here), Some(there)) = (datasets.get(name), datasets.get(&other.value.0)) else { return };
        let told = |id, span| {
            let finding = Finding::new(Code::NoKey, id).arg("dataset", name).arg("other", &other.value.0);
            finding.arg("by", &by.value).at(span).also(there.name, "dataset").help("help")
        };
        let systems = (here.value.system.value(), there.value.system.value());
        if systems.0.is_some() && systems.0 == systems.1 {
            self.report(told("g034-same", by.span));
            return;
        }
        let known = super::register::table_of(self.surface, &there.value);
        let has_key = known.map_or_else(
            || there.value.key.len() == 1 || there.value.subject.contains_key(&by.value),
            |table| table.party.is_some(),
        );
        if !has_key {
            self.report(told("g034-key", other.span));
        }
        let mut next = there.value.anchors.get(&other.value.1);
        // Circles have been reported; the bound keeps this loop finite even so.
        for _ in 0..=datasets.len() {
            let Some(anchor) = next else { return };
            if let Source::Keyed(..) = &anchor.value.source {
                self.report(told("g034-chain", other.span));
                return;
            }
            next = anchor
                .value
                .source
                .other()
                .and_then(|further| datasets.get(&further.value.0)?.value.anchors.get(&further.value.1));
        }
    }

    /// A record may belong to another of its own dataset (a tree), but two datasets cannot belong to each other.
    fn check_belongs_to_cycles(&mut self) {
        let datasets = &self.surface.datasets;
        let names: Vec<&str> = datasets.keys().map(String::as_str).collect();
        let index = |name: &str| names.binary_search(&name).ok();
        let edges: Vec<Vec<(usize, Span)>> = datasets
            .iter()
            .map(|(name, dataset)| {
                let parents = dataset.value.belongs_to.iter().filter(|(parent, _)| *parent != name);
                parents.filter_map(|(parent, entry)| Some((index(parent)?, entry.name))).collect()
            })
            .collect();
        for cycle in cycles(&edges) {
            let path = cycle.iter().filter_map(|(node, _)| names.get(*node).copied());
            self.report_cycle("g032", path, &cycle);
        }
    }

    fn check_anchor_cycles(&mut self) {
        let datasets = &self.surface.datasets;
        let all: Vec<(&str, &str)> = datasets
            .iter()
            .flat_map(|(name, dataset)| {
                dataset.value.anchors.keys().map(move |anchor| (name.as_str(), anchor.as_str()))
            })
            .collect();
        let edges: Vec<Vec<(usize, Span)>> = datasets
            .values()
            .flat_map(|dataset| dataset.value.anchors.values())
            .map(|anchor| {
                let leads_on = anchor.value.source.other().and_then(|other| {
                    let wanted = (other.value.0.as_str(), other.value.1.as_str());
                    all.binary_search(&wanted).ok().map(|found| (found, other.span))
                });
                leads_on.into_iter().collect()
            })
            .collect();
        for cycle in cycles(&edges) {
            let path: Vec<String> = cycle
                .iter()
                .filter_map(|(node, _)| all.get(*node))
                .map(|(set, anchor)| format!("{set}.{anchor}"))
                .collect();
            self.report_cycle("g032-anchor", path.iter().map(String::as_str), &cycle);
        }
    }

    fn report_cycle<'p>(
        &mut self,
        id: &'static str,
        path: impl Iterator<Item = &'p str>,
        cycle: &[(usize, Span)],
    ) {
        let mut path: Vec<&str> = path.collect();
        path.extend(path.first().copied());
        let mut finding = Finding::new(Code::Cycle, id).arg("path", path.join(" → "));
        for (at, (_, span)) in cycle.iter().enumerate() {
            finding = if at == 0 { finding.at(*span) } else { finding.also(*span, "step") };
        }
        self.report(finding.help("help"));
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    OnPath,
    Done,
}

/// Each circle once, as its nodes with the places that lead on from them. Without recursion: chains may be long.
fn cycles(edges: &[Vec<(usize, Span)>]) -> Vec<Vec<(usize, Span)>> {
    let mut state = vec![State::New; edges.len()];
    let mut found = Vec::new();
    for start in 0..edges.len() {
        if state.get(start) != Some(&State::New) {
            continue;
        }
        // Node, the next edge to follow.
        let mut path: Vec<(usize, usize)> = vec![(start, 0)];
        set(&mut state, start, State::OnPath);
        while let Some((node, next)) = path.last_mut() {
            let here = *node;
            let Some(&(to, _)) = edges.get(here).and_then(|out| out.get(*next)) else {
                set(&mut state, here, State::Done);
                path.pop();
                continue;
            };
            *next += 1;
            match state.get(to) {
                Some(State::New) => {
                    set(&mut state, to, State::OnPath);
                    path.push((to, 0));
                }
                Some(State::OnPath) => {
                    let from = path.iter().position(|(node, _)| *node == to).unwrap_or(0);
                    let circle = path.iter().skip(from).filter_map(|(node, next)| {
                        let (_, span) = edges.get(*node)?.get(next.checked_sub(1)?)?;
                        Some((*node, *span))
                    });
                    found.push(circle.collect());
                }
                _ => {}
            }
        }
    }
    found
}

fn set(state: &mut [State], at: usize, to: State) {
    if let Some(slot) = state.get_mut(at) {
        *slot = to;
    }
}
