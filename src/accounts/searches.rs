//! [`FailedSearches`]: what was searched for in vain, so that the group can improve its words.
//!
//! A search that found nothing, or only after a word was corrected, is counted by its words alone:
//! nothing tells who searched, or from where.

use sqlx::Row;
use sqlx::any::AnyRow;

use crate::accounts::account::line;
use crate::accounts::error::AccountError;
use crate::accounts::service::Accounts;
use crate::accounts::tally::{DAY, KEPT, SearchCount};

/// A search that led nowhere, or to something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedSearch {
    /// The text that was typed.
    pub query: String,
    /// The text that was searched instead; empty: it found nothing.
    pub corrected: String,
    /// The number of times it was asked for.
    pub times: i64,
    /// The beginning of the last day on which it was, in seconds since 1970.
    pub last: i64,
}

/// The operations on searches that failed.
#[derive(Clone, Copy)]
pub struct FailedSearches<'a>(&'a Accounts);

impl Accounts {
    /// Returns what was searched for in vain.
    pub fn searches(&self) -> FailedSearches<'_> {
        FailedSearches(self)
    }
}

impl FailedSearches<'_> {
    /// Returns where it is counted how often a search is answered; nothing where it is none worth
    /// counting, or too many are counted already.
    pub fn count(self, query: &str, corrected: Option<&str>) -> Option<SearchCount> {
        let corrected = corrected.and_then(line).unwrap_or_default();
        self.0.tally.count(line(query)?, corrected)
    }

    /// Returns what was searched for in the last ninety days, the most frequent first.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn list(self, most: i64) -> Result<Vec<FailedSearch>, AccountError> {
        let query = "SELECT query, corrected, CAST(SUM(times) AS BIGINT), MAX(day) FROM searches \
             WHERE day > $1 GROUP BY query, corrected ORDER BY 3 DESC, 4 DESC, query LIMIT $2";
        let rows = sqlx::query(query)
            .bind(self.0.now() / DAY - KEPT)
            .bind(most);
        let rows = rows.fetch_all(self.0.database.pool()).await?;
        Ok(rows
            .iter()
            .map(FailedSearch::read)
            .collect::<Result<_, _>>()?)
    }
}

impl FailedSearch {
    fn read(row: &AnyRow) -> Result<Self, sqlx::Error> {
        let day: i64 = row.try_get(3)?;
        Ok(Self {
            query: row.try_get(0)?,
            corrected: row.try_get(1)?,
            times: row.try_get(2)?,
            last: day * DAY,
        })
    }
}
