//! The `git` program as a child process. Nothing else in the project starts processes.
//!
//! Arguments are passed as an array, never through a shell; the environment is cleared of
//! everything that could change what git does.

use std::path::Path;
use std::process::Command;

/// Returns a `git` command for the repository, to which the caller adds arguments.
pub(super) fn command(repository: &Path) -> Command {
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
        .arg("--git-dir")
        .arg(repository)
        .args(["-c", "safe.directory=*"]);
    command
}
