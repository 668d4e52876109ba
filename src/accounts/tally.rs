//! [`SearchTally`]: what is searched in vain, counted in memory and written down once a minute.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use sqlx::Row;

use crate::accounts::database::DatabaseChange;

/// The number of days that a search is kept.
pub(super) const KEPT: i64 = 90;
/// Seconds of a day.
pub(super) const DAY: i64 = 24 * 60 * 60;
/// The most different searches that are counted between two times that they are written down.
const MOST_COUNTED: usize = 2_000;
/// The most different searches of a day that are kept, more or less: whoever asks for nonsense may not
/// fill the disk.
const MOST_A_DAY: i64 = 2_000;

/// The number of times that something was asked for.
pub type SearchCount = Arc<AtomicU32>;

/// The text that was typed, and the one searched instead; nothing where it found nothing.
type SearchKey = (String, String);

/// Searches, and how often each was asked for.
pub(super) type CountedSearches = Vec<(SearchKey, u32)>;

/// The searches since they were written down last.
#[derive(Default)]
pub(super) struct SearchTally(Mutex<HashMap<SearchKey, SearchCount>>);

impl SearchTally {
    /// Returns where a search is counted; nothing where too many are counted already.
    pub(super) fn count(&self, query: String, corrected: String) -> Option<SearchCount> {
        let key = (query, corrected);
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= MOST_COUNTED && !counts.contains_key(&key) {
            return None;
        }
        Some(Arc::clone(counts.entry(key).or_default()))
    }

    /// Takes out what was counted, and forgets what nobody counts any more.
    pub(super) fn take(&self) -> CountedSearches {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = counts
            .iter()
            .map(|(key, count)| (key, count.swap(0, Ordering::Relaxed)));
        let counted = counted.filter(|(_, times)| *times > 0);
        let counted = counted.map(|(key, times)| (key.clone(), times)).collect();
        counts.retain(|_, count| Arc::strong_count(count) > 1);
        counted
    }

    /// Counts again what was taken out and could not be written down, as far as there is room.
    pub(super) fn put_back(&self, counted: CountedSearches) {
        for ((query, corrected), times) in counted {
            if let Some(count) = self.count(query, corrected) {
                count.fetch_add(times, Ordering::Relaxed);
            }
        }
    }
}

/// Writes down what was counted, within a change, and clears away what is too old.
pub(super) async fn write(
    change: &mut DatabaseChange<'_>,
    counted: &CountedSearches,
    now: i64,
) -> Result<(), sqlx::Error> {
    let day = now / DAY;
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
    for ((query, corrected), times) in counted {
        let statement = sqlx::query(statement).bind(query.clone());
        let statement = statement.bind(corrected.clone()).bind(day);
        let statement = statement.bind(i64::from(*times));
        statement.execute(change.connection()).await?;
    }
    let old = sqlx::query("DELETE FROM searches WHERE day <= $1").bind(day - KEPT);
    old.execute(change.connection()).await.map(|_| ())
}
