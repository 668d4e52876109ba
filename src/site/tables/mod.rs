//! Changing the vocabulary or the bibliography together with the pages that name what changes.
//!
//! `terms` replaces a term in the front matter of the pages that carry it, `works` a work where pages cite
//! it. What comes out is a [`TablePlan`]: the changes of one commit, to be shown first and saved by
//! [`crate::site::SiteWriter::save`]. A page that cannot be rewritten safely stays as it is, and is told.
//! Whoever may write sees every page, so a plan names all of them; it is for nobody else.

mod error;
mod replacing;
mod terms;
mod works;

use sha2::{Digest, Sha256};

use crate::domain::ObjectId;
use crate::site::difference::{DifferenceRow, LineKind, difference};
use crate::site::item::SitePage;
use crate::site::view::View;
use crate::store::FileChange;

pub use crate::site::tables::error::TableError;
pub use crate::site::tables::terms::TermReplacement;
pub use crate::site::tables::works::CitationReplacement;

/// Most pages that are rewritten in one commit.
pub const MOST_PAGES: usize = 5_000;
/// Of how many pages the lines are told.
const MOST_TOLD: usize = 200;

/// A line that goes or comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedLine {
    /// Whether the new text has it; the old one has it otherwise.
    pub is_added: bool,
    /// Its number in that text, from 1.
    pub number: usize,
    /// Its text.
    pub text: String,
}

/// A page that is rewritten, or would have to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageChange {
    /// Its address.
    pub address: String,
    /// Its title.
    pub title: String,
    /// The lines that change; nothing of a page that is left, or where many pages change.
    pub lines: Vec<ChangedLine>,
    /// Why it cannot be rewritten; empty otherwise.
    pub why: String,
}

/// The changes of one commit, and what they do to pages.
#[derive(Clone, Debug)]
pub struct TablePlan {
    /// The commit that the changes were made of.
    pub base: ObjectId,
    /// The changes.
    pub changes: Vec<FileChange>,
    /// The lines of the table that change.
    pub table: Vec<ChangedLine>,
    /// The pages that are rewritten, by address.
    pub pages: Vec<PageChange>,
    /// Pages that would have to be rewritten, and cannot be here.
    pub left: Vec<PageChange>,
}

impl View<'_> {
    /// Returns the text of a table's file; empty where there is none. One that is not UTF-8 is not
    /// edited here: writing it again would change what nobody touched.
    fn table_text(&self, file: &str) -> Result<String, TableError> {
        let store = self.store();
        let Some(blob) = store.file(self.revision(), file)? else {
            return Ok(String::new());
        };
        String::from_utf8(store.read(blob)?).map_err(|_| {
            TableError::Wrong(vec![format!(
                "{file} is not UTF-8; save it as UTF-8 with git"
            )])
        })
    }
}

impl TablePlan {
    /// The change of a table's file alone.
    fn of(base: ObjectId, file: &str, before: &str, after: String) -> Self {
        let table = changed_lines(before, &after);
        let mut changes = Vec::new();
        if before != after {
            let (file, bytes) = (file.to_owned(), after.into_bytes());
            changes.push(FileChange::Write { file, bytes });
        }
        Self {
            base,
            changes,
            table,
            pages: Vec::new(),
            left: Vec::new(),
        }
    }

    /// Names what the plan does. A plan that was shown is carried out only if it is still the same:
    /// what others change elsewhere meanwhile makes no other plan of it.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        let mut add = |part: &[u8]| {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        };
        for change in &self.changes {
            if let FileChange::Write { file, bytes } = change {
                add(file.as_bytes());
                add(bytes);
            }
        }
        for page in &self.left {
            add(page.address.as_bytes());
        }
        crate::domain::hex::hex(&hash.finalize())
    }

    /// Adds a page that is rewritten, or is left for a reason.
    fn add(&mut self, item: &SitePage, before: &str, after: Result<String, String>) {
        let page = &item.page;
        let mut change = PageChange {
            address: page.path.address(),
            title: page.title.clone(),
            lines: Vec::new(),
            why: String::new(),
        };
        match after {
            Ok(after) => {
                if self.pages.len() < MOST_TOLD {
                    change.lines = changed_lines(before, &after);
                }
                self.pages.push(change);
                self.changes.push(FileChange::Write {
                    file: page.file.clone(),
                    bytes: after.into_bytes(),
                });
            }
            Err(why) => {
                change.why = why;
                self.left.push(change);
            }
        }
    }
}

/// Returns the lines that are not the same in two texts.
fn changed_lines(before: &str, after: &str) -> Vec<ChangedLine> {
    let rows = difference(before, after).rows.into_iter();
    let lines = rows.filter_map(|row| match row {
        DifferenceRow::Line(line) if line.kind != LineKind::Same => {
            let is_added = line.kind == LineKind::Added;
            let number = if is_added { line.new } else { line.old };
            Some(ChangedLine {
                is_added,
                number: number.unwrap_or_default(),
                text: line.runs.into_iter().map(|run| run.text).collect(),
            })
        }
        _ => None,
    });
    lines.collect()
}
