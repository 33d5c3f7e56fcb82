//! Duties: where each stands.

use gallra_app::duties::{Standing, is_due};
use jiff::civil::Date;

use super::{Column, table};
use crate::cli::text::{Texts, t};
use crate::cli::ui::{Style, Ui};

const COLUMNS: [Column; 4] =
    [("col-duty", false), ("col-duty-of", false), ("col-responsible", false), ("col-duty-standing", false)];
/// Days before its last one in which a duty is told to be due.
const SOON: u32 = 30;

/// Every duty in a table, and below it what is done.
pub(crate) fn show(ui: &Ui, standings: &[Standing], today: Date) {
    let texts = ui.texts;
    let rows = standings.iter().map(|one| {
        let of = one.of.clone().or_else(|| one.system.as_ref().map(ToString::to_string));
        let of = of.unwrap_or_else(|| "–".to_owned());
        vec![one.duty.to_string(), of, one.by.clone(), standing(one, today, texts)]
    });
    ui.say(table(ui, &COLUMNS, rows.collect()));
    let open = standings.iter().filter(|one| !one.is_good(today)).count();
    if open > 0 {
        ui.say(String::new());
        ui.say(ui.paint(Style::Warn, t!(texts, "duties-open", duties = open)));
    }
}

/// Overdue since when, due soon, or good until when.
pub(crate) fn standing(one: &Standing, today: Date, texts: Texts) -> String {
    match one.until {
        None => t!(texts, "duty-never"),
        Some(until) if until < today => t!(texts, "duty-overdue", day = texts.day(until)),
        Some(until) if is_due(Some(until), today, SOON) => t!(texts, "duty-soon", day = texts.day(until)),
        Some(until) => t!(texts, "duty-good", day = texts.day(until)),
    }
}
