//! Writing so that all is on the disk when a call returns.
//!
//! libgit2 does not sync its files by default. It does, objects, references and their folders,
//! where `core.fsyncObjectFiles` is set; but in the repository's own configuration that setting
//! makes the `git` program print a warning with each command. So it comes from a file that only
//! this handle reads.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use git2::{Config, ConfigLevel, Repository};

/// The number of files that are put on the disk at once. These threads only wait.
const SYNCS: usize = 8;

/// Opens a repository so that what is written is on disk.
pub(super) fn durable(repository: &Path) -> Result<Repository, git2::Error> {
    let handle = Repository::open(repository)?;
    let mut config = Config::new()?;
    let own = handle.commondir().join("config");
    if own.exists() {
        config.add_file(&own, ConfigLevel::Local, false)?;
    }
    // The file is read once, here; later it may be gone.
    let settings = settings_file().map_err(|error| git2::Error::from_str(&error.to_string()))?;
    let added = config.add_file(&settings, ConfigLevel::App, false);
    // A file that cannot be removed is in the system's folder for such files.
    let _ = std::fs::remove_file(&settings);
    added?;
    handle.set_config(&config)?;
    Ok(handle)
}

fn settings_file() -> io::Result<PathBuf> {
    let number = getrandom::u64().map_err(io::Error::other)?;
    let path = std::env::temp_dir().join(format!("concord-{number:016x}.gitconfig"));
    // Only a new file will do: nobody else may have laid one there.
    let mut file = std::fs::File::create_new(&path)?;
    file.write_all(b"[core]\n\tfsyncObjectFiles = true\n")?;
    Ok(path)
}

/// Puts files or folders on the disk, several at once: they share what the disk has to do for each.
pub(super) fn sync(paths: &[PathBuf]) -> io::Result<()> {
    let one_by_one = |paths: &[PathBuf]| -> io::Result<()> {
        paths
            .iter()
            .try_for_each(|path| std::fs::File::open(path)?.sync_all())
    };
    let share = paths.len().div_ceil(SYNCS).max(1);
    std::thread::scope(|scope| {
        let parts: Vec<_> = paths
            .chunks(share)
            .map(|paths| scope.spawn(move || one_by_one(paths)))
            .collect();
        parts.into_iter().try_for_each(|part| {
            part.join()
                .unwrap_or_else(|_| Err(io::Error::other("a thread panicked")))
        })
    })
}
