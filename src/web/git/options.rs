//! [`GitOptions`]: how `/content.git` is run, and how much at once.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::accounts::Accounts;
use crate::site::SiteWriter;
use crate::store::StoreError;
use crate::web::parts::access::PushPolicy;

/// The limits of how much of git runs at once, and how long it is waited for.
#[derive(Clone, Copy, Debug)]
pub struct GitLimits {
    /// The number of first requests that are answered at once.
    pub advertisements: usize,
    /// The number of fetches that run at once.
    pub fetches: usize,
    /// The number of pushes that run at once.
    pub pushes: usize,
    /// The longest time that a request waits for its turn.
    pub queue: Duration,
    /// The longest time in which nothing moves in either direction of a transfer.
    pub idle: Duration,
    /// The longest time that a client keeps its permit while it sends nothing.
    pub silence: Duration,
}

impl Default for GitLimits {
    fn default() -> Self {
        Self {
            advertisements: 16,
            fetches: 8,
            pushes: 4,
            queue: Duration::from_secs(20),
            idle: Duration::from_secs(60),
            silence: Duration::from_secs(10),
        }
    }
}

/// The options of `/content.git`.
#[derive(Clone)]
pub struct GitOptions {
    /// A folder for the hooks and their socket; it is made, for this user alone.
    pub directory: PathBuf,
    /// This program, which git runs as its hooks.
    pub executable: PathBuf,
    /// The policy on pushes by strangers.
    pub policy: PushPolicy,
    /// The most bytes that a push may have.
    pub push_limit: u64,
    /// Writes what is pushed.
    pub writer: Arc<SiteWriter>,
    /// The accounts, in whose log pushes are noted.
    pub accounts: Option<Arc<Accounts>>,
    /// The limits of how much runs at once.
    pub limits: GitLimits,
}

/// The reasons why `/content.git` cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no `git` program.
    #[error("the git program cannot be run")]
    Program(#[from] StoreError),
    /// The folder that the hooks need cannot be made.
    #[error("cannot prepare the hooks in {}", .directory.display())]
    Hooks {
        /// The folder.
        directory: PathBuf,
        /// The reason.
        #[source]
        source: io::Error,
    },
}
