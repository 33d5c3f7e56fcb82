//! Names and types alone, held against schemas that nobody here made; what is personal in them was judged by hand
//! (`tests/truth`). Values would help further; here there are none.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use gallra_detect::profile::{Column, Finding, TypeClass, judge};

struct Score {
    personal: usize,
    found: usize,
    wrong: Vec<String>,
    missed: Vec<String>,
}

impl Score {
    fn of(truth: &str) -> Self {
        let mut tables: BTreeMap<&str, Vec<(&str, bool, &str)>> = BTreeMap::new();
        for line in truth.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let [place, verdict, declared] = line.split(' ').collect::<Vec<_>>()[..] else {
                panic!("{line}")
            };
            let (table, column) = place.split_once('.').unwrap();
            assert!(matches!(verdict, "personal" | "not"), "{line}");
            tables.entry(table).or_default().push((column, verdict == "personal", declared));
        }
        let mut score = Self { personal: 0, found: 0, wrong: vec![], missed: vec![] };
        for (table, columns) in tables {
            let asked: Vec<_> = columns
                .iter()
                .map(|(name, _, declared)| Column { name, class: TypeClass::of(declared), tally: None })
                .collect();
            for ((name, personal, _), finding) in columns.iter().zip(judge(table, &asked)) {
                let looks = finding.as_ref().is_some_and(Finding::looks_personal);
                score.personal += usize::from(*personal);
                score.found += usize::from(*personal && looks);
                let place =
                    || format!("{table}.{name} {}", finding.as_ref().map_or("", |finding| finding.category));
                match (personal, looks) {
                    (true, false) => score.missed.push(place()),
                    (false, true) => score.wrong.push(place()),
                    _ => {}
                }
            }
        }
        score
    }

    /// In percent.
    fn recall(&self) -> usize {
        self.found * 100 / self.personal
    }

    /// In percent.
    fn precision(&self) -> usize {
        self.found * 100 / (self.found + self.wrong.len()).max(1)
    }

    fn report(&self) -> String {
        let mut text = format!("{} of {} found, {} wrong\n", self.found, self.personal, self.wrong.len());
        for (what, places) in [("missed", &self.missed), ("wrong", &self.wrong)] {
            for place in places {
                let _ = writeln!(text, "  {what}: {place}");
            }
        }
        text
    }
}

#[track_caller]
fn reaches(truth: &str, recall: usize, precision: usize) {
    let score = Score::of(truth);
    let reached = (score.recall(), score.precision());
    assert!(reached.0 >= recall && reached.1 >= precision, "{reached:?}: {}", score.report());
}

const ALL: [&str; 10] = [
    include_str!("../truth/django-oscar.txt"),
    include_str!("../truth/django-helpdesk.txt"),
    include_str!("../truth/request-tracker.txt"),
    include_str!("../truth/mediawiki.txt"),
    include_str!("../truth/prosody.txt"),
    include_str!("../truth/chinook.txt"),
    include_str!("../truth/northwind.txt"),
    include_str!("../truth/sakila.txt"),
    include_str!("../truth/wordpress.txt"),
    include_str!("../truth/swedish.txt"),
];

#[test]
fn in_all_schemas_together_at_least_95_of_100_are_found_and_80_of_100_are_right() {
    reaches(&ALL.map(|one| one).join("\n"), 95, 80);
}

#[test]
fn in_a_web_shop() {
    reaches(ALL[0], 95, 80);
}

#[test]
fn in_a_help_desk() {
    reaches(ALL[1], 95, 80);
}

#[test]
fn in_a_ticket_system() {
    reaches(ALL[2], 95, 80);
}

#[test]
fn in_a_wiki() {
    reaches(ALL[3], 95, 80);
}

#[test]
fn in_a_chat_server_of_which_little_has_a_telling_name() {
    reaches(ALL[4], 80, 80);
}

#[test]
fn in_the_sample_databases() {
    reaches(ALL[5], 95, 80);
    reaches(ALL[6], 95, 80);
    reaches(ALL[7], 95, 80);
}

#[test]
fn in_a_blog_whose_posts_are_taken_for_messages() {
    reaches(ALL[8], 95, 65);
}

/// Judged before any rule was tried on them. The first two then taught that free text in a table with a key to somebody
/// is theirs (from names alone they began at 60 and 59 of 100 found); no rule was ever changed for the third.
const HELD_OUT: [&str; 3] = [
    include_str!("../truth/roundcube.txt"),
    include_str!("../truth/lobsters.txt"),
    include_str!("../truth/alaveteli.txt"),
];

#[test]
fn in_a_webmail_and_a_discussion_site() {
    reaches(HELD_OUT[0], 95, 80);
    reaches(HELD_OUT[1], 85, 90);
}

#[test]
fn in_requests_to_authorities_that_no_rule_has_seen() {
    reaches(HELD_OUT[2], 70, 60);
}

/// PostgreSQL folds `FreeformContactInfo` to one word.
#[test]
fn in_names_without_capitals() {
    for truth in [ALL[2], ALL[5], ALL[6]] {
        reaches(&truth.to_lowercase(), 95, 80);
    }
}

#[test]
fn in_tables_with_swedish_names() {
    reaches(ALL[9], 95, 80);
}
