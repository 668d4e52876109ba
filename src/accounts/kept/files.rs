//! The files that wait with a kept text.

use sqlx::Row;

use crate::accounts::account::AccountId;
use crate::accounts::database::text;
use crate::accounts::error::AccountError;
use crate::accounts::kept::amounts::{KeptAmounts, count};
use crate::accounts::kept::{KeptFile, KeptTexts};
use crate::accounts::not_kept::{KeepError, MOST_FILES, file_name};

impl KeptTexts<'_> {
    /// Adds a file to a text that is kept, in the place of one of the same name.
    ///
    /// # Errors
    ///
    /// If the name is none, the account has too much or too many, there is no such text, or the
    /// database cannot be written.
    pub async fn add_file(
        self,
        account: AccountId,
        key: &str,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<(), AccountError> {
        let name = file_name(name)?;
        let size = name.len() + bytes.len();
        let mut change = self.0.database.begin().await?;
        let others = KeptAmounts::of(&mut change, account, key, name).await?;
        others.leave_room(size)?;
        if others.files >= count(MOST_FILES) {
            return Err(KeepError::Files.into());
        }
        let touched =
            sqlx::query("UPDATE kept_texts SET kept = $1 WHERE account = $2 AND key = $3")
                .bind(self.0.now())
                .bind(account.to_string())
                .bind(text(key))
                .execute(change.connection())
                .await?;
        if touched.rows_affected() == 0 {
            return Err(AccountError::NotThere);
        }
        let insert = "INSERT INTO kept_files (account, key, name, size, bytes) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account, key, name) DO UPDATE SET size = excluded.size, bytes = excluded.bytes";
        sqlx::query(insert)
            .bind(account.to_string())
            .bind(text(key))
            .bind(text(name))
            .bind(count(size))
            .bind(bytes)
            .execute(change.connection())
            .await?;
        self.0.commit(change).await
    }

    /// Returns the files that wait with a text, by their names.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn files(self, account: AccountId, key: &str) -> Result<Vec<KeptFile>, AccountError> {
        let query = "SELECT name, CAST(LENGTH(bytes) AS BIGINT) FROM kept_files WHERE account = $1 AND key = $2 ORDER BY name";
        let query = sqlx::query(query).bind(account.to_string()).bind(text(key));
        let rows = query.fetch_all(self.0.database.pool()).await?;
        Ok(rows.iter().map(KeptFile::read).collect::<Result<_, _>>()?)
    }

    /// Returns a file that waits with a text; nothing where there is none.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn file(
        self,
        account: AccountId,
        key: &str,
        name: &str,
    ) -> Result<Option<Vec<u8>>, AccountError> {
        let query = "SELECT bytes FROM kept_files WHERE account = $1 AND key = $2 AND name = $3";
        let query = sqlx::query(query)
            .bind(account.to_string())
            .bind(text(key))
            .bind(text(name));
        let row = query.fetch_optional(self.0.database.pool()).await?;
        Ok(row.map(|row| row.try_get(0)).transpose()?)
    }

    /// Removes a file from those that wait with a text.
    ///
    /// # Errors
    ///
    /// If there is no such file, or the database cannot be written.
    pub async fn remove_file(
        self,
        account: AccountId,
        key: &str,
        name: &str,
    ) -> Result<(), AccountError> {
        let mut change = self.0.database.begin().await?;
        let statement = "DELETE FROM kept_files WHERE account = $1 AND key = $2 AND name = $3";
        let removed = sqlx::query(statement)
            .bind(account.to_string())
            .bind(text(key))
            .bind(text(name))
            .execute(change.connection())
            .await?;
        match removed.rows_affected() {
            0 => Err(AccountError::NotThere),
            _ => self.0.commit(change).await,
        }
    }
}
