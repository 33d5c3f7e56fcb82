//! Whether a store that takes an object lock keeps it: tried on an object of our own.
//!
//! The canary is written with a retention of some seconds, by the store's own clock, and its deletion is asked for without
//! any right to get around a lock. What counts is what is listed afterwards, not what the store answers. "Honoured" takes
//! two things: that it is still there, and that it can be deleted once the retention is over; without the second a key that
//! may not delete anything would make every store look honest.

use std::fmt::Write as _;
use std::time::Duration;

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use md5::{Digest as _, Md5};
use serde::Serialize;

use super::api::Answer;
use super::lock::{clock, may_not_ask};
use super::walk::{each_of, page, sweep};
use super::xml::{self, Cursor};
use super::{Bucket, Listing, S3};
use crate::contract::ObjectMark;
use crate::error::{ConnectError, ErrorKind};

/// What a canary's name begins with, below the system's `path`.
const NAME: &str = ".gallra-lock-probe-";
/// What is in it.
const BODY: &str =
    "Written by `gallra check --live --probe-locks` to see whether locks hold. It may be deleted.\n";
/// How long it is locked: enough for the handful of requests until its deletion was tried.
const RETENTION: SignedDuration = SignedDuration::from_secs(10);
/// How often it is looked whether the retention is over, and how often the deletion is tried then.
const ROUNDS: u32 = 20;

/// What a store does with an object lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LockProbe {
    /// It kept a locked version until its retention was over.
    Honoured,
    /// It took the lock and let the version be deleted, or did not know of the lock when asked.
    Ignored,
    /// It refused the lock: nothing is promised.
    NotOffered,
}

impl S3 {
    /// Writes a canary, tries it, and removes it together with those that a killed run left behind.
    pub(crate) async fn probe_lock(&self) -> Result<LockProbe, ConnectError> {
        let bucket = &self.0;
        // Nothing is written where it could not be seen that it is gone again.
        bucket.can_list()?;
        let key = bucket.canary()?;
        let tried = bucket.try_lock(&key).await;
        // Whatever came of it.
        let removed = bucket.remove(&key).await;
        let tried = tried?;
        removed?;
        Ok(tried)
    }
}

impl Bucket {
    /// Whether the lock of a new object held, with the retention over in the end.
    async fn try_lock(&self, key: &str) -> Result<LockProbe, ConnectError> {
        let until = self.now().await? + RETENTION;
        let told = until.to_string();
        let lock = [("x-amz-object-lock-mode", "GOVERNANCE"), ("x-amz-object-lock-retain-until-date", &told)];
        let answer = self.api.put(key, &lock, BODY).await?;
        if !self.locks && is_no_lock(&answer) {
            return Ok(LockProbe::NotOffered);
        }
        if answer.is_denied() {
            return Err(ConnectError::new(
                ErrorKind::NotPermitted,
                self.api.place(),
                "the key may not write the object whose lock is tried",
                "Give it `s3:PutObject` and `s3:PutObjectRetention` on the bucket's objects, or probe with another key",
            ));
        }
        self.api.good(answer, "no object with a lock can be written")?;
        let marks = self.marks_of(key).await?;
        if marks.is_empty() {
            return Err(self.unclear(
                "what was just written is not listed",
                "See that the store lists what it has at once, then run the same command again",
            ));
        }
        for mark in &marks {
            if self.retained(mark).await?.is_none_or(|found| found < until) {
                return Ok(LockProbe::Ignored);
            }
        }
        let mut last = None;
        for mark in &marks {
            let answer = self.api.try_delete(mark).await?;
            last = clock(&answer);
            if answer.status.is_server_error() {
                self.api.good(answer, "the deletion of a locked object cannot be tried")?;
            }
        }
        if self.marks_of(key).await?.iter().filter(|mark| !mark.marker).count() < marks.len() {
            // A deletion after the end of the retention says nothing.
            return match last {
                Some(now) if now < until => Ok(LockProbe::Ignored),
                _ => Err(self.unclear(
                    "the store was too slow: the lock was over before the deletion was tried",
                    "Run the same command again when the store is less busy",
                )),
            };
        }
        self.wait(until).await?;
        Ok(LockProbe::Honoured)
    }

    /// Removes what was written, as soon as the store lets it go.
    async fn remove(&self, key: &str) -> Result<(), ConnectError> {
        for _ in 0..ROUNDS {
            self.tidy().await?;
            if self.marks_of(key).await?.is_empty() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        Err(self.unclear(
            "what was written to try its lock cannot be deleted although its lock is over",
            "Give the key `s3:DeleteObjectVersion` and `s3:DeleteObject` on the bucket's objects; the next probe removes \
             what is left",
        ))
    }

    /// Until when a version is retained; `None` if the store knows of no retention.
    async fn retained(&self, mark: &ObjectMark) -> Result<Option<Timestamp>, ConnectError> {
        let answer = self.api.get_of(mark, "retention").await?;
        if answer.is_denied() {
            return Err(may_not_ask(&self.api));
        }
        if answer.status == StatusCode::NOT_FOUND || is_no_lock(&answer) {
            return Ok(None);
        }
        let answer = self.api.good(answer, "whether objects are locked cannot be asked")?;
        Ok(xml::retained_until(&answer.body).and_then(|until| until.parse().ok()))
    }

    /// The store's time.
    async fn now(&self) -> Result<Timestamp, ConnectError> {
        clock(&self.api.get(&[("versioning", "")]).await?).ok_or_else(|| {
            self.unclear(
                "the store does not tell its time",
                "See that nothing between takes `Date` off its answers",
            )
        })
    }

    async fn wait(&self, until: Timestamp) -> Result<(), ConnectError> {
        for _ in 0..ROUNDS {
            let left = until.duration_since(self.now().await?);
            if !left.is_positive() {
                break;
            }
            let left = left.min(RETENTION).unsigned_abs();
            tokio::time::sleep(left).await;
        }
        Ok(())
    }

    /// Every version and marker of a name.
    async fn marks_of(&self, key: &str) -> Result<Vec<ObjectMark>, ConnectError> {
        let mut marks = Vec::new();
        each_of(&self.api, self.listing, key, |mark| {
            marks.push(mark.clone());
            true
        })
        .await?;
        Ok(marks)
    }

    /// Removes every canary whose retention is over, whichever run wrote it. One that another run is trying just now stays:
    /// it is locked, and if it goes then that run is told the truth by it.
    async fn tidy(&self) -> Result<(), ConnectError> {
        let begins = format!("{}{NAME}", self.prefix);
        let mut at = Cursor::default();
        loop {
            let page = page(&self.api, self.listing, &begins, &at).await?;
            let own = |mark: &&ObjectMark| self.is_canary(&mark.key);
            let is_written = |mark: &&ObjectMark| !mark.marker && mark.size == BODY.len() as u64;
            let written: Vec<&ObjectMark> = page.marks.iter().filter(own).filter(is_written).collect();
            if !written.is_empty() {
                self.api.delete(&written).await?;
            }
            if self.listing == Listing::Versions {
                let names: std::collections::BTreeSet<&str> =
                    page.marks.iter().filter(own).map(|mark| mark.key.as_str()).collect();
                for name in names {
                    sweep(&self.api, name).await?;
                }
            }
            match page.next {
                Some(next) => at = next,
                None => return Ok(()),
            }
        }
    }

    /// A name that nobody else has.
    fn canary(&self) -> Result<String, ConnectError> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(|_| {
            self.unclear(
                "no random name can be made",
                "See that /dev/urandom or getrandom(2) can be used where Gallra runs",
            )
        })?;
        let random = hex(&bytes);
        Ok(format!("{}{NAME}{random}{}", self.prefix, seal(&random)))
    }

    /// Whether a name is one of ours. The seal at its end keeps others from having one by accident.
    fn is_canary(&self, key: &str) -> bool {
        let rest = key.strip_prefix(&self.prefix).and_then(|rest| rest.strip_prefix(NAME));
        rest.and_then(|rest| rest.split_at_checked(32))
            .is_some_and(|(random, sealed)| random.bytes().all(is_hex) && sealed == seal(random))
    }

    fn unclear(&self, cause: &str, cure: &str) -> ConnectError {
        ConnectError::new(ErrorKind::Refused, self.api.place(), cause, cure)
    }
}

/// Whether the store knows no locks, or has none for this bucket. Amazon says `InvalidRequest`.
fn is_no_lock(answer: &Answer) -> bool {
    answer.is_unknown()
        || matches!(
            answer.code().as_str(),
            "InvalidRequest" | "InvalidBucketState" | "ObjectLockConfigurationNotFoundError"
        )
}

fn is_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn seal(random: &str) -> String {
    let sum = Md5::digest(format!("{NAME}{random}"));
    hex(sum.get(..4).unwrap_or_default())
}
