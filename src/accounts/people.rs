//! Accounts: made, changed, shut and removed.

use sqlx::{AnyConnection, Row};

use crate::accounts::account::{Account, AccountId, line, mail_address};
use crate::accounts::audit::{self, Action, AuditEvent};
use crate::accounts::database::{self, DatabaseChange};
use crate::accounts::ended::{CredentialSelection, CredentialTable, end};
use crate::accounts::error::{AccountError, Actor, AuditOrigin};
use crate::accounts::kept::forget_all;
use crate::accounts::letter::{Detail, Notice};
use crate::accounts::name::AccountName;
use crate::accounts::outbox;
use crate::accounts::password;
use crate::accounts::service::Accounts;
use crate::domain::Role;

/// An account that is wanted.
#[derive(Clone, Debug)]
pub struct NewAccount<'n> {
    /// What its owner signs in with.
    pub name: &'n str,
    /// What its owner is called; empty: as the name.
    pub full_name: &'n str,
    /// What its owner may do.
    pub role: Role,
    /// Its password; nothing where its owner gets a link to choose one.
    pub password: Option<&'n str>,
}

/// What of an account its owner changes; nothing: as it is.
#[derive(Clone, Debug, Default)]
pub struct Profile<'p> {
    /// What its owner is called.
    pub full_name: Option<&'p str>,
    /// The address that commits carry; empty: one that reaches nobody.
    pub address: Option<&'p str>,
    /// The language of the interface; empty: the browser's.
    pub language: Option<&'p str>,
}

/// What is done with accounts themselves.
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

    /// Returns an account that is not removed.
    ///
    /// # Errors
    ///
    /// If there is none, or the database cannot be read.
    pub async fn find(self, id: AccountId) -> Result<Account, AccountError> {
        self.found("id", &id.to_string()).await
    }

    /// Returns the account of a name.
    ///
    /// # Errors
    ///
    /// If there is none, or the database cannot be read.
    pub async fn find_by_name(self, name: &str) -> Result<Account, AccountError> {
        let name = AccountName::parse(name).map_err(|_| AccountError::NoAccount)?;
        self.found("name", name.as_str()).await
    }

    async fn found(self, column: &'static str, value: &str) -> Result<Account, AccountError> {
        let columns = Account::COLUMNS;
        let query = format!("SELECT {columns} FROM accounts WHERE {column} = $1 AND removed = 0");
        let query = sqlx::query(sqlx::AssertSqlSafe(query)).bind(value.to_owned());
        let row = query.fetch_optional(self.0.database.pool()).await?;
        Ok(Account::read(&row.ok_or(AccountError::NoAccount)?)?)
    }

    /// The same within a change, so that nothing comes between the look and what follows from it.
    pub(super) async fn held(
        self,
        change: &mut DatabaseChange<'_>,
        id: AccountId,
    ) -> Result<Account, AccountError> {
        let columns = Account::COLUMNS;
        let query = format!("SELECT {columns} FROM accounts WHERE id = $1 AND removed = 0");
        let query = sqlx::query(sqlx::AssertSqlSafe(query)).bind(id.to_string());
        let row = query.fetch_optional(change.connection()).await?;
        Ok(Account::read(&row.ok_or(AccountError::NoAccount)?)?)
    }

    /// Returns an account that whoever asks may change, within a change.
    pub(super) async fn changeable(
        self,
        change: &mut DatabaseChange<'_>,
        id: AccountId,
        origin: &AuditOrigin,
    ) -> Result<Account, AccountError> {
        let account = self.held(change, id).await?;
        self.allow(change, origin, account.role).await?;
        Ok(account)
    }

    /// Returns an account that may be signed in to by a password, and what is stored of that.
    pub(super) async fn password_of(
        self,
        name: &str,
    ) -> Result<Option<(Account, String)>, AccountError> {
        // What is no name is looked for as well, so that it takes as long.
        let name = AccountName::parse(name).map_or_else(|_| String::new(), |name| name.to_string());
        let columns = Account::COLUMNS;
        let query =
            format!("SELECT {columns}, password FROM accounts WHERE name = $1 AND removed = 0");
        let query = sqlx::query(sqlx::AssertSqlSafe(query)).bind(name);
        let row = query.fetch_optional(self.0.database.pool()).await?;
        let read = |row: sqlx::any::AnyRow| -> Result<_, sqlx::Error> {
            Ok((Account::read(&row)?, row.try_get("password")?))
        };
        Ok(row.map(read).transpose()?)
    }

    /// Returns the accounts whose name, person, address or role contains a text, by their names: so
    /// many behind a name.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn list(
        self,
        text: &str,
        after: &str,
        most: usize,
    ) -> Result<Vec<Account>, AccountError> {
        let escaped = database::text(text)
            .trim()
            .to_lowercase()
            .replace('\\', "\\\\")
            .replace('%', "\\%");
        let pattern = format!("%{}%", escaped.replace('_', "\\_"));
        let columns = Account::COLUMNS;
        let query = format!(
            "SELECT {columns} FROM accounts WHERE removed = 0 AND (name LIKE $1 ESCAPE '\\' OR lower(full_name) LIKE $1 ESCAPE '\\' OR lower(address) LIKE $1 ESCAPE '\\' OR role LIKE $1 ESCAPE '\\') AND name > $2 ORDER BY name LIMIT $3"
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(query))
            .bind(pattern)
            .bind(database::text(after))
            .bind(i64::try_from(most).unwrap_or(i64::MAX));
        let rows = query.fetch_all(self.0.database.pool()).await?;
        rows.iter()
            .map(|row| Account::read(row).map_err(Into::into))
            .collect()
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
            .tell(&mut change, id, Notice::Password, detail)
            .await?;
        let event = AuditEvent::done(Action::Password, &id);
        self.0.commit_noting(change, origin, event).await
    }

    /// Changes what somebody is called, where they are reached, and what they read in.
    ///
    /// # Errors
    ///
    /// If an address is none, a name is missing, or the database cannot be written.
    pub async fn set_profile(
        self,
        id: AccountId,
        profile: &Profile<'_>,
        origin: &AuditOrigin,
    ) -> Result<(), AccountError> {
        let account = self.find(id).await?;
        let full_name = match profile.full_name {
            Some(text) => line(text).ok_or(AccountError::NoName)?,
            None => account.full_name,
        };
        let address = match profile.address.map(str::trim) {
            Some("") => String::new(),
            Some(text) => mail_address(text).ok_or(AccountError::MailAddress)?,
            None => account.address,
        };
        let language = profile.language.map_or(account.language, database::text);
        let mut change = self.0.database.begin().await?;
        let statement = "UPDATE accounts SET full_name = $1, address = $2, language = $3, changed = $4 WHERE id = $5 AND removed = 0";
        sqlx::query(statement)
            .bind(full_name)
            .bind(address)
            .bind(language)
            .bind(change.revision)
            .bind(id.to_string())
            .execute(change.connection())
            .await?;
        let event = AuditEvent::done(Action::Profile, &id);
        self.0.commit_noting(change, origin, event).await
    }

    /// Looks at a password and returns what is stored of it.
    pub(super) async fn judged(self, text: &str, name: &str) -> Result<String, AccountError> {
        password::judge(text, &[name, &self.0.host, "concord"])?;
        Ok(self.0.passwords.hash(text).await?)
    }

    /// Asks, within a change, whether whoever makes it may give a role and take it away; whoever may
    /// run the program on this machine may do everything.
    pub(super) async fn allow(
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
    pub(super) async fn keeps_an_administrator(
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
