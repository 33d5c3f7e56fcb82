//! Schemas in which records hang together in more than one way.

use gallra_rules::inventory::ColumnClass::{Date, Integer, Text};
use gallra_rules::inventory::OnDelete;
use gallra_rules::plan::NoteKind;
use gallra_rules::policy::PolicySet;
use gallra_rules::predicate::eval::Value;

use super::{Asking, ids, notes, steps, value};
use crate::planning::support::{Db, policy};

const USERS: &str =
    "datasets:\n  users: {in: db, table: users, subject: {email: email}, anchors: {left: left_on}}\n";

/// Everything rests on consent, so that nothing keeps it.
fn with(datasets: &str, all: &str) -> PolicySet {
    policy(&format!(
        "{USERS}{datasets}activities:
  all: {{role: controller, purpose: All, basis: {{consent: {{source: users}}}}, data: [users, {all}], keep: {{until_review: 2099-12-31}}, measures: [access]}}
"
    ))
}

fn rows(db: &mut Db, into: &str, columns: &[&str], values: &[&[Option<i64>]]) {
    for row in values {
        let cell = |value: &Option<i64>| value.map_or(Value::Null, Value::Integer);
        let row: Vec<(&str, Value)> = columns.iter().copied().zip(row.iter().map(cell)).collect();
        db.row(into, &row);
    }
}

fn users(db: Db) -> Db {
    let mut db = db.table("users", &[("email", Text), ("left_on", Date)]);
    rows(&mut db, "users", &["id"], &[&[Some(1)], &[Some(2)], &[Some(3)]]);
    db
}

/// Threads with posts of several: one of user 1 alone, one of users 1 and 2.
fn forum() -> (PolicySet, Db) {
    let policy = with(
        "  threads: {in: db, table: threads, fields: {title: communication.content}}
  posts: {in: db, table: posts, belongs_to: {users: author, threads: {by: thread, as: shares}, posts: {by: reply_to, as: refers}}, fields: {text: communication.content}}
  tags: {in: db, table: tags, belongs_to: {threads: thread}, fields: {word: communication.content}}
",
        "threads, posts, tags",
    );
    let mut db = users(Db::default())
        .table("threads", &[("title", Text)])
        .table("posts", &[("author", Integer), ("thread", Integer), ("reply_to", Integer), ("text", Text)])
        .table("tags", &[("thread", Integer), ("word", Text)])
        .refers("posts", "author", "users", OnDelete::Block)
        .refers("posts", "thread", "threads", OnDelete::Block)
        .refers("posts", "reply_to", "posts", OnDelete::Block)
        .refers("tags", "thread", "threads", OnDelete::Block);
    rows(&mut db, "threads", &["id"], &[&[Some(1)], &[Some(2)]]);
    rows(
        &mut db,
        "posts",
        &["id", "author", "thread", "reply_to"],
        &[
            &[Some(11), Some(1), Some(1), None],
            &[Some(12), Some(1), Some(1), Some(11)],
            &[Some(21), Some(1), Some(2), None],
            &[Some(22), Some(2), Some(2), Some(21)],
        ],
    );
    rows(&mut db, "tags", &["id", "thread"], &[&[Some(1), Some(1)], &[Some(2), Some(2)]]);
    (policy, db)
}

/// The thread goes after its posts, which are gone by then: its key is remembered.
#[test]
fn a_thread_goes_with_its_last_post_although_posts_go_first() {
    let (policy, mut db) = forum();
    let mut asking = Asking::new(&policy, &[("users", &[1])]);
    let plan = asking.run(&mut db);
    assert_eq!(
        (ids(&db, "users"), ids(&db, "posts"), ids(&db, "threads"), ids(&db, "tags")),
        (vec![2, 3], vec![22], vec![2], vec![2])
    );
    assert_eq!(value(&db, "posts", 22, "reply_to"), Value::Null);
    assert_eq!(steps(&plan)[0], ("cut:posts".to_owned(), 1));
    assert!(asking.known["threads"].contains(&1));
    assert!(matches!(notes(&plan, "threads").as_slice(), [NoteKind::Shared { rows: 1 }]));
}

#[test]
fn a_thread_goes_when_all_of_its_writers_ask_at_once() {
    let (policy, mut db) = forum();
    Asking::new(&policy, &[("users", &[1, 2])]).run(&mut db);
    assert_eq!((ids(&db, "posts"), ids(&db, "threads"), ids(&db, "tags")), (vec![], vec![], vec![]));
}

/// A chain of comments, of which only the first is told to be somebody's.
#[test]
fn a_chain_goes_however_long_it_is() {
    let policy = with(
        "  notes: {in: db, table: notes, belongs_to: {users: owner, notes: parent}, fields: {text: communication.note}}\n",
        "notes",
    );
    let mut db = users(Db::default())
        .table("notes", &[("owner", Integer), ("parent", Integer), ("text", Text)])
        .refers("notes", "owner", "users", OnDelete::Block)
        .refers("notes", "parent", "notes", OnDelete::Block);
    rows(
        &mut db,
        "notes",
        &["id", "owner", "parent"],
        &[&[Some(1), Some(1), None], &[Some(99), Some(2), None]],
    );
    for id in 2..12 {
        rows(&mut db, "notes", &["id", "owner", "parent"], &[&[Some(id), None, Some(id - 1)]]);
    }
    let mut asking = Asking::new(&policy, &[("users", &[1])]);
    asking.run(&mut db);
    assert_eq!((ids(&db, "notes"), ids(&db, "users")), (vec![99], vec![2, 3]));
    assert!(asking.rounds >= 3, "{} rounds", asking.rounds);
}

/// Users have a default address, and addresses belong to users.
#[test]
fn a_circle_is_opened_where_a_link_may_be_null() {
    let policy = with(
        "  addresses: {in: db, table: addresses, belongs_to: {users: owner}, fields: {street: contact.address}}\n",
        "addresses",
    );
    let mut db = Db::default()
        .table("users", &[("email", Text), ("left_on", Date), ("home", Integer)])
        .table("addresses", &[("owner!", Integer), ("street", Text)])
        .refers("addresses", "owner", "users", OnDelete::Block)
        .refers("users", "home", "addresses", OnDelete::Block);
    rows(&mut db, "users", &["id", "home"], &[&[Some(1), Some(11)], &[Some(2), Some(21)]]);
    rows(
        &mut db,
        "addresses",
        &["id", "owner"],
        &[&[Some(11), Some(1)], &[Some(12), Some(1)], &[Some(21), Some(2)]],
    );
    let plan = Asking::new(&policy, &[("users", &[1])]).run(&mut db);
    assert_eq!((ids(&db, "users"), ids(&db, "addresses")), (vec![2], vec![21]));
    assert_eq!(
        steps(&plan),
        [("open:users:home".to_owned(), 1), ("erase:addresses".to_owned(), 2), ("erase:users".to_owned(), 1)]
    );
}

/// Many to many: a table of pairs without a key of its own.
#[test]
fn pairs_without_a_primary_key_go_and_others_stay() {
    let policy = with(
        "  groups: {in: db, table: groups, no_subject: \"a group is nobody\"}
  members: {in: db, table: members, belongs_to: {users: member, groups: {by: grp, as: shares}}, fields: {nick: account.login}}
",
        "groups, members",
    );
    let mut db = users(Db::default())
        .table("groups", &[])
        .table("members", &[("member", Integer), ("grp", Integer), ("nick", Text)])
        .refers("members", "member", "users", OnDelete::Block)
        .refers("members", "grp", "groups", OnDelete::Block);
    let name = gallra_rules::names::DatasetName::from("members");
    db.shapes.tables.get_mut(&name).unwrap().primary_key.clear();
    rows(&mut db, "groups", &["id"], &[&[Some(1)], &[Some(2)]]);
    rows(
        &mut db,
        "members",
        &["id", "member", "grp"],
        &[&[Some(1), Some(1), Some(1)], &[Some(2), Some(1), Some(2)], &[Some(3), Some(2), Some(2)]],
    );
    Asking::new(&policy, &[("users", &[1])]).run(&mut db);
    assert_eq!((ids(&db, "members"), ids(&db, "groups")), (vec![3], vec![2]));
}
