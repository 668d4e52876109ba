//! The settings of a command about accounts.

use std::path::PathBuf;

use crate::accounts::{DatabaseLocation, SignInMethods};
use crate::cli::config::arguments::AccountArguments;
use crate::cli::config::file::{DATA, LISTEN, folder_of, read_file};
use crate::cli::config::values::{hosts, provider};
use crate::cli::database_location;
use crate::cli::provider::ways;

/// The settings of a command about accounts.
#[derive(Debug)]
pub(in crate::cli) struct AccountConfig {
    pub(in crate::cli) database: DatabaseLocation,
    password_file: Option<PathBuf>,
    pub(in crate::cli) base_url: String,
    pub(in crate::cli) ways: SignInMethods,
}

impl AccountConfig {
    /// Puts the settings together.
    pub(in crate::cli) fn new(arguments: AccountArguments) -> anyhow::Result<Self> {
        let (file, source) = read_file(arguments.config.as_deref())?;
        let folder = folder_of(&source);
        let listen = file.listen.unwrap_or(LISTEN);
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
            database: database_location::locate(
                database.as_deref(),
                password_file.as_deref(),
                data.unwrap_or_else(|| PathBuf::from(DATA)),
            )?,
            password_file,
            ways: ways(provider.as_ref(), file.accounts.passwords.unwrap_or(true))?,
            base_url,
        })
    }

    /// Reads a location that somebody enters.
    pub(in crate::cli) fn named(&self, text: &str) -> anyhow::Result<DatabaseLocation> {
        database_location::named(text, self.password_file.as_deref())
    }
}
