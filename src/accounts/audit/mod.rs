//! The audit log: what was done that matters for trust, by whom, and from where.
//!
//! It is only added to. Each entry holds a hash of itself and of the entry before, so that the last
//! hash of a day vouches for all that came before it; `concord audit verify` follows the chain. No
//! secret is written here, and a line break is written as JSON has it.

mod action;

use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AnyPool, Row};

use crate::accounts::database::text;
use crate::accounts::error::AuditOrigin;
use crate::domain::hex::hex;

pub use crate::accounts::audit::action::Action;

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AuditEntry {
    /// Its number; they follow each other without a gap.
    pub number: i64,
    /// When, in seconds since 1970.
    pub time: i64,
    /// Who: the id of an account, `console`, or nothing where nobody is known.
    pub actor: String,
    /// The name of the action.
    pub action: String,
    /// To what: the id of an account or an event, a branch, a token's name.
    pub object: String,
    /// `done`, or why not.
    pub result: String,
    /// The network it came from.
    pub network: String,
    /// More of it.
    pub detail: String,
    /// The hash of the entry before and of this one.
    pub chain: String,
}

/// An event, before it is written.
#[derive(Clone, Debug)]
pub struct AuditEvent {
    /// The action.
    pub action: Action,
    /// To what.
    pub object: String,
    /// `done`, or why not.
    pub result: String,
    /// More of it.
    pub detail: String,
}

impl AuditEvent {
    /// Something that was done.
    pub fn done(action: Action, object: &impl ToString) -> Self {
        Self {
            action,
            object: object.to_string(),
            result: "done".to_owned(),
            detail: String::new(),
        }
    }

    /// The same with more of it.
    pub fn with(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// The same, which was not done, and why.
    pub fn refused(mut self, reason: impl Into<String>) -> Self {
        self.result = reason.into();
        self
    }
}

/// A selection of entries.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// By whom, or to whom; empty: anybody.
    pub person: String,
    /// The name of an action; empty: any.
    pub action: String,
    /// A text that the object or the detail contains; empty: anything.
    pub text: String,
    /// From this moment on, in seconds since 1970.
    pub from: Option<i64>,
    /// Before this moment.
    pub until: Option<i64>,
    /// Before the entry of this number.
    pub before: Option<i64>,
}

const COLUMNS: &str = "number, time, actor, action, object, result, network, detail, chain";

impl AuditEntry {
    fn read(row: &AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            number: row.try_get("number")?,
            time: row.try_get("time")?,
            actor: row.try_get("actor")?,
            action: row.try_get("action")?,
            object: row.try_get("object")?,
            result: row.try_get("result")?,
            network: row.try_get("network")?,
            detail: row.try_get("detail")?,
            chain: row.try_get("chain")?,
        })
    }

    /// Returns the hash of this entry after another.
    fn chained(&self, before: &str) -> String {
        let fields = (
            before,
            self.number,
            self.time,
            &self.actor,
            &self.action,
            (&self.object, &self.result, &self.network, &self.detail),
        );
        // As JSON, so that no two entries are one text.
        let text = serde_json::to_vec(&fields).unwrap_or_default();
        hex(&Sha256::digest(text))
    }
}

/// Adds an entry, within a change: both are there, or neither.
pub(super) async fn record(
    connection: &mut AnyConnection,
    time: i64,
    origin: &AuditOrigin,
    event: AuditEvent,
) -> Result<(), sqlx::Error> {
    let last = "SELECT number, chain FROM audit ORDER BY number DESC LIMIT 1";
    let last = sqlx::query(last).fetch_optional(&mut *connection).await?;
    let (number, before): (i64, String) = match last {
        Some(row) => (row.try_get(0)?, row.try_get(1)?),
        None => (0, String::new()),
    };
    let mut entry = AuditEntry {
        number: number + 1,
        time,
        actor: origin.actor.to_string(),
        action: event.action.name().to_owned(),
        object: text(&event.object),
        result: text(&event.result),
        network: text(&origin.network),
        detail: text(&event.detail),
        chain: String::new(),
    };
    entry.chain = entry.chained(&before);
    let insert = "INSERT INTO audit (number, time, actor, action, object, result, network, detail, chain) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    sqlx::query(insert)
        .bind(entry.number)
        .bind(entry.time)
        .bind(entry.actor)
        .bind(entry.action)
        .bind(entry.object)
        .bind(entry.result)
        .bind(entry.network)
        .bind(entry.detail)
        .bind(entry.chain)
        .execute(connection)
        .await?;
    Ok(())
}

/// Returns the newest entries that are wanted, the newest first.
pub(super) async fn entries(
    pool: &AnyPool,
    filter: &AuditFilter,
    most: i64,
) -> Result<Vec<AuditEntry>, sqlx::Error> {
    // A pattern's own signs are taken as they are.
    let escaped = text(&filter.text)
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    let query = format!(
        "SELECT {COLUMNS} FROM audit WHERE ($1 = '' OR actor = $1 OR object = $1) \
         AND ($2 = '' OR action = $2) \
         AND ($3 = '%%' OR lower(object) LIKE lower($3) ESCAPE '\\' OR lower(detail) LIKE lower($3) ESCAPE '\\') \
         AND time >= $4 AND time < $5 AND number < $6 ORDER BY number DESC LIMIT $7"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(query))
        .bind(text(&filter.person))
        .bind(text(&filter.action))
        .bind(format!("%{escaped}%"))
        .bind(filter.from.unwrap_or(i64::MIN))
        .bind(filter.until.unwrap_or(i64::MAX))
        .bind(filter.before.unwrap_or(i64::MAX))
        .bind(most)
        .fetch_all(pool)
        .await?;
    rows.iter().map(AuditEntry::read).collect()
}

/// The result of following the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainCheck {
    /// All is as it was written: so many entries, and the hash of the last.
    Whole(i64, String),
    /// From this entry on it is not what was written.
    Broken(i64),
}

/// Follows the chain from the first entry.
pub(super) async fn verify(pool: &AnyPool) -> Result<ChainCheck, sqlx::Error> {
    let query = format!("SELECT {COLUMNS} FROM audit WHERE number > $1 ORDER BY number LIMIT 1000");
    let (mut number, mut before) = (0, String::new());
    loop {
        let rows = sqlx::query(sqlx::AssertSqlSafe(query.clone()));
        let rows = rows.bind(number).fetch_all(pool).await?;
        if rows.is_empty() {
            return Ok(ChainCheck::Whole(number, before));
        }
        for row in &rows {
            let entry = AuditEntry::read(row)?;
            if entry.number != number + 1 || entry.chain != entry.chained(&before) {
                return Ok(ChainCheck::Broken(number + 1));
            }
            (number, before) = (entry.number, entry.chain);
        }
    }
}
