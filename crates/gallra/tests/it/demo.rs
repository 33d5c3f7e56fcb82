//! `gallra demo`: nothing else needed, and its proof holds for somebody else.

use std::process::Command;

use gallra_testkit::sqlite_cli;

use super::support::Place;

#[test]
fn the_demonstration_fits_a_terminal_and_its_certificate_verifies_elsewhere() {
    for lang in ["en", "sv"] {
        let place = Place::empty();
        let told = place.run(&["demo", "--keep", "try", "--lang", lang]);
        assert_eq!(told.code, Some(0), "{told:?}");
        assert!(!told.stdout.contains("localization"), "{told:?}");
        for line in told.stdout.lines().filter(|line| !line.contains("try/")) {
            assert!(line.chars().count() <= 80, "{} columns: {line}", line.chars().count());
        }
        // The last line is a command to try; a fresh process runs it.
        let verify =
            told.stdout.trim_end().lines().last().unwrap().trim().strip_prefix("gallra ").unwrap().to_owned();
        let proof = place.gallra(&(verify + " --json"));
        assert_eq!(proof.code, Some(0), "{proof:?}");
        assert_eq!(proof.json()["verified"], true);
    }
}

#[test]
fn what_the_demonstration_claims_is_true_of_its_database() {
    let place = Place::empty();
    let ran = place.gallra("demo --keep try --json");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let told = ran.json();
    let count = |table: &str| {
        sqlite_cli(&place.path("try/hosting.db"), &format!("SELECT count(*) FROM {table}"))
            .trim()
            .parse::<u64>()
            .unwrap()
    };
    let tables =
        ["customers", "agreements", "invoices", "sites", "site_files", "mail_log", "chat_log", "logins"];
    let left: u64 = tables.into_iter().map(count).sum::<u64>() + left_beside(&place);
    let proof = place
        .run(&["verify", told["certificate"].as_str().unwrap(), "--key", "try/state/log.pub", "--json"])
        .json();
    let taken_out = told["papers_taken_out"].as_u64().unwrap();
    assert!(taken_out > 0);
    let along =
        told["records"].as_u64().unwrap() - left - taken_out - proof["rows"]["erased"].as_u64().unwrap();
    assert_eq!(
        6_000 - count("site_files"),
        along,
        "all that went is on the certificate, or went along with it"
    );
    assert_eq!(told["still_due"], 0);
    assert_eq!(
        (&told["verified"], &told["tampering_noticed"], &told["clean"]),
        (&true.into(), &true.into(), &true.into())
    );
    assert!(told["overdue_before"].as_u64().unwrap() > 1000);
    // The pages that are left behind: red bars before, none after but what the hold keeps.
    let late = |page: &str| place.read(&format!("try/{page}")).matches("<rect class=\"late\"").count();
    assert!(late("audit-before.html") > 20 && late("audit-after.html") < 5);
    assert!(place.read("try/audit-after.html").contains("<b>0</b> broken"));
    assert!(told["rows"]["held"].as_u64().unwrap() > 0, "the hold kept something");
    let held =
        sqlite_cli(&place.path("try/hosting.db"), "SELECT count(*) FROM chat_log WHERE customer_id = 7");
    assert!(held.trim().parse::<u64>().unwrap() > 0);
}

/// Log lines, files and binders, counted with other tools than Gallra's.
fn left_beside(place: &Place) -> u64 {
    let script = "(zcat try/weblogs/*.gz; cat try/weblogs/access.log try/weblogs/access.log.1) | grep -c .; \
                  find try/material -type f | wc -l; tail -n +2 try/binders.csv | wc -l";
    let told = Command::new("sh").args(["-c", script]).current_dir(place.path("")).output().unwrap();
    assert!(told.status.success(), "{told:?}");
    String::from_utf8(told.stdout).unwrap().lines().map(|line| line.trim().parse::<u64>().unwrap()).sum()
}

#[test]
fn the_demonstration_never_writes_into_a_folder_that_holds_something() {
    let place = Place::empty();
    place.write("try/mine.txt", "mine");
    let ran = place.gallra("demo --keep try");
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert_eq!(std::fs::read_dir(place.path("try")).unwrap().count(), 1);
}
