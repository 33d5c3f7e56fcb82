//! `gallra documents bundle`: what customers sign, one customer at a time.

use gallra_app::documents::Language;
use gallra_app::documents::bundle::{Bundle, Common, common};
use gallra_app::documents::customer::{customer, customers, named, notices};
use gallra_app::register::{Acting, PartyId};
use serde_json::{Value, json};

use super::known::acting;
use super::{failure, languages};
use crate::cli::args::{DocumentsBundle, Global};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session::{self, Session};
use crate::cli::text::t;
use crate::cli::ui::{Style, Ui};
use crate::cli::{looks, progress, translate};

pub(super) async fn run(ui: &Ui, global: &Global, args: &DocumentsBundle) -> Result<Exit, Failure> {
    let (_, looks) = looks::with_policy(ui, global)?;
    let session = session::open(ui, global).await?;
    let told = |fault| translate::app(&fault, None, ui.texts);
    let acting = acting(ui, &session, &args.who)?;
    let numbers = if args.all_customers {
        customers(&session.context, &acting).await.map_err(told)?
    } else {
        let mut numbers = Vec::with_capacity(args.customer.len());
        for reference in &args.customer {
            numbers.push(named(&session.context, &acting, reference).await.map_err(told)?);
        }
        numbers
    };
    let languages = match languages(global) {
        named if named.is_empty() => Language::all(),
        named => named,
    };
    if looks.look.logo.is_none() {
        ui.note(t!(ui.texts, "documents-no-logo"));
    }
    let notices = notices(&session.context).await.map_err(told)?;
    let (policy, date) = (&session.context.policy, session.context.today());
    let mut same = Vec::with_capacity(languages.len());
    for language in &languages {
        let made = common(policy, &looks, language, date, &notices, args.zip);
        let made = made.map_err(|fault| failure(ui, &fault))?;
        if let Some(other) = made.foreign_terms() {
            let (language, other) = (language.as_str(), other.as_str());
            ui.note(t!(ui.texts, "bundle-terms-language", language = language, other = other));
        }
        same.push(made);
    }
    let desk = Desk { ui, session: &session, acting: &acting, args, same: &same };
    desk.all(&numbers).await
}

struct Desk<'a> {
    ui: &'a Ui,
    session: &'a Session,
    acting: &'a Acting,
    args: &'a DocumentsBundle,
    same: &'a [Common<'a>],
}

impl Desk<'_> {
    /// One customer at a time: a thousand need no more memory than one. What one customer lacks stops nobody else's.
    async fn all(&self, numbers: &[PartyId]) -> Result<Exit, Failure> {
        let ui = self.ui;
        let bar = progress::rows(ui, &t!(ui.texts, "bundle-bar"));
        bar.set_length(numbers.len() as u64);
        let (mut bundles, mut listed, mut failed): (usize, Vec<Value>, Vec<Value>) =
            (0, Vec::new(), Vec::new());
        for number in numbers {
            match self.one(*number).await {
                Ok(made) => {
                    bar.suspend(|| made.iter().for_each(|bundle| said(ui, bundle)));
                    bundles += made.len();
                    if ui.json {
                        listed.extend(made.iter().map(|bundle| json!(bundle)));
                    }
                }
                Err(fault) => {
                    failed.push(json!({"customer": number.0, "code": fault.code, "message": fault.message}));
                    let message =
                        t!(ui.texts, "bundle-failed", customer = number.0.to_string(), cause = fault.message);
                    let fault = Failure { message, ..fault };
                    bar.suspend(|| crate::cli::ui::complain(&fault.to_text(ui)));
                }
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        let (style, exit) =
            if failed.is_empty() { (Style::Good, Exit::Done) } else { (Style::Bad, Exit::InPart) };
        let told = t!(ui.texts, "bundle-made", bundles = bundles);
        ui.say(ui.paint(if bundles == 0 { Style::Bold } else { Style::Good }, told));
        if !failed.is_empty() {
            ui.say(ui.paint(style, t!(ui.texts, "bundle-not-made", customers = failed.len())));
        }
        ui.document(&json!({"date": self.session.context.today(), "bundles": listed, "failed": failed}));
        Ok(exit)
    }

    async fn one(&self, number: PartyId) -> Result<Vec<Bundle>, Failure> {
        let of = customer(&self.session.context, self.acting, number).await;
        let of = of.map_err(|fault| translate::app(&fault, None, self.ui.texts))?;
        let made = self.same.iter().map(|common| common.write(&of, &self.args.out));
        made.collect::<Result<_, _>>().map_err(|fault| failure(self.ui, &fault))
    }
}

fn said(ui: &Ui, bundle: &Bundle) {
    let files: Vec<String> =
        std::iter::once(&bundle.pdf).chain(&bundle.zip).map(|path| path.display().to_string()).collect();
    ui.say(files.join("  "));
    let pdf = bundle.pdf.display().to_string();
    if !bundle.archivable {
        ui.say(t!(ui.texts, "bundle-foreign", path = &pdf));
    }
    if bundle.unshown > 0 {
        let told = t!(ui.texts, "documents-unshown", document = pdf, characters = bundle.unshown);
        ui.say(ui.paint(Style::Bad, told));
    }
}
