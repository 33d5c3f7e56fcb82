//! What the policy language says about links, and what the checker makes of it.

use gallra_rules::policy::{PolicySet, Tie, Tied, Unreached};
use gallra_rules::predicate::Replacement;
use gallra_rules::syntax::print;

use crate::planning::support::{activity, policy, try_policy};
use crate::stock::{check_pieces, codes};

fn with(datasets: &str) -> String {
    format!(
        "datasets:\n  users: {{in: db, table: users, subject: {{email: email}}, anchors: {{left: left_on}}}}\n{datasets}activities:\n"
    ) + &activity("all", "users", "at_most: 1 year after left", "delete")
}

fn posts(belongs_to: &str) -> String {
    with(&format!("  posts: {{in: db, table: posts, belongs_to: {{users: {belongs_to}}}}}\n"))
}

fn ties(policy: &PolicySet) -> Vec<Tie> {
    policy.datasets["posts"].ties().map(|(_, tie)| tie.into_owned()).collect()
}

#[test]
fn the_long_form_of_what_is_usual_is_the_short_one() {
    let short = policy(&posts("author_id"));
    for long in
        ["[author_id]", "{by: author_id}", "{by: author_id, as: owned}", "[{by: [author_id], as: owned}]"]
    {
        assert_eq!(policy(&posts(long)).hash(), short.hash(), "{long}");
    }
    assert_eq!(ties(&short), [Tie::owned(vec!["author_id".to_owned()])]);
}

#[test]
fn sender_and_receiver_are_two_links_to_one_dataset() {
    let policy = policy(&posts(
        "[{by: sender, as: shared}, {by: receiver, as: refers, anonymise: {receiver: 0, name: \"gone\"}}]",
    ));
    let [sender, receiver] = ties(&policy).try_into().unwrap();
    assert_eq!((sender.tied, receiver.tied), (Tied::Shared, Tied::Refers));
    assert_eq!(sender.cut(), [("sender".to_owned(), Replacement::Null)].into());
    assert_eq!(receiver.cut().len(), 2);
    // The planner follows the first link by which records belong to others.
    assert_eq!(policy.datasets["posts"].belongs_to["users"], ["sender"]);
    let again = crate::planning::support::try_whole(&print(&policy)).unwrap();
    assert_eq!(again.hash(), policy.hash());
}

#[test]
fn what_only_refers_does_not_belong() {
    let policy = policy(&posts("{by: moderator, as: refers}"));
    assert!(policy.datasets["posts"].belongs_to.is_empty());
    // So a circle that is closed by a reference is none.
    let circle = "  staff: {in: db, table: staff, belongs_to: {shops: shop_id}}\n  shops: {in: db, table: shops, belongs_to: {staff: MANAGER}}\n";
    assert!(try_policy(&with(&circle.replace("MANAGER", "{by: manager_id, as: refers}"))).is_ok());
    assert!(try_policy(&with(&circle.replace("MANAGER", "manager_id"))).unwrap_err().contains("G032"));
}

#[test]
fn slips_are_told_with_their_place() {
    for (wrong, told) in [
        ("{by: author_id, as: onwed}", "did you mean `owned`?"),
        ("{as: refers}", "`by` is missing"),
        ("{by: []}", "G008"),
        ("{by: author_id, then: delete}", "G007"),
        ("{by: author_id, as: shares, anonymise: {author_id: null}}", "G037"),
        ("{by: author_id, as: refers, anonymise: {author_id: gone}}", "G011"),
        ("[author_id, {by: editor_id}]", "G008"),
    ] {
        let found = try_policy(&posts(wrong)).unwrap_err();
        assert!(found.contains(told), "{wrong}: {found}");
    }
    let itself = with("  notes: {in: db, table: notes, belongs_to: {notes: {by: parent, as: shared}}}\n");
    assert!(try_policy(&itself).unwrap_err().contains("cannot share another of its own kind"));
    let elsewhere =
        with("  notes: {in: other, table: notes, belongs_to: {users: {by: user_id, as: refers}}}\n");
    assert!(try_policy(&elsewhere).unwrap_err().contains("in two systems"));
    let unknown = with("  notes: {in: db, table: notes, belongs_to: {user: {by: user_id, as: refers}}}\n");
    assert!(try_policy(&unknown).unwrap_err().contains("did you mean `users`?"));
}

/// Logs that nothing leads to.
const LOGS: &str = "datasets:
  customers: {in: billing, table: customers, subject: {email: email}, anchors: {ended: ended_on}}
  logs: {in: billing, table: logs, fields: {ip: online.ip}, MORE anchors: {ended: ended_on}}
activities:
  shop: {role: controller, purpose: Shop, basis: contract, data: [customers, logs], keep: {at_most: 1 year after ended}, measures: [access]}
";

#[test]
fn what_nothing_leads_to_is_refused_unless_the_policy_wants_a_warning() {
    let codes_of = |head: &str, more: &str| {
        let outcome = check_pieces(&[&format!("{head}{}", LOGS.replace("MORE", more))]);
        (codes(&outcome), outcome.is_ok())
    };
    for strict in ["", "requests: {}\n", "requests: {unreached: refuse}\n"] {
        assert_eq!(codes_of(strict, ""), (vec!["G036"], false), "{strict}");
        assert_eq!(codes_of(strict, "belongs_to: {customers: customer_id},"), (vec![], true));
        assert_eq!(codes_of(strict, "subject: {ip: ip},"), (vec![], true));
        assert_eq!(codes_of(strict, "no_subject: Networks only,"), (vec![], true));
    }
    assert_eq!(codes_of("requests: {unreached: warn}\n", ""), (vec!["G035"], true));
    // Half a policy is not judged: what leads to the logs may stand where a fault is.
    assert_eq!(codes_of("systems: {billing: {kind: nothing}}\n", "").0, ["G011", "G010"]);
    assert_eq!(codes_of("", "subject: {ip: ip}, no_subject: Networks only,"), (vec!["G037"], false));
    assert_eq!(codes_of("requests: {unreached: refuse}\nrequests: {}\n", ""), (vec!["G005", "G036"], false));
    let policy =
        check_pieces(&[&format!("requests: {{unreached: warn}}\n{}", LOGS.replace("MORE", ""))]).policy;
    assert_eq!(policy.unwrap().requests.unreached, Some(Unreached::Warn));
}
