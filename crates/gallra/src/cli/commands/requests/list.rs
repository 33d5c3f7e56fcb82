//! `gallra requests list` and `show`.

use gallra_app::evidence::write_private;
use gallra_app::requests::{self, RequestNumber, Wanted};

use super::Desk;
use crate::cli::args::requests as args;
use crate::cli::commands::not_written;
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::text::t;
use crate::cli::view::{calendar, requests as view};

pub(super) async fn list(desk: &Desk<'_>, args: &args::List) -> Result<Exit, Failure> {
    let (context, ui) = (&desk.session.context, desk.ui);
    let wanted = Wanted { all: args.all, customer: args.customer };
    let listed = desk.told(requests::list(context, &desk.handler, wanted).await)?;
    if let Some(path) = &args.calendar {
        let text = calendar::of_requests(context, &listed, ui.texts);
        write_private(path, text.as_bytes()).map_err(|fault| not_written(ui, path, &fault))?;
    }
    ui.say(view::list(ui, &listed));
    if let Some(path) = &args.calendar {
        ui.say(t!(ui.texts, "requests-calendar", path = path.display().to_string()));
    }
    ui.document(&view::list_json(&listed));
    Ok(Exit::Done)
}

pub(super) async fn show(desk: &Desk<'_>, number: RequestNumber) -> Result<Exit, Failure> {
    let (context, ui) = (&desk.session.context, desk.ui);
    let loaded = desk.told(requests::show(context, &desk.handler, number).await)?;
    ui.say(view::one(ui, &loaded, context.today()));
    ui.document(&view::one_json(&loaded, context.today()));
    Ok(Exit::Done)
}
