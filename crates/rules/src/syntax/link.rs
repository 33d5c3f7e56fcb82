//! How records belong to others: `belongs_to` in its short and its long form, and what is made of what nothing reaches.

use super::reader::{Cx, Fields};
use super::shape;
use super::surface::{Link, Links, Named, Requests};
use super::tree::{Kind, Node};
use crate::diagnostic::Span;

impl Cx<'_> {
    /// `customers: customer_id`, `orders: [shop, order_no]`, `users: {by: author_id, as: refers}`, or a list of the last.
    pub(crate) fn belongs_to(&mut self, fields: &Fields<'_>) -> Named<Links> {
        let owner = fields.owner.clone();
        self.named(fields.get("belongs_to"), &owner, true, |cx, key, node| {
            let several: Vec<&Node> = match &node.kind {
                Kind::List(items) if items.iter().any(|item| matches!(item.kind, Kind::Map(_))) => {
                    items.iter().map(|item| &**item).collect()
                }
                Kind::Map(_) => vec![node],
                _ => {
                    let by = cx.names(node, &owner)?;
                    if by.is_empty() {
                        cx.wrong_shape(node, "expect-column", owner.clone());
                    }
                    let by = by.into_iter().map(|column| column.value).collect();
                    return Some(vec![Link { by, span: node.span, ..Link::default() }]);
                }
            };
            Some(several.into_iter().filter_map(|node| cx.link(node, &key.text, key.span)).collect())
        })
    }

    fn link(&mut self, node: &Node, name: &str, place: Span) -> Option<Link> {
        let fields = self.fields(node, &shape::LINK, name, place)?;
        let owner = fields.owner.clone();
        let by = self.required(&fields, "by", |cx, node, fields| cx.names(node, &fields.owner));
        if by.value().is_some_and(Vec::is_empty) {
            self.wrong_shape(node, "expect-column", owner.clone());
        }
        let tied = self.field(&fields, "as", |cx, node, fields| cx.word(node, &fields.owner, shape::TIED));
        let anonymise =
            self.named(fields.get("anonymise"), &owner, false, |cx, _, node| cx.replacement(node, &owner));
        Some(Link {
            by: by.value()?.iter().map(|column| column.value.clone()).collect(),
            tied: tied.value().copied().unwrap_or_default(),
            anonymise: anonymise.into_iter().map(|(column, entry)| (column, entry.value)).collect(),
            span: node.span,
        })
    }

    pub(crate) fn requests(&mut self, node: &Node, place: Span) -> Option<Requests> {
        let fields = self.fields(node, &shape::REQUESTS, "", place)?;
        let unreached = self
            .field(&fields, "unreached", |cx, node, fields| cx.word(node, &fields.owner, shape::UNREACHED));
        Some(Requests { unreached })
    }
}
