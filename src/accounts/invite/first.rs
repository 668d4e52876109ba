//! The link of the first administrator.

use sqlx::Row;

use crate::accounts::browser::Browser;
use crate::accounts::error::AccountError;
use crate::accounts::invite::OneTimeLinks;
use crate::accounts::people::NewAccount;
use crate::accounts::secret::Secret;
use crate::accounts::ways::Entrance;
use crate::domain::Role;

impl OneTimeLinks<'_> {
    /// Returns the link by which the first administrator comes in, if there is no account yet. It
    /// holds until somebody comes in or the server ends.
    ///
    /// # Errors
    ///
    /// If this machine gives no random numbers.
    pub fn first(self) -> Result<Option<Secret>, AccountError> {
        if !self.0.is_empty() {
            return Ok(None);
        }
        let secret = Secret::new()?;
        let mut first = self
            .0
            .first
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        *first = Some(secret.hash());
        Ok(Some(secret))
    }

    /// Tells whether this is the link by which the first administrator comes in.
    pub fn is_first(self, link: &Secret) -> bool {
        let first = self
            .0
            .first
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        self.0.is_empty() && *first == Some(link.hash())
    }

    /// Makes the first administrator, who is signed in.
    ///
    /// # Errors
    ///
    /// If the link does not hold, the name is none, the password is not taken, or the database
    /// cannot be written.
    pub async fn accept_first(
        self,
        link: &Secret,
        name: &str,
        password: &str,
        browser: &Browser,
    ) -> Result<Secret, AccountError> {
        if !self.is_first(link) {
            return Err(AccountError::LinkOver);
        }
        let wanted = NewAccount {
            name,
            full_name: "",
            role: Role::Administrator,
            password: None,
        };
        crate::accounts::name::AccountName::parse(name)?;
        let hash = self.0.people().judged(password, name).await?;
        let mut change = self.0.database.begin().await?;
        let count = "SELECT COUNT(*) FROM accounts WHERE removed = 0";
        let row = sqlx::query(count).fetch_one(change.connection()).await?;
        if row.try_get::<i64, _>(0)? > 0 {
            return Err(AccountError::LinkOver);
        }
        let id = self
            .0
            .people()
            .insert(&mut change, &wanted, &hash, &self.0.origin(browser))
            .await?;
        let secret = self
            .0
            .sessions()
            .complete_sign_in(&mut change, id, browser, Entrance::own("first link"))
            .await?;
        self.0.commit(change).await?;
        Ok(secret)
    }
}
