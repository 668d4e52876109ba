//! Reads from the database what has changed since a revision.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32};

use futures_util::TryStreamExt;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::accounts::account::{Account, AccountId};
use crate::accounts::database::Database;
use crate::accounts::memory::credential::Credential;
use crate::accounts::scope::TokenScope;
use crate::accounts::secret::SecretHash;

/// The columns of a session that are read.
const SESSION: &str =
    "hash, account, created, proven AS moment, used, ended, '' AS scope, federated";

/// The changes in the database since a revision.
pub(in crate::accounts) struct MemoryUpdate {
    pub(super) revision: i64,
    pub(super) accounts: HashMap<AccountId, Arc<Account>>,
    pub(super) sessions: CredentialChanges,
    pub(super) tokens: CredentialChanges,
}

/// Sessions or tokens that are new, used or ended.
#[derive(Default)]
pub(super) struct CredentialChanges {
    pub(super) live: HashMap<SecretHash, Credential>,
    pub(super) ended: Vec<SecretHash>,
}

impl CredentialChanges {
    fn add(&mut self, row: &AnyRow) -> Result<(), sqlx::Error> {
        let (hash, kept) = read(row)?;
        match kept {
            Some(kept) => drop(self.live.insert(hash, kept)),
            None => self.ended.push(hash),
        }
        Ok(())
    }
}

impl MemoryUpdate {
    /// Reads what has changed since a revision; nothing if there is no newer one.
    pub(in crate::accounts) async fn since(
        database: &Database,
        known: i64,
        revision: i64,
    ) -> Result<Self, sqlx::Error> {
        let columns = Account::COLUMNS;
        let accounts = format!("SELECT {columns} FROM accounts WHERE changed > $1");
        let sessions = format!("SELECT {SESSION} FROM sessions WHERE changed > $1");
        let tokens = "SELECT hash, account, created, expires AS moment, used, ended, scope, CAST(0 AS BIGINT) AS federated FROM tokens WHERE changed > $1";
        let connection = &mut *database.pool().acquire().await?;
        let is_start = known < 0;
        let mut news = match is_start {
            true => Self::with_room(connection, revision).await?,
            false => Self::of(revision),
        };
        let read = |row: &AnyRow| {
            let account = Account::read(row)?;
            news.accounts.insert(account.id, Arc::new(account));
            Ok(())
        };
        rows(connection, accounts, known, read).await?;
        let read = |row: &AnyRow| news.sessions.add(row);
        rows(connection, sessions, known, read).await?;
        let read = |row: &AnyRow| news.tokens.add(row);
        rows(connection, tokens.to_owned(), known, read).await?;
        if is_start {
            database.forget_pages(connection).await?;
        }
        Ok(news)
    }

    /// Reads one session, if it has not ended.
    pub(in crate::accounts) async fn of_session(
        database: &Database,
        hash: &SecretHash,
    ) -> Result<Option<(SecretHash, Credential)>, sqlx::Error> {
        let query = format!("SELECT {SESSION} FROM sessions WHERE hash = $1");
        let query = sqlx::query(sqlx::AssertSqlSafe(query)).bind(hash.to_string());
        let row = query.fetch_optional(database.pool()).await?;
        let found = row.as_ref().map(read).transpose()?;
        Ok(found.and_then(|(hash, kept)| Some((hash, kept?))))
    }

    fn of(revision: i64) -> Self {
        Self {
            revision,
            accounts: HashMap::new(),
            sessions: CredentialChanges::default(),
            tokens: CredentialChanges::default(),
        }
    }

    /// The same with room for all that there is: maps that grow leave behind what they had.
    async fn with_room(connection: &mut AnyConnection, revision: i64) -> Result<Self, sqlx::Error> {
        let count = "SELECT (SELECT COUNT(*) FROM accounts), (SELECT COUNT(*) FROM sessions WHERE ended = 0), (SELECT COUNT(*) FROM tokens WHERE ended = 0)";
        let row = sqlx::query(count).fetch_one(connection).await?;
        let count = |column: usize| {
            row.try_get::<i64, _>(column)
                .map(|count| usize::try_from(count).unwrap_or(0))
        };
        let mut news = Self::of(revision);
        news.accounts.reserve(count(0)?);
        news.sessions.live.reserve(count(1)?);
        news.tokens.live.reserve(count(2)?);
        Ok(news)
    }
}

/// Reads what a query finds row by row: a row as the database gives it takes many times the memory of
/// what is kept of it.
async fn rows(
    connection: &mut AnyConnection,
    query: String,
    known: i64,
    mut read: impl FnMut(&AnyRow) -> Result<(), sqlx::Error>,
) -> Result<(), sqlx::Error> {
    let query = sqlx::query(sqlx::AssertSqlSafe(query)).bind(known);
    let rows = query.fetch(connection);
    let read = |row: AnyRow| std::future::ready(read(&row));
    rows.try_for_each(read).await
}

/// Reads a session or a token, unless it has ended.
fn read(row: &AnyRow) -> Result<(SecretHash, Option<Credential>), sqlx::Error> {
    let unreadable = |what: &str| sqlx::Error::Decode(what.into());
    let hash: String = row.try_get("hash")?;
    let account: String = row.try_get("account")?;
    let scope: String = row.try_get("scope")?;
    let used = seconds(row.try_get("used")?);
    let kept = Credential {
        account: account.parse().map_err(|_| unreadable("an account's id"))?,
        created: seconds(row.try_get("created")?),
        moment: seconds(row.try_get("moment")?),
        used: AtomicU32::new(used),
        is_noted: AtomicBool::new(true),
        is_federated: row.try_get::<i64, _>("federated")? != 0,
        scope: TokenScope::from_name(&scope),
    };
    let hash = SecretHash::from_hex(&hash).ok_or_else(|| unreadable("a hash"))?;
    // A scope that this program does not know lets nobody do anything.
    let is_unknown = !scope.is_empty() && kept.scope.is_none();
    let has_ended = row.try_get::<i64, _>("ended")? != 0;
    Ok((hash, (!has_ended && !is_unknown).then_some(kept)))
}

pub(super) fn seconds(time: i64) -> u32 {
    u32::try_from(time.max(0)).unwrap_or(u32::MAX)
}

/// Returns the ids of the events of which everybody may be told how they are joined.
pub(in crate::accounts) async fn open_joins(
    database: &Database,
) -> Result<BTreeSet<String>, sqlx::Error> {
    let query = sqlx::query("SELECT event FROM joins WHERE everyone = 1");
    let rows = query.fetch_all(database.pool()).await?;
    rows.iter().map(|row| row.try_get(0)).collect()
}
