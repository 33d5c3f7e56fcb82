//! Crashes between a run's rows and their keys, and a register that nobody can open.

use super::*;

/// Thirty contacts left, each with a note that is old.
async fn leavers(own: &mut Own) {
    own.body = format!(
        "\nsystems: {{register: {{kind: register, country: SE}}}}\ndatasets:{IN_REGISTER}activities:{}",
        of_register()
    );
    let context = own.at("2026-10-01T10:00:00Z").await;
    let of = customer(&context, &[]).await;
    for _ in 0..30 {
        let contact = party(&context, PartyKind::Contact, Some(of), &[]).await;
        note(&context, contact, "2024-01-01").await;
        let left = Change { left_on: Some(day("2026-01-01")), ..Change::default() };
        context.register().await.unwrap().change_party(&acting(&context), contact, &left).await.unwrap();
    }
    assert_eq!(own.keys(), "31");
}

/// Hears that rows are being counted again: they are gone, and their keys are not.
#[derive(Default)]
pub(super) struct Gone(pub(super) AtomicU64);

impl Progress for Gone {
    fn recounting(&self, _: &Step) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn who_is_gone_is_forgotten_also_when_we_crash_between_the_rows_and_their_keys() {
    for (home, names) in HOMES.into_iter().zip([["", ""], ["own_crash_a", "own_crash_b"]]) {
        for (same_command, name) in [true, false].into_iter().zip(names) {
            let mut own = Own::new(home, name).await;
            leavers(&mut own).await;
            let context = own.at("2026-10-01T12:00:00Z").await;
            let plan = make_plan(&context).await;
            let approved = approve(&context, &plan).await;
            let heard = Gone::default();
            let steps =
                plan.steps.iter().position(|step| step.dataset.as_str() == "contacts").unwrap() as u64 + 1;
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
            assert_eq!((own.says("SELECT count(*) FROM party").as_str(), own.keys().as_str()), ("1", "31"));
            let context = own.at("2026-10-01T12:00:00Z").await;
            if !same_command {
                make_plan(&context).await;
                assert_eq!(own.keys(), "1", "the next plan puts it right");
            }
            let report = carry_out(&context, &approved).await.unwrap();
            assert_eq!((told(&report, "contacts").rows.erased, told(&report, "notes").rows.erased), (30, 30));
            assert_eq!(own.keys(), "1");
            own.house.verify(&report);
        }
    }
}

#[tokio::test]
async fn a_run_in_our_own_file_dies_at_many_points_and_ends_with_exact_counts() {
    let mut own = Own::new(Home::File, "").await;
    leavers(&mut own).await;
    let context = own.at("2026-10-01T12:00:00Z").await;
    let plan = make_plan(&context).await;
    let approved = approve(&context, &plan).await;
    drop(context);
    let pace = Pace { lock_time: Duration::ZERO, ..Pace::default() };
    let begun = Begun::default();
    let mut deaths = 0;
    for most in (20..).step_by(11) {
        let context = own.at("2026-10-01T12:00:00Z").await;
        let work = std::pin::pin!(gallra_app::apply::apply(&context, &approved, &pace, &begun));
        let ended = Fuse { work, awakenings: 0, most, begun: &begun }.await;
        tokio::time::sleep(Duration::from_millis(15)).await;
        let Some(ended) = ended else {
            deaths += 1;
            continue;
        };
        let run = RunId::of(approved.hash());
        if let Err(fault) = ended {
            // It died between its end and the certificate.
            assert!(
                matches!(fault, AppError::Store(StoreError::Conflict(Conflict::AlreadyFinished(_)))),
                "{fault}"
            );
            gallra_app::evidence::certify(&context, &run).await.unwrap();
        }
        let shown = own.house.certificate(&run.0);
        assert_eq!((shown.totals.erased, shown.totals.failed), (60, 0), "{shown:#?}");
        break;
    }
    assert!(deaths > 10, "{deaths}");
    assert_eq!((own.says("SELECT count(*) FROM party").as_str(), own.keys().as_str()), ("1", "1"));
}

#[tokio::test]
async fn a_register_that_cannot_be_opened_leaves_everything_and_the_other_commands_know_what_it_is() {
    let database = Postgres::shared(PgVersion::V15).await.database("anchors_locked");
    database.psql(ORDERS);
    let mut own = Own::new(Home::Postgres, "anchors_locked_state").await;
    own.body = shop(&own.house, "postgres", &database.url());
    let context = own.at("2026-11-20T11:00:00Z").await;
    customers(&own, &context).await;
    let plan = make_plan(&context).await;
    let approved = approve(&context, &plan).await;
    let silent = gallra_app::progress::Silent;
    assert!(
        gallra_app::discover::drift(&context, &silent)
            .await
            .unwrap()
            .iter()
            .all(|drift| { !format!("{drift:?}").contains("SystemName(\"register\")") })
    );
    let fault = gallra_app::discover::discover(&context, &"register".into(), &silent).await.unwrap_err();
    assert!(fault.to_string().contains("service_agreements"), "{fault}");
    let needed = gallra_app::rights::needed(&context, "gallra", &silent).await.unwrap();
    let ours = needed.iter().find(|needed| needed.system.as_str() == "register").unwrap();
    assert!(ours.revoke.is_empty() && !ours.statements.contains("GRANT"), "{ours:?}");
    drop(context);

    let kek = own.house.path().join("state.kek");
    let aside = own.house.path().join("aside.kek");
    std::fs::rename(&kek, &aside).unwrap();
    let context = own.at("2026-11-20T11:00:00Z").await;
    let fault = carry_out(&context, &approved).await.unwrap_err();
    assert!(
        matches!(&fault, AppError::Unreachable { system, .. } if system.as_str() == "register"),
        "{fault}"
    );
    let blind = make_plan(&context).await;
    assert!(!crate::support::not_checked(&blind, "orders").is_empty());
    drop(context);
    assert!(!kek.exists(), "no new key where there is a register");
    std::fs::rename(&aside, &kek).unwrap();
    let context = own.at("2026-11-20T11:00:00Z").await;
    let report = carry_out(&context, &approved).await.unwrap();
    assert_eq!(told(&report, "orders").rows.erased, 3);
}
