//! `gallra documents bundle`: what customers sign; and what a company has of its own for its documents.

use std::path::Path;

use gallra_app::documents::bundle::common;
use gallra_app::documents::customer::{self, OfCustomer, customers};
use gallra_app::documents::looks::{self, LookFault, Looks};
use gallra_app::documents::{Language, TemplateFault};
use gallra_app::register::{Acting, PartyId};
use gallra_app::{AppError, Clock};
use gallra_rules::policy::PolicySet;
use jiff::tz::TimeZone;
use serde_json::json;

use super::documents::{failure, language, spoken};
use crate::cli::args::{DocumentsBundle, Global, Who};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session::{self, Session};
use crate::cli::text::t;
use crate::cli::translate;
use crate::cli::ui::{Style, Ui};

pub(super) async fn run(ui: &Ui, global: &Global, args: &DocumentsBundle) -> Result<Exit, Failure> {
    let session = session::open(ui, global).await?;
    let policy = &session.context.policy;
    let looks = looks(ui, &session::policy_dir(global), policy)?;
    let wanted = global.lang.as_ref().map(|languages| languages.0.as_slice()).unwrap_or_default();
    let mut languages: Vec<Language> = wanted.iter().filter_map(|one| language(one)).collect();
    if languages.is_empty() {
        languages = Language::all();
    }
    if looks.look.logo.is_none() {
        ui.say(t!(ui.texts, "documents-no-logo"));
    }
    let date = session.context.today();
    let mut same = Vec::with_capacity(languages.len());
    for language in &languages {
        same.push(common(policy, &looks, language, date).map_err(|fault| failure(ui, &fault))?);
    }
    let acting = acting(ui, &session, &args.who)?;
    let numbers = if args.all_customers {
        customers(&session.context, &acting).await.map_err(|fault| told(ui, &fault))?
    } else {
        args.customer.iter().map(|number| party(*number)).collect()
    };
    // One customer at a time: a thousand need no more memory than one.
    let (mut bundles, mut listed) = (0_usize, Vec::new());
    for number in numbers {
        let of =
            customer::customer(&session.context, &acting, number).await.map_err(|fault| told(ui, &fault))?;
        for common in &same {
            let bundle = common.write(&of, &args.out).map_err(|fault| failure(ui, &fault))?;
            ui.say(format!("{}  {}", bundle.pdf.display(), bundle.zip.display()));
            if !bundle.archivable {
                let path = bundle.pdf.display().to_string();
                ui.say(t!(ui.texts, "bundle-foreign", path = path));
            }
            if bundle.unshown > 0 {
                let (name, characters) = (bundle.pdf.display().to_string(), bundle.unshown);
                let told = t!(ui.texts, "documents-unshown", document = name, characters = characters);
                ui.say(ui.paint(Style::Bad, told));
            }
            bundles += 1;
            if ui.json {
                listed.push(json!(bundle));
            }
        }
    }
    ui.say(ui.paint(Style::Good, t!(ui.texts, "bundle-made", bundles = bundles)));
    ui.document(&json!({"date": date, "bundles": listed}));
    Ok(Exit::Done)
}

/// A customer as documents need it.
pub(super) async fn customer(
    ui: &Ui,
    session: &Session,
    who: &Who,
    number: u64,
) -> Result<OfCustomer, Failure> {
    let acting = acting(ui, session, who)?;
    customer::customer(&session.context, &acting, party(number)).await.map_err(|fault| told(ui, &fault))
}

fn acting(ui: &Ui, session: &Session, who: &Who) -> Result<Acting, Failure> {
    let context = &session.context;
    let activity = context.agreements_for(who.activity.as_deref()).map_err(|fault| told(ui, &fault))?;
    context.acting(who.by.as_deref().unwrap_or_default(), &activity).map_err(|fault| told(ui, &fault))
}

/// A number beyond the register's is nobody's.
fn party(number: u64) -> PartyId {
    PartyId(i64::try_from(number).unwrap_or(i64::MAX))
}

pub(super) fn told(ui: &Ui, fault: &AppError) -> Failure {
    translate::app(fault, None, ui.texts)
}

/// The company's own texts, logo and colour.
pub(super) fn looks(ui: &Ui, folder: &Path, policy: &PolicySet) -> Result<Looks, Failure> {
    let zone = TimeZone::get(&policy.organisation.time_zone).unwrap_or(TimeZone::UTC);
    let date = Clock::System.now().to_zoned(zone).date();
    looks::looks(folder, &policy.organisation.name, date).map_err(|fault| look(ui, &fault))
}

fn look(ui: &Ui, fault: &LookFault) -> Failure {
    let shown = |path: &Path| path.display().to_string();
    let (message, help, detail) = match fault {
        LookFault::NotRead { path, fault } => (
            t!(ui.texts, "err-look-read", path = shown(path)),
            t!(ui.texts, "err-look-read-help"),
            Some(fault.clone()),
        ),
        LookFault::TooLarge { path, kilobytes } => (
            t!(ui.texts, "err-look-large", path = shown(path)),
            t!(ui.texts, "err-look-large-help", kilobytes = *kilobytes),
            None,
        ),
        LookFault::Brand { path, line, fault } => (
            t!(ui.texts, "err-look-brand", path = shown(path), line = *line),
            t!(ui.texts, "err-look-brand-help"),
            Some(fault.clone()),
        ),
        LookFault::Colour { path, contrast: None } => {
            (t!(ui.texts, "err-look-colour", path = shown(path)), t!(ui.texts, "err-look-colour-help"), None)
        }
        LookFault::Colour { path, contrast: Some(tenths) } => {
            let contrast = format!("{}.{}", tenths / 10, tenths % 10);
            let message = t!(ui.texts, "err-look-contrast", path = shown(path), contrast = contrast);
            (message, t!(ui.texts, "err-look-contrast-help"), None)
        }
        LookFault::NoLogo { path } => (
            t!(ui.texts, "err-look-no-logo", path = shown(path)),
            t!(ui.texts, "err-look-no-logo-help"),
            None,
        ),
        LookFault::Logo { path } => {
            (t!(ui.texts, "err-look-logo", path = shown(path)), t!(ui.texts, "err-look-logo-help"), None)
        }
    };
    let failure = Failure::new(Exit::Usage, "looks", message).help(help);
    match detail {
        Some(detail) => failure.detail(detail),
        None => failure,
    }
}

/// The first fault of a template, and how many more there are.
pub(super) fn template(ui: &Ui, faults: &[TemplateFault]) -> Failure {
    let spoken = spoken(ui);
    let told = faults.first().map(|fault| {
        let cause = fault.cause(&spoken);
        let (file, line, column) = (fault.file.clone(), fault.line, fault.column);
        (
            t!(ui.texts, "err-template", file = file, line = line, column = column, cause = cause),
            fault.cure(&spoken),
        )
    });
    let (mut message, cure) = told.unwrap_or_default();
    if faults.len() > 1 {
        message = t!(ui.texts, "err-template-more", message = message, more = faults.len() - 1);
    }
    Failure::new(Exit::No, "template", message).help(cure)
}
