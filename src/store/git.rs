//! [`Git`]: the repository as the `git` program serves it.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::store::durable::sync;
use crate::store::error::StoreError;
use crate::store::process::{command, isolated};
use crate::store::repository::Store;

/// A side of git's smart protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GitService {
    /// Gives objects out: clone and fetch.
    UploadPack,
    /// Takes objects in: push.
    ReceivePack,
}

impl GitService {
    /// Returns the name in addresses and content types.
    pub fn name(self) -> &'static str {
        match self {
            Self::UploadPack => "git-upload-pack",
            Self::ReceivePack => "git-receive-pack",
        }
    }
}

/// Rules for taking a push.
#[derive(Clone, Debug)]
pub struct ReceiveOptions {
    /// The folder whose hooks check it, in place of the repository's own.
    pub hooks: PathBuf,
    /// The most bytes of a push.
    pub push_limit: u64,
    /// Variables for the hooks.
    pub variables: Vec<(&'static str, OsString)>,
}

/// Settings for both services. The repository's own configuration is left as it is.
const SERVICE_CONFIG: [&str; 7] = [
    // Whether the server's user may read the repository was asked when the store was opened.
    "safe.directory=*",
    "protocol.version=2",
    // Notes, replacements and other tools' references are nobody's business.
    "transfer.hideRefs=refs",
    "transfer.hideRefs=!refs/heads",
    "transfer.hideRefs=!refs/tags",
    "gc.auto=0",
    "maintenance.auto=false",
];
const UPLOAD_CONFIG: [&str; 4] = [
    "uploadpack.allowFilter=true",
    "uploadpack.allowAnySHA1InWant=false",
    "uploadpack.allowRefInWant=false",
    "http.uploadpack=true",
];
const RECEIVE_CONFIG: [&str; 14] = [
    "http.receivepack=true",
    "receive.fsckObjects=true",
    // Harmless marks of old tools, which much honest history has.
    "receive.fsck.zeroPaddedFilemode=ignore",
    "receive.fsck.badTimezone=ignore",
    "receive.fsck.missingSpaceBeforeDate=ignore",
    "receive.fsck.missingNameBeforeEmail=ignore",
    "receive.denyNonFastForwards=true",
    "receive.denyDeletes=true",
    // Where the branch is checked out, its files are brought up to date, or the push is refused.
    "receive.denyCurrentBranch=updateInstead",
    "receive.shallowUpdate=false",
    "receive.advertisePushOptions=false",
    "receive.autogc=false",
    "receive.updateServerInfo=false",
    // The objects are on the disk before this: see [`Git::sync_quarantine`].
    "core.fsync=reference",
];

/// The repository of a store, served by the `git` program.
#[derive(Clone, Copy)]
pub struct Git<'s>(&'s Store);

impl Store {
    /// Returns the repository as the `git` program serves it.
    pub fn git(&self) -> Git<'_> {
        Git(self)
    }
}

impl Git<'_> {
    /// Returns git's version; an error where there is no git.
    pub fn version(&self) -> Result<String, StoreError> {
        let program = |error: io::Error| StoreError::Program(error.to_string());
        let output = command(self.0.repository())
            .arg("version")
            .output()
            .map_err(program)?;
        let text = String::from_utf8_lossy(&output.stdout);
        Ok(text.trim().trim_start_matches("git version ").to_owned())
    }

    /// Returns the command that gives objects out; with `advertise` it only says what there is.
    pub fn upload_pack(&self, advertise: bool) -> Command {
        let mut command = isolated();
        configure(&mut command, &SERVICE_CONFIG);
        configure(&mut command, &UPLOAD_CONFIG);
        self.speak(command, "upload-pack", advertise)
    }

    /// Returns the command that takes a push; with `advertise` it only says what there is.
    pub fn receive_pack(&self, options: &ReceiveOptions, advertise: bool) -> Command {
        let mut command = isolated();
        configure(&mut command, &SERVICE_CONFIG);
        configure(&mut command, &RECEIVE_CONFIG);
        let mut hooks = OsString::from("core.hooksPath=");
        hooks.push(&options.hooks);
        command.arg("-c").arg(hooks);
        command
            .arg("-c")
            .arg(format!("receive.maxInputSize={}", options.push_limit));
        command.envs(options.variables.iter().map(|(name, value)| (name, value)));
        self.speak(command, "receive-pack", advertise)
    }

    fn speak(&self, mut command: Command, service: &str, advertise: bool) -> Command {
        command.args([service, "--stateless-rpc"]);
        if advertise {
            command.arg("--http-backend-info-refs");
        }
        // The folder stands alone: `--git-dir` would make the current folder a working tree.
        command.arg(self.0.repository());
        command
    }

    /// Puts the objects of a push on the disk, before the push is accepted, and returns the names of
    /// the folders that they are in. Git would do so one file after the other; at once, they share
    /// what the disk has to do for each.
    pub fn sync_quarantine(&self, quarantine: &Path) -> io::Result<Vec<OsString>> {
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for entry in std::fs::read_dir(quarantine)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.file_name());
            }
        }
        let mut waiting = vec![quarantine.to_owned()];
        while let Some(folder) = waiting.pop() {
            for entry in std::fs::read_dir(folder)? {
                let entry = entry?;
                match entry.file_type()? {
                    kind if kind.is_dir() => waiting.push(entry.path()),
                    kind if kind.is_file() => files.push(entry.path()),
                    _ => {}
                }
            }
        }
        sync(&files)?;
        Ok(folders)
    }

    /// Puts the folders of the reference and of objects on the disk, which git leaves to chance: a
    /// file that was synced is lost all the same where its name was not. `touched` are the folders
    /// of objects into which a push has put its own.
    pub fn sync_folders(&self, touched: &[OsString]) -> io::Result<()> {
        let objects = self.0.objects().directory().map_err(io::Error::other)?;
        let branch = format!("refs/heads/{}", self.0.branch());
        let reference = objects.with_file_name(branch);
        let mut folders: Vec<PathBuf> = touched.iter().map(|name| objects.join(name)).collect();
        folders.push(objects.join("pack"));
        folders.extend(reference.parent().map(Path::to_owned));
        folders.push(objects);
        folders.retain(|folder| folder.is_dir());
        folders.sort();
        folders.dedup();
        sync(&folders)
    }
}

fn configure(command: &mut Command, values: &[&str]) {
    for value in values {
        command.args(["-c", value]);
    }
}
