//! The folder that the engine writes to, which is never synced. Small files are read into memory,
//! large ones are mapped into it.
//!
//! A mapped file that is cut short by somebody else ends the program, because the system has nothing
//! to give it for the pages that are gone. A file that was read does not, and the whole index of
//! a site of some hundred pages consists of small files.
//!
//! The index is derived data, so a commit need not wait for the disk. What a crash leaves behind is
//! recognised instead: segment files carry the engine's checksums, and the files that are replaced
//! as a whole (the list of segments) carry one that is added and checked here.

use std::collections::HashMap;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use tantivy::Directory;
use tantivy::directory::error::{
    DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError,
};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

/// How long a lock is waited for, and how often it is tried. That no other process has the index
/// open was made sure before (`folder.rs`).
const LOCK_PATIENCE: Duration = Duration::from_secs(5);
const LOCK_PAUSE: Duration = Duration::from_millis(2);

/// The largest file that is read into memory, in bytes.
const SMALL: u64 = 1 << 20;

/// The length in bytes of a file, and the time of its last change.
pub(crate) type FileState = (u64, SystemTime);

/// The state of each file as this process has first seen it or written it. What differs from it later
/// was changed by somebody else.
#[derive(Clone, Debug, Default)]
pub(crate) struct FileStates(Arc<Mutex<HashMap<PathBuf, FileState>>>);

impl FileStates {
    /// Returns the state of a file; `None` where it was never looked at.
    pub(crate) fn get(&self, path: &Path) -> Option<FileState> {
        self.lock().get(path).copied()
    }

    /// Notes the state of a file that this process has written.
    fn note_written(&self, path: &Path, file: &File) {
        let state = file.metadata().ok().as_ref().and_then(state_of);
        match state {
            Some(state) => self.lock().insert(path.to_owned(), state),
            None => self.lock().remove(path),
        };
    }

    /// Notes the state of a file that this process reads for the first time.
    fn note_read(&self, path: &Path, metadata: &Metadata) {
        if self.get(path).is_none()
            && let Some(state) = state_of(metadata)
        {
            self.lock().insert(path.to_owned(), state);
        }
    }

    fn forget(&self, path: &Path) {
        self.lock().remove(path);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<PathBuf, FileState>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the state that a file has now; `None` where the system keeps no such time.
pub(crate) fn state_of(metadata: &Metadata) -> Option<FileState> {
    Some((metadata.len(), metadata.modified().ok()?))
}

/// A folder on disk, without syncing.
#[derive(Clone, Debug)]
pub(crate) struct UnsyncedDirectory {
    folder: PathBuf,
    mapped: MmapDirectory,
    /// The small files that somebody still has: each is read once, like each large one is mapped once.
    small: Arc<Mutex<HashMap<PathBuf, Weak<[u8]>>>>,
    states: FileStates,
}

impl UnsyncedDirectory {
    /// Opens a folder that exists, and notes in `states` what it reads and writes.
    pub(crate) fn open(folder: &Path, states: FileStates) -> Result<Self, OpenDirectoryError> {
        Ok(Self {
            folder: folder.to_owned(),
            mapped: MmapDirectory::open(folder)?,
            small: Arc::default(),
            states,
        })
    }

    fn small(&self) -> MutexGuard<'_, HashMap<PathBuf, Weak<[u8]>>> {
        self.small.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the bytes of a file, or nothing when it is too large to be read.
    fn read_small(&self, path: &Path) -> io::Result<Option<Arc<[u8]>>> {
        let mut small = self.small();
        if let Some(bytes) = small.get(path).and_then(Weak::upgrade) {
            return Ok(Some(bytes));
        }
        let file = File::open(self.folder.join(path))?;
        let metadata = file.metadata()?;
        self.states.note_read(path, &metadata);
        let length = metadata.len();
        if length > SMALL {
            return Ok(None);
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
        file.take(SMALL).read_to_end(&mut bytes)?;
        let bytes: Arc<[u8]> = bytes.into();
        small.insert(path.to_owned(), Arc::downgrade(&bytes));
        Ok(Some(bytes))
    }
}

/// Writes a file and leaves it to the system when it reaches the disk.
struct UnsyncedFile {
    file: File,
    path: PathBuf,
    states: FileStates,
}

impl Write for UnsyncedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl TerminatingWrite for UnsyncedFile {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.file.flush()?;
        self.states.note_written(&self.path, &self.file);
        Ok(())
    }
}

impl Directory for UnsyncedDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        match self.read_small(path) {
            Ok(Some(bytes)) => Ok(Arc::new(OwnedBytes::new(bytes))),
            Ok(None) => self.mapped.get_file_handle(path),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(OpenReadError::FileDoesNotExist(path.to_owned()))
            }
            Err(error) => Err(OpenReadError::wrap_io_error(error, path.to_owned())),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.small().remove(path);
        self.states.forget(path);
        self.mapped.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.mapped.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(self.folder.join(path))
            .map_err(|source| match source.kind() {
                io::ErrorKind::AlreadyExists => OpenWriteError::FileAlreadyExists(path.to_owned()),
                _ => OpenWriteError::wrap_io_error(source, path.to_owned()),
            })?;
        Ok(BufWriter::new(Box::new(UnsyncedFile {
            file,
            path: path.to_owned(),
            states: self.states.clone(),
        })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let mut bytes = self.mapped.atomic_read(path)?;
        let content = checked(&bytes).ok_or_else(|| {
            let source = io::Error::new(io::ErrorKind::InvalidData, "the checksum is wrong");
            OpenReadError::wrap_io_error(source, path.to_owned())
        })?;
        bytes.truncate(content);
        Ok(bytes)
    }

    fn atomic_write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        let target = self.folder.join(path);
        let mut unfinished = target.clone().into_os_string();
        unfinished.push(".new");
        let mut file = File::create(&unfinished)?;
        file.write_all(content)?;
        file.write_all(&checksum(content).to_le_bytes())?;
        drop(file);
        fs::rename(&unfinished, target)
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        // A lock that was given up is held a moment longer where another thread is just starting a
        // process: until that runs its own program, it has a copy of the open lock file.
        let until = Instant::now() + LOCK_PATIENCE;
        loop {
            match self.mapped.acquire_lock(lock) {
                Err(LockError::LockBusy) if Instant::now() < until => thread::sleep(LOCK_PAUSE),
                answer => return answer,
            }
        }
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        // Readers are reloaded after each commit by whoever made it.
        Ok(WatchHandle::empty())
    }
}

/// Returns how many bytes of a file are its content, if its checksum is right.
fn checked(bytes: &[u8]) -> Option<usize> {
    let (content, sum) = bytes.split_last_chunk::<8>()?;
    (u64::from_le_bytes(*sum) == checksum(content)).then_some(content.len())
}

/// FNV-1a: any changed byte changes it, and it does not change with the compiler.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, &byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
