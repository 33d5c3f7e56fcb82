//! `gallra store`: where Gallra keeps its own state.

use std::collections::BTreeMap;

use gallra_app::{AppError, Engine, MoveError, move_state};
use serde_json::json;

use crate::cli::args::{Global, StoreAction, StoreEngine};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::session;
use crate::cli::text::t;
use crate::cli::translate;
use crate::cli::ui::{Style, Ui};

pub(super) async fn run(ui: &Ui, global: &Global, action: &StoreAction) -> Result<Exit, Failure> {
    let StoreAction::Move(args) = action;
    let texts = ui.texts;
    let state = session::state_dir(global, &session::policy_dir(global));
    let Some(address) = session::database(ui)? else {
        let message = t!(texts, "err-no-database");
        return Err(Failure::new(Exit::Usage, "no_database", message).help(t!(texts, "err-no-database-help")));
    };
    let (engine, told) = match args.to {
        StoreEngine::Postgres => (Engine::Postgres, "store-moved-postgres"),
        StoreEngine::Embedded => (Engine::Embedded, "store-moved-embedded"),
    };
    let moved = move_state(&state, &address, engine).await.map_err(|fault| match fault {
        MoveError::Store(fault) => translate::app(&AppError::from(fault), None, texts),
        MoveError::NotEmpty { table } => {
            Failure::new(Exit::Refused, "store_taken", t!(texts, "err-store-taken", table = table))
                .help(t!(texts, "err-store-taken-help"))
        }
        MoveError::Differs { table } => {
            Failure::new(Exit::Failed, "store_differs", t!(texts, "err-store-differs", table = table))
                .help(t!(texts, "err-store-differs-help"))
        }
    })?;
    let rows: u64 = moved.rows.iter().map(|(_, rows)| rows).sum();
    ui.say(ui.paint(Style::Good, t!(texts, "store-moved", rows = rows, tables = moved.rows.len())));
    ui.say(t!(texts, told));
    ui.document(&json!({"rows": rows, "tables": moved.rows.iter().copied().collect::<BTreeMap<_, _>>()}));
    Ok(Exit::Done)
}
