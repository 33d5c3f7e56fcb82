//! What a handler says of a request beside carrying it out: extend, refuse, send back, forward, note; and that it was taken back.

use std::path::PathBuf;

use gallra_rules::request::{Ground, Kind, Refusal, Role};
use gallra_store::register::{Held, PartyId, RequestNumber, Scope};
use jiff::civil::Date;

use super::about::{Note, Origin};
use super::error::RequestError;
use super::teller::last_day;
use super::{Handler, Loaded, load};
use crate::subject::Given;
use crate::{AppError, Context};

/// Extends the time by two months, once (Art. 12(3)). The person has to be told on the same day.
///
/// # Errors
/// [`RequestError::Move`]. Gives the new last day.
pub async fn extend(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
    reasons: &str,
) -> Result<Date, AppError> {
    let mut loaded = load(context, handler, number).await?;
    let (on, by) = (context.today(), handler.actor(Role::Handler));
    loaded.moved(context, handler, |request| request.extend(on, by, reasons.to_owned())).await?;
    Ok(last_day(loaded.request.clock(on)))
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
) -> Result<Refusal, AppError> {
    let mut loaded = load(context, handler, number).await?;
    let (authority, court) = remedies(context, loaded.about.language.as_deref());
    let refusal = Refusal {
        ground: refusing.ground,
        reasons: refusing.reasons,
        authority: refusing.authority.unwrap_or(authority),
        court: refusing.court.unwrap_or(court),
    };
    let (on, by, told) = (context.today(), handler.actor(Role::Handler), refusal.clone());
    loaded.moved(context, handler, |request| request.refuse(on, by, told)).await?;
    Ok(refusal)
}

/// The supervisory authority (Art. 77) and the court (Art. 79): what the policy says, else what is known of the country.
/// Empty where nothing is known: then whoever refuses has to say it. Sweden: lag (2018:218) 7 kap. for damages, and the general
/// courts for an effective remedy against a controller.
pub fn remedies(context: &Context, language: Option<&str>) -> (String, String) {
    let organisation = &context.policy.organisation;
    let (authority, court) = match (organisation.country.as_str(), language) {
        ("SE", Some("en")) => {
            ("Integritetsskyddsmyndigheten (IMY), www.imy.se", "the district court (tingsrätt)")
        }
        ("SE", _) => ("Integritetsskyddsmyndigheten (IMY), www.imy.se", "tingsrätten"),
        _ => ("", ""),
    };
    (organisation.authority.clone().unwrap_or_else(|| authority.to_owned()), court.to_owned())
}

/// The person takes it back. Who noted that is `handler`; the move is the person's.
///
/// # Errors
/// [`RequestError::Move`].
pub async fn withdraw(context: &Context, handler: &Handler, number: RequestNumber) -> Result<(), AppError> {
    let mut loaded = load(context, handler, number).await?;
    let (on, by) = (context.today(), handler.actor(Role::Subject));
    loaded.moved(context, handler, |request| request.withdraw(on, by)).await
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

/// What a customer gets with a request about its data, so that it can answer in time (Art. 28(3)(e)). Personal data.
pub struct Forwarding {
    /// The request.
    pub number: RequestNumber,
    /// What is asked for.
    pub kind: Kind,
    /// The customer's number.
    pub customer: i64,
    /// What it is called.
    pub name: String,
    /// When the request came to us: the customer's clock runs from when it came to whom the person turned to.
    pub received: Date,
    /// The last day to answer, if the customer's clock began on that day.
    pub last_day: Date,
    /// What the person is known by.
    pub given: Vec<Given>,
    /// In the person's own words.
    pub words: Option<String>,
    /// Systems in which we process data for customers, where it would be looked for.
    pub systems: Vec<String>,
}

impl std::fmt::Debug for Forwarding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Forwarding({})", self.number)
    }
}

/// What is to be forwarded, before it is.
///
/// # Errors
/// [`RequestError::NotForwarded`].
pub async fn forwarding(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
) -> Result<Forwarding, AppError> {
    let loaded = load(context, handler, number).await?;
    let customer = customer_of(&loaded)?;
    let party = context.register().await?.party(&handler.acting, PartyId(customer)).await?;
    let name = party.and_then(|party| match party.person {
        Held::Open(person) => Some(person.into_exposed().name),
        Held::Withheld | Held::Unreadable | Held::Nothing => None,
    });
    let mut systems: Vec<String> = Vec::new();
    for activity in context.policy.activities.values() {
        if activity.role != gallra_rules::policy::Role::Processor {
            continue;
        }
        let datasets = activity.data.iter().filter_map(|name| context.policy.datasets.get(name));
        systems.extend(datasets.map(|dataset| dataset.system.to_string()));
    }
    systems.sort();
    systems.dedup();
    let about = &loaded.about;
    Ok(Forwarding {
        number,
        kind: loaded.kind(),
        customer,
        name: name.unwrap_or_default(),
        received: loaded.request.received_on(),
        last_day: last_day(loaded.request.clock(context.today())),
        given: about.given.clone(),
        words: about.asks.words.clone(),
        systems,
    })
}

/// Notes that the customer has it, in the file that was written for it.
///
/// # Errors
/// [`RequestError::NotForwarded`], [`RequestError::Move`].
pub async fn forward(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
    letter: PathBuf,
) -> Result<(), AppError> {
    let mut loaded = load(context, handler, number).await?;
    let customer = customer_of(&loaded)?;
    let (on, by) = (context.today(), handler.actor(Role::Handler));
    loaded.about.wrote("forward", letter, on);
    loaded.moved(context, handler, |request| request.forward(on, by, customer.to_string())).await
}

fn customer_of(loaded: &Loaded) -> Result<i64, RequestError> {
    match loaded.scope {
        // The customer's own instruction is carried out, and not sent back to it.
        Scope::Customer(tenant) if loaded.about.origin != Origin::Customer => Ok(tenant.number()),
        _ => Err(RequestError::NotForwarded(loaded.number)),
    }
}
