//! `gallra requests`: from the day a request comes in to its answer.

mod after;
mod life;
mod list;
pub(super) mod open;
mod work;

use gallra_app::AppError;
use gallra_app::requests::{Handler, RequestNumber};

use crate::cli::args::Global;
use crate::cli::args::requests::{Requests, RequestsAction as Action};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session::{self, Session};
use crate::cli::ui::Ui;
use crate::cli::{looks, translate};

/// A session, and who acts in it.
struct Desk<'s> {
    ui: &'s Ui,
    session: Session,
    handler: Handler,
}

pub(super) async fn run(ui: &Ui, global: &Global, args: &Requests) -> Result<Exit, Failure> {
    let mut desk = Desk::open(ui, global, (args.who.by.as_deref(), args.who.activity.as_deref())).await?;
    desk.session.context.paper = args.format.is_some();
    if args.format.is_some() {
        desk.session.context.look = looks::with_policy(ui, global)?.1.look;
    }
    match &args.action {
        Action::List(args) => list::list(&desk, args).await,
        Action::Show(args) => list::show(&desk, args.request).await,
        Action::Next(args) => work::next(&desk, args).await,
        Action::Verify(args) => life::verify(&desk, args).await,
        Action::Decide(args) => work::decide(&desk, args).await,
        Action::Approve(args) => work::approve(&desk, args).await,
        Action::SendBack(args) => life::send_back(&desk, args).await,
        Action::Extend(args) => life::extend(&desk, args).await,
        Action::Refuse(args) => life::refuse(&desk, args).await,
        Action::Withdraw(args) => life::withdraw(&desk, args.request).await,
        Action::Forward(args) => life::forward(&desk, args.request).await,
        Action::Task(args) => life::task(&desk, args).await,
        Action::Note(args) => life::note(&desk, args).await,
        Action::Certificate(args) => work::certificate(&desk, args.request).await,
        Action::Recipients(args) => after::recipients(&desk, args).await,
        Action::Lift(args) => after::lift(&desk, args).await,
    }
}

impl<'s> Desk<'s> {
    async fn open(
        ui: &'s Ui,
        global: &Global,
        (by, activity): (Option<&str>, Option<&str>),
    ) -> Result<Self, Failure> {
        let mut session = session::open(ui, global).await?;
        // A page comes without them rather than not at all: a logo must not stop an answer.
        session.context.look = looks::whatever_is_sound(&session);
        let handler = session
            .context
            .requests_for(activity)
            .and_then(|activity| Handler::new(&session.context, by.unwrap_or_default(), &activity));
        let handler = handler.map_err(|fault| translate::app(&fault, None, ui.texts))?;
        Ok(Self { ui, session, handler })
    }

    fn told<T>(&self, done: Result<T, AppError>) -> Result<T, Failure> {
        done.map_err(|fault| translate::app(&fault, None, self.ui.texts))
    }

    /// The command that moves a request on, for whoever reads the answer.
    fn onward(&self, number: RequestNumber) -> String {
        self.session.command(&format!("requests next {number}"))
    }
}
