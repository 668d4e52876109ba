//! [`PagePath`]: one type for a page's file, address, link target and search key.

mod error;
mod segment;
#[cfg(test)]
mod tests;

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

pub use crate::domain::path::error::PathError;
pub use crate::domain::path::segment::check_segment;

/// Longest path in bytes; file systems stop at 4,096 and people long before.
pub const MAX_PATH: usize = 1024;

/// Characters of a path that an address writes as `%XX`.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// First segments below which nothing is a page.
const RESERVED_FOLDERS: [&str; 4] = ["-", "api", "content.git", ".well-known"];
/// Addresses that are not pages.
const RESERVED_ADDRESSES: [&str; 9] = [
    "search",
    "map",
    "changes",
    "feed.xml",
    "sitemap.xml",
    "opensearch.xml",
    "robots.txt",
    "llms.txt",
    "favicon.ico",
];

/// The file that is its folder's page where no other file is, as git hosting shows it.
pub const README: &str = "README.md";

/// The path of a page in the content folder without `.md`, and so its address without the
/// leading slash. The home page's path is empty; `cases/index.md` has the path `cases`, and so has
/// `cases/README.md` where there is no other page of that address.
///
/// Always NFC, relative, without traversal, control or bidirectional override characters, without
/// `.git` in any spelling, and never a reserved address.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct PagePath(Arc<str>);

impl PagePath {
    /// The home page's path.
    pub fn home() -> Self {
        Self(Arc::from(""))
    }

    /// Returns the path of the page in `file`, a path in the content folder.
    pub fn from_file(file: &str) -> Result<Self, PathError> {
        let stem = file.strip_suffix(".md").ok_or(PathError::NotMarkdown)?;
        if stem == "index" || file == README {
            return Ok(Self::home());
        }
        let of_folder = stem.strip_suffix("/index");
        let of_folder = of_folder.or_else(|| stem.strip_suffix("/README"));
        Self::parse(of_folder.unwrap_or(stem))
    }

    /// Returns the path that a README has where its folder has another page; none for the one at
    /// the top, which then speaks to those who meet the files on git hosting, and for other files.
    pub fn of_readme(file: &str) -> Option<Self> {
        let stem = file.strip_suffix(".md").filter(|_| is_readme(file))?;
        stem.contains('/').then(|| Self::parse(stem).ok())?
    }

    /// Returns the paths of which a file may be the page.
    pub fn claimed_by(file: &str) -> impl Iterator<Item = Self> {
        let own = Self::of_readme(file);
        Self::from_file(file).ok().into_iter().chain(own)
    }

    /// Checks `path`, already decoded and without the leading slash.
    pub fn parse(path: &str) -> Result<Self, PathError> {
        if path.is_empty() {
            return Ok(Self::home());
        }
        if path.len() > MAX_PATH {
            return Err(PathError::TooLong(MAX_PATH));
        }
        let path: Arc<str> = match is_nfc_quick(path.chars()) {
            IsNormalized::Yes => Arc::from(path),
            _ => Arc::from(path.nfc().collect::<String>()),
        };
        for segment in path.split('/') {
            check_segment(segment)?;
            if segment == "index" {
                return Err(PathError::Reserved(format!("{path}.md")));
            }
        }
        let first = path.split('/').next().unwrap_or("");
        let reserved = RESERVED_FOLDERS.contains(&first)
            || RESERVED_ADDRESSES.contains(&&*path)
            || is_page_name(&path);
        if reserved {
            Err(PathError::Reserved(path.to_string()))
        } else {
            Ok(Self(path))
        }
    }

    /// Reads an address: percent-encoded, with or without the slash at its start.
    pub fn from_address(address: &str) -> Result<Self, PathError> {
        let decoded = percent_decode_str(address.strip_prefix('/').unwrap_or(address))
            .decode_utf8()
            .map_err(|_| PathError::Encoding)?;
        Self::parse(&decoded)
    }

    /// Returns the address: percent-encoded, with the slash at its start.
    pub fn address(&self) -> String {
        encode_address(&self.0)
    }

    /// Returns the address of the page's Markdown.
    pub fn source_address(&self) -> String {
        if self.is_home() {
            "/index.md".to_owned()
        } else {
            format!("{}.md", self.address())
        }
    }

    /// Returns the path as text, without a slash at its start.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Tells whether this is the home page.
    pub fn is_home(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the last part; empty for the home page.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or("")
    }

    /// Returns the path above; none above the home page.
    pub fn parent(&self) -> Option<Self> {
        if self.is_home() {
            return None;
        }
        let parent = self.0.rsplit_once('/').map_or("", |(parent, _)| parent);
        Some(Self(Arc::from(parent)))
    }

    /// Returns the pages above this one from the home page down, without this one.
    pub fn ancestors(&self) -> Vec<Self> {
        let mut ancestors: Vec<Self> =
            std::iter::successors(self.parent(), PagePath::parent).collect();
        ancestors.reverse();
        ancestors
    }
}

/// Writes a decoded path of the content folder as an address with a slash at its start.
pub fn encode_address(path: &str) -> String {
    let mut address = String::with_capacity(path.len() + 1);
    address.push('/');
    address.extend(utf8_percent_encode(path, ENCODED));
    address
}

/// Tells whether a file has a page's name. Where it lies may still keep it from being one.
pub fn is_page_name(file: &str) -> bool {
    file.ends_with(".md")
}

/// Tells whether a file is a README, the page of its folder where no other file is.
pub fn is_readme(file: &str) -> bool {
    file.strip_suffix(README)
        .is_some_and(|folder| folder.is_empty() || folder.ends_with('/'))
}

impl Borrow<str> for PagePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PagePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for PagePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "/{}", self.0)
    }
}

impl<'de> Deserialize<'de> for PagePath {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let path = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&path).map_err(serde::de::Error::custom)
    }
}
