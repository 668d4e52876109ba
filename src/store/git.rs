//! The `git` program as a child process. Nothing else in the project starts processes.
//!
//! Arguments are passed as an array, never through a shell; the environment is cleared of
//! everything that could change what git does.

use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use crate::store::{Store, StoreError};

/// Returns a `git` command for the repository, to which the caller adds arguments.
pub(super) fn command(repository: &Path) -> Command {
    let mut command = isolated();
    command
        .arg("--git-dir")
        .arg(repository)
        .args(["-c", "safe.directory=*"]);
    command
}

/// Returns a `git` command that nothing around the server changes.
fn isolated() -> Command {
    let mut command = Command::new("git");
    command.env_clear();
    for name in ["PATH", "HOME", "SYSTEMROOT", "TMPDIR"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C.UTF-8");
    command
}

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

/// How a push is taken.
#[derive(Clone, Debug)]
pub struct ReceiveOptions {
    /// The folder whose hooks check it, in place of the repository's own.
    pub hooks: PathBuf,
    /// How many bytes a push may have.
    pub push_limit: u64,
    /// Variables for the hooks.
    pub variables: Vec<(&'static str, OsString)>,
}

/// What holds for both sides. The repository's own configuration is left as it is.
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
const RECEIVE_CONFIG: [&str; 15] = [
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
    // What is accepted is on the disk.
    "core.fsync=committed,reference",
    "core.fsyncMethod=batch",
];

impl Store {
    /// Returns git's version; an error where there is no git.
    pub fn git_version(&self) -> Result<String, StoreError> {
        let program = |error: std::io::Error| StoreError::Program(error.to_string());
        let output = command(&self.repository)
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
        command.arg(&self.repository);
        command
    }

    /// Puts the folders of references and objects on the disk, which git leaves to chance.
    pub fn sync_folders(&self) -> std::io::Result<()> {
        let branch = format!("refs/heads/{}", self.branch);
        let reference = self.repository.join(branch);
        let folders = [
            self.repository.join("objects"),
            self.repository.join("objects/pack"),
            reference.parent().unwrap_or(&self.repository).to_owned(),
        ];
        for folder in folders.iter().filter(|folder| folder.is_dir()) {
            std::fs::File::open(folder)?.sync_all()?;
        }
        Ok(())
    }
}

fn configure(command: &mut Command, values: &[&str]) {
    for value in values {
        command.args(["-c", value]);
    }
}

/// Variables by which people tell git and its helpers how to reach other machines.
const TRANSPORT_VARIABLES: [&str; 24] = [
    "ALL_PROXY",
    "GIT_ASKPASS",
    "GIT_CONFIG_GLOBAL",
    "GIT_PROXY_SSL_CAINFO",
    "GIT_SSH",
    "GIT_SSH_COMMAND",
    "GIT_SSH_VARIANT",
    "GIT_SSL_CAINFO",
    "GIT_SSL_CAPATH",
    "GIT_SSL_CERT",
    "GIT_SSL_KEY",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "LOGNAME",
    "NO_PROXY",
    "SSH_AGENT_PID",
    "SSH_ASKPASS",
    "SSH_AUTH_SOCK",
    "SSL_CERT_FILE",
    "USER",
    "XDG_CONFIG_HOME",
    "http_proxy",
    "https_proxy",
    "no_proxy",
];

/// The transports that may be used. All others, `ext::` above all, run programs of their own.
const PROTOCOLS: [&str; 5] = ["https", "http", "ssh", "git", "file"];

/// How much of what a command prints is kept.
const MOST_OUTPUT: u64 = 64 << 10;

/// Returns a `git` command that talks to another repository: with the user's credential helpers
/// and SSH, without the repository's hooks, and with what it fetches on disk when it ends.
pub(super) fn transport_command(repository: &Path) -> Command {
    let mut command = command(repository);
    for name in TRANSPORT_VARIABLES {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command.args(["-c", "protocol.allow=never"]);
    for protocol in PROTOCOLS {
        command.arg("-c");
        command.arg(format!("protocol.{protocol}.allow=always"));
    }
    for setting in [
        "core.hooksPath=/dev/null",
        "core.fsync=committed",
        // What is fetched appears at once, as a pack. Single objects would appear one by one, the
        // newest commit first, and a push at that moment would find a history with holes.
        "fetch.unpackLimit=1",
        // A transfer over HTTP that stands still for half a minute is given up.
        "http.lowSpeedLimit=1",
        "http.lowSpeedTime=30",
    ] {
        command.args(["-c", setting]);
    }
    command
}

/// What a command printed, and whether it did what it was asked.
pub(super) struct Finished {
    pub(super) success: bool,
    pub(super) output: String,
    pub(super) errors: String,
}

/// Why a command did not finish.
#[derive(Debug, thiserror::Error)]
pub(super) enum RunError {
    /// It could not be started.
    #[error("cannot start the git program: {0}")]
    Start(#[source] std::io::Error),
    /// It took too long.
    #[error("git took longer than {} s", .0.as_secs())]
    TimedOut(Duration),
    /// It was told to stop.
    #[error("stopped")]
    Cancelled,
}

/// Runs a command to its end, which comes at the latest after `limit` or when `cancelled` is set.
pub(super) fn run(
    mut command: Command,
    limit: Duration,
    cancelled: &AtomicBool,
) -> Result<Finished, RunError> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    #[cfg(unix)]
    // A group of its own: Ctrl-C at the server is for the server, and a helper that would ask
    // something at the terminal is stopped instead.
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(RunError::Start)?;
    let output = collect(child.stdout.take());
    let errors = collect(child.stderr.take());
    let deadline = Instant::now() + limit;
    let mut pause = Duration::from_millis(1);
    let status = loop {
        if let Some(status) = child.try_wait().map_err(RunError::Start)? {
            break status;
        }
        let stopped = cancelled.load(Ordering::Relaxed);
        if stopped || Instant::now() >= deadline {
            // Both fail only when the child has ended meanwhile.
            let _ = child.kill();
            let _ = child.wait();
            return Err(if stopped {
                RunError::Cancelled
            } else {
                RunError::TimedOut(limit)
            });
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(10));
    };
    // A helper that outlives git may hold the pipes open; what it has to say is not waited for.
    let text = |receiver: Receiver<Vec<u8>>| {
        let bytes = receiver
            .recv_timeout(Duration::from_secs(2))
            .unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    Ok(Finished {
        success: status.success(),
        output: text(output),
        errors: text(errors),
    })
}

/// Reads a pipe on a thread of its own, so that a full one never blocks the child.
fn collect(pipe: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let Some(mut pipe) = pipe else { return };
        let mut bytes = Vec::new();
        // What cannot be read any more is missing from a message, no more than that.
        let _ = pipe.by_ref().take(MOST_OUTPUT).read_to_end(&mut bytes);
        let _ = std::io::copy(&mut pipe, &mut std::io::sink());
        let _ = sender.send(bytes);
    });
    receiver
}
