//! Parties: taken in, listed, found, changed.

use gallra_app::register::desk::{self, Sought, identifier};
use gallra_app::register::{Change, Field, Held, Identifier, NewParty, PartyId, Person, Wanted, usual_role};
use serde_json::json;

use super::Desk;
use crate::cli::args::register::{Known, PartyAdd, PartyChange, PartyFind, PartyList};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::text::t;
use crate::cli::ui::Style;
use crate::cli::view::register as view;

pub(super) async fn add(desk: &Desk<'_>, args: &PartyAdd) -> Result<Exit, Failure> {
    let texts = desk.ui.texts;
    let mut person = Person { name: args.name.clone(), ..Person::default() };
    take_in(desk, &mut person, &args.known)?;
    let new = NewParty {
        kind: args.kind,
        role: args.known.role.unwrap_or_else(|| usual_role(args.kind)),
        belongs_to: args.of.map(PartyId),
        since: args.since,
        last_contact: args.known.last_contact,
        person,
    };
    let mut known = Vec::new();
    for identifier in &new.person.identifiers {
        let found = desk.register.find(&desk.acting, identifier).await.map_err(|fault| desk.told(fault))?;
        known.extend(found.into_iter().filter(|party| party.kind == new.kind).map(|party| party.id.0));
    }
    let id = desk.register.create_party(&desk.acting, &new).await.map_err(|fault| desk.told(fault))?.0;
    known.sort_unstable();
    known.dedup();
    let kind = view::kind_word(new.kind, texts);
    desk.ui.say(desk.ui.paint(Style::Good, t!(texts, "party-added", kind = kind, id = id.to_string())));
    if let Some(same) = known.first() {
        let merge = desk.session.command(&format!("register merge {same} {id}"));
        desk.ui.say(t!(texts, "party-perhaps-known", ids = ids(&known), command = merge));
    }
    desk.ui.document(&json!({"id": id, "kind": new.kind.word(), "perhaps_known": known}));
    Ok(Exit::Done)
}

/// Numbers for a sentence.
pub(super) fn ids(ids: &[i64]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Takes what was typed into what is known.
fn take_in(desk: &Desk<'_>, person: &mut Person, known: &Known) -> Result<(), Failure> {
    let today = desk.session.context.today();
    let fields = [
        (Field::Email, &known.email),
        (Field::Phone, &known.phone),
        (Field::Number, &known.number),
        (Field::Reference, &known.reference),
    ];
    for (field, all) in fields {
        for text in all {
            let known =
                identifier(field, text, today).map_err(|refusal| desk.told(desk::refused(refusal)))?;
            person.identifiers.push(known);
        }
    }
    person.identifiers.sort();
    person.identifiers.dedup();
    for (name, value) in &known.key {
        person.keys.entry(name.clone()).or_default().insert(value.clone());
    }
    person.address = known.address.clone().or_else(|| person.address.take());
    person.about = known.about.clone().or_else(|| person.about.take());
    Ok(())
}

pub(super) async fn list(desk: &Desk<'_>, args: &PartyList) -> Result<Exit, Failure> {
    let wanted = Wanted { kind: args.kind, belongs_to: args.of.map(PartyId), after: None };
    let parties = desk::list(&desk.register, &desk.acting, wanted).await.map_err(|fault| desk.told(fault))?;
    tell(desk, &parties, "party-none");
    Ok(Exit::Done)
}

fn tell(desk: &Desk<'_>, parties: &[gallra_app::register::Party], none: &str) {
    let ui = desk.ui;
    ui.document(&json!({"parties": parties.iter().map(view::party_json).collect::<Vec<_>>()}));
    if parties.is_empty() {
        ui.say(ui.texts.plain(none));
        return;
    }
    ui.say(view::parties(ui, parties));
    ui.say(t!(ui.texts, "party-count", parties = parties.len()));
}

/// Ends with 1 where nobody is found.
pub(super) async fn find(desk: &Desk<'_>, args: &PartyFind) -> Result<Exit, Failure> {
    let today = desk.session.context.today();
    let sought = match args.field {
        Some(field) => Sought::read_as(field, &args.what, today).map_err(|fault| desk.told(fault))?,
        None => Sought::read(&args.what, today),
    };
    let found = desk::find(&desk.register, &desk.acting, &sought).await.map_err(|fault| desk.told(fault))?;
    tell(desk, &found, "party-not-found");
    Ok(if found.is_empty() { Exit::No } else { Exit::Done })
}

pub(super) async fn change(desk: &Desk<'_>, args: &PartyChange) -> Result<Exit, Failure> {
    let texts = desk.ui.texts;
    let id = PartyId(args.id);
    let party = desk::party(&desk.register, &desk.acting, id).await.map_err(|fault| desk.told(fault))?;
    let mut person = match party.person {
        Held::Open(person) => person.into_exposed(),
        Held::Withheld | Held::Unreadable | Held::Nothing => {
            return Err(desk.told(gallra_app::register::DeskError::Unreadable(id)));
        }
    };
    let before = person.clone();
    for text in &args.without {
        without(desk, &mut person, text)?;
    }
    take_in(desk, &mut person, &args.known)?;
    if let Some(name) = &args.name {
        person.name.clone_from(name);
    }
    let change = Change {
        role: args.known.role,
        last_contact: args.known.last_contact,
        left_on: None,
        person: (person != before).then_some(person),
    };
    if change.person.is_none() && change.role.is_none() && change.last_contact.is_none() {
        let failure = Failure::new(Exit::Usage, "no_change", t!(texts, "err-no-change"));
        return Err(failure.help(t!(texts, "err-no-change-help")));
    }
    desk.register.change_party(&desk.acting, id, &change).await.map_err(|fault| desk.told(fault))?;
    desk.ui.say(desk.ui.paint(Style::Good, t!(texts, "party-changed", id = args.id.to_string())));
    desk.ui.document(&json!({"changed": args.id}));
    Ok(Exit::Done)
}

/// Takes away an identifier or a key (`customer_no=1042`); what is not there is a mistake.
fn without(desk: &Desk<'_>, person: &mut Person, text: &str) -> Result<(), Failure> {
    let gone = match Sought::read(text, desk.session.context.today()) {
        Sought::Known(ways) => {
            let had = person.identifiers.len();
            person.identifiers.retain(|known: &Identifier| !ways.contains(known));
            had > person.identifiers.len()
        }
        Sought::Key(name, value) => {
            let gone = person.keys.get_mut(&name).is_some_and(|values| values.remove(&value));
            person.keys.retain(|_, values| !values.is_empty());
            gone
        }
    };
    let texts = desk.ui.texts;
    if gone {
        return Ok(());
    }
    let failure = Failure::new(Exit::Usage, "not_known_by", t!(texts, "err-not-known-by"));
    Err(failure.help(t!(texts, "err-not-known-by-help")))
}
