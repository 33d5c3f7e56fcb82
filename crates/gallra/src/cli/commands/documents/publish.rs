//! Documents put in force, compared with what was in force before, and measured.

use std::collections::BTreeSet;

use gallra_app::documents::{self, Document, Kind, Missing, Wanted};
use gallra_app::live_page;
use gallra_app::publish::{self, Audience, Difference, Manner, Place, PublishError};
use serde_json::json;

use super::known::Asked;
use super::{failure, formats, lacking, languages, spoken};
use crate::cli::args::{DocumentsDiff, DocumentsExport, DocumentsLive, DocumentsPublish, Global};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::text::t;
use crate::cli::ui::{Style, Ui};
use crate::cli::{looks, session, translate};

pub(super) async fn publish(ui: &Ui, global: &Global, args: &DocumentsPublish) -> Result<Exit, Failure> {
    let (_, looks) = looks::with_policy(ui, global)?;
    let session = session::open(ui, global).await?;
    // Without a list of their own, published documents are for everybody and name no customer.
    let kinds = if args.only.is_empty() { publish::public() } else { args.only.clone() };
    let asked =
        Asked { kinds: &kinds, controllers: args.controllers.as_deref(), customer: None, who: &args.who };
    let known = asked.of(ui, &session).await?;
    let wanted = Wanted {
        kinds,
        languages: languages(global),
        formats: formats(&args.format),
        drafts: false,
        controllers: known.controllers,
        customer: None,
        notices: known.notices,
        looks,
    };
    let manner = Manner { withdraw: args.withdraw, anew: args.anew };
    let issue = match publish::publish(&session.context, &wanted, manner, &args.out).await {
        Ok(issue) => issue,
        Err(PublishError::Incomplete(documents)) => return Ok(incomplete(ui, &documents)),
        Err(fault) => return Err(told(ui, fault)),
    };
    let day = ui.texts.day(issue.date);
    if issue.new {
        for file in &issue.files {
            ui.say(file.display().to_string());
        }
        let said = t!(
            ui.texts,
            "publish-done",
            number = issue.publication.unsigned_abs(),
            day = day,
            files = issue.files.len()
        );
        ui.say(ui.paint(Style::Good, said));
        places(ui, "publish-withdrawn", &issue.withdrawn);
        changed(ui, &issue.difference);
    } else {
        ui.say(t!(ui.texts, "publish-nothing", number = issue.publication.unsigned_abs(), day = day));
    }
    places(ui, "publish-kept", &issue.kept);
    if !issue.absent.is_empty() {
        let numbers = issue.absent.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        ui.note(t!(ui.texts, "publish-absent", folder = args.out.display().to_string(), numbers = numbers));
    }
    let Difference { changes, words, .. } = if issue.new { issue.difference } else { Difference::default() };
    ui.document(&json!({"published": issue.new, "publication": issue.publication, "date": issue.date,
        "policy": issue.policy, "files": issue.files, "kept": issue.kept, "withdrawn": issue.withdrawn,
        "absent": issue.absent, "changes": changes, "other_words": words}));
    Ok(Exit::Done)
}

fn incomplete(ui: &Ui, documents: &[Document]) -> Exit {
    for alike in documents.chunk_by(|one, next| (one.kind, &one.missing) == (next.kind, &next.missing)) {
        if let Some(told) = lacking(ui, alike) {
            ui.say(told);
        }
    }
    ui.say(ui.paint(Style::Bad, t!(ui.texts, "publish-incomplete")));
    let missing: Vec<&Missing> = documents.iter().flat_map(|document| &document.missing).collect();
    ui.document(&json!({"published": false, "missing": missing}));
    Exit::No
}

pub(super) async fn diff(ui: &Ui, global: &Global, args: &DocumentsDiff) -> Result<Exit, Failure> {
    let (_, looks) = looks::with_policy(ui, global)?;
    let session = session::open(ui, global).await?;
    let notices = documents::customer::notices(&session.context).await;
    let notices = Some(notices.map_err(|fault| translate::app(&fault, None, ui.texts))?);
    let wanted = Wanted { notices, looks, ..Wanted::default() };
    let found = publish::diff(&session.context, &wanted, args.from.as_deref())
        .await
        .map_err(|fault| told(ui, fault))?;
    match (&found.from, &found.date) {
        (Some(number), Some(date)) => {
            ui.say(t!(ui.texts, "diff-since", number = number.unsigned_abs(), day = ui.texts.day(*date)));
            for earlier in &found.earlier {
                let (number, day) = (earlier.publication.unsigned_abs(), ui.texts.day(earlier.date));
                let documents = listed(ui, &earlier.documents);
                let told = t!(ui.texts, "diff-earlier", number = number, day = day, documents = documents);
                ui.say(crate::cli::view::wrap(&told, crate::cli::ui::WIDTH.into()).join("\n"));
            }
            if found.changes.is_empty() && found.words.is_empty() && found.withdrawn.is_empty() {
                ui.say(t!(ui.texts, "diff-none"));
            }
            places(ui, "diff-withdrawn", &found.withdrawn);
        }
        _ => ui.say(t!(ui.texts, "diff-never")),
    }
    changed(ui, &found);
    let language = spoken(ui);
    let changes: Vec<_> = found
        .changes
        .iter()
        .map(|change| {
            json!({"about": change.heading(&language), "words": change.words(&language), "told": change.told,
                "documents": change.documents, "change": change.what})
        })
        .collect();
    ui.document(&json!({"from": found.from, "date": found.date, "changes": changes,
        "other_words": found.words, "withdrawn": found.withdrawn, "earlier": found.earlier}));
    Ok(Exit::Done)
}

/// Documents with their languages, if there are any, in a sentence of their own.
fn places(ui: &Ui, id: &str, all: &[Place]) {
    if !all.is_empty() {
        let told = t!(ui.texts, id, documents = listed(ui, all));
        ui.say(crate::cli::view::wrap(&told, crate::cli::ui::WIDTH.into()).join("\n"));
    }
}

/// `processor agreement (English, Swedish); cookie policy (English, PDF)`.
fn listed(ui: &Ui, all: &[Place]) -> String {
    let named = |id: String, word: &str| ui.texts.find(&id).unwrap_or_else(|| word.to_owned());
    let documents = all.chunk_by(|one, next| one.document == next.document).filter_map(|alike| {
        let document = &alike.first()?.document;
        let languages = alike.iter().map(|one| {
            let language = named(format!("language-{}", one.language), &one.language);
            let form = one.form.as_ref().map(|form| format!(" {}", form.to_uppercase()));
            format!("{language}{}", form.unwrap_or_default())
        });
        let name = named(format!("document-{document}"), document);
        Some(format!("{name} ({})", languages.collect::<Vec<_>>().join(", ")))
    });
    documents.collect::<Vec<_>>().join("; ")
}

/// Change by change under what it is about, whose words are others for whatever reason, and then who has to be told.
fn changed(ui: &Ui, found: &Difference) {
    let language = spoken(ui);
    for about in found.changes.chunk_by(|one, next| one.purpose == next.purpose) {
        let Some(first) = about.first() else { continue };
        ui.say(format!("\n{}", ui.paint(Style::Bold, first.heading(&language))));
        for change in about {
            let lines = crate::cli::view::wrap(&change.words(&language), crate::cli::ui::WIDTH.into());
            ui.say(lines.iter().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n"));
        }
    }
    places(ui, "diff-words", &found.words);
    let told: BTreeSet<Audience> =
        found.changes.iter().flat_map(|change| change.told.iter().copied()).collect();
    if told.is_empty() {
        return;
    }
    ui.say(format!("\n{}", t!(ui.texts, "diff-tell")));
    // Whoever may object is told in time, and with that of everything.
    let object = told.contains(&Audience::CustomersMayObject);
    for audience in told.iter().filter(|audience| !(object && **audience == Audience::Customers)) {
        ui.say(format!("  {}", audience.words(&language)));
    }
}

pub(super) async fn live(ui: &Ui, global: &Global, args: &DocumentsLive) -> Result<Exit, Failure> {
    let session = session::open(ui, global).await?;
    let (languages, formats) = (languages(global), formats(&args.format));
    let (_, looks) = looks::with_policy(ui, global)?;
    let log = args.log_url.as_deref();
    let page = live_page::write(&session.context, &languages, &formats, &looks.look, log, &args.out);
    let page = page.await.map_err(|fault| told(ui, fault))?;
    for file in &page.files {
        ui.say(file.display().to_string());
    }
    ui.document(&json!(page));
    if page.missing.is_empty() {
        ui.say(t!(ui.texts, "live-done", measured = page.measured, kept = page.kept));
        return Ok(Exit::Done);
    }
    missing(ui, &page.missing);
    Ok(Exit::No)
}

pub(super) async fn export(ui: &Ui, global: &Global, args: &DocumentsExport) -> Result<Exit, Failure> {
    let policy = session::valid_policy(ui, &session::policy_dir(global))?;
    let kinds = [Kind::ProcessorRecords];
    let asked =
        Asked { kinds: &kinds, controllers: args.controllers.as_deref(), customer: None, who: &args.who };
    let known = asked.known(ui, global).await?;
    let made = documents::export(
        &policy,
        &languages(global),
        &known.controllers,
        &args.out,
        gallra_app::Clock::System,
    );
    let (files, lacks) = made.map_err(|fault| failure(ui, &fault))?;
    for file in &files {
        ui.say(file.display().to_string());
    }
    ui.document(&json!({"files": files, "missing": lacks}));
    if lacks.is_empty() {
        return Ok(Exit::Done);
    }
    missing(ui, &lacks);
    Ok(Exit::No)
}

fn missing(ui: &Ui, all: &[Missing]) {
    let language = spoken(ui);
    for one in all {
        let (article, place, cause) = (one.articles(&language), &one.place, one.cause(&language));
        ui.say(t!(ui.texts, "documents-missing", article = article, place = place, cause = cause));
        ui.say(format!("    {}", one.cure(&language)));
    }
    ui.say(ui.paint(Style::Bad, t!(ui.texts, "publish-incomplete")));
}

fn told(ui: &Ui, fault: PublishError) -> Failure {
    let refused = |code, message| Failure::new(Exit::Refused, code, message);
    match fault {
        PublishError::Documents(fault) => failure(ui, &fault),
        PublishError::App(fault) => translate::app(&fault, None, ui.texts),
        PublishError::Incomplete(_) => refused("incomplete", t!(ui.texts, "publish-incomplete")),
        PublishError::Nothing => refused("nothing_to_publish", t!(ui.texts, "documents-none")),
        PublishError::Unknown(version) => {
            let message = t!(ui.texts, "err-publication", version = version);
            Failure::new(Exit::Usage, "publication", message).help(t!(ui.texts, "err-publication-help"))
        }
        PublishError::NotThere { publication, folder } => {
            let folder = folder.display().to_string();
            let number = publication.unsigned_abs();
            refused("not_there", t!(ui.texts, "err-not-there", number = number, folder = folder))
                .help(t!(ui.texts, "err-not-there-help"))
        }
        PublishError::Overtaken => refused("overtaken", t!(ui.texts, "err-overtaken")),
    }
}
