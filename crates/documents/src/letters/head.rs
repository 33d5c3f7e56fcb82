//! Who writes, who is written to, and when.

use std::fmt;

use gallra_rules::policy::Policy;
use jiff::civil::Date;

use crate::Language;
use crate::compose::{mail, telephone};
use crate::rights;
use crate::safe::shown;
use crate::text::Texts;
use crate::tree::{Line, line};

/// Who a letter is from, whom it is to, its day and its case.
#[derive(Clone, Debug)]
pub struct Head {
    /// Who writes.
    pub from: Sender,
    /// Who is written to.
    pub to: Addressee,
    /// The day of the letter, on the organisation's calendar.
    pub day: Date,
    /// The case, as both sides quote it. A number, never a person's data.
    pub reference: Option<String>,
    /// Name and function of who signs; the organisation's name alone if nobody does.
    pub signed: Option<String>,
}

/// Who writes.
#[derive(Clone, Debug)]
pub struct Sender {
    pub(crate) name: String,
    pub(crate) lines: Vec<Line>,
    pub(crate) reach: Line,
    pub(crate) authority: Line,
    /// Whether Swedish courts are told of by name.
    pub(crate) swedish: bool,
}

impl Sender {
    /// The organisation of a policy, with every way to reach it that the policy states.
    pub fn of(policy: &Policy, language: &Language) -> Self {
        let organisation = &policy.organisation;
        let contact = organisation.contact.clone().unwrap_or_default();
        let ways = [
            contact.address.as_deref().map(|address| line(shown(address))),
            contact.email.as_deref().map(mail),
            contact.phone.as_deref().map(telephone),
        ];
        let [address, email, phone] = ways.clone();
        Self {
            name: shown(&organisation.name),
            lines: ways.into_iter().flatten().collect(),
            reach: email.or(address).or(phone).unwrap_or_default(),
            authority: rights::authority(organisation, &Texts::new(language)),
            swedish: organisation.country == "SE",
        }
    }
}

/// Who is written to. Prints as nothing but its kind: it is personal data.
#[derive(Clone, Default)]
pub struct Addressee {
    /// The name.
    pub name: String,
    /// The address, line by line; an e-mail address if it goes by mail. May be empty.
    pub lines: Vec<String>,
}

impl fmt::Debug for Addressee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Addressee(…)")
    }
}
