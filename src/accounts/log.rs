//! The audit log, asked and written by itself.

use crate::accounts::audit::{self, AuditEntry, AuditEvent, AuditFilter, ChainCheck};
use crate::accounts::error::{AccountError, AuditOrigin};
use crate::accounts::service::Accounts;

/// The audit log.
#[derive(Clone, Copy)]
pub struct AuditLog<'a>(&'a Accounts);

impl Accounts {
    /// Returns the log.
    pub fn log(&self) -> AuditLog<'_> {
        AuditLog(self)
    }
}

impl AuditLog<'_> {
    /// Writes an event into the log, by itself.
    ///
    /// # Errors
    ///
    /// If the database cannot be written.
    pub async fn note(self, origin: &AuditOrigin, event: AuditEvent) -> Result<(), AccountError> {
        let change = self.0.database.begin().await?;
        self.0.commit_noting(change, origin, event).await
    }

    /// Returns the newest entries of the log that are wanted, the newest first.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn entries(
        self,
        filter: &AuditFilter,
        most: i64,
    ) -> Result<Vec<AuditEntry>, AccountError> {
        Ok(audit::entries(self.0.database.pool(), filter, most).await?)
    }

    /// Follows the chain of the log.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn verify(self) -> Result<ChainCheck, AccountError> {
        Ok(audit::verify(self.0.database.pool()).await?)
    }
}
