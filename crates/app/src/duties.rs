//! What people promise to do again and again: where each duty stands, when it is due, and the attestation that it was done.

use gallra_ledger::{Domain, DutyAttested, Hash};
use gallra_rules::duties::{One, after, each, reaches};
use gallra_rules::names::{DutyName, SystemName};
use gallra_rules::period::Period;
use gallra_rules::policy::{Again, Concerns, Localised};
use gallra_store::{Attestation, AttestationKind};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use crate::{AppError, Context, evidence};

/// A certificate is a scan or a PDF; what is larger is something else.
pub const LARGEST_DOCUMENT: usize = 64 << 20;

/// A duty, for one role or recipient, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Its name.
    pub duty: DutyName,
    /// The role or recipient; `None` where it is done once.
    pub of: Option<String>,
    /// What is done.
    pub what: Localised,
    /// The role that answers for it.
    pub by: String,
    /// The system it is done in.
    pub system: Option<SystemName>,
    /// The promise as the policy states it.
    pub rule: String,
    /// When it was last attested; `None` if never.
    pub attested: Option<Timestamp>,
    /// The role in which that was said.
    pub role: Option<String>,
    /// The last day that is good for.
    pub until: Option<Date>,
    /// SHA-256 of the certificate's file, if one was given.
    pub document: Option<Hash>,
}

impl Standing {
    /// Whether it is attested for a day.
    pub fn is_good(&self, day: Date) -> bool {
        self.until.is_some_and(|until| until >= day)
    }

    /// Its name, and the role or recipient.
    pub fn label(&self) -> String {
        match &self.of {
            Some(of) => format!("{} {of}", self.duty),
            None => self.duty.to_string(),
        }
    }
}

/// What a person says.
#[derive(Clone, Debug)]
pub struct Done {
    /// The duty.
    pub duty: DutyName,
    /// The role or recipient. May be left out where there is one.
    pub of: Option<String>,
    /// The role in which they speak; the duty's if none is given.
    pub role: Option<String>,
    /// Who.
    pub by: String,
    /// What they did.
    pub statement: String,
    /// The last day it is good for; the duty's period from today if none is given. A certificate's own has to be.
    pub until: Option<Date>,
    /// The certificate's file.
    pub document: Option<Vec<u8>>,
}

/// Every duty of the policy, those that are due soonest first.
///
/// # Errors
/// The state's.
pub async fn standings(context: &Context) -> Result<Vec<Standing>, AppError> {
    let known = context.store.attestations().await?;
    let mut all: Vec<Standing> =
        each(&context.policy).into_iter().map(|one| standing(context, one, &known)).collect();
    all.sort_by(|one, other| (one.until, &one.duty, &one.of).cmp(&(other.until, &other.duty, &other.of)));
    Ok(all)
}

fn standing(context: &Context, one: One<'_>, known: &[Attestation]) -> Standing {
    let about = |said: &&Attestation| {
        said.kind == AttestationKind::Duty
            && said.activity == one.name.as_str()
            && said.dataset == one.of.unwrap_or("")
    };
    // The state tells the latest first: what somebody says today counts.
    let last = known.iter().find(about);
    let given = |said: &Attestation| said.at.to_zoned(context.zone()).date();
    Standing {
        duty: one.name.clone(),
        of: one.of.map(str::to_owned),
        what: one.duty.what.clone(),
        by: one.duty.by.clone(),
        system: match &one.duty.concerns {
            Concerns::System(system) => Some(system.clone()),
            _ => None,
        },
        rule: one.duty.again.rule(),
        attested: last.map(|said| said.at),
        role: last.map(|said| said.role.clone()),
        until: last.map(|said| reaches(one.duty.again, given(said), said.until)),
        document: last.and_then(|said| said.document).map(Hash::from_bytes),
    }
}

/// Whether what is good until a day has to be done again within so many days from today; with 0, today at the latest.
pub fn is_due(until: Option<Date>, today: Date, days: u32) -> bool {
    until.is_none_or(|until| until <= after(today, Period::days(days)))
}

/// Records that a duty was done, and seals it. Tells the last day it is good for.
///
/// # Errors
/// [`AppError::Attestation`] for what is no duty, a role or recipient that it is not done for, a day that has passed or is
/// later than promised, a certificate without its last day, an empty statement.
pub async fn attest(context: &Context, done: Done) -> Result<Date, AppError> {
    let refused = |cause: String| Err(AppError::Attestation(cause));
    let one = match find(context, &done) {
        Ok(one) => one,
        Err(cause) => return refused(cause),
    };
    if done.by.trim().is_empty() || done.statement.trim().is_empty() {
        return refused("an attestation needs a name and what was done".to_owned());
    }
    let today = context.today();
    let most = match one.duty.again {
        Again::Every(period) => Some(after(today, period)),
        Again::Certificate => None,
    };
    let Some(until) = done.until.or(most) else {
        return refused(format!("`{}` is a certificate: say its last day with --until", one.name));
    };
    if until < today {
        return refused(format!("its last day {until} has already passed"));
    }
    if let Some(most) = most.filter(|most| until > *most) {
        let rule = one.duty.again.rule();
        return refused(format!(
            "`{}` is promised {rule}: it can be good until {most}, not {until}",
            one.name
        ));
    }
    if done.document.as_ref().is_some_and(Vec::is_empty) {
        return refused("the document is empty".to_owned());
    }
    let at = context.now();
    let attestation = Attestation {
        kind: AttestationKind::Duty,
        activity: one.name.to_string(),
        dataset: one.of.unwrap_or("").to_owned(),
        rule: one.duty.again.rule(),
        role: done.role.unwrap_or_else(|| one.duty.by.clone()),
        by: done.by,
        statement: done.statement,
        at,
        until,
        document: done.document.map(|bytes| *Hash::of(&bytes).as_bytes()),
    };
    let commit = |domain, text: &str| context.keys.commitment.commit(domain, text.as_bytes());
    let leaf = DutyAttested {
        duty: attestation.activity.clone(),
        of: one.of.map(str::to_owned),
        rule: attestation.rule.clone(),
        role: attestation.role.clone(),
        actor: commit(Domain::Actor, &attestation.by),
        statement: commit(Domain::Statement, &attestation.statement),
        until: until.to_string(),
        document: attestation.document.map(Hash::from_bytes),
    };
    let leaf = evidence::leaf(at, leaf)?;
    let mut tx = context.store.write().await?;
    tx.attest(&attestation).await?;
    tx.append(&leaf, at, None).await?;
    tx.commit().await?;
    // If we crash here: the next command publishes the leaf.
    evidence::publish(context).await?;
    Ok(until)
}

/// Which duty is meant, or what there is.
fn find<'c>(context: &'c Context, done: &Done) -> Result<One<'c>, String> {
    let all = each(&context.policy);
    let mine: Vec<One<'_>> = all.iter().filter(|one| *one.name == done.duty).copied().collect();
    let names = |all: &[One<'_>]| {
        let names = all.iter().map(|one| match one.of {
            Some(of) => format!("{} {of}", one.name),
            None => one.name.to_string(),
        });
        let names = names.collect::<Vec<_>>().join(", ");
        if names.is_empty() { "none".to_owned() } else { names }
    };
    match (&done.of, mine.as_slice()) {
        (_, []) => Err(format!("`{}` is no duty; the policy has: {}", done.duty, names(&all))),
        (None, [only]) => Ok(*only),
        (None, _) => Err(format!("`{}` is done for several; say for which: {}", done.duty, names(&mine))),
        (Some(of), _) => mine
            .iter()
            .find(|one| one.of == Some(of.as_str()))
            .copied()
            .ok_or_else(|| format!("`{}` is not done for `{of}`; it is for: {}", done.duty, names(&mine))),
    }
}
