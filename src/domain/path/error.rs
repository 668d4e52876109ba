//! The errors of a path.

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
    #[error("has the part “{0}”, which begins with a full stop")]
    Dot(String),
    /// A name that some system takes for git's own folder.
    #[error("has the part “{0}”, which is read as git's own folder on some systems")]
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
