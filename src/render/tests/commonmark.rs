//! The examples of the CommonMark specification: what they mean, and where we mean to differ.
//!
//! Compared is what a reader gets: elements, text, addresses and titles. Our own markup (classes,
//! ids of headings, highlighted code) is taken off, and both sides pass through the same rules for
//! addresses, so that what is left to differ is Markdown.

use std::collections::BTreeMap;

use scraper::{ElementRef, Html as Parsed, Selector};

use crate::domain::page::ANCHOR_PREFIX;
use crate::domain::problem::Position;
use crate::render::links::{AddressTarget, lead};

use super::*;

const SPECIFICATION: &str = include_str!("../../../tests/data/commonmark/spec.txt");

/// Why an example differs. Addresses of other schemes than http, https, mailto and tel are text on
/// both sides here: they are no matter of Markdown.
const CLEANED: &str = "HTML is cleaned: comments, declarations, scripts and unknown elements go";
const BALANCED: &str = "HTML is balanced within the block that it stands in";
const LINKED: &str = "bare addresses are links, as on git hosting";
const REFERENCE: &str = "addresses in raw HTML know only the character references they need";
const WIKILINK: &str = "double brackets are wikilinks";

/// The examples that are meant to differ.
const MEANT: &[(&str, &[usize])] = &[
    (
        CLEANED,
        &[
            150, 163, 170, 171, 172, 173, 176, 178, 201, 491, 524, 536, 613, 614, 615, 617,
        ],
    ),
    (BALANCED, &[148, 167, 187, 344, 476, 477, 494, 642, 643]),
    (LINKED, &[602, 608, 611, 612]),
    (REFERENCE, &[31, 630]),
    (WIKILINK, &[559, 590]),
];

struct CommonMarkExample {
    number: usize,
    markdown: String,
    html: String,
}

fn examples() -> Vec<CommonMarkExample> {
    let fence = "`".repeat(32);
    let mut found = Vec::new();
    let mut lines = SPECIFICATION.lines();
    while let Some(line) = lines.next() {
        if line.strip_prefix(fence.as_str()).map(str::trim) != Some("example") {
            continue;
        }
        let mut part = |end: &str| {
            let mut text = String::new();
            for line in lines.by_ref().take_while(|line| *line != end) {
                text.push_str(&line.replace('→', "\t"));
                text.push('\n');
            }
            text
        };
        found.push(CommonMarkExample {
            number: found.len() + 1,
            markdown: part("."),
            html: part(&fence),
        });
    }
    found
}

/// Every link leads somewhere, and every image is there.
fn everywhere(link: &Link) -> Destination {
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

fn rendered(markdown: &str) -> String {
    let source = format!("---\ntitle: T\nsummary: S\n---\n{markdown}");
    let path = PagePath::parse("x").unwrap();
    let vocabulary = Vocabulary::default();
    let (mut page, _) = read(
        path,
        "x.md",
        object(),
        source.as_bytes(),
        &vocabulary,
        &Bibliography::default(),
    );
    // No heading says the same.
    page.title = "\u{1}".to_owned();
    let article = html(
        &page,
        source.as_bytes(),
        &everywhere,
        &Bibliography::default(),
    );
    without_anchors(article.html.as_str())
}

/// Takes off the links that headings are to themselves.
fn without_anchors(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(start) = rest.find("<a class=\"anchor\"") {
        out.push_str(&rest[..start]);
        let begin = start + rest[start..].find('>').map_or(0, |end| end + 1);
        let end = begin + rest[begin..].find("</a>").unwrap_or(0);
        out.push_str(&rest[begin..end]);
        rest = &rest[end + "</a>".len()..];
    }
    out + rest
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
fn canonical(html: &str, ours: bool) -> String {
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

#[test]
fn the_specification_holds_but_where_we_mean_to_differ() {
    let examples = examples();
    assert_eq!(examples.len(), 652);
    let mut wrong = String::new();
    for example in &examples {
        let ours = canonical(&rendered(&example.markdown), true);
        let theirs = canonical(&example.html, false);
        let number = example.number;
        let meant = MEANT.iter().find(|(_, numbers)| numbers.contains(&number));
        match (ours == theirs, meant) {
            (true, None) | (false, Some(_)) => {}
            (true, Some((why, _))) => {
                wrong.push_str(&format!("example {number} is as specified, not: {why}\n"));
            }
            (false, None) => wrong.push_str(&format!(
                "example {number}\n{}\nspecified:\n{theirs}\nours:\n{ours}\n",
                example.markdown
            )),
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
