//! WebDAV (RFC 4918): `PROPFIND` of one folder at a time, `DELETE` of one file at a time.

use std::ffi::OsString;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Component, Path, PathBuf};

use gallra_rules::check::{AddressFault, check_address};
use gallra_rules::policy::SystemKind;
use http::{Method, StatusCode};
use jiff::fmt::rfc2822;
use percent_encoding::{percent_decode_str, percent_encode};
use serde::Deserialize;
use url::Url;

use super::{Found, Kind};
use crate::error::{ConnectError, ErrorKind};
use crate::objects::http::{RESERVED, client, copy, is_local, lost};
use crate::read::Sink;

/// How an address is written.
const FORM: &str = "Write it as `https://USER:PASSWORD@HOST/FOLDER`; special characters in the password are \
                    percent-encoded";
const WANTED: &str = "<?xml version=\"1.0\"?><propfind xmlns=\"DAV:\"><prop><resourcetype/><getlastmodified/>\
                      <getcontentlength/><getetag/></prop></propfind>";
/// What the answer about one folder may weigh: some hundred thousand files.
const MOST_BYTES: usize = 256 << 20;

/// A folder on a server.
pub(super) struct Webdav {
    place: String,
    http: reqwest::Client,
    /// Without user and password; its path ends with `/`.
    base: Url,
    user: String,
    password: String,
}

impl std::fmt::Debug for Webdav {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Webdav").field("place", &self.place).finish_non_exhaustive()
    }
}

impl Webdav {
    pub(super) async fn open(place: String, address: &str, within: &Path) -> Result<Self, ConnectError> {
        let wrong = |cause: &str| ConnectError::new(ErrorKind::Secret, &place, cause, FORM);
        for fault in check_address(SystemKind::Webdav, address) {
            match fault {
                AddressFault::NotAUrl | AddressFault::WrongScheme => {
                    return Err(wrong("the address is none of a WebDAV server"));
                }
                AddressFault::PlainText => return Err(wrong("the address is unencrypted (`http`)")),
                AddressFault::Password => {}
            }
        }
        let address = address.replacen("davs:", "https:", 1).replacen("dav:", "http:", 1);
        let mut base = Url::parse(&address).map_err(|_| wrong("the address cannot be understood"))?;
        let plain =
            |text: &str| percent_decode_str(text).decode_utf8().ok().map(std::borrow::Cow::into_owned);
        let user = plain(base.username()).unwrap_or_default();
        let password = base.password().and_then(plain).unwrap_or_default();
        let bare = base.set_username("").and_then(|()| base.set_password(None));
        bare.map_err(|()| wrong("the address cannot be understood"))?;
        base.set_query(None);
        let mut path = base.path().trim_end_matches('/').to_owned();
        for part in within.components() {
            if let Component::Normal(name) = part {
                path.push('/');
                path.push_str(&percent_encode(name.as_bytes(), RESERVED).to_string());
            }
        }
        base.set_path(&format!("{path}/"));
        let http = client(&place, is_local(&base))?;
        let server = Self { place, http, base, user, password };
        let answer = server.ask("PROPFIND", Path::new(""), true, &[("Depth", "0")]).await?;
        let body = server.good(answer, "its folder cannot be opened").await?;
        match server.read(&body, Path::new(""))?.as_slice() {
            [Found { kind: Kind::Folder, .. }, ..] => Ok(server),
            _ => Err(ConnectError::new(
                ErrorKind::NoSuchFile,
                &server.place,
                "its folder is none",
                "Correct the folder in the address, or `path` in the policy",
            )),
        }
    }

    pub(super) async fn list(&self, folder: &Path) -> Result<Option<Vec<Found>>, ConnectError> {
        let answer = self.ask("PROPFIND", folder, true, &[("Depth", "1")]).await?;
        let is_root = folder.as_os_str().is_empty();
        match answer.status() {
            StatusCode::FORBIDDEN if !is_root => return Ok(None),
            StatusCode::NOT_FOUND if !is_root => return Ok(Some(Vec::new())),
            _ => {}
        }
        let body = self.good(answer, "its files cannot be listed").await?;
        let mut found = self.read(&body, folder)?;
        // A member of which nothing is told is looked into as a folder, and shows here whether it can be.
        if !is_root && found.iter().any(|one| one.path == folder && one.kind == Kind::Untold) {
            return Ok(None);
        }
        found.retain(|one| one.path.parent() == Some(folder) && one.path != folder);
        Ok(Some(found))
    }

    pub(super) async fn find(&self, path: &Path) -> Result<Option<Found>, ConnectError> {
        let answer = self.ask("PROPFIND", path, false, &[("Depth", "0")]).await?;
        if matches!(answer.status(), StatusCode::NOT_FOUND | StatusCode::GONE) {
            return Ok(None);
        }
        let body = self.good(answer, "a file cannot be looked at").await?;
        Ok(self.read(&body, path)?.into_iter().find(|found| found.path == path))
    }

    /// Hands on what is in a file.
    pub(super) async fn copy(&self, path: &Path, sink: &mut dyn Sink) -> std::io::Result<()> {
        let answer = self.ask("GET", path, false, &[]).await.ok();
        copy(answer.filter(|answer| answer.status().is_success()), sink).await
    }

    pub(super) async fn remove(&self, file: &Found) -> Result<bool, ConnectError> {
        // What is there under its name by now, if it is another, is not asked for.
        let same = [("If-Match", file.etag.as_str())];
        let is_strong = file.etag.starts_with('"');
        let answer = self.ask("DELETE", &file.path, false, if is_strong { &same } else { &[] }).await?;
        match answer.status() {
            // 207 tells of what was not deleted (RFC 4918 9.6.1): the file is there.
            StatusCode::NOT_FOUND
            | StatusCode::GONE
            | StatusCode::PRECONDITION_FAILED
            | StatusCode::MULTI_STATUS => Ok(false),
            _ => self.good(answer, "a file cannot be deleted").await.map(|_| true),
        }
    }

    async fn ask(
        &self,
        method: &str,
        path: &Path,
        is_folder: bool,
        headers: &[(&str, &str)],
    ) -> Result<reqwest::Response, ConnectError> {
        let mut address = self.base.clone();
        let mut parts: Vec<String> = Vec::new();
        for part in path.components() {
            parts.push(percent_encode(part.as_os_str().as_bytes(), RESERVED).to_string());
        }
        let tail = if is_folder && !parts.is_empty() { "/" } else { "" };
        address.set_path(&format!("{}{}{tail}", self.base.path(), parts.join("/")));
        let method = Method::from_bytes(method.as_bytes()).unwrap_or(Method::OPTIONS);
        let mut request = self.http.request(method.clone(), address);
        if !self.user.is_empty() {
            request = request.basic_auth(&self.user, Some(&self.password));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if method.as_str() == "PROPFIND" {
            request = request.header("Content-Type", "application/xml").body(WANTED);
        }
        request.send().await.map_err(|error| lost(&self.place, &error))
    }

    /// The body of a good answer.
    async fn good(&self, mut answer: reqwest::Response, what: &str) -> Result<String, ConnectError> {
        let status = answer.status();
        if status.is_success() {
            let mut bytes = Vec::new();
            while let Some(chunk) = answer.chunk().await.map_err(|error| lost(&self.place, &error))? {
                bytes.extend_from_slice(&chunk);
                if bytes.len() > MOST_BYTES {
                    return Err(self.garbled());
                }
            }
            return String::from_utf8(bytes).map_err(|_| self.garbled());
        }
        let (kind, cure) = match status.as_u16() {
            401 => (
                ErrorKind::WrongCredentials,
                "Correct user and password in the secret that the policy names; the server has to take them as Basic",
            ),
            403 => (ErrorKind::NotPermitted, "Give the user read and write permission on the files"),
            404 | 410 => {
                (ErrorKind::NoSuchFile, "Correct the folder in the address, or `path` in the policy")
            }
            423 => (ErrorKind::Locked, "Run the same command again when nobody has the file locked"),
            507 => (ErrorKind::Full, "Make room, then run the same command again"),
            500..=599 => (ErrorKind::Gone, "Run the same command again when the server is well"),
            300..=399 => {
                (ErrorKind::NoSuchFile, "Name the folder's own address, to which the server redirects")
            }
            _ => (ErrorKind::Refused, "Look up the status in the server's manual"),
        };
        Err(ConnectError::new(kind, &self.place, format!("{what} (HTTP {})", status.as_u16()), cure))
    }

    fn garbled(&self) -> ConnectError {
        ConnectError::new(
            ErrorKind::Refused,
            &self.place,
            "the answer is none of a WebDAV server",
            "See that the address leads to a WebDAV folder and not to a page of it",
        )
    }

    fn read(&self, body: &str, asked: &Path) -> Result<Vec<Found>, ConnectError> {
        let told: Multistatus = quick_xml::de::from_str(body).map_err(|_| self.garbled())?;
        Ok(told.responses.into_iter().filter_map(|one| self.found(one, asked)).collect())
    }

    /// `None` for what lies outside of the folder, whatever the server says, and for what has gone meanwhile.
    fn found(&self, told: Response, asked: &Path) -> Option<Found> {
        let href = self.base.join(&told.href).ok()?;
        let within = href.path().strip_prefix(self.base.path().trim_end_matches('/'))?;
        let mut path = PathBuf::new();
        for part in within.split('/').filter(|part| !part.is_empty()) {
            let name = OsString::from_vec(percent_decode_str(part).collect());
            let is_name = Path::new(&name).components().eq([Component::Normal(&name)]);
            is_name.then(|| path.push(&name))?;
        }
        path.starts_with(asked).then_some(())?;
        let has = |status: &Option<String>, code: &str| {
            status.as_deref().and_then(|status| status.split(' ').nth(1)).map(|told| told == code)
        };
        if ["404", "410"].iter().any(|gone| has(&told.status, gone) == Some(true)) {
            return None;
        }
        let good = |propstat: &Propstat| has(&propstat.status, "200").unwrap_or(true);
        let Some(Propstat { prop, .. }) = told.propstats.into_iter().find(good) else {
            return Some(Found { path, kind: Kind::Untold, modified: None, size: 0, etag: String::new() });
        };
        let is_folder = prop.kind.is_some_and(|kind| kind.collection.is_some());
        let at = prop.modified.and_then(|at| rfc2822::parse(at.trim()).ok());
        Some(Found {
            path,
            kind: if is_folder { Kind::Folder } else { Kind::File },
            modified: at.map(|at| at.timestamp()),
            size: prop.size.and_then(|size| size.trim().parse().ok()).unwrap_or(0),
            etag: prop.etag.unwrap_or_default().trim().to_owned(),
        })
    }
}

#[derive(Deserialize)]
struct Multistatus {
    #[serde(default, rename = "response")]
    responses: Vec<Response>,
}

#[derive(Deserialize)]
struct Response {
    href: String,
    #[serde(default, rename = "propstat")]
    propstats: Vec<Propstat>,
    /// Of the member as a whole, where there are no properties (RFC 4918 14.24).
    #[serde(default)]
    status: Option<String>,
}

#[derive(Deserialize)]
struct Propstat {
    prop: Prop,
    #[serde(default)]
    status: Option<String>,
}

#[derive(Deserialize)]
struct Prop {
    #[serde(default, rename = "resourcetype")]
    kind: Option<ResourceType>,
    #[serde(default, rename = "getlastmodified")]
    modified: Option<String>,
    #[serde(default, rename = "getcontentlength")]
    size: Option<String>,
    #[serde(default, rename = "getetag")]
    etag: Option<String>,
}

#[derive(Deserialize)]
struct ResourceType {
    #[serde(default)]
    collection: Option<serde::de::IgnoredAny>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_of_which_the_server_tells_nothing_is_there_all_the_same() {
        let base = Url::parse("https://files.example/share/").unwrap();
        let http = client("files", false).unwrap();
        let (place, user, password) = ("files".to_owned(), String::new(), String::new());
        let server = Webdav { place, http, base, user, password };
        let told = r#"<?xml version="1.0"?><d:multistatus xmlns:d="DAV:">
            <d:response><d:href>/share/locked/</d:href><d:status>HTTP/1.1 403 Forbidden</d:status></d:response>
            <d:response><d:href>/share/gone</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>
            <d:response><d:href>/share/mute</d:href><d:propstat><d:prop><d:getetag/></d:prop>
                <d:status>HTTP/1.1 404 Not Found</d:status></d:propstat></d:response>
            <d:response><d:href>/share/a.txt</d:href><d:propstat><d:prop><d:resourcetype/></d:prop>
                <d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>
            </d:multistatus>"#;
        let found = server.read(told, Path::new("")).unwrap();
        let seen: Vec<_> = found.iter().map(|one| (one.path.to_str().unwrap(), one.kind)).collect();
        assert_eq!(seen, [("locked", Kind::Untold), ("mute", Kind::Untold), ("a.txt", Kind::File)]);
    }
}
