//! `gallra recipients`: where data goes, what customers are told of it, and who objects.

use std::path::Path;

use gallra_app::letters::Look;
use gallra_app::recipients::{self, Addressee, Objecting};
use gallra_app::{AppError, evidence};
use gallra_rules::diagnostic::Lang;
use gallra_rules::policy::Policy;
use jiff::civil::Date;
use serde_json::json;

use super::{not_written, paper_look, put_paper};
use crate::cli::args::{self, Global, RecipientsAction};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session::{self, Session};
use crate::cli::text::t;
use crate::cli::translate;
use crate::cli::ui::{Style, Ui};
use crate::cli::view::{self, letter};

pub(super) async fn run(ui: &Ui, global: &Global, args: &args::Recipients) -> Result<Exit, Failure> {
    let session = session::open(ui, global).await?;
    match &args.action {
        None => list(ui, &session).await,
        Some(RecipientsAction::Announce(args)) => announce(ui, &session, args, global).await,
        Some(RecipientsAction::Objection(args)) => objection(ui, &session, args).await,
        Some(RecipientsAction::Status) => status(ui, &session).await,
    }
}

async fn list(ui: &Ui, session: &Session) -> Result<Exit, Failure> {
    let lines = recipients::list(&session.context).await.map_err(|fault| told(ui, &fault))?;
    ui.document(&json!({"recipients": lines}));
    view::recipients::list(ui, &lines);
    Ok(Exit::Done)
}

async fn status(ui: &Ui, session: &Session) -> Result<Exit, Failure> {
    let status = recipients::status(&session.context).await.map_err(|fault| told(ui, &fault))?;
    ui.document(&json!(status));
    view::recipients::status(ui, &status);
    Ok(Exit::Done)
}

/// Shows what would be told; with a folder for letters, or because agreements name it, records that it was.
async fn announce(
    ui: &Ui,
    session: &Session,
    args: &args::Announce,
    global: &Global,
) -> Result<Exit, Failure> {
    let (texts, context) = (ui.texts, &session.context);
    let look = paper_look(ui, global, args.format)?;
    let paper = look.as_ref().map(|look| (&*context.policy, look));
    let failed = |fault: AppError| told(ui, &fault);
    let draft = recipients::draft(context, &args.by, args.window).await.map_err(failed)?;
    if draft.changes.is_empty() {
        return write_again(ui, session, args, paper).await;
    }
    view::recipients::changes(ui, &draft.changes);
    let body = if args.known { String::new() } else { letter::body(&context.policy, &draft) };
    if args.letters.is_none() && !args.known {
        let ends = texts.day(draft.window_ends);
        ui.say(t!(texts, "announce-would", customers = draft.customers.len(), ends = ends));
        ui.say(String::new());
        ui.say(&body);
        ui.document(&json!({
            "changes": draft.changes, "customers": draft.customers.len(), "window_ends": draft.window_ends,
            "letter": body, "recorded": false,
        }));
        let next = format!("recipients announce --by {} --letters letters", t!(texts, "word-name"));
        ui.say(t!(texts, "word-next", command = session.command(&next)));
        return Ok(Exit::Done);
    }
    if let Some(folder) = &args.letters {
        write(ui, (folder, paper), (draft.number(), draft.on), &draft.customers, &body)?;
    }
    // If we crash here: the letters lie there, and nothing says that they were sent. The same command writes them again.
    let recorded = recipients::record(context, &draft, &args.by, &body, args.known).await.map_err(failed)?;
    let told = if recorded.customers == 0 {
        t!(texts, "announced-known")
    } else {
        let ends = texts.day(recorded.window_ends);
        t!(texts, "announced", customers = recorded.customers, ends = ends)
    };
    ui.say(ui.paint(Style::Good, told));
    ui.document(&json!({"changes": draft.changes, "recorded": recorded}));
    Ok(Exit::Done)
}

/// Customers know the list as it is: the letters of the last notice may be wanted once more.
async fn write_again(
    ui: &Ui,
    session: &Session,
    args: &args::Announce,
    paper: Option<(&Policy, &Look)>,
) -> Result<Exit, Failure> {
    let texts = ui.texts;
    ui.say(t!(texts, "announce-nothing"));
    let mut letters = 0;
    if let Some(folder) = &args.letters {
        let last = recipients::again(&session.context, &args.by).await.map_err(|fault| told(ui, &fault))?;
        if let Some((notice, customers)) = last {
            letters = customers.len();
            let of = (notice.id, notice.announced_on);
            write(ui, (folder, paper), of, &customers, &notice.letter)?;
        }
    }
    ui.document(&json!({"changes": [], "letters": letters, "recorded": null}));
    Ok(Exit::Done)
}

/// A letter for each customer: the text in both languages, and on paper one for each.
fn write(
    ui: &Ui,
    (folder, paper): (&Path, Option<(&Policy, &Look)>),
    (notice, day): (i64, Date),
    customers: &[Addressee],
    body: &str,
) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|fault| not_written(ui, folder, &fault))?;
    let spoken = [Lang::Sv, Lang::En].map(|lang| (lang, letter::words(body, lang)));
    for customer in customers {
        let file = folder.join(letter::file(notice, customer));
        let text = letter::letter(customer, body);
        evidence::write_private(&file, text.as_bytes()).map_err(|fault| not_written(ui, &file, &fault))?;
        for (policy_and_look, (lang, words)) in
            paper.iter().flat_map(|one| spoken.iter().map(move |it| (one, it)))
        {
            let lang = lang.as_str();
            let to = letter::addressee(customer);
            let pdf = file.with_extension(format!("{lang}.pdf"));
            put_paper(ui, &pdf, *policy_and_look, &to, (lang, day), words)?;
        }
    }
    let path = folder.display().to_string();
    ui.say(t!(ui.texts, "letters-written", letters = customers.len(), path = path));
    Ok(())
}

async fn objection(ui: &Ui, session: &Session, args: &args::Objection) -> Result<Exit, Failure> {
    let (texts, context) = (ui.texts, &session.context);
    let said = Objecting {
        party: args.party,
        recipient: args.recipient.clone(),
        on: args.on,
        statement: args.saying.clone(),
        by: args.by.clone(),
    };
    let (customer, recipient) = (args.party.to_string(), args.recipient.as_str());
    if args.settled {
        let settled = recipients::settle(context, &said).await.map_err(|fault| told(ui, &fault))?;
        ui.document(&json!({"party": args.party, "recipient": recipient, "settled": settled}));
        let told =
            t!(texts, "objection-settled", customer = customer, recipient = recipient, number = settled);
        ui.say(ui.paint(Style::Good, told));
        return Ok(Exit::Done);
    }
    let taken = recipients::object(context, &said).await.map_err(|fault| told(ui, &fault))?;
    ui.document(&json!({"party": args.party, "recipient": recipient, "objection": taken}));
    ui.say(ui.paint(Style::Good, t!(texts, "objection-taken", customer = customer, recipient = recipient)));
    if let (true, Some(day)) = (taken.late, taken.window_ends) {
        ui.say(ui.paint(Style::Warn, t!(texts, "objection-late", day = texts.day(day))));
    }
    if !taken.told {
        ui.say(t!(texts, "objection-not-told"));
    }
    if !taken.in_policy {
        ui.say(t!(texts, "objection-gone"));
    }
    Ok(Exit::Done)
}

fn told(ui: &Ui, fault: &AppError) -> Failure {
    translate::app(fault, None, ui.texts)
}
