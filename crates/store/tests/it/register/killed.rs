//! A process that is killed, or whose disk is full, in each way of writing to the register.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::crash::all_can_be_read;
use super::*;
use gallra_store::StoreError;
use gallra_store::register::{Change, EntryChange};

const FOLDER: &str = "GALLRA_TEST_WALKER_FOLDER";
const ADDRESS: &str = "GALLRA_TEST_WALKER_ADDRESS";
const KEKS: &str = "GALLRA_TEST_WALKER_KEKS";
const WAY: &str = "GALLRA_TEST_WALKER_WAY";

/// Every way of writing.
const WAYS: [&str; 13] = [
    "create",
    "entry",
    "marks",
    "change",
    "merge",
    "leave",
    "reassign",
    "forget",
    "agreement",
    "setting",
    "rewrap",
    "sweep",
    "import",
];

fn say(what: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "walker says {what}").unwrap();
}

/// A ring whose first key wraps.
fn ring_of(folder: &Path, names: [&str; 2]) -> Keyring {
    let kek = |name| Kek::open(&folder.join(name)).unwrap();
    Keyring::new(kek(names[0])).with_old(kek(names[1]))
}

/// Does nothing by itself. The other tests run it again as the process that they kill.
#[tokio::test]
async fn the_walker() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let keks = std::env::var(KEKS).unwrap();
    let rings = [ring_of(keks.as_ref(), ["1", "2"]), ring_of(keks.as_ref(), ["2", "1"])];
    let address = std::env::var(ADDRESS).ok();
    let store = match &address {
        Some(address) => Store::open_postgres(folder.as_ref(), address).await.unwrap(),
        None => Store::open(folder.as_ref()).await.unwrap(),
    };
    let way = std::env::var(WAY).unwrap();
    if way == "fill" {
        return until_the_disk_is_full(&store, &rings[0]).await;
    }
    let mut rounds = 0;
    loop {
        let register = store.register(Scope::Organisation, &rings[rounds % 2]).await.unwrap();
        walk(&register, &way, (folder.as_ref(), address.as_deref())).await.unwrap();
        rounds += 1;
    }
}

async fn walk(register: &Register<'_>, way: &str, state: (&Path, Option<&str>)) -> Result<(), StoreError> {
    let act = &acting();
    let begin = || say("begins");
    if way == "create" {
        begin();
    }
    let id = register.create_party(act, &new_customer(anna())).await?;
    say(&format!("committed {}", id.0));
    match way {
        "create" => {}
        "entry" => {
            begin();
            let entry = register.create_entry(act, &note(id, "Ringde")).await?;
            let change = EntryChange { content: Some(note(id, "Åter").content), ..EntryChange::default() };
            register.change_entry(act, entry, &change).await?;
            register.remove_entry(act, entry).await?;
        }
        "marks" => {
            begin();
            let words = Mark::Words(Topic::Sharing, "Bo Prov".into());
            let passed = [Mark::Until(Some(today())), words.clone()];
            let new = [(note(id, "Ringde"), passed.to_vec()), (note(id, "Skrev"), Vec::new())];
            let entries = register.import_entries(act, &new).await?;
            for of in [Of::Party(id), Of::Entry(entries[0])] {
                register.mark(act, &of, &words).await?;
            }
            register.purge_due(act, today().tomorrow().unwrap()).await?;
        }
        "change" => {
            begin();
            let change = Change { person: Some(anna()), last_contact: Some(today()), ..Change::default() };
            register.change_party(act, id, &change).await?;
        }
        "merge" => {
            let other = register.create_party(act, &new_customer(anna())).await?;
            register.create_entry(act, &credential(other)).await?;
            agreed(register, &contract(other, AgreementKind::Dpa, None), today()).await?;
            begin();
            register.merge(act, id, other).await?;
        }
        "leave" | "reassign" => {
            let contact = register.create_party(act, &new_contact(id, anna())).await?;
            if way == "reassign" {
                register.create_entry(act, &note(contact, "Ringde")).await?;
            }
            begin();
            register.leave(act, contact, today(), (way == "reassign").then_some(id)).await?;
        }
        "forget" => {
            let other = register.create_party(act, &new_customer(anna())).await?;
            let contact = register.create_party(act, &new_contact(other, anna())).await?;
            register.create_entry(act, &note(contact, "Ringde")).await?;
            begin();
            register.forget(act, other).await?;
        }
        "agreement" => {
            begin();
            let first = agreed(register, &contract(id, AgreementKind::Service, None), today()).await?;
            let next = contract(id, AgreementKind::Service, Some(first));
            let next = agreed(register, &next, today()).await?;
            register.first_paid(act, next, today()).await?;
            register.end(act, next, today()).await?;
            register.settle(act, next, today()).await?;
        }
        "setting" => {
            begin();
            let month = "1 month".parse().unwrap();
            let setting = Setting { dataset: "chats".into(), period: month, agreed: today() };
            register.set_period(act, &setting, month).await?;
            register.unset_period(act, "chats").await?;
        }
        "rewrap" => {
            begin();
            register.rewrap().await?;
        }
        "sweep" => {
            let other = register.create_party(act, &new_customer(anna())).await?;
            dispose(state, other).await;
            begin();
            register.sweep().await?;
        }
        "import" => {
            begin();
            register.import(act, (0..510).map(|_| new_customer(anna())), |_| ()).await?;
        }
        other => panic!("{other}"),
    }
    Ok(())
}

/// A row that goes without its key, as by a retention rule.
async fn dispose((folder, address): (&Path, Option<&str>), party: PartyId) {
    let sql = format!("DELETE FROM party WHERE id = {}", party.0);
    match address {
        None => {
            let file = folder.join(gallra_store::DATABASE);
            let pool = sqlx::SqlitePool::connect(file.to_str().unwrap()).await.unwrap();
            sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&pool).await.unwrap();
            pool.close().await;
        }
        Some(address) => {
            let pool = sqlx::PgPool::connect(address).await.unwrap();
            let sql = format!("SET gallra.tenant = 'every'; {sql}");
            sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&pool).await.unwrap();
            pool.close().await;
        }
    }
}

async fn until_the_disk_is_full(store: &Store, ring: &Keyring) {
    let fill = async {
        let register = store.register(Scope::Organisation, ring).await?;
        loop {
            let id = register.create_party(&acting(), &new_customer(anna())).await?;
            say(&format!("committed {}", id.0));
            register.create_entry(&acting(), &note(id, &"Ringde ".repeat(500))).await?;
        }
    };
    let full: Result<(), StoreError> = fill.await;
    say(if matches!(full, Err(StoreError::Full { .. })) { "full" } else { "failed" });
}

fn walker(place: &Place, keks: &Path, way: &str, blocks: Option<u32>) -> Child {
    let program = std::env::current_exe().unwrap();
    let arguments = ["--exact", "register::killed::the_walker", "--nocapture"];
    let mut command = match blocks {
        None => Command::new(program),
        Some(blocks) => {
            // Each file may have so many KiB; beyond them a write fails, as on a full disk.
            let mut shell = Command::new("bash");
            shell
                .args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\""), "bash"])
                .arg(program);
            shell
        }
    };
    command.args(arguments).env(FOLDER, place.folder()).env(KEKS, keks).env(WAY, way);
    if place.database.is_some() {
        command.env(ADDRESS, place.address());
    }
    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

/// What the process says, word by word.
fn said(child: &mut Child) -> impl Iterator<Item = String> + use<> {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.map_while(Result::ok).filter_map(|line| line.split("walker says ").nth(1).map(str::to_owned))
}

fn number(word: &str) -> Option<i64> {
    word.strip_prefix("committed ")?.parse().ok()
}

pub(crate) async fn killed_in_any_write_nobody_is_lost_and_nobody_left_over(place: &Place) {
    let keks = tempfile::tempdir().unwrap();
    for name in ["1", "2"] {
        drop(Kek::create(&keks.path().join(name)).unwrap());
    }
    let ring = ring_of(keks.path(), ["1", "2"]);
    let mut told = Vec::new();
    for way in WAYS {
        for kill in 0..if way == "import" { 1 } else { 2 } {
            let mut child = walker(place, keks.path(), way, None);
            let mut begun = 0;
            for word in said(&mut child) {
                told.extend(number(&word));
                begun += usize::from(word == "begins");
                if begun > kill {
                    break;
                }
            }
            assert_eq!(begun, kill + 1, "{way}: it wrote until it was killed");
            child.kill().unwrap();
            child.wait().unwrap();
        }
        // The second found what the first had left.
        all_can_be_read(place, &ring, &told).await;
    }
}

/// In a file; a full disk of PostgreSQL's is its own to tell.
#[tokio::test]
async fn on_a_full_disk_the_register_says_so_and_loses_nothing() {
    for blocks in [150, 400, 900] {
        let (place, keks) = (Place::embedded(), tempfile::tempdir().unwrap());
        for name in ["1", "2"] {
            drop(Kek::create(&keks.path().join(name)).unwrap());
        }
        // Made with room: the size that SQLite's log begins with is more than the least limit.
        place.open().await.close().await;
        let mut child = walker(&place, keks.path(), "fill", Some(blocks));
        let words: Vec<String> = said(&mut child).collect();
        child.wait().unwrap();
        assert_eq!(words.last().map(String::as_str), Some("full"), "{blocks} KiB: {words:?}");
        let told: Vec<i64> = words.iter().filter_map(|word| number(word)).collect();
        // With room again, what was committed is there, and the same work goes on.
        let ring = ring_of(keks.path(), ["1", "2"]);
        all_can_be_read(&place, &ring, &told).await;
        let store = place.open().await;
        let register = store.register(Scope::Organisation, &ring).await.unwrap();
        register.create_party(&acting(), &new_customer(anna())).await.unwrap();
    }
}

/// Several servers are pointed at one new folder, and begin in the same moment.
#[tokio::test]
async fn processes_that_open_one_new_state_at_once_share_it() {
    let (place, keks) = (Place::embedded(), tempfile::tempdir().unwrap());
    for name in ["1", "2"] {
        drop(Kek::create(&keks.path().join(name)).unwrap());
    }
    let mut children: Vec<Child> = (0..4).map(|_| walker(&place, keks.path(), "create", None)).collect();
    let mut told = Vec::new();
    for child in &mut children {
        told.extend(said(child).filter_map(|word| number(&word)).take(3));
    }
    for child in &mut children {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert_eq!(told.len(), 12, "each of them wrote");
    told.sort_unstable();
    told.dedup();
    assert_eq!(told.len(), 12, "and no number was given out twice");
    all_can_be_read(&place, &ring_of(keks.path(), ["1", "2"]), &told).await;
}
