//! What the law asks of an activity and of the data in it.

use std::collections::BTreeSet;

use super::Checker;
use crate::category::{self, Sensitivity};
use crate::diagnostic::{Arg, Code, Finding, Span};
use crate::policy::{AutomatedDecisions, Basis, Localised, Origin, Role, Source};
use crate::syntax::surface::{Activity, Entry, Got, Sp};

impl<'s> Checker<'s> {
    pub(super) fn check_legal(&mut self) {
        self.check_fields();
        for (name, entry) in &self.surface.activities {
            let activity = &entry.value;
            self.check_bases(name, entry);
            self.check_special(name, entry);
            if let Got::Absent = activity.measures {
                self.no_measures(name, entry.name);
            } else if activity.measures.value().is_some_and(Vec::is_empty) {
                self.no_measures(name, entry.name);
            }
            self.check_review(name, entry);
        }
        self.check_translations();
    }

    /// Categories exist, and a national identification number has its reason.
    fn check_fields(&mut self) {
        for dataset in self.surface.datasets.values() {
            for (column, field) in &dataset.value.fields {
                let Some(Sp { value, span }) = field.value.category.good() else { continue };
                match category::category(value) {
                    None => {
                        let finding =
                            Finding::new(Code::UnknownCategory, "g023").arg("value", value).at(*span);
                        let known = category::all().map(|known| known.name);
                        self.report(finding.did_you_mean(value, known, Some("help")));
                    }
                    Some(found)
                        if found.sensitivity == Sensitivity::NationalId
                            && field.value.because.is_absent() =>
                    {
                        let finding = Finding::new(Code::NationalId, "g045").arg("column", column).at(*span);
                        self.report(finding.help("help"));
                    }
                    Some(_) => {}
                }
            }
        }
    }

    /// Art. 6. A processor needs no basis of its own: the controller has it.
    fn check_bases(&mut self, name: &str, entry: &'s Entry<Activity>) {
        let activity = &entry.value;
        if activity.bases.is_absent()
            && matches!(activity.role.value(), Some(Role::Controller | Role::JointController))
        {
            let finding = Finding::new(Code::NoBasis, "g040").arg("activity", name).at(entry.name);
            self.report(finding.help("help"));
        }
        let Some(bases) = activity.bases.value() else { return };
        if let [first, second, ..] = &bases[..] {
            let finding = Finding::new(Code::SeveralBases, "g041").arg("activity", name);
            self.report(finding.at(second.span).also(first.span, "primary").help("help"));
        }
        for basis in bases {
            match &basis.value {
                Basis::Consent { source: None } => {
                    let finding =
                        Finding::new(Code::ConsentSource, "g042").arg("activity", name).at(basis.span);
                    self.report(finding.help("help"));
                }
                Basis::LegitimateInterest { balancing_test: None, .. } => {
                    let finding =
                        Finding::new(Code::BalancingTest, "g043").arg("activity", name).at(basis.span);
                    self.report(finding.help("help"));
                }
                // A notice would publish as done what is yet to be done.
                Basis::LegitimateInterest { balancing_test: Some(day), .. }
                    if self.today.is_some_and(|today| *day > today) =>
                {
                    let finding = Finding::new(Code::BalancingTest, "g043-ahead").arg("activity", name);
                    self.report(finding.arg("date", *day).at(basis.span).help("help"));
                }
                // Art. 13(1)(d): the notice must name the interest.
                Basis::LegitimateInterest { interest: None, .. } => {
                    let owner = Arg::Thing("term-interest", String::new());
                    let finding =
                        Finding::new(Code::MissingField, "g009").arg("key", "interest").arg("owner", owner);
                    self.report(finding.at(basis.span));
                }
                _ => {}
            }
        }
    }

    /// Art. 9 and 10, for a controller.
    fn check_special(&mut self, name: &str, entry: &'s Entry<Activity>) {
        let activity = &entry.value;
        if !activity.special_basis.is_absent() || activity.role.value() == Some(&Role::Processor) {
            return;
        }
        let mut seen = BTreeSet::new();
        let mut finding: Option<Finding> = None;
        for (_, dataset) in self.datasets_of(activity) {
            for field in dataset.value.fields.values() {
                let Some(Sp { value, span }) = field.value.category.good() else { continue };
                let Some(found) = category::category(value) else { continue };
                if !matches!(found.sensitivity, Sensitivity::Special | Sensitivity::Criminal)
                    || !seen.insert(found.name)
                {
                    continue;
                }
                let so_far = finding.take();
                let id = if found.sensitivity == Sensitivity::Special { "g044" } else { "g044-criminal" };
                finding = Some(match so_far {
                    None => Finding::new(Code::SpecialBasis, id)
                        .arg("activity", name)
                        .arg("category", found.name)
                        .at(entry.name)
                        .also(*span, "field")
                        .help("help"),
                    Some(so_far) => so_far.also(*span, "field"),
                });
            }
        }
        if let Some(finding) = finding {
            self.report(finding);
        }
    }

    /// Art. 5(2), 25, 32.
    fn no_measures(&mut self, name: &str, place: Span) {
        let finding = Finding::new(Code::NoMeasures, "g049").arg("activity", name).at(place);
        self.report(finding.help("help"));
    }

    /// Art. 5(1)(e): a period, or at least a day on which somebody looks again.
    fn check_review(&mut self, name: &str, entry: &'s Entry<Activity>) {
        let activity = &entry.value;
        let keep = activity.keep.value();
        let has_limit = !matches!(activity.keep, Got::Absent | Got::Good(_))
            || keep.is_some_and(|keep| !keep.at_least.is_absent() || !keep.at_most.is_absent());
        let reviews = [Some(&activity.review), keep.map(|keep| &keep.until_review)];
        let has_review = reviews.into_iter().flatten().any(|review| !review.is_absent());
        if !has_limit && !has_review {
            let finding = Finding::new(Code::NoRetention, "g051").arg("activity", name).at(entry.name);
            self.report(finding.help("help"));
        }
        let Some(today) = self.today else { return };
        for review in reviews.into_iter().flatten().filter_map(Got::good) {
            if review.value < today {
                let finding =
                    Finding::new(Code::ReviewPassed, "g052").arg("activity", name).arg("date", review.value);
                self.report(finding.at(review.span).help("help"));
            }
        }
    }

    /// The notice is published in both languages.
    fn check_translations(&mut self) {
        let surface = self.surface;
        for (name, entry) in &surface.subjects {
            self.translated("term-subject", name, entry.value.good());
        }
        for (name, entry) in &surface.measures {
            self.translated("term-measure", name, entry.value.good());
        }
        for (name, entry) in &surface.recipients {
            self.translated("term-recipient", name, entry.value.purpose.good());
        }
        for (name, entry) in &surface.duties {
            self.translated("term-duty", name, entry.value.what.good());
        }
        for (name, entry) in &surface.datasets {
            self.translated("term-dataset", name, entry.value.called.good());
            for (anchor, entry) in &entry.value.anchors {
                self.translated("term-anchor", anchor, entry.value.means.good());
            }
        }
        for (name, entry) in &surface.activities {
            self.translated("term-activity", name, entry.value.purpose.good());
            if let Some(notice) = entry.value.notice.value() {
                if let Some(Sp { value: Origin::Elsewhere(text), span }) = notice.source.good() {
                    self.one_translated("term-notice", name, text, *span);
                }
                if let Some(Sp { value: AutomatedDecisions::Described(text), span }) =
                    notice.automated_decisions.good()
                {
                    self.one_translated("term-notice", name, text, *span);
                }
                self.translated("term-notice", name, notice.joint_controllers.good());
            }
            for basis in entry.value.bases.value().into_iter().flatten() {
                if let Basis::LegitimateInterest { interest: Some(text), .. }
                | Basis::LegalObligation { source: Source(text) }
                | Basis::PublicTask { source: Source(text) } = &basis.value
                {
                    self.one_translated("term-activity", name, text, basis.span);
                }
            }
        }
    }

    fn translated(&mut self, term: &'static str, name: &str, text: Option<&Sp<Localised>>) {
        if let Some(text) = text {
            self.one_translated(term, name, &text.value, text.span);
        }
    }

    fn one_translated(&mut self, term: &'static str, name: &str, text: &Localised, span: Span) {
        let missing = match (text.0.contains_key("sv"), text.0.contains_key("en")) {
            (true, false) => "term-english",
            (false, true) => "term-swedish",
            _ => return,
        };
        let finding =
            Finding::new(Code::NoTranslation, "g053").arg("owner", Arg::Thing(term, name.to_owned()));
        self.report(finding.arg("language", Arg::Term(missing)).at(span));
    }
}
