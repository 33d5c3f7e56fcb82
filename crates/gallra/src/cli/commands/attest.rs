//! `gallra attest`: what only a person can look after, and what people promise to do again and again.

use std::path::Path;

use gallra_app::attest::{self, Indexed, Said, Taken, Task};
use gallra_app::duties::{self, Done, Standing, is_due};
use gallra_app::evidence;
use gallra_rules::names::{ActivityName, DatasetName, DutyName};
use serde_json::json;

use super::{not_read, not_written};

use crate::cli::args::{self, Global};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session::{self, Session};
use crate::cli::text::t;
use crate::cli::translate;
use crate::cli::ui::{Style, Ui};
use crate::cli::view::{self, Column, calendar, labelled, table};

const COLUMNS: [Column; 5] = [
    ("col-activity", false),
    ("col-dataset", false),
    ("col-place", false),
    ("col-responsible", false),
    ("col-good-until", false),
];

pub(super) async fn run(ui: &Ui, global: &Global, args: &args::Attest) -> Result<Exit, Failure> {
    let session = session::open(ui, global).await?;
    let (Some(what), Some(by), Some(saying)) = (&args.activity, &args.by, &args.saying) else {
        return list(ui, &session, args).await;
    };
    if session.context.policy.duties.contains_key(what.as_str()) {
        return duty(ui, &session, args, what, by, saying).await;
    }
    if let (Some(dataset), None) = (&args.dataset, &args.document) {
        let said = Said {
            activity: ActivityName::new(what),
            dataset: DatasetName::new(dataset),
            role: args.role.clone(),
            by: by.clone(),
            statement: saying.clone(),
            until: args.until,
            gone: args.gone,
        };
        return attest(ui, &session, said).await;
    }
    let id = if args.document.is_some() { "err-attest-document" } else { "err-attest-what" };
    let message = ui.texts.with(id, vec![("what", what.clone().into())]);
    let help = t!(ui.texts, "err-attestation-help");
    Err(Failure::new(Exit::Usage, "attestation", message).help(help))
}

async fn duty(
    ui: &Ui,
    session: &Session,
    args: &args::Attest,
    what: &str,
    by: &str,
    saying: &str,
) -> Result<Exit, Failure> {
    if args.gone {
        let message = t!(ui.texts, "err-attest-gone", what = what);
        return Err(
            Failure::new(Exit::Usage, "attestation", message).help(t!(ui.texts, "err-attestation-help"))
        );
    }
    let document = match &args.document {
        Some(file) => Some(document(ui, file)?),
        None => None,
    };
    let done = Done {
        duty: DutyName::new(what),
        of: args.dataset.clone(),
        role: args.role.clone(),
        by: by.to_owned(),
        statement: saying.to_owned(),
        until: args.until,
        document,
    };
    let until = duties::attest(&session.context, done)
        .await
        .map_err(|fault| translate::app(&fault, None, ui.texts))?;
    let label = args.dataset.as_ref().map_or_else(|| what.to_owned(), |of| format!("{what} {of}"));
    let told = t!(ui.texts, "duty-attested", duty = label, until = ui.texts.day(until));
    ui.say(ui.paint(Style::Good, told));
    ui.document(&json!({"duty": what, "of": args.dataset, "until": until}));
    Ok(Exit::Done)
}

/// A certificate's file, of which the hash is kept.
fn document(ui: &Ui, file: &Path) -> Result<Vec<u8>, Failure> {
    let read = std::fs::metadata(file).and_then(|about| {
        if about.len() > duties::LARGEST_DOCUMENT as u64 {
            return Err(std::io::Error::other("larger than 64 MiB"));
        }
        std::fs::read(file)
    });
    read.map_err(|fault| not_read(ui, file, &fault))
}

async fn attest(ui: &Ui, session: &Session, said: Said) -> Result<Exit, Failure> {
    let (activity, dataset) = (said.activity.to_string(), said.dataset.to_string());
    let taken = attest::attest(&session.context, said)
        .await
        .map_err(|fault| translate::app(&fault, None, ui.texts))?;
    self::taken(ui, &activity, &dataset, taken);
    ui.document(
        &json!({"activity": activity, "dataset": dataset, "until": taken.until, "struck": taken.struck}),
    );
    Ok(Exit::Done)
}

/// That it was attested, and what came of it.
pub(super) fn taken(ui: &Ui, activity: &str, dataset: &str, taken: Taken) {
    let until = ui.texts.day(taken.until);
    let told = t!(ui.texts, "attested", activity = activity, dataset = dataset, until = until);
    ui.say(ui.paint(Style::Good, told));
    if let Some(rows) = taken.struck {
        ui.say(t!(ui.texts, "attest-struck", rows = rows));
    }
}

async fn list(ui: &Ui, session: &Session, args: &args::Attest) -> Result<Exit, Failure> {
    let (texts, context) = (ui.texts, &session.context);
    let told = |fault| translate::app(&fault, None, texts);
    let mut tasks = attest::tasks(context).await.map_err(told)?;
    let mut duties = duties::standings(context).await.map_err(told)?;
    let today = context.today();
    if let Some(file) = &args.calendar {
        let text = calendar::of(context, &tasks, &duties, texts);
        evidence::write_whole(file, text.as_bytes()).map_err(|fault| not_written(ui, file, &fault))?;
        ui.note(t!(texts, "attest-calendar", path = file.display().to_string()));
    }
    let Some(days) = args.due else {
        ui.document(&json!({"tasks": tasks, "duties": duties}));
        everything(ui, session, &tasks, &duties);
        return Ok(Exit::Done);
    };
    let late = |task: &Task| {
        let deadline = task.index.as_ref().and_then(|index| index.deadline);
        task.open
            || is_due(task.until, today, days)
            || deadline.is_some_and(|day| is_due(Some(day), today, days))
    };
    tasks.retain(late);
    duties.retain(|duty| is_due(duty.until, today, days));
    ui.document(&json!({"tasks": tasks, "duties": duties, "days": days}));
    if tasks.is_empty() && duties.is_empty() {
        ui.say(ui.paint(Style::Good, t!(texts, "attest-nothing-due", days = days)));
        return Ok(Exit::Done);
    }
    everything(ui, session, &tasks, &duties);
    Ok(Exit::No)
}

fn everything(ui: &Ui, session: &Session, tasks: &[Task], standings: &[Standing]) {
    let (texts, today) = (ui.texts, session.context.today());
    if tasks.is_empty() && standings.is_empty() {
        ui.say(t!(texts, "attest-none"));
        return;
    }
    let (name, text) = (t!(texts, "word-name"), t!(texts, "word-text"));
    if !tasks.is_empty() {
        show(ui, tasks);
    }
    if !standings.is_empty() {
        if !tasks.is_empty() {
            ui.say(String::new());
        }
        view::duties::show(ui, standings, today);
    }
    let next = if let Some(first) = tasks.iter().find(|task| task.open) {
        let late = first.index.as_ref().is_some_and(|index| index.overdue > 0);
        let gone = if late { " --gone" } else { "" };
        format!("attest {} {} --by {name} --saying {text}{gone}", first.activity, first.dataset)
    } else if let Some(first) = standings.iter().find(|one| !one.is_good(today)) {
        format!("attest {} --by {name} --saying {text}", first.label())
    } else {
        return;
    };
    ui.say(t!(texts, "word-next", command = session.command(&next)));
}

/// Every task, and of the open ones what is to be done.
pub(super) fn show(ui: &Ui, tasks: &[Task]) {
    let texts = ui.texts;
    ui.say(table(ui, &COLUMNS, tasks.iter().map(|task| row(ui, task)).collect()));
    let open: Vec<&Task> = tasks.iter().filter(|task| task.open).collect();
    if !open.is_empty() {
        ui.say(String::new());
        ui.say(ui.paint(Style::Warn, t!(texts, "attest-open", tasks = open.len())));
        for task in &open {
            ui.say(labelled(task.dataset.as_str(), &task.rule, 2, 18));
            if let Some(index) = &task.index {
                ui.say(labelled("", &indexed(ui, index), 2, 18));
            }
        }
    }
}

/// What the index says, in a sentence.
fn indexed(ui: &Ui, index: &Indexed) -> String {
    let texts = ui.texts;
    let mut said = vec![t!(texts, "attest-index", rows = index.rows, overdue = index.overdue)];
    said.extend(index.oldest.map(|day| t!(texts, "attest-oldest", day = texts.day(day))));
    said.extend(index.deadline.map(|day| t!(texts, "attest-deadline", day = texts.day(day))));
    if index.unreadable > 0 {
        said.push(t!(texts, "attest-unreadable", rows = index.unreadable));
    }
    said.join("; ")
}

fn row(ui: &Ui, task: &Task) -> Vec<String> {
    let none = || "–".to_owned();
    let until = match task.until {
        Some(day) if task.open => t!(ui.texts, "attest-ran-out", day = ui.texts.day(day)),
        Some(day) => ui.texts.day(day),
        None => t!(ui.texts, "attest-never"),
    };
    vec![
        task.activity.to_string(),
        task.dataset.to_string(),
        task.place.clone().unwrap_or_else(none),
        task.responsible.clone().unwrap_or_else(none),
        until,
    ]
}
