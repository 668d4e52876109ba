//! Links between pages and files: how they are written, and what they lead to.
//!
//! This module reads a link's text; which page it leads to is for the edition to say, which knows
//! all pages.

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::domain::path::{PagePath, PathError};
use crate::domain::problem::Position;

/// A link from a page into the site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Link {
    /// The target that it names.
    pub target: LinkTarget,
    /// The heading it names, without `#`.
    pub fragment: Option<String>,
    /// The purpose of the link.
    pub role: LinkRole,
    /// Its position in the file.
    pub position: Position,
}

/// The way in which a link names its target.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LinkTarget {
    /// A path in the content folder, decoded, without the leading slash: of a file (`cases/a.md`,
    /// `cases/a.png`) or of a page (`cases/a`).
    Path(String),
    /// A page by its path, title or alias, as wikilinks and front matter name it.
    Name(String),
    /// The page the link stands on.
    Here,
}

/// The purpose of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LinkRole {
    /// A link in the text.
    Text,
    /// An image in the text.
    Image,
    /// An example that carries this lesson (`drawn_from`).
    DrawnFrom,
    /// An example that a session of this event uses (`sessions`).
    Example,
    /// A page or a file that a session of this event shows (`sessions`).
    Material,
    /// The session that this page tells of (`session`).
    Session,
    /// A page that this decision is about (`about`).
    About,
    /// A page that a chapter of this publication uses (`chapters`).
    Chapter,
    /// The page of which this one is a translation (`translation_of`).
    Translation,
    /// The survey that this page answers (`survey`).
    Survey,
}

/// The sort of an address in a Markdown link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Href {
    /// Somewhere outside, by a scheme that is allowed.
    External(String),
    /// An address of the site that is not a page, such as `/map` or `/search?q=x`.
    Site(String),
    /// A page or file of the site, with the heading.
    Inside(LinkTarget, Option<String>),
    /// A scheme that is not allowed, by name.
    Forbidden(String),
    /// A web address without `//`, which browsers take for one of the site itself.
    Incomplete(String),
    /// A path that leaves the content folder or cannot be a path.
    Invalid,
}

/// Schemes that a link may have. Everything else, `javascript:` first of all, is refused.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

impl Href {
    /// Reads the address of a link that stands in `file`, a path in the content folder.
    pub fn parse(href: &str, file: &str) -> Self {
        // Browsers drop these characters before they look for a scheme.
        let href: String = href
            .trim()
            .chars()
            .filter(|character| !character.is_control())
            .collect();
        if let Some(scheme) = scheme(&href) {
            let is_whole = href[scheme.len()..].starts_with("://");
            let scheme = scheme.to_ascii_lowercase();
            return match scheme.as_str() {
                "http" | "https" if !is_whole => Self::Incomplete(scheme),
                known if SCHEMES.contains(&known) => Self::External(href),
                _ => Self::Forbidden(scheme),
            };
        }
        if href.starts_with("//") || href.starts_with("/\\") || href.starts_with('\\') {
            return Self::Forbidden("//".to_owned());
        }
        let (rest, fragment) = match href.split_once('#') {
            Some((rest, fragment)) => {
                (rest, Some(decode(fragment)).filter(|text| !text.is_empty()))
            }
            None => (href.as_str(), None),
        };
        let (path, query) = match rest.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (rest, None),
        };
        if path.is_empty() && query.is_none() {
            return Self::Inside(LinkTarget::Here, fragment);
        }
        if path.starts_with('/') {
            let page = PagePath::from_address(path.trim_end_matches('/'));
            let reserved =
                matches!(&page, Err(PathError::Reserved(text)) if !text.ends_with(".md"));
            if reserved || query.is_some() {
                return Self::Site(href);
            }
        }
        match join(file, &decode(path)) {
            Some(target) => Self::Inside(LinkTarget::Path(target), fragment),
            None => Self::Invalid,
        }
    }
}

/// Returns the scheme of an absolute URL, by the grammar of RFC 3986, section 3.1.
fn scheme(href: &str) -> Option<&str> {
    let (scheme, _) = href.split_once(':')?;
    let mut characters = scheme.chars();
    let first = characters.next()?;
    (first.is_ascii_alphabetic()
        && characters
            .all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character)))
    .then_some(scheme)
}

fn decode(text: &str) -> String {
    let decoded = percent_decode_str(text).decode_utf8_lossy();
    // Composing ASCII changes nothing, and nearly every link is ASCII.
    if decoded.is_ascii() {
        return decoded.into_owned();
    }
    decoded.nfc().collect()
}

/// Resolves `path` against the folder of `file`; `None` where it leaves the content folder.
fn join(file: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    if !path.starts_with('/') {
        parts.extend(file.split('/'));
        parts.pop();
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The destination of a link, as an edition resolves it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Destination {
    /// A page. The address has the heading already.
    Page {
        /// The address, percent-encoded, with the fragment.
        address: String,
        /// The page's title, the text of a wikilink that brings none.
        title: String,
    },
    /// A page that lacks the heading that the link names.
    MissingHeading {
        /// The page's address without the fragment.
        address: String,
        /// The page's title.
        title: String,
    },
    /// An attachment.
    File {
        /// The address, percent-encoded.
        address: String,
    },
    /// Nothing that this viewer may know of.
    Missing {
        /// The path of the page that could be created there.
        path: Option<PagePath>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(path: &str, fragment: Option<&str>) -> Href {
        Href::Inside(
            LinkTarget::Path(path.to_owned()),
            fragment.map(str::to_owned),
        )
    }

    #[test]
    fn relative_links_are_resolved_against_the_file() {
        let parse = |href| Href::parse(href, "cases/a.md");
        assert_eq!(
            parse("../lessons/b.md#x%20y"),
            inside("lessons/b.md", Some("x y"))
        );
        assert_eq!(parse("b.png"), inside("cases/b.png", None));
        assert_eq!(parse("/lessons/b"), inside("lessons/b", None));
        assert_eq!(
            parse("#top"),
            Href::Inside(LinkTarget::Here, Some("top".to_owned()))
        );
        assert_eq!(parse("../../x.md"), Href::Invalid);
        assert_eq!(parse("/map"), Href::Site("/map".to_owned()));
        assert_eq!(parse("/search?q=x"), Href::Site("/search?q=x".to_owned()));
    }

    #[test]
    fn only_listed_schemes_lead_outside() {
        assert_eq!(
            Href::parse("https:/unece.org", "a.md"),
            Href::Incomplete("https".to_owned())
        );
        assert!(matches!(
            Href::parse("https://unece.org", "a.md"),
            Href::External(_)
        ));
        assert!(matches!(
            Href::parse("mailto:a@b.org", "a.md"),
            Href::External(_)
        ));
        for href in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            " data:text/html,x",
            "vbscript:x",
            "view-source:x",
            "feed:x",
            "//evil.org",
            "/\\evil.org",
            "\\\\evil.org",
        ] {
            assert!(
                matches!(Href::parse(href, "a.md"), Href::Forbidden(_)),
                "{href:?}"
            );
        }
    }
}
