//! Sessions: who is signed in, in which browser.

mod ending;

use sqlx::Row;

use crate::accounts::account::{Account, AccountId};
use crate::accounts::audit::{self, Action, AuditEvent};
use crate::accounts::browser::Browser;
use crate::accounts::database::DatabaseChange;
use crate::accounts::error::AccountError;
use crate::accounts::letter::{Detail, Notice};
use crate::accounts::lifetime::Lifetime;
use crate::accounts::memory::Holder;
use crate::accounts::secret::{Secret, SecretHash, random};
use crate::accounts::service::{Accounts, FRESH};
use crate::accounts::ways::Entrance;
use crate::domain::hex::hex;

/// The most sessions that an account has; the oldest ends when there is one more.
const MOST: i64 = 50;
/// The doors that a link opens.
const BY_LINK: [&str; 4] = ["link", "reset", "first link", "link by provider"];

/// A session, as its owner and administrators see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountSession {
    /// Its id in forms.
    pub id: String,
    /// The time it began, in seconds since 1970.
    pub created: i64,
    /// The time it was used last, to the minute.
    pub used: i64,
    /// The network it began in.
    pub network: String,
    /// The browser it began in, in its own words.
    pub agent: String,
    /// The stored hash of its secret.
    pub hash: Option<SecretHash>,
}

/// The operations on sessions.
#[derive(Clone, Copy)]
pub struct Sessions<'a>(pub(super) &'a Accounts);

impl Accounts {
    /// Returns what is done with sessions.
    pub fn sessions(&self) -> Sessions<'_> {
        Sessions(self)
    }
}

impl Sessions<'_> {
    /// Signs somebody in by a password.
    ///
    /// # Errors
    ///
    /// One and the same, after the same time, for a wrong password, an unknown name and an account
    /// that is shut; and how long to wait after too many tries.
    pub async fn sign_in(
        self,
        name: &str,
        password: &str,
        browser: &Browser,
    ) -> Result<(Secret, Account), AccountError> {
        self.0.needs_passwords()?;
        self.0.guess(name, browser.network).await?;
        let (account, stored) = self.0.people().password_of(name).await?.unzip();
        // Longer than any password is wrong without working it out.
        let shown = match password.chars().count() <= crate::accounts::password::MOST {
            true => password,
            false => "",
        };
        let right = self.0.passwords.is_right(shown, stored.as_deref()).await?;
        let account = account.filter(|account| right && !account.is_disabled);
        let Some(account) = account else {
            let event = AuditEvent::done(Action::SignIn, &"").refused("refused");
            let origin = self.0.origin(browser);
            self.0
                .log()
                .note(&origin, event.with(shortened(name)))
                .await?;
            return Err(AccountError::Wrong);
        };
        let stored = stored.unwrap_or_default();
        let anew = match self.0.passwords.is_current(&stored) {
            true => None,
            false => Some(self.0.passwords.hash(shown).await?),
        };
        let mut change = self.0.database.begin().await?;
        self.0
            .guessed_right(&mut change, name, browser.network)
            .await?;
        let secret = self
            .complete_sign_in(&mut change, account.id, browser, Entrance::own("password"))
            .await?;
        if let Some(anew) = anew {
            replace_hash(&mut change, account.id, &stored, anew).await?;
        }
        self.0.commit(change).await?;
        Ok((secret, account))
    }

    /// Makes a session for an account: the end of every way in, whether by password, by link or by
    /// another provider's word. It looks once more, within the change, whether the account is open.
    pub(super) async fn complete_sign_in(
        self,
        change: &mut DatabaseChange<'_>,
        account: AccountId,
        browser: &Browser,
        entrance: Entrance<'_>,
    ) -> Result<Secret, AccountError> {
        let (now, revision) = (self.0.now(), change.revision);
        let open = "UPDATE accounts SET used = $1, changed = $2 WHERE id = $3 AND disabled = 0 AND removed = 0";
        let open = sqlx::query(open)
            .bind(now)
            .bind(revision)
            .bind(account.to_string());
        if open.execute(change.connection()).await?.rows_affected() != 1 {
            return Err(AccountError::Wrong);
        }
        let oldest = "UPDATE sessions SET ended = $1, changed = $2 WHERE account = $3 AND ended = 0 AND id NOT IN (SELECT id FROM sessions WHERE account = $3 AND ended = 0 ORDER BY created DESC, id LIMIT $4)";
        sqlx::query(oldest)
            .bind(now)
            .bind(revision)
            .bind(account.to_string())
            .bind(MOST - 1)
            .execute(change.connection())
            .await?;
        self.notify_of_unfamiliar_sign_in(change, account, browser, entrance.door)
            .await?;
        let secret = Secret::new()?;
        let insert = "INSERT INTO sessions (id, hash, account, created, proven, used, ended, network, agent, changed, federated) VALUES ($1, $2, $3, $4, $8, $4, 0, $5, $6, $7, $9)";
        let from = Detail::of(browser);
        sqlx::query(insert)
            .bind(hex(&random::<8>()?))
            .bind(secret.hash().to_string())
            .bind(account.to_string())
            .bind(now)
            .bind(from.network)
            .bind(from.agent)
            .bind(revision)
            .bind(entrance.proven.map_or(now, |proven| proven.min(now)))
            .bind(i64::from(entrance.is_federated))
            .execute(change.connection())
            .await?;
        let mut origin = self.0.origin(browser);
        origin.actor = crate::accounts::error::Actor::Account(account);
        let event = AuditEvent::done(Action::SignIn, &account).with(entrance.door);
        audit::record(change.connection(), now, &origin, event).await?;
        Ok(secret)
    }

    /// Tells the owner of an account where somebody signs in from where nobody was signed in to it in the
    /// last month: another network, or another browser. Whoever follows a link is told of that instead.
    async fn notify_of_unfamiliar_sign_in(
        self,
        change: &mut DatabaseChange<'_>,
        account: AccountId,
        browser: &Browser,
        door: &str,
    ) -> Result<(), AccountError> {
        if !self.0.sends_mail() || BY_LINK.contains(&door) {
            return Ok(());
        }
        let from = Detail::of(browser);
        let known =
            "SELECT id FROM sessions WHERE account = $1 AND network = $2 AND agent = $3 LIMIT 1";
        let known = sqlx::query(known)
            .bind(account.to_string())
            .bind(from.network.clone())
            .bind(from.agent.clone());
        if known.fetch_optional(change.connection()).await?.is_some() {
            return Ok(());
        }
        self.0.notify(change, account, Notice::SignIn, from).await
    }

    /// Has somebody who is signed in prove once more who they are; their session gets a new secret.
    ///
    /// # Errors
    ///
    /// As [`Sessions::sign_in`].
    pub async fn prove(
        self,
        holder: &Holder,
        password: &str,
        browser: &Browser,
    ) -> Result<Secret, AccountError> {
        let name = holder.account.name.as_str();
        let (secret, account) = self.sign_in(name, password, browser).await?;
        if account.id != holder.account.id {
            return Err(AccountError::Wrong);
        }
        let mut change = self.0.database.begin().await?;
        self.end_hash(&mut change, holder.hash).await?;
        self.0.commit(change).await?;
        Ok(secret)
    }

    /// Tells whether somebody proved lately enough who they are to change how they sign in.
    pub fn is_fresh(self, holder: &Holder) -> bool {
        holder.scope.is_none() && self.0.now() - holder.proven < FRESH
    }

    /// Ends the session that a new one takes the place of in the same browser.
    pub(super) async fn replace(
        self,
        change: &mut DatabaseChange<'_>,
        before: Option<&Holder>,
    ) -> Result<(), AccountError> {
        match before {
            Some(holder) => self.end_hash(change, holder.hash).await,
            None => Ok(()),
        }
    }

    /// Returns the sessions of an account that have not ended, the newest first.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn of(self, account: AccountId) -> Result<Vec<AccountSession>, AccountError> {
        let query = "SELECT id, created, used, network, agent, hash FROM sessions WHERE account = $1 AND ended = 0 AND created > $2 AND used > $3 AND (federated = 0 OR created > $4) ORDER BY created DESC, id";
        let now = self.0.now();
        let rows = sqlx::query(query)
            .bind(account.to_string())
            .bind(now - self.0.lifetime.longest)
            .bind(now - self.0.lifetime.idle)
            .bind(now - Lifetime::FEDERATED)
            .fetch_all(self.0.database.pool())
            .await?;
        let read = |row: &sqlx::any::AnyRow| -> Result<AccountSession, sqlx::Error> {
            Ok(AccountSession {
                id: row.try_get("id")?,
                created: row.try_get("created")?,
                used: row.try_get("used")?,
                network: row.try_get("network")?,
                agent: row.try_get("agent")?,
                hash: SecretHash::from_hex(row.try_get("hash")?),
            })
        };
        rows.iter()
            .map(|row| read(row).map_err(Into::into))
            .collect()
    }
}

/// Stores another hash of the same password, within a change, unless there is another password
/// meanwhile.
async fn replace_hash(
    change: &mut DatabaseChange<'_>,
    id: AccountId,
    stored: &str,
    anew: String,
) -> Result<(), sqlx::Error> {
    let replace = "UPDATE accounts SET password = $1 WHERE id = $2 AND password = $3";
    let replace = sqlx::query(replace).bind(anew).bind(id.to_string());
    let replace = replace.bind(stored.to_owned());
    replace.execute(change.connection()).await.map(|_| ())
}

/// Returns what somebody typed as a name, short enough for the log. It may be a password in the wrong
/// field, so only what could be a name is written.
fn shortened(name: &str) -> String {
    match crate::accounts::name::AccountName::parse(name) {
        Ok(name) => name.to_string(),
        Err(_) => "not a name".to_owned(),
    }
}
