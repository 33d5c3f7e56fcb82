//! What is a person's and what is not, in databases small enough to see it.

use std::collections::BTreeMap;

use gallra_rules::inventory::ColumnClass::{Integer, Text};
use gallra_rules::links::{Roots, Theirs, theirs};
use gallra_rules::names::DatasetName;
use gallra_rules::policy::PolicySet;
use gallra_rules::predicate::eval::Value;
use gallra_rules::predicate::{Predicate, Replacement, Scalar};

use crate::planning::support::{Db, activity, policy, table, text};

const USERS: &str =
    "datasets:\n  users: {in: db, table: users, subject: {email: email}, anchors: {left: left_on}}\n";

fn with(datasets: &str) -> PolicySet {
    policy(&format!(
        "{USERS}{datasets}activities:\n{}",
        activity("all", "users", "at_most: 1 year after left", "delete")
    ))
}

fn user(id: i64) -> Roots {
    let values = vec![Scalar::Integer(id)];
    Roots::from([("users".into(), Predicate::In { column: "id".to_owned(), values })])
}

fn rows(db: &mut Db, into: &str, columns: &[&str], values: &[&[Option<i64>]]) {
    for row in values {
        let cell = |value: &Option<i64>| value.map_or(Value::Null, Value::Integer);
        let row: Vec<(&str, Value)> = columns.iter().copied().zip(row.iter().map(cell)).collect();
        db.row(into, &row);
    }
}

/// The ids that a predicate covers.
fn covers(db: &Db, of: &str, predicate: &Predicate) -> Vec<i64> {
    let found = db.rows[&table(of)].iter().filter(|row| db.holds_for(predicate, row));
    found.map(|row| if let Value::Integer(id) = row["id"] { id } else { panic!("no id") }).collect()
}

fn found(policy: &PolicySet, db: &Db, roots: &Roots) -> BTreeMap<DatasetName, Theirs> {
    let found = theirs(policy, &db.shapes, roots, 2);
    assert_eq!(found.not_checked, BTreeMap::new());
    found.theirs
}

/// Threads with posts of several: two of user 1 alone, one of users 1 and 2, one of 2.
fn forum() -> (PolicySet, Db) {
    let policy = with(
        "  threads: {in: db, table: threads}
  posts: {in: db, table: posts, belongs_to: {users: author, threads: {by: thread, as: shares}, posts: {by: reply_to, as: refers}}}
  tags: {in: db, table: tags, belongs_to: {threads: thread}}
",
    );
    let mut db = Db::default()
        .table("users", &[("email", Text)])
        .table("threads", &[])
        .table("posts", &[("author", Integer), ("thread", Integer), ("reply_to", Integer)])
        .table("tags", &[("thread", Integer)]);
    rows(&mut db, "users", &["id"], &[&[Some(1)], &[Some(2)]]);
    rows(&mut db, "threads", &["id"], &[&[Some(1)], &[Some(2)], &[Some(3)]]);
    rows(
        &mut db,
        "posts",
        &["id", "author", "thread", "reply_to"],
        &[
            &[Some(11), Some(1), Some(1), None],
            &[Some(12), Some(1), Some(1), Some(11)],
            &[Some(21), Some(1), Some(2), None],
            &[Some(22), Some(2), Some(2), Some(21)],
            &[Some(31), Some(2), Some(3), None],
        ],
    );
    rows(
        &mut db,
        "tags",
        &["id", "thread"],
        &[&[Some(1), Some(1)], &[Some(2), Some(2)], &[Some(3), Some(3)]],
    );
    (policy, db)
}

#[test]
fn a_thread_goes_with_its_last_post_and_takes_its_tags() {
    let (policy, db) = forum();
    let found = found(&policy, &db, &user(1));
    assert_eq!(covers(&db, "users", &found["users"].goes), [1]);
    assert_eq!(covers(&db, "posts", &found["posts"].goes), [11, 12, 21]);
    assert_eq!(covers(&db, "threads", &found["threads"].goes), [1]);
    assert_eq!(covers(&db, "threads", &found["threads"].stays), [2]);
    assert_eq!(covers(&db, "tags", &found["tags"].goes), [1]);
    // The answer of user 2 loses what it was an answer to.
    let [cut] = found["posts"].cut.as_slice() else { panic!("one link is cut") };
    assert_eq!(covers(&db, "posts", &cut.which), [22]);
    assert_eq!(cut.columns, [("reply_to".to_owned(), Replacement::Null)].into());
    for theirs in found.values() {
        assert_eq!(covers(&db, "posts", &theirs.beyond), [] as [i64; 0]);
    }
}

#[test]
fn a_home_of_a_customer_and_a_clerk_lives_as_long_as_either_and_takes_nobody_along() {
    let policy = with(
        "  homes: {in: db, table: homes}
  customers: {in: db, table: customers, belongs_to: {users: user, homes: {by: home, as: shares}}}
  clerks: {in: db, table: clerks, belongs_to: {users: user, homes: {by: home, as: shares}}}
",
    );
    let mut db = Db::default()
        .table("users", &[("email", Text)])
        .table("homes", &[])
        .table("customers", &[("user", Integer), ("home", Integer)])
        .table("clerks", &[("user", Integer), ("home", Integer)]);
    rows(&mut db, "users", &["id"], &[&[Some(1)], &[Some(2)]]);
    rows(&mut db, "homes", &["id"], &[&[Some(1)], &[Some(2)]]);
    rows(
        &mut db,
        "customers",
        &["id", "user", "home"],
        &[&[Some(11), Some(1), Some(1)], &[Some(12), Some(1), Some(2)]],
    );
    rows(&mut db, "clerks", &["id", "user", "home"], &[&[Some(21), Some(2), Some(1)]]);
    let one = found(&policy, &db, &user(1));
    assert_eq!(covers(&db, "homes", &one["homes"].goes), [2]);
    assert_eq!(covers(&db, "homes", &one["homes"].stays), [1]);
    assert!(one.get("clerks").is_none_or(|clerks| covers(&db, "clerks", &clerks.goes).is_empty()));
    let values = vec![Scalar::Integer(1), Scalar::Integer(2)];
    let both = Roots::from([("users".into(), Predicate::In { column: "id".to_owned(), values })]);
    let both = found(&policy, &db, &both);
    assert_eq!(covers(&db, "homes", &both["homes"].goes), [1, 2]);
    assert_eq!(covers(&db, "clerks", &both["clerks"].goes), [21]);
}

#[test]
fn a_letter_between_two_goes_with_the_last_of_them() {
    let policy = with(
        "  letters: {in: db, table: letters, belongs_to: {users: [{by: sender, as: shared, anonymise: {sender: null, name: \"gone\"}}, {by: receiver, as: shared}]}}\n",
    );
    let mut db = Db::default()
        .table("users", &[("email", Text)])
        .table("letters", &[("sender", Integer), ("receiver", Integer), ("name", Text)]);
    rows(&mut db, "users", &["id"], &[&[Some(1)], &[Some(2)]]);
    rows(
        &mut db,
        "letters",
        &["id", "sender", "receiver"],
        &[
            &[Some(1), Some(1), Some(2)],
            &[Some(2), Some(2), Some(1)],
            &[Some(3), Some(1), None],
            &[Some(4), Some(1), Some(1)],
            &[Some(5), Some(2), None],
            &[Some(6), None, None],
        ],
    );
    let found = found(&policy, &db, &user(1));
    assert_eq!(covers(&db, "letters", &found["letters"].goes), [3, 4]);
    let cuts: Vec<Vec<i64>> =
        found["letters"].cut.iter().map(|cut| covers(&db, "letters", &cut.which)).collect();
    assert_eq!(cuts, [vec![1], vec![2]]);
    assert_eq!(
        found["letters"].cut[0].columns["name"],
        Replacement::Constant(Scalar::Text("gone".to_owned()))
    );
}

#[test]
fn a_tree_is_followed_as_far_as_asked_and_what_lies_beyond_is_told() {
    let policy = with("  notes: {in: db, table: notes, belongs_to: {users: owner, notes: parent}}\n");
    let mut db = Db::default()
        .table("users", &[("email", Text)])
        .table("notes", &[("owner", Integer), ("parent", Integer)]);
    rows(&mut db, "users", &["id"], &[&[Some(1)]]);
    rows(&mut db, "notes", &["id", "owner", "parent"], &[&[Some(1), Some(1), None]]);
    for id in 2..=6 {
        rows(&mut db, "notes", &["id", "owner", "parent"], &[&[Some(id), None, Some(id - 1)]]);
    }
    let at = |depth| {
        let found = theirs(&policy, &db.shapes, &user(1), depth);
        let notes = &found.theirs["notes"];
        (covers(&db, "notes", &notes.goes), covers(&db, "notes", &notes.beyond))
    };
    assert_eq!(at(0), (vec![1], vec![2]));
    assert_eq!(at(3), (vec![1, 2, 3, 4], vec![5]));
    assert_eq!(at(5), (vec![1, 2, 3, 4, 5, 6], vec![]));
}

#[test]
fn a_table_without_a_key_is_reached_and_one_that_others_name_needs_one() {
    let policy = with(
        "  visits: {in: db, table: visits, belongs_to: {users: user_id}}\n  rooms: {in: db, table: rooms, belongs_to: {visits: visit}}\n",
    );
    let mut db = Db::default()
        .table("users", &[("email", Text)])
        .table("visits", &[("user_id", Integer)])
        .table("rooms", &[("visit", Integer)]);
    db.shapes.tables.get_mut(&DatasetName::from("visits")).unwrap().primary_key.clear();
    let found = theirs(&policy, &db.shapes, &user(1), 0);
    assert!(found.theirs.contains_key("visits"));
    assert_eq!(found.not_checked["rooms"], "`visits` is identified by 0 columns, but `rooms` names 1 for it");
}

#[test]
fn only_the_datasets_own_records_count() {
    let policy = policy(&format!(
        "datasets:\n  users: {{in: db, table: users, where: {{kind: person}}, subject: {{email: email}}, anchors: {{left: left_on}}}}\n  \
         posts: {{in: db, table: posts, where: {{draft: false}}, belongs_to: {{users: author}}}}\nactivities:\n{}",
        activity("all", "users", "at_most: 1 year after left", "delete")
    ));
    let mut db = Db::default()
        .table("users", &[("email", Text), ("kind", Text)])
        .table("posts", &[("author", Integer), ("draft", gallra_rules::inventory::ColumnClass::Bool)]);
    db.row("users", &[("id", Value::Integer(1)), ("kind", text("robot"))]);
    db.row("users", &[("id", Value::Integer(2)), ("kind", text("person"))]);
    for (id, author, draft) in [(1, 1, false), (2, 2, false), (3, 2, true)] {
        db.row(
            "posts",
            &[("id", Value::Integer(id)), ("author", Value::Integer(author)), ("draft", Value::Bool(draft))],
        );
    }
    let both = Roots::from([("users".into(), Predicate::always())]);
    let found = found(&policy, &db, &both);
    assert_eq!(covers(&db, "users", &found["users"].goes), [2]);
    assert_eq!(covers(&db, "posts", &found["posts"].goes), [2]);
}
