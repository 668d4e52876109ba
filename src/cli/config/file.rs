//! The configuration file: its tables, and where it is found.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;

use crate::cli::config::arguments::{LogFormat, PushPermission};
use crate::cli::mail::MailTable;
use crate::cli::provider::ProviderSection;
use crate::cli::setting::ConfigSource;

/// The file that is read when it is there and no other is named.
pub(super) const FILE: &str = "concord.toml";

/// The folder of accounts when no other is named.
pub(super) const DATA: &str = "data";

/// The address that a server listens on when no other is named.
pub(super) const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

/// The content of a configuration file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConfigFile {
    pub(super) repository: Option<PathBuf>,
    pub(super) branch: Option<String>,
    pub(super) folder: Option<String>,
    pub(super) listen: Option<SocketAddr>,
    pub(super) index: Option<PathBuf>,
    pub(super) data: Option<PathBuf>,
    pub(super) name: Option<String>,
    pub(super) base_url: Option<String>,
    pub(super) log_format: Option<LogFormat>,
    #[serde(default)]
    pub(super) upstream: UpstreamTable,
    pub(super) push: Option<PushPermission>,
    /// Branches beside the content's that may be pushed.
    #[serde(default)]
    pub(super) push_branches: Vec<String>,
    /// Folders of the repository, beside the content's, that never held pages.
    #[serde(default)]
    pub(super) folders_without_pages: Vec<String>,
    /// The largest size of a pushed file, in megabytes.
    pub(super) file_limit: Option<u64>,
    /// The largest size of a push, in megabytes.
    pub(super) push_limit: Option<u64>,
    #[serde(default)]
    pub(super) budget: BudgetTable,
    #[serde(default)]
    pub(super) look: LookSection,
    pub(super) contact: Option<ContactSection>,
    pub(super) security: Option<SecuritySection>,
    /// Whether it is counted what was searched for in vain.
    pub(super) searches: Option<bool>,
    #[serde(default)]
    pub(super) people: PeopleTable,
    #[serde(default)]
    pub(super) accounts: AccountsTable,
    /// Another provider of identities.
    pub(super) oidc: Option<ProviderSection>,
    #[serde(default)]
    pub(super) proxy: ProxyTable,
    pub(super) mail: Option<MailTable>,
}

/// The table `[people]` of a configuration file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PeopleTable {
    /// The names of those who want no page about them.
    #[serde(default)]
    pub(super) without_page: Vec<String>,
}

/// The table `[accounts]` of a configuration file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountsTable {
    /// The address of a database of PostgreSQL, in the place of a folder.
    pub(super) database: Option<String>,
    /// A file whose first line is the password for it.
    pub(super) database_password_file: Option<PathBuf>,
    /// Whether secrets may come over plain HTTP from other machines.
    #[serde(default)]
    pub(super) insecure: bool,
    /// Whether people sign in by a password.
    pub(super) passwords: Option<bool>,
    /// After how many hours without being used a session ends.
    pub(super) idle_hours: Option<u32>,
    /// After how many days a session ends.
    pub(super) longest_days: Option<u32>,
}

/// The table `[proxy]` of a configuration file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProxyTable {
    /// The networks of proxies whose `X-Forwarded-For` is believed.
    #[serde(default)]
    pub(super) trusted: Vec<String>,
}

/// The address for questions to the group: the `[contact]` section.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContactSection {
    /// An address for mail.
    pub(super) email: Option<String>,
    /// The address of a page, such as a forum.
    pub(super) url: Option<String>,
    /// The address for corrections of a page: `mailto:` and an address, or the address of a page.
    pub(super) corrections: Option<String>,
}

/// Whom to tell of a weakness: the `[security]` section.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SecuritySection {
    /// `mailto:` and an address, or the address of a page.
    pub(super) contact: String,
    /// The address of a page that says how it is treated.
    pub(super) policy: Option<String>,
}

/// The table `[budget]` of a configuration file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BudgetTable {
    pub(super) entries: Option<u64>,
    pub(super) depth: Option<usize>,
    pub(super) megabytes: Option<u64>,
}

/// The look of the site: the `[look]` section.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LookSection {
    /// A colour, as `#rrggbb`, that text can be read in on white.
    pub(super) accent: Option<String>,
    /// The file of the logo in the content folder.
    pub(super) logo: Option<String>,
}

/// The table `[upstream]` of a configuration file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UpstreamTable {
    pub(super) url: Option<String>,
    pub(super) branch: Option<String>,
    pub(super) interval: Option<u64>,
    pub(super) secret: Option<String>,
}

/// Returns the folder that paths in the file are relative to.
pub(super) fn folder_of(source: &ConfigSource) -> PathBuf {
    source.path.parent().map(Path::to_owned).unwrap_or_default()
}

pub(super) fn read_file(named: Option<&Path>) -> anyhow::Result<(ConfigFile, ConfigSource)> {
    let path = named.unwrap_or(Path::new(FILE));
    if named.is_none() && !path.exists() {
        return Ok((ConfigFile::default(), ConfigSource::default()));
    }
    let text =
        std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let source = ConfigSource {
        path: path.to_owned(),
        text,
    };
    match toml::from_str(&source.text) {
        Ok(file) => Ok((file, source)),
        Err(error) => {
            let offset = error.span().map_or(0, |span| span.start);
            let message = error.message().trim().replace('\n', " ");
            Err(source.wrong(offset, &message))
        }
    }
}
