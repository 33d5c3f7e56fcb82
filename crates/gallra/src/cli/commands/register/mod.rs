//! `gallra register`: the desk of the register.

mod file;
mod key;
mod part;
mod party;
mod show;
mod trail;

use gallra_app::AppError;
use gallra_app::register::{Acting, Register, Table};

use crate::cli::args::Global;
use crate::cli::args::register::{self as args, RegisterAction, Who};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session::{self, Session};
use crate::cli::text::t;
use crate::cli::translate;
use crate::cli::ui::Ui;

/// Somebody at the desk: the register, opened, and who acts.
pub(super) struct Desk<'s> {
    pub(super) ui: &'s Ui,
    pub(super) session: &'s Session,
    pub(super) register: Register<'s>,
    pub(super) acting: Acting,
    /// The name behind the actor.
    pub(super) by: String,
}

impl<'s> Desk<'s> {
    pub(super) async fn open(
        ui: &'s Ui,
        session: &'s Session,
        who: &Who,
        table: Table,
    ) -> Result<Self, Failure> {
        let Some(by) = who.by.clone() else {
            let failure = Failure::new(Exit::Usage, "nobody", t!(ui.texts, "err-nobody"));
            return Err(failure.help(t!(ui.texts, "err-nobody-help")));
        };
        let told = |fault: AppError| translate::app(&fault, None, ui.texts);
        let activity = session.context.activity(table, who.activity.as_deref()).map_err(told)?;
        let acting = session.context.acting(&by, &activity).map_err(told)?;
        let register = session.context.register().await.map_err(told)?;
        Ok(Self { ui, session, register, acting, by })
    }

    /// What a use case reports, in words.
    pub(super) fn told(&self, fault: impl Into<AppError>) -> Failure {
        translate::app(&fault.into(), None, self.ui.texts)
    }
}

pub(super) async fn run(ui: &Ui, global: &Global, args: &args::Register) -> Result<Exit, Failure> {
    let session = session::open(ui, global).await?;
    let who = &args.who;
    match &args.action {
        RegisterAction::Trail(args) => return trail::run(ui, &session, who, args).await,
        RegisterAction::Key(args) => return key::run(ui, &session, args).await,
        RegisterAction::Sweep => return key::sweep(ui, &session).await,
        _ => {}
    }
    let desk = Desk::open(ui, &session, who, Table::Party).await?;
    match &args.action {
        RegisterAction::Add(args) => party::add(&desk, args).await,
        RegisterAction::List(args) => party::list(&desk, args).await,
        RegisterAction::Show(args) => show::run(&desk, args.id).await,
        RegisterAction::Find(args) => party::find(&desk, args).await,
        RegisterAction::Change(args) => party::change(&desk, args).await,
        RegisterAction::Merge(args) => part::merge(&desk, args).await,
        RegisterAction::Leave(args) => part::leave(&desk, args).await,
        RegisterAction::Forget(args) => part::forget(&desk, args).await,
        RegisterAction::Duplicates => part::duplicates(&desk).await,
        RegisterAction::Import(args) => file::import(&desk, args).await,
        RegisterAction::Export(args) => file::export(&desk, args).await,
        RegisterAction::Trail(_) | RegisterAction::Key(_) | RegisterAction::Sweep => Ok(Exit::Done),
    }
}
