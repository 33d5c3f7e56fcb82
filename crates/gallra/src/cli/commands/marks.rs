//! `gallra entries mark` and `gallra entries purge`: what is said of entries, and what has passed its last day.

use gallra_app::register::{EntryId, Mark, Of, PartyId, Table, Topic, marks};
use serde_json::json;

use super::register::{About, Desk};
use crate::cli::args::register::{EntryMark, EntryPurge, Who};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::refusal;
use crate::cli::session::Session;
use crate::cli::text::t;
use crate::cli::translate;
use crate::cli::ui::{Style, Ui};
use crate::cli::view::register as view;

pub(super) async fn mark(ui: &Ui, session: &Session, who: &Who, args: &EntryMark) -> Result<Exit, Failure> {
    let told = |fault| translate::app(&fault, None, ui.texts);
    let (of, about) = match (&args.of.activity, args.of.party, args.of.entry) {
        (Some(name), ..) => {
            let table = Table::Entry(None);
            let name = session.context.activity(table, Some(name)).map_err(told)?;
            (Of::Activity(name), About::Table(table))
        }
        (None, Some(id), _) => (Of::Party(PartyId(id)), About::Party(id)),
        (None, None, entry) => {
            let id = entry.unwrap_or_default();
            (Of::Entry(EntryId(id)), About::Entry(id))
        }
    };
    // Whoever speaks of an activity does it for that one, if nothing else is said.
    let mut who = who.clone();
    if let Of::Activity(name) = &of {
        who.activity.get_or_insert_with(|| name.clone());
    }
    let given = [
        (Topic::Objections, &args.objections),
        (Topic::Decisions, &args.decisions),
        (Topic::Sharing, &args.sharing),
        (Topic::Access, &args.access),
        (Topic::Source, &args.source),
        (Topic::Category, &args.category),
    ];
    // All of it is read before any is written.
    let mut all = Vec::new();
    for (topic, text) in given {
        if let Some(text) = text {
            all.push(marks::read(&session.context, &of, topic, text).map_err(told)?);
        }
    }
    all.extend(args.until.map(|until| Mark::Until(until.0)));
    if all.is_empty() {
        let failure = Failure::new(Exit::Usage, "no_change", t!(ui.texts, "err-no-mark"));
        return Err(failure.help(t!(ui.texts, "err-no-change-help")));
    }
    let desk = Desk::open(ui, session, &who, about).await?;
    for mark in &all {
        // If we crash here: each field that was written holds, and the same command says the rest.
        desk.register.mark(&desk.acting, &of, mark).await.map_err(|fault| desk.told(fault))?;
    }
    ui.say(ui.paint(Style::Good, t!(ui.texts, "mark-done", of = view::of(&of, ui.texts))));
    for mark in &all {
        ui.say(view::marked(mark, ui.texts));
    }
    ui.document(&json!({
        "level": view::level(&of).word(),
        "said": all.iter().map(view::marked_json).collect::<Vec<_>>(),
    }));
    Ok(Exit::Done)
}

pub(super) async fn purge(desk: &Desk<'_>, args: &EntryPurge) -> Result<Exit, Failure> {
    let (ui, texts) = (desk.ui, desk.ui.texts);
    let purged = marks::purge(&desk.session.context, &desk.register, &desk.acting, args.dry_run).await;
    let purged = purged.map_err(|fault| desk.told(fault))?;
    if args.dry_run {
        ui.say(t!(texts, "purge-would", entries = purged.due));
    } else {
        let told = t!(texts, "purge-done", entries = purged.gone, left = purged.left);
        ui.say(ui.paint(if purged.left == 0 { Style::Good } else { Style::Bad }, told));
        if purged.gone > 0 {
            ui.say(t!(texts, "purge-copies"));
        }
    }
    for keep in &purged.keeps {
        ui.say(refusal::keeping(keep, texts));
    }
    ui.document(&json!({
        "dry_run": args.dry_run, "due": purged.due, "removed": purged.gone, "left": purged.left,
        "kept": purged.keeps.iter().map(|keep| keep.id).collect::<std::collections::BTreeSet<_>>(),
    }));
    Ok(if args.dry_run || purged.left == 0 { Exit::Done } else { Exit::No })
}
