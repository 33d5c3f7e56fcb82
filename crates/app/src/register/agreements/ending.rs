//! The end of an agreement: what of this customer is where now, when it goes, and what keeps it.

use std::collections::{BTreeMap, BTreeSet};

use gallra_connect::{ConnectError, Connector};
use gallra_rules::calculus::Side;
use gallra_rules::ending::{self, Asked, Gap, Term, Then, Whose};
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::period::Period;
use gallra_rules::plan::Question;
use gallra_store::register::{Acting, Agreement, AgreementId, AgreementState, PartyId, WantedAgreements};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::{every, name, person, refused, settings};
use crate::planning::look;
use crate::progress::Progress;
use crate::{AppError, Context};

/// Whose end is asked for: an agreement's number or a party's, which are never the same.
#[derive(Clone, Debug)]
pub struct Ending {
    /// The customer.
    pub party: PartyId,
    /// What it is called.
    pub name: String,
    /// The agreement; `None` if the customer was named, and all that hangs on it is told.
    pub agreement: Option<Agreement>,
    /// What of it is where.
    pub parts: Vec<Part>,
    /// Where nobody could count.
    pub gaps: Vec<(DatasetName, SystemName, Gap)>,
    /// How long backups are kept, if the policy has any.
    pub backups: Option<Period>,
}

/// One dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The dataset.
    pub dataset: DatasetName,
    /// The system.
    pub system: SystemName,
    /// What happens to a record whose time is up.
    pub then: Then,
    /// The limits, as the policy states them.
    pub rules: Vec<String>,
    /// Records of this customer that are there now.
    pub left: u64,
    /// Of these: under a hold or a lock.
    pub held: u64,
    /// Of these: kept by law.
    pub law: u64,
    /// Of these: their time is over, and nothing keeps them.
    pub overdue: u64,
    /// Of these: nobody can tell when their time is over.
    pub unknown: u64,
    /// By which law.
    pub basis: Option<String>,
    /// The first day on which no law keeps any of them.
    pub law_until: Option<Date>,
    /// The first day on which some of them are gone; `None` while what it counts from has not happened.
    pub first: Option<Date>,
    /// The first day on which all of them are.
    pub last: Option<Date>,
    /// The first day on which no backup holds them either.
    pub backups: Option<Date>,
}

impl Part {
    /// Records whose time is not over.
    pub const fn not_due(&self) -> u64 {
        self.left.saturating_sub(self.held + self.law + self.overdue + self.unknown)
    }
}

/// What hangs on an agreement, or on a customer.
///
/// # Errors
/// [`AppError::Register`] for a number that is neither's; the state's. A system that does not answer is a gap.
pub async fn ending(
    context: &Context,
    acting: &Acting,
    number: i64,
    progress: &dyn Progress,
) -> Result<Ending, AppError> {
    let register = context.register().await?;
    let agreement = register.agreement(acting, AgreementId(number)).await?;
    let party = agreement.as_ref().map_or(PartyId(number), |agreement| agreement.party);
    let Some(whom) = register.party(acting, party).await? else {
        return Err(refused(format!("{number} is the number of no agreement and of no customer")));
    };
    let keys: BTreeMap<String, BTreeSet<String>> =
        person(&whom).map(|it| it.keys.clone()).unwrap_or_default();
    let own = settings::of(context, party).await?;
    let own = own.into_iter().map(|setting| (setting.dataset, setting.period)).collect();
    let kind = agreement.as_ref().map(|agreement| agreement.kind.word());
    let whose = Whose { keys: &keys, own: &own, kind };

    let holds = context.store.holds_in_force(context.today()).await?;
    let (shapes, connectors) = look(context, progress).await?;
    let draft = ending::draft(&context.policy, &shapes, &holds, context.now(), &whose);
    let (mut parts, mut gaps) = (Vec::new(), draft.gaps);
    for asked in &draft.asked {
        progress.counting(&asked.dataset);
        let counted = match connectors.get(&asked.system) {
            Some(connector) => count(context, connector, asked).await.map_err(|fault| fault.to_string()),
            None => Err(format!("system `{}` does not answer", asked.system)),
        };
        match counted {
            Ok(part) => parts.push(part),
            Err(why) => gaps.push((asked.dataset.clone(), asked.system.clone(), Gap::NotReached(why))),
        }
    }
    for connector in connectors.values() {
        connector.close().await;
    }
    let backups = ending::backups(&context.policy);
    Ok(Ending { party, name: name(&whom), agreement, parts, gaps, backups })
}

/// The one agreement that a number means: itself, or the customer's only one that has ended.
///
/// # Errors
/// [`AppError::Register`] if there is none, or several.
pub(super) async fn ended(context: &Context, acting: &Acting, number: i64) -> Result<Agreement, AppError> {
    let register = context.register().await?;
    let over = |agreement: &Agreement| {
        matches!(agreement.state, AgreementState::Ended | AgreementState::Settled)
            && agreement.ended_on.is_some_and(|last| last < context.today())
    };
    if let Some(agreement) = register.agreement(acting, AgreementId(number)).await? {
        if over(&agreement) {
            return Ok(agreement);
        }
        return Err(refused(format!("agreement {number} has not ended; its last day has to be over")));
    }
    let theirs = WantedAgreements { party: Some(PartyId(number)), ..WantedAgreements::default() };
    let mut theirs = every(&register, acting, theirs).await?;
    theirs.retain(over);
    match theirs.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(refused(format!("no agreement with {number} has ended"))),
        several => {
            let ids: Vec<String> = several.iter().map(|agreement| agreement.id.0.to_string()).collect();
            Err(refused(format!("several agreements with {number} have ended; name one: {}", ids.join(", "))))
        }
    }
}

async fn count(context: &Context, connector: &Connector, asked: &Asked) -> Result<Part, ConnectError> {
    let theirs = connector.measure(&asked.theirs).await?;
    let rows = async |question: &Question| -> Result<u64, ConnectError> {
        Ok(connector.measure(question).await?.disposable)
    };
    let law = match &asked.law {
        Some(question) => rows(question).await?,
        None => 0,
    };
    let mut part = Part {
        dataset: asked.dataset.clone(),
        system: asked.system.clone(),
        then: asked.then,
        rules: asked.terms.iter().map(|term| term.rule.clone()).collect(),
        left: theirs.due,
        held: theirs.excepted.iter().sum(),
        law,
        overdue: rows(&asked.overdue).await?,
        unknown: rows(&asked.unknown).await?,
        basis: None,
        law_until: None,
        first: None,
        last: None,
        backups: None,
    };
    if part.left > 0 {
        dates(context, connector, asked, &mut part).await?;
    }
    Ok(part)
}

/// The first and the last of several days, as far as they are known.
type Days = (Option<Date>, Option<Date>);

/// When they go: not before the latest floor, not after the earliest cap. Of several caps the earliest counts for all, which
/// may be earlier than the last record of those that only another cap takes.
async fn dates(
    context: &Context,
    connector: &Connector,
    asked: &Asked,
    part: &mut Part,
) -> Result<(), ConnectError> {
    let (mut floors, mut caps) = (Vec::new(), Vec::new());
    for term in &asked.terms {
        let measure = connector.measure(&term.question).await?;
        let newest = match measure.oldest {
            Some(oldest) if !term.from_the_agreement => newest(context, connector, term, oldest).await?,
            same => same,
        };
        let over = |anchor: Option<Date>| anchor.and_then(|anchor| term.over(anchor));
        let span = (over(measure.oldest), over(newest));
        // What has no anchor yet is kept until it has one.
        let whole = measure.due == part.left;
        match term.side {
            Side::Floor => {
                if span.1 > part.law_until || part.basis.is_none() {
                    (part.basis, part.law_until) = (term.basis.clone(), span.1);
                }
                floors.push((span, whole));
            }
            Side::Cap => caps.push((span, whole)),
        }
    }
    if part.law == 0 {
        (part.basis, part.law_until) = (None, None);
    }
    let floor = |pick: fn(&Days) -> Option<Date>| floors.iter().map(|(span, _)| pick(span)).max().flatten();
    let cap = |pick: fn(&Days) -> Option<Date>| caps.iter().filter_map(|(span, _)| pick(span)).min();
    let all_have =
        floors.iter().all(|(_, whole)| *whole) && (caps.is_empty() || caps.iter().any(|(_, whole)| *whole));
    part.first = cap(|span| span.0).max(floor(|span| span.0));
    // A date that the law counts from and that lies ahead: how long it keeps them, nobody knows.
    let endless = floors.iter().any(|((_, last), _)| last.is_none());
    let last = cap(|span| span.1).max(floor(|span| span.1));
    part.last = last.filter(|_| all_have && !endless && part.held == 0);
    if endless || floors.iter().any(|(_, whole)| !whole) {
        part.law_until = None;
    }
    let begun = caps.is_empty() || cap(|span| span.0).is_some();
    if !begun {
        (part.first, part.last) = (None, None);
    }
    part.backups = part.last.and_then(|last| ending::gone_from_backups(&context.policy, last));
    Ok(())
}

/// The newest anchor among a customer's records, found by asking how many there are up to a day, sixteen days in one pass;
/// `None` for one that lies ahead.
async fn newest(
    context: &Context,
    connector: &Connector,
    term: &Term,
    oldest: Date,
) -> Result<Option<Date>, ConnectError> {
    const STEPS: i32 = 15;
    // The newest is from `low` on and before `high`.
    let (mut low, mut high) = (oldest, context.today().saturating_add(1.day()));
    let ahead = connector.classify(&term.question, &[term.before(high), term.ever()]).await?;
    if ahead.get(1).is_some_and(|rows| *rows > 0) || low >= high {
        return Ok(None);
    }
    loop {
        let days = low.until(high).map_or(1, |span| span.get_days());
        if days <= 1 {
            return Ok(Some(low));
        }
        let width = (days / (STEPS + 1)).max(1);
        let mut edges = Vec::new();
        let mut edge = low.saturating_add(width.days());
        while edge < high {
            edges.push(edge);
            edge = edge.saturating_add(width.days());
        }
        edges.push(high);
        let classes: Vec<_> = edges.iter().map(|edge| term.before(*edge)).collect();
        let rows = connector.classify(&term.question, &classes).await?;
        let Some(last) = rows.iter().take(edges.len()).rposition(|rows| *rows > 0) else {
            return Ok(Some(low));
        };
        if last > 0 {
            low = edges.get(last - 1).copied().unwrap_or(low);
        }
        high = edges.get(last).copied().unwrap_or(high);
    }
}

/// The records that are left by why, in the order in which they are told.
pub(super) fn reasons(part: &Part) -> [(&'static str, u64); 5] {
    [
        ("hold", part.held),
        ("law", part.law),
        ("overdue", part.overdue),
        ("not_checked", part.unknown),
        ("not_due", part.not_due()),
    ]
}
