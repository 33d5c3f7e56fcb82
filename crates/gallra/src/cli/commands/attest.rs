//! `gallra attest`: what only a person can look after.

use gallra_app::attest::{self, Indexed, Said, Taken, Task};
use gallra_rules::names::{ActivityName, DatasetName};
use serde_json::json;

use crate::cli::args::{self, Global};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session::{self, Session};
use crate::cli::text::t;
use crate::cli::translate;
use crate::cli::ui::{Style, Ui};
use crate::cli::view::{Column, labelled, table};

const COLUMNS: [Column; 5] = [
    ("col-activity", false),
    ("col-dataset", false),
    ("col-place", false),
    ("col-responsible", false),
    ("col-good-until", false),
];

pub(super) async fn run(ui: &Ui, global: &Global, args: &args::Attest) -> Result<Exit, Failure> {
    let session = session::open(ui, global).await?;
    match (&args.activity, &args.dataset, &args.by, &args.saying) {
        (Some(activity), Some(dataset), Some(by), Some(saying)) => {
            let said = Said {
                activity: ActivityName::new(activity),
                dataset: DatasetName::new(dataset),
                role: args.role.clone(),
                by: by.clone(),
                statement: saying.clone(),
                until: args.until,
                gone: args.gone,
            };
            attest(ui, &session, said).await
        }
        _ => list(ui, &session).await,
    }
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

async fn list(ui: &Ui, session: &Session) -> Result<Exit, Failure> {
    let texts = ui.texts;
    let tasks = attest::tasks(&session.context).await.map_err(|fault| translate::app(&fault, None, texts))?;
    ui.document(&json!({"tasks": tasks}));
    if tasks.is_empty() {
        ui.say(t!(texts, "attest-none"));
        return Ok(Exit::Done);
    }
    show(ui, &tasks);
    if let Some(first) = tasks.iter().find(|task| task.open) {
        let late = first.index.as_ref().is_some_and(|index| index.overdue > 0);
        let gone = if late { " --gone" } else { "" };
        let (name, text) = (t!(texts, "word-name"), t!(texts, "word-text"));
        let next = format!("attest {} {} --by {name} --saying {text}{gone}", first.activity, first.dataset);
        ui.say(t!(texts, "word-next", command = session.command(&next)));
    }
    Ok(Exit::Done)
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
