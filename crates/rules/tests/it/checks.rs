//! Every finding as people see it, in both languages, and that every text there is can be found.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use gallra_rules::Outcome;
use gallra_rules::check::Beside;
use gallra_rules::diagnostic::render::render;
use gallra_rules::diagnostic::{Code, Lang};
use gallra_rules::explain;

use crate::stock::{check_pieces, findings};

/// What is found about the pieces, rendered in each language.
fn shown(outcome: &Outcome, langs: &[Lang]) -> String {
    let each = langs.iter().flat_map(|lang| {
        findings(outcome).into_iter().map(move |one| render(one, &outcome.sources, *lang, false))
    });
    each.collect::<Vec<_>>().join("\n\n")
}

fn keys(outcome: &Outcome) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for one in &outcome.diagnostics {
        keys.insert(one.message.key());
        keys.extend(one.help.as_ref().map(gallra_rules::diagnostic::Message::key));
        keys.extend(
            one.labels
                .iter()
                .filter_map(|label| label.message.as_ref())
                .map(gallra_rules::diagnostic::Message::key),
        );
    }
    keys
}

#[test]
fn every_code_as_it_is_shown() {
    for code in Code::ALL.iter().copied() {
        let Some((wrong, _)) = explain::examples(code, Lang::En) else { continue };
        let pieces: Vec<&str> = wrong.split("# b.yaml\n").collect();
        let text = shown(&check_pieces(&pieces), &Lang::ALL);
        assert!(!text.contains("Unknown localization") && !text.contains("{$"), "{code}: {text}");
        insta::assert_snapshot!(format!("{code}"), text);
    }
}

/// An activity that is right but for what a test replaces.
fn activity(fields: &str) -> String {
    let mut text = "activities:\n  letters:\n".to_owned();
    let right = [
        ("role", "controller"),
        ("purpose", "Letters"),
        ("basis", "contract"),
        ("data", "[customers]"),
        ("keep", "{at_most: 1 year after ended}"),
        ("measures", "[access]"),
    ];
    let wrong: BTreeMap<&str, &str> = fields.lines().filter_map(|line| line.split_once(": ")).collect();
    for (key, value) in right.iter().filter(|(key, _)| !wrong.contains_key(key)) {
        writeln!(text, "    {key}: {value}").expect("a text");
    }
    for line in fields.lines() {
        writeln!(text, "    {line}").expect("a text");
    }
    text
}

fn customers(fields: &str) -> String {
    format!("datasets:\n  customers: {{in: billing, table: customers, {fields}}}\n{}", activity(""))
}

/// Situations beside those on the pages: the variants of each finding.
fn situations() -> Vec<(&'static str, String)> {
    let system = |fields: &str| format!("systems:\n  billing: {{{fields}, country: SE}}\n{}", activity(""));
    let recipient = |fields: &str| {
        format!("recipients:\n  post: {{name: Brevduvan, {fields}}}\n{}", activity("recipients: [post]"))
    };
    let organisation = |fields: &str| format!("organisation: {{name: Hotellet AB, {fields}}}\n");
    let duty = |fields: &str| format!("duties:\n  reviews: {{what: Review, {fields}}}\n");
    let home = "country: SE, time_zone: Europe/Stockholm";
    let per_customer = |period: &str, rest: &str| {
        activity(&format!("keep: {{{rest}, per_customer: {{column: tenant, settings: {{acme: {period}}}}}}}"))
    };
    vec![
        ("tab_in_indentation", "measures:\n\taccess: Access\n".to_owned()),
        ("list_item_twice", activity("measures: [access, access]")),
        ("deep_nesting", format!("measures: {}x{}\n", "[".repeat(80), "]".repeat(80))),
        ("alias_bomb", alias_bomb()),
        ("field_without_likeness", activity("colour: red")),
        ("text_in_no_language", activity("purpose: {svenska: Brev}")),
        ("key_that_is_a_list", "? [a, b]\n: x\n".to_owned()),
        ("two_documents", "measures: {access: A}\n---\nmeasures: {}\n".to_owned()),
        ("tag", "measures:\n  access: !secret Access\n".to_owned() + &activity("")),
        ("file_that_is_a_list", "- measures\n- systems\n".to_owned()),
        ("section_that_is_a_list", "measures: [access]\n".to_owned() + &activity("")),
        ("fields_where_names_are", activity("measures: {access: true}")),
        ("empty_text", activity("purpose: \"\"")),
        ("anchor_from_nowhere", customers("anchors: {ended: {missing: ongoing}}")),
        ("anchor_from_two_places", customers("anchors: {ended: {column: a, from: b.c}}")),
        ("anchor_without_dot", customers("anchors: {ended: {from: agreements}}")),
        ("format_of_no_column", customers("belongs_to: {customers: parent}, anchors: {ended: {from: customers.made, format: iso}, made: made_on}")),
        ("law_without_paragraph", activity("basis: legal_obligation")),
        ("no_organisation", "organisation:\n".to_owned() + &activity("")),
        ("word_without_likeness", activity("role: baker")),
        ("residue_slip", system("kind: sqlite, path: a.db, residue: cleer")),
        ("window_of_no_time", system("kind: sqlite, path: a.db, residue: clear, residue_window: night")),
        ("window_for_nothing", system("kind: sqlite, path: a.db, residue_window: \"01:00-05:00\"")),
        ("residue_of_paper", "systems:\n  binders: {kind: manual, place: Archive, responsible: finance, residue: clear}\ndatasets: {m: {in: binders}}\n".to_owned() + &activity("data: [m]\nkeep: {at_most: 1 year after filed}\nthen: {task: {what: {sv: Strimla, en: Shred}, by: finance}}")),
        ("floor_on_a_journal", "systems:\n  journal: {kind: logs, path: j, format: journal, country: SE}\ndatasets: {m: {in: journal}}\n".to_owned() + &activity("data: [m]\nkeep: {at_least: 1 month after logged, at_most: 6 months after logged}\nthen: delete")),
        ("ca_of_a_database", system("kind: sqlite, path: a.db, ca: own.pem")),
        ("region_of_a_database", system("kind: sqlite, path: a.db, region: eu-north-1")),
        ("host_that_is_none", system("kind: sqlite, path: a.db, hosts: [mail.example.com, \"gopher://old.example.com\", mail]")),
        ("replacement_slip", activity("then: {anonymise: {name: tokn}}")),
        ("replacement_without_quotes", activity("then: {anonymise: {name: someone}}")),
        ("period_without_unit", activity("keep: {at_most: 1 after ended}")),
        ("period_of_unknown_unit", activity("keep: {at_most: 2 moons after ended}")),
        ("period_mixed", activity("every: 1 day 2 hours")),
        ("period_too_long", activity("keep: {at_most: 2000 years after ended}")),
        ("cadence_of_nothing", activity("every: 0 days")),
        ("limit_without_anchor", activity("keep: {at_most: 1 year}")),
        ("limit_from_unknown_function", activity("keep: {at_most: 1 year after financial_yaer(ended)}")),
        ("limit_from_strange_function", activity("keep: {at_most: 1 year after easter(ended)}")),
        ("limit_unclosed", activity("keep: {at_most: 1 year after financial_year(ended}")),
        ("month_day", organisation(&format!("{home}, financial_year_ends: 31-12"))),
        ("country_slip", organisation("country: Sverige, time_zone: UTC")),
        ("country_unknown", organisation("country: QQ, time_zone: UTC")),
        ("zone_without_likeness", organisation("country: SE, time_zone: Mars/Olympus")),
        ("number_of_wrong_shape", organisation(&format!("{home}, number: 5599990008123"))),
        ("number_of_nobody", organisation(&format!("{home}, number: 001799-0003"))),
        ("category_without_likeness", customers("subject: {no: no}, fields: {x: shoe.size}, anchors: {ended: e}")),
        ("format_slip", customers("anchors: {ended: {column: e, format: epoch_second}}")),
        ("format_with_a_month_name", customers("anchors: {ended: {column: e, format: \"%d %b %Y\"}}")),
        ("name_without_likeness", activity("recipients: [zeppelin]")),
        ("anchor_slip", activity("keep: {at_most: 1 year after endde}")),
        ("anchor_without_likeness", activity("keep: {at_most: 1 year after doomsday}")),
        ("anchor_of_a_dataset_without_any", format!("datasets:\n  notes: {{in: billing, table: notes}}\n{}", activity("data: [notes]"))),
        ("anchors_in_a_circle", customers("belongs_to: {customers: parent}, anchors: {ended: {from: customers.made}, made: {latest: customers.ended}}")),
        ("from_a_dataset_below", "datasets:\n  customers: {in: billing, table: c, anchors: {ended: {from: orders.placed}}}\n  orders: {in: billing, table: o, belongs_to: {customers: c}, anchors: {placed: p}}\n".to_owned() + &activity("")),
        ("latest_of_a_dataset_above", "datasets:\n  customers: {in: billing, table: c, anchors: {ended: e}}\n  orders: {in: billing, table: o, belongs_to: {customers: c}, anchors: {placed: {latest: customers.ended}}}\n".to_owned() + &activity("data: [customers, orders]\nkeep: {until_review: 2099-01-01}")),
        ("key_within_one_system", "datasets:\n  customers: {in: billing, table: c, key: [no], anchors: {ended: e}}\n  orders: {in: billing, table: o, anchors: {ended: {from: customers.ended, by: customer_no}}}\n".to_owned() + &activity("data: [orders]")),
        ("dates_over_three_systems", "systems:\n  a: {kind: sqlite, path: a.db, country: SE}\n  b: {kind: sqlite, path: b.db, country: SE}\ndatasets:\n  customers: {in: billing, table: c, key: [no], anchors: {ended: e}}\n  orders: {in: a, table: o, key: [no], anchors: {ended: {from: customers.ended, by: customer_no}}}\n  notes: {in: b, table: n, anchors: {ended: {from: orders.ended, by: order_no}}}\n".to_owned() + &activity("data: [notes]")),
        ("key_of_a_column", customers("anchors: {ended: {column: e, by: no}}")),
        ("latest_of_a_stranger", "datasets:\n  customers: {in: billing, table: c, anchors: {ended: {latest: orders.placed}}}\n  orders: {in: billing, table: o, anchors: {placed: p}}\n".to_owned() + &activity("")),
        ("link_that_shares_its_own_kind", customers("belongs_to: {customers: {by: parent, as: shares}}, anchors: {ended: e}")),
        ("link_cut_in_another_system", "systems:\n  a: {kind: sqlite, path: a.db, country: SE}\ndatasets:\n  customers: {in: billing, table: c, anchors: {ended: e}}\n  notes: {in: a, table: n, belongs_to: {customers: {by: customer, as: refers}}, anchors: {ended: e}}\n".to_owned() + &activity("data: [customers, notes]")),
        ("tied_slip", customers("belongs_to: {customers: {by: parent, as: onwed}}, anchors: {ended: e}")),
        ("nobody_and_a_subject", customers("subject: {email: mail}, no_subject: Too few, anchors: {ended: e}")),
        ("unreached_below_what_is_not_reached", format!("requests: {{unreached: warn}}\n{}", customers("belongs_to: {customers: parent}, fields: {x: person.name}, anchors: {ended: e}"))),
        ("unreached_below_and_refused", format!("requests: {{unreached: refuse}}\n{}", customers("belongs_to: {customers: parent}, fields: {x: person.name}, anchors: {ended: e}"))),
        ("not_personal_and_a_subject", customers("subject: {email: mail}, fields: {mail: {is: not_personal, because: Ours}}, anchors: {ended: e}")),
        ("not_personal_table_of_a_dataset", "systems:\n  billing: {kind: sqlite, path: x, country: SE, not_personal: {tables: [customers], because: Companies}}\n".to_owned() + &activity("")),
        ("not_personal_parts_of_a_database", "systems:\n  billing: {kind: sqlite, path: x, country: SE, not_personal: {parts: [a], because: Companies}}\n".to_owned() + &activity("")),
        ("not_personal_nothing", "systems:\n  billing: {kind: sqlite, path: x, country: SE, not_personal: {}}\n".to_owned() + &activity("")),
        ("criminal_data", customers("subject: {no: no}, fields: {record: criminal.conviction}, anchors: {ended: e}")),
        ("several_special_categories", customers("subject: {no: no}, fields: {diet: health, faith: religion}, anchors: {ended: e}")),
        ("interest_weighed_on_a_day_to_come", activity("basis: {legitimate_interest: {interest: {sv: Att sälja, en: To sell}, balancing_test: 2062-02-01}}")),
        ("interest_without_name", activity("basis: {legitimate_interest: {balancing_test: 2025-01-01}}")),
        ("adequate_country", recipient("role: controller, country: JP")),
        ("system_outside", "systems:\n  billing: {kind: sqlite, path: a.db, country: CN}\n".to_owned() + &activity("")),
        ("swedish_missing", activity("purpose: {en: Letters}")),
        ("setting_below_floor", per_customer("10 days", "at_least: 20 days after ended, at_most: 60 days after ended")),
        ("setting_below_cadence", per_customer("10 days", "at_most: 60 days after ended") + "    every: month\n"),
        ("setting_below_weekly_runs_by_one_day", per_customer("6 days", "at_most: 60 days after ended") + "    every: week\n"),
        ("no_room_for_a_run", activity("keep: {at_least: 1 year after ended, at_most: 1 year after ended}")),
        ("no_room_for_a_weekly_run", activity("keep: {at_least: 1 year after ended, at_most: 1 year after ended}\nevery: week")),
        ("no_room_for_a_monthly_run", activity("keep: {at_least: 1 year after ended, at_most: 54 weeks after ended}\nevery: month")),
        ("bookkeeping_promised_gone", activity("basis: {legal_obligation: Bokföringslagen}\nkeep: {at_most: 7 years after ended}")),
        ("swedish_law_alone", activity("basis: {legal_obligation: {sv: Skollagen}}\nkeep: {at_most: 7 years after ended}")),
        ("anonymised_slip", activity("then: {anonymise: {name: null, nam: null}}")),
        ("anonymise_nothing", activity("then: {anonymise: {}}")),
        ("two_disposals", activity("then: {anonymise: {name: null}, task: {what: x, by: y}}")),
        ("task_without_role", activity("then: {task: {what: Shred}}")),
        ("unknown_disposal", activity("then: destroy")),
        ("mysql_in_plain_text", system("kind: mysql, url: \"mysql://db.example/x?ssl-mode=DISABLED\"")),
        ("imap_in_plain_text", "systems:\n  mail: {kind: imap, url: \"imap://mail.example\"}\ndatasets: {m: {in: mail}}\n".to_owned() + &activity("data: [m]\nkeep: {at_most: 1 year after received}")),
        ("ftp", "systems:\n  up: {kind: sftp, url: \"ftp://up.example\"}\ndatasets: {m: {in: up}}\n".to_owned() + &activity("data: [m]\nkeep: {at_most: 1 year after modified}")),
        ("http", "systems:\n  up: {kind: webdav, url: \"http://up.example\"}\ndatasets: {m: {in: up}}\n".to_owned() + &activity("data: [m]\nkeep: {at_most: 1 year after modified}")),
        ("no_url", system("kind: postgres, url: billing")),
        ("empty_secret", system("kind: postgres, url: \"env:\"")),
        ("path_for_a_server", system("kind: postgres, url: \"env:X\", path: x")),
        ("table_in_a_mailbox", "datasets: {m: {in: mail, table: inbox}}\n".to_owned() + &activity("data: [m]\nkeep: {at_most: 1 year after received}")),
        ("columns_of_a_log", "systems:\n  web: {kind: logs, path: x, format: json, country: SE}\ndatasets: {m: {in: web}}\n".to_owned() + &activity("data: [m]\nkeep: {at_most: 1 year after logged}\nthen: {anonymise: {ip: token}}")),
        ("format_of_a_path_without_a_day", "systems:\n  scans: {kind: files, path: x, format: \"%Y-%m\", country: SE}\ndatasets: {m: {in: scans}}\n".to_owned() + &activity("data: [m]\nkeep: {at_most: 1 year after modified}\nthen: delete")),
        ("format_of_a_path_with_other_letters", "systems:\n  scans: {kind: files, path: x, format: \"%y%m%d\", country: SE}\ndatasets: {m: {in: scans}}\n".to_owned() + &activity("data: [m]\nkeep: {at_most: 1 year after modified}\nthen: delete")),
        ("format_of_a_path_twice", "systems:\n  scans: {kind: files, path: x, format: \"%Y/%Y-%m-%d\", country: SE}\ndatasets: {m: {in: scans}}\n".to_owned() + &activity("data: [m]\nkeep: {at_most: 1 year after modified}\nthen: delete")),
        ("format_of_a_log", "systems:\n  web: {kind: logs, path: x, format: combind, country: SE}\ndatasets: {m: {in: web}}\n".to_owned() + &activity("data: [m]\nkeep: {at_most: 1 year after logged}\nthen: {anonymise: {ip: network}}")),
        ("format_of_a_database", system("kind: sqlite, path: x, format: combined")),
        ("columns_of_files", "systems:\n  web: {kind: files, path: x, country: SE}\ndatasets: {m: {in: web}}\n".to_owned() + &activity("data: [m]\nkeep: {at_most: 1 year after modified}\nthen: {anonymise: {name: null}}")),
        ("duty_without_end_and_with_two", duty("by: office, certification: true, every: year")),
        ("duty_for_two_things", duty("by: office, every: year, for: support, in: binders")),
        ("duty_of_nobody", duty("by: office, every: year, of: recipients")),
        ("duty_for_no_role", duty("by: office, every: year, for: []")),
        ("duty_of_a_stranger", duty("by: office, every: year, of: [hoster]")),
        ("duty_in_no_system", duty("by: office, every: year, in: binder")),
        ("duty_by_a_person", duty("by: Vera Palm, every: year, for: [support, Karin Ek]")),
        ("duty_by_the_hour", duty("by: office, every: 12 hours")),
        ("duty_called_as_an_activity", "duties:\n  letters: {what: x, by: office, every: year}\n".to_owned() + &activity("")),
        ("window_in_hours", organisation(&format!("{home}, objection_window: 72 hours"))),
        ("parents_without_column", customers("belongs_to: {customers: []}, anchors: {ended: e}")),
        ("empty_basis", activity("basis: {}")),
        ("swedish_letters", customers("åäö: 1, fält: {namn: person.nam}, anchors: {ended: e}")),
    ]
}

fn alias_bomb() -> String {
    let mut text = "measures:\n  a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (from, to) in ["a", "b", "c", "d", "e", "f"].iter().zip(["b", "c", "d", "e", "f", "g"]) {
        let ten = vec![format!("*{from}"); 10].join(", ");
        writeln!(text, "  {to}: &{to} [{ten}]").expect("a text");
    }
    text
}

#[test]
fn every_situation_as_it_is_shown() {
    for (name, text) in situations() {
        insta::assert_snapshot!(name, shown(&check_pieces(&[&text]), &[Lang::En]));
    }
}

#[test]
fn findings_that_span_files_show_both() {
    let first = "recipients:\n  mailer: {name: Brevduvan, role: controller, country: SE}\n";
    let second = "recipients:\n  mailer: {name: Duvan, role: controller, country: SE}\n";
    let letters = activity("recipients: [mailer]");
    insta::assert_snapshot!("two_files", shown(&check_pieces(&[first, second, &letters]), &Lang::ALL));
}

/// A policy that is right, with what somebody else found beside it.
fn beside() -> Outcome {
    let mut outcome = check_pieces(&[&activity("")]);
    assert!(outcome.is_ok(), "{}", outcome.render(Lang::En, false));
    let one = |file: &str, line, column, warning| Beside {
        file: file.to_owned(),
        text: "# Avtal\n\nMellan oss och {{custmer.name}}:\n{{oj\n".to_owned(),
        line,
        column,
        warning,
        cause: ("there is no such thing".to_owned(), "det finns inget sådant".to_owned()),
        cure: ("write another".to_owned(), "skriv ett annat".to_owned()),
    };
    outcome.add_beside(vec![one("templates/sv/terms.txt", 1, 1, true)]);
    assert!(outcome.is_ok(), "a warning leaves the policy as it is");
    let template = "templates/sv/agreement.md";
    outcome.add_beside(vec![
        one(template, 3, 16, false),
        one(template, 4, 1, false),
        one(template, 9, 9, false),
    ]);
    assert!(
        !outcome.is_ok() && outcome.sources.files().filter(|(_, file)| file.path == template).count() == 1
    );
    outcome
}

#[test]
fn what_lies_beside_the_policy_is_told_as_the_policy_is() {
    let told = shown(&beside(), &Lang::ALL);
    for words in [
        "error[G090]: there is no such thing",
        "warning[G091]: there is no such thing",
        "fel[G090]: det finns inget sådant",
        "--> templates/sv/agreement.md:3:16",
        "--> templates/sv/agreement.md:4:1",
        "write another",
        "skriv ett annat",
    ] {
        assert!(told.contains(words), "{words} in\n{told}");
    }
}

/// A text that no situation brings about is a text that nobody has read.
#[test]
fn every_text_is_reached() {
    let mut reached = BTreeSet::new();
    for (_, text) in situations() {
        reached.extend(keys(&check_pieces(&[&text])));
    }
    for code in Code::ALL.iter().copied() {
        if let Some((wrong, _)) = explain::examples(code, Lang::En) {
            let pieces: Vec<&str> = wrong.split("# b.yaml\n").collect();
            reached.extend(keys(&check_pieces(&pieces)));
        }
    }
    reached.extend(crate::language::unreadable_folders().iter().flat_map(keys));
    reached.extend(keys(&beside()));
    let there: BTreeSet<String> =
        crate::language::texts(Lang::En).into_keys().filter(|key| key.starts_with('g')).collect();
    let unread: Vec<_> = there.difference(&reached).collect();
    assert_eq!(unread, [] as [&String; 0]);
    let unwritten: Vec<_> = reached.difference(&there).collect();
    assert_eq!(unwritten, [] as [&String; 0]);
}

#[test]
fn a_password_is_never_shown_whatever_the_line_is_shown_for() {
    let text = "systems:\n  billing: {kind: postgres, url: \"postgres://u:hunter2@db/x?password=hunter2\", countri: SE}\n  \
                mysql://u:hunter2@h: {}\n  b: {kind: \"mysql://u:hunter2@h\"}\n";
    let outcome = check_pieces(&[text]);
    let everything = [
        outcome.render(Lang::En, true),
        outcome.render(Lang::Sv, false),
        outcome.to_json(Lang::En).to_string(),
        outcome.to_sarif(Lang::Sv, "policy").to_string(),
    ];
    assert!(everything.iter().all(|text| !text.contains("hunter2")));
    assert!(everything[1].contains("*******"));
}
