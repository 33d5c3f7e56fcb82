//! Listing a bucket page by page; no more than a page is in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Listing;
use super::api::Api;
use super::xml::{self, Cursor};
use crate::contract::ObjectMark;
use crate::error::ConnectError;
use crate::files::part::Part;

/// A walk over every row of a table.
pub(super) struct Walk {
    listing: Listing,
    /// The system's.
    prefix: String,
    /// What every name of the part begins with.
    begins: String,
    part: Part,
    at: Cursor,
    is_over: bool,
    /// The name whose versions go on with the next page.
    open: Option<(String, Name)>,
}

/// What was seen of one name.
#[derive(Default)]
struct Name {
    has_version: bool,
    newest_marker: Option<ObjectMark>,
}

/// One page of rows.
pub(super) struct Stretch {
    /// Where the page began.
    pub(super) at: Cursor,
    pub(super) rows: Vec<ObjectMark>,
    /// Names whose last version was on this page, and that have delete markers besides.
    pub(super) with_markers: Vec<String>,
}

impl Walk {
    pub(super) fn new(listing: Listing, prefix: String, literal: &str, part: Part) -> Self {
        let begins = format!("{prefix}{literal}");
        Self { listing, prefix, begins, part, at: Cursor::default(), is_over: false, open: None }
    }

    pub(super) async fn next(&mut self, api: &Api) -> Result<Option<Stretch>, ConnectError> {
        if self.is_over {
            return Ok(None);
        }
        let page = page(api, self.listing, &self.begins, &self.at).await?;
        let mut found = Stretch { at: self.at.clone(), rows: Vec::new(), with_markers: Vec::new() };
        let mut names: BTreeMap<String, Name> = self.open.take().into_iter().collect();
        for mark in page.marks {
            let path = mark.key.strip_prefix(&self.prefix).unwrap_or(&mark.key);
            if !self.part.has(Path::new(path)) {
                continue;
            }
            let name = names.entry(mark.key.clone()).or_default();
            if mark.marker {
                name.newest_marker.get_or_insert(mark);
            } else {
                name.has_version = true;
                found.rows.push(mark);
            }
        }
        match page.next {
            Some(next) => {
                self.open = names.remove_entry(&next.key);
                self.at = next;
            }
            None => self.is_over = true,
        }
        for (key, name) in names {
            match name.newest_marker {
                Some(_) if name.has_version => found.with_markers.push(key),
                Some(marker) => found.rows.push(marker),
                None => {}
            }
        }
        Ok(Some(found))
    }

    /// Whether more of a name may be on the next page.
    pub(super) fn is_open(&self, name: &str) -> bool {
        self.open.as_ref().is_some_and(|(open, _)| open == name)
    }

    /// Those of a page's rows that are still as they were. The page is asked for again.
    pub(super) async fn still(
        &self,
        api: &Api,
        at: &Cursor,
        rows: &[ObjectMark],
    ) -> Result<Vec<ObjectMark>, ConnectError> {
        let mut wanted: BTreeSet<&ObjectMark> = rows.iter().collect();
        let mut there = Vec::new();
        let mut at = at.clone();
        // New objects may have pushed some on to the next page; a name that is gone was on this one.
        for _ in 0..2 {
            let page = page(api, self.listing, &self.begins, &at).await?;
            there.extend(page.marks.into_iter().filter(|mark| wanted.remove(mark)));
            match page.next {
                Some(next) if !wanted.is_empty() => at = next,
                _ => break,
            }
        }
        Ok(there)
    }
}

/// How many of these versions of one name are still as they were.
pub(super) async fn left_of(
    api: &Api,
    listing: Listing,
    key: &str,
    wanted: &BTreeSet<&ObjectMark>,
) -> Result<u64, ConnectError> {
    let mut left = 0;
    each_of(api, listing, key, |mark| {
        left += u64::from(wanted.contains(mark));
        true
    })
    .await?;
    Ok(left)
}

/// Takes the delete markers of a name away if nothing else is left of it: with the last version behind them they have
/// hidden nothing any more, and the name itself may be somebody's. Tells how many names went: one or none.
pub(super) async fn sweep(api: &Api, key: &str) -> Result<u64, ConnectError> {
    let mut hides = false;
    each_of(api, Listing::Versions, key, |mark| {
        hides |= !mark.marker;
        !hides
    })
    .await?;
    // If a marker went while a version is there, the version would be back.
    if hides {
        return Ok(0);
    }
    let mut at = Cursor::default();
    loop {
        let page = page(api, Listing::Versions, key, &at).await?;
        let markers: Vec<&ObjectMark> =
            page.marks.iter().filter(|mark| mark.key == key && mark.marker).collect();
        if !markers.is_empty() {
            api.delete(&markers).await?;
        }
        match page.next {
            Some(next) if !markers.is_empty() => at = next,
            _ => break,
        }
    }
    // A store may say that a marker is gone while it is there (SeaweedFS does, of one from a suspended bucket).
    let mut is_there = false;
    each_of(api, Listing::Versions, key, |_| {
        is_there = true;
        false
    })
    .await?;
    Ok(u64::from(!is_there))
}

/// Shows every version of one name, until the answer is no.
pub(super) async fn each_of(
    api: &Api,
    listing: Listing,
    key: &str,
    mut see: impl FnMut(&ObjectMark) -> bool,
) -> Result<(), ConnectError> {
    let mut at = Cursor::default();
    loop {
        let page = page(api, listing, key, &at).await?;
        let mut own = page.marks.iter().filter(|mark| mark.key == key);
        if !own.all(&mut see) {
            return Ok(());
        }
        // Its versions stand together; longer names that begin the same come after it.
        match page.next {
            Some(next) if next.key.as_str() <= key => at = next,
            _ => return Ok(()),
        }
    }
}

/// One page of a listing.
pub(super) async fn page(
    api: &Api,
    listing: Listing,
    begins: &str,
    at: &Cursor,
) -> Result<xml::Page, ConnectError> {
    let mut query = vec![("encoding-type", "url"), ("max-keys", "1000"), ("prefix", begins)];
    match listing {
        Listing::Versions => {
            query.push(("versions", ""));
            if !at.key.is_empty() {
                query.push(("key-marker", &at.key));
            }
            if !at.version.is_empty() {
                query.push(("version-id-marker", &at.version));
            }
        }
        Listing::Current => {
            query.push(("list-type", "2"));
            if !at.key.is_empty() {
                query.push(("start-after", &at.key));
            }
        }
    }
    let answer = api.good(api.get(&query).await?, "its objects cannot be listed")?;
    xml::page(&answer.body, listing == Listing::Versions).ok_or_else(|| api.garbled())
}
