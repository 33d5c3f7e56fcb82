//! The register's records, for people and for programs.

use gallra_app::register::export::written;
use gallra_app::register::promise::{Due, When};
use gallra_app::register::{
    Access, Action, Content, Entry, EntryKind, EntryState, Field, Held, Identifier, Level, Party, PartyKind,
    Person, Role, Source, desk,
};
use gallra_ledger::Commitment;
use gallra_rules::policy::Basis;
use serde_json::{Value, json};

use super::marks::said_json;
pub(crate) use super::marks::{level, marked, marked_json, of, said};
use super::{Column, labelled, table};
use crate::cli::text::{Texts, t};
use crate::cli::ui::Ui;

const PARTIES: [Column; 5] =
    [("col-id", true), ("col-name", false), ("col-kind", false), ("col-email", false), ("col-phone", false)];
const ENTRIES: [Column; 5] =
    [("col-id", true), ("col-day", false), ("col-kind", false), ("col-what", false), ("col-state", false)];

/// A table of parties.
pub(crate) fn parties(ui: &Ui, parties: &[Party]) -> String {
    table(ui, &PARTIES, parties.iter().map(|party| row(ui.texts, party)).collect())
}

fn row(texts: Texts, party: &Party) -> Vec<String> {
    let first = |person: &Person, field| {
        let known = person.identifiers.iter().find(|known| known.field() == field);
        known.map(written).unwrap_or_default()
    };
    let (name, email, phone) = match desk::person(party) {
        Ok(person) => (person.name.clone(), first(person, Field::Email), first(person, Field::Phone)),
        Err(_) => (t!(texts, "party-unreadable"), String::new(), String::new()),
    };
    let mut kind = kind_word(party.kind, texts);
    if let Some(of) = party.belongs_to {
        kind = t!(texts, "party-of", kind = kind, id = of.0.to_string());
    }
    vec![party.id.0.to_string(), plain(&name), kind, plain(&email), phone]
}

/// Text from outside, without what moves a cursor.
pub(crate) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

/// What is known of a party, label by label.
pub(crate) fn party(texts: Texts, party: &Party, person: &Person) -> Vec<String> {
    let mut lines = Vec::new();
    let mut tell = |id: &str, text: String| {
        if !text.is_empty() {
            lines.push(labelled(&texts.plain(id), &plain(&text), 2, 14));
        }
    };
    let role = role_word(party.role, texts);
    tell("party-is", t!(texts, "party-kind-role", kind = kind_word(party.kind, texts), role = role));
    tell("party-speaks-for", party.belongs_to.map(|of| of.0.to_string()).unwrap_or_default());
    for (field, id) in [
        (Field::Email, "col-email"),
        (Field::Phone, "col-phone"),
        (Field::Number, "party-number"),
        (Field::Reference, "party-reference"),
    ] {
        let of_field = person.identifiers.iter().filter(|known| known.field() == field);
        tell(id, of_field.map(written).collect::<Vec<_>>().join(", "));
    }
    for (name, values) in &person.keys {
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        tell("party-key", format!("{name}={}", values.join(", ")));
    }
    tell("party-address", person.address.clone().unwrap_or_default());
    tell("party-about", person.about.clone().unwrap_or_default());
    let day = |day: Option<jiff::civil::Date>| day.map(|day| texts.day(day)).unwrap_or_default();
    tell("party-since", day(party.since));
    tell("party-last-contact", day(party.last_contact));
    tell("party-left", day(party.left_on));
    lines
}

/// A party for programs.
pub(crate) fn party_json(party: &Party) -> Value {
    let person = desk::person(party).ok();
    let known = |field| -> Vec<String> {
        let all = person.map(|person| person.identifiers.as_slice()).unwrap_or_default();
        all.iter().filter(|known: &&Identifier| known.field() == field).map(written).collect()
    };
    json!({
        "id": party.id.0,
        "kind": party.kind.word(),
        "role": party.role.word(),
        "of": party.belongs_to.map(|id| id.0),
        "since": party.since,
        "last_contact": party.last_contact,
        "left": party.left_on,
        "readable": person.is_some(),
        "name": person.map(|person| &person.name),
        "email": known(Field::Email),
        "phone": known(Field::Phone),
        "number": known(Field::Number),
        "reference": known(Field::Reference),
        "address": person.and_then(|person| person.address.as_ref()),
        "about": person.and_then(|person| person.about.as_ref()),
        "keys": person.map(|person| &person.keys),
    })
}

/// A table of entries, each by its beginning.
pub(crate) fn entries(ui: &Ui, entries: &[Entry]) -> String {
    let texts = ui.texts;
    let row = |entry: &Entry| {
        let state = entry.state.map(|state| state_word(state, texts)).unwrap_or_default();
        let due = entry.due.map(|day| t!(texts, "entry-due", day = texts.day(day))).unwrap_or_default();
        vec![
            entry.id.0.to_string(),
            texts.day(entry.at),
            entry_word(entry.kind, texts),
            head(entry, texts),
            [state, due].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        ]
    };
    let mut lines = vec![table(ui, &ENTRIES, entries.iter().map(row).collect())];
    for entry in entries {
        for (label, text) in said(&entry.marks, texts) {
            let label = format!("{}: {}", entry.id.0, texts.plain(label));
            lines.push(labelled(&label, &plain(&text), 2, 20));
        }
    }
    lines.join("\n")
}

/// How an entry begins.
fn head(entry: &Entry, texts: Texts) -> String {
    let text = match &entry.content {
        Held::Open(content) => match content.expose() {
            Content::Note { text } => text.clone(),
            Content::Call { number, text } | Content::Sms { number, text } => format!("{number}: {text}"),
            Content::Credential { place, user, .. } => format!("{place}: {user}"),
            Content::Binder { place, label }
            | Content::Printed { place, label }
            | Content::PhonePlace { place, label }
            | Content::CalendarPlace { place, label } => format!("{place}: {label}"),
            Content::Quote { title, .. } => title.clone(),
        },
        Held::Withheld => t!(texts, "entry-withheld"),
        Held::Unreadable | Held::Nothing => t!(texts, "party-unreadable"),
    };
    let line = plain(&text).split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > 48 { line.chars().take(47).chain(['…']).collect() } else { line }
}

/// What an entry says, field by field: the message that names it, and what stands there.
pub(crate) fn fields(content: &Content) -> Vec<(&'static str, &str)> {
    match content {
        Content::Note { text } => vec![("entry-text", text)],
        Content::Call { number, text } | Content::Sms { number, text } => {
            vec![("entry-number", number), ("entry-text", text)]
        }
        Content::Credential { place, user, secret } => {
            vec![("entry-place", place), ("entry-user", user), ("entry-secret", secret)]
        }
        Content::Binder { place, label }
        | Content::Printed { place, label }
        | Content::PhonePlace { place, label }
        | Content::CalendarPlace { place, label } => vec![("entry-place", place), ("entry-label", label)],
        Content::Quote { title, text } => vec![("entry-title", title), ("entry-text", text)],
    }
}

/// An entry for programs.
pub(crate) fn entry_json(entry: &Entry) -> Value {
    let content = match &entry.content {
        Held::Open(content) => fields(content.expose())
            .into_iter()
            .map(|(id, text)| (id.trim_start_matches("entry-").to_owned(), Value::from(text)))
            .collect(),
        Held::Withheld | Held::Unreadable | Held::Nothing => serde_json::Map::new(),
    };
    json!({
        "id": entry.id.0,
        "party": entry.party.0,
        "kind": entry.kind.word(),
        "at": entry.at,
        "activity": entry.activity,
        "source": entry.source.word(),
        "due": entry.due,
        "state": entry.state.map(EntryState::word),
        "until": entry.marks.until,
        "until_from": entry.marks.level_of_until().map(Level::word),
        "said": said_json(&entry.marks),
        "withheld": entry.content == Held::Withheld,
        "says": content,
    })
}

/// When a record goes, and by which promise.
pub(crate) fn due(due: &Due, texts: Texts) -> String {
    let when = match due.when {
        When::Now => t!(texts, "due-now"),
        When::On(day) => t!(texts, "due-on", day = texts.day(day)),
        When::Held => t!(texts, "due-held"),
        When::Ongoing => t!(texts, "due-ongoing"),
        When::Unknown => t!(texts, "due-unknown"),
    };
    let rule = due.activity.as_ref().map(|by| format!(" ({by}: {})", due.rule)).unwrap_or_default();
    format!("{when}{rule}")
}

/// The same for programs.
pub(crate) fn due_json(due: &Due) -> Value {
    let (when, day) = match due.when {
        When::Now => ("now", None),
        When::On(day) => ("on", Some(day)),
        When::Held => ("held", None),
        When::Ongoing => ("ongoing", None),
        When::Unknown => ("unknown", None),
    };
    json!({
        "table": due.table, "id": due.id, "dataset": due.dataset, "activity": due.activity, "rule": due.rule,
        "when": when, "day": day,
    })
}

/// The commitment behind a line, in hexadecimal digits.
pub(crate) fn actor(line: &Access) -> String {
    Commitment::from_bytes(line.actor.0).to_string()
}

/// One line of the trail: who is a name if it is known, else the beginning of a commitment.
pub(crate) fn line_json(line: &Access, by: Option<bool>) -> Value {
    let actor = actor(line);
    json!({
        "line": line.id, "at": line.at.to_string(), "actor": actor, "is_that_name": by,
        "action": line.action.word(), "kind": line.kind, "record": line.record, "rows": line.rows,
        "activity": line.why.as_str(),
    })
}

/// The word for a kind of party.
pub(crate) fn kind_word(kind: PartyKind, texts: Texts) -> String {
    texts.plain(match kind {
        PartyKind::Customer => "party-customer",
        PartyKind::Contact => "party-contact",
        PartyKind::Supplier => "party-supplier",
        PartyKind::Partner => "party-partner",
    })
}

fn role_word(role: Role, texts: Texts) -> String {
    texts.plain(match role {
        Role::Controller => "role-controller",
        Role::Processor => "role-processor",
        Role::SubProcessor => "role-sub-processor",
        Role::Subject => "role-subject",
        Role::Recipient => "role-recipient",
    })
}

/// The word for a kind of entry.
pub(crate) fn entry_word(kind: EntryKind, texts: Texts) -> String {
    texts.plain(match kind {
        EntryKind::Note => "entry-note",
        EntryKind::Call => "entry-call",
        EntryKind::Sms => "entry-sms",
        EntryKind::Credential => "entry-credential",
        EntryKind::Binder => "entry-binder",
        EntryKind::Printed => "entry-printed",
        EntryKind::Quote => "entry-quote",
        EntryKind::PhonePlace => "entry-phone-place",
        EntryKind::CalendarPlace => "entry-calendar-place",
    })
}

/// The word for where an entry stands.
pub(crate) fn state_word(state: EntryState, texts: Texts) -> String {
    texts.plain(match state {
        EntryState::Open => "state-open",
        EntryState::Won => "state-won",
        EntryState::Lost => "state-lost",
        EntryState::Done => "state-done",
    })
}

/// The word for where something came from.
pub(crate) fn source_word(source: Source, texts: Texts) -> String {
    texts.plain(match source {
        Source::Subject => "source-subject",
        Source::Customer => "source-customer",
        Source::Staff => "source-staff",
        Source::System => "source-system",
        Source::ThirdParty => "source-third-party",
    })
}

/// The word for what was done.
pub(crate) fn action_word(action: Action, texts: Texts) -> String {
    texts.plain(match action {
        Action::Create => "action-create",
        Action::Import => "action-import",
        Action::Read => "action-read",
        Action::List => "action-list",
        Action::Find => "action-find",
        Action::Show => "action-show",
        Action::Change => "action-change",
        Action::Remove => "action-remove",
        Action::Merge => "action-merge",
        Action::Reassign => "action-reassign",
        Action::Mark => "action-mark",
    })
}

/// The word for a kind of record, as the state calls it.
pub(crate) fn table_word(table: &str, texts: Texts) -> String {
    match table {
        "party" => t!(texts, "word-party"),
        "entry" => t!(texts, "word-entry"),
        "agreement" => t!(texts, "word-agreement"),
        "activity" => t!(texts, "word-activity"),
        "setting" => t!(texts, "word-setting"),
        other => other.to_owned(),
    }
}

/// A legal basis in words.
pub(crate) fn basis(basis: Option<&Basis>, texts: Texts) -> String {
    match basis {
        Some(Basis::LegalObligation { source }) => {
            t!(texts, "basis-obligation", source = source.get(texts.lang.as_str()))
        }
        Some(Basis::PublicTask { source }) => {
            t!(texts, "basis-task", source = source.get(texts.lang.as_str()))
        }
        Some(Basis::Consent { .. }) => t!(texts, "basis-consent"),
        Some(Basis::Contract) => t!(texts, "basis-contract"),
        Some(Basis::VitalInterests) => t!(texts, "basis-vital"),
        Some(Basis::LegitimateInterest { .. }) => t!(texts, "basis-interest"),
        None => t!(texts, "basis-processor"),
    }
}
