//! `gallra register show`: all that is known of a party.

use gallra_app::register::{PartyId, desk, promise, trail};
use gallra_rules::policy::Organisation;
use serde_json::json;

use super::Desk;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::text::t;
use crate::cli::ui::Style;
use crate::cli::view::{labelled, register as view, wrap};

/// Lines of the trail that are shown.
const LATEST: usize = 5;

pub(super) async fn run(desk: &Desk<'_>, id: i64) -> Result<Exit, Failure> {
    let (ui, texts) = (desk.ui, desk.ui.texts);
    let whole =
        desk::whole(&desk.register, &desk.acting, PartyId(id)).await.map_err(|fault| desk.told(fault))?;
    let person = desk::person(&whole.party).map_err(|fault| desk.told(fault))?;
    let context = &desk.session.context;
    let due = promise::due(context, whole.dossier()).await.map_err(|fault| desk.told(fault))?;
    let latest =
        trail::latest(&desk.register, &whole.party, LATEST).await.map_err(|fault| desk.told(fault))?;
    ui.document(&json!({
        "party": view::party_json(&whole.party),
        "contacts": whole.contacts.iter().map(view::party_json).collect::<Vec<_>>(),
        "entries": whole.entries.iter().map(view::entry_json).collect::<Vec<_>>(),
        "agreements": whole.agreements.iter().map(|one| json!({
            "id": one.id.0, "kind": one.kind.word(), "mode": one.mode.word(), "version": one.version,
            "state": one.state.word(), "starts_on": one.starts_on, "ended_on": one.ended_on,
            "settled_on": one.settled_on,
        })).collect::<Vec<_>>(),
        "due": due.iter().map(view::due_json).collect::<Vec<_>>(),
        "latest": latest.iter().map(|line| view::line_json(line, None)).collect::<Vec<_>>(),
    }));
    ui.say(ui.paint(Style::Bold, format!("{id}  {}", view::plain(&person.name))));
    ui.say(view::party(texts, &whole.party, person).join("\n"));
    let heading = |id: &str, number: usize| {
        ui.say(format!(
            "\n{}",
            ui.paint(Style::Bold, texts.with(id, vec![("number", number_value(number))]))
        ));
    };
    if !whole.contacts.is_empty() {
        heading("show-contacts", whole.contacts.len());
        ui.say(view::parties(ui, &whole.contacts));
    }
    if !whole.agreements.is_empty() {
        heading("show-agreements", whole.agreements.len());
        for one in &whole.agreements {
            let told = t!(
                texts,
                "show-agreement",
                kind = one.kind.word(),
                version = one.version.to_string(),
                state = one.state.word()
            );
            ui.say(labelled(&one.id.0.to_string(), &told, 2, 4));
        }
    }
    if !whole.entries.is_empty() {
        heading("show-entries", whole.entries.len());
        ui.say(view::entries(ui, &whole.entries));
    }
    ui.say(format!("\n{}", ui.paint(Style::Bold, t!(texts, "show-due"))));
    if due.is_empty() {
        for line in wrap(&t!(texts, "show-due-none"), 76) {
            ui.say(format!("  {line}"));
        }
    }
    for one in &due {
        let what = format!("{} {}", view::table_word(one.table, texts), one.id);
        ui.say(labelled(&what, &view::due(one, texts), 2, 14));
    }
    ui.say(format!("\n{}", ui.paint(Style::Bold, t!(texts, "show-latest"))));
    let Organisation { time_zone, .. } = &context.policy.organisation;
    for line in &latest {
        ui.say(format!("  {}", super::trail::line(texts, line, (&desk.by, &desk.acting.actor), time_zone)));
    }
    Ok(Exit::Done)
}

fn number_value(number: usize) -> crate::cli::text::Value {
    crate::cli::text::IntoValue::into_value(number)
}
