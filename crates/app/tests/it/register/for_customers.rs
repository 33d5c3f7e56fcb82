//! Requests that were routed to customers, which decide about them: they go by the policy of the organisation that keeps them.

use gallra_rules::request::{Actor, Kind, Request, Role as Capacity, State, Terms};
use gallra_store::register::{RequestChange, RequestNumber};

use super::*;

const DATASETS: &str = "
  requests: {in: register, table: requests, about: [people]}
  theirs: {in: register, table: customers_requests, about: [people]}
";

fn policy_of_both() -> String {
    format!(
        "\nsystems: {{register: {{kind: register, country: SE}}}}\ndatasets:{DATASETS}activities:{}{}",
        activity("register", "requests", "at_most: 3 years after answered", "delete"),
        activity("their_requests", "theirs", "at_most: 1 year after answered", "delete")
    )
}

fn of(customer: PartyId) -> Scope {
    Scope::Customer(TenantId::new(customer.0).unwrap())
}

/// A request that somebody made, and took back on that day.
async fn asked(context: &Context, ring: &Keyring, scope: Scope, closed: Option<&str>) -> RequestNumber {
    let register = context.store.register(scope, ring).await.unwrap();
    let acting = context.acting("Astrid", "register").unwrap();
    let mut request = Request::received(Kind::Access, day("2024-01-02"), Terms::of("SE"));
    let number = register.open_request(&acting, &request, &SECRET.to_owned(), 0).await.unwrap();
    if let Some(closed) = closed {
        request.withdraw(day(closed), Actor { role: Capacity::Subject, who: SECRET.to_owned() }).unwrap();
        let change = RequestChange {
            version: 1,
            was: State::Received,
            request: &request,
            content: &SECRET.to_owned(),
            told: None,
            open_tasks: 0,
        };
        register.change_request(&acting, number, &change).await.unwrap();
    }
    number
}

async fn is_readable(context: &Context, ring: &Keyring, scope: Scope, number: RequestNumber) -> bool {
    let register = context.store.register(scope, ring).await.unwrap();
    let acting = context.acting("Astrid", "register").unwrap();
    let found = register.request::<String>(&acting, number).await.unwrap();
    found.is_some_and(|found| found.held.open().is_some())
}

#[tokio::test]
async fn a_customers_request_goes_with_its_key_also_when_we_crash_between_and_others_stay() {
    for (home, names) in HOMES.into_iter().zip([["", ""], ["own_theirs_a", "own_theirs_b"]]) {
        for (same_command, name) in [true, false].into_iter().zip(names) {
            let mut own = Own::new(home, name).await;
            own.body = policy_of_both();
            let context = own.at("2026-10-01T10:00:00Z").await;
            let (one, other) = (customer(&context, &[]).await, customer(&context, &[]).await);
            let ring = Keyring::new(Kek::open(&own.house.path().join("state.kek")).unwrap());
            // Of the first customer two are due and one is open; of the other none is due, nor is one of our own.
            for closed in ["2024-02-01", "2025-09-30"] {
                asked(&context, &ring, of(one), Some(closed)).await;
            }
            let open = asked(&context, &ring, of(one), None).await;
            let younger = asked(&context, &ring, of(other), Some("2025-10-02")).await;
            let ours = asked(&context, &ring, Scope::Organisation, Some("2024-02-01")).await;
            assert_eq!((own.says("SELECT count(*) FROM request").as_str(), own.keys().as_str()), ("5", "7"));

            let plan = make_plan(&context).await;
            assert_eq!(step(&plan, "theirs").expected.due, 2);
            assert_eq!(plan.rows(), 2, "{plan:#?}");
            let approved = approve(&context, &plan).await;
            let heard = gone::Gone::default();
            let steps =
                plan.steps.iter().position(|step| step.dataset.as_str() == "theirs").unwrap() as u64 + 1;
            let pace = Pace::default();
            let mut work = Box::pin(gallra_app::apply::apply(&context, &approved, &pace, &heard));
            std::future::poll_fn(|wakeup| {
                assert!(work.as_mut().poll(wakeup).is_pending(), "it came to its end");
                if heard.0.load(Ordering::SeqCst) == steps { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
            drop(work);
            drop(context);
            tokio::time::sleep(Duration::from_millis(50)).await;
            // The rows are gone; who has an older copy of them could still read it.
            assert_eq!((own.says("SELECT count(*) FROM request").as_str(), own.keys().as_str()), ("3", "7"));
            let context = own.at("2026-10-01T12:00:00Z").await;
            if !same_command {
                make_plan(&context).await;
                assert_eq!(own.keys(), "5", "the next plan puts it right");
            }
            let report = carry_out(&context, &approved).await.unwrap();
            assert_eq!(told(&report, "theirs").rows.erased, 2);
            assert_eq!(own.keys(), "5");
            for (scope, number) in [(of(one), open), (of(other), younger), (Scope::Organisation, ours)] {
                assert!(is_readable(&context, &ring, scope, number).await, "{number} stays");
            }
            own.house.verify(&report);
            drop(context);

            // A day later the other customer's is due as well; in the year after also our own.
            for (now, dataset, left) in
                [("2026-10-03T12:00:00Z", "theirs", "2"), ("2027-02-02T12:00:00Z", "requests", "1")]
            {
                let context = own.at(now).await;
                let (_, report) = journey(&own.house, &context).await;
                assert_eq!(told(&report, dataset).rows.erased, 1, "{dataset}");
                assert_eq!(own.says("SELECT count(*) FROM request"), left);
            }
            assert_eq!(own.keys(), "3", "two customers, and what is open");
            own.house.evidence_never_says(&[SECRET]);
        }
    }
}

#[tokio::test]
async fn what_is_kept_for_customers_stays_where_no_promise_speaks_of_it() {
    let mut own = Own::new(Home::Postgres, "own_theirs_not").await;
    own.body = policy_of_both().replace(
        "  theirs: {in: register, table: customers_requests, about: [people]}\n",
        "  theirs: {in: register, table: customers_requests, about: [people], where: {kind: erase}}\n",
    );
    let context = own.at("2026-10-01T10:00:00Z").await;
    let one = customer(&context, &[]).await;
    let ring = Keyring::new(Kek::open(&own.house.path().join("state.kek")).unwrap());
    asked(&context, &ring, of(one), Some("2024-02-01")).await;
    drop(context);
    let context = own.at("2030-10-01T10:00:00Z").await;
    assert_eq!(make_plan(&context).await.rows(), 0);
    // The connection that sees customers' requests writes nothing into them, and sees nothing else of customers.
    let database = own.database.as_ref().unwrap();
    let seen = "SET gallra.tenant = '0'; SET gallra.kept_for = 'customers';";
    let refused = database.try_psql(&format!("{seen} UPDATE request SET state = 'refused'")).unwrap_err();
    assert!(refused.contains("row-level security"), "{refused}");
    let others = "(SELECT count(*) FROM party WHERE tenant > 0), (SELECT count(*) FROM request)";
    let told = database.psql(&format!("{seen} SELECT {others}"));
    assert_eq!(told.lines().last(), Some("0|1"), "{told}");
}
