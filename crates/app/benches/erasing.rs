//! What it costs to erase people: one plan about all of them (decide, plan, check, apply, recount, evidence) against the raw
//! deletes, written by hand, in a company of thirty linked tables on PostgreSQL.
//!
//! `cargo bench -p gallra-app --bench erasing [-- rows=10000000] [people=1000] [slow=MILLISECONDS] [log=FILE]`
//!
//! The company is made twice on one server with durable settings. From one copy psql erases the people by one statement for
//! each table, in one transaction; from the other Gallra does, in batches of its own. Then every table is compared: rows, and a
//! hash over all of them. The goal is ≥ 0.9 times as fast. `slow` prints what takes longer than that in our own course, and with
//! `log` the server writes down such statements with their plans (which costs time).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a measuring program")]

use std::sync::Mutex;
use std::time::{Duration, Instant};

use gallra_app::apply::Pace;
use gallra_app::progress::{Progress, Silent};
use gallra_app::subject::{Identified, Person, erase};
use gallra_app::{Clock, Context};
use gallra_rules::Options;
use gallra_rules::decide::Weighed;
use gallra_rules::names::DatasetName;
use gallra_rules::plan::Step;
use gallra_testkit::linked::Linked;
use gallra_testkit::{PgDatabase, PgVersion, Postgres};

const HEAD: &str = "
organisation: {name: Bench AB, country: SE, time_zone: Europe/Stockholm, financial_year_ends: 12-31}
subjects: {people: People}
measures: {access: Access by role}
systems: {shop: {kind: postgres, url: \"file:shop.url\", country: SE, time_zone: UTC}}
";

#[tokio::main]
async fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str, usual: u64| {
        let prefix = format!("{name}=");
        asked.iter().find_map(|word| word.strip_prefix(&prefix)).map_or(usual, |n| n.parse().unwrap())
    };
    let company = Linked::of_rows(number("rows", 10_000_000));
    let people = number("people", 1_000).min(company.people / 2);
    let slow = asked.iter().any(|word| word.starts_with("slow=")).then(|| number("slow", 0));
    let log = asked.iter().find_map(|word| word.strip_prefix("log="));
    let mut server = Postgres::builder(PgVersion::V15).durable().setting("max_wal_size", "4GB");
    if log.is_some() {
        let at_least = number("slow", 20).to_string();
        server = server.setting("session_preload_libraries", "auto_explain");
        server = server.setting("auto_explain.log_min_duration", &at_least);
        server = server.setting("auto_explain.log_analyze", "on").setting("auto_explain.log_buffers", "on");
    }
    let server = server.start().await;
    let (raw, ours) = (server.database("raw"), server.database("ours"));
    for database in [&raw, &ours] {
        company.make(database);
        database.admin_psql("CHECKPOINT;");
    }
    // Spread over the whole company, as requests are.
    let every = company.people / people;
    let who = format!("SELECT id FROM people WHERE id % {every} = 0 ORDER BY id LIMIT {people}");

    let start = Instant::now();
    raw.psql(&format!("BEGIN;\n{}\nCOMMIT;", Linked::by_hand(&who)));
    let by_hand = start.elapsed();
    server_rests(&raw);

    let person = person(&ours, &who);
    let watch: Box<dyn Progress> = match slow {
        Some(slow) => Box::new(Watch { slow: Duration::from_millis(slow), last: Mutex::new(Instant::now()) }),
        None => Box::new(Silent),
    };
    let (by_us, of_it) = erased(&ours, &person, &*watch).await;
    if let Some(file) = log {
        std::fs::write(file, server.log()).unwrap();
    }
    for table in Linked::tables() {
        let all = format!("SELECT count(*), coalesce(sum(hashtext(t::text)::bigint), 0) FROM {table} t");
        assert_eq!(raw.psql(&all), ours.psql(&all), "{table}");
    }
    println!(
        "{people} people of {} ({} rows): by hand {:.2} s, Gallra {:.2} s ({of_it}), ratio {:.2} (goal ≥ 0.90)",
        company.people,
        company.rows,
        by_hand.as_secs_f64(),
        by_us.as_secs_f64(),
        by_hand.as_secs_f64() / by_us.as_secs_f64()
    );
}

fn server_rests(database: &PgDatabase) {
    database.admin_psql("CHECKPOINT;");
}

fn person(database: &PgDatabase, who: &str) -> Person {
    let keys = database.psql(who).lines().map(str::to_owned).collect();
    let records = [("people".into(), vec![Identified { column: "id".to_owned(), keys }])].into();
    Person { records, salt: "c2FsdA".to_owned(), ..Person::default() }
}

/// From the opened policy to the report.
async fn erased(database: &PgDatabase, person: &Person, watch: &dyn Progress) -> (Duration, String) {
    let folder = tempfile::tempdir().unwrap();
    let policy_dir = folder.path().join("policy");
    std::fs::create_dir(&policy_dir).unwrap();
    std::fs::write(policy_dir.join("shop.url"), database.url()).unwrap();
    let text = Linked::policy();
    let outcome = gallra_rules::check([("head.yaml", HEAD), ("shop.yaml", &text)], &Options::default());
    let told = outcome.render(gallra_rules::diagnostic::Lang::En, false);
    let policy = outcome.policy.unwrap_or_else(|| panic!("{told}"));
    let state = folder.path().join("state");
    let context = Context::open(policy, &policy_dir, &state, Clock::System).await.unwrap();
    let start = Instant::now();
    let planned = erase::plan(&context, "bench", person, &Weighed::default(), watch).await.unwrap();
    let plan_took = start.elapsed();
    assert!(planned.decision.not_checked.is_empty(), "{:?}", planned.decision.not_checked);
    let (plan, person) = (planned.made.plan, planned.person);
    let approved = erase::approve(&context, &plan, &person, "Bench", Some(plan.rows())).await.unwrap();
    let approve_took = start.elapsed().checked_sub(plan_took).unwrap();
    let report = erase::apply(&context, &approved, &person, &Pace::default(), watch).await.unwrap();
    let took = start.elapsed();
    assert!(report.is_clean());
    let seconds = |took: Duration| took.as_secs_f64();
    let of_it = format!(
        "plan {:.2} s, approval {:.2} s, {} steps, {} rows",
        seconds(plan_took),
        seconds(approve_took),
        plan.steps.len(),
        plan.rows()
    );
    (took, of_it)
}

/// Prints what took longer than `slow` since it last heard anything.
struct Watch {
    slow: Duration,
    last: Mutex<Instant>,
}

impl Watch {
    fn heard(&self, what: &str) {
        let took = std::mem::replace(&mut *self.last.lock().unwrap(), Instant::now()).elapsed();
        if took >= self.slow {
            println!("{:>9.1} ms until {what}", took.as_secs_f64() * 1e3);
        }
    }
}

impl Progress for Watch {
    fn counting(&self, dataset: &DatasetName) {
        self.heard(&format!("counting {dataset}"));
    }
    fn step_begins(&self, step: &Step, _: u64) {
        self.heard(&format!("{} begins", step.id.0));
    }
    fn batch(&self, step: &Step, rows: u64, _: Duration) {
        self.heard(&format!("{} has {rows} rows", step.id.0));
    }
    fn recounting(&self, step: &Step) {
        self.heard(&format!("{} is done", step.id.0));
    }
    fn residue(&self, step: &Step, _: bool) {
        self.heard(&format!("{} is counted again", step.id.0));
    }
    fn step_ends(&self, step: &Step, _: u64) {
        self.heard(&format!("{} is looked at and recorded", step.id.0));
    }
}
