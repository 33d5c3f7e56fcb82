//! Whether a person's data can be found: links that say what they can, and personal data that nothing reaches.

use super::Checker;
use crate::diagnostic::{Code, Finding};
use crate::links::{Links, entries};
use crate::policy::{Policy, Tied, Unreached};

impl Checker<'_> {
    /// `as` and `anonymise` say something that can be.
    pub(super) fn check_ties(&mut self) {
        let surface = self.surface;
        for (name, entry) in &surface.datasets {
            for (other, ties) in &entry.value.links {
                let elsewhere = surface.datasets.get(other).is_some_and(|there| {
                    let systems = (there.value.system.value(), entry.value.system.value());
                    systems.0.is_some() && systems.1.is_some() && systems.0 != systems.1
                });
                for tie in &ties.value {
                    let several = matches!(tie.tied, Tied::Shared | Tied::Shares);
                    let cuts = matches!(tie.tied, Tied::Shared | Tied::Refers);
                    let id = if several && name == other {
                        "g037-itself"
                    } else if elsewhere && tie.tied != Tied::Owned {
                        "g037-elsewhere"
                    } else if !cuts && !tie.anonymise.is_empty() {
                        "g037-goes"
                    } else {
                        continue;
                    };
                    let finding =
                        Finding::new(Code::TieDoesNotFit, id).arg("dataset", name).arg("other", other);
                    self.report(finding.at(tie.span).help("help"));
                }
            }
        }
    }

    /// Art. 11, 15–22: personal data that no request can reach, which is refused unless the policy wants a warning; and data
    /// of which it is said that nobody can be told apart in it, with a column that tells them apart.
    pub(super) fn check_reach(&mut self, policy: &Policy) {
        let place = |name: &str| self.surface.datasets.get(name).map(|entry| entry.name);
        let mut findings = Vec::new();
        for (name, dataset) in policy.datasets.iter().filter(|(_, dataset)| dataset.no_subject.is_some()) {
            if let (Some(place), false) = (place(name.as_str()), entries(dataset).is_empty()) {
                let finding = Finding::new(Code::TieDoesNotFit, "g037-no-subject");
                findings.push(finding.arg("dataset", name.to_string()).at(place).help("help"));
            }
        }
        let (code, id) = match policy.requests.unreached {
            Some(Unreached::Warn) => (Code::NotReached, "g035"),
            None | Some(Unreached::Refuse) => (Code::NotReachedRefused, "g036"),
        };
        // With half a policy, what leads to the data may be in the other half.
        if !self.incomplete {
            for name in Links::of(policy).unreached() {
                let Some(place) = place(name.as_str()) else { continue };
                let dataset = policy.datasets.get(name);
                // What leads to Gallra's own requests and trail is no policy's to say; an answer names them all the same.
                if dataset.is_some_and(|dataset| dataset.register.is_some()) {
                    continue;
                }
                let names_others = dataset.is_some_and(|dataset| dataset.ties().next().is_some());
                let finding = Finding::new(code, id).arg("dataset", name.to_string()).at(place);
                findings.push(finding.help(if names_others { "further" } else { "help" }));
            }
        }
        self.findings.extend(findings);
    }
}
