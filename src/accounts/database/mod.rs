//! Where accounts are kept: a file of SQLite in a folder, or a database of PostgreSQL for several
//! servers.
//!
//! [`store`] says what both do, with the same statements and the same steps to their form ([`form`]);
//! what one of them alone has to do is in [`sqlite`] and [`postgres`].

mod copy;
mod error;
mod form;
mod location;
mod postgres;
mod sqlite;
mod store;
mod text;

use std::time::Duration;

use sqlx::Connection;
use sqlx::any::AnyPoolOptions;

pub use crate::accounts::database::copy::{CopiedRows, CopyError};
pub use crate::accounts::database::error::DatabaseError;
pub use crate::accounts::database::location::{
    DatabaseAddressError, DatabaseLocation, PostgresAddress,
};
pub use crate::accounts::database::sqlite::DatabaseOpener;

pub(super) use crate::accounts::database::copy::copy;
pub(super) use crate::accounts::database::store::{Database, DatabaseChange};
pub(super) use crate::accounts::database::text::text;

/// Returns how connections are kept: so many, each waited for so long.
fn pool(connections: u32, patience: Duration) -> AnyPoolOptions {
    sqlx::any::install_default_drivers();
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(patience)
        // A change that could not be made, on a full disk for one, may stay open to its connection
        // though the database has undone it. Such a connection could never make another one.
        .before_acquire(|connection, _| {
            let is_free = !connection.is_in_transaction();
            Box::pin(std::future::ready(Ok(is_free)))
        })
}
