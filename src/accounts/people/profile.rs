//! Changes the profile of an account.

use crate::accounts::account::{AccountId, line, mail_address};
use crate::accounts::audit::{Action, AuditEvent};
use crate::accounts::database;
use crate::accounts::error::{AccountError, AuditOrigin};
use crate::accounts::people::{People, Profile};

impl People<'_> {
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
}
