//! Git commands that talk to other machines, and waiting for one without waiting for ever.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use crate::store::process::command;

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

/// Most bytes that are kept of what a command prints.
const MOST_OUTPUT: u64 = 64 << 10;

/// Returns a `git` command that talks to another repository: with the user's credential helpers
/// and SSH, without the repository's hooks, and with what it fetches on disk when it ends.
pub(super) fn command_for_transport(repository: &Path) -> Command {
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
        // A transfer over HTTP that stands still for half a minute is given up.
        "http.lowSpeedLimit=1",
        "http.lowSpeedTime=30",
    ] {
        command.args(["-c", setting]);
    }
    command
}

/// The output of a command, and whether it did what it was asked.
pub(super) struct CommandOutput {
    pub(super) success: bool,
    pub(super) output: String,
    pub(super) errors: String,
}

/// The reason why a command did not finish.
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
) -> Result<CommandOutput, RunError> {
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
    Ok(CommandOutput {
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
