//! Typed reading of the tree. Every fault is reported and reading goes on.

use std::rc::Rc;

use super::shape::{Shape, Words};
use super::surface::{Entry, Got, Named, Names, Sp};
use super::tree::{Key, Kind, Node};
use crate::diagnostic::{Arg, Code, Finding, Sources, Span, closest};

/// What reading and checking share: the texts, and the findings so far.
pub(crate) struct Cx<'s> {
    pub(crate) sources: &'s Sources,
    pub(crate) findings: Vec<Finding>,
    /// Some file could not be read at all: then a name may be missing only because of that.
    pub(crate) incomplete: bool,
}

/// The fields of one mapping; unknown ones have been reported.
pub(crate) struct Fields<'n> {
    shape: &'static Shape,
    /// Whose fields they are, for messages.
    pub(crate) owner: Arg,
    /// Where the owner's name stands.
    pub(crate) place: Span,
    entries: &'n [(Key, Rc<Node>)],
    /// Fields that misspelt ones were probably meant to be: they are not missing too.
    meant: Vec<&'static str>,
}

impl<'n> Fields<'n> {
    /// The field's value; nothing if it is not there or `null`.
    pub(crate) fn get(&self, key: &str) -> Option<&'n Node> {
        debug_assert!(self.shape.keys.contains(&key), "`{key}` is not in the shape {}", self.shape.name);
        self.entries
            .iter()
            .find(|(found, _)| found.text == key)
            .map(|(_, node)| &**node)
            .filter(|node| !node.is_null())
    }

    /// Where the field's name stands.
    pub(crate) fn key(&self, key: &str) -> Span {
        self.entries.iter().find(|(found, _)| found.text == key).map_or(self.place, |(found, _)| found.span)
    }
}

impl Cx<'_> {
    pub(crate) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Opens a mapping of a known shape. `name` is the owner's name, empty if it has none.
    pub(crate) fn fields<'n>(
        &mut self,
        node: &'n Node,
        shape: &'static Shape,
        name: &str,
        place: Span,
    ) -> Option<Fields<'n>> {
        let owner = Arg::Thing(shape.term, name.to_owned());
        let Kind::Map(entries) = &node.kind else {
            self.wrong_shape(node, "expect-fields", owner);
            return None;
        };
        let mut meant = Vec::new();
        for (key, _) in entries {
            if !shape.keys.contains(&key.text.as_str()) {
                meant.extend(closest(&key.text, shape.keys.iter().copied()));
                let finding = Finding::new(Code::UnknownField, "g007").arg("key", &key.text);
                let finding =
                    finding.arg("owner", owner.clone()).arg("known", shape.keys.join(", ")).at(key.span);
                self.report(finding.did_you_mean(&key.text, shape.keys.iter().copied(), Some("help")));
            }
        }
        Some(Fields { shape, owner, place, entries, meant })
    }

    /// A mapping whose keys are free names.
    pub(crate) fn entries<'n>(&mut self, node: Option<&'n Node>, owner: &Arg) -> &'n [(Key, Rc<Node>)] {
        match node.map(|node| (&node.kind, node)) {
            None => &[],
            Some((Kind::Map(entries), _)) => entries,
            Some((_, node)) => {
                self.wrong_shape(node, "expect-names", owner.clone());
                &[]
            }
        }
    }

    pub(crate) fn wrong_shape(&mut self, node: &Node, expected: &'static str, owner: Arg) {
        let found = match &node.kind {
            Kind::Scalar { .. } if node.is_null() => "found-nothing",
            Kind::Scalar { text, .. } if text.trim().is_empty() => "found-empty",
            Kind::Scalar { .. } => "found-text",
            Kind::List(_) => "found-list",
            Kind::Map(_) => "found-fields",
        };
        let finding =
            Finding::new(Code::WrongShape, "g008").arg("owner", owner).arg("expected", Arg::Term(expected));
        self.report(finding.arg("found", Arg::Term(found)).at(node.span));
    }

    /// A field that must be there.
    pub(crate) fn missing(&mut self, fields: &Fields<'_>, key: &'static str) {
        let finding =
            Finding::new(Code::MissingField, "g009").arg("key", key).arg("owner", fields.owner.clone());
        self.report(finding.at(fields.place));
    }

    /// A field read by `read`, which reports its own faults.
    pub(crate) fn field<T>(
        &mut self,
        fields: &Fields<'_>,
        key: &str,
        read: impl FnOnce(&mut Self, &Node, &Fields<'_>) -> Option<T>,
    ) -> Got<T> {
        match fields.get(key) {
            None if fields.meant.contains(&key) => Got::Bad,
            None => Got::Absent,
            Some(node) => match read(self, node, fields) {
                Some(value) => Got::Good(Sp { value, span: node.span }),
                None => Got::Bad,
            },
        }
    }

    /// The same for a field that must be there.
    pub(crate) fn required<T>(
        &mut self,
        fields: &Fields<'_>,
        key: &'static str,
        read: impl FnOnce(&mut Self, &Node, &Fields<'_>) -> Option<T>,
    ) -> Got<T> {
        match self.field(fields, key, read) {
            Got::Absent => {
                self.missing(fields, key);
                Got::Bad
            }
            got => got,
        }
    }

    /// A text that is not empty.
    pub(crate) fn text<'n>(&mut self, node: &'n Node, owner: &Arg) -> Option<&'n str> {
        if let Kind::Scalar { text, .. } = &node.kind
            && !node.is_null()
            && !text.trim().is_empty()
        {
            return Some(text.trim());
        }
        self.wrong_shape(node, "expect-text", owner.clone());
        None
    }

    pub(crate) fn owned(&mut self, node: &Node, fields: &Fields<'_>) -> Option<String> {
        self.text(node, &fields.owner).map(str::to_owned)
    }

    /// One of the words that a field may hold.
    pub(crate) fn word<T: Copy>(&mut self, node: &Node, owner: &Arg, words: Words<T>) -> Option<T> {
        let text = self.text(node, owner)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            self.unknown_value(node, text, words.iter().map(|(word, _)| *word));
        }
        found
    }

    pub(crate) fn unknown_value<'w>(
        &mut self,
        node: &Node,
        text: &str,
        words: impl Iterator<Item = &'w str> + Clone,
    ) {
        let known = words.clone().collect::<Vec<_>>().join(", ");
        let finding =
            Finding::new(Code::UnknownValue, "g011").arg("value", text).arg("known", known).at(node.span);
        self.report(finding.did_you_mean(text, words, Some("help")));
    }

    /// A list of names; one name alone may stand without brackets.
    pub(crate) fn names(&mut self, node: &Node, owner: &Arg) -> Option<Names> {
        let items: Vec<&Node> = match &node.kind {
            Kind::List(items) => items.iter().map(|item| &**item).collect(),
            Kind::Scalar { .. } => vec![node],
            Kind::Map(_) => {
                self.wrong_shape(node, "expect-list", owner.clone());
                return None;
            }
        };
        let mut names: Names = Vec::with_capacity(items.len());
        for item in items {
            let Some(value) = self.text(item, owner) else { continue };
            if let Some(earlier) = names.iter().find(|name| name.value == value) {
                let finding = Finding::new(Code::DuplicateKey, "g005-item").arg("key", value).at(item.span);
                self.report(finding.also(earlier.span, "earlier"));
            } else {
                names.push(Sp { value: value.to_owned(), span: item.span });
            }
        }
        Some(names)
    }

    /// Reads a field whose keys are names, each by `read`; faulty names are reported and left out.
    pub(crate) fn named<T>(
        &mut self,
        node: Option<&Node>,
        owner: &Arg,
        checked: bool,
        mut read: impl FnMut(&mut Self, &Key, &Node) -> Option<T>,
    ) -> Named<T> {
        let mut all = Named::new();
        for (key, node) in self.entries(node, owner) {
            if checked && !self.is_name(key) {
                continue;
            }
            if let Some(value) = read(self, key, node) {
                all.insert(key.text.clone(), Entry { name: key.span, value });
            }
        }
        all
    }

    /// Names stand in plans, evidence and file names, so they are short and plain.
    pub(crate) fn is_name(&mut self, key: &Key) -> bool {
        let mut letters = key.text.chars();
        let good = letters.next().is_some_and(char::is_alphabetic)
            && letters.all(|c| c.is_alphanumeric() || c == '_' || c == '-')
            && key.text.chars().count() <= 64;
        if !good {
            self.report(Finding::new(Code::BadName, "g014").arg("name", &key.text).at(key.span).help("help"));
        }
        good
    }

    /// The part of a scalar's text that `part` is, as a place; the whole scalar if it cannot be told.
    pub(crate) fn part_of(&self, node: &Node, part: &str) -> Span {
        let slice = self.sources.slice(node.span);
        match slice.rfind(part) {
            Some(at) if !part.is_empty() => {
                let start = node.span.start + u32::try_from(at).unwrap_or(0);
                Span { start, end: start + u32::try_from(part.len()).unwrap_or(0), ..node.span }
            }
            _ => node.span,
        }
    }
}
