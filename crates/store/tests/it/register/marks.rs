//! What is said of records: which of the levels counts, how many rows it takes, and when a record is due.

use super::*;
use gallra_store::StoreError;
use gallra_store::register::{Action, Entry, EntryId, Leaving, Mark, Names, Of, Refusal, Said, Topic};
use gallra_testkit::sqlite_cli;

fn names(topic: Topic, all: &[&str]) -> Mark {
    Mark::Names(topic, Names::new(all.iter().copied()).unwrap())
}

fn words(topic: Topic, text: &str) -> Mark {
    Mark::Words(topic, text.into())
}

fn for_activity() -> Of {
    Of::Activity("support".into())
}

async fn entry(register: &Register<'_>, id: EntryId) -> Entry {
    register.entry(&acting(), id).await.unwrap().unwrap()
}

/// What is said of an entry about a topic, as one text.
async fn said(register: &Register<'_>, id: EntryId, topic: Topic) -> String {
    match entry(register, id).await.marks.on(topic) {
        Said::Nothing => "-".into(),
        Said::Names(names) => names.iter().collect::<Vec<_>>().join(" "),
        Said::Words(Held::Open(words)) => words.expose().clone(),
        Said::Words(other) => panic!("{other:?}"),
    }
}

async fn party(register: &Register<'_>) -> PartyId {
    register.create_party(&acting(), &new_customer(anna())).await.unwrap()
}

pub(crate) async fn the_latest_of_the_three_levels_counts(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let (act, topic) = (acting(), Topic::Objections);
    let (anna, bo) = (party(&register).await, party(&register).await);
    let own = [names(topic, &["own"]), names(Topic::Access, &["sales", "support"])];
    let first = register.create_marked(&act, &note(anna, "1"), &own).await.unwrap();
    let second = register.create_entry(&act, &note(anna, "2")).await.unwrap();
    let of_bo = register.create_entry(&act, &note(bo, "3")).await.unwrap();
    let elsewhere = NewEntry { activity: "sales".into(), ..note(bo, "4") };
    let elsewhere = register.create_entry(&act, &elsewhere).await.unwrap();
    let all = async |expected: [&str; 4]| {
        for (id, expected) in [first, second, of_bo, elsewhere].into_iter().zip(expected) {
            assert_eq!(said(&register, id, topic).await, expected, "{id:?}");
        }
    };
    all(["own", "-", "-", "-"]).await;
    assert_eq!(said(&register, first, Topic::Access).await, "sales support");
    register.mark(&act, &for_activity(), &names(topic, &["activity"])).await.unwrap();
    all(["activity", "activity", "activity", "-"]).await;
    register.mark(&act, &Of::Party(anna), &words(topic, "Inga mejl före åtta")).await.unwrap();
    all(["Inga mejl före åtta", "Inga mejl före åtta", "activity", "-"]).await;
    register.mark(&act, &Of::Entry(second), &names(topic, &[])).await.unwrap();
    all(["Inga mejl före åtta", "", "activity", "-"]).await;
    register.mark(&act, &for_activity(), &names(topic, &["again"])).await.unwrap();
    all(["again", "again", "again", "-"]).await;
    register.mark(&act, &Of::Entry(first), &words(topic, "Ring hellre")).await.unwrap();
    all(["Ring hellre", "again", "again", "-"]).await;
    assert_eq!(
        said(&register, first, Topic::Access).await,
        "sales support",
        "of another topic nothing was said"
    );

    // One that comes later has what was said of its activity, or what it says itself.
    let silent = register.create_entry(&act, &note(bo, "5")).await.unwrap();
    let speaks = register.create_marked(&act, &note(bo, "6"), &[words(topic, "Själv")]).await.unwrap();
    assert_eq!(said(&register, silent, topic).await, "again");
    assert_eq!(said(&register, speaks, topic).await, "Själv");

    // A page says the same as each of its entries.
    for of in [for_activity(), Of::Party(anna), Of::Party(bo)] {
        let page = register.entries_of(&act, &of, None, 100).await.unwrap();
        let described = register.described(&act, &of, None, 100).await.unwrap();
        assert!(page.len() >= 2);
        assert_eq!(page.len(), described.len());
        for (found, described) in page.into_iter().zip(described) {
            assert_eq!((found.id, &found.marks), (described.id, &described.marks));
            assert_eq!(found, entry(&register, found.id).await);
        }
    }
    let refused = register.mark(&act, &for_activity(), &words(topic, "Anna Exempel")).await;
    assert!(matches!(refused, Err(StoreError::Register(Refusal::Form { .. }))), "{refused:?}");
    assert!(Names::new(["Anna Exempel"]).is_err());
}

pub(crate) async fn what_is_said_of_thousands_is_one_row(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let (act, anna) = (acting(), party(&register).await);
    for number in 0..30 {
        register.create_entry(&act, &note(anna, &number.to_string())).await.unwrap();
    }
    let entries = || async {
        place.told(Side::Data, "SELECT coalesce(until, '') || coalesce(marks, '') FROM entry").await
    };
    let before = entries().await;
    let until = Mark::Until(Some(date(2027, 1, 1)));
    for _ in 0..3 {
        register.mark(&act, &for_activity(), &until).await.unwrap();
        register.mark(&act, &Of::Party(anna), &names(Topic::Objections, &["profiling"])).await.unwrap();
    }
    assert_eq!(place.number(Side::Data, "SELECT count(*) FROM mark").await, 2, "one for each");
    assert_eq!(entries().await, before, "and no entry was touched");
    let described = register.described(&act, &for_activity(), None, 7).await.unwrap();
    assert_eq!(described.len(), 7);
    let rest = register.described(&act, &for_activity(), Some(described[6].id), 100).await.unwrap();
    assert_eq!(rest.len(), 23, "all of them, in pages");
    for found in described.iter().chain(&rest) {
        assert_eq!(found.marks.until, Some(date(2027, 1, 1)));
        assert_eq!(found.marks.on(Topic::Objections), &Said::Names(Names::new(["profiling"]).unwrap()));
    }
    let told = register.trail(1, 1000).await.unwrap();
    let marks = told.iter().filter(|line| line.action == Action::Mark);
    let marks: Vec<_> = marks.map(|line| (line.kind.as_str(), line.record)).collect();
    assert_eq!(marks, [("activity", None), ("party", Some(anna.0))].repeat(3));
    assert!(told.iter().zip(1..).all(|(line, id)| line.id == id), "without a gap");
}

pub(crate) async fn what_has_passed_its_last_day_is_not_handed_out_and_goes(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let (act, anna) = (acting(), party(&register).await);
    let day = |day: i8| Mark::Until(Some(date(2026, 11, day)));
    let mut ids = Vec::new();
    for (content, last) in [(note(anna, "21"), 21), (note(anna, "22"), 22), (credential(anna), 21)] {
        ids.push(register.create_marked(&act, &content, &[day(last)]).await.unwrap());
    }
    let unsaid = register.create_entry(&act, &note(anna, "none")).await.unwrap();
    let seen = async || -> Vec<EntryId> {
        let page = register.entries(&act, anna, None, 2).await.unwrap();
        let listed: Vec<_> = page.iter().map(|entry| entry.id).collect();
        let described = register.described(&act, &for_activity(), None, 100).await.unwrap();
        assert_eq!(described.iter().map(|entry| entry.id).collect::<Vec<_>>(), listed);
        for id in [&ids[..], &[unsaid]].concat() {
            assert_eq!(register.entry(&act, id).await.unwrap().is_some(), listed.contains(&id));
        }
        listed
    };
    assert_eq!(seen().await, [ids[1], unsaid], "a page is full though some are passed over");
    let refused = register.show_credential(&act, ids[2]).await;
    assert!(matches!(refused, Err(StoreError::Register(Refusal::NoSuchEntry(_)))));
    assert_eq!(
        place.number(Side::Data, "SELECT count(*) FROM entry").await,
        4,
        "it is there until it is purged"
    );

    // The activity's word is the later: it lets those live, and then not.
    register.mark(&act, &for_activity(), &day(30)).await.unwrap();
    assert_eq!(register.entries(&act, anna, None, 9).await.unwrap().len(), 4);
    register.mark(&act, &Of::Entry(ids[0]), &day(20)).await.unwrap();
    register.mark(&act, &Of::Entry(ids[0]), &words(Topic::Sharing, "Bo")).await.unwrap();
    assert_eq!(register.purge_due(&act, today()).await.unwrap(), 1);
    assert_eq!(register.purge_due(&act, today()).await.unwrap(), 0);
    assert_eq!(place.number(Side::Data, "SELECT count(*) FROM mark").await, 1, "its marks went along");
    register.mark(&act, &for_activity(), &day(1)).await.unwrap();
    register.mark(&act, &Of::Party(anna), &Mark::Until(None)).await.unwrap();
    assert_eq!(register.entries(&act, anna, None, 9).await.unwrap().len(), 3, "no last day, said later");
    register.mark(&act, &for_activity(), &day(1)).await.unwrap();
    assert_eq!(register.entries(&act, anna, None, 9).await.unwrap(), []);
    assert_eq!(register.purge_due(&act, today()).await.unwrap(), 3);
    assert_eq!(place.number(Side::Data, "SELECT count(*) FROM entry").await, 0);
    let purges = register.trail(1, 1000).await.unwrap();
    let purges: Vec<_> =
        purges.iter().filter(|line| line.action == Action::Remove).map(|line| line.rows).collect();
    assert_eq!(purges, [1, 3], "a line for a batch");
}

pub(crate) async fn thousands_are_purged_in_batches(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let (act, anna) = (acting(), party(&register).await);
    let kept =
        register.create_entry(&act, &NewEntry { activity: "sales".into(), ..note(anna, "") }).await.unwrap();
    let many = "INSERT INTO entry (tenant, id, party, kind, at, activity, source, sealed)
        SELECT e.tenant, 1000 + n.a * 50 + m.a, e.party, e.kind, e.at, 'support', e.source, e.sealed
        FROM entry e, (WITH RECURSIVE n (a) AS (SELECT 0 UNION ALL SELECT a + 1 FROM n WHERE a < 49) SELECT a FROM n) n,
        (WITH RECURSIVE m (a) AS (SELECT 0 UNION ALL SELECT a + 1 FROM m WHERE a < 49) SELECT a FROM m) m";
    place.told(Side::Data, many).await;
    register.mark(&act, &for_activity(), &Mark::Until(Some(date(2026, 1, 1)))).await.unwrap();
    assert_eq!(register.purge_due(&act, today()).await.unwrap(), 2500);
    assert_eq!(register.entries(&act, anna, None, 9).await.unwrap()[0].id, kept);
    let trail = register.trail(1, 1000).await.unwrap();
    let batches: Vec<_> =
        trail.iter().filter(|line| line.action == Action::Remove).map(|line| line.rows).collect();
    assert_eq!(batches.iter().sum::<u64>(), 2500);
    assert!(batches.len() > 1 && batches.iter().all(|rows| *rows <= 1000), "{batches:?}");
}

pub(crate) async fn entries_come_in_by_the_hundred_with_what_is_said_of_each(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let (act, anna, bo) = (acting(), party(&register).await, party(&register).await);
    let of = |number: usize| if number.is_multiple_of(2) { anna } else { bo };
    let new: Vec<_> = (0..250)
        .map(|number| {
            (note(of(number), &number.to_string()), vec![words(Topic::Sharing, &format!("till {number}"))])
        })
        .collect();
    let ids = register.import_entries(&act, &new).await.unwrap();
    let page = register.entries_of(&act, &for_activity(), None, 1000).await.unwrap();
    assert_eq!(page.iter().map(|entry| entry.id).collect::<Vec<_>>(), ids);
    for (number, entry) in page.into_iter().enumerate() {
        assert_eq!(entry.party, of(number));
        assert_eq!(entry.content.open().unwrap().expose(), &Content::Note { text: number.to_string() });
        let Said::Words(Held::Open(said)) = entry.marks.on(Topic::Sharing) else { panic!("words") };
        assert_eq!(*said.expose(), format!("till {number}"));
    }
    let with_a_stranger = [new[0].clone(), (note(PartyId(99), ""), Vec::new())];
    let refused = register.import_entries(&act, &with_a_stranger).await;
    assert!(matches!(refused, Err(StoreError::Register(Refusal::NoSuchParty(PartyId(99))))), "{refused:?}");
    assert_eq!(place.number(Side::Data, "SELECT count(*) FROM entry").await, 250, "all or none");
}

pub(crate) async fn who_is_forgotten_takes_what_was_said_along(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let (act, anna, bo) = (acting(), party(&register).await, party(&register).await);
    let mut entries = Vec::new();
    for id in [anna, bo] {
        entries.push(register.create_entry(&act, &note(id, "")).await.unwrap());
        register.mark(&act, &Of::Party(id), &words(Topic::Objections, "Inga mejl")).await.unwrap();
        register
            .mark(&act, &Of::Entry(*entries.last().unwrap()), &names(Topic::Access, &["sales"]))
            .await
            .unwrap();
    }
    register.forget(&act, anna).await.unwrap();
    assert_eq!(place.number(Side::Data, "SELECT count(*) FROM mark").await, 2, "Bo's");
    assert_eq!(said(&register, entries[1], Topic::Objections).await, "Inga mejl");
    register.remove_entry(&act, entries[1]).await.unwrap();
    assert_eq!(place.number(Side::Data, "SELECT count(*) FROM mark").await, 1, "the one of Bo himself");

    // Rows that a retention rule deleted leave marks behind, which the next sweep clears.
    place.told(Side::Data, &format!("DELETE FROM party WHERE id = {}", bo.0)).await;
    assert_eq!(register.sweep().await.unwrap().marks, 1);
    assert_eq!(place.number(Side::Data, "SELECT count(*) FROM mark").await, 0);
    for refused in [
        register.mark(&act, &Of::Party(anna), &names(Topic::Access, &[])).await,
        register.mark(&act, &Of::Party(anna), &words(Topic::Access, "")).await,
        register.mark(&act, &Of::Entry(entries[0]), &names(Topic::Access, &[])).await,
        register.mark(&act, &Of::Entry(entries[0]), &words(Topic::Access, "")).await,
    ] {
        let gone = Refusal::NoSuchParty(anna);
        let told = matches!(&refused, Err(StoreError::Register(r)) if *r == gone || *r == Refusal::NoSuchEntry(entries[0].0));
        assert!(told, "{refused:?}");
    }
}

pub(crate) async fn what_was_said_of_a_duplicate_or_of_one_who_left_stays_with_the_records(place: &Place) {
    let (store, ring) = (place.open().await, ring());
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let (act, keep, twin) = (acting(), party(&register).await, party(&register).await);
    let moved = register.create_entry(&act, &note(twin, "")).await.unwrap();
    let kept = register.create_entry(&act, &note(keep, "")).await.unwrap();
    register.mark(&act, &Of::Party(keep), &words(Topic::Objections, "Först")).await.unwrap();
    register.mark(&act, &Of::Party(twin), &words(Topic::Objections, "Sist")).await.unwrap();
    register.mark(&act, &Of::Party(twin), &names(Topic::Access, &["early"])).await.unwrap();
    register.mark(&act, &Of::Party(keep), &names(Topic::Access, &["late"])).await.unwrap();
    register.mark(&act, &Of::Entry(moved), &words(Topic::Sharing, "Bo Prov")).await.unwrap();
    register.merge(&act, keep, twin).await.unwrap();
    for id in [moved, kept] {
        assert_eq!(said(&register, id, Topic::Objections).await, "Sist", "they are one");
        assert_eq!(said(&register, id, Topic::Access).await, "late");
    }
    assert_eq!(said(&register, moved, Topic::Sharing).await, "Bo Prov");

    let contact = register.create_party(&act, &new_contact(keep, named("C"))).await.unwrap();
    let theirs = register.create_entry(&act, &note(contact, "")).await.unwrap();
    register.mark(&act, &Of::Party(contact), &words(Topic::Objections, "Deras")).await.unwrap();
    let left = register.leave(&act, contact, today(), Some(keep)).await.unwrap();
    assert!(matches!(left, Leaving::Gone { reassigned: 1, .. }));
    assert_eq!(said(&register, theirs, Topic::Objections).await, "Deras");
    assert_eq!(said(&register, kept, Topic::Objections).await, "Sist", "the heir's own stay as they were");
    assert_eq!(register.sweep().await.unwrap().marks, 0);
}

pub(crate) async fn many_at_once_share_commits_and_each_is_told(place: &Place) {
    let ring = std::sync::Arc::new(ring());
    let store = std::sync::Arc::new(place.open().await);
    let anna = party(&store.register(Scope::Organisation, &ring).await.unwrap()).await;
    let clients = (0..8).map(|client: usize| {
        let (store, ring) = (store.clone(), ring.clone());
        tokio::spawn(async move {
            let register = store.register(Scope::Organisation, &ring).await.unwrap();
            let act = acting();
            for round in 0..12 {
                let text = format!("{client} {round}");
                let id = register.create_entry(&act, &note(anna, &text)).await.unwrap();
                let read = register.entry(&act, id).await.unwrap().unwrap();
                assert_eq!(read.content.open().unwrap().expose(), &Content::Note { text });
                register.mark(&act, &Of::Entry(id), &names(Topic::Access, &["sales"])).await.unwrap();
                // Refusals among the others leave the others alone.
                let refused = register.remove_entry(&act, EntryId(1_000_000)).await;
                assert!(matches!(refused, Err(StoreError::Register(Refusal::NoSuchEntry(_)))));
                if round % 2 == 0 {
                    register.remove_entry(&act, id).await.unwrap();
                }
            }
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await.unwrap();
    }
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    assert_eq!(register.entries(&acting(), anna, None, 1000).await.unwrap().len(), 48);
    let trail = register.trail(1, 10_000).await.unwrap();
    assert_eq!(trail.len(), 1 + 8 * (12 * 3 + 6) + 1);
    assert!(trail.iter().zip(1..).all(|(line, id)| line.id == id), "without a gap");
    register.seal_trail(1, trail.len() as u64).await.unwrap();
}

pub(crate) async fn of_several_who_remove_one_entry_at_once_one_has_removed_it(place: &Place) {
    let ring = std::sync::Arc::new(ring());
    let store = std::sync::Arc::new(place.open().await);
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let anna = party(&register).await;
    for _ in 0..5 {
        let id = register.create_entry(&acting(), &note(anna, "")).await.unwrap();
        let remove = || {
            let (store, ring) = (store.clone(), ring.clone());
            tokio::spawn(async move {
                let register = store.register(Scope::Organisation, &ring).await.unwrap();
                register.remove_entry(&acting(), id).await
            })
        };
        let mut removed = 0;
        for one in [remove(), remove(), remove(), remove()] {
            removed += usize::from(one.await.unwrap().is_ok());
        }
        assert_eq!(removed, 1);
    }
    let told = "SELECT count(*) FROM access WHERE action = 'remove'";
    assert_eq!(place.number(Side::Data, told).await, 5);
}

/// A caller that goes away, whatever it waits for, leaves nobody else waiting.
#[tokio::test]
async fn one_that_gives_up_does_not_keep_the_others_waiting() {
    let (place, ring) = (Place::embedded(), ring());
    let store = place.open().await;
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let (act, anna) = (acting(), party(&register).await);
    for wakes in 0..20 {
        let new = note(anna, "");
        give_up(register.create_entry(&act, &new), wakes).await;
        register.create_entry(&act, &new).await.unwrap();
    }
    let entries = register.entries(&act, anna, None, 100).await.unwrap().len();
    let file = place.folder().join(gallra_store::DATABASE);
    let told = sqlite_cli(&file, "SELECT count(*) FROM access WHERE action = 'create' AND kind = 'entry'");
    assert_eq!(told.trim(), entries.to_string(), "what was done is told, and nothing else");
    assert!(entries >= 20);
}

/// Lets a future be woken so many times, and drops it.
async fn give_up<F: Future>(doing: F, mut wakes: u32) {
    let mut doing = Box::pin(doing);
    std::future::poll_fn(|context| {
        if doing.as_mut().poll(context).is_ready() || wakes == 0 {
            return std::task::Poll::Ready(());
        }
        wakes -= 1;
        std::task::Poll::Pending
    })
    .await;
}
