//! The turn to write, and copies of a database.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::*;
use crate::accounts::database::sqlite::FILE;

async fn open(folder: &Path, by: DatabaseOpener) -> Result<Database, DatabaseError> {
    Database::open(&DatabaseLocation::Folder(folder.to_owned()), by).await
}

#[tokio::test]
async fn a_second_server_is_refused_and_a_command_is_not() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("accounts of #1 100%?");
    let server = open(&folder, DatabaseOpener::Server).await.unwrap();
    let second = open(&folder, DatabaseOpener::Server).await.err().unwrap();
    assert!(matches!(second, DatabaseError::InUse(_)), "{second}");
    let command = open(&folder, DatabaseOpener::Command).await.unwrap();
    command.begin().await.unwrap().commit().await.unwrap();
    assert_eq!(server.revision().await.unwrap(), 1);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&folder.join(FILE)), 0o600);
    server.close().await;
    drop(server);
    open(&folder, DatabaseOpener::Server).await.unwrap();
}

#[tokio::test]
async fn a_change_that_is_not_committed_is_undone() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path(), DatabaseOpener::Server).await.unwrap();
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
    let database = open(folder.path(), DatabaseOpener::Server).await.unwrap();
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (99, 'later', 1, x'00', 0)";
    sqlx::query(newer).execute(database.pool()).await.unwrap();
    database.close().await;
    drop(database);
    let error = open(folder.path(), DatabaseOpener::Server)
        .await
        .err()
        .unwrap();
    assert!(matches!(error, DatabaseError::Newer(_)), "{error}");
}

#[tokio::test]
async fn what_was_moved_away_is_neither_read_nor_written() {
    let parent = tempfile::tempdir().unwrap();
    let (folder, elsewhere) = (parent.path().join("data"), parent.path().join("elsewhere"));
    let database = open(&folder, DatabaseOpener::Server).await.unwrap();
    fs::rename(&folder, &elsewhere).unwrap();
    let is_gone = async || {
        let looked = database.revision().await.err();
        let begun = database.begin().await.err();
        [looked, begun].map(|error| matches!(error, Some(DatabaseError::Gone(_))))
    };
    assert_eq!(is_gone().await, [true, true]);
    // Another in its place is not it.
    open(&folder, DatabaseOpener::Command).await.unwrap();
    assert_eq!(is_gone().await, [true, true]);
    fs::remove_dir_all(&folder).unwrap();
    fs::rename(&elsewhere, &folder).unwrap();
    assert_eq!(is_gone().await, [false, false]);
}

#[tokio::test]
async fn it_waits_for_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(folder.path(), DatabaseOpener::Server).await.unwrap();
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
