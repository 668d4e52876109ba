//! The elements of HTML that an author may write, and how they behave.

/// The content that is allowed where a piece of raw HTML stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ContentModel {
    /// Between blocks.
    Block,
    /// In a line of a list's item or a table's cell, which may hold blocks.
    Flow,
    /// In a line of a paragraph or a heading, which may not.
    Phrasing,
}

/// The behaviour of an element.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ElementKind {
    Void,
    Inline,
    Block,
}

/// The elements that an author may write, with how they behave; all others are dropped.
const ELEMENTS: &[(&str, ElementKind)] = &[
    ("a", ElementKind::Inline),
    ("abbr", ElementKind::Inline),
    ("address", ElementKind::Block),
    ("article", ElementKind::Block),
    ("aside", ElementKind::Block),
    ("b", ElementKind::Inline),
    ("bdi", ElementKind::Inline),
    ("bdo", ElementKind::Inline),
    ("blockquote", ElementKind::Block),
    ("br", ElementKind::Void),
    ("caption", ElementKind::Block),
    ("cite", ElementKind::Inline),
    ("code", ElementKind::Inline),
    ("col", ElementKind::Void),
    ("colgroup", ElementKind::Block),
    ("data", ElementKind::Inline),
    ("dd", ElementKind::Block),
    ("del", ElementKind::Inline),
    ("details", ElementKind::Block),
    ("dfn", ElementKind::Inline),
    ("div", ElementKind::Block),
    ("dl", ElementKind::Block),
    ("dt", ElementKind::Block),
    ("em", ElementKind::Inline),
    ("figcaption", ElementKind::Block),
    ("figure", ElementKind::Block),
    ("h2", ElementKind::Block),
    ("h3", ElementKind::Block),
    ("h4", ElementKind::Block),
    ("h5", ElementKind::Block),
    ("h6", ElementKind::Block),
    ("hr", ElementKind::Void),
    ("i", ElementKind::Inline),
    ("img", ElementKind::Void),
    ("ins", ElementKind::Inline),
    ("kbd", ElementKind::Inline),
    ("li", ElementKind::Block),
    ("mark", ElementKind::Inline),
    ("ol", ElementKind::Block),
    ("p", ElementKind::Block),
    ("pre", ElementKind::Block),
    ("q", ElementKind::Inline),
    ("rp", ElementKind::Inline),
    ("rt", ElementKind::Inline),
    ("ruby", ElementKind::Inline),
    ("s", ElementKind::Inline),
    ("samp", ElementKind::Inline),
    ("section", ElementKind::Block),
    ("small", ElementKind::Inline),
    ("span", ElementKind::Inline),
    ("strong", ElementKind::Inline),
    ("sub", ElementKind::Inline),
    ("summary", ElementKind::Block),
    ("sup", ElementKind::Inline),
    ("table", ElementKind::Block),
    ("tbody", ElementKind::Block),
    ("td", ElementKind::Block),
    ("tfoot", ElementKind::Block),
    ("th", ElementKind::Block),
    ("thead", ElementKind::Block),
    ("time", ElementKind::Inline),
    ("tr", ElementKind::Block),
    ("u", ElementKind::Inline),
    ("ul", ElementKind::Block),
    ("var", ElementKind::Inline),
    ("wbr", ElementKind::Void),
];

pub(super) fn element(name: &str) -> Option<(&'static str, ElementKind)> {
    // The page's title is the only heading of the first level.
    let name = if name == "h1" { "h2" } else { name };
    let at = ELEMENTS
        .binary_search_by_key(&name, |&(known, _)| known)
        .ok()?;
    Some(ELEMENTS[at])
}

/// Elements that are dropped without a loss: what is in them is shown as it would be without them.
const NEEDLESS: [&str; 19] = [
    "acronym", "big", "body", "center", "font", "footer", "head", "header", "hgroup", "html",
    "label", "main", "nav", "nobr", "picture", "source", "strike", "tbody", "tt",
];

/// Tells whether dropping an element that an author may not write changes what readers see.
pub(super) fn is_missed(name: &str) -> bool {
    element(name).is_none() && !NEEDLESS.contains(&name)
}

/// Tells whether an element is written where it stands.
pub(super) fn is_written(name: &str, model: ContentModel) -> bool {
    element(name)
        .is_some_and(|(_, sort)| model != ContentModel::Phrasing || sort != ElementKind::Block)
}

/// Returns the names of the elements that an author may write.
pub(super) fn elements() -> impl Iterator<Item = &'static str> {
    ELEMENTS.iter().map(|&(name, _)| name)
}

/// Tells whether opening `new` ends the open element, as an end tag that may be left out does.
pub(super) fn ends(open: &str, new: &str, sort: ElementKind) -> bool {
    const PARTS: [&str; 3] = ["thead", "tbody", "tfoot"];
    match open {
        "p" => sort == ElementKind::Block || new == "hr",
        "li" => new == "li",
        "dt" | "dd" => matches!(new, "dt" | "dd"),
        "td" | "th" => matches!(new, "td" | "th" | "tr") || PARTS.contains(&new),
        "tr" => new == "tr" || PARTS.contains(&new),
        "thead" | "tbody" | "tfoot" => PARTS.contains(&new),
        "rt" | "rp" => matches!(new, "rt" | "rp"),
        _ => false,
    }
}
