//! The content of a clone: the commits that references lead to, and every file of their history.
//!
//! The history comes out of one `git log` pipe, as in `history.rs`, and is told while it is read:
//! however long it is, it takes no memory. Nothing but what a commit has and none of its parents
//! has is told, so commits that are known already need not be looked at again.

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Write};
use std::ops::ControlFlow;
use std::process::{ChildStdin, Stdio};

use crate::domain::ObjectId;
use crate::store::error::{StoreError, failed};
use crate::store::incoming::IncomingObjects;
use crate::store::log_pipe::{self, odd, take, versions};
use crate::store::process;

/// The references that `/content.git` shows; the rest is hidden (`git.rs`).
const SHOWN: [&str; 2] = ["refs/heads/*", "refs/tags/*"];

/// A file that a commit has and none of its parents has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedFile {
    /// The commit.
    pub commit: ObjectId,
    /// The path in the repository.
    pub path: Vec<u8>,
    /// The file's object.
    pub blob: ObjectId,
}

impl IncomingObjects<'_> {
    /// Tells whether a file in the repository may be or have been a page. The content may have lain
    /// in another folder, and those that are said to be without pages never count for what lies in
    /// the content's.
    pub fn may_hold_page(&self, path: &[u8]) -> bool {
        let is_in = |folder: &str| {
            let rest = path.strip_prefix(folder.as_bytes());
            rest.is_some_and(|rest| rest.starts_with(b"/"))
        };
        let content = self.0.folder();
        content.is_empty()
            || is_in(content)
            || !self.0.without_pages.iter().any(|folder| is_in(folder))
    }

    /// Returns the commits that a clone begins at: those of `HEAD`, the branches and the tags.
    ///
    /// Fails where a tag is of something else than a commit, which has no history to be judged by.
    pub fn reachable_tips(&self) -> Result<BTreeSet<ObjectId>, StoreError> {
        self.0.with(|handle| {
            let mut tips = BTreeSet::new();
            // A head that is detached is given out too; one of no commit yet is not.
            if let Ok(head) = handle.head() {
                tips.insert(handle.commit_at(&head)?);
            }
            for pattern in SHOWN {
                let found = handle
                    .references_glob(pattern)
                    .map_err(failed("listing the references".to_owned()))?;
                for reference in found {
                    let reference =
                        reference.map_err(failed("listing the references".to_owned()))?;
                    tips.insert(handle.commit_at(&reference)?);
                }
            }
            Ok(tips)
        })
    }

    /// Tells of the regular files that the commits up to `tips` brought, newest commit first, until
    /// `visit` breaks. Commits that `known` has had are left out; of those, what is not there any
    /// more is passed over.
    pub fn files_added(
        &self,
        tips: &BTreeSet<ObjectId>,
        known: &BTreeSet<ObjectId>,
        visit: &mut dyn FnMut(AddedFile) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        for tip in tips {
            // Git would collect all of what such a commit changed before it says any of it.
            self.0.measured().check_commit(None, *tip)?;
        }
        let handle = self.0.objects().fresh()?;
        let is_there = |id: &&ObjectId| handle.commit(**id).is_ok();
        let known: Vec<ObjectId> = known.iter().filter(is_there).copied().collect();
        let program = |error: io::Error| StoreError::Program(error.to_string());
        let mut command = log_pipe::command(self.0.repository());
        // The objects of a push that is not accepted yet lie elsewhere.
        if let Some(objects) = self.0.objects().quarantine() {
            command.env("GIT_ALTERNATE_OBJECT_DIRECTORIES", objects);
        }
        command.arg("--stdin");
        let mut child = process::start_reading(command, Stdio::piped()).map_err(program)?;
        let read = || -> io::Result<ControlFlow<()>> {
            // Git reads all of this before it writes anything.
            ask(child.stdin.take(), tips, &known)?;
            match child.stdout.take() {
                Some(output) => parse(BufReader::with_capacity(1 << 16, output), visit),
                None => Ok(ControlFlow::Continue(())),
            }
        };
        let read = { read }();
        if !matches!(read, Ok(ControlFlow::Continue(()))) {
            // It fails only where git has ended by itself.
            let _ = child.kill();
        }
        let status = child.wait().map_err(program)?;
        match read.map_err(program)? {
            ControlFlow::Continue(()) if !status.success() => {
                Err(StoreError::Program(format!("git log ended with {status}")))
            }
            _ => Ok(()),
        }
    }
}

fn ask(input: Option<ChildStdin>, tips: &BTreeSet<ObjectId>, known: &[ObjectId]) -> io::Result<()> {
    let mut lines = String::new();
    for tip in tips {
        lines.push_str(&format!("{tip}\n"));
    }
    for known in known {
        lines.push_str(&format!("^{known}\n"));
    }
    match input {
        Some(mut input) => input.write_all(lines.as_bytes()),
        None => Ok(()),
    }
}

/// Reads `git log -z --raw`: fields that end in NUL. A commit's begins with U+0001, a change's with
/// a colon for each parent; the path follows in a field of its own.
fn parse(
    mut output: impl BufRead,
    visit: &mut dyn FnMut(AddedFile) -> ControlFlow<()>,
) -> io::Result<ControlFlow<()>> {
    let (mut commit, mut field) = (None, Vec::new());
    while take(&mut output, &mut field)? {
        let text = field.trim_ascii_start();
        match text.first() {
            None => {}
            Some(1) => {
                let id = std::str::from_utf8(&text[1..]).ok();
                commit = Some(id.and_then(|id| id.parse().ok()).ok_or_else(odd)?);
            }
            Some(b':') => {
                let blob = new_file(text).ok_or_else(odd)?;
                if !take(&mut output, &mut field)? {
                    return Err(odd());
                }
                let commit = commit.ok_or_else(odd)?;
                if let Some(blob) = blob {
                    let path = std::mem::take(&mut field);
                    let brought = AddedFile { commit, path, blob };
                    if visit(brought).is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
            }
            Some(_) => return Err(odd()),
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// Reads a change: a mode and an object for each parent, then the new ones. `Some(None)` where
/// nothing is there now, or no regular file.
fn new_file(change: &[u8]) -> Option<Option<ObjectId>> {
    versions(change).map(|(_, after)| after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_new_file_of_a_change_is_its_last() {
        let (none, one, two) = ("0".repeat(40), "1".repeat(40), "2".repeat(40));
        let file = |text: String| new_file(text.as_bytes());
        let plain = file(format!(":100644 100755 {one} {two} M"));
        assert_eq!(plain, Some(Some(two.parse().unwrap())));
        let gone = file(format!(":100644 000000 {one} {none} D"));
        assert_eq!(gone, Some(None));
        let link = file(format!(":000000 120000 {none} {one} A"));
        assert_eq!(link, Some(None));
        let merged = file(format!("::100644 000000 100644 {one} {none} {two} MA"));
        assert_eq!(merged, Some(Some(two.parse().unwrap())));
        for odd in [":", ":100644", ":1 2 3 4 M", "::::"] {
            assert_eq!(file(odd.to_owned()), None, "{odd}");
        }
    }
}
