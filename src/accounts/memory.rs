//! [`Memory`]: what every request asks of the accounts, without the database.
//!
//! It holds what the database held at one revision, and is brought to the next by what has changed.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use futures_util::TryStreamExt;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use crate::accounts::account::{Account, AccountId};
use crate::accounts::database::Database;
use crate::accounts::lifetime::Lifetime;
use crate::accounts::scope::TokenScope;
use crate::accounts::secret::SecretHash;

/// What requests need to know.
pub(super) struct Memory {
    /// Below any that the database has, as long as it was not read.
    revision: i64,
    accounts: HashMap<AccountId, Arc<Account>>,
    sessions: HashMap<SecretHash, Credential>,
    tokens: HashMap<SecretHash, Credential>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            revision: -1,
            accounts: HashMap::new(),
            sessions: HashMap::new(),
            tokens: HashMap::new(),
        }
    }
}

/// A session or a token. Times are seconds since 1970, which fit until 2106.
pub(super) struct Credential {
    account: AccountId,
    /// When it was made.
    created: u32,
    /// Of a session: when its owner last proved who they are. Of a token: when it expires.
    moment: u32,
    used: AtomicU32,
    /// Whether the database knows of that use.
    is_noted: AtomicBool,
    /// Of a session: whether a provider of identities vouches for it.
    is_federated: bool,
    scope: Option<TokenScope>,
}

/// Who shows a secret.
#[derive(Clone, Debug)]
pub struct Holder {
    /// Whose it is.
    pub account: Arc<Account>,
    /// What is stored of the secret.
    pub hash: SecretHash,
    /// When its owner last proved who they are, in seconds since 1970; of a token: never.
    pub proven: i64,
    /// What a token is for; nothing for a session.
    pub scope: Option<TokenScope>,
}

/// How much an account holds that lets somebody in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CredentialCounts {
    /// Where somebody is signed in.
    pub sessions: usize,
    /// Tokens and private addresses of feeds.
    pub tokens: usize,
}

/// What was used since the database was told last.
#[derive(Default)]
pub(super) struct Uses {
    pub(super) sessions: Vec<(SecretHash, i64)>,
    pub(super) tokens: Vec<(SecretHash, i64)>,
    pub(super) accounts: HashMap<AccountId, i64>,
}

impl Memory {
    /// Returns the revision that it holds.
    pub(super) fn revision(&self) -> i64 {
        self.revision
    }

    /// Tells whether the database was ever read.
    pub(super) fn is_read(&self) -> bool {
        self.revision >= 0
    }

    /// Returns the accounts that are not shut or gone.
    pub(super) fn accounts(&self) -> impl Iterator<Item = &Arc<Account>> {
        self.accounts
            .values()
            .filter(|account| !account.is_disabled)
    }

    /// Returns an account.
    pub(super) fn account(&self, id: AccountId) -> Option<&Arc<Account>> {
        self.accounts.get(&id)
    }

    /// Returns whose session this is, if it has not ended, and notes that it is used.
    pub(super) fn session(
        &self,
        hash: &SecretHash,
        lifetime: Lifetime,
        now: i64,
    ) -> Option<Holder> {
        let kept = self.sessions.get(hash)?;
        let used = i64::from(kept.used.load(Ordering::Relaxed));
        if lifetime
            .for_session(kept.is_federated)
            .is_over(i64::from(kept.created), used, now)
        {
            return None;
        }
        self.holder(*hash, kept, i64::from(kept.moment), now)
    }

    /// Returns whose token this is, if it has not ended, and notes that it is used.
    pub(super) fn token(&self, hash: &SecretHash, now: i64) -> Option<Holder> {
        let kept = self.tokens.get(hash)?;
        match i64::from(kept.moment) <= now {
            true => None,
            false => self.holder(*hash, kept, 0, now),
        }
    }

    fn holder(&self, hash: SecretHash, kept: &Credential, proven: i64, now: i64) -> Option<Holder> {
        let account = self.accounts.get(&kept.account)?;
        if account.is_disabled {
            return None;
        }
        // Written once a second at most: what many threads write to, each has to fetch.
        let now = seconds(now);
        if kept.used.load(Ordering::Relaxed) != now {
            kept.used.store(now, Ordering::Relaxed);
            kept.is_noted.store(false, Ordering::Relaxed);
        }
        Some(Holder {
            account: Arc::clone(account),
            hash,
            proven,
            scope: kept.scope,
        })
    }

    /// Returns how much each account holds that lets somebody in.
    pub(super) fn held(
        &self,
        lifetime: Lifetime,
        now: i64,
    ) -> HashMap<AccountId, CredentialCounts> {
        let mut held: HashMap<AccountId, CredentialCounts> = HashMap::new();
        let is_open = |kept: &&Credential| {
            let used = i64::from(kept.used.load(Ordering::Relaxed));
            !lifetime
                .for_session(kept.is_federated)
                .is_over(i64::from(kept.created), used, now)
        };
        for kept in self.sessions.values().filter(is_open) {
            held.entry(kept.account).or_default().sessions += 1;
        }
        let is_valid = |kept: &&Credential| i64::from(kept.moment) > now;
        for kept in self.tokens.values().filter(is_valid) {
            held.entry(kept.account).or_default().tokens += 1;
        }
        held
    }

    /// Returns what was used since the last time this was asked.
    pub(super) fn uses(&self) -> Uses {
        let mut uses = Uses::default();
        let mut accounts: HashMap<AccountId, i64> = HashMap::new();
        let mut note = |hash: &SecretHash, kept: &Credential| {
            // In this order: what is used between the two is told once more.
            if kept.is_noted.swap(true, Ordering::Relaxed) {
                return None;
            }
            let used = kept.used.load(Ordering::Relaxed);
            let last = accounts.entry(kept.account).or_default();
            *last = (*last).max(i64::from(used));
            Some((*hash, i64::from(used)))
        };
        uses.sessions = self
            .sessions
            .iter()
            .filter_map(|(hash, kept)| note(hash, kept))
            .collect();
        uses.tokens = self
            .tokens
            .iter()
            .filter_map(|(hash, kept)| note(hash, kept))
            .collect();
        uses.accounts = accounts;
        uses
    }

    /// Has uses told once more, which could not be written down.
    pub(super) fn put_back(&self, uses: &Uses) {
        for (map, used) in [
            (&self.sessions, &uses.sessions),
            (&self.tokens, &uses.tokens),
        ] {
            for kept in used.iter().filter_map(|(hash, _)| map.get(hash)) {
                kept.is_noted.store(false, Ordering::Relaxed);
            }
        }
    }

    /// Takes over what has changed in the database, and tells whether it was news.
    pub(super) fn take(&mut self, news: MemoryUpdate) -> bool {
        // Of two who looked at once, the slower must not bring back what has ended since.
        if news.revision < self.revision {
            return false;
        }
        // At a start all are new, and many.
        match self.accounts.is_empty() {
            true => self.accounts = news.accounts,
            false => self.accounts.extend(news.accounts),
        }
        Self::put(&mut self.sessions, news.sessions);
        Self::put(&mut self.tokens, news.tokens);
        self.revision = news.revision;
        true
    }

    fn put(map: &mut HashMap<SecretHash, Credential>, news: CredentialChanges) {
        for hash in news.ended {
            map.remove(&hash);
        }
        match map.is_empty() {
            true => *map = news.live,
            false => map.extend(news.live),
        }
    }

    /// Takes over a session that was looked for by itself. What is known here of its use may be newer.
    pub(super) fn take_session(&mut self, found: Option<(SecretHash, Credential)>) {
        if let Some((hash, kept)) = found {
            if let Some(known) = self.sessions.get(&hash) {
                let used = known.used.load(Ordering::Relaxed);
                kept.used.fetch_max(used, Ordering::Relaxed);
            }
            self.sessions.insert(hash, kept);
        }
    }

    /// Forgets sessions and tokens that have ended by themselves.
    pub(super) fn sweep(&mut self, lifetime: Lifetime, now: i64) {
        self.sessions.retain(|_, kept| {
            let used = i64::from(kept.used.load(Ordering::Relaxed));
            !lifetime
                .for_session(kept.is_federated)
                .is_over(i64::from(kept.created), used, now)
        });
        self.tokens.retain(|_, kept| i64::from(kept.moment) > now);
    }
}

/// The columns of a session that are read.
const SESSION: &str =
    "hash, account, created, proven AS moment, used, ended, '' AS scope, federated";

/// What has changed in the database since a revision.
pub(super) struct MemoryUpdate {
    revision: i64,
    accounts: HashMap<AccountId, Arc<Account>>,
    sessions: CredentialChanges,
    tokens: CredentialChanges,
}

/// Sessions or tokens that are new, used or ended.
#[derive(Default)]
struct CredentialChanges {
    live: HashMap<SecretHash, Credential>,
    ended: Vec<SecretHash>,
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
    pub(super) async fn since(
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
    pub(super) async fn of_session(
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

/// Returns the ids of the events of which everybody may be told how they are joined.
pub(super) async fn open_joins(database: &Database) -> Result<BTreeSet<String>, sqlx::Error> {
    let query = sqlx::query("SELECT event FROM joins WHERE everyone = 1");
    let rows = query.fetch_all(database.pool()).await?;
    rows.iter().map(|row| row.try_get(0)).collect()
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

fn seconds(time: i64) -> u32 {
    u32::try_from(time.max(0)).unwrap_or(u32::MAX)
}
