//! The letter that tells a customer of a change of sub-processors (GDPR Art. 28(2)): in Swedish, then in English.

use std::collections::BTreeSet;

use gallra_app::letters::{Said, Words};
use gallra_app::recipients::{Addressee, Change, Draft, HowItChanged};
use gallra_rules::diagnostic::Lang;
use gallra_rules::names::ActivityName;
use gallra_rules::policy::{Policy, Transfer};

use super::wrap;
use crate::cli::text::{Texts, t};

/// Characters to a line.
const LINE: usize = 72;

/// What the letters of a notice say, without who they are to: the same for every customer.
pub(crate) fn body(policy: &Policy, draft: &Draft) -> String {
    let each = [Lang::Sv, Lang::En].map(|lang| in_language(policy, draft, Texts { lang }));
    each.join(&format!("\n{}\n\n", "–".repeat(LINE)))
}

/// A whole letter.
pub(crate) fn letter(customer: &Addressee, body: &str) -> String {
    let (name, address) = customer.person.expose();
    let address = address.as_ref().map(|address| format!("{address}\n")).unwrap_or_default();
    format!("{name}\n{address}\n{body}")
}

/// Who it is to, line by line.
pub(crate) fn addressee(customer: &Addressee) -> Vec<String> {
    let (name, address) = customer.person.expose();
    let address = address.iter().flat_map(|address| address.split(", "));
    std::iter::once(name.as_str()).chain(address).map(str::to_owned).collect()
}

/// What the letters of a notice say, in one language: read from what was sealed, so that paper says the same, the first time and
/// later.
pub(crate) fn words(body: &str, lang: Lang) -> Words {
    let texts = Texts { lang };
    let title = t!(texts, "letter-title");
    let own = body.split(&"–".repeat(LINE)).find(|one| one.contains(&title.to_uppercase()));
    let pieces: Vec<Vec<String>> = own.unwrap_or_default().trim().split("\n\n").map(unwrapped).collect();
    // Who writes and when come first, the title second, who signs last: they stand around the letter.
    let (from, to) = (2.min(pieces.len()), pieces.len().saturating_sub(1).max(2).min(pieces.len()));
    let mut said = Vec::new();
    for piece in &pieces[from..to] {
        if let [first, rest @ ..] = piece.as_slice() {
            said.push(Said::Paragraph(first.clone()));
            if !rest.is_empty() {
                said.push(Said::List(rest.to_vec()));
            }
        }
    }
    Words { title, body: said }
}

/// Lines as they were before they were broken: a line was broken where the next word had no room in it.
fn unwrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut last = 0;
    for line in text.lines() {
        let (length, first) = (line.chars().count(), line.split(' ').next().unwrap_or_default());
        match lines.last_mut() {
            Some(before) if last + 1 + first.chars().count() > LINE => {
                before.push(' ');
                before.push_str(line);
            }
            _ => lines.push(line.to_owned()),
        }
        last = length;
    }
    lines
}

/// A letter's file: numbers, no names.
pub(crate) fn file(notice: i64, customer: &Addressee) -> String {
    format!("notice-{notice}-customer-{}.txt", customer.party.0)
}

fn in_language(policy: &Policy, draft: &Draft, texts: Texts) -> String {
    let organisation = &policy.organisation;
    let mut parts = vec![
        format!("{}\n{}", organisation.name, texts.day(draft.on)),
        t!(texts, "letter-title").to_uppercase(),
        t!(texts, "letter-why"),
    ];
    parts.extend(draft.changes.iter().map(|change| one(policy, change, texts)));
    let contact = organisation.contact.as_ref();
    let reach = contact.and_then(|it| it.email.as_ref().or(it.phone.as_ref()).or(it.address.as_ref()));
    let last = texts.day(draft.window_ends);
    parts.push(match reach {
        Some(reach) => t!(texts, "letter-object", day = last, reach = reach),
        None => t!(texts, "letter-object-reply", day = last),
    });
    parts.push(t!(texts, "letter-then"));
    parts.push(organisation.name.clone());
    let wrapped = parts.iter().map(|part| wrap(part, LINE).join("\n"));
    wrapped.collect::<Vec<_>>().join("\n\n") + "\n"
}

fn one(policy: &Policy, change: &Change, texts: Texts) -> String {
    let terms = &change.terms;
    let id = match change.change {
        HowItChanged::Added => "letter-added",
        HowItChanged::Changed => "letter-changed",
        HowItChanged::Removed => "letter-removed",
    };
    let mut lines = vec![texts.with(id, vec![("name", terms.name.clone().into())])];
    if change.change == HowItChanged::Removed {
        return lines.remove(0);
    }
    if let Some(before) = change.before.as_ref().filter(|before| before.name != terms.name) {
        lines.push(t!(texts, "letter-name-before", name = &before.name));
    }
    let was = change.before.as_ref().map(|before| place(&before.country, before.transfer, texts));
    let is = place(&terms.country, terms.transfer, texts);
    lines.push(match was.filter(|was| *was != is) {
        Some(was) => t!(texts, "letter-place-before", place = is, before = was),
        None => t!(texts, "letter-place", place = is),
    });
    let used = activities(policy, &terms.activities, texts);
    if !used.is_empty() {
        lines.push(t!(texts, "letter-for", activities = used));
    }
    if let Some(from) = change.from {
        lines.push(t!(texts, "letter-from", day = texts.day(from)));
    }
    lines.join("\n  ")
}

fn place(country: &str, mechanism: Option<Transfer>, texts: Texts) -> String {
    match mechanism {
        Some(mechanism) => {
            t!(texts, "letter-abroad", country = country, mechanism = transfer(mechanism, texts))
        }
        None => country.to_owned(),
    }
}

/// A transfer mechanism in words.
pub(crate) fn transfer(mechanism: Transfer, texts: Texts) -> String {
    texts.plain(match mechanism {
        Transfer::AdequacyDecision => "transfer-adequacy-decision",
        Transfer::StandardContractualClauses => "transfer-standard-contractual-clauses",
        Transfer::BindingCorporateRules => "transfer-binding-corporate-rules",
        Transfer::CodeOfConduct => "transfer-code-of-conduct",
        Transfer::Certification => "transfer-certification",
        Transfer::Derogation => "transfer-derogation",
    })
}

fn activities(policy: &Policy, names: &BTreeSet<ActivityName>, texts: Texts) -> String {
    let purpose = |name: &ActivityName| {
        let purpose = policy.activities.get(name).and_then(|it| it.purpose.get(texts.lang.as_str()));
        purpose.unwrap_or(name.as_str()).to_owned()
    };
    names.iter().map(purpose).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_broken_into_lines_is_put_together_and_what_has_lines_of_its_own_keeps_them() {
        let long = "Till vad: ".to_owned() + &"drift och support åt kunder; ".repeat(5);
        let text = format!("Nytt: Molnet AB\nVar: SE\n{}\nFrån och med: 1 maj 2026", long.trim());
        let lines = wrap(&text, LINE);
        assert!(lines.len() > 4, "{lines:?}");
        assert_eq!(unwrapped(&lines.join("\n")).join("\n"), text);
    }

    #[test]
    fn a_text_that_is_no_letter_is_an_empty_one() {
        for text in ["", "\n\n", "ÄNDRING AV UNDERBITRÄDEN", "a\n\nÄNDRING AV UNDERBITRÄDEN"] {
            assert_eq!(words(text, Lang::Sv).body, [], "{text}");
        }
    }
}
