//! Accounts: made, changed, shut and removed.

mod finding;
mod profile;
mod rights;

use crate::accounts::account::{Account, AccountId, line};
use crate::accounts::audit::{self, Action, AuditEvent};
use crate::accounts::database::DatabaseChange;
use crate::accounts::ended::{CredentialSelection, CredentialTable, end};
use crate::accounts::error::{AccountError, Actor, AuditOrigin};
use crate::accounts::kept::forget_all;
use crate::accounts::letter::{Detail, Notice};
use crate::accounts::name::AccountName;
use crate::accounts::outbox;
use crate::accounts::service::Accounts;
use crate::domain::Role;

/// An account that is wanted.
#[derive(Clone, Debug)]
pub struct NewAccount<'n> {
    /// The name that its owner signs in with.
    pub name: &'n str,
    /// The full name of its owner; empty: as the name.
    pub full_name: &'n str,
    /// The rights of its owner.
    pub role: Role,
    /// Its password; nothing where its owner gets a link to choose one.
    pub password: Option<&'n str>,
}

/// The parts of an account that its owner changes; nothing: as it is.
#[derive(Clone, Debug, Default)]
pub struct Profile<'p> {
    /// The full name of its owner.
    pub full_name: Option<&'p str>,
    /// The address that commits carry; empty: one that reaches nobody.
    pub address: Option<&'p str>,
    /// The language of the interface; empty: the browser's.
    pub language: Option<&'p str>,
}

/// The operations on accounts themselves.
#[derive(Clone, Copy)]
pub struct People<'a>(pub(super) &'a Accounts);

impl Accounts {
    /// Returns what is done with accounts themselves.
    pub fn people(&self) -> People<'_> {
        People(self)
    }
}

impl People<'_> {
    /// Makes an account.
    ///
    /// # Errors
    ///
    /// If the name is none or taken, the password is not taken, whoever asks may not give the role,
    /// or the database cannot be written.
    pub async fn create(
        self,
        wanted: &NewAccount<'_>,
        origin: &AuditOrigin,
    ) -> Result<Account, AccountError> {
        let hash = match wanted.password {
            Some(password) => self.judged(password, wanted.name).await?,
            None => String::new(),
        };
        let mut change = self.0.database.begin().await?;
        self.allow(&mut change, origin, wanted.role).await?;
        let id = self.insert(&mut change, wanted, &hash, origin).await?;
        self.0.commit(change).await?;
        self.find(id).await
    }

    /// Writes a new account, within a change.
    pub(super) async fn insert(
        self,
        change: &mut DatabaseChange<'_>,
        wanted: &NewAccount<'_>,
        hash: &str,
        origin: &AuditOrigin,
    ) -> Result<AccountId, AccountError> {
        let name = AccountName::parse(wanted.name)?;
        let (id, now) = (AccountId::new()?, self.0.now());
        let taken = sqlx::query("SELECT id FROM accounts WHERE name = $1").bind(name.to_string());
        let is_taken = taken.fetch_optional(change.connection()).await?.is_some();
        // The log calls whoever may run the program on this machine so.
        if is_taken || name.as_str() == Actor::Console.to_string() {
            return Err(AccountError::NameTaken);
        }
        let insert = "INSERT INTO accounts (id, name, full_name, address, role, language, password, disabled, created, used, removed, changed) VALUES ($1, $2, $3, '', $4, '', $5, 0, $6, 0, 0, $7)";
        sqlx::query(insert)
            .bind(id.to_string())
            .bind(name.to_string())
            .bind(line(wanted.full_name).unwrap_or_else(|| name.to_string()))
            .bind(wanted.role.name())
            .bind(hash.to_owned())
            .bind(now)
            .bind(change.revision)
            .execute(change.connection())
            .await?;
        let detail = format!("{name}, {}", wanted.role.name());
        let event = AuditEvent::done(Action::Create, &id).with(detail);
        audit::record(change.connection(), now, origin, event).await?;
        Ok(id)
    }

    /// Gives an account another role. Its sessions end: whoever has other rights signs in anew.
    ///
    /// # Errors
    ///
    /// If whoever asks may not give or take the role, or it is the last administrator.
    pub async fn set_role(
        self,
        id: AccountId,
        role: Role,
        origin: &AuditOrigin,
    ) -> Result<(), AccountError> {
        let mut change = self.0.database.begin().await?;
        let account = self.held(&mut change, id).await?;
        self.allow(&mut change, origin, role.max(account.role))
            .await?;
        let statement = "UPDATE accounts SET role = $1, claimed = '', given = '', changed = $2 WHERE id = $3 AND removed = 0";
        sqlx::query(statement)
            .bind(role.name())
            .bind(change.revision)
            .bind(id.to_string())
            .execute(change.connection())
            .await?;
        self.keeps_an_administrator(&mut change, account.role)
            .await?;
        end(
            &mut change,
            self.0.now(),
            CredentialTable::Sessions,
            id,
            CredentialSelection::All,
        )
        .await?;
        let detail = format!("{} to {}", account.role.name(), role.name());
        let event = AuditEvent::done(Action::Role, &id).with(detail);
        self.0.commit_noting(change, origin, event).await
    }

    /// Shuts an account, with its sessions, or opens it again. Its tokens mean nothing while it is
    /// shut.
    ///
    /// # Errors
    ///
    /// If whoever asks may not, or it is the last administrator.
    pub async fn set_disabled(
        self,
        id: AccountId,
        disabled: bool,
        origin: &AuditOrigin,
    ) -> Result<(), AccountError> {
        let mut change = self.0.database.begin().await?;
        let account = self.changeable(&mut change, id, origin).await?;
        let statement = "UPDATE accounts SET disabled = $1, claimed = CASE WHEN claimed = 'none' THEN '' ELSE claimed END, changed = $2 WHERE id = $3";
        sqlx::query(statement)
            .bind(i64::from(disabled))
            .bind(change.revision)
            .bind(id.to_string())
            .execute(change.connection())
            .await?;
        let action = match disabled {
            true => {
                self.keeps_an_administrator(&mut change, account.role)
                    .await?;
                end(
                    &mut change,
                    self.0.now(),
                    CredentialTable::Sessions,
                    id,
                    CredentialSelection::All,
                )
                .await?;
                Action::Disable
            }
            false => Action::Enable,
        };
        let event = AuditEvent::done(action, &id);
        self.0.commit_noting(change, origin, event).await
    }

    /// Removes an account: what it is known by elsewhere, its addresses, password, sessions, tokens,
    /// kept texts and mail that waits. Its id stays, for the audit log; its name can be taken again.
    ///
    /// # Errors
    ///
    /// If whoever asks may not, or it is the last administrator.
    pub async fn remove(self, id: AccountId, origin: &AuditOrigin) -> Result<(), AccountError> {
        let mut change = self.0.database.begin().await?;
        let account = self.changeable(&mut change, id, origin).await?;
        // A name with what no name has, so that nobody signs in with it and it is free again.
        let statement = "UPDATE accounts SET name = 'removed.' || id, full_name = '', address = '', language = '', password = '', claimed = '', given = '', disabled = 1, removed = $1, changed = $2 WHERE id = $3";
        sqlx::query(statement)
            .bind(self.0.now())
            .bind(change.revision)
            .bind(id.to_string())
            .execute(change.connection())
            .await?;
        self.keeps_an_administrator(&mut change, account.role)
            .await?;
        end(
            &mut change,
            self.0.now(),
            CredentialTable::Sessions,
            id,
            CredentialSelection::All,
        )
        .await?;
        end(
            &mut change,
            self.0.now(),
            CredentialTable::Tokens,
            id,
            CredentialSelection::All,
        )
        .await?;
        for statement in [
            "DELETE FROM identities WHERE account = $1",
            "DELETE FROM invites WHERE account = $1",
        ] {
            let statement = sqlx::query(statement).bind(id.to_string());
            statement.execute(change.connection()).await?;
        }
        forget_all(&mut change, id).await?;
        outbox::forget(&mut change, id).await?;
        let event = AuditEvent::done(Action::Remove, &id);
        self.0.commit_noting(change, origin, event).await
    }

    /// Gives an account another password. Its sessions end, but for one.
    ///
    /// # Errors
    ///
    /// If the password is not taken, or the database cannot be written.
    pub async fn set_password(
        self,
        id: AccountId,
        password: &str,
        kept: CredentialSelection<'_>,
        origin: &AuditOrigin,
    ) -> Result<(), AccountError> {
        let name = self.find(id).await?.name;
        let hash = self.judged(password, name.as_str()).await?;
        let mut change = self.0.database.begin().await?;
        if origin.actor != Actor::Account(id) {
            self.changeable(&mut change, id, origin).await?;
        }
        write_password(&mut change, id, &hash).await?;
        end(
            &mut change,
            self.0.now(),
            CredentialTable::Sessions,
            id,
            kept,
        )
        .await?;
        let detail = Detail::of_origin(origin);
        self.0
            .notify(&mut change, id, Notice::Password, detail)
            .await?;
        let event = AuditEvent::done(Action::Password, &id);
        self.0.commit_noting(change, origin, event).await
    }
}

/// Writes the hash of a password, within a change. An open link would be a second way in.
pub(super) async fn write_password(
    change: &mut DatabaseChange<'_>,
    id: AccountId,
    hash: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE accounts SET password = $1, changed = $2 WHERE id = $3 AND removed = 0")
        .bind(hash.to_owned())
        .bind(change.revision)
        .bind(id.to_string())
        .execute(change.connection())
        .await?;
    sqlx::query("DELETE FROM invites WHERE account = $1")
        .bind(id.to_string())
        .execute(change.connection())
        .await?;
    outbox::forget_ways_in(change, id).await
}
