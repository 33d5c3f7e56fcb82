//! What the company promises, in words, and how far from it the database is, in bars.

use gallra_rules::period::Period;
use gallra_rules::plan::Plan;
use gallra_rules::policy::Policy;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::cli::text::t;
use crate::cli::ui::{Style, Ui, WIDTH};
use crate::cli::view::{self, Column, promise};

const COLUMNS: [Column; 2] = [("demo-col-purpose", false), ("demo-col-promise", false)];
/// Characters of the longest bar.
const BAR: u64 = 48;

/// The promises, one a line.
pub(super) fn table(ui: &Ui, policy: &Policy) -> String {
    let rows = policy
        .activities
        .values()
        .map(|activity| {
            let purpose = activity.purpose.get(ui.texts.lang.as_str()).unwrap_or_default().to_owned();
            vec![purpose, promise::words(activity, ui.texts)]
        })
        .collect();
    view::table(ui, &COLUMNS, rows)
}

/// For each dataset with something due: the promise as a full bar, what goes beyond it as a shaded one. Where the law
/// only says how long to keep, nothing beyond that is broken: it may go.
pub(super) fn bars(ui: &Ui, policy: &Policy, plan: &Plan) -> String {
    let today = plan.made_at.to_zoned(TimeZone::get(&plan.time_zone).unwrap_or(TimeZone::UTC)).date();
    let found: Vec<Found> = plan.steps.iter().filter_map(|step| Found::of(step, policy, today)).collect();
    let longest = found.iter().map(|one| one.age_days.max(one.promised_days)).max().unwrap_or(1).max(1);
    let mut lines = Vec::new();
    for one in found {
        let texts = ui.texts;
        let promised = (one.promised_days * BAR).div_ceil(longest);
        let beyond = (one.age_days.saturating_sub(one.promised_days) * BAR).div_ceil(longest);
        let id = if one.capped { "demo-bar" } else { "demo-bar-floor" };
        let title = texts.with(
            id,
            vec![
                ("dataset", one.dataset.clone().into()),
                ("promised", promise::period(one.promised, texts).into()),
                ("age", texts.age(one.oldest, today).into()),
                ("rows", if one.capped { one.overdue } else { one.may_go }.into()),
                ("total", one.total.into()),
            ],
        );
        lines.extend(view::wrap(&title, WIDTH.into()));
        let full = "█".repeat(usize::try_from(promised).unwrap_or(0));
        let (shade, style) = if one.capped { ("▒", Style::Bad) } else { ("░", Style::Warn) };
        let shaded = shade.repeat(usize::try_from(beyond).unwrap_or(0));
        lines.push(format!("  {}{}", ui.paint(Style::Good, full), ui.paint(style, shaded)));
    }
    lines.push(t!(ui.texts, "demo-bar-legend"));
    lines.join("\n")
}

struct Found {
    dataset: String,
    /// Whether there is a promise to be broken, not only a time to keep it.
    capped: bool,
    promised: Period,
    promised_days: u64,
    oldest: Date,
    age_days: u64,
    overdue: u64,
    may_go: u64,
    total: u64,
}

impl Found {
    fn of(step: &gallra_rules::plan::Step, policy: &Policy, today: Date) -> Option<Self> {
        let keeps = || {
            let reasons = step.because.iter();
            reasons
                .filter_map(|reason| policy.activities.get(&reason.activity))
                .map(|activity| &activity.keep)
        };
        let cap = keeps().find_map(|keep| keep.at_most.as_ref());
        let promised = cap.or_else(|| keeps().find_map(|keep| keep.at_least.as_ref()))?.period;
        let oldest = step.expected.oldest?;
        let days = |from: Date| {
            from.until(today).ok().and_then(|span| u64::try_from(span.get_days()).ok()).unwrap_or(0)
        };
        Some(Self {
            dataset: step.dataset.to_string(),
            capped: cap.is_some(),
            promised,
            promised_days: in_days(promised),
            oldest,
            age_days: days(oldest),
            overdue: step.expected.overdue,
            may_go: step.expected.disposable,
            total: step.expected.total,
        })
    }
}

/// About how many days: for the length of a bar, never for a decision.
fn in_days(period: Period) -> u64 {
    match period {
        Period::Hours(hours) => u64::from(hours) / 24,
        Period::Calendar { months, days } => u64::from(months) * 30_437 / 1000 + u64::from(days),
    }
}
