//! Tokens: how git and programs show whose they are.

use sqlx::Row;
use sqlx::any::AnyRow;

use crate::accounts::account::{AccountId, line};
use crate::accounts::audit::{Action, AuditEvent};
use crate::accounts::ended::{CredentialSelection, CredentialTable};
use crate::accounts::error::{AccountError, AuditOrigin};
use crate::accounts::letter::{Detail, Notice};
use crate::accounts::scope::TokenScope;
use crate::accounts::secret::{Secret, random};
use crate::accounts::service::Accounts;
use crate::domain::hex::hex;

/// The most tokens that an account has.
const MOST: usize = 50;
const DAY: i64 = 24 * 60 * 60;

/// A token, as its owner and administrators see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessToken {
    /// Its id in forms.
    pub id: String,
    /// The name that its owner gave it.
    pub name: String,
    /// Its purpose.
    pub scope: TokenScope,
    /// The time it was made, in seconds since 1970.
    pub created: i64,
    /// The time it ends.
    pub expires: i64,
    /// The time it was used last; 0: never.
    pub used: i64,
}

/// A token that is wanted.
#[derive(Clone, Debug)]
pub struct NewToken<'t> {
    /// The name that its owner gave it.
    pub name: &'t str,
    /// Its purpose.
    pub scope: TokenScope,
    /// Its life in days.
    pub days: i64,
}

impl NewToken<'_> {
    /// The life of a token in days unless somebody says otherwise.
    pub const DAYS: i64 = 365;
}

/// The operations on tokens.
#[derive(Clone, Copy)]
pub struct AccessTokens<'a>(pub(super) &'a Accounts);

impl Accounts {
    /// Returns what is done with tokens.
    pub fn tokens(&self) -> AccessTokens<'_> {
        AccessTokens(self)
    }
}

impl AccessTokens<'_> {
    /// Makes a token; it is seen this once.
    ///
    /// # Errors
    ///
    /// If it has no name, its time is not between a day and two years, there are too many, or the
    /// database cannot be written.
    pub async fn create(
        self,
        account: AccountId,
        wanted: &NewToken<'_>,
        origin: &AuditOrigin,
    ) -> Result<Secret, AccountError> {
        let name = line(wanted.name).ok_or(AccountError::NoName)?;
        if !(1..=730).contains(&wanted.days) {
            return Err(AccountError::Expiry);
        }
        if self.of(account).await?.len() >= MOST {
            return Err(AccountError::TooMany(MOST));
        }
        let (secret, now) = (Secret::new_token()?, self.0.now());
        let mut change = self.0.database.begin().await?;
        let insert = "INSERT INTO tokens (id, hash, account, name, scope, created, expires, used, ended, changed) SELECT $1, $2, id, $3, $4, $5, $6, 0, 0, $7 FROM accounts WHERE id = $8 AND removed = 0";
        let made = sqlx::query(insert)
            .bind(hex(&random::<8>()?))
            .bind(secret.hash().to_string())
            .bind(name.clone())
            .bind(wanted.scope.name())
            .bind(now)
            .bind(now + wanted.days * DAY)
            .bind(change.revision)
            .bind(account.to_string())
            .execute(change.connection())
            .await?;
        if made.rows_affected() != 1 {
            return Err(AccountError::NoAccount);
        }
        let mut letter_detail = Detail::of_origin(origin);
        letter_detail.what.clone_from(&name);
        self.0
            .notify(&mut change, account, Notice::Token, letter_detail)
            .await?;
        let detail = format!("{}: {name}", wanted.scope.name());
        let event = AuditEvent::done(Action::Token, &account).with(detail);
        self.0.commit_noting(change, origin, event).await?;
        Ok(secret)
    }

    /// Returns the tokens of an account that have not ended, the newest first.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn of(self, account: AccountId) -> Result<Vec<AccessToken>, AccountError> {
        let query = "SELECT id, name, scope, created, expires, used FROM tokens WHERE account = $1 AND ended = 0 AND expires > $2 ORDER BY created DESC, id";
        let query = sqlx::query(query)
            .bind(account.to_string())
            .bind(self.0.now());
        let rows = query.fetch_all(self.0.database.pool()).await?;
        rows.iter()
            .map(|row| read(row).map_err(Into::into))
            .collect()
    }

    /// Ends tokens of an account.
    ///
    /// # Errors
    ///
    /// If there is no such token of this account, or the database cannot be written.
    pub async fn end(
        self,
        account: AccountId,
        which: CredentialSelection<'_>,
        origin: &AuditOrigin,
    ) -> Result<(), AccountError> {
        self.0
            .end_credentials(CredentialTable::Tokens, account, which, origin)
            .await
    }
}

fn read(row: &AnyRow) -> Result<AccessToken, sqlx::Error> {
    let scope: String = row.try_get("scope")?;
    Ok(AccessToken {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        // What this program does not know lets nobody do anything; see `Memory::token`.
        scope: TokenScope::from_name(&scope).unwrap_or(TokenScope::Feeds),
        created: row.try_get("created")?,
        expires: row.try_get("expires")?,
        used: row.try_get("used")?,
    })
}
