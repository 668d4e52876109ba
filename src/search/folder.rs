//! The folder of the index on disk: whose it is, whether it can be trusted, starting anew.
//!
//! ```text
//! index/lock      held while a process has the index open
//! index/stamp     the versions it was written by
//! index/clean     its files, with length, end and time; only there after an orderly end
//! index/segments/ the engine's files
//! ```
//!
//! After an orderly end the files are trusted when none has changed since. Otherwise every byte is
//! checked against the engine's checksums. What fails is thrown away: git has it all.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, UNIX_EPOCH};

use tantivy::schema::Schema;
use tantivy::{Directory, Index, IndexSettings};

use crate::search::directory::{FileStates, UnsyncedDirectory, checksum, state_of};
use crate::search::error::SearchError;
use crate::search::schema::{VERSION, tokenizers};

/// The time that the folder is waited for, and the pause between two tries.
pub(crate) const LOCK_PATIENCE: Duration = Duration::from_secs(2);
const LOCK_PAUSE: Duration = Duration::from_millis(2);

/// The engine's own files beside those of the segments.
const KEPT: [&str; 4] = [
    "meta.json",
    ".managed.json",
    ".tantivy-writer.lock",
    ".tantivy-meta.lock",
];

/// A folder that this process has to itself.
#[derive(Debug)]
pub(crate) struct Folder {
    directory: PathBuf,
    /// The files of the engine, as this process knows them.
    states: FileStates,
    /// Held, not read: the system releases the lock when the process ends, however it ends.
    _lock: File,
}

impl Folder {
    /// Takes the folder, and makes it if need be. Where another process has it, waits in case that is
    /// just ending.
    pub(crate) fn take(directory: &Path, patience: Duration) -> Result<Self, SearchError> {
        let failed = |source| SearchError::Folder {
            directory: directory.to_owned(),
            source,
        };
        fs::create_dir_all(directory).map_err(failed)?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(directory.join("lock"))
            .map_err(failed)?;
        // Another thread that is just starting a process has a copy of a lock file that was given
        // up a moment ago, until that process runs its own program.
        let until = Instant::now() + patience;
        loop {
            match lock.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if Instant::now() < until => {
                    thread::sleep(LOCK_PAUSE);
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(SearchError::InUse {
                        directory: directory.to_owned(),
                    });
                }
                Err(TryLockError::Error(source)) => return Err(failed(source)),
            }
        }
        Ok(Self {
            directory: directory.to_owned(),
            states: FileStates::default(),
            _lock: lock,
        })
    }

    /// Takes the mark away before the first change. Only an orderly end brings it back.
    pub(crate) fn mark_changing(&self) -> Result<(), SearchError> {
        match remove(&self.clean_mark()) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => Err(SearchError::Folder {
                directory: self.directory.clone(),
                source,
            }),
            _ => Ok(()),
        }
    }

    fn segments(&self) -> PathBuf {
        self.directory.join("segments")
    }

    fn clean_mark(&self) -> PathBuf {
        self.directory.join("clean")
    }

    /// Opens what is there; `None` when it cannot be trusted.
    pub(crate) fn open_trusted(&self, schema: &Schema) -> Option<Index> {
        let written_by = fs::read_to_string(self.directory.join("stamp")).ok()?;
        if written_by != stamp() {
            return None;
        }
        let directory = UnsyncedDirectory::open(&self.segments(), self.states.clone()).ok()?;
        let mut index = Index::open(directory).ok()?;
        if index.schema() != *schema {
            return None;
        }
        index.set_tokenizers(tokenizers());
        if let Ok(mark) = fs::read_to_string(self.clean_mark()) {
            let state = self.state(&index)?;
            // Of a copy the times are other ones. A file in the place of another has checksums that
            // hold, so beside them it counts which file it is.
            let is_copy = || without_times(&mark).eq(without_times(&state));
            if mark != state && !(is_copy() && checksums_hold(&index)) {
                return None;
            }
        } else if !checksums_hold(&index) {
            return None;
        }
        self.remove_orphans(&index)?;
        Some(index)
    }

    /// Removes what the list of the index does not name: a process that was killed leaves files
    /// behind under names that the next commit wants. `None` where one cannot be removed.
    fn remove_orphans(&self, index: &Index) -> Option<()> {
        let segments = segment_files(index)?;
        for entry in fs::read_dir(self.segments()).ok()? {
            let entry = entry.ok()?;
            let name = entry.file_name();
            let named = segments.contains(Path::new(&name));
            if !named && !KEPT.iter().any(|kept| name == *kept) {
                remove(&entry.path()).ok()?;
            }
        }
        Some(())
    }

    /// Throws away what is there and makes an empty index.
    pub(crate) fn start_anew(&self, schema: &Schema) -> Result<Index, SearchError> {
        let failed = |source| SearchError::Folder {
            directory: self.directory.clone(),
            source,
        };
        let segments = self.segments();
        // Moved aside first: removing is not all or nothing, and what cannot be removed now (a thread
        // may still be writing a merge that nobody waits for) goes at the next start.
        let aside = self.directory.join("thrown-away");
        let _ = remove(&aside);
        match fs::rename(&segments, &aside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
        let _ = remove(&aside);
        fs::create_dir_all(&segments).map_err(failed)?;
        let stamp_file = self.directory.join("stamp");
        if stamp_file.is_dir() {
            fs::remove_dir_all(&stamp_file).map_err(failed)?;
        }
        fs::write(stamp_file, stamp()).map_err(failed)?;
        let directory = UnsyncedDirectory::open(&segments, self.states.clone())
            .map_err(|error| SearchError::engine("opened")(error.into()))?;
        Index::builder()
            .schema(schema.clone())
            .settings(settings())
            .tokenizers(tokenizers())
            .open_or_create(directory)
            .map_err(SearchError::engine("created"))
    }

    /// Marks an orderly end, unless somebody else has changed a file meanwhile. Without the mark the
    /// next start checks every byte, no more.
    pub(crate) fn mark_clean(&self, index: &Index) {
        if let Some(state) = self.state(index)
            && self.is_own(index)
        {
            let _ = fs::write(self.clean_mark(), state);
        }
    }

    /// Tells whether the files of the index are as this process has read or written them. One that it
    /// has done neither with is checked.
    fn is_own(&self, index: &Index) -> bool {
        let files = segment_files(index).unwrap_or_default();
        files.iter().all(|file| {
            match fs::metadata(self.segments().join(file)) {
                Ok(metadata) => {
                    let checked = || index.directory().validate_checksum(file).unwrap_or(false);
                    let known = self.states.get(file);
                    known.map_or_else(checked, |known| Some(known) == state_of(&metadata))
                }
                // Not every segment has each.
                Err(_) => true,
            }
        })
    }

    /// Returns the checksum of a file's last bytes, which hold the engine's checksum of all others.
    fn end_of(&self, file: &Path, length: u64) -> io::Result<u64> {
        let mut end = [0; 128];
        let size = usize::try_from(length).unwrap_or(end.len()).min(end.len());
        let file = File::open(self.segments().join(file))?;
        file.read_exact_at(&mut end[..size], length - size as u64)?;
        Ok(checksum(&end[..size]))
    }

    /// Describes the files of the index: any change to one of them changes this text.
    fn state(&self, index: &Index) -> Option<String> {
        let mut files = segment_files(index)?;
        files.insert(PathBuf::from("meta.json"));
        let mut state = String::new();
        for file in files {
            // The engine lists every file that a segment may have; not every segment has each.
            let Ok(metadata) = fs::metadata(self.segments().join(&file)) else {
                continue;
            };
            let changed = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
            let (length, time) = (metadata.len(), changed.as_nanos());
            let end = self.end_of(&file, length).ok()?;
            writeln!(state, "{} {length} {end:016x} {time}", file.display()).ok()?;
        }
        Some(state)
    }
}

/// Returns the lines of a state without the time that each ends in.
fn without_times(state: &str) -> impl Iterator<Item = &str> {
    let lines = state.lines();
    lines.map(|line| line.rsplit_once(' ').map_or(line, |(rest, _)| rest))
}

/// Removes a file, or a folder with all that is in it.
fn remove(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path)?.is_dir() {
        true => fs::remove_dir_all(path),
        false => fs::remove_file(path),
    }
}

/// Returns the settings of a new index.
pub(crate) fn settings() -> IndexSettings {
    IndexSettings {
        // Most commits write one page; a thread for its compression costs more than it brings.
        docstore_compress_dedicated_thread: false,
        // A block is unpacked to read one page of it, and most pages are shorter than this.
        docstore_blocksize: 4 << 10,
        ..IndexSettings::default()
    }
}

/// Names the versions whose indexes are alike.
fn stamp() -> String {
    format!("{VERSION} {}\n", tantivy::version_string())
}

/// Returns the files that the list of the index names.
fn segment_files(index: &Index) -> Option<BTreeSet<PathBuf>> {
    let files = index.load_metas().ok()?.list_segment_files();
    // A segment without deletions is listed with those of commit 0, which are never read.
    let read = |file: &PathBuf| !file.to_string_lossy().ends_with(".0.del");
    Some(files.into_iter().filter(read).collect())
}

/// Checks that every file of every segment is there, and every byte of it.
fn checksums_hold(index: &Index) -> bool {
    let Some(files) = segment_files(index) else {
        return false;
    };
    files.iter().all(|file| {
        let extension = file.extension().and_then(OsStr::to_str);
        // Not every segment has these; opening one whose deletions are missing fails.
        let optional = matches!(extension, Some("temp" | "del"));
        match index.directory().exists(file) {
            Ok(false) => optional,
            _ => index.directory().validate_checksum(file).unwrap_or(false),
        }
    })
}
