//! The flags and commands of `user`.

use clap::{Args, Subcommand, ValueEnum};

use crate::accounts::NewToken;
use crate::cli::config::AccountArguments;
use crate::domain::Role;

/// The flags of `user`.
#[derive(Debug, Args)]
pub(in crate::cli) struct UserArguments {
    #[command(flatten)]
    pub(super) accounts: AccountArguments,
    #[command(subcommand)]
    pub(super) command: UserCommand,
}

/// What can be done about accounts.
#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
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
pub(super) struct AddArguments {
    /// The name to sign in with
    pub(super) name: String,
    /// What the account may do
    #[arg(long)]
    pub(super) role: RoleArgument,
    /// What its owner is called, in commits and on pages [default: the name]
    #[arg(long, default_value = "")]
    pub(super) full_name: String,
    /// Read the password from standard input
    #[arg(long, conflicts_with = "invite")]
    pub(super) password_stdin: bool,
    /// Print a link by which its owner chooses a password, or comes in by the provider of `[oidc]`
    #[arg(long)]
    pub(super) invite: bool,
    /// Whom the provider of `[oidc]` means by this comes in by its word, and needs no password
    #[arg(long, conflicts_with_all = ["password_stdin", "invite"])]
    pub(super) subject: Option<String>,
}

/// The flags of `user token`.
#[derive(Debug, Args)]
pub(super) struct TokenArguments {
    /// The account
    pub(super) account: String,
    /// What the token is for
    #[arg(long, default_value = "write")]
    pub(super) scope: ScopeArgument,
    /// What it is called
    #[arg(long)]
    pub(super) name: String,
    /// How many days it lasts
    #[arg(long, default_value_t = NewToken::DAYS)]
    pub(super) days: i64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum RoleArgument {
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
pub(super) enum ScopeArgument {
    /// Cloning, and reading by the API
    Read,
    /// Pushing and writing as well
    Write,
}
