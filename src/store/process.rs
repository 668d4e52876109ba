//! The `git` program as a child process. Nothing else in the project starts processes.
//!
//! Arguments are passed as an array, never through a shell; the environment is cleared of
//! everything that could change what git does.

use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

/// The `git` program with its folder, which is looked for once: a process that has to look for a
/// program in another environment than this one's is started by copying this one, which takes
/// milliseconds where much is in memory.
static PROGRAM: LazyLock<PathBuf> = LazyLock::new(|| {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let programs = std::env::split_paths(&folders).map(|folder| folder.join("git"));
    let is_program = |path: &PathBuf| {
        let metadata = path.metadata();
        path.is_absolute()
            && metadata.is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
    };
    // Where there is none, starting it says so.
    programs
        .into_iter()
        .find(is_program)
        .unwrap_or_else(|| PathBuf::from("git"))
});

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
pub(super) fn isolated() -> Command {
    let mut command = Command::new(&*PROGRAM);
    command.env_clear();
    for name in ["PATH", "HOME", "SYSTEMROOT", "TMPDIR"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        // What a partial clone lacks is not looked for elsewhere.
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("LC_ALL", "C.UTF-8");
    command
}

/// Most memory of its own for a `git` that reads the history. It collects what a commit
/// changed before it says any of it, and a commit can change more than any memory holds.
const MOST_MEMORY: u64 = 1 << 30;

/// Most bytes that such a `git` may be ahead of its reader: as many as anybody may ask for.
const AHEAD: usize = 1 << 20;

/// Starts a `git` that reads the history and is read: it fails where it would take the machine's memory.
pub(super) fn start_reading(mut command: Command, input: Stdio) -> io::Result<Child> {
    command.stdin(input).stdout(Stdio::piped());
    let child = command.stderr(Stdio::null()).spawn()?;
    bound_memory(&child);
    if let Some(output) = &child.stdout
        && let Err(error) = rustix::pipe::fcntl_setpipe_size(output, AHEAD)
    {
        tracing::debug!(%error, "git cannot read ahead");
    }
    Ok(child)
}

fn bound_memory(child: &Child) {
    let limit = rustix::process::Rlimit {
        current: Some(MOST_MEMORY),
        maximum: Some(MOST_MEMORY),
    };
    let pid = rustix::process::Pid::from_child(child);
    if let Err(error) = rustix::process::prlimit(Some(pid), rustix::process::Resource::Data, limit)
    {
        tracing::debug!(%error, "cannot bound the memory of git");
    }
}
