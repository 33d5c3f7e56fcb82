//! What holds for every policy and for every text.
//!
//! | Property | Test |
//! |---|---|
//! | what is printed reads back as the same policy | `printed_and_read_back`, `every_example_printed_and_read_back` |
//! | no text makes the checker panic, and it never gives both an error and a policy | `any_text`, `mutated_examples` |
//! | order of files, comments and division into files do not change the policy | `one_policy_however_it_is_divided` |

use std::collections::BTreeMap;

use gallra_rules::diagnostic::{Lang, Severity};
use gallra_rules::names::{
    ActivityName, AnchorName, CustomerKey, DatasetName, DutyName, MeasureName, RecipientName, SystemName,
};
use gallra_rules::period::Period;
use gallra_rules::policy::{
    Activity, Again, Anchor, AnchorSource, AutomatedDecisions, Basis, ColumnFormat, Concerns, Contact,
    Dataset, Disposal, Duty, Field, Guard, Keep, Limit, Localised, Location, Measure, Missing, MonthDay,
    Notice, Organisation, Origin, PerCustomer, Policy, Recipient, RecipientRole, Requests, Role, Round,
    Source, System, SystemKind, Unreached,
};
use gallra_rules::predicate::{Replacement, Scalar, TableRef};
use gallra_rules::residue::{Residue, ResidueWork};
use gallra_rules::syntax::print;
use gallra_rules::{Options, Outcome, check, scaffold};
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn outcome_of(text: &str) -> Outcome {
    let outcome = check([("a.yaml", text)], &Options { today: Some(date(2026, 11, 22)) });
    // Whatever is found can be shown in every form.
    for lang in Lang::ALL {
        let _ = outcome.render(lang, true);
        let _ = (outcome.to_json(lang), outcome.to_sarif(lang, "policy"));
    }
    assert_eq!(outcome.policy.is_some(), outcome.count(Severity::Error) == 0);
    outcome
}

fn name() -> impl Strategy<Value = String> {
    "[a-zåäö][a-zåäö0-9_-]{0,12}"
}

/// Any text that a company might write, with what YAML finds hard in it.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-zÅÄÖåäö0-9 :#{}\\[\\],&*!|>'\"%@`~?.-]{0,20}[A-Za-zÅÄÖåäö0-9]",
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("token".to_owned()),
        Just("a\nb\tc".to_owned()),
        Just("日本語 🔑 \u{2028}x".to_owned()),
    ]
    .prop_map(|text| text.trim().to_owned())
}

fn day() -> impl Strategy<Value = Date> {
    (1971_i16..2100, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

fn scalar() -> impl Strategy<Value = Scalar> {
    prop_oneof![
        any::<bool>().prop_map(Scalar::Bool),
        any::<i64>().prop_map(Scalar::Integer),
        words().prop_map(Scalar::Text)
    ]
}

fn localised() -> impl Strategy<Value = Localised> {
    prop_oneof![
        words().prop_map(|text| Localised(BTreeMap::from([(String::new(), text)]))),
        (words(), words())
            .prop_map(|(sv, en)| Localised(BTreeMap::from([("sv".to_owned(), sv), ("en".to_owned(), en)]))),
    ]
}

fn basis() -> impl Strategy<Value = Basis> {
    prop_oneof![
        Just(Basis::Contract),
        Just(Basis::VitalInterests),
        localised().prop_map(|source| Basis::LegalObligation { source: Source(source) }),
        localised().prop_map(|source| Basis::PublicTask { source: Source(source) }),
        words().prop_map(|source| Basis::Consent { source: Some(source) }),
        (localised(), day()).prop_map(|(interest, day)| Basis::LegitimateInterest {
            interest: Some(interest),
            // Nobody has weighed anything on a day that is yet to come.
            balancing_test: Some(day.min(date(2026, 11, 22)))
        }),
    ]
}

fn round() -> impl Strategy<Value = Round> {
    prop_oneof![
        Just(Round::None),
        Just(Round::FinancialYear),
        Just(Round::CalendarYear),
        Just(Round::CalendarMonth)
    ]
}

/// Floors and caps far enough apart that a daily run always falls between them.
fn keep(anchor: &str) -> impl Strategy<Value = Keep> + use<> {
    let anchor = AnchorName::new(anchor);
    (
        0_u32..12,
        round(),
        proptest::option::of((60_u32..200, round())),
        prop::collection::btree_map(words(), 370_u32..900, 0..3),
    )
        .prop_map(move |(floor, floor_round, cap, settings)| Keep {
            at_least: Some(Limit {
                period: Period::months(floor),
                round: floor_round,
                anchor: anchor.clone(),
            }),
            at_most: cap.map(|(months, round)| Limit {
                period: Period::months(months),
                round,
                anchor: anchor.clone(),
            }),
            per_customer: cap.filter(|_| floor_round == Round::None && !settings.is_empty()).map(|_| {
                PerCustomer {
                    column: "tenant".to_owned(),
                    own: None,
                    settings: settings
                        .into_iter()
                        .map(|(key, days)| (CustomerKey::new(key), Period::days(days)))
                        .collect(),
                }
            }),
        })
}

fn replacement() -> impl Strategy<Value = Replacement> {
    prop_oneof![
        Just(Replacement::Null),
        Just(Replacement::Token),
        Just(Replacement::Year),
        Just(Replacement::Network),
        scalar().prop_map(Replacement::Constant),
    ]
}

fn disposal() -> impl Strategy<Value = Disposal> {
    prop_oneof![
        Just(Disposal::Delete),
        prop::collection::btree_map(words(), replacement(), 1..4).prop_map(Disposal::Anonymise),
        (localised(), words()).prop_map(|(what, by)| Disposal::Task { what, by }),
    ]
}

fn anchor() -> BoxedStrategy<Anchor> {
    let format = prop_oneof![
        Just(None),
        Just(Some(ColumnFormat::Iso)),
        Just(Some(ColumnFormat::EpochSeconds)),
        Just(Some(ColumnFormat::EpochMillis)),
        Just(Some(ColumnFormat::Text("%d/%m/%Y %H:%M".to_owned()))),
    ];
    let zone = prop_oneof![Just(None), Just(Some("Europe/Helsinki".to_owned()))];
    let missing = prop_oneof![Just(Missing::Unknown), Just(Missing::Ongoing)];
    let means = proptest::option::of(localised());
    (words(), format, zone, missing, day(), means)
        .prop_map(|(column, format, time_zone, missing, since, means)| Anchor {
            source: AnchorSource::Column { column, format, time_zone },
            missing,
            since,
            means,
        })
        .boxed()
}

fn dataset() -> BoxedStrategy<Dataset> {
    let filter = prop::collection::btree_map(
        words(),
        prop::collection::vec(proptest::option::of(scalar()), 1..3),
        0..3,
    );
    let fields = prop::collection::btree_map(
        words(),
        (prop::sample::select(gallra_rules::category::all().map(|it| it.name).collect::<Vec<_>>()), words())
            .prop_map(|(category, reason)| Field { category: category.to_owned(), reason: Some(reason) }),
        0..4,
    );
    (
        words(),
        proptest::option::of(words()),
        prop::collection::btree_set(words(), 0..3),
        filter,
        fields,
        anchor(),
        proptest::option::of(localised()),
    )
        .prop_map(|(name, schema, key, filter, fields, anchor, called)| Dataset {
            system: SystemName::new("billing"),
            table: Some(TableRef { schema, name }),
            part: None,
            register: None,
            key: key.into_iter().collect(),
            filter,
            subject: BTreeMap::from([("email".to_owned(), "e-post".to_owned())]),
            groups: Vec::new(),
            called,
            fields,
            not_personal: BTreeMap::from([("ref_no".to_owned(), "våra egna nummer".to_owned())]),
            belongs_to: BTreeMap::new(),
            links: BTreeMap::new(),
            no_subject: None,
            anchors: BTreeMap::from([(AnchorName::new("ended"), anchor)]),
        })
        .boxed()
}

fn notice() -> impl Strategy<Value = Notice> {
    let source = prop_oneof![Just(Origin::Person), localised().prop_map(Origin::Elsewhere)];
    let decisions =
        prop_oneof![Just(AutomatedDecisions::None), localised().prop_map(AutomatedDecisions::Described)];
    let joint = proptest::option::of(localised());
    (proptest::option::of(source), proptest::option::of(decisions), joint).prop_map(
        |(source, automated_decisions, joint_controllers)| Notice {
            source,
            automated_decisions,
            joint_controllers,
        },
    )
}

fn activity(data: Vec<DatasetName>) -> BoxedStrategy<Activity> {
    let every = prop_oneof![Just(Period::DAY), Just(Period::Hours(12))];
    (
        localised(),
        prop::collection::vec(basis(), 1..3),
        keep("ended"),
        proptest::option::of(day()),
        disposal(),
        every,
        notice(),
    )
        .prop_map(move |(purpose, mut bases, keep, review, then, every, notice)| Activity {
            role: Role::Controller,
            purpose,
            basis: Some(bases.remove(0)),
            other_bases: bases,
            special_basis: Some("9(2)(a)".to_owned()),
            data: data.clone(),
            keep,
            review,
            then,
            every,
            recipients: vec![RecipientName::new("cloud")],
            measures: vec![MeasureName::new("access")],
            notice,
        })
        .boxed()
}

/// One of each kind.
fn duties() -> BTreeMap<DutyName, Duty> {
    let every = Again::Every(Period::months(6));
    let each = [
        ("åtagande1", every, Concerns::Organisation),
        ("åtagande2", Again::Certificate, Concerns::Organisation),
        ("åtagande3", every, Concerns::Roles(vec!["stöd".to_owned(), "drift".to_owned()])),
        ("åtagande4", every, Concerns::System(SystemName::new("billing"))),
    ];
    let duty = |again, concerns| Duty {
        what: Localised(BTreeMap::from([(String::new(), "en: sak".to_owned())])),
        by: "kontor".to_owned(),
        again,
        concerns,
    };
    each.into_iter().map(|(name, again, concerns)| (DutyName::new(name), duty(again, concerns))).collect()
}

/// With everything that may be said.
fn cloud(name: &str) -> Recipient {
    Recipient {
        name: name.to_owned(),
        role: RecipientRole::SubProcessor,
        country: "NO".to_owned(),
        transfer: None,
        agreement: Some("DPA: 1".to_owned()),
        purpose: Some(Localised(BTreeMap::from([("sv".to_owned(), "drift".to_owned())]))),
        contact: Some(Contact {
            name: None,
            address: Some("Gatan 1, \"A\"".to_owned()),
            email: Some("a@b.example".to_owned()),
            phone: Some("0980123000".to_owned()),
        }),
        from: Some(date(2027, 2, 1)),
    }
}

fn policy() -> impl Strategy<Value = Policy> {
    let datasets = prop::collection::btree_map(name().prop_map(DatasetName::new), dataset(), 1..4);
    let system = System {
        kind: SystemKind::Postgres,
        url: Some(Location::Env("BILLING_URL".to_owned())),
        path: None,
        format: None,
        country: Some("NO".to_owned()),
        transfer: None,
        operated_by: None,
        time_zone: None,
        place: None,
        responsible: None,
        ca: None,
        hosts: vec!["mail.example.com".to_owned(), "ftp://files.example.com:2121".to_owned()],
        region: None,
        residue: Residue { what: ResidueWork::Clear, window: "22:30-04:00".parse().ok() },
        not_personal: Some(gallra_rules::policy::NotPersonal {
            tables: vec!["country".to_owned()],
            parts: Vec::new(),
            reason: "only countries".to_owned(),
        }),
    };
    (datasets, words(), localised(), 1_u8..=100, 1_u32..1000, 1_i8..=12, 1_i8..=28).prop_flat_map(
        move |(datasets, company, access, share_percent, times_last_run, month, day)| {
            let activity = activity(datasets.keys().cloned().collect());
            let system = system.clone();
            (name(), activity).prop_map(move |(name, activity)| Policy {
                organisation: Organisation {
                    name: company.clone(),
                    number: None,
                    country: "NO".to_owned(),
                    time_zone: "Europe/Oslo".to_owned(),
                    financial_year_ends: MonthDay { month, day },
                    contact: None,
                    dpo: None,
                    representative: None,
                    authority: None,
                    objection_window: Some(Period::days(30)),
                },
                subjects: BTreeMap::new(),
                recipients: BTreeMap::from([(RecipientName::new("cloud"), cloud(&company))]),
                measures: BTreeMap::from([(
                    MeasureName::new("access"),
                    Measure { description: access.clone() },
                )]),
                systems: BTreeMap::from([(SystemName::new("billing"), system.clone())]),
                datasets: datasets.clone(),
                activities: BTreeMap::from([(ActivityName::new(name), activity)]),
                duties: duties(),
                guard: Guard { share_percent, times_last_run },
                requests: Requests { unreached: Some(Unreached::Warn) },
            })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn printed_and_read_back(policy in policy()) {
        let text = print(&policy);
        let outcome = outcome_of(&text);
        let read = outcome.policy.as_ref().map(|set| (**set).clone());
        prop_assert_eq!(read, Some(policy), "{}\n{}", outcome.render(Lang::En, false), text);
    }

    #[test]
    fn any_text(text in any::<String>()) {
        outcome_of(&text);
    }

    #[test]
    fn any_text_of_yaml_like_letters(text in "[a-c:\\[\\]{}&*!|>'\"%@`~?#, \\n\\t-]{0,80}") {
        outcome_of(&text);
        outcome_of(&format!("organisation: {{name: x}}\nactivities:\n  a:\n    {text}"));
    }

    #[test]
    fn mutated_examples(
        kind in prop::sample::select(scaffold::KINDS.iter().map(|(kind, _, _)| *kind).collect::<Vec<_>>()),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<char>()), 1..6),
    ) {
        let whole: String = scaffold::files(kind).iter().map(|(_, text)| text.replace("gallra: 1", "")).collect();
        let mut letters: Vec<char> = whole.chars().collect();
        for (at, how, letter) in cuts {
            let at = at.index(letters.len());
            match how.index(4) {
                0 => { letters.remove(at); }
                1 => letters.insert(at, letter),
                2 => letters.insert(at, *how.get(&['{', '[', ':', '\n', ' ', '&', '*', '"', '-', '0'])),
                _ => { let other = how.index(letters.len()); letters.swap(at, other); }
            }
        }
        outcome_of(&letters.into_iter().collect::<String>());
    }
}

#[test]
fn every_example_printed_and_read_back() {
    for (kind, _, _) in scaffold::KINDS {
        let outcome = check(scaffold::files(kind).iter().copied(), &Options::default());
        let policy = outcome.policy.expect("examples compile");
        let again = outcome_of(&print(&policy)).policy.expect("what is printed compiles");
        assert_eq!((*again).clone(), (*policy).clone(), "{kind}");
        assert_eq!(again.hash(), policy.hash());
    }
}

#[test]
fn one_policy_however_it_is_divided() {
    let mut hashes = Vec::new();
    let files = scaffold::files("hosting-company");
    hashes.push(check(files.iter().copied(), &Options::default()).policy.map(|policy| policy.hash().clone()));
    hashes.push(
        check(files.iter().rev().copied(), &Options::default()).policy.map(|policy| policy.hash().clone()),
    );
    let commented = files.iter().map(|(path, text)| (*path, format!("# a word\n{text}\n# another\n")));
    hashes.push(check(commented, &Options::default()).policy.map(|policy| policy.hash().clone()));
    let whole: String = files.iter().map(|(_, text)| *text).collect();
    hashes.push(check([("all.yaml", whole)], &Options::default()).policy.map(|policy| policy.hash().clone()));
    assert!(hashes[0].is_some());
    assert!(hashes.windows(2).all(|pair| pair[0] == pair[1]), "{hashes:?}");
}
