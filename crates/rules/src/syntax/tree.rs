//! YAML text → a tree of nodes that know where they stand.
//!
//! Built on the parser's events rather than on serde, because serde stops at the first fault and a compiler does not.
//! Scalars stay text until somebody asks for a type, so `country: NO` is Norway and `90 days` is no number.

use std::collections::HashMap;
use std::rc::Rc;

use serde_saphyr::granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, ScanError};

use super::limits::{MAX_ALIASED_NODES, MAX_DEPTH};
use crate::diagnostic::{Arg, Code, FileId, Finding, Span};

/// A value and where it stands.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
}

#[derive(Debug)]
pub(crate) enum Kind {
    /// A text; `plain` if it is not quoted, and so may be a number, a truth value or nothing.
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<Rc<Node>>),
    /// Keys that are no texts have been reported and left out, and so have repeated ones.
    Map(Vec<(Key, Rc<Node>)>),
}

#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) text: String,
    pub(crate) span: Span,
}

impl Node {
    /// Whether nothing is written here: `key:`, `~` or `null`.
    pub(crate) fn is_null(&self) -> bool {
        matches!(&self.kind, Kind::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null"))
    }
}

/// What stands in an unfinished collection.
enum Open {
    List { start: Span, anchor: usize, items: Vec<Rc<Node>> },
    Map { start: Span, anchor: usize, entries: Vec<(Key, Rc<Node>)>, key: Pending },
}

/// Where a mapping stands between a key and its value.
enum Pending {
    Key,
    Value(Option<Key>),
}

/// Reads one file. Faults go to `report`; a syntax error ends the file and yields nothing.
pub(crate) fn parse(file: FileId, text: &str, report: &mut Vec<Finding>) -> Option<Rc<Node>> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.flow_nesting_limit = MAX_DEPTH as usize;
    options.block_nesting_limit = MAX_DEPTH as usize;
    let mut builder = Builder {
        file,
        report,
        stack: Vec::new(),
        anchors: HashMap::new(),
        aliased: 0,
        root: None,
        documents: 0,
    };
    for event in Parser::new_from_str_with_options(text, options) {
        let stop = match event {
            Ok((event, span)) => {
                let span = byte_span(file, text, &span);
                builder.event(event, span)
            }
            Err(error) => Err(syntax_error(file, text, &error)),
        };
        if let Err(fatal) = stop {
            builder.report.push(fatal);
            return None;
        }
    }
    builder.root
}

fn byte_span(file: FileId, text: &str, span: &serde_saphyr::granit_parser::Span) -> Span {
    let byte = |marker: &serde_saphyr::granit_parser::Marker| {
        u32::try_from(marker.byte_offset().unwrap_or(text.len())).unwrap_or(u32::MAX)
    };
    let (start, end) = (byte(&span.start), byte(&span.end));
    // A block collection's span reaches into the empty lines after it.
    let trimmed = text
        .get(start as usize..end as usize)
        .map_or(end, |slice| start + u32::try_from(slice.trim_end().len()).unwrap_or(0));
    Span { file, start, end: trimmed.max(start) }
}

fn syntax_error(file: FileId, text: &str, error: &ScanError) -> Finding {
    let at = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
    let rest = text.get(at..).unwrap_or("");
    let width = rest.chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
    let position = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let span = Span { file, start: position(at), end: position(at + width) };
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        return Finding::new(Code::TooMuch, "g006-deep")
            .arg("limit", i64::from(MAX_DEPTH))
            .at(span)
            .help("help");
    }
    let cause = cause(error.kind());
    // The parser's own words are about the form of the text and do not quote it: it may hold a secret.
    let finding = Finding::new(Code::YamlSyntax, "g001")
        .arg("cause", cause.map_or_else(|| error.info().into(), Arg::Term));
    finding.at(span).help(if cause == Some("yaml-tab") { "tab" } else { "help" })
}

/// The faults that people make, in our own words.
fn cause(kind: &ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => "yaml-tab",
        ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::MisplacedFlowCollectionEnd
        | ErrorKind::MismatchedFlowCollectionEnd { .. } => "yaml-brackets",
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => "yaml-quotes",
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => "yaml-value",
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            "yaml-key"
        }
        ErrorKind::InvalidIndentation
        | ErrorKind::InvalidFlowScalarIndent
        | ErrorKind::InvalidQuotedScalarIndent => "yaml-indent",
        ErrorKind::UnknownAnchor => "yaml-alias",
        ErrorKind::UnexpectedCharacter { .. } => "yaml-character",
        _ => return None,
    })
}

struct Builder<'a> {
    file: FileId,
    report: &'a mut Vec<Finding>,
    stack: Vec<Open>,
    /// Anchor → its node and how many nodes it is when written out.
    anchors: HashMap<usize, (Rc<Node>, usize)>,
    aliased: usize,
    root: Option<Rc<Node>>,
    documents: usize,
}

impl Builder<'_> {
    /// Takes one event; an error ends the file.
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Finding> {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(Finding::new(Code::WrongShape, "g008-documents").at(span).help("help"));
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_tag(tag.is_some(), span);
                let kind = Kind::Scalar { text: text.into_owned(), plain: style == ScalarStyle::Plain };
                self.place(Rc::new(Node { span, kind }), anchor);
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.refuse_tag(tag.is_some(), span);
                self.stack.push(Open::List { start: span, anchor, items: Vec::new() });
            }
            Event::MappingStart(_, anchor, tag) => {
                self.refuse_tag(tag.is_some(), span);
                self.stack.push(Open::Map { start: span, anchor, entries: Vec::new(), key: Pending::Key });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(anchor) => {
                let Some((node, size)) = self.anchors.get(&anchor) else {
                    return Err(Finding::new(Code::TooMuch, "g006-self").at(span));
                };
                let node = Rc::clone(node);
                self.aliased = self.aliased.saturating_add(*size);
                if self.aliased > MAX_ALIASED_NODES as usize {
                    let finding = Finding::new(Code::TooMuch, "g006-alias");
                    return Err(finding.arg("limit", i64::from(MAX_ALIASED_NODES)).at(span).help("help"));
                }
                self.place(node, 0);
            }
            _ => {}
        }
        Ok(())
    }

    /// A tag (`!secret`, `!!int`) would be ignored, and nothing that somebody wrote is ignored.
    fn refuse_tag(&mut self, tagged: bool, span: Span) {
        if tagged {
            self.report.push(Finding::new(Code::WrongShape, "g008-tag").at(span));
        }
    }

    fn close(&mut self, end: Span) {
        let (node, anchor) = match self.stack.pop() {
            Some(Open::List { start, anchor, items }) => {
                let last = items.last().map_or(start.end, |item| item.span.end);
                let span = Span { end: end_of(start, end, last), ..start };
                (Node { span, kind: Kind::List(items) }, anchor)
            }
            Some(Open::Map { start, anchor, entries, .. }) => {
                let last = entries.last().map_or(start.end, |(_, value)| value.span.end);
                let span = Span { end: end_of(start, end, last), ..start };
                let entries = self.without_repeats(entries);
                (Node { span, kind: Kind::Map(entries) }, anchor)
            }
            None => return,
        };
        self.place(Rc::new(node), anchor);
    }

    /// Puts a finished node where it belongs: into the innermost open collection, or at the root.
    fn place(&mut self, node: Rc<Node>, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, (Rc::clone(&node), size(&node)));
        }
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { entries, key, .. }) => match std::mem::replace(key, Pending::Key) {
                Pending::Value(Some(key)) => entries.push((key, node)),
                Pending::Value(None) => {}
                Pending::Key => {
                    let found = match &node.kind {
                        Kind::Scalar { text, .. } => Some(Key { text: text.clone(), span: node.span }),
                        Kind::List(_) | Kind::Map(_) => None,
                    };
                    if found.is_none() {
                        self.report.push(Finding::new(Code::WrongShape, "g008-key").at(node.span));
                    }
                    *key = Pending::Value(found);
                }
            },
        }
    }

    fn without_repeats(&mut self, entries: Vec<(Key, Rc<Node>)>) -> Vec<(Key, Rc<Node>)> {
        let mut first: HashMap<String, Span> = HashMap::with_capacity(entries.len());
        let mut kept = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            debug_assert_eq!(key.span.file, self.file, "a key stands in the file that is read");
            if let Some(earlier) = first.get(&key.text) {
                let finding = Finding::new(Code::DuplicateKey, "g005").arg("key", &key.text);
                self.report.push(finding.at(key.span).also(*earlier, "earlier").help("help"));
            } else {
                first.insert(key.text.clone(), key.span);
                kept.push((key, value));
            }
        }
        kept
    }
}

/// A block collection has no end mark: it ends with its last value.
fn end_of(start: Span, end: Span, last: u32) -> u32 {
    if end.end > end.start { end.end.max(start.end) } else { last.max(start.end) }
}

/// Nodes when written out. Aliases inside have been counted against the limit already, so this stays small.
fn size(node: &Node) -> usize {
    match &node.kind {
        Kind::Scalar { .. } => 1,
        Kind::List(items) => 1 + items.iter().map(|item| size(item)).sum::<usize>(),
        Kind::Map(entries) => 1 + entries.iter().map(|(_, value)| 1 + size(value)).sum::<usize>(),
    }
}
