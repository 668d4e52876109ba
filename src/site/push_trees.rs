//! The rules of names and trees, which hold for every commit of a push.

use std::collections::BTreeMap;

use crate::domain::ObjectId;
use crate::site::entries::{FOLDER, problem_of_case_collision, problem_of_entry, problem_of_size};
use crate::store::{Excess, PathChange, Store, StoreError, grouped};

/// Most commits that are checked at once; a push with more is refused.
const MAX_COMMITS: usize = 100_000;

/// The number of files and folders that are looked at for one push, as a multiple of those that a commit may
/// have. Commits that put a large tree in and take it out again cost this and no more.
const MOST_LOOKS: u64 = 4;

/// The number of paths that nothing may have that are kept in mind.
const MOST_HOSTILE: usize = 10_000;

/// The paths that nothing may have, with the reason.
#[derive(Default)]
pub(super) struct HostilePaths {
    pub(super) lines: BTreeMap<Vec<u8>, String>,
    /// The number of those beyond the ones that are kept in mind.
    pub(super) more: usize,
}

impl HostilePaths {
    fn note(&mut self, path: &[u8], message: impl FnOnce() -> String) {
        if self.lines.contains_key(path) {
            return;
        }
        if self.lines.len() < MOST_HOSTILE {
            self.lines.insert(path.to_vec(), message());
        } else {
            self.more += 1;
        }
    }
}

/// Looks through the trees of the commits that a push brings to a branch.
pub(super) struct TreeCheck<'c> {
    pub(super) store: &'c Store,
    /// The number of bytes that a file may have.
    pub(super) file_limit: u64,
    /// The commit that the branch is at, if it is not new.
    pub(super) old: Option<ObjectId>,
}

impl TreeCheck<'_> {
    /// Returns what no clone should have, of every commit; or why they cannot be checked.
    pub(super) fn find(
        &self,
        branch: &str,
        new: ObjectId,
    ) -> Result<Result<HostilePaths, String>, StoreError> {
        // A new branch is compared with the content's.
        let from = match self.old {
            Some(old) => Some(old),
            None => self.store.incoming().branch_tip(self.store.branch())?,
        };
        let commits = self.store.incoming().new_commits(new, MAX_COMMITS + 1)?;
        let in_parts = |what: &str| {
            format!(
                "{branch}: {what}; push them in parts, the oldest first: git push origin $(git rev-list --reverse --first-parent origin/{branch}..HEAD | sed -n {}p):{branch}",
                commits.len().min(MAX_COMMITS) / 2
            )
        };
        if commits.len() > MAX_COMMITS {
            let what = format!(
                "this push has more than {} commits",
                grouped(MAX_COMMITS as u64)
            );
            return Ok(Err(in_parts(&what)));
        }
        // Before anything is walked through, it is counted.
        for commit in &commits {
            match self.store.measured().check_commit(from, *commit) {
                Err(StoreError::OverBudget(excess)) => {
                    return Ok(Err(format!(
                        "{branch}: commit {} has {excess}",
                        commit.short()
                    )));
                }
                checked => checked?,
            }
        }
        let entries = self.store.budget().entries;
        let mut room = entries.saturating_mul(MOST_LOOKS);
        let hostile = self.walk(from, new, &commits, &mut room);
        if let Err(StoreError::OverBudget(excess)) = hostile {
            return Ok(Err(match excess {
                Excess::Bytes(..) => format!("{branch}: this push adds {excess}"),
                Excess::Entries(..) => {
                    let most = grouped(entries.saturating_mul(MOST_LOOKS));
                    in_parts(&format!(
                        "the commits of this push change more than {most} files and folders in all"
                    ))
                }
            }));
        }
        hostile.map(Ok)
    }

    /// Looks at what the push ends in, and then at each of its commits.
    fn walk(
        &self,
        from: Option<ObjectId>,
        new: ObjectId,
        commits: &[ObjectId],
        room: &mut u64,
    ) -> Result<HostilePaths, StoreError> {
        let mut found = HostilePaths::default();
        let mut bytes = 0_u64;
        let difference = self.store.incoming().difference(from, new, room)?;
        for touched in &difference.touched {
            let (message, size) = self.problem_of(touched)?;
            if let Some(message) = message {
                found.note(&touched.path, || message);
            }
            bytes = bytes.saturating_add(size);
        }
        let most = self.store.budget().bytes;
        if bytes > most {
            return Err(StoreError::OverBudget(Excess::Bytes(bytes, most)));
        }
        for (path, other) in difference.case_collisions {
            found.note(&path, || problem_of_case_collision(&printable(&other)));
        }
        for commit in commits {
            let mark = |message: String| format!("{message} (in commit {})", commit.short());
            let own = self.store.incoming().touched(*commit, room)?;
            for touched in own.touched {
                if let (Some(message), _) = self.problem_of(&touched)? {
                    found.note(&touched.path, || mark(message));
                }
            }
            for (path, other) in own.case_collisions {
                found.note(&path, || {
                    mark(problem_of_case_collision(&printable(&other)))
                });
            }
        }
        Ok(found)
    }

    /// Says what is wrong with a path that a commit touches, and how large the file is.
    fn problem_of(&self, touched: &PathChange) -> Result<(Option<String>, u64), StoreError> {
        let folder = self.store.folder();
        if !is_inside(&touched.path, folder, touched.entry) {
            let message = format!(
                "this is outside the folder “{folder}”, which is all that a push may change"
            );
            return Ok((Some(message), 0));
        }
        let Some((mode, id)) = touched.entry else {
            return Ok((None, 0));
        };
        if touched.too_deep {
            let depth = self.store.budget().depth;
            let message = format!(
                "the folder is nested too deeply; {depth} levels are the limit (budget.depth)"
            );
            return Ok((Some(message), 0));
        }
        let message = problem_of_entry(&touched.path, mode);
        if message.is_some() || mode == FOLDER {
            return Ok((message, 0));
        }
        let size = self.store.size(id)? as u64;
        Ok((problem_of_size(size, self.file_limit), size))
    }
}

/// Tells whether a path is one that a push may touch: in the folder, or a folder on the way to it.
fn is_inside(path: &[u8], folder: &str, entry: Option<(i32, ObjectId)>) -> bool {
    let below = |path: &[u8], folder: &[u8]| {
        folder.is_empty()
            || path
                .strip_prefix(folder)
                .is_some_and(|rest| rest.starts_with(b"/"))
    };
    let is_folder = matches!(entry, Some((FOLDER, _)));
    let folder = folder.as_bytes();
    // That the folder itself may not go is said where the content is looked at.
    let is_it = path == folder && (is_folder || entry.is_none());
    below(path, folder) || is_it || (is_folder && below(folder, path))
}

/// Writes bytes so that they cannot steer a terminal.
pub(super) fn printable(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let hidden = |character: char| {
        character.is_control()
            || matches!(character, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    let shown = text.chars().map(|c| if hidden(c) { '\u{FFFD}' } else { c });
    shown.take(1100).collect()
}
