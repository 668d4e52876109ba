//! How sessions and tokens end: those of one account, some or all at once.

use crate::accounts::account::AccountId;
use crate::accounts::database::{DatabaseChange, text};
use crate::accounts::secret::SecretHash;

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
