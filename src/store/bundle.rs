//! A repository as one file, for backups: made while it is used, and made into a repository again.

use std::io;
use std::path::Path;
use std::process::Command;

use crate::store::process::isolated;

/// Writes all branches and tags of a repository with their history to a file.
///
/// # Errors
///
/// If git cannot be run or does not do it; with what it says.
pub fn write_bundle(repository: &Path, file: &Path) -> io::Result<()> {
    let mut command = inside(repository);
    // Absolute, because git goes to the repository first.
    let file = std::path::absolute(file)?;
    command
        .args(["bundle", "create", "--quiet"])
        .arg(file)
        .arg("--all");
    run(command)
}

/// Makes a bare repository of such a file, in a folder that is not there yet.
///
/// # Errors
///
/// If the folder is there, the file is damaged, or git cannot be run; with what it says.
pub fn read_bundle(file: &Path, repository: &Path) -> io::Result<()> {
    if repository.exists() {
        let message = format!("{} is there already", repository.display());
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
    }
    let mut command = isolated();
    // What does not hang together is refused, not restored.
    command.args(["-c", "transfer.fsckObjects=true"]);
    command
        .args(["clone", "--quiet", "--mirror", "--"])
        .arg(file)
        .arg(repository);
    run(command)?;
    let mut command = inside(repository);
    command.args(["remote", "remove", "origin"]);
    run(command)
}

fn inside(repository: &Path) -> Command {
    let mut command = isolated();
    command
        .args(["-c", "safe.directory=*", "-C"])
        .arg(repository);
    command
}

fn run(mut command: Command) -> io::Result<()> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(format!("git says: {}", said.trim())))
}
