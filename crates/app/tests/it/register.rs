//! The register as a system of the policy (`kind: register`): its own rows go like any others, and what goes by its dates
//! elsewhere goes by the keys that it opens. On both homes of the state.

mod for_customers;
mod gone;

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;
use std::time::Duration;

use gallra_app::apply::Pace;
use gallra_app::progress::Progress;
use gallra_app::{AppError, Clock, Context, Stale, StatePlace, register::KeyPlace};
use gallra_rules::hold::HoldScope;
use gallra_rules::inventory::CountKind;
use gallra_rules::plan::Step;
use gallra_rules::predicate::Scalar;
use gallra_store::register::{
    Acceptance, Accepting, Acting, Action, AgreementId, AgreementKind, Change, Content, EntryId, Held,
    Leaving, Mark, Mode, NewAgreement, NewEntry, NewParty, Of, PartyId, PartyKind, Person, Role, Scope,
    Setting, Source, TenantId, Topic,
};
use gallra_store::{Conflict, RunId, StoreError};
use gallra_testkit::{MariaDb, PgDatabase, PgVersion, Postgres, sqlite_cli};
use gallra_vault::{Kek, Keyring};
use jiff::civil::Date;

use crate::resume::{Begun, Fuse};
use crate::support::{
    APPROVER, House, activity, approve, carry_out, journey, make_plan, noted, policy, step, told,
};

const SECRET: &str = "Beda Prövsten";

/// Where the state is.
#[derive(Clone, Copy)]
enum Home {
    File,
    Postgres,
}

const HOMES: [Home; 2] = [Home::File, Home::Postgres];

/// A house whose state is in a file or in PostgreSQL.
struct Own {
    house: House,
    database: Option<PgDatabase>,
    body: String,
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

impl Own {
    async fn new(home: Home, name: &str) -> Self {
        let house = House::new();
        let database = match home {
            Home::File => None,
            Home::Postgres => Some(Postgres::shared(PgVersion::V15).await.database(name)),
        };
        Self { house, database, body: String::new() }
    }

    async fn at(&self, now: &str) -> Context {
        let url = self.database.as_ref().map(PgDatabase::url);
        let state = self.house.state();
        let place = StatePlace { folder: &state, database: url.as_deref(), key: KeyPlace::beside(&state) };
        let clock = Clock::Fixed(now.parse().unwrap());
        Context::open(policy(&self.body), &self.house.path().join("policy"), place, clock).await.unwrap()
    }

    fn says(&self, sql: &str) -> String {
        match &self.database {
            None => self.house.state_says(sql),
            Some(database) => database
                .psql(&format!("SET gallra.tenant = 'every'; {sql}"))
                .lines()
                .last()
                .unwrap_or("")
                .to_owned(),
        }
    }

    fn keys(&self) -> String {
        match &self.database {
            None => sqlite_cli(&self.house.state().join("keys.db"), "SELECT count(*) FROM data_key"),
            Some(_) => self.says("SET search_path = gallra_keys; SELECT count(*) FROM data_key"),
        }
    }
}

fn acting(context: &Context) -> Acting {
    context.acting("Astrid", "register").unwrap()
}

async fn party(context: &Context, kind: PartyKind, of: Option<PartyId>, keys: &[(&str, &[&str])]) -> PartyId {
    let keys: BTreeMap<String, BTreeSet<String>> = keys
        .iter()
        .map(|(name, keys)| ((*name).to_owned(), keys.iter().map(|key| (*key).to_owned()).collect()))
        .collect();
    let new = NewParty {
        kind,
        role: Role::Controller,
        belongs_to: of,
        since: None,
        last_contact: None,
        person: Person { name: SECRET.to_owned(), keys, ..Person::default() },
    };
    context.register().await.unwrap().create_party(&acting(context), &new).await.unwrap()
}

async fn customer(context: &Context, keys: &[(&str, &[&str])]) -> PartyId {
    party(context, PartyKind::Customer, None, keys).await
}

/// A service agreement from 2026-01-01, ended and settled if days are given.
async fn agreement(context: &Context, of: PartyId, ended: Option<(&str, &str)>) -> AgreementId {
    let register = context.register().await.unwrap();
    let acting = acting(context);
    let new = NewAgreement {
        party: of,
        kind: AgreementKind::Service,
        mode: Mode::Standard,
        text: SECRET.as_bytes().to_vec(),
        drafted_on: day("2026-01-01"),
        supersedes: None,
    };
    let id = register.draft(&acting, &new).await.unwrap();
    register.offer(&acting, id, day("2026-01-01")).await.unwrap();
    let accepting = Accepting {
        on: day("2026-01-01"),
        starts_on: day("2026-01-01"),
        text_hash: gallra_store::register::hash_of(SECRET.as_bytes()),
        evidence: Acceptance { by: SECRET.to_owned(), address: "192.0.2.1".to_owned(), by_payment: false },
    };
    register.accept(&acting, id, &accepting).await.unwrap();
    if let Some((ended, settled)) = ended {
        register.end(&acting, id, day(ended)).await.unwrap();
        register.settle(&acting, id, day(settled)).await.unwrap();
    }
    id
}

async fn note(context: &Context, of: PartyId, at: &str) -> EntryId {
    let new = NewEntry {
        party: of,
        at: day(at),
        activity: "register".to_owned(),
        source: Source::Staff,
        due: None,
        state: None,
        content: Content::Note { text: SECRET.to_owned() },
    };
    context.register().await.unwrap().create_entry(&acting(context), &new).await.unwrap()
}

/// What a customer sets for itself.
async fn sets(own: &Own, context: &Context, of: PartyId, dataset: &str, period: &str) {
    let kek = own.house.path().join("state.kek");
    let ring = Keyring::new(Kek::open(&kek).unwrap());
    let scope = Scope::Customer(TenantId::new(of.0).unwrap());
    let register = context.store.register(scope, &ring).await.unwrap();
    let setting =
        Setting { dataset: dataset.to_owned(), period: period.parse().unwrap(), agreed: day("2026-01-01") };
    register.set_period(&acting(context), &setting, "2 years".parse().unwrap()).await.unwrap();
}

const IN_REGISTER: &str = "
  agreements: {in: register, table: service_agreements, about: [people]}
  customers: {in: register, table: customers, about: [people], anchors: {settled: {latest: agreements.settled}}}
  contacts: {in: register, table: contacts, about: [people], anchors: {settled: {from: customers.settled}}}
  notes: {in: register, table: notes, about: [people], anchors: {left: {from: contacts.left}}}
  trail: {in: register, table: trail, about: [people]}
";

fn of_register() -> String {
    activity("register", "customers", "at_most: 2 years after closed", "delete")
        + &activity("ending", "contacts", "at_most: 2 years after settled", "delete")
        + &activity("people", "contacts", "at_most: 1 month after left", "delete")
        + &activity("notes", "notes", "at_most: 2 years after made", "delete")
        + &activity("agreements", "agreements", "at_most: 2 years after settled", "delete")
        + &activity("trail", "trail", "at_most: 3 years after done", "delete")
}

#[tokio::test]
async fn rows_of_the_register_go_by_their_own_dates_and_whose_row_goes_is_forgotten() {
    for (home, name) in HOMES.into_iter().zip(["", "own_rows"]) {
        let mut own = Own::new(home, name).await;
        own.body = format!(
            "\nsystems: {{register: {{kind: register, country: SE}}}}\ndatasets:{IN_REGISTER}activities:{}",
            of_register()
        );
        let context = own.at("2026-10-01T10:00:00Z").await;
        let (over, on) = (customer(&context, &[]).await, customer(&context, &[]).await);
        let closed = customer(&context, &[]).await;
        agreement(&context, over, Some(("2026-02-01", "2026-03-01"))).await;
        agreement(&context, on, None).await;
        for party in [over, closed] {
            let change = Change { left_on: Some(day("2026-03-01")), ..Change::default() };
            context.register().await.unwrap().change_party(&acting(&context), party, &change).await.unwrap();
        }
        let left = party(&context, PartyKind::Contact, Some(on), &[]).await;
        for of in [on, over, closed] {
            party(&context, PartyKind::Contact, Some(of), &[]).await;
        }
        note(&context, on, "2026-09-30").await;
        let old = note(&context, left, "2024-09-02").await;
        let said = Mark::Words(Topic::Sharing, SECRET.to_owned());
        context.register().await.unwrap().mark(&acting(&context), &Of::Entry(old), &said).await.unwrap();
        assert_eq!(own.says("SELECT count(*) FROM mark"), "1");
        let heir = None;
        let leaving =
            context.register().await.unwrap().leave(&acting(&context), left, day("2026-09-01"), heir).await;
        assert!(matches!(leaving.unwrap(), Leaving::ToDispose { .. }), "a note hangs on it");
        assert_eq!(own.keys(), "7");
        let copy = own.house.path().join("copy.db");
        if own.database.is_none() {
            sqlite_cli(&own.house.state().join("gallra.db"), &format!("VACUUM INTO '{}'", copy.display()));
        }
        drop(context);

        // The contact has left, and its note is two years old: both go, with its key.
        let context = own.at("2026-10-01T12:00:00Z").await;
        let (plan, report) = journey(&own.house, &context).await;
        assert_eq!(told(&report, "notes").rows.erased, 1, "{:#?}", plan.notes);
        assert_eq!(own.says("SELECT count(*) FROM mark"), "0", "what was said of it goes with it");
        assert_eq!(told(&report, "contacts").rows.erased, 1);
        assert_eq!(told(&report, "customers").rows.erased, 0);
        assert_eq!(
            noted(&plan, "contacts", CountKind::Ongoing),
            3,
            "who is there, whatever the agreements say"
        );
        assert_eq!(own.keys(), "6");
        drop(context);

        // Two years after its agreement was settled, and it was closed, a customer goes with all that hangs on it. Another
        // one has a contact that nobody has told to have left.
        let context = own.at("2028-03-02T12:00:00Z").await;
        let (plan, report) = journey(&own.house, &context).await;
        let customers = &step(&plan, "customers").expected;
        assert_eq!((customers.due, customers.disposable), (2, 1));
        assert_eq!((told(&report, "customers").rows.erased, told(&report, "customers").rows.kept), (1, 1));
        assert_eq!((told(&report, "contacts").rows.erased, told(&report, "agreements").rows.erased), (1, 1));
        assert_eq!((own.says("SELECT count(*) FROM party").as_str(), own.keys().as_str()), ("4", "4"));
        drop(context);
        own.house.evidence_never_says(&[SECRET]);

        if own.database.is_none() {
            // An old copy of the data with today's keys and the key-encryption key at hand.
            let old = own.house.path().join("old");
            std::fs::create_dir(&old).unwrap();
            std::fs::copy(&copy, old.join("gallra.db")).unwrap();
            std::fs::copy(own.house.state().join("keys.db"), old.join("keys.db")).unwrap();
            let ring = Keyring::new(Kek::open(&own.house.path().join("state.kek")).unwrap());
            let store = gallra_store::Store::open(&old).await.unwrap();
            let register = store.register(Scope::Organisation, &ring).await.unwrap();
            let context = own.at("2028-03-03T12:00:00Z").await;
            let gone = register.party(&acting(&context), left).await.unwrap().unwrap();
            assert_eq!(gone.person, Held::Unreadable, "who was forgotten stays forgotten");
            let there = register.party(&acting(&context), on).await.unwrap().unwrap();
            assert!(matches!(there.person, Held::Open(_)));
        }
    }
}

fn shop(house: &House, kind: &str, url: &str) -> String {
    format!(
        "
systems:
  shop: {}
  register: {{kind: register, country: SE}}
datasets:{IN_REGISTER}
  orders: {{in: shop, table: orders, about: [people], fields: {{note: communication.content}}, anchors: {{settled: {{from: agreements.settled, by: customer_no}}}}}}
activities:{}{}",
        house.system(kind, url),
        of_register(),
        activity(
            "hosting",
            "orders",
            "at_most: 1 month after settled, per_customer: {column: customer_no, from: register, by: customer_no}",
            "delete"
        ),
    )
}

const ORDERS: &str = "
CREATE TABLE orders (id integer PRIMARY KEY, customer_no varchar(40), note varchar(40));
INSERT INTO orders VALUES (1, '1042', 'a'), (2, '1042-B', 'b'), (3, '7', 'c'), (4, 'acmekontor', 'd'), (5, 'ACMEKONTOR', 'e'),
  (6, '8', 'f'), (7, 'ghost', 'g'), (8, NULL, 'h');
";

/// Two keys for the one that was settled on 20 October; `acmekontor` set fourteen days; 8 goes on; one has no key.
async fn customers(own: &Own, context: &Context) -> PartyId {
    let over = customer(context, &[("customer_no", &["1042", "1042-B"])]).await;
    agreement(context, over, Some(("2026-10-01", "2026-10-20"))).await;
    let later = customer(context, &[("customer_no", &["7"])]).await;
    agreement(context, later, Some(("2026-10-01", "2026-10-21"))).await;
    let acmekontor = customer(context, &[("customer_no", &["acmekontor"])]).await;
    agreement(context, acmekontor, Some(("2026-10-01", "2026-11-05"))).await;
    sets(own, context, acmekontor, "orders", "14 days").await;
    let shouted = customer(context, &[("customer_no", &["ACMEKONTOR"])]).await;
    agreement(context, shouted, Some(("2026-10-01", "2026-11-05"))).await;
    let on = customer(context, &[("customer_no", &["8"])]).await;
    agreement(context, on, None).await;
    let keyless = customer(context, &[("folder", &["9"])]).await;
    agreement(context, keyless, Some(("2026-02-01", "2026-02-01"))).await;
    on
}

#[tokio::test]
async fn orders_in_postgres_go_a_month_after_settlement_in_the_register_and_not_a_day_earlier() {
    for (home, name) in HOMES.into_iter().zip(["", "anchors_state"]) {
        let database = Postgres::shared(PgVersion::V15).await.database(&format!("anchors_shop{name}"));
        database.psql(ORDERS);
        let mut own = Own::new(home, name).await;
        own.body = shop(&own.house, "postgres", &database.url());
        let context = own.at("2026-11-19T11:00:00Z").await;
        let on = customers(&own, &context).await;
        let (plan, report) = journey(&own.house, &context).await;
        assert_eq!(told(&report, "orders").rows.erased, 1, "acmekontor, which set fourteen days: {plan:#?}");
        assert_eq!(plan.keys.len(), 2);
        assert_eq!(
            plan.keys.values().map(|seen| (seen.keys, seen.without)).collect::<Vec<_>>(),
            [(6, 1), (1, 0)]
        );
        assert_eq!(noted(&plan, "orders", CountKind::NotKnown), 2, "ghost and NULL");
        let text = serde_json::to_string(&plan).unwrap();
        assert!(!text.contains("1042") && !text.contains("acmekontor"));
        drop(context);

        let context = own.at("2026-11-20T11:00:00Z").await;
        let stale = make_plan(&context).await;
        assert_eq!(stale.rows(), 2, "both keys of the one that was settled a month ago");
        let approved = approve(&context, &stale).await;
        sets(&own, &context, on, "orders", "7 days").await;
        let fault = carry_out(&context, &approved).await.unwrap_err();
        assert!(matches!(fault, AppError::Stale(Stale::Keys)), "{fault}");
        let (_, report) = journey(&own.house, &context).await;
        assert_eq!(told(&report, "orders").rows.erased, 2);
        let left = database.psql("SELECT string_agg(id::text, ',' ORDER BY id) FROM orders");
        assert_eq!(left.trim(), "3,5,6,7,8");
        own.house.evidence_never_says(&[SECRET, "1042", "ACMEKONTOR"]);
        // Each reading is in the trail, by Gallra itself, for the activity that it was for.
        let lines = context.register().await.unwrap().trail(1, 1000).await.unwrap();
        let read = lines.iter().filter(|line| line.action == Action::List && line.why.as_str() == "hosting");
        assert!(read.count() > 0);
        let audit = gallra_app::audit::run(&context, &gallra_app::progress::Silent).await.unwrap();
        let checked = |name: &str| {
            audit.promises.iter().any(|found| {
                found.promise.dataset.as_ref().is_some_and(|dataset| dataset.as_str() == name)
                    && found.counts.is_some()
            })
        };
        assert!(checked("orders") && checked("contacts") && checked("trail"));
    }
}

#[tokio::test]
async fn orders_in_mariadb_and_a_tree_of_folders_and_customers_are_told_apart_to_the_letter() {
    let server = MariaDb::shared().await;
    let database = server.database("anchors_shop");
    database.mariadb(
        &ORDERS.replace("varchar(40),", "varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci,"),
    );
    let mut own = Own::new(Home::File, "").await;
    let archive: PathBuf = own.house.path().join("archive");
    for folder in ["9", "1042", "other"] {
        std::fs::create_dir_all(archive.join(folder)).unwrap();
        std::fs::write(archive.join(folder).join("letter.txt"), "hej").unwrap();
    }
    own.body = shop(&own.house, "mysql", &database.url())
        .replace("\ndatasets:", &format!(
            "\n  archive: {{kind: files, path: \"{}\", country: SE}}\ndatasets:\n  papers: {{in: archive, part: ., about: [people], \
             fields: {{content: communication.content}}, anchors: {{settled: {{from: agreements.settled, by: folder}}}}}}",
            archive.display()
        ))
        + &activity("papers", "papers", "at_most: 1 month after settled", "delete");
    let context = own.at("2026-11-20T11:00:00Z").await;
    customers(&own, &context).await;
    let (_, report) = journey(&own.house, &context).await;
    assert_eq!(told(&report, "orders").rows.erased, 3);
    assert_eq!(
        database.mariadb("SELECT group_concat(id ORDER BY id) FROM orders").trim(),
        "3,5,6,7,8",
        "ACMEKONTOR set nothing"
    );
    assert_eq!(told(&report, "papers").rows.erased, 1);
    assert!(!archive.join("9").exists() && archive.join("1042/letter.txt").exists());
}

#[tokio::test]
async fn a_hold_on_a_customer_of_the_register_covers_what_hangs_on_it_and_its_orders() {
    let database = Postgres::shared(PgVersion::V15).await.database("anchors_held");
    database.psql(ORDERS);
    let mut own = Own::new(Home::File, "").await;
    own.body = shop(&own.house, "postgres", &database.url());
    let context = own.at("2026-11-20T11:00:00Z").await;
    customers(&own, &context).await;
    let contact = party(&context, PartyKind::Contact, Some(PartyId(1)), &[]).await;
    note(&context, contact, "2024-01-01").await;
    note(&context, PartyId(1), "2024-01-01").await;
    note(&context, PartyId(3), "2024-01-01").await;
    let wanted = gallra_app::holds::Wanted {
        dataset: "customers".into(),
        only: Some(HoldScope { column: "id".to_owned(), values: vec![Scalar::Integer(1)] }),
        reason: "tvist".to_owned(),
        until: None,
        by: APPROVER.to_owned(),
    };
    gallra_app::holds::add(&context, wanted).await.unwrap();
    let plan = make_plan(&context).await;
    let approved = approve(&context, &plan).await;
    let report = carry_out(&context, &approved).await.unwrap();
    assert_eq!((told(&report, "orders").rows.held, told(&report, "orders").rows.erased), (2, 1));
    assert_eq!((told(&report, "notes").rows.held, told(&report, "notes").rows.erased), (2, 1));
}
