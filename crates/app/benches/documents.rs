//! What documents cost: all documents of one company in both languages by a process that has just begun, one customer's bundle
//! when the common parts are made, and a thousand customers' bundles with the most memory that the process ever held.
//!
//! `cargo bench -p gallra-app --bench documents [-- customers=1000]`
//!
//! The goals: 2 s, 150 ms, and a memory that does not grow with the customers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a measuring program")]

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use gallra_app::documents::bundle::common;
use gallra_app::documents::customer::{customer, customers};
use gallra_app::documents::looks::Looks;
use gallra_app::documents::{Controller, Format, Language, Wanted, build};
use gallra_app::register::{NewParty, PartyKind, Person, Role};
use gallra_app::{Clock, Context};
use gallra_rules::Options;
use gallra_rules::policy::PolicySet;

const COLD: &str = "cold";

#[tokio::main]
async fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    if asked.iter().any(|word| word == COLD) {
        return cold();
    }
    let wanted = asked.iter().find_map(|word| word.strip_prefix("customers="));
    let wanted: usize = wanted.map_or(1_000, |number| number.parse().unwrap());

    let mut times: Vec<Duration> = (0..5).map(|_| process()).collect();
    times.sort();
    println!("all documents, both languages, three forms, a new process: {:?} (goal 2 s)", times[2]);

    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("policy");
    std::fs::create_dir(&place).unwrap();
    let state = folder.path().join("state");
    let context = Context::open(policy("chat-service"), &place, &state, Clock::System).await.unwrap();
    let acting = context.acting("Bench", "own_customers").unwrap();
    for number in 0..wanted {
        let name = format!("Kund {number} AB");
        let person = Person { name, address: Some("Provgatan 1".to_owned()), ..Person::default() };
        let (kind, role) = (PartyKind::Customer, Role::Controller);
        let new = NewParty { kind, role, belongs_to: None, since: None, last_contact: None, person };
        context.register().await.unwrap().create_party(&acting, &new).await.unwrap();
    }
    let (looks, language) = (Looks::default(), "sv".parse::<Language>().unwrap());
    let same = common(&context.policy, &looks, &language, context.today(), &[], false).unwrap();
    let (out, all) = (folder.path().join("out"), customers(&context, &acting).await.unwrap());
    let mut times = Vec::with_capacity(all.len());
    for (done, number) in all.iter().enumerate() {
        let begun = Instant::now();
        let of = customer(&context, &acting, *number).await.unwrap();
        same.write(&of, &out).unwrap();
        times.push(begun.elapsed());
        if [10, 100].contains(&(done + 1)) || done + 1 == all.len() {
            println!("{:>6} bundles: at most {} MB held", done + 1, most_memory() / 1024);
        }
    }
    let total: Duration = times.iter().sum();
    times.sort();
    let at = |hundredth: usize| times[(times.len() - 1) * hundredth / 100];
    println!("one bundle, warm: {:?}, 99th of 100 {:?} (goal 150 ms); all: {total:?}", at(50), at(99));
    context.store.close().await;
}

/// A process from its start to its end.
fn process() -> Duration {
    let begun = Instant::now();
    assert!(Command::new(std::env::current_exe().unwrap()).arg(COLD).status().unwrap().success());
    begun.elapsed()
}

fn cold() {
    let out = tempfile::tempdir().unwrap();
    let controller =
        Controller { name: "Kund AB".into(), contact: "kund@kund.example".into(), ..Controller::default() };
    let wanted = Wanted {
        formats: vec![Format::Html, Format::Md, Format::Pdf],
        controllers: vec![controller],
        ..Wanted::default()
    };
    let made = build(&policy("web-host"), &wanted, out.path(), Clock::System).unwrap();
    assert!(made.documents.iter().all(|document| document.files.len() == 3), "every document is complete");
}

fn policy(example: &str) -> PolicySet {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(example);
    gallra_rules::check_folder(&folder, &Options::default()).policy.unwrap()
}

/// In kB.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
