//! Which words in a column's name stand for which category, and in which tables.

use super::lexicon::Entity;

/// A set of entities.
#[derive(Clone, Copy)]
pub(super) struct Scope(u8);

impl Scope {
    pub(super) const fn has(self, entity: Entity) -> bool {
        self.0 & 1 << entity as u8 != 0
    }
}

/// What kind of values a rule expects.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Text or bytes.
    Text,
    /// Text or a number.
    Number,
    /// A date or a time, or text or a number that holds one.
    Moment,
}

/// Words in a row → a category, how likely it is, where it holds, and for which values.
pub(super) struct Rule {
    pub(super) words: &'static str,
    pub(super) category: &'static str,
    pub(super) confidence: u8,
    pub(super) scope: Scope,
    pub(super) holds: Holds,
}

const fn bit(entity: Entity) -> u8 {
    1 << entity as u8
}

const P: Scope = Scope(bit(Entity::Person));
const PA: Scope = Scope(P.0 | bit(Entity::Address));
const PAC: Scope = Scope(PA.0 | bit(Entity::Card));
const PAO: Scope = Scope(PA.0 | bit(Entity::Organisation));
const PAON: Scope = Scope(PAO.0 | bit(Entity::Neutral));
const PN: Scope = Scope(P.0 | bit(Entity::Neutral));
const C: Scope = Scope(bit(Entity::Communication));
const D: Scope = Scope(bit(Entity::Card));
const PC: Scope = Scope(P.0 | C.0);
const PCA: Scope = Scope(PA.0 | C.0);
const PCAN: Scope = Scope(PCA.0 | bit(Entity::Neutral));
/// Everywhere but among things.
const REAL: Scope = Scope(!bit(Entity::Thing));
const ALL: Scope = Scope(!0);

const fn rule(
    words: &'static str,
    category: &'static str,
    confidence: u8,
    scope: Scope,
    holds: Holds,
) -> Rule {
    Rule { words, category, confidence, scope, holds }
}

use Holds::{Moment, Number, Text};

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    // Names.
    rule("first name", "person.name", 95, ALL, Text),
    rule("last name", "person.name", 95, ALL, Text),
    rule("middle name", "person.name", 95, ALL, Text),
    rule("maiden name", "person.name", 95, ALL, Text),
    rule("full name", "person.name", 85, REAL, Text),
    rule("real name", "person.name", 90, ALL, Text),
    rule("display name", "person.name", 70, PN, Text),
    rule("nick name", "person.name", 80, REAL, Text),
    rule("name", "person.name", 80, PAC, Text),
    rule("name", "person.name", 65, C, Text),
    rule("title", "work.title", 55, PA, Text),
    rule("courtesy", "person.name", 55, P, Text),
    rule("composer", "person.name", 60, ALL, Text),
    rule("author", "person.name", 60, ALL, Text),
    rule("creator", "person.name", 55, ALL, Text),
    rule("holder", "person.name", 55, ALL, Text),
    rule("object repr", "person.name", 50, ALL, Text),
    // Numbers given to people.
    rule("national id", "person.national_id", 95, ALL, Number),
    rule("social security", "person.national_id", 95, ALL, Number),
    rule("personal number", "person.national_id", 90, ALL, Number),
    rule("person number", "person.national_id", 90, ALL, Number),
    rule("personal id", "person.national_id", 80, ALL, Number),
    rule("identity number", "person.national_id", 85, ALL, Number),
    rule("id number", "person.national_id", 60, P, Number),
    rule("tax id", "person.national_id", 55, P, Number),
    rule("passport", "person.passport", 85, ALL, Number),
    rule("id card", "person.passport", 80, ALL, Number),
    rule("driver licence", "person.passport", 85, ALL, Number),
    rule("organisation number", "organisation.number", 55, REAL, Number),
    rule("company number", "organisation.number", 55, REAL, Number),
    rule("customer number", "customer.number", 70, ALL, Number),
    rule("member number", "customer.number", 70, ALL, Number),
    rule("employee number", "customer.number", 70, ALL, Number),
    rule("patient number", "customer.number", 80, ALL, Number),
    // What people are.
    rule("birth date", "person.birth_date", 95, ALL, Moment),
    rule("birth year", "person.birth_date", 85, ALL, Moment),
    rule("birth", "person.birth_date", 80, PN, Moment),
    rule("age", "person.age", 65, P, Number),
    rule("gender", "person.gender", 85, REAL, Text),
    rule("nationality", "person.nationality", 85, ALL, Text),
    rule("language", "person.language", 55, P, Text),
    rule("marital", "person.family", 85, ALL, Text),
    rule("religion", "religion", 90, ALL, Text),
    rule("ethnicity", "ethnic", 90, ALL, Text),
    rule("political", "political", 80, ALL, Text),
    rule("union member", "union", 85, ALL, Text),
    rule("diagnosis", "health", 85, ALL, Text),
    rule("disease", "health", 80, ALL, Text),
    rule("allergy", "health", 80, ALL, Text),
    rule("medication", "health", 75, ALL, Text),
    rule("blood", "health", 80, P, Text),
    rule("health", "health", 60, P, Text),
    rule("disability", "health.disability", 85, ALL, Text),
    rule("criminal", "criminal", 80, ALL, Text),
    rule("conviction", "criminal.conviction", 80, ALL, Text),
    rule("fingerprint", "biometric", 60, P, Text),
    rule("biometric", "biometric", 85, ALL, Text),
    rule("genetic", "genetic", 85, ALL, Text),
    rule("photo", "person.image", 65, PN, Text),
    rule("avatar", "person.image", 80, ALL, Text),
    rule("picture", "person.image", 65, P, Text),
    rule("image", "person.image", 60, P, Text),
    rule("signature", "person.signature", 65, P, Text),
    rule("biography", "person.name", 60, REAL, Text),
    rule("bio", "person.name", 60, P, Text),
    rule("about", "person.name", 60, P, Text),
    rule("vcard", "person.name", 85, ALL, Text),
    rule("certificate", "person.signature", 60, P, Text),
    rule("pgp", "person.signature", 55, P, Text),
    rule("salary", "finance.salary", 85, ALL, Number),
    rule("hire date", "work.history", 80, ALL, Moment),
    rule("hired", "work.history", 75, ALL, Moment),
    rule("company", "organisation.name", 55, P, Text),
    rule("company name", "organisation.name", 45, REAL, Text),
    // Ways to reach them.
    rule("email", "contact.email", 90, ALL, Text),
    rule("email address", "contact.email", 95, ALL, Text),
    rule("phone", "contact.phone", 90, ALL, Number),
    rule("mobile", "contact.phone", 75, PAON, Number),
    rule("fax", "contact.phone", 80, ALL, Number),
    rule("pager", "contact.phone", 80, ALL, Number),
    rule("extension", "contact.phone", 55, P, Number),
    rule("address", "contact.address", 80, PAON, Text),
    rule("line", "contact.address", 75, Scope(bit(Entity::Address)), Text),
    rule("search text", "contact.address", 60, PA, Text),
    rule("postcode", "contact.postal_code", 85, REAL, Number),
    rule("post number", "contact.postal_code", 80, REAL, Number),
    rule("invoice address", "contact.address", 75, ALL, Text),
    rule("postal code", "contact.postal_code", 85, REAL, Number),
    rule("city", "contact.city", 70, PAON, Text),
    rule("state", "contact.address", 60, PA, Text),
    rule("region", "contact.address", 60, PAO, Text),
    rule("country", "contact.country", 60, PAO, Text),
    rule("homepage", "contact.other", 55, PC, Text),
    rule("contact", "contact.other", 55, ALL, Text),
    rule("contact info", "contact.other", 80, ALL, Text),
    // Devices and networks.
    rule("ip", "online.ip", 90, ALL, Number),
    rule("ip address", "online.ip", 95, ALL, Number),
    rule("remote address", "online.ip", 90, ALL, Text),
    rule("remote host", "online.ip", 75, ALL, Text),
    rule("user agent", "online.user_agent", 90, ALL, Text),
    rule("browser", "online.user_agent", 65, PN, Text),
    rule("cookie", "online.cookie", 75, REAL, Text),
    rule("device id", "online.device", 75, ALL, Text),
    rule("session key", "online.cookie", 80, ALL, Text),
    rule("session id", "online.cookie", 65, ALL, Text),
    rule("session data", "online.cookie", 75, ALL, Text),
    rule("query", "online.activity", 60, P, Text),
    // Accounts.
    rule("user name", "account.login", 90, ALL, Text),
    rule("user", "account.login", 70, ALL, Text),
    rule("login", "account.login", 80, ALL, Text),
    rule("login name", "account.login", 90, ALL, Text),
    rule("password", "account.secret", 90, ALL, Text),
    rule("secret", "account.secret", 75, ALL, Text),
    rule("secret key", "account.secret", 80, ALL, Text),
    rule("api key", "account.secret", 80, ALL, Text),
    rule("private key", "account.secret", 85, ALL, Text),
    rule("salt", "account.secret", 65, PN, Text),
    rule("token", "account.secret", 65, REAL, Text),
    rule("pin", "account.secret", 60, P, Text),
    rule("recovery code", "account.secret", 80, ALL, Text),
    rule("time zone", "account.settings", 50, P, Text),
    rule("settings", "account.settings", 60, P, Text),
    rule("preferences", "account.settings", 60, PN, Text),
    rule("last login", "account.log", 80, ALL, Moment),
    rule("login date", "account.log", 75, ALL, Moment),
    rule("login time", "account.log", 75, ALL, Moment),
    rule("login at", "account.log", 75, ALL, Moment),
    rule("failed login", "account.log", 75, ALL, Moment),
    rule("last seen", "account.log", 70, PN, Moment),
    // Money.
    rule("iban", "finance.bank_account", 90, ALL, Text),
    rule("bank account", "finance.bank_account", 85, ALL, Number),
    rule("account number", "finance.bank_account", 65, REAL, Number),
    rule("bankgiro", "finance.bank_account", 70, ALL, Number),
    rule("plusgiro", "finance.bank_account", 70, ALL, Number),
    rule("clearing", "finance.bank_account", 65, ALL, Number),
    rule("card number", "finance.card", 85, ALL, Number),
    rule("number", "finance.card", 75, D, Number),
    rule("expiry", "finance.card", 70, D, Moment),
    rule("expiry date", "finance.card", 75, D, Moment),
    rule("reference", "finance.card", 55, D, Text),
    rule("cvv", "finance.card", 85, ALL, Number),
    rule("cvc", "finance.card", 85, ALL, Number),
    // What people write.
    rule("subject", "communication.content", 60, PCAN, Text),
    rule("message", "communication.content", 65, PCAN, Text),
    rule("body", "communication.content", 70, PCAN, Text),
    rule("content", "communication.content", 65, C, Text),
    rule("text", "communication.content", 65, C, Text),
    rule("html", "communication.content", 55, C, Text),
    rule("headers", "communication.metadata", 65, C, Text),
    rule("title", "communication.content", 55, C, Text),
    rule("description", "communication.content", 60, C, Text),
    rule("description", "communication.note", 55, P, Text),
    rule("question", "communication.content", 55, C, Text),
    rule("answer", "communication.content", 55, C, Text),
    rule("resolution", "communication.content", 55, C, Text),
    rule("reply", "communication.content", 60, C, Text),
    rule("data", "communication.content", 50, C, Text),
    rule("file name", "communication.content", 55, C, Text),
    rule("file", "communication.content", 50, C, Text),
    rule("comment", "communication.note", 65, PCAN, Text),
    rule("note", "communication.note", 65, PCA, Text),
    rule("reason", "communication.note", 60, PC, Text),
    rule("old value", "communication.content", 55, REAL, Text),
    rule("new value", "communication.content", 55, REAL, Text),
    rule("recipients", "communication.metadata", 70, ALL, Text),
    rule("recipient", "communication.metadata", 70, ALL, Text),
    rule("sender", "communication.metadata", 70, ALL, Text),
    rule("cc", "communication.metadata", 65, ALL, Text),
    rule("bcc", "communication.metadata", 65, ALL, Text),
    rule("from", "communication.metadata", 60, C, Text),
    rule("to", "communication.metadata", 60, C, Text),
    // Places and vehicles.
    rule("latitude", "location.gps", 60, PAON, Number),
    rule("longitude", "location.gps", 60, PAON, Number),
    rule("gps", "location.gps", 70, REAL, Text),
    rule("coordinates", "location.gps", 60, REAL, Text),
    rule("location", "location", 55, P, Text),
    rule("vehicle registration", "vehicle.registration", 80, ALL, Text),
    rule("registration number", "vehicle.registration", 60, REAL, Text),
    rule("licence plate", "vehicle.registration", 85, ALL, Text),
];
