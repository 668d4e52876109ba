//! [`Searches`]: what was searched for in vain, so that the group can improve its words.
//!
//! A search that found nothing, or only after a word was corrected, is counted by its words alone:
//! nothing tells who searched, or from where. Counted in memory, written down once a minute, kept for
//! ninety days.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use sqlx::Row;

use crate::accounts::account::line;
use crate::accounts::database::Change;
use crate::accounts::error::AccountError;
use crate::accounts::service::Accounts;

/// How many days a search is kept.
const KEPT: i64 = 90;
/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;
/// How many different searches are counted between two times that they are written down.
const MOST_COUNTED: usize = 2_000;
/// How many different searches of a day are kept, more or less: whoever asks for nonsense may not fill the disk.
const MOST_A_DAY: i64 = 2_000;

/// How often something was asked for.
pub type Count = Arc<AtomicU32>;

/// A search that led nowhere, or to something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// What was typed.
    pub query: String,
    /// What was searched instead; empty: it found nothing.
    pub corrected: String,
    /// How often it was asked for.
    pub times: i64,
    /// The beginning of the last day on which it was, in seconds since 1970.
    pub last: i64,
}

/// What was searched since it was written down last.
#[derive(Default)]
pub(super) struct Tally(Mutex<HashMap<(String, String), Count>>);

/// What was searched for in vain.
#[derive(Clone, Copy)]
pub struct Searches<'a>(&'a Accounts);

impl Accounts {
    /// Returns what was searched for in vain.
    pub fn searches(&self) -> Searches<'_> {
        Searches(self)
    }
}

impl Searches<'_> {
    /// Returns where it is counted how often a search is answered; nothing where it is none worth
    /// counting, or too many are counted already.
    pub fn count(self, query: &str, corrected: Option<&str>) -> Option<Count> {
        let key = (line(query)?, corrected.and_then(line).unwrap_or_default());
        let tally = &self.0.tally.0;
        let mut counts = tally.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= MOST_COUNTED && !counts.contains_key(&key) {
            return None;
        }
        Some(Arc::clone(counts.entry(key).or_default()))
    }

    /// Returns what was searched for, the most frequent first.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn list(self, most: i64) -> Result<Vec<Search>, AccountError> {
        let query = "SELECT query, corrected, CAST(SUM(times) AS BIGINT), MAX(day) FROM searches \
             WHERE day > $1 GROUP BY query, corrected ORDER BY 3 DESC, 4 DESC, query LIMIT $2";
        let rows = sqlx::query(query)
            .bind(self.0.now() / DAY - KEPT)
            .bind(most);
        let rows = rows.fetch_all(self.0.database.pool()).await?;
        let read = |row: &sqlx::any::AnyRow| -> Result<Search, sqlx::Error> {
            let day: i64 = row.try_get(3)?;
            Ok(Search {
                query: row.try_get(0)?,
                corrected: row.try_get(1)?,
                times: row.try_get(2)?,
                last: day * DAY,
            })
        };
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// Writes down what was counted since the last time, within a change, and clears away what is
    /// too old.
    pub(super) async fn write(self, change: &mut Change<'_>) -> Result<(), sqlx::Error> {
        let day = self.0.now() / DAY;
        let kept = sqlx::query("SELECT COUNT(*) FROM searches WHERE day = $1").bind(day);
        let kept: i64 = kept.fetch_one(change.connection()).await?.try_get(0)?;
        let statement = match kept < MOST_A_DAY {
            true => {
                "INSERT INTO searches (query, corrected, day, times) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (query, corrected, day) DO UPDATE SET times = searches.times + $4"
            }
            false => {
                "UPDATE searches SET times = times + $4 WHERE query = $1 AND corrected = $2 AND day = $3"
            }
        };
        for ((query, corrected), times) in self.0.tally.take() {
            let statement = sqlx::query(statement).bind(query).bind(corrected);
            let statement = statement.bind(day).bind(i64::from(times));
            statement.execute(change.connection()).await?;
        }
        let old = sqlx::query("DELETE FROM searches WHERE day <= $1").bind(day - KEPT);
        old.execute(change.connection()).await.map(|_| ())
    }
}

impl Tally {
    /// Takes out what was counted, and forgets what nobody counts any more.
    fn take(&self) -> Vec<((String, String), u32)> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = counts
            .iter()
            .map(|(key, count)| (key, count.swap(0, Ordering::Relaxed)));
        let counted = counted.filter(|(_, times)| *times > 0);
        let counted = counted.map(|(key, times)| (key.clone(), times)).collect();
        counts.retain(|_, count| Arc::strong_count(count) > 1);
        counted
    }
}
