//! Import and export.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use gallra_app::register::import::{self, Imported, Wishes};
use gallra_app::register::{PartyId, Wanted, desk, export as files};
use indicatif::ProgressBar;
use serde_json::json;

use super::Desk;
use crate::cli::args::register::{ExportFormat, PartyExport, PartyImport};
use crate::cli::commands::{not_read, not_written};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::progress;
use crate::cli::text::t;
use crate::cli::ui::Style;
use crate::cli::view::register as view;

/// Lines that are told one by one.
const TOLD: usize = 20;

pub(super) async fn import(desk: &Desk<'_>, args: &PartyImport) -> Result<Exit, Failure> {
    let ui = desk.ui;
    let bytes = std::fs::read(&args.file).map_err(|fault| not_read(ui, &args.file, &fault))?;
    let wishes =
        Wishes { kind: args.kind, of: args.of.map(PartyId), update: args.update, dry_run: args.dry_run };
    let bar: ProgressBar = progress::rows(ui, &t!(ui.texts, "import-bar"));
    let so_far = |done: u64, of: u64| {
        bar.set_length(of);
        bar.set_position(done);
    };
    let context = &desk.session.context;
    let done = import::import(context, &desk.register, &desk.acting, &bytes, &wishes, so_far).await;
    bar.finish_and_clear();
    let done = done.map_err(|fault| {
        let mut failure = desk.told(fault);
        if failure.code.starts_with("import") {
            failure.message = format!("{}: {}", args.file.display(), failure.message);
        }
        failure
    })?;
    tell(desk, args, &done);
    Ok(Exit::Done)
}

fn tell(desk: &Desk<'_>, args: &PartyImport, done: &Imported) {
    let (ui, texts) = (desk.ui, desk.ui.texts);
    ui.document(&json!({
        "rows": done.rows, "new": done.new, "updated": done.updated, "dry_run": args.dry_run,
        "known": done.known.iter().map(|(line, id)| json!({"line": line, "party": id.0})).collect::<Vec<_>>(),
        "again": done.again.iter().map(|(line, first)| json!({"line": line, "as_line": first})).collect::<Vec<_>>(),
        "left_out": done.left_out,
    }));
    let id = if args.dry_run { "import-would" } else { "import-done" };
    let told = texts.with(
        id,
        vec![
            ("rows", crate::cli::text::IntoValue::into_value(done.rows)),
            ("new", crate::cli::text::IntoValue::into_value(done.new)),
            ("updated", crate::cli::text::IntoValue::into_value(done.updated)),
            ("known", crate::cli::text::IntoValue::into_value(done.known.len() + done.again.len())),
        ],
    );
    ui.say(ui.paint(Style::Good, told));
    let known =
        done.known.iter().map(|(line, id)| t!(texts, "import-known", line = *line, id = id.0.to_string()));
    let again =
        done.again.iter().map(|(line, first)| t!(texts, "import-again", line = *line, first = *first));
    let all: Vec<String> = known.chain(again).collect();
    for line in all.iter().take(TOLD) {
        ui.say(format!("  {line}"));
    }
    if all.len() > TOLD {
        ui.say(format!("  {}", t!(texts, "flaw-more", number = all.len() - TOLD)));
    }
    if !done.known.is_empty() && !args.update {
        ui.say(t!(texts, "import-update"));
    }
    if !done.left_out.is_empty() {
        let names: Vec<String> =
            done.left_out.iter().map(|(name, times)| format!("{name} ({times})")).collect();
        ui.say(t!(texts, "import-left-out", names = names.join(", ")));
    }
}

pub(super) async fn export(desk: &Desk<'_>, args: &PartyExport) -> Result<Exit, Failure> {
    let (ui, texts) = (desk.ui, desk.ui.texts);
    let wanted = Wanted { kind: args.kind, ..Wanted::default() };
    let parties = desk::list(&desk.register, &desk.acting, wanted).await.map_err(|fault| desk.told(fault))?;
    let unreadable = parties.iter().filter(|party| desk::person(party).is_err()).count();
    let bytes = match args.format {
        ExportFormat::Csv => files::csv(&parties).map_err(|fault| desk.told(fault))?,
        ExportFormat::Vcard => files::vcard(&parties),
        ExportFormat::Json => {
            let all: Vec<_> = parties.iter().map(view::party_json).collect();
            format!("{:#}\n", json!({"parties": all})).into_bytes()
        }
    };
    if unreadable > 0 {
        ui.note(t!(texts, "export-unreadable", parties = unreadable));
    }
    let Some(file) = &args.out else {
        ui.write(&String::from_utf8_lossy(&bytes));
        return Ok(Exit::Done);
    };
    write_private(file, &bytes).map_err(|fault| not_written(ui, file, &fault))?;
    let number = parties.len() - unreadable;
    let path = file.display().to_string();
    ui.say(ui.paint(Style::Good, t!(texts, "export-done", parties = number, path = path)));
    ui.document(&json!({"parties": number, "unreadable": unreadable, "file": file}));
    Ok(Exit::Done)
}

/// A new file that its owner alone can read. What is there is not overwritten.
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
