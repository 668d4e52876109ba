//! The rules of a push.
//!
//! The rules of names and trees hold for every commit of a push, because everyone's clone gets
//! them all; the rules of content hold for the newest. All that is wrong is told at once.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::domain::problem::Severity;
use crate::domain::{ObjectId, ProblemKind, Role};
use crate::site::candidate::Candidate;
use crate::site::consequences::Consequences;
use crate::site::entries::{FOLDER, problem_of_entry, problem_of_size, problem_of_twin};
use crate::site::{FileProblem, PublishError};
use crate::store::{Excess, PathChange, Revision, Store, StoreError, grouped};

/// Most commits that are checked at once; a push with more is refused.
const MAX_COMMITS: usize = 100_000;
/// How many files and folders are looked at for one push, as a multiple of those that a commit may
/// have. Commits that put a large tree in and take it out again cost this and no more.
const MOST_LOOKS: u64 = 4;
/// How many reasons and warnings are told; the others are counted.
const MOST_TOLD: usize = 100;
/// How many paths that nothing may have are kept in mind.
const MOST_HOSTILE: usize = 10_000;

/// What a push may do.
#[derive(Clone, Debug)]
pub struct PushRules {
    /// Branches beside the content's that may be pushed.
    pub branches: Vec<String>,
    /// How many bytes a file may have.
    pub file_limit: u64,
}

/// A reference that a push moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// The full name.
    pub reference: String,
    /// Where it points; `None`: it is new.
    pub old: Option<ObjectId>,
    /// Where it shall point; `None`: it shall go.
    pub new: Option<ObjectId>,
}

impl Update {
    /// Reads git's lines for a hook, one for each reference: the object it points to, the object it
    /// shall point to, its name. Objects of zeros only are none.
    pub fn read_all(text: &str) -> Option<Vec<Self>> {
        let object = |text: &str| -> Option<Option<ObjectId>> {
            let id: ObjectId = text.parse().ok()?;
            Some((id.as_bytes() != &[0; 20]).then_some(id))
        };
        let lines = text.split('\n').filter(|line| !line.is_empty());
        lines
            .map(|line| {
                let mut parts = line.splitn(3, ' ');
                Some(Self {
                    old: object(parts.next()?)?,
                    new: object(parts.next()?)?,
                    reference: parts.next()?.to_owned(),
                })
            })
            .collect()
    }
}

impl fmt::Display for Update {
    /// Writes the line that [`Update::read_all`] reads.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = |id: Option<ObjectId>| id.unwrap_or(ObjectId::from_bytes([0; 20]));
        let (old, new) = (id(self.old), id(self.new));
        write!(formatter, "{old} {new} {}", self.reference)
    }
}

/// What is said of a push. It is accepted when nothing refuses it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Reasons not to accept it, one line each: the first hundred.
    pub refusals: Vec<String>,
    /// How many more there are.
    pub more: usize,
    /// What is worth a look: the first hundred.
    pub warnings: Vec<String>,
    /// How many more there are.
    pub more_warnings: usize,
}

impl Verdict {
    /// Tells whether anything refuses it.
    pub fn is_refused(&self) -> bool {
        !self.refusals.is_empty()
    }

    /// Notes a reason not to accept it.
    pub(super) fn refuse(&mut self, line: String) {
        note(&mut self.refusals, &mut self.more, line);
    }

    /// Notes what is worth a look.
    pub(super) fn warn(&mut self, line: String) {
        note(&mut self.warnings, &mut self.more_warnings, line);
    }
}

fn note(lines: &mut Vec<String>, more: &mut usize, line: String) {
    if lines.len() < MOST_TOLD {
        lines.push(line);
    } else {
        *more += 1;
    }
}

/// The paths that nothing may have, with the reason.
#[derive(Default)]
struct Hostile {
    lines: BTreeMap<Vec<u8>, String>,
    /// How many there were when there were too many to be kept in mind.
    more: usize,
}

impl Hostile {
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

/// Reads what a commit would make of the site, after the commit that the branch is at.
pub(super) type Read<'r> =
    dyn Fn(Option<ObjectId>, Revision) -> Result<Candidate, PublishError> + 'r;

/// Checks what a push does to one reference, and returns what it would make of the site if that is
/// the content's branch.
pub(super) fn check(
    store: &Arc<Store>,
    rules: &PushRules,
    role: Role,
    update: &Update,
    read: &Read<'_>,
    verdict: &mut Verdict,
) -> Result<Option<Candidate>, PublishError> {
    let check = Check {
        store,
        rules,
        role,
        update,
        read,
    };
    check.run(verdict)
}

/// The check of one reference.
struct Check<'c> {
    store: &'c Arc<Store>,
    rules: &'c PushRules,
    /// What whoever pushes may change.
    role: Role,
    update: &'c Update,
    read: &'c Read<'c>,
}

impl Check<'_> {
    fn run(&self, verdict: &mut Verdict) -> Result<Option<Candidate>, PublishError> {
        let content = self.store.branch();
        let branch = match self.update.reference.strip_prefix("refs/heads/") {
            Some(branch)
                if branch == content || self.rules.branches.iter().any(|b| b == branch) =>
            {
                branch
            }
            _ => {
                let name = self.update.reference.trim_start_matches("refs/heads/");
                let name = printable(name.as_bytes());
                let message = format!(
                    "{name}: only the branch “{content}” can be pushed: git push origin HEAD:{content}"
                );
                verdict.refuse(message);
                return Ok(None);
            }
        };
        if branch != content && self.role < Role::Organizer {
            let message = format!(
                "{branch}: contributors push to “{content}” alone; ask an organizer for this branch"
            );
            verdict.refuse(message);
            return Ok(None);
        }
        let Some(new) = self.update.new else {
            let message = format!("{branch}: the branch cannot be deleted");
            verdict.refuse(message);
            return Ok(None);
        };
        if let Some(message) = self.refusal_of_move(branch, new)? {
            verdict.refuse(message);
            return Ok(None);
        }
        let hostile = match self.tree_problems(branch, new)? {
            Ok(hostile) => hostile,
            Err(message) => {
                verdict.refuse(message);
                return Ok(None);
            }
        };
        for (path, message) in &hostile.lines {
            verdict.refuse(format!("{}: {message}", printable(path)));
        }
        verdict.more += hostile.more;
        if branch == content {
            return self.content_problems(new, &hostile, verdict);
        }
        self.say(Consequences::default(), new, verdict)?;
        Ok(None)
    }

    /// Warns of what follows for who may see what.
    fn say(
        &self,
        mut consequences: Consequences,
        new: ObjectId,
        verdict: &mut Verdict,
    ) -> Result<(), StoreError> {
        consequences.look_back(self.store, new)?;
        let prefix = self.prefix();
        for line in consequences.lines(&prefix) {
            verdict.warn(line);
        }
        Ok(())
    }

    /// Returns the content's folder in the repository with a slash.
    fn prefix(&self) -> String {
        match self.store.folder() {
            "" => String::new(),
            folder => format!("{folder}/"),
        }
    }

    /// Says why a branch cannot move to a commit, if it cannot.
    fn refusal_of_move(&self, branch: &str, new: ObjectId) -> Result<Option<String>, StoreError> {
        if !self.store.incoming().is_commit(new)? {
            return Ok(Some(format!("{branch}: {} is not a commit", new.short())));
        }
        let tip = self.store.incoming().branch_tip(branch)?;
        let forward = match (self.update.old, tip) {
            (None, None) => true,
            (Some(old), Some(tip)) => tip == old && self.store.history().is_ancestor(old, new)?,
            _ => false,
        };
        if !forward {
            return Ok(Some(format!(
                "{branch}: not a fast-forward: the branch has commits that this push has not; take them first with git pull --rebase"
            )));
        }
        Ok(None)
    }

    /// Returns what no clone should have, of every commit; or why they cannot be checked.
    fn tree_problems(
        &self,
        branch: &str,
        new: ObjectId,
    ) -> Result<Result<Hostile, String>, StoreError> {
        // A new branch is compared with the content's.
        let from = match self.update.old {
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
    ) -> Result<Hostile, StoreError> {
        let mut found = Hostile::default();
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
        for (path, twin) in difference.twins {
            found.note(&path, || problem_of_twin(&printable(&twin)));
        }
        for commit in commits {
            let mark = |message: String| format!("{message} (in commit {})", commit.short());
            let own = self.store.incoming().touched(*commit, room)?;
            for touched in own.touched {
                if let (Some(message), _) = self.problem_of(&touched)? {
                    found.note(&touched.path, || mark(message));
                }
            }
            for (path, twin) in own.twins {
                found.note(&path, || mark(problem_of_twin(&printable(&twin))));
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
        Ok((problem_of_size(size, self.rules.file_limit), size))
    }

    /// Finds the problems of content that the push adds, without those of names told already.
    fn content_problems(
        &self,
        new: ObjectId,
        hostile: &Hostile,
        verdict: &mut Verdict,
    ) -> Result<Option<Candidate>, PublishError> {
        let Some(after) = self.store.revision(new)? else {
            let message = format!(
                "the folder “{}” would be gone, and the site with it",
                self.store.folder()
            );
            verdict.refuse(message);
            return Ok(None);
        };
        let candidate = match (self.read)(self.update.old, after) {
            Err(PublishError::Store(StoreError::OverBudget(excess))) => {
                verdict.refuse(format!("the content would have {excess}"));
                return Ok(None);
            }
            read => read?,
        };
        self.say(candidate.consequences(), new, verdict)?;
        let prefix = self.prefix();
        for (file, reason) in candidate.beyond(self.role) {
            verdict.refuse(format!("{prefix}{}: {reason}", printable(file.as_bytes())));
        }
        let problems = candidate.new_problems();
        for FileProblem { file, problem } in problems {
            let file = format!("{prefix}{file}");
            let of_name = matches!(problem.kind, ProblemKind::Path | ProblemKind::Collision);
            if of_name && hostile.lines.contains_key(file.as_bytes()) {
                continue;
            }
            let mut line = format!(
                "{}:{}: {}",
                printable(file.as_bytes()),
                problem.position,
                problem.message
            );
            if let Some(help) = &problem.help {
                line.push_str("; ");
                line.push_str(help);
            }
            match problem.kind.severity() {
                Severity::Error => verdict.refuse(line),
                Severity::Warning => verdict.warn(line),
            }
        }
        Ok(Some(candidate))
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
fn printable(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let hidden = |character: char| {
        character.is_control()
            || matches!(character, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    let shown = text.chars().map(|c| if hidden(c) { '\u{FFFD}' } else { c });
    shown.take(1100).collect()
}
