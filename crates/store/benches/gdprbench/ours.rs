//! (b) and (c) Gallra's register, on PostgreSQL and on SQLite: a key for each user, a durable line in the trail for each
//! operation, TTL.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use gallra_store::register::{
    Acting, Actor, Content, Described, Entry, EntryChange, EntryId, Mark, Marks, Names, NewEntry, NewParty,
    Of, PartyId, PartyKind, Person, Refusal, Register, Role, Said, Scope, Source, Topic, Why,
};
use gallra_store::{Store, StoreError};
use gallra_vault::{Kek, Keyring};

use super::record::{FIELDS, Op, Record};

/// More than a purpose has in the standard run; larger ones come in pages.
const PAGE: u32 = 10_000;
/// In the order of the benchmark's fields, the first of which is the TTL.
const TOPICS: [Topic; 6] =
    [Topic::Objections, Topic::Decisions, Topic::Access, Topic::Sharing, Topic::Source, Topic::Category];

pub(crate) struct Ours {
    pub(crate) store: Store,
    pub(crate) ring: Keyring,
    users: Vec<PartyId>,
    /// The number that the register gave to a key, as a caller keeps it.
    keys: Mutex<HashMap<u64, EntryId>>,
}

pub(crate) fn acting() -> Acting {
    let why = Why::new("benchmark").unwrap();
    Acting { at: "2026-11-22T08:00:00Z".parse().unwrap(), actor: Actor([7; 32]), why }
}

fn said(field: usize, value: &str) -> Mark {
    match field {
        0 => Mark::Until(Some(value.parse().unwrap())),
        _ => Mark::Names(TOPICS[field - 1], Names::new([value]).unwrap()),
    }
}

fn new_entry(record: &Record, users: &[PartyId]) -> (NewEntry, Vec<Mark>) {
    let entry = NewEntry {
        party: users[usize::try_from(record.user).unwrap()],
        at: "2026-11-22".parse().unwrap(),
        activity: format!("pur{}", record.purpose),
        source: Source::System,
        due: None,
        state: None,
        content: Content::Note { text: record.data.clone() },
    };
    (entry, record.meta.iter().enumerate().map(|(field, value)| said(field, value)).collect())
}

fn purpose(number: u64) -> Of {
    Of::Activity(format!("pur{number}"))
}

/// 1 for what was done, 0 for what was not there.
fn done<T>(outcome: Result<T, StoreError>) -> u64 {
    match outcome {
        Ok(_) => 1,
        Err(StoreError::Register(Refusal::NoSuchEntry(_))) => 0,
        Err(error) => panic!("{error}"),
    }
}

impl Ours {
    pub(crate) async fn load(folder: &Path, address: Option<&str>, records: u64, users: u64) -> Arc<Self> {
        let ring = Keyring::new(Kek::create(&folder.join("kek")).unwrap());
        let folder = folder.join("state");
        let store = match address {
            Some(address) => Store::open_postgres(&folder, address).await.unwrap(),
            None => Store::open(&folder).await.unwrap(),
        };
        let mut ours = Self { store, ring, users: Vec::new(), keys: Mutex::default() };
        let register = ours.register().await;
        let party = |user: u64| NewParty {
            kind: PartyKind::Customer,
            role: Role::Subject,
            belongs_to: None,
            since: None,
            last_contact: None,
            person: Person { name: format!("usr{user}"), ..Person::default() },
        };
        let (mut last, mut parties) = (0, Vec::new());
        register
            .import(&acting(), (0..users).map(party), |so_far| {
                let number = i64::try_from(so_far.rows - last).unwrap();
                parties.extend((so_far.last.0 + 1 - number..=so_far.last.0).map(PartyId));
                last = so_far.rows;
            })
            .await
            .unwrap();
        let (mut next, mut keys) = (0, HashMap::new());
        while next < records {
            let chunk: Vec<u64> = (next..records.min(next + 5000)).collect();
            next += chunk.len() as u64;
            let new: Vec<_> =
                chunk.iter().map(|key| new_entry(&Record::new(*key, users), &parties)).collect();
            keys.extend(chunk.into_iter().zip(register.import_entries(&acting(), &new).await.unwrap()));
        }
        drop(register);
        (ours.users, ours.keys) = (parties, Mutex::new(keys));
        Arc::new(ours)
    }

    pub(crate) async fn register(&self) -> Register<'_> {
        self.store.register(Scope::Organisation, &self.ring).await.unwrap()
    }

    fn id(&self, key: u64) -> EntryId {
        self.keys.lock().unwrap().get(&key).copied().unwrap_or(EntryId(i64::MAX))
    }

    /// Does one, and tells how many records it reached; for a change of many it is told as 1.
    pub(crate) async fn act(&self, register: &Register<'_>, acting: &Acting, op: &Op) -> u64 {
        let user = |user: &u64| Of::Party(self.users[usize::try_from(*user).unwrap()]);
        match op {
            Op::Insert(key) => {
                let (entry, marks) = new_entry(&Record::new(*key, self.users.len() as u64), &self.users);
                let id = register.create_marked(acting, &entry, &marks).await.unwrap();
                self.keys.lock().unwrap().insert(*key, id);
                1
            }
            Op::Delete(key) => done(register.remove_entry(acting, self.id(*key)).await),
            Op::Read(key) | Op::VerifyGone(key) => {
                let found = register.entry(acting, self.id(*key)).await.unwrap();
                u64::from(found.is_some_and(|entry| entry.content.open().is_some()))
            }
            Op::Update(key, data) => {
                let content = Some(Content::Note { text: data.clone() });
                let change = EntryChange { content, ..EntryChange::default() };
                done(register.change_entry(acting, self.id(*key), &change).await)
            }
            Op::MarkPurpose(number, field, value) => {
                done(register.mark(acting, &purpose(*number), &said(*field, value)).await)
            }
            Op::MarkUser(number, field, value) => {
                done(register.mark(acting, &user(number), &said(*field, value)).await)
            }
            Op::DescribePurpose(number) => described(register, acting, &purpose(*number)).await.len() as u64,
            Op::DescribeUser(number) => described(register, acting, &user(number)).await.len() as u64,
            Op::ReadPurpose(number) => read(register, acting, &purpose(*number)).await.len() as u64,
            Op::ReadUser(number) => read(register, acting, &user(number)).await.len() as u64,
            Op::Logs => {
                assert_eq!(register.trail(1, 100).await.unwrap().len(), 100);
                0
            }
        }
    }

    pub(crate) async fn of_purpose(&self, number: u64) -> Vec<Record> {
        let keys: HashMap<EntryId, u64> =
            self.keys.lock().unwrap().iter().map(|(key, id)| (*id, *key)).collect();
        let users: HashMap<PartyId, u64> = self.users.iter().copied().zip(0..).collect();
        let record = |entry: Entry| {
            let meta = meta(&entry.marks);
            let Content::Note { text } = entry.content.open().unwrap().into_exposed() else {
                panic!("a note")
            };
            Record { key: keys[&entry.id], data: text, purpose: number, user: users[&entry.party], meta }
        };
        read(&self.register().await, &acting(), &purpose(number)).await.into_iter().map(record).collect()
    }
}

fn meta(marks: &Marks) -> [String; 7] {
    std::array::from_fn(|field| match field {
        0 => marks.until.unwrap().to_string(),
        _ => match marks.on(TOPICS[field - 1]) {
            Said::Names(names) => names.iter().collect(),
            other => panic!("{}: {other:?}", FIELDS[field].0),
        },
    })
}

/// All of them, every one opened, page by page.
async fn read(register: &Register<'_>, acting: &Acting, of: &Of) -> Vec<Entry> {
    let mut all: Vec<Entry> = Vec::new();
    loop {
        let page = register.entries_of(acting, of, all.last().map(|entry| entry.id), PAGE).await.unwrap();
        let is_last = page.len() < PAGE as usize;
        all.extend(page);
        if is_last {
            return all;
        }
    }
}

async fn described(register: &Register<'_>, acting: &Acting, of: &Of) -> Vec<Described> {
    let mut all: Vec<Described> = Vec::new();
    loop {
        let page = register.described(acting, of, all.last().map(|entry| entry.id), PAGE).await.unwrap();
        let is_last = page.len() < PAGE as usize;
        all.extend(page);
        if is_last {
            return all;
        }
    }
}
