//! `concord hook install`: git checks the content before each commit.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};

use crate::cli::say;
use crate::store::{Hooks, Location, Store};

/// By this line a hook is known to be ours.
const MARK: &str = "# Installed by `concord hook install`.";

/// What can be done about hooks.
#[derive(Debug, Subcommand)]
pub(super) enum HookCommand {
    /// Refuse commits while the content has errors (a pre-commit hook)
    Install(InstallArguments),
}

/// The flags of `hook install`.
#[derive(Clone, Debug, Args)]
pub(super) struct InstallArguments {
    /// A folder of the working tree
    #[arg(default_value = ".", value_name = "DIR")]
    path: PathBuf,
    /// Replace a hook that is there; it is kept as pre-commit.old
    #[arg(long)]
    force: bool,
}

/// Runs a command about hooks.
pub(super) fn run(command: &HookCommand) -> anyhow::Result<ExitCode> {
    let HookCommand::Install(arguments) = command;
    let store = Store::open_working_tree(&Location {
        repository: arguments.path.clone(),
        ..Location::default()
    })?;
    let hooks = Hooks::find(&arguments.path)?;
    let folder = match store.folder() {
        "" => ".",
        folder => folder,
    };
    let path = hooks.folder.join("pre-commit");
    let replaced = replace(&path, arguments.force)?;
    let program = std::env::current_exe().context("finding this program")?;
    write(&path, &script(&program, folder))
        .with_context(|| format!("writing {}", path.display()))?;
    announce(&path, replaced.as_deref());
    Ok(ExitCode::SUCCESS)
}

/// Makes room for the hook; returns where one that was there is now.
fn replace(path: &Path, force: bool) -> anyhow::Result<Option<PathBuf>> {
    match fs::read(path) {
        Ok(known) if String::from_utf8_lossy(&known).contains(MARK) => Ok(None),
        Ok(_) if force => {
            let old = path.with_extension("old");
            fs::rename(path, &old).with_context(|| format!("keeping {}", path.display()))?;
            Ok(Some(old))
        }
        Ok(_) => bail!(
            "{} is there already and is not Concord's; add `concord check` to it, or replace it with --force",
            path.display()
        ),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("reading {}", path.display())),
    }
}

/// Returns the hook: it runs this program, or another of its name where this one has moved.
fn script(program: &Path, folder: &str) -> String {
    let (program, folder) = (quoted(&program.to_string_lossy()), quoted(folder));
    format!(
        "#!/bin/sh
{MARK}
# Checks the files as they lie on disk. `git commit --no-verify` commits without it.
program={program}
[ -x \"$program\" ] || program=$(command -v concord) || {{
  echo 'concord is not installed, so the content cannot be checked (git commit --no-verify skips this)' >&2
  exit 1
}}
exec \"$program\" check {folder} >&2
"
    )
}

/// Quotes a word for the shell.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

fn write(path: &Path, script: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    // A link to a hook that many repositories share stays as it is.
    let temporary = path.with_extension("new");
    fs::write(&temporary, script)?;
    fs::set_permissions(&temporary, fs::Permissions::from_mode(0o755))?;
    fs::rename(temporary, path)
}

fn announce(path: &Path, replaced: Option<&Path>) {
    say(&format!("Commits are now checked: {}", path.display()));
    if let Some(old) = replaced {
        say(&format!("  the hook before is kept as {}", old.display()));
    }
}
