//! What the register does not do, in the reader's language: place, cause, cure, and never what stands there.

use gallra_app::register::{
    Cause, DeskError, FileFault, Flaw, Keeping, KekFault, Kept, KeyFault, Refusal, VaultError, import,
};
use gallra_rules::diagnostic::Lang;
use serde_json::{Value, json};

use super::exit::Exit;
use super::failure::Failure;
use super::misread;
use super::text::{Texts, t};
use super::translate::told;
use super::view::register::{basis, table_word};

/// Flaws of a file that are told one by one.
const TOLD: usize = 40;

/// The store's refusals. One that has no words here yet is told in the store's own.
pub(crate) fn store(refusal: &Refusal, texts: Texts) -> Failure {
    let no_such = |what: String, id: i64| {
        let message = t!(texts, "err-no-such-record", what = what, id = id.to_string());
        told(Exit::Usage, "no-such-record", message, texts)
    };
    match refusal {
        Refusal::NoSuchParty(id) => no_such(t!(texts, "word-party"), id.0),
        Refusal::NoSuchEntry(id) => no_such(t!(texts, "word-entry"), *id),
        Refusal::NoSuchAgreement(id) => no_such(t!(texts, "word-agreement"), id.0),
        Refusal::NoSuchRequest(number) => {
            let message = t!(texts, "err-no-such-request", number = number.to_string());
            told(Exit::Usage, "no-such-request", message, texts)
        }
        Refusal::RequestMoved(number) => {
            let message = t!(texts, "err-request-changed", number = number.to_string());
            told(Exit::Refused, "request-changed", message, texts)
        }
        Refusal::Belonging => told(Exit::Usage, "belonging", t!(texts, "err-belonging"), texts),
        Refusal::Forgotten(id) => {
            told(Exit::Refused, "forgotten", t!(texts, "err-forgotten", id = id.0.to_string()), texts)
        }
        Refusal::TwoPersons { keep, duplicate } => {
            let (keep, duplicate) = (keep.0.to_string(), duplicate.0.to_string());
            let message = t!(texts, "err-two-persons", keep = keep, duplicate = duplicate);
            told(Exit::Refused, "two-persons", message, texts)
        }
        Refusal::Unlike { keep, duplicate } => {
            let (keep, duplicate) = (keep.0.to_string(), duplicate.0.to_string());
            told(Exit::Refused, "unlike", t!(texts, "err-unlike", keep = keep, duplicate = duplicate), texts)
        }
        Refusal::Misread(misread) => Failure::new(Exit::Usage, "form", misread::told(misread, texts)),
        Refusal::Form { what, .. } if form_id(what).is_some() => {
            let (what, cure) = form(refusal, texts);
            Failure::new(Exit::Usage, "form", t!(texts, "err-form", what = what)).help(t!(
                texts,
                "err-form-cure",
                cure = cure
            ))
        }
        Refusal::Trail { from, to, found, expected } => {
            let message =
                t!(texts, "err-trail", from = *from, to = *to, found = *found, expected = *expected);
            told(Exit::No, "trail", message, texts)
        }
        Refusal::OldData { known, seen } => {
            let message = t!(texts, "err-old-data", known = known.to_string(), seen = seen.to_string());
            told(Exit::Refused, "old-data", message, texts)
        }
        other => told(Exit::Refused, "register", t!(texts, "err-register"), texts).detail(other.to_string()),
    }
}

/// Which texts tell of something that has a form.
fn form_id(what: &str) -> Option<(&'static str, &'static str)> {
    match what {
        "e-mail address" => Some(("form-email", "form-email-cure")),
        "telephone number" => Some(("form-phone", "form-phone-cure")),
        "identity number" => Some(("form-number", "form-number-cure")),
        "reference" => Some(("form-reference", "form-reference-cure")),
        "name in the policy" => Some(("form-name", "form-name-cure")),
        _ => None,
    }
}

/// What should have been there, and how it looks.
fn form(refusal: &Refusal, texts: Texts) -> (String, String) {
    match refusal {
        Refusal::Form { what, cure } => match form_id(what) {
            Some((what, cure)) => (texts.plain(what), texts.plain(cure)),
            None => ((*what).to_owned(), (*cure).to_owned()),
        },
        other => (other.to_string(), String::new()),
    }
}

/// The vault's. What cannot be mended by the reader is told in its own words.
pub(crate) fn vault(fault: &VaultError, texts: Texts) -> Failure {
    let kek = |word: &str, place: &str| {
        let message = texts.with(&format!("err-{word}"), vec![("place", place.to_owned().into())]);
        told(Exit::Failed, word, message, texts)
    };
    match fault {
        VaultError::Kek { place, fault: KekFault::Missing } => kek("kek-missing", place),
        VaultError::Kek { place, fault: KekFault::Exists } => kek("kek-exists", place),
        VaultError::Kek { place, fault: KekFault::ReadableByOthers } => kek("kek-open", place),
        VaultError::Kek { place, fault: KekFault::NeedsPassphrase } => kek("kek-needs-passphrase", place),
        VaultError::Kek { place, fault: KekFault::WrongPassphrase } => kek("kek-wrong-passphrase", place),
        VaultError::KekNotOnRing { kek, looked } => {
            let message = t!(texts, "err-kek-other", key = kek.to_string(), looked = looked);
            told(Exit::Failed, "kek-other", message, texts)
        }
        other => {
            let failure = told(Exit::Failed, "register-keys", t!(texts, "err-register-keys"), texts);
            failure.detail(other.to_string())
        }
    }
}

/// The desk's.
pub(crate) fn desk(fault: &DeskError, texts: Texts) -> Failure {
    match fault {
        DeskError::WhichActivity { known } => {
            let help = t!(texts, "err-which-activity-help", known = known.join(", "));
            Failure::new(Exit::Usage, "which_activity", t!(texts, "err-which-activity")).help(help)
        }
        DeskError::NoSuchActivity { given, known } => {
            let message = t!(texts, "err-no-such-activity", activity = given);
            let help = t!(texts, "err-which-activity-help", known = known.join(", "));
            Failure::new(Exit::Usage, "no_such_activity", message).help(help)
        }
        DeskError::NotNames { topic, known } => {
            let message = t!(texts, "err-not-names", option = format!("--{}", topic.word()));
            let help = if known.is_empty() {
                t!(texts, "err-not-names-none")
            } else {
                t!(texts, "err-not-names-help", known = known.join(", "))
            };
            Failure::new(Exit::Usage, "not_names", message).help(help)
        }
        DeskError::Kept(keeps) => {
            let lines: Vec<String> = keeps.iter().map(|keep| keeping(keep, texts)).collect();
            let failure = told(Exit::Refused, "kept", t!(texts, "err-kept", records = keeps.len()), texts);
            failure.detail(below(&lines))
        }
        DeskError::Unreadable(id) => {
            told(Exit::Refused, "forgotten", t!(texts, "err-forgotten", id = id.0.to_string()), texts)
        }
        DeskError::File(fault) => file(fault, texts),
        DeskError::Rows(flaws) => rows(flaws, texts),
        DeskError::Key(fault) => key(fault, texts),
    }
}

/// `entry 12: bookkeeping keeps it until … (legal obligation: BFL 7:2)`
pub(crate) fn keeping(keep: &Keeping, texts: Texts) -> String {
    let what = format!("{} {}", table_word(keep.table, texts), keep.id);
    match &keep.why {
        Kept::Law { activity, basis: on, until } => {
            let until = until.map_or_else(
                || t!(texts, "kept-until-unknown"),
                |day| t!(texts, "kept-until", day = texts.day(day)),
            );
            let on = basis(on.as_ref(), texts);
            t!(texts, "kept-law", what = what, activity = activity.as_str(), until = until, basis = on)
        }
        Kept::Hold { hold, until } => {
            let until = until.map_or_else(|| t!(texts, "hold-until-lifted"), |day| texts.day(day));
            t!(texts, "kept-hold", what = what, hold = &hold.0, until = until)
        }
    }
}

fn file(fault: &FileFault, texts: Texts) -> Failure {
    let (english, swedish) = import::known_columns();
    let known = if texts.lang == Lang::Sv { swedish } else { english }.join(", ");
    let columns = || t!(texts, "err-file-columns-help", known = &known);
    let no_kind = || t!(texts, "err-file-kind-help");
    let (message, help) = match fault {
        FileFault::Empty => (t!(texts, "err-file-empty"), t!(texts, "err-file-empty-help")),
        FileFault::NotUtf8 { line } => {
            (t!(texts, "err-file-utf8", line = *line), t!(texts, "err-file-utf8-help"))
        }
        FileFault::NoColumns => (t!(texts, "err-file-header"), columns()),
        FileFault::UnknownColumn { number, name } => {
            (t!(texts, "err-file-column", number = *number, name = name), columns())
        }
        FileFault::ColumnTwice { number, name } => {
            (t!(texts, "err-file-twice", number = *number, name = name), columns())
        }
        FileFault::NoColumn(name) => (t!(texts, "err-file-lacks", name = *name), columns()),
        FileFault::NoKind => (t!(texts, "err-file-kind"), no_kind()),
    };
    Failure::new(Exit::No, "import_file", message).help(help)
}

fn rows(flaws: &[Flaw], texts: Texts) -> Failure {
    let mut lines: Vec<String> = flaws.iter().take(TOLD).map(|flaw| self::flaw(flaw, texts)).collect();
    if flaws.len() > TOLD {
        lines.push(t!(texts, "flaw-more", number = flaws.len() - TOLD));
    }
    let failure = told(Exit::No, "import-rows", t!(texts, "err-import-rows", flaws = flaws.len()), texts);
    let listed = flaws.iter().map(|flaw| flaw_json(flaw, texts)).collect();
    failure.detail(below(&lines)).with_diagnostics(Value::Array(listed))
}

/// Several lines under the word that introduces them, one beside it.
fn below(lines: &[String]) -> String {
    if lines.len() > 1 { format!("\n  {}", lines.join("\n  ")) } else { lines.concat() }
}

fn flaw(flaw: &Flaw, texts: Texts) -> String {
    let place = match (flaw.card, &flaw.column) {
        (None, None) => t!(texts, "flaw-line", line = flaw.line),
        (None, Some(column)) => t!(texts, "flaw-cell", line = flaw.line, column = column),
        (Some(card), None) => t!(texts, "flaw-card", card = card, line = flaw.line),
        (Some(card), Some(column)) => {
            t!(texts, "flaw-property", card = card, line = flaw.line, column = column)
        }
    };
    format!("{place}: {}", cause(&flaw.cause, texts))
}

fn cause(cause: &Cause, texts: Texts) -> String {
    match cause {
        Cause::Form(Refusal::Misread(misread)) => misread::told(misread, texts),
        Cause::Form(refusal) => {
            let (what, cure) = form(refusal, texts);
            t!(texts, "flaw-form", what = what, cure = cure)
        }
        Cause::Day => t!(texts, "flaw-day"),
        Cause::NumberTwice { first } => t!(texts, "flaw-number-twice", line = *first),
        Cause::DayAhead => t!(texts, "flaw-day-ahead"),
        Cause::DayEarly => t!(texts, "flaw-day-early"),
        Cause::Word(known) => t!(texts, "flaw-word", known = known.join(", ")),
        Cause::NoName => t!(texts, "flaw-no-name"),
        Cause::Cells { expected, found } => t!(texts, "flaw-cells", expected = *expected, found = *found),
        Cause::Belonging => t!(texts, "flaw-belonging"),
        Cause::NoSuchParty => t!(texts, "flaw-no-such-party"),
        Cause::OtherNumber => t!(texts, "flaw-other-number"),
        Cause::Key => t!(texts, "flaw-key"),
        Cause::NoBegin => t!(texts, "flaw-no-begin"),
        Cause::NoEnd => t!(texts, "flaw-no-end"),
        Cause::Version => t!(texts, "flaw-version"),
        Cause::Property => t!(texts, "flaw-not-property"),
    }
}

fn flaw_json(flaw: &Flaw, texts: Texts) -> Value {
    json!({"line": flaw.line, "card": flaw.card, "column": flaw.column, "cause": cause(&flaw.cause, texts)})
}

fn key(fault: &KeyFault, texts: Texts) -> Failure {
    match fault {
        KeyFault::Register => told(Exit::Refused, "key-register", t!(texts, "err-key-register"), texts),
        KeyFault::Variable => told(Exit::Refused, "key-variable", t!(texts, "err-key-variable"), texts),
        KeyFault::NoRegister => told(Exit::Refused, "key-none", t!(texts, "err-key-none"), texts),
        KeyFault::Open(path) => {
            told(Exit::Usage, "backup-open", t!(texts, "err-backup-open", path = path), texts)
        }
        KeyFault::File(path, kind) => {
            told(Exit::Failed, "kek-file", t!(texts, "err-kek-file", path = path), texts)
                .detail(kind.to_string())
        }
    }
}
