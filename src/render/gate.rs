//! The gate: the only way in which HTML leaves this module.
//!
//! Everything that [`super::writer`] wrote, our own markup and the author's, passes one allow-list.
//! The author's attributes are few and harmless; ours (classes, ids, resolved addresses) carry a
//! mark that the author's cannot carry, because [`super::raw`] writes all of them anew. What other
//! crates made (MathML, highlighted code, citations) waits in [`Slots`] until the gate is passed.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use crate::render::marks::{MARK, escape, own};
use crate::render::raw_elements;

/// HTML that is safe to put into a page. Only this module makes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Returns the HTML as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Divides the HTML at some of its bytes, as the gate gave them.
    pub(super) fn split(&self, at: &[usize]) -> Vec<HtmlPart<'_>> {
        let starts = std::iter::once(0).chain(at.iter().copied());
        let ends = at.iter().copied().chain([self.0.len()]);
        let parts = starts.zip(ends);
        parts
            .map(|(start, end)| HtmlPart(Cow::Borrowed(self.0.get(start..end).unwrap_or(""))))
            .collect()
    }

    /// Wraps what a writer of ours composed of escaped text and fixed markup.
    pub(super) fn composed(html: String) -> Self {
        Self(html)
    }
}

impl fmt::Display for Html {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A part of a page's HTML.
#[derive(Clone, Debug)]
pub struct HtmlPart<'h>(Cow<'h, str>);

impl fmt::Display for HtmlPart<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl HtmlPart<'_> {
    /// The same with a link behind each heading that can be linked to: to an address with the
    /// heading's id behind it. `label` says what the links do, to those who hear the page.
    pub fn with_heading_links(&self, address: &str, label: &str) -> Self {
        const HEADING: &str = "<a class=\"anchor\" href=\"#";
        let (address, label) = (attribute(address), attribute(label));
        let (mut html, mut rest) = (String::with_capacity(self.0.len()), &*self.0);
        while let Some((before, behind)) = rest.split_once(HEADING) {
            let Some((id, text)) = behind.split_once('"') else {
                break;
            };
            let Some(end) = text.find("</a></h").map(|end| end + "</a>".len()) else {
                break;
            };
            html.push_str(before);
            html.push_str(&format!(
                "{HEADING}{id}\"{}<a class=\"edit-section\" href=\"{address}{id}\" rel=\"nofollow\" aria-label=\"{label}\"></a>",
                &text[..end]
            ));
            rest = &text[end..];
        }
        html.push_str(rest);
        HtmlPart(Cow::Owned(html))
    }
}

/// Writes a text of ours as it can stand in an attribute.
fn attribute(text: &str) -> String {
    let mut escaped = String::new();
    escape(text, &mut escaped);
    escaped
}

/// Pieces of HTML that need no cleaning, by the number that stands for them.
#[derive(Default)]
pub(super) struct Slots {
    pieces: Vec<String>,
    bytes: usize,
    /// The numbers of those that are filled when the page is shown.
    open: Vec<usize>,
}

impl Slots {
    /// Keeps a piece and writes its slot.
    pub(super) fn put(&mut self, piece: String, out: &mut String) -> usize {
        let number = self.pieces.len();
        self.bytes += piece.len();
        self.pieces.push(piece);
        out.push_str("<span");
        own("slot", &number.to_string(), out);
        out.push_str("></span>");
        number
    }

    /// Writes a slot that is filled when the page is shown.
    pub(super) fn leave_open(&mut self, out: &mut String) {
        let number = self.put(String::new(), out);
        self.open.push(number);
    }

    /// Changes a piece.
    pub(super) fn set(&mut self, number: usize, piece: String) {
        if let Some(known) = self.pieces.get_mut(number) {
            self.bytes = self.bytes - known.len() + piece.len();
            *known = piece;
        }
    }

    /// Returns how many bytes all pieces have.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }
}

/// Cleans HTML and fills its slots, and returns at which bytes those are that stay open, in the
/// order in which they were written.
pub(super) fn pass(html: &str, slots: &Slots) -> (Html, Vec<usize>) {
    let clean = GATE.clean(html).to_string();
    let mut out = String::with_capacity(clean.len() + clean.len() / 4);
    let slot = format!("<span {MARK}slot=\"");
    let mut rest = clean.as_str();
    let mut open = Vec::new();
    while let Some(start) = rest.find(&slot) {
        unmark(&rest[..start], &mut out);
        rest = &rest[start + slot.len()..];
        let end = rest.find('"').unwrap_or(rest.len());
        let number = rest[..end].parse::<usize>().ok();
        if let Some(piece) = number.and_then(|number| slots.pieces.get(number)) {
            out.push_str(piece);
        }
        open.extend(
            number
                .filter(|number| slots.open.contains(number))
                .map(|_| out.len()),
        );
        rest = rest[end..]
            .strip_prefix("\"></span>")
            .unwrap_or(&rest[end..]);
    }
    unmark(rest, &mut out);
    (Html(out), open)
}

/// Copies HTML without marks. In text the mark means nothing, so nothing is lost there.
fn unmark(html: &str, out: &mut String) {
    for piece in html.split(MARK) {
        out.push_str(piece);
    }
}

/// Returns a plain text as HTML.
pub(super) fn escaped(text: &str) -> Html {
    let mut html = String::with_capacity(text.len());
    escape(text, &mut html);
    Html(html)
}

static GATE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut tags: HashSet<&str> = raw_elements::elements().collect();
    tags.insert("h1");
    let attributes: HashMap<&str, HashSet<&str>> = [
        ("abbr", ["title"].as_slice()),
        ("bdo", &["dir"]),
        ("col", &["span"]),
        ("colgroup", &["span"]),
        ("data", &["value"]),
        ("del", &["datetime"]),
        ("details", &["open"]),
        ("ins", &["datetime"]),
        ("img", &["alt", "height", "width"]),
        ("li", &["value"]),
        ("ol", &["start", "reversed", "type"]),
        ("td", &["colspan", "rowspan"]),
        ("th", &["colspan", "rowspan", "scope", "abbr"]),
        ("time", &["datetime"]),
    ]
    .into_iter()
    .map(|(tag, names)| (tag, names.iter().copied().collect()))
    .collect();
    let mut builder = Builder::empty();
    builder
        .tags(tags)
        .clean_content_tags(HashSet::from(["script", "style"]))
        .generic_attributes(HashSet::from(["lang", "dir", "title"]))
        .tag_attributes(attributes)
        .generic_attribute_prefixes(HashSet::from(["\u{E0F0}"]))
        // Addresses of the author's own never come here: they are resolved, and ours, by then.
        .url_schemes(HashSet::new())
        .url_relative(UrlRelative::Deny)
        .link_rel(None)
        .strip_comments(true);
    builder
});
