//! What a long piece of work looks like while it goes on: bars on a terminal, plain lines elsewhere. Always on standard
//! error, so that the answer on standard output stays whole.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use gallra_app::progress::{Progress, Silent};
use gallra_rules::names::{DatasetName, SystemName};
use gallra_rules::plan::{Plan, Step, StepId};
use indicatif::{MultiProgress, ProgressBar, ProgressState, ProgressStyle};

use super::text::{Texts, t};
use super::ui::{Ui, complain};

/// How often a line says how far a step has come, where there is no bar.
const SAY_EVERY: Duration = Duration::from_secs(10);

/// The right kind for where standard error leads.
pub(crate) fn of(ui: &Ui, plan: Option<&Plan>) -> Box<dyn Progress> {
    if ui.quiet {
        Box::new(Silent)
    } else if std::io::stderr().is_terminal() {
        Box::new(Bars::new(ui.texts, plan))
    } else {
        Box::new(Lines::new(ui.texts, plan))
    }
}

/// A bar for rows of which the number is not known yet; hidden where nobody sees it.
pub(crate) fn rows(ui: &Ui, name: &str) -> ProgressBar {
    if ui.quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    ProgressBar::new(0).with_style(bar_style(ui.texts)).with_prefix(name.to_owned())
}

/// Where each step stands in the plan, from 1.
fn numbers(plan: Option<&Plan>) -> BTreeMap<StepId, usize> {
    plan.map(|plan| plan.steps.iter().map(|step| step.id.clone()).zip(1..).collect()).unwrap_or_default()
}

/// One bar for each step and one for all.
struct Bars {
    texts: Texts,
    many: MultiProgress,
    spinner: ProgressBar,
    all: Option<ProgressBar>,
    steps: Mutex<BTreeMap<StepId, ProgressBar>>,
}

impl Bars {
    fn new(texts: Texts, plan: Option<&Plan>) -> Self {
        let many = MultiProgress::new();
        let spinner = many.add(ProgressBar::new_spinner().with_style(style("  {spinner} {msg}")));
        let all = plan.filter(|plan| plan.steps.len() > 1).map(|plan| {
            let bar =
                ProgressBar::new(plan.rows()).with_style(bar_style(texts)).with_prefix(t!(texts, "plan-all"));
            many.add(bar)
        });
        Self { texts, many, spinner, all, steps: Mutex::default() }
    }

    fn say(&self, text: String) {
        self.spinner.enable_steady_tick(Duration::from_millis(120));
        self.spinner.set_message(text);
    }

    fn bar(&self, step: &Step) -> Option<ProgressBar> {
        self.steps.lock().unwrap_or_else(PoisonError::into_inner).get(&step.id).cloned()
    }
}

impl Progress for Bars {
    fn looking_at(&self, system: &SystemName) {
        self.say(t!(self.texts, "progress-looking", system = system.as_str()));
    }

    fn counting(&self, dataset: &DatasetName) {
        self.say(t!(self.texts, "progress-counting", dataset = dataset.as_str()));
    }

    fn step_begins(&self, step: &Step, already: u64) {
        self.spinner.finish_and_clear();
        let bar = ProgressBar::new(step.expected.disposable)
            .with_style(bar_style(self.texts))
            .with_prefix(step.dataset.to_string())
            .with_position(already);
        let bar = match &self.all {
            Some(all) => self.many.insert_before(all, bar),
            None => self.many.add(bar),
        };
        bar.reset_eta();
        bar.enable_steady_tick(Duration::from_millis(200));
        if let Some(all) = &self.all {
            all.inc(already);
        }
        self.steps.lock().unwrap_or_else(PoisonError::into_inner).insert(step.id.clone(), bar);
    }

    fn batch(&self, step: &Step, rows: u64, _took: Duration) {
        self.bar(step).iter().chain(&self.all).for_each(|bar| bar.inc(rows));
    }

    fn recounting(&self, step: &Step) {
        if let Some(bar) = self.bar(step) {
            bar.set_message(t!(self.texts, "progress-recounting"));
        }
    }

    fn step_ends(&self, step: &Step, rows: u64) {
        if let Some(bar) = self.bar(step) {
            bar.set_length(rows.max(1));
            bar.finish_with_message(t!(self.texts, "progress-done"));
        }
    }

    fn publishing(&self, leaves: u64) {
        if let Some(all) = &self.all {
            all.finish();
        }
        self.say(t!(self.texts, "progress-publishing", leaves = leaves));
    }
}

impl Drop for Bars {
    fn drop(&mut self) {
        self.spinner.finish_and_clear();
        // A run that was stopped leaves its bars where they stand.
        for bar in self.steps.lock().unwrap_or_else(PoisonError::into_inner).values().chain(&self.all) {
            if !bar.is_finished() {
                bar.abandon();
            }
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// Name, bar, rows, rate, time left, and a word at the end: 79 columns.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rate is a small positive number"
)]
fn bar_style(texts: Texts) -> ProgressStyle {
    let rows = move |state: &ProgressState, w: &mut dyn std::fmt::Write| {
        let of = state.len().unwrap_or_default();
        let _ = write!(w, "{}/{}", texts.number(state.pos()), texts.number(of));
    };
    let rate = move |state: &ProgressState, w: &mut dyn std::fmt::Write| {
        let _ = write!(w, "{}/s", texts.number(state.per_sec().max(0.0) as u64));
    };
    let left = move |state: &ProgressState, w: &mut dyn std::fmt::Write| {
        if state.pos() < state.len().unwrap_or_default() {
            let _ = w.write_str(&texts.short_time(state.eta()));
        }
    };
    style("  {prefix:14!} {bar:11} {rows:>19} {rate:>9} {left:>10} {msg}")
        .progress_chars("━╸─")
        .with_key("rows", rows)
        .with_key("rate", rate)
        .with_key("left", left)
}

/// A line when a step begins, when it ends, and now and then in between.
struct Lines {
    texts: Texts,
    numbers: BTreeMap<StepId, usize>,
    at: Mutex<Option<At>>,
}

/// Where the step at hand stands.
struct At {
    began: Instant,
    said: Instant,
    rows: u64,
}

impl Lines {
    fn new(texts: Texts, plan: Option<&Plan>) -> Self {
        Self { texts, numbers: numbers(plan), at: Mutex::default() }
    }

    fn say(&self, id: &str, step: &Step, rows: u64, time: Duration) {
        let texts = self.texts;
        complain(&t!(
            texts,
            id,
            number = self.numbers.get(&step.id).copied().unwrap_or_default(),
            steps = self.numbers.len(),
            dataset = step.dataset.as_str(),
            rows = rows,
            of = step.expected.disposable,
            time = texts.short_time(time),
        ));
    }
}

impl Progress for Lines {
    fn step_begins(&self, step: &Step, already: u64) {
        let now = Instant::now();
        *self.at.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(At { began: now, said: now, rows: already });
        let id = if already > 0 { "line-goes-on" } else { "line-begins" };
        self.say(id, step, already, Duration::ZERO);
    }

    fn batch(&self, step: &Step, rows: u64, _took: Duration) {
        let mut guard = self.at.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(at) = guard.as_mut() else { return };
        at.rows += rows;
        if at.said.elapsed() >= SAY_EVERY {
            at.said = Instant::now();
            self.say("line-batch", step, at.rows, at.began.elapsed());
        }
    }

    fn step_ends(&self, step: &Step, rows: u64) {
        let at = self.at.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.say("line-ends", step, rows, at.map(|at| at.began.elapsed()).unwrap_or_default());
    }
}
