//! A full disk for the state and the ledger.

use std::process::Command;

use super::support::{Place, ran};

/// Runs a script in a mount namespace of its own, where `state` is a small disk. `None` if the system forbids that.
fn on_a_small_disk(place: &Place, script: &str) -> Option<super::support::Ran> {
    std::fs::create_dir_all(place.path("state")).unwrap();
    // Root first, then as an ordinary user with a user namespace.
    for ways in [vec!["--mount"], vec!["--user", "--map-root-user", "--mount"]] {
        let works = Command::new("unshare")
            .args(&ways)
            .args(["sh", "-c", "mount -t tmpfs -o size=64k tmpfs state"])
            .current_dir(place.path(""))
            .output();
        if works.is_ok_and(|output| output.status.success()) {
            let script = format!("mount -t tmpfs -o size=3m tmpfs state || exit 99\n{script}");
            let output = Command::new("unshare")
                .args(&ways)
                .args(["sh", "-c", &script])
                .env("GALLRA", env!("CARGO_BIN_EXE_gallra"))
                .env_remove("LANG")
                .env_remove("LC_ALL")
                .current_dir(place.path(""))
                .output()
                .unwrap();
            return Some(ran(&["(script)"], output));
        }
    }
    None
}

const SCRIPT: &str = r#"
run() { "$GALLRA" "$@" --state state; code=$?; echo "[exit $code]"; }
run plan --out plan.json --quiet >/dev/null
run approve plan.json --by Karin --expect 8029 --quiet >/dev/null
# All but a little of the room is taken: the run begins, and runs out.
room=$(df -k --output=avail state | tail -1)
head -c $(( (room - LEFT) * 1024 )) /dev/zero > state/ballast
echo "first:"
run apply plan.json --lock-time 1ms --json
sqlite3 shop.db "SELECT 'gone so far: ' || (60200 - count(*)) FROM messages"
rm state/ballast
echo "second:"
run apply plan.json --json
cp -r state kept
"#;

#[test]
fn a_full_disk_stops_between_batches_and_goes_on_when_there_is_room() {
    for left in [4, 40, 120] {
        let place = Place::shop();
        place.shop_says(
            "WITH RECURSIVE n(i) AS (SELECT 1001 UNION ALL SELECT i + 1 FROM n WHERE i < 61000)
             INSERT INTO messages SELECT i, 1 + i % 20, 'Hej', CASE WHEN i < 9000 THEN '2015-03-04' ELSE date('now') END FROM n;
             UPDATE customers SET left_on = NULL;",
        );
        let Some(told) = on_a_small_disk(&place, &SCRIPT.replace("LEFT", &left.to_string())) else {
            eprintln!("SKIPPED: this system lets nobody mount a small disk (unshare --mount is forbidden)");
            return;
        };
        let (first, second) = told.stdout.split_once("second:").unwrap_or_else(|| panic!("{told:?}"));
        assert!(first.contains("[exit 5]"), "with {left} KiB left: {told:?}");
        assert!(first.contains("is full"), "the error names the full disk: {told:?}");
        assert!(second.contains("[exit 0]"), "with {left} KiB left: {told:?}");
        let document = second.split("[exit").next().unwrap();
        let report: serde_json::Value = serde_json::from_str(document).unwrap();
        assert_eq!(report["rows"]["erased"], 8_029, "exactly the rows that are gone: {report}");
        assert_eq!(place.shop_counts("SELECT count(*) FROM messages"), 60_200 - 8_029);
        let certificate = format!("kept/certificates/{}.json", report["run"].as_str().unwrap());
        assert_eq!(place.run(&["verify", &certificate, "--key", "kept/log.pub"]).code, Some(0));
    }
}
