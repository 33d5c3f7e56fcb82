//! SFTP through the `ssh` program: its keys, and only hosts that are known.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use bytes::BytesMut;
use futures_util::StreamExt as _;
use gallra_rules::check::{AddressFault, check_address};
use gallra_rules::policy::SystemKind;
use jiff::Timestamp;
use openssh_sftp_client::error::SftpErrorKind;
use openssh_sftp_client::metadata::MetaData;
use openssh_sftp_client::{Error, Sftp as Client, SftpOptions};
use percent_encoding::percent_decode_str;
use tokio::io::AsyncReadExt as _;
use tokio::process::{Child, Command};
use tokio::sync::Mutex;
use url::Url;

use super::{Found, Kind};
use crate::error::{ConnectError, ErrorKind};
use crate::read::Sink;

/// How long `ssh` may take to say that a connection broke.
const ENDING: Duration = Duration::from_secs(2);

/// How an address is written.
const FORM: &str = "Write it as `sftp://USER@HOST:PORT/FOLDER?key=KEYFILE&known_hosts=FILE`";
/// How much is read at once, in bytes.
const PIECE: u32 = 64 * 1024;
const PATIENCE: Duration = Duration::from_secs(30);

/// A session.
pub(super) struct Sftp {
    place: String,
    client: Client,
    /// The folder, as the server knows it without links.
    root: PathBuf,
    ssh: Mutex<Child>,
}

impl std::fmt::Debug for Sftp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sftp").field("place", &self.place).finish_non_exhaustive()
    }
}

impl Sftp {
    pub(super) async fn open(
        place: String,
        address: &str,
        within: &Path,
        policy_dir: &Path,
    ) -> Result<Self, ConnectError> {
        let (mut command, folder) = command(&place, address, policy_dir)?;
        let cannot = |cause: &str| {
            ConnectError::new(
                ErrorKind::Unsupported,
                &place,
                cause,
                "Install it (Debian: `openssh-client`); SFTP goes through it",
            )
        };
        let mut ssh = command.spawn().map_err(|_| cannot("the program `ssh` cannot be started"))?;
        let (Some(input), Some(output), Some(mut errors)) =
            (ssh.stdin.take(), ssh.stdout.take(), ssh.stderr.take())
        else {
            return Err(cannot("the program `ssh` cannot be spoken to"));
        };
        let hello = tokio::time::timeout(PATIENCE, Client::new(input, output, SftpOptions::new())).await;
        let Ok(Ok(client)) = hello else {
            drop(ssh.start_kill());
            let mut said = Vec::new();
            let read = errors.read_to_end(&mut said);
            drop(tokio::time::timeout(Duration::from_secs(5), read).await);
            return Err(refused(&place, &String::from_utf8_lossy(&said)));
        };
        // Whatever ssh says later is read, so that it never waits to be heard.
        tokio::spawn(async move { tokio::io::copy(&mut errors, &mut tokio::io::sink()).await });
        let mut session = Self { place, client, root: PathBuf::new(), ssh: Mutex::new(ssh) };
        let root = session.client.fs().canonicalize(folder.join(within)).await;
        session.root = root.map_err(|error| session.told("its folder cannot be opened", &error))?;
        let is_folder = session.client.fs().metadata(&session.root).await;
        match is_folder.map_err(|error| session.told("its folder cannot be opened", &error))?.file_type() {
            Some(kind) if kind.is_dir() => Ok(session),
            _ => {
                Err(session.told("its folder is none", &Error::IOError(io::ErrorKind::NotADirectory.into())))
            }
        }
    }

    pub(super) async fn list(&self, folder: &Path) -> Result<Option<Vec<Found>>, ConnectError> {
        let failed = |error: Error| self.told("its files cannot be listed", &error);
        // A folder that became a link meanwhile leads elsewhere. Of the root that is no answer: nothing would be left to see.
        if !self.is_own(folder).await? {
            if folder.as_os_str().is_empty() {
                return Err(failed(Error::IOError(io::ErrorKind::NotADirectory.into())));
            }
            return Ok(Some(Vec::new()));
        }
        let dir = match self.client.fs().open_dir(self.root.join(folder)).await {
            Ok(dir) => dir,
            Err(error) if is_denied(&error) && !folder.as_os_str().is_empty() => {
                return Ok(None);
            }
            Err(error) if is_missing(&error) && !folder.as_os_str().is_empty() => {
                return Ok(Some(Vec::new()));
            }
            Err(error) => return Err(failed(error)),
        };
        let mut entries = Box::pin(dir.read_dir());
        let mut found = Vec::new();
        while let Some(entry) = entries.next().await {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => return Err(self.unlisted(&error).await),
            };
            let name = entry.filename();
            if name == Path::new(".") || name == Path::new("..") || name.components().count() != 1 {
                continue;
            }
            let mut one = seen(folder.join(name), &entry.metadata());
            // OpenSSH tells the number of names as `ls -l` does, in the second word.
            let links = entry.longname().split(|byte| *byte == b' ').filter(|word| !word.is_empty()).nth(1);
            let links = links.and_then(|word| std::str::from_utf8(word).ok()?.parse::<u64>().ok());
            if one.kind == Kind::File && links.is_some_and(|links| links > 1) {
                one.kind = Kind::Linked;
            }
            found.push(one);
        }
        Ok(Some(found))
    }

    pub(super) async fn find(&self, path: &Path) -> Result<Option<Found>, ConnectError> {
        let parent = path.parent().unwrap_or(Path::new(""));
        if !self.is_own(parent).await? {
            return Ok(None);
        }
        match self.client.fs().symlink_metadata(self.root.join(path)).await {
            Ok(data) => Ok(Some(seen(path.to_owned(), &data))),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(self.told("a file cannot be looked at", &error)),
        }
    }

    /// Hands on what is in a file. A link is not followed.
    pub(super) async fn copy(&self, path: &Path, sink: &mut dyn Sink) -> io::Result<()> {
        let is_own = self.is_own(path).await.unwrap_or(false);
        let file = if is_own { self.client.open(self.root.join(path)).await.ok() } else { None };
        let Some(mut file) = file else { return sink.content_ends(false) };
        loop {
            // An answer holds no more than the server allows, and nothing is the end.
            let read = file.read(PIECE, BytesMut::with_capacity(PIECE as usize)).await;
            match read {
                Ok(Some(piece)) if !piece.is_empty() => sink.content(&piece)?,
                Ok(_) => return sink.content_ends(true),
                Err(_) => return sink.content_ends(false),
            }
        }
    }

    pub(super) async fn remove(&self, path: &Path) -> Result<bool, ConnectError> {
        match self.client.fs().remove_file(self.root.join(path)).await {
            Ok(()) => Ok(true),
            Err(error) if is_missing(&error) => Ok(false),
            Err(error) => Err(self.told("a file cannot be deleted", &error)),
        }
    }

    /// Why a list broke off. The protocol's reader stops at a name that is no UTF-8 and lets go of the connection: then `ssh`
    /// goes on, or ends in order. Of a connection that broke it says so (255).
    async fn unlisted(&self, error: &Error) -> ConnectError {
        if matches!(error, Error::SftpError(..)) {
            return self.told("its files cannot be listed", error);
        }
        let ended = tokio::time::timeout(ENDING, async { self.ssh.lock().await.wait().await }).await;
        let is_ours = ended.is_err() || ended.is_ok_and(|status| status.is_ok_and(|status| status.success()));
        if is_ours {
            return ConnectError::new(
                ErrorKind::BadValue,
                &self.place,
                "its files cannot be listed (a name there is no UTF-8)",
                "Rename what is called so: SFTP is read here only where names are UTF-8",
            );
        }
        self.told("its files cannot be listed", error)
    }

    /// A folder with anything in it stays: the server sees to that.
    pub(super) async fn remove_folder(&self, folder: &Path) -> bool {
        self.is_own(folder).await.unwrap_or(false)
            && self.client.fs().remove_dir(self.root.join(folder)).await.is_ok()
    }

    pub(super) async fn close(&self) {
        drop(self.ssh.lock().await.start_kill());
    }

    /// Whether a folder is itself, and not reached through a link.
    async fn is_own(&self, folder: &Path) -> Result<bool, ConnectError> {
        let whole = if folder.as_os_str().is_empty() { self.root.clone() } else { self.root.join(folder) };
        match self.client.fs().canonicalize(&whole).await {
            Ok(real) => Ok(real == whole),
            Err(error) if is_missing(&error) => Ok(false),
            Err(error) => Err(self.told("a folder cannot be looked at", &error)),
        }
    }

    /// What the server says, in our words: its own may hold a name.
    fn told(&self, what: &str, error: &Error) -> ConnectError {
        let (kind, said, cure) = match error {
            Error::SftpError(SftpErrorKind::PermDenied, _) => (
                ErrorKind::NotPermitted,
                "permission denied",
                "Give the user of the address read and write permission on the files and their folders",
            ),
            Error::SftpError(SftpErrorKind::NoSuchFile, _) => (
                ErrorKind::NoSuchFile,
                "not found",
                "Correct the folder in the address, or `path` in the policy",
            ),
            Error::SftpError(..) => {
                (ErrorKind::Refused, "the server refuses", "See that the file system there can be written to")
            }
            Error::IOError(error) if error.kind() == io::ErrorKind::NotADirectory => (
                ErrorKind::NoSuchFile,
                "no folder",
                "Correct the folder in the address, or `path` in the policy",
            ),
            _ => (
                ErrorKind::Gone,
                "the connection broke",
                "See that the server runs, then run the same command again",
            ),
        };
        ConnectError::new(kind, &self.place, format!("{what} ({said})"), cure)
    }
}

fn seen(path: PathBuf, data: &MetaData) -> Found {
    let kind = match data.file_type() {
        Some(kind) if kind.is_file() => Kind::File,
        Some(kind) if kind.is_dir() => Kind::Folder,
        _ => Kind::Other,
    };
    let modified = data.modified().and_then(|at| Timestamp::try_from(at.as_system_time()).ok());
    Found { path, kind, modified, size: data.len().unwrap_or(0), etag: String::new() }
}

fn is_missing(error: &Error) -> bool {
    matches!(error, Error::SftpError(SftpErrorKind::NoSuchFile, _))
}

fn is_denied(error: &Error) -> bool {
    matches!(error, Error::SftpError(SftpErrorKind::PermDenied, _))
}

/// `ssh` for an address, and the folder in it.
fn command(place: &str, address: &str, policy_dir: &Path) -> Result<(Command, PathBuf), ConnectError> {
    let wrong = |cause: &str| ConnectError::new(ErrorKind::Secret, place, cause, FORM);
    if let Some(fault) = check_address(SystemKind::Sftp, address).into_iter().next() {
        return Err(wrong(match fault {
            AddressFault::NotAUrl | AddressFault::WrongScheme => "the address is none of an SFTP server",
            AddressFault::PlainText => "the address is unencrypted",
            AddressFault::Password => "SFTP goes by a key file here, not by a password",
        }));
    }
    let url = Url::parse(address).map_err(|_| wrong("the address cannot be understood"))?;
    if !matches!(url.scheme(), "sftp" | "ssh") {
        return Err(wrong("the address is none of an SFTP server"));
    }
    let plain = |text: &str| percent_decode_str(text).decode_utf8().ok().map(std::borrow::Cow::into_owned);
    let host = url.host_str().and_then(plain).filter(|host| !host.is_empty() && !host.starts_with('-'));
    let user = plain(url.username()).filter(|user| !user.is_empty() && !user.starts_with('-'));
    let (Some(host), Some(user)) = (host, user) else {
        return Err(wrong("the address names no user or no host"));
    };
    let file = |wanted: &str| {
        let found = url.query_pairs().find(|(name, _)| name == wanted).map(|(_, file)| file.into_owned());
        found.map(|file| policy_dir.join(file))
    };
    let Some(key) = file("key") else { return Err(wrong("the address names no key file")) };
    let mut command = Command::new("ssh");
    // Nothing is asked of a person, no host is taken on trust, no other key is tried, nothing is forwarded.
    for option in [
        "BatchMode=yes",
        "StrictHostKeyChecking=yes",
        "IdentitiesOnly=yes",
        "ConnectTimeout=10",
        "ServerAliveInterval=15",
        "ServerAliveCountMax=3",
        "ClearAllForwardings=yes",
        "PermitLocalCommand=no",
    ] {
        command.args(["-o", option]);
    }
    if let Some(known) = file("known_hosts") {
        command.arg("-o").arg(format!("UserKnownHostsFile=\"{}\"", known.display()));
        command.args(["-o", "GlobalKnownHostsFile=/dev/null"]);
    }
    command.arg("-i").arg(key).args(["-l", &user, "-p", &url.port().unwrap_or(22).to_string()]);
    command.args(["-s", "--", host.trim_matches(['[', ']']), "sftp"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let folder = PathBuf::from(plain(url.path()).unwrap_or_default());
    Ok((command, if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder }))
}

/// Why `ssh` gave up, by what it printed. Nothing of that is passed on.
fn refused(place: &str, said: &str) -> ConnectError {
    let (kind, cause, cure) = if said.contains("Host key verification failed") {
        (
            ErrorKind::Tls,
            "the server's host key is not known, or is not the known one",
            "Ask its operator for the host key and write it into the file of known hosts",
        )
    } else if said.contains("Permission denied") || said.contains("UNPROTECTED PRIVATE KEY") {
        (
            ErrorKind::WrongCredentials,
            "the server refuses the user or the key, or the key file cannot be read",
            "See that the key file is readable for this user alone and that its public half is authorised there",
        )
    } else if said.contains("subsystem request failed") {
        (ErrorKind::Unsupported, "the server speaks no SFTP", "Turn on its subsystem `sftp`")
    } else {
        (
            ErrorKind::Gone,
            "nobody answers at its address",
            "See that the server runs, that host and port in the address are right, and that no firewall is between, \
             then run the same command again",
        )
    };
    ConnectError::new(kind, place, cause, cure)
}
