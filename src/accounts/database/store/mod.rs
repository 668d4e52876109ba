//! [`Database`]: the tables of accounts, whichever database keeps them.
//!
//! Every change gives its rows the next *revision*, by which a server sees what a command or another
//! server has changed. A change begins with that number, which one has at a time.

#[cfg(test)]
mod tests;

use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::migrate::MigrateError;
use sqlx::{Any, AnyConnection, AnyPool, Row, Transaction};
use tokio::sync::{Mutex, MutexGuard};

use crate::accounts::database::error::DatabaseError;
use crate::accounts::database::location::{DatabaseLocation, PostgresAddress};
use crate::accounts::database::sqlite::{DatabaseFolder, DatabaseOpener};
use crate::accounts::database::{form, postgres};

/// The longest wait for the turn to write to a database that others use, too. SQLite waits by
/// itself, and not for long.
const PATIENCE: Duration = Duration::from_secs(10);

/// The database of accounts.
pub(in crate::accounts) struct Database {
    pool: AnyPool,
    /// One writes at a time; who waits here does not wait inside SQLite, which is not fair, and takes
    /// no connection of PostgreSQL.
    writing: Mutex<()>,
    kind: DatabaseKind,
    /// Whether it has the form that this program knows.
    is_ready: AtomicBool,
}

/// The sort of a database.
enum DatabaseKind {
    Sqlite(DatabaseFolder),
    Postgres(PostgresAddress),
}

/// A change that is being made; undone unless it is committed.
pub(in crate::accounts) struct DatabaseChange<'d> {
    transaction: Transaction<'static, Any>,
    /// The number of the change, which its rows get.
    pub(in crate::accounts) revision: i64,
    _writing: MutexGuard<'d, ()>,
}

impl DatabaseKind {
    /// Returns how a change begins: in SQLite as the one that writes. In PostgreSQL it is that once it
    /// has the row with the revision.
    fn begin(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "BEGIN IMMEDIATE",
            Self::Postgres(_) => "BEGIN",
        }
    }

    /// Returns how to begin reading what all tables held at one moment.
    fn snapshot(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "BEGIN",
            Self::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }
}

impl fmt::Display for DatabaseKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(folder) => folder.path().display().fmt(formatter),
            Self::Postgres(address) => address.fmt(formatter),
        }
    }
}

impl Database {
    /// Opens a database and brings it to the form that this program knows. A folder is made where
    /// there is none. A server does not wait for one of PostgreSQL that cannot be used yet: see
    /// [`Database::is_ready`].
    pub(in crate::accounts) async fn open(
        location: &DatabaseLocation,
        by: DatabaseOpener,
    ) -> Result<Self, DatabaseError> {
        let (kind, pool) = match location {
            DatabaseLocation::Folder(path) => {
                let (folder, pool) = DatabaseFolder::open(path, by).await?;
                (DatabaseKind::Sqlite(folder), pool)
            }
            DatabaseLocation::Postgres(address) => {
                let pool = postgres::connect(address);
                (DatabaseKind::Postgres(address.clone()), pool)
            }
        };
        let opened = Self {
            pool,
            writing: Mutex::new(()),
            kind,
            is_ready: AtomicBool::new(false),
        };
        match opened.make_ready().await {
            Err(error @ DatabaseError::Newer(_)) => Err(error),
            Err(_) if opened.is_shared() && by == DatabaseOpener::Server => Ok(opened),
            done => done.map(|()| opened),
        }
    }

    /// Tells whether it has the form that this program knows. It gets it with the next look or change,
    /// where it could not be reached before.
    pub(in crate::accounts) fn is_ready(&self) -> bool {
        self.is_ready.load(Ordering::Relaxed)
    }

    /// Tells whether other servers may use it at the same time.
    pub(in crate::accounts) fn is_shared(&self) -> bool {
        matches!(self.kind, DatabaseKind::Postgres(_))
    }

    /// Looks whether it can be used, and brings it up to date where that is not done.
    async fn make_ready(&self) -> Result<(), DatabaseError> {
        if let DatabaseKind::Sqlite(folder) = &self.kind {
            folder.is_there()?;
        }
        if self.is_ready() {
            return Ok(());
        }
        let (_lock, migrator) = match &self.kind {
            DatabaseKind::Sqlite(folder) => (Some(folder.lock_form().await?), form::for_sqlite()),
            // Here the migrator has a lock of the database's own.
            DatabaseKind::Postgres(_) => (None, form::for_postgres()),
        };
        let mut connection = self.pool.acquire().await?;
        match migrator.run_direct(None, &mut *connection, false).await {
            Ok(()) => {
                self.is_ready.store(true, Ordering::Relaxed);
                Ok(())
            }
            Err(MigrateError::VersionMissing(_) | MigrateError::VersionMismatch(_)) => {
                Err(DatabaseError::Newer(self.kind.to_string()))
            }
            Err(error) => Err(DatabaseError::Migration(error)),
        }
    }

    /// Returns where to read from.
    pub(in crate::accounts) fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// Returns the folder, where it has one.
    pub(in crate::accounts) fn folder(&self) -> Option<&Path> {
        match &self.kind {
            DatabaseKind::Sqlite(folder) => Some(folder.path()),
            DatabaseKind::Postgres(_) => None,
        }
    }

    /// Begins a change.
    pub(in crate::accounts) async fn begin(&self) -> Result<DatabaseChange<'_>, DatabaseError> {
        if !self.is_shared() {
            return self.take_turn().await;
        }
        // Whoever has the turn may wait for a database that says nothing.
        let turn = tokio::time::timeout(PATIENCE, self.take_turn());
        turn.await.unwrap_or(Err(DatabaseError::Silent))
    }

    async fn take_turn(&self) -> Result<DatabaseChange<'_>, DatabaseError> {
        self.make_ready().await?;
        let writing = self.writing.lock().await;
        let mut transaction = self.pool.begin_with(self.kind.begin()).await?;
        let next = "UPDATE state SET value = value + 1 WHERE key = 'revision' RETURNING value";
        let row = sqlx::query(next).fetch_one(&mut *transaction).await?;
        Ok(DatabaseChange {
            revision: row.try_get(0)?,
            transaction,
            _writing: writing,
        })
    }

    /// Begins to read what all tables hold at this moment.
    pub(super) async fn snapshot(&self) -> Result<Transaction<'static, Any>, DatabaseError> {
        self.make_ready().await?;
        Ok(self.pool.begin_with(self.kind.snapshot()).await?)
    }

    /// Returns the number of the last change.
    pub(in crate::accounts) async fn revision(&self) -> Result<i64, DatabaseError> {
        self.make_ready().await?;
        let query = "SELECT value FROM state WHERE key = 'revision'";
        Ok(sqlx::query(query).fetch_one(&self.pool).await?.try_get(0)?)
    }

    /// Gives back the memory of the pages that a connection has read: after the one time that all are.
    pub(in crate::accounts) async fn forget_pages(
        &self,
        connection: &mut AnyConnection,
    ) -> Result<(), sqlx::Error> {
        if self.is_shared() {
            return Ok(());
        }
        let forget = sqlx::query("PRAGMA shrink_memory");
        forget.execute(connection).await.map(|_| ())
    }

    /// Writes a copy of the whole database to a file that is not there yet.
    pub(in crate::accounts) async fn copy_to(&self, file: &Path) -> Result<(), DatabaseError> {
        if self.is_shared() {
            return Err(DatabaseError::NoFile);
        }
        let file = file.to_string_lossy().into_owned();
        let statement = sqlx::query("VACUUM INTO $1").bind(file);
        statement.execute(&self.pool).await?;
        Ok(())
    }

    /// Closes it: what SQLite keeps beside the file is brought into it.
    pub(in crate::accounts) async fn close(&self) {
        self.pool.close().await;
    }
}

impl DatabaseChange<'_> {
    /// Returns where its statements go.
    pub(in crate::accounts) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }

    /// Makes the change: it is on the disk when this returns.
    pub(in crate::accounts) async fn commit(self) -> Result<(), sqlx::Error> {
        self.transaction.commit().await
    }
}
