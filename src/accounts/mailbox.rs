//! [`Mailbox`]: where the owner of an account is reached by mail. Only its owner is told.
//!
//! An address counts once its owner has followed a link that went there; until then the one before
//! does. It gives a way to a new password, so that whoever changes it proves who they are first.

use std::collections::HashSet;

use sqlx::Row;

use crate::accounts::account::{Account, AccountId, reachable};
use crate::accounts::audit::{Action, AuditEvent};
use crate::accounts::browser::Browser;
use crate::accounts::database::DatabaseChange;
use crate::accounts::error::{AccountError, Actor, AuditOrigin};
use crate::accounts::letter::{Detail, LetterKind, Notice};
use crate::accounts::outbox::{self, NewLetter};
use crate::accounts::secret::Secret;
use crate::accounts::service::Accounts;

/// The mail addresses of an account's owner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailAddresses {
    /// The address that was confirmed; empty: none.
    pub address: String,
    /// The address that waits to be; empty: none.
    pub waiting: String,
}

/// The outcome of a typed address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressOutcome {
    /// A link goes there.
    Link,
    /// It is confirmed already.
    Same,
    /// There is none any more.
    Cleared,
}

/// The operations on the mail address of one account.
#[derive(Clone, Copy)]
pub struct Mailbox<'a> {
    accounts: &'a Accounts,
    account: AccountId,
}

impl Accounts {
    /// Returns where the owner of an account is reached.
    pub fn mailbox(&self, account: AccountId) -> Mailbox<'_> {
        Mailbox {
            accounts: self,
            account,
        }
    }

    /// Tells whether a text is an address that mail can go to.
    pub fn is_mail_address(text: &str) -> bool {
        reachable(text).is_some()
    }

    /// Returns the accounts that a link can be mailed to without naming an address.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn reached(&self) -> Result<HashSet<AccountId>, AccountError> {
        let query = "SELECT account FROM mail_addresses WHERE address <> '' OR waiting <> ''";
        let rows = sqlx::query(query).fetch_all(self.database.pool()).await?;
        let mut reached = HashSet::new();
        for row in rows {
            reached.extend(row.try_get::<String, _>(0)?.parse::<AccountId>().ok());
        }
        Ok(reached)
    }

    /// Returns whose address a link confirms, and which; nothing is changed.
    ///
    /// # Errors
    ///
    /// If the link does not hold, or the database cannot be read.
    pub async fn confirmation(&self, link: &Secret) -> Result<(Account, String), AccountError> {
        let query = "SELECT l.account, l.address FROM mail_links l JOIN mail_addresses m ON m.account = l.account WHERE l.hash = $1 AND l.purpose = 'confirm' AND l.expires > $2 AND m.waiting = l.address";
        let query = sqlx::query(query)
            .bind(link.hash().to_string())
            .bind(self.now());
        let row = query.fetch_optional(self.database.pool()).await?;
        let row = row.ok_or(AccountError::LinkOver)?;
        let id: String = row.try_get(0)?;
        let id = id.parse().map_err(|_| AccountError::LinkOver)?;
        match self.people().find(id).await {
            Ok(account) if !account.is_disabled => Ok((account, row.try_get(1)?)),
            Ok(_) | Err(AccountError::NoAccount) => Err(AccountError::LinkOver),
            Err(error) => Err(error),
        }
    }

    /// Uses a link that confirms an address. Who got mail there before is told.
    ///
    /// # Errors
    ///
    /// If the link does not hold, or the database cannot be written.
    pub async fn confirm(&self, link: &Secret, browser: &Browser) -> Result<(), AccountError> {
        let (account, address) = self.confirmation(link).await?;
        let mut change = self.database.begin().await?;
        let used = "DELETE FROM mail_links WHERE hash = $1 AND address = (SELECT waiting FROM mail_addresses WHERE account = $2)";
        let used = sqlx::query(used)
            .bind(link.hash().to_string())
            .bind(account.id.to_string());
        if used.execute(change.connection()).await?.rows_affected() != 1 {
            return Err(AccountError::LinkOver);
        }
        let detail = Detail::of(browser);
        self.notify(&mut change, account.id, Notice::Address, detail)
            .await?;
        confirmed(&mut change, account.id, &address, "").await?;
        let mut origin = self.origin(browser);
        origin.actor = Actor::Account(account.id);
        let event = AuditEvent::done(Action::Address, &account.id).with("confirmed");
        self.commit_noting(change, &origin, event).await
    }
}

impl Mailbox<'_> {
    /// Returns where its owner is reached.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn find(self) -> Result<MailAddresses, AccountError> {
        let query = "SELECT address, waiting FROM mail_addresses WHERE account = $1";
        let query = sqlx::query(query).bind(self.account.to_string());
        let row = query.fetch_optional(self.accounts.database.pool()).await?;
        let Some(row) = row else {
            return Ok(MailAddresses::default());
        };
        Ok(MailAddresses {
            address: row.try_get(0)?,
            waiting: row.try_get(1)?,
        })
    }

    /// Takes an address down, to which a link goes that confirms it; an empty one erases what there
    /// is. The language is that of the mail, where the account names none.
    ///
    /// # Errors
    ///
    /// If the text is no address, too many were asked for, or the database cannot be written.
    pub async fn set(
        self,
        address: &str,
        language: &str,
        browser: &Browser,
        origin: &AuditOrigin,
    ) -> Result<AddressOutcome, AccountError> {
        if address.trim().is_empty() {
            self.clear(browser, origin).await?;
            return Ok(AddressOutcome::Cleared);
        }
        let address = reachable(address).ok_or(AccountError::MailAddress)?;
        if self.find().await?.address == address {
            // Another that waited is not wanted any more.
            let mut change = self.accounts.database.begin().await?;
            waits(&mut change, self.account, "", language).await?;
            self.accounts.commit(change).await?;
            return Ok(AddressOutcome::Same);
        }
        let (accounts, now) = (self.accounts, self.accounts.now());
        let limits = [
            (format!("to {}", address.to_lowercase()), browser.network),
            (self.account.to_string(), None),
        ];
        for (name, network) in limits {
            let allowed = accounts.asks.guess(&name, network, now);
            allowed.map_err(AccountError::Wait)?;
        }
        let mut change = accounts.database.begin().await?;
        waits(&mut change, self.account, &address, language).await?;
        let wanted = NewLetter {
            kind: LetterKind::Confirm,
            account: Some(self.account),
            address: &address,
            language,
            detail: Detail::default(),
        };
        if !outbox::put(&mut change, now, &wanted).await? {
            return Err(AccountError::MailFull);
        }
        let event = AuditEvent::done(Action::Address, &self.account).with("asked to confirm");
        accounts.commit_noting(change, origin, event).await?;
        accounts.post.wanted.notify_one();
        Ok(AddressOutcome::Link)
    }

    async fn clear(self, browser: &Browser, origin: &AuditOrigin) -> Result<(), AccountError> {
        let mut change = self.accounts.database.begin().await?;
        let accounts = self.accounts;
        let detail = Detail::of(browser);
        accounts
            .notify(&mut change, self.account, Notice::Address, detail)
            .await?;
        // The letter that tells of it goes out yet.
        for statement in [
            "DELETE FROM mail_addresses WHERE account = $1",
            "DELETE FROM mail_links WHERE account = $1",
            "DELETE FROM letters WHERE account = $1 AND kind <> 'address'",
        ] {
            let statement = sqlx::query(statement).bind(self.account.to_string());
            statement.execute(change.connection()).await?;
        }
        let event = AuditEvent::done(Action::Address, &self.account).with("removed");
        accounts.commit_noting(change, origin, event).await?;
        accounts.post.wanted.notify_one();
        Ok(())
    }
}

/// Takes an address down that waits to be confirmed, within a change.
pub(super) async fn waits(
    change: &mut DatabaseChange<'_>,
    account: AccountId,
    address: &str,
    language: &str,
) -> Result<(), sqlx::Error> {
    let insert = "INSERT INTO mail_addresses (account, address, folded, waiting, language) VALUES ($1, '', '', $2, $3) ON CONFLICT (account) DO UPDATE SET waiting = excluded.waiting, language = excluded.language";
    let insert = sqlx::query(insert)
        .bind(account.to_string())
        .bind(address.to_owned())
        .bind(language.to_owned());
    insert.execute(change.connection()).await.map(|_| ())
}

/// Takes down where an invitation goes, within a change. An address that was confirmed stays.
pub(super) async fn invited(
    change: &mut DatabaseChange<'_>,
    account: AccountId,
    address: &str,
    language: &str,
) -> Result<(), sqlx::Error> {
    let query =
        sqlx::query("SELECT account FROM mail_addresses WHERE account = $1 AND address = $2");
    let query = query.bind(account.to_string()).bind(address.to_owned());
    match query.fetch_optional(change.connection()).await? {
        Some(_) => Ok(()),
        None => waits(change, account, address, language).await,
    }
}

/// Returns where an invitation goes that names no address: where the account is reached, or was invited.
pub(super) async fn address_of(
    change: &mut DatabaseChange<'_>,
    account: AccountId,
) -> Result<Option<String>, AccountError> {
    let query = "SELECT address, waiting FROM mail_addresses WHERE account = $1";
    let query = sqlx::query(query).bind(account.to_string());
    let Some(row) = query.fetch_optional(change.connection()).await? else {
        return Ok(None);
    };
    let (address, waiting): (String, String) = (row.try_get(0)?, row.try_get(1)?);
    let address = if address.is_empty() { waiting } else { address };
    Ok((!address.is_empty()).then_some(address))
}

/// Takes an address for confirmed, within a change; an empty language leaves what there is.
pub(super) async fn confirmed(
    change: &mut DatabaseChange<'_>,
    account: AccountId,
    address: &str,
    language: &str,
) -> Result<(), sqlx::Error> {
    let insert = "INSERT INTO mail_addresses (account, address, folded, waiting, language) VALUES ($1, $2, $3, '', $4) ON CONFLICT (account) DO UPDATE SET address = excluded.address, folded = excluded.folded, waiting = ''";
    sqlx::query(insert)
        .bind(account.to_string())
        .bind(address.to_owned())
        .bind(address.to_lowercase())
        .bind(language.to_owned())
        .execute(change.connection())
        .await?;
    // Links that went to another address lead nowhere any more.
    let delete = "DELETE FROM mail_links WHERE account = $1 AND purpose = 'confirm'";
    let delete = sqlx::query(delete).bind(account.to_string());
    delete.execute(change.connection()).await.map(|_| ())
}
