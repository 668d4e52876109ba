//! How many servers share the database: each may let through a part of what one alone would.

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::Row;

use crate::accounts::database::{Database, DatabaseChange};
use crate::accounts::secret::{NoRandomness, random};
use crate::domain::hex::hex;

/// For so many seconds a server is counted after it was seen last. Each says once a minute that it is
/// there.
const COUNTED: i64 = 150;
const COUNT: &str = "SELECT COUNT(*) FROM servers";

/// This server among those that share its database.
pub(super) struct Servers {
    id: String,
    count: AtomicU32,
}

impl Servers {
    /// This server, which knows of no other yet.
    pub(super) fn new() -> Result<Self, NoRandomness> {
        Ok(Self {
            id: hex(&random::<8>()?),
            count: AtomicU32::new(1),
        })
    }

    /// Returns how many there are.
    pub(super) fn count(&self) -> u32 {
        self.count.load(Ordering::Relaxed)
    }

    /// Says, within a change, that this server is there, and counts them.
    pub(super) async fn announce(
        &self,
        change: &mut DatabaseChange<'_>,
        now: i64,
    ) -> Result<(), sqlx::Error> {
        let insert = "INSERT INTO servers (id, seen) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET seen = excluded.seen";
        let insert = sqlx::query(insert).bind(self.id.clone()).bind(now);
        insert.execute(change.connection()).await?;
        let forget = sqlx::query("DELETE FROM servers WHERE seen < $1").bind(now - COUNTED);
        forget.execute(change.connection()).await?;
        let row = sqlx::query(COUNT).fetch_one(change.connection()).await?;
        self.take(row.try_get(0)?);
        Ok(())
    }

    /// Counts them after something has changed: it may be that another came or went.
    pub(super) async fn look(&self, database: &Database) -> Result<(), sqlx::Error> {
        let row = sqlx::query(COUNT).fetch_one(database.pool()).await?;
        self.take(row.try_get(0)?);
        Ok(())
    }

    fn take(&self, count: i64) {
        let count = u32::try_from(count).unwrap_or(u32::MAX).max(1);
        self.count.store(count, Ordering::Relaxed);
    }

    /// Says, within a change, that this server goes.
    pub(super) async fn leave(&self, change: &mut DatabaseChange<'_>) -> Result<(), sqlx::Error> {
        let leave = sqlx::query("DELETE FROM servers WHERE id = $1").bind(self.id.clone());
        leave.execute(change.connection()).await.map(|_| ())
    }
}
