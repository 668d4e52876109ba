//! [`DatabaseLocation`]: where accounts are kept, as an operator says it.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

use sqlx::any::AnyConnectOptions;

/// The keys that an address may have behind its question mark. One for the reading of the server's text, or a
/// password where it is easily overlooked, is not among it.
const KEYS: [&str; 6] = [
    "host",
    "port",
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
];

/// The location of the accounts' database.
#[derive(Clone, Debug)]
pub enum DatabaseLocation {
    /// A folder of this machine, for one server.
    Folder(PathBuf),
    /// A database of PostgreSQL, for as many servers as there are.
    Postgres(PostgresAddress),
}

/// The address of a database of PostgreSQL. What it is written as never has its password.
#[derive(Clone)]
pub struct PostgresAddress {
    options: AnyConnectOptions,
    shown: String,
}

/// Why a text is no address of a database. It does not say which text: that may have a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseAddressError {
    /// It is none at all.
    #[error(
        "the database of accounts has no address such as postgres://concord@db.example.org/concord"
    )]
    NotOne,
    /// It names no database.
    #[error(
        "the address of the accounts names no database; write postgres://concord@{0}/concord for the one called concord"
    )]
    NoDatabase(String),
    /// It says what is not known.
    #[error(
        "the address of the accounts says “{0}”, which is not known there; known are {known}",
        known = KEYS.join(", ")
    )]
    Key(String),
}

impl DatabaseLocation {
    /// Tells whether a text is meant as the address of a database and not as a folder.
    pub fn is_address(text: &str) -> bool {
        ["postgres:", "postgresql:"]
            .iter()
            .any(|scheme| text.starts_with(scheme))
    }
}

impl fmt::Display for DatabaseLocation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => folder.display().fmt(formatter),
            Self::Postgres(address) => address.fmt(formatter),
        }
    }
}

impl PostgresAddress {
    /// The same address with a password, in the place of the one that it may have.
    pub fn with_password(mut self, password: &str) -> Self {
        let url = &mut self.options.database_url;
        url.query_pairs_mut().append_pair("password", password);
        self
    }

    /// Returns how to connect.
    pub(super) fn options(&self) -> AnyConnectOptions {
        self.options.clone()
    }
}

impl FromStr for PostgresAddress {
    type Err = DatabaseAddressError;

    fn from_str(text: &str) -> Result<Self, DatabaseAddressError> {
        if !DatabaseLocation::is_address(text) {
            return Err(DatabaseAddressError::NotOne);
        }
        let mut options: AnyConnectOptions =
            text.parse().map_err(|_| DatabaseAddressError::NotOne)?;
        let url = &mut options.database_url;
        let mut host = url.host_str().unwrap_or("").replace("%2F", "/");
        let mut port = url.port();
        let mut is_encrypted = false;
        for (key, value) in url.query_pairs() {
            match &*key {
                "host" => host = value.into_owned(),
                "port" => port = value.parse().ok(),
                "sslmode" => is_encrypted = true,
                key if KEYS.contains(&key) => {}
                key => return Err(DatabaseAddressError::Key(key.to_owned())),
            }
        }
        let at = match (host.as_str(), port) {
            ("", _) => "localhost".to_owned(),
            (host, Some(port)) => format!("{host}:{port}"),
            (host, None) => host.to_owned(),
        };
        let name = url.path().trim_matches('/').to_owned();
        if name.is_empty() {
            return Err(DatabaseAddressError::NoDatabase(at));
        }
        // Whoever is on the way to another machine would read along, or answer in its place.
        if !is_encrypted && !is_local(&host) {
            url.query_pairs_mut().append_pair("sslmode", "verify-full");
        }
        Ok(Self {
            options,
            shown: format!("PostgreSQL, {name} at {at}"),
        })
    }
}

/// Tells whether a host is this machine.
fn is_local(host: &str) -> bool {
    let address: Result<IpAddr, _> = host.trim_matches(['[', ']']).parse();
    host.is_empty()
        || host.starts_with('/')
        || host == "localhost"
        || address.is_ok_and(|address| address.is_loopback())
}

impl fmt::Display for PostgresAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.shown)
    }
}

impl fmt::Debug for PostgresAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<PostgresAddress, DatabaseAddressError> {
        text.parse()
    }

    #[test]
    fn what_an_address_is_written_as_has_no_password() {
        let secret = "postgres://concord:hunter2@db.example:5433/wiki?sslmode=require";
        let address = read(secret).unwrap().with_password("hunter3");
        let location = DatabaseLocation::Postgres(address.clone());
        for written in [
            format!("{location}"),
            format!("{location:?}"),
            format!("{address:?}"),
        ] {
            assert!(written.contains("wiki at db.example:5433"), "{written}");
            assert!(!written.contains("hunter"), "{written}");
        }
        for wrong in [
            "postgres://u:hunter2@db.example",
            "postgres://u:hunter2@db.example/wiki?password=hunter2",
            "postgres://u:hunter2@db.example/wiki?options=hunter2",
            "postgres://u:hunter2@[db/wiki",
            "mysql://u:hunter2@db/wiki",
            "hunter2",
        ] {
            let error = read(wrong).unwrap_err();
            let said = format!("{error} {error:?}");
            assert!(!said.contains("hunter"), "{said}");
        }
    }

    #[test]
    fn to_another_machine_the_way_is_encrypted_unless_it_is_said_otherwise() {
        let is_set = |text: &str| {
            let options = read(text).unwrap().options();
            let pairs = options.database_url.query_pairs();
            let modes = pairs.filter(|(key, _)| key == "sslmode");
            modes.map(|(_, mode)| mode.into_owned()).collect::<Vec<_>>()
        };
        assert_eq!(is_set("postgres://u@db.example/w"), ["verify-full"]);
        assert_eq!(is_set("postgresql://u@10.0.0.2/w"), ["verify-full"]);
        assert_eq!(is_set("postgres://u@db/w?sslmode=disable"), ["disable"]);
        for local in [
            "postgres://u@localhost/w",
            "postgres://u@127.0.0.1:5433/w",
            "postgres://u@[::1]/w",
            "postgres:///w?host=/run/postgresql",
            "postgres://u@%2Frun%2Fpostgresql/w",
        ] {
            assert_eq!(is_set(local), [] as [&str; 0], "{local}");
        }
    }
}
