//! Links an identity to an account, and ends the link.

use crate::accounts::account::AccountId;
use crate::accounts::error::{AccountError, Actor, AuditOrigin};
use crate::accounts::identity::{Identities, IdentitySelection, ProviderStatement};
use crate::accounts::memory::Holder;

impl Identities<'_> {
    /// Links somebody whom a provider knows to the account of whoever is signed in.
    ///
    /// # Errors
    ///
    /// If they are linked to another account, the session has ended, or this sign-in counted already.
    pub async fn link(
        self,
        stated: &ProviderStatement<'_>,
        holder: &Holder,
        origin: &AuditOrigin,
    ) -> Result<(), AccountError> {
        let id = holder.account.id;
        let mut change = self.0.database.begin().await?;
        self.count(&mut change, stated).await?;
        let open = "SELECT id FROM sessions WHERE hash = $1 AND account = $2 AND ended = 0";
        let open = sqlx::query(open)
            .bind(holder.hash.to_string())
            .bind(id.to_string());
        if open.fetch_optional(change.connection()).await?.is_none() {
            return Err(AccountError::NotFresh);
        }
        self.insert(&mut change, id, stated.issuer, stated.subject, origin)
            .await?;
        self.touch(&mut change, stated).await?;
        self.0.commit(change).await
    }

    /// Ends links of an account, and the sessions that began by a provider's word, but for one.
    ///
    /// # Errors
    ///
    /// If there is no such link, whoever asks may not, or no administrator could sign in any more.
    pub async fn unlink(
        self,
        id: AccountId,
        which: IdentitySelection<'_>,
        kept: Option<&Holder>,
        origin: &AuditOrigin,
    ) -> Result<u64, AccountError> {
        let mut change = self.0.database.begin().await?;
        let people = self.0.people();
        let account = people.held(&mut change, id).await?;
        if origin.actor != Actor::Account(id) {
            people.allow(&mut change, origin, account.role).await?;
        }
        let ended = self.cut(&mut change, id, which, kept, origin).await?;
        if ended == 0 && matches!(which, IdentitySelection::One(..)) {
            return Err(AccountError::NotThere);
        }
        if !account.is_disabled {
            people
                .keeps_an_administrator(&mut change, account.role)
                .await?;
        }
        self.0.commit(change).await?;
        Ok(ended)
    }
}
