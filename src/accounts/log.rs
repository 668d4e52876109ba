//! The audit log, asked and written by itself.

use crate::accounts::audit::{self, Entry, Event, Filter, Verified};
use crate::accounts::error::{AccountError, Origin};
use crate::accounts::service::Accounts;

/// The audit log.
#[derive(Clone, Copy)]
pub struct Log<'a>(&'a Accounts);

impl Accounts {
    /// Returns the log.
    pub fn log(&self) -> Log<'_> {
        Log(self)
    }
}

impl Log<'_> {
    /// Writes an event into the log, by itself.
    ///
    /// # Errors
    ///
    /// If the database cannot be written.
    pub async fn note(self, origin: &Origin, event: Event) -> Result<(), AccountError> {
        let change = self.0.database.begin().await?;
        self.0.commit_noting(change, origin, event).await
    }

    /// Returns the newest entries of the log that are wanted, the newest first.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn entries(self, filter: &Filter, most: i64) -> Result<Vec<Entry>, AccountError> {
        Ok(audit::entries(self.0.database.pool(), filter, most).await?)
    }

    /// Follows the chain of the log.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn verify(self) -> Result<Verified, AccountError> {
        Ok(audit::verify(self.0.database.pool()).await?)
    }
}
