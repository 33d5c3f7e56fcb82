//! `gallra agreements setting`: a customer's own periods.

use gallra_app::register::agreements::{ceilings, set, settings, unset};
use serde_json::json;

use super::{Desk, party};
use crate::cli::args::agreements as args;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::text::t;
use crate::cli::ui::Style;
use crate::cli::view::agreements as view;

pub(super) async fn run(desk: &Desk<'_>, args: &args::Setting) -> Result<Exit, Failure> {
    let (context, ui) = (&desk.session.context, desk.ui);
    let (acting, customer) = (desk.acting()?, party(args.party));
    match (&args.dataset, args.period) {
        (Some(dataset), Some(period)) => {
            let ceiling = desk.told(set(context, &acting, customer, (dataset, period)).await)?;
            let [own, most] = [period, ceiling.period].map(|period| period.to_string());
            let told = t!(ui.texts, "setting-set", dataset = dataset, period = &own, ceiling = most);
            ui.say(ui.paint(Style::Good, told));
            ui.document(&json!({"party": args.party, "dataset": dataset, "period": own}));
        }
        (Some(dataset), None) if args.unset => {
            let was = desk.told(unset(context, &acting, customer, dataset).await)?;
            let id = if was { "setting-unset" } else { "setting-was-none" };
            ui.say(ui.texts.with(id, vec![("dataset", dataset.clone().into())]));
            ui.document(&json!({"party": args.party, "dataset": dataset, "unset": was}));
        }
        (dataset, _) => {
            let own = desk.told(settings(context, &acting, customer).await)?;
            let mut ceilings = ceilings(context);
            ceilings.retain(|ceiling| dataset.as_ref().is_none_or(|one| ceiling.dataset.as_str() == one));
            ui.say(view::settings(ui, &ceilings, &own));
            ui.document(&view::settings_json(args.party, &ceilings, &own));
        }
    }
    Ok(Exit::Done)
}
