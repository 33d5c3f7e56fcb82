//! The five companies: their policies compile clean apart from the warnings that their own pages call for.

use std::path::Path;

use gallra_rules::diagnostic::{Lang, Severity};
use gallra_rules::{Options, Outcome, check_folder, scaffold};

use crate::stock::TODAY;

fn outcome(kind: &str) -> Outcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(kind);
    check_folder(&folder, &Options { today: Some(TODAY) })
}

fn codes(kind: &str) -> Vec<&'static str> {
    let outcome = outcome(kind);
    assert!(outcome.is_ok(), "{}", outcome.render(Lang::En, false));
    outcome.diagnostics.iter().map(|one| one.code.as_str()).collect()
}

#[test]
fn the_web_agency_is_clean() {
    assert_eq!(codes("web-agency"), [] as [&str; 0]);
}

#[test]
fn the_chat_service_is_clean() {
    assert_eq!(codes("chat-service"), [] as [&str; 0]);
}

#[test]
fn the_hosting_company_is_told_of_its_backups() {
    assert_eq!(codes("hosting-company"), ["G062"]);
}

#[test]
fn the_backup_provider_is_told_of_its_backups() {
    assert_eq!(codes("backup-provider"), ["G062"]);
}

#[test]
fn the_web_host_is_told_of_its_double_bases_its_bookkeeping_and_its_backups() {
    assert_eq!(codes("web-host"), ["G041", "G041", "G063", "G041", "G041", "G062"]);
}

#[test]
fn the_empty_policy_is_clean() {
    assert_eq!(codes("empty"), [] as [&str; 0]);
}

/// The web host's yearly purge keeps seven years; were the promise six months, it would not.
#[test]
fn a_yearly_purge_keeps_a_long_promise_and_breaks_a_short_one() {
    let files = scaffold::files("web-host").iter().map(|(path, text)| {
        (
            *path,
            text.replace("keep: {at_most: 7 years after settled}", "keep: {at_most: 6 months after settled}"),
        )
    });
    let outcome = gallra_rules::check(files, &Options { today: Some(TODAY) });
    let errors: Vec<_> = outcome.diagnostics.iter().filter(|one| one.severity() == Severity::Error).collect();
    assert_eq!(errors.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["G061"]);
}

#[test]
fn every_promise_stands_beside_what_keeps_it() {
    let promises = [
        ("web-agency", 0, 11),
        ("chat-service", 1, 17),
        ("hosting-company", 2, 11),
        ("backup-provider", 3, 18),
        ("web-host", 4, 12),
    ];
    for (kind, page, last) in promises {
        let text: String = scaffold::files(kind).iter().map(|(_, text)| *text).collect();
        for number in 1..=last {
            let id = format!("S{page}-{number}");
            let found = text
                .match_indices(&id)
                .any(|(at, _)| !text[at + id.len()..].starts_with(|c: char| c.is_ascii_digit()));
            assert!(found, "{kind} does not mention {id}");
        }
    }
}

#[test]
fn the_scaffold_is_the_examples() {
    for (kind, _, _) in scaffold::KINDS {
        let files = scaffold::files(kind);
        assert!(!files.is_empty(), "{kind}");
        let from_scaffold = gallra_rules::check(files.iter().copied(), &Options { today: Some(TODAY) });
        let hash = |outcome: &Outcome| outcome.policy.as_ref().map(|policy| policy.hash().clone());
        assert_eq!(hash(&from_scaffold), hash(&outcome(kind)), "{kind}");
        assert!(hash(&from_scaffold).is_some());
    }
    assert!(scaffold::files("bakery").is_empty());
}

/// The published figures of the web host, in the policy that the planner sees.
#[test]
fn the_web_hosts_table_is_what_it_published() {
    let outcome = outcome("web-host");
    let policy = outcome.policy.expect("it compiles");
    let figures: Vec<String> = policy
        .activities
        .iter()
        .filter_map(|(name, activity)| {
            let cap = activity.keep.at_most.as_ref()?;
            Some(format!("{name}: {} after {}", cap.period, cap.anchor))
        })
        .collect();
    assert_eq!(
        figures,
        [
            "access_logs: 6 months after logged",
            "backups: 6 months after taken",
            "bookkeeping: 7 years after settled",
            "contact_persons: 1 month after left",
            "customer_contacts: 7 years after settled",
            "hosted_data: 1 month after settled",
            "incoming_mail: 2 years after received",
            "internal_chat: 1 year after sent",
            "login_protection: 6 months after logged_in",
        ]
    );
}
