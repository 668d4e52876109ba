//! The rules of a push.
//!
//! The rules of names and trees hold for every commit of a push, because everyone's clone gets
//! them all; the rules of content hold for the newest. All that is wrong is told at once.

use std::fmt;
use std::sync::Arc;

use crate::domain::problem::Severity;
use crate::domain::{ObjectId, ProblemKind, Role};
use crate::site::candidate::CandidateEdition;
use crate::site::consequences::Consequences;
use crate::site::push_report::PushReport;
use crate::site::push_trees::{HostilePaths, TreeCheck, printable};
use crate::site::{FileProblem, PublishError};
use crate::store::{Revision, Store, StoreError};

/// The rules of what a push may do.
#[derive(Clone, Debug)]
pub struct PushRules {
    /// Branches beside the content's that may be pushed.
    pub branches: Vec<String>,
    /// The number of bytes that a file may have.
    pub file_limit: u64,
}

/// A reference that a push moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// The full name.
    pub reference: String,
    /// The commit that it points to; `None`: it is new.
    pub old: Option<ObjectId>,
    /// The commit that it shall point to; `None`: it shall go.
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

/// Reads what a commit would make of the site, after the commit that the branch is at.
pub(super) type CandidateReader<'r> =
    dyn Fn(Option<ObjectId>, Revision) -> Result<CandidateEdition, PublishError> + 'r;

/// Checks what a push does to one reference, and returns what it would make of the site if that is
/// the content's branch.
pub(super) fn check(
    store: &Arc<Store>,
    rules: &PushRules,
    role: Role,
    update: &Update,
    read: &CandidateReader<'_>,
    report: &mut PushReport,
) -> Result<Option<CandidateEdition>, PublishError> {
    let check = ReferenceCheck {
        store,
        rules,
        role,
        update,
        read,
    };
    check.run(report)
}

/// The check of one reference.
struct ReferenceCheck<'c> {
    store: &'c Arc<Store>,
    rules: &'c PushRules,
    /// The role of whoever pushes.
    role: Role,
    update: &'c Update,
    read: &'c CandidateReader<'c>,
}

impl ReferenceCheck<'_> {
    fn run(&self, report: &mut PushReport) -> Result<Option<CandidateEdition>, PublishError> {
        let content = self.store.branch();
        let branch = match self.branch() {
            Ok(branch) => branch,
            Err(message) => {
                report.refuse(message);
                return Ok(None);
            }
        };
        if branch != content && self.role < Role::Organizer {
            let message = format!(
                "{branch}: contributors push to “{content}” alone; ask an organizer for this branch"
            );
            report.refuse(message);
            return Ok(None);
        }
        let Some(new) = self.update.new else {
            let message = format!("{branch}: the branch cannot be deleted");
            report.refuse(message);
            return Ok(None);
        };
        if let Some(message) = self.refusal_of_move(branch, new)? {
            report.refuse(message);
            return Ok(None);
        }
        let trees = TreeCheck {
            store: self.store,
            file_limit: self.rules.file_limit,
            old: self.update.old,
        };
        let hostile = match trees.find(branch, new)? {
            Ok(hostile) => hostile,
            Err(message) => {
                report.refuse(message);
                return Ok(None);
            }
        };
        for (path, message) in &hostile.lines {
            report.refuse(format!("{}: {message}", printable(path)));
        }
        report.more += hostile.more;
        if branch == content {
            return self.content_problems(new, &hostile, report);
        }
        self.say(Consequences::default(), new, report)?;
        Ok(None)
    }

    /// Returns the branch that is pushed; or why it cannot be.
    fn branch(&self) -> Result<&str, String> {
        let content = self.store.branch();
        match self.update.reference.strip_prefix("refs/heads/") {
            Some(branch)
                if branch == content || self.rules.branches.iter().any(|b| b == branch) =>
            {
                Ok(branch)
            }
            _ => {
                let name = self.update.reference.trim_start_matches("refs/heads/");
                let name = printable(name.as_bytes());
                Err(format!(
                    "{name}: only the branch “{content}” can be pushed: git push origin HEAD:{content}"
                ))
            }
        }
    }

    /// Warns of what follows for who may see what.
    fn say(
        &self,
        mut consequences: Consequences,
        new: ObjectId,
        report: &mut PushReport,
    ) -> Result<(), StoreError> {
        consequences.look_back(self.store, new)?;
        let prefix = self.prefix();
        for line in consequences.lines(&prefix) {
            report.warn(line);
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

    /// Finds the problems of content that the push adds, without those of names told already.
    fn content_problems(
        &self,
        new: ObjectId,
        hostile: &HostilePaths,
        report: &mut PushReport,
    ) -> Result<Option<CandidateEdition>, PublishError> {
        let Some(after) = self.store.revision(new)? else {
            let message = format!(
                "the folder “{}” would be gone, and the site with it",
                self.store.folder()
            );
            report.refuse(message);
            return Ok(None);
        };
        let candidate = match (self.read)(self.update.old, after) {
            Err(PublishError::Store(StoreError::OverBudget(excess))) => {
                report.refuse(format!("the content would have {excess}"));
                return Ok(None);
            }
            read => read?,
        };
        self.say(candidate.consequences(), new, report)?;
        let prefix = self.prefix();
        for (file, reason) in candidate.beyond(self.role) {
            report.refuse(format!("{prefix}{}: {reason}", printable(file.as_bytes())));
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
                Severity::Error => report.refuse(line),
                Severity::Warning => report.warn(line),
            }
        }
        Ok(Some(candidate))
    }
}
