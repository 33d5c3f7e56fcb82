//! Writing the package: whole or not at all, for its owner alone.

mod place;

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use gallra_vault::parcel::Recipient;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::json;

use super::document::Pages;
use super::gather::{Gathered, Set};
use super::spool::{Spooled, Stage};
use super::{Form, Options, What, names};
use crate::{AppError, Context};
use place::Place;

/// What a package's name begins with.
pub(super) const PREFIX: &str = "gallra-";
/// What this way of writing a package is called in its files. A reader that knows it knows what stands where.
const FORMAT: &str = "gallra.package/1";

/// What a package is made for.
pub(super) struct Frame<'a> {
    pub(super) request: &'a str,
    pub(super) made: Date,
    pub(super) expires: Date,
    pub(super) options: &'a Options,
}

/// A package that was written.
pub(super) struct Packed {
    pub(super) path: PathBuf,
    pub(super) bytes: u64,
    pub(super) sha256: String,
    pub(super) files: u64,
}

/// A file of a package, in its manifest.
#[derive(Debug, Serialize)]
struct Entry {
    path: String,
    bytes: u64,
    sha256: String,
}

/// It cannot be made.
pub(super) fn failed(place: &Path, cause: &str) -> AppError {
    AppError::Package { path: place.to_owned(), cause: cause.to_owned() }
}

pub(super) fn failed_io(place: &Path, fault: &io::Error) -> AppError {
    failed(place, &format!("it cannot be written ({})", fault.kind()))
}

/// Writes everything. If we crash before the last rename, there is no package, and what was begun is removed by `purge` when
/// its day has passed.
pub(super) fn pack(
    context: &Context,
    frame: &Frame<'_>,
    stage: &Stage,
    gathered: Gathered,
    pages: &Pages,
    recipient: Option<&Recipient>,
) -> Result<Packed, AppError> {
    let ending = match (frame.options.form, recipient) {
        (Form::Folder, _) => "",
        (Form::Zip, None) => ".zip",
        (Form::Zip, Some(_)) => ".zip.age",
    };
    // What a request is called becomes part of a path.
    let name = format!("{PREFIX}{}-{}{ending}", names::safe(frame.request), frame.expires);
    let path = frame.options.folder.join(name);
    let written = || -> io::Result<(u64, String, u64)> {
        let mut place = Place::begin(&path, frame, recipient)?;
        let mut entries = Vec::new();
        fill(context, frame, stage, gathered, pages, &mut |file, bytes, content| {
            entries.push(place.put(file, bytes, content)?);
            Ok(())
        })?;
        let manifest = manifest(context, frame, &entries)?;
        let files = entries.len() as u64 + 1;
        let told = place.put("manifest.json", manifest.len() as u64, &mut |out| out.write_all(&manifest))?;
        let (bytes, sha256) = place.finish()?;
        Ok(match frame.options.form {
            Form::Zip => (bytes, sha256, files),
            Form::Folder => (bytes, told.sha256, files),
        })
    };
    let (bytes, sha256, files) = written().map_err(|fault| match fault.kind() {
        io::ErrorKind::AlreadyExists | io::ErrorKind::DirectoryNotEmpty => {
            failed(&path, "it is there already; remove it, or make one file instead of a folder")
        }
        _ => failed_io(&path, &fault),
    })?;
    Ok(Packed { path, bytes, sha256, files })
}

/// Takes a file: its path, about how many bytes, and what writes them.
type Put<'p> =
    &'p mut dyn FnMut(&str, u64, &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> io::Result<()>;

fn fill(
    context: &Context,
    frame: &Frame<'_>,
    stage: &Stage,
    gathered: Gathered,
    pages: &Pages,
    put: Put<'_>,
) -> io::Result<()> {
    for (path, text) in [("answer.html", &pages.html), ("answer.md", &pages.markdown)] {
        put(path, text.len() as u64, &mut |out| out.write_all(text.as_bytes()))?;
    }
    let head = json!({
        "format": FORMAT,
        "request": frame.request,
        "organisation": context.policy.organisation.name,
        "made": frame.made,
    });
    let (mut all, mut tables, mut portable, mut portable_tables) = (vec![], vec![], vec![], vec![]);
    for Set { found, json, csv, portable: part } in gathered.sets {
        let columns: Vec<_> =
            found.columns.iter().map(|it| json!({"name": it.name, "category": it.category})).collect();
        let name = found.dataset.as_str().to_owned();
        tables.push((found.file.clone(), csv));
        if let Some((json, csv)) = part {
            portable.push((name.clone(), None, json));
            portable_tables.push((format!("portable/{}", found.file), csv));
        }
        all.push((name, Some(json!(columns)), json));
    }
    if frame.options.what == What::Access {
        data(stage, "data.json", &head, all, put)?;
        for (path, table) in tables {
            spooled(stage, &path, table, put)?;
        }
    }
    data(stage, "portable/data.json", &head, portable, put)?;
    for (path, table) in portable_tables {
        spooled(stage, &path, table, put)?;
    }
    let mut files = stage.read(gathered.stage_files)?;
    for file in gathered.files {
        let mut content = (&mut files).take(file.bytes);
        if file.counts && (frame.options.what == What::Access || file.portable) {
            put(&file.path, file.bytes, &mut |out| io::copy(&mut content, out).map(drop))?;
        }
        // What is passed over has to be read as well.
        io::copy(&mut content, &mut io::sink())?;
    }
    Ok(())
}

fn spooled(stage: &Stage, path: &str, spooled: Spooled, put: Put<'_>) -> io::Result<()> {
    let bytes = spooled.bytes;
    let mut content = stage.read(spooled)?;
    put(path, bytes, &mut |out| io::copy(&mut content, out).map(drop))
}

/// One document of JSON: what the package is, and each dataset's records as they were written down.
fn data(
    stage: &Stage,
    path: &str,
    head: &serde_json::Value,
    sets: Vec<(String, Option<serde_json::Value>, Spooled)>,
    put: Put<'_>,
) -> io::Result<()> {
    let bytes = sets.iter().map(|(_, _, records)| records.bytes).sum();
    let mut sets = Some(sets);
    put(path, bytes, &mut |out| {
        let text = head.to_string();
        out.write_all(text.trim_end_matches('}').as_bytes())?;
        out.write_all(b",\"datasets\":{")?;
        for (position, (name, columns, records)) in sets.take().into_iter().flatten().enumerate() {
            out.write_all(if position > 0 { b",\n" } else { b"\n" })?;
            serde_json::to_writer(&mut *out, &name)?;
            out.write_all(b":{")?;
            if let Some(columns) = columns {
                write!(out, "\"columns\":{columns},")?;
            }
            out.write_all(b"\"records\":[\n")?;
            io::copy(&mut stage.read(records)?, out)?;
            out.write_all(b"]}")?;
        }
        out.write_all(b"}}\n")
    })
}

fn manifest(context: &Context, frame: &Frame<'_>, entries: &[Entry]) -> io::Result<Vec<u8>> {
    let manifest = json!({
        "format": FORMAT,
        "request": frame.request,
        "organisation": context.policy.organisation.name,
        "article": match frame.options.what { What::Access => 15, What::Portable => 20 },
        "made": frame.made,
        "expires": frame.expires,
        "language": frame.options.language,
        "files": entries,
    });
    let mut text = serde_json::to_vec_pretty(&manifest)?;
    text.push(b'\n');
    Ok(text)
}
