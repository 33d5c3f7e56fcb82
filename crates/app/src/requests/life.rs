//! What a handler says of a request beside carrying it out: extend, refuse, send back, forward, note; and that it was taken back.

use std::path::PathBuf;

use gallra_documents::letters::{self, Addressee, Letter};
use gallra_documents::{Language, authority_in_words};
use gallra_rules::request::{Ground, NoMove, Refusal, Role, State};
use gallra_store::register::{Held, PartyId, RequestNumber, Scope};
use jiff::civil::Date;

use super::about::{Note, Origin};
use super::error::RequestError;
use super::letters::{language, person, written};
use super::teller::last_day;
use super::work::{Begun, run_of};
use super::{Handler, Loaded, load};
use crate::subject::{Given, GivenKind, pending};
use crate::{AppError, Context};

/// That the time was extended.
#[derive(Clone, Debug)]
pub struct Extended {
    /// The new last day.
    pub last_day: Date,
    /// The letter that says so, to be sent today.
    pub letter: PathBuf,
}

/// Extends the time by two months, once (Art. 12(3)). The letter that tells the person has to go the same day.
///
/// # Errors
/// [`RequestError::Move`].
pub async fn extend(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
    reasons: &str,
) -> Result<Extended, AppError> {
    let mut loaded = load(context, handler, number).await?;
    let (on, by) = (context.today(), handler.actor(Role::Handler));
    let mut tried = loaded.request.clone();
    tried.extend(on, by.clone(), reasons.to_owned()).map_err(|fault| RequestError::Move { number, fault })?;
    let last_day = last_day(tried.clock(on));
    let letter = Letter::Extended(letters::Extended {
        kind: loaded.kind(),
        received: loaded.request.received_on(),
        last_day,
        reasons: reasons.to_owned(),
    });
    let letter = written(context, &loaded, ("extended", person(&loaded)), &letter)?;
    // If we crash here: a letter lies there, and the same command writes it again.
    loaded.about.wrote("letter", letter.clone(), on);
    loaded.moved(context, handler, |request| request.extend(on, by, reasons.to_owned())).await?;
    Ok(Extended { last_day, letter })
}

/// A refusal, as the handler says it.
#[derive(Clone, Debug)]
pub struct Refusing {
    /// The ground.
    pub ground: Ground,
    /// The reasons, as the person reads them.
    pub reasons: String,
    /// Where to complain; the policy's authority, or the country's, if that was not said.
    pub authority: Option<String>,
    /// The judicial remedy; the country's, if that was not said.
    pub court: Option<String>,
}

/// Refuses it (Art. 12(4), 12(5)): with reasons, complaint and court.
///
/// # Errors
/// [`RequestError::Move`], also where the authority or the court is not known.
pub async fn refuse(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
    refusing: Refusing,
) -> Result<(Refusal, PathBuf), AppError> {
    let mut loaded = load(context, handler, number).await?;
    let (authority, court) = remedies(context, &language(context, &loaded));
    let refusal = Refusal {
        ground: refusing.ground,
        reasons: refusing.reasons,
        authority: refusing.authority.unwrap_or(authority),
        court: refusing.court.unwrap_or(court),
    };
    if !refusal.ground.fits(loaded.kind()) {
        return Err(RequestError::NoGround { number, kind: loaded.kind(), ground: refusal.ground }.into());
    }
    let (on, by, told) = (context.today(), handler.actor(Role::Handler), refusal.clone());
    let mut tried = loaded.request.clone();
    tried.refuse(on, by.clone(), told.clone()).map_err(|fault| RequestError::Move { number, fault })?;
    let letter = Letter::Refused(letters::Refused {
        kind: loaded.kind(),
        received: loaded.request.received_on(),
        refusal: told.clone(),
    });
    let path = written(context, &loaded, ("refused", person(&loaded)), &letter)?;
    // If we crash here: as above.
    loaded.about.wrote("letter", path.clone(), on);
    loaded.moved(context, handler, |request| request.refuse(on, by, told)).await?;
    Ok((refusal, path))
}

/// The supervisory authority (Art. 77) and the court (Art. 79): what the policy says, else what is known of the country.
/// Empty where nothing is known: then whoever refuses has to say it. Sweden: lag (2018:218) 7 kap. for damages, and the general
/// courts for an effective remedy against a controller.
pub fn remedies(context: &Context, language: &Language) -> (String, String) {
    let organisation = &context.policy.organisation;
    let court = match (organisation.country.as_str(), language.as_str()) {
        ("SE", "en") => "the district court (tingsrätt)",
        ("SE", _) => "tingsrätten",
        _ => "",
    };
    (authority_in_words(organisation, language), court.to_owned())
}

/// The person takes it back. Who noted that is `handler`; the move is the person's. An erasure that has begun is ended first: what
/// is half gone helps nobody.
///
/// # Errors
/// [`RequestError::Move`].
pub async fn withdraw(context: &Context, handler: &Handler, number: RequestNumber) -> Result<(), AppError> {
    let mut loaded = load(context, handler, number).await?;
    let (on, by) = (context.today(), handler.actor(Role::Subject));
    let state = loaded.request.state();
    if state == State::Approved && run_of(context, &loaded).await? != Begun::Not {
        return Err(RequestError::Move { number, fault: NoMove::State(state) }.into());
    }
    loaded.moved(context, handler, |request| request.withdraw(on, by)).await?;
    // If we crash here: hashes of what was to be erased stay until they expire, and are never applied.
    pending::forget(context, &number.to_string()).await.map(drop)
}

/// A second person does not agree: it is looked at again. What was planned counts no more.
///
/// # Errors
/// [`RequestError::Move`].
pub async fn send_back(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
    reasons: &str,
) -> Result<(), AppError> {
    let mut loaded = load(context, handler, number).await?;
    loaded.about.plan = None;
    loaded.about.tasks.retain(|task| task.done.is_some());
    let (on, by) = (context.today(), handler.actor(Role::Approver));
    loaded.moved(context, handler, |request| request.send_back(on, by, reasons.to_owned())).await
}

/// Adds a note. The log is not told.
///
/// # Errors
/// The state's.
pub async fn note(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
    text: &str,
) -> Result<(), AppError> {
    let mut loaded = load(context, handler, number).await?;
    let note = Note { on: context.today(), by: handler.by.clone(), text: text.to_owned() };
    loaded.about.notes.push(note);
    loaded.save(context, handler, None).await
}

/// That a request went to the customer who decides about the data.
#[derive(Clone, Debug)]
pub struct Forwarded {
    /// The customer's number.
    pub customer: i64,
    /// The letter to it, with what it needs to answer in time.
    pub letter: PathBuf,
}

/// Hands a request about a customer's data to that customer, with what it needs (Art. 28(3)(e)): what is asked, when it came,
/// the last day if the month is counted from then, whom it is about, and where we have such data. The person is told who answers.
///
/// # Errors
/// [`RequestError::NotForwarded`], [`RequestError::Move`].
pub async fn forward(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
) -> Result<Forwarded, AppError> {
    let mut loaded = load(context, handler, number).await?;
    let customer = customer_of(&loaded)?;
    let (on, by) = (context.today(), handler.actor(Role::Handler));
    let mut tried = loaded.request.clone();
    tried
        .forward(on, by.clone(), customer.to_string())
        .map_err(|fault| RequestError::Move { number, fault })?;
    let party = context.register().await?.party(&handler.acting, PartyId(customer)).await?;
    let known = party.and_then(|party| match party.person {
        Held::Open(person) => Some(person.into_exposed()),
        Held::Withheld | Held::Unreadable | Held::Nothing => None,
    });
    let to = known.map_or_else(Addressee::default, |known| Addressee {
        name: known.name,
        lines: known.address.iter().flat_map(|address| address.lines().map(str::to_owned)).collect(),
    });
    let (kind, received) = (loaded.kind(), loaded.request.received_on());
    let notice = Letter::CustomerNotice(letters::CustomerNotice {
        kind,
        received,
        last_day: last_day(loaded.request.clock(on)),
        about: described(&loaded),
        identity: None,
        held: processed(context, &loaded),
    });
    let name = to.name.clone();
    let letter = written(context, &loaded, ("to-customer", to), &notice)?;
    let told = Letter::Forwarded(letters::Forwarded {
        kind,
        received,
        customer: Some(name).filter(|name| !name.is_empty()),
        contact: None,
        told: on,
    });
    let answer = written(context, &loaded, ("forwarded", person(&loaded)), &told)?;
    // If we crash here: as above.
    loaded.about.wrote("forward", letter.clone(), on);
    loaded.about.wrote("letter", answer, on);
    loaded.moved(context, handler, |request| request.forward(on, by, customer.to_string())).await?;
    Ok(Forwarded { customer, letter })
}

/// Whom it is about, as the customer finds them.
fn described(loaded: &Loaded) -> String {
    let one = |given: &Given| match &given.kind {
        GivenKind::Subject(name) => format!("{name} {}", given.text),
        _ => given.text.clone(),
    };
    let mut all: Vec<String> = loaded.about.given.iter().map(one).collect();
    all.extend(loaded.about.asks.words.iter().map(|words| format!("”{words}”")));
    all.join(", ")
}

/// Where we have data on a customer's behalf. Nothing was searched: that is for the customer to ask for.
fn processed(context: &Context, loaded: &Loaded) -> Vec<letters::Held> {
    let mut found = Vec::new();
    for activity in context.policy.activities.values() {
        if activity.role != gallra_rules::policy::Role::Processor {
            continue;
        }
        for name in &activity.data {
            let what = super::reply::called(context, loaded, name.as_str());
            found.push(letters::Held { what, records: None, not_checked: None });
        }
    }
    found
}

fn customer_of(loaded: &Loaded) -> Result<i64, RequestError> {
    match loaded.scope {
        // The customer's own instruction is carried out, and not sent back to it.
        Scope::Customer(tenant) if loaded.about.origin != Origin::Customer => Ok(tenant.number()),
        _ => Err(RequestError::NotForwarded(loaded.number)),
    }
}
