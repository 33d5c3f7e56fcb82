//! `discover` and `check --live` on folders and logs: what is there, in how many files, and what it says of people.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use crate::support::{Place, assert_transcript};

const HEAD: &str = "organisation: {name: Provbolaget AB, country: SE, time_zone: Europe/Stockholm}
requests: {unreached: warn}
measures:
  access: {sv: Behörighet, en: Access}
";

fn activity(data: &str, keep: &str) -> String {
    format!(
        "activities:
  work:
    role: controller
    purpose: {{sv: Arbete, en: Work}}
    basis: contract
    data: [{data}]
    keep: {{{keep}}}
    then: delete
    measures: [access]
"
    )
}

/// A company's share: letters, scans by day, a folder for each customer, goods, and a link that leads away.
fn share() -> Place {
    let place = Place::empty();
    place.write(
        "policy/a.yaml",
        &format!("{HEAD}systems:\n  share: {{kind: files, path: ../share, country: SE}}\n"),
    );
    for n in 0..12 {
        place.write(
            &format!("share/letters/brev-{n}.txt"),
            &format!("Hej, ring 070-174 06 0{} eller p{n}@post.example", n % 10),
        );
        place.write(&format!("share/scans/2026-01-{:02}.pdf", n + 1), "scan");
        place.write(&format!("share/kund-{}/avtal.pdf", 1000 + n), "signed");
        place.write(&format!("share/goods/part-{n}.txt"), "bolt, 12 mm, zinc");
    }
    place.write("share/scans/ID 19121212-1212.pdf", "scan");
    place.write("share/inbox/one.eml", "From: Agda <agda@post.example>\nSubject: Hej\n\nTack");
    place.write("outside/people.txt", "anna@outside.example");
    symlink(place.path("outside"), place.path("share/goods/elsewhere")).unwrap();
    place
}

#[test]
fn a_share_is_told_folder_by_folder_and_the_proposal_can_be_pasted() {
    let place = share();
    let proposal = place.gallra("discover share");
    assert_eq!(proposal.code, Some(0), "{proposal:?}");
    assert_transcript!("discover_share", proposal.stdout);
    let swedish = place.gallra("discover share --lang sv");
    assert_transcript!("discover_share_sv", swedish.stdout);
    for secret in ["post.example", "outside.example", "19121212", "070-174"] {
        assert!(!proposal.stdout.contains(secret), "a value was shown: {}", proposal.stdout);
    }
    place.write("policy/proposal.yaml", &proposal.stdout);
    place.write(
        "policy/work.yaml",
        &activity("letters, scans, kund, inbox", "at_most: 1 year after modified"),
    );
    let live = place.gallra("check --live");
    assert_eq!(live.code, Some(0), "{live:?}");

    place.write("share/complaints/c.csv", "name,email\nAgda,agda@post.example\nBirger,birger@post.example\n");
    fs::rename(place.path("share/letters"), place.path("letters")).unwrap();
    let drift = place.gallra("check --live --json");
    assert_eq!(drift.code, Some(1), "{drift:?}");
    let drift = drift.json();
    let of = |kind: &str| drift["drift"].as_array().unwrap().iter().find(|one| one["kind"] == kind).cloned();
    assert_eq!(of("unknown_part").unwrap()["part"], "complaints");
    assert_eq!(of("gone").unwrap()["dataset"], "letters");

    fs::rename(place.path("letters"), place.path("share/letters")).unwrap();
    let silent = "country: SE, not_personal: {parts: [complaints], because: Made up for a course}";
    place.write(
        "policy/a.yaml",
        &place.read("policy/a.yaml").replace("../share, country: SE", &format!("../share, {silent}")),
    );
    assert_eq!(place.gallra("check --live").code, Some(0));
}

#[test]
fn a_folder_that_cannot_be_read_is_told() {
    let place = share();
    // Root reads everything: then there is nothing to see here.
    fs::set_permissions(place.path("share/goods"), fs::Permissions::from_mode(0o000)).unwrap();
    let closed = fs::read_dir(place.path("share/goods")).is_err();
    let proposal = place.gallra("discover share --json");
    fs::set_permissions(place.path("share/goods"), fs::Permissions::from_mode(0o755)).unwrap();
    let proposal_code = proposal.code;
    let parts = proposal.json()["discovery"]["parts"].clone();
    let goods = parts.as_array().unwrap().iter().find(|part| part["part"] == "goods").unwrap().clone();
    assert_eq!(
        (proposal_code, goods["closed"].as_u64()),
        if closed { (Some(3), Some(1)) } else { (Some(0), Some(0)) }
    );
}

fn logs() -> Place {
    let place = Place::empty();
    place.write(
        "policy/a.yaml",
        &format!("{HEAD}systems:\n  weblogs: {{kind: logs, path: ../logs, country: SE}}\n"),
    );
    let access = |day: u32| -> String {
        (0..40)
            .map(|n| {
                let user = if n % 4 == 0 { format!("agda{n}") } else { "-".to_owned() };
                format!(
                    "192.0.2.{n} - {user} [{day:02}/May/2026:07:{n:02}:00 +0200] \"GET /?mail=p{n}@post.example HTTP/1.1\" 200 12 \"-\" \"curl\"\n"
                )
            })
            .collect::<Vec<String>>()
            .concat()
    };
    place.write("logs/access.log", &access(20));
    place.write("logs/access.log.1", &access(10));
    let json = |n: u32| {
        format!(
            "{{\"time\":\"2026-05-{:02}T10:00:00Z\",\"msg\":\"login\",\"email\":\"p{n}@post.example\",\"ms\":{n}}}\n",
            n + 1
        )
    };
    place.write("logs/app.json.log", &(0..28).map(json).collect::<String>());
    let mail = |n: u32| {
        format!(
            "2026-05-{:02}T10:00:00+02:00 mx postfix/smtp[9]: 4F: to=<p{n}@post.example>, status=sent\n",
            n + 1
        )
    };
    place.write("logs/mail.log", &(0..28).map(mail).collect::<String>());
    let cron = |n: u32| format!("2026-05-{:02}T10:00:00+02:00 host cron: tick\n", n + 1);
    place.write("logs/cron.log", &(0..28).map(cron).collect::<String>());
    place
}

#[test]
fn logs_are_told_one_by_one_with_their_format_and_span() {
    let place = logs();
    let proposal = place.gallra("discover weblogs");
    assert_eq!(proposal.code, Some(0), "{proposal:?}");
    assert_transcript!("discover_logs", proposal.stdout);
    assert!(!proposal.stdout.contains("post.example") && !proposal.stdout.contains("agda"), "{proposal:?}");
    let found = place.gallra("discover weblogs --json").json();
    let access =
        found["discovery"]["parts"].as_array().unwrap().iter().find(|part| part["part"] == "access.log");
    let access = access.unwrap();
    assert_eq!((access["files"].as_u64(), access["sampled"].as_u64()), (Some(2), Some(80)), "{access}");
    assert_eq!(
        (&access["oldest"], &access["newest"]),
        (&"2026-05-10T05:00:00Z".into(), &"2026-05-20T05:39:00Z".into())
    );

    place.write("policy/proposal.yaml", &proposal.stdout);
    place.write(
        "policy/work.yaml",
        &activity("access_log, app_json_log, mail_log", "at_most: 30 days after logged"),
    );
    let live = place.gallra("check --live");
    assert_eq!(live.code, Some(0), "{live:?}");
    place.write("logs/shop.log", &place.read("logs/mail.log"));
    fs::write(place.path("logs/packed.log"), b"BZh91AY&SY").unwrap();
    let packed = place.gallra("discover weblogs");
    assert_eq!(packed.code, Some(3), "{packed:?}");
    assert!(packed.stdout.contains("packed.log: 1 file or folder could not be read"), "{packed:?}");
    fs::remove_file(place.path("logs/app.json.log")).unwrap();
    let drift = place.gallra("check --live");
    assert_eq!(drift.code, Some(1), "{drift:?}");
    assert!(drift.stdout.contains("shop.log") && drift.stdout.contains("app_json_log"), "{drift:?}");
}
