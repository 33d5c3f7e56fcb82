//! `gallra hold`: legal holds.

use gallra_app::holds::{self, Wanted};
use gallra_rules::hold::{Hold, HoldId};
use gallra_rules::names::DatasetName;
use serde_json::json;

use crate::cli::args::{Global, HoldAction, HoldAdd, HoldLift};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session::{self, Session};
use crate::cli::text::t;
use crate::cli::translate;
use crate::cli::ui::{Style, Ui};
use crate::cli::view::{Column, labelled, table};

const COLUMNS: [Column; 5] = [
    ("col-hold", false),
    ("col-dataset", false),
    ("col-only", false),
    ("col-until", false),
    ("col-reason", false),
];

pub(super) async fn run(ui: &Ui, global: &Global, action: &HoldAction) -> Result<Exit, Failure> {
    let session = session::open(ui, global).await?;
    match action {
        HoldAction::Add(args) => add(ui, &session, args).await,
        HoldAction::List(args) => list(ui, &session, args.all).await,
        HoldAction::Lift(args) => lift(ui, &session, args).await,
    }
}

async fn add(ui: &Ui, session: &Session, args: &HoldAdd) -> Result<Exit, Failure> {
    let wanted = wanted(ui, session, args)?;
    let id =
        holds::add(&session.context, wanted).await.map_err(|fault| translate::app(&fault, None, ui.texts))?;
    ui.say(ui.paint(Style::Good, t!(ui.texts, "hold-added", hold = &id.0, dataset = &args.dataset)));
    ui.say(t!(ui.texts, "hold-added-next", command = session.command("plan")));
    ui.document(&json!({"hold": id, "dataset": args.dataset}));
    Ok(Exit::Done)
}

/// What is wrong with the wish is told here, in the reader's language; the use case refuses it once more.
fn wanted(ui: &Ui, session: &Session, args: &HoldAdd) -> Result<Wanted, Failure> {
    let texts = ui.texts;
    let refused =
        |word: &str, message: String, help: String| Err(Failure::new(Exit::Usage, word, message).help(help));
    let dataset = DatasetName::new(&args.dataset);
    let known = &session.context.policy.datasets;
    if !known.contains_key(&dataset) {
        let names: Vec<&str> = known.keys().map(DatasetName::as_str).collect();
        let message = t!(texts, "err-hold-dataset", dataset = &args.dataset);
        return refused(
            "no_such_dataset",
            message,
            t!(texts, "err-hold-dataset-help", known = names.join(", ")),
        );
    }
    if let Some(day) = args.until.filter(|day| *day < session.context.today()) {
        let message = t!(texts, "err-hold-past", day = texts.day(day));
        return refused("hold_in_the_past", message, t!(texts, "err-hold-past-help"));
    }
    if args.names_several_columns() {
        return refused("several_columns", t!(texts, "err-hold-columns"), t!(texts, "err-hold-columns-help"));
    }
    Ok(Wanted {
        dataset,
        only: args.scope(),
        reason: args.reason.clone(),
        until: args.until,
        by: args.by.clone(),
    })
}

async fn list(ui: &Ui, session: &Session, all: bool) -> Result<Exit, Failure> {
    let texts = ui.texts;
    let records = holds::list(&session.context).await.map_err(|fault| translate::app(&fault, None, texts))?;
    let (today, zone) = (session.context.today(), session.context.policy.organisation.time_zone.as_str());
    let in_force = |lifted: bool, hold: &Hold| !lifted && hold.until.is_none_or(|day| day >= today);
    let shown: Vec<_> =
        records.into_iter().filter(|one| all || in_force(one.lifted_at.is_some(), &one.hold)).collect();
    ui.document(&json!({"holds": shown.iter().map(|one| json!({
        "id": one.hold.id,
        "dataset": one.hold.dataset,
        "only": one.hold.only,
        "reason": one.hold.reason,
        "until": one.hold.until,
        "in_force": in_force(one.lifted_at.is_some(), &one.hold),
        "placed_at": one.placed_at.to_string(),
        "placed_by": one.placed_by,
        "lifted_at": one.lifted_at.map(|at| at.to_string()),
        "lifted_by": one.lifted_by,
    })).collect::<Vec<_>>()}));
    if shown.is_empty() {
        ui.say(t!(texts, if all { "hold-none" } else { "hold-none-in-force" }));
        return Ok(Exit::Done);
    }
    let rows = shown.iter().map(|one| row(ui, &one.hold)).collect();
    ui.say(table(ui, &COLUMNS, rows));
    for one in &shown {
        let placed = t!(texts, "hold-placed", by = &one.placed_by, at = texts.moment(one.placed_at, zone));
        let ended = match (&one.lifted_by, one.lifted_at) {
            (Some(by), Some(at)) => t!(texts, "hold-lifted-by", by = by, at = texts.moment(at, zone)),
            _ if !in_force(false, &one.hold) => t!(texts, "hold-ran-out"),
            _ => String::new(),
        };
        ui.say(labelled(&one.hold.id.0, format!("{placed} {ended}").trim_end(), 2, 20));
    }
    Ok(Exit::Done)
}

fn row(ui: &Ui, hold: &Hold) -> Vec<String> {
    let only = hold.only.as_ref().map_or_else(
        || t!(ui.texts, "hold-all-records"),
        |scope| {
            let values: Vec<String> = scope.values.iter().map(ToString::to_string).collect();
            format!("{} = {}", scope.column, values.join(", "))
        },
    );
    let until = hold.until.map_or_else(|| t!(ui.texts, "hold-until-lifted"), |day| ui.texts.day(day));
    vec![hold.id.0.clone(), hold.dataset.to_string(), only, until, hold.reason.clone()]
}

async fn lift(ui: &Ui, session: &Session, args: &HoldLift) -> Result<Exit, Failure> {
    let id = HoldId(args.id.clone());
    holds::lift(&session.context, &id, &args.by)
        .await
        .map_err(|fault| translate::app(&fault, None, ui.texts))?;
    ui.say(ui.paint(Style::Good, t!(ui.texts, "hold-lifted", hold = &args.id)));
    ui.say(t!(ui.texts, "hold-added-next", command = session.command("plan")));
    ui.document(&json!({"lifted": args.id}));
    Ok(Exit::Done)
}
