//! What the policy says, in words.

use std::collections::BTreeSet;

use gallra_rules::category::{self, Category};
use gallra_rules::names::{ActivityName, AnchorName, DatasetName, RecipientName};
use gallra_rules::period::Period;
use gallra_rules::policy::{
    Activity, AnchorSource, Basis, Dataset, Disposal, Limit, Localised, RecipientRole, RegisterTable, Role,
    Round, Transfer,
};
use jiff::civil::Date;

use crate::compose::{Composer, Duty};
use crate::safe::shown;
use crate::text::{Texts, t};
use crate::tree::{Line, line};
use crate::{Kind, Lack};

impl Composer<'_> {
    pub(crate) fn day(&self, date: Date) -> String {
        self.texts.day(date)
    }

    /// `a, b and c`.
    pub(crate) fn listed(&self, words: &[String]) -> String {
        self.texts.listed(words)
    }

    pub(crate) fn period(&self, period: Period) -> String {
        self::period(&self.texts, period)
    }

    /// What has happened when a period begins to count, as a clause: `the agreement has ended`.
    pub(crate) fn means(
        &mut self,
        dataset_name: &DatasetName,
        dataset: &Dataset,
        anchor: &AnchorName,
    ) -> String {
        let place = format!("datasets.{dataset_name}.anchors.{anchor}.means");
        let Some(found) = dataset.anchors.get(anchor) else { return String::new() };
        if let Some(means) = &found.means {
            return self.own(means, Duty::Period, &place);
        }
        let built_in = self.builtin(dataset, anchor, 0).and_then(|id| self.texts.find(&id, &[]));
        built_in.unwrap_or_else(|| {
            self.lacks(Duty::Period, place, Lack::Means);
            String::new()
        })
    }

    /// The text of a moment that a kind of system knows by itself, also through the dataset that it is read from.
    fn builtin(&self, dataset: &Dataset, anchor: &AnchorName, depth: usize) -> Option<String> {
        match &dataset.anchors.get(anchor)?.source {
            AnchorSource::Builtin => Some(format!("means-{anchor}")),
            AnchorSource::Column { .. } if dataset.in_register().is_some() => {
                Some(format!("means-register-{anchor}"))
            }
            AnchorSource::Parent { dataset, anchor }
            | AnchorSource::LatestChild { dataset, anchor }
            | AnchorSource::Keyed { dataset, anchor, .. }
                if depth < self.policy.datasets.len() =>
            {
                self.builtin(self.policy.datasets.get(dataset)?, anchor, depth + 1)
            }
            _ => None,
        }
    }

    /// `after the agreement has ended`.
    fn after(&mut self, limit: &Limit, name: &DatasetName, dataset: &Dataset) -> String {
        let swedish = self.policy.organisation.country == "SE";
        match limit.round {
            Round::FinancialYear if swedish => t!(self.texts, "after-financial-year-se"),
            Round::FinancialYear => t!(self.texts, "after-financial-year"),
            Round::None | Round::CalendarYear | Round::CalendarMonth => {
                let id = match limit.round {
                    Round::CalendarYear => "after-calendar-year",
                    Round::CalendarMonth => "after-calendar-month",
                    _ => "after",
                };
                let means = self.means(name, dataset, &limit.anchor);
                t!(self.texts, id, means = means)
            }
        }
    }

    /// `at most 6 months after …`; `id` is the text that says at least, at most, or neither.
    pub(crate) fn limit(&mut self, id: &str, limit: &Limit, name: &DatasetName, dataset: &Dataset) -> String {
        let after = self.after(limit, name, dataset);
        let period = self.period(limit.period);
        t!(self.texts, id, period = period, after = after)
    }

    /// The primary basis first; the others that the policy names beside it follow.
    pub(crate) fn bases(&mut self, name: &ActivityName, activity: &Activity) -> String {
        let Some(basis) = &activity.basis else {
            if activity.role != Role::Processor {
                self.lacks(Duty::Basis, format!("activities.{name}.basis"), Lack::Basis);
            }
            return String::new();
        };
        let primary = self.basis(basis, name);
        let others: Vec<String> = activity.other_bases.iter().map(|basis| self.basis(basis, name)).collect();
        if others.is_empty() {
            return primary;
        }
        let others = self.listed(&others.iter().map(|other| lower_first(other)).collect::<Vec<_>>());
        t!(self.texts, "basis-also", primary = primary, others = others)
    }

    fn basis(&mut self, basis: &Basis, name: &ActivityName) -> String {
        let source = match basis {
            Basis::LegalObligation { source } | Basis::PublicTask { source } => {
                self.own(&source.0, Duty::Basis, &format!("activities.{name}.basis"))
            }
            _ => String::new(),
        };
        let texts = &self.texts;
        match basis {
            Basis::Consent { .. } => t!(texts, "basis-consent"),
            Basis::Contract => t!(texts, "basis-contract"),
            Basis::LegalObligation { .. } => t!(texts, "basis-legal-obligation", source = source),
            Basis::VitalInterests => t!(texts, "basis-vital-interests"),
            Basis::PublicTask { .. } => t!(texts, "basis-public-task", source = source),
            Basis::LegitimateInterest { .. } => t!(texts, "basis-legitimate-interest"),
        }
    }

    /// The legitimate interests that an activity rests on, each with the day on which it was weighed (Art. 13(1)(d)).
    pub(crate) fn interests(&mut self, name: &ActivityName, activity: &Activity) -> Vec<Line> {
        let place = format!("activities.{name}.basis.legitimate_interest");
        let mut lines = Vec::new();
        for basis in activity.basis.iter().chain(&activity.other_bases) {
            let Basis::LegitimateInterest { interest, balancing_test } = basis else { continue };
            let told = if let Some(interest) = interest {
                self.own(interest, Duty::Interest, &format!("{place}.interest"))
            } else {
                self.lacks(Duty::Interest, format!("{place}.interest"), Lack::Interest);
                String::new()
            };
            if let Some(date) = balancing_test {
                let date = self.day(*date);
                lines.push(line(t!(self.texts, "interest-weighed", interest = told, date = date)));
            } else {
                self.lacks(Duty::Interest, format!("{place}.balancing_test"), Lack::BalancingTest);
                lines.push(line(told));
            }
        }
        lines
    }

    /// Categories of personal data, each once, as a list in a sentence.
    pub(crate) fn categories(
        &mut self,
        name: &ActivityName,
        datasets: &[(&DatasetName, &Dataset)],
    ) -> String {
        let mut told = Vec::new();
        // In the order of the vocabulary, which puts the person first.
        let used = used(datasets);
        for category in category::all().filter(|category| used.contains(category.name)) {
            let label = lower_first(&self.category(&category));
            if !told.contains(&label) {
                told.push(label);
            }
        }
        if told.is_empty() {
            self.lacks(Duty::Categories, format!("activities.{name}.data"), Lack::Categories);
        }
        upper_first(&self.listed(&told))
    }

    /// What a category is called. Each language has them all in `categories.ftl`.
    pub(crate) fn category(&self, category: &Category) -> String {
        t!(self.texts, &format!("category-{}", category.name.replace(['.', '_'], "-")))
    }

    /// Groups of data subjects, each once and on a line of its own: their names hold an "and" of their own.
    pub(crate) fn subjects(&mut self, datasets: &[(&DatasetName, &Dataset)]) -> Vec<Line> {
        let mut told: Vec<Line> = Vec::new();
        for (name, dataset) in datasets {
            if dataset.groups.is_empty() {
                self.lacks(Duty::Subjects, format!("datasets.{name}.about"), Lack::Subjects);
            }
            for group in &dataset.groups {
                let Some(found) = self.policy.subjects.get(group) else { continue };
                let text = self.own(&found.name, Duty::Subjects, &format!("subjects.{group}"));
                if !told.contains(&line(text.clone())) {
                    told.push(line(text));
                }
            }
        }
        told
    }

    /// What a dataset is called: by its own name, or else by what it holds.
    pub(crate) fn called(
        &mut self,
        activity: &ActivityName,
        name: &DatasetName,
        dataset: &Dataset,
    ) -> String {
        match &dataset.called {
            Some(called) => self.own(called, Duty::Categories, &format!("datasets.{name}.called")),
            None => self.categories(activity, &[(name, dataset)]),
        }
    }

    /// Who receives the data of an activity: those it names, and those who run the systems it is in.
    pub(crate) fn recipients_of(&self, activity: &Activity) -> BTreeSet<RecipientName> {
        let systems = activity.data.iter().filter_map(|name| self.policy.datasets.get(name));
        let operators = systems
            .filter_map(|dataset| self.policy.systems.get(&dataset.system))
            .filter_map(|system| system.operated_by.clone());
        activity.recipients.iter().cloned().chain(operators).collect()
    }

    /// In which capacity somebody receives the data: who processes for a processor is a sub-processor, whatever the same
    /// company is elsewhere.
    pub(crate) fn recipient_role(&self, role: RecipientRole) -> String {
        let for_others = matches!(
            self.kind,
            Kind::ProcessorRecords | Kind::Instruction | Kind::Agreement | Kind::SubProcessors
        );
        t!(
            self.texts,
            match role {
                RecipientRole::Controller => "recipient-controller",
                RecipientRole::Processor | RecipientRole::SubProcessor if for_others =>
                    "recipient-sub-processor",
                RecipientRole::Processor | RecipientRole::SubProcessor => "recipient-processor",
                RecipientRole::Authority => "recipient-authority",
            }
        )
    }

    pub(crate) fn country(&self, code: &str) -> String {
        // A country without a name in the language is told by its code; a text of ours is missing, too.
        let name = t!(self.texts, &format!("country-{code}"));
        if name.is_empty() { shown(code) } else { name }
    }

    /// A country, and outside the EEA what makes the transfer lawful (Art. 44–46).
    pub(crate) fn place(&mut self, code: &str, transfer: Option<Transfer>, at: &str) -> String {
        let country = self.country(code);
        if gallra_rules::check::in_eea(code) {
            return country;
        }
        let Some(transfer) = transfer else {
            self.lacks(Duty::Transfer, format!("{at}.transfer"), Lack::Transfer);
            return country;
        };
        let mechanism = mechanism(&self.texts, transfer);
        t!(self.texts, "outside-eea", country = country, mechanism = mechanism)
    }

    /// Where the data of an activity is stored: each country once.
    pub(crate) fn stored(&mut self, activity: &Activity) -> Vec<String> {
        let systems: BTreeSet<_> = activity
            .data
            .iter()
            .filter_map(|name| self.policy.datasets.get(name))
            .map(|dataset| dataset.system.clone())
            .collect();
        let mut told = Vec::new();
        for name in systems {
            let Some(system) = self.policy.systems.get(&name) else { continue };
            let Some(code) = &system.country else { continue };
            let place = self.place(code, system.transfer, &format!("systems.{name}"));
            if !told.contains(&place) {
                told.push(place);
            }
        }
        told
    }

    pub(crate) fn then(&mut self, name: &ActivityName, activity: &Activity) -> String {
        match &activity.then {
            Disposal::Delete => t!(self.texts, "then-delete"),
            Disposal::Anonymise(_) => t!(self.texts, "then-anonymise"),
            Disposal::Task { what, .. } => {
                let what = self.task(name, what);
                t!(self.texts, "then-task", what = what)
            }
        }
    }

    fn task(&mut self, name: &ActivityName, what: &Localised) -> String {
        self.own(what, Duty::Period, &format!("activities.{name}.then.task.what"))
    }

    /// What happens when the time is up, and how often that is looked for. Where no period counts, or a person does it,
    /// nothing runs.
    pub(crate) fn then_and_when(&mut self, name: &ActivityName, activity: &Activity) -> String {
        if activity.keep.at_least.is_none() && activity.keep.at_most.is_none() {
            return match &activity.then {
                Disposal::Delete => t!(self.texts, "then-unneeded-delete"),
                Disposal::Anonymise(_) => t!(self.texts, "then-unneeded-anonymise"),
                Disposal::Task { what, .. } => {
                    let what = self.task(name, what);
                    t!(self.texts, "then-unneeded-task", what = what)
                }
            };
        }
        let then = self.then(name, activity);
        if let Disposal::Task { .. } = activity.then {
            then
        } else {
            t!(self.texts, "then-and-every", then = then, every = self.every(activity))
        }
    }

    pub(crate) fn every(&self, activity: &Activity) -> String {
        let texts = &self.texts;
        match activity.every {
            Period::Calendar { months: 0, days: 1 } => t!(texts, "every-day"),
            Period::Calendar { months: 0, days: 7 } => t!(texts, "every-week"),
            Period::Calendar { months: 1, days: 0 } => t!(texts, "every-month"),
            Period::Calendar { months: 12, days: 0 } => t!(texts, "every-year"),
            other => t!(texts, "every", period = self.period(other)),
        }
    }

    /// How an activity's data is protected.
    pub(crate) fn measures(&mut self, name: &ActivityName, activity: &Activity) -> Vec<String> {
        if activity.measures.is_empty() {
            self.lacks(Duty::Measures, format!("activities.{name}.measures"), Lack::Measures);
        }
        let mut told = Vec::new();
        for measure in &activity.measures {
            if let Some(found) = self.policy.measures.get(measure) {
                told.push(self.own(&found.description, Duty::Measures, &format!("measures.{measure}")));
            }
        }
        told
    }
}

/// Names of the categories that datasets hold; of the register's own tables too, which no policy describes.
pub(crate) fn used<'d>(datasets: &[(&DatasetName, &'d Dataset)]) -> BTreeSet<&'d str> {
    let sealed = datasets.iter().filter_map(|(_, dataset)| dataset.in_register());
    let mut used: BTreeSet<&str> = sealed.flat_map(RegisterTable::holds).collect();
    for (_, dataset) in datasets {
        used.extend(dataset.fields.values().map(|field| field.category.as_str()));
    }
    used
}

/// A period as a promise states it: in months below two years, since promises say `12 months` and `18 months`.
pub(crate) fn period(texts: &Texts, period: Period) -> String {
    match period {
        Period::Hours(hours) => t!(texts, "period-hours", n = hours),
        Period::Calendar { months, days } => {
            let mut parts = Vec::new();
            let (years, months) = if months < 24 { (0, months) } else { (months / 12, months % 12) };
            if years > 0 {
                parts.push(t!(texts, "period-years", n = years));
            }
            if months > 0 {
                parts.push(t!(texts, "period-months", n = months));
            }
            if days > 0 || parts.is_empty() {
                parts.push(t!(texts, "period-days", n = days));
            }
            texts.listed(&parts)
        }
    }
}

/// What makes a transfer lawful (Art. 45–49).
pub(crate) fn mechanism(texts: &Texts, transfer: Transfer) -> String {
    t!(
        texts,
        match transfer {
            Transfer::AdequacyDecision => "transfer-adequacy-decision",
            Transfer::StandardContractualClauses => "transfer-standard-contractual-clauses",
            Transfer::BindingCorporateRules => "transfer-binding-corporate-rules",
            Transfer::CodeOfConduct => "transfer-code-of-conduct",
            Transfer::Certification => "transfer-certification",
            Transfer::Derogation => "transfer-derogation",
        }
    )
}

/// With a capital, as a sentence or a cell begins.
pub(crate) fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Without the capital of a sentence; `IP address`, `E-mail` and names of one letter keep what they have.
pub(crate) fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == '-' && first == 'E' => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}
