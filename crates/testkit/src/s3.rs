//! A private S3 store: SeaweedFS, which keeps versions, honours object locks and legal holds, and knows rights.

use crate::careless::{self, Careless};
use crate::client::url_encode;
use crate::locate::{python, weed};
use crate::server::{Account, Server, free_port, unique_name};
use serde_json::{Value, json};
use std::ffi::OsString;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock};

/// Who may do what. Secrets hold what has to be escaped in an address.
const IDENTITIES: &str = r#"{"identities": [
  {"name": "owner", "credentials": [{"accessKey": "owner", "secretKey": "owner/secret+%"}],
   "actions": ["Admin", "Read", "Write", "List", "Tagging"]},
  {"name": "reader", "credentials": [{"accessKey": "reader", "secretKey": "reader-secret"}],
   "actions": ["Read", "List"]},
  {"name": "stranger", "credentials": [{"accessKey": "stranger", "secretKey": "stranger-secret"}],
   "actions": ["Read:elsewhere"]}
]}"#;

/// A key to the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum S3Key {
    /// May do everything.
    Owner,
    /// May list and read, and change nothing; may not ask for locks.
    Reader,
    /// May do nothing here.
    Stranger,
}

impl S3Key {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Owner => ("owner", "owner/secret+%"),
            Self::Reader => ("reader", "reader-secret"),
            Self::Stranger => ("stranger", "stranger-secret"),
        }
    }
}

/// A running private store. Clones share it; it ends with the last of them, or with the process.
#[derive(Clone)]
pub struct S3Store {
    inner: Arc<Inner>,
}

struct Inner {
    server: Server,
    ports: Mutex<Vec<u16>>,
}

impl S3Store {
    /// A store of one's own, to be killed.
    pub async fn start() -> Self {
        tokio::task::spawn_blocking(Self::launch).await.expect("the store starts")
    }

    /// The store that all tests of this process share. Take a [`bucket`](Self::bucket) of your own in it.
    pub async fn shared() -> Self {
        static SHARED: OnceLock<S3Store> = OnceLock::new();
        tokio::task::spawn_blocking(|| SHARED.get_or_init(Self::launch).clone())
            .await
            .expect("the shared store starts")
    }

    fn launch() -> Self {
        let server = Server::prepare("gallra-s3-", Account::own_user(), "TERM");
        fs::write(server.path("s3.json"), IDENTITIES).expect("write");
        let inner = Inner { server, ports: Mutex::new(Vec::new()) };
        inner.run(None);
        Self { inner: Arc::new(inner) }
    }

    /// A fresh bucket, as it is by default: no versions. `wish` becomes part of its name.
    pub fn bucket(&self, wish: &str) -> S3Bucket {
        self.make(wish, false)
    }

    /// A fresh bucket that keeps versions.
    pub fn versioned(&self, wish: &str) -> S3Bucket {
        let bucket = self.make(wish, false);
        bucket.ask(&json!(["versioning", "Enabled"]));
        bucket
    }

    /// A fresh bucket whose objects can be locked.
    pub fn lockable(&self, wish: &str) -> S3Bucket {
        self.make(wish, true)
    }

    fn make(&self, wish: &str, lock: bool) -> S3Bucket {
        let name = unique_name(wish).replace('_', "-");
        let hands = Mutex::new(Hands::new(&self.endpoint(), &name));
        let bucket = S3Bucket { store: self.clone(), name, hands };
        bucket.ask(&json!(["make", lock]));
        bucket
    }

    /// Scheme, host and port.
    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.inner.port())
    }

    /// The address of any bucket, there or not.
    pub fn url(&self, key: S3Key, bucket: &str) -> String {
        let (key, secret) = key.words();
        format!("http://{key}:{}@127.0.0.1:{}/{bucket}", url_encode(secret), self.inner.port())
    }

    /// Where the store keeps its bytes.
    pub fn data_dir(&self) -> PathBuf {
        self.inner.server.path("data")
    }

    /// What the server logged so far.
    pub fn log(&self) -> String {
        self.inner.server.log()
    }

    /// Kills the server at once with SIGKILL; returns when it is gone.
    pub fn kill9(&self) {
        self.inner.server.kill9();
    }

    /// Starts it again on the same ports and data.
    pub fn restart(&self) {
        self.inner.server.stop();
        let ports = self.inner.ports.lock().expect("no panic while held").clone();
        self.inner.run(Some(&ports));
    }
}

impl Inner {
    fn port(&self) -> u16 {
        self.ports.lock().expect("no panic while held")[0]
    }

    fn run(&self, known: Option<&[u16]>) {
        for _ in 0..10 {
            let ports = known.map_or_else(|| (0..8).map(|_| free_port()).collect(), <[u16]>::to_vec);
            self.ports.lock().expect("no panic while held").clone_from(&ports);
            let ready = |_| answers(ports[0]);
            if self.server.start(Path::new("env"), &self.args(&ports), ready) {
                return;
            }
            let log = self.server.log();
            assert!(log.contains("address already in use"), "SeaweedFS ended while starting:\n{log}");
        }
        panic!("no free ports in ten tries:\n{}", self.server.log());
    }

    fn args(&self, ports: &[u16]) -> Vec<OsString> {
        let path = |name: &str| self.server.path(name).display().to_string();
        let names = [
            "s3.port",
            "s3.port.grpc",
            "master.port",
            "master.port.grpc",
            "volume.port",
            "volume.port.grpc",
            "filer.port",
            "filer.port.grpc",
        ];
        // One volume for each bucket is plenty; the default are seven.
        let mut args = vec!["WEED_MASTER_VOLUME_GROWTH_COPY_1=1".to_owned(), weed().display().to_string()];
        args.extend(["-logtostderr", "server"].map(str::to_owned));
        args.extend(names.iter().zip(ports).map(|(name, port)| format!("-{name}={port}")));
        args.extend(
            ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3", "-s3.iam=false"].map(str::to_owned),
        );
        args.extend(["-s3.port.iceberg=0", "-s3.port.lance=0"].map(str::to_owned));
        args.extend(["-volume.max=1000", "-master.volumeSizeLimitMB=64"].map(str::to_owned));
        args.push(format!("-dir={}", path("data")));
        args.push(format!("-s3.config={}", path("s3.json")));
        args.into_iter().map(OsString::from).collect()
    }
}

/// Whether it takes a bucket: it listens long before it has a place for objects.
fn answers(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok() && {
        let mut hands = Hands::new(&format!("http://127.0.0.1:{port}"), "ready");
        hands.ask(&json!(["make", false]));
        hands.ask(&json!(["put", ["ready"], "ready"]))["ok"].is_array()
    }
}

/// One test's own bucket.
pub struct S3Bucket {
    store: S3Store,
    name: String,
    hands: Mutex<Hands>,
}

/// A version as another program lists it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct S3Version {
    /// The object's name.
    pub key: String,
    /// The version.
    pub version: String,
    /// When it was written.
    pub modified: String,
    /// Whether it is a delete marker.
    pub marker: bool,
}

impl S3Bucket {
    /// Its address with a key.
    pub fn url(&self, key: S3Key) -> String {
        self.store.url(key, &self.name)
    }

    /// Its address with the owner's key, through a proxy that is careless with locks.
    pub fn careless_url(&self, how: Careless) -> String {
        let host = format!("127.0.0.1:{}", self.store.inner.port());
        let proxy = careless::before(host.clone(), how, S3Key::Owner.words());
        self.url(S3Key::Owner).replace(&host, &proxy)
    }

    /// The bucket's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Puts objects of one content, many at a time. Tells their versions.
    pub fn put(&self, names: &[&str], body: &str) -> Vec<String> {
        let made = self.ask(&json!(["put", names, body]));
        let text = |version: &Value| version.as_str().unwrap_or("null").to_owned();
        made.as_array().expect("one for each").iter().map(text).collect()
    }

    /// Deletes as anybody does: where versions are kept, a marker is written.
    pub fn delete(&self, name: &str) {
        self.ask(&json!(["delete", name]));
    }

    /// Tries to delete a version; the store's code if it refuses.
    pub fn delete_version(&self, name: &str, version: &str) -> Result<(), String> {
        self.try_ask(&json!(["delete_version", name, version])).map(drop)
    }

    /// Turns the keeping of versions on or off: `Enabled`, `Suspended`.
    pub fn versioning(&self, status: &str) {
        self.ask(&json!(["versioning", status]));
    }

    /// Retains a version from now, `GOVERNANCE` or `COMPLIANCE`. Tells the day (UTC) until which.
    pub fn retain(&self, name: &str, version: &str, mode: &str, seconds: u32) -> String {
        self.ask(&json!(["retain", name, version, mode, seconds])).as_str().expect("a day").to_owned()
    }

    /// Sets or lifts a legal hold: `ON`, `OFF`.
    pub fn hold(&self, name: &str, version: &str, status: &str) {
        self.ask(&json!(["hold", name, version, status]));
    }

    /// Every version and every delete marker.
    pub fn listed(&self) -> Vec<S3Version> {
        let row = |row: &Value| S3Version {
            key: row[0].as_str().expect("a name").to_owned(),
            version: row[1].as_str().expect("a version").to_owned(),
            modified: row[2].as_str().expect("a time").to_owned(),
            marker: row[3].as_bool().expect("yes or no"),
        };
        self.ask(&json!(["listed"])).as_array().expect("rows").iter().map(row).collect()
    }

    fn ask(&self, command: &Value) -> Value {
        self.try_ask(command).unwrap_or_else(|code| {
            let told: String = command.to_string().chars().take(200).collect();
            panic!("{told}: {code}")
        })
    }

    fn try_ask(&self, command: &Value) -> Result<Value, String> {
        let mut answer = self.hands.lock().expect("no panic while held").ask(command);
        match answer["refused"].as_str() {
            Some(code) => Err(code.to_owned()),
            None => Ok(answer["ok"].take()),
        }
    }
}

/// A Python with boto3 that stays, as its start takes longer than what it does.
struct Hands {
    process: Child,
    commands: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Hands {
    fn new(endpoint: &str, bucket: &str) -> Self {
        let (key, secret) = S3Key::Owner.words();
        let mut process = Command::new(python())
            .args(["-c", include_str!("../assets/s3.py"), endpoint, key, secret, bucket])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("start Python; run ./test once, it installs boto3");
        let commands = process.stdin.take();
        let answers = BufReader::new(process.stdout.take().expect("stdout is piped"));
        Self { process, commands, answers }
    }

    fn ask(&mut self, command: &Value) -> Value {
        let pipe = self.commands.as_mut().expect("open until drop");
        writeln!(pipe, "{command}").expect("Python lives");
        let mut answer = String::new();
        self.answers.read_line(&mut answer).expect("Python answers");
        serde_json::from_str(&answer).unwrap_or_else(|_| json!({"refused": "InternalError"}))
    }
}

impl Drop for Hands {
    fn drop(&mut self) {
        drop(self.commands.take());
        let _ = self.process.wait();
    }
}
