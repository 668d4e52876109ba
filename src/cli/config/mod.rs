//! Settings: built-in, then `concord.toml`, then `CONCORD_…` variables, then flags.

mod account;
mod arguments;
mod file;
mod push;
mod server;
#[cfg(test)]
mod tests;
mod upstream;
mod values;

pub(super) use crate::cli::config::account::AccountConfig;
pub(super) use crate::cli::config::arguments::{AccountArguments, LogFormat, ServeArguments};
pub(super) use crate::cli::config::push::PushSettings;
pub(super) use crate::cli::config::server::{BackupSettings, Config};
pub(super) use crate::cli::config::upstream::UpstreamConfig;
pub(super) use crate::cli::config::values::hosts;
