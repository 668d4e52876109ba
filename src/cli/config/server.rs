//! The settings of the server, and of a backup of it.

use std::net::SocketAddr;
use std::path::PathBuf;

use ipnet::IpNet;

use crate::accounts::{DatabaseLocation, Lifetime, SignInMethods};
use crate::cli::config::arguments::{LogFormat, ServeArguments};
use crate::cli::config::file::{ConfigFile, DATA, FILE, LISTEN, folder_of, read_file};
use crate::cli::config::push::PushSettings;
use crate::cli::config::upstream::{UpstreamConfig, budget, upstream};
use crate::cli::config::values::{
    accent, contact, corrected_at, hosts, lifetime, networks, provider, security,
};
use crate::cli::database_location;
use crate::cli::mail::MailTable;
use crate::cli::provider::ways;
use crate::cli::setting::ConfigSource;
use crate::domain::slug::slug;
use crate::store::{Budget, Location};
use crate::web::{ProviderSettings, PushPolicy, Settings};

/// The settings of `serve`.
#[derive(Debug)]
pub(in crate::cli) struct Config {
    pub(in crate::cli) location: Location,
    pub(in crate::cli) budget: Budget,
    pub(in crate::cli) folders_without_pages: Vec<String>,
    pub(in crate::cli) listen: SocketAddr,
    pub(in crate::cli) index: PathBuf,
    pub(in crate::cli) database: DatabaseLocation,
    pub(in crate::cli) lifetime: Lifetime,
    pub(in crate::cli) provider: Option<ProviderSettings>,
    pub(in crate::cli) ways: SignInMethods,
    pub(in crate::cli) log_format: LogFormat,
    pub(in crate::cli) settings: Settings,
    pub(in crate::cli) upstream: Option<UpstreamConfig>,
    pub(in crate::cli) push: PushSettings,
    /// By which server mail goes out, if any is to be sent.
    pub(in crate::cli) mail: Option<MailTable>,
    pub(in crate::cli) has_base_url: bool,
    /// The folder of the configuration file.
    pub(in crate::cli) folder: PathBuf,
    /// The configuration file itself.
    pub(in crate::cli) source: ConfigSource,
}

impl Config {
    /// Puts the settings together.
    pub(in crate::cli) fn new(arguments: ServeArguments) -> anyhow::Result<Self> {
        let (mut file, source) = read_file(arguments.config.as_deref())?;
        let folder = folder_of(&source);
        let table = std::mem::take(&mut file.upstream);
        let upstream = upstream(&arguments, table, &folder)?;
        let budget = budget(&arguments, &file.budget)?;
        // Paths in the file are relative to it.
        let beside = |path: PathBuf| folder.join(path);
        let repository = arguments.repository.or(file.repository.take().map(beside));
        let index = arguments.index.or(file.index.take().map(beside));
        let data = arguments.data.or(file.data.take().map(beside));
        let database = arguments.database.or(file.accounts.database.take());
        let password_file = file.accounts.database_password_file.take().map(beside);
        let data = data.unwrap_or_else(|| PathBuf::from(DATA));
        let database =
            database_location::locate(database.as_deref(), password_file.as_deref(), data)?;
        let listen = arguments.listen.or(file.listen).unwrap_or(LISTEN);
        let base_url = arguments.base_url.or(file.base_url.take());
        let hosts = hosts(base_url.as_deref(), listen)?;
        let has_base_url = base_url.is_some();
        let base_url = base_url.unwrap_or_else(|| format!("http://{listen}"));
        let base_url = base_url.trim_end_matches('/').to_owned();
        let provider = provider(file.oidc.take(), &base_url).map_err(|error| source.at(error))?;
        let ways = ways(provider.as_ref(), file.accounts.passwords.unwrap_or(true))?;
        let push = arguments.push.or(file.push).unwrap_or_default();
        let limits = (file.file_limit, file.push_limit);
        let branches = std::mem::take(&mut file.push_branches);
        let push = PushSettings::new(push, listen, branches, limits)?;
        let lifetime = lifetime(&file.accounts)?;
        let settings = file.settings(arguments.name, base_url, hosts)?;
        Ok(Self {
            location: Location {
                repository: repository.unwrap_or_else(|| PathBuf::from(".")),
                branch: arguments.branch.or(file.branch),
                folder: arguments.folder.or(file.folder),
            },
            budget,
            folders_without_pages: file.folders_without_pages,
            listen,
            index: index.unwrap_or_else(|| PathBuf::from("index")),
            database,
            lifetime,
            provider,
            ways,
            log_format: arguments.log_format.or(file.log_format).unwrap_or_default(),
            settings,
            upstream,
            push,
            mail: file.mail,
            has_base_url,
            folder,
            source,
        })
    }

    /// Describes it for the log as the file would say it, without secrets.
    pub(in crate::cli) fn described(&self) -> String {
        let settings = &self.settings;
        let proxies: Vec<String> = settings.proxies.iter().map(IpNet::to_string).collect();
        let description = serde_json::json!({
            "version": env!("CARGO_PKG_VERSION"),
            "listen": self.listen.to_string(),
            "base_url": settings.base_url,
            "branch": self.location.branch,
            "folder": self.location.folder,
            "push": match self.push.policy {
                PushPolicy::Off => "off",
                PushPolicy::Anyone => "anyone",
            },
            "push_branches": self.push.branches,
            "insecure": settings.insecure,
            "trusted": proxies,
            "idle_hours": self.lifetime.idle / 3600,
            "longest_days": self.lifetime.longest / 86_400,
            "passwords": self.ways.passwords,
            "issuer": self.provider.as_ref().map(|provider| &provider.issuer),
            "searches": settings.counts_searches,
            "people_without_page": settings.people_without_page.len(),
            "upstream": self.upstream.is_some(),
            "database": match &self.database {
                DatabaseLocation::Folder(_) => None,
                DatabaseLocation::Postgres(address) => Some(address.to_string()),
            },
            "mail": self.mail.is_some() && self.has_base_url,
        });
        let keys = description.as_object().into_iter().flatten();
        let set = keys.filter(|(_, value)| !value.is_null());
        let lines: Vec<String> = set.map(|(key, value)| format!("{key} = {value}")).collect();
        lines.join("; ")
    }
}

impl ConfigFile {
    /// Returns the settings of the site itself.
    fn settings(
        &mut self,
        name: Option<String>,
        base_url: String,
        hosts: Vec<String>,
    ) -> anyhow::Result<Settings> {
        let mut section = self.contact.take().unwrap_or_default();
        let corrections = section.corrections.take();
        let without_page = self.people.without_page.iter();
        Ok(Settings {
            name: name
                .or(self.name.take())
                .unwrap_or_else(|| "Concord".to_owned()),
            base_url,
            hosts,
            accent: accent(self.look.accent.take())?,
            logo: self.look.logo.take(),
            contact: contact(section)?,
            corrections: corrections.map(corrected_at).transpose()?,
            insecure: self.accounts.insecure,
            counts_searches: self.searches.unwrap_or(true),
            people_without_page: without_page.map(|name| slug(name)).collect(),
            security: self.security.take().map(security).transpose()?,
            proxies: networks(&self.proxy.trusted)?,
        })
    }
}

/// The parts of a backup.
#[derive(Debug)]
pub(in crate::cli) struct BackupSettings {
    pub(in crate::cli) location: Location,
    pub(in crate::cli) database: DatabaseLocation,
    /// The configuration file, where there is one.
    pub(in crate::cli) file: Option<PathBuf>,
}

impl BackupSettings {
    /// Puts the settings together, as a server would.
    pub(in crate::cli) fn new(arguments: ServeArguments) -> anyhow::Result<Self> {
        let named = arguments.config.clone();
        let file = named.unwrap_or_else(|| PathBuf::from(FILE));
        let config = Config::new(arguments)?;
        Ok(Self {
            location: config.location,
            database: config.database,
            file: file.exists().then_some(file),
        })
    }
}
