//! [`Database`]: where accounts are kept.
//!
//! A file of SQLite in a folder of its own, written through before anything is answered. The server
//! claims the folder; commands work beside it. Every change gives its rows the next *revision*, by
//! which a server sees what a command has changed.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::{Any, AnyConnection, AnyPool, Connection, Row, SqlSafeStr, Transaction};
use tokio::sync::{Mutex, MutexGuard};

/// The file of the database.
const FILE: &str = "concord.db";
/// How many connections are open at once. One writes.
const CONNECTIONS: u32 = 4;
/// How long something waits for a connection.
const PATIENCE: Duration = Duration::from_secs(5);
/// What has a meaning in the address of a database.
const SPECIAL: &AsciiSet = &CONTROLS.add(b'%').add(b'?').add(b'#').add(b' ');

/// Each step by which the database came to its form. Never changed once released; only added to.
const MIGRATIONS: [(i64, &str, &str); 6] = [
    (1, "accounts", include_str!("migrations/1_accounts.sql")),
    (2, "searches", include_str!("migrations/2_searches.sql")),
    (3, "kept", include_str!("migrations/3_kept.sql")),
    (4, "joins", include_str!("migrations/4_joins.sql")),
    (5, "mail", include_str!("migrations/5_mail.sql")),
    (6, "identities", include_str!("migrations/6_identities.sql")),
];

/// Why the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// Its folder cannot be made or opened.
    #[error("the folder of accounts {0} cannot be used")]
    Folder(PathBuf, #[source] io::Error),
    /// Another server has it.
    #[error(
        "another server is using the accounts in {0}; stop it, or give this one a folder of its own with --data"
    )]
    InUse(PathBuf),
    /// A newer program made it.
    #[error(
        "the accounts in {0} were written by a newer version of Concord; use that version, or a backup from before"
    )]
    Newer(PathBuf),
    /// It cannot be brought to the form that this program knows.
    #[error("the accounts cannot be brought up to date")]
    Migration(#[source] MigrateError),
    /// Its file is not where it was.
    #[error("the accounts in {0} were moved or replaced; put them back, or start the server again")]
    Gone(PathBuf),
    /// It does not answer.
    #[error("the accounts do not answer")]
    Silent,
    /// It cannot be read or written just now.
    #[error("the accounts cannot be read or written just now")]
    Query(#[from] sqlx::Error),
}

/// Who opens a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// The server: the only one.
    Server,
    /// A command, which works beside a server.
    Command,
}

/// The database of accounts.
pub(super) struct Database {
    pool: AnyPool,
    /// One writes at a time; who waits here does not wait inside SQLite, which is not fair.
    writing: Mutex<()>,
    folder: PathBuf,
    /// The device of its file, and the file's number there. SQLite goes on with a file that was
    /// moved away, while commands look where it was.
    identity: (u64, u64),
    /// Held while it is open.
    _claim: Option<File>,
}

/// A change that is being made; undone unless it is committed.
pub(super) struct Change<'d> {
    transaction: Transaction<'static, Any>,
    /// The number of the change, which its rows get.
    pub(super) revision: i64,
    _writing: MutexGuard<'d, ()>,
}

impl Database {
    /// Opens the database in a folder, which is made where there is none, and brings it to the form
    /// that this program knows.
    pub(super) async fn open(folder: &Path, by: Use) -> Result<Self, DatabaseError> {
        let trouble = |error| DatabaseError::Folder(folder.to_owned(), error);
        make_private(folder).map_err(trouble)?;
        let claim = match by {
            Use::Server => Some(claim(folder)?),
            Use::Command => None,
        };
        let file = folder.join(FILE);
        make_file(&file).map_err(trouble)?;
        let identity = identity(&file).map_err(trouble)?;
        let pool = connect(&file).await?;
        let opened = Self {
            pool,
            writing: Mutex::new(()),
            folder: folder.to_owned(),
            identity,
            _claim: claim,
        };
        opened.migrate().await?;
        Ok(opened)
    }

    /// Brings the database up to date, under a lock: SQLite has none for this.
    async fn migrate(&self) -> Result<(), DatabaseError> {
        let trouble = |error| DatabaseError::Folder(self.folder.clone(), error);
        let lock = File::create(self.folder.join("migrating.lock")).map_err(trouble)?;
        let lock = tokio::task::spawn_blocking(move || lock.lock().map(|()| lock));
        let _lock = lock
            .await
            .map_err(io::Error::other)
            .flatten()
            .map_err(trouble)?;
        let migrations = MIGRATIONS.map(|(version, name, statements)| {
            let statements = statements.into_sql_str();
            Migration::new(
                version,
                name.into(),
                MigrationType::Simple,
                statements,
                false,
            )
        });
        let migrator = Migrator::with_migrations(migrations.into());
        let mut connection = self.pool.acquire().await?;
        match migrator.run_direct(None, &mut *connection, false).await {
            Ok(()) => Ok(()),
            Err(MigrateError::VersionMissing(_) | MigrateError::VersionMismatch(_)) => {
                Err(DatabaseError::Newer(self.folder.clone()))
            }
            Err(error) => Err(DatabaseError::Migration(error)),
        }
    }

    /// Returns where to read from.
    pub(super) fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// Returns the folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Looks whether the file is where it was.
    fn is_there(&self) -> Result<(), DatabaseError> {
        match identity(&self.folder.join(FILE)) {
            Ok(identity) if identity == self.identity => Ok(()),
            _ => Err(DatabaseError::Gone(self.folder.clone())),
        }
    }

    /// Begins a change.
    pub(super) async fn begin(&self) -> Result<Change<'_>, DatabaseError> {
        self.is_there()?;
        let writing = self.writing.lock().await;
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let next = "UPDATE state SET value = value + 1 WHERE key = 'revision' RETURNING value";
        let row = sqlx::query(next).fetch_one(&mut *transaction).await?;
        Ok(Change {
            revision: row.try_get(0)?,
            transaction,
            _writing: writing,
        })
    }

    /// Returns the number of the last change.
    pub(super) async fn revision(&self) -> Result<i64, DatabaseError> {
        self.is_there()?;
        let query = "SELECT value FROM state WHERE key = 'revision'";
        Ok(sqlx::query(query).fetch_one(&self.pool).await?.try_get(0)?)
    }

    /// Gives back the memory of the pages that a connection has read: after the one time that all are.
    pub(super) async fn forget_pages(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
        let forget = sqlx::query("PRAGMA shrink_memory");
        forget.execute(connection).await.map(|_| ())
    }

    /// Writes a copy of the whole database to a file that is not there yet.
    pub(super) async fn copy_to(&self, file: &Path) -> Result<(), sqlx::Error> {
        let file = file.to_string_lossy().into_owned();
        let statement = sqlx::query("VACUUM INTO $1").bind(file);
        statement.execute(&self.pool).await.map(|_| ())
    }

    /// Closes it: what SQLite keeps beside the file is brought into it.
    pub(super) async fn close(&self) {
        self.pool.close().await;
    }
}

impl Change<'_> {
    /// Returns where its statements go.
    pub(super) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }

    /// Makes the change: it is on the disk when this returns.
    pub(super) async fn commit(self) -> Result<(), sqlx::Error> {
        self.transaction.commit().await
    }
}

async fn connect(file: &Path) -> Result<AnyPool, sqlx::Error> {
    sqlx::any::install_default_drivers();
    let path = file.to_string_lossy();
    let address = format!("sqlite://{}?mode=rw", utf8_percent_encode(&path, SPECIAL));
    let options: AnyConnectOptions = address.parse()?;
    let pool = AnyPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(PATIENCE)
        // A change that could not be made, on a full disk for one, may stay open to its connection
        // though the database has undone it. Such a connection could never make another one.
        .before_acquire(|connection, _| {
            let is_free = !connection.is_in_transaction();
            Box::pin(std::future::ready(Ok(is_free)))
        })
        .after_connect(|connection, _| {
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
    let trouble = |error| DatabaseError::Folder(folder.to_owned(), error);
    let file = File::create(folder.join("server.lock")).map_err(trouble)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(DatabaseError::InUse(folder.to_owned())),
        Err(TryLockError::Error(error)) => Err(trouble(error)),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[tokio::test]
    async fn a_second_server_is_refused_and_a_command_is_not() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("accounts of #1 100%?");
        let server = Database::open(&folder, Use::Server).await.unwrap();
        let second = Database::open(&folder, Use::Server).await.err().unwrap();
        assert!(matches!(second, DatabaseError::InUse(_)), "{second}");
        let command = Database::open(&folder, Use::Command).await.unwrap();
        command.begin().await.unwrap().commit().await.unwrap();
        assert_eq!(server.revision().await.unwrap(), 1);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&folder.join(FILE)), 0o600);
        server.close().await;
        drop(server);
        Database::open(&folder, Use::Server).await.unwrap();
    }

    #[tokio::test]
    async fn a_change_that_is_not_committed_is_undone() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(folder.path(), Use::Server).await.unwrap();
        drop(database.begin().await.unwrap());
        assert_eq!(database.revision().await.unwrap(), 0);
        let change = database.begin().await.unwrap();
        assert_eq!(change.revision, 1);
        change.commit().await.unwrap();
        assert_eq!(database.revision().await.unwrap(), 1);
    }

    #[tokio::test]
    async fn what_a_newer_program_made_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(folder.path(), Use::Server).await.unwrap();
        let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (99, 'later', 1, x'00', 0)";
        sqlx::query(newer).execute(database.pool()).await.unwrap();
        database.close().await;
        drop(database);
        let error = Database::open(folder.path(), Use::Server)
            .await
            .err()
            .unwrap();
        assert!(matches!(error, DatabaseError::Newer(_)), "{error}");
    }

    #[tokio::test]
    async fn what_was_moved_away_is_neither_read_nor_written() {
        let parent = tempfile::tempdir().unwrap();
        let (folder, elsewhere) = (parent.path().join("data"), parent.path().join("elsewhere"));
        let database = Database::open(&folder, Use::Server).await.unwrap();
        fs::rename(&folder, &elsewhere).unwrap();
        let is_gone = async || {
            let looked = database.revision().await.err();
            let begun = database.begin().await.err();
            [looked, begun].map(|error| matches!(error, Some(DatabaseError::Gone(_))))
        };
        assert_eq!(is_gone().await, [true, true]);
        // Another in its place is not it.
        Database::open(&folder, Use::Command).await.unwrap();
        assert_eq!(is_gone().await, [true, true]);
        fs::remove_dir_all(&folder).unwrap();
        fs::rename(&elsewhere, &folder).unwrap();
        assert_eq!(is_gone().await, [false, false]);
    }

    #[tokio::test]
    async fn it_waits_for_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(folder.path(), Use::Server).await.unwrap();
        let read = async |setting: &'static str| -> i64 {
            let row = sqlx::query(setting)
                .fetch_one(database.pool())
                .await
                .unwrap();
            row.try_get(0).unwrap()
        };
        assert_eq!(read("PRAGMA synchronous").await, 2);
        assert_eq!(read("PRAGMA foreign_keys").await, 1);
    }
}
