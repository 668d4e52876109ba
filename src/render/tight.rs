//! Whether a line stands in a paragraph of its own, or straight in a list's item or a table's cell.

use comrak::nodes::{Node, NodeValue};

use crate::render::raw_elements::ContentModel;

/// Returns the content model of what a line's raw HTML stands in.
pub(super) fn content_model(node: Node<'_>) -> ContentModel {
    let block = node
        .ancestors()
        .skip(1)
        .find(|ancestor| ancestor.data().value.block());
    match block {
        Some(block) if matches!(block.data().value, NodeValue::TableCell) => ContentModel::Flow,
        Some(block) if is_tight(block) => ContentModel::Flow,
        _ => ContentModel::Phrasing,
    }
}

/// Tells whether a paragraph stands in a tight list, where it has no tags of its own.
pub(super) fn is_tight(node: Node<'_>) -> bool {
    let Some(parent) = node.parent() else {
        return false;
    };
    let in_term = matches!(parent.data().value, NodeValue::DescriptionTerm);
    in_term
        || parent
            .parent()
            .is_some_and(|list| match &list.data().value {
                NodeValue::List(list) => list.tight,
                // The parser calls an item tight by how it begins; two paragraphs would run together.
                NodeValue::DescriptionItem(item) => item.tight && !has_paragraphs(parent),
                _ => false,
            })
}

/// Tells whether there is more than one paragraph in a block.
fn has_paragraphs(block: Node<'_>) -> bool {
    let mut children = block.children();
    let paragraph = |node: &Node<'_>| {
        let data = node.data();
        matches!(data.value, NodeValue::Paragraph)
    };
    children.by_ref().filter(paragraph).nth(1).is_some()
}
