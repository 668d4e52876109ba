//! The flags of `serve` and of the commands about accounts.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use serde::Deserialize;

/// The flags of `serve`, each also a `CONCORD_…` variable.
#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct ServeArguments {
    /// A configuration file [default: concord.toml, if there is one]
    #[arg(long, env = "CONCORD_CONFIG", value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// The git repository, bare or not [default: the one around the current folder]
    #[arg(long, env = "CONCORD_REPOSITORY", value_name = "PATH")]
    pub(super) repository: Option<PathBuf>,
    /// The branch [default: the one that is checked out]
    #[arg(long, env = "CONCORD_BRANCH", value_name = "B")]
    pub(super) branch: Option<String>,
    /// The folder of the content in the repository [default: content, if there is one]
    #[arg(long, env = "CONCORD_FOLDER", value_name = "F")]
    pub(super) folder: Option<String>,
    /// The address to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "CONCORD_LISTEN", value_name = "ADDR")]
    pub(super) listen: Option<SocketAddr>,
    /// The folder for the search index and what else is derived [default: index]
    #[arg(long, env = "CONCORD_INDEX", value_name = "DIR")]
    pub(super) index: Option<PathBuf>,
    /// The folder for accounts, which nothing else derives: keep it [default: data]
    #[arg(long, env = "CONCORD_DATA", value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    /// A database of PostgreSQL for the accounts, which several servers can share
    #[arg(
        long,
        env = "CONCORD_DATABASE",
        hide_env_values = true,
        value_name = "ADDRESS"
    )]
    pub(super) database: Option<String>,
    /// The site's name
    #[arg(long, env = "CONCORD_NAME", value_name = "NAME")]
    pub(super) name: Option<String>,
    /// The address that readers use, such as `https://example.org`
    #[arg(long, env = "CONCORD_BASE_URL", value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// A git repository elsewhere to follow and to push to: a URL, host:path or a path
    #[arg(
        long,
        env = "CONCORD_UPSTREAM_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub(super) upstream: Option<String>,
    /// The branch to follow there [default: the one that is served]
    #[arg(long, env = "CONCORD_UPSTREAM_BRANCH", value_name = "B")]
    pub(super) upstream_branch: Option<String>,
    /// How often the upstream is looked at, in seconds [default: 60]
    #[arg(long, env = "CONCORD_UPSTREAM_INTERVAL", value_name = "SECONDS")]
    pub(super) upstream_interval: Option<u64>,
    /// Who may push while the site has no accounts [default: off]
    #[arg(long, env = "CONCORD_PUSH", value_name = "WHO")]
    pub(super) push: Option<PushPermission>,
    /// How many files and folders a commit may have to be pushed or served [default: 1000000]
    #[arg(long, env = "CONCORD_BUDGET_ENTRIES", value_name = "N")]
    pub(super) budget_entries: Option<u64>,
    /// How deeply its folders may nest, up to 128 [default: 64]
    #[arg(long, env = "CONCORD_BUDGET_DEPTH", value_name = "N")]
    pub(super) budget_depth: Option<usize>,
    /// How many megabytes its pages, and all that a push brings, may have unpacked [default: 10000]
    #[arg(long, env = "CONCORD_BUDGET_MEGABYTES", value_name = "N")]
    pub(super) budget_megabytes: Option<u64>,
    /// How log lines are written
    #[arg(long, env = "CONCORD_LOG_FORMAT", value_name = "FORMAT")]
    pub(super) log_format: Option<LogFormat>,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(in crate::cli) enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Who may push.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(in crate::cli) enum PushPermission {
    /// Nobody
    #[default]
    Off,
    /// Whoever reaches the server, which must listen on a loopback address
    Anyone,
}

/// Where accounts are, for the commands that work on them.
#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct AccountArguments {
    /// A configuration file [default: concord.toml, if there is one]
    #[arg(long, env = "CONCORD_CONFIG", value_name = "FILE", global = true)]
    pub(super) config: Option<PathBuf>,
    /// The folder of the accounts [default: data]
    #[arg(long, env = "CONCORD_DATA", value_name = "DIR", global = true)]
    pub(super) data: Option<PathBuf>,
    /// A database of PostgreSQL, if the accounts are in one
    #[arg(
        long,
        env = "CONCORD_DATABASE",
        hide_env_values = true,
        value_name = "ADDRESS",
        global = true
    )]
    pub(super) database: Option<String>,
    /// The address that readers use, such as `https://example.org`, for links
    #[arg(long, env = "CONCORD_BASE_URL", value_name = "URL", global = true)]
    pub(super) base_url: Option<String>,
}
