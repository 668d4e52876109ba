//! Where accounts are kept: a file of SQLite in a folder, or a database of PostgreSQL for several
//! servers.
//!
//! [`store`] says what both do, with the same statements and the same steps to their form ([`form`]);
//! what one of them alone has to do is in [`sqlite`] and [`postgres`].

mod copy;
mod error;
mod form;
mod place;
mod postgres;
mod sqlite;
mod store;
mod text;

pub use crate::accounts::database::copy::{Copied, CopyError};
pub use crate::accounts::database::error::DatabaseError;
pub use crate::accounts::database::place::{AddressError, Place, PostgresAddress};
pub use crate::accounts::database::sqlite::Use;

pub(super) use crate::accounts::database::copy::copy;
pub(super) use crate::accounts::database::store::{Change, Database};
pub(super) use crate::accounts::database::text::text;
