//! Changes in words that a customer understands.

use std::collections::BTreeSet;

use gallra_rules::category;
use gallra_rules::period::Period;
use gallra_rules::policy::{RecipientRole, Role, Transfer};

use super::change::changed_in;
use super::{Audience, Change, Fact, How, Limit, Look, Recipient, What, Words};
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
            What::Contact(ways) => self.with("change-contact", &[("contact", self.way(ways))]),
            What::Dpo(ways) if ways.is_empty() => text("change-dpo-none"),
            What::Dpo(ways) => self.with("change-dpo", &[("contact", self.way(ways))]),
            What::Window { before, after } => {
                let period =
                    |it: &Option<Period>| it.map_or_else(|| text("change-none"), |it| self.period(it));
                self.with("change-window", &[("before", period(before)), ("after", period(after))])
            }
            What::PurposeAdded => text("change-purpose-added"),
            What::PurposeRemoved => text("change-purpose-removed"),
            What::PurposeReworded { before, after } => self.moved("purpose", (before, after), || {
                self.with("change-purpose-reworded", &[("before", self.say(before))])
            }),
            What::Role { before: Role::JointController, after: Role::Controller } => {
                text("change-role-alone")
            }
            What::Role { before: Role::Controller, after: Role::JointController } => {
                text("change-role-joint")
            }
            What::Role { .. } => text("change-role"),
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
            What::Basis { before, after } => self.moved("basis", (before, after), || {
                let values = [("before", self.or_none(before)), ("after", self.or_none(after))];
                self.with("change-basis", &values)
            }),
            What::Other { fact, about, before, after } => self.other(*fact, about, (before, after)),
            What::RecipientAdded { recipient, sub } => {
                let id = if *sub { "change-sub-added" } else { "change-recipient-added" };
                self.with(id, &[("recipient", self.recipient(recipient, *sub))])
            }
            What::RecipientRemoved { recipient, sub } => {
                let id = if *sub { "change-sub-removed" } else { "change-recipient-removed" };
                self.with(id, &[("recipient", shown(&recipient.name))])
            }
            What::RecipientChanged { before, after, sub } => {
                let told = |recipient| self.recipient(recipient, *sub);
                let id = if *sub { "change-sub" } else { "change-recipient" };
                self.with(id, &[("before", told(before)), ("after", told(after))])
            }
            What::StoredAlso(codes) => {
                self.with("change-stored-also", &[("countries", self.countries(codes))])
            }
            What::StoredNoLonger(codes) => {
                self.with("change-stored-no-longer", &[("countries", self.countries(codes))])
            }
            What::Then { before, after } => self.moved("then", (before, after), || {
                let words = |words| lower_first(&self.say(words));
                self.with("change-then", &[("before", words(before)), ("after", words(after))])
            }),
            What::MeasuresAdded(all) => self.with("change-measures-added", &[("measures", self.each(all))]),
            What::MeasuresRemoved(all) => {
                self.with("change-measures-removed", &[("measures", self.each(all))])
            }
            What::DutiesAdded(all) => self.with("change-duties-added", &[("duties", self.each(all))]),
            What::DutiesRemoved(all) => self.with("change-duties-removed", &[("duties", self.each(all))]),
            What::Source { before, after } => self.moved("source", (before, after), || {
                self.with("change-source", &[("source", self.or_none(after))])
            }),
            What::Automated { after, .. } if after.is_empty() => text("change-automated-none"),
            What::Automated { before, after } => self.moved("automated", (before, after), || {
                self.with("change-automated", &[("words", self.say(after))])
            }),
            What::Joint { before, after } => self.moved("joint", (before, after), || {
                self.with("change-joint", &[("words", self.or_none(after))])
            }),
            What::Logo(how) => text(&format!("change-logo-{}", became(*how))),
            What::Colour(how) => text(&format!("change-colour-{}", became(*how))),
            What::Clauses(how, codes) => {
                let id = format!("change-clauses-{}", became(*how));
                self.with(&id, &[("languages", self.languages(codes))])
            }
            What::Terms(how, codes) => {
                let id = format!("change-terms-{}", became(*how));
                self.with(&id, &[("languages", self.languages(codes))])
            }
        }
    }

    /// A change of words: as `tell` has it if the words in the reader's own language are others, or else in which language.
    fn moved(&self, label: &str, both: (&Words, &Words), tell: impl FnOnce() -> String) -> String {
        self.elsewhere(&t!(self.texts, &format!("change-label-{label}")), both).unwrap_or_else(tell)
    }

    /// What was reworded in other languages only, language by language; nothing if the reader's own words are others.
    fn elsewhere(&self, what: &str, (before, after): (&Words, &Words)) -> Option<String> {
        let codes = changed_in(before, after);
        if before.is_empty() || after.is_empty() || codes.contains(self.texts.language.as_str()) {
            return None;
        }
        let told = codes.iter().map(|code| {
            let words = |it: &Words| it.get(code).cloned().unwrap_or_else(|| t!(self.texts, "change-none"));
            let language = t!(self.texts, &format!("language-{code}"));
            let values = [("what", what.to_owned()), ("language", language)];
            let both = [("before", words(before)), ("after", words(after))];
            self.with("change-elsewhere", &[values, both].concat())
        });
        Some(told.collect::<Vec<_>>().join(". "))
    }

    fn other(&self, fact: Fact, about: &Words, both: (&Words, &Words)) -> String {
        let about = ("about", self.say(about));
        let what = self.with(&format!("change-label-{}", fact.as_str()), std::slice::from_ref(&about));
        if let Some(told) = self.elsewhere(&what, both) {
            return told;
        }
        let how = match both {
            (before, _) if before.is_empty() => "new",
            (_, after) if after.is_empty() => "gone",
            _ => "other",
        };
        let (before, after) = (("before", self.say(both.0)), ("after", self.say(both.1)));
        let values = [about, ("what", what), before, after];
        let values: Vec<_> = values.into_iter().map(|(name, text)| (name, Value::from(text))).collect();
        // Most are told alike; some read better in a sentence of their own.
        let own = self.texts.find(&format!("change-{}-{how}", fact.as_str()), &values);
        own.unwrap_or_else(|| self.texts.with(&format!("change-fact-{how}"), &values))
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

    fn way(&self, ways: &str) -> String {
        if ways.is_empty() { t!(self.texts, "change-none") } else { shown(ways) }
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

    /// `Molnet Inc. (processor), Sweden`: in the capacity that documents name, which for who processes follows from for whom.
    fn recipient(&self, recipient: &Recipient, sub: bool) -> String {
        let role = t!(
            self.texts,
            match recipient.role {
                RecipientRole::Controller => "recipient-controller",
                RecipientRole::Processor | RecipientRole::SubProcessor if sub => "recipient-sub-processor",
                RecipientRole::Processor | RecipientRole::SubProcessor => "recipient-processor",
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
