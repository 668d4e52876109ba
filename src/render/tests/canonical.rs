//! HTML of the specification of CommonMark and of ours, written so that it can be compared.

use std::collections::BTreeMap;

use scraper::{ElementRef, Html as Parsed, Selector};

use super::*;
use crate::domain::link::LinkRole;
use crate::domain::page::ANCHOR_PREFIX;
use crate::domain::problem::Position;
use crate::render::links::{AddressTarget, lead};

/// Every link leads somewhere, and every image is there.
pub(super) fn everywhere(link: &Link) -> Destination {
    let name = match &link.target {
        LinkTarget::Path(name) | LinkTarget::Name(name) => name.as_str(),
        LinkTarget::Here => "",
    };
    let fragment = link.fragment.as_ref();
    let fragment = fragment.map_or_else(String::new, |fragment| format!("#{fragment}"));
    let address = format!("/{name}{fragment}");
    match link.role {
        LinkRole::Image => Destination::File { address },
        _ => Destination::Page {
            address,
            title: name.to_owned(),
        },
    }
}

/// Returns where an address of the specification leads by our rules.
fn address(href: &str, role: LinkRole) -> Option<String> {
    match lead(href, "x.md", role, Position::START) {
        AddressTarget::Inside(link) => match everywhere(&link) {
            Destination::Page { address, .. } | Destination::File { address } => Some(address),
            _ => None,
        },
        AddressTarget::External(href) | AddressTarget::Site(href) | AddressTarget::Data(href) => {
            Some(href)
        }
        AddressTarget::Refused(_) => None,
    }
}

/// Writes HTML so that what means the same is the same.
pub(super) fn canonical(html: &str, ours: bool) -> String {
    let mut out = String::new();
    inner(
        Parsed::parse_fragment(html).root_element(),
        ours,
        false,
        &mut out,
    );
    let mut tidy = String::with_capacity(out.len());
    let pieces = out.split(EDGE).map(str::trim);
    for piece in pieces.filter(|piece| !piece.is_empty()) {
        tidy.push_str(piece);
        tidy.push('\n');
    }
    tidy
}

/// Stands where white space means nothing.
const EDGE: char = '\u{1}';
const BLOCKS: [&str; 16] = [
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "hr",
    "div",
    "table",
    "tr",
    "td",
];

fn inner(element: ElementRef<'_>, ours: bool, pre: bool, out: &mut String) {
    for child in element.children() {
        if let Some(element) = ElementRef::wrap(child) {
            outer(element, ours, pre, out);
        } else if let Some(text) = child.value().as_text() {
            if pre {
                out.push_str(&text.replace('\n', "⏎").replace(' ', "·"));
            } else {
                collapsed(text, out);
            }
        }
    }
}

fn collapsed(text: &str, out: &mut String) {
    let mut space = false;
    for character in text.chars() {
        if character.is_ascii_whitespace() {
            space = true;
            continue;
        }
        if std::mem::take(&mut space) && !out.ends_with(' ') {
            out.push(' ');
        }
        out.push(character);
    }
    if space && !out.ends_with(' ') {
        out.push(' ');
    }
}

fn decoded(address: &str) -> String {
    let bytes = percent_encoding::percent_decode_str(address);
    bytes.decode_utf8_lossy().into_owned()
}

fn outer(element: ElementRef<'_>, ours: bool, pre: bool, out: &mut String) {
    let name = match element.value().name() {
        "h1" => "h2",
        name => name,
    };
    let role = match name {
        "img" => LinkRole::Image,
        _ => LinkRole::Text,
    };
    let class = element.value().attr("class").unwrap_or("");
    if name == "span" && ours && class.starts_with("hl-") {
        return inner(element, ours, pre, out);
    }
    if name == "figure" && ours {
        return figure(element, out);
    }
    let mut attributes: BTreeMap<&str, String> = BTreeMap::new();
    for (attribute, value) in element.value().attrs() {
        let kept = match attribute {
            "href" | "src" if ours => Some(decoded(value)),
            "href" | "src" => address(value, role).map(|address| decoded(&address)),
            "id" if ours => value.strip_prefix(ANCHOR_PREFIX).map(str::to_owned),
            "id" | "alt" | "title" | "start" => Some(value.to_owned()),
            _ => None,
        };
        attributes.extend(kept.map(|value| (attribute, value)));
    }
    if name == "img" {
        attributes.entry("alt").or_default();
    }
    // A link whose address is refused is its text.
    if name == "a" && !attributes.contains_key("href") {
        return inner(element, ours, pre, out);
    }
    let edge = if BLOCKS.contains(&name) {
        EDGE.to_string()
    } else {
        String::new()
    };
    out.push_str(&format!("{edge}<{name}"));
    for (attribute, value) in attributes {
        out.push_str(&format!(" {attribute}={value:?}"));
    }
    out.push_str(&format!(">{edge}"));
    inner(element, ours, pre || name == "pre", out);
    if !["img", "br", "hr"].contains(&name) {
        out.push_str(&format!("{edge}</{name}>"));
    }
    out.push_str(&edge);
}

/// An image that stands alone and has a title is a figure.
fn figure(figure: ElementRef<'_>, out: &mut String) {
    let one = |selector| figure.select(&Selector::parse(selector).unwrap()).next();
    let title: String = one("figcaption").unwrap().text().collect();
    let image = one("img").unwrap();
    out.push_str(&format!("{EDGE}<p>{EDGE}<img"));
    for attribute in ["alt", "src"] {
        let value = decoded(image.value().attr(attribute).unwrap_or(""));
        out.push_str(&format!(" {attribute}={value:?}"));
    }
    out.push_str(&format!(" title={title:?}>{EDGE}</p>{EDGE}"));
}
