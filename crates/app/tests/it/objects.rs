//! A bucket on the whole journey: planned, approved, disposed of, recounted, certified; and what the store keeps.

use gallra_app::audit;
use gallra_app::progress::Silent;
use gallra_ledger::ResidueState;
use gallra_rules::audit::Verdict;
use gallra_rules::live::{Check, Finding, Unseen};
use gallra_rules::plan::Why;
use gallra_testkit::{S3Key, S3Store};

use crate::support::{House, activity, files_below, journey, step, told};

/// Long after everything that a test writes, so that its year has passed.
const NOW: &str = "2199-01-01T12:00:00Z";
const MARK: &str = "PROV-MARKERING-";

fn keeps(store: &S3Store) -> bool {
    let has = |file: &std::path::PathBuf| {
        std::fs::read(file).is_ok_and(|bytes| bytes.windows(MARK.len()).any(|found| found == MARK.as_bytes()))
    };
    files_below(&store.data_dir()).iter().any(has)
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_go_locked_ones_are_held_and_the_certificate_says_both() {
    let store = S3Store::start().await;
    let bucket = store.lockable("scans");
    // So little is not packed by this store, and can be found on its disk.
    let body = MARK.repeat(4);
    bucket.put(&["acme/anna andersson.txt", "beta/passport.txt"], &body);
    bucket.put(&["acme/anna andersson.txt"], &body);
    bucket.delete("acme/anna andersson.txt");
    let locked = bucket.put(&["acme/locked.pdf"], "x").remove(0);
    bucket.retain("acme/locked.pdf", &locked, "GOVERNANCE", 86_400);
    assert!(keeps(&store));

    let house = House::new();
    let body = format!(
        "systems:\n  archive: {}\ndatasets:\n  scans: {{in: archive, about: [people], \
         fields: {{content: communication.content}}}}\nactivities:{}",
        house.system("s3", &bucket.url(S3Key::Owner)),
        activity("archiving", "scans", "at_most: 1 year after modified", "delete")
    );
    let context = house.open(&body, NOW).await;
    let (plan, report) = journey(&house, &context).await;
    let planned = step(&plan, "scans");
    assert_eq!((planned.expected.due, planned.expected.disposable), (4, 3));
    assert!(planned.except.iter().any(|exception| exception.why == Why::Locked));
    assert!(planned.expected.held_until.is_some());
    let scans = told(&report, "scans");
    assert_eq!((scans.rows.erased, scans.rows.held, scans.rows.failed), (3, 1, 0));
    let left: Vec<_> = bucket.listed().into_iter().map(|row| (row.key, row.marker)).collect();
    assert_eq!(left, [("acme/locked.pdf".to_owned(), false)], "no version and no marker is left");
    let shown = house.verify(&report);
    assert_eq!(shown.totals.held, 1);

    // SeaweedFS keeps the bytes until it next tidies its volumes, and nobody can ask it: that is what is told.
    assert!(keeps(&store));
    let residue: Vec<_> = scans.residue.iter().map(|one| (one.place.as_str(), one.state)).collect();
    assert_eq!(residue, [("storage", ResidueState::NotChecked)]);
    house.evidence_never_says(&["andersson", "passport"]);

    let audited = audit::run(&context, &Silent).await.unwrap();
    let counts = audited.promises[0].counts.clone().unwrap();
    assert_eq!((counts.overdue, counts.held), (0, 1));
    assert!(counts.held_until.is_some());
    // The store was asked where it lies. It has no place that anybody could know, and so nothing is called kept.
    let region = audited.live.iter().find(|one| one.promise.promise == Check::Region).unwrap();
    assert!(matches!(
        region.findings[..],
        [Finding::Unseen(Unseen::RegionNotTold | Unseen::RegionUnknown(_))]
    ));
    assert!(matches!(region.verdict, Verdict::NotChecked { .. }));
}
