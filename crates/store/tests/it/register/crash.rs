//! A process that writes, and is killed.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use super::*;
use gallra_store::register::{Said, Wanted};

const FOLDER: &str = "GALLRA_TEST_WRITER_FOLDER";
const ADDRESS: &str = "GALLRA_TEST_WRITER_ADDRESS";
const KEK: &str = "GALLRA_TEST_WRITER_KEK";
const ROUNDS: &str = "GALLRA_TEST_WRITER_ROUNDS";

/// Left alone, what the writer writes can be read. The other tests run this one again as the process that they kill.
#[tokio::test]
async fn the_writer() {
    let Ok(folder) = std::env::var(FOLDER) else {
        let (place, home) = (Place::embedded(), tempfile::tempdir().unwrap());
        let kek = home.path().join("kek");
        let ring = Keyring::new(Kek::create(&kek).unwrap());
        let mut writer = start(&place, &kek, 2);
        let told: Vec<i64> = committed(&mut writer).collect();
        assert!(writer.wait().unwrap().success());
        assert_eq!(told.len(), 2);
        return all_can_be_read(&place, &ring, &told).await;
    };
    let ring = Keyring::new(Kek::open(std::env::var(KEK).unwrap().as_ref()).unwrap());
    let store = match std::env::var(ADDRESS) {
        Ok(address) => Store::open_postgres(folder.as_ref(), &address).await.unwrap(),
        Err(_) => Store::open(folder.as_ref()).await.unwrap(),
    };
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let rounds: u32 = std::env::var(ROUNDS).unwrap().parse().unwrap();
    for _ in 0..rounds {
        let id = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
        writeln!(std::io::stdout(), "committed {}", id.0).unwrap();
        let duplicate = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
        let entry = register.create_entry(&acting(), &note(duplicate, "Ringde")).await.unwrap();
        for of in [Of::Party(duplicate), Of::Entry(entry)] {
            let said = Mark::Words(Topic::Sharing, "Bo Prov".into());
            register.mark(&acting(), &of, &said).await.unwrap();
        }
        register.merge(&acting(), id, duplicate).await.unwrap();
        let other = register.create_party(&acting(), &new_customer(anna())).await.unwrap();
        register.forget(&acting(), other).await.unwrap();
    }
}

fn start(place: &Place, kek: &std::path::Path, rounds: u32) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "register::crash::the_writer", "--nocapture"]);
    command.env(FOLDER, place.folder()).env(KEK, kek).env(ROUNDS, rounds.to_string());
    if place.database.is_some() {
        command.env(ADDRESS, place.address());
    }
    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

/// The numbers that the writer says it has committed, one by one.
fn committed(child: &mut Child) -> impl Iterator<Item = i64> + use<> {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.map_while(Result::ok).filter_map(|line| line.split("committed ").nth(1)?.parse().ok())
}

pub(super) async fn all_can_be_read(place: &Place, ring: &Keyring, told: &[i64]) {
    let store = place.open().await;
    let register = store.register(Scope::Organisation, ring).await.unwrap();
    assert_eq!(register.sweep().await.unwrap().unreadable, 0, "no key is missing");
    let parties = register.parties(&acting(), Wanted::default(), 100_000).await.unwrap();
    for party in &parties {
        if party.merged_into.is_none() {
            assert_eq!(name_of(party), "Anna Exempel");
        }
        for entry in register.entries(&acting(), party.id, None, 100).await.unwrap() {
            assert!(matches!(entry.content, Held::Open(_) | Held::Withheld), "{entry:?}");
            let said = entry.marks.on(Topic::Sharing);
            assert!(matches!(said, Said::Nothing | Said::Words(Held::Open(_))), "{said:?}");
        }
    }
    for id in told {
        let party = parties.iter().find(|party| party.id.0 == *id);
        assert_eq!(party.and_then(|party| party.merged_into), None, "{id} was committed");
        assert!(party.is_some(), "{id} was committed");
    }
    let trail = register.trail(1, 1_000_000).await.unwrap();
    assert!(trail.iter().zip(1..).all(|(line, number)| line.id == number), "no line is missing");
    let live = parties.iter().filter(|party| party.merged_into.is_none()).count();
    let keys = place.number(Side::Keys, "SELECT count(*) FROM data_key").await;
    assert_eq!(usize::try_from(keys).unwrap(), live, "a key for each, and none over");
    let tokens = place.number(Side::Keys, "SELECT count(*) FROM token").await;
    assert_eq!(usize::try_from(tokens).unwrap(), live * 5, "four identifiers and a key of another system");
}

pub(crate) async fn killed_while_writing_every_committed_party_can_be_read(place: &Place) {
    let folder = tempfile::tempdir().unwrap();
    let kek = folder.path().join("kek");
    let ring = Keyring::new(Kek::create(&kek).unwrap());
    let mut told = Vec::new();
    for round in 1..=6 {
        let mut writer = start(place, &kek, u32::MAX);
        told.extend(committed(&mut writer).take(round * 2));
        writer.kill().unwrap();
        writer.wait().unwrap();
        assert_eq!(told.len(), round * (round + 1), "the writer wrote until it was killed");
        all_can_be_read(place, &ring, &told).await;
    }
}

#[tokio::test]
async fn two_processes_write_to_one_file() {
    let place = Place::embedded();
    let folder = tempfile::tempdir().unwrap();
    let kek = folder.path().join("kek");
    let ring = Keyring::new(Kek::create(&kek).unwrap());
    let store = place.open().await;
    let register = store.register(Scope::Organisation, &ring).await.unwrap();
    let mut writer = start(&place, &kek, 10);
    let mut theirs = committed(&mut writer);
    let mut told = vec![theirs.next().unwrap()];
    for _ in 0..20 {
        told.push(register.create_party(&acting(), &new_customer(anna())).await.unwrap().0);
    }
    told.extend(theirs);
    assert!(writer.wait().unwrap().success());
    assert_eq!(told.len(), 30);
    all_can_be_read(&place, &ring, &told).await;
}

/// A kill can come at any moment, so what somebody else sees at any moment must be whole.
#[tokio::test]
async fn at_no_moment_is_there_a_row_without_its_key() {
    let place = Place::embedded();
    let folder = tempfile::tempdir().unwrap();
    let kek = folder.path().join("kek");
    drop(Kek::create(&kek).unwrap());
    let mut writer = start(&place, &kek, 40);
    let mut told = committed(&mut writer);
    assert!(told.next().is_some(), "both files are there");
    let open = async |name: &str| {
        let file = place.folder().join(name);
        sqlx::SqlitePool::connect(file.to_str().unwrap()).await.unwrap()
    };
    let (data, keys) = (open(gallra_store::DATABASE).await, open(gallra_store::register::KEYS).await);
    let live = async || -> Vec<i64> {
        let sql = "SELECT id FROM party WHERE merged_into IS NULL ORDER BY id DESC LIMIT 3";
        sqlx::query_scalar(sql).fetch_all(&data).await.unwrap()
    };
    let mut looks = 0;
    let ended = loop {
        if let Some(ended) = writer.try_wait().unwrap() {
            break ended;
        }
        let rows = live().await;
        let sql = "SELECT owner FROM data_key ORDER BY owner DESC LIMIT 20";
        let owners: Vec<i64> = sqlx::query_scalar(sql).fetch_all(&keys).await.unwrap();
        let alone: Vec<&i64> = rows.iter().filter(|id| !owners.contains(id)).collect();
        if !alone.is_empty() {
            // Forgotten between the two looks, or a row that could not be read.
            let still = live().await;
            assert!(!alone.iter().any(|id| still.contains(id)), "{alone:?}");
        }
        looks += 1;
    };
    assert!(ended.success() && told.count() == 39, "it wrote all the while");
    assert!(looks > 0, "somebody looked");
}
