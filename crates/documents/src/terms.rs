//! Texts that are supplied: a company's general terms, and what a customer brought itself.

use gallra_rules::policy::PolicySet;

use crate::agreement::variables;
use crate::compose::{Composer, Duty};
use crate::given::{Customer, Given};
use crate::pdf::Cover;
use crate::safe::shown;
use crate::template::{Template, TemplateFault, read, read_foreign};
use crate::text::{Texts, t};
use crate::tree::Document;
use crate::{Kind, Lack, Language};

/// A company's general terms. The same variables as in an agreement.
///
/// # Errors
/// What is wrong with the template.
pub(crate) fn compose(c: &mut Composer<'_>, given: &Given<'_>) -> Result<Document, Vec<TemplateFault>> {
    let title = terms_title(c.policy, &c.texts.language);
    let Some(template) = given.terms else {
        c.lacks(Duty::Clarity, format!("templates/{}/terms.md", c.texts.language), Lack::OwnText);
        return Ok(c.document(title, Vec::new(), Vec::new()));
    };
    let found = read(template, &variables(c, given.customer), "terms")?;
    Ok(c.document(title, found.lead, found.sections))
}

/// Whether general terms say something else to each customer: they name it.
pub fn names_customer(template: &Template) -> bool {
    let mut names = template.text.split("{{").skip(1);
    names.any(|name| name.trim_start().starts_with("customer."))
}

/// What is wrong with a company's own text, whichever it is: they know the same variables.
///
/// # Errors
/// That.
pub fn proofread(
    policy: &PolicySet,
    language: &Language,
    template: &Template,
) -> Result<(), Vec<TemplateFault>> {
    read(template, &variables(&Composer::new(policy, Kind::Terms, language), None), "terms").map(drop)
}

/// A customer's own text, Markdown or plain, as a document: nothing in it is a variable, and pictures are left out.
pub fn own_text(policy: &PolicySet, language: &Language, customer: &Customer, text: &str) -> Document {
    let composer = Composer::new(policy, Kind::Agreement, language);
    let found = read_foreign(text, "own");
    let title = own_title(language, customer);
    composer.document(title, found.lead, found.sections)
}

/// What general terms are called.
pub fn terms_title(policy: &PolicySet, language: &Language) -> String {
    t!(Texts::new(language), "terms-title", organisation = shown(&policy.organisation.name))
}

/// What a customer's own text is called.
pub fn own_title(language: &Language, customer: &Customer) -> String {
    t!(Texts::new(language), "agreement-own-title", customer = shown(&customer.who.name))
}

/// The name of a bundle's cover, and what stands on it.
pub fn cover(policy: &PolicySet, language: &Language, customer: &Customer, date: jiff::civil::Date) -> Cover {
    let composer = Composer::new(policy, Kind::Agreement, language);
    let texts = &composer.texts;
    let line = |id: &str, text: String| (t!(texts, id), text);
    let mut lines = vec![line("cover-customer", shown(&customer.who.name))];
    if !customer.who.number.is_empty() {
        lines.push(line("term-number", shown(&customer.who.number)));
    }
    lines.push(line("cover-supplier", composer.organisation()));
    lines.push(line("cover-date", composer.day(date)));
    Cover { title: t!(texts, "cover-title"), lines }
}
