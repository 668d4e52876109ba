//! Finds accounts, alone or in a list.

use sqlx::Row;

use crate::accounts::account::{Account, AccountId};
use crate::accounts::database::{self, DatabaseChange};
use crate::accounts::error::AccountError;
use crate::accounts::name::AccountName;
use crate::accounts::people::People;

impl People<'_> {
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
    pub(in crate::accounts) async fn held(
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

    /// Returns an account that may be signed in to by a password, and what is stored of that.
    pub(in crate::accounts) async fn password_of(
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
}
