//! Which datasets are reached from a person, and over what.

use gallra_rules::links::{Entry, Hop, Links};
use gallra_rules::scaffold;
use gallra_rules::{Options, check};

use crate::planning::support::{activity, policy};

fn forum() -> gallra_rules::policy::PolicySet {
    policy(
        &("datasets:
  users: {in: db, table: users, subject: {email: email}, anchors: {left: left_on}}
  profiles: {in: db, table: profiles, belongs_to: {users: user_id}, fields: {about: communication.content}, anchors: {left: {from: users.left}}}
  posts: {in: db, table: posts, belongs_to: {users: author_id, threads: {by: thread_id, as: shares}, posts: {by: reply_to, as: refers}}, fields: {text: communication.content}, anchors: {left: {from: users.left}}}
  threads: {in: db, table: threads, fields: {title: communication.content}, anchors: {left: left_on}}
  tags: {in: db, table: tags, belongs_to: {threads: thread_id}, fields: {tag: communication.content}, anchors: {left: {from: threads.left}}}
  tickets: {in: other, table: tickets, subject: {email: sender}, fields: {text: communication.content}, anchors: {left: {from: users.left, by: email}}}
  drafts: {in: other, table: drafts, fields: {text: communication.content}, anchors: {left: {from: users.left, by: email}}}
  mail: {in: other, table: mail, fields: {sender: contact.email}, anchors: {left: left_on}}
  counters: {in: other, table: counters, fields: {ip: online.ip}, anchors: {left: left_on}}
activities:
".to_owned()
            + &activity(
                "all",
                "users, profiles, posts, threads, tags, tickets, drafts, mail, counters",
                "at_most: 1 year after left",
                "delete",
            )),
    )
}

#[test]
fn a_forum_is_reached_down_its_links_and_up_what_posts_share() {
    let policy = forum();
    let links = Links::of(&policy);
    let reach = links.reach();
    let way = |name: &str| -> String {
        let reached = &reach[&policy.datasets.get_key_value(name).unwrap().0];
        let hops = reached.way.iter().map(|edge| match edge.hop {
            Hop::Down(_) => format!("{} > {}", edge.from, edge.to),
            Hop::Up(_) => format!("{} < {}", edge.from, edge.to),
            Hop::Key(here, there) => format!("{}.{here} = {}.{there}", edge.from, edge.to),
        });
        hops.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(way("users"), "");
    assert_eq!(way("profiles"), "users > profiles");
    assert_eq!(way("tags"), "users > posts, posts < threads, threads > tags");
    assert_eq!(way("drafts"), "users.email = drafts.email");
    assert_eq!(
        reach[&policy.datasets.get_key_value("mail").unwrap().0].entries,
        [Entry::Field("contact.email", "sender")]
    );
    assert_eq!(links.unreached().iter().map(ToString::to_string).collect::<Vec<_>>(), ["counters"]);
}

#[test]
fn what_is_found_in_one_system_is_looked_for_in_the_next() {
    let policy = forum();
    let seeds: Vec<String> = Links::of(&policy)
        .seeds()
        .iter()
        .map(|seed| format!("{}.{} -> {}.{} ({})", seed.from.0, seed.from.1, seed.to.0, seed.to.1, seed.of))
        .collect();
    assert_eq!(
        seeds,
        [
            "tickets.sender -> users.email (email)",
            "users.email -> drafts.email (email)",
            "users.email -> tickets.email (email)",
            "users.email -> tickets.sender (email)",
        ]
    );
}

/// Where nobody is reached, the five companies say why: in as many words as it takes.
#[test]
fn the_examples_reach_their_people_or_say_why_not() {
    let mut silent = Vec::new();
    for (kind, _, _) in scaffold::KINDS {
        let policy = check(scaffold::files(kind).iter().copied(), &Options::default()).policy.unwrap();
        assert_eq!(policy.requests.unreached, None, "{kind} is as strict as can be");
        assert!(Links::of(&policy).unreached().is_empty(), "{kind}");
        let said =
            policy.datasets.iter().filter_map(|(name, dataset)| Some((name, dataset.no_subject.as_ref()?)));
        silent.extend(said.map(|(name, why)| format!("{kind}: {name}: {}", why.get("en").unwrap())));
    }
    insta::assert_snapshot!(silent.join("\n"));
}
