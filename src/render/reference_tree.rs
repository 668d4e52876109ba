//! Formatted works and citations as HTML.
//!
//! The other crate's own HTML has inline styles, which the site's policy forbids: its tree is
//! written here.

use hayagriva::citationberg::{Display, FontStyle, FontVariant, FontWeight, VerticalAlign};
use hayagriva::{ElemChild, ElemChildren, ElemMeta, Formatted};

use crate::render::gate::escape;

/// Writes a tree of the other crate. `cited` names the work of an item, which becomes a link.
pub(super) fn children<'k>(
    tree: &ElemChildren,
    out: &mut String,
    cited: &mut dyn FnMut(usize) -> Option<&'k str>,
) {
    for part in &tree.0 {
        child(part, out, cited);
    }
}

/// The tree is as deep as the style nests its groups, which no page's author writes.
pub(super) fn child<'k>(
    part: &ElemChild,
    out: &mut String,
    cited: &mut dyn FnMut(usize) -> Option<&'k str>,
) {
    match part {
        ElemChild::Text(text) => formatted(text, out),
        ElemChild::Elem(elem) => {
            let key = match elem.meta {
                Some(ElemMeta::Entry(item)) => cited(item),
                _ => None,
            };
            if let Some(key) = key {
                out.push_str("<a href=\"#");
                escape(&id(key), out);
                out.push_str("\">");
            }
            let linked = key.is_some();
            let block = matches!(elem.display, Some(Display::Block | Display::Indent));
            out.push_str(if block { "<span class=\"line\">" } else { "" });
            children(&elem.children, out, cited);
            out.push_str(if block { "</span>" } else { "" });
            out.push_str(if linked { "</a>" } else { "" });
        }
        ElemChild::Markup(text) => escape(text, out),
        ElemChild::Link { text, url } if is_web(url) => {
            out.push_str("<a class=\"external\" rel=\"noopener\" href=\"");
            escape(url, out);
            out.push_str("\">");
            formatted(text, out);
            out.push_str("</a>");
        }
        ElemChild::Link { text, .. } => formatted(text, out),
        ElemChild::Transparent { .. } => {}
    }
}

fn formatted(text: &Formatted, out: &mut String) {
    let format = &text.formatting;
    let tags = [
        (format.font_style == FontStyle::Italic, "<em>", "</em>"),
        (
            format.font_weight == FontWeight::Bold,
            "<strong>",
            "</strong>",
        ),
        (
            format.vertical_align == VerticalAlign::Sup,
            "<sup>",
            "</sup>",
        ),
        (
            format.vertical_align == VerticalAlign::Sub,
            "<sub>",
            "</sub>",
        ),
        (
            format.font_variant == FontVariant::SmallCaps,
            "<span class=\"small-caps\">",
            "</span>",
        ),
    ];
    for (_, start, _) in tags.iter().filter(|(applies, ..)| *applies) {
        out.push_str(start);
    }
    escape(&text.text, out);
    for (_, _, end) in tags.iter().rev().filter(|(applies, ..)| *applies) {
        out.push_str(end);
    }
}

/// Tells whether an address is one of the web.
pub(super) fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// Returns the id of a work in a list of references.
pub(super) fn id(key: &str) -> String {
    let mut id = "ref-".to_owned();
    for character in key.chars() {
        let plain = character.is_alphanumeric() || "-_.:".contains(character);
        id.push(if plain { character } else { '-' });
    }
    id
}
