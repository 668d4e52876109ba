//! Settings: built-in, then `concord.toml`, then `CONCORD_…` variables, then flags.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Args;
use ipnet::IpNet;
use serde::Deserialize;

use crate::accounts::{Lifetime, Place, Ways};
use crate::cli::mail::MailTable;
use crate::cli::place;
use crate::cli::provider::{ProviderSection, ways};
use crate::cli::setting::Source;
use crate::domain::slug::slug;
use crate::site::FILE_LIMIT;
use crate::store::{Address, Budget, Location, MAX_DEPTH};
use crate::web::{Contact, ProviderSettings, PushPolicy, SecurityContact, Settings, WebhookSecret};

/// The file that is read when it is there and no other is named.
const FILE: &str = "concord.toml";
/// The folder of accounts when no other is named.
const DATA: &str = "data";

/// The flags of `serve`, each also a `CONCORD_…` variable.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct ServeArguments {
    /// A configuration file [default: concord.toml, if there is one]
    #[arg(long, env = "CONCORD_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// The git repository, bare or not [default: the one around the current folder]
    #[arg(long, env = "CONCORD_REPOSITORY", value_name = "PATH")]
    repository: Option<PathBuf>,
    /// The branch [default: the one that is checked out]
    #[arg(long, env = "CONCORD_BRANCH", value_name = "B")]
    branch: Option<String>,
    /// The folder of the content in the repository [default: content, if there is one]
    #[arg(long, env = "CONCORD_FOLDER", value_name = "F")]
    folder: Option<String>,
    /// The address to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "CONCORD_LISTEN", value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// The folder for the search index and what else is derived [default: index]
    #[arg(long, env = "CONCORD_INDEX", value_name = "DIR")]
    index: Option<PathBuf>,
    /// The folder for accounts, which nothing else derives: keep it [default: data]
    #[arg(long, env = "CONCORD_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// A database of PostgreSQL for the accounts, which several servers can share
    #[arg(
        long,
        env = "CONCORD_DATABASE",
        hide_env_values = true,
        value_name = "ADDRESS"
    )]
    database: Option<String>,
    /// The site's name
    #[arg(long, env = "CONCORD_NAME", value_name = "NAME")]
    name: Option<String>,
    /// The address that readers use, such as `https://example.org`
    #[arg(long, env = "CONCORD_BASE_URL", value_name = "URL")]
    base_url: Option<String>,
    /// A git repository elsewhere to follow and to push to: a URL, host:path or a path
    #[arg(
        long,
        env = "CONCORD_UPSTREAM_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    upstream: Option<String>,
    /// The branch to follow there [default: the one that is served]
    #[arg(long, env = "CONCORD_UPSTREAM_BRANCH", value_name = "B")]
    upstream_branch: Option<String>,
    /// How often the upstream is looked at, in seconds [default: 60]
    #[arg(long, env = "CONCORD_UPSTREAM_INTERVAL", value_name = "SECONDS")]
    upstream_interval: Option<u64>,
    /// Who may push while the site has no accounts [default: off]
    #[arg(long, env = "CONCORD_PUSH", value_name = "WHO")]
    push: Option<Push>,
    /// How many files and folders a commit may have to be pushed or served [default: 1000000]
    #[arg(long, env = "CONCORD_BUDGET_ENTRIES", value_name = "N")]
    budget_entries: Option<u64>,
    /// How deeply its folders may nest, up to 128 [default: 64]
    #[arg(long, env = "CONCORD_BUDGET_DEPTH", value_name = "N")]
    budget_depth: Option<usize>,
    /// How many megabytes its pages, and all that a push brings, may have unpacked [default: 10000]
    #[arg(long, env = "CONCORD_BUDGET_MEGABYTES", value_name = "N")]
    budget_megabytes: Option<u64>,
    /// How log lines are written
    #[arg(long, env = "CONCORD_LOG_FORMAT", value_name = "FORMAT")]
    log_format: Option<LogFormat>,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(super) enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Who may push.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(super) enum Push {
    /// Nobody
    #[default]
    Off,
    /// Whoever reaches the server, which must listen on a loopback address
    Anyone,
}

/// What a configuration file may say.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    repository: Option<PathBuf>,
    branch: Option<String>,
    folder: Option<String>,
    listen: Option<SocketAddr>,
    index: Option<PathBuf>,
    data: Option<PathBuf>,
    name: Option<String>,
    base_url: Option<String>,
    log_format: Option<LogFormat>,
    #[serde(default)]
    upstream: UpstreamTable,
    push: Option<Push>,
    /// Branches beside the content's that may be pushed.
    #[serde(default)]
    push_branches: Vec<String>,
    /// Folders of the repository, beside the content's, that never held pages.
    #[serde(default)]
    folders_without_pages: Vec<String>,
    /// How many megabytes a pushed file may have.
    file_limit: Option<u64>,
    /// How many megabytes a push may have.
    push_limit: Option<u64>,
    #[serde(default)]
    budget: BudgetTable,
    #[serde(default)]
    look: LookSection,
    contact: Option<ContactSection>,
    security: Option<SecuritySection>,
    /// Whether it is counted what was searched for in vain.
    searches: Option<bool>,
    #[serde(default)]
    people: PeopleTable,
    #[serde(default)]
    accounts: AccountsTable,
    /// Another provider of identities.
    oidc: Option<ProviderSection>,
    #[serde(default)]
    proxy: ProxyTable,
    mail: Option<MailTable>,
}

/// The table `[people]` of a configuration file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PeopleTable {
    /// The names of those who want no page about them.
    #[serde(default)]
    without_page: Vec<String>,
}

/// The table `[accounts]` of a configuration file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountsTable {
    /// The address of a database of PostgreSQL, in the place of a folder.
    database: Option<String>,
    /// A file whose first line is the password for it.
    database_password_file: Option<PathBuf>,
    /// Whether secrets may come over plain HTTP from other machines.
    #[serde(default)]
    insecure: bool,
    /// Whether people sign in by a password.
    passwords: Option<bool>,
    /// After how many hours without being used a session ends.
    idle_hours: Option<u32>,
    /// After how many days a session ends.
    longest_days: Option<u32>,
}

/// The table `[proxy]` of a configuration file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProxyTable {
    /// The networks of proxies whose `X-Forwarded-For` is believed.
    #[serde(default)]
    trusted: Vec<String>,
}

/// Where accounts are, for the commands that work on them.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct AccountArguments {
    /// A configuration file [default: concord.toml, if there is one]
    #[arg(long, env = "CONCORD_CONFIG", value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// The folder of the accounts [default: data]
    #[arg(long, env = "CONCORD_DATA", value_name = "DIR", global = true)]
    data: Option<PathBuf>,
    /// A database of PostgreSQL, if the accounts are in one
    #[arg(
        long,
        env = "CONCORD_DATABASE",
        hide_env_values = true,
        value_name = "ADDRESS",
        global = true
    )]
    database: Option<String>,
    /// The address that readers use, such as `https://example.org`, for links
    #[arg(long, env = "CONCORD_BASE_URL", value_name = "URL", global = true)]
    base_url: Option<String>,
}

/// What a command about accounts runs with.
#[derive(Debug)]
pub(super) struct AccountConfig {
    pub(super) place: Place,
    password_file: Option<PathBuf>,
    pub(super) base_url: String,
    pub(super) ways: Ways,
}

impl AccountConfig {
    /// Puts the settings together.
    pub(super) fn new(arguments: AccountArguments) -> anyhow::Result<Self> {
        let (file, source) = read_file(arguments.config.as_deref())?;
        let folder = folder_of(&source);
        let listen = file
            .listen
            .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let base_url = arguments.base_url.or(file.base_url);
        hosts(base_url.as_deref(), listen)?;
        let base_url = base_url.unwrap_or_else(|| format!("http://{listen}"));
        let base_url = base_url.trim_end_matches('/').to_owned();
        let data = arguments.data.or(file.data.map(|path| folder.join(path)));
        let provider = provider(file.oidc, &base_url).map_err(|error| source.at(error))?;
        let database = arguments.database.or(file.accounts.database);
        let password_file = file.accounts.database_password_file;
        let password_file = password_file.map(|path| folder.join(path));
        Ok(Self {
            place: place::place(
                database.as_deref(),
                password_file.as_deref(),
                data.unwrap_or_else(|| PathBuf::from(DATA)),
            )?,
            password_file,
            ways: ways(provider.as_ref(), file.accounts.passwords.unwrap_or(true))?,
            base_url,
        })
    }

    /// Reads a place that somebody types.
    pub(super) fn named(&self, text: &str) -> anyhow::Result<Place> {
        place::named(text, self.password_file.as_deref())
    }
}

/// Where the group can be asked: the `[contact]` section.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ContactSection {
    /// An address for mail.
    email: Option<String>,
    /// The address of a page, such as a forum.
    url: Option<String>,
    /// Where a page can be corrected: `mailto:` and an address, or the address of a page.
    corrections: Option<String>,
}

/// Whom to tell of a weakness: the `[security]` section.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SecuritySection {
    /// `mailto:` and an address, or the address of a page.
    contact: String,
    /// The address of a page that says how it is treated.
    policy: Option<String>,
}

/// The table `[budget]` of a configuration file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct BudgetTable {
    entries: Option<u64>,
    depth: Option<usize>,
    megabytes: Option<u64>,
}

/// How the site looks: the `[look]` section.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct LookSection {
    /// A colour, as `#rrggbb`, that text can be read in on white.
    accent: Option<String>,
    /// The file of the logo in the content folder.
    logo: Option<String>,
}

/// The table `[upstream]` of a configuration file.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct UpstreamTable {
    url: Option<String>,
    branch: Option<String>,
    interval: Option<u64>,
    secret: Option<String>,
}

/// An upstream to follow.
#[derive(Clone, Debug)]
pub(super) struct UpstreamConfig {
    pub(super) address: Address,
    pub(super) branch: Option<String>,
    pub(super) interval: Duration,
    pub(super) secret: Option<WebhookSecret>,
}

/// What `serve` runs with.
#[derive(Debug)]
pub(super) struct Config {
    pub(super) location: Location,
    pub(super) budget: Budget,
    pub(super) folders_without_pages: Vec<String>,
    pub(super) listen: SocketAddr,
    pub(super) index: PathBuf,
    pub(super) place: Place,
    pub(super) lifetime: Lifetime,
    pub(super) provider: Option<ProviderSettings>,
    pub(super) ways: Ways,
    pub(super) log_format: LogFormat,
    pub(super) settings: Settings,
    pub(super) upstream: Option<UpstreamConfig>,
    pub(super) push: PushSettings,
    /// By which server mail goes out, if any is to be sent.
    pub(super) mail: Option<MailTable>,
    pub(super) has_base_url: bool,
    /// The folder of the configuration file.
    pub(super) folder: PathBuf,
    /// The configuration file itself.
    pub(super) source: Source,
}

/// What a backup is made of.
#[derive(Debug)]
pub(super) struct BackupSettings {
    pub(super) location: Location,
    pub(super) place: Place,
    /// The configuration file, where there is one.
    pub(super) file: Option<PathBuf>,
}

impl BackupSettings {
    /// Puts the settings together, as a server would.
    pub(super) fn new(arguments: ServeArguments) -> anyhow::Result<Self> {
        let named = arguments.config.clone();
        let file = named.unwrap_or_else(|| PathBuf::from(FILE));
        let config = Config::new(arguments)?;
        Ok(Self {
            location: config.location,
            place: config.place,
            file: file.exists().then_some(file),
        })
    }
}

/// How pushes are taken.
#[derive(Debug)]
pub(super) struct PushSettings {
    pub(super) policy: PushPolicy,
    pub(super) branches: Vec<String>,
    /// In bytes.
    pub(super) file_limit: u64,
    /// In bytes.
    pub(super) push_limit: u64,
}

impl PushSettings {
    fn new(
        push: Push,
        listen: SocketAddr,
        branches: Vec<String>,
        (file, whole): (Option<u64>, Option<u64>),
    ) -> anyhow::Result<Self> {
        let policy = match push {
            Push::Off => PushPolicy::Off,
            Push::Anyone if listen.ip().is_loopback() => PushPolicy::Anyone,
            Push::Anyone => bail!(
                "`--push anyone` lets whoever reaches the server write, so it needs a loopback address such as 127.0.0.1:{}, not {listen}",
                listen.port()
            ),
        };
        Ok(Self {
            policy,
            branches,
            file_limit: file.map_or(FILE_LIMIT, megabytes),
            push_limit: megabytes(whole.unwrap_or(200)),
        })
    }
}

fn megabytes(number: u64) -> u64 {
    number.saturating_mul(1_000_000)
}

impl Config {
    /// Puts the settings together.
    pub(super) fn new(arguments: ServeArguments) -> anyhow::Result<Self> {
        let (mut file, source) = read_file(arguments.config.as_deref())?;
        let folder = folder_of(&source);
        let table = std::mem::take(&mut file.upstream);
        let upstream = upstream(&arguments, table, &folder)?;
        let budget = budget(&arguments, &file.budget)?;
        // Paths in the file are relative to it.
        let beside = |path: PathBuf| folder.join(path);
        let repository = arguments.repository.or(file.repository.map(beside));
        let index = arguments.index.or(file.index.map(beside));
        let data = arguments.data.or(file.data.map(beside));
        let database = arguments.database.or(file.accounts.database.take());
        let password_file = file.accounts.database_password_file.take().map(beside);
        let place = place::place(
            database.as_deref(),
            password_file.as_deref(),
            data.unwrap_or_else(|| PathBuf::from(DATA)),
        )?;
        let listen = arguments
            .listen
            .or(file.listen)
            .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let base_url = arguments.base_url.or(file.base_url);
        let hosts = hosts(base_url.as_deref(), listen)?;
        let has_base_url = base_url.is_some();
        let base_url = base_url.unwrap_or_else(|| format!("http://{listen}"));
        let base_url = base_url.trim_end_matches('/').to_owned();
        let provider = provider(file.oidc, &base_url).map_err(|error| source.at(error))?;
        let ways = ways(provider.as_ref(), file.accounts.passwords.unwrap_or(true))?;
        let push = arguments.push.or(file.push).unwrap_or_default();
        let limits = (file.file_limit, file.push_limit);
        let push = PushSettings::new(push, listen, file.push_branches, limits)?;
        let mut section = file.contact.unwrap_or_default();
        let corrections = section.corrections.take();
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
            place,
            lifetime: lifetime(&file.accounts)?,
            provider,
            ways,
            log_format: arguments.log_format.or(file.log_format).unwrap_or_default(),
            settings: Settings {
                name: arguments
                    .name
                    .or(file.name)
                    .unwrap_or_else(|| "Concord".to_owned()),
                base_url,
                hosts,
                accent: accent(file.look.accent)?,
                logo: file.look.logo,
                contact: contact(section)?,
                corrections: corrections.map(corrected_at).transpose()?,
                insecure: file.accounts.insecure,
                counts_searches: file.searches.unwrap_or(true),
                people_without_page: file
                    .people
                    .without_page
                    .iter()
                    .map(|name| slug(name))
                    .collect(),
                security: file.security.map(security).transpose()?,
                proxies: networks(&file.proxy.trusted)?,
            },
            upstream,
            push,
            mail: file.mail,
            has_base_url,
            folder,
            source,
        })
    }
}

impl Config {
    /// Describes it for the log as the file would say it, without secrets.
    pub(super) fn described(&self) -> String {
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
            "database": match &self.place {
                Place::Folder(_) => None,
                Place::Postgres(address) => Some(address.to_string()),
            },
            "mail": self.mail.is_some() && self.has_base_url,
        });
        let keys = description.as_object().into_iter().flatten();
        let set = keys.filter(|(_, value)| !value.is_null());
        let lines: Vec<String> = set.map(|(key, value)| format!("{key} = {value}")).collect();
        lines.join("; ")
    }
}

/// Puts the upstream's settings together. The secret has no flag: any user of the machine can read
/// the arguments of a process.
fn upstream(
    arguments: &ServeArguments,
    table: UpstreamTable,
    folder: &Path,
) -> anyhow::Result<Option<UpstreamConfig>> {
    let address = match (&arguments.upstream, &table.url) {
        (Some(url), _) => Address::parse(url, Path::new("")),
        (None, Some(url)) => Address::parse(url, folder),
        (None, None) => return Ok(None),
    };
    let secret = std::env::var("CONCORD_UPSTREAM_SECRET").ok();
    let secret = secret.or(table.secret).and_then(WebhookSecret::new);
    let interval = arguments.upstream_interval.or(table.interval).unwrap_or(60);
    if interval == 0 {
        bail!("the upstream's interval is in seconds, and at least 1");
    }
    Ok(Some(UpstreamConfig {
        address: address?,
        branch: arguments.upstream_branch.clone().or(table.branch),
        interval: Duration::from_secs(interval),
        secret,
    }))
}

/// Puts together how much a commit may hold.
fn budget(arguments: &ServeArguments, table: &BudgetTable) -> anyhow::Result<Budget> {
    let default = Budget::default();
    let bytes = arguments.budget_megabytes.or(table.megabytes);
    let budget = Budget {
        entries: (arguments.budget_entries.or(table.entries)).unwrap_or(default.entries),
        depth: (arguments.budget_depth.or(table.depth)).unwrap_or(default.depth),
        bytes: bytes.map_or(default.bytes, megabytes),
    };
    if budget.entries == 0 || budget.depth == 0 || budget.bytes == 0 {
        bail!("a budget of nothing lets nothing in: entries, depth and megabytes are at least 1");
    }
    if budget.depth > MAX_DEPTH {
        bail!(
            "folders may nest {MAX_DEPTH} levels deep at most, not {}",
            budget.depth
        );
    }
    Ok(budget)
}

/// Reads the other provider of identities.
fn provider(
    section: Option<ProviderSection>,
    base_url: &str,
) -> anyhow::Result<Option<ProviderSettings>> {
    section
        .map(|section| section.settings(base_url))
        .transpose()
}

/// Reads how long sessions last.
fn lifetime(table: &AccountsTable) -> anyhow::Result<Lifetime> {
    let default = Lifetime::default();
    let hours = table.idle_hours.map(|hours| i64::from(hours) * 60 * 60);
    let days = table
        .longest_days
        .map(|days| i64::from(days) * 24 * 60 * 60);
    let lifetime = Lifetime {
        idle: hours.unwrap_or(default.idle),
        longest: days.unwrap_or(default.longest),
    };
    if lifetime.idle == 0 || lifetime.longest == 0 {
        bail!(
            "a session lasts at least 1 hour and 1 day: see idle_hours and longest_days in [accounts]"
        );
    }
    Ok(lifetime)
}

/// Reads the networks of proxies: an address, or one with the length of its prefix.
fn networks(texts: &[String]) -> anyhow::Result<Vec<IpNet>> {
    let read = |text: &String| {
        let address = || text.parse::<IpAddr>().map(IpNet::from);
        text.parse::<IpNet>().or_else(|_| address()).map_err(|_| {
            anyhow::anyhow!(
                "the trusted proxy “{text}” is not an address such as 10.0.0.5 or 10.0.0.0/8"
            )
        })
    };
    texts.iter().map(read).collect()
}

/// Checks the colour: what cannot be read would be a site that many cannot use.
fn accent(colour: Option<String>) -> anyhow::Result<Option<String>> {
    match colour {
        Some(colour) if !crate::web::is_readable(&colour) => bail!(
            "the accent “{colour}” is not a colour such as #0b4f6c that can be read on white \
             (a contrast of 4.5 to 1)"
        ),
        colour => Ok(colour),
    }
}

/// Reads where the group can be asked: one address, which readers will follow.
fn contact(section: ContactSection) -> anyhow::Result<Option<Contact>> {
    match (section.email, section.url) {
        (None, None) => Ok(None),
        (Some(email), None) if is_email(&email) => Ok(Some(Contact::Mail(email))),
        (Some(email), None) => {
            bail!("the contact's email “{email}” is not an address such as group@example.org")
        }
        (None, Some(url)) if is_web_address(&url) => Ok(Some(Contact::Page(url))),
        (None, Some(url)) => {
            bail!("the contact's url “{url}” is not an address such as https://example.org/ask")
        }
        _ => bail!("the section [contact] takes either an `email` or a `url`"),
    }
}

/// Reads whom to tell of a weakness.
fn security(section: SecuritySection) -> anyhow::Result<SecurityContact> {
    let SecuritySection { contact, policy } = section;
    let is_right = match contact.strip_prefix("mailto:") {
        Some(email) => is_email(email),
        None => is_web_address(&contact),
    };
    if !is_right {
        bail!(
            "the contact “{contact}” in [security] is neither mailto:security@example.org nor an address such as https://example.org/security"
        );
    }
    match policy {
        Some(policy) if !is_web_address(&policy) => bail!(
            "the policy “{policy}” in [security] is not an address such as https://example.org/security"
        ),
        policy => Ok(SecurityContact { contact, policy }),
    }
}

/// Reads where a page can be corrected.
fn corrected_at(address: String) -> anyhow::Result<Contact> {
    match address.strip_prefix("mailto:") {
        Some(email) if is_email(email) => Ok(Contact::Mail(email.to_owned())),
        None if is_template(&address) => Ok(Contact::Page(address)),
        _ => bail!(
            "the address for corrections “{address}” is neither mailto:group@example.org nor one such \
             as https://example.org/edit/main/{{file}}"
        ),
    }
}

/// Tells whether a text is the address of a page, with `{file}` anywhere behind its host.
fn is_template(text: &str) -> bool {
    let host = text.split('/').nth(2).unwrap_or("");
    !host.contains('{') && is_web_address(&text.replace("{file}", "file"))
}

fn is_plain(text: &str) -> bool {
    !text.contains(|sign: char| sign.is_whitespace() || "\"<>{}".contains(sign))
}

fn is_email(text: &str) -> bool {
    let parts = text.split_once('@').filter(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.contains(['@', '/', '?'])
    });
    parts.is_some() && is_plain(text) && !text.contains(['?', '&', '%', ':'])
}

fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://");
    let rest = rest.or(text.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.starts_with(char::is_alphanumeric)) && is_plain(text)
}

/// Returns the folder that paths in the file are relative to.
fn folder_of(source: &Source) -> PathBuf {
    source.path.parent().map(Path::to_owned).unwrap_or_default()
}

fn read_file(named: Option<&Path>) -> anyhow::Result<(File, Source)> {
    let path = named.unwrap_or(Path::new(FILE));
    if named.is_none() && !path.exists() {
        return Ok((File::default(), Source::default()));
    }
    let text =
        std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let source = Source {
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

/// Returns the host names that the server answers for; none: any.
///
/// On the loopback only its own names: a foreign name that leads there is a web page trying to read
/// through the visitor's browser.
pub(super) fn hosts(base_url: Option<&str>, listen: SocketAddr) -> anyhow::Result<Vec<String>> {
    let loopback = ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned);
    let Some(base_url) = base_url else {
        return Ok(if listen.ip().is_loopback() {
            loopback.to_vec()
        } else {
            Vec::new()
        });
    };
    let rest = base_url
        .strip_prefix("https://")
        .or_else(|| base_url.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split('/').next()).unwrap_or("");
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    if name.is_empty() {
        bail!("the base URL “{base_url}” does not begin with https:// and a host name");
    }
    // Every link of the site begins at the root of its host.
    let path = rest.and_then(|rest| rest.split_once('/'));
    if path.is_some_and(|(_, path)| !path.trim_matches('/').is_empty())
        || base_url.contains(['?', '#'])
    {
        bail!(
            "the base URL “{base_url}” has more than a host name; the site cannot be below a path: \
             give it a host name of its own, such as https://wiki.example.org"
        );
    }
    Ok(loopback.into_iter().chain([name.to_owned()]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_of_the_upstream_is_named() {
        let error = toml::from_str::<File>("[upstream]\nurl = \"a\"\nbrnch = \"b\"\n").err();
        let message = error.unwrap().message().to_owned();
        assert!(message.contains("`brnch`"), "{message}");
    }

    #[test]
    fn the_upstream_of_a_file_is_relative_to_it() {
        let table = UpstreamTable {
            url: Some("../up.git".to_owned()),
            ..UpstreamTable::default()
        };
        let arguments = ServeArguments::default();
        let upstream = upstream(&arguments, table, Path::new("/srv/wiki")).unwrap();
        let upstream = upstream.unwrap();
        assert_eq!(upstream.address.to_string(), "/srv/wiki/../up.git");
        assert_eq!(upstream.interval, Duration::from_secs(60));
    }

    #[test]
    fn a_contact_is_one_address() {
        let read = |text: &str| contact(toml::from_str(text).unwrap()).ok().flatten();
        let mail = Contact::Mail("group@example.org".to_owned());
        let page = Contact::Page("https://example.org/ask".to_owned());
        assert_eq!(read("email = \"group@example.org\""), Some(mail));
        assert_eq!(read("url = \"https://example.org/ask\""), Some(page));
        for wrong in [
            "",
            "email = \"group\"",
            "email = \"a@b.org?cc=x@y.org\"",
            "email = \"a b@c.org\"",
            "url = \"javascript:alert(1)\"",
            "url = \"//example.org\"",
            "email = \"a@b.org\"\nurl = \"https://b.org\"",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn proxies_are_networks_and_sessions_last() {
        let read = |text: &str| toml::from_str::<File>(text).unwrap();
        let file =
            read("[proxy]\ntrusted = [\"10.0.0.0/8\", \"::1\"]\n[accounts]\nidle_hours = 2\n");
        let proxies = networks(&file.proxy.trusted).unwrap();
        assert!(proxies[0].contains(&"10.1.2.3".parse::<IpAddr>().unwrap()));
        assert!(proxies[1].contains(&"::1".parse::<IpAddr>().unwrap()));
        assert_eq!(lifetime(&file.accounts).unwrap().idle, 7200);
        let error = networks(&["proxy.example".to_owned()]).unwrap_err();
        assert!(error.to_string().contains("proxy.example"), "{error}");
        let file = read("[accounts]\nlongest_days = 0\n");
        assert!(lifetime(&file.accounts).is_err());
    }

    #[test]
    fn corrections_go_to_an_address() {
        let read = |text: &str| corrected_at(text.to_owned()).ok();
        let mail = Contact::Mail("group@example.org".to_owned());
        assert_eq!(read("mailto:group@example.org"), Some(mail));
        let page = "https://example.org/edit/main/{file}?from=site";
        assert_eq!(read(page), Some(Contact::Page(page.to_owned())));
        for wrong in [
            "group@example.org",
            "mailto:group",
            "mailto:a@b.org?cc=x@y.org",
            "javascript:alert(1)//{file}",
            "https://{file}",
            "https://example.org/{path}",
            "//example.org/{file}",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn flags_come_before_the_file_in_the_budget() {
        let file: File = toml::from_str("[budget]\nentries = 5\nmegabytes = 7\n").unwrap();
        let arguments = ServeArguments {
            budget_entries: Some(6),
            ..ServeArguments::default()
        };
        let found = budget(&arguments, &file.budget).unwrap();
        assert_eq!(
            (found.entries, found.depth, found.bytes),
            (6, 64, 7_000_000)
        );
        let table = |text: &str| toml::from_str::<File>(text).unwrap().budget;
        for (wrong, said) in [("entries = 0", "at least 1"), ("depth = 200", "128 levels")] {
            let table = table(&format!("[budget]\n{wrong}\n"));
            let error = budget(&ServeArguments::default(), &table).unwrap_err();
            assert!(error.to_string().contains(said), "{error}");
        }
    }

    #[test]
    fn an_upstream_that_runs_programs_is_refused() {
        let arguments = ServeArguments {
            upstream: Some("ext::sh -c id".to_owned()),
            ..ServeArguments::default()
        };
        let error = upstream(&arguments, UpstreamTable::default(), Path::new(""));
        assert!(error.unwrap_err().to_string().contains("ext::"));
    }
}
