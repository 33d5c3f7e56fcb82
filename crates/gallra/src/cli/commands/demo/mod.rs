//! `gallra demo`: all of it, in order, on a company that never existed. Nothing is staged: each part runs what the
//! command of that name runs.

mod promises;
mod proof;

use std::path::{Path, PathBuf};
use std::time::Instant;

use gallra_app::apply::{Pace, apply};
use gallra_app::attest::{self, Said};
use gallra_app::demo::{Prepared, prepare};
use gallra_app::holds::{self, Wanted};
use gallra_app::report::Report;
use gallra_app::{AppError, Clock, Context, approval, audit, evidence, planning};
use gallra_rules::check::{Options, check_folder};
use gallra_rules::hold::HoldScope;
use gallra_rules::names::DatasetName;
use gallra_rules::plan::Plan;
use gallra_rules::predicate::Scalar;
use serde_json::json;

use super::{check, not_written};
use crate::cli::args::Demo;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session::quoted;
use crate::cli::text::t;
use crate::cli::ui::{Style, Ui, WIDTH};
use crate::cli::{progress, stop, translate, view};

/// The customer with whom there is a dispute.
const DISPUTED: i64 = 7;
/// The audits' pages in the demonstration's folder.
const BEFORE: &str = "audit-before.html";
const AFTER: &str = "audit-after.html";

pub(super) async fn run(ui: &Ui, args: &Demo) -> Result<Exit, Failure> {
    let folder = args.keep.clone().unwrap_or_else(fresh_folder);
    let story = Story { ui, began: Instant::now() };
    tokio::select! {
        ended = story.tell(&folder) => ended,
        () = stop::signal() => {
            ui.note(t!(ui.texts, "stop-at-once"));
            Ok(Exit::Stopped)
        }
    }
}

/// A folder that is not there yet, in the place for temporary things.
fn fresh_folder() -> PathBuf {
    let base = std::env::temp_dir();
    let name = |number: u32| base.join(format!("gallra-demo-{}-{number}", std::process::id()));
    (1..=u32::from(u16::MAX)).map(name).find(|folder| !folder.exists()).unwrap_or_else(|| name(0))
}

struct Story<'a> {
    ui: &'a Ui,
    began: Instant,
}

impl Story<'_> {
    async fn tell(&self, folder: &Path) -> Result<Exit, Failure> {
        let ui = self.ui;
        let now = Clock::System.now();
        let prepared = prepare(folder, now).await.map_err(|fault| self.told(&fault))?;
        let context = self.company(&prepared).await?;
        let before = self.broken(&context, &prepared).await?;
        let hold = self.hold(&context).await?;
        let plan = self.plan(&context).await?;
        self.approve(&context, &plan).await?;
        let approved = approval::find(&context, &plan).await.map_err(|fault| self.told(&fault))?;
        let report = {
            self.chapter("demo-run");
            let progress = progress::of(ui, Some(&plan));
            apply(&context, &approved, &Pace::default(), progress.as_ref()).await
        };
        let report = report.map_err(|fault| self.told(&fault))?;
        ui.say(view::run::text(ui, &report));
        let taken = self.paper(&context).await?;
        let left = self.again(&context, &prepared).await?;
        let proof = proof::show(self, &prepared, &report)?;
        self.farewell(&prepared, &report);
        ui.document(&json!({
            "folder": prepared.folder,
            "policy": prepared.policy_dir,
            "state": prepared.state_dir,
            "database": prepared.database,
            "records": prepared.records,
            "overdue_before": overdue(&before),
            "hold": hold,
            "planned": plan.rows(),
            "run": report.run,
            "rows": report.rows,
            "clean": report.is_clean(),
            "still_due": left,
            "papers_taken_out": taken,
            "certificate": report.certificate,
            "verified": proof.verified,
            "tampering_noticed": proof.tampering_noticed,
            "seconds": self.began.elapsed().as_secs_f64(),
        }));
        let good = report.is_clean() && left == 0 && proof.verified && proof.tampering_noticed;
        Ok(if good { Exit::Done } else { Exit::No })
    }

    /// Who it is, what it promises, and that the policy compiles.
    async fn company(&self, prepared: &Prepared) -> Result<Context, Failure> {
        let ui = self.ui;
        let zone = jiff::tz::TimeZone::system();
        let outcome = check_folder(
            &prepared.policy_dir,
            &Options { today: Some(Clock::System.now().to_zoned(zone).date()) },
        );
        if let Some(policy) = &outcome.policy {
            ui.say(ui.paint(Style::Bold, t!(ui.texts, "demo-title")));
            let name = &policy.organisation.name;
            self.say(&t!(ui.texts, "demo-company", organisation = name, records = prepared.records));
            self.chapter("demo-promises");
            ui.say(promises::table(ui, policy));
        }
        self.chapter("demo-check");
        check::text(ui, &outcome);
        let Some(policy) = outcome.policy else {
            return Err(Failure::new(Exit::Fault, "internal", t!(ui.texts, "err-internal"))
                .help(t!(ui.texts, "err-internal-help")));
        };
        let opened = Context::open(policy, &prepared.policy_dir, &prepared.state_dir, Clock::System).await;
        opened.map_err(|fault| self.told(&fault))
    }

    /// What the database looks like against the promises.
    async fn broken(&self, context: &Context, prepared: &Prepared) -> Result<Plan, Failure> {
        let plan = self.make(context).await?;
        self.chapter("demo-broken");
        self.ui.say(promises::bars(self.ui, &context.policy, &plan));
        self.audit(context, &prepared.folder.join(BEFORE)).await?;
        Ok(plan)
    }

    /// Measures every promise, leaves the page behind and tells the sum.
    async fn audit(&self, context: &Context, page: &Path) -> Result<audit::Report, Failure> {
        let ui = self.ui;
        let report = {
            let progress = progress::of(ui, None);
            audit::run(context, progress.as_ref()).await.map_err(|fault| self.told(&fault))?
        };
        let html = view::audit::html(&report, &context.policy, ui.texts).map_err(std::io::Error::other);
        html.and_then(|html| evidence::write_whole(page, html.as_bytes()))
            .map_err(|fault| not_written(ui, page, &fault))?;
        ui.say(String::new());
        ui.say(view::audit::sum(ui, &report));
        Ok(report)
    }

    async fn hold(&self, context: &Context) -> Result<String, Failure> {
        let ui = self.ui;
        self.chapter("demo-hold");
        let wanted = Wanted {
            dataset: DatasetName::new("customers"),
            only: Some(HoldScope { column: "id".to_owned(), values: vec![Scalar::Integer(DISPUTED)] }),
            reason: t!(ui.texts, "demo-hold-reason"),
            until: None,
            by: t!(ui.texts, "demo-lawyer"),
        };
        let id = holds::add(context, wanted).await.map_err(|fault| self.told(&fault))?;
        ui.say(ui.paint(
            Style::Good,
            t!(ui.texts, "hold-added", hold = &id.0, dataset = format!("customers, id = {DISPUTED}")),
        ));
        Ok(id.0)
    }

    async fn plan(&self, context: &Context) -> Result<Plan, Failure> {
        let plan = self.make(context).await?;
        self.chapter("demo-plan");
        self.ui.say(view::plan::text(self.ui, &plan, &context.policy, &view::plan::Clearing::new()));
        Ok(plan)
    }

    /// The guard refuses first; then a named person says how many.
    async fn approve(&self, context: &Context, plan: &Plan) -> Result<(), Failure> {
        let ui = self.ui;
        self.chapter("demo-approve");
        let by = t!(ui.texts, "demo-officer");
        if let Err(refused) = approval::approve(context, plan, &by, None).await {
            self.say(&translate::app(&refused, Some(plan), ui.texts).to_text(ui));
            ui.say(String::new());
        }
        let approved = approval::approve(context, plan, &by, Some(plan.rows()))
            .await
            .map_err(|fault| self.told(&fault))?;
        let at = ui.texts.moment(approved.approved_at(), &plan.time_zone);
        let (short, rows) = (approved.hash().short(), plan.rows());
        ui.say(ui.paint(Style::Good, t!(ui.texts, "approved", plan = short, by = &by, at = at, rows = rows)));
        Ok(())
    }

    /// What only a person can do, and says that they did. Tells how many papers that was.
    async fn paper(&self, context: &Context) -> Result<u64, Failure> {
        let ui = self.ui;
        self.chapter("demo-paper");
        let tasks = attest::tasks(context).await.map_err(|fault| self.told(&fault))?;
        let Some(task) = tasks.first() else { return Ok(0) };
        super::attest::show(ui, &tasks);
        let by = t!(ui.texts, "demo-officer");
        let said = Said {
            activity: task.activity.clone(),
            dataset: task.dataset.clone(),
            role: None,
            by: by.clone(),
            statement: t!(ui.texts, "demo-shredded"),
            until: None,
            gone: true,
        };
        let taken = attest::attest(context, said).await.map_err(|fault| self.told(&fault))?;
        ui.say(String::new());
        super::attest::taken(ui, task.activity.as_str(), task.dataset.as_str(), taken);
        Ok(taken.struck.unwrap_or(0))
    }

    /// Looks at the database once more, as if nothing were known: how many records are still due.
    async fn again(&self, context: &Context, prepared: &Prepared) -> Result<u64, Failure> {
        let ui = self.ui;
        let plan = self.make(context).await?;
        self.chapter("demo-again");
        let held: u64 = plan.steps.iter().map(|step| step.expected.excepted.iter().sum::<u64>()).sum();
        self.say(&t!(ui.texts, "demo-again-count", due = plan.rows(), kept = held));
        self.audit(context, &prepared.folder.join(AFTER)).await?;
        Ok(plan.rows())
    }

    fn farewell(&self, prepared: &Prepared, report: &Report) {
        let ui = self.ui;
        self.chapter("demo-farewell");
        let folder = quoted(&prepared.folder);
        ui.say(t!(ui.texts, "demo-folder", path = &folder, time = ui.texts.short_time(self.began.elapsed())));
        ui.say(t!(ui.texts, "demo-pages"));
        for page in [BEFORE, AFTER] {
            ui.say(format!("  {}", quoted(&prepared.folder.join(page))));
        }
        ui.say(t!(ui.texts, "demo-go-on"));
        let certificate = report.certificate.as_deref().map(quoted).unwrap_or_default();
        ui.say(format!(
            "  export GALLRA_POLICY={} GALLRA_STATE={}",
            quoted(&prepared.policy_dir),
            quoted(&prepared.state_dir)
        ));
        for command in ["check", "plan", "audit", "runs", "hold list"] {
            ui.say(format!("  gallra {command}"));
        }
        ui.say(format!(
            "  gallra verify {certificate} --key {}",
            quoted(&prepared.state_dir.join("log.pub"))
        ));
    }

    async fn make(&self, context: &Context) -> Result<Plan, Failure> {
        let progress = progress::of(self.ui, None);
        Ok(planning::make(context, progress.as_ref()).await.map_err(|fault| self.told(&fault))?.plan)
    }

    /// Words, wrapped.
    fn say(&self, text: &str) {
        self.ui.say(view::wrap(text, WIDTH.into()).join("\n"));
    }

    /// A heading, with a rule.
    fn chapter(&self, id: &str) {
        let ui = self.ui;
        ui.say(format!("\n{}", ui.paint(Style::Bold, format!("── {}", ui.texts.plain(id)))));
    }

    fn told(&self, fault: &AppError) -> Failure {
        translate::app(fault, None, self.ui.texts)
    }
}

fn overdue(plan: &Plan) -> u64 {
    plan.steps.iter().map(|step| step.expected.overdue).sum()
}
