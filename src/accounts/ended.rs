//! How sessions and tokens end: those of one account, some or all at once.

use crate::accounts::account::AccountId;
use crate::accounts::audit::{Action, AuditEvent};
use crate::accounts::database::{DatabaseChange, text};
use crate::accounts::error::{AccountError, AuditOrigin};
use crate::accounts::secret::SecretHash;
use crate::accounts::service::Accounts;

/// A selection of the sessions or tokens of an account.
#[derive(Clone, Copy, Debug)]
pub enum CredentialSelection<'w> {
    /// The one with this id.
    One(&'w str),
    /// All but that of this secret.
    AllBut(SecretHash),
    /// All.
    All,
}

/// The table whose rows end. Both tables have the columns that this needs.
#[derive(Clone, Copy, Debug)]
pub(super) enum CredentialTable {
    Sessions,
    Tokens,
}

/// Ends sessions or tokens of an account; returns how many.
pub(super) async fn end(
    change: &mut DatabaseChange<'_>,
    now: i64,
    what: CredentialTable,
    account: AccountId,
    which: CredentialSelection<'_>,
) -> Result<u64, sqlx::Error> {
    let statement = match what {
        CredentialTable::Sessions => {
            "UPDATE sessions SET ended = $1, changed = $2 WHERE account = $3 AND ended = 0 AND ($4 = '' OR id = $4) AND hash <> $5"
        }
        CredentialTable::Tokens => {
            "UPDATE tokens SET ended = $1, changed = $2 WHERE account = $3 AND ended = 0 AND ($4 = '' OR id = $4) AND hash <> $5"
        }
    };
    let (id, kept) = match which {
        CredentialSelection::One(id) => (id, String::new()),
        CredentialSelection::AllBut(hash) => ("", hash.to_string()),
        CredentialSelection::All => ("", String::new()),
    };
    let done = sqlx::query(statement)
        .bind(now)
        .bind(change.revision)
        .bind(account.to_string())
        .bind(text(id))
        .bind(kept)
        .execute(change.connection())
        .await?;
    Ok(done.rows_affected())
}

impl Accounts {
    /// Ends sessions or tokens of an account as an act of its own, which is noted.
    ///
    /// # Errors
    ///
    /// If the one that is named is not there, or the database cannot be written.
    pub(super) async fn end_credentials(
        &self,
        what: CredentialTable,
        account: AccountId,
        which: CredentialSelection<'_>,
        origin: &AuditOrigin,
    ) -> Result<(), AccountError> {
        let mut change = self.database.begin().await?;
        let ended = end(&mut change, self.now(), what, account, which).await?;
        if ended == 0 && matches!(which, CredentialSelection::One(_)) {
            return Err(AccountError::NotThere);
        }
        let (action, name) = match what {
            CredentialTable::Sessions => (Action::SessionEnded, "sessions"),
            CredentialTable::Tokens => (Action::TokenEnded, "tokens"),
        };
        let event = AuditEvent::done(action, &account).with(format!("{ended} {name}"));
        self.commit_noting(change, origin, event).await
    }
}
