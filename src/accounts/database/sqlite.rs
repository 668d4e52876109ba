//! Accounts in a file of SQLite, in a folder of its own, written through before anything is answered.
//! The server claims the folder; commands work beside it.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use sqlx::AnyPool;
use sqlx::any::AnyConnectOptions;

use crate::accounts::database::error::DatabaseError;
use crate::accounts::database::pool;

/// The file of the database.
pub(super) const FILE: &str = "concord.db";
/// The largest number of connections that are open at once. One writes.
const CONNECTIONS: u32 = 4;
/// The longest wait for a connection.
const PATIENCE: Duration = Duration::from_secs(5);
/// The signs with a meaning in the address of a database.
const SPECIAL: &AsciiSet = &CONTROLS.add(b'%').add(b'?').add(b'#').add(b' ');

/// The side that opens a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseOpener {
    /// The server: of those with accounts in a folder, the only one.
    Server,
    /// A command, which works beside a server.
    Command,
}

/// The folder of a database.
pub(super) struct DatabaseFolder {
    path: PathBuf,
    /// The device of the file, and the file's number there. SQLite goes on with a file that was
    /// moved away, while commands look where it was.
    identity: (u64, u64),
    /// Held while it is open.
    _claim: Option<File>,
}

impl DatabaseFolder {
    /// Makes a folder and a file where there is none, and connects to it.
    pub(super) async fn open(
        path: &Path,
        by: DatabaseOpener,
    ) -> Result<(Self, AnyPool), DatabaseError> {
        let folder_error = |error| DatabaseError::Folder(path.to_owned(), error);
        make_private(path).map_err(folder_error)?;
        let claim = match by {
            DatabaseOpener::Server => Some(claim(path)?),
            DatabaseOpener::Command => None,
        };
        let file = path.join(FILE);
        make_file(&file).map_err(folder_error)?;
        let identity = identity(&file).map_err(folder_error)?;
        let pool = connect(&file).await?;
        let folder = Self {
            path: path.to_owned(),
            identity,
            _claim: claim,
        };
        Ok((folder, pool))
    }

    /// Returns where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Waits until nobody else brings the database up to date: SQLite has no lock for this. It is held
    /// as long as what is returned.
    pub(super) async fn lock_form(&self) -> Result<File, DatabaseError> {
        let folder_error = |error| DatabaseError::Folder(self.path.clone(), error);
        let lock = File::create(self.path.join("migrating.lock")).map_err(folder_error)?;
        let lock = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock));
        lock.await
            .map_err(io::Error::other)
            .flatten()
            .map_err(folder_error)
    }

    /// Looks whether the file is where it was.
    pub(super) fn is_there(&self) -> Result<(), DatabaseError> {
        match identity(&self.path.join(FILE)) {
            Ok(identity) if identity == self.identity => Ok(()),
            _ => Err(DatabaseError::Gone(self.path.clone())),
        }
    }
}

async fn connect(file: &Path) -> Result<AnyPool, sqlx::Error> {
    let path = file.to_string_lossy();
    let address = format!("sqlite://{}?mode=rw", utf8_percent_encode(&path, SPECIAL));
    let options: AnyConnectOptions = address.parse()?;
    let pool = pool(CONNECTIONS, PATIENCE).after_connect(|connection, _| {
        Box::pin(async move {
            for setting in [
                "PRAGMA busy_timeout = 5000",
                "PRAGMA journal_mode = WAL",
                "PRAGMA synchronous = FULL",
                "PRAGMA foreign_keys = ON",
            ] {
                sqlx::query(setting).execute(&mut *connection).await?;
            }
            Ok(())
        })
    });
    pool.connect_with(options).await
}

/// Makes a folder that nobody else of this machine may look into.
fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    if folder.is_dir() {
        return fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
    }
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

/// Makes an empty file, which SQLite takes for an empty database, that nobody else may read.
fn make_file(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = File::options();
    options.create(true).append(true).mode(0o600).open(file)?;
    // Its name must last as long as what it holds.
    file.parent()
        .map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// Returns what tells a file from every other, whatever it is called.
fn identity(file: &Path) -> io::Result<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let metadata = fs::metadata(file)?;
    Ok((metadata.dev(), metadata.ino()))
}

/// Takes the folder for this process.
fn claim(folder: &Path) -> Result<File, DatabaseError> {
    let folder_error = |error| DatabaseError::Folder(folder.to_owned(), error);
    let file = File::create(folder.join("server.lock")).map_err(folder_error)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(DatabaseError::InUse(folder.to_owned())),
        Err(TryLockError::Error(error)) => Err(folder_error(error)),
    }
}
