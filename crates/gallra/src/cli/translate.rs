//! What the rooms below report, in the reader's language and with an exit code.
//!
//! Their own texts are English and whole; here each kind gets its cause and its cure in both languages. What a system
//! said in its own words is kept as detail.

use std::path::Path;

use gallra_app::subject::find::FindError;
use gallra_app::{AppError, Conflict, ConnectError, ErrorKind, Stale, StoreError};
use gallra_ledger::VerifyError;
use gallra_rules::diagnostic::Lang;
use gallra_rules::plan::Plan;

use super::exit::Exit;
use super::failure::Failure;
use super::refusal;
use super::request;
use super::text::{Texts, t};
use super::view::plan::guard_words;

/// A use case's error. `plan` is the plan at hand, if there is one.
pub(crate) fn app(error: &AppError, plan: Option<&Plan>, texts: Texts) -> Failure {
    match error {
        AppError::Store(source) => store(source, texts),
        AppError::Connect(source) => connect(source, texts),
        AppError::NoSuchSystem(system) => told(
            Exit::Refused,
            "no-such-system",
            t!(texts, "err-no-such-system", system = system.as_str()),
            texts,
        ),
        AppError::PlainText(system) => {
            told(Exit::Failed, "plain-text", t!(texts, "err-plain-text", system = system.as_str()), texts)
        }
        AppError::Unreachable { system, reason } => {
            told(Exit::Failed, "unreachable", t!(texts, "err-unreachable", system = system.as_str()), texts)
                .detail(reason)
        }
        AppError::Evidence { path, cause } => {
            let message = t!(texts, "err-evidence", path = path.display().to_string());
            told(Exit::Failed, "evidence", message, texts).detail(cause)
        }
        AppError::Key { path, cause } => {
            told(Exit::Failed, "key", t!(texts, "err-key", path = path.display().to_string()), texts)
                .detail(cause)
        }
        AppError::PlanFile { path, cause } => {
            let message = t!(texts, "err-plan-file", path = path.display().to_string());
            told(Exit::Usage, "plan-file", message, texts).detail(cause)
        }
        AppError::Stale(what) => {
            let id = match what {
                Stale::Policy => "err-stale-policy",
                Stale::Shapes => "err-stale-shapes",
                Stale::Holds => "err-stale-holds",
                Stale::Keys => "err-stale-keys",
                Stale::Person => "err-stale-person",
            };
            Failure::new(Exit::Refused, "stale_plan", t!(texts, id)).help(t!(texts, "err-stale-help"))
        }
        AppError::Refused(faults) => {
            told(Exit::Refused, "refused", t!(texts, "err-refused"), texts).detail(faults.join("; "))
        }
        AppError::Guard { dataset, rows, total, plan_rows, .. } => {
            let hit =
                plan.and_then(|plan| plan.steps.iter().find(|step| step.dataset == *dataset)?.guard.as_ref());
            let why = hit.map_or_else(String::new, |hit| guard_words(hit, texts));
            let message =
                t!(texts, "err-guard", dataset = dataset.as_str(), rows = *rows, total = *total, why = why);
            let help = t!(texts, "err-guard-help", rows = plan_rows.to_string());
            Failure::new(Exit::Refused, "guard", message).help(help)
        }
        AppError::Unexpected { expected, actual } => {
            let message = t!(texts, "err-unexpected", expected = *expected, actual = *actual);
            told(Exit::Refused, "unexpected", message, texts)
        }
        AppError::NotApproved { plan } => {
            told(Exit::Refused, "not-approved", t!(texts, "err-not-approved", plan = plan), texts)
        }
        AppError::AboutSomebody(requests) => {
            let message = t!(texts, "err-about-somebody", requests = requests.as_str());
            told(Exit::Refused, "about-somebody", message, texts)
        }
        AppError::TooMany { keys, most } => {
            told(Exit::Refused, "too-many", t!(texts, "err-too-many", keys = *keys, most = *most), texts)
        }
        AppError::ClockSetBack { now, latest } => {
            let message = t!(texts, "err-clock-set-back", now = now.to_string(), latest = latest.to_string());
            told(Exit::Refused, "clock-set-back", message, texts)
        }
        AppError::Hold(cause) => told(Exit::Usage, "hold", t!(texts, "err-hold"), texts).detail(cause),
        AppError::Package { path, cause } => {
            told(Exit::Failed, "package", t!(texts, "err-package", path = path.display().to_string()), texts)
                .detail(cause)
        }
        AppError::Attestation(cause) => {
            told(Exit::Usage, "attestation", t!(texts, "err-attestation"), texts).detail(cause)
        }
        AppError::Register(cause) => {
            told(Exit::Usage, "register", t!(texts, "err-register"), texts).detail(cause)
        }
        AppError::Subject(cause) => {
            told(Exit::Refused, "person", t!(texts, "err-person"), texts).detail(cause)
        }
        AppError::Request(fault) => request::fault(fault, texts),
        AppError::Desk(fault) => refusal::desk(fault, texts),
        AppError::Find(fault) => find(fault, texts),
        AppError::Demo { path, cause } => {
            told(Exit::Usage, "demo", t!(texts, "err-demo", path = path.display().to_string()), texts)
                .detail(cause)
        }
        AppError::Randomness(cause) => {
            told(Exit::Failed, "randomness", t!(texts, "err-randomness"), texts).detail(cause)
        }
        AppError::Leaf(cause) => {
            told(Exit::Fault, "internal", t!(texts, "err-internal"), texts).detail(cause)
        }
        AppError::Json(cause) => {
            told(Exit::Fault, "internal", t!(texts, "err-internal"), texts).detail(cause.to_string())
        }
    }
}

/// A failure whose cure stands under `err-<word>-help`.
pub(super) fn told(exit: Exit, word: &str, message: String, texts: Texts) -> Failure {
    Failure::new(exit, word.replace('-', "_"), message).help(texts.plain(&format!("err-{word}-help")))
}

/// A search that is refused.
fn find(fault: &FindError, texts: Texts) -> Failure {
    match fault {
        FindError::NothingGiven => told(Exit::Usage, "find-nothing", t!(texts, "err-find-nothing"), texts),
        FindError::Misread { kind, .. } => {
            let kind = super::view::subject::kind(kind, texts);
            told(Exit::Usage, "find-misread", t!(texts, "err-find-misread", kind = kind), texts)
        }
        FindError::NoSuchKind { kind, known } => {
            let known = if known.is_empty() { "–".to_owned() } else { known.join(", ") };
            let message = t!(texts, "err-find-kind", kind = kind.as_str(), known = known);
            told(Exit::Usage, "find-kind", message, texts)
        }
        FindError::TooMany { dataset, most } => {
            let message = t!(texts, "err-find-many", dataset = dataset.as_str(), most = *most);
            told(Exit::Refused, "find-many", message, texts)
        }
    }
}

/// The state's errors.
fn store(error: &StoreError, texts: Texts) -> Failure {
    let (exit, word, path) = match error {
        StoreError::Busy { path } => (Exit::Refused, "state-busy", path),
        StoreError::Newer { path } => (Exit::Refused, "state-newer", path),
        StoreError::Full { path } => (Exit::Failed, "state-full", path),
        StoreError::Damaged { path, .. } => (Exit::Failed, "state-damaged", path),
        StoreError::Io { path, .. }
        | StoreError::Database { path, .. }
        | StoreError::Migrate { path, .. } => (Exit::Failed, "state", path),
        StoreError::Elsewhere { path } => (Exit::Usage, "state-elsewhere", path),
        StoreError::NotMoved { path } => (Exit::Usage, "state-not-moved", path),
        StoreError::KeysMissing { path } => (Exit::Failed, "keys-missing", path),
        StoreError::KeysForeign { path } => (Exit::Failed, "keys-foreign", path),
        StoreError::KeysDamaged { path } => (Exit::Failed, "keys-damaged", path),
        StoreError::KeysThere { path } => (Exit::Refused, "keys-there", path),
        StoreError::DataMissing { path, .. } => (Exit::Failed, "data-missing", path),
        StoreError::BackupPlace { path } => (Exit::Usage, "backup-place", path),
        StoreError::Address => {
            return told(Exit::Usage, "state-address", texts.plain("err-state-address"), texts);
        }
        StoreError::Conflict(what) => return conflict(what, texts),
        StoreError::Vault(fault) => return refusal::vault(fault, texts),
        StoreError::Register(refusal) => return refusal::store(refusal, texts),
    };
    let message = texts.with(&format!("err-{word}"), vec![("path", path.display().to_string().into())]);
    let failure = told(exit, word, message, texts);
    if matches!(word, "state" | "state-damaged") { failure.detail(error.to_string()) } else { failure }
}

fn conflict(what: &Conflict, texts: Texts) -> Failure {
    let (exit, word, name) = match what {
        Conflict::NoSuchHold(hold) => (Exit::Usage, "no-such-hold", hold),
        Conflict::HoldPlaced(hold) => (Exit::Refused, "hold-placed", hold),
        Conflict::AlreadyFinished(plan) => (Exit::Refused, "already-finished", plan),
        Conflict::OtherRunUnfinished(plan) => (Exit::Refused, "other-run-unfinished", plan),
        Conflict::StepNotOpen(_) => {
            let moved = told(Exit::Failed, "state-moved", t!(texts, "err-state-moved"), texts);
            return moved.detail(what.to_string());
        }
    };
    told(exit, word, texts.with(&format!("err-{word}"), vec![("what", name.clone().into())]), texts)
}

/// A system's error. The connectors word theirs in English, with the place in it; other languages get the kind's words
/// and the connector's as detail.
fn connect(error: &ConnectError, texts: Texts) -> Failure {
    let word = kind_word(error.kind());
    let code = format!("system_{}", word.replace('-', "_"));
    let place = error.place();
    if texts.lang == Lang::En {
        return Failure::new(Exit::Failed, code, format!("{place}: {}", error.cause())).help(error.cure());
    }
    let id = format!("connect-{word}");
    let system = quoted(place).unwrap_or_else(|| place.to_owned());
    let message = t!(texts, "err-connect", system = system, cause = texts.plain(&id));
    let detail = format!("{place}: {}", error.cause());
    Failure::new(Exit::Failed, code, message).detail(detail).help(texts.plain(&format!("{id}.help")))
}

/// The kind as texts and programs name it.
fn kind_word(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Secret => "secret",
        ErrorKind::NoSuchFile => "no-such-file",
        ErrorKind::Unreachable => "unreachable",
        ErrorKind::Tls => "tls",
        ErrorKind::WrongCredentials => "wrong-credentials",
        ErrorKind::NoSuchDatabase => "no-such-database",
        ErrorKind::NotPermitted => "not-permitted",
        ErrorKind::Changed => "changed",
        ErrorKind::Blocked => "blocked",
        ErrorKind::Locked => "locked",
        ErrorKind::Timeout => "timeout",
        ErrorKind::Gone => "gone",
        ErrorKind::Full => "full",
        ErrorKind::BadValue => "bad-value",
        ErrorKind::Unsupported => "unsupported",
        ErrorKind::Refused => "refused",
    }
}

/// A proof that does not hold; `what` was to be verified.
pub(crate) fn verify(what: &Path, error: &VerifyError, texts: Texts) -> Failure {
    let code = error.code();
    let (meaning, cure) = verify_words(code.as_str(), texts);
    let message = format!("{}: {}: {meaning} ({})", what.display(), error.place(), code.as_str());
    Failure::new(Exit::No, code.as_str(), message).detail(error.cause().trim_end_matches('.')).help(cure)
}

/// The rule and the cure of a verification code.
pub(crate) fn verify_words(code: &str, texts: Texts) -> (String, String) {
    let id = format!("verify-{}", code.to_ascii_lowercase());
    (texts.plain(&id), texts.plain(&format!("{id}.help")))
}

/// The first text between backticks.
fn quoted(text: &str) -> Option<String> {
    text.split('`').nth(1).map(str::to_owned)
}
