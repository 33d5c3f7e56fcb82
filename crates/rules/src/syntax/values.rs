//! Single values: dates, periods, limits, texts in languages, secrets, tables, scalars.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;

use super::reader::{Cx, Fields};
use super::shape;
use super::surface::SpannedLimit;
use super::tree::{Kind, Node};
use crate::diagnostic::{Arg, Code, Finding, closest};
use crate::names::AnchorName;
use crate::period::{Period, PeriodError};
use crate::policy::{Limit, Localised, Location, MonthDay, Round, Window};
use crate::predicate::{Replacement, Scalar, TableRef};

const ROUNDS: &[(&str, Round)] = &[
    ("financial_year", Round::FinancialYear),
    ("calendar_year", Round::CalendarYear),
    ("calendar_month", Round::CalendarMonth),
];

/// What was written is no value, and that has been reported.
pub(crate) struct Refused;

impl Cx<'_> {
    pub(crate) fn date(&mut self, node: &Node, fields: &Fields<'_>) -> Option<Date> {
        let text = self.text(node, &fields.owner)?;
        let date = text.parse::<Date>().ok().filter(|_| text.len() == 10);
        if date.is_none() {
            self.report(Finding::new(Code::BadDate, "g013").arg("value", text).at(node.span).help("help"));
        }
        date
    }

    /// `12-31`; 29 February stands for the last day of February.
    pub(crate) fn month_day(&mut self, node: &Node, fields: &Fields<'_>) -> Option<MonthDay> {
        let text = self.text(node, &fields.owner)?;
        let parsed = text.split_once('-').and_then(|(month, day)| {
            let (month, day) = (month.parse::<i8>().ok()?, day.parse::<i8>().ok()?);
            // 2024 is a leap year: every day that any year has.
            (text.len() == 5 && Date::new(2024, month, day).is_ok()).then_some(MonthDay { month, day })
        });
        if parsed.is_none() {
            let finding = Finding::new(Code::BadDate, "g013-month-day").arg("value", text);
            self.report(finding.at(node.span).help("help"));
        }
        parsed
    }

    /// Hours of the day.
    pub(crate) fn window(&mut self, node: &Node, fields: &Fields<'_>) -> Option<Window> {
        let text = self.text(node, &fields.owner)?;
        let parsed = text.parse().ok();
        if parsed.is_none() {
            let finding = Finding::new(Code::UnknownValue, "g011-window").arg("value", text);
            self.report(finding.at(node.span).help("help"));
        }
        parsed
    }

    pub(crate) fn period(&mut self, node: &Node, owner: &Arg) -> Option<Period> {
        let text = self.text(node, owner)?;
        match text.parse() {
            Ok(period) => Some(period),
            Err(error) => {
                self.bad_period(node, text, &error);
                None
            }
        }
    }

    fn bad_period(&mut self, node: &Node, text: &str, error: &PeriodError) {
        let finding = match error {
            PeriodError::Shape => Finding::new(Code::BadPeriod, "g012-shape").arg("value", text),
            PeriodError::Unit(unit) => Finding::new(Code::BadPeriod, "g012-unit").arg("value", unit),
            PeriodError::Mixed => Finding::new(Code::BadPeriod, "g012-mixed").arg("value", text),
            PeriodError::TooLong => Finding::new(Code::BadPeriod, "g012-long").arg("value", text),
        };
        self.report(finding.at(self.part_of(node, text)).help("help"));
    }

    /// How often disposal runs: a word or a period that is not empty.
    pub(crate) fn cadence(&mut self, node: &Node, fields: &Fields<'_>) -> Option<Period> {
        let text = self.text(node, &fields.owner)?;
        let period = match text {
            "day" => Period::DAY,
            "week" => Period::days(7),
            "month" => Period::months(1),
            "year" => Period::months(12),
            _ => self.period(node, &fields.owner)?,
        };
        if period.is_zero() {
            self.bad_period(node, text, &PeriodError::Shape);
            return None;
        }
        Some(period)
    }

    /// `7 years after financial_year(issued)`.
    pub(crate) fn limit(&mut self, node: &Node, fields: &Fields<'_>) -> Option<SpannedLimit> {
        let text = self.text(node, &fields.owner)?;
        let mut halves = None;
        for word in [" after ", " efter "] {
            halves = halves.or_else(|| text.split_once(word));
        }
        let Some((period_text, from)) = halves else {
            let finding = Finding::new(Code::BadPeriod, "g012-limit").arg("value", text).at(node.span);
            self.report(finding.help("help"));
            return None;
        };
        let period = match period_text.trim().parse::<Period>() {
            Ok(period) => Some(period),
            Err(error) => {
                self.bad_period(node, period_text.trim(), &error);
                None
            }
        };
        let (round, anchor) = self.rounded(node, from.trim())?;
        let limit = Limit { period: period?, round, anchor: AnchorName::new(anchor) };
        Some(SpannedLimit { anchor: self.part_of(node, anchor), limit })
    }

    /// `issued`, `financial_year(issued)`.
    fn rounded<'t>(&mut self, node: &Node, text: &'t str) -> Option<(Round, &'t str)> {
        let (round, anchor) = match text.split_once('(') {
            None => (Round::None, text),
            Some((function, rest)) => {
                let function = function.trim();
                let Some((_, round)) = ROUNDS.iter().find(|(name, _)| *name == function) else {
                    let known = ROUNDS.iter().map(|(name, _)| *name);
                    let finding = Finding::new(Code::BadPeriod, "g012-function").arg("value", function);
                    let finding = finding.at(self.part_of(node, function));
                    self.report(finding.did_you_mean(function, known, Some("help")));
                    return None;
                };
                let Some(anchor) = rest.strip_suffix(')') else {
                    let finding =
                        Finding::new(Code::BadPeriod, "g012-limit").arg("value", text).at(node.span);
                    self.report(finding.help("help"));
                    return None;
                };
                (*round, anchor.trim())
            }
        };
        if anchor.is_empty() || anchor.contains(char::is_whitespace) || anchor.contains(['(', ')']) {
            let finding = Finding::new(Code::BadPeriod, "g012-limit").arg("value", text).at(node.span);
            self.report(finding.help("help"));
            return None;
        }
        Some((round, anchor))
    }

    /// A text in one language that is not told, or by language.
    pub(crate) fn localised(&mut self, node: &Node, owner: &Arg) -> Option<Localised> {
        let Kind::Map(entries) = &node.kind else {
            let text = self.text(node, owner)?;
            return Some(Localised(BTreeMap::from([(String::new(), text.to_owned())])));
        };
        let mut texts = BTreeMap::new();
        for (key, node) in entries {
            if key.text.len() != 2 || !key.text.chars().all(|c| c.is_ascii_lowercase()) {
                let finding = Finding::new(Code::UnknownField, "g007-language").arg("key", &key.text);
                self.report(finding.at(key.span).help("help"));
                continue;
            }
            if let Some(text) = self.text(node, owner) {
                texts.insert(key.text.clone(), text.to_owned());
            }
        }
        if entries.is_empty() {
            self.wrong_shape(node, "expect-text", owner.clone());
            return None;
        }
        Some(Localised(texts))
    }

    pub(crate) fn localised_field(&mut self, node: &Node, fields: &Fields<'_>) -> Option<Localised> {
        self.localised(node, &fields.owner)
    }

    /// `env:NAME`, `file:PATH` or the value itself.
    pub(crate) fn location(&mut self, node: &Node, fields: &Fields<'_>) -> Option<Location> {
        let text = self.text(node, &fields.owner)?;
        let (location, name) = if let Some(name) = text.strip_prefix("env:") {
            (Location::Env(name.trim().to_owned()), name.trim())
        } else if let Some(path) = text.strip_prefix("file:").filter(|path| !path.starts_with("//")) {
            (Location::File(PathBuf::from(path.trim())), path.trim())
        } else {
            (Location::Plain(text.to_owned()), text)
        };
        if name.is_empty() {
            self.wrong_shape(node, "expect-address", fields.owner.clone());
            return None;
        }
        Some(location)
    }

    /// `customers`, `sales.customers`, `{schema: sales, name: "order details"}`.
    pub(crate) fn table(&mut self, node: &Node, owner: &Fields<'_>) -> Option<TableRef> {
        if let Kind::Map(_) = &node.kind {
            let fields = self.fields(node, &shape::TABLE, "", node.span)?;
            let schema = self.field(&fields, "schema", Self::owned);
            let name = self.required(&fields, "name", Self::owned);
            return Some(TableRef { schema: schema.value().cloned(), name: name.value()?.clone() });
        }
        let text = self.text(node, &owner.owner)?;
        Some(match text.split_once('.') {
            Some((schema, name)) if !schema.is_empty() && !name.is_empty() => {
                TableRef { schema: Some(schema.to_owned()), name: name.to_owned() }
            }
            _ => TableRef { schema: None, name: text.to_owned() },
        })
    }

    /// A value to compare with; nothing written is NULL.
    pub(crate) fn scalar(&mut self, node: &Node, owner: &Arg) -> Result<Option<Scalar>, Refused> {
        match &node.kind {
            _ if node.is_null() => Ok(None),
            Kind::Scalar { text, plain } => Ok(Some(scalar_of(text, *plain))),
            Kind::List(_) | Kind::Map(_) => {
                self.wrong_shape(node, "expect-text", owner.clone());
                Err(Refused)
            }
        }
    }

    /// What an anonymised column holds afterwards. A text for everybody is quoted, so that a slip is noticed.
    pub(crate) fn replacement(&mut self, node: &Node, owner: &Arg) -> Option<Replacement> {
        let Kind::Scalar { text, plain } = &node.kind else {
            self.wrong_shape(node, "expect-text", owner.clone());
            return None;
        };
        if node.is_null() {
            return Some(Replacement::Null);
        }
        match (text.as_str(), plain) {
            ("token", true) => Some(Replacement::Token),
            ("year", true) => Some(Replacement::Year),
            ("network", true) => Some(Replacement::Network),
            (text, plain) => match scalar_of(text, *plain) {
                Scalar::Text(word) if *plain => {
                    let known = ["null", "token", "year", "network"];
                    let finding = Finding::new(Code::UnknownValue, "g011-replacement")
                        .arg("value", &word)
                        .at(node.span);
                    let close = closest(&word, known);
                    let finding = if let Some(close) = close { finding.arg("close", close) } else { finding };
                    self.report(finding.help(if close.is_some() { "close" } else { "help" }));
                    None
                }
                constant => Some(Replacement::Constant(constant)),
            },
        }
    }
}

fn scalar_of(text: &str, plain: bool) -> Scalar {
    match text {
        "true" if plain => Scalar::Bool(true),
        "false" if plain => Scalar::Bool(false),
        // `007` is a text: a number would lose its zeros.
        _ if plain && !(text.len() > 1 && text.trim_start_matches('-').starts_with('0')) => {
            text.parse().map_or_else(|_| Scalar::Text(text.to_owned()), Scalar::Integer)
        }
        _ => Scalar::Text(text.to_owned()),
    }
}
