//! Policy text → what was written, with every value's place, and everything that is no policy at all.

mod activity;
mod dataset;
mod duty;
mod folder;
pub mod limits;
mod link;
mod print;
mod reader;
mod sections;
pub(crate) mod shape;
pub(crate) mod surface;
mod tree;
mod values;

pub use folder::{Loaded, load_folder};
pub use print::print;
pub(crate) use reader::Cx;

use crate::diagnostic::{Arg, Code, FileId, Finding, Sources, Span};
use surface::{Entry, Named, Surface};
use tree::{Key, Node};

/// Reads every file. A fault in one does not hide the faults in another.
pub(crate) fn read(cx: &mut Cx<'_>) -> Surface {
    let mut surface = Surface::default();
    let files: Vec<FileId> = cx.sources.files().map(|(file, _)| file).collect();
    for file in files {
        let sources = cx.sources;
        let text = sources.text(file);
        let before = cx.findings.len();
        match tree::parse(file, text, &mut cx.findings) {
            Some(root) => read_file(cx, &mut surface, &root, file),
            // A file of comments only is empty, not wrong.
            None => cx.incomplete |= cx.findings.len() > before,
        }
    }
    surface
}

/// Size limits for sources that did not come from a folder.
pub(crate) fn check_sizes(sources: &Sources) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut total = 0_u64;
    for (file, source) in sources.files() {
        let bytes = sources.text(file).len() as u64;
        total = total.saturating_add(bytes);
        if bytes > limits::MAX_FILE_BYTES {
            findings.push(too_large(&source.path, limits::MAX_FILE_BYTES));
        }
    }
    if total > limits::MAX_TOTAL_BYTES {
        findings.push(too_large_together());
    }
    findings
}

pub(crate) fn too_large(path: &str, limit: u64) -> Finding {
    Finding::new(Code::TooLarge, "g002")
        .arg("path", path)
        .arg("limit", (limit / 1024 / 1024).to_string())
        .help("help")
}

pub(crate) fn too_large_together() -> Finding {
    Finding::new(Code::TooLarge, "g002-total")
        .arg("limit", (limits::MAX_TOTAL_BYTES / 1024 / 1024).to_string())
}

fn read_file(cx: &mut Cx<'_>, surface: &mut Surface, root: &Node, file: FileId) {
    if root.is_null() {
        return;
    }
    let start = Span { file, start: 0, end: 0 };
    let Some(fields) = cx.fields(root, &shape::POLICY, "", start) else {
        cx.incomplete = true;
        return;
    };
    if let Some(node) = fields.get("gallra") {
        cx.version(node);
    }
    if let Some(node) = fields.get("organisation") {
        let place = fields.key("organisation");
        if let Some(earlier) = &surface.organisation {
            cx.report(name_twice("organisation", place, earlier.name));
        } else if let Some(value) = cx.organisation(node, place) {
            surface.organisation = Some(Entry { name: place, value });
        } else {
            cx.incomplete = true;
        }
    }
    if let Some(node) = fields.get("guard") {
        let place = fields.key("guard");
        if let Some(earlier) = &surface.guard {
            cx.report(name_twice("guard", place, earlier.name));
        } else if let Some(value) = cx.guard(node, place) {
            surface.guard = Some(Entry { name: place, value });
        }
    }
    if let Some(node) = fields.get("requests") {
        let place = fields.key("requests");
        if let Some(earlier) = &surface.requests {
            cx.report(name_twice("requests", place, earlier.name));
        } else if let Some(value) = cx.requests(node, place) {
            surface.requests = Some(Entry { name: place, value });
        }
    }
    let get = |key| fields.get(key);
    merge(cx, &mut surface.subjects, get("subjects"), &section_of("term-subject"), |cx, key, node| {
        Some(cx.described("term-subject", key, node))
    });
    merge(cx, &mut surface.measures, get("measures"), &section_of("term-measure"), |cx, key, node| {
        Some(cx.described("term-measure", key, node))
    });
    merge(cx, &mut surface.recipients, get("recipients"), &section_of("term-recipient"), Cx::recipient);
    merge(cx, &mut surface.systems, get("systems"), &section_of("term-system"), Cx::system);
    merge(cx, &mut surface.datasets, get("datasets"), &section_of("term-dataset"), Cx::dataset);
    merge(cx, &mut surface.activities, get("activities"), &section_of("term-activity"), Cx::activity);
    merge(cx, &mut surface.duties, get("duties"), &section_of("term-duty"), Cx::duty);
}

fn section_of(term: &'static str) -> Arg {
    Arg::Thing(term, String::new())
}

/// Adds one file's entries of a section to those of the files before.
fn merge<'s, T>(
    cx: &mut Cx<'s>,
    section: &mut Named<T>,
    node: Option<&Node>,
    owner: &Arg,
    mut read: impl FnMut(&mut Cx<'s>, &Key, &Node) -> Option<T>,
) {
    for (key, node) in cx.entries(node, owner) {
        if !cx.is_name(key) {
            cx.incomplete = true;
            continue;
        }
        if let Some(earlier) = section.get(&key.text) {
            cx.report(name_twice(&key.text, key.span, earlier.name));
            continue;
        }
        match read(cx, key, node) {
            Some(value) => {
                section.insert(key.text.clone(), Entry { name: key.span, value });
            }
            // The name exists but says nothing readable: names that miss it are not the fault.
            None => cx.incomplete = true,
        }
    }
}

fn name_twice(name: &str, place: Span, earlier: Span) -> Finding {
    Finding::new(Code::NameTwice, "g010").arg("name", name).at(place).also(earlier, "earlier").help("help")
}
