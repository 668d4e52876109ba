//! Ends sessions: by their owner, or by others.

use crate::accounts::account::AccountId;
use crate::accounts::audit::{Action, AuditEvent};
use crate::accounts::database::DatabaseChange;
use crate::accounts::ended::{CredentialSelection, CredentialTable};
use crate::accounts::error::{AccountError, AuditOrigin};
use crate::accounts::memory::Holder;
use crate::accounts::secret::SecretHash;
use crate::accounts::session::Sessions;

impl Sessions<'_> {
    /// Ends the session that somebody shows.
    ///
    /// # Errors
    ///
    /// If the database cannot be written.
    pub async fn sign_out(self, holder: &Holder, origin: &AuditOrigin) -> Result<(), AccountError> {
        let mut change = self.0.database.begin().await?;
        self.end_hash(&mut change, holder.hash).await?;
        let event = AuditEvent::done(Action::SignOut, &holder.account.id);
        self.0.commit_noting(change, origin, event).await
    }

    pub(super) async fn end_hash(
        self,
        change: &mut DatabaseChange<'_>,
        hash: SecretHash,
    ) -> Result<(), AccountError> {
        let end = "UPDATE sessions SET ended = $1, changed = $2 WHERE hash = $3 AND ended = 0";
        sqlx::query(end)
            .bind(self.0.now())
            .bind(change.revision)
            .bind(hash.to_string())
            .execute(change.connection())
            .await?;
        Ok(())
    }

    /// Ends one session of an account, or all but one.
    ///
    /// # Errors
    ///
    /// If there is no such session of this account, or the database cannot be written.
    pub async fn end(
        self,
        account: AccountId,
        which: CredentialSelection<'_>,
        origin: &AuditOrigin,
    ) -> Result<(), AccountError> {
        self.0
            .end_credentials(CredentialTable::Sessions, account, which, origin)
            .await
    }
}
