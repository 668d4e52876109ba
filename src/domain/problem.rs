//! What is wrong with content: where, what, and what to do. Never an error of the program.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A position in a file: line and column count from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The character in the line, from 1.
    pub column: u32,
}

impl Position {
    /// The first character of a file.
    pub const START: Self = Self { line: 1, column: 1 };
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.line, self.column)
    }
}

/// The severity of a problem: `check` fails on errors, and reports warnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something readers miss or see wrongly.
    Error,
    /// Something worth a look.
    Warning,
}

/// The sort of a problem; its name is stable and appears in `check --format json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// The page cannot be shown as written: too long, not UTF-8, nested too deeply.
    Unreadable,
    /// The path cannot be an address, or is reserved.
    Path,
    /// Two paths are the same address, or the same file on a disk that ignores case.
    Collision,
    /// The front matter is not YAML, or a value is not of its type.
    FrontMatter,
    /// A key of the front matter that was probably meant to be another.
    UnknownKey,
    /// A page without a title.
    MissingTitle,
    /// A page without a summary.
    MissingSummary,
    /// A kind that does not exist.
    UnknownKind,
    /// A facet term that the vocabulary does not define.
    UnknownTerm,
    /// A country that ISO 3166-1 does not have.
    UnknownCountry,
    /// A citation key that the bibliography does not have.
    UnknownCitation,
    /// A link to a page or file that does not exist.
    BrokenLink,
    /// A link to a heading that its page does not have.
    BrokenHeading,
    /// An image or file that does not exist.
    MissingAttachment,
    /// An alias that two pages claim, or that is a page's own address.
    DuplicateAlias,
    /// An attachment that no page links.
    OrphanAttachment,
    /// A part of the Markdown that has no meaning: an unknown block, bad maths.
    Markdown,
    /// The vocabulary itself is wrong.
    Vocabulary,
    /// The bibliography itself is wrong.
    Bibliography,
    /// Text that is not shown, or that does not do what was plainly meant.
    LostText,
    /// An address that is shown but is no link, such as one of FTP.
    UnlinkedAddress,
    /// A file that looks like a page but is none by its name.
    NotAPage,
    /// A pointer of Git LFS in the place of the file.
    LfsPointer,
    /// A file that is larger than a push may bring.
    TooLarge,
    /// A field of a work that cannot be understood and is shown as it stands.
    BibliographyField,
    /// Two sessions of an event with one id.
    DuplicateSession,
    /// A time of an agenda that no clock of its zone shows.
    NoSuchTime,
    /// A time zone that does not exist.
    Timezone,
    /// Something about an agenda that is worth a look: a room or a person needed twice, a session
    /// outside its day.
    Agenda,
    /// An example that readers of the event cannot see.
    HiddenExample,
    /// A version of an example that is not in the history.
    StalePin,
    /// A term that pages are no longer to be tagged with.
    RetiredTerm,
    /// Two events with one id, of which calendars would keep one.
    DuplicateEvent,
}

impl ProblemKind {
    /// Returns how bad problems of this sort are.
    pub fn severity(self) -> Severity {
        match self {
            Self::OrphanAttachment
            | Self::UnknownKey
            | Self::LostText
            | Self::UnlinkedAddress
            | Self::NotAPage
            | Self::LfsPointer
            | Self::BibliographyField
            | Self::Agenda
            | Self::HiddenExample
            | Self::StalePin
            | Self::RetiredTerm => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// Returns the stable name, as in `check --format json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Path => "path",
            Self::Collision => "collision",
            Self::FrontMatter => "front-matter",
            Self::UnknownKey => "unknown-key",
            Self::MissingTitle => "missing-title",
            Self::MissingSummary => "missing-summary",
            Self::UnknownKind => "unknown-kind",
            Self::UnknownTerm => "unknown-term",
            Self::UnknownCountry => "unknown-country",
            Self::UnknownCitation => "unknown-citation",
            Self::BrokenLink => "broken-link",
            Self::BrokenHeading => "broken-heading",
            Self::MissingAttachment => "missing-attachment",
            Self::DuplicateAlias => "duplicate-alias",
            Self::OrphanAttachment => "orphan-attachment",
            Self::Markdown => "markdown",
            Self::Vocabulary => "vocabulary",
            Self::Bibliography => "bibliography",
            Self::LostText => "lost-text",
            Self::UnlinkedAddress => "unlinked-address",
            Self::NotAPage => "not-a-page",
            Self::LfsPointer => "lfs-pointer",
            Self::TooLarge => "too-large",
            Self::BibliographyField => "bibliography-field",
            Self::DuplicateSession => "duplicate-session",
            Self::NoSuchTime => "no-such-time",
            Self::Timezone => "timezone",
            Self::Agenda => "agenda",
            Self::HiddenExample => "hidden-example",
            Self::StalePin => "stale-pin",
            Self::RetiredTerm => "retired-term",
            Self::DuplicateEvent => "duplicate-event",
        }
    }
}

/// One thing that is wrong in a file. The file is known from where the problem is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Problem {
    /// Its position in the file.
    pub position: Position,
    /// The sort of the problem.
    pub kind: ProblemKind,
    /// The message: lower case, no final full stop.
    pub message: String,
    /// The help for it, when that is known.
    pub help: Option<String>,
}

impl Problem {
    /// A problem without advice.
    pub fn new(kind: ProblemKind, position: Position, message: impl Into<String>) -> Self {
        Self {
            position,
            kind,
            message: message.into(),
            help: None,
        }
    }

    /// The same problem with advice.
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Turns byte offsets of a text into positions without scanning it again for each.
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Notes where the lines of `text` start.
    pub fn new(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n');
        Self {
            starts: std::iter::once(0)
                .chain(breaks.map(|(at, _)| at + 1))
                .collect(),
        }
    }

    /// Returns the position of byte `offset` of `text`, the text this index was made from.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let line = self
            .starts
            .partition_point(|&start| start <= offset)
            .saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let before = text.get(start..offset.min(text.len())).unwrap_or("");
        Position {
            line: line as u32 + 1,
            column: before.chars().count() as u32 + 1,
        }
    }
}
