//! Who somebody is at another provider of identities, and what that lets them do here.
//!
//! An identity is an issuer and a subject, never an address or a name: those can become somebody
//! else's. Whether a provider really said what it is said to have said, is seen to before
//! ([`crate::web`]); here it is believed.

mod linking;
mod naming;
mod stored;
#[cfg(test)]
mod tests;

use sqlx::Row;

use crate::accounts::account::{Account, AccountId};
use crate::accounts::audit::{self, Action, AuditEvent};
use crate::accounts::browser::Browser;
use crate::accounts::claim::RoleClaims;
use crate::accounts::database::DatabaseChange;
use crate::accounts::ended::{CredentialSelection, CredentialTable, end};
use crate::accounts::error::{AccountError, Actor, AuditOrigin};
use crate::accounts::memory::Holder;
use crate::accounts::people::NewAccount;
use crate::accounts::secret::Secret;
use crate::accounts::service::Accounts;
use crate::accounts::ways::Entrance;
use crate::domain::Role;

/// Longest subject, in bytes: so OpenID Connect has it.
const LONGEST: usize = 255;
/// The most identities that an account has.
const MOST: usize = 10;

/// The statement of a provider about somebody.
#[derive(Clone, Debug)]
pub struct ProviderStatement<'s> {
    /// The provider.
    pub issuer: &'s str,
    /// Whom it means.
    pub subject: &'s str,
    /// The hash of the sign-in that this comes from, which counts once.
    pub state: &'s str,
    /// Their name in its own forms; empty: nothing.
    pub name: &'s str,
    /// Their full name; empty: nothing.
    pub full_name: &'s str,
    /// The role that its claims are mapped to.
    pub role: Option<Role>,
    /// The role of whoever no claim is mapped for and nobody invited; nothing: they are not let in.
    pub otherwise: Option<Role>,
    /// The time they proved to it who they are, in seconds since 1970; 0: it does not say.
    pub proven: i64,
}

/// An identity that is linked to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// Whom it means.
    pub subject: String,
    /// The name that it gave them last; empty: nothing yet.
    pub shown: String,
    /// The time it was linked, in seconds since 1970.
    pub created: i64,
    /// The time somebody came in by it last; 0: never.
    pub used: i64,
}

/// A selection of the identities of an account.
#[derive(Clone, Copy, Debug)]
pub enum IdentitySelection<'u> {
    /// The one of this issuer and subject.
    One(&'u str, &'u str),
    /// All.
    All,
}

/// The operations on identities.
#[derive(Clone, Copy)]
pub struct Identities<'a>(pub(super) &'a Accounts);

impl Accounts {
    /// Returns what is done with identities at other providers.
    pub fn identities(&self) -> Identities<'_> {
        Identities(self)
    }
}

impl ProviderStatement<'_> {
    fn claims(&self) -> RoleClaims {
        RoleClaims {
            role: self.role,
            otherwise: self.otherwise,
        }
    }

    fn entrance(&self) -> Entrance<'static> {
        Entrance {
            door: "provider",
            proven: Some(self.proven),
            is_federated: true,
        }
    }
}

impl Identities<'_> {
    /// Signs somebody in whom a provider knows: to the account that is linked to them, or, where its
    /// claims or the configuration let them in, to a new one. Their role is that of the claims. A
    /// session that the browser had before ends.
    ///
    /// # Errors
    ///
    /// If nothing lets them in, the account is shut, or this sign-in counted already.
    pub async fn sign_in(
        self,
        stated: &ProviderStatement<'_>,
        before: Option<&Holder>,
        browser: &Browser,
    ) -> Result<(Secret, Account), AccountError> {
        let mut change = self.0.database.begin().await?;
        self.count(&mut change, stated).await?;
        let id = match owner(&mut change, stated.issuer, stated.subject).await? {
            Some(id) => {
                self.0.apply(&mut change, id, stated.claims()).await?;
                id
            }
            None => match stated.claims().first_role() {
                Some(role) => self.make(&mut change, stated, role, browser).await?,
                None => return self.refuse(change, "", browser).await,
            },
        };
        self.touch(&mut change, stated).await?;
        if self.0.people().held(&mut change, id).await?.is_disabled {
            // What the claims took away is gone all the same.
            return self.refuse(change, &id.to_string(), browser).await;
        }
        let sessions = self.0.sessions();
        sessions.replace(&mut change, before).await?;
        let secret = sessions
            .complete_sign_in(&mut change, id, browser, stated.entrance())
            .await?;
        self.0.commit(change).await?;
        Ok((secret, self.0.people().find(id).await?))
    }

    /// Uses an invitation: whoever has the link and is known to a provider is linked to its account,
    /// and signed in.
    ///
    /// # Errors
    ///
    /// If the link does not hold, the identity is linked to another account, or this sign-in counted
    /// already.
    pub async fn accept(
        self,
        stated: &ProviderStatement<'_>,
        link: &Secret,
        browser: &Browser,
    ) -> Result<(Secret, Account), AccountError> {
        let account = self.0.links().invited(link).await?;
        let mut change = self.0.database.begin().await?;
        self.count(&mut change, stated).await?;
        self.0.links().take(&mut change, account.id, link).await?;
        let mut origin = self.0.origin(browser);
        origin.actor = Actor::Account(account.id);
        self.insert(
            &mut change,
            account.id,
            stated.issuer,
            stated.subject,
            &origin,
        )
        .await?;
        self.touch(&mut change, stated).await?;
        self.0
            .apply(&mut change, account.id, stated.claims())
            .await?;
        let now = self.0.now();
        end(
            &mut change,
            now,
            CredentialTable::Sessions,
            account.id,
            CredentialSelection::All,
        )
        .await?;
        let event = AuditEvent::done(Action::Accept, &account.id);
        audit::record(change.connection(), now, &origin, event).await?;
        // That the identity was linked is told already.
        let entrance = Entrance {
            door: "link by provider",
            ..stated.entrance()
        };
        let secret = self
            .0
            .sessions()
            .complete_sign_in(&mut change, account.id, browser, entrance)
            .await?;
        self.0.commit(change).await?;
        Ok((secret, account))
    }

    /// Links a subject of a provider to an account before its owner ever came from there.
    ///
    /// # Errors
    ///
    /// If whoever asks may not, the subject is none, or it is linked to another account.
    pub async fn bind(
        self,
        id: AccountId,
        (issuer, subject): (&str, &str),
        origin: &AuditOrigin,
    ) -> Result<(), AccountError> {
        let mut change = self.0.database.begin().await?;
        let people = self.0.people();
        people.changeable(&mut change, id, origin).await?;
        self.insert(&mut change, id, issuer, subject.trim(), origin)
            .await?;
        self.0.commit(change).await
    }

    /// Makes an account whose owner comes in by a provider's word, and has no password.
    ///
    /// # Errors
    ///
    /// If the name is none or taken, the subject is none or linked to another account, whoever asks may not
    /// give the role, or the database cannot be written.
    pub async fn create(
        self,
        wanted: &NewAccount<'_>,
        (issuer, subject): (&str, &str),
        origin: &AuditOrigin,
    ) -> Result<Account, AccountError> {
        let mut change = self.0.database.begin().await?;
        let people = self.0.people();
        people.allow(&mut change, origin, wanted.role).await?;
        let id = people.insert(&mut change, wanted, "", origin).await?;
        self.insert(&mut change, id, issuer, subject.trim(), origin)
            .await?;
        self.0.commit(change).await?;
        people.find(id).await
    }

    /// Refuses somebody, which the log has; what was changed stays changed.
    async fn refuse<T>(
        self,
        change: DatabaseChange<'_>,
        object: &str,
        browser: &Browser,
    ) -> Result<T, AccountError> {
        let event = AuditEvent::done(Action::SignIn, &object).refused("refused");
        let origin = self.0.origin(browser);
        self.0
            .commit_noting(change, &origin, event.with("provider"))
            .await?;
        Err(AccountError::NotLet)
    }
}

/// Returns the account that an identity is linked to.
async fn owner(
    change: &mut DatabaseChange<'_>,
    issuer: &str,
    subject: &str,
) -> Result<Option<AccountId>, AccountError> {
    let query = "SELECT account FROM identities WHERE issuer = $1 AND subject = $2";
    let query = sqlx::query(query)
        .bind(issuer.to_owned())
        .bind(subject.to_owned());
    let Some(row) = query.fetch_optional(change.connection()).await? else {
        return Ok(None);
    };
    let id: String = row.try_get(0)?;
    id.parse().map(Some).map_err(|_| AccountError::NoAccount)
}
