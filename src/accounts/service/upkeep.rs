//! Keeps the memory of a server in step with the database, and the database tidy.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crate::accounts::database::DatabaseError;
use crate::accounts::error::AccountError;
use crate::accounts::kept_counts::forget_old;
use crate::accounts::memory::{Memory, MemoryUpdate, Uses, open_joins};
use crate::accounts::patience::{in_time, while_tidying};
use crate::accounts::secret::Secret;
use crate::accounts::service::Accounts;
use crate::accounts::tally::{self, CountedSearches};

/// The time that ended sessions and tokens are kept, in seconds: for a look at what happened; and texts
/// that are not saved, after they were last written to.
const KEPT: i64 = 30 * 24 * 60 * 60;

/// The time for which memory is believed while the database cannot be read, in seconds.
const BELIEVED: i64 = 5;

/// The longest time for a look at the database.
const PATIENCE: Duration = Duration::from_secs(2);

/// The same where nobody is known anyhow, and there may be much to read.
const PATIENCE_IN_DOUBT: Duration = Duration::from_secs(4);

/// The longest wait of a request for somebody who is looked for.
const LOOK_TIMEOUT: Duration = Duration::from_secs(1);

/// The number of looks for a session that others may be ending.
const LOOKS: usize = 3;

impl Accounts {
    /// Takes over what others have changed, as the server does all the time. Where the database
    /// cannot be read for a while, nobody is known until it can.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn look(&self) -> Result<(), AccountError> {
        let started = Instant::now();
        let patience = match self.is_in_doubt() {
            true => PATIENCE_IN_DOUBT,
            false => PATIENCE,
        };
        let looked = match tokio::time::timeout(patience, self.refresh()).await {
            Ok(looked) => looked.map(|_| ()),
            Err(_) => Err(DatabaseError::Silent.into()),
        };
        let now = self.now();
        // The next look may take as long as this one: what is believed until then is not believed
        // longer than it should be.
        let took = i64::try_from(started.elapsed().as_secs()).unwrap_or(BELIEVED);
        match looked {
            Ok(()) => self.looked.store(now, Ordering::Relaxed),
            Err(_) if now + took - self.looked.load(Ordering::Relaxed) < BELIEVED => return looked,
            Err(_) => {}
        }
        self.is_in_doubt.store(looked.is_err(), Ordering::Relaxed);
        looked
    }

    /// Takes over what others have changed in the database; returns whether there was anything.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn refresh(&self) -> Result<bool, AccountError> {
        let known = self.read().revision();
        let revision = self.database.revision().await?;
        if revision == known {
            return Ok(false);
        }
        // An older copy was put in the place of the database: what came after it never was.
        let is_older = revision < known;
        let known = if is_older { -1 } else { known };
        let news = MemoryUpdate::since(&self.database, known, revision).await?;
        let open = open_joins(&self.database).await?;
        if let Some(servers) = &self.servers {
            servers.look(&self.database).await?;
        }
        let mut memory = self.memory.write().unwrap_or_else(PoisonError::into_inner);
        if is_older {
            *memory = Memory::default();
        }
        if memory.take(news) {
            let known = self.open_joins.write();
            *known.unwrap_or_else(PoisonError::into_inner) = open;
        }
        Ok(true)
    }

    /// Takes over what is new for a request that shows a secret which nobody here knows: a command may
    /// have made it a moment ago, and a session may have begun at another server. Nobody waits for long
    /// to read.
    ///
    /// # Errors
    ///
    /// If the database cannot be read, or does not answer.
    pub async fn refresh_briefly(&self, session: Option<&Secret>) -> Result<(), AccountError> {
        let looking = async {
            match session {
                Some(secret) => self.look_for(secret).await,
                None => self.refresh().await.map(|_| ()),
            }
        };
        let looked = tokio::time::timeout(LOOK_TIMEOUT, looking).await;
        looked.unwrap_or(Err(DatabaseError::Silent.into()))
    }

    /// Looks for somebody whom another server may have signed in a moment ago, or who was with that
    /// server for so long that their session looks idle here.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub(in crate::accounts) async fn look_for(&self, secret: &Secret) -> Result<(), AccountError> {
        self.refresh().await?;
        if self.session(secret).is_some() {
            return Ok(());
        }
        for _ in 0..LOOKS {
            let known = self.read().revision();
            let found = MemoryUpdate::of_session(&self.database, &secret.hash()).await?;
            let mut memory = self.memory.write().unwrap_or_else(PoisonError::into_inner);
            // What was taken over meanwhile may be that it has ended.
            if memory.revision() == known {
                memory.take_session(found);
                break;
            }
        }
        Ok(())
    }

    /// Writes down what was used and searched since the last time, and clears away what has long ended.
    ///
    /// # Errors
    ///
    /// If the database cannot be written.
    pub async fn tidy(&self) -> Result<(), AccountError> {
        let (uses, counted) = (self.read().uses(), self.tally.take());
        let writing = async { Ok(self.write_down(&uses, &counted).await?) };
        if let Err(error) = while_tidying(writing).await {
            // What cannot be written now may be the next time.
            self.read().put_back(&uses);
            self.tally.put_back(counted);
            return Err(error);
        }
        in_time(self.refresh()).await?;
        let mut memory = self.memory.write().unwrap_or_else(PoisonError::into_inner);
        memory.sweep(self.lifetime, self.now());
        Ok(())
    }

    /// Makes one change of all that [`Accounts::tidy`] writes.
    async fn write_down(
        &self,
        uses: &Uses,
        counted: &CountedSearches,
    ) -> Result<(), DatabaseError> {
        let mut change = self.database.begin().await?;
        for (table, used) in [("sessions", &uses.sessions), ("tokens", &uses.tokens)] {
            let update = format!("UPDATE {table} SET used = $1 WHERE hash = $2 AND used < $1");
            for (hash, moment) in used {
                let update = sqlx::query(sqlx::AssertSqlSafe(update.clone()));
                let update = update.bind(*moment).bind(hash.to_string());
                update.execute(change.connection()).await?;
            }
        }
        for (id, moment) in &uses.accounts {
            let update = sqlx::query("UPDATE accounts SET used = $1 WHERE id = $2 AND used < $1");
            update
                .bind(*moment)
                .bind(id.to_string())
                .execute(change.connection())
                .await?;
        }
        tally::write(&mut change, counted, self.now()).await?;
        forget_old(&mut change, self.now()).await?;
        if let Some(servers) = &self.servers {
            servers.announce(&mut change, self.now()).await?;
        }
        let before = self.now() - KEPT;
        for delete in [
            "DELETE FROM sessions WHERE used < $1 OR (ended > 0 AND ended < $1)",
            "DELETE FROM tokens WHERE expires < $1 OR (ended > 0 AND ended < $1)",
            "DELETE FROM invites WHERE expires < $1",
            "DELETE FROM mail_links WHERE expires < $1",
            "DELETE FROM kept_texts WHERE kept < $1",
            "DELETE FROM used_states WHERE used < $1",
        ] {
            sqlx::query(delete)
                .bind(before)
                .execute(change.connection())
                .await?;
        }
        Ok(change.commit().await?)
    }
}
