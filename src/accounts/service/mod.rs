//! [`Accounts`]: what is opened once for a site, and asked by every request.

mod lookup;
mod upkeep;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::accounts::audit::{self, AuditEvent};
use crate::accounts::browser::Browser;
use crate::accounts::database::{
    self, CopiedRows, CopyError, Database, DatabaseChange, DatabaseLocation, DatabaseOpener,
};
use crate::accounts::error::{AccountError, Actor, AuditOrigin};
use crate::accounts::lifetime::Lifetime;
use crate::accounts::memory::Memory;
use crate::accounts::password::Passwords;
use crate::accounts::patience::in_time;
use crate::accounts::post::MailState;
use crate::accounts::secret::SecretHash;
use crate::accounts::servers::Servers;
use crate::accounts::tally::SearchTally;
use crate::accounts::throttle::Throttle;
use crate::accounts::ways::SignInMethods;

/// The time after a proof of identity in which somebody may change how they sign in, in seconds.
pub(super) const FRESH: i64 = 10 * 60;

/// A function that returns the time, in seconds since 1970.
type TimeSource = dyn Fn() -> i64 + Send + Sync;

/// The accounts of a site.
pub struct Accounts {
    pub(super) database: Database,
    memory: RwLock<Memory>,
    /// The ids of the events of which everybody may be told how they are joined.
    open_joins: RwLock<BTreeSet<String>>,
    pub(super) passwords: Passwords,
    pub(super) throttle: Throttle,
    /// This server among others; nothing for a command, and where there are no others.
    servers: Option<Servers>,
    /// Counts what is asked for that sends mail to an address somebody typed.
    pub(super) asks: Throttle,
    pub(super) post: MailState,
    pub(super) tally: SearchTally,
    pub(super) lifetime: Lifetime,
    pub(super) ways: SignInMethods,
    /// The host of the site, for addresses that reach nobody.
    pub(super) host: String,
    clock: Box<TimeSource>,
    /// The stored hash of the first administrator's link.
    pub(super) first: Mutex<Option<SecretHash>>,
    /// The time the database was looked at last, in seconds since 1970.
    looked: AtomicI64,
    /// Whether that is too long ago to believe what memory holds.
    is_in_doubt: AtomicBool,
}

impl Accounts {
    /// Opens the accounts in a folder, which is made where there is none.
    ///
    /// # Errors
    ///
    /// If the folder cannot be used, another server uses it, or a newer program wrote it.
    pub async fn open(folder: &Path, by: DatabaseOpener) -> Result<Self, AccountError> {
        Self::open_at(&DatabaseLocation::Folder(folder.to_owned()), by).await
    }

    /// Opens the accounts that are kept somewhere. Where that is a database that cannot be reached, a
    /// server has accounts in doubt until it can: see [`Accounts::is_in_doubt`].
    ///
    /// # Errors
    ///
    /// If the location cannot be used, another server uses its folder, or a newer program wrote it.
    pub async fn open_at(
        location: &DatabaseLocation,
        by: DatabaseOpener,
    ) -> Result<Self, AccountError> {
        let database = Database::open(location, by).await?;
        let is_ready = database.is_ready();
        let servers = match by {
            DatabaseOpener::Server if database.is_shared() => Some(Servers::new()?),
            _ => None,
        };
        let opened = Self {
            database,
            memory: RwLock::default(),
            open_joins: RwLock::default(),
            passwords: Passwords::default(),
            throttle: Throttle::default(),
            servers,
            asks: Throttle::default(),
            post: MailState::default(),
            tally: SearchTally::default(),
            lifetime: Lifetime::default(),
            ways: SignInMethods::default(),
            host: "localhost".to_owned(),
            clock: Box::new(now),
            first: Mutex::default(),
            looked: AtomicI64::new(now()),
            is_in_doubt: AtomicBool::new(!is_ready),
        };
        if is_ready {
            opened.refresh().await?;
        }
        Ok(opened)
    }

    /// The same accounts of a site at this host.
    pub fn at_host(mut self, host: &str) -> Self {
        host.clone_into(&mut self.host);
        self
    }

    /// The same accounts with sessions that last so long.
    pub fn with_lifetime(mut self, lifetime: Lifetime) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// The same accounts, to which people come in by these ways.
    pub fn with_ways(mut self, ways: SignInMethods) -> Self {
        self.ways = ways;
        self
    }

    /// Returns by what people can come in.
    pub fn ways(&self) -> &SignInMethods {
        &self.ways
    }

    /// Refuses what is about passwords where they are turned off.
    pub(super) fn needs_passwords(&self) -> Result<(), AccountError> {
        match self.ways.passwords {
            true => Ok(()),
            false => Err(AccountError::PasswordsOff),
        }
    }

    /// The same accounts, which are told the time.
    pub fn with_clock(mut self, clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self.looked.store(self.now(), Ordering::Relaxed);
        self
    }

    /// Says that mail is sent: from now on letters are put down for whoever sends them.
    pub fn turn_mail_on(&self) {
        self.post.turn_on();
    }

    /// Tells whether mail is sent.
    pub fn sends_mail(&self) -> bool {
        self.post.is_on()
    }

    /// Returns the time, in seconds since 1970.
    pub fn now(&self) -> i64 {
        (self.clock)()
    }

    /// Returns the host of the site.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Returns the folder, where they are kept in one.
    pub fn folder(&self) -> Option<&Path> {
        self.database.folder()
    }

    /// Tells whether other servers may have the same accounts.
    pub fn is_shared(&self) -> bool {
        self.database.is_shared()
    }

    /// Returns how many servers have these accounts, as far as this one knows.
    pub fn servers(&self) -> u32 {
        self.servers.as_ref().map_or(1, Servers::count)
    }

    /// Writes a copy of everything to a file that is not there yet, while the server runs.
    ///
    /// # Errors
    ///
    /// If the file is there, or cannot be written.
    pub async fn copy_to(&self, file: &Path) -> Result<(), AccountError> {
        Ok(self.database.copy_to(file).await?)
    }

    /// Copies everything to accounts that hold nothing yet: whole or not at all, counted and compared.
    ///
    /// # Errors
    ///
    /// If they hold something, or one of the two cannot be used.
    pub async fn copy_all_to(&self, to: &Self) -> Result<CopiedRows, CopyError> {
        database::copy(&self.database, &to.database).await
    }

    /// Writes down what was used, and closes the database.
    pub async fn close(&self) {
        if let Err(error) = in_time(self.tidy()).await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "what was used last is not written down"
            );
        } else if let Some(servers) = &self.servers {
            // One that cannot say that it goes is not counted any more after a while.
            let _ = in_time(self.leave(servers)).await;
        }
        self.database.close().await;
    }

    /// Has the other servers not count this one any more.
    async fn leave(&self, servers: &Servers) -> Result<(), AccountError> {
        let mut change = self.database.begin().await?;
        servers.leave(&mut change).await?;
        Ok(change.commit().await?)
    }

    /// Makes a change, and has every request know of it before this returns.
    pub(super) async fn commit(&self, change: DatabaseChange<'_>) -> Result<(), AccountError> {
        change.commit().await?;
        self.refresh().await.map(|_| ())
    }

    /// The same for a change that is noted in the log: both are there, or neither.
    pub(super) async fn commit_noting(
        &self,
        mut change: DatabaseChange<'_>,
        origin: &AuditOrigin,
        event: AuditEvent,
    ) -> Result<(), AccountError> {
        audit::record(change.connection(), self.now(), origin, event).await?;
        self.commit(change).await
    }

    /// Returns where a request of a browser came from, by nobody known yet.
    pub(super) fn origin(&self, browser: &Browser) -> AuditOrigin {
        AuditOrigin {
            actor: Actor::Nobody,
            network: browser
                .network
                .map_or_else(String::new, |network| network.to_string()),
        }
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Memory> {
        self.memory.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the time, in seconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}
