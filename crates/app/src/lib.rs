//! The use cases: what a user can do with Gallra, from rule to proof.
//!
//! This room knows all the rooms below it and owns the clock and the randomness. It holds no SQL and no user
//! interface. The way through is one way: [`planning::make`] → [`approval::approve`] → [`apply::apply`], and a restart
//! is the same call again.

pub mod apply;
pub mod approval;
pub mod attest;
pub mod audit;
pub mod clock;
pub mod context;
pub mod demo;
pub mod discover;
pub mod documents;
pub mod duties;
mod error;
pub mod evidence;
pub mod holds;
mod journal;
pub mod keys;
pub mod letters;
pub mod live_page;
pub mod locks;
pub mod planning;
pub mod progress;
pub mod publish;
pub mod recipients;
pub mod register;
pub mod report;
pub mod requests;
pub mod rights;
pub mod subject;

pub use clock::Clock;
pub use context::{Context, StatePlace};
pub use error::{AppError, Stale};
pub use gallra_connect::contract::StopSignal;
/// The words in which residue is told.
pub use gallra_connect::residue::{Cost, CostLock, Event, Place, Reason};
pub use gallra_connect::{ConnectError, ErrorKind};
pub use gallra_store::register::{Fault, Field, Misread, Refusal, Span};
pub use gallra_store::{Conflict, Engine, MoveError, Moved, StoreError, move_state};
