//! `gallra agreements`: from draft to certificate.

mod ending;
mod life;
mod missing;
mod setting;

use std::io::Read as _;
use std::path::Path;

use gallra_app::AppError;
use gallra_app::register::{AgreementId, AgreementKind, AgreementState, Answer, Mode, PartyId};

use super::not_read;
use crate::cli::args::Global;
use crate::cli::args::agreements::{self as args, Agreements, AgreementsAction as Action};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session::{self, Session};
use crate::cli::translate;
use crate::cli::ui::Ui;

/// A session, and who acts in it for which activity.
struct Desk<'s> {
    ui: &'s Ui,
    global: &'s Global,
    session: Session,
    by: String,
    activity: String,
}

pub(super) async fn run(ui: &Ui, global: &Global, args: &Agreements) -> Result<Exit, Failure> {
    let session = session::open(ui, global).await?;
    let activity =
        session.context.agreements_for(args.activity.as_deref()).map_err(|fault| told(ui, &fault))?;
    let desk = Desk { ui, global, session, by: args.by.clone().unwrap_or_default(), activity };
    match &args.action {
        Action::Draft(args) => life::draft(&desk, args).await,
        Action::Offer(args) => life::offer(&desk, args).await,
        Action::Review(args) => life::on_day(&desk, args, life::REVIEW).await,
        Action::Accept(args) => life::accept(&desk, args).await,
        Action::Withdraw(args) => life::withdraw(&desk, args).await,
        Action::Paid(args) => life::on_day(&desk, args, life::PAID).await,
        Action::End(args) => life::end(&desk, args).await,
        Action::Settle(args) => life::on_day(&desk, args, life::SETTLE).await,
        Action::Show(args) => life::show(&desk, args).await,
        Action::List(args) => life::list(&desk, args).await,
        Action::Missing(args) => missing::run(&desk, args).await,
        Action::Setting(args) => setting::run(&desk, args).await,
        Action::Ending(args) => ending::ending(&desk, args).await,
        Action::Certificate(args) => ending::certificate(&desk, args).await,
    }
}

impl Desk<'_> {
    fn acting(&self) -> Result<gallra_app::register::Acting, Failure> {
        self.session.context.acting(&self.by, &self.activity).map_err(|fault| told(self.ui, &fault))
    }

    fn told<T>(&self, done: Result<T, AppError>) -> Result<T, Failure> {
        done.map_err(|fault| told(self.ui, &fault))
    }
}

fn told(ui: &Ui, fault: &AppError) -> Failure {
    translate::app(fault, None, ui.texts)
}

/// A text to be agreed on; no more of it than may be.
fn text_of(ui: &Ui, path: &Path) -> Result<Vec<u8>, Failure> {
    let most = gallra_app::register::agreements::LONGEST_TEXT as u64 + 1;
    let mut text = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut text));
    read.map_err(|fault| not_read(ui, path, &fault))?;
    Ok(text)
}

const fn party(number: i64) -> PartyId {
    PartyId(number)
}

const fn agreement(number: i64) -> AgreementId {
    AgreementId(number)
}

impl From<args::Kind> for AgreementKind {
    fn from(kind: args::Kind) -> Self {
        match kind {
            args::Kind::Service => Self::Service,
            args::Kind::Dpa => Self::Dpa,
            args::Kind::Instruction => Self::Instruction,
            args::Kind::Publication => Self::Publication,
        }
    }
}

impl From<args::Mode> for Mode {
    fn from(mode: args::Mode) -> Self {
        match mode {
            args::Mode::Standard => Self::Standard,
            args::Mode::Negotiated => Self::Negotiated,
            args::Mode::OwnInstruction => Self::OwnInstruction,
        }
    }
}

impl From<args::Answer> for Answer {
    fn from(answer: args::Answer) -> Self {
        match answer {
            args::Answer::Price => Self::Price,
            args::Answer::OtherService => Self::OtherService,
        }
    }
}

impl From<args::State> for AgreementState {
    fn from(state: args::State) -> Self {
        match state {
            args::State::Drafted => Self::Drafted,
            args::State::Offered => Self::Offered,
            args::State::Accepted => Self::Accepted,
            args::State::Ended => Self::Ended,
            args::State::Settled => Self::Settled,
            args::State::Superseded => Self::Superseded,
            args::State::Withdrawn => Self::Withdrawn,
        }
    }
}
