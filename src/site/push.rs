//! Whether a push is accepted, and what came of it.
//!
//! The rules of names and trees hold for every commit of a push, because everyone's clone gets
//! them all; the rules of content hold for the newest. All that is wrong is told at once.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::domain::portable::check_name;
use crate::domain::problem::Severity;
use crate::domain::{ObjectId, PagePath, ProblemKind, Viewer, Visibility};
use crate::site::consequences::{Consequences, is_hidden};
use crate::site::novelty::{Novelty, novelty};
use crate::site::{FileProblem, PublishError, Publisher};
use crate::store::{Revision, Store, StoreError, Touched};

/// Pushes with more commits than this are judged by what they end in alone.
const MAX_COMMITS: usize = 10_000;
/// Longest path in bytes, as for pages.
const MAX_PATH: usize = 1024;

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
    /// Reasons not to accept it, one line each.
    pub refusals: Vec<String>,
    /// What is worth a look.
    pub warnings: Vec<String>,
}

/// A page that a push changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedPage {
    /// Its address on the site.
    pub address: String,
    /// It is gone.
    pub removed: bool,
    /// Whom it is for, or was until it went.
    pub circle: Visibility,
}

impl Publisher {
    /// Judges a push whose objects lie in a quarantine.
    pub fn check_push(
        &self,
        updates: &[Update],
        quarantine: Option<&Path>,
        rules: &PushRules,
    ) -> Result<Verdict, PublishError> {
        let store = Arc::new(self.store().with_quarantine(quarantine)?);
        let mut verdict = Verdict::default();
        for update in updates {
            let check = Check {
                publisher: self,
                store: &store,
                rules,
                update,
            };
            check.run(&mut verdict)?;
        }
        Ok(verdict)
    }

    /// Serves what a push brought and returns the pages it changed, by address.
    pub fn publish_push(&self, updates: &[Update]) -> Result<Vec<ChangedPage>, PublishError> {
        let content = format!("refs/heads/{}", self.store().branch());
        let update = updates.iter().find(|update| update.reference == content);
        let Some((old, new)) = update.and_then(|update| Some((update.old, update.new?))) else {
            return Ok(Vec::new());
        };
        self.publish()?;
        let store = self.store();
        let old = match old {
            Some(old) => store.revision(old)?,
            None => Some(Revision::unborn()),
        };
        let (Some(old), Some(new)) = (old, store.revision(new)?) else {
            return Ok(Vec::new());
        };
        let edition = self.edition();
        let view = edition.view(Viewer::Contributor);
        let mut pages: BTreeMap<PagePath, (bool, Visibility)> = BTreeMap::new();
        for change in store.changes(&old, &new)? {
            if let Ok(path) = PagePath::from_file(&change.path) {
                // A page that moved to `index.md` is both gone and there.
                let (removed, circle) = pages.entry(path).or_insert((true, Visibility::Public));
                *removed &= change.after.is_none();
                // Of a page that is gone, what it was decides.
                if let Some(entry) = change.before.filter(|_| change.after.is_none())
                    && is_hidden(store, entry.id)?
                {
                    *circle = Visibility::Members;
                }
            }
        }
        let changed = |(path, (removed, before)): (PagePath, (bool, Visibility))| {
            let now = view.page(&path).map(|item| item.page.front.visibility);
            ChangedPage {
                address: path.address(),
                removed,
                circle: now.unwrap_or(before),
            }
        };
        Ok(pages.into_iter().map(changed).collect())
    }
}

/// The check of one reference.
struct Check<'c> {
    publisher: &'c Publisher,
    store: &'c Arc<Store>,
    rules: &'c PushRules,
    update: &'c Update,
}

impl Check<'_> {
    fn run(&self, verdict: &mut Verdict) -> Result<(), PublishError> {
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
                verdict.refusals.push(message);
                return Ok(());
            }
        };
        let Some(new) = self.update.new else {
            let message = format!("{branch}: the branch cannot be deleted");
            verdict.refusals.push(message);
            return Ok(());
        };
        if let Some(message) = self.refusal_of_move(branch, new)? {
            verdict.refusals.push(message);
            return Ok(());
        }
        let hostile = self.tree_problems(new)?;
        let line = |(path, message): (&Vec<u8>, &String)| format!("{}: {message}", printable(path));
        verdict.refusals.extend(hostile.iter().map(line));
        if branch == content {
            self.content_problems(new, &hostile, verdict)?;
        } else {
            self.say(Consequences::default(), new, verdict)?;
        }
        Ok(())
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
        verdict.warnings.extend(consequences.lines(&prefix));
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
        if !self.store.is_commit(new)? {
            return Ok(Some(format!("{branch}: {} is not a commit", new.short())));
        }
        let tip = self.store.branch_tip(branch)?;
        let forward = match (self.update.old, tip) {
            (None, None) => true,
            (Some(old), Some(tip)) => tip == old && self.store.is_ancestor(old, new)?,
            _ => false,
        };
        if !forward {
            return Ok(Some(format!(
                "{branch}: not a fast-forward: the branch has commits that this push has not; take them first with git pull --rebase"
            )));
        }
        Ok(None)
    }

    /// Returns what no clone should have, by path.
    fn tree_problems(&self, new: ObjectId) -> Result<BTreeMap<Vec<u8>, String>, StoreError> {
        // A new branch is compared with the content's.
        let from = match self.update.old {
            Some(old) => Some(old),
            None => self.store.branch_tip(self.store.branch())?,
        };
        let difference = self.store.difference(from, new)?;
        let mut found: BTreeMap<Vec<u8>, String> = BTreeMap::new();
        for touched in &difference.touched {
            if let Some(message) = self.problem_of(touched)? {
                found.insert(touched.path.clone(), message);
            }
        }
        for (path, twin) in difference.twins {
            let twin = printable(&twin);
            found.entry(path).or_insert_with(|| {
                format!(
                    "on Windows and macOS this is the same file as “{twin}”; rename one of them"
                )
            });
        }
        let commits = self.store.new_commits(new, MAX_COMMITS + 1)?;
        if commits.len() <= MAX_COMMITS {
            for commit in commits {
                for touched in self.store.touched(commit)? {
                    if let Some(message) = self.problem_of(&touched)?
                        && !found.contains_key(&touched.path)
                    {
                        let message = format!("{message} (in commit {})", commit.short());
                        found.insert(touched.path, message);
                    }
                }
            }
        }
        Ok(found)
    }

    /// Says what is wrong with a path that a commit touches.
    fn problem_of(&self, touched: &Touched) -> Result<Option<String>, StoreError> {
        let folder = self.store.folder();
        if !is_inside(&touched.path, folder, touched.entry) {
            return Ok(Some(format!(
                "this is outside the folder “{folder}”, which is all that a push may change"
            )));
        }
        let Some((mode, id)) = touched.entry else {
            return Ok(None);
        };
        if touched.too_deep {
            return Ok(Some("the folder is nested too deeply".to_owned()));
        }
        let message = match mode {
            0o120_000 => Some("symbolic links are not allowed; copy the file".to_owned()),
            0o160_000 => Some("submodules are not allowed".to_owned()),
            0o40_000 | 0o100_644 | 0o100_755 => None,
            _ => Some(format!("the mode {mode:o} is not that of a file")),
        };
        let message = message.or_else(|| name_problem(&touched.path));
        if message.is_some() || mode == 0o40_000 {
            return Ok(message);
        }
        let size = self.store.size(id)? as u64;
        let limit = self.rules.file_limit;
        Ok((size > limit).then(|| {
            format!(
                "the file has {}; {} is the limit",
                megabytes(size),
                megabytes(limit)
            )
        }))
    }

    /// Finds the problems of content that the push adds, without those of names told already.
    fn content_problems(
        &self,
        new: ObjectId,
        hostile: &BTreeMap<Vec<u8>, String>,
        verdict: &mut Verdict,
    ) -> Result<(), PublishError> {
        let Some(after) = self.store.revision(new)? else {
            let message = format!(
                "the folder “{}” would be gone, and the site with it",
                self.store.folder()
            );
            verdict.refusals.push(message);
            return Ok(());
        };
        // A commit that came another way is served before what is built on it is judged.
        self.publisher.publish()?;
        let edition = self.publisher.edition();
        let prefix = self.prefix();
        let Novelty {
            problems,
            consequences,
        } = novelty(&edition, self.store, after)?;
        self.say(consequences, new, verdict)?;
        for FileProblem { file, problem } in problems {
            let file = format!("{prefix}{file}");
            let of_name = matches!(problem.kind, ProblemKind::Path | ProblemKind::Collision);
            if of_name && hostile.contains_key(file.as_bytes()) {
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
                Severity::Error => verdict.refusals.push(line),
                Severity::Warning => verdict.warnings.push(line),
            }
        }
        Ok(())
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
    let is_folder = matches!(entry, Some((0o40_000, _)));
    let folder = folder.as_bytes();
    below(path, folder) || (is_folder && (path == folder || below(folder, path)))
}

/// Says what is wrong with the last part of a path. The parts above are told by themselves.
fn name_problem(path: &[u8]) -> Option<String> {
    let Ok(path) = std::str::from_utf8(path) else {
        return Some("the name is not UTF-8".to_owned());
    };
    if path.len() > MAX_PATH {
        return Some(format!("the path is longer than {MAX_PATH} bytes"));
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let error = check_name(name).err()?;
    Some(format!("the name {error}"))
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

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1_000_000.0)
}
