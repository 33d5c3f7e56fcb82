//! What systems promise besides age: each is looked at as it is now.

use std::collections::BTreeMap;

use futures_util::StreamExt as _;
use gallra_connect::live::{Limits, plain_text, website};
use gallra_connect::{Connector, read_secret};
use gallra_rules::audit::Verdict;
use gallra_rules::hold::Holds;
use gallra_rules::inventory::{Reach, Shapes};
use gallra_rules::live::{
    Check, Finding, Promise, Protocol, Unseen, host_of, judge, promises, region, speaks, targets,
};
use gallra_rules::names::SystemName;
use gallra_rules::policy::{Location, System};
use jiff::Timestamp;
use serde::Serialize;

use crate::Context;
use crate::progress::Progress;
use crate::rights::{self, Taken};

/// Systems that are looked at at a time. Each has a bound of its own for its connections.
const AT_ONCE: usize = 4;

/// What was found about a promise of a system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Live {
    /// Which system, and what it promises.
    #[serde(flatten)]
    pub promise: Promise,
    /// Kept, broken or not checked.
    pub verdict: Verdict,
    /// Since when audits have found that; the moment of this one if it is the first to.
    pub since: Timestamp,
    /// What was seen, and what could not be.
    pub findings: Vec<Finding>,
}

/// Looks at everything that the policy's systems promise. What cannot be looked at is a finding.
pub(super) async fn look(
    context: &Context,
    shapes: &Shapes,
    holds: &Holds,
    connectors: &BTreeMap<SystemName, Connector>,
    progress: &dyn Progress,
) -> Vec<Live> {
    let promises = promises(&context.policy);
    let taken = if promises.iter().any(|one| one.promise == Check::LeastRights) {
        rights::taken(context, shapes, holds, connectors).await
    } else {
        Taken::default()
    };
    let looks = promises.into_iter().map(|promise| {
        let (shapes, taken) = (&shapes, &taken);
        async move {
            progress.looking_at(&promise.system);
            let findings = match context.policy.systems.get(&promise.system) {
                None => Vec::new(),
                Some(system) => match promise.promise {
                    Check::Https => https(context, system).await,
                    Check::NoPlainText => no_plain_text(context, system).await,
                    Check::LeastRights => {
                        least_rights(context, &promise.system, shapes, connectors, taken).await
                    }
                    Check::Region => vec![in_region(context, &promise.system, system, connectors).await],
                },
            };
            let verdict = judge(promise.promise, &findings);
            Live { promise, verdict, since: context.now(), findings }
        }
    });
    let looks: Vec<_> = looks.collect();
    futures_util::stream::iter(looks).buffered(AT_ONCE).collect().await
}

/// A system's address, and whether the policy itself tells it.
fn address(context: &Context, system: &System) -> Option<(String, bool)> {
    let location = system.url.as_ref()?;
    let address = read_secret(&context.policy_dir, location).ok()?;
    Some((address, matches!(location, Location::Plain(_))))
}

async fn https(context: &Context, system: &System) -> Vec<Finding> {
    let Some((address, named)) = address(context, system) else {
        return vec![Finding::Unseen(Unseen::Address)];
    };
    let ca = system.ca.as_ref().map(|file| context.policy_dir.join(file));
    let http = Protocol::Http.port();
    website(&address, named, ca.as_deref(), http, context.now(), &Limits::default()).await
}

async fn no_plain_text(context: &Context, system: &System) -> Vec<Finding> {
    let known = address(context, system);
    let own = known.as_ref().map(|(address, named)| (address.as_str(), *named));
    let (url, named) = own.map_or((None, false), |(address, named)| (Some(address), named));
    let targets = targets(system.kind, url, named, &system.hosts);
    let mut findings = plain_text(&targets, &Limits::default()).await;
    if speaks(system.kind) && url.and_then(host_of).is_none() {
        findings.push(Finding::Unseen(Unseen::Address));
    }
    findings
}

async fn least_rights(
    context: &Context,
    name: &SystemName,
    shapes: &Shapes,
    connectors: &BTreeMap<SystemName, Connector>,
    taken: &Taken,
) -> Vec<Finding> {
    let unseen = |why: String| vec![Finding::Unseen(Unseen::System(why))];
    if let Some(Reach::NotReached { reason }) = shapes.systems.get(name) {
        return unseen(reason.clone());
    }
    let found = if let Some(connector) = connectors.get(name) {
        rights::excess(context, name, connector, taken).await
    } else {
        // A system without datasets: nothing is needed there, so whatever the account may do is too much.
        match context.connect(name).await {
            Ok(connector) => {
                let found = rights::excess(context, name, &connector, taken).await;
                connector.close().await;
                found
            }
            Err(fault) => Err(fault.to_string()),
        }
    };
    found.unwrap_or_else(unseen)
}

/// Where a bucket is.
async fn in_region(
    context: &Context,
    name: &SystemName,
    system: &System,
    connectors: &BTreeMap<SystemName, Connector>,
) -> Finding {
    let told = match told_region(context, name, connectors).await {
        Ok(Some(told)) => told,
        Ok(None) => return Finding::Unseen(Unseen::RegionNotTold),
        Err(why) => return Finding::Unseen(Unseen::System(why)),
    };
    let endpoint = address(context, system).and_then(|(address, _)| host_of(&address));
    region(&endpoint.unwrap_or_default(), &told, system.country.as_deref(), system.region.as_deref())
}

/// The region that the store tells, through the connection that is open or one of its own.
async fn told_region(
    context: &Context,
    name: &SystemName,
    connectors: &BTreeMap<SystemName, Connector>,
) -> Result<Option<String>, String> {
    let told = |fault: gallra_connect::ConnectError| fault.to_string();
    if let Some(connector) = connectors.get(name) {
        return connector.region().await.map_err(told);
    }
    let connector = context.connect(name).await.map_err(|fault| fault.to_string())?;
    let region = connector.region().await.map_err(told);
    connector.close().await;
    region
}
