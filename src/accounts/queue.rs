//! [`Queue`]: letters that wait, taken one by one by whoever sends them.
//!
//! A letter is claimed before it is handed to the mail server, and only then the link in it is made. A
//! server that ends in between leaves the claim: nobody can tell whether the letter went out, so that
//! it is not sent again, and that is said. What the mail server did not take is tried again, later each
//! time, for as long as it is of use.

use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::Row;
use sqlx::any::AnyRow;

use crate::accounts::account::{Account, AccountId};
use crate::accounts::database::DatabaseChange;
use crate::accounts::error::AccountError;
use crate::accounts::forgotten;
use crate::accounts::invite;
use crate::accounts::letter::{Letter, LetterKind};
use crate::accounts::post::MailCounts;
use crate::accounts::secret::Secret;
use crate::accounts::service::Accounts;

/// After so many seconds whoever claimed a letter is taken to be gone.
pub const LEASE: i64 = 10 * 60;
/// The wait after the first try, in seconds; twice as long after each further one.
const FIRST_WAIT: i64 = 30;
/// Longest wait between two tries, in seconds.
const LONGEST_WAIT: i64 = 60 * 60;
/// The most letters that are given up in one go.
const AT_ONCE: i64 = 500;

/// The outcome of a try to send a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryOutcome {
    /// The mail server took it.
    Sent,
    /// It could not be sent now.
    Later,
    /// It will never be taken.
    Never,
}

/// A letter that will not be tried again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AbandonedLetter {
    /// Its id.
    pub id: String,
    /// The name of its kind.
    pub kind: String,
    /// The id of the account that it was about; empty: not known.
    pub account: String,
    /// Whether it may have gone out: its server ended while it sent it.
    pub may_be_sent: bool,
}

/// Letters that wait.
#[derive(Clone, Copy)]
pub struct Queue<'a>(&'a Accounts);

impl Accounts {
    /// Returns the letters that wait.
    pub fn queue(&self) -> Queue<'_> {
        Queue(self)
    }

    /// Returns what became of mail since the program began.
    pub fn posted(&self) -> MailCounts {
        self.post.posted()
    }

    /// Waits until there may be something to send. What other programs put down is not told.
    pub async fn mail_wanted(&self) {
        self.post.wanted.notified().await;
    }
}

impl Queue<'_> {
    /// Returns how many letters wait, claimed ones included.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn waiting(self) -> Result<i64, AccountError> {
        let query = sqlx::query("SELECT COUNT(*) FROM letters");
        let row = query.fetch_one(self.0.database.pool()).await?;
        Ok(row.try_get(0)?)
    }

    /// Tells whether a letter could be sent now.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn is_due(self) -> Result<bool, AccountError> {
        let query = sqlx::query("SELECT id FROM letters WHERE claimed = 0 AND due <= $1 LIMIT 1");
        let query = query.bind(self.0.now());
        let row = query.fetch_optional(self.0.database.pool()).await?;
        Ok(row.is_some())
    }

    /// Claims the letter that has waited longest, for whoever calls to send it now; nothing where none
    /// is due.
    ///
    /// # Errors
    ///
    /// If the database cannot be read or written.
    pub async fn claim(self) -> Result<Option<Letter>, AccountError> {
        let query = "SELECT id, kind, account, address, language, detail, tries FROM letters WHERE claimed = 0 AND due <= $1 AND kind <> 'forgotten' ORDER BY due, created, id LIMIT 1";
        loop {
            if !self.is_due().await? {
                return Ok(None);
            }
            let (mut change, now) = (self.0.database.begin().await?, self.0.now());
            let query = sqlx::query(query).bind(now);
            let Some(row) = query.fetch_optional(change.connection()).await? else {
                return Ok(None);
            };
            let id: String = row.try_get("id")?;
            let letter = self.written(&mut change, &row).await?;
            match letter {
                Some(_) => {
                    let claim = "UPDATE letters SET claimed = $1, tries = tries + 1 WHERE id = $2";
                    let claim = sqlx::query(claim).bind(now).bind(id);
                    claim.execute(change.connection()).await?;
                }
                // Nobody wants it any more.
                None => delete(&mut change, &id).await?,
            }
            self.0.commit(change).await?;
            if letter.is_some() {
                return Ok(letter);
            }
        }
    }

    /// Writes a letter: makes the link in it. Nothing where it means nothing any more.
    async fn written(
        self,
        change: &mut DatabaseChange<'_>,
        row: &AnyRow,
    ) -> Result<Option<Letter>, AccountError> {
        let Some(kind) = LetterKind::from_name(row.try_get("kind")?) else {
            return Ok(None);
        };
        let Ok(id) = row.try_get::<String, _>("account")?.parse::<AccountId>() else {
            return Ok(None);
        };
        let account = match self.0.people().held(change, id).await {
            Ok(account) if !account.is_disabled => account,
            Ok(_) | Err(AccountError::NoAccount) => return Ok(None),
            Err(error) => return Err(error),
        };
        let address: String = row.try_get("address")?;
        let secret = match kind {
            LetterKind::Notice(_) | LetterKind::Forgotten => None,
            LetterKind::Invite => Some(invite::renew(self.0, change, id, &address).await?),
            LetterKind::Reset | LetterKind::Confirm => {
                Some(self.link(change, kind, &account, &address).await?)
            }
        };
        let language: String = row.try_get("language")?;
        let detail: String = row.try_get("detail")?;
        Ok(Some(Letter {
            id: row.try_get("id")?,
            kind,
            language: match account.language.as_str() {
                "" => language,
                own => own.to_owned(),
            },
            account,
            address,
            secret,
            tries: row.try_get::<i64, _>("tries")? + 1,
            detail: serde_json::from_str(&detail).unwrap_or_default(),
        }))
    }

    /// Makes a link that goes by mail alone.
    async fn link(
        self,
        change: &mut DatabaseChange<'_>,
        kind: LetterKind,
        account: &Account,
        address: &str,
    ) -> Result<Secret, AccountError> {
        let secret = Secret::new()?;
        let holds = match kind {
            LetterKind::Reset => forgotten::HOLDS,
            kind => kind.patience(),
        };
        let insert = "INSERT INTO mail_links (hash, account, purpose, address, expires) VALUES ($1, $2, $3, $4, $5)";
        sqlx::query(insert)
            .bind(secret.hash().to_string())
            .bind(account.id.to_string())
            .bind(kind.name())
            .bind(address.to_owned())
            .bind(self.0.now() + holds)
            .execute(change.connection())
            .await?;
        Ok(secret)
    }

    /// Writes down what became of a letter that was claimed.
    ///
    /// # Errors
    ///
    /// If the database cannot be written; the claim stays then.
    pub async fn settle(
        self,
        letter: &Letter,
        outcome: DeliveryOutcome,
    ) -> Result<(), AccountError> {
        let (post, now) = (&self.0.post, self.0.now());
        let mut change = self.0.database.begin().await?;
        let count = |counter: &AtomicU64| counter.fetch_add(1, Ordering::Relaxed);
        match outcome {
            DeliveryOutcome::Sent | DeliveryOutcome::Never => {
                delete(&mut change, &letter.id).await?;
            }
            DeliveryOutcome::Later => {
                let later = "UPDATE letters SET claimed = 0, due = $1 WHERE id = $2";
                let later = sqlx::query(later)
                    .bind(now + wait(letter.tries))
                    .bind(letter.id.clone());
                later.execute(change.connection()).await?;
            }
        }
        self.0.commit(change).await?;
        match outcome {
            DeliveryOutcome::Sent => count(&post.sent),
            DeliveryOutcome::Later => count(&post.failed),
            DeliveryOutcome::Never => count(&post.given_up),
        };
        Ok(())
    }

    /// Gives up what is of no use any more, and what somebody claimed who is gone; returns what.
    ///
    /// # Errors
    ///
    /// If the database cannot be read or written.
    pub async fn give_up(self) -> Result<Vec<AbandonedLetter>, AccountError> {
        let now = self.0.now();
        let query = "SELECT id, kind, account, created, claimed FROM letters WHERE created <= $1 OR (claimed > 0 AND claimed <= $2) ORDER BY created LIMIT $3";
        let rows = sqlx::query(query)
            .bind(now - shortest_patience())
            .bind(now - LEASE)
            .bind(AT_ONCE)
            .fetch_all(self.0.database.pool())
            .await?;
        let read: Result<Vec<_>, sqlx::Error> = rows.iter().map(|row| over(row, now)).collect();
        let over: Vec<AbandonedLetter> = read?.into_iter().flatten().collect();
        if over.is_empty() {
            return Ok(over);
        }
        let mut change = self.0.database.begin().await?;
        for letter in &over {
            delete(&mut change, &letter.id).await?;
        }
        self.0.commit(change).await?;
        let count = u64::try_from(over.len()).unwrap_or(u64::MAX);
        self.0.post.given_up.fetch_add(count, Ordering::Relaxed);
        Ok(over)
    }
}

async fn delete(change: &mut DatabaseChange<'_>, id: &str) -> Result<(), sqlx::Error> {
    let delete = sqlx::query("DELETE FROM letters WHERE id = $1").bind(id.to_owned());
    delete.execute(change.connection()).await.map(|_| ())
}

/// Returns a letter if it is to be given up.
fn over(row: &AnyRow, now: i64) -> Result<Option<AbandonedLetter>, sqlx::Error> {
    let kind: String = row.try_get("kind")?;
    let (created, claimed): (i64, i64) = (row.try_get("created")?, row.try_get("claimed")?);
    let patience = LetterKind::from_name(&kind).map_or(0, LetterKind::patience);
    let is_over = match claimed {
        0 => created + patience <= now,
        claimed => claimed + LEASE <= now,
    };
    if !is_over {
        return Ok(None);
    }
    Ok(Some(AbandonedLetter {
        id: row.try_get("id")?,
        kind,
        account: row.try_get("account")?,
        may_be_sent: claimed > 0,
    }))
}

fn shortest_patience() -> i64 {
    let all = LetterKind::ALL.into_iter().map(LetterKind::patience);
    all.min().unwrap_or(0)
}

/// Returns how long it is waited after so many tries, in seconds.
fn wait(tries: i64) -> i64 {
    let doubled = u32::try_from(tries - 1).unwrap_or(0).min(20);
    (FIRST_WAIT << doubled).min(LONGEST_WAIT)
}
