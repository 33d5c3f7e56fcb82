//! The audit as one page of HTML that needs nothing else: no script, no font, no picture from elsewhere.

use askama::Template;
use gallra_app::audit::{Age, Found, Live, Report, word};
use gallra_rules::live::Bearing;
use gallra_rules::policy::Policy;
use jiff::civil::Date;

use super::{Fact, class, facts, live, people, reason, rule, sums, verdict, verdict_word};
use crate::cli::text::{Texts, t};

/// Size of the drawing, in its own units; the template draws the axis at the same height.
const WIDTH: u64 = 720;
const BASE: u64 = 144;
const TALLEST: u64 = 116;

#[derive(Template)]
#[template(path = "audit.html")]
struct Page {
    lang: &'static str,
    title: String,
    measured: String,
    sums: Vec<Sum>,
    cards: Vec<Card>,
    live_title: String,
    live: Vec<Card>,
    /// Parts with their titles.
    people: Vec<(String, Vec<Card>)>,
    foot: String,
}

struct Sum {
    class: &'static str,
    number: String,
    label: String,
}

struct Card {
    class: &'static str,
    title: String,
    verdict: String,
    rule: String,
    facts: Vec<(String, String)>,
    findings: Vec<(&'static str, String)>,
    chart: Option<Chart>,
}

struct Chart {
    bars: Vec<Bar>,
    /// Where the promised line stands.
    line: u64,
    label: String,
    label_x: u64,
    anchor: &'static str,
    from: String,
    to: String,
    alt: String,
}

struct Bar {
    class: &'static str,
    x: u64,
    y: u64,
    width: u64,
    height: u64,
    title: String,
}

/// The page.
pub(crate) fn html(report: &Report, policy: &Policy, texts: Texts) -> Result<String, askama::Error> {
    let zone = policy.organisation.time_zone.as_str();
    let [kept, broken, unseen] = sums(report);
    let sum =
        |class, number: u64, id: &str| Sum { class, number: texts.number(number), label: texts.plain(id) };
    let page = Page {
        lang: texts.lang.as_str(),
        title: t!(texts, "audit-page-title", organisation = &report.organisation),
        measured: t!(texts, "audit-page-measured", at = texts.moment(report.at, zone)),
        sums: vec![
            sum("kept", kept, "audit-page-kept"),
            sum("broken", broken, "audit-page-broken"),
            sum("not_checked", unseen, "audit-page-not-checked"),
        ],
        cards: report.promises.iter().map(|found| card(found, report, policy, texts)).collect(),
        live_title: t!(texts, "live-title"),
        live: report.live.iter().map(|found| system(found, zone, texts)).collect(),
        people: people_parts(report, policy, texts),
        foot: t!(texts, "audit-page-foot", policy = &report.policy),
    };
    page.render()
}

fn card(found: &Found, report: &Report, policy: &Policy, texts: Texts) -> Card {
    let promise = &found.promise;
    let purpose = policy.activities.get(&promise.activity).and_then(|a| a.purpose.get(texts.lang.as_str()));
    let purpose = purpose.unwrap_or(promise.activity.as_str());
    let title = match &promise.dataset {
        Some(dataset) => format!("{purpose} · {dataset}"),
        None => purpose.to_owned(),
    };
    let counts = found.counts.as_ref();
    let told =
        facts(found, texts, &policy.organisation.time_zone).into_iter().filter_map(|(fact, label, text)| {
            let text = match fact {
                Fact::Oldest => {
                    counts?.oldest.map(|day| format!("{} ({})", texts.day(day), texts.age(day, report.today)))
                }
                Fact::Overdue => counts.map(|counts| texts.number(counts.overdue)),
                _ => text,
            };
            text.map(|text| (label, text))
        });
    let mut facts: Vec<(String, String)> = told.collect();
    facts.extend(reason(found, texts).map(|reason| (t!(texts, "fact-reason"), reason)));
    Card {
        class: class(found),
        title,
        verdict: verdict(found, texts),
        rule: rule(found, policy, texts),
        facts,
        findings: Vec::new(),
        chart: found.line.and_then(|line| chart(&found.ages, line, texts)),
    }
}

/// What a system promises, with everything that was seen of it.
fn system(found: &Live, zone: &str, texts: Texts) -> Card {
    let findings = found.findings.iter().map(|finding| {
        let class = match finding.bearing() {
            Bearing::Broken => "broken",
            Bearing::Unseen | Bearing::Warning => "not_checked",
            Bearing::Good => "kept",
        };
        (class, live::sentence(finding, texts, zone))
    });
    Card {
        class: word(&found.verdict),
        title: found.promise.system.to_string(),
        verdict: verdict_word(&found.verdict, texts),
        rule: live::promise(found.promise.promise, texts),
        facts: vec![(t!(texts, "fact-since"), texts.moment(found.since, zone))],
        findings: findings.collect(),
        chart: None,
    }
}

/// What people keep, as far as there is any.
fn people_parts(report: &Report, policy: &Policy, texts: Texts) -> Vec<(String, Vec<Card>)> {
    let zone = policy.organisation.time_zone.as_str();
    let duties = report.duties.iter().map(|duty| of_people(people::duty_card(duty, texts, zone))).collect();
    let subs = report.sub_processors.iter();
    let told = subs.map(|sub| of_people(people::sub_card(sub, policy, texts, zone))).collect();
    let mut parts = vec![(t!(texts, "duties-title"), duties), (t!(texts, "sub-processors-title"), told)];
    parts.retain(|(_, cards): &(String, Vec<Card>)| !cards.is_empty());
    parts
}

/// What people keep: no chart, and nothing to list.
fn of_people(told: people::Told) -> Card {
    let people::Told { class, title, verdict, rule, facts } = told;
    Card { class, title, verdict, rule, facts, findings: Vec::new(), chart: None }
}

/// Bars by age, old to the left; those beyond the line are of another colour.
fn chart(ages: &[Age], line: Date, texts: Texts) -> Option<Chart> {
    let (first, last) = (ages.first()?, ages.last()?);
    let days =
        |from: Date, to: Date| from.until(to).map_or(0, |span| u64::try_from(span.get_days()).unwrap_or(0));
    let whole = days(first.from, last.to).max(1);
    let at = |day: Date| (days(first.from, day.max(first.from)) * WIDTH / whole).min(WIDTH);
    let most = ages.iter().map(|age| age.rows).max().filter(|most| *most > 0)?;
    let bars = ages.iter().filter(|age| age.rows > 0).map(|age| {
        // Even one record among millions is seen.
        let height =
            u64::try_from(u128::from(age.rows) * u128::from(TALLEST) / u128::from(most)).unwrap_or(TALLEST);
        let height = height.max(2);
        let (x, end) = (at(age.from), at(age.to));
        Bar {
            class: if age.to <= line { "late" } else { "bar" },
            x,
            y: BASE - height,
            width: (end - x).saturating_sub(1).max(1),
            height,
            title: t!(
                texts,
                "audit-page-bar",
                from = texts.day(age.from),
                to = texts.day(age.to.yesterday().unwrap_or(age.to)),
                rows = age.rows
            ),
        }
    });
    let late = ages.iter().filter(|age| age.to <= line).map(|age| age.rows).sum::<u64>();
    let line_x = at(line);
    let to_the_left = line_x > WIDTH / 2;
    Some(Chart {
        bars: bars.collect(),
        line: line_x,
        label: t!(texts, "audit-page-line", day = texts.day(line)),
        label_x: if to_the_left { line_x.saturating_sub(4) } else { line_x + 4 },
        anchor: if to_the_left { "end" } else { "start" },
        from: texts.day(first.from),
        to: texts.day(last.to.yesterday().unwrap_or(last.to)),
        alt: t!(texts, "audit-page-alt", rows = late, day = texts.day(line)),
    })
}
