//! `gallra requests next|decide|approve|certificate`: what moves a request through the systems.

use gallra_app::keys::PUBLIC_KEY;
use gallra_app::requests::{self, Going, Loaded, Next, RequestNumber, Weighing};
use gallra_rules::names::ActivityName;
use gallra_rules::request::Kind;
use serde_json::json;

use super::{Desk, life};
use crate::cli::args::requests::{self as args, Decision};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session::quoted;
use crate::cli::text::t;
use crate::cli::ui::Style;
use crate::cli::view::requests as view;
use crate::cli::{progress, stop};

/// One step, of those for which nothing has to be said that only a person knows.
pub(super) async fn next(desk: &Desk<'_>, args: &args::Next) -> Result<Exit, Failure> {
    let (context, ui, number) = (&desk.session.context, desk.ui, args.request);
    let loaded = desk.told(requests::show(context, &desk.handler, number).await)?;
    let steps = requests::next(&loaded);
    let Some(step) = steps.first() else {
        ui.say(t!(ui.texts, "request-ended", number = number.to_string()));
        ui.document(&view::one_json(&loaded, context.today()));
        return Ok(Exit::Done);
    };
    let name_gaps = args.name_gaps;
    match step {
        Next::Locate if !(name_gaps && steps.contains(&Next::Decide)) => {
            let loaded = {
                let progress = progress::of(ui, None);
                requests::locate(context, &desk.handler, number, progress.as_ref()).await
            };
            let loaded = desk.told(loaded)?;
            ui.say(view::found(ui, &loaded));
            Ok(moved(desk, &loaded))
        }
        Next::Locate | Next::Decide => {
            decided(desk, number, &Weighing { name_gaps, ..Weighing::default() }).await
        }
        Next::CarryOut { .. } => {
            let going = Going { name_gaps, ..Going::default() };
            let signal = going.pace.stop.clone();
            stop::finish_the_batch(ui.texts, move || signal.stop());
            let loaded = {
                let progress = progress::of(ui, loaded.about.plan.as_ref());
                requests::carry_out(context, &desk.handler, number, &going, progress.as_ref()).await
            };
            let loaded = desk.told(loaded)?;
            ui.say(view::parts(ui, &loaded.about.parts));
            if let (Some(package), Some(passphrase)) = (&loaded.about.package, &loaded.passphrase) {
                let path = package.path.display().to_string();
                ui.say(t!(ui.texts, "request-package", path = path, passphrase = passphrase.expose()));
            }
            Ok(moved(desk, &loaded))
        }
        Next::Answer => answered(desk, number).await,
        Next::Forward => life::forward(desk, number).await,
        // Somebody has to say something first: which, stands below.
        Next::Identity | Next::Code | Next::Doubtful { .. } | Next::Approve { .. } | Next::Tasks { .. } => {
            ui.say(view::asked(ui, &loaded, &steps));
            ui.document(&view::one_json(&loaded, context.today()));
            Ok(Exit::No)
        }
    }
}

/// Writes the answer, and says who else has to hear of it.
async fn answered(desk: &Desk<'_>, number: RequestNumber) -> Result<Exit, Failure> {
    let (context, ui) = (&desk.session.context, desk.ui);
    let how = t!(ui.texts, "request-answered-how");
    let answered = requests::answer(context, &desk.handler, number, &how).await;
    let (letter, certificate) = desk.told(answered)?;
    let told = t!(
        ui.texts,
        "request-answered",
        number = number.to_string(),
        path = letter.display().to_string(),
        certificate = certificate.display().to_string()
    );
    ui.say(ui.paint(Style::Good, told));
    let key = quoted(&desk.session.state_dir.join(PUBLIC_KEY));
    let next = format!("gallra verify {} --key {key}", quoted(&certificate));
    ui.say(t!(ui.texts, "word-next", command = next));
    let hears = desk.told(requests::hears(context, &desk.handler, number).await)?;
    let open = hears.iter().filter(|one| one.told.told_on.is_none() && one.told.outcome.is_none()).count();
    if open > 0 {
        let command = desk.session.command(&format!("requests recipients {number}"));
        ui.say(t!(ui.texts, "request-hears", recipients = open));
        ui.say(t!(ui.texts, "word-next", command = command));
    }
    ui.document(&json!({
        "request": number.to_string(), "state": "answered", "letter": letter, "certificate": certificate,
        "recipients_to_tell": open,
    }));
    Ok(Exit::Done)
}

pub(super) async fn decide(desk: &Desk<'_>, args: &args::Decide) -> Result<Exit, Failure> {
    let names = |all: &[String]| all.iter().map(ActivityName::new).collect::<Vec<_>>();
    let mut weighing = Weighing::default();
    weighing.contracts.extend(names(&args.in_force).into_iter().map(|name| (name, true)));
    weighing.contracts.extend(names(&args.ended).into_iter().map(|name| (name, false)));
    let exempt = args.exempt.iter().map(|(name, ground)| (ActivityName::new(name), *ground));
    weighing.exemptions.extend(exempt);
    weighing.no_exemption.extend(names(&args.no_exemption));
    weighing.instructed.extend(names(&args.instructed));
    weighing.theirs.extend(args.theirs.iter().cloned());
    weighing.not_theirs.extend(args.not_theirs.iter().cloned());
    weighing.changed = args.decision.map(|decision| decision == Decision::Changed);
    weighing.name_gaps = args.name_gaps;
    decided(desk, args.request, &weighing).await
}

async fn decided(desk: &Desk<'_>, number: RequestNumber, weighing: &Weighing) -> Result<Exit, Failure> {
    let (context, ui) = (&desk.session.context, desk.ui);
    let loaded = {
        let progress = progress::of(ui, None);
        requests::decide(context, &desk.handler, number, weighing, progress.as_ref()).await
    };
    let loaded = desk.told(loaded)?;
    if loaded.kind() == Kind::Erase {
        ui.say(view::groups(ui, &loaded));
    }
    Ok(moved(desk, &loaded))
}

pub(super) async fn approve(desk: &Desk<'_>, args: &args::Approve) -> Result<Exit, Failure> {
    let context = &desk.session.context;
    let approved = requests::approve(context, &desk.handler, args.request, args.expect).await;
    let loaded = desk.told(approved)?;
    Ok(moved(desk, &loaded))
}

pub(super) async fn certificate(desk: &Desk<'_>, number: RequestNumber) -> Result<Exit, Failure> {
    let (context, ui) = (&desk.session.context, desk.ui);
    let certified = desk.told(requests::certify(context, &desk.handler, number).await)?;
    let path = certified.path.display().to_string();
    ui.say(ui.paint(Style::Good, t!(ui.texts, "request-certified", path = &path)));
    ui.say(view::parts(ui, &certified.shown.done.parts));
    let key = quoted(&desk.session.state_dir.join(PUBLIC_KEY));
    let next = format!("gallra verify {} --key {key}", quoted(&certified.path));
    ui.say(t!(ui.texts, "word-next", command = next));
    let mut document = view::certificate_json(&certified.shown);
    document["path"] = path.into();
    ui.document(&document);
    Ok(Exit::Done)
}

/// Where it stands now, and what follows.
fn moved(desk: &Desk<'_>, loaded: &Loaded) -> Exit {
    let (context, ui) = (&desk.session.context, desk.ui);
    let (number, state) = (loaded.number.to_string(), view::state(loaded.request.state(), ui.texts));
    ui.say(ui.paint(Style::Good, t!(ui.texts, "request-moved", number = number, state = state)));
    let steps = requests::next(loaded);
    if !steps.is_empty() {
        ui.say(view::asked(ui, loaded, &steps));
    }
    ui.document(&view::one_json(loaded, context.today()));
    Exit::Done
}
