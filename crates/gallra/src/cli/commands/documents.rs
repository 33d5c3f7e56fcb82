//! `gallra documents`: what is published follows from the policy.

mod bundle;
mod known;
mod publish;

use gallra_app::Clock;
use gallra_app::documents::{self, Document, DocumentsError, Format, Kind, Language, Made, Wanted};
use serde_json::{Value, json};

use self::known::Asked;
use super::{not_read, not_written};
use crate::cli::args::{DocumentFormat, DocumentsAction, DocumentsBuild, Global};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::looks;
use crate::cli::text::t;
use crate::cli::ui::{Style, Ui};

pub(super) async fn run(ui: &Ui, global: &Global, action: &DocumentsAction) -> Result<Exit, Failure> {
    match action {
        DocumentsAction::Build(args) => build(ui, global, args).await,
        DocumentsAction::Bundle(args) => bundle::run(ui, global, args).await,
        DocumentsAction::Publish(args) => publish::publish(ui, global, args).await,
        DocumentsAction::Diff(args) => publish::diff(ui, global, args).await,
        DocumentsAction::Live(args) => publish::live(ui, global, args).await,
        DocumentsAction::Export(args) => publish::export(ui, global, args).await,
    }
}

async fn build(ui: &Ui, global: &Global, args: &DocumentsBuild) -> Result<Exit, Failure> {
    let (policy, looks) = looks::with_policy(ui, global)?;
    let (controllers, customer) = (args.controllers.as_deref(), args.customer.as_deref());
    let known = Asked { kinds: &args.only, controllers, customer, who: &args.who }.known(ui, global).await?;
    let wanted = Wanted {
        kinds: args.only.clone(),
        // `sv_SE` is one that Gallra speaks, and documents are written in.
        languages: languages(global),
        formats: formats(&args.format),
        drafts: args.draft,
        controllers: known.controllers,
        customer: known.customer,
        notices: known.notices,
        looks,
    };
    if wanted.formats.contains(&Format::Pdf) && wanted.looks.look.logo.is_none() {
        ui.note(t!(ui.texts, "documents-no-logo"));
    }
    let made =
        documents::build(&policy, &wanted, &args.out, Clock::System).map_err(|fault| failure(ui, &fault))?;
    told(ui, &made, &args.only);
    ui.document(&summary(ui, &made));
    let complete = made.documents.iter().all(|document| document.missing.is_empty());
    // What was named and is not made is no success.
    let made_none = made.documents.is_empty() && !args.only.is_empty();
    Ok(if complete && !made_none { Exit::Done } else { Exit::No })
}

fn languages(global: &Global) -> Vec<Language> {
    let named = global.lang.as_ref().map(|languages| languages.0.as_slice()).unwrap_or_default();
    named.iter().filter_map(|one| language(one)).collect()
}

fn formats(named: &[DocumentFormat]) -> Vec<Format> {
    let format = |format: &DocumentFormat| match format {
        DocumentFormat::Html => Format::Html,
        DocumentFormat::Md => Format::Md,
        DocumentFormat::Pdf => Format::Pdf,
    };
    named.iter().map(format).collect()
}

fn language(text: &str) -> Option<Language> {
    text.split(['_', '-', '.']).next()?.parse().ok()
}

fn told(ui: &Ui, made: &Made, only: &[Kind]) {
    for document in &made.documents {
        for file in &document.files {
            ui.say(format!("{}  {}", file.path.display(), document.title));
        }
        if document.unshown > 0 {
            let (name, characters) = (document.kind.as_str(), document.unshown);
            let told = t!(ui.texts, "documents-unshown", document = name, characters = characters);
            ui.say(ui.paint(Style::Bad, told));
        }
    }
    // What lacks the same in every language is told once.
    for alike in made.documents.chunk_by(|one, next| (one.kind, &one.missing) == (next.kind, &next.missing)) {
        if let Some(told) = lacking(ui, alike) {
            ui.say(told);
        }
    }
    let files: usize = made.documents.iter().map(|document| document.files.len()).sum();
    let lacking = made.documents.iter().filter(|document| !document.missing.is_empty()).count();
    let style = if lacking == 0 { Style::Good } else { Style::Bad };
    let told = match (made.documents.len(), lacking) {
        (0, _) if only.is_empty() => t!(ui.texts, "documents-none"),
        (0, _) => t!(ui.texts, "documents-none-of", documents = names(ui, only)),
        (_, 0) => t!(ui.texts, "documents-made", files = files),
        _ => t!(ui.texts, "documents-lacking", files = files, lacking = lacking),
    };
    ui.say(ui.paint(style, told));
}

/// What documents are called.
fn names(ui: &Ui, kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| ui.texts.plain(&format!("document-{kind}"))).collect::<Vec<_>>().join(", ")
}

/// What documents that differ in their language only lack, each with its article, its place and its cure.
fn lacking(ui: &Ui, alike: &[Document]) -> Option<String> {
    let document = alike.first().filter(|document| !document.missing.is_empty())?;
    let id = if document.files.is_empty() { "documents-not-written" } else { "documents-draft" };
    let languages: Vec<&str> = alike.iter().map(|one| one.language.as_str()).collect();
    let head = t!(ui.texts, id, document = document.kind.as_str(), language = languages.join(", "));
    let spoken = spoken(ui);
    let mut lines = vec![ui.paint(Style::Bad, head)];
    for missing in &document.missing {
        let (article, place) = (missing.articles(&spoken), &missing.place);
        let cause = missing.cause(&spoken);
        lines.push(t!(ui.texts, "documents-missing", article = article, place = place, cause = cause));
        lines.push(format!("    {}", missing.cure(&spoken)));
    }
    Some(lines.join("\n"))
}

/// The language of the interface, in which documents are written too.
fn spoken(ui: &Ui) -> Language {
    let known = Language::all();
    let spoken = known.iter().find(|language| language.as_str() == ui.texts.lang.as_str());
    spoken
        .or(known.first())
        .cloned()
        .unwrap_or_else(|| unreachable!("documents are written in some language"))
}

fn summary(ui: &Ui, made: &Made) -> Value {
    let spoken = spoken(ui);
    let documents: Vec<Value> = made
        .documents
        .iter()
        .map(|document| {
            let missing: Vec<Value> = document
                .missing
                .iter()
                .map(|one| {
                    json!({"article": one.article, "place": one.place, "lack": one.lack,
                        "cause": one.cause(&spoken), "cure": one.cure(&spoken)})
                })
                .collect();
            json!({"kind": document.kind, "language": document.language, "title": document.title,
                "version": document.version, "complete": missing.is_empty(), "missing": missing,
                "unshown": document.unshown, "files": document.files})
        })
        .collect();
    json!({"date": made.date, "policy": made.policy, "documents": documents})
}

fn failure(ui: &Ui, fault: &DocumentsError) -> Failure {
    match fault {
        DocumentsError::NotWritten { path, fault } => not_written(ui, path, fault),
        DocumentsError::NotRead { path, fault } => not_read(ui, path, &std::io::Error::other(fault.clone())),
        DocumentsError::Template(faults) => {
            let spoken = spoken(ui);
            let told = faults.first().map(|fault| {
                let (file, cause) = (fault.file.as_str(), fault.cause(&spoken));
                let (line, column) = (fault.line, fault.column);
                let message =
                    t!(ui.texts, "err-template", file = file, line = line, column = column, cause = cause);
                (message, fault.cure(&spoken))
            });
            let (message, cure) = told.unwrap_or_default();
            Failure::new(Exit::No, "template", message).help(cure)
        }
        DocumentsError::Pdf(fault) => {
            let failure = Failure::new(Exit::Failed, "pdf", t!(ui.texts, "err-pdf"));
            failure.detail(fault.to_string()).help(t!(ui.texts, "err-pdf-help"))
        }
        DocumentsError::Incomplete { kind, missing } => {
            let points = missing.len();
            let message = t!(ui.texts, "err-bundle-incomplete", document = kind.as_str(), points = points);
            let help = t!(ui.texts, "err-bundle-incomplete-help", document = kind.as_str());
            Failure::new(Exit::No, "incomplete", message).help(help)
        }
        DocumentsError::Controllers { path, line, column } => {
            let path = path.display().to_string();
            let message = t!(ui.texts, "err-controllers", path = path, line = *line, column = *column);
            Failure::new(Exit::Usage, "controllers", message).help(t!(ui.texts, "err-controllers-help"))
        }
    }
}
