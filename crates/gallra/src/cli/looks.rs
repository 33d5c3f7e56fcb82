//! A company's own texts, colour and logo: read, and told of as the policy is.

use std::path::Path;

use gallra_app::Clock;
use gallra_app::documents::Language;
use gallra_app::documents::looks::{LookCause, LookFault, Looks, looks};
use gallra_app::letters::Look;
use gallra_rules::check::{Beside, Outcome};
use gallra_rules::diagnostic::Lang;
use gallra_rules::policy::PolicySet;
use jiff::tz::TimeZone;

use super::args::Global;
use super::failure::Failure;
use super::session::{self, Session};
use super::text::{Texts, t};
use super::ui::Ui;

/// A policy that has to be valid, with what the company has of its own beside it.
pub(crate) fn with_policy(ui: &Ui, global: &Global) -> Result<(PolicySet, Looks), Failure> {
    let folder = session::policy_dir(global);
    let mut outcome = session::check(ui, &folder)?;
    let looks = add(&mut outcome, &folder);
    Ok((session::valid(ui, outcome)?, looks))
}

/// How pages look, as far as nothing is wrong with it.
pub(crate) fn whatever_is_sound(session: &Session) -> Look {
    let context = &session.context;
    looks(&context.policy_dir, &context.policy, context.today()).0.look
}

/// Adds what is wrong under `templates/` to what was found in the policy. Without a valid policy nothing there is looked at:
/// its texts name what stands in the policy.
pub(crate) fn add(outcome: &mut Outcome, folder: &Path) -> Looks {
    let Some(policy) = &outcome.policy else { return Looks::default() };
    let zone = TimeZone::get(&policy.organisation.time_zone).unwrap_or(TimeZone::UTC);
    let date = Clock::System.now().to_zoned(zone).date();
    let (looks, faults) = looks(folder, policy, date);
    outcome.add_beside(faults.into_iter().map(beside).collect());
    looks
}

fn beside(fault: LookFault) -> Beside {
    let [(english, cure), (swedish, cure_sv)] =
        [Lang::En, Lang::Sv].map(|lang| words(&fault.cause, Texts { lang }));
    Beside {
        warning: fault.cause.is_warning(),
        file: fault.file,
        text: fault.text,
        line: fault.line,
        column: fault.column,
        cause: (english, swedish),
        cure: (cure, cure_sv),
    }
}

/// What is wrong, and what to do about it.
fn words(cause: &LookCause, texts: Texts) -> (String, String) {
    match cause {
        LookCause::NotRead(said) => (t!(texts, "look-read", cause = said), t!(texts, "look-read-help")),
        LookCause::NotUtf8 => (t!(texts, "look-utf8"), t!(texts, "look-utf8-help")),
        LookCause::TooLarge(kilobytes) => {
            (t!(texts, "look-large"), t!(texts, "look-large-help", kilobytes = *kilobytes))
        }
        LookCause::Brand(said) => (t!(texts, "look-brand", cause = said), t!(texts, "look-brand-help")),
        LookCause::Colour => (t!(texts, "look-colour"), t!(texts, "look-colour-help")),
        LookCause::Contrast(tenths) => {
            let contrast = decimal(*tenths, texts);
            (t!(texts, "look-contrast", contrast = contrast), t!(texts, "look-contrast-help"))
        }
        LookCause::DarkContrast(tenths) => {
            let contrast = decimal(*tenths, texts);
            (t!(texts, "look-dark", contrast = contrast), t!(texts, "look-dark-help"))
        }
        LookCause::DarkAlone => (t!(texts, "look-dark-alone"), t!(texts, "look-dark-alone-help")),
        LookCause::NoLogo => (t!(texts, "look-no-logo"), t!(texts, "look-no-logo-help")),
        LookCause::Logo => (t!(texts, "look-logo"), t!(texts, "look-logo-help")),
        LookCause::Terms => (t!(texts, "look-terms"), t!(texts, "look-terms-help")),
        LookCause::TwoTerms => (t!(texts, "look-two-terms"), t!(texts, "look-two-terms-help")),
        LookCause::Template(fault) => match texts.lang.as_str().parse::<Language>() {
            Ok(language) => (fault.cause(&language), fault.cure(&language)),
            Err(_) => (t!(texts, "look-brand", cause = ""), t!(texts, "look-brand-help")),
        },
        LookCause::Language(known) => {
            (t!(texts, "look-language"), t!(texts, "look-language-help", known = known.join(", ")))
        }
        LookCause::Unread(known) => (t!(texts, "look-unread"), t!(texts, "look-unread-help", known = *known)),
    }
}

fn decimal(tenths: u32, texts: Texts) -> String {
    let mark = if texts.lang == Lang::Sv { ',' } else { '.' };
    format!("{}{mark}{}", tenths / 10, tenths % 10)
}
