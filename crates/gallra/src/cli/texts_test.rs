//! Both languages say the same things, and nothing is said by nobody.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use clap::CommandFactory as _;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use gallra_app::register::{AgreementKind, AgreementState, Answer, Mode};
use gallra_app::{Event, Place, Reason};
use gallra_ledger::VerifyCode;
use gallra_rules::diagnostic::Lang;

use super::args::Cli;
use super::exit::Exit;
use super::localise::{argument_id, command_id, value_id};
use super::text::Texts;

/// Message (or `message.attribute`) → the variables in it.
type Messages = BTreeMap<String, BTreeSet<String>>;

fn messages(lang: &str) -> Messages {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(lang);
    let mut all = Messages::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let resource = fluent_syntax::parser::parse(text)
            .unwrap_or_else(|(_, faults)| panic!("{}: {faults:?}", path.display()));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let id = message.id.name;
            if let Some(value) = &message.value {
                assert!(all.insert(id.clone(), variables(value)).is_none(), "{id} twice in {lang}");
            }
            for attribute in &message.attributes {
                all.insert(format!("{id}.{}", attribute.id.name), variables(&attribute.value));
            }
        }
    }
    all
}

fn variables(pattern: &Pattern<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, &mut found);
        }
    }
    found
}

fn in_expression(expression: &Expression<String>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(InlineExpression::VariableReference { id }) => drop(found.insert(id.name.clone())),
        Expression::Inline(_) => {}
        Expression::Select { selector, variants } => {
            if let InlineExpression::VariableReference { id } = selector {
                found.insert(id.name.clone());
            }
            for variant in variants {
                found.extend(variables(&variant.value));
            }
        }
    }
}

/// Everything in our sources, to look for the ids in.
fn sources() -> String {
    fn read(folder: &Path, all: &mut String) {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                read(&path, all);
            } else {
                all.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut all = String::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    all
}

/// The ids that are put together at run time.
fn computed() -> (BTreeSet<String>, BTreeSet<String>) {
    fn walk(
        command: &clap::Command,
        path: &str,
        root: bool,
        must: &mut BTreeSet<String>,
        may: &mut BTreeSet<String>,
    ) {
        let id = command_id(path);
        may.extend([format!("{id}.long"), format!("{id}.example")]);
        must.insert(id);
        must.extend(
            command
                .get_arguments()
                .filter(|arg| !matches!(arg.get_id().as_str(), "help" | "version"))
                .map(|arg| argument_id(path, arg)),
        );
        must.extend(command.get_arguments().filter_map(value_id));
        for below in command.get_subcommands() {
            let name =
                if root { below.get_name().to_owned() } else { format!("{path}-{}", below.get_name()) };
            walk(below, &name, false, must, may);
        }
    }
    let (mut must, mut may) = (BTreeSet::new(), BTreeSet::new());
    walk(&Cli::command(), "gallra", true, &mut must, &mut may);
    must.extend(["arg-help".to_owned(), "arg-version".to_owned()]);
    must.extend(Exit::ALL.map(|exit| format!("exit-{}", exit.code())));
    for code in VerifyCode::ALL {
        let id = format!("verify-{}", code.as_str().to_lowercase());
        must.extend([format!("{id}.help"), id]);
    }
    let dashed = |code: &str| code.replace('_', "-");
    must.extend(Place::ALL.iter().map(|place| format!("place-{}", dashed(place.code()))));
    must.extend(Reason::ALL.iter().map(|reason| format!("kept-{}", dashed(reason.code()))));
    must.extend(Event::ALL.iter().map(|event| format!("goes-{}", dashed(event.code()))));
    let agreement = |kind: &str, word: &str| format!("agreement-{kind}-{}", dashed(word));
    must.extend(AgreementKind::ALL.iter().map(|kind| agreement("kind", kind.word())));
    must.extend(AgreementState::ALL.iter().map(|state| agreement("state", state.word())));
    must.extend(Answer::ALL.iter().map(|answer| agreement("answer", answer.word())));
    let done = ["review_requested", "price_offered", "other_service_offered", "first_paid"];
    let states = AgreementState::ALL.iter().map(|state| state.word());
    must.extend(states.chain(done).map(|word| agreement("done", word)));
    must.extend(["not-reached", "no-key", "no-link"].map(|gap| format!("ended-gap-{gap}")));
    must.extend(Mode::ALL.iter().map(|mode| agreement("mode", mode.word())));
    must.extend(gallra_app::documents::Kind::ALL.map(|kind| format!("document-{kind}")));
    must.extend(gallra_app::documents::Language::all().iter().map(|language| format!("language-{language}")));
    for kind in ["access", "rectify", "erase", "restrict", "port", "object", "human"] {
        must.insert(format!("request-kind-{kind}"));
    }
    let states =
        ["received", "identity-asked", "identity-verified", "located", "decided", "approved", "carried-out"];
    let ends = ["answered", "refused", "withdrawn", "forwarded"];
    must.extend(states.iter().chain(&ends).map(|state| format!("request-state-{state}")));
    let more = ["sent-back", "extended", "task-attested"];
    must.extend(states.iter().chain(&ends).chain(&more).map(|done| format!("request-did-{done}")));
    must.extend(["erased", "rectified", "restricted", "lifted"].map(|about| format!("hears-{about}")));
    must.extend(["not-done", "done", "nothing-held", "impossible"].map(|outcome| format!("heard-{outcome}")));
    let becomes = ["erase", "anonymise", "keep", "held", "locked", "task", "not-ours", "open", "shared"];
    must.extend(becomes.map(|word| format!("becomes-{word}")));
    (must, may)
}

/// Whether the sources say the id, whole, or as the word that `told` and `connect` put a prefix and a suffix to.
fn is_said(id: &str, sources: &str) -> bool {
    let whole = |word: &str| sources.contains(&format!("\"{word}\""));
    let base = id.strip_suffix("-help").unwrap_or(id);
    let word = base.strip_prefix("err-").unwrap_or(base);
    let kind = id.strip_suffix(".help").unwrap_or(id).strip_prefix("connect-");
    let reason = id.strip_prefix("reason-").map(|reason| reason.replace('-', "_"));
    whole(id)
        || whole(base)
        || whole(word)
        || kind.is_some_and(whole)
        || reason.is_some_and(|_| is_a_reason(id))
}

/// Reasons are written by the rooms below; their words stand in `app`'s sources.
fn is_a_reason(id: &str) -> bool {
    let word = id.trim_start_matches("reason-").replace('-', "_");
    let app = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src/apply");
    let files = [app.with_extension("rs"), app.join("step.rs"), app.join("outcome.rs")];
    files.iter().any(|file| fs::read_to_string(file).unwrap_or_default().contains(&format!("\"{word}\"")))
}

#[test]
fn both_languages_say_the_same_things_about_the_same_values() {
    let (english, swedish) = (messages("en"), messages("sv"));
    let names = |all: &Messages| all.keys().cloned().collect::<BTreeSet<_>>();
    let (en, sv) = (names(&english), names(&swedish));
    assert_eq!(en.difference(&sv).collect::<Vec<_>>(), Vec::<&String>::new(), "in English only");
    assert_eq!(sv.difference(&en).collect::<Vec<_>>(), Vec::<&String>::new(), "in Swedish only");
    for (id, variables) in &english {
        assert_eq!(Some(variables), swedish.get(id), "the values in {id}");
    }
}

#[test]
fn every_text_is_used_and_every_computed_one_is_there() {
    let all = messages("en");
    let (must, may) = computed();
    let absent: Vec<_> = must.iter().filter(|id| !all.contains_key(*id)).collect();
    assert!(absent.is_empty(), "no text for {absent:?}");
    let sources = sources();
    let unused: Vec<_> =
        all.keys().filter(|id| !must.contains(*id) && !may.contains(*id) && !is_said(id, &sources)).collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

#[test]
fn the_texts_that_the_sources_ask_for_are_there() {
    let all = messages("en");
    let sources = sources();
    // `t!(texts, "id"` and `texts.plain("id"` in all their spellings across lines.
    let joined: String = sources.split_whitespace().collect::<Vec<_>>().join(" ");
    for (before, after) in [("t!(", ", \""), (".plain(", "\""), (".with(", "\"")] {
        for part in joined.split(before).skip(1) {
            let head: String = part.chars().take(60).collect();
            let Some((_, rest)) = head.split_once(after) else { continue };
            let Some((id, _)) = rest.split_once('"') else { continue };
            let is_id = !id.is_empty()
                && id.contains('-')
                && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            // A comment, a format string or another argument is no id.
            if is_id && !id.ends_with('-') {
                assert!(all.contains_key(id), "the sources ask for {id}, which is not in the texts");
            }
        }
    }
}

#[test]
fn verification_codes_are_told_in_english_as_the_ledger_tells_them() {
    let texts = Texts { lang: Lang::En };
    for code in VerifyCode::ALL {
        let (rule, cure) = super::translate::verify_words(code.as_str(), texts);
        assert_eq!((format!("{rule}."), cure.as_str()), (code.meaning().to_owned(), code.cure()));
    }
}
