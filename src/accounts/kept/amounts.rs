//! The room that kept texts and their files take, and whether there is more.

use sqlx::Row;

use crate::accounts::account::AccountId;
use crate::accounts::database::{DatabaseChange, text};
use crate::accounts::not_kept::{KeepError, MOST_BYTES};

/// The amounts that an account has kept beside what it is about to write.
pub(super) struct KeptAmounts {
    pub(super) texts: i64,
    pub(super) files: i64,
    pub(super) bytes: i64,
}

impl KeptAmounts {
    /// Looks, within a change, what there is beside the text of a key or, where a file is named,
    /// beside that file of the text.
    pub(super) async fn of(
        change: &mut DatabaseChange<'_>,
        account: AccountId,
        key: &str,
        file: &str,
    ) -> Result<Self, sqlx::Error> {
        let texts = "SELECT COUNT(*), CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM kept_texts WHERE account = $1 AND (key <> $2 OR $3 <> '')";
        let texts = sqlx::query(texts)
            .bind(account.to_string())
            .bind(text(key))
            .bind(text(file));
        let texts = texts.fetch_one(change.connection()).await?;
        let files = "SELECT CAST(COALESCE(SUM(CASE WHEN key = $2 THEN 1 ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM kept_files WHERE account = $1 AND NOT (key = $2 AND name = $3)";
        let files = sqlx::query(files)
            .bind(account.to_string())
            .bind(text(key))
            .bind(text(file));
        let files = files.fetch_one(change.connection()).await?;
        Ok(Self {
            texts: texts.try_get(0)?,
            files: files.try_get(0)?,
            bytes: texts.try_get::<i64, _>(1)? + files.try_get::<i64, _>(1)?,
        })
    }

    /// Refuses what would be too much together with these.
    pub(super) fn leave_room(&self, size: usize) -> Result<(), KeepError> {
        match self.bytes.saturating_add(count(size)) > count(MOST_BYTES) {
            true => Err(KeepError::Full),
            false => Ok(()),
        }
    }
}

pub(super) fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
