use std::collections::BTreeSet;

use super::*;
use gallra_store::StoreError;
use gallra_store::register::{
    Change, EntryChange, Mark, Names, Of, Refusal, Topic, Wanted, WantedAgreements,
};

/// Every public call of the register, as its source has them.
fn calls() -> BTreeSet<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/register");
    let mut calls = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let names =
            text.split("    pub async fn ").skip(1).map(|rest| rest.split(['(', '<']).next().unwrap());
        calls.extend(names.map(str::to_owned));
    }
    for of_the_store in
        ["register", "register_keys", "has_register", "decide", "request_scope", "request_scopes"]
    {
        calls.remove(of_the_store);
    }
    calls
}

fn refused<T: std::fmt::Debug>(outcome: &Result<T, StoreError>) {
    let unknown = matches!(
        outcome,
        Err(StoreError::Register(
            Refusal::NoSuchParty(_)
                | Refusal::NoSuchEntry(_)
                | Refusal::NoSuchAgreement(_)
                | Refusal::Supersedes(_)
                | Refusal::Trail { .. }
        ))
    );
    assert!(unknown, "{outcome:?}");
}

pub(crate) async fn no_call_reaches_into_another_tenant(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let theirs = store.register(customer(2), &ring).await.unwrap();
    let party = theirs.create_party(&acting(), &new_customer(anna())).await.unwrap();
    let duplicate = theirs.create_party(&acting(), &new_customer(named("A"))).await.unwrap();
    let contact = theirs.create_party(&acting(), &new_contact(party, named("B"))).await.unwrap();
    let entry = theirs.create_entry(&acting(), &note(contact, "Ringde")).await.unwrap();
    let secret = theirs.create_entry(&acting(), &credential(party)).await.unwrap();
    let accepted = agreed(&theirs, &contract(party, AgreementKind::Dpa, None), today()).await.unwrap();
    let drafted = theirs.draft(&acting(), &contract(party, AgreementKind::Service, None)).await.unwrap();
    let offered = theirs.draft(&acting(), &contract(party, AgreementKind::Publication, None)).await.unwrap();
    theirs.offer(&acting(), offered, today()).await.unwrap();
    let setting = Setting { dataset: "chats".into(), period: "20 days".parse().unwrap(), agreed: today() };
    theirs.set_period(&acting(), &setting, "30 days".parse().unwrap()).await.unwrap();
    let known = requests::asked();
    let asked = theirs.open_request(&acting(), &known, &"theirs".to_owned(), 0).await.unwrap();
    let until = Mark::Until(Some(date(2026, 11, 21)));
    theirs.mark(&acting(), &Of::Entry(entry), &until).await.unwrap();
    theirs.mark(&acting(), &Of::Party(party), &Mark::Words(Topic::Sharing, "Bo".into())).await.unwrap();
    let before = place.dump_of(2).await;
    assert!(before.iter().filter(|(_, _, values)| !values.is_empty()).count() > 40);

    for scope in [Scope::Organisation, customer(1)] {
        let ours = store.register(scope, &ring).await.unwrap();
        let (act, day) = (acting(), today());
        let mut tried = BTreeSet::new();
        let mut call = |name: &str| assert!(tried.insert(name.to_owned()));

        call("create_party");
        refused(&ours.create_party(&act, &new_contact(party, named("C"))).await);
        call("import");
        refused(&ours.import(&act, [new_contact(party, named("C"))], |_| ()).await);
        call("party");
        assert_eq!(ours.party(&act, party).await.unwrap(), None);
        call("parties");
        assert_eq!(ours.parties(&act, Wanted::default(), 10).await.unwrap(), []);
        let of = Wanted { belongs_to: Some(party), ..Wanted::default() };
        assert_eq!(ours.parties(&act, of, 10).await.unwrap(), []);
        call("find");
        for known in anna().identifiers {
            assert_eq!(ours.find(&act, &known).await.unwrap(), []);
        }
        call("find_by_key");
        assert_eq!(ours.find_by_key(&act, "customer_no", "1007").await.unwrap(), []);
        call("change_party");
        let change = Change { person: Some(named("C")), left_on: Some(day), ..Change::default() };
        refused(&ours.change_party(&act, party, &change).await);
        call("forget");
        refused(&ours.forget(&act, party).await);
        call("merge");
        refused(&ours.merge(&act, party, duplicate).await);
        call("leave");
        refused(&ours.leave(&act, contact, day, None).await);
        refused(&ours.leave(&act, contact, day, Some(party)).await);

        call("create_entry");
        refused(&ours.create_entry(&act, &note(party, "C")).await);
        call("entry");
        assert_eq!(ours.entry(&act, entry).await.unwrap(), None);
        call("entries");
        assert_eq!(ours.entries(&act, contact, None, 10).await.unwrap(), []);
        call("show_credential");
        refused(&ours.show_credential(&act, secret).await);
        call("change_entry");
        let change =
            EntryChange { due: Some(day), content: Some(note(party, "C").content), ..EntryChange::default() };
        refused(&ours.change_entry(&act, entry, &change).await);
        call("remove_entry");
        refused(&ours.remove_entry(&act, entry).await);

        call("create_marked");
        refused(&ours.create_marked(&act, &note(party, "C"), std::slice::from_ref(&until)).await);
        call("import_entries");
        refused(&ours.import_entries(&act, &[(note(party, "C"), Vec::new())]).await);
        call("entries_of");
        call("described");
        for of in [Of::Activity("support".into()), Of::Party(contact), Of::Entry(entry)] {
            assert_eq!(ours.entries_of(&act, &of, None, 10).await.unwrap(), []);
            assert_eq!(ours.described(&act, &of, None, 10).await.unwrap(), []);
        }
        call("mark");
        let code = Mark::Names(Topic::Access, Names::new(["sales"]).unwrap());
        for mark in [&until, &code, &Mark::Words(Topic::Sharing, "C".into())] {
            refused(&ours.mark(&act, &Of::Party(party), mark).await);
            refused(&ours.mark(&act, &Of::Entry(entry), mark).await);
        }
        ours.mark(&act, &Of::Activity("support".into()), &until).await.unwrap();
        call("passed_entries");
        assert_eq!(ours.passed_entries(&act, day).await.unwrap(), []);
        call("purge_these");
        assert_eq!(ours.purge_these(&act, day, &[entry].into()).await.unwrap(), 0);
        call("purge_due");
        assert_eq!(ours.purge_due(&act, day).await.unwrap(), 0);

        call("entry_kind");
        assert_eq!(ours.entry_kind(entry).await.unwrap(), None);
        call("party_kind");
        assert_eq!(ours.party_kind(party).await.unwrap(), None);
        call("trail_of");
        assert_eq!(ours.trail_of(party, 1, 100).await.unwrap(), []);
        call("trail_ends");
        let lines = ours.trail(1, 1000).await.unwrap().len() as u64;
        assert_eq!(ours.trail_ends().await.unwrap(), Some((1, lines)));
        call("draft");
        refused(&ours.draft(&act, &contract(party, AgreementKind::Dpa, None)).await);
        let own = ours.create_party(&act, &new_customer(named("C"))).await.unwrap();
        refused(&ours.draft(&act, &contract(own, AgreementKind::Dpa, Some(accepted))).await);
        refused(&ours.merge(&act, own, duplicate).await);
        call("offer");
        refused(&ours.offer(&act, drafted, day).await);
        call("withdraw");
        refused(&ours.withdraw(&act, drafted).await);
        call("accept");
        refused(&ours.accept(&act, offered, &accepting(day)).await);
        call("first_paid");
        refused(&ours.first_paid(&act, accepted, day).await);
        call("end");
        refused(&ours.end(&act, accepted, day).await);
        call("settle");
        refused(&ours.settle(&act, accepted, day).await);
        call("agreement");
        assert_eq!(ours.agreement(&act, accepted).await.unwrap(), None);
        call("agreements");
        assert_eq!(ours.agreements(&act, party).await.unwrap(), []);
        call("list_agreements");
        assert_eq!(ours.list_agreements(&act, WantedAgreements::default(), 10).await.unwrap(), []);
        call("agreement_text");
        assert_eq!(ours.agreement_text(&act, accepted).await.unwrap(), None);
        call("review");
        refused(&ours.review(&act, drafted, day).await);
        call("answer");
        refused(&ours.answer(&act, drafted, day, Answer::Price).await);
        call("remove_agreement");
        refused(&ours.remove_agreement(&act, accepted).await);

        call("open_request");
        let own_request = ours.open_request(&act, &requests::asked(), &String::new(), 0).await.unwrap();
        call("request");
        assert_eq!(ours.request::<String>(&act, asked).await.unwrap(), None);
        call("requests");
        assert_eq!(ours.requests::<String>(&act, false).await.unwrap().len(), 1, "its own");
        call("change_request");
        let content = String::new();
        let changed = requests::change(&known, &content, 1, known.state());
        let outcome = ours.change_request(&act, asked, &changed).await;
        assert!(matches!(outcome, Err(StoreError::Register(Refusal::NoSuchRequest(_)))), "{outcome:?}");

        call("set_period");
        let ceiling = "30 days".parse().unwrap();
        ours.set_period(&act, &Setting { period: "1 day".parse().unwrap(), ..setting.clone() }, ceiling)
            .await
            .unwrap();
        call("unset_period");
        assert!(ours.unset_period(&act, "chats").await.unwrap(), "its own");
        assert!(!ours.unset_period(&act, "chats").await.unwrap(), "and not theirs");
        call("settings");
        assert_eq!(ours.settings().await.unwrap(), []);
        call("trail");
        let own_trail = ours.trail(1, 1000).await.unwrap();
        let own_line = format!("SELECT id FROM request WHERE number = {}", own_request.0);
        let own_line = place.number(Side::Data, &own_line).await;
        for line in own_trail {
            let own = if line.kind == "request" { own_line } else { own.0 };
            assert!(line.record.is_none_or(|record| record == own), "{line:?}");
        }
        call("seal_trail");
        refused(&ours.seal_trail(1, 1000).await);
        call("settings_for");
        let customers = ours.settings_for("chats").await.unwrap();
        let told = if scope == Scope::Organisation { vec![(PartyId(2), setting.period)] } else { Vec::new() };
        assert_eq!(customers, told, "which is the organisation's to know only");
        call("keys_of");
        let parties = BTreeSet::from([party, duplicate, contact]);
        assert!(ours.keys_of(&act, "crm", &parties).await.unwrap().is_empty());
        call("drop_merged");
        assert_eq!(ours.drop_merged(&act).await.unwrap(), 0);
        call("is_behind");
        assert!(!ours.is_behind().await.unwrap());
        call("is_current");
        ours.is_current().await.unwrap();
        call("sweep_marks");
        assert_eq!(ours.sweep_marks().await.unwrap(), 0);
        call("rewrap");
        assert_eq!(ours.rewrap().await.unwrap(), 0);
        call("sweep_gone");
        assert_eq!(ours.sweep_gone().await.unwrap(), 0);
        call("sweep");
        assert_eq!(ours.sweep().await.unwrap().unreadable, 0);

        assert_eq!(tried, calls(), "every public call");
        assert_eq!(place.dump_of(2).await, before, "nothing of theirs is different");
    }
}

pub(crate) async fn tenants_find_nothing_of_each_other(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let mut ids = Vec::new();
    for scope in [Scope::Organisation, customer(1), customer(2)] {
        let register = store.register(scope, &ring).await.unwrap();
        ids.push(register.create_party(&acting(), &new_customer(anna())).await.unwrap());
    }
    assert_eq!(ids, [ids[0]; 3], "the same number in each, and yet");
    let tokens = "SELECT count(DISTINCT token) FROM token";
    assert_eq!(place.number(Side::Keys, tokens).await, 15, "the same person has no token in common");
    let first = store.register(customer(1), &ring).await.unwrap();
    first.forget(&acting(), ids[0]).await.unwrap();
    for scope in [Scope::Organisation, customer(2)] {
        let register = store.register(scope, &ring).await.unwrap();
        assert_eq!(register.find(&acting(), &anna().identifiers[0]).await.unwrap().len(), 1);
    }
}

/// The application's own role, the owner of the tables, in SQL that has forgotten the condition.
#[tokio::test]
async fn on_postgres_even_a_statement_without_where_sees_its_own_only() {
    let place = Place::postgres().await;
    let (store, ring) = (place.open().await, ring());
    for tenant in [1, 2] {
        let register = store.register(customer(tenant), &ring).await.unwrap();
        let party = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
        let entry = register.create_entry(&acting(), &note(party, "Ringde")).await.unwrap();
        register.mark(&acting(), &Of::Entry(entry), &Mark::Until(None)).await.unwrap();
        agreed(&register, &contract(party, AgreementKind::Dpa, None), today()).await.unwrap();
        let setting =
            Setting { dataset: "chats".into(), period: "20 days".parse().unwrap(), agreed: today() };
        register.set_period(&acting(), &setting, "30 days".parse().unwrap()).await.unwrap();
        register.open_request(&acting(), &requests::asked(), &String::new(), 0).await.unwrap();
    }
    store.backup_keys(&place.folder().with_file_name("keys"), acting().at, 7).await.unwrap();
    let database = place.database.as_ref().unwrap();
    for (schema, tables) in [
        ("public", &["access", "agreement", "entry", "mark", "numbered", "party", "request", "setting"][..]),
        ("gallra_keys", &["backup", "data_key", "index_key", "token"]),
    ] {
        let listed = database.psql(&format!(
            "SELECT count(*) FROM pg_class WHERE relnamespace = '{schema}'::regnamespace AND relforcerowsecurity"
        ));
        assert_eq!(listed, tables.len().to_string());
        for table in tables {
            let table = format!("{schema}.{table}");
            let all = database.admin_psql(&format!("SELECT count(*) FROM {table}")).parse::<i64>().unwrap();
            assert!(all >= 2);
            let as_tenant =
                |tenant: &str, sql: &str| database.psql(&format!("BEGIN; {tenant} {sql}; ROLLBACK"));
            let count = format!("SELECT count(*) FROM {table}");
            assert_eq!(as_tenant("", &count), "0", "{table}");
            assert_eq!(as_tenant("SET LOCAL gallra.tenant = '1';", &count), (all / 2).to_string(), "{table}");
            let rest = format!(
                "UPDATE {table} SET tenant = tenant; DELETE FROM {table}; SET LOCAL gallra.tenant = 'every'; {count}"
            );
            if !table.ends_with("party") {
                assert_eq!(
                    as_tenant("SET LOCAL gallra.tenant = '1';", &rest),
                    (all / 2).to_string(),
                    "{table}"
                );
            }
            let stolen =
                format!("BEGIN; SET LOCAL gallra.tenant = '1'; UPDATE {table} SET tenant = 2; COMMIT");
            assert!(database.try_psql(&stolen).unwrap_err().contains("row-level security"), "{table}");
        }
    }
}

/// One file puts statements together; the others cannot leave the tenant out, because they have no way to the database.
#[test]
fn only_the_scope_and_the_key_store_reach_the_database() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/register");
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let reaches = ["sqlx", "AssertSqlSafe", ".pool", "begin("].iter().any(|way| text.contains(way));
        let name = path.file_name().unwrap().to_str().unwrap();
        let may = matches!(name, "scope.rs" | "keys.rs" | "key_store.rs" | "mod.rs");
        assert!(!reaches || may, "{name}");
    }
}
