//! The contract, as situations that every engine has to master. Each builds its tables in plain SQL, lets the connector
//! work, and looks at the outcome with the engine's own client.

mod anonymise;
mod dates;
mod links;
mod meaning;
mod shapes;
mod tables;
mod work;

use std::future::Future;
use std::time::Duration;

/// A situation that does not end is a fault like any other: it is told, and the others go on.
async fn ends(situation: impl Future<Output = ()>) {
    tokio::time::timeout(Duration::from_mins(15), situation).await.expect("it ends");
}

macro_rules! situations {
    ($($module:ident: $($name:ident),* ;)*) => {
        mod sqlite {
            $(mod $module { $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    let world = crate::support::World::sqlite().await;
                    super::super::ends(super::super::$module::$name(&world)).await;
                }
            )* })*
        }
        mod postgres_15 {
            $(mod $module { $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    let world = crate::support::World::postgres(gallra_testkit::PgVersion::V15).await;
                    super::super::ends(super::super::$module::$name(&world)).await;
                }
            )* })*
        }
        mod postgres_18 {
            $(mod $module { $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    let world = crate::support::World::postgres(gallra_testkit::PgVersion::V18).await;
                    super::super::ends(super::super::$module::$name(&world)).await;
                }
            )* })*
        }
        mod mariadb {
            $(mod $module { $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    let world = crate::support::World::maria().await;
                    super::super::ends(super::super::$module::$name(&world)).await;
                }
            )* })*
        }
    };
}

situations! {
    shapes: keys_links_and_classes, other_schema, views_are_refused, generated_columns_and_triggers,
            missing_tables_and_columns_fail_alone, effects_are_followed_to_their_end,
            set_null_of_what_may_not_be_null_blocks;
    tables: plain, composite_key, no_primary_key, quoted_and_foreign_names, partitioned, large_in_many_batches,
            few_of_many;
    dates: date_columns, instants, local_times, iso_text, iso_text_with_offsets, formatted_text, epochs,
           counts_beside_the_due, totals;
    links: parent_anchor, latest_child_anchor, blocking_children_are_kept, tree_goes_leaves_first, ring_is_unlinked,
           ring_of_two_tables, cascades_are_counted, set_null_is_counted, self_cascade_takes_nobody_along, audit_trigger, tree_that_sets_null;
    meaning: drawn_conditions_mean_the_same_everywhere;
    anonymise: every_replacement, is_idempotent, addresses, unique_tokens;
    work: holds_are_kept, changed_row_survives, bound_is_kept, stop_is_heard, throttle_is_kept,
          journal_failure_undoes_the_batch, every_step_repeated_and_failed, altered_table_is_noticed, locked_rows_are_waited_for;
}
