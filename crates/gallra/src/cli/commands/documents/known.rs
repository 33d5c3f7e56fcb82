//! What the state knows for documents: the customer they are for, on whose behalf data is processed, what customers were told.

use std::path::Path;

use gallra_app::documents::customer::{self, named};
use gallra_app::documents::{self, Controller, Customer, Kind, Told};
use gallra_app::register::Acting;

use super::failure;
use crate::cli::args::{Global, OfRegister};
use crate::cli::failure::Failure;
use crate::cli::session::{self, Session};
use crate::cli::translate;
use crate::cli::ui::Ui;

/// What a command was given beside the policy.
pub(super) struct Asked<'a> {
    pub(super) kinds: &'a [Kind],
    pub(super) controllers: Option<&'a Path>,
    pub(super) customer: Option<&'a str>,
    pub(super) who: &'a OfRegister,
}

/// What documents are made of beside the policy.
#[derive(Default)]
pub(super) struct Known {
    pub(super) controllers: Vec<Controller>,
    pub(super) customer: Option<Customer>,
    pub(super) notices: Option<Vec<Told>>,
}

impl Asked<'_> {
    fn is_about(&self, kind: Kind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }

    /// Opens the state only if there is one and a document that is asked for depends on it: documents follow from the policy
    /// alone.
    pub(super) async fn known(&self, ui: &Ui, global: &Global) -> Result<Known, Failure> {
        let state = session::state_dir(global, &session::policy_dir(global));
        let there = state.is_dir() || session::database(ui)?.is_some();
        let asked = self.who.by.is_some() || self.is_about(Kind::SubProcessors);
        if self.customer.is_none() && !(there && asked) {
            let controllers = self.listed(ui)?.unwrap_or_default();
            return Ok(Known { controllers, ..Known::default() });
        }
        let session = session::open(ui, global).await?;
        self.of(ui, &session).await
    }

    /// The same from a state that is open.
    pub(super) async fn of(&self, ui: &Ui, session: &Session) -> Result<Known, Failure> {
        let (context, told) = (&session.context, |fault| translate::app(&fault, None, ui.texts));
        let notices = Some(customer::notices(context).await.map_err(told)?);
        let customer = match self.customer {
            Some(reference) => {
                let acting = acting(ui, session, self.who)?;
                let number = named(context, &acting, reference).await.map_err(told)?;
                Some(customer::customer(context, &acting, number).await.map_err(told)?.customer)
            }
            None => None,
        };
        let controllers = match self.listed(ui)? {
            Some(listed) => listed,
            None if customer.is_none() && self.who.by.is_some() && self.is_about(Kind::ProcessorRecords) => {
                let acting = acting(ui, session, self.who)?;
                customer::controllers(context, &acting).await.map_err(told)?
            }
            None => Vec::new(),
        };
        Ok(Known { controllers, customer, notices })
    }

    /// A list goes before the register.
    fn listed(&self, ui: &Ui) -> Result<Option<Vec<Controller>>, Failure> {
        let read = |file| documents::controllers(file).map_err(|fault| failure(ui, &fault));
        self.controllers.map(read).transpose()
    }
}

/// Who reads customers' records, and for which activity: the trail holds both.
pub(super) fn acting(ui: &Ui, session: &Session, who: &OfRegister) -> Result<Acting, Failure> {
    let context = &session.context;
    let activity = context.agreements_for(who.activity.as_deref());
    let acting =
        activity.and_then(|activity| context.acting(who.by.as_deref().unwrap_or_default(), &activity));
    acting.map_err(|fault| translate::app(&fault, None, ui.texts))
}
