//! `concord user`: accounts from a terminal, while the server runs or not.
//!
//! Whoever may run this on the machine of the site may do everything; it is what one uses when
//! locked out.

use std::io::{self, BufRead, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;

use crate::accounts::{
    Account, AccountError, Accounts, AuditOrigin, CredentialSelection, DatabaseOpener, Identity,
    IdentitySelection, NewAccount, NewToken, TokenScope,
};
use crate::cli::config::{AccountArguments, AccountConfig};
use crate::domain::Role;

/// The flags of `user`.
#[derive(Debug, Args)]
pub(super) struct UserArguments {
    #[command(flatten)]
    accounts: AccountArguments,
    #[command(subcommand)]
    command: UserCommand,
}

/// What can be done about accounts.
#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Make an account; its password is asked for, read from standard input, or chosen by a link
    Add(AddArguments),
    /// List the accounts
    List {
        /// Only those whose name, person, address or role contains this
        #[arg(default_value = "")]
        text: String,
    },
    /// Give an account another role
    Role {
        /// The account
        name: String,
        /// The role
        role: RoleArgument,
    },
    /// Give an account another password; its sessions end
    Password {
        /// The account
        name: String,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// Shut an account: nobody can sign in to it, and its tokens mean nothing
    Disable {
        /// The account
        name: String,
    },
    /// Open an account that was shut
    Enable {
        /// The account
        name: String,
    },
    /// Remove an account for good, with its address, sessions and tokens
    Remove {
        /// The account
        name: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Make a token for git and the API, and print it
    Token(TokenArguments),
    /// Make a link by which the account's owner chooses a password, and print it
    Invite {
        /// The account
        name: String,
    },
    /// Link an account to somebody whom the provider of `[oidc]` knows, who then comes in by it
    Link {
        /// The account
        name: String,
        /// What the provider calls them for good
        subject: String,
    },
    /// List who comes in to an account by a provider's word
    Links {
        /// The account
        name: String,
    },
    /// End all such links of an account
    Unlink {
        /// The account
        name: String,
    },
    /// List the sessions of an account, or end them
    Sessions {
        /// The account
        name: String,
        /// End them all
        #[arg(long)]
        end: bool,
    },
}

/// The flags of `user add`.
#[derive(Debug, Args)]
struct AddArguments {
    /// The name to sign in with
    name: String,
    /// What the account may do
    #[arg(long)]
    role: RoleArgument,
    /// What its owner is called, in commits and on pages [default: the name]
    #[arg(long, default_value = "")]
    full_name: String,
    /// Read the password from standard input
    #[arg(long, conflicts_with = "invite")]
    password_stdin: bool,
    /// Print a link by which its owner chooses a password, or comes in by the provider of `[oidc]`
    #[arg(long)]
    invite: bool,
    /// Whom the provider of `[oidc]` means by this comes in by its word, and needs no password
    #[arg(long, conflicts_with_all = ["password_stdin", "invite"])]
    subject: Option<String>,
}

/// The flags of `user token`.
#[derive(Debug, Args)]
struct TokenArguments {
    /// The account
    account: String,
    /// What the token is for
    #[arg(long, default_value = "write")]
    scope: ScopeArgument,
    /// What it is called
    #[arg(long)]
    name: String,
    /// How many days it lasts
    #[arg(long, default_value_t = NewToken::DAYS)]
    days: i64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RoleArgument {
    /// Reads what is for members
    Reader,
    /// Writes pages of most kinds, and sees drafts
    Contributor,
    /// Writes all content
    Organizer,
    /// Looks after accounts
    Administrator,
}

impl From<RoleArgument> for Role {
    fn from(choice: RoleArgument) -> Self {
        match choice {
            RoleArgument::Reader => Self::Reader,
            RoleArgument::Contributor => Self::Contributor,
            RoleArgument::Organizer => Self::Organizer,
            RoleArgument::Administrator => Self::Administrator,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ScopeArgument {
    /// Cloning, and reading by the API
    Read,
    /// Pushing and writing as well
    Write,
}

/// Runs a command about accounts.
pub(super) fn run(arguments: UserArguments) -> anyhow::Result<ExitCode> {
    let config = AccountConfig::new(arguments.accounts)?;
    super::with_runtime(async move {
        let accounts = Accounts::open_at(&config.place, DatabaseOpener::Command).await?;
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
    let origin = console();
    match command {
        UserCommand::Add(arguments) => add(accounts, config, &arguments).await,
        UserCommand::List { text } => list(accounts, &text).await,
        UserCommand::Role { name, role } => {
            let account = find(accounts, &name).await?;
            accounts
                .people()
                .set_role(account.id, role.into(), &origin)
                .await?;
            tell(&format!(
                "{} is {} now; its sessions have ended",
                account.name,
                Role::from(role).name()
            ))
        }
        UserCommand::Password {
            name,
            password_stdin,
        } => {
            let password = password(password_stdin)?;
            set_password(accounts, &name, &password).await
        }
        UserCommand::Disable { name } => {
            let account = find(accounts, &name).await?;
            accounts
                .people()
                .set_disabled(account.id, true, &origin)
                .await?;
            tell(&format!("{} is shut", account.name))
        }
        UserCommand::Enable { name } => {
            let account = find(accounts, &name).await?;
            accounts
                .people()
                .set_disabled(account.id, false, &origin)
                .await?;
            tell(&format!("{} is open", account.name))
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
        false => tell(&format!("{} is {}", account.name, account.role.name())),
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
    tell(&format!(
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
    tell(&format!("{}/-/invite/{}", config.base_url, link.reveal()))?;
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
        tell(&format!(
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
    tell(&format!(
        "{} has another password; its sessions have ended, and {tokens} tokens go on",
        account.name
    ))?;
    let linked = accounts.identities().of(account.id).await?;
    for identity in &linked {
        tell(&format!("still comes in: {}", line_of_identity(identity)))?;
    }
    match linked.is_empty() {
        true => Ok(()),
        false => tell(&format!(
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
    tell(&format!(
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
        tell(&line_of_identity(&identity))?;
    }
    Ok(())
}

async fn unlink(accounts: &Accounts, name: &str) -> anyhow::Result<()> {
    let account = find(accounts, name).await?;
    let identities = accounts.identities();
    let ended = identities
        .unlink(account.id, IdentitySelection::All, None, &console())
        .await?;
    tell(&format!("{ended} links of {} have ended", account.name))
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
    tell(&format!(
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
    tell(token.reveal())
}

async fn sessions(accounts: &Accounts, name: &str, end: bool) -> anyhow::Result<()> {
    let account = find(accounts, name).await?;
    let sessions = accounts.sessions().of(account.id).await?;
    for session in &sessions {
        tell(&format!(
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
        tell(&format!("{} sessions have ended", sessions.len()))?;
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

fn console() -> AuditOrigin {
    AuditOrigin::console()
}

/// Reads a password: from standard input, or twice from the terminal, where it is not shown.
fn password(from_input: bool) -> anyhow::Result<String> {
    if from_input {
        return line_of(&mut io::stdin().lock());
    }
    if !io::stdin().is_terminal() {
        bail!(
            "there is no terminal to ask for a password; say --password-stdin and write it there"
        );
    }
    let ask = |what: &str| rpassword::prompt_password(what).context("asking for the password");
    let first = ask("Password: ")?;
    match ask("The same again: ")? == first {
        true => Ok(first),
        false => bail!("these are two different passwords; nothing was changed"),
    }
}

fn line_of(input: &mut impl BufRead) -> anyhow::Result<String> {
    let mut line = String::new();
    input
        .read_line(&mut line)
        .context("reading standard input")?;
    let line = line.strip_suffix('\n').unwrap_or(&line);
    Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
}

/// Prints a line.
fn tell(text: &str) -> anyhow::Result<()> {
    writeln!(io::stdout(), "{text}").map_err(Into::into)
}

/// Writes a time for people: UTC, to the minute.
fn moment(seconds: i64) -> String {
    let time = Timestamp::from_second(seconds).unwrap_or_default();
    time.strftime("%Y-%m-%d %H:%M").to_string()
}

/// Returns the host of an address.
pub(super) fn host(base_url: &str) -> &str {
    let rest = base_url
        .split_once("://")
        .map_or(base_url, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or(rest);
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}
