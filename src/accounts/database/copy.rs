//! Everything of one database into another: whole or not at all, counted and compared.

use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use sqlx::any::{AnyRow, AnyTypeInfoKind};
use sqlx::{AnyConnection, AssertSqlSafe, Column, Row, ValueRef};

use crate::accounts::database::error::DatabaseError;
use crate::accounts::database::form::tables;
use crate::accounts::database::store::{Database, DatabaseChange};
use crate::accounts::database::text::text;

/// The table that a new database has a row in.
const STATE: &str = "state";
/// The table that tells which servers use a database, and says nothing of another.
const SERVERS: &str = "servers";

/// The number of rows that were copied of each table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopiedRows {
    /// The tables with their rows, in the order in which they were copied.
    pub tables: Vec<(&'static str, u64)>,
}

/// Why nothing was copied.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// There is something already.
    #[error(
        "there are accounts already, or a log of them ({0} has rows); copy into a database that no server has used"
    )]
    NotEmpty(&'static str),
    /// The copy of a table differs from the table.
    #[error("the rows of {0} are not the same in both; nothing was copied")]
    Differs(&'static str),
    /// One of the two cannot be used.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl From<sqlx::Error> for CopyError {
    fn from(error: sqlx::Error) -> Self {
        DatabaseError::from(error).into()
    }
}

/// A sum of a table's rows, whichever order they come in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct TableDigest {
    rows: u64,
    /// The hashes of all rows, added up.
    hash: u128,
}

/// A value of a row.
enum RowValue {
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// Copies all that a database holds into another that holds nothing.
pub(in crate::accounts) async fn copy(
    from: &Database,
    to: &Database,
) -> Result<CopiedRows, CopyError> {
    let mut source = from.snapshot().await?;
    let mut change = to.begin().await?;
    is_empty(&mut change).await?;
    let mut copied = Vec::new();
    for table in tables().filter(|table| *table != SERVERS) {
        let there = copy_table(&mut source, &mut change, table).await?;
        if sum(change.connection(), table).await? != there {
            return Err(CopyError::Differs(table));
        }
        copied.push((table, there.rows));
    }
    source.rollback().await?;
    change.commit().await?;
    Ok(CopiedRows { tables: copied })
}

/// Looks, within a change, whether there is nothing yet, and takes out what every database begins with.
async fn is_empty(change: &mut DatabaseChange<'_>) -> Result<(), CopyError> {
    for table in tables().filter(|table| ![STATE, SERVERS].contains(table)) {
        let any = format!("SELECT 1 FROM {table} LIMIT 1");
        let any = sqlx::query(AssertSqlSafe(any));
        if any.fetch_optional(change.connection()).await?.is_some() {
            return Err(CopyError::NotEmpty(table));
        }
    }
    let clear = sqlx::query("DELETE FROM state");
    clear.execute(change.connection()).await?;
    Ok(())
}

/// Copies the rows of a table one by one; a kept file may be large.
async fn copy_table(
    source: &mut AnyConnection,
    change: &mut DatabaseChange<'_>,
    table: &'static str,
) -> Result<TableDigest, CopyError> {
    let mut sum = TableDigest::default();
    let all = format!("SELECT * FROM {table}");
    let mut rows = sqlx::query(AssertSqlSafe(all)).fetch(source);
    while let Some(row) = rows.try_next().await? {
        let values = values(&row)?;
        sum.add(&values);
        let names: Vec<&str> = values.iter().map(|(name, _)| name.as_str()).collect();
        let placeholders: Vec<String> = (1..=values.len())
            .map(|number| format!("${number}"))
            .collect();
        let (names, placeholders) = (names.join(", "), placeholders.join(", "));
        let insert = format!("INSERT INTO {table} ({names}) VALUES ({placeholders})");
        let mut insert = sqlx::query(AssertSqlSafe(insert));
        for (_, value) in values {
            insert = match value {
                RowValue::Number(number) => insert.bind(number),
                RowValue::Text(text) => insert.bind(text),
                RowValue::Bytes(bytes) => insert.bind(bytes),
            };
        }
        insert.execute(change.connection()).await?;
    }
    Ok(sum)
}

/// Reads what a table holds.
async fn sum(connection: &mut AnyConnection, table: &str) -> Result<TableDigest, sqlx::Error> {
    let mut sum = TableDigest::default();
    let all = format!("SELECT * FROM {table}");
    let mut rows = sqlx::query(AssertSqlSafe(all)).fetch(connection);
    while let Some(row) = rows.try_next().await? {
        sum.add(&values(&row)?);
    }
    Ok(sum)
}

/// Returns the values of a row by the names of their columns.
fn values(row: &AnyRow) -> Result<Vec<(String, RowValue)>, sqlx::Error> {
    let mut values = Vec::with_capacity(row.len());
    for column in row.columns() {
        let ordinal = column.ordinal();
        let value = match row.try_get_raw(ordinal)?.type_info().kind() {
            AnyTypeInfoKind::Text => RowValue::Text(text(row.try_get(ordinal)?)),
            AnyTypeInfoKind::Blob => RowValue::Bytes(row.try_get(ordinal)?),
            _ => RowValue::Number(row.try_get(ordinal)?),
        };
        values.push((column.name().to_owned(), value));
    }
    // Columns that were added later stand elsewhere in another database.
    values.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(values)
}

impl TableDigest {
    fn add(&mut self, values: &[(String, RowValue)]) {
        let mut hash = Sha256::new();
        for (name, value) in values {
            let number;
            let (kind, bytes): (u8, &[u8]) = match value {
                RowValue::Number(value) => {
                    number = value.to_be_bytes();
                    (0, &number)
                }
                RowValue::Text(text) => (1, text.as_bytes()),
                RowValue::Bytes(bytes) => (2, bytes),
            };
            for part in [name.as_bytes(), &[kind], bytes] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
        }
        let mut half = [0; 16];
        half.copy_from_slice(&hash.finalize()[..16]);
        self.rows += 1;
        self.hash = self.hash.wrapping_add(u128::from_be_bytes(half));
    }
}
