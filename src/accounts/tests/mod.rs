//! What accounts promise, on real databases.

mod administrators;
mod guesses;
mod joining;
mod kept;
mod mail;
mod mailed_ways;
mod people;
mod searches;
mod signing_in;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tempfile::TempDir;

use crate::accounts::*;
use crate::domain::Role;

/// A password that is taken.
const PASSWORD: &str = "seven herons tax the ferry";

/// Accounts with a clock that stands still until it is moved.
struct Site {
    folder: TempDir,
    accounts: Accounts,
    time: Arc<AtomicI64>,
}

impl Site {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let time = Arc::new(AtomicI64::new(1_800_000_000));
        let accounts = open(&folder, &time, Use::Server).await;
        Self {
            folder,
            accounts,
            time,
        }
    }

    /// Opens the same accounts as a command does.
    async fn beside(&self) -> Accounts {
        open(&self.folder, &self.time, Use::Command).await
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
        let setting = match writable {
            true => "PRAGMA query_only = OFF",
            false => "PRAGMA query_only = ON",
        };
        let mut held = Vec::new();
        for _ in 0..4 {
            let mut connection = self.accounts.database.pool().acquire().await.unwrap();
            let setting = sqlx::query(setting).execute(&mut *connection);
            setting.await.unwrap();
            held.push(connection);
        }
    }

    async fn actions(&self) -> Vec<(String, String)> {
        let mut entries = self
            .accounts
            .log()
            .entries(&Filter::default(), 1000)
            .await
            .unwrap();
        entries.reverse();
        let entries = entries.into_iter();
        entries.map(|entry| (entry.action, entry.result)).collect()
    }
}

async fn open(folder: &TempDir, time: &Arc<AtomicI64>, by: Use) -> Accounts {
    let time = Arc::clone(time);
    let accounts = Accounts::open(&folder.path().join("data"), by)
        .await
        .unwrap();
    accounts
        .at_host("wiki.example")
        .with_clock(move || time.load(Ordering::Relaxed))
}

fn console() -> Origin {
    Origin::console()
}

fn by(account: &Account) -> Origin {
    Origin {
        actor: Actor::Account(account.id),
        network: "192.0.2.1".to_owned(),
    }
}
