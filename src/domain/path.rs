//! [`PagePath`]: one type for a page's file, address, link target and search key.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Longest path in bytes; file systems stop at 4,096 and people long before.
pub const MAX_PATH: usize = 1024;
/// Longest segment in bytes, the limit of common file systems.
const MAX_SEGMENT: usize = 255;

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

/// Why a text is not a page's path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// The file is not Markdown.
    #[error("not a Markdown file: its name does not end in .md")]
    NotMarkdown,
    /// Nothing between two slashes, or a slash at an end.
    #[error("has an empty part between slashes")]
    EmptySegment,
    /// `.` or `..`, or another name that begins with a full stop.
    #[error("the part “{0}” begins with a full stop")]
    Dot(String),
    /// A name that some system takes for git's own folder.
    #[error("the part “{0}” is read as git's own folder on some systems")]
    Git(String),
    /// A character that cannot be seen or turns text around.
    #[error("has the character U+{0:04X}, which cannot be seen or changes how text is read")]
    Character(u32),
    /// A backslash, which is a separator elsewhere.
    #[error("has a backslash")]
    Backslash,
    /// An address that the site itself uses.
    #[error("“/{0}” is an address of the site itself")]
    Reserved(String),
    /// Longer than a file system takes.
    #[error("is longer than {0} bytes")]
    TooLong(usize),
    /// Percent signs that do not encode UTF-8.
    #[error("is not percent-encoded UTF-8")]
    Encoding,
}

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

/// Checks one part of a path, of a page or of an attachment.
pub fn check_segment(segment: &str) -> Result<(), PathError> {
    if segment.is_empty() {
        return Err(PathError::EmptySegment);
    }
    if segment.len() > MAX_SEGMENT {
        return Err(PathError::TooLong(MAX_SEGMENT));
    }
    if let Some(bad) = segment.chars().find(|&character| is_hidden(character)) {
        return Err(PathError::Character(bad as u32));
    }
    if segment.contains('\\') {
        return Err(PathError::Backslash);
    }
    if is_git(segment) {
        return Err(PathError::Git(segment.to_owned()));
    }
    if segment.starts_with('.') {
        return Err(PathError::Dot(segment.to_owned()));
    }
    Ok(())
}

/// Tells whether a character is invisible or changes the direction of what follows.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{00AD}'
                | '\u{061C}'
                | '\u{180E}'
                | '\u{200B}'
                | '\u{200E}'
                | '\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E007F}'
        )
}

/// Tells whether NTFS or HFS+ takes the name for `.git`: short names, streams, trailing dots and
/// spaces, and characters that HFS+ ignores. The rules are those of git's `is_ntfs_dotgit` and
/// `is_hfs_dotgit`.
fn is_git(segment: &str) -> bool {
    let visible: String = segment
        .chars()
        .filter(|character| {
            !matches!(character, '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{206A}'..='\u{206F}' | '\u{FEFF}')
        })
        .collect();
    let name = visible
        .split(':')
        .next()
        .unwrap_or("")
        .trim_end_matches([' ', '.']);
    name.eq_ignore_ascii_case(".git") || {
        let lower = name.to_ascii_lowercase();
        lower.strip_prefix("git~").is_some_and(|number| {
            !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit())
        })
    }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn files_become_addresses() {
        let address = |file| PagePath::from_file(file).map(|path| path.address());
        assert_eq!(address("index.md"), Ok("/".to_owned()));
        assert_eq!(address("cases/index.md"), Ok("/cases".to_owned()));
        assert_eq!(
            address("cases/été 2018?.md"),
            Ok("/cases/%C3%A9t%C3%A9%202018%3F".to_owned())
        );
        assert_eq!(address("cases/a.txt"), Err(PathError::NotMarkdown));
    }

    #[test]
    fn a_readme_is_its_folder() {
        let address = |file| PagePath::from_file(file).map(|path| path.address());
        assert_eq!(address("README.md"), Ok("/".to_owned()));
        assert_eq!(address("a/README.md"), Ok("/a".to_owned()));
        assert_eq!(address("a/MYREADME.md"), Ok("/a/MYREADME".to_owned()));
        let own = |file| PagePath::of_readme(file).map(|path| path.address());
        assert_eq!(own("a/README.md"), Some("/a/README".to_owned()));
        assert_eq!(own("README.md"), None);
        assert_eq!(own("a/index.md"), None);
    }

    #[test]
    fn a_decomposed_name_is_the_composed_page() {
        assert_eq!(
            PagePath::from_file("e\u{301}te\u{301}.md"),
            PagePath::from_file("été.md")
        );
    }

    #[test]
    fn hostile_names_are_refused() {
        for file in [
            "../etc.md",
            "a/../b.md",
            "a//b.md",
            "/a.md",
            ".hidden.md",
            "a\\b.md",
            "a\0b.md",
            "a\nb.md",
            "a\u{202E}b.md",
            "a\u{200B}b.md",
            ".git/x.md",
            ".GIT/x.md",
            "git~1/x.md",
            "a/.git ./x.md",
            ".g\u{200C}it/x.md",
            ".git::$INDEX_ALLOCATION/x.md",
            "-/x.md",
            "api/v1.md",
            "search.md",
            "map.md",
            "content.git/x.md",
            "a.md.md",
            "index/index.md",
        ] {
            assert!(PagePath::from_file(file).is_err(), "{file:?}");
        }
        assert!(PagePath::parse(&"x".repeat(300)).is_err());
        assert!(PagePath::from_address("/%ff").is_err());
        assert!(PagePath::from_address("/a/%2e%2e/b").is_err());
    }

    #[test]
    fn ancestors_run_from_the_home_page_down() {
        let path = PagePath::parse("a/b/c").unwrap();
        let ancestors: Vec<String> = path.ancestors().iter().map(PagePath::to_string).collect();
        assert_eq!(ancestors, ["", "a", "a/b"]);
    }

    proptest! {
        #[test]
        fn addresses_round_trip(text in "\\PC{1,40}(/\\PC{1,20}){0,3}") {
            if let Ok(path) = PagePath::parse(&text) {
                prop_assert_eq!(PagePath::from_address(&path.address()), Ok(path.clone()));
                prop_assert_eq!(PagePath::from_file(&format!("{path}.md")), Ok(path.clone()));
                prop_assert_eq!(PagePath::from_file(&format!("{path}/index.md")), Ok(path));
            }
        }

        #[test]
        fn parsing_never_panics(text in any::<String>()) {
            let _ = PagePath::parse(&text);
            let _ = PagePath::from_address(&text);
            let _ = PagePath::from_file(&text);
        }
    }
}
