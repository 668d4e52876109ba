//! The identities that are stored with an account: their list, their number, their links.

use std::collections::HashMap;

use sqlx::Row;

use crate::accounts::account::{Account, AccountId, line};
use crate::accounts::audit::{self, Action, AuditEvent};
use crate::accounts::database::DatabaseChange;
use crate::accounts::error::{AccountError, AuditOrigin};
use crate::accounts::identity::{
    Identities, Identity, IdentitySelection, LONGEST, MOST, ProviderStatement, owner,
};
use crate::accounts::letter::{Detail, Notice};
use crate::accounts::memory::Holder;

impl Identities<'_> {
    /// The same within a change that has seen to everything else.
    pub(in crate::accounts) async fn cut(
        self,
        change: &mut DatabaseChange<'_>,
        id: AccountId,
        which: IdentitySelection<'_>,
        kept: Option<&Holder>,
        origin: &AuditOrigin,
    ) -> Result<u64, AccountError> {
        let (issuer, subject) = match which {
            IdentitySelection::One(issuer, subject) => (issuer, subject),
            IdentitySelection::All => ("", ""),
        };
        let delete = "DELETE FROM identities WHERE account = $1 AND ($2 = '' OR (issuer = $2 AND subject = $3))";
        let deleted = sqlx::query(delete)
            .bind(id.to_string())
            .bind(issuer.to_owned())
            .bind(subject.to_owned())
            .execute(change.connection())
            .await?;
        let count = deleted.rows_affected();
        if count == 0 {
            return Ok(0);
        }
        let now = self.0.now();
        let end = "UPDATE sessions SET ended = $1, changed = $2 WHERE account = $3 AND federated = 1 AND ended = 0 AND hash <> $4";
        sqlx::query(end)
            .bind(now)
            .bind(change.revision)
            .bind(id.to_string())
            .bind(kept.map_or_else(String::new, |holder| holder.hash.to_string()))
            .execute(change.connection())
            .await?;
        let event = AuditEvent::done(Action::Unlink, &id).with(format!("{count} identities"));
        audit::record(change.connection(), now, origin, event).await?;
        Ok(count)
    }

    /// Returns the identities that are linked to an account, the oldest first.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn of(self, id: AccountId) -> Result<Vec<Identity>, AccountError> {
        let query = "SELECT issuer, subject, shown, created, used FROM identities WHERE account = $1 ORDER BY created, subject";
        let query = sqlx::query(query).bind(id.to_string());
        let rows = query.fetch_all(self.0.database.pool()).await?;
        let read = |row: &sqlx::any::AnyRow| -> Result<Identity, sqlx::Error> {
            Ok(Identity {
                issuer: row.try_get("issuer")?,
                subject: row.try_get("subject")?,
                shown: row.try_get("shown")?,
                created: row.try_get("created")?,
                used: row.try_get("used")?,
            })
        };
        rows.iter()
            .map(|row| read(row).map_err(Into::into))
            .collect()
    }

    /// Returns how many identities are linked to each of some accounts, in the order of their names;
    /// those that have none are left out.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn counted(
        self,
        accounts: &[Account],
    ) -> Result<HashMap<AccountId, usize>, AccountError> {
        let (Some(first), Some(last)) = (accounts.first(), accounts.last()) else {
            return Ok(HashMap::new());
        };
        let query = "SELECT identities.account, COUNT(*) FROM identities JOIN accounts ON accounts.id = identities.account WHERE accounts.name >= $1 AND accounts.name <= $2 GROUP BY identities.account";
        let rows = sqlx::query(query)
            .bind(first.name.to_string())
            .bind(last.name.to_string())
            .fetch_all(self.0.database.pool())
            .await?;
        let mut counted = HashMap::new();
        for row in rows {
            let (id, count): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
            if let Ok(id) = id.parse() {
                counted.insert(id, usize::try_from(count).unwrap_or(0));
            }
        }
        Ok(counted)
    }

    /// Notes that a sign-in at a provider came to its end; a second time it does not.
    pub(super) async fn count(
        self,
        change: &mut DatabaseChange<'_>,
        stated: &ProviderStatement<'_>,
    ) -> Result<(), AccountError> {
        let insert =
            "INSERT INTO used_states (hash, used) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";
        let insert = sqlx::query(insert)
            .bind(stated.state.to_owned())
            .bind(self.0.now());
        match insert.execute(change.connection()).await?.rows_affected() {
            1 => Ok(()),
            _ => Err(AccountError::StateUsed),
        }
    }

    /// Notes what a provider calls somebody now, and that they came in by it.
    pub(super) async fn touch(
        self,
        change: &mut DatabaseChange<'_>,
        stated: &ProviderStatement<'_>,
    ) -> Result<(), sqlx::Error> {
        let shown = line(stated.name).or_else(|| line(stated.full_name));
        let update =
            "UPDATE identities SET shown = $1, used = $2 WHERE issuer = $3 AND subject = $4";
        sqlx::query(update)
            .bind(shown.unwrap_or_default())
            .bind(self.0.now())
            .bind(stated.issuer.to_owned())
            .bind(stated.subject.to_owned())
            .execute(change.connection())
            .await
            .map(|_| ())
    }

    /// Writes a link, within a change; what is linked to the account already, stays so.
    pub(super) async fn insert(
        self,
        change: &mut DatabaseChange<'_>,
        id: AccountId,
        issuer: &str,
        subject: &str,
        origin: &AuditOrigin,
    ) -> Result<(), AccountError> {
        if subject.is_empty() || subject.len() > LONGEST || subject.contains(char::is_control) {
            return Err(AccountError::NotASubject);
        }
        match owner(change, issuer, subject).await? {
            Some(known) if known == id => return Ok(()),
            Some(_) => return Err(AccountError::IdentityTaken),
            None => {}
        }
        let count = "SELECT COUNT(*) FROM identities WHERE account = $1";
        let count = sqlx::query(count).bind(id.to_string());
        let count: i64 = count.fetch_one(change.connection()).await?.try_get(0)?;
        if usize::try_from(count).unwrap_or(MOST) >= MOST {
            return Err(AccountError::TooMany(MOST));
        }
        let now = self.0.now();
        let insert =
            "INSERT INTO identities (issuer, subject, account, created) VALUES ($1, $2, $3, $4)";
        sqlx::query(insert)
            .bind(issuer.to_owned())
            .bind(subject.to_owned())
            .bind(id.to_string())
            .bind(now)
            .execute(change.connection())
            .await?;
        let event = AuditEvent::done(Action::Link, &id).with(issuer);
        audit::record(change.connection(), now, origin, event).await?;
        let detail = Detail {
            what: issuer.to_owned(),
            ..Detail::of_origin(origin)
        };
        self.0.notify(change, id, Notice::Identity, detail).await
    }
}
