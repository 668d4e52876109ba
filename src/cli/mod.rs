//! The command line: one file per command.
//!
//! Exit codes: 0 done, 1 the content has problems (`check`), 2 it could not be done.

mod accounts;
mod audit;
mod backup;
mod check;
mod config;
mod database_location;
mod hook;
mod init;
mod keep;
mod log;
mod mail;
mod new;
mod preview;
mod provider;
mod serve;
mod server_hook;
mod setting;
mod user;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A git-backed, wiki-style knowledge base of best practice.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve a repository as a site (the default)
    Serve(Box<config::ServeArguments>),
    /// Print every problem of the content, like a compiler
    Check(check::CheckArguments),
    /// Show the files on disk as they will look, with what is not committed yet
    Preview(preview::PreviewArguments),
    /// Begin a page with the template of its kind
    New(new::NewArguments),
    /// Make a new repository of content
    Init(init::InitArguments),
    /// Make, change and list accounts
    User(user::UserArguments),
    /// Move all accounts from one database to another
    Accounts(accounts::AccountsArguments),
    /// Verify and print the log of what matters for trust
    Audit(audit::AuditArguments),
    /// Save the repository, the accounts and the configuration, while the server runs
    Backup(Box<backup::BackupArguments>),
    /// Make a site again of what was saved
    Restore(backup::RestoreArguments),
    /// Have git check the content by itself
    #[command(subcommand)]
    Hook(hook::HookCommand),
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    // Git runs this program under a hook's name when it takes a push for the site.
    if let Some(name) = server_hook::name() {
        return server_hook::run(name);
    }
    let arguments = Arguments::parse();
    let command = arguments
        .command
        .unwrap_or_else(|| Command::Serve(Box::default()));
    let result = match command {
        Command::Serve(arguments) => serve::run(*arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Preview(arguments) => preview::run(arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Hook(command) => hook::run(&command),
        Command::Backup(arguments) => backup::run(*arguments),
        Command::Restore(arguments) => backup::restore(&arguments),
        Command::Accounts(arguments) => accounts::run(arguments),
        Command::User(arguments) => user::run(arguments),
        Command::Audit(arguments) => audit::run(arguments),
    };
    match result {
        Ok(code) => code,
        // Whoever read the output has read enough.
        Err(error) if is_unread(&error) => ExitCode::SUCCESS,
        Err(error) => {
            report(&format!("concord: {}", sentence(&error)));
            ExitCode::from(2)
        }
    }
}

/// Runs what waits for a database to its end.
fn with_runtime<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(work)
}

/// Tells whoever started the program something, if anyone still listens: a server does not end
/// because its first words are not read.
fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Says on standard error what is wrong, if anyone still listens.
fn report(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Tells whether a command ended because nobody reads what it says.
fn is_unread(error: &anyhow::Error) -> bool {
    let cause = error.root_cause().downcast_ref::<std::io::Error>();
    cause.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Writes an error and its causes as one sentence, each cause once.
fn sentence(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if !text.contains(&cause) {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(&cause);
        }
    }
    text
}
