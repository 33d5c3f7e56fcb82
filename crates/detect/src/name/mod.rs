//! Guesses from the names of a table and a column what the column holds.
//!
//! ```
//! use gallra_detect::name::guess;
//!
//! assert_eq!(guess("users", "EmailAddress").unwrap().category, "contact.email");
//! assert_eq!(guess("medlemmar", "fornamn").unwrap().category, "person.name");
//! assert!(guess("product", "name").is_none());
//! ```
//!
//! Names are split into words, the words brought to one spelling (`lexicon`), and rows of words looked up (`rules`). A
//! rule holds only in tables about certain things: a `name` among customers is a person's, among products it is not. What
//! a table is about is told by its last known noun, and a noun before the rule's words in the column itself comes first:
//! `ContactName` in `suppliers`, `ProductName` in `customers`.

mod lexicon;
mod moment;
mod rules;
mod words;

use lexicon::{Entity, entity};
pub use moment::{Moment, moment};
use rules::{Holds, RULES};
use words::words;

use crate::profile::TypeClass;

/// What a name seems to mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guess {
    /// A category by its name in the policy language.
    pub category: &'static str,
    /// From 0 to 100.
    pub confidence: u8,
    /// The words that decided, in the spelling of the rules.
    pub words: &'static str,
}

/// What a column of text with this name holds, if its name tells. See [`crate::profile::judge`] for whole tables, which
/// also weighs types and values.
pub fn guess(table: &str, column: &str) -> Option<Guess> {
    guess_typed(&Table::new(table), column, TypeClass::Text)
}

/// Every category that a name can be guessed to mean.
pub fn categories() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.category).chain([HOSTED, "online.device"])
}

const HOSTED: &str = "hosted.content";

/// Words after a rule's that say that the column holds something about the thing and not the thing: `email_count`.
const ABOUT: &[&str] = &[
    "id",
    "count",
    "type",
    "status",
    "flag",
    "enabled",
    "verified",
    "confirmed",
    "approved",
    "format",
    "length",
    "size",
    "sort",
    "order",
    "template",
    "host",
    "port",
    "folder",
    "box",
    "dir",
    "directory",
    "class",
    "module",
    "visible",
    "encoding",
    "mime",
    "sent",
    "date",
    "time",
    "at",
    "on",
    "day",
    "year",
    "expiry",
    "level",
    "active",
    "required",
    "position",
    "version",
    "slug",
    "method",
    "width",
    "height",
    "by",
    "policy",
    "allowed",
    "domain",
    "server",
    "provider",
    // When something happened to it.
    "timestamp",
    "registered",
    "registration",
    "created",
    "changed",
    "updated",
    "modified",
    "touched",
    "authenticated",
    "joined",
];

/// Words in a table's name that say that its records tell what somebody is interested in.
const WATCHED: &[&str] = &["watch", "favourite", "bookmark", "wish", "follow", "visit"];

/// Words in a table's name that say that its texts were written in advance, for whoever asks.
const PREPARED: &[&str] = &["preset", "canned", "predefined", "standard", "boilerplate"];

/// Words before an account's that say whose it is: a machine's, to fetch mail or to reach a server.
const MACHINES: &[&str] =
    &["box", "mailbox", "smtp", "imap", "pop", "ldap", "server", "host", "proxy", "database"];

/// Last words of columns in which people write freely, or a program keeps what they wrote.
const WRITTEN: &[&str] = &[
    "data",
    "value",
    "content",
    "text",
    "body",
    "note",
    "reason",
    "description",
    "details",
    "comment",
    "words",
    "vars",
    "metadata",
    "payload",
    "about",
    "remark",
    "answer",
    "question",
    "message",
    "title",
];

/// Words that begin a flag, a number or a setting: `has_email`, `max_users`.
const MARKS: &[&str] = &[
    "is", "has", "can", "num", "enable", "allow", "use", "max", "min", "show", "hide", "requires", "require",
    "default", "error", "meta", "help", "ar",
];

/// Whether a column holds identifiers of messages, by its name: `message_id`, `MessageId`, `in_reply_to`, `references`.
pub(crate) fn is_message_id(column: &str) -> bool {
    let words = words(column);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    matches!(words.as_slice(), [.., "message", "id"] | [.., "in", "reply", "to"] | ["references"])
}

fn is_prepared(words: &[String]) -> bool {
    words.iter().any(|word| PREPARED.contains(&word.as_str()))
}

/// Whether a column is a key to somebody's record: `user_id`, `author_user_id`, `ägare_id`. Also a key to the session in
/// which somebody acts.
pub(crate) fn refers_to_a_person(column: &str) -> bool {
    let words = words(column);
    let [.., whose, id] = words.as_slice() else { return false };
    // `parent_id` and `child_id` make a tree of anything.
    let tree = matches!(whose.as_str(), "parent" | "child" | "children");
    id == "id" && !tree && (entity(whose) == Some(Entity::Person) || whose == "session")
}

/// A table's name, read once for all of its columns.
pub(crate) struct Table {
    words: Vec<String>,
    about: Entity,
}

impl Table {
    pub(crate) fn new(name: &str) -> Self {
        let words = words(name);
        // `shipping_methods` holds no addresses; `shipping_city` is part of one.
        let known =
            |word: &String| entity(word).filter(|about| *about != Entity::Address || word == "address");
        let mut about = words.iter().rev().filter_map(known);
        let (last, before) = (about.next(), about.next());
        // What is attached is as personal as what it is attached to; what is prepared for everybody is nobody's.
        let attached = words.last().is_some_and(|word| word == "attachment");
        let prepared = is_prepared(&words);
        let about = match (attached, last, before) {
            _ if prepared => Entity::Thing,
            (true, Some(_), Some(before)) => before,
            (_, last, _) => last.unwrap_or(Entity::Neutral),
        };
        Self { words, about }
    }

    fn speaks_of(&self, word: &str) -> bool {
        self.words.iter().any(|own| own == word)
    }

    fn mentions(&self, about: Entity) -> bool {
        self.words.iter().any(|word| entity(word) == Some(about))
    }

    /// Whether it is about goods, kinds, settings or machinery.
    pub(crate) fn is_of_things(&self) -> bool {
        self.about == Entity::Thing
    }

    fn is_prepared(&self) -> bool {
        is_prepared(&self.words)
    }

    /// Whether nothing is known of what it is about.
    pub(crate) fn is_neutral(&self) -> bool {
        self.about == Entity::Neutral
    }
}

/// [`guess`], for values of a type.
pub(crate) fn guess_typed(table: &Table, column: &str, class: TypeClass) -> Option<Guess> {
    let words = words(column);
    let marked = words.first().is_some_and(|first| MARKS.contains(&first.as_str()));
    let by_rule = RULES.iter().filter(|_| !marked).filter_map(|rule| {
        let wanted: Vec<&str> = rule.words.split(' ').collect();
        let at = words.windows(wanted.len()).rposition(|row| row == wanted)?;
        let rest = &words[at + wanted.len()..];
        let about = words[..at].iter().rev().find_map(|word| entity(word)).unwrap_or(table.about);
        let machines = rule.category.starts_with("account.")
            && words[..at].iter().any(|word| MACHINES.contains(&word.as_str()));
        let spoilt = machines
            || rest.iter().any(|word| ABOUT.contains(&word.as_str()) || entity(word) == Some(Entity::Thing));
        if spoilt || !rule.scope.has(about) || !fits(rule.holds, class) {
            return None;
        }
        let confidence = if rest.is_empty() { rule.confidence } else { rule.confidence - 10 };
        Some((
            rest.is_empty(),
            wanted.len(),
            Guess { category: rule.category, confidence, words: rule.words },
        ))
    });
    // What the table makes of a word outweighs what the word alone says.
    let by_table = by_table(table, &words, class).map(|guess| (true, 2, guess));
    // The last words count most: `last_login_ip` is an address.
    let all = by_rule.chain(by_table);
    all.max_by_key(|(last, len, guess)| (*last, *len, guess.confidence)).map(|(.., guess)| guess)
}

/// Columns whose own name says little in tables whose name says much: a list of blocked IP addresses, the settings of
/// users, the values of fields that an organisation made up.
fn by_table(table: &Table, words: &[String], class: TypeClass) -> Option<Guess> {
    let last = words.last()?.as_str();
    if !fits(Holds::Text, class) {
        return None;
    }
    let guess = |category, words| Some(Guess { category, confidence: 60, words });
    if table.speaks_of("ip") && matches!(last, "address" | "hex" | "start" | "end" | "range") {
        return guess("online.ip", "ip");
    }
    let settings = ["property", "meta", "settings", "preferences", "setting", "option"];
    if table.speaks_of("session") && matches!(last, "data" | "vars" | "value" | "payload" | "content") {
        return guess("online.cookie", "session data");
    }
    if WATCHED.iter().any(|word| table.speaks_of(word)) && matches!(last, "title" | "url" | "page" | "name") {
        return guess("online.activity", "watch list");
    }
    if last == "value" && table.mentions(Entity::Person) && settings.iter().any(|word| table.speaks_of(word))
    {
        return guess("account.settings", "user settings");
    }
    let made_up = table.speaks_of("custom") && table.words.last().is_some_and(|word| word == "value");
    if made_up && matches!(last, "value" | "content") {
        return guess(HOSTED, "custom field value");
    }
    None
}

/// Columns that say nothing by themselves beside one that names a person: a key-value store by user, an archive of what
/// somebody wrote with somebody.
pub(crate) fn beside_a_person(table: &Table, column: &str, class: TypeClass) -> Option<Guess> {
    let words = words(column);
    if !table.is_neutral() || !fits(Holds::Text, class) {
        return None;
    }
    match words.last()?.as_str() {
        "value" | "data" | "content" => Some(Guess { category: HOSTED, confidence: 60, words: "value" }),
        "with" | "to" | "from" => {
            Some(Guess { category: "communication.metadata", confidence: 60, words: "with" })
        }
        "name" => Some(Guess { category: "person.name", confidence: 55, words: "name" }),
        _ => None,
    }
}

/// Columns of free text in a table whose records are somebody's: what is written there was written by or about them.
pub(crate) fn of_a_person(table: &Table, column: &str, class: TypeClass) -> Option<Guess> {
    let words = words(column);
    let marked = words.first().is_some_and(|first| MARKS.contains(&first.as_str()));
    let last = words.last()?;
    let written = WRITTEN.contains(&last.as_str());
    let heading = table.about == Entity::Thing && matches!(last.as_str(), "title" | "description");
    let free = fits(Holds::Text, class) && class != TypeClass::Other && !heading;
    let guess = Guess { category: "communication.content", confidence: 55, words: "user id" };
    (written && free && !marked && !table.is_prepared()).then_some(guess)
}

fn fits(holds: Holds, class: TypeClass) -> bool {
    match class {
        TypeClass::Text | TypeClass::Binary | TypeClass::Other => true,
        TypeClass::Number => holds == Holds::Number,
        TypeClass::Moment => holds == Holds::Moment,
        TypeClass::Boolean | TypeClass::Identifier | TypeClass::Network | TypeClass::Hardware => false,
    }
}
