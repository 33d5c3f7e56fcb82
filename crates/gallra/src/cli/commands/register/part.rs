//! Parting with parties: duplicates, contacts who leave, whoever is forgotten.

use std::io::{BufRead as _, IsTerminal as _, Write as _};

use gallra_app::register::{Candidates, Field, Leaving, PartyId, Sign, desk, duplicates as candidates};
use jiff::civil::Date;
use serde_json::json;

use super::Desk;
use super::party::ids;
use crate::cli::args::register::{PartyForget, PartyLeave, PartyMerge};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::text::{Texts, t};
use crate::cli::ui::{Style, Ui};
use crate::cli::view::register as view;

pub(super) async fn merge(desk: &Desk<'_>, args: &PartyMerge) -> Result<Exit, Failure> {
    let (keep, duplicate) = (PartyId(args.keep), PartyId(args.duplicate));
    let (context, register) = (&desk.session.context, &desk.register);
    let followed = desk::merge(context, register, &desk.acting, (keep, duplicate)).await;
    let followed = followed.map_err(|fault| desk.told(fault))?;
    let (kept, gone) = (args.keep.to_string(), args.duplicate.to_string());
    let told = t!(desk.ui.texts, "party-merged", keep = kept, duplicate = gone, followed = followed);
    desk.ui.say(desk.ui.paint(Style::Good, told));
    desk.ui.document(&json!({"kept": args.keep, "merged": args.duplicate, "followed": followed}));
    Ok(Exit::Done)
}

/// Ends with 1 while something hangs on the contact that nobody took over.
pub(super) async fn leave(desk: &Desk<'_>, args: &PartyLeave) -> Result<Exit, Failure> {
    let (ui, texts) = (desk.ui, desk.ui.texts);
    let who = (PartyId(args.contact), args.heir.map(PartyId));
    let left = desk::leave(&desk.session.context, &desk.register, &desk.acting, who, args.on).await;
    let id = args.contact.to_string();
    match left.map_err(|fault| desk.told(fault))? {
        Leaving::Gone { reassigned, copies } => {
            ui.say(ui.paint(Style::Good, t!(texts, "contact-gone", id = id)));
            if let Some(heir) = args.heir {
                ui.say(t!(texts, "contact-reassigned", number = reassigned, heir = heir.to_string()));
            }
            tell_copies(ui, copies, 0, None);
            ui.document(
                &json!({"left": args.contact, "gone": true, "reassigned": reassigned, "copies": copies}),
            );
            Ok(Exit::Done)
        }
        Leaving::ToDispose { entries, agreements } => {
            let entries: Vec<i64> = entries.iter().map(|id| id.0).collect();
            let agreements = desk::numbers(&agreements);
            ui.say(ui.paint(Style::Warn, t!(texts, "contact-left", id = id, day = texts.day(args.on))));
            for (word, numbers) in [("contact-entries", &entries), ("contact-agreements", &agreements)] {
                if !numbers.is_empty() {
                    ui.say(format!("  {}", texts.with(word, vec![("ids", ids(numbers).into())])));
                }
            }
            let next =
                format!("register leave {} --on {} --heir {}", args.contact, args.on, t!(texts, "word-id"));
            ui.say(t!(texts, "contact-next", command = desk.session.command(&next)));
            ui.document(
                &json!({"left": args.contact, "gone": false, "entries": entries, "agreements": agreements}),
            );
            Ok(Exit::No)
        }
    }
}

/// What still holds a destroyed key: backups until a day, and places that the key store's engine keeps.
pub(super) fn tell_copies(ui: &Ui, copies: u64, backups: u64, last: Option<Date>) {
    if let Some(last) = last {
        let until = ui.texts.day(last);
        ui.say(ui.paint(Style::Warn, t!(ui.texts, "forget-backups", backups = backups, until = until)));
    }
    if copies > backups {
        ui.say(t!(ui.texts, "forget-copies", copies = copies - backups));
    }
}

pub(super) async fn forget(desk: &Desk<'_>, args: &PartyForget) -> Result<Exit, Failure> {
    let (ui, texts) = (desk.ui, desk.ui.texts);
    let id = PartyId(args.id);
    let context = &desk.session.context;
    let going =
        desk::going(context, &desk.register, &desk.acting, id).await.map_err(|fault| desk.told(fault))?;
    let entries: usize = going.parties.iter().map(|one| one.entries.len()).sum();
    let agreements: usize = going.parties.iter().map(|one| one.agreements.len()).sum();
    let contacts = going.parties.len() - 1;
    if !ui.json {
        let what = t!(
            texts,
            "forget-what",
            id = args.id.to_string(),
            contacts = contacts,
            entries = entries,
            agreements = agreements
        );
        ui.note(what);
        for one in &going.parties {
            if let Ok(person) = desk::person(&one.party) {
                ui.note(format!("  {}  {}", one.party.id.0, view::plain(&person.name)));
            }
        }
    }
    // What is kept is refused below, without a question.
    if going.keeps.is_empty() {
        confirm(ui, args.yes, "forget-ask", "err-forget-yes-help")?;
    }
    let gone =
        desk::forget(context, &desk.register, &desk.acting, id).await.map_err(|fault| desk.told(fault))?;
    let told = t!(
        texts,
        "party-forgotten",
        id = args.id.to_string(),
        parties = gone.parties,
        entries = gone.entries,
        agreements = gone.agreements
    );
    ui.say(ui.paint(Style::Good, told));
    tell_copies(ui, gone.copies, gone.backups, gone.last_copy);
    ui.document(&json!({
        "forgotten": args.id, "parties": gone.parties, "entries": gone.entries, "agreements": gone.agreements,
        "copies": gone.copies, "backups": gone.backups, "last_copy": gone.last_copy,
    }));
    Ok(Exit::Done)
}

/// Asks where somebody is there to answer; elsewhere `--yes` has to say it.
pub(super) fn confirm(ui: &Ui, yes: bool, ask: &str, help: &str) -> Result<(), Failure> {
    let texts = ui.texts;
    if yes {
        return Ok(());
    }
    let word = t!(texts, "apply-yes");
    if std::io::stdin().is_terminal() && std::io::stderr().is_terminal() && !ui.json {
        let mut err = std::io::stderr().lock();
        let asked = write!(err, "{} ", texts.with(ask, vec![("yes", word.clone().into())]))
            .and_then(|()| err.flush());
        let mut answer = String::new();
        let read = asked.and_then(|()| std::io::stdin().lock().read_line(&mut answer));
        if read.is_ok() && answer.trim().eq_ignore_ascii_case(&word) {
            return Ok(());
        }
    }
    let failure = Failure::new(Exit::Refused, "not_confirmed", t!(texts, "err-not-confirmed"));
    Err(failure.help(texts.plain(help)))
}

pub(super) async fn duplicates(desk: &Desk<'_>) -> Result<Exit, Failure> {
    let (ui, texts) = (desk.ui, desk.ui.texts);
    let found = candidates(&desk.register, &desk.acting).await.map_err(|fault| desk.told(fault))?;
    ui.document(&json!({"duplicates": found.iter().map(|one| json!({
        "ids": one.parties.iter().map(|party| party.id.0).collect::<Vec<_>>(),
        "same": one.signs.iter().map(|sign| match sign {
            Sign::Same(field) => field.word(),
            Sign::Name => "name",
            Sign::Key => "key",
        }).collect::<Vec<_>>(),
    })).collect::<Vec<_>>()}));
    if found.is_empty() {
        ui.say(t!(texts, "duplicates-none"));
        return Ok(Exit::Done);
    }
    for one in &found {
        ui.say(ui.paint(Style::Bold, t!(texts, "duplicates-same", signs = signs(one, texts))));
        ui.say(view::parties(ui, &one.parties));
        ui.say(String::new());
    }
    ui.say(t!(texts, "duplicates-next", command = desk.session.command("register merge")));
    Ok(Exit::Done)
}

fn signs(one: &Candidates, texts: Texts) -> String {
    let word = |sign: &Sign| {
        texts.plain(match sign {
            Sign::Same(Field::Email) => "same-email",
            Sign::Same(Field::Phone) => "same-phone",
            Sign::Same(Field::Number) => "same-number",
            Sign::Same(Field::Reference) => "same-reference",
            Sign::Name => "same-name",
            Sign::Key => "same-key",
        })
    };
    one.signs.iter().map(word).collect::<Vec<_>>().join(", ")
}
