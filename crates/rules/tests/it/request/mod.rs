//! A data subject's request: the clock and the moves.
#![allow(clippy::unwrap_used, reason = "helper functions of tests, where a panic is the report")]

mod clock;
mod days;
mod moves;

use gallra_rules::request::{Actor, Kind, Request, Role, Terms};
use jiff::civil::Date;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn by(role: Role, who: &str) -> Actor {
    Actor { role, who: who.to_owned() }
}

fn handler() -> Actor {
    by(Role::Handler, "handler-1")
}

fn received(kind: Kind, on: &str) -> Request {
    Request::received(kind, day(on), Terms::of("SE"))
}
