//! What follows from what was done: recipients hear of it (GDPR Art. 19), and a restriction comes to its end (Art. 18(3)).
//!
//! Letters lie in the outbox. That one was sent, and what came back, is said by a person; nothing here claims it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use gallra_documents::Language;
use gallra_documents::letters::{self, Addressee, Letter};
use gallra_rules::names::{DatasetName, RecipientName};
use gallra_rules::recipients::uses;
use gallra_rules::request::{Kind, State, What};
use gallra_store::register::RequestNumber;
use gallra_store::{About as Told, ToldOutcome};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::error::RequestError;
use super::letters::{person, written, written_in};
use super::reply::{called, called_in, corrected_to};
use super::{Handler, Loaded, load};
use crate::subject::recipients::{self, DAYS_TO_ANSWER, Standing};
use crate::subject::{GivenKind, restrict};
use crate::{AppError, Context};

/// So many days before it ends a person is told that a restriction does, unless another day is said; the law names none.
const DAYS_BEFORE_THE_END: i32 = 7;

/// Notes which recipients have to hear of what was done, and writes the letter to each that has not been told yet. The same
/// again writes the same letters.
pub(super) async fn notify(
    context: &Context,
    loaded: &mut Loaded,
    (datasets, what): (&BTreeSet<DatasetName>, Told),
) -> Result<(), AppError> {
    let on = context.today();
    let standings = recipients::foresee(context, &loaded.number.to_string(), datasets, what).await?;
    for Standing { told, name, .. } in standings {
        if told.about != what || told.told_on.is_some() {
            continue;
        }
        let language = language_of(context, &told.recipient);
        let notice = letters::RecipientNotice {
            what: word(what),
            on,
            about: known_by(loaded),
            data: data(context, loaded, &language, (&told.recipient, datasets, what)),
            answer_by: on.saturating_add(DAYS_TO_ANSWER.days()),
        };
        let to = Addressee {
            name: name.unwrap_or_else(|| told.recipient.to_string()),
            lines: reached_at(context, &told.recipient),
        };
        let file = format!("to-{}-{}", told.recipient, what.word());
        let letter = Letter::RecipientNotice(notice);
        let path = written_in(context, loaded, &language, (&file, to), &letter)?;
        // If we crash here: a letter lies there, and the same call writes it again.
        loaded.about.wrote("recipient", path, on);
    }
    Ok(())
}

const fn word(what: Told) -> letters::What {
    match what {
        Told::Erased => letters::What::Erased,
        Told::Rectified => letters::What::Rectified,
        Told::Restricted => letters::What::Restricted,
        Told::Lifted => letters::What::Unrestricted,
    }
}

/// The language in which a recipient is written to.
fn language_of(context: &Context, recipient: &RecipientName) -> Language {
    let country = context.policy.recipients.get(recipient).map(|known| known.country.as_str());
    let wanted = if country == Some("SE") { "sv" } else { "en" };
    let all = Language::all();
    let found = all.iter().find(|language| language.as_str() == wanted).or(all.first()).cloned();
    found.unwrap_or_else(|| unreachable!("documents are written in some language"))
}

/// The address of a recipient, if the policy has one.
fn reached_at(context: &Context, recipient: &RecipientName) -> Vec<String> {
    let contact = context.policy.recipients.get(recipient).and_then(|known| known.contact.as_ref());
    let lines = contact.into_iter().flat_map(|contact| [&contact.name, &contact.address, &contact.email]);
    lines.flatten().cloned().collect()
}

/// Whom it is about: what the person gave, without what they wrote beside it.
fn known_by(loaded: &Loaded) -> String {
    let given = loaded.about.given.iter().map(|given| match &given.kind {
        GivenKind::Subject(name) => format!("{name} {}", given.text),
        _ => given.text.clone(),
    });
    given.collect::<Vec<_>>().join(", ")
}

/// Which data the recipient has received; for a correction, what it is now.
fn data(
    context: &Context,
    loaded: &Loaded,
    language: &Language,
    (recipient, datasets, what): (&RecipientName, &BTreeSet<DatasetName>, Told),
) -> Vec<String> {
    if what == Told::Rectified {
        return corrected_to(loaded, language).into_iter().collect();
    }
    let theirs = uses(&context.policy, recipient).datasets;
    let named = theirs.intersection(datasets).map(|name| called_in(context, language, name.as_str()));
    named.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Recipients that have to hear of what was done, and where each stands.
///
/// # Errors
/// The state's.
pub async fn hears(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
) -> Result<Vec<Standing>, AppError> {
    load(context, handler, number).await?;
    recipients::list(context, Some(&number.to_string())).await
}

/// Notes that a recipient was written to, or what it answered.
///
/// # Errors
/// [`RequestError::NoRecipient`] if nothing of that kind is open; a day that has not come.
pub async fn recipient(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
    recipient: &RecipientName,
    (outcome, on): (Option<ToldOutcome>, Option<Date>),
) -> Result<(), AppError> {
    let (on, request) = (on.unwrap_or_else(|| context.today()), number.to_string());
    let all = hears(context, handler, number).await?;
    let open = all.iter().map(|one| &one.told).find(|told| {
        told.recipient == *recipient
            && match outcome {
                None => told.told_on.is_none() && told.outcome.is_none(),
                Some(ToldOutcome::Impossible) => told.outcome.is_none(),
                Some(_) => told.told_on.is_some() && told.outcome.is_none(),
            }
    });
    let open = open.ok_or_else(|| RequestError::NoRecipient { number, recipient: recipient.clone() })?;
    let which = (request.as_str(), recipient, open.about);
    match outcome {
        None => recipients::tell(context, which, on, &handler.by).await,
        Some(outcome) => recipients::answered(context, which, on, outcome, &handler.by).await,
    }
}

/// Writes the letter that tells the person that their restriction will end, and when (Art. 18(3)). Said again, it takes the
/// place of the first.
///
/// # Errors
/// [`RequestError::NotRestricted`]; [`RequestError::EndsTooSoon`].
pub async fn announce_end(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
    (reasons, ends): (&str, Option<Date>),
) -> Result<(PathBuf, Date), AppError> {
    let mut loaded = load(context, handler, number).await?;
    in_force(context, &loaded).await?;
    let on = context.today();
    let ends = ends.unwrap_or_else(|| on.saturating_add(DAYS_BEFORE_THE_END.days()));
    if ends <= on {
        return Err(RequestError::EndsTooSoon { number, ends }.into());
    }
    let done = loaded.request.moves().iter().find(|one| matches!(one.what, What::CarriedOut(_)));
    let letter = Letter::RestrictionEnds(letters::RestrictionEnds {
        since: done.map_or(on, |done| done.on),
        ends,
        reasons: reasons.to_owned(),
        what: loaded.about.parts.iter().map(|part| called(context, &loaded, &part.dataset)).collect(),
    });
    let path = written(context, &loaded, ("restriction-ends", person(&loaded)), &letter)?;
    // If we crash here: a letter lies there, and the same call writes it again.
    loaded.about.wrote("letter", path.clone(), on);
    loaded.about.ends = Some(ends);
    loaded.save(context, handler, None).await?;
    Ok((path, ends))
}

/// Notes that the person was told that the restriction will end.
///
/// # Errors
/// [`RequestError::NotAnnounced`]; those of [`restrict::told`].
pub async fn end_told(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
    on: Option<Date>,
) -> Result<Date, AppError> {
    let loaded = load(context, handler, number).await?;
    let ends = loaded.about.ends.ok_or(RequestError::NotAnnounced(number))?;
    restrict::told(context, &number.to_string(), on.unwrap_or_else(|| context.today())).await?;
    Ok(ends)
}

/// Ends the restriction, on the announced day or later, and writes to whoever was told of it.
///
/// # Errors
/// [`RequestError::NotAnnounced`], [`RequestError::NotYet`]; those of [`restrict::lift`].
pub async fn end_restriction(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
) -> Result<(), AppError> {
    let mut loaded = load(context, handler, number).await?;
    let ends = loaded.about.ends.ok_or(RequestError::NotAnnounced(number))?;
    if context.today() < ends {
        return Err(RequestError::NotYet { number, ends }.into());
    }
    let request = number.to_string();
    if restrict::is_in_force(context, &request).await? {
        restrict::lift(context, &request, &loaded.about.person, &handler.by).await?;
    }
    // If we crash here: it is lifted, and the same call writes the letters.
    let datasets = loaded.about.parts.iter().map(|part| DatasetName::new(part.dataset.as_str())).collect();
    notify(context, &mut loaded, (&datasets, Told::Lifted)).await?;
    loaded.about.ends = None;
    loaded.save(context, handler, None).await
}

async fn in_force(context: &Context, loaded: &Loaded) -> Result<(), AppError> {
    let number = loaded.number;
    let done = matches!(loaded.request.state(), State::CarriedOut | State::Answered);
    let restricted = loaded.kind() == Kind::Restrict && done;
    if restricted && restrict::is_in_force(context, &number.to_string()).await? {
        return Ok(());
    }
    Err(RequestError::NotRestricted(number).into())
}
