//! `gallra register`: the desk of the register.

mod backup;
mod file;
mod key;
mod part;
mod party;
mod show;
mod trail;

use gallra_app::register::{Acting, EntryId, PartyId, Refusal, Register, Table, desk};
use gallra_app::{AppError, StoreError};

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

/// What a command is about, which tells for which activity it usually is.
#[derive(Clone, Copy)]
pub(super) enum About {
    Table(Table),
    /// The party of a number.
    Party(i64),
    /// The entry of a number.
    Entry(i64),
}

impl<'s> Desk<'s> {
    pub(super) async fn open(
        ui: &'s Ui,
        session: &'s Session,
        who: &Who,
        about: About,
    ) -> Result<Self, Failure> {
        let Some(by) = who.by.clone() else {
            let failure = Failure::new(Exit::Usage, "nobody", t!(ui.texts, "err-nobody"));
            return Err(failure.help(t!(ui.texts, "err-nobody-help")));
        };
        let told = |fault: AppError| translate::app(&fault, None, ui.texts);
        let register = session.context.register().await.map_err(told)?;
        let store = |fault: StoreError| told(fault.into());
        let refused = |refusal| told(desk::refused(refusal));
        let table = match about {
            About::Table(table) => table,
            About::Party(id) => {
                let kind = register.party_kind(PartyId(id)).await.map_err(store)?;
                Table::Party(Some(kind.ok_or_else(|| refused(Refusal::NoSuchParty(PartyId(id))))?))
            }
            About::Entry(id) => {
                let kind = register.entry_kind(EntryId(id)).await.map_err(store)?;
                Table::Entry(Some(kind.ok_or_else(|| refused(Refusal::NoSuchEntry(id)))?))
            }
        };
        let activity = session.context.activity(table, who.activity.as_deref()).map_err(told)?;
        let acting = session.context.acting(&by, &activity).map_err(told)?;
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
        RegisterAction::Sweep(args) => return backup::sweep(ui, &session, args).await,
        _ => {}
    }
    let of_kind = |kind| About::Table(Table::Party(kind));
    let about = match &args.action {
        RegisterAction::Add(args) => of_kind(Some(args.kind)),
        RegisterAction::List(args) => of_kind(args.kind),
        RegisterAction::Show(args) => About::Party(args.id),
        RegisterAction::Change(args) => About::Party(args.id),
        RegisterAction::Merge(args) => About::Party(args.keep),
        RegisterAction::Leave(args) => About::Party(args.contact),
        RegisterAction::Forget(args) => About::Party(args.id),
        RegisterAction::Import(args) => of_kind(args.kind),
        RegisterAction::Export(args) => of_kind(args.kind),
        _ => of_kind(None),
    };
    let desk = Desk::open(ui, &session, who, about).await?;
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
        RegisterAction::Trail(_) | RegisterAction::Key(_) | RegisterAction::Sweep(_) => Ok(Exit::Done),
    }
}
