//! [`Account`]: somebody who can sign in.

use std::fmt;
use std::str::FromStr;

use sqlx::Row;
use sqlx::any::AnyRow;

use crate::accounts::name::AccountName;
use crate::accounts::secret::{NoRandomness, random};
use crate::domain::Role;

/// The number of an account for good, also after its name has changed or it is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(u64);

impl AccountId {
    pub(super) fn new() -> Result<Self, NoRandomness> {
        random::<8>().map(|bytes| Self(u64::from_be_bytes(bytes)))
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:016x}", self.0)
    }
}

impl FromStr for AccountId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u64::from_str_radix(text, 16).map(Self)
    }
}

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id, which stays the same for good.
    pub id: AccountId,
    /// The name that its owner signs in with.
    pub name: AccountName,
    /// The name of its owner in commits and on pages.
    pub full_name: String,
    /// The address for mail that its owner's commits carry; empty: one that reaches nobody.
    pub address: String,
    /// The rights of its owner.
    pub role: Role,
    /// The language of the interface by its code; empty: the browser's.
    pub language: String,
    /// Whether its owner has a password; who was only invited has none.
    pub has_password: bool,
    /// Whether it is shut.
    pub is_disabled: bool,
    /// The time it was made, in seconds since 1970.
    pub created: i64,
    /// The time it was used last, in seconds since 1970; 0: never.
    pub used: i64,
}

/// Longest name of a person, address for mail, or name of a token, in characters.
const MOST: usize = 100;

impl Account {
    /// The columns that [`Account::read`] needs.
    pub(super) const COLUMNS: &str = "id, name, full_name, address, role, language, CASE WHEN password = '' THEN 0 ELSE 1 END AS has_password, disabled, created, used, removed";

    /// Reads a row. What this program does not understand of it shuts the account.
    pub(super) fn read(row: &AnyRow) -> Result<Self, sqlx::Error> {
        let unreadable =
            |error: Box<dyn std::error::Error + Send + Sync>| sqlx::Error::Decode(error);
        let id: String = row.try_get("id")?;
        let name: String = row.try_get("name")?;
        let role: String = row.try_get("role")?;
        let role = Role::from_name(&role);
        let is_disabled = row.try_get::<i64, _>("disabled")? != 0;
        let is_removed = row.try_get::<i64, _>("removed")? != 0;
        Ok(Self {
            id: id.parse().map_err(|error| unreadable(Box::new(error)))?,
            name: AccountName::parse(&name).map_err(|error| unreadable(Box::new(error)))?,
            full_name: row.try_get("full_name")?,
            address: row.try_get("address")?,
            role: role.unwrap_or(Role::Reader),
            language: row.try_get("language")?,
            has_password: row.try_get::<i64, _>("has_password")? != 0,
            is_disabled: is_disabled || is_removed || role.is_none(),
            created: row.try_get("created")?,
            used: row.try_get("used")?,
        })
    }

    /// Returns the address for mail that its owner's commits carry, on the site of a host.
    pub fn commit_address(&self, host: &str) -> String {
        match self.address.is_empty() {
            true => format!("{}@users.noreply.{host}", self.name),
            false => self.address.clone(),
        }
    }
}

/// Reads a line that somebody wrote about themselves: trimmed, without what cannot be seen, not
/// too long. Nothing when nothing is left.
pub(super) fn line(text: &str) -> Option<String> {
    let visible = |character: &char| !character.is_control() && !"<>".contains(*character);
    let line: String = text.trim().chars().filter(visible).take(MOST).collect();
    let line = line.trim().to_owned();
    (!line.is_empty()).then_some(line)
}

/// Reads an address for mail as commits carry it.
pub(super) fn mail_address(text: &str) -> Option<String> {
    let text = text.trim();
    let (before, host) = text.rsplit_once('@')?;
    let is_plain =
        |character: char| character.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(character);
    let right = !before.is_empty()
        && !host.is_empty()
        && text.chars().count() <= MOST
        && before.chars().all(is_plain)
        && host
            .chars()
            .all(|character| character.is_alphanumeric() || "-.".contains(character));
    right.then(|| text.to_owned())
}

/// Reads an address that mail servers can take.
pub(super) fn reachable(text: &str) -> Option<String> {
    let address = mail_address(text)?;
    let (before, host) = address.rsplit_once('@')?;
    let is_dotted = |part: &str| part.split('.').all(|label| !label.is_empty());
    let is_label = |label: &str| !label.starts_with('-') && !label.ends_with('-');
    let right =
        before.len() <= 64 && is_dotted(before) && is_dotted(host) && host.split('.').all(is_label);
    right.then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cleaned_and_addresses_checked() {
        assert_eq!(line(" Anna\n <Berg> ").as_deref(), Some("Anna Berg"));
        assert_eq!(line("\u{0}\n"), None);
        assert_eq!(line(&"a".repeat(500)).unwrap().len(), MOST);
        assert_eq!(
            mail_address(" a.b+c@stat.example ").as_deref(),
            Some("a.b+c@stat.example")
        );
        for odd in ["", "a", "@b", "a@", "a b@c", "a@b c", "a@b>\nx", "<a@b>"] {
            assert_eq!(mail_address(odd), None, "{odd}");
        }
    }

    #[test]
    fn an_id_is_read_as_it_is_written() {
        let id = AccountId::new().unwrap();
        assert_eq!(id.to_string().len(), 16);
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn only_what_mail_servers_take_is_an_address() {
        for good in [
            "anna.berg@stat.example",
            "o'neil+wiki@x.example",
            "büro@stat.example",
        ] {
            assert_eq!(reachable(good).as_deref(), Some(good));
        }
        let long = format!("{}@stat.example", "a".repeat(65));
        for odd in [
            "",
            "anna",
            "anna@stat.example\r\nBcc: all@stat.example",
            "anna@stat.example\nDATA",
            "anna@stat.example, ben@stat.example",
            "\"anna\"@stat.example",
            "<anna@stat.example>",
            ".anna@stat.example",
            "an..na@stat.example",
            "anna@stat..example",
            "anna@-stat.example",
            "anna@[127.0.0.1]",
            &long,
        ] {
            assert_eq!(reachable(odd), None, "{odd}");
        }
    }
}
