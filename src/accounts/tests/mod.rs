//! What accounts promise, on real databases: each test over SQLite and over PostgreSQL, unless it is
//! about what one of them alone does.

/// Makes two tests of a function of a site: one over each database.
macro_rules! both {
    ($name:ident) => {
        mod $name {
            #[tokio::test]
            async fn in_sqlite() {
                super::$name(super::TestAccounts::new().await).await;
            }

            #[tokio::test]
            async fn in_postgres() {
                super::$name(super::TestAccounts::in_postgres().await).await;
            }
        }
    };
}

mod administrators;
mod forgotten;
mod guesses;
mod joining;
mod kept;
mod letters;
mod links;
mod mail;
mod mailed_ways;
mod moving;
mod people;
#[path = "../../../tests/it/postgres_server.rs"]
#[expect(dead_code, reason = "these tests use a part of the suite's harness")]
mod postgres_server;
mod searches;
mod several;
mod signing_in;
mod tokens;
mod upkeep;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tempfile::TempDir;

use self::postgres_server::PostgresServer;
use crate::accounts::*;
use crate::domain::Role;

/// A password that is taken.
const PASSWORD: &str = "seven herons tax the ferry";

/// Accounts with a clock that stands still until it is moved.
struct TestAccounts {
    folder: TempDir,
    location: DatabaseLocation,
    accounts: Accounts,
    time: Arc<AtomicI64>,
}

/// A database of PostgreSQL, with its name.
fn postgres() -> (String, DatabaseLocation) {
    let server = PostgresServer::shared();
    let name = server.database();
    let address = server.address(&name).parse().unwrap();
    (name, DatabaseLocation::Postgres(address))
}

impl TestAccounts {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = DatabaseLocation::Folder(folder.path().join("data"));
        Self::at(folder, location).await
    }

    async fn in_postgres() -> Self {
        Self::at(tempfile::tempdir().unwrap(), postgres().1).await
    }

    async fn at(folder: TempDir, location: DatabaseLocation) -> Self {
        let time = Arc::new(AtomicI64::new(1_800_000_000));
        let accounts = open(&location, &time, DatabaseOpener::Server).await;
        Self {
            folder,
            location,
            accounts,
            time,
        }
    }

    /// Opens the same accounts as a command does.
    async fn beside(&self) -> Accounts {
        open(&self.location, &self.time, DatabaseOpener::Command).await
    }

    /// Has the database be gone, or be there again.
    fn set_there(&self, is_there: bool) {
        match &self.location {
            DatabaseLocation::Folder(folder) => {
                let (file, away) = (folder.join("concord.db"), folder.join("away.db"));
                match is_there {
                    true => std::fs::rename(away, file).unwrap(),
                    false => std::fs::rename(file, away).unwrap(),
                }
            }
            DatabaseLocation::Postgres(address) => {
                let name = address.to_string();
                let name = name.split([',', ' ']).find(|word| word.starts_with("wiki"));
                let name = name.unwrap();
                let server = PostgresServer::shared();
                let allow = format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS {is_there}");
                server.sql("postgres", &allow).unwrap();
                let end = format!(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
                );
                server.sql("postgres", &end).unwrap();
            }
        }
    }

    fn wait(&self, seconds: i64) {
        self.time.fetch_add(seconds, Ordering::Relaxed);
    }

    async fn account(&self, name: &str, role: Role) -> Account {
        let wanted = NewAccount {
            name,
            full_name: "",
            role,
            password: Some(PASSWORD),
        };
        self.accounts
            .people()
            .create(&wanted, &console())
            .await
            .unwrap()
    }

    async fn session(&self, name: &str) -> Secret {
        let browser = Browser::default();
        let signed_in = self
            .accounts
            .sessions()
            .sign_in(name, PASSWORD, &browser)
            .await;
        signed_in.unwrap().0
    }

    /// Has the database refuse what is written, on each of its connections, or take it again.
    async fn set_writable(&self, writable: bool) {
        let setting = match (&self.location, writable) {
            (DatabaseLocation::Folder(_), true) => "PRAGMA query_only = OFF",
            (DatabaseLocation::Folder(_), false) => "PRAGMA query_only = ON",
            (DatabaseLocation::Postgres(_), true) => "SET default_transaction_read_only = off",
            (DatabaseLocation::Postgres(_), false) => "SET default_transaction_read_only = on",
        };
        let pool = self.accounts.database.pool();
        let mut held = Vec::new();
        for _ in 0..pool.options().get_max_connections() {
            let mut connection = pool.acquire().await.unwrap();
            let setting = sqlx::query(setting).execute(&mut *connection);
            setting.await.unwrap();
            held.push(connection);
        }
    }

    async fn actions(&self) -> Vec<(String, String)> {
        let mut entries = self
            .accounts
            .log()
            .entries(&AuditFilter::default(), 1000)
            .await
            .unwrap();
        entries.reverse();
        let entries = entries.into_iter();
        entries.map(|entry| (entry.action, entry.result)).collect()
    }
}

async fn open(location: &DatabaseLocation, time: &Arc<AtomicI64>, by: DatabaseOpener) -> Accounts {
    let time = Arc::clone(time);
    let accounts = Accounts::open_at(location, by).await.unwrap();
    accounts
        .at_host("wiki.example")
        .with_clock(move || time.load(Ordering::Relaxed))
}

fn console() -> AuditOrigin {
    AuditOrigin::console()
}

fn by(account: &Account) -> AuditOrigin {
    AuditOrigin {
        actor: Actor::Account(account.id),
        network: "192.0.2.1".to_owned(),
    }
}
