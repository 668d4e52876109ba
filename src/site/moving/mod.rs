//! Moving and deleting: what becomes of the files, and of every link that leads to them.
//!
//! 1. `selection` finds the files that go, and where to.
//! 2. `afterwards` makes, in memory, what the site would be, so that every question of where a link
//!    leads is answered by the code that answers it when the page is shown.
//! 3. `naming` says what a link has to name afterwards, `address` how that is written.
//! 4. `rewriting` changes a page byte by byte and reads the result again: unless exactly the links
//!    that were meant have changed, the page stays as it is, and the link is told as one that is left.
//!
//! What comes out is a [`MovePlan`]: the changes of one commit, to be shown first and saved by
//! [`crate::site::SiteWriter::save`]. `undoing` makes the changes that take such a commit back. Whoever may
//! write sees every page, so a plan names all of them; it is for nobody else.

mod address;
mod afterwards;
mod deleting;
mod error;
mod front_references;
mod link_edits;
mod naming;
mod planning;
mod rewriting;
mod selection;
mod undoing;

use sha2::{Digest, Sha256};

use crate::domain::{ObjectId, PagePath};
use crate::store::FileChange;

pub use crate::site::moving::error::MovingError;
pub use crate::site::moving::undoing::{Undo, UndoError};

/// The trailer that names where something was moved from; as often as something was moved.
pub const MOVED_FROM: &str = "Moved-From";
/// The trailer that names where it was moved to, on the line below.
pub const MOVED_TO: &str = "Moved-To";
/// The trailer that names what was deleted.
pub const DELETED: &str = "Deleted";
/// The trailer that names the commit that is taken back.
pub const UNDOES: &str = "Undoes";

/// A page, a folder or a file that is moved or deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContentItem {
    /// A page, without what lies below it.
    Page(PagePath),
    /// A folder: its own page, and all pages and files below.
    Folder(PagePath),
    /// A file that is no page, by its path.
    File(String),
}

impl ContentItem {
    /// Returns its path, as an address without the slash at its start.
    pub fn path(&self) -> &str {
        match self {
            Self::Page(path) | Self::Folder(path) => path.as_str(),
            Self::File(file) => file,
        }
    }
}

/// Something, and the path that it shall have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The page, folder or file that is moved.
    pub item: ContentItem,
    /// Its new path: an address for a page or a folder, without the slash at its start; a file's path
    /// for a file.
    pub to: String,
}

/// A file that goes, and where to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedFile {
    /// Its path.
    pub from: String,
    /// The path that it gets; `None` where it is deleted.
    pub to: Option<String>,
    /// The address of the page, if it is one, before and after.
    pub page: Option<(PagePath, Option<PagePath>)>,
}

/// A link that changes, or would have to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkChange {
    /// The file that it stands in, under its new path.
    pub file: String,
    /// The title of the page.
    pub title: String,
    /// The line, in the file as it was.
    pub line: u32,
    /// The path or name that it has.
    pub before: String,
    /// The path or name that it has afterwards; empty where the link is taken out and its text is left.
    pub after: String,
}

/// The changes of one commit, and what they do to links.
#[derive(Clone, Debug)]
pub struct MovePlan {
    /// The commit that the changes were made of.
    pub base: ObjectId,
    /// The changes.
    pub changes: Vec<FileChange>,
    /// The files that go.
    pub files: Vec<MovedFile>,
    /// The links that are rewritten, by file and line.
    pub links: Vec<LinkChange>,
    /// Links that lead elsewhere, or nowhere, afterwards and cannot be rewritten here: of a page that
    /// moves, its alias still serves those to it. Somebody has to look at them.
    pub left: Vec<LinkChange>,
    /// Pages that get no alias, because their front matter cannot be changed.
    pub without_alias: Vec<PagePath>,
    /// Files that no page would link any more, so that they could go as well.
    pub orphans: Vec<String>,
    /// The trailers of the commit's message, so that it can be undone and understood: keys and values.
    pub trailers: Vec<(&'static str, String)>,
    /// The objects of the files that go: part of the plan's identity.
    objects: Vec<ObjectId>,
}

impl MovePlan {
    /// Names what the plan does. A plan that was shown is carried out only if it is still the same:
    /// what others change elsewhere meanwhile makes no other plan of it.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        let mut add = |part: &[u8]| {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        };
        for object in &self.objects {
            add(object.as_bytes());
        }
        for change in &self.changes {
            match change {
                FileChange::Write { file, bytes } => {
                    add(file.as_bytes());
                    add(bytes);
                }
                FileChange::Move { from, to } => {
                    add(from.as_bytes());
                    add(to.as_bytes());
                }
                FileChange::Remove { file } => add(file.as_bytes()),
            }
        }
        for link in self.links.iter().chain(&self.left) {
            add(link.file.as_bytes());
            add(link.before.as_bytes());
        }
        crate::domain::hex::hex(&hash.finalize())
    }

    /// Returns the address of the page, or of the file, that something was moved to.
    pub fn arrived(&self) -> Option<String> {
        let pages = self.files.iter().filter_map(|file| file.page.as_ref());
        let mut pages = pages.filter_map(|(_, to)| to.as_ref());
        let file = || self.files.first()?.to.as_deref();
        pages
            .next()
            .map(PagePath::address)
            .or_else(|| file().map(crate::domain::path::encode_address))
    }
}
