//! [`KeptTexts`]: what somebody was writing and has not saved as a page yet, so that nothing typed is
//! lost.
//!
//! A text waits under a key, which is the path of its page or a new id, with the files chosen for it.
//! Only its writer is ever given it. What a text says is the business of whoever made the form; here it
//! is bytes that count. Nothing of this is in the log.

mod amounts;
mod files;

use sqlx::Row;
use sqlx::any::AnyRow;

use crate::accounts::account::AccountId;
use crate::accounts::database::{DatabaseChange, text};
use crate::accounts::error::AccountError;
use crate::accounts::kept::amounts::{KeptAmounts, count};
use crate::accounts::not_kept::{KeepError, LONGEST_KEY, MOST_TEXTS, checked};
use crate::accounts::service::Accounts;

/// Longest title, in characters.
const LONGEST_TITLE: usize = 200;

/// A text to keep.
#[derive(Clone, Copy, Debug)]
pub struct UnsavedText<'u> {
    /// Its page's path, or a new id.
    pub key: &'u str,
    /// Its title in the list of its writer.
    pub title: &'u str,
    /// The commit that its writer began with, as hex; empty: none.
    pub base: &'u str,
    /// Everything typed, as the form writes it down.
    pub text: &'u str,
    /// The message of the commit: what and why.
    pub message: &'u str,
}

/// A text that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptText {
    /// Its page's path, or a new id.
    pub key: String,
    /// Its title in the list of its writer.
    pub title: String,
    /// The commit that its writer began with, as hex; empty: none.
    pub base: String,
    /// Everything typed, as the form wrote it down.
    pub text: String,
    /// The message of the commit: what and why.
    pub message: String,
    /// The time it was kept last, in seconds since 1970.
    pub kept: i64,
}

/// A line of the list of what somebody has kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptLine {
    /// The path of the page, or a new id.
    pub key: String,
    /// Its title for its writer.
    pub title: String,
    /// The time it was kept last, in seconds since 1970.
    pub kept: i64,
    /// Its size with its files, in bytes.
    pub size: i64,
}

/// A file that waits with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// Its name.
    pub name: String,
    /// Its size, in bytes.
    pub size: i64,
}

/// The operations on kept texts.
#[derive(Clone, Copy)]
pub struct KeptTexts<'a>(&'a Accounts);

impl Accounts {
    /// Returns what is done with kept texts.
    pub fn kept(&self) -> KeptTexts<'_> {
        KeptTexts(self)
    }
}

impl KeptTexts<'_> {
    /// Keeps a text, in the place of what was kept under its key. The files that wait there stay.
    ///
    /// # Errors
    ///
    /// If the account has too much or too many, there is no such account, or the database cannot be
    /// written.
    pub async fn keep(
        self,
        account: AccountId,
        unsaved: &UnsavedText<'_>,
    ) -> Result<(), AccountError> {
        let key = checked(unsaved.key, LONGEST_KEY, KeepError::Key)?;
        let title: String = unsaved.title.trim().chars().take(LONGEST_TITLE).collect();
        let title = title.replace(char::is_control, " ");
        let taken = [key, &title, unsaved.base, unsaved.message, unsaved.text];
        let size = taken.iter().map(|text| text.len()).sum::<usize>();
        let mut change = self.0.database.begin().await?;
        let others = KeptAmounts::of(&mut change, account, key, "").await?;
        others.leave_room(size)?;
        if others.texts >= count(MOST_TEXTS) {
            return Err(KeepError::Texts.into());
        }
        let insert = "INSERT INTO kept_texts (account, key, title, base, kept, size, message, text) SELECT id, $1, $2, $3, $4, $5, $6, $7 FROM accounts WHERE id = $8 AND removed = 0 ON CONFLICT (account, key) DO UPDATE SET title = excluded.title, base = excluded.base, kept = excluded.kept, size = excluded.size, message = excluded.message, text = excluded.text";
        let kept = sqlx::query(insert)
            .bind(text(key))
            .bind(title)
            .bind(text(unsaved.base))
            .bind(self.0.now())
            .bind(count(size))
            .bind(text(unsaved.message))
            .bind(text(unsaved.text))
            .bind(account.to_string())
            .execute(change.connection())
            .await?;
        match kept.rows_affected() {
            0 => Err(AccountError::NoAccount),
            _ => self.0.commit(change).await,
        }
    }

    /// Returns a text that somebody has kept; nothing where there is none.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn find(
        self,
        account: AccountId,
        key: &str,
    ) -> Result<Option<KeptText>, AccountError> {
        let query = "SELECT key, title, base, kept, message, text FROM kept_texts WHERE account = $1 AND key = $2";
        let query = sqlx::query(query).bind(account.to_string()).bind(text(key));
        let row = query.fetch_optional(self.0.database.pool()).await?;
        Ok(row.as_ref().map(KeptText::read).transpose()?)
    }

    /// Returns what somebody has kept, the newest first.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn list(self, account: AccountId) -> Result<Vec<KeptLine>, AccountError> {
        let query = "SELECT key, title, kept, size + (SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM kept_files WHERE kept_files.account = kept_texts.account AND kept_files.key = kept_texts.key) FROM kept_texts WHERE account = $1 ORDER BY kept DESC, key";
        let query = sqlx::query(query).bind(account.to_string());
        let rows = query.fetch_all(self.0.database.pool()).await?;
        Ok(rows.iter().map(KeptLine::read).collect::<Result<_, _>>()?)
    }

    /// Has a text go by another key, with its files, unless one is kept under that already.
    ///
    /// # Errors
    ///
    /// If the database cannot be written.
    pub async fn rename(
        self,
        account: AccountId,
        from: &str,
        to: &str,
    ) -> Result<(), AccountError> {
        let to = checked(to, LONGEST_KEY, KeepError::Key)?;
        let mut change = self.0.database.begin().await?;
        // The files go over to the copy before what they belong to goes.
        let copy = "INSERT INTO kept_texts (account, key, title, base, kept, size, message, text) SELECT account, $1, title, base, kept, size, message, text FROM kept_texts WHERE account = $2 AND key = $3 ON CONFLICT (account, key) DO NOTHING";
        let copied = sqlx::query(copy)
            .bind(to.to_owned())
            .bind(account.to_string())
            .bind(from.to_owned())
            .execute(change.connection())
            .await?;
        if copied.rows_affected() == 0 {
            return Ok(());
        }
        sqlx::query("UPDATE kept_files SET key = $1 WHERE account = $2 AND key = $3")
            .bind(to.to_owned())
            .bind(account.to_string())
            .bind(from.to_owned())
            .execute(change.connection())
            .await?;
        sqlx::query("DELETE FROM kept_texts WHERE account = $1 AND key = $2")
            .bind(account.to_string())
            .bind(from.to_owned())
            .execute(change.connection())
            .await?;
        self.0.commit(change).await
    }

    /// Forgets a text with its files; where there is none, nothing is written.
    ///
    /// # Errors
    ///
    /// If the database cannot be read or written.
    pub async fn forget(self, account: AccountId, key: &str) -> Result<(), AccountError> {
        // After every save this is asked, and hardly ever is there anything.
        let there = sqlx::query("SELECT 1 FROM kept_texts WHERE account = $1 AND key = $2")
            .bind(account.to_string())
            .bind(text(key));
        if there
            .fetch_optional(self.0.database.pool())
            .await?
            .is_none()
        {
            return Ok(());
        }
        let mut change = self.0.database.begin().await?;
        sqlx::query("DELETE FROM kept_texts WHERE account = $1 AND key = $2")
            .bind(account.to_string())
            .bind(text(key))
            .execute(change.connection())
            .await?;
        self.0.commit(change).await
    }
}

/// Forgets everything that somebody has kept, within a change.
pub(super) async fn forget_all(
    change: &mut DatabaseChange<'_>,
    account: AccountId,
) -> Result<(), sqlx::Error> {
    let all = sqlx::query("DELETE FROM kept_texts WHERE account = $1").bind(account.to_string());
    all.execute(change.connection()).await.map(|_| ())
}

impl KeptText {
    fn read(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            key: row.try_get("key")?,
            title: row.try_get("title")?,
            base: row.try_get("base")?,
            text: row.try_get("text")?,
            message: row.try_get("message")?,
            kept: row.try_get("kept")?,
        })
    }
}

impl KeptLine {
    fn read(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            key: row.try_get(0)?,
            title: row.try_get(1)?,
            kept: row.try_get(2)?,
            size: row.try_get(3)?,
        })
    }
}

impl KeptFile {
    fn read(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            name: row.try_get(0)?,
            size: row.try_get(1)?,
        })
    }
}
