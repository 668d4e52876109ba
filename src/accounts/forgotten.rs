//! A forgotten password: whoever types an address is mailed a link, if an account has it.
//!
//! Asking does the same whether the address is known or not: one letter is put down for it, and only
//! when that goes out it is looked up whose it is. So nobody learns, by what is answered or how soon,
//! who has an account. The link goes to the address that the account has, never to what was typed.

use sqlx::Row;

use crate::accounts::account::{Account, AccountId, reachable};
use crate::accounts::audit::{self, Action, AuditEvent};
use crate::accounts::browser::Browser;
use crate::accounts::database::DatabaseChange;
use crate::accounts::error::{AccountError, Actor, AuditOrigin};
use crate::accounts::invite::{LinkSignIn, OneTimeLinks};
use crate::accounts::letter::{Detail, LetterKind};
use crate::accounts::outbox::{self, NewLetter};
use crate::accounts::secret::Secret;
use crate::accounts::service::Accounts;

/// The life of a link that was mailed because a password was forgotten, in seconds.
pub(super) const HOLDS: i64 = 60 * 60;
/// The most such links that an account has at once, so that nobody fills a mailbox that is not theirs.
const LINKS: i64 = 3;
/// Of how many accounts that share an address each gets a link.
const SHARED: i64 = 5;
/// The number that is looked up at once.
const AT_ONCE: i64 = 50;

impl Accounts {
    /// Tells whether whoever forgot a password can be mailed a link: mail is sent, and there are
    /// passwords.
    pub fn mails_passwords(&self) -> bool {
        self.sends_mail() && self.ways.passwords
    }

    /// Takes down that somebody forgot the password of the account with an address. It is answered
    /// alike whether there is one.
    ///
    /// # Errors
    ///
    /// If there are no passwords, the text is no address, too many were asked for, or the database
    /// cannot be written.
    pub async fn forgot(
        &self,
        address: &str,
        language: &str,
        browser: &Browser,
    ) -> Result<(), AccountError> {
        self.needs_passwords()?;
        let address = reachable(address).ok_or(AccountError::MailAddress)?;
        let (folded, now) = (address.to_lowercase(), self.now());
        let allowed = self.asks.guess(&folded, browser.network, now);
        allowed.map_err(AccountError::Wait)?;
        let mut change = self.database.begin().await?;
        let wanted = NewLetter {
            kind: LetterKind::Forgotten,
            account: None,
            address: &folded,
            language,
            detail: Detail {
                when: now,
                ..Detail::of(browser)
            },
        };
        if !outbox::put(&mut change, now, &wanted).await? {
            return Err(AccountError::MailFull);
        }
        self.commit(change).await?;
        self.post.wanted.notify_one();
        Ok(())
    }

    /// Looks up whose the addresses are that were typed: those of nobody are forgotten, for the others
    /// a letter with a link is put down.
    ///
    /// # Errors
    ///
    /// If the database cannot be read or written.
    pub async fn look_up_forgotten(&self) -> Result<(), AccountError> {
        let query = "SELECT id, address, language, detail, created FROM letters WHERE kind = 'forgotten' ORDER BY due, id LIMIT $1";
        loop {
            let query = sqlx::query(query).bind(AT_ONCE);
            let rows = query.fetch_all(self.database.pool()).await?;
            if rows.is_empty() {
                return Ok(());
            }
            let mut change = self.database.begin().await?;
            for row in &rows {
                let delete = sqlx::query("DELETE FROM letters WHERE id = $1");
                let delete = delete.bind(row.try_get::<String, _>("id")?);
                let deleted = delete.execute(change.connection()).await?;
                // Another server may have been faster.
                if deleted.rows_affected() == 1 {
                    self.look_up(&mut change, row).await?;
                }
            }
            self.commit(change).await?;
        }
    }

    async fn look_up(
        &self,
        change: &mut DatabaseChange<'_>,
        request: &sqlx::any::AnyRow,
    ) -> Result<(), AccountError> {
        let (now, created): (i64, i64) = (self.now(), request.try_get("created")?);
        if created + HOLDS <= now || !self.ways.passwords {
            return Ok(());
        }
        let query = "SELECT m.account, m.address, m.language FROM mail_addresses m JOIN accounts a ON a.id = m.account WHERE m.folded = $1 AND m.folded <> '' AND a.disabled = 0 AND a.removed = 0 AND a.password <> '' AND (SELECT COUNT(*) FROM mail_links l WHERE l.account = a.id AND l.purpose = 'reset' AND l.expires > $2) + (SELECT COUNT(*) FROM letters w WHERE w.account = a.id AND w.kind = 'reset') < $3 ORDER BY m.account LIMIT $4";
        let rows = sqlx::query(query)
            .bind(request.try_get::<String, _>("address")?)
            .bind(now)
            .bind(LINKS)
            .bind(SHARED)
            .fetch_all(change.connection())
            .await?;
        let detail: String = request.try_get("detail")?;
        let detail: Detail = serde_json::from_str(&detail).unwrap_or_default();
        for row in rows {
            let Ok(id) = row.try_get::<String, _>(0)?.parse::<AccountId>() else {
                continue;
            };
            let (address, own): (String, String) = (row.try_get(1)?, row.try_get(2)?);
            let request_language: String = request.try_get("language")?;
            let wanted = NewLetter {
                kind: LetterKind::Reset,
                account: Some(id),
                address: &address,
                language: if own.is_empty() {
                    &request_language
                } else {
                    &own
                },
                detail: detail.clone(),
            };
            outbox::put(change, now, &wanted).await?;
            let origin = AuditOrigin {
                actor: Actor::Nobody,
                network: detail.network.clone(),
            };
            let event = AuditEvent::done(Action::Reset, &id);
            audit::record(change.connection(), now, &origin, event).await?;
        }
        Ok(())
    }
}

impl OneTimeLinks<'_> {
    /// Returns whose password a mailed link changes; nothing is changed.
    ///
    /// # Errors
    ///
    /// If the link does not hold, or the database cannot be read.
    pub async fn forgotten(self, link: &Secret) -> Result<Account, AccountError> {
        let query =
            "SELECT account FROM mail_links WHERE hash = $1 AND purpose = 'reset' AND expires > $2";
        let query = sqlx::query(query)
            .bind(link.hash().to_string())
            .bind(self.0.now());
        let row = query.fetch_optional(self.0.database.pool()).await?;
        self.of_row(row).await
    }

    /// Uses such a link: its account gets the password, all its other sessions end, and whoever has
    /// the link is signed in. Where it is said so, who else could sign in by another provider's word
    /// cannot any more.
    ///
    /// # Errors
    ///
    /// As [`OneTimeLinks::accept`].
    pub async fn reset(
        self,
        link: &Secret,
        password: &str,
        unlinks: bool,
        browser: &Browser,
    ) -> Result<Secret, AccountError> {
        self.0.needs_passwords()?;
        let account = self.forgotten(link).await?;
        let people = self.0.people();
        let hash = people.judged(password, account.name.as_str()).await?;
        let mut change = self.0.database.begin().await?;
        // Of two who use it at once, one does.
        let used = sqlx::query("DELETE FROM mail_links WHERE hash = $1 AND purpose = 'reset'");
        let used = used.bind(link.hash().to_string());
        if used.execute(change.connection()).await?.rows_affected() != 1 {
            return Err(AccountError::LinkOver);
        }
        let came = LinkSignIn {
            id: account.id,
            door: "reset",
            unlinks,
        };
        self.come_in(change, &came, &hash, browser).await
    }
}
