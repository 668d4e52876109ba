//! Guesses at passwords, counted by one server in its memory and by several in their database.
//!
//! Several count by the rules of one ([`crate::accounts::throttle`]), so that a guesser gains nothing by
//! asking each of them. What is no name is no account's, and is counted where it was typed.

use std::collections::HashMap;

use sqlx::{AnyConnection, Row};

use crate::accounts::browser::Network;
use crate::accounts::database::Change;
use crate::accounts::error::AccountError;
use crate::accounts::name::AccountName;
use crate::accounts::service::Accounts;
use crate::accounts::throttle::{Count, Counts, FORGIVEN, KNOWN, Key, LONGEST, MOST};

impl Accounts {
    /// Counts a guess as wrong until it is known to be right.
    ///
    /// # Errors
    ///
    /// How long to wait, if it is too early for another one.
    pub(super) async fn guess(
        &self,
        name: &str,
        network: Option<Network>,
    ) -> Result<(), AccountError> {
        let now = self.now();
        if !self.counts_together(name) {
            let guess = self.throttle.guess(name, network, now);
            return guess.map_err(AccountError::Wait);
        }
        let keys = Key::all(name, network);
        // Who has to wait is told so without waiting for those who write.
        let connection = &mut *self.database.pool().acquire().await?;
        let counts = read(connection, &keys).await?;
        match counts.wait(name, network, now) {
            0 => {}
            wait => return Err(AccountError::Wait(wait)),
        }
        let mut change = self.database.begin().await?;
        let before = read(change.connection(), &keys).await?;
        let mut counts = read(change.connection(), &keys).await?;
        let guess = counts.guess(name, network, now);
        guess.map_err(AccountError::Wait)?;
        write(&mut change, &keys, &before, &counts).await?;
        Ok(change.commit().await?)
    }

    /// Forgets, within a change, the guesses at a name: the last was right.
    pub(super) async fn guessed_right(
        &self,
        change: &mut Change<'_>,
        name: &str,
        network: Option<Network>,
    ) -> Result<(), AccountError> {
        let now = self.now();
        if !self.counts_together(name) {
            self.throttle.right(name, network, now);
            return Ok(());
        }
        let keys = Key::all(name, network);
        let before = read(change.connection(), &keys).await?;
        let mut counts = read(change.connection(), &keys).await?;
        counts.right(name, network, now);
        Ok(write(change, &keys, &before, &counts).await?)
    }

    fn counts_together(&self, name: &str) -> bool {
        self.database.is_shared() && AccountName::parse(name).is_ok()
    }
}

/// Forgets, within a change, guesses that count for nothing any more. Where somebody was signed in is
/// known for longer.
pub(super) async fn forget_old(change: &mut Change<'_>, now: i64) -> Result<(), sqlx::Error> {
    let forget = "DELETE FROM guesses WHERE last < $1 OR (last < $2 AND key NOT LIKE 'known %')";
    let forget = sqlx::query(forget).bind(now - KNOWN).bind(now - FORGIVEN);
    forget.execute(change.connection()).await.map(|_| ())
}

async fn read(connection: &mut AnyConnection, keys: &[Key]) -> Result<Counts, sqlx::Error> {
    let query = "SELECT key, wrong, last FROM guesses WHERE key IN ($1, $2, $3)";
    let mut query = sqlx::query(query);
    for place in 0..3 {
        let key = keys.get(place).or(keys.first());
        query = query.bind(key.map(Key::to_string).unwrap_or_default());
    }
    let mut counts = HashMap::new();
    for row in query.fetch_all(connection).await? {
        let written: String = row.try_get(0)?;
        if let Some(key) = keys.iter().find(|key| key.to_string() == written) {
            let wrong: i64 = row.try_get(1)?;
            let count = Count {
                wrong: u32::try_from(wrong).unwrap_or(u32::MAX),
                last: row.try_get(2)?,
            };
            counts.insert(key.clone(), count);
        }
    }
    Ok(Counts::new(counts))
}

/// Writes what has changed of some counts.
async fn write(
    change: &mut Change<'_>,
    keys: &[Key],
    before: &Counts,
    after: &Counts,
) -> Result<(), AccountError> {
    for key in keys {
        let written = match (before.of(key), after.of(key)) {
            (before, after) if before == after => continue,
            (_, None) => sqlx::query("DELETE FROM guesses WHERE key = $1").bind(key.to_string()),
            (before, Some(count)) => {
                if before.is_none() && !matches!(key, Key::Known(..)) {
                    leave_room(change).await?;
                }
                let write = "INSERT INTO guesses (key, wrong, last) VALUES ($1, $2, $3) ON CONFLICT (key) DO UPDATE SET wrong = excluded.wrong, last = excluded.last";
                let write = sqlx::query(write).bind(key.to_string());
                write.bind(i64::from(count.wrong)).bind(count.last)
            }
        };
        written.execute(change.connection()).await?;
    }
    Ok(())
}

/// Has new guesses wait where too many are counted to know them.
async fn leave_room(change: &mut Change<'_>) -> Result<(), AccountError> {
    let query = "SELECT COUNT(*) FROM guesses WHERE key NOT LIKE 'known %'";
    let row = sqlx::query(query).fetch_one(change.connection()).await?;
    let counted: i64 = row.try_get(0)?;
    match usize::try_from(counted) {
        Ok(counted) if counted < MOST => Ok(()),
        _ => Err(AccountError::Wait(LONGEST)),
    }
}
