//! Links for one use: by which somebody chooses a password and comes in.
//!
//! Looking at one changes nothing, since scanners of mail open links before people do; only the form
//! behind it uses it. A new link takes the place of the old.

mod first;

use sqlx::Row;
use sqlx::any::AnyRow;

use crate::accounts::account::{Account, AccountId, reachable};
use crate::accounts::audit::{self, Action, AuditEvent};
use crate::accounts::browser::Browser;
use crate::accounts::database::DatabaseChange;
use crate::accounts::ended::{CredentialSelection, CredentialTable, end};
use crate::accounts::error::{AccountError, Actor, AuditOrigin};
use crate::accounts::identity::IdentitySelection;
use crate::accounts::letter::{Detail, LetterKind, Notice};
use crate::accounts::mailbox;
use crate::accounts::outbox::{self, NewLetter};
use crate::accounts::people::write_password;
use crate::accounts::secret::Secret;
use crate::accounts::service::Accounts;
use crate::accounts::ways::Entrance;

/// The life of a link, in seconds.
pub const HOLDS: i64 = 72 * 60 * 60;

/// The operations on links for one use.
#[derive(Clone, Copy)]
pub struct OneTimeLinks<'a>(pub(super) &'a Accounts);

/// The account that a link signs in to, and the way in.
pub(super) struct LinkSignIn {
    pub(super) id: AccountId,
    /// The name of the way in, for the log.
    pub(super) door: &'static str,
    /// Whether nobody comes in by a provider's word any more.
    pub(super) unlinks: bool,
}

impl Accounts {
    /// Returns what is done with links for one use.
    pub fn links(&self) -> OneTimeLinks<'_> {
        OneTimeLinks(self)
    }
}

impl OneTimeLinks<'_> {
    /// Makes a link by which the owner of an account chooses a password.
    ///
    /// # Errors
    ///
    /// If whoever asks may not give the account's role, or the database cannot be written.
    pub async fn invite(self, id: AccountId, origin: &AuditOrigin) -> Result<Secret, AccountError> {
        let mut change = self.0.database.begin().await?;
        let people = self.0.people();
        people.changeable(&mut change, id, origin).await?;
        outbox::forget_ways_in(&mut change, id).await?;
        let secret = renew(self.0, &mut change, id, "").await?;
        let event = AuditEvent::done(Action::Invite, &id);
        self.0.commit_noting(change, origin, event).await?;
        Ok(secret)
    }

    /// Has such a link mailed to its owner: to an address that is theirs by the word of whoever asks,
    /// or, where that is empty, to the one that the account has. Who follows it shows that it is theirs.
    /// The language is that of the mail, where the account names none.
    ///
    /// # Errors
    ///
    /// If whoever asks may not give the account's role, the text is no address, too much mail waits, or
    /// the database cannot be written.
    pub async fn invite_by_mail(
        self,
        id: AccountId,
        address: &str,
        language: &str,
        origin: &AuditOrigin,
    ) -> Result<(), AccountError> {
        let mut change = self.0.database.begin().await?;
        let people = self.0.people();
        people.changeable(&mut change, id, origin).await?;
        let address = match address.trim() {
            "" => mailbox::address_of(&mut change, id).await?,
            address => reachable(address),
        };
        let address = address.ok_or(AccountError::MailAddress)?;
        mailbox::invited(&mut change, id, &address, language).await?;
        outbox::forget_ways_in(&mut change, id).await?;
        let delete = sqlx::query("DELETE FROM invites WHERE account = $1").bind(id.to_string());
        delete.execute(change.connection()).await?;
        let wanted = NewLetter {
            kind: LetterKind::Invite,
            account: Some(id),
            address: &address,
            language,
            detail: Detail::default(),
        };
        if !outbox::put(&mut change, self.0.now(), &wanted).await? {
            return Err(AccountError::MailFull);
        }
        let event = AuditEvent::done(Action::Invite, &id).with("by mail");
        self.0.commit_noting(change, origin, event).await?;
        self.0.post.wanted.notify_one();
        Ok(())
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
        self.of_row(row).await
    }

    /// Returns the account whose id a link was found with.
    pub(super) async fn of_row(self, row: Option<AnyRow>) -> Result<Account, AccountError> {
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

    /// Uses up the link of an account, within a change: of two who use it at once, one does. Whoever
    /// has one that was mailed gets mail at the address it went to.
    pub(super) async fn take(
        self,
        change: &mut DatabaseChange<'_>,
        id: AccountId,
        link: &Secret,
    ) -> Result<(), AccountError> {
        let used = sqlx::query("DELETE FROM invites WHERE hash = $1 RETURNING mailed");
        let used = used.bind(link.hash().to_string());
        let row = used.fetch_optional(change.connection()).await?;
        let mailed: String = row.ok_or(AccountError::LinkOver)?.try_get(0)?;
        if !mailed.is_empty() {
            mailbox::confirmed(change, id, &mailed, "").await?;
        }
        Ok(())
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
        self.0.needs_passwords()?;
        let account = self.invited(link).await?;
        let hash = self
            .0
            .people()
            .judged(password, account.name.as_str())
            .await?;
        let mut change = self.0.database.begin().await?;
        self.take(&mut change, account.id, link).await?;
        let came = LinkSignIn {
            id: account.id,
            door: "link",
            unlinks,
        };
        self.come_in(change, &came, &hash, browser).await
    }

    /// Gives an account the password of a link that was used, and signs its owner in.
    pub(super) async fn come_in(
        self,
        mut change: DatabaseChange<'_>,
        came: &LinkSignIn,
        hash: &str,
        browser: &Browser,
    ) -> Result<Secret, AccountError> {
        let (now, id) = (self.0.now(), came.id);
        let had_one = self.0.people().held(&mut change, id).await?.has_password;
        write_password(&mut change, id, hash).await?;
        end(
            &mut change,
            now,
            CredentialTable::Sessions,
            id,
            CredentialSelection::All,
        )
        .await?;
        let mut origin = self.0.origin(browser);
        origin.actor = Actor::Account(id);
        if came.unlinks {
            let identities = self.0.identities();
            identities
                .cut(&mut change, id, IdentitySelection::All, None, &origin)
                .await?;
        }
        let event = AuditEvent::done(Action::Accept, &id);
        audit::record(change.connection(), now, &origin, event).await?;
        if had_one {
            self.0
                .notify(&mut change, id, Notice::Password, Detail::of(browser))
                .await?;
        }
        let secret = self
            .0
            .sessions()
            .complete_sign_in(&mut change, id, browser, Entrance::own(came.door))
            .await?;
        self.0.commit(change).await?;
        Ok(secret)
    }
}

/// Makes a link in the place of the one before, within a change: one that is shown, or was mailed.
pub(super) async fn renew(
    accounts: &Accounts,
    change: &mut DatabaseChange<'_>,
    id: AccountId,
    mailed: &str,
) -> Result<Secret, AccountError> {
    let (secret, now) = (Secret::new()?, accounts.now());
    let delete = sqlx::query("DELETE FROM invites WHERE account = $1 OR expires <= $2");
    delete
        .bind(id.to_string())
        .bind(now)
        .execute(change.connection())
        .await?;
    let insert =
        "INSERT INTO invites (account, hash, created, expires, mailed) VALUES ($1, $2, $3, $4, $5)";
    sqlx::query(insert)
        .bind(id.to_string())
        .bind(secret.hash().to_string())
        .bind(now)
        .bind(now + HOLDS)
        .bind(mailed.to_owned())
        .execute(change.connection())
        .await?;
    Ok(secret)
}
