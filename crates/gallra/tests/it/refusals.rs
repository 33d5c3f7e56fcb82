//! What is refused, and that nothing was changed then.

use gallra_testkit::{MariaDb, PgVersion, Postgres, sqlite_cli};

use super::support::{Place, Ran, assert_transcript, changed_policy, story};

/// Exit code and the word for programs.
fn refused(ran: &Ran) -> (Option<i32>, String) {
    (ran.code, ran.json()["error"]["code"].as_str().unwrap_or_default().to_owned())
}

fn untouched(place: &Place) {
    assert_eq!(place.shop_says("SELECT count(*), sum(name = 'removed') FROM messages, customers"), "4000|0");
}

#[test]
fn a_plan_that_nobody_approved_is_not_carried_out() {
    let place = Place::shop();
    let plan = place.planned();
    let all = [
        place.run(&["apply", &plan]),
        place.run(&["apply", &plan, "--lang", "sv"]),
        place.run(&["apply", &plan, "--json"]),
    ];
    assert_eq!(refused(&all[2]), (Some(4), "not_approved".to_owned()));
    untouched(&place);
    assert_transcript!("refusal_not_approved", story(&all));
}

#[test]
fn a_plan_is_stale_when_the_policy_a_table_or_a_hold_has_changed() {
    let place = Place::shop();
    let plan = place.planned();
    assert_eq!(place.run(&["approve", &plan, "--by", "Karin"]).code, Some(0));
    changed_policy(&place, "1 year after sent", "2 years after sent");
    let policy = place.run(&["apply", &plan]);
    changed_policy(&place, "2 years after sent", "1 year after sent");
    place.shop_says("ALTER TABLE messages ADD COLUMN more TEXT");
    let shape = place.run(&["apply", &plan]);
    place.shop_says("ALTER TABLE messages DROP COLUMN more");
    assert_eq!(place.run(&["hold", "add", "customers", "--reason", "r", "--by", "Vera"]).code, Some(0));
    let hold = place.run(&["apply", &plan]);
    let swedish = place.run(&["apply", &plan, "--lang", "sv"]);
    assert_eq!([&policy, &shape, &hold].map(|ran| ran.code), [Some(4); 3]);
    untouched(&place);
    assert_transcript!("refusal_stale", story(&[policy, shape, hold, swedish]));
}

#[test]
fn a_table_that_is_dropped_after_the_plan_makes_it_stale() {
    let place = Place::shop();
    let plan = place.planned();
    place.shop_says("ALTER TABLE messages RENAME TO letters");
    let ran = place.run(&["apply", &plan, "--by", "Karin", "--json"]);
    assert_eq!(refused(&ran), (Some(4), "stale_plan".to_owned()), "{ran:?}");
}

#[test]
fn an_edited_plan_is_refused() {
    let place = Place::shop();
    let plan = place.planned();
    assert_eq!(place.run(&["approve", &plan, "--by", "Karin"]).code, Some(0));
    let text = place.read(&plan);
    let mut edited: serde_json::Value = serde_json::from_str(&text).unwrap();
    let step = edited["steps"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .find(|step| step["dataset"] == "messages")
        .unwrap();
    let later = step["due"]
        .to_string()
        .replace("\"instant\":\"20", "\"instant\":\"21")
        .replace("\"date\":\"20", "\"date\":\"21");
    step["due"] = serde_json::from_str(&later).unwrap();
    place.write("edited.json", &edited.to_string());
    let approved_before = place.gallra("apply edited.json");
    let approved_now = place.gallra("apply edited.json --by Karin");
    assert_eq!(
        [approved_before.code, approved_now.code],
        [Some(4); 2],
        "{approved_before:?} {approved_now:?}"
    );
    let swedish = place.gallra("approve edited.json --by Karin --lang sv");
    untouched(&place);
    assert_transcript!("refusal_edited", story(&[approved_before, approved_now, swedish]));
}

#[test]
fn a_file_that_is_no_plan_is_told_so() {
    let place = Place::shop();
    place.write("half.json", "{\"format\": 1,");
    place.write("newer.json", "{\"format\": 99}");
    let all = ["gone.json", "half.json", "newer.json", "policy/shop.yaml"]
        .map(|file| place.run(&["apply", file, "--by", "Karin"]));
    assert!(all.iter().all(|ran| ran.code == Some(2)), "{all:?}");
    let swedish = place.gallra("apply half.json --by Karin --lang sv");
    assert_transcript!("refusal_no_plan", story(&all) + "\n" + &swedish.transcript());
}

#[test]
fn a_plan_is_carried_out_once() {
    let place = Place::shop();
    let plan = place.planned();
    assert_eq!(place.run(&["apply", &plan, "--by", "Karin"]).code, Some(0));
    let again = [place.run(&["apply", &plan]), place.run(&["apply", &plan, "--lang", "sv"])];
    assert!(again.iter().all(|ran| ran.code == Some(4)), "{again:?}");
    assert_transcript!("refusal_twice", story(&again));
}

#[test]
fn the_state_cannot_be_the_policy() {
    let place = Place::shop();
    let ran = place.gallra("plan --state policy");
    assert_eq!(ran.code, Some(2));
    assert_transcript!("refusal_state", ran.transcript());
}

#[test]
fn a_clock_that_was_set_back_is_noticed() {
    let place = Place::shop();
    let plan = place.planned();
    // The state remembers a later moment than the clock tells: the same as a clock that went back.
    sqlite_cli(&place.path("policy-state/gallra.db"), "UPDATE leaf SET at = '2999-01-01T00:00:00Z'");
    let all = [place.run(&["apply", &plan, "--by", "Karin"]), place.gallra("plan --lang sv")];
    assert_eq!([all[0].code, all[1].code], [Some(4); 2]);
    untouched(&place);
    assert_transcript!("refusal_clock", story(&all).replace("2999-01-01T00:00:00Z", "[later]"));
}

#[test]
fn a_state_from_a_newer_version_is_left_alone() {
    let place = Place::shop();
    place.planned();
    let database = place.path("policy-state/gallra.db");
    sqlite_cli(
        &database,
        "INSERT INTO _sqlx_migrations SELECT 99991231, description, installed_on, success, checksum, execution_time FROM _sqlx_migrations LIMIT 1",
    );
    let all = [place.gallra("plan"), place.gallra("plan --lang sv")];
    assert!(all.iter().all(|ran| ran.code == Some(4)), "{all:?}");
    assert_transcript!("refusal_newer", story(&all));
}

#[test]
fn a_state_that_somebody_changed_is_told() {
    let place = Place::shop();
    let plan = place.planned();
    assert_eq!(place.run(&["approve", &plan, "--by", "Karin"]).code, Some(0));
    let database = place.path("policy-state/gallra.db");
    sqlite_cli(
        &database,
        "UPDATE approval SET body = replace(body, '\"disposable\":30', '\"disposable\":99')",
    );
    let ran = place.run(&["apply", &plan, "--json"]);
    assert_eq!(refused(&ran), (Some(5), "state_damaged".to_owned()), "{ran:?}");
    untouched(&place);
}

#[test]
fn a_damaged_or_readable_key_is_told_and_never_replaced() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::shop();
    place.planned();
    let key = place.path("policy-state/keys/log.key");
    let before = std::fs::read(&key).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    let readable = place.gallra("plan");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(&key, "nonsense").unwrap();
    let damaged = place.gallra("plan");
    assert_eq!([readable.code, damaged.code], [Some(5); 2]);
    assert_eq!(std::fs::read(&key).unwrap(), b"nonsense", "an old key could still be restored");
    assert!(!before.is_empty());
    assert!(!readable.stderr.contains("PRIVATE"), "{readable:?}");
    assert_transcript!("refusal_key", story(&[readable, damaged]));
}

/// A server's refusal names the system and the cure, and never the password.
#[tokio::test]
async fn wrong_credentials_are_told_without_the_password() {
    let postgres = Postgres::shared(PgVersion::V15).await;
    let mariadb = MariaDb::shared().await;
    for (kind, url) in
        [("postgres", postgres.database("refused").url()), ("mysql", mariadb.database("refused").url())]
    {
        let place = Place::shop();
        changed_policy(
            &place,
            "kind: sqlite, path: ../shop.db",
            &format!("kind: {kind}, url: \"env:SHOP_URL\""),
        );
        let wrong = wrong_password(&url);
        let run = |words: &[&str]| {
            let output = place.command(words).env("SHOP_URL", &wrong).output().unwrap();
            super::support::ran(words, output)
        };
        let planned = run(&["plan"]);
        assert_eq!(planned.code, Some(3), "{planned:?}");
        for ran in
            [planned, run(&["plan", "--json"]), run(&["plan", "-vv", "--lang", "sv"]), run(&["rights"])]
        {
            assert!(!ran.transcript().contains("not-the-secret"), "{ran:?}");
            let words: Vec<String> = ran.transcript().split_whitespace().map(str::to_owned).collect();
            assert!(words.join(" ").contains("user name or the password"), "{ran:?}");
        }
    }
}

/// The same address with another password.
fn wrong_password(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap();
    let (login, host) = rest.rsplit_once('@').unwrap();
    let user = login.split(':').next().unwrap();
    format!("{scheme}://{user}:not-the-secret@{host}")
}
