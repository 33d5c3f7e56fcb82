//! Opening a bucket: its address, and what the store says that it does with versions and locks.

use std::path::Path;
use std::sync::Arc;

use gallra_rules::check::{AddressFault, check_address};
use gallra_rules::names::SystemName;
use gallra_rules::policy::{Location, System};
use http::StatusCode;
use percent_encoding::percent_decode_str;
use url::Url;

use super::api::{Address, Api};
use super::xml::Versions;
use super::{Bucket, Listing, S3, xml};
use crate::error::{ConnectError, ErrorKind};
use crate::objects::http::is_local;
use crate::open::{SecretError, Settings, address};

/// How an address is written.
pub(super) const FORM: &str = "Write it as `https://KEY:SECRET@HOST/BUCKET?region=REGION`; special characters in key and \
                               secret are percent-encoded (`/` is `%2F`, `+` is `%2B`)";

impl S3 {
    /// Sees that the bucket answers, and what the key may see of it. Nothing is written.
    pub(crate) async fn open(
        name: &SystemName,
        system: &System,
        settings: &Settings,
        secrets: &(dyn Fn(&Location) -> Result<String, SecretError> + Sync),
    ) -> Result<Self, ConnectError> {
        let place = format!("system `{name}`");
        let api = Api::new(place.clone(), read(&place, system, &address(&place, system, secrets)?)?)?;
        let seen = look(&api).await?;
        let product = match (seen.listing, seen.keeps_versions, seen.locks) {
            (Listing::Versions, true, true) => "S3 bucket with versions and object lock",
            (Listing::Versions, true, false) => "S3 bucket with versions",
            _ => "S3 bucket",
        };
        Ok(Self(Arc::new(Bucket {
            api,
            product: product.to_owned(),
            prefix: prefix(system.path.as_deref()),
            pattern: system.format.clone(),
            zone: settings.time_zone.clone(),
            listing: seen.listing,
            locks: seen.locks,
            blind: seen.blind,
        })))
    }
}

/// What every name begins with.
fn prefix(path: Option<&Path>) -> String {
    let path = path.map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
    let path = path.trim_matches('/');
    if path.is_empty() || path == "." { String::new() } else { format!("{path}/") }
}

fn read(place: &str, system: &System, address: &str) -> Result<Address, ConnectError> {
    let wrong = |cause: &str, cure: &str| ConnectError::new(ErrorKind::Secret, place, cause, cure);
    for fault in check_address(system.kind, address) {
        match fault {
            AddressFault::NotAUrl | AddressFault::WrongScheme => {
                return Err(wrong("the address is none of an S3 store", FORM));
            }
            AddressFault::PlainText => {
                return Err(wrong(
                    "the address is unencrypted (`http`)",
                    "Use `https`; `http` is for this machine alone",
                ));
            }
            AddressFault::Password => {}
        }
    }
    let form = || wrong("the address cannot be understood", FORM);
    let url = Url::parse(address).map_err(|_| form())?;
    let plain = |text: &str| percent_decode_str(text).decode_utf8().ok().map(std::borrow::Cow::into_owned);
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(form)?;
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let scheme = if url.scheme() == "http" { "http" } else { "https" };
    let bucket = plain(url.path().trim_matches('/')).ok_or_else(form)?;
    if bucket.is_empty() || bucket.contains('/') {
        return Err(wrong("the address names no bucket, or more than a bucket", FORM));
    }
    let key = plain(url.username()).filter(|key| !key.is_empty());
    let secret = url.password().and_then(plain);
    let (Some(key), Some(secret)) = (key, secret) else {
        return Err(wrong("the address holds no key and secret", FORM));
    };
    let told = url.query_pairs().find(|(name, _)| name == "region").map(|(_, region)| region.into_owned());
    let region = told.or_else(|| amazon_region(host)).unwrap_or_else(|| "us-east-1".to_owned());
    let is_local = is_local(&url);
    Ok(Address { origin: format!("{scheme}://{host}{port}"), is_local, bucket, region, key, secret })
}

/// `s3.eu-north-1.amazonaws.com` says its region.
fn amazon_region(host: &str) -> Option<String> {
    let region = host.strip_suffix(".amazonaws.com")?.strip_prefix("s3.")?;
    (!region.is_empty()).then(|| region.trim_start_matches("dualstack.").to_owned())
}

/// What the store says about a bucket.
struct Seen {
    listing: Listing,
    keeps_versions: bool,
    locks: bool,
    blind: Option<String>,
}

async fn look(api: &Api) -> Result<Seen, ConnectError> {
    let listed = api.get(&[("versions", ""), ("max-keys", "1")]).await?;
    let versions = versions(api).await?;
    let keeps_versions = versions == Versions::Kept;
    let mut seen = Seen { listing: Listing::Versions, keeps_versions, locks: false, blind: None };
    let listed = if listed.is_denied() || listed.is_unknown() {
        None
    } else {
        let listed = api.good(listed, "its objects cannot be listed")?;
        xml::page(&listed.body, true).map(drop)
    };
    if listed.is_none() {
        // Current objects alone are the whole truth only of a bucket that never kept others.
        if versions != Versions::Never {
            seen.blind = Some(
                "the key may not list the versions of the bucket's objects, and what is not listed would not be \
                 deleted; give it `s3:ListBucketVersions` and `s3:GetBucketVersioning` on the bucket"
                    .to_owned(),
            );
            return Ok(seen);
        }
        seen.listing = Listing::Current;
        let listed = api
            .good(api.get(&[("list-type", "2"), ("max-keys", "1")]).await?, "its objects cannot be listed")?;
        xml::page(&listed.body, false).ok_or_else(|| api.garbled())?;
    }
    if versions != Versions::Never {
        match locks(api).await? {
            Some(locks) => seen.locks = locks,
            None => {
                seen.blind = Some(
                    "the key may not ask whether the bucket's objects can be locked; give it \
                     `s3:GetBucketObjectLockConfiguration` on the bucket"
                        .to_owned(),
                );
            }
        }
    }
    Ok(seen)
}

async fn versions(api: &Api) -> Result<Versions, ConnectError> {
    let answer = api.get(&[("versioning", "")]).await?;
    if answer.is_denied() || answer.is_unknown() {
        return Ok(Versions::Unknown);
    }
    let answer = api.good(answer, "whether it keeps versions cannot be asked")?;
    Ok(xml::versioning(&answer.body))
}

/// Whether objects may be locked; `None` if the key may not ask.
async fn locks(api: &Api) -> Result<Option<bool>, ConnectError> {
    let answer = api.get(&[("object-lock", "")]).await?;
    if answer.is_denied() {
        return Ok(None);
    }
    if answer.is_unknown() || answer.status == StatusCode::NOT_FOUND && answer.code() != "NoSuchBucket" {
        return Ok(Some(false));
    }
    let answer = api.good(answer, "whether its objects can be locked cannot be asked")?;
    Ok(Some(xml::may_lock(&answer.body).unwrap_or(false)))
}

#[cfg(test)]
mod tests {
    use gallra_rules::policy::SystemKind;

    use super::*;

    fn of(address: &str) -> Result<Address, ConnectError> {
        let system = System {
            kind: SystemKind::S3,
            url: None,
            path: None,
            format: None,
            country: None,
            transfer: None,
            operated_by: None,
            time_zone: None,
            place: None,
            responsible: None,
            ca: None,
            hosts: Vec::new(),
            region: None,
            not_personal: None,
            residue: gallra_rules::residue::Residue::default(),
        };
        read("system `s`", &system, address)
    }

    #[test]
    fn an_address_says_key_host_bucket_and_region() {
        let found = of("https://AKIA:se%2Fcret%2B@s3.eu-north-1.amazonaws.com/scans").unwrap();
        assert_eq!((found.key.as_str(), found.secret.as_str()), ("AKIA", "se/cret+"));
        assert_eq!(found.origin, "https://s3.eu-north-1.amazonaws.com");
        assert_eq!((found.bucket.as_str(), found.region.as_str()), ("scans", "eu-north-1"));
        let found = of("s3://k:s@store.example:9000/b/?region=nordic").unwrap();
        assert_eq!((found.origin.as_str(), found.region.as_str()), ("https://store.example:9000", "nordic"));
    }

    #[test]
    fn what_is_no_good_address_is_refused_without_its_secret() {
        for address in [
            "http://key:hemlig@store.example/b",
            "https://store.example/b",
            "https://key:hemlig@store.example/",
            "https://key:hemlig@store.example/b/folder",
            "ftp://key:hemlig@store.example/b",
            "hemlig",
        ] {
            let Err(error) = of(address) else { panic!("{address}") };
            assert!(!format!("{error} {error:?}").contains("hemlig"), "{error}");
        }
        assert!(of("http://key:hemlig@127.0.0.1:9/b").is_ok_and(|address| address.is_local));
    }
}
