//! Agreements, from draft to certificate. Each move and the leaf that tells of it are one transaction; who the customer is
//! stands in no leaf, only a commitment to its number.

mod certificate;
mod ending;
mod missing;
mod settings;

use gallra_ledger::{AgreementMoved, Commitment, Domain, Hash, SettingChanged};
use gallra_store::register::{
    Acceptance, Accepting, Acting, Agreement, AgreementId, AgreementKind, AgreementState, Answer, Held, Mode,
    NewAgreement, Party, PartyId, Person, Refusal, Register, Tells, Told, ToldAgreement, WantedAgreements,
    hash_of,
};
use gallra_store::{LeafBytes, StoreError};
use jiff::civil::Date;

pub use certificate::{Issued, certify};
pub use ending::{Ending, Part, ending};
/// Why a dataset could not be counted, and what happens to a record whose time is up.
pub use gallra_rules::ending::{Gap, Then};
pub use missing::{Looked, Missing, missing};
pub use settings::{Ceiling, ceilings, set, settings, unset};

use crate::keys::Keys;
use crate::{AppError, Context, evidence};

/// The longest text of an agreement, in bytes.
pub const LONGEST_TEXT: usize = 16 << 20;
/// Records that are read together.
const PAGE: u32 = 500;

/// An agreement to be drafted.
#[derive(Clone, Debug)]
pub struct Draft {
    /// With whom.
    pub party: PartyId,
    /// On what.
    pub kind: AgreementKind,
    /// How its text came about.
    pub mode: Mode,
    /// The text, to the byte.
    pub text: Vec<u8>,
    /// When it was written.
    pub on: Date,
    /// The accepted one whose next version it is.
    pub supersedes: Option<AgreementId>,
}

/// What is known of an acceptance.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// Who accepted, and for whom.
    pub who: String,
    /// From which address: of the network, of mail, of a street.
    pub from: String,
    /// SHA-256 of what was shown to them.
    pub text_hash: [u8; 32],
    /// When.
    pub on: Date,
    /// The first day of the agreement.
    pub starts: Date,
}

/// A day on which something happened to an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It was offered.
    Offer,
    /// A review of the customer's own instruction was asked for.
    Review,
    /// That instruction was answered.
    Answer(Answer),
    /// It was withdrawn.
    Withdraw,
    /// The first invoice was paid.
    Paid,
    /// It has this last day, which may lie ahead.
    End,
    /// Nothing is owed any more.
    Settle,
}

/// An agreement with whom it is with.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The agreement.
    pub agreement: Agreement,
    /// With whom; `None` if the party is gone.
    pub party: Option<Party>,
    /// The chain of versions that it is in, the first first; itself too.
    pub versions: Vec<Agreement>,
}

/// Drafts an agreement.
///
/// # Errors
/// [`Refusal`] by the state; [`AppError::Register`] for an empty or too long text, or a day that lies ahead.
pub async fn draft(context: &Context, acting: &Acting, draft: Draft) -> Result<AgreementId, AppError> {
    if draft.text.is_empty() || draft.text.len() > LONGEST_TEXT {
        return Err(refused(format!(
            "an agreement's text has 1 to {LONGEST_TEXT} bytes; this has {}",
            draft.text.len()
        )));
    }
    not_ahead(context, draft.on)?;
    let teller = Teller::of(context, None);
    let register = context.register().await?.telling(&teller);
    let new = NewAgreement {
        party: draft.party,
        kind: draft.kind,
        mode: draft.mode,
        text: draft.text,
        drafted_on: draft.on,
        supersedes: draft.supersedes,
    };
    let id = register.draft(acting, &new).await?;
    evidence::publish(context).await?;
    Ok(id)
}

/// Moves an agreement.
///
/// # Errors
/// [`Refusal`] by the state; [`AppError::Register`] for a day that lies ahead.
pub async fn step(
    context: &Context,
    acting: &Acting,
    id: AgreementId,
    step: Step,
    on: Date,
) -> Result<(), AppError> {
    if step != Step::End {
        not_ahead(context, on)?;
    }
    let teller = Teller::of(context, None);
    let register = context.register().await?.telling(&teller);
    match step {
        Step::Offer => register.offer(acting, id, on).await,
        Step::Review => register.review(acting, id, on).await,
        Step::Answer(answer) => register.answer(acting, id, on, answer).await,
        Step::Withdraw => register.withdraw(acting, id).await,
        Step::Paid => register.first_paid(acting, id, on).await,
        Step::End => register.end(acting, id, on).await,
        Step::Settle => register.settle(acting, id, on).await,
    }?;
    // If we crash here: it has happened, and the next command publishes the leaf.
    evidence::publish(context).await
}

/// Accepts an offered agreement, or signs one that a payment began.
///
/// # Errors
/// [`Refusal`] by the state; [`AppError::Register`] without a name or an address, or for a day that lies ahead.
pub async fn accept(
    context: &Context,
    acting: &Acting,
    id: AgreementId,
    accepted: Accepted,
) -> Result<(), AppError> {
    let [who, from] = [&accepted.who, &accepted.from].map(|text| text.trim().to_owned());
    if who.is_empty() || from.is_empty() {
        return Err(refused("an acceptance tells who accepted, and from which address".to_owned()));
    }
    not_ahead(context, accepted.on)?;
    let teller = Teller::of(context, None);
    let register = context.register().await?.telling(&teller);
    let accepting = Accepting {
        on: accepted.on,
        starts_on: accepted.starts,
        text_hash: accepted.text_hash,
        evidence: Acceptance { by: who, address: from, by_payment: false },
    };
    register.accept(acting, id, &accepting).await?;
    evidence::publish(context).await
}

/// An agreement with its party and its other versions.
///
/// # Errors
/// [`Refusal::NoSuchAgreement`]; the state's.
pub async fn show(context: &Context, acting: &Acting, id: AgreementId) -> Result<Shown, AppError> {
    let register = context.register().await?;
    let agreement = one(&register, acting, id).await?;
    let party = register.party(acting, agreement.party).await?;
    let all = register.agreements(acting, agreement.party).await?;
    let mut versions = vec![agreement.clone()];
    while let Some(old) = versions.first().and_then(|first| first.supersedes)
        && let Some(old) = all.iter().find(|one| one.id == old)
    {
        versions.insert(0, old.clone());
    }
    while let Some(next) = all.iter().find(|one| one.supersedes == versions.last().map(|last| last.id)) {
        versions.push(next.clone());
    }
    Ok(Shown { agreement, party, versions })
}

/// The text of an agreement, as it was handed in.
///
/// # Errors
/// [`Refusal::NoSuchAgreement`]; [`AppError::Register`] if nobody can read it any more.
pub async fn text(context: &Context, acting: &Acting, id: AgreementId) -> Result<Vec<u8>, AppError> {
    let held = context.register().await?.agreement_text(acting, id).await?;
    match held.ok_or_else(|| missing_agreement(id))? {
        Held::Open(text) => Ok(text.into_exposed()),
        Held::Withheld | Held::Unreadable | Held::Nothing => {
            let cause = "its text is not there, or its key was destroyed; only its hash is left";
            Err(refused(format!("agreement {}: {cause}", id.0)))
        }
    }
}

/// Every agreement that is wanted, by number, each with the name of its party.
///
/// # Errors
/// The state's.
pub async fn list(
    context: &Context,
    acting: &Acting,
    wanted: WantedAgreements,
) -> Result<Vec<(Agreement, String)>, AppError> {
    let register = context.register().await?;
    let agreements = every(&register, acting, wanted).await?;
    let mut listed = Vec::with_capacity(agreements.len());
    for agreement in agreements {
        let party = register.party(acting, agreement.party).await?;
        let name = party.map(|party| name(&party)).unwrap_or_default();
        listed.push((agreement, name));
    }
    Ok(listed)
}

/// SHA-256 of a text, as agreements are known by.
pub fn text_hash(text: &[u8]) -> [u8; 32] {
    hash_of(text)
}

async fn every(
    register: &Register<'_>,
    acting: &Acting,
    mut wanted: WantedAgreements,
) -> Result<Vec<Agreement>, AppError> {
    let mut all = Vec::new();
    loop {
        let page = register.list_agreements(acting, wanted, PAGE).await?;
        let Some(last) = page.last() else { break };
        wanted.after = Some(last.id);
        all.extend(page);
    }
    Ok(all)
}

async fn one(register: &Register<'_>, acting: &Acting, id: AgreementId) -> Result<Agreement, AppError> {
    register.agreement(acting, id).await?.ok_or_else(|| missing_agreement(id))
}

fn missing_agreement(id: AgreementId) -> AppError {
    StoreError::from(Refusal::NoSuchAgreement(id)).into()
}

/// What a party is called; empty if nobody can read it any more.
fn name(party: &Party) -> String {
    person(party).map(|person| person.name.clone()).unwrap_or_default()
}

fn person(party: &Party) -> Option<&Person> {
    match &party.person {
        Held::Open(person) => Some(person.expose()),
        Held::Withheld | Held::Unreadable | Held::Nothing => None,
    }
}

/// What has happened has happened by today.
fn not_ahead(context: &Context, on: Date) -> Result<(), AppError> {
    let today = context.today();
    if on > today {
        return Err(refused(format!("{on} lies ahead, today is {today}; tell it when it has happened")));
    }
    Ok(())
}

fn refused(cause: String) -> AppError {
    AppError::Register(cause)
}

/// Whether an agreement is in force on a day.
fn in_force(agreement: &Agreement, on: Date) -> bool {
    let agreed = matches!(
        agreement.state,
        AgreementState::Accepted
            | AgreementState::Ended
            | AgreementState::Settled
            | AgreementState::Superseded
    );
    agreed
        && agreement.starts_on.is_some_and(|first| first <= on)
        && agreement.ended_on.is_none_or(|last| last >= on)
}

/// A commitment to a customer, by its number in the register.
pub fn customer(keys: &Keys, party: PartyId) -> Commitment {
    keys.commitment.commit(Domain::Subject, format!("party {}", party.0).as_bytes())
}

/// Makes the leaves about agreements and settings.
#[derive(Debug)]
struct Teller<'c> {
    keys: &'c Keys,
    /// Whose settings they are.
    of: Option<PartyId>,
}

impl<'c> Teller<'c> {
    fn of(context: &'c Context, of: Option<PartyId>) -> Self {
        Self { keys: &context.keys, of }
    }

    fn agreement(&self, actor: Commitment, told: &ToldAgreement) -> Result<AgreementMoved, AppError> {
        let number = |number: i64| {
            u64::try_from(number).map_err(|_| AppError::Leaf("a number is negative".to_owned()))
        };
        Ok(AgreementMoved {
            agreement: number(told.id.0)?,
            customer: customer(self.keys, told.party),
            about: evidence::code(told.kind.word())?,
            mode: evidence::code(told.mode.word())?,
            version: number(told.version)?,
            text: Hash::from_bytes(told.text_hash),
            done: evidence::code(told.done)?,
            state: evidence::code(told.state.word())?,
            day: told.day.map(|day| day.to_string()),
            actor,
        })
    }
}

impl Tells for Teller<'_> {
    fn leaf(&self, acting: &Acting, told: &Told<'_>) -> Result<LeafBytes, StoreError> {
        let actor = Commitment::from_bytes(acting.actor.0);
        let leaf = match told {
            Told::Agreement(told) => {
                self.agreement(actor, told).and_then(|body| evidence::leaf(acting.at, body))
            }
            Told::Request(_) => Err(AppError::Leaf("it is about no agreement".to_owned())),
            Told::Setting { dataset, period } => {
                let body = SettingChanged {
                    customer: customer(self.keys, self.of.unwrap_or(PartyId(0))),
                    dataset: (*dataset).to_owned(),
                    period: period.map(|period| period.to_string()),
                    actor,
                };
                evidence::leaf(acting.at, body)
            }
        };
        leaf.map_err(|_| StoreError::Damaged { path: evidence::LOG.into(), what: "a leaf of the log" })
    }
}

impl Context {
    /// For which activity of the policy agreements are handled: as given, else the one that keeps them, else the only one.
    ///
    /// # Errors
    /// [`AppError::Register`] if that is not clear.
    pub fn agreements_for(&self, given: Option<&str>) -> Result<String, AppError> {
        if let Some(given) = given {
            return Ok(given.to_owned());
        }
        let activities = &self.policy.activities;
        let keeps = |activity: &gallra_rules::policy::Activity| {
            activity.data.iter().any(|name| {
                let table = self.policy.datasets.get(name).and_then(|dataset| dataset.table.as_ref());
                table.is_some_and(|table| table.name == "agreement")
            })
        };
        let mut keeping = activities.iter().filter(|(_, activity)| keeps(activity));
        match (keeping.next(), keeping.next(), activities.len()) {
            (Some((only, _)), None, _) => Ok(only.to_string()),
            (_, _, 1) => Ok(activities.keys().map(ToString::to_string).collect()),
            _ => {
                let known: Vec<String> = activities.keys().map(ToString::to_string).collect();
                Err(refused(format!("say for which activity it is done: --for {}", known.join(" | "))))
            }
        }
    }
}
