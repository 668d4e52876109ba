//! The pictures that a text shows, with what is said of each for whoever does not see it.

use comrak::nodes::{Node, NodeValue};

use crate::render::citations::Bibliography;
use crate::render::markdown;
use crate::render::source::{self, Body};

/// Most pictures of a text that are found.
const MOST: usize = 20;

/// A picture in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextPicture {
    /// Its address, as written.
    pub href: String,
    /// Its description in words; empty where nobody gave one.
    pub alt: String,
}

/// Returns the first pictures of a file's text, in their order; none where it cannot be read as Markdown.
pub(super) fn pictures(source: &[u8]) -> Vec<TextPicture> {
    let (text, problem) = source::decode(source);
    if problem.is_some() {
        return Vec::new();
    }
    let (_, body) = Body::split(&text, &mut Vec::new());
    let read = |root: Node<'_>, _: crate::render::slips::Slips<'_>| {
        let nodes = root.descendants();
        nodes.filter_map(picture).take(MOST).collect()
    };
    markdown::parse(&body, &Bibliography::default(), read).unwrap_or_default()
}

fn picture(node: Node<'_>) -> Option<TextPicture> {
    let href = match &node.data().value {
        NodeValue::Image(link) => link.url.clone(),
        _ => return None,
    };
    let mut alt = String::new();
    for part in node.descendants() {
        match &part.data().value {
            NodeValue::Text(text) => alt.push_str(text),
            NodeValue::Code(code) => alt.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => alt.push(' '),
            _ => {}
        }
    }
    Some(TextPicture {
        href,
        alt: alt.trim().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_come_in_their_order_with_what_they_show() {
        let source = "---\ntitle: T\n---\n\nText ![A *tall*\nheron](a.png \"T\").\n\n- ![](b/c.jpg)\n\n`![no](x.png)`\n";
        let found = pictures(source.as_bytes());
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|one| (one.href.as_str(), one.alt.as_str()))
            .collect();
        assert_eq!(found, [("a.png", "A tall heron"), ("b/c.jpg", "")]);
        assert_eq!(pictures(b"\xff"), []);
    }
}
