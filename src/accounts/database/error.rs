//! [`DatabaseError`]: why accounts cannot be read or written.

use std::io;
use std::path::PathBuf;

use sqlx::migrate::MigrateError;

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
    Newer(String),
    /// It cannot be brought to the form that this program knows.
    #[error("the accounts cannot be brought up to date")]
    Migration(#[source] MigrateError),
    /// Its file is not where it was.
    #[error("the accounts in {0} were moved or replaced; put them back, or start the server again")]
    Gone(PathBuf),
    /// It does not answer.
    #[error("the accounts do not answer")]
    Silent,
    /// It is no file that could be copied.
    #[error("the accounts are in PostgreSQL; save them with pg_dump")]
    NoFile,
    /// It cannot be read or written just now.
    #[error("the accounts cannot be read or written just now")]
    Query(#[from] sqlx::Error),
}
