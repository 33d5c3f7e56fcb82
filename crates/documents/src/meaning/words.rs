//! Changes in words that a customer understands.

use std::collections::BTreeSet;

use gallra_rules::category;
use gallra_rules::period::Period;
use gallra_rules::policy::{RecipientRole, Transfer};

use super::{Audience, Change, How, Limit, Look, Recipient, What, Words};
use crate::Language;
use crate::safe::shown;
use crate::text::{Texts, Value, t};
use crate::words::lower_first;

impl Change {
    /// The change in a language: a sentence. What it is about stands in [`Change::heading`].
    pub fn words(&self, language: &Language) -> String {
        let texts = Texts::new(language);
        let it = Telling { texts: &texts };
        it.what(&self.what)
    }

    /// What the activity is for; for what is about the organisation itself, that.
    pub fn heading(&self, language: &Language) -> String {
        let texts = Texts::new(language);
        match &self.purpose {
            Some(purpose) => Telling { texts: &texts }.say(purpose),
            None => t!(texts, "change-organisation"),
        }
    }
}

impl Audience {
    /// Who, and how they are told, in a language.
    pub fn words(self, language: &Language) -> String {
        let texts = Texts::new(language);
        t!(
            texts,
            match self {
                Self::Customers => "change-tell-customers",
                Self::CustomersMayObject => "change-tell-customers-object",
                Self::Public => "change-tell-public",
                Self::Staff => "change-tell-staff",
            }
        )
    }
}

struct Telling<'t> {
    texts: &'t Texts,
}

impl Telling<'_> {
    /// The company's words in the language, or in any.
    fn say(&self, words: &Words) -> String {
        let told = words.get(self.texts.language.as_str()).or_else(|| words.values().next());
        told.cloned().unwrap_or_default()
    }

    fn each(&self, all: &[Words]) -> String {
        all.iter().map(|words| self.say(words)).collect::<Vec<_>>().join("; ")
    }

    fn with(&self, id: &str, values: &[(&'static str, String)]) -> String {
        let values: Vec<_> = values.iter().map(|(name, text)| (*name, Value::from(text.clone()))).collect();
        self.texts.with(id, &values)
    }

    fn what(&self, what: &What) -> String {
        let text = |id: &str| t!(self.texts, id);
        match what {
            What::Name { before, after } => {
                self.with("change-name", &[("before", shown(before)), ("after", shown(after))])
            }
            What::Contact(ways) => self.with("change-contact", &[("contact", self.ways(ways))]),
            What::Dpo(ways) if ways.is_empty() => text("change-dpo-none"),
            What::Dpo(ways) => self.with("change-dpo", &[("contact", self.ways(ways))]),
            What::Window { before, after } => {
                let period =
                    |it: &Option<Period>| it.map_or_else(|| text("change-none"), |it| self.period(it));
                self.with("change-window", &[("before", period(before)), ("after", period(after))])
            }
            What::PurposeAdded => text("change-purpose-added"),
            What::PurposeRemoved => text("change-purpose-removed"),
            What::PurposeReworded(before) => {
                self.with("change-purpose-reworded", &[("before", self.say(before))])
            }
            What::Role => text("change-role"),
            What::DataAdded(data) => self.with("change-data-added", &[("data", self.say(data))]),
            What::DataRemoved(data) => self.with("change-data-removed", &[("data", self.say(data))]),
            What::CategoriesAdded(data, names) => {
                let values = [("data", self.say(data)), ("categories", self.categories(names))];
                self.with("change-categories-added", &values)
            }
            What::CategoriesRemoved(data, names) => {
                let values = [("data", self.say(data)), ("categories", self.categories(names))];
                self.with("change-categories-removed", &values)
            }
            What::SubjectsAdded(data, groups) => self
                .with("change-subjects-added", &[("data", self.say(data)), ("subjects", self.each(groups))]),
            What::SubjectsRemoved(data, groups) => self.with(
                "change-subjects-removed",
                &[("data", self.say(data)), ("subjects", self.each(groups))],
            ),
            What::Kept { data, promise, how, before, after } => {
                self.kept(data, *promise, *how, (before.as_ref(), after.as_ref()))
            }
            What::Basis { before, after } => {
                let values = [("before", self.or_none(before)), ("after", self.or_none(after))];
                self.with("change-basis", &values)
            }
            What::RecipientAdded { recipient, sub } => {
                let id = if *sub { "change-sub-added" } else { "change-recipient-added" };
                self.with(id, &[("recipient", self.recipient(recipient))])
            }
            What::RecipientRemoved { recipient, sub } => {
                let id = if *sub { "change-sub-removed" } else { "change-recipient-removed" };
                self.with(id, &[("recipient", shown(&recipient.name))])
            }
            What::RecipientChanged { before, after } => {
                let values = [("before", self.recipient(before)), ("after", self.recipient(after))];
                self.with("change-recipient", &values)
            }
            What::StoredAlso(codes) => {
                self.with("change-stored-also", &[("countries", self.countries(codes))])
            }
            What::StoredNoLonger(codes) => {
                self.with("change-stored-no-longer", &[("countries", self.countries(codes))])
            }
            What::Then { before, after } => {
                let words = |words| lower_first(&self.say(words));
                self.with("change-then", &[("before", words(before)), ("after", words(after))])
            }
            What::MeasuresAdded(all) => self.with("change-measures-added", &[("measures", self.each(all))]),
            What::MeasuresRemoved(all) => {
                self.with("change-measures-removed", &[("measures", self.each(all))])
            }
            What::Source(words) => self.with("change-source", &[("source", self.or_none(words))]),
            What::Automated(words) if words.is_empty() => text("change-automated-none"),
            What::Automated(words) => self.with("change-automated", &[("words", self.say(words))]),
            What::Logo(how) => text(&format!("change-logo-{}", became(*how))),
            What::Colour(how) => text(&format!("change-colour-{}", became(*how))),
            What::Clauses(codes) => self.with("change-clauses", &[("languages", self.languages(codes))]),
            What::Terms(how, codes) => {
                let id = format!("change-terms-{}", became(*how));
                self.with(&id, &[("languages", self.languages(codes))])
            }
            What::Joint(words) if words.is_empty() => text("change-joint-none"),
            What::Joint(words) => self.with("change-joint", &[("words", self.say(words))]),
        }
    }

    fn kept(
        &self,
        data: &Words,
        promise: bool,
        how: How,
        (before, after): (Option<&Limit>, Option<&Limit>),
    ) -> String {
        let side = if promise { "most" } else { "least" };
        let how = match how {
            How::Longer => "longer",
            How::Shorter => "shorter",
            How::Other => "other",
            How::New => "new",
            How::Gone => "gone",
        };
        let words = |limit: Option<&Limit>| limit.map(|limit| self.say(&limit.words)).unwrap_or_default();
        let mut values = vec![("data", self.say(data))];
        values.extend(before.map(|_| ("before", words(before))));
        values.extend(after.map(|_| ("after", words(after))));
        self.with(&format!("change-{side}-{how}"), &values)
    }

    fn or_none(&self, words: &Words) -> String {
        let told = self.say(words);
        if told.is_empty() { t!(self.texts, "change-none") } else { told }
    }

    fn ways(&self, ways: &BTreeSet<String>) -> String {
        let told: Vec<String> = ways.iter().map(|way| shown(way)).collect();
        if told.is_empty() { t!(self.texts, "change-none") } else { told.join("; ") }
    }

    fn period(&self, period: Period) -> String {
        crate::words::period(self.texts, period)
    }

    fn categories(&self, names: &BTreeSet<String>) -> String {
        let labels: Vec<String> = category::all()
            .filter(|category| names.contains(category.name))
            .map(|category| lower_first(category.label(self.texts.language.as_str())))
            .collect();
        self.texts.listed(&labels)
    }

    fn languages(&self, codes: &BTreeSet<String>) -> String {
        let named = |code: &String| t!(self.texts, &format!("language-{code}"));
        self.texts.listed(&codes.iter().map(named).collect::<Vec<_>>())
    }

    fn countries(&self, codes: &BTreeSet<String>) -> String {
        self.texts.listed(&codes.iter().map(|code| self.country(code)).collect::<Vec<_>>())
    }

    fn country(&self, code: &str) -> String {
        let name = t!(self.texts, &format!("country-{code}"));
        if name.is_empty() { shown(code) } else { name }
    }

    /// `Molnet Inc. (processor), Sweden`.
    fn recipient(&self, recipient: &Recipient) -> String {
        let role = t!(
            self.texts,
            match recipient.role {
                RecipientRole::Controller => "recipient-controller",
                RecipientRole::Processor => "recipient-processor",
                RecipientRole::SubProcessor => "recipient-sub-processor",
                RecipientRole::Authority => "recipient-authority",
            }
        );
        let country = self.country(&recipient.country);
        let place = match recipient.transfer.filter(|_| !gallra_rules::check::in_eea(&recipient.country)) {
            Some(transfer) => {
                let values = [("country", country), ("mechanism", self.mechanism(transfer))];
                self.with("outside-eea", &values)
            }
            None => country,
        };
        self.with("recipient", &[("name", shown(&recipient.name)), ("role", role), ("place", place)])
    }

    fn mechanism(&self, transfer: Transfer) -> String {
        crate::words::mechanism(self.texts, transfer)
    }
}

const fn became(how: Look) -> &'static str {
    match how {
        Look::New => "new",
        Look::Other => "other",
        Look::Gone => "gone",
    }
}
