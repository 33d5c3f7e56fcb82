//! A forum in PostgreSQL, where much belongs to several: threads that live as long as somebody's post, households with one
//! account, letters between two, likes without a key of their own, and invoices that the law keeps.

use gallra_testkit::{PgVersion, Postgres};

use super::{Database, Golden, Somebody, agreed, bookkeeping};
use crate::support::House;

/// Invoices of 2018 and earlier may go.
const NOW: &str = "2026-06-01T03:00:00+02:00";

const DATASETS: &str = "
datasets:
  users:
    in: forum
    table: users
    about: [people]
    subject: {email: email}
    belongs_to: {users: {by: invited_by, as: refers}, places: {by: place_id, as: shares}}
    fields: {name: person.name, bio: person.name}
  places:
    in: forum
    table: places
    about: [people]
    fields: {street: contact.address}
  clubs:
    in: forum
    table: clubs
    about: [people]
    belongs_to: {places: {by: place_id, as: shares}}
    fields: {contact: person.name}
  households:
    in: forum
    table: households
    about: [people]
    fields: {called: person.name}
  memberships:
    in: forum
    table: memberships
    about: [people]
    belongs_to: {users: user_id, households: {by: household_id, as: shares}}
  purchases:
    in: forum
    table: purchases
    about: [people]
    belongs_to: {households: household_id, users: {by: bought_by, as: refers}}
    fields: {what: communication.content}
  invoices:
    in: forum
    table: invoices
    about: [people]
    belongs_to: {users: user_id}
    fields: {billed_to: person.name}
    anchors: {issued: issued_on}
  payments:
    in: forum
    table: payments
    about: [people]
    belongs_to: {invoices: invoice_id}
    anchors: {issued: {from: invoices.issued}}
  threads:
    in: forum
    table: threads
    about: [people]
    belongs_to: {users: {by: opened_by, as: refers}}
    fields: {title: communication.content}
  thread_tags:
    in: forum
    table: thread_tags
    about: [people]
    belongs_to: {threads: thread_id}
  posts:
    in: forum
    table: posts
    about: [people]
    belongs_to:
      users: [{by: author_id, as: owned}, {by: edited_by, as: refers}]
      threads: {by: thread_id, as: shares}
      posts: {by: reply_to, as: refers}
    fields: {body: communication.content}
  attachments:
    in: forum
    table: attachments
    about: [people]
    belongs_to: {posts: post_id}
    fields: {file: communication.content}
  likes:
    in: forum
    table: likes
    about: [people]
    belongs_to: {users: user_id, posts: post_id}
  letters:
    in: forum
    table: letters
    about: [people]
    belongs_to:
      users:
        - {by: sender_id, as: shared, anonymise: {sender_id: null, sender_name: \"gone\"}}
        - {by: receiver_id, as: shared, anonymise: {receiver_id: null, receiver_name: \"gone\"}}
    fields: {sender_name: person.name, receiver_name: person.name, body: communication.content}
  enclosures:
    in: forum
    table: enclosures
    about: [people]
    belongs_to: {letters: letter_id}
    fields: {file: communication.content}
  blocks:
    in: forum
    table: blocks
    about: [people]
    belongs_to: {users: [{by: user_id, as: owned}, {by: blocked_id, as: owned}]}
";

/// Tables with foreign keys that block, as a careful programmer makes them; `likes` has no primary key and holds one row
/// twice.
const MAKE: &str = "
CREATE TABLE places (id int PRIMARY KEY, street text);
CREATE TABLE clubs (id int PRIMARY KEY, contact text, place_id int REFERENCES places);
CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL UNIQUE, name text NOT NULL, bio text, invited_by int REFERENCES users,
  place_id int REFERENCES places);
CREATE TABLE households (id int PRIMARY KEY, called text NOT NULL);
CREATE TABLE memberships (user_id int NOT NULL REFERENCES users, household_id int NOT NULL REFERENCES households,
  PRIMARY KEY (user_id, household_id));
CREATE TABLE purchases (id int PRIMARY KEY, household_id int NOT NULL REFERENCES households, bought_by int REFERENCES users, what text NOT NULL);
CREATE TABLE invoices (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users, issued_on date NOT NULL, billed_to text NOT NULL);
CREATE TABLE payments (id int PRIMARY KEY, invoice_id int NOT NULL REFERENCES invoices);
CREATE TABLE threads (id int PRIMARY KEY, title text NOT NULL, opened_by int REFERENCES users);
CREATE TABLE thread_tags (id int PRIMARY KEY, thread_id int NOT NULL REFERENCES threads, tag text NOT NULL);
CREATE TABLE posts (id int PRIMARY KEY, author_id int REFERENCES users, thread_id int REFERENCES threads, reply_to int REFERENCES posts,
  edited_by int REFERENCES users, body text NOT NULL);
CREATE TABLE attachments (id int PRIMARY KEY, post_id int NOT NULL REFERENCES posts, file text NOT NULL);
CREATE TABLE likes (user_id int NOT NULL REFERENCES users, post_id int NOT NULL REFERENCES posts);
CREATE TABLE letters (id int PRIMARY KEY, sender_id int REFERENCES users, receiver_id int REFERENCES users, sender_name text,
  receiver_name text, body text NOT NULL);
CREATE TABLE enclosures (id int PRIMARY KEY, letter_id int NOT NULL REFERENCES letters, file text NOT NULL);
CREATE TABLE blocks (user_id int NOT NULL REFERENCES users, blocked_id int NOT NULL REFERENCES users, PRIMARY KEY (user_id, blocked_id));
INSERT INTO places VALUES (1, 'Storgatan 1'), (2, 'Lillgatan 2'), (3, 'Åvägen 3'), (4, 'Tomgatan 4');
INSERT INTO clubs VALUES (1, 'Ordförande Provsson', 2), (2, 'Kassör Provdotter', NULL);
INSERT INTO users VALUES (1, 'agda@post.example', 'Agda', 'rider', NULL, 1), (2, 'birger@post.example', 'Birger', NULL, 1, 1),
  (3, 'cilla@post.example', 'Cilla', NULL, 1, 2), (4, 'disa@post.example', 'Disa', NULL, 3, NULL), (5, 'egil@post.example', 'Egil', 'läser', 4, 3),
  (6, 'frida@post.example', 'Frida', NULL, NULL, NULL);
INSERT INTO households VALUES (1, 'Storgatans'), (2, 'Cillas egna'), (3, 'Ingens');
INSERT INTO memberships VALUES (1, 1), (2, 1), (3, 2), (5, 2);
INSERT INTO purchases VALUES (1, 1, 1, 'tält'), (2, 1, 2, 'kanot'), (3, 2, 3, 'spade'), (4, 3, NULL, 'hink'), (5, 2, 1, 'lånad yxa');
INSERT INTO invoices VALUES (1, 1, '2018-12-31', 'Agda'), (2, 1, '2019-01-01', 'Agda'), (3, 3, '2017-05-05', 'Cilla'), (4, 5, '2024-02-02', 'Egil');
INSERT INTO payments VALUES (1, 1), (2, 2), (3, 2), (4, 3), (5, 4);
INSERT INTO threads VALUES (1, 'Agdas egen', 1), (2, 'Agdas och Birgers', 1), (3, 'Birgers', 2), (4, 'tom tråd', 1), (5, 'med en okänd', 3),
  (6, 'Cillas, öppnad av Agda', 1);
INSERT INTO thread_tags VALUES (1, 1, 'a'), (2, 1, 'b'), (3, 2, 'a'), (4, 3, 'c'), (5, 6, 'd');
INSERT INTO posts VALUES (1, 1, 1, NULL, NULL, 'först'), (2, 1, 1, 1, 2, 'svar till mig själv'), (3, 1, 2, NULL, NULL, 'hej'),
  (4, 2, 2, 3, 1, 'hej Agda'), (5, 2, 3, NULL, NULL, 'min'), (6, 3, 5, NULL, NULL, 'finns någon'), (7, NULL, 5, 6, NULL, 'anonym'),
  (8, 3, 6, NULL, NULL, 'ensam'), (9, 3, 6, 8, 1, 'fortfarande ensam'), (10, 3, NULL, NULL, NULL, 'utan tråd'), (11, NULL, NULL, 10, NULL, 'anonym utan tråd'),
  (12, 5, 3, 5, NULL, 'svar från Egil');
INSERT INTO attachments VALUES (1, 1, 'a.jpg'), (2, 4, 'b.jpg'), (3, 9, 'c.jpg'), (4, 7, 'd.jpg');
INSERT INTO likes VALUES (2, 1), (2, 1), (1, 4), (1, 5), (3, 4), (4, 1), (2, 8), (4, 5), (4, 5), (4, 12), (4, 12);
INSERT INTO letters VALUES (1, 1, 2, 'Agda', 'Birger', 'till dig'), (2, 2, 1, 'Birger', 'Agda', 'till dig med'), (3, 1, 1, 'Agda', 'Agda', 'till mig'),
  (4, 1, NULL, 'Agda', 'gone', 'till någon som gått'), (5, 2, 5, 'Birger', 'Egil', 'inte Agdas'), (6, NULL, NULL, 'gone', 'gone', 'ingens'),
  (7, 4, 4, 'Disa', 'Disa', 'dagbok');
INSERT INTO enclosures VALUES (1, 1, '1.pdf'), (2, 3, '3.pdf'), (3, 4, '4.pdf'), (4, 5, '5.pdf'), (5, 7, '7.pdf');
INSERT INTO blocks VALUES (1, 2), (2, 1), (3, 4), (4, 6);
";

#[tokio::test]
async fn members_of_a_forum_are_erased_one_after_another() {
    let server = Postgres::shared(PgVersion::V15).await;
    let (ours, hand) = (server.database("forum"), server.database("forum_by_hand"));
    ours.psql(MAKE);
    hand.psql(MAKE);
    let house = House::new();
    let rest = "users, places, clubs, households, memberships, purchases, threads, thread_tags, posts, attachments, likes, letters, enclosures, blocks";
    let body = format!(
        "systems:\n  forum: {}\n{DATASETS}activities:{}{}",
        house.system("postgres", &ours.url()),
        bookkeeping("invoices, payments", "issued"),
        agreed(rest),
    );
    let context = house.open(&body, NOW).await;
    let (ours, hand) = (Database::Postgres(ours), Database::Postgres(hand));
    let golden = Golden::new("Forum", house, context, ours, hand);
    for (who, id, by_hand, expect) in PEOPLE {
        let which = format!("SELECT email FROM users WHERE id IN ({id})");
        let found: &[(&str, &str, &str)] = &[("users", "email", &which)];
        golden.erase(&Somebody { who, given: &[], found, by_hand, expect }).await;
    }
    golden.house.evidence_never_says(&["post.example", "agda", "storgatan"]);
}

/// Who, id, SQL by hand, counts.
const PEOPLE: &[(&str, &str, &str, &str)] = &[
    (
        "who wrote, was answered, shares a household, a home and letters, and has a kept invoice",
        "1",
        // Thread 1 was hers alone; in 2 somebody else wrote; 4 is empty, so nobody's; 6 is another's that she opened.
        "DELETE FROM attachments WHERE id = 1;
         DELETE FROM likes WHERE user_id = 1 OR post_id IN (1, 2, 3);
         UPDATE posts SET reply_to = NULL WHERE id = 4;
         UPDATE posts SET edited_by = NULL WHERE id IN (4, 9);
         DELETE FROM posts WHERE id IN (1, 2, 3);
         DELETE FROM thread_tags WHERE thread_id = 1;
         DELETE FROM threads WHERE id = 1;
         UPDATE threads SET opened_by = NULL WHERE id IN (2, 4, 6);
         DELETE FROM enclosures WHERE id IN (2, 3);
         DELETE FROM letters WHERE id IN (3, 4);
         UPDATE letters SET sender_id = NULL, sender_name = 'gone' WHERE id = 1;
         UPDATE letters SET receiver_id = NULL, receiver_name = 'gone' WHERE id = 2;
         DELETE FROM blocks WHERE user_id = 1 OR blocked_id = 1;
         DELETE FROM memberships WHERE user_id = 1;
         UPDATE purchases SET bought_by = NULL WHERE id IN (1, 5);
         DELETE FROM payments WHERE id = 1;
         DELETE FROM invoices WHERE id = 1;
         UPDATE users SET invited_by = NULL WHERE id IN (2, 3);
         UPDATE users SET email = 'anon-0000000000000001', name = 'anon', bio = NULL WHERE id = 1;",
        "attachments -1, blocks -2, enclosures -2, invoices -1, letters -2, letters ~2, likes -5, memberships -1, payments -1, \
         posts -3, posts ~2, purchases ~2, thread_tags -2, threads -1, threads ~3, users ~3",
    ),
    (
        "the other one of the household, who lives where a nameless one is kept",
        "2",
        "DELETE FROM attachments WHERE id = 2;
         DELETE FROM likes WHERE user_id = 2 OR post_id IN (4, 5);
         UPDATE posts SET reply_to = NULL WHERE id = 12;
         DELETE FROM posts WHERE id IN (4, 5);
         DELETE FROM thread_tags WHERE thread_id = 2;
         DELETE FROM threads WHERE id = 2;
         UPDATE threads SET opened_by = NULL WHERE id = 3;
         DELETE FROM enclosures WHERE id = 1;
         DELETE FROM letters WHERE id IN (1, 2);
         UPDATE letters SET sender_id = NULL, sender_name = 'gone' WHERE id = 5;
         DELETE FROM memberships WHERE user_id = 2;
         DELETE FROM purchases WHERE household_id = 1;
         DELETE FROM households WHERE id = 1;
         DELETE FROM users WHERE id = 2;",
        "attachments -1, enclosures -1, households -1, letters -2, letters ~1, likes -4, memberships -1, posts -2, posts ~1, \
         purchases -2, thread_tags -1, threads -1, threads ~1, users -1",
    ),
    (
        "whom nobody answered, with an old invoice, at home where a club meets",
        "3",
        // Thread 5 has an anonymous answer, and stays for it.
        "DELETE FROM attachments WHERE id = 3;
         DELETE FROM likes WHERE post_id IN (6, 8, 9, 10);
         UPDATE posts SET reply_to = NULL WHERE id IN (7, 11);
         DELETE FROM posts WHERE id IN (6, 8, 9, 10);
         DELETE FROM thread_tags WHERE thread_id = 6;
         DELETE FROM threads WHERE id = 6;
         UPDATE threads SET opened_by = NULL WHERE id = 5;
         DELETE FROM blocks WHERE user_id = 3;
         DELETE FROM memberships WHERE user_id = 3;
         UPDATE purchases SET bought_by = NULL WHERE id = 3;
         DELETE FROM payments WHERE id = 4;
         DELETE FROM invoices WHERE id = 3;
         UPDATE users SET invited_by = NULL WHERE id = 4;
         DELETE FROM users WHERE id = 3;",
        "attachments -1, blocks -1, invoices -1, memberships -1, payments -1, posts -4, posts ~2, purchases ~1, thread_tags -1, \
         threads -1, threads ~1, users -1, users ~1",
    ),
    (
        "who only wrote letters to herself",
        "4",
        "DELETE FROM likes WHERE user_id = 4;
         DELETE FROM enclosures WHERE id = 5;
         DELETE FROM letters WHERE id = 7;
         DELETE FROM blocks WHERE user_id = 4;
         UPDATE users SET invited_by = NULL WHERE id = 5;
         DELETE FROM users WHERE id = 4;",
        "blocks -1, enclosures -1, letters -1, likes -2, users -1, users ~1",
    ),
    (
        "the last one of a household, whose invoice is kept",
        "5",
        "DELETE FROM posts WHERE id = 12;
         DELETE FROM thread_tags WHERE thread_id = 3;
         DELETE FROM threads WHERE id = 3;
         DELETE FROM enclosures WHERE id = 4;
         DELETE FROM letters WHERE id = 5;
         DELETE FROM memberships WHERE user_id = 5;
         DELETE FROM purchases WHERE household_id = 2;
         DELETE FROM households WHERE id = 2;
         UPDATE places SET street = NULL WHERE id = 3;
         UPDATE users SET email = 'anon-0000000000000005', name = 'anon', bio = NULL WHERE id = 5;",
        "enclosures -1, households -1, letters -1, memberships -1, places ~1, posts -1, purchases -2, thread_tags -1, threads -1, \
         users ~1",
    ),
    ("who never did anything", "6", "DELETE FROM users WHERE id = 6;", "users -1"),
];
