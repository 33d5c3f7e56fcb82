//! From draft to settled: the moves, and what is known of an agreement.

use gallra_app::register::agreements::{self, Accepted, Step};
use gallra_app::register::{AgreementState, WantedAgreements};
use jiff::civil::Date;
use serde_json::json;

use super::{Desk, agreement, party, text_of};
use crate::cli::args::agreements as args;
use crate::cli::commands::not_written;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::text::t;
use crate::cli::ui::Style;
use crate::cli::view::agreements as view;

/// A move that needs a day and nothing else: what it is, and the message that says it was done.
pub(super) type Move = (Step, &'static str);

pub(super) const REVIEW: Move = (Step::Review, "agreement-review-noted");
pub(super) const PAID: Move = (Step::Paid, "agreement-paid");
pub(super) const SETTLE: Move = (Step::Settle, "agreement-settled");

pub(super) async fn draft(desk: &Desk<'_>, args: &args::Draft) -> Result<Exit, Failure> {
    let context = &desk.session.context;
    let text = text_of(desk.ui, &args.text)?;
    let hash = view::hex(&agreements::text_hash(&text));
    let draft = agreements::Draft {
        party: party(args.party),
        kind: args.kind.into(),
        mode: args.mode.into(),
        text,
        on: args.on.unwrap_or_else(|| context.today()),
        supersedes: args.supersedes.map(agreement),
    };
    let id = desk.told(agreements::draft(context, &desk.acting()?, draft).await)?;
    let ui = desk.ui;
    ui.say(ui.paint(Style::Good, t!(ui.texts, "agreement-drafted", id = id.0.to_string(), hash = &hash)));
    let next = desk.session.command(&format!("agreements offer {} --by {}", id.0, t!(ui.texts, "word-name")));
    ui.say(t!(ui.texts, "word-next", command = next));
    ui.document(&json!({"agreement": id.0, "text": hash}));
    Ok(Exit::Done)
}

pub(super) async fn offer(desk: &Desk<'_>, args: &args::Offer) -> Result<Exit, Failure> {
    let step = args.answer.map_or(Step::Offer, |answer| Step::Answer(answer.into()));
    moved(desk, args.id, args.on, (step, "agreement-offered")).await
}

pub(super) async fn withdraw(desk: &Desk<'_>, args: &args::Which) -> Result<Exit, Failure> {
    moved(desk, args.id, None, (Step::Withdraw, "agreement-withdrawn")).await
}

pub(super) async fn end(desk: &Desk<'_>, args: &args::End) -> Result<Exit, Failure> {
    moved(desk, args.id, Some(args.last_day), (Step::End, "agreement-ended")).await
}

pub(super) async fn on_day(desk: &Desk<'_>, args: &args::OnDay, done: Move) -> Result<Exit, Failure> {
    moved(desk, args.id, args.on, done).await
}

async fn moved(desk: &Desk<'_>, id: i64, on: Option<Date>, (step, message): Move) -> Result<Exit, Failure> {
    let (context, ui) = (&desk.session.context, desk.ui);
    let on = on.unwrap_or_else(|| context.today());
    desk.told(agreements::step(context, &desk.acting()?, agreement(id), step, on).await)?;
    let values = vec![("id", id.to_string().into()), ("day", ui.texts.day(on).into())];
    ui.say(ui.paint(Style::Good, ui.texts.with(message, values)));
    ui.document(&json!({"agreement": id, "day": on}));
    Ok(Exit::Done)
}

pub(super) async fn accept(desk: &Desk<'_>, args: &args::Accept) -> Result<Exit, Failure> {
    let (context, ui) = (&desk.session.context, desk.ui);
    let text_hash = match (&args.text, args.hash) {
        (Some(path), _) => agreements::text_hash(&text_of(ui, path)?),
        // Without either it is the hash of no text, and refused as such.
        (None, hash) => hash.unwrap_or_default(),
    };
    let on = args.on.unwrap_or_else(|| context.today());
    let accepted = Accepted {
        who: args.who.clone(),
        from: args.from.clone(),
        text_hash,
        on,
        starts: args.starts.unwrap_or(on),
    };
    let starts = accepted.starts;
    desk.told(agreements::accept(context, &desk.acting()?, agreement(args.id), accepted).await)?;
    let (id, day) = (args.id.to_string(), ui.texts.day(on));
    let told = t!(ui.texts, "agreement-accepted", id = id, day = day, starts = ui.texts.day(starts));
    ui.say(ui.paint(Style::Good, told));
    ui.document(&json!({"agreement": args.id, "day": on, "starts": starts}));
    Ok(Exit::Done)
}

pub(super) async fn show(desk: &Desk<'_>, args: &args::Show) -> Result<Exit, Failure> {
    let (context, ui) = (&desk.session.context, desk.ui);
    let acting = desk.acting()?;
    let shown = desk.told(agreements::show(context, &acting, agreement(args.id)).await)?;
    if let Some(path) = &args.save {
        let text = desk.told(agreements::text(context, &acting, agreement(args.id)).await)?;
        let written = gallra_app::evidence::write_private(path, &text);
        written.map_err(|fault| not_written(ui, path, &fault))?;
    }
    ui.say(view::one(ui, &shown));
    if let Some(path) = &args.save {
        ui.say(t!(ui.texts, "agreement-saved", path = path.display().to_string()));
    }
    ui.document(&view::one_json(&shown));
    Ok(Exit::Done)
}

pub(super) async fn list(desk: &Desk<'_>, args: &args::List) -> Result<Exit, Failure> {
    let wanted = WantedAgreements {
        party: args.party.map(party),
        state: args.stands.map(AgreementState::from),
        ..WantedAgreements::default()
    };
    let listed = desk.told(agreements::list(&desk.session.context, &desk.acting()?, wanted).await)?;
    desk.ui.say(view::list(desk.ui, &listed));
    desk.ui.document(&json!({"agreements": listed.iter().map(view::listed_json).collect::<Vec<_>>()}));
    Ok(Exit::Done)
}
