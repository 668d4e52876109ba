//! [`FileRole`]: what a file of the content folder is, by its path.
//!
//! There is one answer for whoever asks: the edition that takes a file in, the check of a push, the
//! list of changes. Whom a file is for, and what is in it, is not decided here.

use crate::domain::PagePath;
use crate::domain::path::{PathError, check_segment, is_page_name, is_readme};

/// The vocabulary's file in the content folder.
pub const VOCABULARY_FILE: &str = "vocabulary.toml";
/// The bibliography's file in the content folder.
pub const BIBLIOGRAPHY_FILE: &str = "references.bib";

/// Endings of files that other programs take for Markdown.
const MARKDOWN_ENDINGS: [&str; 6] = ["markdown", "mdown", "mdwn", "mkd", "mkdn", "md"];
/// The same, and those of languages that are much like it.
const LIKE_MARKDOWN: [&str; 8] = [
    "md", "markdown", "mdown", "mkd", "mkdn", "mdwn", "mdx", "mdtext",
];

/// The role of a file of the content folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileRole {
    /// A page of this address.
    Page(PagePath),
    /// The page of this folder, where no other file is.
    Readme(PagePath),
    /// The facets and their terms.
    Vocabulary,
    /// The works that pages cite.
    Bibliography,
    /// A file that is served as it is.
    Attachment,
    /// Git's and editors' own: its name, or that of a folder above, begins with a full stop.
    Ignored,
    /// Nothing, for this reason: its path can be no address.
    Unusable(PathError),
}

/// Tells whether the site itself reads a file: the vocabulary or the bibliography.
pub fn is_table(file: &str) -> bool {
    [VOCABULARY_FILE, BIBLIOGRAPHY_FILE].contains(&file)
}

impl FileRole {
    /// Tells what the file at a path is.
    pub fn of(file: &str) -> Self {
        if file.split('/').any(|part| part.starts_with('.')) {
            return Self::Ignored;
        }
        if let Err(error) = file.split('/').try_for_each(check_segment) {
            return Self::Unusable(error);
        }
        match file {
            VOCABULARY_FILE => Self::Vocabulary,
            BIBLIOGRAPHY_FILE => Self::Bibliography,
            _ if !is_page_name(file) => Self::Attachment,
            _ => match PagePath::from_file(file) {
                Ok(path) if is_readme(file) => Self::Readme(path),
                Ok(path) => Self::Page(path),
                Err(error) => Self::Unusable(error),
            },
        }
    }
}

/// Returns the name under which a file would be a page that is none, because of how it ends.
pub fn meant_as_page(file: &str) -> Option<String> {
    let (stem, ending) = file.rsplit_once('.')?;
    let lower = ending.to_ascii_lowercase();
    let meant = !is_page_name(file) && MARKDOWN_ENDINGS.contains(&lower.as_str());
    meant.then(|| format!("{stem}.md"))
}

/// Tells whether a file is written like a page, whether or not it is one, so that it may say whom it
/// is for. The name need not be UTF-8.
pub fn is_like_page(file: &[u8]) -> bool {
    let ending = file.rsplit(|&byte| byte == b'.').next().unwrap_or(file);
    let known = |wanted: &&str| ending.eq_ignore_ascii_case(wanted.as_bytes());
    ending.len() < file.len() && LIKE_MARKDOWN.iter().any(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_has_one_role() {
        let page = |path: &str| FileRole::Page(PagePath::parse(path).unwrap());
        let readme = |path: &str| FileRole::Readme(PagePath::parse(path).unwrap());
        for (file, role) in [
            ("cases/a.md", page("cases/a")),
            ("cases/index.md", page("cases")),
            ("a/README.md", readme("a")),
            ("README.md", readme("")),
            ("a/MYREADME.md", page("a/MYREADME")),
            ("vocabulary.toml", FileRole::Vocabulary),
            ("a/vocabulary.toml", FileRole::Attachment),
            ("references.bib", FileRole::Bibliography),
            ("a.MD", FileRole::Attachment),
            (".github/x.md", FileRole::Ignored),
            ("a/.x.png", FileRole::Ignored),
        ] {
            assert_eq!(FileRole::of(file), role, "{file}");
        }
        for file in ["search.md", "a\\b.png", "a//b.md", "a.md.md", "git~1/x.png"] {
            let role = FileRole::of(file);
            assert!(matches!(role, FileRole::Unusable(_)), "{file}: {role:?}");
        }
    }

    #[test]
    fn files_that_look_like_pages_are_known() {
        let meant = |file| meant_as_page(file).unwrap_or_default();
        assert_eq!(meant("a/PAGE.MD"), "a/PAGE.md");
        assert_eq!(meant("a.b.markdown"), "a.b.md");
        assert_eq!(meant("a.md"), "");
        assert_eq!(meant("a.txt"), "");
        assert!(is_like_page(b"a.mdx") && is_like_page(b"\xFF.MD"));
        assert!(!is_like_page(b"md") && !is_like_page(b"a.txt"));
        assert!(!is_readme("a/MYREADME.md") && !is_readme("README.txt"));
    }
}
