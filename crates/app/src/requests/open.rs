//! A request comes in.

use std::path::PathBuf;

use gallra_documents::letters::{self, Letter};
use gallra_rules::request::{Kind, Request, Terms};
use gallra_store::register::{PartyId, RequestNumber, Scope, TenantId};
use jiff::civil::Date;

use super::about::{About, Asks, Origin};
use super::error::RequestError;
use super::letters::{person, written};
use super::same::{comes_before_erasure, normal, of_the_same};
use super::teller::Teller;
use super::{Handler, load};
use crate::subject::{Given, GivenKind};
use crate::{AppError, Context, evidence};

/// A request that came in.
#[derive(Clone, Debug)]
pub struct NewRequest {
    /// What for.
    pub kind: Kind,
    /// When it came; today if that was not said. The clock runs from that day, whether it was noticed or not.
    pub received: Option<Date>,
    /// What the person is known by.
    pub given: Vec<Given>,
    /// Details.
    pub asks: Asks,
    /// The customer whose data it is about; `None` for our own.
    pub customer: Option<i64>,
    /// Who sent it.
    pub origin: Origin,
    /// The language of the answer.
    pub language: Option<String>,
    /// The same was asked already, and is asked once more knowingly.
    pub again: bool,
}

/// A request that was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Its number.
    pub number: RequestNumber,
    /// The last day to answer.
    pub last_day: Date,
    /// Open requests of the same person that have to be carried out before this one, or that wait for it.
    pub beside: Vec<RequestNumber>,
    /// The letter to the person that it has come; none to a customer, who knows.
    pub letter: Option<PathBuf>,
}

/// Takes a request in. The same request twice is noticed.
///
/// # Errors
/// [`RequestError::NoGiven`], [`RequestError::Misread`], [`RequestError::Ahead`], [`RequestError::Same`],
/// [`RequestError::NoSuchCustomer`].
pub async fn open(context: &Context, handler: &Handler, new: NewRequest) -> Result<Opened, AppError> {
    let today = context.today();
    let scope = scope(context, handler, new.customer).await?;
    let received = new.received.unwrap_or(today);
    if received > today {
        return Err(RequestError::Ahead(received).into());
    }
    let mut found = false;
    for given in &new.given {
        normal(given, today)?;
        found |= given.kind != GivenKind::Name;
    }
    if !found {
        return Err(RequestError::NoGiven.into());
    }
    let again = new.again;
    let (request, about) = made(context, received, new);
    let open = of_the_same(context, handler, scope, &about).await?;
    let same = |(_, kind, other): &&(RequestNumber, Kind, About)| {
        *kind == request.kind() && other.asks == about.asks
    };
    if let Some((number, ..)) = open.iter().find(same).filter(|_| !again) {
        return Err(RequestError::Same(*number).into());
    }
    let matters = |kind: Kind| match request.kind() {
        Kind::Erase => comes_before_erasure(kind),
        of if comes_before_erasure(of) => kind == Kind::Erase,
        _ => false,
    };
    let beside = open.iter().filter(|(_, kind, _)| matters(*kind)).map(|(number, ..)| *number).collect();
    let number = taken_in(context, handler, scope, &request, &about).await?;
    let last_day = super::teller::last_day(request.clock(today));
    let mut opened = Opened { number, last_day, beside, letter: None };
    if about.origin == Origin::Person {
        // If we crash here: it is taken in, and no letter says so; the law does not ask for one.
        opened.letter = Some(acknowledged(context, handler, &opened).await?);
    }
    Ok(opened)
}

async fn acknowledged(context: &Context, handler: &Handler, opened: &Opened) -> Result<PathBuf, AppError> {
    let mut loaded = load(context, handler, opened.number).await?;
    let (kind, received) = (loaded.kind(), loaded.request.received_on());
    let letter = Letter::Acknowledged(letters::Acknowledged { kind, received, last_day: opened.last_day });
    let path = written(context, &loaded, ("acknowledged", person(&loaded)), &letter)?;
    loaded.about.wrote("letter", path.clone(), context.today());
    loaded.save(context, handler, None).await?;
    Ok(path)
}

/// Takes in what somebody outside sent, and says nothing about it but that it came. Nothing is looked up, whoever it is about:
/// the way and the time are the same for a person whom we know and for one whom we do not. Duplicates and mistakes are found
/// by the handler.
///
/// # Errors
/// The state's.
pub async fn receive(context: &Context, handler: &Handler, new: NewRequest) -> Result<(), AppError> {
    let new = NewRequest { origin: Origin::Outside, received: None, customer: None, ..new };
    let (request, about) = made(context, context.today(), new);
    taken_in(context, handler, Scope::Organisation, &request, &about).await.map(drop)
}

fn made(context: &Context, received: Date, new: NewRequest) -> (Request, About) {
    let request = Request::received(new.kind, received, Terms::of(&context.policy.organisation.country));
    let NewRequest { given, asks, origin, language, .. } = new;
    let mut given: Vec<Given> = given;
    given.sort();
    given.dedup();
    (request, About { given, asks, origin, language, ..About::default() })
}

async fn taken_in(
    context: &Context,
    handler: &Handler,
    scope: Scope,
    request: &Request,
    about: &About,
) -> Result<RequestNumber, AppError> {
    let teller = Teller { today: context.today() };
    let register = context.register_for(scope).await?.telling(&teller);
    let number = register.open_request(&handler.acting, request, about, 0).await?;
    // If we crash here: it is taken in, and the next command publishes the leaf.
    evidence::publish(context).await?;
    Ok(number)
}

async fn scope(context: &Context, handler: &Handler, customer: Option<i64>) -> Result<Scope, AppError> {
    let Some(number) = customer else { return Ok(Scope::Organisation) };
    let unknown = || AppError::from(RequestError::NoSuchCustomer(number));
    let tenant = TenantId::new(number).ok_or_else(unknown)?;
    let party = context.register().await?.party(&handler.acting, PartyId(number)).await?;
    party.filter(|party| party.merged_into.is_none()).ok_or_else(unknown)?;
    Ok(Scope::Customer(tenant))
}
