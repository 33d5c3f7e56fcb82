//! What is left of disposed rows: as the policy says, as the plan says, as the certificate says.

use std::path::PathBuf;

use gallra_app::Context;
use gallra_app::apply::{Pace, apply};
use gallra_app::progress::Progress;
use gallra_app::report::StepReport;
use gallra_ledger::{Outcome, ResidueState};
use gallra_rules::plan::Step;
use gallra_testkit::sqlite_cli;

use crate::support::{House, activity, approve, carry_out, journey, make_plan, step, told};

/// 13:00 in Stockholm.
const NOON: &str = "2026-11-22T12:00:00Z";
const MARK: &str = "PROV-MARKERING";

struct Shop {
    house: House,
    file: PathBuf,
}

impl Shop {
    fn new() -> Self {
        let house = House::new();
        let file = house.path().join("shop.db");
        // The program that changed the rows left copies behind.
        sqlite_cli(
            &file,
            &format!(
                "PRAGMA secure_delete = off;
                 CREATE TABLE mails (id integer PRIMARY KEY, body text, received_on text);
                 WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < 200)
                 INSERT INTO mails SELECT i, replace(hex(zeroblob(500)), '00', '{MARK}'), '2020-01-01' FROM s;
                 UPDATE mails SET body = 'short' WHERE id > 100;
                 INSERT INTO mails SELECT id + 1000, 'another', '2026-11-01' FROM mails;"
            ),
        );
        Self { house, file }
    }

    async fn open(&self, residue: &str) -> Context {
        let file = self.file.display();
        let body = format!(
            "systems:\n  shop: {{kind: sqlite, path: {file}, country: SE{residue}}}\ndatasets:\n  mails: {{in: shop, table: mails, about: [people], \
             fields: {{body: communication.content}}, anchors: {{received: {{column: received_on, format: iso}}}}}}\n\
             activities:{}",
            activity("support", "mails", "at_most: 1 year after received", "delete")
        );
        self.house.open(&body, NOON).await
    }

    fn is_marked(&self) -> bool {
        let bytes = std::fs::read(&self.file).unwrap();
        String::from_utf8_lossy(&bytes).contains(MARK)
    }
}

/// (place, state, reason), in their order.
fn said(report: &StepReport) -> Vec<(&str, ResidueState, Option<&str>)> {
    let reason = |residue| Option::map(residue, gallra_ledger::Code::as_str);
    report.residue.iter().map(|r| (r.place.as_str(), r.state, reason(r.reason.as_ref()))).collect()
}

#[tokio::test]
async fn what_is_asked_for_is_cleared_and_certified() {
    let shop = Shop::new();
    let context = shop.open(", residue: clear, residue_window: \"12:00-14:00\"").await;
    assert!(shop.is_marked());
    let (plan, report) = journey(&shop.house, &context).await;
    assert_eq!(step(&plan, "mails").residue.window.unwrap().to_string(), "12:00-14:00", "the plan says it");
    assert!(said(told(&report, "mails")).contains(&("pages", ResidueState::Cleared, None)));
    assert!(!shop.is_marked());
    let shown = shop.house.verify(&report);
    assert_eq!(shown.steps[0].residue(), told(&report, "mails").residue);
}

#[tokio::test]
async fn where_nothing_is_asked_for_it_is_only_looked() {
    let shop = Shop::new();
    let context = shop.open("").await;
    let (plan, report) = journey(&shop.house, &context).await;
    let text = serde_json::to_string(&plan).unwrap();
    assert!(!text.contains("residue"), "a plan from before there was a choice keeps its hash");
    let looked = ("pages", ResidueState::NotChecked, Some("old_copies_not_sought"));
    assert!(said(told(&report, "mails")).contains(&looked));
    assert!(shop.is_marked());
}

#[tokio::test]
async fn outside_of_its_hours_clearing_is_not_begun() {
    let shop = Shop::new();
    let context = shop.open(", residue: clear, residue_window: \"22:00-05:00\"").await;
    let (_, report) = journey(&shop.house, &context).await;
    let report = told(&report, "mails");
    assert_eq!(report.outcome, Outcome::Erased);
    assert_eq!(said(report)[0], ("storage", ResidueState::NotChecked, Some("outside_window")));
    assert!(shop.is_marked());
}

/// Dies where clearing begins.
struct Dies;

impl Progress for Dies {
    fn residue(&self, _: &Step, clearing: bool) {
        assert!(!clearing, "a crash");
    }
}

#[tokio::test]
async fn a_crash_while_clearing_is_gone_on_with() {
    let shop = Shop::new();
    let residue = ", residue: clear";
    let context = shop.open(residue).await;
    let plan = make_plan(&context).await;
    let approved = approve(&context, &plan).await;
    let died = tokio::spawn(async move {
        drop(apply(&context, &approved, &Pace::default(), &Dies).await);
    });
    assert!(died.await.unwrap_err().is_panic());
    assert!(shop.is_marked(), "nothing is cleared yet");
    let context = shop.open(residue).await;
    let approved = approve(&context, &plan).await;
    let report = carry_out(&context, &approved).await.unwrap();
    assert_eq!(told(&report, "mails").rows.erased, 200, "counted once");
    assert!(said(told(&report, "mails")).contains(&("pages", ResidueState::Cleared, None)));
    assert!(!shop.is_marked());
    shop.house.verify(&report);
}
