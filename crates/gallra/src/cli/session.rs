//! Which policy, which state: from the options, the environment, or where one would look.

use std::path::{Path, PathBuf};

use gallra_app::register::KeyPlace;
use gallra_app::{Clock, Context, StatePlace};
use gallra_rules::check::{Options, Outcome, check_folder};
use gallra_rules::diagnostic::Severity;
use gallra_rules::names::DatasetName;
use gallra_rules::policy::{PolicySet, SystemKind};
use jiff::tz::TimeZone;

use super::args::Global;
use super::exit::Exit;
use super::failure::Failure;
use super::text::t;
use super::translate;
use super::ui::{Ui, complain};

/// The policy folder: as given, else `./policy` if there is one, else here.
pub(crate) fn policy_dir(global: &Global) -> PathBuf {
    global.policy.clone().unwrap_or_else(|| {
        let usual = PathBuf::from("policy");
        if usual.is_dir() { usual } else { PathBuf::from(".") }
    })
}

/// The state folder: as given, else beside the policy folder, with its name and `-state`. So the holds that count do not
/// depend on the folder that one happens to stand in, and nothing of the state is read as policy.
pub(crate) fn state_dir(global: &Global, policy: &Path) -> PathBuf {
    if let Some(state) = &global.state {
        return state.clone();
    }
    let mut beside = std::path::absolute(policy).map_or_else(|_| policy.to_owned(), |path| tidy(&path));
    let mut name = beside.file_name().unwrap_or_default().to_owned();
    name.push("-state");
    beside.set_file_name(name);
    match std::env::current_dir().ok().and_then(|here| beside.strip_prefix(here).map(Path::to_owned).ok()) {
        Some(relative) => relative,
        None => beside,
    }
}

/// Without `.` and `..`, so that the last part is a name.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => drop(tidy.pop()),
            std::path::Component::CurDir => {}
            part => tidy.push(part),
        }
    }
    tidy
}

/// A policy that was checked and a state that was opened.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) context: Context,
    pub(crate) state_dir: PathBuf,
    /// What has to follow a suggested command for it to mean the same.
    suffix: String,
}

impl Session {
    /// A command to run next, with the options that this one was given.
    pub(crate) fn command(&self, command: &str) -> String {
        format!("gallra {command}{}", self.suffix)
    }

    /// Whether a dataset is in a kind of system that this version can look at. A folder for each record of another
    /// system (`part: "{customer_id}"`) is not yet.
    pub(crate) fn is_reachable_kind(&self, dataset: &DatasetName) -> bool {
        let policy = &self.context.policy;
        let Some(dataset) = policy.datasets.get(dataset) else { return false };
        let in_braces = dataset.part.as_ref().is_some_and(|part| part.contains('{'));
        policy.systems.get(&dataset.system).is_some_and(|system| is_reached(system.kind) && !in_braces)
    }
}

/// The kinds of system that this version can look at.
pub(crate) fn is_reached(kind: SystemKind) -> bool {
    use SystemKind::{Files, Logs, Mysql, Postgres, Register, S3, Sftp, Sqlite, Webdav};
    matches!(kind, Postgres | Mysql | Sqlite | Logs | Files | S3 | Sftp | Webdav | Register)
}

/// Checks the policy and opens the state.
pub(crate) async fn open(ui: &Ui, global: &Global) -> Result<Session, Failure> {
    let policy_dir = policy_dir(global);
    let policy = valid_policy(ui, &policy_dir)?;
    let state_dir = state_dir(global, &policy_dir);
    if tidy(&state_dir) == tidy(&policy_dir) {
        let message = t!(ui.texts, "err-state-in-policy", path = state_dir.display().to_string());
        let help = t!(ui.texts, "err-state-in-policy-help");
        return Err(Failure::new(Exit::Usage, "state_in_policy", message).help(help));
    }
    let database = database(ui)?;
    let key = key_place(ui, &state_dir)?;
    let place = StatePlace { folder: &state_dir, database: database.as_deref(), key };
    let context = Context::open(policy, &policy_dir, place, Clock::System).await;
    let context = context.map_err(|fault| translate::app(&fault, None, ui.texts))?;
    Ok(Session { context, state_dir, suffix: suffix(global) })
}

/// Where the register's key-encryption key is: in the variable `GALLRA_KEK`; else in the file that `GALLRA_KEK_FILE` names, or
/// the one beside the state folder, with the passphrase in the file that `GALLRA_KEK_PASSPHRASE_FILE` names if there is one.
fn key_place(ui: &Ui, state: &Path) -> Result<KeyPlace, Failure> {
    if std::env::var_os("GALLRA_KEK").is_some_and(|line| !line.is_empty()) {
        return Ok(KeyPlace::Variable("GALLRA_KEK"));
    }
    let place = std::env::var_os("GALLRA_KEK_FILE").map(|file| KeyPlace::File(file.into()));
    let place = place.unwrap_or_else(|| KeyPlace::beside(state));
    match (place, std::env::var_os("GALLRA_KEK_PASSPHRASE_FILE")) {
        (KeyPlace::File(file), Some(secret)) => {
            let passphrase = secret_file(ui, Path::new(&secret))?;
            Ok(KeyPlace::Passphrase { file, passphrase })
        }
        (place, _) => Ok(place),
    }
}

/// The address of the state's database, if it is in PostgreSQL: a secret, so from the environment or a file that it names.
pub(crate) fn database(ui: &Ui) -> Result<Option<String>, Failure> {
    if let Some(address) = std::env::var("GALLRA_DATABASE").ok().filter(|address| !address.is_empty()) {
        return Ok(Some(address));
    }
    let Some(file) = std::env::var_os("GALLRA_DATABASE_FILE") else { return Ok(None) };
    secret_file(ui, Path::new(&file)).map(Some)
}

/// A file with a secret in it, without its line's end.
fn secret_file(ui: &Ui, file: &Path) -> Result<String, Failure> {
    match std::fs::read_to_string(file) {
        Ok(secret) => Ok(secret.trim().to_owned()),
        Err(fault) => {
            let message = t!(ui.texts, "err-file-read", path = file.display().to_string());
            let failure = Failure::new(Exit::Usage, "file", message).detail(fault.kind().to_string());
            Err(failure.help(t!(ui.texts, "err-file-help")))
        }
    }
}

/// Reads and checks a policy folder.
pub(crate) fn check(ui: &Ui, folder: &Path) -> Result<Outcome, Failure> {
    if !folder.is_dir() {
        let message = t!(ui.texts, "err-policy-missing", path = folder.display().to_string());
        let help = t!(ui.texts, "err-policy-missing-help");
        return Err(Failure::new(Exit::Usage, "no_policy", message).help(help));
    }
    let today = Clock::System.now().to_zoned(TimeZone::system()).date();
    Ok(check_folder(folder, &Options { today: Some(today) }))
}

/// Reads a policy that has to be valid.
pub(crate) fn valid_policy(ui: &Ui, folder: &Path) -> Result<PolicySet, Failure> {
    valid(ui, check(ui, folder)?)
}

/// The policy of a check that has to be without errors.
pub(crate) fn valid(ui: &Ui, outcome: Outcome) -> Result<PolicySet, Failure> {
    if let Some(policy) = outcome.policy {
        return Ok(policy);
    }
    if !ui.json {
        complain(&outcome.render(ui.texts.lang, ui.colored_err()));
        complain("");
    }
    let message = t!(ui.texts, "err-policy-invalid", errors = outcome.count(Severity::Error));
    let failure =
        Failure::new(Exit::No, "policy_invalid", message).help(t!(ui.texts, "err-policy-invalid-help"));
    Err(failure.with_diagnostics(outcome.to_json(ui.texts.lang)))
}

fn suffix(global: &Global) -> String {
    let given = |name: &str, variable: &str, path: &Option<PathBuf>| match path {
        // The environment says it to the next command as well.
        Some(path) if std::env::var_os(variable).is_none_or(|value| value != path.as_os_str()) => {
            format!(" --{name} {}", quoted(path))
        }
        _ => String::new(),
    };
    given("policy", "GALLRA_POLICY", &global.policy) + &given("state", "GALLRA_STATE", &global.state)
}

/// A path as a shell takes it.
pub(crate) fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-+:@%,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_stands_beside_the_policy_wherever_one_stands() {
        let global = |state: Option<&str>| Global {
            policy: None,
            state: state.map(PathBuf::from),
            lang: None,
            json: false,
            color: super::super::args::ColorChoice::Never,
            quiet: false,
            verbose: 0,
        };
        assert_eq!(
            state_dir(&global(None), Path::new("/srv/acme/policy")),
            Path::new("/srv/acme/policy-state")
        );
        assert_eq!(
            state_dir(&global(None), Path::new("/srv/acme/policy/.")),
            Path::new("/srv/acme/policy-state")
        );
        assert_eq!(
            state_dir(&global(None), Path::new("/srv/acme/x/../policy/")),
            Path::new("/srv/acme/policy-state")
        );
        assert_eq!(state_dir(&global(None), Path::new("policy")), Path::new("policy-state"));
        assert_eq!(state_dir(&global(Some("/x")), Path::new("policy")), Path::new("/x"));
    }

    #[test]
    fn a_path_survives_the_shell() {
        assert_eq!(quoted(Path::new("/tmp/plan-1.json")), "/tmp/plan-1.json");
        assert_eq!(quoted(Path::new("/tmp/it's mine")), r"'/tmp/it'\''s mine'");
    }
}
