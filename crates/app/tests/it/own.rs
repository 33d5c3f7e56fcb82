//! Gallra's own state holds personal data: names of approvers and of those who place holds, what they wrote, and whom a
//! hold was about; and the register. The policy in `examples/gallra-itself` declares it, and Gallra keeps it.

use gallra_app::holds::{self, Wanted};
use gallra_app::{Clock, Context};
use gallra_rules::hold::HoldScope;
use gallra_rules::predicate::Scalar;
use gallra_store::register::{Change, Content, Held, NewEntry, NewParty, PartyKind, Person, Role, Source};
use jiff::civil::Date;

use crate::hostile::{NOW, Shop};
use crate::support::{APPROVER, House, approve, journey, make_plan, told};

const LATER: &str = "2029-11-22T12:00:00Z";
const REASON: &str = "Tvist med Beda Prövsten";

/// The example's policy over a state, with a state folder that may be another one.
async fn keeper(kept: &House, house: &House, now: &str) -> Context {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/gallra-itself");
    let read = |name: &str| std::fs::read_to_string(format!("{example}/{name}")).unwrap();
    let text = read("policy.yaml");
    let file = kept.state().join("gallra.db");
    let ours = text.replace("../policy-state/gallra.db", &file.display().to_string());
    assert_ne!(ours, text, "the example's path is where this test looks for it");
    let files = [("policy.yaml", ours), ("organisation.yaml", read("organisation.yaml"))];
    let outcome = gallra_rules::check(files, &gallra_rules::Options::default());
    let policy = outcome.policy.expect("the example compiles");
    let clock = Clock::Fixed(now.parse().unwrap());
    Context::open(policy, &house.path().join("policy"), &house.state(), clock).await.unwrap()
}

#[tokio::test]
async fn the_names_in_the_state_go_when_their_time_is_over_and_the_log_still_verifies() {
    let shop = Shop::new();
    let context = shop.house.open(&shop.policy(), NOW).await;
    let scope = HoldScope { column: "customer_id".into(), values: vec![Scalar::Integer(3)] };
    let wanted = Wanted {
        dataset: "chats".into(),
        only: Some(scope),
        reason: REASON.into(),
        until: None,
        by: APPROVER.into(),
    };
    let lifted = holds::add(&context, wanted.clone()).await.unwrap();
    let (_, first) = journey(&shop.house, &context).await;
    holds::lift(&context, &lifted, APPROVER).await.unwrap();
    let standing = holds::add(&context, wanted).await.unwrap();
    drop(context);
    assert!(first.rows.held > 0);
    assert_eq!(
        shop.house.state_says(&format!("SELECT count(*) FROM approval WHERE approved_by = '{APPROVER}'")),
        "1"
    );

    let house = House::new();
    let (_, report) = journey(&house, &keeper(&shop.house, &house, LATER).await).await;
    assert_eq!(told(&report, "holds").rows.erased, 1, "the lifted one");
    assert_eq!(told(&report, "approvals").rows.anonymised, 1);
    assert_eq!(shop.house.state_says("SELECT group_concat(id) FROM hold"), standing.0, "one in force stays");
    assert_eq!(shop.house.state_says("SELECT approved_by FROM approval"), "removed");
    house.evidence_never_says(&[APPROVER, "Prövsten"]);

    // What was proven then is proven still, and the state works on.
    shop.house.certificate(&first.run);
    let context = shop.house.open(&shop.policy(), LATER).await;
    assert!(make_plan(&context).await.rows() > 0);
}

#[tokio::test]
async fn the_register_in_the_state_at_work_is_kept_and_so_are_the_names_of_those_who_approve() {
    let house = House::new();
    let context = keeper(&house, &house, NOW).await;
    let acting = context.acting(APPROVER, "communication").unwrap();
    let party = NewParty {
        kind: PartyKind::Customer,
        role: Role::Controller,
        belongs_to: None,
        since: None,
        last_contact: None,
        person: Person { name: "Beda Prövsten".into(), ..Person::default() },
    };
    let register = context.register().await.unwrap();
    let id = register.create_party(&acting, &party).await.unwrap();
    let note = |day: &str| NewEntry {
        party: id,
        at: day.parse::<Date>().unwrap(),
        activity: "communication".into(),
        source: Source::Staff,
        due: None,
        state: None,
        content: Content::Note { text: REASON.into() },
    };
    register.create_entry(&acting, &note("2026-11-01")).await.unwrap();
    let kept = register.create_entry(&acting, &note("2029-11-01")).await.unwrap();
    let left = Change { left_on: Some("2026-11-01".parse().unwrap()), ..Change::default() };
    register.change_party(&acting, id, &left).await.unwrap();
    let plan = make_plan(&context).await;
    approve(&context, &plan).await;
    drop(register);
    drop(context);

    let context = keeper(&house, &house, LATER).await;
    let (_, report) = journey(&house, &context).await;
    assert_eq!(told(&report, "notes").rows.erased, 1, "the old one");
    assert_eq!(told(&report, "trail").rows.erased, 4, "what was done three years ago");
    assert_eq!(told(&report, "approvals").rows.anonymised, 1, "in the file that the run itself writes to");
    assert_eq!(told(&report, "customers").rows.kept, 1, "a note hangs on it");
    house.evidence_never_says(&["Prövsten", REASON]);
    let register = context.register().await.unwrap();
    let acting = context.acting(APPROVER, "communication").unwrap();
    let entry = register.entry(&acting, kept).await.unwrap().unwrap();
    assert!(matches!(entry.content, Held::Open(_)));
}
