//! The rights to change an account, and the administrator who must be left.

use sqlx::{AnyConnection, Row};

use crate::accounts::account::{Account, AccountId};
use crate::accounts::database::DatabaseChange;
use crate::accounts::error::{AccountError, Actor, AuditOrigin};
use crate::accounts::password;
use crate::accounts::people::People;
use crate::domain::Role;

impl People<'_> {
    /// Returns an account that whoever asks may change, within a change.
    pub(in crate::accounts) async fn changeable(
        self,
        change: &mut DatabaseChange<'_>,
        id: AccountId,
        origin: &AuditOrigin,
    ) -> Result<Account, AccountError> {
        let account = self.held(change, id).await?;
        self.allow(change, origin, account.role).await?;
        Ok(account)
    }

    /// Looks at a password and returns what is stored of it.
    pub(in crate::accounts) async fn judged(
        self,
        text: &str,
        name: &str,
    ) -> Result<String, AccountError> {
        password::judge(text, &[name, &self.0.host, "concord"])?;
        Ok(self.0.passwords.hash(text).await?)
    }

    /// Asks, within a change, whether whoever makes it may give a role and take it away; whoever may
    /// run the program on this machine may do everything.
    pub(in crate::accounts) async fn allow(
        self,
        change: &mut DatabaseChange<'_>,
        origin: &AuditOrigin,
        role: Role,
    ) -> Result<(), AccountError> {
        let allowed = match origin.actor {
            Actor::Console => true,
            Actor::Nobody => false,
            Actor::Account(id) => match self.held(change, id).await {
                Ok(own) => !own.is_disabled && own.role.may_grant(role),
                Err(AccountError::NoAccount) => false,
                Err(error) => return Err(error),
            },
        };
        match allowed {
            true => Ok(()),
            false => Err(AccountError::NotAllowed),
        }
    }

    /// Refuses a change after which no administrator can sign in, if one could lose that by it.
    pub(in crate::accounts) async fn keeps_an_administrator(
        self,
        change: &mut DatabaseChange<'_>,
        before: Role,
    ) -> Result<(), AccountError> {
        if before == Role::Administrator && self.administrators(change.connection()).await? == 0 {
            return Err(AccountError::LastAdministrator);
        }
        Ok(())
    }

    /// Counts the administrators who can sign in, by the ways there are.
    async fn administrators(self, connection: &mut AnyConnection) -> Result<i64, sqlx::Error> {
        let count = "SELECT COUNT(*) FROM accounts WHERE role = 'administrator' AND disabled = 0 AND removed = 0 AND ((password <> '' AND $1 = 1) OR id IN (SELECT account FROM identities WHERE issuer = $2))";
        let row = sqlx::query(count)
            .bind(i64::from(self.0.ways.passwords))
            .bind(self.0.ways.issuer.clone())
            .fetch_one(connection)
            .await?;
        row.try_get(0)
    }

    /// Tells whether an administrator can sign in, by the ways there are.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn has_administrator(self) -> Result<bool, AccountError> {
        let mut connection = self.0.database.pool().acquire().await?;
        Ok(self.administrators(&mut connection).await? > 0)
    }
}
