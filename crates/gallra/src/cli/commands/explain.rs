//! `gallra explain`: the rule behind a code.

use gallra_ledger::VerifyCode;
use gallra_rules::diagnostic::Code;
use gallra_rules::explain;
use serde_json::{Value, json};

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::text::t;
use crate::cli::translate::verify_words;
use crate::cli::ui::{Style, Ui};

pub(super) fn run(ui: &Ui, code: Option<&str>) -> Result<Exit, Failure> {
    match code {
        None => list(ui),
        Some(code) => one(ui, code)?,
    }
    Ok(Exit::Done)
}

fn list(ui: &Ui) {
    let lang = ui.texts.lang;
    let policy = Code::ALL.iter().map(|code| (code.as_str(), explain::title(*code, lang).to_owned()));
    let proof = VerifyCode::ALL.iter().map(|code| (code.as_str(), verify_words(code.as_str(), ui.texts).0));
    let all: Vec<(&str, String)> = policy.chain(proof).collect();
    for (code, title) in &all {
        ui.say(format!("{}  {title}", ui.paint(Style::Bold, code)));
    }
    ui.document(&Value::Array(
        all.iter().map(|(code, title)| json!({"code": code, "title": title})).collect(),
    ));
}

fn one(ui: &Ui, wanted: &str) -> Result<(), Failure> {
    let lang = ui.texts.lang;
    if let Ok(code) = wanted.parse::<Code>() {
        let (title, page) = (explain::title(code, lang), explain::page(code, lang));
        ui.say(heading_painted(ui, page));
        ui.document(
            &json!({"code": code.as_str(), "severity": code.severity(), "title": title, "page": page}),
        );
        return Ok(());
    }
    let known = VerifyCode::ALL.iter().find(|code| code.as_str().eq_ignore_ascii_case(wanted.trim()));
    let Some(code) = known else {
        let message = t!(ui.texts, "err-explain", code = wanted);
        return Err(Failure::new(Exit::Usage, "no_such_code", message).help(t!(ui.texts, "err-explain-help")));
    };
    let (rule, cure) = verify_words(code.as_str(), ui.texts);
    ui.say(heading_painted(ui, &format!("# {} {rule}\n\n{cure}.", code.as_str())));
    ui.document(&json!({"code": code.as_str(), "title": rule, "page": cure}));
    Ok(())
}

/// A page's first line is its heading.
fn heading_painted(ui: &Ui, page: &str) -> String {
    let page = page.trim_start_matches("# ");
    let (heading, rest) = page.split_once('\n').unwrap_or((page, ""));
    format!("{}\n{}", ui.paint(Style::Bold, heading), rest.trim_end())
}
