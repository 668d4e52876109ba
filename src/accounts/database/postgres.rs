//! Accounts in a database of PostgreSQL, which several servers share.
//!
//! A connection is made when it is needed: a server starts, and serves what needs no account, while the
//! database cannot be reached.

use std::time::Duration;

use sqlx::{AnyPool, Connection};

use crate::accounts::database::location::PostgresAddress;
use crate::accounts::database::pool;

/// The largest number of connections that a server has open at once. One writes.
const CONNECTIONS: u32 = 6;
/// The longest wait for a connection.
const PATIENCE: Duration = Duration::from_secs(3);
/// The longest wait for the answer of a connection that is given back.
const LAST_WORD: Duration = Duration::from_secs(2);
/// The settings of each connection. A change is on the disk when it is made; it waits as long for another
/// as SQLite does; and one whose server stands still gives way to the others.
const SETTINGS: &str = "SET synchronous_commit = on; \
    SET default_transaction_isolation = 'read committed'; \
    SET lock_timeout = '5s'; \
    SET statement_timeout = '30s'; \
    SET idle_in_transaction_session_timeout = '15s'";

/// Returns connections to a database, of which none is made yet.
pub(super) fn connect(address: &PostgresAddress) -> AnyPool {
    let pool = pool(CONNECTIONS, PATIENCE).after_connect(|connection, _| {
        Box::pin(async move {
            let settings = sqlx::raw_sql(SETTINGS);
            settings.execute(&mut *connection).await.map(|_| ())
        })
    });
    // What is given back in the middle of something is asked whether it still answers, by the pool without
    // an end: a connection over which nothing comes would count as one in use until the system gives it up.
    let pool = pool.after_release(|connection, _| {
        Box::pin(async move {
            match tokio::time::timeout(LAST_WORD, connection.ping()).await {
                Ok(answered) => answered.map(|()| true),
                Err(_) => Err(std::io::Error::from(std::io::ErrorKind::TimedOut).into()),
            }
        })
    });
    pool.connect_lazy_with(address.options())
}
