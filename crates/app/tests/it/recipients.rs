//! Sub-processors: customers are told before one is used, and an open objection stands in the way.

use gallra_app::recipients::{self, HowItChanged, Objecting, Sub, Why};
use gallra_app::register::KeyPlace;
use gallra_app::{Clock, Context, Engine, StatePlace, move_state};
use gallra_rules::audit::Verdict;
use gallra_store::register::{
    Acceptance, Accepting, AgreementKind, Mode, NewAgreement, NewParty, PartyId, PartyKind, Person, Role,
};
use gallra_testkit::{PgVersion, Postgres};

use crate::hostile::NOW;
use crate::support::{APPROVER, House, activity, policy};

/// What customers are told of, and beside it what is ours alone.
fn rules(recipients: &str) -> String {
    let hosting = activity(
        "hosting",
        "letters",
        "at_most: 1 year after filed",
        "{task: {what: {sv: Strimla, en: Shred}, by: office}}",
    )
    .replace("role: controller", "role: processor")
    .replace("    basis: contract\n", "    recipients: [cloud]\n");
    format!(
        "
recipients:
{recipients}
systems:
  binders: {{kind: manual, place: Arkivrummet, responsible: office, country: SE}}
datasets:
  letters: {{in: binders, about: [people], fields: {{name: person.name}}}}
activities:{hosting}"
    )
}

const CLOUD: &str = "  cloud: {name: Molnet AB, role: sub_processor, country: SE, agreement: A}";
const CLOUD_IN_US: &str = "  cloud: {name: Molnet AB, role: sub_processor, country: US, transfer: standard_contractual_clauses, agreement: A}";

/// Takes in a customer, with a processor agreement in force or without one.
async fn customer(context: &Context, name: &str, agreed: bool) -> PartyId {
    let register = context.register().await.unwrap();
    let acting = context.acting(APPROVER, "hosting").unwrap();
    let party = NewParty {
        kind: PartyKind::Customer,
        role: Role::Controller,
        belongs_to: None,
        since: None,
        last_contact: None,
        person: Person { name: name.into(), address: Some("Provgatan 1".into()), ..Person::default() },
    };
    let id = register.create_party(&acting, &party).await.unwrap();
    if agreed {
        let day = "2026-01-15".parse().unwrap();
        let new = NewAgreement {
            party: id,
            kind: AgreementKind::Dpa,
            mode: Mode::Standard,
            text: b"Avtal".to_vec(),
            drafted_on: day,
            supersedes: None,
        };
        let agreement = register.draft(&acting, &new).await.unwrap();
        register.offer(&acting, agreement, day).await.unwrap();
        let how = Accepting {
            text_hash: gallra_store::register::hash_of(b"Avtal"),
            on: day,
            starts_on: day,
            evidence: Acceptance { by: name.into(), address: "192.0.2.1".into(), by_payment: false },
        };
        register.accept(&acting, agreement, &how).await.unwrap();
    }
    id
}

async fn judged(context: &Context) -> Sub {
    recipients::judge_all(context, context.now()).await.unwrap().remove(0)
}

async fn announced(context: &Context) -> recipients::Recorded {
    let draft = recipients::draft(context, APPROVER, None).await.unwrap();
    recipients::record(context, &draft, APPROVER, "Vi anlitar Molnet AB", false).await.unwrap()
}

fn objecting(party: PartyId, on: &str) -> Objecting {
    Objecting {
        party: party.0,
        recipient: "cloud".into(),
        on: on.parse().unwrap(),
        statement: "Vi vill inte ha Molnet, hälsar Beda Prövsten".into(),
        by: APPROVER.into(),
    }
}

#[tokio::test]
async fn a_sub_processor_is_announced_to_those_with_an_agreement_and_free_when_the_window_has_passed() {
    let house = House::new();
    let context = house.open(&rules(CLOUD), NOW).await;
    assert_eq!(judged(&context).await.why, Why::NoRegister, "nobody knows whom to tell");
    let acme = customer(&context, "Acme Prov AB", true).await;
    customer(&context, "Utan Avtal AB", false).await;
    let sub = judged(&context).await;
    assert_eq!((sub.why, sub.verdict), (Why::NotAnnounced, Verdict::Broken));

    let draft = recipients::draft(&context, APPROVER, None).await.unwrap();
    let told: Vec<PartyId> = draft.customers.iter().map(|customer| customer.party).collect();
    assert_eq!((told, draft.changes[0].change), (vec![acme], HowItChanged::Added));
    let recorded = announced(&context).await;
    assert_eq!((recorded.customers, recorded.window_ends.to_string()), (1, "2026-07-01".to_owned()));
    assert_eq!(judged(&context).await.why, Why::WindowOpen);
    let nothing = recipients::draft(&context, APPROVER, None).await.unwrap();
    assert!(nothing.changes.is_empty());
    assert!(recipients::record(&context, &nothing, APPROVER, "x", false).await.is_err());
    let twice = recipients::record(&context, &draft, APPROVER, "x", false).await.unwrap_err().to_string();
    assert!(twice.contains("at the same time"), "a draft is good once: {twice}");
    let (again, customers) = recipients::again(&context, APPROVER).await.unwrap().unwrap();
    assert_eq!((again.letter.as_str(), customers.len()), ("Vi anlitar Molnet AB", 1));
    drop(context);

    let later = house.open(&rules(CLOUD), "2026-07-02T08:00:00+02:00").await;
    assert_eq!(judged(&later).await.why, Why::Announced);
    let lines = recipients::list(&later).await.unwrap();
    assert!(lines[0].sub_processor && lines[0].announced.is_some() && lines[0].uses.datasets.len() == 1);
    drop(later);
    let moved = house.open(&rules(CLOUD_IN_US), "2026-07-03T08:00:00+02:00").await;
    assert_eq!(judged(&moved).await.why, Why::Changed);
    let draft = recipients::draft(&moved, APPROVER, None).await.unwrap();
    assert_eq!(draft.changes[0].before.as_ref().unwrap().country, "SE");
    drop(moved);
    house.log_verifies();
    house.evidence_never_says(&[APPROVER, "Acme", "Provgatan"]);
}

#[tokio::test]
async fn one_that_is_used_later_can_be_announced_before_and_what_agreements_name_needs_no_letter() {
    let house = House::new();
    let ahead = CLOUD.replace("agreement: A", "agreement: A, from: 2026-08-01");
    let context = house.open(&rules(&ahead), NOW).await;
    customer(&context, "Acme Prov AB", true).await;
    assert_eq!(judged(&context).await.why, Why::NotYetUsed);
    announced(&context).await;
    assert_eq!(judged(&context).await.verdict, Verdict::Kept);
    drop(context);
    let used = house.open(&rules(&ahead), "2026-08-01T08:00:00+02:00").await;
    assert_eq!(judged(&used).await.why, Why::Announced);

    let house = House::new();
    let context = house.open(&rules(CLOUD), NOW).await;
    customer(&context, "Acme Prov AB", true).await;
    let draft = recipients::draft(&context, APPROVER, None).await.unwrap();
    let recorded = recipients::record(&context, &draft, APPROVER, "", true).await.unwrap();
    assert_eq!(recorded.customers, 0);
    assert_eq!(judged(&context).await.why, Why::Announced);
    assert_eq!(
        recipients::again(&context, APPROVER).await.unwrap().map(|_| ()),
        None,
        "there were no letters"
    );
}

#[tokio::test]
async fn the_window_is_never_shorter_than_the_policy_promises() {
    let house = House::new();
    let context = house.open(&rules(CLOUD), NOW).await;
    customer(&context, "Acme Prov AB", true).await;
    let day = async |window: &str| {
        let drafted = recipients::draft(&context, APPROVER, Some(window.parse().unwrap())).await;
        drafted.map(|draft| draft.window_ends.to_string()).map_err(|fault| fault.to_string())
    };
    assert_eq!(day("60 days").await.unwrap(), "2026-07-31");
    assert!(day("29 days").await.unwrap_err().contains("until 2026-07-01 to object"));
}

#[tokio::test]
async fn an_objection_in_time_stands_in_the_way_until_it_is_settled_and_a_late_one_is_told() {
    let house = House::new();
    let context = house.open(&rules(CLOUD), NOW).await;
    let (acme, beta) = (customer(&context, "Acme AB", true).await, customer(&context, "Beta AB", true).await);
    announced(&context).await;
    drop(context);
    let context = house.open(&rules(CLOUD), "2026-07-10T08:00:00+02:00").await;
    for (said, cause) in [
        (objecting(PartyId(999), "2026-06-20"), "no customer 999"),
        (objecting(acme, "2026-07-11"), "lies ahead"),
        (Objecting { statement: " ".into(), ..objecting(acme, "2026-06-20") }, "what was said"),
        (
            Objecting { recipient: "clod".into(), ..objecting(acme, "2026-06-20") },
            "is no sub-processor; the policy has: cloud",
        ),
        (Objecting { by: " ".into(), ..objecting(acme, "2026-06-20") }, "name the person"),
    ] {
        let fault = recipients::object(&context, &said).await.unwrap_err().to_string();
        assert!(fault.contains(cause), "{fault}");
    }
    let late = recipients::object(&context, &objecting(beta, "2026-07-02")).await.unwrap();
    assert!(late.late && late.told);
    assert_eq!(judged(&context).await.why, Why::Announced, "it came too late to stand in the way");
    let objected = recipients::object(&context, &objecting(acme, "2026-06-20")).await.unwrap();
    assert!(!objected.late && objected.told && objected.in_policy);
    let twice = recipients::object(&context, &objecting(acme, "2026-06-20")).await.unwrap_err().to_string();
    assert!(twice.contains("is open already"), "{twice}");
    assert_eq!(judged(&context).await.why, Why::Objection);

    let status = recipients::status(&context).await.unwrap();
    let told: Vec<(i64, bool)> = status.objections.iter().map(|one| (one.party, one.late)).collect();
    assert_eq!(told, [(acme.0, false), (beta.0, true)]);
    assert!(!status.notices[0].open && status.notices[0].told == [acme.0, beta.0]);

    let early = recipients::settle(&context, &objecting(acme, "2026-06-19")).await.unwrap_err().to_string();
    assert!(early.contains("after 2026-06-19"), "{early}");
    assert_eq!(recipients::settle(&context, &objecting(acme, "2026-07-10")).await.unwrap(), 1);
    assert!(recipients::settle(&context, &objecting(acme, "2026-07-10")).await.is_err());
    assert_eq!(judged(&context).await.why, Why::Announced);
    house.log_verifies();
    house.evidence_never_says(&[APPROVER, "Prövsten", "Acme"]);
    let plain = house.state_says("SELECT * FROM objection; SELECT * FROM entry");
    assert!(!plain.contains("Prövsten"), "what was said lies under the customer's key");
}

#[tokio::test]
async fn an_objection_outlives_the_recipient_and_the_customer() {
    let house = House::new();
    let context = house.open(&rules(CLOUD), NOW).await;
    let acme = customer(&context, "Acme AB", true).await;
    announced(&context).await;
    recipients::object(&context, &objecting(acme, "2026-06-01")).await.unwrap();
    drop(context);
    let without =
        rules("  post: {name: Posten AB, role: controller, country: SE}").replace("[cloud]", "[post]");
    let context = house.open(&without, NOW).await;
    assert!(recipients::judge_all(&context, context.now()).await.unwrap().is_empty());
    let status = recipients::status(&context).await.unwrap();
    assert!(!status.objections[0].in_policy && status.objections[0].settled_on.is_none());
    assert_eq!(status.untold[0].change, HowItChanged::Removed);
    let other = Objecting { on: "2026-05-31".parse().unwrap(), ..objecting(acme, NOW_DAY) };
    let also = recipients::object(&context, &other);
    assert!(!also.await.unwrap().in_policy, "taken, and told");
    let acting = context.acting(APPROVER, "hosting").unwrap();
    context.register().await.unwrap().forget(&acting, acme).await.unwrap();
    assert_eq!(recipients::settle(&context, &objecting(acme, NOW_DAY)).await.unwrap(), 2);
}

const NOW_DAY: &str = "2026-06-01";

#[tokio::test]
async fn a_note_from_a_call_that_was_killed_is_taken_up() {
    let house = House::new();
    let context = house.open(&rules(CLOUD), NOW).await;
    let acme = customer(&context, "Acme AB", true).await;
    announced(&context).await;
    recipients::object(&context, &objecting(acme, NOW_DAY)).await.unwrap();
    // As if it had been killed between the note and its record.
    house.state_says("DELETE FROM objection");
    recipients::object(&context, &objecting(acme, NOW_DAY)).await.unwrap();
    assert_eq!(
        house.state_says("SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM objection)").trim(),
        "1|1"
    );
}

#[tokio::test]
async fn a_state_on_postgres_knows_the_same_notices() {
    let house = House::new();
    let context = house.open(&rules(CLOUD), NOW).await;
    let acme = customer(&context, "Acme AB", true).await;
    announced(&context).await;
    let before = recipients::status(&context).await.unwrap();
    context.store.close().await;
    let database = Postgres::shared(PgVersion::V18).await.database("recipients");
    let url = database.url().to_owned();
    move_state(&house.state(), &url, Engine::Postgres).await.unwrap();
    let place =
        StatePlace { folder: &house.state(), database: Some(&url), key: KeyPlace::beside(&house.state()) };
    let clock = Clock::Fixed("2026-07-02T08:00:00+02:00".parse().unwrap());
    let opened = Context::open(policy(&rules(CLOUD)), &house.path().join("policy"), place, clock).await;
    let context = opened.unwrap();
    let after = recipients::status(&context).await.unwrap();
    assert_eq!((&after.notices[0].told, after.notices[0].open), (&before.notices[0].told, false));
    recipients::object(&context, &objecting(acme, "2026-06-20")).await.unwrap();
    assert_eq!(judged(&context).await.why, Why::Objection);
    assert_eq!(recipients::settle(&context, &objecting(acme, "2026-07-02")).await.unwrap(), 1);
    assert_eq!(judged(&context).await.why, Why::Announced);
    context.store.close().await;
}
