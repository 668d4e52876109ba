//! Headings: their level on the page, their text and their id, the same for reading and writing.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use comrak::Anchorizer;
use comrak::nodes::{Node, NodeValue};
use unicode_normalization::UnicodeNormalization;

use crate::domain::page::{ANCHOR_PREFIX, Heading};
use crate::domain::path::PagePath;
use crate::render::in_text::PlainCitations;
use crate::render::markdown::plain;

/// Beginnings of ids that other parts of the page have: its frame, footnotes, references, and the
/// anchors that the author named in HTML.
const TAKEN: [&str; 5] = ["c-", "fn-", "fnref-", "ref-", ANCHOR_PREFIX];

/// Gives the headings of one page their ids, in their order.
pub(super) struct Headings<'a> {
    title: &'a str,
    taken: HashSet<String>,
    next: HashMap<String, usize>,
}

impl<'a> Headings<'a> {
    /// Starts a page with that title.
    pub(super) fn new(title: &'a str) -> Self {
        Self {
            title,
            taken: HashSet::new(),
            next: HashMap::new(),
        }
    }

    /// Returns the heading of a node; `None` where the page's title says the same above the text.
    ///
    /// Its id is made of what is written, so that links to it outlive a change of the bibliography.
    pub(super) fn heading(
        &mut self,
        node: Node<'_>,
        works: &mut PlainCitations<'_>,
    ) -> Option<Heading> {
        let data = node.data();
        let NodeValue::Heading(heading) = &data.value else {
            return None;
        };
        let written = collapse(&plain(node));
        let text = shown(node, &written, works);
        let first = node.previous_sibling().is_none()
            && node
                .parent()
                .is_some_and(|parent| matches!(parent.data().value, NodeValue::Document));
        let is_title = text == self.title || written == self.title;
        if first && heading.level == 1 && !text.is_empty() && is_title {
            return None;
        }
        let custom = data
            .attrs
            .as_ref()
            .and_then(|attributes| attributes.id.clone())
            .filter(|id| is_plain_id(id));
        let id = self.unique(custom.unwrap_or_else(|| slug(&written)));
        Some(Heading {
            // The page's title is the only heading of the first level.
            level: heading.level.max(2),
            id: id.into(),
            text: text.as_ref().into(),
        })
    }

    fn unique(&mut self, wanted: String) -> String {
        let wanted = if TAKEN.iter().any(|start| wanted.starts_with(start)) {
            format!("h-{wanted}")
        } else {
            wanted
        };
        if self.taken.insert(wanted.clone()) {
            return wanted;
        }
        let counter = self.next.entry(wanted.clone()).or_insert(1);
        loop {
            let candidate = format!("{wanted}-{counter}");
            *counter += 1;
            if self.taken.insert(candidate.clone()) {
                return candidate;
            }
        }
    }
}

/// Returns the id that git hosting gives to a heading: letters and digits of all scripts in lower
/// case, spaces as hyphens, nothing else.
pub(super) fn slug(text: &str) -> String {
    // Composing ASCII changes nothing.
    let normal = if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        text.nfc().collect()
    };
    let id = Anchorizer::new().anchorize(normal.trim());
    if id.is_empty() {
        "section".to_owned()
    } else {
        id
    }
}

fn is_plain_id(id: &str) -> bool {
    (1..=100).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// Returns the text of a heading on one line; `written` is the same with its citations as they are
/// written.
fn shown<'t>(node: Node<'_>, written: &'t str, works: &mut PlainCitations<'_>) -> Cow<'t, str> {
    if !written.contains('@') {
        return Cow::Borrowed(written);
    }
    let mut text = String::with_capacity(written.len());
    for inner in node.descendants() {
        match &inner.data().value {
            NodeValue::Text(piece) => works.add_all(piece, &mut text),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::Math(math) => text.push_str(&math.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            _ => {}
        }
    }
    Cow::Owned(collapse(&text))
}

/// Makes runs of white space one space.
pub(super) fn collapse(text: &str) -> String {
    let mut words = text.split_whitespace();
    let mut collapsed = String::with_capacity(text.len());
    if let Some(first) = words.next() {
        collapsed.push_str(first);
    }
    for word in words {
        collapsed.push(' ');
        collapsed.push_str(word);
    }
    collapsed
}

/// Returns the text of the page's first heading.
pub(super) fn first(root: Node<'_>, works: &mut PlainCitations<'_>) -> Option<String> {
    let mut nodes = root.descendants();
    let heading = nodes.find(|node| matches!(node.data().value, NodeValue::Heading(_)))?;
    let written = collapse(&plain(heading));
    let text = shown(heading, &written, works).into_owned();
    Some(text).filter(|text| !text.is_empty())
}

/// Makes a title of a page's file name: hyphens are spaces, the first letter is a capital.
pub(super) fn from_name(path: &PagePath) -> String {
    if path.is_home() {
        return "Home".to_owned();
    }
    let words = path.name().replace(['-', '_'], " ");
    let words = words.trim();
    let mut characters = words.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => path.name().to_owned(),
    }
}
