//! Who asks (GDPR Art. 12(6)): asked only on a stated doubt, and answered by a code that goes to an address on record, never to
//! the one that the request came with.
//!
//! Of the code only a keyed hash is kept. A try is written down before it is compared, so that trying in parallel or killing
//! the process gives no more tries.

use std::path::PathBuf;

use gallra_documents::letters::{self, Addressee, Letter};
use gallra_ledger::{Commitment, Domain};
use gallra_rules::request::{Clock, Role, State};
use gallra_store::register::{Field, Held, Identifier, RequestNumber};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::error::{CodeFault, RequestError};
use super::letters::{person, written};
use super::{Handler, Loaded, load};
use crate::subject::{Given, GivenKind};
use crate::{AppError, Context};

/// How often a code may be tried.
const TRIES: u8 = 5;
/// Characters of a code: 32^8 are a million million, and five of them are tried.
const LENGTH: usize = 8;
/// Crockford's base 32: no letter looks like a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How a code is sent, and with that how long it is good. The times are those of NIST SP 800-63A, 5.3 for enrolment codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// To an e-mail address on record: 24 hours.
    Mail,
    /// To a postal address on record: 10 days.
    Post,
}

impl Way {
    const fn good_for(self) -> SignedDuration {
        match self {
            Self::Mail => SignedDuration::from_hours(24),
            Self::Post => SignedDuration::from_hours(240),
        }
    }
}

/// A code that was sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// HMAC of it and of the request's number, in hexadecimal digits.
    hash: String,
    /// Until when it is good.
    pub expires: Timestamp,
    /// How often it may still be tried.
    pub tries_left: u8,
    /// How it was sent.
    pub way: Way,
}

/// How it is known who asks. Stronger ways are further variants, and none is weaker than a stated one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// There was no doubt: the handler says why.
    Stated {
        /// Such as: logged in to the customer portal.
        how: String,
    },
    /// A code came back.
    Code {
        /// How it was sent.
        way: Way,
    },
}

/// Asks who it is, because of a doubt that is stated; the clock stands still meanwhile if that is prompt. The letter with the
/// code lies in the outbox, for an address that was on record before the request came. Asked again, a new code takes the place
/// of the old one.
///
/// # Errors
/// [`RequestError::NoAddress`]; [`RequestError::Move`].
pub async fn ask(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
    (doubt, way): (&str, Way),
) -> Result<PathBuf, AppError> {
    let mut loaded = load(context, handler, number).await?;
    let on = context.today();
    let told = doubted(&mut loaded, handler, (doubt, on))?;
    let to = on_record(context, handler, &loaded, way).await?.ok_or(RequestError::NoAddress(number))?;
    let code = random_code()?;
    let expires = context.now() + way.good_for();
    let hash = hash(context, number, &code);
    let (one, two) = code.split_at(LENGTH / 2);
    let minutes = u32::try_from(way.good_for().as_mins()).unwrap_or(u32::MAX);
    let letter = Letter::Code(letters::Code { code: format!("{one}-{two}"), minutes });
    let path = written(context, &loaded, ("code", to), &letter)?;
    // If we crash here: a letter lies there whose code nobody knows; the same command writes another over it.
    loaded.about.code = Some(Code { hash, expires, tries_left: TRIES, way });
    loaded.about.wrote("code", path.clone(), on);
    loaded.save(context, handler, told).await?;
    Ok(path)
}

/// Asks, because of a doubt that is stated, for what would remove it: where no address is on record that a code could go to
/// (Art. 12(6)). What comes back is for the handler to judge, who then says how it is known.
///
/// # Errors
/// [`RequestError::Move`].
pub async fn ask_for(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
    (doubt, points): (&str, &[String]),
) -> Result<PathBuf, AppError> {
    let mut loaded = load(context, handler, number).await?;
    let on = context.today();
    let told = doubted(&mut loaded, handler, (doubt, on))?;
    let letter = Letter::IdentityAsked(letters::IdentityAsked {
        kind: loaded.kind(),
        received: loaded.request.received_on(),
        doubt: doubt.to_owned(),
        asked: points.to_vec(),
        paused: matches!(loaded.request.clock(on), Clock::Paused { .. }),
    });
    let path = written(context, &loaded, ("identity", person(&loaded)), &letter)?;
    // If we crash here: a letter lies there, and the same command writes it again.
    loaded.about.wrote("letter", path.clone(), on);
    loaded.save(context, handler, told).await?;
    Ok(path)
}

/// The doubt is stated; refused before anything is written. What the log hears of it: nothing if it was asked before.
fn doubted(
    loaded: &mut Loaded,
    handler: &Handler,
    (doubt, on): (&str, Date),
) -> Result<Option<&'static str>, RequestError> {
    if loaded.request.state() == State::IdentityAsked {
        return Ok(None);
    }
    let asked = loaded.request.ask_identity(on, handler.actor(Role::Handler), doubt.to_owned());
    asked.map_err(|fault| RequestError::Move { number: loaded.number, fault })?;
    Ok(Some("identity_asked"))
}

/// A code that came back. Each try is counted, whatever comes of it.
///
/// # Errors
/// [`RequestError::Code`]; [`RequestError::Move`].
pub async fn check_code(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
    written: &str,
) -> Result<(), AppError> {
    let mut loaded = load(context, handler, number).await?;
    let no = |fault| AppError::from(RequestError::Code { number, fault });
    if loaded.request.state() != State::IdentityAsked {
        return Err(no(CodeFault::NotAsked));
    }
    let now = context.now();
    let code = loaded.about.code.as_mut().ok_or_else(|| no(CodeFault::NotAsked))?;
    if code.tries_left == 0 {
        return Err(no(CodeFault::Spent));
    }
    if now > code.expires {
        return Err(no(CodeFault::Expired));
    }
    code.tries_left -= 1;
    let (left, way, kept) = (code.tries_left, code.way, code.hash.clone());
    // If we crash behind this: the try is used up.
    loaded.save(context, handler, None).await?;
    let mut bytes = [0; 32];
    let read = hex::decode_to_slice(&kept, &mut bytes);
    let message = message(number, &tidy(written));
    // Compares in constant time.
    let opens =
        context.keys.commitment.opens(&Commitment::from_bytes(bytes), Domain::Code, message.as_bytes());
    if read.is_err() || !opens {
        return Err(no(CodeFault::Wrong { left }));
    }
    loaded.about.code = None;
    loaded.about.proof = Some(Proof::Code { way });
    let (on, by) = (context.today(), handler.actor(Role::Gallra));
    loaded.moved(context, handler, |request| request.verify_identity(on, by)).await
}

/// Notes that it is known who asks, and how.
///
/// # Errors
/// [`RequestError::Move`].
pub async fn verified(
    context: &Context,
    handler: &Handler,
    number: RequestNumber,
    how: &str,
) -> Result<(), AppError> {
    let mut loaded = load(context, handler, number).await?;
    loaded.about.code = None;
    loaded.about.proof = Some(Proof::Stated { how: how.to_owned() });
    let (on, by) = (context.today(), handler.actor(Role::Handler));
    loaded.moved(context, handler, |request| request.verify_identity(on, by)).await
}

/// The address that was known before the request came: of the one party in the register that the given identifiers find.
async fn on_record(
    context: &Context,
    handler: &Handler,
    loaded: &Loaded,
    way: Way,
) -> Result<Option<Addressee>, AppError> {
    let register = context.register_for(loaded.scope).await?;
    let (mut parties, mut persons) = (Vec::new(), Vec::new());
    for given in &loaded.about.given {
        let Some(known) = identifier(given, context) else { continue };
        for party in register.find(&handler.acting, &known).await? {
            if !parties.contains(&party.id) {
                parties.push(party.id);
                persons.push(party.person);
            }
        }
    }
    let [Held::Open(person)] = persons.as_slice() else { return Ok(None) };
    let person = person.expose();
    let mail = || person.identifiers.iter().find(|known| known.field() == Field::Email);
    let lines: Option<Vec<String>> = match way {
        Way::Mail => mail().map(|known| vec![known.expose().to_owned()]),
        Way::Post => person.address.as_ref().map(|address| address.lines().map(str::to_owned).collect()),
    };
    Ok(lines.map(|lines| Addressee { name: person.name.clone(), lines }))
}

/// What was given, as the register writes it.
fn identifier(given: &Given, context: &Context) -> Option<Identifier> {
    match &given.kind {
        GivenKind::Email => Identifier::email(&given.text).ok(),
        GivenKind::Phone => Identifier::phone(&given.text).ok(),
        GivenKind::Number => Identifier::number(&given.text, context.today()).ok(),
        GivenKind::Subject(_) => Identifier::reference(&given.text).ok(),
        GivenKind::Name => None,
    }
}

fn random_code() -> Result<String, AppError> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(|fault| AppError::Randomness(fault.to_string()))?;
    // 256 is a multiple of 32, so every character is as likely as every other.
    Ok(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect())
}

/// As a person may write it: in lower case, with hyphens and spaces, with letters for the digits that they look like.
fn tidy(written: &str) -> String {
    let letters = written.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase());
    letters
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

fn message(number: RequestNumber, code: &str) -> String {
    format!("{number} {code}")
}

fn hash(context: &Context, number: RequestNumber, code: &str) -> String {
    context.keys.commitment.commit(Domain::Code, message(number, code).as_bytes()).to_string()
}
