//! Links for one use: by which somebody chooses a password and comes in.
//!
//! Looking at one changes nothing, since scanners of mail open links before people do; only the form
//! behind it uses it. A new link takes the place of the old.

use sqlx::Row;

use crate::accounts::account::{Account, AccountId};
use crate::accounts::audit::{self, Action, Event};
use crate::accounts::browser::Browser;
use crate::accounts::database::Change;
use crate::accounts::ended::{Ended, Which, end};
use crate::accounts::error::{AccountError, Actor, Origin};
use crate::accounts::identity::Unlinked;
use crate::accounts::people::{NewAccount, write_password};
use crate::accounts::secret::Secret;
use crate::accounts::service::Accounts;
use crate::accounts::ways::Entrance;
use crate::domain::Role;

/// How long a link holds, in seconds.
pub const HOLDS: i64 = 72 * 60 * 60;

/// What is done with links for one use.
#[derive(Clone, Copy)]
pub struct Links<'a>(pub(super) &'a Accounts);

impl Accounts {
    /// Returns what is done with links for one use.
    pub fn links(&self) -> Links<'_> {
        Links(self)
    }
}

impl Links<'_> {
    /// Makes a link by which the owner of an account chooses a password.
    ///
    /// # Errors
    ///
    /// If whoever asks may not give the account's role, or the database cannot be written.
    pub async fn invite(self, id: AccountId, origin: &Origin) -> Result<Secret, AccountError> {
        let (secret, now) = (Secret::new()?, self.0.now());
        let mut change = self.0.database.begin().await?;
        let people = self.0.people();
        let account = people.held(&mut change, id).await?;
        people.allow(&mut change, origin, account.role).await?;
        let delete = sqlx::query("DELETE FROM invites WHERE account = $1 OR expires <= $2");
        delete
            .bind(id.to_string())
            .bind(now)
            .execute(change.connection())
            .await?;
        let insert =
            "INSERT INTO invites (account, hash, created, expires) VALUES ($1, $2, $3, $4)";
        sqlx::query(insert)
            .bind(id.to_string())
            .bind(secret.hash().to_string())
            .bind(now)
            .bind(now + HOLDS)
            .execute(change.connection())
            .await?;
        let event = Event::done(Action::Invite, &id);
        self.0.commit_noting(change, origin, event).await?;
        Ok(secret)
    }

    /// Returns whom a link is for; nothing is changed.
    ///
    /// # Errors
    ///
    /// If the link does not hold, or the database cannot be read.
    pub async fn invited(self, link: &Secret) -> Result<Account, AccountError> {
        let query = "SELECT account FROM invites WHERE hash = $1 AND expires > $2";
        let query = sqlx::query(query)
            .bind(link.hash().to_string())
            .bind(self.0.now());
        let row = query.fetch_optional(self.0.database.pool()).await?;
        let row = row.ok_or(AccountError::LinkOver)?;
        let id = row
            .try_get::<String, _>(0)?
            .parse()
            .map_err(|_| AccountError::LinkOver)?;
        match self.0.people().find(id).await {
            Ok(account) if !account.is_disabled => Ok(account),
            Ok(_) | Err(AccountError::NoAccount) => Err(AccountError::LinkOver),
            Err(error) => Err(error),
        }
    }

    /// Uses up a link, within a change: of two who use it at once, one does.
    pub(super) async fn take(
        self,
        change: &mut Change<'_>,
        link: &Secret,
    ) -> Result<(), AccountError> {
        let used = sqlx::query("DELETE FROM invites WHERE hash = $1").bind(link.hash().to_string());
        match used.execute(change.connection()).await?.rows_affected() {
            1 => Ok(()),
            _ => Err(AccountError::LinkOver),
        }
    }

    /// Uses a link: its account gets the password, all its other sessions end, and whoever has the
    /// link is signed in. Where it is said so, who else could sign in by another provider's word
    /// cannot any more.
    ///
    /// # Errors
    ///
    /// If the link does not hold, the password is not taken, or the database cannot be written; the
    /// link holds on then.
    pub async fn accept(
        self,
        link: &Secret,
        password: &str,
        unlinks: bool,
        browser: &Browser,
    ) -> Result<Secret, AccountError> {
        if !self.0.ways.passwords {
            return Err(AccountError::PasswordsOff);
        }
        let account = self.invited(link).await?;
        let hash = self
            .0
            .people()
            .judged(password, account.name.as_str())
            .await?;
        let mut change = self.0.database.begin().await?;
        self.take(&mut change, link).await?;
        write_password(&mut change, account.id, &hash).await?;
        end(
            &mut change,
            self.0.now(),
            Ended::Sessions,
            account.id,
            Which::All,
        )
        .await?;
        let mut origin = self.0.origin(browser);
        origin.actor = Actor::Account(account.id);
        if unlinks {
            let identities = self.0.identities();
            identities
                .cut(&mut change, account.id, Unlinked::All, None, &origin)
                .await?;
        }
        let event = Event::done(Action::Accept, &account.id);
        audit::record(change.connection(), self.0.now(), &origin, event).await?;
        let secret = self
            .0
            .sessions()
            .complete_sign_in(&mut change, account.id, browser, Entrance::own("link"))
            .await?;
        self.0.commit(change).await?;
        Ok(secret)
    }

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
