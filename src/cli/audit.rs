//! `concord audit`: the log of what matters for trust.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::accounts::{Accounts, AuditFilter, ChainCheck, DatabaseOpener};
use crate::cli::config::{AccountArguments, AccountConfig};

/// The number of entries that are read at once.
const PORTION: i64 = 1000;

/// The flags of `audit`.
#[derive(Debug, Args)]
pub(super) struct AuditArguments {
    #[command(flatten)]
    accounts: AccountArguments,
    #[command(subcommand)]
    command: AuditCommand,
}

/// What can be done with the log.
#[derive(Clone, Copy, Debug, Subcommand)]
enum AuditCommand {
    /// Follow its chain of hashes: nothing was changed or taken out
    Verify,
    /// Print it as JSON, an entry a line, the newest first
    Export,
}

/// Runs a command about the log.
pub(super) fn run(arguments: AuditArguments) -> anyhow::Result<ExitCode> {
    let config = AccountConfig::new(arguments.accounts)?;
    super::with_runtime(async move {
        let accounts = Accounts::open_at(&config.database, DatabaseOpener::Command).await?;
        let done = match arguments.command {
            AuditCommand::Verify => verify(&accounts).await,
            AuditCommand::Export => export(&accounts).await,
        };
        accounts.close().await;
        done
    })
}

async fn verify(accounts: &Accounts) -> anyhow::Result<ExitCode> {
    let mut output = io::stdout();
    match accounts.log().verify().await? {
        ChainCheck::Whole(entries, last) => {
            writeln!(output, "{entries} entries, whole; the last hash is {last}")?;
            Ok(ExitCode::SUCCESS)
        }
        ChainCheck::Broken(number) => {
            writeln!(
                output,
                "the log is not what was written: from entry {number} on it was changed, or entries are missing"
            )?;
            Ok(ExitCode::from(1))
        }
    }
}

async fn export(accounts: &Accounts) -> anyhow::Result<ExitCode> {
    let mut output = io::stdout().lock();
    let mut filter = AuditFilter::default();
    loop {
        let entries = accounts.log().entries(&filter, PORTION).await?;
        let Some(last) = entries.last() else {
            return Ok(ExitCode::SUCCESS);
        };
        filter.before = Some(last.number);
        for entry in &entries {
            serde_json::to_writer(&mut output, entry).map_err(io::Error::from)?;
            writeln!(output)?;
        }
    }
}
