//! [`EventJoin`]: by which address an event that is held online is joined.
//!
//! Such an address lets in whoever has it, so that it is kept here and not in the file of the event, which
//! is cloned and stays in the history. An event is known by its id for calendars, wherever its page is. Who
//! may be told is decided elsewhere; the log tells that an address was changed, and never which it is.

use sqlx::Row;

use crate::accounts::audit::{Action, AuditEvent};
use crate::accounts::database::{DatabaseChange, text};
use crate::accounts::error::{AccountError, AuditOrigin};
use crate::accounts::service::Accounts;

/// Longest address, in bytes.
const LONGEST: usize = 2_000;
/// Longest id of an event, in bytes.
const LONGEST_EVENT: usize = 200;
/// Most events that have an address.
const MOST: usize = 5_000;
/// The scheme of an address. None leads over a way on which others read.
const SCHEME: &str = "https://";

/// The address by which an event is joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinAddress {
    /// Where.
    pub address: String,
    /// Whether everybody may be told, and not members alone.
    pub is_for_everyone: bool,
}

/// The operations on the address by which one event is joined.
#[derive(Clone, Copy)]
pub struct EventJoin<'a> {
    accounts: &'a Accounts,
    event: &'a str,
}

impl Accounts {
    /// Returns how an event of this id is joined; nothing where the id is none by which to keep it.
    pub fn joining<'a>(&'a self, event: &'a str) -> Option<EventJoin<'a>> {
        let is_id = !event.trim().is_empty() && event.len() <= LONGEST_EVENT;
        is_id.then_some(EventJoin {
            accounts: self,
            event,
        })
    }
}

impl EventJoin<'_> {
    /// Returns the address, where there is one.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn find(self) -> Result<Option<JoinAddress>, AccountError> {
        let query = sqlx::query("SELECT address, everyone FROM joins WHERE event = $1");
        let query = query.bind(text(self.event));
        let row = query.fetch_optional(self.accounts.database.pool()).await?;
        let Some(row) = row else { return Ok(None) };
        let everyone: i64 = row.try_get(1)?;
        Ok(Some(JoinAddress {
            address: row.try_get(0)?,
            is_for_everyone: everyone == 1,
        }))
    }

    /// Keeps an address, in the place of the one before. The path of the event's page is for the log.
    ///
    /// # Errors
    ///
    /// If it is no address to follow, too many events have one, or the database cannot be written.
    pub async fn set(
        self,
        wanted: &JoinAddress,
        page: &str,
        origin: &AuditOrigin,
    ) -> Result<(), AccountError> {
        let address = checked(&wanted.address).ok_or(AccountError::JoinAddress)?;
        let mut change = self.accounts.database.begin().await?;
        self.leave_room(&mut change).await?;
        let insert = "INSERT INTO joins (event, address, everyone) VALUES ($1, $2, $3) ON CONFLICT (event) DO UPDATE SET address = excluded.address, everyone = excluded.everyone";
        sqlx::query(insert)
            .bind(text(self.event))
            .bind(address.to_owned())
            .bind(i64::from(wanted.is_for_everyone))
            .execute(change.connection())
            .await?;
        let whom = match wanted.is_for_everyone {
            true => "for everybody",
            false => "for members",
        };
        let event = AuditEvent::done(Action::Join, &self.event).with(format!("{page}: {whom}"));
        self.accounts.commit_noting(change, origin, event).await
    }

    /// Forgets the address; where there is none, nothing is written.
    ///
    /// # Errors
    ///
    /// If the database cannot be written.
    pub async fn clear(self, page: &str, origin: &AuditOrigin) -> Result<(), AccountError> {
        let mut change = self.accounts.database.begin().await?;
        let delete = sqlx::query("DELETE FROM joins WHERE event = $1").bind(text(self.event));
        let deleted = delete.execute(change.connection()).await?;
        if deleted.rows_affected() == 0 {
            return Ok(());
        }
        let event = AuditEvent::done(Action::Join, &self.event).with(format!("{page}: removed"));
        self.accounts.commit_noting(change, origin, event).await
    }

    /// Looks whether there is room for one more.
    async fn leave_room(self, change: &mut DatabaseChange<'_>) -> Result<(), AccountError> {
        let query = sqlx::query("SELECT COUNT(*) FROM joins WHERE event <> $1");
        let query = query.bind(text(self.event));
        let others: i64 = query.fetch_one(change.connection()).await?.try_get(0)?;
        match usize::try_from(others) {
            Ok(others) if others < MOST => Ok(()),
            _ => Err(AccountError::TooMany(MOST)),
        }
    }
}

/// Reads an address that a browser can follow as it stands. What hides the host behind a name and a
/// password is none.
fn checked(text: &str) -> Option<&str> {
    let address = text.trim();
    let is_sign = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
    let rest = address.strip_prefix(SCHEME)?;
    if address.len() > LONGEST || !address.bytes().all(is_sign) {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let is_label = |label: &str| {
        let mut bytes = label.bytes();
        !label.is_empty() && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_whole = host.split('.').all(is_label) && port.parse::<u16>().is_ok();
    is_whole.then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_to_join_leads_over_https_to_a_host_that_one_sees() {
        for good in [
            "https://meet.example.org/j/12?pwd=a.b%20c#success",
            "https://meet.example.org:8443",
            " https://meet/room ",
        ] {
            assert_eq!(checked(good), Some(good.trim()), "{good}");
        }
        let long = format!("https://meet.example/{}", "a".repeat(LONGEST));
        for odd in [
            "",
            "https://",
            "http://meet.example/",
            "javascript:alert(1)",
            "//meet.example",
            "https://meet.example@other.example/",
            "https://me:et@other.example/",
            "https://meet.example:port/",
            "https://meet..example/",
            "https://meet.example/a b",
            "https://meet.example/\"><script>",
            "https://meet.example\\@other.example",
            "https://mëet.example/",
            &long,
        ] {
            assert_eq!(checked(odd), None, "{odd}");
        }
    }
}
