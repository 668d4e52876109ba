//! Commits made in temporary repositories, as the real git sees them.

use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

mod making;
mod merging;
mod refusals;

use super::*;
use crate::store::{BranchMove, Location, NewFile, NewRepository, Store, pause, process};

/// A repository with a few files, in a temporary folder.
struct Scene {
    folder: tempfile::TempDir,
    store: Store,
}

impl Scene {
    fn bare() -> Self {
        Self::new(true, "")
    }

    fn new(bare: bool, folder: &str) -> Self {
        let files = [
            ("a.md", "one\ntwo\nthree\nfour\nfive\n"),
            ("cases/b.md", "b\n"),
            ("cases/deep/c.md", "c\n"),
            ("other/d.md", "d\n"),
        ];
        let prefix = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let files = files
            .map(|(file, text)| -> NewFile { (format!("{prefix}{file}"), text.as_bytes().into()) });
        let directory = tempfile::tempdir().unwrap();
        NewRepository::repository(directory.path(), bare, &files, "Begin").unwrap();
        let store = open(directory.path(), folder);
        Self {
            folder: directory,
            store,
        }
    }

    fn git(&self, arguments: &[&str]) -> String {
        let mut command = process::command(self.store.repository());
        command.current_dir(self.folder.path());
        if self.folder.path().join(".git").exists() {
            command.arg("--work-tree").arg(self.folder.path());
        }
        let output = command.args(arguments).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout)
            .unwrap()
            .trim_end()
            .to_owned()
    }

    /// Gives the branch a commit of a tree.
    fn commit_tree(&self, tree: &str) {
        let who = ["-c", "user.name=A", "-c", "user.email=a@b"];
        let id = self.git(&[who.as_slice(), &["commit-tree", "-m", "x", tree]].concat());
        self.git(&["update-ref", "refs/heads/main", &id]);
    }

    fn tip(&self) -> ObjectId {
        self.store.tip_id().unwrap()
    }

    fn make(&self, changes: &[FileChange]) -> Result<ObjectId, CommitError> {
        self.store
            .writer()
            .make_commit(&change_on(self.tip(), changes))
    }

    /// Does what somebody else does meanwhile.
    fn change(&self, changes: &[FileChange]) -> ObjectId {
        let base = self.tip();
        let id = self.make(changes).unwrap();
        assert_eq!(
            self.store.writer().advance(base, id, "test").unwrap(),
            BranchMove::Moved
        );
        id
    }

    fn save(&self, base: ObjectId, changes: &[FileChange]) -> Result<RebaseOutcome, CommitError> {
        save(&self.store, &change_on(base, changes))
    }

    fn text(&self, file: &str) -> String {
        self.git(&["show", &format!("main:{file}")])
    }

    /// Fails unless real git finds nothing to complain of.
    fn is_sound(&self) {
        let found = self.git(&["fsck", "--strict", "--no-dangling", "--no-progress"]);
        assert_eq!(found, "");
    }

    /// Returns the files of a commit with mode and object.
    fn files(&self, commit: ObjectId) -> Vec<String> {
        let listed = self.git(&["ls-tree", "-r", &commit.to_string()]);
        listed.lines().map(str::to_owned).collect()
    }
}

fn open(repository: &Path, folder: &str) -> Store {
    let location = Location {
        repository: repository.to_owned(),
        branch: Some("main".to_owned()),
        folder: Some(folder.to_owned()),
    };
    Store::open(&location).unwrap()
}

/// Makes a commit on top of the branch and moves it, however often somebody else is faster.
fn save(store: &Store, new: &NewCommit) -> Result<RebaseOutcome, CommitError> {
    let writer = store.writer();
    for attempt in 0.. {
        let tip = writer.tip_if_any()?;
        let made = writer.commit_on(new, tip)?;
        let RebaseOutcome::Commit(commit) = made else {
            return Ok(made);
        };
        match writer.advance(tip, commit, "test")? {
            BranchMove::Moved => return Ok(made),
            BranchMove::Blocked(reason) => return Err(CommitError::Blocked(reason)),
            BranchMove::Overtaken(_) => std::thread::sleep(pause(attempt)),
        }
    }
    unreachable!()
}

fn ada() -> Signature {
    Signature::new("Ada", "ada@example.org", 1_700_000_000, 0).unwrap()
}

fn write(file: &str, text: impl AsRef<[u8]>) -> FileChange {
    FileChange::Write {
        file: file.to_owned(),
        bytes: text.as_ref().to_vec(),
    }
}

fn moving(from: &str, to: &str) -> FileChange {
    FileChange::Move {
        from: from.to_owned(),
        to: to.to_owned(),
    }
}

fn remove(file: &str) -> FileChange {
    FileChange::Remove {
        file: file.to_owned(),
    }
}

/// Does something that may wait for ever where it goes wrong.
fn in_time<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || sender.send(work()));
    let waited = receiver.recv_timeout(Duration::from_secs(60));
    waited.expect("it waits for ever, or panicked")
}

/// Returns changes by one person, to be committed.
fn change_on(base: ObjectId, changes: &[FileChange]) -> NewCommit {
    NewCommit {
        base,
        changes: changes.to_vec(),
        author: ada(),
        committer: ada(),
        message: "Change".to_owned(),
    }
}
