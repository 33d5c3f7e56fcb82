//! Gallra's own state holds personal data: names of approvers and of those who place holds, what they wrote, and whom a
//! hold was about. The policy in `examples/gallra-itself` declares it, and Gallra keeps it.

use gallra_app::holds::{self, Wanted};
use gallra_app::{Clock, Context};
use gallra_rules::hold::HoldScope;
use gallra_rules::predicate::Scalar;
use gallra_store::Store;
use gallra_store::register::{
    Acting, Actor, Change, Content, Held, NewEntry, NewParty, PartyKind, Person, Role, Scope, Source, Why,
};
use gallra_vault::{Kek, Keyring};
use jiff::civil::Date;

use crate::hostile::{NOW, Shop};
use crate::support::{APPROVER, House, journey, make_plan, told};

const LATER: &str = "2029-11-22T12:00:00Z";
const REASON: &str = "Tvist med Beda Prövsten";

/// The example's policy over the shop's state, with a state folder of its own.
async fn keeper(shop: &Shop, house: &House) -> Context {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/gallra-itself/policy.yaml");
    let text = std::fs::read_to_string(example).unwrap();
    let file = shop.house.state().join("gallra.db");
    let ours = text.replace("../gallra-state/gallra.db", &file.display().to_string());
    assert_ne!(ours, text, "the example's path is where this test looks for it");
    let outcome = gallra_rules::check([("policy.yaml", ours.as_str())], &gallra_rules::Options::default());
    let policy = outcome.policy.expect("the example compiles");
    let clock = Clock::Fixed(LATER.parse().unwrap());
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
    let (_, report) = journey(&house, &keeper(&shop, &house).await).await;
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
async fn the_register_in_the_state_is_kept_like_any_other_system() {
    let shop = Shop::new();
    let ring = Keyring::new(Kek::create(&shop.house.path().join("kek")).unwrap());
    let store = Store::open(&shop.house.state()).await.unwrap();
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let acting = |at: &str| Acting {
        at: at.parse().unwrap(),
        actor: Actor([1; 32]),
        why: Why::new("communication").unwrap(),
    };
    let party = NewParty {
        kind: PartyKind::Customer,
        role: Role::Controller,
        belongs_to: None,
        since: None,
        last_contact: None,
        person: Person { name: "Beda Prövsten".into(), ..Person::default() },
    };
    let id = register.create_party(&acting(NOW), &party).await.unwrap();
    let note = |day: &str| NewEntry {
        party: id,
        at: day.parse::<Date>().unwrap(),
        activity: "communication".into(),
        source: Source::Staff,
        due: None,
        state: None,
        content: Content::Note { text: REASON.into() },
    };
    register.create_entry(&acting(NOW), &note("2026-11-01")).await.unwrap();
    let kept = register.create_entry(&acting("2029-11-01T08:00:00Z"), &note("2029-11-01")).await.unwrap();
    let left = Change { left_on: Some("2026-11-01".parse().unwrap()), ..Change::default() };
    register.change_party(&acting("2029-11-01T08:00:00Z"), id, &left).await.unwrap();
    drop(register);
    store.close().await;

    let house = House::new();
    let (plan, report) = journey(&house, &keeper(&shop, &house).await).await;
    assert_eq!(told(&report, "entries").rows.erased, 1, "the old one");
    assert_eq!(told(&report, "access").rows.erased, 2, "what was done three years ago");
    assert_eq!(shop.house.state_says("SELECT count(*) FROM party"), "1", "who left is a person's task");
    assert!(format!("{plan:?}").contains("parties"), "and the plan says so");
    house.evidence_never_says(&["Prövsten", REASON]);

    let store = Store::open(&shop.house.state()).await.unwrap();
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let entry = register.entry(&acting(LATER), kept).await.unwrap().unwrap();
    assert!(matches!(entry.content, Held::Open(_)));
    register.forget(&acting(LATER), id).await.unwrap();
    assert_eq!(register.sweep().await.unwrap().unreadable, 0);
}
