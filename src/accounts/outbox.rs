//! What is to be mailed, put down within the change that it tells of: both are there, or neither.
//!
//! Where no mail is sent, or an account has no confirmed address, nothing is put down. Who sends it is
//! [`crate::accounts::queue`].

use sqlx::Row;

use crate::accounts::account::AccountId;
use crate::accounts::database::DatabaseChange;
use crate::accounts::error::AccountError;
use crate::accounts::letter::{Detail, LetterKind, Notice};
use crate::accounts::secret::random;
use crate::accounts::service::Accounts;
use crate::domain::hex::hex;

/// The most letters that wait.
pub(super) const MOST: usize = 20_000;

/// A letter that is wanted.
pub(super) struct NewLetter<'w> {
    pub(super) kind: LetterKind,
    /// Whose account it is about; nothing where that is not known yet.
    pub(super) account: Option<AccountId>,
    pub(super) address: &'w str,
    pub(super) language: &'w str,
    pub(super) detail: Detail,
}

/// Puts down a letter; returns whether there was room.
pub(super) async fn put(
    change: &mut DatabaseChange<'_>,
    now: i64,
    wanted: &NewLetter<'_>,
) -> Result<bool, AccountError> {
    let insert = "INSERT INTO letters (id, kind, account, address, language, detail, created, due, tries, claimed) SELECT $1, $2, $3, $4, $5, $6, $7, $7, 0, 0 WHERE (SELECT COUNT(*) FROM letters) < $8";
    let account = wanted.account.map(|account| account.to_string());
    let put = sqlx::query(insert)
        .bind(hex(&random::<16>()?))
        .bind(wanted.kind.name())
        .bind(account.unwrap_or_default())
        .bind(wanted.address.to_owned())
        .bind(wanted.language.to_owned())
        .bind(serde_json::to_string(&wanted.detail).unwrap_or_default())
        .bind(now)
        .bind(i64::try_from(MOST).unwrap_or(i64::MAX))
        .execute(change.connection())
        .await?;
    Ok(put.rows_affected() == 1)
}

/// The mail address and the language of somebody.
pub(super) struct Recipient {
    pub(super) address: String,
    pub(super) language: String,
}

/// Returns where the owner of an account is reached, if they said so and confirmed it.
pub(super) async fn reached(
    change: &mut DatabaseChange<'_>,
    account: AccountId,
) -> Result<Option<Recipient>, AccountError> {
    let query = "SELECT address, language FROM mail_addresses WHERE account = $1 AND address <> ''";
    let query = sqlx::query(query).bind(account.to_string());
    let Some(row) = query.fetch_optional(change.connection()).await? else {
        return Ok(None);
    };
    Ok(Some(Recipient {
        address: row.try_get(0)?,
        language: row.try_get(1)?,
    }))
}

impl Accounts {
    /// Tells the owner of an account by mail, within a change, of a way into it that is new.
    pub(super) async fn notify(
        &self,
        change: &mut DatabaseChange<'_>,
        account: AccountId,
        notice: Notice,
        mut detail: Detail,
    ) -> Result<(), AccountError> {
        if !self.sends_mail() {
            return Ok(());
        }
        let Some(reached) = reached(change, account).await? else {
            return Ok(());
        };
        let now = self.now();
        detail.when = now;
        let wanted = NewLetter {
            kind: LetterKind::Notice(notice),
            account: Some(account),
            address: &reached.address,
            language: &reached.language,
            detail,
        };
        // A change is not refused because its owner cannot be told.
        if !put(change, now, &wanted).await? {
            tracing::warn!(%account, "too much mail waits: the owner of an account is not told of a change");
        }
        // A little early: it is asked again soon whether there is something.
        self.post.wanted.notify_one();
        Ok(())
    }
}

/// Erases the links of an account that go by mail and let somebody in, also those not written yet.
pub(super) async fn forget_ways_in(
    change: &mut DatabaseChange<'_>,
    account: AccountId,
) -> Result<(), sqlx::Error> {
    for statement in [
        "DELETE FROM mail_links WHERE account = $1 AND purpose = 'reset'",
        "DELETE FROM letters WHERE account = $1 AND kind IN ('invite', 'reset')",
    ] {
        let statement = sqlx::query(statement).bind(account.to_string());
        statement.execute(change.connection()).await?;
    }
    Ok(())
}

/// Erases what is kept of an account to send it mail.
pub(super) async fn forget(
    change: &mut DatabaseChange<'_>,
    account: AccountId,
) -> Result<(), sqlx::Error> {
    for statement in [
        "DELETE FROM mail_addresses WHERE account = $1",
        "DELETE FROM mail_links WHERE account = $1",
        "DELETE FROM letters WHERE account = $1",
    ] {
        let statement = sqlx::query(statement).bind(account.to_string());
        statement.execute(change.connection()).await?;
    }
    Ok(())
}
