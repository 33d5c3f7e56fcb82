//! What the situations share: a house with a policy and a state, the whole journey through it, and dumps of databases
//! taken by their own programs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gallra_app::apply::{Pace, apply};
use gallra_app::progress::Silent;
use gallra_app::report::{Report, StepReport};
use gallra_app::{AppError, Clock, Context, approval, evidence, keys, planning};
use gallra_ledger::{RunState, VerifiedCertificate, VerifyingKey, verify_certificate, verify_log};
use gallra_rules::Options;
use gallra_rules::inventory::CountKind;
use gallra_rules::plan::{NoteKind, Plan, Step};
use gallra_rules::policy::PolicySet;
use gallra_store::ApprovedPlan;
use gallra_testkit::{MariaDatabase, PgDatabase, sqlite_cli};
use tempfile::TempDir;

/// The approver in every test.
pub(crate) const APPROVER: &str = "Astrid Provsson";

const ORGANISATION: &str = "
organisation:
  name: Provbolaget AB
  country: SE
  time_zone: Europe/Stockholm
  financial_year_ends: 12-31
  contact: {email: integritet@provbolaget.example}
  authority: Integritetsskyddsmyndigheten
requests: {unreached: warn}
subjects:
  people: {sv: Människor, en: People}
measures:
  access: {sv: Behörighet efter roll, en: Access by role}
";

/// A folder with a policy, a state, and room for SQLite files. Dropping it asserts that nothing was left half done.
pub(crate) struct House {
    folder: TempDir,
}

impl House {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("policy")).unwrap();
        Self { folder }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    /// A system of the policy: its address goes into a file, as a careful user does it.
    pub(crate) fn system(&self, kind: &str, url: &str) -> String {
        let name = format!("{kind}.url");
        std::fs::write(self.folder.path().join("policy").join(&name), format!("{url}\n")).unwrap();
        format!("{{kind: {kind}, url: \"file:{name}\", country: SE, time_zone: UTC}}")
    }

    /// Opens the policy `organisation + body` on a fixed day.
    pub(crate) async fn open(&self, body: &str, now: &str) -> Context {
        self.try_open(body, now).await.unwrap_or_else(|fault| panic!("{fault}"))
    }

    pub(crate) async fn try_open(&self, body: &str, now: &str) -> Result<Context, AppError> {
        let clock = Clock::Fixed(now.parse().unwrap());
        Context::open(policy(body), &self.folder.path().join("policy"), &self.state(), clock).await
    }

    /// One value from the state, read with SQLite's own program.
    pub(crate) fn state_says(&self, sql: &str) -> String {
        sqlite_cli(&self.state().join("gallra.db"), sql)
    }

    fn public_key(&self) -> VerifyingKey {
        let line = std::fs::read_to_string(self.state().join(keys::PUBLIC_KEY)).unwrap();
        VerifyingKey::parse(line.trim()).unwrap()
    }

    /// Verifies the log and the certificate of a run that ended, with nothing but the public key's file.
    pub(crate) fn certificate(&self, run: &str) -> VerifiedCertificate {
        self.log_verifies();
        let file = self.state().join(evidence::CERTIFICATES).join(format!("{run}.json"));
        let shown = verify_certificate(&std::fs::read(file).unwrap(), &self.public_key()).unwrap();
        assert!(matches!(shown.state, RunState::Finished { .. }));
        assert_eq!(shown.run, run);
        shown
    }

    /// The same, and that the report tells what the certificate proves.
    pub(crate) fn verify(&self, report: &Report) -> VerifiedCertificate {
        let shown = self.certificate(&report.run);
        assert!(report.certificate.is_some());
        assert_eq!(shown.totals, report.rows, "the certificate and the report tell the same");
        assert_eq!(shown.steps.len(), report.steps.len());
        shown
    }

    pub(crate) fn log_verifies(&self) {
        verify_log(&self.state().join(evidence::LOG), &self.public_key(), None).unwrap();
    }

    /// No personal data may reach the log, the certificates or the plan files. A word of four letters may stand in a hash by chance.
    pub(crate) fn evidence_never_says(&self, words: &[&str]) {
        for folder in [evidence::LOG, evidence::CERTIFICATES] {
            for file in files_below(&self.state().join(folder)) {
                let bytes = std::fs::read(&file).unwrap();
                let text = String::from_utf8_lossy(&bytes).to_lowercase();
                for word in words {
                    assert!(!text.contains(&word.to_lowercase()), "{} tells {word}", file.display());
                }
            }
        }
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if std::thread::panicking() || !self.state().join("gallra.db").exists() {
            return;
        }
        assert_eq!(self.state_says("SELECT count(*) FROM open_batch"), "0", "a batch was left open");
        assert_eq!(
            self.state_says("SELECT count(*) FROM run WHERE state <> 'finished'"),
            "0",
            "a run was left"
        );
        if self.state().join(evidence::LOG).join("checkpoint").exists() {
            self.log_verifies();
        }
    }
}

pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries
        .flat_map(|entry| {
            let path = entry.unwrap().path();
            if path.is_dir() { files_below(&path) } else { vec![path] }
        })
        .collect()
}

/// Checks a policy; what the checker says is the panic's text.
pub(crate) fn policy(body: &str) -> PolicySet {
    let files = [("organisation.yaml", ORGANISATION), ("rules.yaml", body)];
    let outcome = gallra_rules::check(files, &Options::default());
    let text = outcome.render(gallra_rules::diagnostic::Lang::En, false);
    outcome.policy.unwrap_or_else(|| panic!("{text}"))
}

/// An activity with what the checker wants to hear beside what the test is about.
pub(crate) fn activity(name: &str, data: &str, keep: &str, then: &str) -> String {
    format!(
        "
  {name}:
    role: controller
    purpose: {{sv: Prov, en: Test}}
    basis: contract
    data: [{data}]
    keep: {{{keep}}}
    then: {then}
    measures: [access]
"
    )
}

/// An activity without a period, for personal data that the test is not about.
pub(crate) fn resting(data: &str) -> String {
    activity("resting", data, "until_review: 2099-12-31", "delete")
}

pub(crate) async fn make_plan(context: &Context) -> Plan {
    let plan = planning::make(context, &Silent).await.unwrap().plan;
    // A plan survives its file, and says nothing of a record in it.
    let file = context.store.folder().join("plan.json");
    planning::save(&plan, &file).unwrap();
    assert_eq!(planning::read(&file).unwrap(), plan);
    plan
}

pub(crate) async fn approve(context: &Context, plan: &Plan) -> ApprovedPlan {
    approval::approve(context, plan, APPROVER, Some(plan.rows()))
        .await
        .unwrap_or_else(|fault| panic!("{fault}"))
}

pub(crate) async fn carry_out(context: &Context, approved: &ApprovedPlan) -> Result<Report, AppError> {
    apply(context, approved, &Pace::default(), &Silent).await
}

/// Journey A from the opened policy to the verified certificate; a second plan then finds nothing to do.
pub(crate) async fn journey(house: &House, context: &Context) -> (Plan, Report) {
    let plan = make_plan(context).await;
    let approved = approve(context, &plan).await;
    let report = carry_out(context, &approved).await.unwrap_or_else(|fault| panic!("{fault}"));
    assert!(report.is_clean(), "{report:#?}");
    house.verify(&report);
    house.evidence_never_says(&[APPROVER]);
    let again = make_plan(context).await;
    assert_eq!(again.rows(), 0, "a second plan still finds {:#?}", again.steps);
    (plan, report)
}

/// The plan's only step for a dataset.
pub(crate) fn step<'p>(plan: &'p Plan, dataset: &str) -> &'p Step {
    let steps: Vec<_> = plan.steps.iter().filter(|step| step.dataset.as_str() == dataset).collect();
    assert_eq!(steps.len(), 1, "steps for {dataset} in {:#?}", plan.notes);
    steps[0]
}

/// The report of the only step for a dataset.
pub(crate) fn told<'r>(report: &'r Report, dataset: &str) -> &'r StepReport {
    report
        .steps
        .iter()
        .find(|step| step.dataset.as_str() == dataset)
        .unwrap_or_else(|| panic!("{dataset}: no step"))
}

/// Rows that a plan mentions without disposing of them.
pub(crate) fn noted(plan: &Plan, dataset: &str, kind: CountKind) -> u64 {
    let counts = plan.notes.iter().filter(|note| note.dataset.as_str() == dataset).filter_map(|note| {
        match &note.what {
            NoteKind::Counted { kind: found, rows, .. } if *found == kind => Some(*rows),
            _ => None,
        }
    });
    counts.sum()
}

/// Why a dataset was not checked.
pub(crate) fn not_checked(plan: &Plan, dataset: &str) -> String {
    let reason = plan.notes.iter().find_map(|note| match &note.what {
        NoteKind::NotChecked { reason } if note.dataset.as_str() == dataset => Some(reason.clone()),
        _ => None,
    });
    reason.unwrap_or_else(|| panic!("{dataset} was checked: {:#?}", plan.notes))
}

/// Every table's rows as its database's own program prints them, sorted.
pub(crate) type Dump = BTreeMap<String, Vec<String>>;

pub(crate) fn dump_postgres(database: &PgDatabase) -> Dump {
    let tables = database.psql(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
         WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1",
    );
    let script: String = tables
        .lines()
        .map(|table| format!("\\echo @@@ {table}\nCOPY (SELECT * FROM {table}) TO STDOUT;\n"))
        .collect();
    split(&database.psql(&script))
}

pub(crate) fn dump_mariadb(database: &MariaDatabase) -> Dump {
    let tables = database.mariadb("SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'");
    let script: String = tables
        .lines()
        .filter_map(|line| line.split('\t').next())
        .map(|table| format!("SELECT '@@@ {table}'; SELECT * FROM `{table}`;\n"))
        .collect();
    split(&database.mariadb(&script))
}

pub(crate) fn dump_sqlite(file: &Path) -> Dump {
    let tables = sqlite_cli(
        file,
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1;",
    );
    let select = |table: &str| format!(".print @@@ {table}\nSELECT * FROM [{table}];\n");
    let script: String = tables.lines().map(select).collect();
    split(&sqlite_cli(file, &format!(".mode quote\n{script}")))
}

fn split(text: &str) -> Dump {
    let mut dump = Dump::new();
    for part in text.split("@@@ ").skip(1) {
        let mut lines = part.lines().map(str::to_owned);
        let table = lines.next().unwrap();
        let mut rows: Vec<String> = lines.collect();
        rows.sort_unstable();
        dump.insert(table, rows);
    }
    assert!(!dump.is_empty());
    dump
}

/// The whole database is as plain SQL by hand made it: what had to go is gone, every other row is as it was.
pub(crate) fn assert_same(ours: &Dump, by_hand: &Dump) {
    assert_eq!(ours.keys().collect::<Vec<_>>(), by_hand.keys().collect::<Vec<_>>(), "the tables");
    for (table, rows) in ours {
        let hand = &by_hand[table];
        if rows == hand {
            continue;
        }
        let surplus: Vec<_> = rows.iter().filter(|row| hand.binary_search(row).is_err()).take(3).collect();
        let missing: Vec<_> = hand.iter().filter(|row| rows.binary_search(row).is_err()).take(3).collect();
        panic!(
            "table {table}: {} rows, by hand {}\nonly ours: {surplus:#?}\nonly by hand: {missing:#?}",
            rows.len(),
            hand.len()
        );
    }
}
