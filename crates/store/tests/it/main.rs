//! The state, tried as its users use it, on each engine that can hold it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod holds;
mod moved;
mod notices;
mod place;
mod released;
mod runs;
mod state;

use jiff::Timestamp;

use place::{Place, Side};

/// The same situations on SQLite and on PostgreSQL, old and new.
macro_rules! on_each_engine {
    ($($room:ident::$situation:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $situation() { super::$room::$situation(&super::Place::embedded()).await; })*
        }
        mod on_postgres {
            $(#[tokio::test]
            async fn $situation() { super::$room::$situation(&super::Place::postgres().await).await; })*
        }
    };
}

mod register;

on_each_engine! {
    holds::a_hold_counts_until_it_is_lifted_or_its_last_day_has_passed,
    holds::lifting_a_hold_twice_is_refused,
    runs::what_was_approved_is_what_is_read_back_and_the_first_approval_stands,
    runs::an_approved_plan_that_was_edited_in_the_database_is_refused,
    runs::an_interrupted_run_goes_on_and_a_finished_one_does_not_start_again,
    runs::rows_are_counted_once_whether_the_crash_came_before_or_after_the_commit,
    runs::what_went_at_a_persons_request_is_no_measure_of_what_is_usual,
    state::a_change_and_its_leaf_happen_together_or_not_at_all,
    state::state_written_by_a_newer_gallra_is_refused_and_left_alone,
    state::only_one_apply_at_a_time,
    state::a_state_on_this_machine_is_on_no_network,
    state::nobody_else_can_enter_the_state_folder,
    state::several_write_at_once_and_the_log_has_no_gap,
    state::a_verdict_knows_since_when,
    state::what_was_attested_and_adopted_is_read_back,
    notices::a_notice_is_recorded_once_with_whom_it_told,
    notices::an_objection_is_open_until_it_is_settled,
    notices::a_publication_follows_the_one_before_or_is_not_recorded,
    notices::what_is_struck_is_open_until_it_is_known_what_came_of_it,
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_without_being_told() {
    let folder = tempfile::tempdir().unwrap();
    for address in ["postgres://anna:hemligt@[::1", "hemligt"] {
        let refused = gallra_store::Store::open_postgres(folder.path(), address).await.unwrap_err();
        assert!(!format!("{refused} {refused:?}").contains("hemligt"), "{refused}");
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}
