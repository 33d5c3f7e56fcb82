//! The XML of S3: what is read from it and what is written.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use quick_xml::de::from_str;
use quick_xml::events::Event;
use serde::Deserialize;

use crate::contract::ObjectMark;

/// One page of a listing.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) marks: Vec<ObjectMark>,
    /// Where the next page begins; none at the end.
    pub(super) next: Option<Cursor>,
}

/// A place in a listing: after this.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cursor {
    pub(super) key: String,
    /// Which version of it; empty for all.
    pub(super) version: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct List {
    #[serde(default)]
    is_truncated: bool,
    #[serde(default)]
    next_key_marker: Option<String>,
    #[serde(default)]
    next_version_id_marker: Option<String>,
    #[serde(default)]
    encoding_type: Option<String>,
    #[serde(default, rename = "Version")]
    versions: Vec<Item>,
    #[serde(default, rename = "DeleteMarker")]
    markers: Vec<Item>,
    #[serde(default)]
    contents: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Item {
    key: String,
    #[serde(default)]
    version_id: Option<String>,
    #[serde(default)]
    last_modified: String,
    #[serde(default)]
    size: u64,
    #[serde(default, rename = "ETag")]
    etag: String,
}

/// Reads a listing, of versions (`ListVersionsResult`) or of objects (`ListBucketResult`); `None` if it is none. A store
/// that does not know versions answers with objects.
pub(super) fn page(text: &str, versions: bool) -> Option<Page> {
    let wanted = if versions { "ListVersionsResult" } else { "ListBucketResult" };
    (root(text)? == wanted).then_some(())?;
    let list: List = from_str(text).ok()?;
    let encoded = list.encoding_type.as_deref() == Some("url");
    let plain = |text: String| -> Option<String> {
        if encoded {
            // As forms write it: a space may be a `+`, and a `+` never is one.
            let spaced = text.replace('+', " ");
            return percent_decode_str(&spaced).decode_utf8().map(Cow::into_owned).ok();
        }
        Some(text)
    };
    let mark = |item: Item, marker: bool| {
        Some(ObjectMark {
            key: plain(item.key)?,
            version: versions.then(|| item.version_id.unwrap_or_else(|| "null".to_owned())),
            modified: item.last_modified,
            size: item.size,
            etag: item.etag,
            marker,
        })
    };
    let content = list.versions.into_iter().chain(list.contents).map(|item| mark(item, false));
    let marks: Option<Vec<_>> =
        content.chain(list.markers.into_iter().map(|item| mark(item, true))).collect();
    let marks = marks?;
    let next = match (list.is_truncated, versions) {
        (false, _) => None,
        // A page that says that there are more and not where would be asked for for ever.
        (true, true) => Some(Cursor {
            key: plain(list.next_key_marker.filter(|key| !key.is_empty())?)?,
            version: list.next_version_id_marker.unwrap_or_default(),
        }),
        (true, false) => Some(Cursor { key: marks.last()?.key.clone(), version: String::new() }),
    };
    Some(Page { marks, next })
}

/// The name of the outermost element.
fn root(text: &str) -> Option<String> {
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) | Event::Empty(start) => {
                return Some(start.local_name().as_ref().to_owned());
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

#[derive(Deserialize)]
struct Refused {
    #[serde(default, rename = "Code")]
    code: String,
}

/// The code of an error; empty if there is none. Whatever does not look like a code is not one: it may be a name.
pub(super) fn error_code(text: &str) -> String {
    let code = from_str::<Refused>(text).map(|refused| refused.code).unwrap_or_default();
    word(code)
}

fn word(code: String) -> String {
    let is_word = code.len() <= 60 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_word { code } else { String::new() }
}

#[derive(Deserialize)]
struct DeleteResult {
    #[serde(default, rename = "Error")]
    errors: Vec<Refused>,
}

/// The codes of what was not deleted; `None` if it is no such answer.
pub(super) fn delete_errors(text: &str) -> Option<Vec<String>> {
    (root(text)? == "DeleteResult").then_some(())?;
    let result: DeleteResult = from_str(text).ok()?;
    Some(result.errors.into_iter().map(|refused| word(refused.code)).collect())
}

/// Whether XML can write a text: it has no way to say most control characters.
pub(super) fn can_say(text: &str) -> bool {
    text.chars().all(|letter| {
        matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
    })
}

/// The body of a request to delete exactly these.
pub(super) fn delete(marks: &[&ObjectMark]) -> String {
    let mut body = String::from("<Delete><Quiet>true</Quiet>");
    for mark in marks {
        body.push_str("<Object><Key>");
        push(&mut body, &mark.key);
        body.push_str("</Key>");
        if let Some(version) = &mark.version {
            body.push_str("<VersionId>");
            push(&mut body, version);
            body.push_str("</VersionId>");
        }
        body.push_str("</Object>");
    }
    body.push_str("</Delete>");
    body
}

/// Line ends are written as numbers: a reader may change them otherwise.
fn push(body: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => body.push_str("&amp;"),
            '<' => body.push_str("&lt;"),
            '>' => body.push_str("&gt;"),
            '\t' | '\n' | '\r' => {
                body.extend(["&#".to_owned(), u32::from(letter).to_string(), ";".to_owned()]);
            }
            _ => body.push(letter),
        }
    }
}

#[derive(Deserialize)]
struct Versioning {
    #[serde(default, rename = "Status")]
    status: Option<String>,
}

/// Whether versions are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Versions {
    /// Now, or until they were suspended.
    Kept,
    /// They never were.
    Never,
    /// Nobody says.
    Unknown,
}

/// Reads it.
pub(super) fn versioning(text: &str) -> Versions {
    if root(text).is_none_or(|root| root != "VersioningConfiguration") {
        return Versions::Unknown;
    }
    match from_str::<Versioning>(text).map(|found| found.status) {
        Ok(None) => Versions::Never,
        Ok(Some(status)) if status == "Enabled" || status == "Suspended" => Versions::Kept,
        _ => Versions::Unknown,
    }
}

#[derive(Deserialize)]
struct LockConfiguration {
    #[serde(default, rename = "ObjectLockEnabled")]
    enabled: Option<String>,
}

/// Whether objects may be locked.
pub(super) fn may_lock(text: &str) -> Option<bool> {
    (root(text)? == "ObjectLockConfiguration").then_some(())?;
    from_str::<LockConfiguration>(text).ok().map(|found| found.enabled.as_deref() == Some("Enabled"))
}

#[derive(Deserialize)]
struct Retention {
    #[serde(default, rename = "RetainUntilDate")]
    until: Option<String>,
}

/// Until when an object is retained.
pub(super) fn retained_until(text: &str) -> Option<String> {
    (root(text)? == "Retention").then_some(())?;
    from_str::<Retention>(text).ok()?.until
}

#[derive(Deserialize)]
struct LegalHold {
    #[serde(default, rename = "Status")]
    status: Option<String>,
}

/// Whether a legal hold is on.
pub(super) fn legal_hold(text: &str) -> Option<bool> {
    (root(text)? == "LegalHold").then_some(())?;
    from_str::<LegalHold>(text).ok().map(|found| found.status.as_deref() == Some("ON"))
}

#[derive(Deserialize)]
struct Location {
    #[serde(default, rename = "$text")]
    name: Option<String>,
}

/// The region; none where the store does not say. `EU` is what Amazon called its first region in Europe.
pub(super) fn location(text: &str) -> Option<String> {
    (root(text)? == "LocationConstraint").then_some(())?;
    let name = from_str::<Location>(text).ok()?.name.filter(|name| !name.is_empty())?;
    Some(if name == "EU" { "eu-west-1".to_owned() } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_and_go_as_they_are() {
        let text = "<?xml version=\"1.0\"?><ListVersionsResult xmlns=\"http://s3\"><IsTruncated>true</IsTruncated>\
            <EncodingType>url</EncodingType><NextKeyMarker>a+b%2Bc</NextKeyMarker>\
            <NextVersionIdMarker>7</NextVersionIdMarker>\
            <Version><Key>+a%2F%2F%C3%A5%0D</Key><VersionId>1</VersionId><Size>3</Size><ETag>&quot;e&quot;</ETag>\
            <LastModified>2026-01-02T03:04:05.000Z</LastModified></Version>\
            <DeleteMarker><Key>x</Key><VersionId>2</VersionId></DeleteMarker>\
            <Version><Key>y</Key><VersionId>3</VersionId><Size>1</Size></Version></ListVersionsResult>";
        let found = page(text, true).unwrap();
        let names: Vec<_> = found.marks.iter().map(|mark| (mark.key.as_str(), mark.marker)).collect();
        assert_eq!(names, [(" a//å\r", false), ("y", false), ("x", true)]);
        let next = Cursor { key: "a b+c".to_owned(), version: "7".to_owned() };
        assert_eq!(found.next, Some(next));
        let marks: Vec<&ObjectMark> = found.marks.iter().take(1).collect();
        assert!(delete(&marks).contains("<Key> a//å&#13;</Key><VersionId>1</VersionId>"));
        assert!(page(text, false).is_none(), "versions are not taken for objects");
    }

    #[test]
    fn what_is_no_such_answer_is_none() {
        for text in ["", "<html/>", "<a", "{}", "<ListBucketResult/>"] {
            assert!(
                page(text, true).is_none()
                    && delete_errors(text).is_none()
                    && versioning(text) == Versions::Unknown
            );
        }
        let endless = "<ListVersionsResult><IsTruncated>true</IsTruncated></ListVersionsResult>";
        assert!(page(endless, true).is_none());
        assert_eq!(error_code("<Error><Code>anna andersson.pdf</Code></Error>"), "");
        assert!(!can_say("\u{1}") && can_say("å\n\u{1F600}"));
    }

    #[test]
    fn a_region_is_told_where_the_store_does() {
        assert_eq!(location("<LocationConstraint>eu-north-1</LocationConstraint>").unwrap(), "eu-north-1");
        assert_eq!(location("<LocationConstraint/>"), None);
    }
}
