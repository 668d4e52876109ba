//! Guesses as several servers keep them in their database.

use std::collections::HashMap;

use sqlx::{AnyConnection, Row};

use crate::accounts::database::DatabaseChange;
use crate::accounts::error::AccountError;
use crate::accounts::throttle::{
    FORGIVEN, GuessCount, GuessCounts, GuessKey, KNOWN, LONGEST, MOST,
};

/// Forgets, within a change, guesses that count for nothing any more. Where somebody was signed in is
/// known for longer.
pub(super) async fn forget_old(
    change: &mut DatabaseChange<'_>,
    now: i64,
) -> Result<(), sqlx::Error> {
    let forget = "DELETE FROM guesses WHERE last < $1 OR (last < $2 AND key NOT LIKE 'known %')";
    let forget = sqlx::query(forget).bind(now - KNOWN).bind(now - FORGIVEN);
    forget.execute(change.connection()).await.map(|_| ())
}

/// Reads what is counted by some keys, of which there are one to three.
pub(super) async fn read(
    connection: &mut AnyConnection,
    keys: &[GuessKey],
) -> Result<GuessCounts, sqlx::Error> {
    let query = "SELECT key, wrong, last FROM guesses WHERE key IN ($1, $2, $3)";
    let mut query = sqlx::query(query);
    for index in 0..3 {
        let key = keys.get(index).or(keys.first());
        query = query.bind(key.map(GuessKey::to_string).unwrap_or_default());
    }
    let mut counts = HashMap::new();
    for row in query.fetch_all(connection).await? {
        let written: String = row.try_get(0)?;
        if let Some(key) = keys.iter().find(|key| key.to_string() == written) {
            let wrong: i64 = row.try_get(1)?;
            let count = GuessCount {
                wrong: u32::try_from(wrong).unwrap_or(u32::MAX),
                last: row.try_get(2)?,
            };
            counts.insert(key.clone(), count);
        }
    }
    Ok(GuessCounts::new(counts))
}

/// Writes what has changed of some counts.
pub(super) async fn write(
    change: &mut DatabaseChange<'_>,
    keys: &[GuessKey],
    before: &GuessCounts,
    after: &GuessCounts,
) -> Result<(), AccountError> {
    for key in keys {
        let written = match (before.of(key), after.of(key)) {
            (before, after) if before == after => continue,
            (_, None) => sqlx::query("DELETE FROM guesses WHERE key = $1").bind(key.to_string()),
            (before, Some(count)) => {
                if before.is_none() && !matches!(key, GuessKey::Known(..)) {
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
async fn leave_room(change: &mut DatabaseChange<'_>) -> Result<(), AccountError> {
    let query = "SELECT COUNT(*) FROM guesses WHERE key NOT LIKE 'known %'";
    let row = sqlx::query(query).fetch_one(change.connection()).await?;
    let counted: i64 = row.try_get(0)?;
    match usize::try_from(counted) {
        Ok(counted) if counted < MOST => Ok(()),
        _ => Err(AccountError::Wait(LONGEST)),
    }
}
