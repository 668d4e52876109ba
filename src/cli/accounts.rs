//! `concord accounts copy`: all accounts from SQLite to PostgreSQL, or back.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};

use crate::accounts::{Accounts, ChainCheck, DatabaseLocation, DatabaseOpener};
use crate::cli::config::{AccountArguments, AccountConfig};

/// The flags of `accounts`.
#[derive(Debug, Args)]
pub(super) struct AccountsArguments {
    #[command(flatten)]
    accounts: AccountArguments,
    #[command(subcommand)]
    command: AccountsCommand,
}

/// What can be done with all accounts at once.
#[derive(Debug, Subcommand)]
enum AccountsCommand {
    /// Copy everything of FROM to TO, which holds nothing yet: whole or not at all
    ///
    /// Each is the folder of accounts or an address such as `postgres://concord@db.example.org/concord`.
    /// Stop the servers first: what they write later is not in the copy.
    Copy {
        /// What is copied
        from: String,
        /// Where to
        to: String,
    },
}

/// Runs a command about all accounts.
pub(super) fn run(arguments: AccountsArguments) -> anyhow::Result<ExitCode> {
    let config = AccountConfig::new(arguments.accounts)?;
    let AccountsCommand::Copy { from, to } = arguments.command;
    let (from, to) = (config.named(&from)?, config.named(&to)?);
    if let DatabaseLocation::Folder(folder) = &from
        && !folder.is_dir()
    {
        bail!("{} is no folder of accounts", folder.display());
    }
    super::with_runtime(copy(&from, &to))
}

async fn copy(from: &DatabaseLocation, to: &DatabaseLocation) -> anyhow::Result<ExitCode> {
    let source = open(from).await?;
    let target = open(to).await?;
    let copied = source.copy_all_to(&target).await;
    let verified = target.log().verify().await;
    source.close().await;
    target.close().await;
    let copied = copied.with_context(|| format!("copying to {to}"))?;
    let mut output = io::stdout();
    for (table, rows) in &copied.tables {
        writeln!(output, "{rows}\t{table}")?;
    }
    writeln!(output, "{from} is in {to}, counted and compared")?;
    match verified? {
        ChainCheck::Whole(..) => Ok(ExitCode::SUCCESS),
        ChainCheck::Broken(number) => {
            writeln!(
                output,
                "the log is not what was written, from entry {number} on, as it is in {from}"
            )?;
            Ok(ExitCode::from(1))
        }
    }
}

/// Opens a location that no server uses, as far as that can be seen.
async fn open(location: &DatabaseLocation) -> anyhow::Result<Accounts> {
    let by = match location {
        DatabaseLocation::Folder(_) => DatabaseOpener::Server,
        DatabaseLocation::Postgres(_) => DatabaseOpener::Command,
    };
    let opened = Accounts::open_at(location, by).await;
    opened.with_context(|| format!("opening {location}"))
}
