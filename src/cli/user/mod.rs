//! `concord user`: accounts from a terminal, while the server runs or not.
//!
//! Whoever may run this on the machine of the site may do everything; it is what one uses when
//! locked out.

mod arguments;
mod terminal;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::bail;

use crate::accounts::{
    Account, AccountError, Accounts, CredentialSelection, DatabaseOpener, Identity,
    IdentitySelection, NewAccount, NewToken, TokenScope,
};
use crate::cli::config::AccountConfig;
use crate::cli::user::arguments::{AddArguments, ScopeArgument, TokenArguments, UserCommand};
use crate::cli::user::terminal::{console, line_of, moment, password, print_line};
use crate::domain::Role;

pub(super) use crate::cli::user::arguments::UserArguments;
pub(super) use crate::cli::user::terminal::host;

/// Runs a command about accounts.
pub(super) fn run(arguments: UserArguments) -> anyhow::Result<ExitCode> {
    let config = AccountConfig::new(arguments.accounts)?;
    super::with_runtime(async move {
        let accounts = Accounts::open_at(&config.database, DatabaseOpener::Command).await?;
        let host = host(&config.base_url);
        let accounts = accounts.at_host(host).with_ways(config.ways.clone());
        let done = answer(&accounts, &config, arguments.command).await;
        accounts.close().await;
        done.map(|()| ExitCode::SUCCESS)
    })
}

async fn answer(
    accounts: &Accounts,
    config: &AccountConfig,
    command: UserCommand,
) -> anyhow::Result<()> {
    match command {
        UserCommand::Add(arguments) => add(accounts, config, &arguments).await,
        UserCommand::List { text } => list(accounts, &text).await,
        UserCommand::Role { name, role } => set_role(accounts, &name, role.into()).await,
        UserCommand::Password {
            name,
            password_stdin,
        } => {
            let password = password(password_stdin)?;
            set_password(accounts, &name, &password).await
        }
        UserCommand::Disable { name } => {
            let account = set_disabled(accounts, &name, true).await?;
            print_line(&format!("{} is shut", account.name))
        }
        UserCommand::Enable { name } => {
            let account = set_disabled(accounts, &name, false).await?;
            print_line(&format!("{} is open", account.name))
        }
        UserCommand::Remove { name, yes } => remove(accounts, &name, yes).await,
        UserCommand::Token(arguments) => token(accounts, &arguments).await,
        UserCommand::Invite { name } => {
            let account = find(accounts, &name).await?;
            invite(accounts, config, &account).await
        }
        UserCommand::Link { name, subject } => link(accounts, &name, &subject).await,
        UserCommand::Links { name } => links(accounts, &name).await,
        UserCommand::Unlink { name } => unlink(accounts, &name).await,
        UserCommand::Sessions { name, end } => sessions(accounts, &name, end).await,
    }
}

async fn set_role(accounts: &Accounts, name: &str, role: Role) -> anyhow::Result<()> {
    let account = find(accounts, name).await?;
    let people = accounts.people();
    people.set_role(account.id, role, &console()).await?;
    print_line(&format!(
        "{} is {} now; its sessions have ended",
        account.name,
        role.name()
    ))
}

/// Shuts or opens an account; returns it.
async fn set_disabled(accounts: &Accounts, name: &str, disabled: bool) -> anyhow::Result<Account> {
    let account = find(accounts, name).await?;
    let people = accounts.people();
    people
        .set_disabled(account.id, disabled, &console())
        .await?;
    Ok(account)
}

async fn add(
    accounts: &Accounts,
    config: &AccountConfig,
    arguments: &AddArguments,
) -> anyhow::Result<()> {
    let mut wanted = NewAccount {
        name: &arguments.name,
        full_name: &arguments.full_name,
        role: arguments.role.into(),
        password: None,
    };
    if let Some(subject) = &arguments.subject {
        return add_by_provider(accounts, &wanted, subject).await;
    }
    let chosen = match arguments.invite {
        true => None,
        false => Some(password(arguments.password_stdin)?),
    };
    wanted.password = chosen.as_deref();
    let account = accounts.people().create(&wanted, &console()).await?;
    match arguments.invite {
        true => invite(accounts, config, &account).await,
        false => print_line(&format!("{} is {}", account.name, account.role.name())),
    }
}

/// Makes an account whose owner comes in by the provider's word alone.
async fn add_by_provider(
    accounts: &Accounts,
    wanted: &NewAccount<'_>,
    subject: &str,
) -> anyhow::Result<()> {
    let issuer = issuer(accounts)?;
    let identities = accounts.identities();
    let account = identities
        .create(wanted, (issuer, subject), &console())
        .await?;
    print_line(&format!(
        "{} is {}, and comes in as {subject} of {issuer}",
        account.name,
        account.role.name()
    ))
}

async fn invite(
    accounts: &Accounts,
    config: &AccountConfig,
    account: &Account,
) -> anyhow::Result<()> {
    let link = accounts.links().invite(account.id, &console()).await?;
    print_line(&format!("{}/-/invite/{}", config.base_url, link.reveal()))?;
    let note = "This link holds for 72 hours and is used once; send it to nobody else.";
    writeln!(io::stderr(), "{note}").or(Ok(()))
}

async fn list(accounts: &Accounts, text: &str) -> anyhow::Result<()> {
    for account in accounts.people().list(text, "", usize::MAX).await? {
        let state = match (account.is_disabled, account.has_password) {
            (true, _) => "shut",
            (false, false) => "invited",
            (false, true) => "open",
        };
        let used = match account.used {
            0 => "never used".to_owned(),
            used => format!("used {}", moment(used)),
        };
        print_line(&format!(
            "{}\t{}\t{state}\t{used}\t{}",
            account.name,
            account.role.name(),
            account.full_name
        ))?;
    }
    Ok(())
}

async fn set_password(accounts: &Accounts, name: &str, password: &str) -> anyhow::Result<()> {
    let account = find(accounts, name).await?;
    accounts
        .people()
        .set_password(account.id, password, CredentialSelection::All, &console())
        .await?;
    let tokens = accounts.tokens().of(account.id).await?.len();
    print_line(&format!(
        "{} has another password; its sessions have ended, and {tokens} tokens go on",
        account.name
    ))?;
    let linked = accounts.identities().of(account.id).await?;
    for identity in &linked {
        print_line(&format!("still comes in: {}", line_of_identity(identity)))?;
    }
    match linked.is_empty() {
        true => Ok(()),
        false => print_line(&format!(
            "end that with: concord user unlink {}",
            account.name
        )),
    }
}

async fn link(accounts: &Accounts, name: &str, subject: &str) -> anyhow::Result<()> {
    let account = find(accounts, name).await?;
    let issuer = issuer(accounts)?;
    let identities = accounts.identities();
    identities
        .bind(account.id, (issuer, subject), &console())
        .await?;
    print_line(&format!(
        "{} is linked to {subject} at {issuer}",
        account.name
    ))
}

/// Returns the provider of identities.
fn issuer(accounts: &Accounts) -> anyhow::Result<&str> {
    match accounts.ways().issuer.as_str() {
        "" => bail!("there is no provider of identities: name one in [oidc]"),
        issuer => Ok(issuer),
    }
}

async fn links(accounts: &Accounts, name: &str) -> anyhow::Result<()> {
    let account = find(accounts, name).await?;
    for identity in accounts.identities().of(account.id).await? {
        print_line(&line_of_identity(&identity))?;
    }
    Ok(())
}

async fn unlink(accounts: &Accounts, name: &str) -> anyhow::Result<()> {
    let account = find(accounts, name).await?;
    let identities = accounts.identities();
    let ended = identities
        .unlink(account.id, IdentitySelection::All, None, &console())
        .await?;
    print_line(&format!("{ended} links of {} have ended", account.name))
}

async fn remove(accounts: &Accounts, name: &str, yes: bool) -> anyhow::Result<()> {
    let account = find(accounts, name).await?;
    if !yes {
        if !io::stdin().is_terminal() {
            bail!(
                "an account is removed for good: say --yes, or shut it with `concord user disable {name}`"
            );
        }
        eprint!("Remove {} for good? Type its name: ", account.name);
        if line_of(&mut io::stdin().lock())? != account.name.as_str() {
            bail!("nothing was removed");
        }
    }
    accounts.people().remove(account.id, &console()).await?;
    print_line(&format!(
        "{} is removed; the log keeps its id {}",
        account.name, account.id
    ))
}

async fn token(accounts: &Accounts, arguments: &TokenArguments) -> anyhow::Result<()> {
    let account = find(accounts, &arguments.account).await?;
    let wanted = NewToken {
        name: &arguments.name,
        scope: match arguments.scope {
            ScopeArgument::Read => TokenScope::Read,
            ScopeArgument::Write => TokenScope::Write,
        },
        days: arguments.days,
    };
    let token = accounts
        .tokens()
        .create(account.id, &wanted, &console())
        .await?;
    // Alone on standard output, so that it can be kept without being seen.
    print_line(token.reveal())
}

async fn sessions(accounts: &Accounts, name: &str, end: bool) -> anyhow::Result<()> {
    let account = find(accounts, name).await?;
    let sessions = accounts.sessions().of(account.id).await?;
    for session in &sessions {
        print_line(&format!(
            "since {}\tused {}\t{}\t{}",
            moment(session.created),
            moment(session.used),
            session.network,
            session.agent
        ))?;
    }
    if end {
        accounts
            .sessions()
            .end(account.id, CredentialSelection::All, &console())
            .await?;
        print_line(&format!("{} sessions have ended", sessions.len()))?;
    }
    Ok(())
}

async fn find(accounts: &Accounts, name: &str) -> anyhow::Result<Account> {
    match accounts.people().find_by_name(name).await {
        Ok(account) => Ok(account),
        Err(AccountError::NoAccount) => {
            bail!("there is no account “{name}”; `concord user list` names them all")
        }
        Err(error) => Err(error.into()),
    }
}

/// Writes who comes in by a provider's word.
fn line_of_identity(identity: &Identity) -> String {
    format!(
        "{}\t{}\t{}",
        identity.issuer, identity.subject, identity.shown
    )
}
