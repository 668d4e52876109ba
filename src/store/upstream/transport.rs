//! Fetching from and pushing to the upstream, through the `git` program.
//!
//! Git itself reaches the other machine, so that its credential helpers and SSH work. The address
//! is an argument, never a remote of the repository's configuration.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use crate::domain::ObjectId;
use crate::store::repository::Store;
use crate::store::transfer::{self, CommandOutput, RunError};
use crate::store::upstream::address::Address;

/// The longest time for a fetch; the first one fetches everything.
const FETCH_LIMIT: Duration = Duration::from_secs(600);
/// The longest time for a push, for which somebody waits.
const PUSH_LIMIT: Duration = Duration::from_secs(300);
/// The longest time for the list of the upstream's branches.
const LIST_LIMIT: Duration = Duration::from_secs(60);
/// The number of fetches to one look whether the repository has to be tidied.
const TIDY_EVERY: u64 = 32;

/// One pack for each fetch, which is there as a whole or not at all. Git would write the objects
/// of a small fetch one by one, the newest commit first, and whoever looks meanwhile, or after a fetch
/// that was broken off, finds a commit whose parents are missing: “could not parse commit”.
const IN_ONE_PIECE: &str = "fetch.unpackLimit=1";
/// Tidying makes one pack of the small ones, and leaves those of this size as they are.
const LARGE_PACK: &str = "gc.bigPackThreshold=8m";

/// The reference that keeps the upstream's branch as it was last seen.
pub(super) const SEEN: &str = "refs/concord/upstream";

/// The reason why there is no news from the upstream. No message holds a secret of the address.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// It could not be reached, or refused to answer.
    #[error("{0}")]
    Unreachable(String),
    /// It has other branches than the one that is wanted.
    #[error("the upstream has no branch “{branch}”; its branches are: {known}")]
    NoBranch {
        /// The branch that is wanted.
        branch: String,
        /// Those that there are.
        known: String,
    },
    /// It is a new repository without a commit.
    #[error("the upstream is empty")]
    Empty,
}

/// The result of a push.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PushOutcome {
    /// The upstream has the commit.
    Done,
    /// The upstream's branch is not where it was expected, or not a commit before this one.
    Rejected,
    /// The upstream was reached and does not want it: a rule of its own, no right to write.
    Refused(String),
    /// It could not be pushed; whether the upstream has it is not known.
    Failed(String),
}

/// One repository, as seen from another.
pub(super) struct Transport<'u> {
    pub(super) store: &'u Store,
    pub(super) address: &'u Address,
    pub(super) branch: &'u str,
    pub(super) cancelled: &'u AtomicBool,
    /// The number of fetches.
    pub(super) fetches: &'u AtomicU64,
}

impl Transport<'_> {
    /// Fetches the branch and returns its tip, which [`SEEN`] then names.
    pub(super) fn fetch(&self) -> Result<ObjectId, TransportError> {
        let branch = self.branch;
        let mut command = transfer::command_for_transport(self.store.repository());
        // Looking whether there is something to tidy takes longer than a fetch of nothing new.
        let tidy = match self.fetches.fetch_add(1, Ordering::Relaxed) % TIDY_EVERY {
            0 => "--auto-maintenance",
            _ => "--no-auto-maintenance",
        };
        command.args([
            "-c",
            IN_ONE_PIECE,
            "-c",
            LARGE_PACK,
            "fetch",
            tidy,
            "--quiet",
            "--no-tags",
            "--no-prune",
            "--no-write-fetch-head",
            "--no-recurse-submodules",
            "--no-show-forced-updates",
            "--",
            self.address.url(),
            &format!("+refs/heads/{branch}:{SEEN}"),
        ]);
        let finished = self.run(command, FETCH_LIMIT)?;
        if !finished.success {
            if finished.errors.contains("couldn't find remote ref") {
                return Err(self.without_branch());
            }
            return Err(TransportError::Unreachable(self.reason(&finished)));
        }
        let seen = self.store.objects().reference(SEEN);
        let seen = seen.map_err(|error| TransportError::Unreachable(error.to_string()))?;
        seen.ok_or_else(|| TransportError::Unreachable(format!("git did not write {SEEN}")))
    }

    /// Finds out why the branch is not there.
    fn without_branch(&self) -> TransportError {
        let mut command = transfer::command_for_transport(self.store.repository());
        command.args(["ls-remote", "--heads", "--", self.address.url()]);
        let finished = match self.run(command, LIST_LIMIT) {
            Ok(finished) if finished.success => finished,
            Ok(finished) => return TransportError::Unreachable(self.reason(&finished)),
            Err(error) => return error,
        };
        let known: Vec<&str> = finished
            .output
            .lines()
            .filter_map(|line| line.split_once("\trefs/heads/"))
            .map(|(_, name)| name)
            .collect();
        if known.is_empty() {
            return TransportError::Empty;
        }
        TransportError::NoBranch {
            branch: self.branch.to_owned(),
            known: known.join(", "),
        }
    }

    /// Pushes a commit if the upstream's branch is at `expected` (`None`: is not there yet), which
    /// must be a commit before it.
    pub(super) fn push(&self, commit: ObjectId, expected: Option<ObjectId>) -> PushOutcome {
        let expected = expected.map_or_else(String::new, |id| id.to_string());
        let lease = format!("--force-with-lease=refs/heads/{}:{expected}", self.branch);
        self.send(commit, Some(&lease), None)
    }

    /// Pushes a commit whose objects may still be in a push's quarantine, if the upstream's branch
    /// is a commit before it.
    pub(super) fn push_quarantined(
        &self,
        commit: ObjectId,
        quarantine: Option<&Path>,
    ) -> PushOutcome {
        self.send(commit, None, quarantine)
    }

    fn send(
        &self,
        commit: ObjectId,
        lease: Option<&str>,
        quarantine: Option<&Path>,
    ) -> PushOutcome {
        let mut command = transfer::command_for_transport(self.store.repository());
        if let Some(quarantine) = quarantine {
            let objects = match self.store.objects().directory() {
                Ok(objects) => objects,
                Err(error) => return PushOutcome::Failed(error.to_string()),
            };
            command.env("GIT_OBJECT_DIRECTORY", quarantine);
            command.env("GIT_ALTERNATE_OBJECT_DIRECTORIES", objects);
        }
        command.args([
            "push",
            "--porcelain",
            "--no-verify",
            "--no-follow-tags",
            "--no-signed",
            "--recurse-submodules=no",
        ]);
        command.args(lease);
        command.args(["--", self.address.url()]);
        command.arg(format!("{commit}:refs/heads/{}", self.branch));
        match self.run(command, PUSH_LIMIT) {
            Ok(finished) => self.outcome(&finished),
            Err(error) => PushOutcome::Failed(error.to_string()),
        }
    }

    /// Reads what `git push --porcelain` says: a flag, a tab, the references, a tab, a summary.
    fn outcome(&self, finished: &CommandOutput) -> PushOutcome {
        if finished.success {
            return PushOutcome::Done;
        }
        let mut lines = finished.output.lines();
        let Some(summary) = lines.find_map(|line| line.strip_prefix("!\t")) else {
            return PushOutcome::Failed(self.reason(finished));
        };
        let summary = summary.split_once('\t').map_or(summary, |(_, text)| text);
        // Two pushes at once: the second finds the branch locked, or not where it was announced.
        let race = [
            "cannot lock ref",
            "failed to update ref",
            "failed to lock",
            "incorrect old value",
            "already exists",
            "non-fast-forward",
        ];
        if summary.starts_with("[rejected]") || race.iter().any(|text| summary.contains(text)) {
            return PushOutcome::Rejected;
        }
        if summary.starts_with("[remote failure]") {
            return PushOutcome::Failed(self.reason(finished));
        }
        let said: Vec<&str> = finished
            .errors
            .lines()
            .filter_map(|line| line.strip_prefix("remote:"))
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        let text = format!("{summary} {}", said.join(" "));
        PushOutcome::Refused(self.address.hide(text.trim()))
    }

    fn run(&self, command: Command, limit: Duration) -> Result<CommandOutput, TransportError> {
        transfer::run(command, limit, self.cancelled).map_err(|error| {
            TransportError::Unreachable(match &error {
                RunError::Start(source) if source.kind() == std::io::ErrorKind::NotFound => {
                    "the git program is not installed".to_owned()
                }
                _ => error.to_string(),
            })
        })
    }

    /// Returns what git complained of, as one line without secrets.
    fn reason(&self, finished: &CommandOutput) -> String {
        let lines: Vec<&str> = finished
            .errors
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with("hint:"))
            .collect();
        let text = lines.join(" ");
        let text = if text.is_empty() {
            "git gave no reason"
        } else {
            &text
        };
        self.address.hide(text)
    }
}
