//! Signed requests to one bucket, and what the store answers, told without any object's name.

use std::fmt;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::{HeaderMap, Method, StatusCode};
use md5::{Digest as _, Md5};
use percent_encoding::utf8_percent_encode;
use reqsign_aws_v4::{Credential, RequestSigner};
use reqsign_core::SignRequest as _;

use super::xml;
use crate::contract::ObjectMark;
use crate::error::{ConnectError, ErrorKind};
use crate::objects::http::{RESERVED, client, lost};

/// How often a request is sent that the store was too busy for, or that got lost.
const TRIES: u32 = 4;
/// What an answer may weigh: a thousand versions of names of a thousand bytes, escaped, fit.
const MOST_BYTES: usize = 32 << 20;

/// One bucket, and the key to it.
pub(super) struct Api {
    place: String,
    http: reqwest::Client,
    /// Scheme, host and port.
    origin: String,
    bucket: String,
    credential: Credential,
    signer: RequestSigner,
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api")
            .field("place", &self.place)
            .field("bucket", &self.bucket)
            .finish_non_exhaustive()
    }
}

/// Where a bucket is and how it is entered.
pub(super) struct Address {
    pub(super) origin: String,
    pub(super) is_local: bool,
    pub(super) bucket: String,
    pub(super) region: String,
    pub(super) key: String,
    pub(super) secret: String,
}

/// What the store answered.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

impl Answer {
    /// The store's own word for what went wrong; empty if nothing did or it says nothing.
    pub(super) fn code(&self) -> String {
        if self.status.is_success() { String::new() } else { xml::error_code(&self.body) }
    }
    pub(super) fn is_denied(&self) -> bool {
        self.status == StatusCode::FORBIDDEN && matches!(self.code().as_str(), "AccessDenied" | "")
    }
    /// Whether the store does not know what was asked.
    pub(super) fn is_unknown(&self) -> bool {
        matches!(self.status.as_u16(), 405 | 501) || matches!(self.code().as_str(), "NotImplemented")
    }
}

/// What is asked of a bucket: `?` and these.
pub(super) type Query<'a> = &'a [(&'a str, &'a str)];

impl Api {
    pub(super) fn new(place: String, address: Address) -> Result<Self, ConnectError> {
        let http = client(&place, address.is_local)?;
        let credential = Credential {
            access_key_id: address.key,
            secret_access_key: address.secret,
            session_token: None,
            expires_in: None,
        };
        let signer = RequestSigner::new("s3", &address.region);
        Ok(Self { place, http, origin: address.origin, bucket: address.bucket, credential, signer })
    }

    pub(super) fn place(&self) -> &str {
        &self.place
    }

    /// Asks the bucket itself.
    pub(super) async fn get(&self, query: Query<'_>) -> Result<Answer, ConnectError> {
        self.send(&Method::GET, None, query, &HeaderMap::new(), "").await
    }

    /// Asks about one version of an object.
    pub(super) async fn get_of(&self, mark: &ObjectMark, what: &str) -> Result<Answer, ConnectError> {
        let mut query = vec![(what, "")];
        query.extend(mark.version.as_deref().map(|version| ("versionId", version)));
        self.send(&Method::GET, Some(&mark.key), &query, &HeaderMap::new(), "").await
    }

    /// The content of one version, as it comes; `None` if it is gone or cannot be had.
    pub(super) async fn open(&self, mark: &ObjectMark) -> Result<Option<reqwest::Response>, ConnectError> {
        let version: Vec<(&str, &str)> =
            mark.version.as_deref().map(|version| ("versionId", version)).into_iter().collect();
        if !Self::can_address(&mark.key) {
            return Ok(None);
        }
        let request = self.signed(&Method::GET, Some(&mark.key), &version, &HeaderMap::new(), "").await;
        let request = request.ok_or_else(|| self.no_address())?;
        let answer = self.http.execute(request).await.map_err(|error| lost(&self.place, &error))?;
        Ok(answer.status().is_success().then_some(answer))
    }

    /// Deletes up to a thousand versions, and no other. One that the store refuses to delete is left, and no error:
    /// it was locked since it was looked at, or a right is missing.
    pub(super) async fn delete(&self, marks: &[&ObjectMark]) -> Result<(), ConnectError> {
        // XML has no way to write some characters; an address has.
        let (plain, odd): (Vec<&ObjectMark>, Vec<&ObjectMark>) =
            marks.iter().partition(|mark| xml::can_say(&mark.key));
        if !plain.is_empty() {
            let body = xml::delete(&plain);
            let mut headers = HeaderMap::new();
            let sum = BASE64_STANDARD.encode(Md5::digest(body.as_bytes()));
            if let Ok(sum) = sum.parse() {
                headers.insert("content-md5", sum);
            }
            let query: Query<'_> = &[("delete", "")];
            // Asked again after a lost answer, a deletion by name alone would take what was written meanwhile.
            let answer = if plain.iter().all(|mark| is_of_version(mark)) {
                self.send(&Method::POST, None, query, &headers, &body).await?
            } else {
                self.once(&Method::POST, None, query, &headers, &body).await?
            };
            let answer = self.good(answer, "objects cannot be deleted")?;
            for code in xml::delete_errors(&answer.body).ok_or_else(|| self.garbled())? {
                match code.as_str() {
                    "NoSuchKey" | "NoSuchVersion" | "AccessDenied" | "ObjectLocked" | "InvalidRequest" => {}
                    code => return Err(self.told(StatusCode::OK, code, "objects cannot be deleted")),
                }
            }
        }
        for mark in odd {
            let answer = self.try_delete(mark).await?;
            if !answer.is_denied() && answer.status != StatusCode::NOT_FOUND {
                self.good(answer, "objects cannot be deleted")?;
            }
        }
        Ok(())
    }

    /// Asks for one version's deletion; whatever the store answers is told. Sent again after a lost answer.
    pub(super) async fn try_delete(&self, mark: &ObjectMark) -> Result<Answer, ConnectError> {
        let version = mark.version.as_deref().map(|version| ("versionId", version));
        let query: Vec<_> = version.into_iter().collect();
        if is_of_version(mark) {
            return self.send(&Method::DELETE, Some(&mark.key), &query, &HeaderMap::new(), "").await;
        }
        if !Self::can_address(&mark.key) {
            return Err(self.no_address());
        }
        self.once(&Method::DELETE, Some(&mark.key), &query, &HeaderMap::new(), "").await
    }

    /// Writes an object. Where the answer gets lost it is written again, as a second version.
    pub(super) async fn put(
        &self,
        key: &str,
        headers: &[(&'static str, &str)],
        body: &str,
    ) -> Result<Answer, ConnectError> {
        let mut head = HeaderMap::new();
        // Amazon demands a sum beside a lock.
        let sum = BASE64_STANDARD.encode(Md5::digest(body.as_bytes()));
        for (name, value) in headers.iter().copied().chain([("content-md5", sum.as_str())]) {
            head.insert(name, value.parse().map_err(|_| self.garbled())?);
        }
        self.send(&Method::PUT, Some(key), &[], &head, body).await
    }

    pub(super) async fn location(&self) -> Result<Option<String>, ConnectError> {
        let answer = self.get(&[("location", "")]).await?;
        if answer.is_denied() || answer.is_unknown() {
            return Ok(None);
        }
        let told = xml::location(&self.good(answer, "its region cannot be asked for")?.body);
        // Amazon says nothing of its first region.
        let is_amazon = self.origin.ends_with(".amazonaws.com");
        Ok(told.or_else(|| is_amazon.then(|| "us-east-1".to_owned())))
    }

    /// Whether an object of this name can be addressed: `.` and `..` in an address mean other places.
    pub(super) fn can_address(key: &str) -> bool {
        !key.split('/').any(|part| matches!(part, "." | ".."))
    }

    fn no_address(&self) -> ConnectError {
        ConnectError::new(
            ErrorKind::Unsupported,
            &self.place,
            "an object's name holds `.` or `..` as a folder, which no address can say",
            "Rename such objects, or let a person look after them",
        )
    }

    /// Sends a request; again, a little later, where the store was too busy or the connection broke. Everything that is
    /// asked here may be asked twice.
    async fn send(
        &self,
        method: &Method,
        key: Option<&str>,
        query: Query<'_>,
        headers: &HeaderMap,
        body: &str,
    ) -> Result<Answer, ConnectError> {
        if key.is_some_and(|key| !Self::can_address(key)) {
            return Err(self.no_address());
        }
        let mut pause = Duration::from_millis(200);
        for attempt in 1.. {
            let answer = self.once(method, key, query, headers, body).await;
            let again = match &answer {
                Ok(answer) => matches!(answer.status.as_u16(), 429 | 500 | 502..=504),
                Err(error) => matches!(error.kind(), ErrorKind::Gone),
            };
            if !again || attempt == TRIES {
                return answer;
            }
            tokio::time::sleep(pause).await;
            pause *= 3;
        }
        Err(self.garbled())
    }

    async fn once(
        &self,
        method: &Method,
        key: Option<&str>,
        query: Query<'_>,
        headers: &HeaderMap,
        body: &str,
    ) -> Result<Answer, ConnectError> {
        let request = self.signed(method, key, query, headers, body).await.ok_or_else(|| {
            ConnectError::new(
                ErrorKind::Secret,
                &self.place,
                "no request can be made for this address and key",
                super::open::FORM,
            )
        })?;
        let mut response = self.http.execute(request).await.map_err(|error| lost(&self.place, &error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| lost(&self.place, &error))? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > MOST_BYTES {
                return Err(self.garbled());
            }
        }
        let body = String::from_utf8(bytes).map_err(|_| self.garbled())?;
        Ok(Answer { status, headers, body })
    }

    async fn signed(
        &self,
        method: &Method,
        key: Option<&str>,
        query: Query<'_>,
        headers: &HeaderMap,
        body: &str,
    ) -> Option<reqwest::Request> {
        let say = |text: &str| utf8_percent_encode(text, RESERVED).to_string();
        let mut address = format!("{}/{}", self.origin, say(&self.bucket));
        if let Some(key) = key {
            let parts: Vec<String> = key.split('/').map(say).collect();
            address.push('/');
            address.push_str(&parts.join("/"));
        }
        for (position, (name, value)) in query.iter().enumerate() {
            address.push(if position == 0 { '?' } else { '&' });
            address.extend([say(name), "=".to_owned(), say(value)]);
        }
        let mut request = http::Request::builder().method(method).uri(address).body(body.to_owned()).ok()?;
        request.headers_mut().extend(headers.clone());
        let (mut head, body) = request.into_parts();
        let context = reqsign_core::Context::new();
        self.signer.sign_request(&context, &mut head, Some(&self.credential), None).await.ok()?;
        reqwest::Request::try_from(http::Request::from_parts(head, body)).ok()
    }

    /// The answer if it is a good one.
    pub(super) fn good(&self, answer: Answer, what: &str) -> Result<Answer, ConnectError> {
        if answer.status.is_success() {
            return Ok(answer);
        }
        Err(self.told(answer.status, &answer.code(), what))
    }

    pub(super) fn garbled(&self) -> ConnectError {
        ConnectError::new(
            ErrorKind::Refused,
            &self.place,
            "the answer is none of an S3 store",
            "See that the address leads to an S3 store and not to a page of it",
        )
    }

    /// What the store says, in our words: its code, and nothing else of it, as the rest names objects.
    fn told(&self, status: StatusCode, code: &str, what: &str) -> ConnectError {
        use ErrorKind::{Gone, NoSuchDatabase, NotPermitted, Refused, WrongCredentials};
        let (kind, cure) = match code {
            "InvalidAccessKeyId"
            | "SignatureDoesNotMatch"
            | "InvalidToken"
            | "ExpiredToken"
            | "AuthorizationHeaderMalformed"
            | "InvalidSecurity"
            | "NotSignedUp" => {
                (WrongCredentials, "Correct key, secret and region in the secret that the policy names")
            }
            "RequestTimeTooSkewed" | "RequestExpired" => {
                (WrongCredentials, "Set the clock of this machine or of the store: they differ too much")
            }
            "NoSuchBucket" => (NoSuchDatabase, "Correct the bucket's name in the address"),
            "PermanentRedirect" | "TemporaryRedirect" => {
                (NoSuchDatabase, "Name the host of the bucket's own region in the address")
            }
            "SlowDown" | "ServiceUnavailable" | "InternalError" | "RequestTimeout" => {
                (Gone, "Run the same command again when the store is less busy")
            }
            _ if status == StatusCode::FORBIDDEN || code == "AccessDenied" => {
                (NotPermitted, "Give the key the right to do this on the bucket")
            }
            _ if status.is_server_error() => (Gone, "Run the same command again when the store is well"),
            _ if status.is_redirection() => {
                (NoSuchDatabase, "Name the host of the bucket's own region in the address")
            }
            _ => (Refused, "Look up the code in the store's manual"),
        };
        let said = if code.is_empty() { format!("HTTP {}", status.as_u16()) } else { code.to_owned() };
        ConnectError::new(kind, &self.place, format!("{what} ({said})"), cure)
    }
}

/// Whether the mark names one version and no other: what is written under the name later is another.
fn is_of_version(mark: &ObjectMark) -> bool {
    mark.version.as_deref().is_some_and(|version| version != "null")
}
