//! Requests for people and for programs: a list with what is left of the time, one with all that lies in it, and its certificate.

use gallra_app::requests::{
    Listed, Loaded, Next, Proof, Row, days_left, kind_word, last_day, next, state_word, word,
};
use gallra_app::subject::recipients::Standing;
use gallra_ledger::{RequestedFound, RequestedPart, VerifiedRequest, VerifyingKey};
use gallra_rules::plan::decide::Verdict;
use gallra_rules::request::{Clock, Kind, State, What};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::{Column, labelled, table, wrap};
use crate::cli::text::{Texts, t};
use crate::cli::ui::{Style, Ui, WIDTH};

const LISTED: [Column; 6] = [
    ("col-request", false),
    ("col-asked", false),
    ("col-stands", false),
    ("col-request-last-day", false),
    ("col-left", false),
    ("col-request-next", false),
];
const PARTS: [Column; 7] = [
    ("col-dataset", false),
    ("col-matched", true),
    ("col-request-erased", true),
    ("col-request-anonymised", true),
    ("col-request-kept", true),
    ("col-request-held", true),
    ("col-not-done", true),
];
const GROUPS: [Column; 3] = [("col-dataset", false), ("col-records", true), ("col-becomes", false)];
const HEARS: [Column; 3] = [("col-recipient", false), ("col-hears", false), ("col-stands", false)];
const LABEL: usize = 14;
/// Cells of the bar of time.
const BAR: usize = 10;

pub(crate) fn kind(kind: Kind, texts: Texts) -> String {
    texts.plain(&format!("request-kind-{}", kind_word(kind)))
}

pub(crate) fn state(state: State, texts: Texts) -> String {
    texts.plain(&format!("request-state-{}", state_word(state).replace('_', "-")))
}

/// Requests in a table, with the time as a bar: what has passed is filled.
pub(crate) fn list(ui: &Ui, listed: &Listed) -> String {
    let texts = ui.texts;
    if listed.rows.is_empty() {
        return t!(texts, "requests-none");
    }
    let row = |row: &Row| {
        let number = row.customer.map_or_else(
            || row.number.to_string(),
            |customer| {
                t!(
                    texts,
                    "request-of-customer",
                    number = row.number.to_string(),
                    customer = customer.to_string()
                )
            },
        );
        vec![
            number,
            kind(row.kind, texts),
            state(row.state, texts),
            row.clock.map_or_else(|| "–".to_owned(), |clock| texts.day(last_day(clock))),
            row.clock
                .map_or_else(|| "–".to_owned(), |clock| left(row.received_on, clock, listed.today, texts)),
            row.next.first().map_or_else(|| "–".to_owned(), |next| next_word(next, texts)),
        ]
    };
    let mut lines = vec![table(ui, &LISTED, listed.rows.iter().map(row).collect())];
    let late =
        listed.rows.iter().filter(|row| matches!(row.clock, Some(Clock::Running { late: true, .. }))).count();
    if late > 0 {
        lines.push(String::new());
        lines.push(ui.paint(Style::Bad, t!(texts, "requests-late", late = late)));
    }
    lines.join("\n")
}

/// `■■■■□□□□□□ 18 days`
fn left(received: Date, clock: Clock, today: Date, texts: Texts) -> String {
    let days = days_left(clock, today);
    let words = match clock {
        Clock::Stopped { late: false, .. } => return t!(texts, "request-in-time"),
        Clock::Stopped { late: true, .. } => return t!(texts, "request-was-late"),
        Clock::Paused { .. } => t!(texts, "request-paused", days = days.unsigned_abs()),
        Clock::Running { late: true, .. } => t!(texts, "request-late", days = days.unsigned_abs()),
        Clock::Running { .. } => t!(texts, "request-days", days = days.unsigned_abs()),
    };
    format!("{} {words}", bar(received, last_day(clock), today))
}

/// How much of the time has passed.
fn bar(from: Date, to: Date, today: Date) -> String {
    let days = |from: Date, to: Date| from.until(to).map_or(0, |span| span.get_days().max(0).unsigned_abs());
    let (whole, passed) = (days(from, to).max(1), days(from, today));
    let filled = usize::try_from(passed).unwrap_or(BAR) * BAR / usize::try_from(whole).unwrap_or(1);
    let filled = filled.min(BAR);
    "■".repeat(filled) + &"□".repeat(BAR - filled)
}

fn next_word(next: &Next, texts: Texts) -> String {
    match next {
        Next::Identity => t!(texts, "next-identity"),
        Next::Code => t!(texts, "next-code"),
        Next::Locate => t!(texts, "next-locate"),
        Next::Doubtful { matches } => t!(texts, "next-doubtful", matches = *matches),
        Next::Decide => t!(texts, "next-decide"),
        Next::Approve { .. } => t!(texts, "next-approve"),
        Next::CarryOut { again } if !again.is_empty() => t!(texts, "next-again"),
        Next::CarryOut { .. } => t!(texts, "next-carry-out"),
        Next::Tasks { open } => t!(texts, "next-tasks", open = *open),
        Next::Answer => t!(texts, "next-answer"),
        Next::Forward => t!(texts, "next-forward"),
    }
}

/// What can be done next, who may, and with which command.
pub(crate) fn asked(ui: &Ui, loaded: &Loaded, steps: &[Next]) -> String {
    let texts = ui.texts;
    let number = loaded.number.to_string();
    let mut lines = Vec::new();
    for step in steps {
        let word = next_word(step, texts);
        let who = match step {
            Next::Approve { not_by } => t!(texts, "next-not-by", word = &word, who = not_by),
            _ => word,
        };
        lines.push(t!(texts, "request-next", what = who));
        let command = match step {
            Next::Identity => {
                lines.push(format!("  gallra requests verify {number} --known \"…\""));
                format!("gallra requests verify {number} --doubt \"…\"")
            }
            Next::Code => format!("gallra requests verify {number} --code …"),
            Next::Doubtful { .. } => {
                for one in &loaded.about.doubtful {
                    let records: Vec<String> =
                        one.records.iter().map(|(dataset, rows)| format!("{dataset} {rows}")).collect();
                    let why = texts.find(&format!("doubt-{}", one.why.replace('_', "-")));
                    let why = why.unwrap_or_else(|| one.why.clone());
                    let told = t!(
                        texts,
                        "request-doubtful",
                        id = &one.id,
                        records = records.join(", "),
                        names = one.names.join(", "),
                        why = why
                    );
                    lines.extend(
                        wrap(&told, usize::from(WIDTH) - 2).into_iter().map(|line| format!("  {line}")),
                    );
                }
                format!("gallra requests decide {number} --theirs … --not-theirs …")
            }
            Next::Approve { .. } => format!("gallra requests approve {number}"),
            Next::Tasks { .. } => {
                for task in loaded.about.tasks.iter().filter(|task| task.done.is_none()) {
                    let (id, system, dataset) =
                        (task.id.to_string(), task.system.as_str(), task.dataset.as_str());
                    let due = texts.day(task.due);
                    let told = t!(
                        texts,
                        "request-task",
                        id = id,
                        system = system,
                        dataset = dataset,
                        role = &task.role,
                        due = due
                    );
                    lines.extend(
                        wrap(&told, usize::from(WIDTH) - 2).into_iter().map(|line| format!("  {line}")),
                    );
                }
                format!("gallra requests task {number} … --saying \"…\"")
            }
            _ => format!("gallra requests next {number}"),
        };
        lines.push(format!("  {command}"));
    }
    lines.join("\n")
}

/// How many records of the person were identified where, and what was not searched.
pub(crate) fn found(ui: &Ui, loaded: &Loaded) -> String {
    let (texts, about) = (ui.texts, &loaded.about);
    let mut lines = Vec::new();
    for (dataset, identified) in &about.person.records {
        let records: usize = identified.iter().map(|one| one.keys.len()).sum();
        lines.push(t!(texts, "request-found", dataset = dataset.as_str(), records = records));
    }
    if lines.is_empty() {
        lines.push(t!(texts, "request-found-nothing"));
    }
    for dataset in about.person.not_checked.keys() {
        lines.push(ui.paint(Style::Warn, t!(texts, "request-gap", dataset = dataset.as_str())));
    }
    if about.mentions > 0 {
        lines.push(t!(texts, "request-mentions", mentions = about.mentions));
    }
    lines.join("\n")
}

/// What was decided of each group of records.
pub(crate) fn groups(ui: &Ui, loaded: &Loaded) -> String {
    let texts = ui.texts;
    let told = loaded.about.groups.iter().filter(|(_, rows)| *rows > 0);
    let rows: Vec<Vec<String>> = told
        .map(|(group, rows)| {
            vec![group.dataset.to_string(), texts.number(*rows), verdict(&group.verdict, texts)]
        })
        .collect();
    if rows.is_empty() { t!(texts, "request-nothing-to-do") } else { table(ui, &GROUPS, rows) }
}

fn verdict(verdict: &Verdict, texts: Texts) -> String {
    let word = match verdict {
        Verdict::Erase => "erase",
        Verdict::Anonymise { .. } => "anonymise",
        Verdict::Keep { .. } => "keep",
        Verdict::Held(_) => "held",
        Verdict::Locked => "locked",
        Verdict::Task { .. } => "task",
        Verdict::NotOurs(_) => "not-ours",
        Verdict::Open(_) => "open",
        Verdict::Shared => "shared",
    };
    let word = texts.plain(&format!("becomes-{word}"));
    verdict.article().map_or_else(|| word.clone(), |article| format!("{word} (Art. {article})"))
}

/// Who has to hear of what was done, and where each stands.
pub(crate) fn recipients(ui: &Ui, all: &[Standing]) -> String {
    if all.is_empty() {
        return t!(ui.texts, "recipients-hear-none");
    }
    let row = |one: &Standing| {
        let name = one.name.as_deref().map(|name| format!(" ({name})")).unwrap_or_default();
        let what = ui.texts.plain(&format!("hears-{}", one.told.about.word()));
        vec![format!("{}{name}", one.told.recipient), what, stands(one, ui.texts)]
    };
    table(ui, &HEARS, all.iter().map(row).collect())
}

/// Where one of them stands, in words.
pub(crate) fn stands(one: &Standing, texts: Texts) -> String {
    let told = &one.told;
    let day = |on: Option<Date>| on.map(|on| texts.day(on)).unwrap_or_default();
    match (told.outcome, told.told_on, told.answer_by) {
        (Some(outcome), ..) => {
            let id = format!("heard-{}", outcome.word().replace('_', "-"));
            texts.with(&id, vec![("day", day(told.answered_on).into())])
        }
        (None, None, _) => t!(texts, "heard-nothing"),
        (None, Some(_), by) if one.is_overdue => t!(texts, "heard-late", day = day(by)),
        (None, Some(on), by) => t!(texts, "heard-told", day = texts.day(on), by = day(by)),
    }
}

/// What was done, dataset by dataset. Nothing is merged into "done".
pub(crate) fn parts(ui: &Ui, parts: &[RequestedPart]) -> String {
    let texts = ui.texts;
    if parts.is_empty() {
        return t!(texts, "request-no-parts");
    }
    let row = |part: &RequestedPart| {
        let none = || "–".to_owned();
        let mut row = vec![part.dataset.clone()];
        match &part.found {
            RequestedFound::Searched { matched, erased, anonymised, kept, held, failed, .. } => {
                let kept: u64 = kept.iter().map(|kept| kept.rows).sum();
                row.extend(
                    [*matched, *erased, *anonymised, kept, *held, *failed].map(|rows| texts.number(rows)),
                );
            }
            RequestedFound::Attested { .. } => {
                row.extend([t!(texts, "request-by-hand"), none(), none(), none(), none(), none()]);
            }
            RequestedFound::NotChecked { .. } => {
                row.extend([t!(texts, "request-not-checked"), none(), none(), none(), none(), none()]);
            }
        }
        row
    };
    table(ui, &PARTS, parts.iter().map(row).collect())
}

/// One request with all that lies in it.
pub(crate) fn one(ui: &Ui, loaded: &Loaded, today: Date) -> String {
    let (texts, about) = (ui.texts, &loaded.about);
    let clock = loaded.request.clock(today);
    let title =
        t!(texts, "request-title", number = loaded.number.to_string(), kind = kind(loaded.kind(), texts));
    let mut lines = vec![ui.paint(Style::Bold, title)];
    let mut add = |label: &str, text: String| lines.push(labelled(&texts.plain(label), &text, 2, LABEL));
    add("request-label-stands", state(loaded.request.state(), texts));
    add("request-label-received", texts.day(loaded.request.received_on()));
    let time = format!(
        "{} ({})",
        texts.day(last_day(clock)),
        left(loaded.request.received_on(), clock, today, texts)
    );
    add("request-label-last-day", time);
    let given: Vec<&str> = about.given.iter().map(|given| given.text.as_str()).collect();
    add("request-label-given", given.join(", "));
    if let Some(words) = &about.asks.words {
        add("request-label-words", words.clone());
    }
    match &about.proof {
        Some(Proof::Code { .. }) => add("request-label-proof", t!(texts, "request-proof-code")),
        Some(Proof::Stated { how }) => add("request-label-proof", how.clone()),
        None => {}
    }
    if let Some(decision) = &about.asks.decision {
        add("request-label-decision", decision.clone());
    }
    if let Some(ends) = about.ends {
        add("request-label-ends", texts.day(ends));
    }
    for one in loaded.request.moves() {
        let what = texts.plain(&format!("request-did-{}", word(&one.what).replace('_', "-")));
        let told = t!(texts, "request-move", what = what, who = &one.by.who);
        let why = reason(&one.what).map(|why| format!(": {why}")).unwrap_or_default();
        lines.push(labelled(&texts.day(one.on), &format!("{told}{why}"), 2, LABEL));
    }
    for note in &about.notes {
        lines.push(labelled(&texts.day(note.on), &format!("{} ({})", note.text, note.by), 2, LABEL));
    }
    for file in &about.files {
        lines.push(labelled(&texts.plain("request-label-file"), &file.path.display().to_string(), 2, LABEL));
    }
    if !about.groups.is_empty() {
        lines.extend([String::new(), groups(ui, loaded)]);
    }
    if !about.parts.is_empty() {
        lines.extend([String::new(), parts(ui, &about.parts)]);
    }
    let steps = next(loaded);
    if !steps.is_empty() {
        lines.extend([String::new(), asked(ui, loaded, &steps)]);
    }
    lines.join("\n")
}

fn reason(what: &What) -> Option<&str> {
    match what {
        What::AskedIdentity { doubt } => Some(doubt),
        What::SentBack { reasons } | What::Extended { reasons } => Some(reasons),
        What::Refused(refusal) => Some(&refusal.reasons),
        What::Forwarded { to } => Some(to),
        _ => None,
    }
}

/// The list for programs: nothing of it is about whom the requests are about.
pub(crate) fn list_json(listed: &Listed) -> Value {
    let row = |row: &Row| {
        json!({
            "request": row.number.to_string(),
            "customer": row.customer,
            "kind": kind_word(row.kind),
            "state": state_word(row.state),
            "received": row.received_on,
            "closed": row.closed_on,
            "clock": row.clock,
            "last_day": row.clock.map(last_day),
            "days_left": row.clock.map(|clock| days_left(clock, listed.today)),
            "open_tasks": row.open_tasks,
            "next": row.next,
        })
    };
    json!({"today": listed.today, "requests": listed.rows.iter().map(row).collect::<Vec<_>>()})
}

/// One request for programs. Personal data: for whoever handles it.
pub(crate) fn one_json(loaded: &Loaded, today: Date) -> Value {
    let about = &loaded.about;
    let clock = loaded.request.clock(today);
    let found: Vec<Value> = about
        .person
        .records
        .iter()
        .map(|(dataset, all)| {
            json!({"dataset": dataset, "identified": all.iter().map(|one| one.keys.len()).sum::<usize>()})
        })
        .collect();
    let groups: Vec<Value> = about
        .groups
        .iter()
        .filter(|(_, rows)| *rows > 0)
        .map(|(group, rows)| json!({"dataset": group.dataset, "verdict": group.verdict, "records": rows}))
        .collect();
    let tasks: Vec<Value> = about
        .tasks
        .iter()
        .map(|task| {
            json!({
                "task": task.id, "system": task.system, "dataset": task.dataset, "what": task.what,
                "role": task.role, "due": task.due, "done": task.done.as_ref().map(|done| done.on),
            })
        })
        .collect();
    let files: Vec<Value> =
        about.files.iter().map(|file| json!({"what": file.what, "path": file.path, "on": file.on})).collect();
    json!({
        "request": loaded.number.to_string(),
        "kind": kind_word(loaded.kind()),
        "state": state_word(loaded.request.state()),
        "received": loaded.request.received_on(),
        "clock": clock,
        "last_day": last_day(clock),
        "days_left": days_left(clock, today),
        "moves": loaded.request.moves(),
        "found": found,
        "not_checked": about.person.not_checked.keys().collect::<Vec<_>>(),
        "silent": about.silent,
        "failing": about.failing,
        "doubtful": about.doubtful,
        "mentions": about.mentions,
        "groups": groups,
        "parts": about.parts,
        "tasks": tasks,
        "files": files,
        "package": about.package.as_ref().map(|package| &package.path),
        "passphrase": loaded.passphrase.as_ref().map(gallra_app::subject::access::Passphrase::expose),
        "next": next(loaded),
    })
}

/// A verified certificate of a request.
pub(crate) fn verified(ui: &Ui, shown: &VerifiedRequest, key: &VerifyingKey, own_key: bool) -> String {
    let (texts, done) = (ui.texts, &shown.done);
    let title = t!(texts, "verify-request", number = format!("R-{}", done.request));
    let mut lines = vec![ui.paint(Style::Good, title)];
    let mut add = |id: &str, text: String| lines.push(labelled(&texts.plain(id), &text, 2, 12));
    add("verify-label-key", key.label());
    add("verify-label-log", super::verify::log_words(&shown.checkpoint, texts));
    add("verify-label-counted", texts.told_moment(&shown.at, "UTC") + " UTC");
    let life: Vec<String> = shown
        .moves
        .iter()
        .map(|(_, moved)| texts.plain(&format!("request-did-{}", moved.done.as_str().replace('_', "-"))))
        .collect();
    add("verify-label-life", life.join(", "));
    lines.extend([String::new(), parts(ui, &done.parts), String::new()]);
    lines.extend(wrap(&t!(texts, "verify-request-means"), WIDTH.into()));
    let own = t!(texts, if own_key { "verify-own-key" } else { "verify-your-key" });
    lines.extend(wrap(&own, WIDTH.into()));
    lines.join("\n")
}

/// A certificate for programs.
pub(crate) fn certificate_json(shown: &VerifiedRequest) -> Value {
    json!({
        "request": format!("R-{}", shown.done.request),
        "at": shown.at,
        "done": shown.done,
        "moves": shown.moves.iter().map(|(at, moved)| json!({"at": at, "moved": moved})).collect::<Vec<_>>(),
    })
}
